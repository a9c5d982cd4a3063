"""The same workbook with the bad cells coloured and a remark in each."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from gongkai.workbooks.opening import MEGABYTE, Package, Unreadable
from gongkai.workbooks.reading import Kind, Workbook
from gongkai.workbooks.references import column_name
from gongkai.workbooks.writing import INPUT_COLOUR, saved

if TYPE_CHECKING:
    import openpyxl

AUTHOR = "gongkai 批注"
BAD_COLOUR = "FFFFC7CE"
MAX_ROWS = 20_000
MAX_SIZE = 8 * MEGABYTE
"""Above these openpyxl would need gigabytes; such a sheet has long stretches of empty formatted rows."""

_SAVED_BY = re.compile(r"<(?:\w+:)?lastModifiedBy>([^<]*)<")

Remarks = Mapping[tuple[str, str], str]
"""From (sheet, cell) to what is to be said there."""


def annotated(data: bytes, workbook: Workbook, remarks: Remarks) -> bytes:
    """The workbook as it was, with remarks; where its formats cannot be read, its contents with remarks."""
    is_small = workbook.size <= MAX_SIZE and sum(sheet.rows for sheet in workbook.sheets) <= MAX_ROWS
    book = (_same(data) if is_small else None) or _contents(workbook)
    _without_old_remarks(book)
    for (sheet, ref), text in remarks.items():
        if sheet in book.sheetnames:
            _remark(book, sheet, ref, text)
    first = next((sheet for sheet, _ in remarks if sheet in book.sheetnames), None)
    if first:
        book.active = book.sheetnames.index(first)
    book.properties.creator = AUTHOR
    book.properties.lastModifiedBy = AUTHOR
    return saved(book)


def is_own(data: bytes) -> bool:
    """Whether a workbook is one that was returned with remarks, and that nobody has saved since."""
    try:
        properties = Package(data).whole("docProps/core.xml", MEGABYTE).decode("utf-8", "replace")
    except (Unreadable, KeyError):
        return False
    saved_by = _SAVED_BY.search(properties)
    return saved_by is not None and saved_by[1] == AUTHOR


def _same(data: bytes) -> openpyxl.Workbook | None:
    from openpyxl import load_workbook  # noqa: PLC0415  # slow to import, needed rarely

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # in English, about what it does not keep
            return load_workbook(BytesIO(data), keep_links=False)
    except Exception:  # noqa: BLE001  # WPS and others write styles that openpyxl stumbles over in many ways
        return None


def _contents(workbook: Workbook) -> openpyxl.Workbook:
    """A plain workbook with the same values in the same cells."""
    from openpyxl import Workbook as Book  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    book = Book()
    book.remove(book.worksheets[0])
    for sheet in workbook.sheets:
        made = book.create_sheet(sheet.name)
        made.sheet_state = sheet.state if sheet.state in ("hidden", "veryHidden") else "visible"
        for cell in sheet.cells.values():
            target = made.cell(cell.row, cell.column)
            if cell.kind is Kind.NUMBER and (value := _finite(cell.text)) is not None:
                target.value = value
                target.number_format = cell.format
            elif cell.kind is Kind.TRUTH:
                target.value = cell.text == "1"
            else:
                target.value = ILLEGAL_CHARACTERS_RE.sub("", cell.text)
                target.data_type = "e" if cell.kind is Kind.ERROR else "s"
        for column in range(1, 12):
            made.column_dimensions[column_name(column)].width = 18
    return book


def _finite(text: str) -> float | None:
    """The number that a cell holds, if it holds one."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _without_old_remarks(book: openpyxl.Workbook) -> None:
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment and cell.comment.author == AUTHOR:
                    cell.comment = None
                    if cell.fill.start_color.rgb == BAD_COLOUR:
                        cell.fill = PatternFill("solid", start_color=INPUT_COLOUR)


def _remark(book: openpyxl.Workbook, name: str, ref: str, text: str) -> None:
    from openpyxl.cell.cell import Cell  # noqa: PLC0415
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    cell = book[name][ref]
    if not isinstance(cell, Cell):
        return
    if cell.comment:
        text = f"{text}\n原有批注：{cell.comment.text}"
    cell.fill = PatternFill("solid", start_color=BAD_COLOUR)
    cell.comment = Comment(text, AUTHOR, height=60 + 18 * (len(text) // 22 + text.count("\n")), width=320)
