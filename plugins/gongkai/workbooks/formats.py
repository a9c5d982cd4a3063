"""Number formats: what a cell shows is not what it holds."""

from __future__ import annotations

import re

BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    49: "@",
    **dict.fromkeys((14, 22, 30, 31), "yyyy-mm-dd"),
    **dict.fromkeys((15, 16, 28, 29, 51, 53, 54, 58), "d-mmm"),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), "yyyy-mm"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm:ss"),
}
"""Formats that a file names by number only; those of days as Chinese Excel and WPS show them."""

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')


def _bare(code: str) -> str:
    """The first section of a format without texts, escapes, colours and conditions."""
    return _LITERAL.sub("", code).split(";")[0]


def is_date(code: str) -> bool:
    """Whether the format shows a day or a time."""
    bare = _bare(code)
    return bare.lower() not in ("general", "standard") and bool(re.search("[ymdhs]", bare, re.IGNORECASE))


def is_month(code: str) -> bool:
    """Whether the format shows a year and a month and nothing smaller."""
    bare = _bare(code).lower()
    return "y" in bare and "m" in bare and not re.search("[dhs]", bare)


def is_percentage(code: str) -> bool:
    return "%" in _bare(code)


def is_scaled(code: str) -> bool:
    """Whether the cell shows thousands or 万 of what it holds."""
    words = "".join(a + b for a, b in _QUOTED.findall(code))
    return bool(re.search(r"[0#?],+(?:[^0#?,]|$)", _bare(code))) or any(unit in words for unit in "百千万亿")


def decimals(code: str) -> int:
    """How many decimals the format shows."""
    match = re.search(r"\.([0#?]+)", _bare(code))
    return len(match[1]) if match else 0
