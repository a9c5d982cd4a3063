"""What happened, day by day: every record that was disclosed, and every signed act about one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.derive.cases import Case
from gongkai.once import once
from gongkai.records.finance import Finance
from gongkai.records.meeting import Execution, Resolution
from gongkai.records.proposal import Proposal, Reply, Review
from gongkai.register import Act, Record, Register

SUBMITTED = "submitted"
ASSIGNED = "assigned"
_ELSEWHERE = "lead-"


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated that was disclosed: a record, or an act about it.

    `name` is what the event is called within its record: the file name of an act, or one of the names
    above where a file tells of two days; empty for the record itself. It never changes.
    """

    on: date
    record: Record[Any]
    what: Record[Any] | Act[Any]
    name: str = ""

    @property
    def identity(self) -> str:
        """The name of the event in the whole board."""
        return f"{self.record.identity}/{self.name}" if self.name else self.record.identity

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is an act of the lead record in which this one is answered."""
        return self.name.startswith(_ELSEWHERE)

    @property
    def page(self) -> str:
        """The identity of what has the page that shows the event: the record, or one of its resolutions."""
        content = self.what.content
        if isinstance(content, Resolution):
            return self.what.identity
        if isinstance(content, Execution):
            about = self.record.act(content.about)
            return about.identity if about and isinstance(about.content, Resolution) else self.record.identity
        return self.record.identity


def events_of(record: Record[Any], today: date) -> Iterator[Event]:
    """Everything that happened to a record by today: how it began, then its acts in their order."""
    began = disclosed_on(record, today)
    if began:
        yield Event(began, record, record, SUBMITTED if isinstance(record.content, Proposal) else "")
    for act in record.acts:
        on = act_day(record, act)
        if on and on <= today:
            yield Event(on, record, act, act.identity.rpartition("/")[2])
        if isinstance(act.content, Review):
            assigned = act.content.assigned_on
            if assigned and on and on < assigned <= today:
                yield Event(assigned, record, act, ASSIGNED)


def answers_elsewhere(case: Case, today: date) -> Iterator[Event]:
    """The replies in which a merged submission is answered; they are acts of the lead record."""
    for act in case.lead.all(Reply) if case.lead else ():
        if act.content.on <= today:
            yield Event(act.content.on, case.record, act, f"{_ELSEWHERE}{act.identity.rpartition('/')[2]}")


@once
def events(register: Register, today: date) -> tuple[Event, ...]:
    """Everything that happened by today, the newest first; of one day, the later acts of a record first."""
    found = [event for record in register.records.values() for event in events_of(record, today)]
    found.reverse()
    found.sort(key=lambda event: event.on, reverse=True)
    return tuple(found)


def act_day(record: Record[Any], act: Act[Any]) -> date | None:
    """The day of an act; a resolution without one has the day of its meeting."""
    own: date | None = act.content.day
    meeting: date | None = record.content.day if isinstance(act.content, Resolution) else None
    return own or meeting


def disclosed_on(record: Record[Any], today: date) -> date | None:
    """The day by which a record is new: its own; of a statement about days to come, that of its approval."""
    content = record.content
    on: date | None = content.published_on or content.day
    if isinstance(content, Finance) and not content.published_on and content.period.last > today:
        on = content.approved_budget_on or content.period.first
    return on if on and on <= today else None
