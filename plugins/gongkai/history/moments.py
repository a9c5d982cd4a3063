"""Published moments, and which records are others than at the one before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from gongkai.git.commits import Commit
from gongkai.records import MainFile
from gongkai.register import Record, Register

Records = Mapping[str, Record[MainFile]]


@dataclass(frozen=True, slots=True)
class Moment:
    """A published moment: its day, its register, and the posts by which it was approved."""

    on: date
    register: Register
    approved_by: tuple[str, ...] = ()
    commit: str = ""
    """The id of its commit; empty for what stands in the folders now."""


def newcomers(records: Records, before: Records) -> Iterator[tuple[str, Record[MainFile]]]:
    """The records that are not the very ones of before, by identity; what git had the same was loaded once."""
    # By their ids in memory: looking at thousands of records for each of hundreds of moments one by one is slow.
    known = set(map(id, before.values()))
    if known.issuperset(map(id, records.values())):
        return
    for identity, record in records.items():
        if before.get(identity) is not record:
            yield identity, record


def days_of(commits: Sequence[Commit], today: date) -> tuple[date, ...]:
    """The days of commits, each no earlier than the one before; of what lies ahead, that of the next."""
    days: list[date] = []
    for each in reversed(commits):
        days.append(each.on if each.on <= today else days[-1] if days else today)
    return tuple(accumulate(reversed(days), max))
