"""Texts that an audience may not see: which of a record's words are worth looking for, and looking for many at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick
from pydantic import BaseModel

from gongkai.records.notice import Listed
from gongkai.records.proposal import Person

SHORTEST = 10
"""Texts shorter than this are everyday words (维修费, 已阅): they would stop pages that say them by themselves.
Names are looked for at any length, as whole words: 林同 is also part of 树林同学."""

_KEPT = 200
"""So much of a line is looked for."""


def words_of(value: Any) -> Iterator[str]:
    """The texts of a model at any depth; words of a field's own vocabulary (enums) say nothing of a school."""
    names = isinstance(value, Person | Listed)
    for label, part in value.__dict__.items():
        kind = part.__class__
        if kind is str:
            if names and label == "name":
                yield part
            elif len(part) >= SHORTEST:
                yield from lines_of(part)
        elif kind is tuple:
            for item in part:
                if isinstance(item, BaseModel):
                    yield from words_of(item)
                elif item.__class__ is str and len(item) >= SHORTEST:
                    yield item[:_KEPT]
        elif isinstance(part, BaseModel):
            yield from words_of(part)


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text that are long enough to be looked for."""
    return (line[:_KEPT] for line in map(str.strip, text.split("\n")) if len(line) >= SHORTEST)


def standing_in(texts: Iterable[str], within: str) -> frozenset[str]:
    """Those of the texts that stand in another."""
    patterns = sorted(texts)
    if not patterns:
        return frozenset()
    hits = AhoCorasick(patterns).find_matches_as_indexes(within, overlapping=True)
    return frozenset(patterns[index] for index, _, _ in hits)


class Search:
    """Looking for any of many texts at once; over bytes, as places in a text would have to be counted first."""

    def __init__(self, texts: Iterable[str]) -> None:
        patterns = sorted(text.encode("utf-8", "surrogatepass") for text in texts)
        self._automaton = BytesAhoCorasick(patterns) if patterns else None

    def hits(self, text: str) -> bool:
        """Whether one of them stands in a text; a short one as a word of its own."""
        if self._automaton is None:
            return False
        plain = text.encode("utf-8", "surrogatepass")
        found = self._automaton.find_matches_as_indexes(plain, overlapping=True)
        return any(_is_hit(plain, start, end) for _, start, end in found)

    def stands_in(self, text: str) -> bool:
        """Whether one of them stands in a text at all, even as a part of a longer word."""
        return bool(self._automaton and self._automaton.find_matches_as_indexes(text.encode("utf-8", "surrogatepass")))


def _is_hit(plain: bytes, start: int, end: int) -> bool:
    if len(plain[start:end].decode("utf-8", "surrogatepass")) >= SHORTEST:
        return True
    # No character is longer than four bytes; what is left of another at the outer end is passed over.
    before = plain[max(0, start - 4) : start].decode("utf-8", "ignore")[-1:]
    after = plain[end : end + 4].decode("utf-8", "ignore")[:1]
    return not any(char and (char.isalnum() or unicodedata.category(char) == "Lo") for char in (before, after))
