"""Activities and appraisals take place as often as the school has said, once a span has ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.derive.coverage import Stretch, belongs, first_day, stretches
from gongkai.findings import Cause, Code, Finding, Location, Severity
from gongkai.records import MainFile
from gongkai.records.activity import Activity
from gongkai.records.appraisal import Appraisal
from gongkai.records.catalogue import Frequency
from gongkai.records.policy import AppraisalTimes, Span, Thresholds, Times
from gongkai.register import Register
from gongkai.rules.base import Rule

TOO_SELDOM = Code("C88", "too-seldom", "活动或评议的次数没有达到本校的要求", Severity.WARNING, Cause.TIME)

_RHYTHM = {
    Span.TERM: Frequency.TERMLY,
    Span.SCHOOL_YEAR: Frequency.YEARLY,
    Span.YEAR: Frequency.CALENDAR_YEARLY,
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """How often one thing must take place: the threshold that says so, and where in its list."""

    threshold: str
    label: str
    name: str
    times: Times
    position: tuple[int, ...]


def too_seldom(register: Register, today: date) -> Iterator[Finding]:
    """In each span that has ended there are as many records as the school requires."""
    start = first_day(register)
    if start is None:
        return
    for frequency in _RHYTHM.values():
        for stretch in stretches(frequency, start, today, register.terms):
            end = stretch.period.last
            if end >= today:
                continue
            for asked in _asked(register.rulings(end).values):
                if _RHYTHM[asked.times.per] is frequency:
                    yield from _missing(register, asked, frequency, stretch)


def _asked(values: Thresholds) -> Iterator[_Asked]:
    if values.activities:
        yield _Asked("activities", "活动频次", "工会活动", values.activities, ())
    for position, times in enumerate(values.appraisals or ()):
        yield _Asked("appraisals", "评议频次", times.kind_of.value, times, (position,))


def _missing(register: Register, asked: _Asked, frequency: Frequency, stretch: Stretch) -> Iterator[Finding]:
    kind: type[MainFile] = Appraisal if isinstance(asked.times, AppraisalTimes) else Activity
    if not register.whole(kind):
        return
    own = list(_contents(register, asked.times))
    end = stretch.period.last
    adopted = register.rulings(end).adopted(asked.threshold)
    # What is only advised is not missed by a school that had not begun to record it.
    if not adopted and all(content.day is None or content.day > end for content in own):
        return
    count = sum(belongs(content, frequency, stretch) for content in own)
    if count >= asked.times.count:
        return
    recorded = f"只有 {count} 次{asked.name}的记录" if count else f"没有{asked.name}的记录"
    required = f"要求每{asked.times.per.value}至少 {asked.times.count} 次"
    message = f"{stretch.period.label}{recorded}，差 {asked.times.count - count} 次；{required}。"
    cure = f"办过的，把记录补进 {kind.folder}/；没有办的，补办，或由学校修改“{asked.label}”。"
    place = _where_asked(register, asked, end)
    yield Finding(TOO_SELDOM, place, message, cure, field=f"{asked.name} {stretch.period.label}", advisory=not adopted)


def _contents(register: Register, times: Times) -> Iterator[MainFile]:
    if isinstance(times, AppraisalTimes):
        yield from (r.content for r in register.of(Appraisal) if r.content.kind_of is times.kind_of)
    else:
        yield from (r.content for r in register.of(Activity))


def _where_asked(register: Register, asked: _Asked, day: date) -> Location:
    """The line of policy.yml that asks for it; its beginning where only a preset does."""
    path = register.settings.get("policy.yml", "policy.yml")
    adopted = [
        (entry.since, index)
        for index, entry in enumerate(register.policy.policy.adopted)
        if entry.since <= day and getattr(entry.thresholds, asked.threshold) is not None
    ]
    if not adopted:
        return Location(path)
    return register.place(path, "采用", max(adopted)[1], "阈值", asked.label, *asked.position)


SUBJECT = "慰问、活动、资产与评议"

RULES = (Rule(TOO_SELDOM, too_seldom),)
