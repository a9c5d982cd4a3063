"""The tables of built pages, read as a browser and a screen reader would read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "img", "input", "path", "use", "circle", "rect", "line", "link", "meta", "hr", "wbr", "col"})


@dataclass
class Cell:
    """A cell: its tag and attributes, its words, and the number or day it declares to programs."""

    tag: str
    attributes: dict[str, str]
    words: str = ""
    number: str | None = None
    day: str | None = None


@dataclass
class Found:
    """A table with the files that stand below it, by their form."""

    caption: str | None = None
    rows: list[list[Cell]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    """For each row, whether it stands in the head, the body or the foot."""
    files: dict[str, str] = field(default_factory=dict)

    @property
    def heads(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row if cell.tag == "th"]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Found] = []
        self.open: list[tuple[str, str]] = []
        self.part = ""
        self.inside: list[Found] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append((tag, attributes.get("class", "")))
        if tag == "table":
            self.inside.append(Found())
            self.tables.append(self.inside[-1])
        table = self.inside[-1] if self.inside else None
        if table is None:
            if tag == "a" and self._within("p", "gk-downloads"):
                self.tables[-1].files[attributes["href"].rpartition(".")[2]] = attributes["href"]
            return
        if tag in ("thead", "tbody", "tfoot"):
            self.part = tag
        elif tag == "tr":
            table.rows.append([])
            table.parts.append(self.part)
        elif tag in ("th", "td"):
            table.rows[-1].append(Cell(tag, attributes))
        elif tag == "caption":
            table.caption = ""
        elif tag == "data":
            table.rows[-1][-1].number = attributes["value"]
        elif tag == "time":
            table.rows[-1][-1].day = attributes["datetime"]

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag == "table" and self.inside:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            return
        table = self.inside[-1]
        if self._within("caption"):
            if not self._within("span", "gk-unit"):
                table.caption = (table.caption or "") + data
        elif table.rows and table.rows[-1] and (self._within("th") or self._within("td")):
            table.rows[-1][-1].words += data

    def _within(self, tag: str, style: str = "") -> bool:
        return any(name == tag and style in styles for name, styles in self.open)


def tables_in(html: str) -> list[Found]:
    """Every table of a page, in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.tables
