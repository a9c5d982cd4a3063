"""From an Excel form to records: what was read is shown, nothing is guessed, all is written or nothing."""
