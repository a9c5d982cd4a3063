"""A workbook cell by cell: each value as the file has it, its format, whether it was reckoned or hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from gongkai.workbooks.formats import BUILT_IN
from gongkai.workbooks.opening import MEGABYTE, Package, Unreadable, parse, relationships
from gongkai.workbooks.references import position, reference

MAX_CELLS = 50_000
MAX_TEXT = 32_767
"""What Excel itself allows in one cell."""

_MAX_STRINGS = 200_000
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class Kind(StrEnum):
    """What sort of value a cell holds; blank is a formula of which no value was kept."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    ERROR = "error"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something; `text` is the value letter by letter as the file has it."""

    sheet: str
    row: int
    column: int
    kind: Kind
    text: str
    format: str = "General"
    formula: str | None = None

    @property
    def ref(self) -> str:
        return reference(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its cells by (row, column) from 1, and what about it a reader does not see.

    `rows` is how many rows the file lists, with or without content.
    """

    name: str
    state: str
    cells: dict[tuple[int, int], Cell]
    merged: tuple[str, ...]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    rows: int

    @property
    def is_hidden(self) -> bool:
        return self.state != "visible"

    def hidden_with_content(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Hidden rows and hidden columns in which something stands."""
        rows = {row for row, _ in self.cells}
        columns = {column for _, column in self.cells}
        return (
            tuple(row for row in self.hidden_rows if row in rows),
            tuple(column for column in self.hidden_columns if column in columns),
        )


@dataclass(frozen=True, slots=True)
class Workbook:
    """Everything read of a workbook; `has_links` says that it refers to other files, which are not read.

    `size` is how many bytes its parts unpack to.
    """

    sheets: tuple[Sheet, ...]
    counts_from_1904: bool
    has_links: bool
    size: int

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def read_workbook(data: bytes) -> Workbook:
    """Every sheet of an .xlsx file; raises Unreadable, with a Chinese sentence, for anything else."""
    package = Package(data)
    main = next((path for kind, path in relationships(package, "").values() if kind == "officeDocument"), "")
    main = main if package.has(main) else "xl/workbook.xml"
    if not package.has(main):
        raise Unreadable("这是一个压缩包，不是 Excel 工作簿。用 gongkai template 生成一份模板，照着填。")
    listed, from_1904 = _listed(package, main)
    related = relationships(package, main)
    texts = _shared_strings(package, _target(related, "sharedStrings") or "xl/sharedStrings.xml")
    looks = _formats(package, _target(related, "styles") or "xl/styles.xml")
    sheets = []
    room = MAX_CELLS
    for name, state, relation in listed:
        kind, path = related.get(relation, ("", ""))
        if kind not in ("worksheet", "chartsheet", "dialogsheet") or not package.has(path):
            raise Unreadable(f"工作表“{name}”在文件里找不到，文件可能坏了。用 WPS 或 Excel 打开，另存一份再导入。")
        if kind == "worksheet":
            reader = _SheetReader(name, state, texts, looks, room)
            parse(package.chunks(path), reader.start, reader.end, reader.characters)
            sheets.append(reader.sheet())
            room -= len(reader.cells)
    return Workbook(tuple(sheets), from_1904, bool(package.under("xl/externallinks/")), package.size)


def _target(related: dict[str, tuple[str, str]], kind: str) -> str:
    return next((path for found, path in related.values() if found == kind), "")


def _listed(package: Package, part: str) -> tuple[list[tuple[str, str, str]], bool]:
    """The sheets as (name, state, relation), and whether days count from 1904."""
    found: list[tuple[str, str, str]] = []
    from_1904 = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904
        if element == "sheet":
            relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            found.append((attributes.get("name", ""), attributes.get("state", "visible"), relation))
        elif element == "workbookPr":
            from_1904 = attributes.get("date1904", "0") in ("1", "true")

    parse(iter([package.whole(part, MEGABYTE)]), start)
    return found, from_1904


def _shared_strings(package: Package, part: str) -> tuple[str, ...] | None:
    """The texts that cells share; None where the file has no such part."""
    if not package.has(part):
        return None
    found: list[str] = []
    pieces: list[str] = []
    open_elements: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        open_elements.append(element)

    def end(element: str) -> None:
        open_elements.pop()
        if element == "si":
            found.append(_unescaped(pieces))
            pieces.clear()
            if len(found) > _MAX_STRINGS:
                raise Unreadable("这个文件里的文字太多，没有读。用 gongkai template 重新生成一份模板，照着填。")

    def text(characters: str) -> None:
        if open_elements and open_elements[-1] == "t" and "rPh" not in open_elements:
            pieces.append(characters)

    parse(package.chunks(part), start, end, text)
    return tuple(found)


def _unescaped(pieces: list[str]) -> str:
    text = "".join(pieces)[: MAX_TEXT + 1]
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _formats(package: Package, part: str) -> tuple[str, ...]:
    """The number format of each cell style."""
    if not package.has(part):
        return ()
    codes = dict(BUILT_IN)
    styles: list[int] = []
    inside = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if element == "numFmt" and attributes.get("numFmtId", "").isdigit():
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "General")
        elif element == "cellXfs":
            inside = True
        elif element == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            styles.append(int(number) if number.isdigit() else 0)

    def end(element: str) -> None:
        nonlocal inside
        if element == "cellXfs":
            inside = False

    parse(package.chunks(part), start, end)
    return tuple(codes.get(number, "General") for number in styles)


class _SheetReader:
    """Collects one sheet while its XML runs by; cells without content leave nothing behind."""

    def __init__(self, name: str, state: str, texts: tuple[str, ...] | None, looks: tuple[str, ...], room: int) -> None:
        self.name, self.state = name, state
        self.texts, self.looks, self.room = texts, looks, room
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merged: list[str] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.rows = self.row = self.column = 0
        self.attributes: dict[str, str] = {}
        self.into: list[str] | None = None
        self.value: list[str] = []
        self.formula: list[str] | None = None
        self.length = 0
        self.in_phonetic = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "c":
            at = position(attributes.get("r", ""))
            self.row, self.column = at or (self.row, self.column + 1)
            self.attributes, self.value, self.formula, self.length = attributes, [], None, 0
        elif element == "row":
            self.rows += 1
            typed = attributes.get("r", "")
            self.row = int(typed) if typed.isdigit() else self.row + 1
            self.column = 0
            if attributes.get("hidden") in ("1", "true"):
                self.hidden_rows.append(self.row)
        elif element in ("v", "t"):
            self.into = None if self.in_phonetic else self.value
        elif element == "f":
            self.formula = self.into = []
        elif element == "rPh":
            self.in_phonetic = True
        elif element == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
        elif element == "col" and attributes.get("hidden") in ("1", "true"):
            low, high = attributes.get("min", "0"), attributes.get("max", "0")
            if low.isdigit() and high.isdigit():
                self.hidden_columns += range(int(low), min(int(high), int(low) + 200) + 1)

    def characters(self, text: str) -> None:
        if self.into is not None:
            self.into.append(text)
            self.length += len(text)
            if self.length > 2 * MAX_TEXT:
                place = f"工作表“{self.name}”{reference(self.row, self.column)}"
                raise Unreadable(f"{place} 里的文字太长，没有读。一格最多 {MAX_TEXT} 个字，请删减。")

    def end(self, element: str) -> None:
        if element in ("v", "t", "f"):
            self.into = None
        elif element == "rPh":
            self.in_phonetic = False
        elif element == "c" and (self.value or self.formula is not None):
            self.keep()

    def keep(self) -> None:
        kind, text = self.typed()
        if kind is Kind.TEXT and not text.strip() and self.formula is None:
            return
        formula = None if self.formula is None else "".join(self.formula)
        style = self.attributes.get("s", "0")
        look = self.looks[int(style)] if style.isdigit() and int(style) < len(self.looks) else "General"
        self.cells[self.row, self.column] = Cell(self.name, self.row, self.column, kind, text, look, formula)
        if len(self.cells) > self.room:
            raise Unreadable(
                f"工作簿里有内容的格超过 {MAX_CELLS} 个，没有读。只留要导入的工作表，别的表放到另一个文件。"
            )

    def typed(self) -> tuple[Kind, str]:
        """The sort of the value and its text."""
        sort = self.attributes.get("t", "n")
        text = "".join(self.value)
        if sort == "s" and text:
            return Kind.TEXT, self.shared(text.strip())
        if sort in ("str", "inlineStr", "d"):
            return (Kind.TEXT, _unescaped([text])) if text or self.formula is None else (Kind.BLANK, "")
        if not text.strip():
            return (Kind.BLANK, "") if self.formula is not None else (Kind.TEXT, "")
        kind = {"b": Kind.TRUTH, "e": Kind.ERROR}.get(sort, Kind.NUMBER)
        return kind, text.strip()

    def shared(self, index: str) -> str:
        if self.texts is not None and index.isdigit() and int(index) < len(self.texts):
            return self.texts[int(index)]
        place = f"工作表“{self.name}”{reference(self.row, self.column)}"
        raise Unreadable(
            f"{place} 的文字不在文件里（缺少 sharedStrings），文件存坏了。用 WPS 或 Excel 打开，另存一份再导入。"
        )

    def sheet(self) -> Sheet:
        return Sheet(
            self.name,
            self.state,
            self.cells,
            tuple(self.merged),
            tuple(self.hidden_rows),
            tuple(sorted(self.hidden_columns)),
            self.rows,
        )
