"""Workbooks (XLSX): typed numbers under a frozen head, the same bytes for the same tables.

Every statement has one, so they are thousands: a general library takes ten times as long as the page itself.
What is written here is the little that a table needs. Texts are inline strings, which no program takes for
a formula; no part holds a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape
from itertools import islice, zip_longest

from gongkai.render.archives import members, zip_of
from gongkai.render.spreadsheets import Percent, Value

Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook: its first row is the head and stays in sight; `strong` rows (by place) are totals."""

    name: str
    rows: Sequence[Row]
    strong: frozenset[int] = frozenset()


def xlsx_of(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of one or more sheets, in their order."""
    names = _names(sheet.name for sheet in sheets)
    numbered = tuple(enumerate(zip(names, sheets, strict=True), 1))
    files = {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _ROOT_LINKS,
        "xl/workbook.xml": _workbook(names),
        "xl/_rels/workbook.xml.rels": _links(len(sheets)),
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{number}.xml": "".join(_sheet(name, sheet)) for number, (name, sheet) in numbered},
    }
    return zip_of({name: text.encode() for name, text in files.items()})


def text_of(content: bytes) -> str:
    """Everything a workbook made here says: the names of its sheets and their cells, one a line."""
    parts = _parts(content)
    return "\n".join((*_sheet_names(parts), *(_TAG.sub("\n", part) for part in parts)))


def texts_of(content: bytes) -> list[str]:
    """The same, each by itself."""
    parts = _parts(content)
    return [*_sheet_names(parts), *(text for part in parts for text in _BETWEEN_TAGS.findall(part))]


def _parts(content: bytes) -> list[str]:
    return [part.decode() for _, part in members(content, "xl/work")]


def _sheet_names(parts: Iterable[str]) -> list[str]:
    return [found for part in parts if "<sheet " in part for found in _SHEET_NAME.findall(part)]


_TAG = re.compile("<[^>]*>")
_BETWEEN_TAGS = re.compile(">([^<]+)")
_SHEET_NAME = re.compile('<sheet name="([^"]*)"')


# What the parts are called and how they belong together ------------------------------------------------------

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ROOT_LINKS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)


def _types(count: int) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number in range(1, count + 1)
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{sheets}</Types>'
    )


def _links(count: int) -> str:
    sheets = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, count + 1)
    )
    styles = f'<Relationship Id="rId{count + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{sheets}{styles}</Relationships>'


def _workbook(names: tuple[str, ...]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    # The head is printed again on every page.
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">'
        f"{escape(_quoted(name), quote=False)}!$1:$1</definedName>"
        for place, name in enumerate(names)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
        f"<definedNames>{titles}</definedNames></workbook>"
    )


def _quoted(name: str) -> str:
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_NAME = 31


def _names(wished: Iterable[str]) -> tuple[str, ...]:
    """A name for each sheet that Excel accepts: short, without its signs, no two alike."""
    taken: dict[str, str] = {}
    for wish in wished:
        plain = _NOT_IN_NAMES.sub(" ", wish).strip(" '") or "表"
        name, number = _shortened(plain, _LONGEST_NAME), 1
        while name.casefold() in taken:
            number += 1
            ending = f" {number}"
            name = _shortened(plain, _LONGEST_NAME - len(ending)) + ending
        taken[name.casefold()] = name
    return tuple(taken.values())


def _shortened(text: str, longest: int) -> str:
    """As much of a text as fits, counted as Excel counts: a sign beyond the first plane is two."""
    return text.encode("utf-16-le")[: longest * 2].decode("utf-16-le", "ignore").rstrip(" '")


# How cells look ----------------------------------------------------------------------------------------------

_FORMATS = (
    "General",
    "#,##0",
    "#,##0.0",
    "#,##0.00",
    "#,##0.000",
    "#,##0.0000",
    "0%",
    "0.0%",
    "0.00%",
    "yyyy\\-mm\\-dd",
)
_TEXT, _WHOLE, _SHARE, _DAY = 0, 1, 6, 9
_STRONG = len(_FORMATS)
"""How far the style of a cell in a total is from that of the same cell elsewhere."""
_TITLE = 2 * _STRONG


def _styles() -> str:
    formats = "".join(
        f'<numFmt numFmtId="{place}" formatCode="{code}"/>' for place, code in enumerate(_FORMATS, 164) if place > 164
    )
    long = '<alignment vertical="top" wrapText="1"/>'

    def style(place: int, rest: str) -> str:
        number = 164 + place if place else 0
        return f'<xf numFmtId="{number}" applyNumberFormat="1" applyAlignment="1" xfId="0" {rest}>{long}</xf>'

    usual = "".join(style(place, 'fontId="0" fillId="0" borderId="0"') for place in range(_STRONG))
    strong = "".join(style(place, 'fontId="1" fillId="0" borderId="1" applyFont="1"') for place in range(_STRONG))
    title = style(0, 'fontId="1" fillId="2" borderId="2" applyFont="1" applyFill="1"')
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="{_STRONG - 1}">{formats}</numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="等线"/></font>'
        '<font><b/><sz val="11"/><name val="等线"/></font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFEEF1F4"/></patternFill></fill></fills>'
        f'<borders count="3">{_border("", "")}{_border("thin", "")}{_border("", "thin")}</borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{_TITLE + 1}">{usual}{strong}{title}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _border(top: str, bottom: str) -> str:
    sides = "".join(
        f'<{side} style="{style}"/>' if style else f"<{side}/>" for side, style in (("top", top), ("bottom", bottom))
    )
    return f"<border><left/><right/>{sides}<diagonal/></border>"


_STYLES = _styles()

# The sheets --------------------------------------------------------------------------------------------------

_MEASURED = 200
"""So many rows tell how wide the columns must be."""
_NARROWEST, _WIDEST = 8, 48
_LANDSCAPE = 90


def _sheet(name: str, sheet: Sheet) -> Iterator[str]:
    widths = _widths(sheet.rows)
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>'
    )
    yield from (
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>' for place, width in enumerate(widths, 1)
    )
    yield "</cols><sheetData>"
    names = tuple(map(column_letters, range(len(widths))))
    for place, row in enumerate(sheet.rows):
        offset = _STRONG if place in sheet.strong else 0
        number = str(place + 1)
        style = offset if place else _TITLE
        cells = [
            _cell(letter + number, value, style)
            for letter, value in zip(names, row, strict=False)
            if value is not None and value != ""
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'
    orientation = "landscape" if sum(widths) > _LANDSCAPE else "portrait"
    yield (
        f'</sheetData><pageSetup paperSize="9" orientation="{orientation}" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>&amp;C{escape(name.replace('&', '&&'), quote=False)}</oddHeader>"
        "<oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )


_LONGEST = 32_767
"""Excel calls a file broken in which a cell holds more."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNUSUAL = re.compile(r"[\x00-\x1f&<>\ud800-\udfff\ufffe\uffff]")
"""What a text holds that cannot be written as it is; nor can a space at either end."""
_DIGITS = 15
"""More digits than these no spreadsheet program keeps; such a number is written as a text."""


def _cell(where: str, value: Value, style: int) -> str:
    if value.__class__ is str:
        return f'<c r="{where}"{_text(value, style)}'
    number, form = _number(value)
    return (
        f'<c r="{where}" s="{style + form}"><v>{number}</v></c>'
        if number
        else f'<c r="{where}"{_text(str(value), style)}'
    )


@lru_cache(maxsize=4_096)
def _text(value: str, style: int) -> str:
    """A cell of text behind its place; a few hundred texts are most cells of a table."""
    if len(value) <= _LONGEST // 2 and not _UNUSUAL.search(value) and value.strip() == value:
        return f' s="{style}" t="inlineStr"><is><t>{value}</t></is></c>'
    text = _NOT_IN_XML.sub("�", value)
    if len(text) > _LONGEST // 2:
        text = _shortened(text, _LONGEST - 1) + "…" if len(text.encode("utf-16-le")) > 2 * _LONGEST else text
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f' s="{style}" t="inlineStr"><is><t{space}>{escape(text, quote=False)}</t></is></c>'


def _number(value: Value) -> tuple[str, int]:
    """A value as a number of the sheet and the place of its format; empty where it is a text."""
    if isinstance(value, int):
        return (str(value), _WHOLE) if abs(value) < 10**_DIGITS else ("", 0)
    if isinstance(value, Decimal):
        written = f"{value:f}"
        decimals = len(written.partition(".")[2])
        fits = len(written.lstrip("-").replace(".", "")) <= _DIGITS and value.is_finite()
        return (written, _WHOLE + min(decimals, 4)) if fits else ("", 0)
    if isinstance(value, Percent):
        decimals = len(f"{value.value:f}".partition(".")[2])
        return f"{value.value.scaleb(-2):f}", _SHARE + min(decimals, 2)
    if isinstance(value, date):
        # Spreadsheets know a 29 February 1900, so an earlier day would be another one to them.
        return (str((value - _DAY_ZERO).days), _DAY) if value >= _FIRST_DAY else ("", 0)
    return "", 0


_DAY_ZERO = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)


def _widths(rows: Sequence[Row]) -> tuple[int, ...]:
    """A width for each column that holds most of its cells in one line."""
    return tuple(min(_widest(column), _WIDEST) for column in zip_longest(*islice(rows, _MEASURED)))


def _widest(column: Sequence[Value]) -> int:
    # Most cells of a column say what others in it say.
    texts = {value for value in column if value.__class__ is str}
    return max(_NARROWEST, *map(_width, texts), *(_width(value) for value in column if value.__class__ is not str))


def _width(value: Value) -> int:
    if not isinstance(value, str):
        text = str(value or "")
        return len(text) + len(text) // 3 + 2
    longest = max(value.split("\n"), key=len) if "\n" in value else value
    return len(longest.encode("gbk", "replace")) + 2  # as in GBK, a Chinese character is as wide as two letters


def column_letters(place: int) -> str:
    """The letters of a column: A, B, …, Z, AA."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
