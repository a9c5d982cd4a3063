"""The prose of records on slides: its paragraphs, items and rows as blocks, and as plain text to read on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from markupsafe import Markup

from gongkai.render.prose import to_html
from gongkai.views.clean_text import clean
from gongkai.views.kiosk.splitting import Block, Form

_LINK = re.compile(r"</?a\b[^>]*>")
_BLOCKS = {"p", "li", "h3", "h4", "h5", "tr", "pre"}


def blocks(text: str) -> tuple[Block, ...]:
    """A text of a record as blocks."""
    return tuple(_blocks(to_html(clean(text))))


def readable(text: str) -> Markup:
    """A text of a record for the reading view: as the page shows it, its links made plain."""
    return without_links(to_html(clean(text)))


def without_links(html: Markup) -> Markup:
    """The same markup in which nothing leads away: a wall has nowhere to go."""
    return Markup(_LINK.sub("", html))


def _blocks(html: Markup) -> Iterator[Block]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.found


class _Reader(HTMLParser):
    """Reads the markup that `render.prose` makes: a short list of elements, well nested."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Block] = []
        self._words: list[str] = []
        self._lists: list[int | None] = []
        self._label = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ol", "ul"):
            self._flush(Form.ITEM if self._lists else Form.TEXT)
            start = dict(attrs).get("start") or "1"
            self._lists.append(int(start) if tag == "ol" and start.isdigit() else 1 if tag == "ol" else None)
        elif tag == "li":
            number = self._lists[-1] if self._lists else None
            self._label = f"{number}." if number is not None else "·"
            if self._lists and number is not None:
                self._lists[-1] = number + 1
        elif tag in ("td", "th"):
            before = "".join(self._words).strip()
            self._words[:] = [f"{before}　"] if before else []
        elif tag == "br":
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h3", "h4", "h5"):
            self._flush(Form.HEAD)
        elif tag in _BLOCKS:
            self._flush(Form.ITEM if self._lists else Form.TEXT)
        elif tag in ("ol", "ul") and self._lists:
            self._flush(Form.ITEM)
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def _flush(self, form: Form) -> None:
        words = " ".join("".join(self._words).split(" ")).strip(" \n\t")
        self._words.clear()
        if words:
            label = (self._label or "·") if form is Form.ITEM else ""
            self.found.append(Block(form, " ".join(words.split("\n")), label=label))
            self._label = "　" if form is Form.ITEM else ""
