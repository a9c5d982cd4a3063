"""Tables for spreadsheet programs: CSV that Excel opens as Chinese, and in which no cell becomes a formula.

The workbooks, with typed numbers, are made in `render/workbooks.py`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Percent:
    """A share out of a hundred, as it is read: Percent(Decimal("85.7")) is 85.7%."""

    value: Decimal

    def __str__(self) -> str:
        return f"{self.value:f}%"


Value: TypeAlias = str | int | Decimal | date | Percent | None
"""What a cell holds: a text, an exact number, a day, a share, or nothing."""

_FORMULA = frozenset("=+-@＝＋－＠﹦﹢﹣﹫\t\r\n")
_BLANK = " \u00a0\u200b\u200c\u200d\u2060\u3000\ufeff"
"""What a spreadsheet may pass over at the head of a cell before it looks for a formula."""
_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What many programs refuse or end a file at; replaced, not dropped, or a cell could begin anew with a sign."""
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?%?")


def csv_of(rows: Iterable[Iterable[Value]]) -> bytes:
    """Rows as CSV, with the mark by which Excel knows UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(
        # A download has millions of cells, most of them empty.
        ["" if value is None else cell(value if value.__class__ is str else plain(value)) for value in row]
        for row in rows
    )
    return _NOT_IN_TEXT.sub("\ufffd", text.getvalue()).encode("utf-8-sig")


def plain(value: Value) -> str:
    """A value without thousands commas: 1234.50, 85.7%, 2026-04-10; nothing for None."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def cell(value: str) -> str:
    """A cell as it is, or with a leading quote where a spreadsheet would take it for a formula.

    A plain decimal number stays bare, also a negative one and a share.
    """
    first = value[:1]
    if first and first in _BLANK:
        first = value.lstrip(_BLANK)[:1]
    return f"'{value}" if first in _FORMULA and not _NUMBER.fullmatch(value) else value
