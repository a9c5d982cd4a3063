"""Pages of records for the tests: built from a tree of files, and read as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

from gongkai.build import build
from gongkai.load import load
from gongkai.records import Audience
from gongkai.register import Register
from gongkai.render.pages import Output, Page
from gongkai.select import select

from tests.conftest import WriteTree
from tests.record_tree import TREE

TODAY = date(2026, 11, 20)

RECORD_FOLDERS = ("proposals/", "opinions/", "meetings/", "finances/", "notices/")


def record_pages(write_tree: WriteTree, files: dict[str, str], today: date = TODAY) -> dict[str, Page]:
    """Every record's page, by address, of what the public may see."""
    loaded = load([write_tree(files) / "r"])
    assert loaded.findings == ()
    return of_records(build(select(loaded.register, Audience.PUBLIC, today)))


def of_records(outputs: Iterable[Output]) -> dict[str, Page]:
    """The pages of records among outputs, by address."""
    return {
        each.address: each
        for each in outputs
        if isinstance(each, Page) and each.is_record and each.address.startswith(RECORD_FOLDERS)
    }


@cache
def tree() -> Register:
    """The whole tree, read once."""
    with TemporaryDirectory() as folder:
        for name, content in TREE.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        loaded = load([Path(folder) / "r"])
    assert loaded.findings == ()
    return loaded.register


@cache
def shown_to(audience: Audience) -> dict[str, Page]:
    """The record pages of the whole tree for an audience, built once."""
    return of_records(build(select(tree(), audience, TODAY)))


class Reader(HTMLParser):
    """The words of a page and the tags that must not be in it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.bad: list[str] = []
        self.drawing = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self.drawing = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.drawing = self.drawing or tag == "svg"
        if tag in ("script", "style", "iframe", "img", "object", "b") or (tag == "title" and not self.drawing):
            self.bad.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.bad.append(name)
            if name in ("href", "src") and re.match(r"\s*javascript:", value or "", re.IGNORECASE):
                self.bad.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: Page) -> Reader:
    reader = Reader()
    reader.feed(page.html)
    reader.close()
    return reader


def text(page: Page) -> str:
    """The words of a page as a reader sees them, white space between tags left out."""
    return re.sub(r"\s*\n\s*", "", "".join(read(page).words))


def everything(page: Page) -> str:
    entry = page.entry
    assert entry is not None
    return "\n".join((page.title, page.description, page.html, entry.words, entry.status, entry.department))


def between(words: str, start: str, end: str) -> str:
    return words.split(start, 1)[1].split(end, 1)[0]
