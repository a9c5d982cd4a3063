"""From each pair of neighbouring characters (gram) to the pages that hold it, in shards of about one size.

Three digits in a row are a gram too, since pairs of digits are everywhere; a whole record number, squeezed, is
one after a ``#``. The grams are sorted and cut into shards, so a list of every shard's first gram tells where any
gram lies, and all grams of one first character lie beside each other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from operator import sub
from typing import TypeAlias

from gongkai.views.search.facets import by_kind
from gongkai.views.search.grams import grams
from gongkai.views.search.texts import Text

Shard: TypeAlias = dict[str, list[str]]
"""From what grams begin with to the characters they end with, and the pages of each, parted by spaces."""

SHARD_SIZE = 14_000
"""Characters of packed numbers in a shard; they compress to about half."""

DIGITS = "".join(chr(code) for code in range(33, 126) if chr(code) not in '"\\|')
LONGER = "~"

_SEPARATOR = re.compile(r"[-_./]")


@dataclass(frozen=True, slots=True)
class Index:
    """The shards, and for each the gram it begins with."""

    starts: tuple[str, ...]
    shards: tuple[Shard, ...]

    @property
    def characters(self) -> frozenset[str]:
        """Every character that begins a gram."""
        return frozenset(start[:1] for shard in self.shards for start in shard)


def squeezed(number: str) -> set[str]:
    """A record's number as one may type it: without its strokes, and the serial without its leading zero."""
    if not number:
        return set()
    *front, serial = number.lower().split("-")
    careless = f"{int(serial):02d}" if serial.isdecimal() else serial
    return {f"#{_SEPARATOR.sub('', ''.join((*front, last)))}" for last in (serial, careless)}


def index_of(texts: tuple[Text, ...]) -> Index:
    """Every gram of every text, and for each, after a bar, which of its pages hold it in the title."""
    numbered = by_kind(texts)
    held = grams([f"{text.title}\n{text.words}" for text in numbered]) | _typed(numbered)
    titled = grams([text.title for text in numbered])
    # What ends a title may be followed by something further down the page.
    held |= {gram: sorted({*held.get(gram, ()), *pages}) for gram, pages in titled.items() if gram[-1] == " "}
    return _cut({gram: _told(pages, titled.get(gram)) for gram, pages in held.items()})


def _typed(texts: tuple[Text, ...]) -> dict[str, list[int]]:
    """Squeezed record numbers, and fingerprints of digits alone, which read as one.

    Any other fingerprint is found as its page says it, so ten thousand of them need no grams of their own.
    """
    held: defaultdict[str, list[int]] = defaultdict(list)
    for n, text in enumerate(texts):
        typed = squeezed(text.entry.number)
        signs = _SEPARATOR.sub("", text.fingerprint)
        if signs.isdecimal():
            typed.add(f"#{signs}")
        for number in typed:
            held[number].append(n)
    return held


def _told(pages: list[int], titled: list[int] | None) -> str:
    """The pages, and the places among them of those that hold the gram in the title, which are smaller numbers."""
    return f"{packed(pages)}|{packed([bisect_left(pages, page) for page in titled])}" if titled else packed(pages)


def packed(numbers: list[int]) -> str:
    """Ascending numbers as text: one character for each gap, more for a long one."""
    return "".join(map(_STEPS.__getitem__, map(sub, numbers, (-1, *numbers))))


class _Steps(dict[int, str]):
    """How a step from one number to a greater one is written; most steps are short and come often."""

    def __missing__(self, step: int) -> str:
        base = len(DIGITS)
        rest, marks, letters = step - 1, 0, 1
        while rest >= base**letters:
            rest -= base**letters
            marks, letters = marks + 1, letters + 1
        written = ""
        for _ in range(letters):
            written += DIGITS[rest % base]
            rest //= base
        self[step] = written = LONGER * marks + written
        return written


_STEPS = _Steps()


def _in_a_browser(gram: str) -> bytes:
    """Scripts compare texts by their UTF-16 units."""
    return gram.encode("utf-16-be", "surrogatepass")


def _cut(held: dict[str, str]) -> Index:
    shards = tuple(_shards(sorted(held, key=_in_a_browser), held))
    return Index(tuple(start for start, _ in shards), tuple(_grouped(shard) for _, shard in shards))


def _shards(ordered: list[str], held: dict[str, str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    shard: list[tuple[str, str]] = []
    size = 0
    for gram in ordered:
        told = held[gram]
        if shard and size + len(told) > SHARD_SIZE:
            yield shard[0][0], shard
            shard, size = [], 0
        shard.append((gram, told))
        size += len(told)
    if shard:
        yield shard[0][0], shard


def _grouped(shard: list[tuple[str, str]]) -> Shard:
    groups: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for gram, told in shard:
        groups[gram[:-1]].append((gram[-1], told))
    return {
        start: ["".join(last for last, _ in pairs), " ".join(told for _, told in pairs)]
        for start, pairs in groups.items()
    }
