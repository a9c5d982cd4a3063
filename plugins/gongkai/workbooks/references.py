"""Names of cells and columns: row 5, column 2 is B5."""

from __future__ import annotations

import re

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})$", re.ASCII)


def reference(row: int, column: int) -> str:
    """The name of a cell: row 5, column 2 is B5."""
    return f"{column_name(column)}{row}"


def column_name(column: int) -> str:
    """The letters of a column: 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def position(ref: str) -> tuple[int, int] | None:
    """The (row, column) of a cell's name; None for what is no such name."""
    match = _REFERENCE.match(ref.replace("$", "").upper())
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column
