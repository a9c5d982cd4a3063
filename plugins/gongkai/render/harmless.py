"""Texts for files that other programs read: without what breaks a file or hides what a text says."""

from __future__ import annotations

import re

_UNWANTED = re.compile(
    r"[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)
"""What XML and calendars cannot hold, and marks that make a text read differently from what it holds."""


def harmless(text: str) -> str:
    """The text without control characters, halves of characters and marks of direction; line ends stay."""
    return text if text.isprintable() else _UNWANTED.sub("", text)
