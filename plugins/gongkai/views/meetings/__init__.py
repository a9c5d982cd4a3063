"""Meetings of the congress: the page of one, those of its resolutions, the book of all resolutions."""
