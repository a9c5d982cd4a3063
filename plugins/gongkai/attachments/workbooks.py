"""xlsx: every cell of every sheet, hidden or not, with comments, names, headers and what deleted cells left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from gongkai.attachments.grids import Grid
from gongkai.attachments.package import Package, attribute
from gongkai.attachments.parts import others, paragraphs
from gongkai.attachments.reading import Found, Passage

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DATE_FORMATS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_DATE_CODE = re.compile("[ymdYMD年月日]")
_NOT_DATE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str
    hidden: bool

    def __str__(self) -> str:
        return f"工作表“{self.name}”{'（已隐藏）' if self.hidden else ''}"


class _Book:
    """What cells refer to: shared texts, and which styles show a number as a date."""

    def __init__(self, package: Package) -> None:
        self.package = package
        related = package.related(package.main)
        by_kind = dict(related.values())
        self.done = {package.main}
        self.texts = self._shared(by_kind.get("sharedStrings", ""))
        self.used: set[int] = set()
        self.date_styles = self._date_styles(by_kind.get("styles", ""))
        self.first_day = date(1899, 12, 30)
        self.sheets: list[_Sheet] = []
        for event, tag, element in package.events(package.main):
            if event == "start" and tag == "workbookPr" and element.get("date1904") in {"1", "true"}:
                self.first_day = date(1904, 1, 1)
            if event == "start" and tag == "sheet":
                part = related.get(attribute(element, "id"), ("", ""))[1]
                self.sheets.append(_Sheet(element.get("name", ""), part, element.get("state", "visible") != "visible"))

    def _shared(self, part: str) -> tuple[str, ...]:
        if part not in self.package.names:
            return ()
        self.done.add(part)
        texts: list[str] = []
        runs: list[str] = []
        for event, tag, element in self.package.events(part):
            if event == "end" and tag == "t":
                runs.append(element.text or "")
            elif event == "end" and tag == "si":
                texts.append("".join(runs))
                runs = []
        return tuple(texts)

    def _date_styles(self, part: str) -> frozenset[int]:
        if part not in self.package.names:
            return frozenset()
        self.done.add(part)
        formats: dict[str, bool] = {}
        styles: list[bool] = []
        within = False
        for event, tag, element in self.package.events(part):
            if event == "start" and tag == "numFmt":
                code = _NOT_DATE.sub("", element.get("formatCode", ""))
                formats[element.get("numFmtId", "")] = bool(_DATE_CODE.search(code))
            elif tag == "cellXfs":
                within = event == "start"
            elif within and event == "start" and tag == "xf":
                number = element.get("numFmtId", "0")
                styles.append(formats.get(number, number.isdecimal() and int(number) in _DATE_FORMATS))
        return frozenset(index for index, is_date in enumerate(styles) if is_date)

    def value(self, cell: Element, typed: str) -> str:
        """The text of a cell: numbers in full and not as 1.1E+17, dates as dates."""
        kind = cell.get("t", "n")
        if kind == "s":
            index = int(typed) if typed.isdecimal() else -1
            self.used.add(index)
            return self.texts[index] if 0 <= index < len(self.texts) else ""
        if kind != "n" or not typed:
            return typed
        try:
            number = Decimal(typed)
        except InvalidOperation:
            return typed
        style = cell.get("s", "0")
        if style.isdecimal() and int(style) in self.date_styles and 0 < number < 2_958_466:
            return (self.first_day + timedelta(days=int(number))).isoformat()
        return format(number, "f") if number.adjusted() < 40 else typed


def workbook(package: Package) -> Found:
    """Every text of a workbook, sheet by sheet."""
    book = _Book(package)
    for sheet in book.sheets:
        if sheet.part in package.names:
            book.done.add(sheet.part)
            yield from _cells(book, sheet)
            yield from _comments(book, sheet)
    for index, text in enumerate(book.texts):
        if index not in book.used:
            yield Passage("已删的单元格留下的文字", text)
    yield from paragraphs(package, package.main, "工作簿的名称和设置")
    yield from others(package, frozenset(book.done))


def _cells(book: _Book, sheet: _Sheet) -> Iterator[Passage]:
    grid = Grid()
    hidden_columns: list[tuple[int, int]] = []
    row = column = 0
    row_hidden = within = False
    value = formula = ""
    inline: list[str] = []
    for event, tag, element in book.package.events(sheet.part):
        if event == "start":
            if tag == "col" and _is_hidden(element):
                hidden_columns.append((int(element.get("min", "0")), int(element.get("max", "0"))))
            elif tag == "row":
                row = int(element.get("r", row + 1))
                column, row_hidden = 0, _is_hidden(element)
            elif tag == "c":
                within, value, formula, inline = True, "", "", []
                match = _REFERENCE.fullmatch(element.get("r", ""))
                column = _column_number(match[1]) if match else column + 1
            elif not within:
                yield from (
                    Passage(f"{sheet}的提示", text)
                    for name in ("prompt", "promptTitle", "error", "errorTitle", "tooltip", "display", "val")
                    if (text := element.get(name, ""))
                )
            continue
        text = element.text or ""
        if not within:
            if text.strip():
                yield Passage(f"{sheet}的页眉页脚和设置", text)
        elif tag == "v":
            value = text
        elif tag == "t":
            inline.append(text)
        elif tag == "f":
            formula = text
        elif tag == "c":
            within = False
            shown = "".join(inline) or book.value(element, value)
            place = _place(sheet, row, column, row_hidden, hidden_columns)
            if shown.strip():
                yield Passage(place, shown, grid.lead(row, column, shown.strip()))
            if '"' in formula:
                yield Passage(f"{place}的公式", formula)


def _comments(book: _Book, sheet: _Sheet) -> Iterator[Passage]:
    for kind, part in book.package.related(sheet.part).values():
        if kind not in {"comments", "threadedComment"} or part not in book.package.names:
            continue
        book.done.add(part)
        place = f"{sheet}的批注"
        runs: list[str] = []
        for event, tag, element in book.package.events(part):
            if event == "start" and tag in {"comment", "threadedComment"}:
                match = _REFERENCE.fullmatch(element.get("ref", ""))
                place = f"{sheet}{match[1]} 列第 {match[2]} 行的批注" if match else f"{sheet}的批注"
                runs = []
            elif event == "end" and tag in {"t", "text"}:
                runs.append(element.text or "")
            elif event == "end" and tag == "author":
                yield Passage(f"{sheet}的批注人", element.text or "", author=True)
            elif event == "end" and tag in {"comment", "threadedComment"}:
                yield Passage(place, "".join(runs))


def _place(sheet: _Sheet, row: int, column: int, row_hidden: bool, hidden: list[tuple[int, int]]) -> str:
    column_hidden = any(first <= column <= last for first, last in hidden)
    return (
        f"{sheet}{_letters(column)} 列{'（已隐藏）' if column_hidden else ''}"
        f"第 {row} 行{'（已隐藏）' if row_hidden else ''}"
    )


def _is_hidden(element: Element) -> bool:
    narrow = element.get("width", "1") in {"0", "0.0"} or element.get("ht", "1") in {"0", "0.0"}
    return narrow or element.get("hidden") in {"1", "true"}


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
