"""The board's own search: what Chinese readers expect is that any two characters in a row are found.

The index leads from each pair of neighbouring characters (gram) to the pages that hold it. It lies in
shards by a gram's first character – those of a frequent one, such as a digit, by the second too – so
that a query loads a few small files; the texts lie in small blocks, so that every hit can be verified
and shown with its surroundings. All files are classic
scripts that call `gongkaiSearch(name, data)`: they also work from a disk and in the hallway.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import add, sub
from typing import Any

from gongkai.render.pages import Asset, Page
from gongkai.render.templates import render
from gongkai.views.board import Board

FOLDER = "search/data"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
FEWEST_SHARDS = 8
MOST_SHARDS = 499
SHARD_IDS = 5_000
"""How many numbers a shard holds on average; a first character with twice as many has its own shards."""
BLOCK_CHARACTERS = 4_000

_SPACE = re.compile(r"\s+")
_LOOSE_SPACE = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Text:
    """What the search keeps of one page: where it is, what it is called, how it is labelled, its words."""

    address: str
    title: str
    label: str
    words: str

    @property
    def searched(self) -> str:
        """Everything by which the page is found, in one case and one width."""
        return unicodedata.normalize("NFKC", f"{self.title}\n{self.words}").lower()


def pages(board: Board) -> Iterator[Page]:
    """The search page."""
    html = render("search.html.jinja", "search/", folder=FOLDER.removeprefix("search/"))
    yield Page("search/", "搜索", html, "按编号、事项、部门、金额等文字查找本站公开的记录。")


def outputs(found: Iterable[Page]) -> Iterator[Asset]:
    """The index of all pages that have an entry."""
    texts = texts_of(found)
    blocks = tuple(_blocks(texts))
    index = index_of(texts)
    starts = [start for start, _ in blocks]
    yield _script("about", {"ordinary": index.ordinary, "frequent": index.frequent, "starts": starts})
    for n, shard in enumerate(index.shards):
        yield _script(f"grams-{n}", shard, in_pairs=True)
    for n, (_, block) in enumerate(blocks):
        yield _script(f"texts-{n}", [[text.address, text.title, text.label, text.words] for text in block])


def texts_of(found: Iterable[Page]) -> tuple[Text, ...]:
    """The pages' texts, newest first; a page's place in this order is its number in the index."""
    dated = sorted(
        ((page.entry.date, page) for page in found if page.entry),
        key=lambda pair: (pair[0] == "", _reversed(pair[0]), pair[1].address),
    )
    return tuple(_text(page) for _, page in dated)


def _reversed(day: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in day)


def _text(page: Page) -> Text:
    entry = page.entry
    assert entry is not None  # texts_of passes no other
    number = "" if entry.number in page.title else f"{entry.number}\n"
    label = " · ".join(part for part in (entry.kind, entry.date, entry.status, entry.department) if part)
    title = _SPACE.sub(" ", page.title)
    # Most pages say their title first; it is searched and shown once.
    words = tidy(entry.words).removeprefix(tidy(title.partition("（")[0]))
    return Text(page.address, title, label, number + words)


def tidy(words: str) -> str:
    """The words with single spaces, and none where Chinese is written without."""
    return _LOOSE_SPACE.sub("", _SPACE.sub(" ", words).strip())


def grams(text: str) -> set[str]:
    """Every pair of neighbours that no space parts; the last character of a run stands alone."""
    found: set[str] = set()
    for run in text.split():
        found.update(map(add, run, run[1:]))
        found.add(run[-1])
    return found


@dataclass(frozen=True, slots=True)
class Index:
    """Every gram in its shard: those of ordinary first characters in the first `ordinary` shards; those of
    a frequent one in as many shards as `frequent` says, from the place that it says.
    """

    ordinary: int
    frequent: dict[str, tuple[int, int]]
    shards: tuple[dict[str, str], ...]

    def place(self, gram: str) -> int:
        """In which shard a gram lies."""
        own = self.frequent.get(gram[0])
        if own is None:
            return ord(gram[0]) % self.ordinary
        start, count = own
        return start + ord(gram[-1]) % count


def index_of(texts: tuple[Text, ...]) -> Index:
    """From each gram to the pages that hold it, and after a bar those that hold it in the title."""
    held: defaultdict[str, list[int]] = defaultdict(list)
    titled: defaultdict[str, list[int]] = defaultdict(list)
    for n, text in enumerate(texts):
        searched = text.searched
        for gram in grams(searched):
            held[gram].append(n)
        for gram in grams(searched.partition("\n")[0]):
            titled[gram].append(n)
    index = _laid_out({gram: len(numbers) for gram, numbers in held.items()})
    for gram in sorted(held):
        in_title = titled.get(gram)
        told = packed(held[gram])
        index.shards[index.place(gram)][gram] = f"{told}|{packed(in_title)}" if in_title else told
    return index


def _laid_out(sizes: dict[str, int]) -> Index:
    firsts: defaultdict[str, int] = defaultdict(int)
    for gram, size in sizes.items():
        firsts[gram[0]] += size
    ordinary = min(max(sum(firsts.values()) // SHARD_IDS, FEWEST_SHARDS), MOST_SHARDS)
    frequent = {}
    end = ordinary
    for first, size in sorted(firsts.items()):
        if size > 2 * SHARD_IDS:
            count = -(-size // SHARD_IDS)
            frequent[first] = (end, count)
            end += count
    return Index(ordinary, frequent, tuple({} for _ in range(end)))


def packed(numbers: list[int]) -> str:
    """Ascending numbers as text: each gap in digits of base 32, its last digit from the upper half."""
    return "".join(map(_STEPS.__getitem__, map(sub, numbers, (-1, *numbers))))


class _Steps(dict[int, str]):
    """How a step from one number to a greater one is written; most steps are short and come often."""

    def __missing__(self, step: int) -> str:
        gap, letters = step - 1, ""
        while gap >= 32:
            letters += DIGITS[gap % 32]
            gap //= 32
        self[step] = written = letters + DIGITS[gap + 32]
        return written


_STEPS = _Steps()


def _blocks(texts: tuple[Text, ...]) -> Iterator[tuple[int, tuple[Text, ...]]]:
    """The texts in blocks of bounded size, each with the number of its first."""
    start, size = 0, 0
    for n, text in enumerate(texts):
        length = len(text.words) + len(text.title)
        if n > start and size + length > BLOCK_CHARACTERS:
            yield start, texts[start:n]
            start, size = n, 0
        size += length
    if start < len(texts):
        yield start, texts[start:]


def _script(name: str, data: Any, *, in_pairs: bool = False) -> Asset:
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # These two end a line in older readers of JavaScript, even inside a string.
    written = written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Asset(f"{FOLDER}/{name}.js", f'gongkaiSearch("{name}",{written});\n'.encode(), in_pairs=in_pairs)
