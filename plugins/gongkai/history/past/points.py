"""The moments of which there was a release: what differs from one to the next, gathered from all moments in passing.

Whole registers of ten years of daily releases would fit in no memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from gongkai.history.moments import Moment, Records, newcomers
from gongkai.records import MainFile
from gongkai.register import Record, Register, frozen

State = Record[MainFile] | None
"""A record as it stood, or that there was none."""


@dataclass(frozen=True, slots=True)
class Point:
    """A moment of which there was a release: its place among them, and its register without the records."""

    place: int
    frame: Register


class Points:
    """The moments of these commits."""

    def __init__(self, commits: Collection[str]) -> None:
        self._commits = frozenset(commits)
        self._found: dict[str, Point] = {}
        self._steps: list[Mapping[str, tuple[State, State]]] = []

    def passing(self, moments: Iterable[Moment]) -> Iterator[Moment]:
        """The same moments, remembered in passing."""
        before: Records = MappingProxyType({})
        for moment in moments:
            if moment.commit in self._commits:
                records = moment.register.records
                self._steps.append(_step(before, records))
                frame = replace(moment.register, records=frozen({}), documents=frozen({}), settings=frozen({}))
                self._found[moment.commit] = Point(len(self._steps) - 1, frame)
                before = records
            yield moment

    def at(self, commit: str) -> Point | None:
        """The moment of a commit; None where it was not among those that passed."""
        return self._found.get(commit)

    def between(self, here: int, there: int) -> Mapping[str, State]:
        """Every record that may differ between two places, as it stands at the second; -1 is before the first."""
        found: dict[str, State] = {}
        for step in self._steps[here + 1 : there + 1]:
            found |= {identity: new for identity, (_, new) in step.items()}
        for step in reversed(self._steps[there + 1 : here + 1]):
            found |= {identity: old for identity, (old, _) in step.items()}
        return found


def _step(before: Records, records: Records) -> Mapping[str, tuple[State, State]]:
    changed: dict[str, tuple[State, State]] = {
        identity: (before.get(identity), record) for identity, record in newcomers(records, before)
    }
    return changed | {identity: (before[identity], None) for identity in before.keys() - records.keys()}
