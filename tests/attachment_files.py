"""Attached files for the tests, made part by part, so that each can carry what no office program would show."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_RELATION}"'


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zipped package with these parts; XML parts get their declaration."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content if isinstance(content, bytes) else _HEAD + content)
    return file.getvalue()


def relations(**targets: str) -> str:
    """A part of relations: the last word of each type with its target; a digit after it is dropped."""
    entries = "".join(
        f'<Relationship Id="{kind}" Type="{_RELATION}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'
    )


def xlsx(rows: str = "", *, sheet: str = "", before: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A workbook with one sheet 名单; `rows` are its rows, `before` stands ahead of them, `sheet` after."""
    return package({
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook {_S}><sheets><sheet name="名单" sheetId="1" r:id="worksheet1"/>'
        '<sheet name="底稿" sheetId="2" state="veryHidden" r:id="worksheet2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            worksheet1="worksheets/sheet1.xml",
            worksheet2="worksheets/sheet2.xml",
            sharedStrings="sharedStrings.xml",
            styles="styles.xml",
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {_S}>{before}<sheetData>{rows}</sheetData>{sheet}</worksheet>",
        "xl/worksheets/sheet2.xml": f"<worksheet {_S}><sheetData/></worksheet>",
        "xl/styles.xml": f'<styleSheet {_S}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        **(parts or {}),
    })  # fmt: skip


def cell(place: str, text: str) -> str:
    """A cell with its text in place."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def shared(*texts: str) -> str:
    """The table of texts that cells refer to by number."""
    return f"<sst {_S}>{''.join(f'<si><t>{text}</t></si>' for text in texts)}</sst>"


def docx(body: str, **parts: str | bytes) -> bytes:
    """A document; further parts by their names below word/, as `header1` or `media/photo.jpg`."""
    return package({
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        **{f"word/{name}{'' if '.' in name else '.xml'}": content for name, content in parts.items()},
    })  # fmt: skip


def story(kind: str, body: str) -> str:
    """A part of a document beside its body: a header, comments, notes."""
    return f"<w:{kind} {_W}>{body}</w:{kind}>"


def paragraph(*runs: str) -> str:
    """A paragraph in runs, as Word splits it; a run that is markup stays as it is."""
    return "<w:p>" + "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def pdf(stream: str, *, page: str = "", objects: tuple[str, ...] = ()) -> bytes:
    """A one-page PDF that draws a stream; `page` adds entries to the page, `objects` follow from number 6."""
    fonts = "<< /Font << /F1 5 0 R >> >>"
    bodies = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources {fonts} {page} >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *objects,
    )
    text, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(bodies) + 1
    text += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\n"
    return f"{text}startxref\n{text.index('xref')}\n%%EOF\n".encode()
