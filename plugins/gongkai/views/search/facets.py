"""By what results are narrowed: one character for each page and facet, so thousands of pages fit a few kilobytes.

The grams number the pages kind by kind, which the browser reckons again from the column of kinds: what is said in
one kind of record only, and most is, then stands on pages that are near each other, in fewer bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import TypedDict

from gongkai.views.search.texts import Text

FIRST = 0x100
"""The character that stands for the first value; further ones follow."""

FACETS: Mapping[str, tuple[str, Callable[[Text], str]]] = {
    "kind": ("种类", lambda text: text.entry.kind),
    "year": ("年份", lambda text: text.entry.date[:4]),
    "session": ("届次", lambda text: text.session),
    "department": ("部门", lambda text: text.entry.department),
    "status": ("状态或类别", lambda text: text.entry.status),
    "overdue": ("逾期", lambda text: "逾期" if text.is_overdue else ""),
}
"""By the name that stands in the address: the label, and a page's value; empty where it has none."""

_NEWEST_FIRST = ("year",)


class Column(TypedDict):
    """A facet's values in the order in which they are offered, the first being none; and which each page has."""

    values: list[str]
    pages: str


def columns(texts: tuple[Text, ...]) -> dict[str, Column]:
    """Every facet of every page."""
    return {name: _column(name, texts) for name in FACETS}


def by_kind(texts: tuple[Text, ...]) -> tuple[Text, ...]:
    """The texts as the grams number them: those of one kind beside each other, in their order."""
    kinds = _column("kind", texts)["pages"]
    return tuple(text for _, text in sorted(zip(kinds, texts, strict=True), key=itemgetter(0)))


def _column(name: str, texts: tuple[Text, ...]) -> Column:
    _, value = FACETS[name]
    held = [value(text) for text in texts]
    counted = Counter(held)
    del counted[""]
    offered = sorted(counted, reverse=True) if name in _NEWEST_FIRST else list(_most_first(counted))
    place = {value: chr(FIRST + n) for n, value in enumerate(("", *offered))}
    return {"values": ["", *offered], "pages": "".join(place[value] for value in held)}


def _most_first(counted: Counter[str]) -> tuple[str, ...]:
    return tuple(value for value, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
