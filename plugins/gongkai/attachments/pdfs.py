"""pdf: the text layer, also where a black bar hides it, with notes, form fields, links and properties."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gongkai.attachments.reading import Found, Passage, Unreadable, Unseen

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 500

_DAMAGED = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError),
    *(OSError, NotImplementedError, OverflowError, AssertionError, zlib.error),
)
"""What reading a damaged file ends in, beside the library's own errors."""


def pdf(data: bytes, depth: int) -> Found:
    """Every text of a PDF file, page by page."""
    from pypdf import PdfReader  # noqa: PLC0415  # costs 100 ms; most schools attach no PDF
    from pypdf.errors import DependencyError, PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks on odd files would reach the clerk
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked()
        if len(reader.pages) > MAX_PAGES:
            raise Unreadable(f"超过 {MAX_PAGES} 页，没有读入。", "分成几个文件。")
        yield from _everything(reader, depth)
    except DependencyError:
        raise _locked() from None
    except (PyPdfError, *_DAMAGED):
        raise Unreadable("PDF 损坏，读不完整。", "用 WPS 或浏览器打开，重新导出为 PDF。") from None


def _locked() -> Unreadable:
    return Unreadable("PDF 有密码或权限限制，程序读不了。", "重新导出为没有密码和限制的 PDF。")


def _everything(reader: PdfReader, depth: int) -> Found:
    from gongkai.attachments import embedded  # noqa: PLC0415  # files within files: the room reads itself

    for key, value in (reader.metadata or {}).items():
        yield Passage("文件属性", str(value), author=key == "/Author")
    if (xmp := reader.root_object.get("/Metadata")) is not None:
        yield Passage("文件属性", xmp.get_object().get_data().decode("utf-8", "ignore"))
    unseen = []
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        if _is_legible(text):
            yield Passage(f"第 {number} 页", text)
        elif text.strip() or page.get("/Resources"):
            unseen.append(str(number))
        yield from _annotations(page, f"第 {number} 页的批注")
    for name, field in (reader.get_fields() or {}).items():
        yield Passage(f"表单里的“{name}”", str(field.get("/V") or ""))
    yield from (Passage("书签", title) for title in _titles(reader.outline))
    for name, contents in reader.attachments.items():
        yield Passage("里面文件的名称", name)
        for each in contents:
            yield from embedded(each, name, depth + 1)
    if unseen:
        pages = "、".join(unseen[:5]) + ("……" if len(unseen) > 5 else "")
        yield Unseen(f"第 {pages} 页（没有文字层的扫描图）")


def _annotations(page: PageObject, place: str) -> Iterator[Passage]:
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        for key in ("/Contents", "/RC", "/TU", "/V"):
            if isinstance(text := note.get(key), str) and text:
                yield Passage(place, text)
        if isinstance(author := note.get("/T"), str) and note.get("/Subtype") != "/Widget":
            yield Passage(place, author, author=True)
        action = note.get("/A")
        if action is not None and (link := action.get_object().get("/URI")):
            yield Passage(place, str(link))


def _titles(outline: list[Any]) -> Iterator[str]:
    for item in outline:
        if isinstance(item, list):
            yield from _titles(item)
        else:
            yield str(item.title)


def _is_legible(text: str) -> bool:
    """Whether a page's text is text: fonts without a table of characters give only signs without meaning."""
    letters = [char for char in text if not char.isspace()]
    strange = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or not char.isprintable() for char in letters)
    return bool(letters) and strange * 5 < len(letters)
