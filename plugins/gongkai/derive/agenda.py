"""What stands in a calendar: the last days of clocks, the periods of notices, meetings and their closing days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.derive.clock import Clock, Kind
from gongkai.derive.clocks import clocks
from gongkai.records import Audience
from gongkai.records.meeting import Meeting
from gongkai.records.notice import Notice
from gongkai.register import Record, Register


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day, or a span of whole days, with what it belongs to; `name` never changes, whatever else does."""

    name: str
    first: date
    last: date
    record: Record[Any] | None = None
    clock: Clock | None = None


def since(today: date) -> date:
    """From when on calendars tell of what is over: the first day of the school year before today's."""
    return date(today.year - (1 if today.month >= 9 else 2), 9, 1)


def deadlines(register: Register, today: date, audience: Audience) -> Iterator[Occasion]:
    """The last day of every clock that runs, or ended lately; notices have their own calendar."""
    seen: dict[str, int] = {}
    for clock in clocks(register, today, audience):
        if clock.kind is Kind.NOTICE:
            continue
        name = _name(clock)
        seen[name] = seen.get(name, 0) + 1
        if clock.is_open or clock.due >= since(today):
            record = register.records.get(clock.record)
            yield Occasion(f"{name}/{seen[name]}", clock.due, clock.due, record, clock)


def _name(clock: Clock) -> str:
    """What is owed by the catalogue keeps its name when the record comes that discloses it."""
    owner = "catalogue" if clock.kind in (Kind.MONTHLY, Kind.DISCLOSURE) else clock.record
    return f"{owner}/{clock.kind.name.lower()}/{clock.about}"


def notices(register: Register, today: date) -> Iterator[Occasion]:
    """The period of every notice that is up, or was lately."""
    for record in register.of(Notice):
        if record.content.last >= max(since(today), record.content.first):
            yield Occasion(f"{record.identity}/period", record.content.first, record.content.last, record)


def meetings(register: Register, today: date) -> Iterator[Occasion]:
    """Every meeting to come or held lately."""
    for record in register.of(Meeting):
        last = record.content.closed_on or record.content.held_on
        if last >= max(since(today), record.content.held_on):
            yield Occasion(f"{record.identity}/meeting", record.content.held_on, last, record)


def closings(register: Register, today: date) -> Iterator[Occasion]:
    """The last day on which proposals are taken for a meeting."""
    for record in register.of(Meeting):
        day = record.content.submission_closed_on
        if day and day >= since(today):
            yield Occasion(f"{record.identity}/closing", day, day, record)
