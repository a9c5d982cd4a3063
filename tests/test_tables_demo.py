"""Every table of the demo school: read by everybody, and the same in its page, its CSV and its workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from tests.site_tables import Cell, Found, tables_in

Outputs = Mapping[str, bytes]


@pytest.fixture(scope="module")
def found(demo_staff_outputs: Outputs) -> dict[str, list[Found]]:
    """The tables of every page of the staff edition, which has them all, by address."""
    pages = {
        address: content for address, content in demo_staff_outputs.items() if address.endswith("/") or not address
    }
    return {address: tables for address, content in pages.items() if (tables := tables_in(content.decode()))}


def taken(found: Mapping[str, list[Found]]) -> Iterator[tuple[str, Found]]:
    """Every table that can be taken along, with the address of its page."""
    for address, tables in found.items():
        yield from ((address, table) for table in tables if table.files)


def test_every_table_has_a_caption_and_every_head_a_scope_and_words(found: Mapping[str, list[Found]]) -> None:
    """No table of any page is without a name, no head is empty or does not say what it heads."""
    assert len(found) > 100
    for address, tables in found.items():
        for table in tables:
            assert table.caption, f"{address}: a table without a caption"
            assert table.heads, f"{address}: {table.caption} has no head"
            for head in table.heads:
                assert head.attributes.get("scope") in {"col", "row", "rowgroup"}, (address, table.caption, head)
                assert head.words.strip(), f"{address}: an empty head in {table.caption}"


def test_every_row_is_as_long_as_its_head(found: Mapping[str, list[Found]]) -> None:
    """A cell stands under the head that it belongs to, in the body and in the foot."""
    for address, tables in found.items():
        for table in tables:
            if any("rowspan" in cell.attributes for row in table.rows for cell in row):
                continue
            widths = {sum(int(cell.attributes.get("colspan", "1")) for cell in row) for row in table.rows}
            assert len(widths) == 1, (address, table.caption, widths)


def test_every_number_of_a_column_of_numbers_is_declared(found: Mapping[str, list[Found]]) -> None:
    """What stands to the right is a number with a value for programs, or says that there is none."""
    for address, table in taken(found):
        for row, part in zip(table.rows, table.parts, strict=True):
            for cell in row if part != "thead" else ():
                if "gk-num" in cell.attributes.get("class", "") and cell.words.replace(",", "").isdigit():
                    assert cell.number == cell.words.replace(",", ""), (address, table.caption, cell)


def shown(table: Found) -> list[list[Cell]]:
    """The rows under the head, without the names of groups."""
    return [
        row
        for row, part in zip(table.rows, table.parts, strict=True)
        if part != "thead" and "colspan" not in row[0].attributes
    ]


def is_same(cell: Cell, written: str) -> bool:
    """Whether a cell of a CSV says what the page says."""
    if cell.number is not None:
        return Decimal(written.removesuffix("%")) == Decimal(cell.number) and written.endswith("%") == (
            "%" in cell.words
        )
    if cell.day is not None:
        return written == cell.day
    return _letters(written) in _letters(cell.words)


def _letters(words: str) -> str:
    """A text without spaces and signs: between the parts of a cell the page has a new line, the file a sign."""
    return "".join(char for char in words if char.isalnum() or char in "—%")


def test_every_table_says_the_same_in_its_page_and_its_csv(
    found: Mapping[str, list[Found]], demo_staff_outputs: Outputs
) -> None:
    """Cell by cell, for every table of the demo; what the page says within a name has its own column."""
    count = 0
    for address, table in taken(found):
        content = demo_staff_outputs[address + table.files["csv"]].decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(content, newline=""))
        names = [cell.words for cell in table.rows[0]]
        places = [next(n for n, name in enumerate(head) if name == own or name.startswith(f"{own}（")) for own in names]
        on_page = shown(table)
        assert len(rows) == len(on_page), (address, table.caption)
        for cells, row in zip(on_page, rows, strict=True):
            for cell, place in zip(cells, places, strict=True):
                assert is_same(cell, row[place]), (address, table.caption, cell.words, row[place])
        count += 1
    assert count > 150


def as_text(cell: Any) -> str:
    """A cell of a workbook as the CSV writes it."""
    value = cell.value
    if value is None:
        return ""
    if cell.is_date:
        day: date = value.date()
        return day.isoformat()
    if isinstance(value, str):
        return value
    decimals = len(cell.number_format.rstrip("%").partition(".")[2])
    if cell.number_format.endswith("%"):
        return f"{Decimal(str(value)) * 100:.{decimals}f}%"
    return f"{Decimal(str(value)):.{decimals}f}"


def test_every_csv_says_the_same_as_its_sheet(found: Mapping[str, list[Found]], demo_staff_outputs: Outputs) -> None:
    """The numbers of a workbook are numbers, with the same digits; its sheets stand in the order of the page."""
    for address, tables in found.items():
        own = [table for table in tables if table.files]
        if not own:
            continue
        book = openpyxl.load_workbook(io.BytesIO(demo_staff_outputs[address + own[0].files["xlsx"]]))
        assert len(book.worksheets) == len(own), address
        for table, sheet in zip(own, book.worksheets, strict=True):
            assert own[0].files["xlsx"] == table.files["xlsx"]
            content = demo_staff_outputs[address + table.files["csv"]].decode("utf-8-sig")
            for row, cells in zip(csv.reader(io.StringIO(content, newline="")), sheet.iter_rows(), strict=True):
                assert [value.removeprefix("'") for value in row] == [
                    as_text(cell).replace("\r\n", "\n") for cell in cells
                ]
                for cell in cells:
                    assert cell.data_type in {"n", "s", "inlineStr", "d"}, (address, cell.coordinate, cell.data_type)


def test_no_cell_of_any_csv_is_a_formula(demo_staff_outputs: Outputs) -> None:
    """What begins like one is a number, or has a quote before it."""
    for address, content in demo_staff_outputs.items():
        if address.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
                for cell in row:
                    if cell[:1] and cell[0] in "=+-@＝＋－＠\t\r":
                        assert Decimal(cell.removesuffix("%")).is_finite(), (address, cell)


def test_no_workbook_holds_a_time(demo_staff_outputs: Outputs) -> None:
    """Every part is of the same day, so that the same records give the same bytes."""
    books = [content for address, content in demo_staff_outputs.items() if address.endswith(".xlsx")]
    assert len(books) > 60
    days = set()
    for content in books:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            days |= {part.date_time for part in archive.infolist()}
    assert days == {(1980, 1, 1, 0, 0, 0)}
