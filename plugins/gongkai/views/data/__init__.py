"""The open data: tables and documents of the records that may be shown, described well enough to be recomputed."""
