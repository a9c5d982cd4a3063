"""Numbers and states derived from records: no text is typed twice, no HTML is made here."""
