"""Proposals: the page of one, and all of them as charts."""
