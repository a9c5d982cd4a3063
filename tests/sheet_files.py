"""Sheets for the tests: set once, and read again from the PDF – words, their places in millimetres, fonts, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2
from gongkai.render.typefaces import Typefaces
from gongkai.render.typesetting import typesetter
from gongkai.sheets.courses import titled
from gongkai.sheets.document import Block, Mark, Sheet
from gongkai.sheets.encoding import as_json
from gongkai.sheets.printing import Press
from PIL.Image import Image

DAY = date(2026, 11, 20)
MILLIMETRES = 25.4 / 72


@cache
def press() -> Press:
    """The engine with the fonts of this machine; looked for once."""
    engine = typesetter()
    return Press(engine, Typefaces(engine.faces))


def sheet(*blocks: Block, title: str = "样张", **changed: Any) -> Sheet:
    """A sheet of these blocks with marks of a made-up school."""
    around = Mark(school="样例学校", number="sample-2026-1", day=DAY, fingerprint="7F3A-91C2")
    return Sheet(
        **{
            "form": "样张",
            "title": title,
            "blocks": blocks,
            "mark": around,
            "records": ("notices/sample-2026-1",),
            "more": titled(title),
            **changed,
        }
    )


def pdf_of(made: Sheet) -> bytes:
    """The sheet as PDF."""
    return press().pdf(made, as_json(made))


@dataclass(frozen=True, slots=True)
class Letter:
    """A character on a page: what it is and where its ink lies, in millimetres from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def letters(pdf: bytes, page: int = 0) -> tuple[Letter, ...]:
    """Every visible character of a page in the order of the text."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_letters(document[page]))
    finally:
        document.close()


def _letters(page: Any) -> Iterator[Letter]:
    height = page.get_height()
    words = page.get_textpage()
    for place in range(words.count_chars()):
        text = words.get_text_range(place, 1)
        if text.strip():
            left, low, right, high = words.get_charbox(place)
            sides = (left, height - high, right, height - low)
            yield Letter(text, *(side * MILLIMETRES for side in sides))


def where(pdf: bytes, words: str, page: int = 0) -> Letter:
    """Where the words stand on a page, as one box; spaces do not count. Fails where they are not there."""
    found = letters(pdf, page)
    text = "".join(letter.text for letter in found)
    wanted = "".join(words.split())
    start = text.index(wanted)
    part = found[start : start + len(wanted)]
    return Letter(
        wanted,
        min(each.left for each in part),
        min(each.top for each in part),
        max(each.right for each in part),
        max(each.bottom for each in part),
    )


def text_of(pdf: bytes, page: int | None = None) -> str:
    """The words of a page or of all pages, without spaces and line ends."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = range(len(document)) if page is None else (page,)
        return "".join("".join(document[each].get_textpage().get_text_range().split()) for each in pages)
    finally:
        document.close()


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """The width and height of every page in whole millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [tuple(round(side * MILLIMETRES) for side in page.get_size()) for page in document]
    finally:
        document.close()


def pictures(pdf: bytes, scale: float = 2) -> list[Image]:
    """Every page as a picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=scale).to_pil() for page in document]
    finally:
        document.close()


@dataclass(frozen=True, slots=True)
class Font:
    """A font of a PDF: its name without the mark of a subset, its kind, and whether its file is inside."""

    name: str
    kind: str
    is_embedded: bool


def fonts(pdf: bytes) -> frozenset[Font]:
    """Every font that is anywhere in the file, also within drawings."""
    return frozenset(_font(each) for each in objects(pdf) if each.get("/Type") == "/Font" and "/ToUnicode" in each)


def objects(pdf: bytes) -> Iterator[Any]:
    """Every dictionary of the file."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    size: Any = reader.trailer["/Size"]
    for number in range(1, int(size)):
        found = reader.get_object(number)
        if isinstance(found, pypdf.generic.DictionaryObject):
            yield found


def _font(each: Any) -> Font:
    inner = each["/DescendantFonts"][0].get_object() if "/DescendantFonts" in each else each
    descriptor = inner.get("/FontDescriptor", {})
    embedded = any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))
    return Font(str(each["/BaseFont"]).partition("+")[2].partition("-Identity")[0], str(each["/Subtype"]), embedded)
