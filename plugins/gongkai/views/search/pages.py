"""The board's own search: what Chinese readers expect is that any characters in a row are found, and nothing else.

The index (search_index.py) leads from pairs of characters to pages; facets narrow them; cards say what a hit
is called. The words themselves are not sent again: a hit is verified, and shown with its surroundings, from
its own page. All files are classic scripts that call `gongkaiSearch(name, data)`: they also work from a disk,
where pages cannot be read and hits are shown by their titles.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from gongkai.render.pages import Asset, Page
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.search.facets import FACETS, columns
from gongkai.views.search.folding import needed
from gongkai.views.search.index import index_of
from gongkai.views.search.synonyms import SYNONYMS
from gongkai.views.search.texts import Text, texts_of

FOLDER = "search/data"
CARDS = 100
"""How many pages a file of cards holds."""


def pages(board: Board) -> Iterator[Page]:
    """The search page."""
    labels = [(name, label) for name, (label, _) in FACETS.items()]
    html = render("search.html.jinja", "search/", folder=FOLDER.removeprefix("search/"), facets=labels)
    yield Page("search/", "搜索", html, "按编号、事项、部门、金额等文字查找本站公开的记录。")


def outputs(board: Board, found: Iterable[Page]) -> Iterator[Asset]:
    """The index of all pages that have an entry."""
    texts = texts_of(board, found)
    index = index_of(texts)
    yield _script("about", {**_about(texts), "starts": index.starts})
    yield _script("facets", columns(texts))
    yield _script("variants", needed(index.characters))
    for n, start in enumerate(range(0, len(texts), CARDS)):
        yield _script(f"cards-{n}", [_card(text) for text in texts[start : start + CARDS]])
    for n, shard in enumerate(index.shards):
        yield _script(f"grams-{n}", shard, in_pairs=True)


def _about(texts: tuple[Text, ...]) -> dict[str, Any]:
    return {
        "pages": len(texts),
        "manual": sum(text.is_verified and not text.is_manual for text in texts),
        "verified": sum(text.is_verified for text in texts),
        "cards": CARDS,
        "synonyms": SYNONYMS,
    }


def _card(text: Text) -> tuple[str, str, str]:
    return text.address, text.title, text.entry.date


def _script(name: str, data: Any, *, in_pairs: bool = False) -> Asset:
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # These two end a line in older readers of JavaScript, even inside a string.
    written = written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Asset(f"{FOLDER}/{name}.js", f'gongkaiSearch("{name}",{written});\n'.encode(), in_pairs=in_pairs)
