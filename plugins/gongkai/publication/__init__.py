"""Putting a site where the public finds it: whole or not at all, one at a time, and what was withdrawn never again."""
