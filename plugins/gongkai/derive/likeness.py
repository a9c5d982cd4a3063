"""相似的答复: replies to different proposals that say nearly the same, word for word.

Two replies are alike if four fifths of the runs of three characters that either has are in both. To
find them without comparing each with each, replies are looked up by their rarest clauses: what is
nearly the same has whole clauses in common. Most replies have no clause of another and cost nothing more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from gongkai.once import once
from gongkai.records.proposal import Proposal, Reply
from gongkai.register import Act, Record, Register

PER_CENT = 80
"""From how much on two replies are nearly the same."""
FEWEST = 40
"""Shorter replies may well be the same: there are not many ways to say that a lamp has been mended."""

_SHORTEST = 6  # characters: shorter clauses say nothing of their own
_MOST_TRIED = 20  # what is like so many others has been found already
_FILLER = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Alike:
    """A reply, the earlier one that it repeats, and how much of both is the same, in per cent."""

    record: Record[Proposal]
    reply: Act[Reply]
    other: Record[Proposal]
    earlier: Act[Reply]
    per_cent: int


@dataclass(frozen=True, slots=True)
class _Said:
    """What one reply says: all its letters, and its longer clauses; neither numbers nor punctuation."""

    record: Record[Proposal]
    reply: Act[Reply]
    letters: str
    clauses: frozenset[str]


@once
def alike(register: Register) -> tuple[Alike, ...]:
    """Every reply that nearly repeats an earlier one to another proposal, each told once."""
    said = [_said(record, reply) for record in register.of(Proposal) for reply in record.all(Reply)]
    return tuple(_repetitions([each for each in said if len(each.letters) >= FEWEST]))


def _said(record: Record[Proposal], reply: Act[Reply]) -> _Said:
    content = reply.content
    parts = [content.text, content.summary or ""]
    for answer in content.answers:
        parts += [answer.text or "", answer.promise or "", answer.reason or "", answer.escalated_to or ""]
    clauses = _FILLER.split("\n".join(parts))
    return _Said(record, reply, "".join(clauses), frozenset([clause for clause in clauses if len(clause) >= _SHORTEST]))


def _repetitions(said: list[_Said]) -> Iterator[Alike]:
    common = Counter(chain.from_iterable(each.clauses for each in said))
    shared = frozenset([clause for clause, count in common.items() if count > 1])
    same: dict[str, _Said] = {}
    index: dict[str, list[_Said]] = {}
    for each in said:
        first = same.setdefault(each.letters, each)
        if first is each:
            found = next(_alike_ones(each, index, common), None)
        else:
            found = (first, 100) if first.record is not each.record else None
        if found:
            earlier, share = found
            yield Alike(each.record, each.reply, earlier.record, earlier.reply, share)
        if first is each:
            for clause in each.clauses & shared:
                index.setdefault(clause, []).append(each)


def _alike_ones(said: _Said, index: Mapping[str, list[_Said]], common: Counter[str]) -> Iterator[tuple[_Said, int]]:
    """Earlier replies that are alike, looked up by the rarest clauses first."""
    known = said.clauses & index.keys()
    tried: set[str] = set()
    for clause in sorted(known, key=lambda clause: (common[clause], clause)):
        for other in index[clause]:
            if other.reply.identity in tried or other.record is said.record:
                continue
            if len(tried) == _MOST_TRIED:
                return
            tried.add(other.reply.identity)
            if 3 * sum(map(len, said.clauses & other.clauses)) >= len(said.letters):
                share = _share(_runs(said.letters), _runs(other.letters))
                if share >= PER_CENT:
                    yield other, share


@lru_cache(maxsize=64)
def _runs(letters: str) -> frozenset[str]:
    """The runs of three characters in a text."""
    return frozenset(letters[at : at + 3] for at in range(len(letters) - 2))


def _share(one: frozenset[str], other: frozenset[str]) -> int:
    """How much two texts have in common, in whole per cent, rounded down."""
    both = len(one & other)
    return 100 * both // (len(one) + len(other) - both)
