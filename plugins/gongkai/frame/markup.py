"""What the theme writes outside of every block that could be overridden, mended on the finished page."""

from __future__ import annotations

import re

_TOGGLE = re.compile(r'(<input class="md-toggle"[^>]*?) autocomplete="off">')


def mended(html: str) -> str:
    """The page as the standard has it: nothing can be completed in a box to tick."""
    return _TOGGLE.sub(r"\1>", html)
