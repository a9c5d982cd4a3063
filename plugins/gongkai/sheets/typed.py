"""What somebody types for a record: its number in many spellings, its identity, its address, its file, a resolution."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gongkai.once import once
from gongkai.register import Register
from gongkai.views.search.folding import folded
from gongkai.views.search.index import squeezed as spellings

_SEPARATOR = re.compile(r"[\s\-–—−_./、\[\]()〔〕（）【】“”\"']+")
_RESOLUTION = re.compile(r"决议(?:第)?([0-9]+)(?:项|号)?$|第?([0-9]+)项决议$|resolution([0-9]+)$")
_LABEL = re.compile(r"^(?:提案|公示|意见|会议|决议|财务|编号|第)+[:：号]?")


def squeezed(words: str) -> str:
    """What is typed without width, case, strokes, spaces and brackets, as numbers are compared."""
    return _SEPARATOR.sub("", folded(words))


def lead_to(register: Register, words: str) -> tuple[str, ...]:
    """The identities that somebody may mean: a record's, or that of an act with a page of its own."""
    path = folded(words).strip().partition("#")[0].partition("?")[0].removesuffix("index.html").strip("/")
    for identity in _tails(path):
        if register.find(identity) or register.is_broken(identity):
            return (identity,)
    if of_file := _by_file(register).get(path.replace("\\", "/").removeprefix("./")):
        return (of_file,)
    key = _LABEL.sub("", squeezed(words))
    if found := _RESOLUTION.search(key):
        n = next(filter(None, found.groups()))
        meetings = _by_number(register).get(key[: found.start()], ())
        acts = tuple(f"{identity}/resolution-{int(n)}" for identity in meetings)
        return tuple(identity for identity in acts if register.find(identity))
    numbers = _by_number(register)
    return next((numbers[each] for each in (key, *_padded(words)) if each in numbers), ())


def _padded(words: str) -> Iterator[str]:
    """A number typed in parts, as 05 03 1: its last part with the zeros that belong before it."""
    *front, last = _SEPARATOR.split(_LABEL.sub("", folded(words).strip()))
    if front and last.isdecimal():
        yield from ("".join((*front, f"{int(last):0{width}d}")) for width in (2, 3))


def _tails(path: str) -> Iterator[str]:
    """The last two and three parts of an address, which may be an identity; of three the longer first."""
    parts = [part for part in path.split("/") if part]
    yield from ("/".join(parts[-count:]) for count in (3, 2) if len(parts) >= count)


@once
def _by_file(register: Register) -> Mapping[str, str]:
    """The identity of every file of a record, and of its folder where it has one of its own, by the path."""
    found: dict[str, str] = {}
    for identity, record in register.records.items():
        found |= {folded(file.path): identity for file in record.files}
        folder, _, name = record.path.rpartition("/")
        if folder.endswith(f"/{identity.partition('/')[2]}") and name:
            found[folded(folder)] = identity
    return found


@once
def _by_number(register: Register) -> Mapping[str, tuple[str, ...]]:
    """The identities of each number, in every way of writing it; broken records by theirs too."""
    found: dict[str, dict[str, None]] = {}
    for identity in (*register.records, *sorted(register.broken)):
        for spelling in spellings(identity.partition("/")[2]):
            found.setdefault(spelling.removeprefix("#"), {})[identity] = None
    return {number: tuple(identities) for number, identities in found.items()}
