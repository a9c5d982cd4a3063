"""Texts as they may be shown and given out: in the order in which they read."""

from __future__ import annotations

from gongkai.records.fields import BIDI

_BIDI_MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def clean(text: str) -> str:
    """The text without marks that make it read differently from what it holds."""
    for mark in _BIDI_MARKS:  # far faster than to search for the pattern, and most texts hold none
        if mark in text:
            return BIDI.sub("", text)
    return text
