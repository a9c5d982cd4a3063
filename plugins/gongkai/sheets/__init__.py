"""Sheets of paper made from records: what stands on them (`document`), and how they come to lie in a folder."""
