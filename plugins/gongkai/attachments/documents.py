"""docx: body, tables, headers, notes, comments and text boxes, with what revisions removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.attachments.grids import Grid
from gongkai.attachments.package import Package, attribute
from gongkai.attachments.parts import others
from gongkai.attachments.reading import Found, Passage

_STORIES = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
    "glossary": "自动图文集",
}
_GAPS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "softHyphen": ""}
_REVISED = frozenset({"del", "moveFrom"})
_SPEAKING = {
    "docPr": "图片说明",
    "bookmarkStart": "书签",
    "fldSimple": "域代码",
    **dict.fromkeys(("alias", "tag", "listItem"), "内容控件"),
}
_WORDS = ("name", "descr", "title", "instr", "val", "displayText", "value")
_SIGNED = frozenset({"ins", "del", "moveFrom", "moveTo", "comment", "rPrChange", "pPrChange"})


@dataclass(slots=True)
class _Paragraph:
    """What a paragraph says, and what it said before its tracked changes."""

    number: int
    shown: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    revised: bool = False


@dataclass(slots=True)
class _Table:
    number: int
    grid: Grid = field(default_factory=Grid)
    row: int = 0
    cell: int = 0
    texts: list[str] = field(default_factory=list)


def document(package: Package) -> Found:
    """Every text of a document, story by story."""
    done = {package.main}
    yield from _story(package, package.main, "正文")
    for name in package.names:
        stem = name.rpartition("/")[2].removesuffix(".xml").rstrip("0123456789")
        if name not in done and name.startswith("word/") and name.endswith(".xml") and stem in _STORIES:
            done.add(name)
            yield from _story(package, name, _STORIES[stem])
    yield from others(package, frozenset(done))


def _story(package: Package, part: str, where: str) -> Iterator[Passage]:
    paragraphs: list[_Paragraph] = []
    tables: list[_Table] = []
    signers: set[str] = set()
    number = table_number = removed = added = 0
    for event, tag, element in package.events(part):
        if event == "start":
            if tag in _SIGNED and (name := attribute(element, "author")) and name not in signers:
                signers.add(name)
                yield Passage(f"{where}的批注人或修订人", name, author=True)
            removed += tag in _REVISED
            added += tag in {"ins", "moveTo"}
            if tag == "p":
                number += 1
                paragraphs.append(_Paragraph(number))
            elif tag == "tbl":
                table_number += 1
                tables.append(_Table(table_number))
            elif tables and tag == "tr":
                tables[-1].row += 1
                tables[-1].cell = 0
            elif tables and tag == "tc":
                tables[-1].cell += 1
                tables[-1].texts = []
            elif place := _SPEAKING.get(tag):
                yield from (
                    Passage(f"{where}的{place}", text) for name in _WORDS if len(text := attribute(element, name)) > 1
                )
            continue
        removed -= tag in _REVISED
        added -= tag in {"ins", "moveTo"}
        if paragraphs:
            _take(paragraphs[-1], tag, element.text or "", removed=bool(removed), added=bool(added))
        if tag == "p" and paragraphs:
            yield from _paragraph(paragraphs.pop(), tables, where)
        elif tag == "tc" and tables:
            yield from _cell(tables[-1], where)
        elif tag == "tbl" and tables:
            tables.pop()


def _take(paragraph: _Paragraph, tag: str, text: str, *, removed: bool, added: bool) -> None:
    if tag in {"instrText", "delInstrText"}:
        paragraph.fields.append(text)
        return
    if tag in {"t", "delText"}:
        said = text
    elif tag in _GAPS:
        said = _GAPS[tag]
    else:
        return
    gone = removed or tag == "delText"
    paragraph.revised |= gone
    if not gone:
        paragraph.shown.append(said)
    if not added:
        paragraph.before.append(said)


def _paragraph(paragraph: _Paragraph, tables: list[_Table], where: str) -> Iterator[Passage]:
    shown = "".join(paragraph.shown)
    place = f"{where}第 {paragraph.number} 段"
    if tables:
        tables[-1].texts.append(shown)
        table = tables[-1]
        place = f"第 {table.number} 个表格第 {table.row} 行第 {table.cell} 格"
    elif shown.strip():
        yield Passage(place, shown)
    if paragraph.revised:
        yield Passage(f"{place}（修订里已删的文字）", "".join(paragraph.before))
    if paragraph.fields:
        yield Passage(f"{place}的域代码", "".join(paragraph.fields))


def _cell(table: _Table, where: str) -> Iterator[Passage]:
    text = "\n".join(filter(None, table.texts))
    table.texts = []
    if text.strip():
        place = f"{'' if where == '正文' else where}第 {table.number} 个表格第 {table.row} 行第 {table.cell} 格"
        yield Passage(place, text, table.grid.lead(table.row, table.cell, text.strip()))
