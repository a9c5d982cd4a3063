"""The silence board: one school year of the catalogue, month by month, with what was not disclosed showing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.derive.coverage import EARLIEST, ItemCoverage, Slot, State, first_day, middle
from gongkai.register import Register
from gongkai.workdays import school_year

MONTHS = (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8)
"""The months of a school year in order."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One period of a matter, from the column of its first month over `width` columns."""

    column: int
    width: int
    slot: Slot


@dataclass(frozen=True, slots=True)
class Occasion:
    """What was disclosed in one month of a matter that has no rhythm (长期、即时), by identity."""

    column: int
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One matter in one school year: its periods, or its occasions if it has no rhythm."""

    matter: ItemCoverage
    cells: tuple[Cell, ...]
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many periods stand how; those that are exempt are in no sum."""

    in_time: int = 0
    late: int = 0
    missing: int = 0
    not_yet_due: int = 0

    @property
    def owed(self) -> int:
        """How many have fallen due or been disclosed."""
        return self.in_time + self.late + self.missing


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """One school year of the board, `2025-2026`; every matter of the catalogue has its row."""

    name: str
    rows: tuple[Row, ...]

    @property
    def tally(self) -> Tally:
        return tally(self.rows)


def school_years(register: Register, coverage: tuple[ItemCoverage, ...], today: date) -> tuple[SchoolYear, ...]:
    """Every school year from the first in which something was owed or disclosed to today's, newest first."""
    occasions = {item.name: _occasions(register, item, today) for item in coverage if not item.slots}
    found = {school_year(today)}
    found.update(school_year(middle(slot.period)) for item in coverage for slot in item.slots)
    found.update(year for months in occasions.values() for year, _ in months)
    return tuple(SchoolYear(name, tuple(_rows(name, coverage, occasions))) for name in sorted(found, reverse=True))


def tally(rows: Iterable[Row]) -> Tally:
    """How the periods of some matters stand."""
    states = Counter(cell.slot.state for row in rows for cell in row.cells)
    return Tally(states[State.IN_TIME], states[State.LATE], states[State.MISSING], states[State.NOT_YET_DUE])


def by_department(register: Register, rows: tuple[Row, ...]) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """The matters under the departments that answer for them, in the school's own order; "" is nobody's."""
    groups: dict[str, list[Row]] = {department.name: [] for department in register.school.departments}
    for row in rows:
        groups.setdefault(row.matter.item.department or "", []).append(row)
    nobodys = groups.pop("", [])
    return tuple((name, tuple(own)) for name, own in (*groups.items(), ("", nobodys)) if own)


Months = Mapping[tuple[str, int], tuple[str, ...]]
"""From school year and column to the records of that month."""


def _occasions(register: Register, item: ItemCoverage, today: date) -> Months:
    start = first_day(register) or EARLIEST
    months: dict[tuple[str, int], list[str]] = {}
    for identity in item.records:
        day = register.records[identity].content.day
        if day and day >= start:
            day = min(day, today)
            months.setdefault((school_year(day), column(day)), []).append(identity)
    return {key: tuple(records) for key, records in months.items()}


def column(day: date) -> int:
    """In which column of its school year a day lies: September 0, August 11."""
    return (day.month - MONTHS[0]) % 12


def _rows(name: str, coverage: tuple[ItemCoverage, ...], occasions: Mapping[str, Months]) -> Iterator[Row]:
    for item in coverage:
        own = tuple(slot for slot in item.slots if school_year(middle(slot.period)) == name)
        months = occasions.get(item.name, {})
        told = tuple(Occasion(n, months[name, n]) for n in range(12) if (name, n) in months)
        yield Row(item, tuple(_cells(name, own)), told)


def _cells(name: str, slots: tuple[Slot, ...]) -> Iterator[Cell]:
    """Side by side: a period that begins before the year or shares a month with its neighbour gives way."""
    free = 0
    for slot in slots:
        inside = school_year(slot.period.first) == name
        first = max(free, column(slot.period.first) if inside else 0)
        last = column(slot.period.last) if school_year(slot.period.last) == name else 11
        cell = Cell(first, max(1, last - first + 1), slot)
        free = cell.column + cell.width
        yield cell
