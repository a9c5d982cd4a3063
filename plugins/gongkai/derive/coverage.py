"""Which matters of the catalogue (公开目录) were disclosed for which period: in time, late, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from gongkai.once import once
from gongkai.records import Audience, MainFile
from gongkai.records.catalogue import Frequency, Item
from gongkai.records.fields import Period, parse_period
from gongkai.records.finance import Finance
from gongkai.register import Record, Register
from gongkai.workdays import Deadline, Term, Unit, deadline, default_terms, months, school_year

ONE_DAY = timedelta(days=1)
# A mistyped century or a 时限 of millions of days must neither overflow a date nor take minutes to count.
EARLIEST = date(2000, 1, 1)
LONGEST = 3660
PERIODIC = (Frequency.MONTHLY, Frequency.TERMLY, Frequency.YEARLY, Frequency.CALENDAR_YEARLY)


class State(StrEnum):
    """How it stands with one matter in one period."""

    IN_TIME = "in time"
    LATE = "late"
    MISSING = "missing"
    NOT_YET_DUE = "not yet due"
    EXEMPT = "exempt"
    """A month in which nothing is owed (豁免月份), and nothing was disclosed."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One period in which a matter must be disclosed.

    `threshold` names the field of `Thresholds` from which `due` follows, and is empty where the item
    states its own 时限. `doubtful` marks a gap that may come from another slip: a record whose 目录项 is
    in no catalogue, or a statement whose period another one has already.
    """

    period: Period
    state: State
    due: Deadline | None
    threshold: str
    records: tuple[str, ...]
    disclosed_on: date | None
    doubtful: bool = False

    @property
    def days_late(self) -> int:
        """How many days after its due day a late disclosure came."""
        return (self.disclosed_on - self.due.due).days if self.disclosed_on and self.due else 0

    def days_waiting(self, today: date) -> int:
        """How long a missing disclosure has been due."""
        return (today - self.due.due).days if self.state is State.MISSING and self.due else 0


@dataclass(frozen=True, slots=True)
class ItemCoverage:
    """One matter with its periods in order; `records` are all that disclose it, by identity.

    A matter without a rhythm (长期、即时) has no periods: it is disclosed if it has any record.
    """

    name: str
    position: tuple[int, int]
    item: Item
    slots: tuple[Slot, ...]
    records: tuple[str, ...]

    @property
    def owed(self) -> int:
        """How many disclosures have fallen due or have been made."""
        return sum(slot.state in (State.IN_TIME, State.LATE, State.MISSING) for slot in self.slots)

    @property
    def made(self) -> int:
        return sum(slot.state in (State.IN_TIME, State.LATE) for slot in self.slots)

    @property
    def missing(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.state is State.MISSING)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period with the days that count for it: a term also takes the holidays on both sides."""

    period: Period
    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def first_day(register: Register) -> date | None:
    """From when on disclosures are owed: 启用日期, else the day of the first adoption."""
    policy = register.policy.policy
    return policy.since or min((entry.since for entry in policy.adopted), default=None)


@once
def coverage(register: Register, today: date, audience: Audience) -> tuple[ItemCoverage, ...]:
    """Every matter that this audience may see, in the order of the catalogue, from the first day to today."""
    start = first_day(register)
    items = dict(register.catalogue.items())
    disclosed: dict[str, list[Record[MainFile]]] = {name: [] for name in items}
    strays: list[Record[MainFile]] = []
    for record in register.records.values():
        name = record.content.catalogue_item
        if name and _is_disclosed(record.content, audience, today):
            disclosed.get(name, strays).append(record)
    rhythms = {
        frequency: tuple(stretches(frequency, start, today, register.terms)) if start else () for frequency in PERIODIC
    }
    found = []
    for row, group in enumerate(register.catalogue.classes):
        for column, item in enumerate(group.items):
            if item.audience.width < audience.width:
                continue
            name = f"{group.name}/{item.name}"
            records = disclosed[name]
            repeated = _tells_a_month_twice(records)
            slots = tuple(
                _slot(item, stretch, records, (repeated, strays), register, today)
                for stretch in rhythms.get(item.frequency, ())
            )
            identities = tuple(record.identity for record in records)
            found.append(ItemCoverage(name, (row, column), item, slots, identities))
    return tuple(found)


def stretches(frequency: Frequency, start: date, today: date, terms: tuple[Term, ...]) -> Iterator[Stretch]:
    """The periods of a rhythm that have begun by today and lie, for the greater part, not before `start`."""
    margin = timedelta(days=366)
    start = max(start, EARLIEST)
    periods = _periods(frequency, start - margin, today + margin, terms)
    for before, period, after in zip((None, *periods), periods, (*periods[1:], None), strict=False):
        if period.first > today or middle(period) < start:
            continue
        first = before.last + ONE_DAY if before else period.first
        last = after.first - ONE_DAY if after else period.last
        yield Stretch(period, first, last)


def middle(period: Period) -> date:
    """The day in the middle: where a period lies, when it straddles two others."""
    return period.first + (period.last - period.first) // 2


def belongs(content: MainFile, frequency: Frequency, stretch: Stretch) -> bool:
    """Whether a record discloses something for this period: by the period it tells, else by its day."""
    told = content.told_period
    if told is None:
        return content.day is not None and stretch.holds(content.day)
    if frequency is Frequency.MONTHLY:
        return told.first <= stretch.period.last and stretch.period.first <= told.last
    shared = (min(told.last, stretch.period.last) - max(told.first, stretch.period.first)).days + 1
    return shared * 2 > min(_length(told), _length(stretch.period))


def _length(period: Period) -> int:
    return (period.last - period.first).days + 1


def _is_disclosed(content: MainFile, audience: Audience, today: date) -> bool:
    """Whether this audience can have seen it; a meeting to come has not been disclosed by being announced."""
    if content.audience.width < audience.width or (content.published_on and content.published_on > today):
        return False
    return content.told_period is not None or (content.day is not None and content.day <= today)


def _tells_a_month_twice(records: list[Record[MainFile]]) -> bool:
    """Whether two statements of one category are about the same days: one may mean another month."""
    statements = [record.content for record in records if isinstance(record.content, Finance)]
    told = sorted((content.category, content.period) for content in statements)
    return any(a == b and early.last >= late.first for (a, early), (b, late) in pairwise(told))


def _slot(
    item: Item,
    stretch: Stretch,
    records: list[Record[MainFile]],
    doubts: tuple[bool, list[Record[MainFile]]],
    register: Register,
    today: date,
) -> Slot:
    period = stretch.period
    own = [record for record in records if belongs(record.content, item.frequency, stretch)]
    identities = tuple(record.identity for record in own)
    # A record without 发布日期 came with some release; nothing says it was late, so it counts as in time.
    days = [record.content.published_on for record in own]
    known = [day for day in days if day]
    disclosed_on = min(known) if known and len(known) == len(days) else None
    end = max((told.last for record in own if (told := record.content.told_period)), default=period.last)
    # A statement of several months is due after the last of them; one that is not over cannot be late.
    due, threshold = _due(item, max(period.last, min(end, today)), register)
    if own:
        late = bool(disclosed_on and due and disclosed_on > due.due)
        return Slot(period, State.LATE if late else State.IN_TIME, due, threshold, identities, disclosed_on)
    if item.frequency is Frequency.MONTHLY and period.first.month in item.pause_months:
        return Slot(period, State.EXEMPT, due, threshold, (), None)
    if due is None or today <= due.due:
        return Slot(period, State.NOT_YET_DUE, due, threshold, (), None)
    repeated, strays = doubts
    doubtful = repeated or any(belongs(record.content, item.frequency, stretch) for record in strays)
    return Slot(period, State.MISSING, due, threshold, (), None, doubtful)


def _due(item: Item, end: date, register: Register) -> tuple[Deadline | None, str]:
    """The last day for a disclosure about a period that ended on a day, and the threshold it follows from."""
    if item.due_days is not None:
        return deadline(end, min(item.due_days, LONGEST), Unit.natural), ""
    values = register.rulings(end).values
    if item.frequency is Frequency.MONTHLY and values.monthly_due_day is not None:
        return deadline(end, min(values.monthly_due_day, LONGEST), Unit.natural), "monthly_due_day"
    if values.disclosure_deadline is not None:
        days = values.disclosure_deadline
        return deadline(end, min(days.count, LONGEST), days.unit, register.terms), "disclosure_deadline"
    return None, ""


def _periods(frequency: Frequency, first: date, last: date, terms: tuple[Term, ...]) -> tuple[Period, ...]:
    """The periods of a rhythm that touch the days from first to last."""
    if frequency is Frequency.MONTHLY:
        return tuple(parse_period(month) for month in months(first.isoformat()[:7], last.isoformat()[:7]))
    if frequency is Frequency.CALENDAR_YEARLY:
        return tuple(parse_period(f"{year:04d}") for year in range(first.year, last.year + 1))
    starts = range(int(school_year(first)[:4]), int(school_year(last)[:4]) + 1)
    years = [f"{year}-{year + 1}" for year in starts]
    if frequency is Frequency.YEARLY:
        return tuple(parse_period(year) for year in years)
    declared = [Period(term.first, term.last, term.name) for term in terms]
    found: list[Period] = []
    for half in (half for year in years for half in default_terms(year)):
        own = [term for term in declared if half.first <= middle(term) <= half.last]
        found += own or [Period(half.first, half.last, half.name)]
    return tuple(sorted(found))
