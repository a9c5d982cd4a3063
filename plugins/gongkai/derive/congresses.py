"""The congresses (教代会) in their order, the days counted before and after them, and their terms of office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.derive.rates import session
from gongkai.records.meeting import Execution, Meeting, MeetingType, Power, Resolution, Verdict
from gongkai.records.policy import Days
from gongkai.records.proposal import Proposal
from gongkai.register import Act, Record, Register
from gongkai.workdays import Deadline, Term, Unit, deadline, period_days, working_days_between

ONE_DAY = timedelta(days=1)
LONGEST = 3660
"""More days than anybody counts one by one: a mistyped century must not take minutes."""


def congresses(register: Register) -> tuple[Record[Meeting], ...]:
    """The meetings of the congress in the order of their days; in a school without one, of all the staff."""
    for kind in (MeetingType.CONGRESS, MeetingType.ASSEMBLY):
        found = [record for record in register.of(Meeting) if record.content.type is kind]
        if found:
            return tuple(sorted(found, key=lambda record: (record.content.held_on, record.identity)))
    return ()


def is_congress(content: Meeting) -> bool:
    """Whether the staff, or their delegates, meet to exercise the powers of the congress."""
    return content.type in (MeetingType.CONGRESS, MeetingType.ASSEMBLY)


def closing(content: Meeting) -> date:
    """The day on which a meeting closed."""
    return content.closed_on or content.held_on


def sessions_with_proposals(register: Register) -> frozenset[str]:
    """The session part of the number of every proposal, as `05-02`."""
    prefixes = {"-".join(record.number.split("-", 2)[:2]) for record in register.of(Proposal)}
    return frozenset(each.number for each in map(session, prefixes) if each)


def is_session(record: Record[Meeting]) -> bool:
    """Whether a meeting is one of the regular ones, numbered by 届 and 次; an extraordinary one is not."""
    return session(record.number) is not None


def reviews_proposals(record: Record[Meeting]) -> bool:
    """Whether the report on the last session's proposals was on the agenda, or was resolved upon."""
    return _deals_with(record, Power.REVIEW)


def reports_execution(record: Record[Meeting]) -> bool:
    """Whether the carrying-out of earlier resolutions was on the agenda, or was resolved upon."""
    return _deals_with(record, Power.SUPERVISE)


def _deals_with(record: Record[Meeting], power: Power) -> bool:
    on_agenda = any(item.power is power for item in record.content.agenda)
    return on_agenda or any(act.content.power is power for act in record.all(Resolution))


def executions(record: Record[Meeting], act: Act[Resolution]) -> tuple[Act[Execution], ...]:
    """What was told about carrying out a resolution, in order."""
    name = act.identity.rpartition("/")[2]
    return tuple(each for each in record.all(Execution) if each.content.about.strip() in (name, act.identity))


def to_carry_out(record: Record[Meeting]) -> tuple[Act[Resolution], ...]:
    """The resolutions that ask for deeds: a matter that was put to the vote and passed."""
    return tuple(
        act
        for act in record.all(Resolution)
        if act.content.power is Power.PASS and act.content.verdict is not Verdict.FAILED
    )


def days_ahead(day: date, event: date, unit: Unit) -> int:
    """How long before an event a day lies: the day itself is not counted, the event's is."""
    if (event - day).days > LONGEST:
        return LONGEST
    if unit in (Unit.working, Unit.teaching):
        return working_days_between(day, event)
    return (event - day).days if unit is Unit.natural else period_days(day, event - ONE_DAY, unit)


def due_after(content: Meeting, limit: Days, terms: tuple[Term, ...]) -> Deadline:
    """The last day of “闭会后 N 日内”."""
    return deadline(closing(content), min(limit.count, LONGEST), limit.unit, terms)


@dataclass(frozen=True, slots=True)
class Tenure:
    """The term of office of one congress (届): since when, until when, and who says so.

    `stated` is the meeting that wrote 任期至; without it the term follows from the school's 届期年数.
    """

    term: int
    first: Record[Meeting]
    until: date
    stated: Record[Meeting] | None


def tenure(register: Register, years: int | None) -> Tenure | None:
    """The term of the newest congress, by its first meeting on record; None where nothing tells its end."""
    terms: dict[int, list[Record[Meeting]]] = {}
    for record in congresses(register):
        if found := session(record.number):
            terms.setdefault(found.term, []).append(record)
    if not terms:
        return None
    term = max(terms)
    meetings = terms[term]
    stated = max(_stated(meetings), default=None, key=lambda each: (each[0], each[1].identity))
    if stated:
        return Tenure(term, meetings[0], stated[0], stated[1])
    if not years:
        return None
    return Tenure(term, meetings[0], _years_after(meetings[0].content.held_on, years) - ONE_DAY, None)


def _stated(meetings: list[Record[Meeting]]) -> Iterator[tuple[date, Record[Meeting]]]:
    for record in meetings:
        if record.content.term_until:
            yield record.content.term_until, record


def _years_after(day: date, years: int) -> date:
    year = min(day.year + years, date.max.year)
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
