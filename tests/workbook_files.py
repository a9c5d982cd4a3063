"""Workbooks made by hand for tests: each part of the file as written, so that it can be wrong in any way."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from gongkai.importing.forms import find_form
from gongkai.importing.shapes import MARK, VERSION, Form, Values
from gongkai.importing.sheets import heading
from gongkai.workbooks.references import position, reference

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

Cells = Mapping[str, str]
"""From a cell's name to what stands in it: a text, or with `<` at its head the XML of the cell itself."""

STYLES = ("General", "yyyy-mm-dd", "0.00%", "#,##0.00", '0.00,"千元"', 'yyyy"年"m"月"', "@")
"""The number formats that a cell may name by its `s`, in this order."""


def cell(ref: str, value: str) -> str:
    """The XML of one cell."""
    if value.startswith("<"):
        return value
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def number(ref: str, text: str, style: int = 0) -> str:
    """A number as a file has it, letter by letter."""
    return f'<c r="{ref}" s="{style}"><v>{text}</v></c>'


def sheet(cells: Cells, extra: str = "", rows: Mapping[int, str] | None = None, columns: str = "") -> str:
    """The XML of a sheet that says of itself, as WPS does, that it ends at A1."""
    lines: dict[int, dict[int, str]] = {}
    for ref, value in cells.items():
        row, column = position(ref) or (0, 0)
        lines.setdefault(row, {})[column] = cell(ref, value)
    body = "".join(
        f'<row r="{row}"{(rows or {}).get(row, "")}>{"".join(text for _, text in sorted(line.items()))}</row>'
        for row, line in sorted(lines.items())
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><dimension ref="A1:A1"/>{columns}'
        f"<sheetData>{body}</sheetData>{extra}</worksheet>"
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as one file."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def parts(sheets: Mapping[str, str], *, before: str = "", hidden: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every part of a workbook; `before` stands before the list of sheets, `hidden` gives a sheet's state."""
    states = {name: f' state="{state}"' for name, state in (hidden or {}).items()}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"{states.get(name, "")}/>' for n, name in enumerate(sheets, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="/xl/worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    formats = "".join(f'<numFmt numFmtId="{180 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(STYLES))
    looks = "".join(
        f'<xf numFmtId="{180 + n}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for n in range(len(STYLES))
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/styles.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}'
        f'<Relationship Id="rId99" Type="{OFFICE}/styles" Target="/xl/styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(STYLES)}">{formats}</numFmts>'
        '<fonts count="1"><font><sz val="11"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(STYLES)}">{looks}</cellXfs></styleSheet>',
        **{f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(sheets.values(), 1)},
    }


def layout(form: Form) -> dict[str, str]:
    """Where each label of a form stands in a workbook made here: label to the cell of its value.

    A column of a table is named by its heading and leads to its first row.
    """
    found: dict[str, str] = {}
    row = 3
    for part in form.parts:
        if isinstance(part, Values):
            for n, each in enumerate(part.fields, row + 1):
                found[each.label] = f"B{n}"
            row += len(part.fields) + 2
        else:
            for column, each in enumerate(part.fields, 1):
                found[f"{part.title}.{each.label}"] = reference(row + 2, column)
            row += part.blank + 3
    return found


def blank(kind: str) -> dict[str, str]:
    """The cells of a form with nothing filled in."""
    form = find_form(kind)
    cells = {"A1": form.title}
    row = 3
    for part in form.parts:
        cells[f"A{row}"] = heading(part)
        if isinstance(part, Values):
            cells |= {f"A{n}": each.label for n, each in enumerate(part.fields, row + 1)}
            row += len(part.fields) + 2
        else:
            cells |= {reference(row + 1, column): each.label for column, each in enumerate(part.fields, 1)}
            row += part.blank + 3
    return cells


def mark(kind: str, version: int = VERSION) -> dict[str, str]:
    """The first row of the hidden sheet."""
    return {"A1": MARK, "B1": find_form(kind).name, "C1": str(version)}


def workbook(kind: str, cells: Cells, extra: str = "") -> bytes:
    """A whole workbook of one form sheet; `extra` stands after its rows."""
    return packed(parts({"表": sheet(cells, extra), "gongkai": sheet(mark(kind))}, hidden={"gongkai": "veryHidden"}))
