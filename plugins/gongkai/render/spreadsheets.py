"""Tables for spreadsheet programs: CSV that Excel opens as Chinese, and in which no cell becomes a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

_FORMULA = re.compile("[=+\\-@＝＋－＠\t\r]")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def csv_of(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows as CSV, with the mark by which Excel knows UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def cell(value: str) -> str:
    """A cell as it is, or with a leading quote where a spreadsheet would take it for a formula.

    A plain decimal number stays bare, also a negative one.
    """
    return value if _NUMBER.fullmatch(value) or not _FORMULA.match(value) else f"'{value}"
