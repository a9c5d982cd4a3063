"""Which records one release may show otherwise than the one before: few of thousands, for thousands of times."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from gongkai.history.past.points import Point, Points
from gongkai.history.past.timelines import begins, opening
from gongkai.records import MainFile
from gongkai.records.proposal import Proposal, Review
from gongkai.register import Record, Register, frozen
from gongkai.select import Selected, select


class Following:
    """The records as they stand at one release after another, and those that wait for a day or for another's answer."""

    def __init__(self, points: Points, now: Selected) -> None:
        self._points, self._now = points, now
        self._place = -1
        self._records: dict[str, Record[MainFile]] = {}
        self._coming: dict[str, date] = {}
        self._leads: dict[str, str] = {}
        self._rules: object = None
        self.register: Register = now.register
        """All records as they stand at the release that was moved to."""

    def move(self, point: Point, day: date) -> tuple[str, ...]:
        """Go on to a release; those that it may show otherwise than the one before, in order."""
        changed = self._points.between(self._place, point.place)
        self._place = point.place
        for identity, record in changed.items():
            self._take(identity, record)
        self.register = replace(point.frame, records=MappingProxyType(self._records))
        return tuple(sorted(changed.keys() | self._begun(day) | self._opened(changed, day)))

    def selected(self, identities: Collection[str], day: date) -> Selected:
        """These records as they were selected on a day."""
        leads = (self._leads[each] for each in identities if each in self._leads)
        known = {each: self._records[each] for each in (*identities, *leads) if each in self._records}
        return select(replace(self.register, records=frozen(known)), self._now.audience, day)

    def _take(self, identity: str, record: Record[Any] | None) -> None:
        for known in (self._records, self._coming, self._leads):
            known.pop(identity, None)
        if record is None:
            return
        self._records[identity] = record
        if first := begins(record.content):
            self._coming[identity] = first
        review = record.one(Review)
        if review and review.content.merged_into:
            self._leads[identity] = review.content.merged_into

    def _begun(self, day: date) -> set[str]:
        """Those whose own day has come."""
        found = {identity for identity, first in self._coming.items() if first <= day}
        for identity in found:
            del self._coming[identity]
        return found

    def _opened(self, changed: Collection[str], day: date) -> set[str]:
        """Those whose text others may have opened: the proposal that they were merged into, or the rules of the day."""
        found = {identity for identity, lead in self._leads.items() if lead in changed}
        rules = (opening(self.register, day), opening(self.register, self._now.today))
        if rules != self._rules:
            found |= {each for each, record in self._records.items() if isinstance(record.content, Proposal)}
        self._rules = rules
        return found
