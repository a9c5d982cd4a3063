"""Monthly statements in a row: the months that nobody tells of, and those told twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from gongkai.derive.series import HOLIDAYS, Entry, statements, stem
from gongkai.once import once
from gongkai.records.catalogue import Frequency
from gongkai.records.finance import Category, Finance
from gongkai.register import Record, Register

MONTHLY = (Category.LEDGER, Category.CANTEEN, Category.UNION)
LONGEST = 3
"""A statement of more months than this is an account of a term or a year, not one of a monthly row."""


@dataclass(frozen=True, slots=True)
class Break:
    """Where a row of monthly statements does not go on: `entry` comes after `before`, with months between
    that are missing, or, if there are none, about days that `before` has told already."""

    entry: Record[Finance]
    before: Record[Finance]
    missing: tuple[str, ...]


@once
def breaks(register: Register) -> tuple[Break, ...]:
    """Every place at which a row of monthly statements skips a month or tells one twice.

    In a row that tells a month twice one statement may mean another month, so its gaps are not told.
    """
    rows: dict[tuple[Category, str], list[Entry]] = {}
    for entry in statements(register):
        category = entry.record.content.category
        if category in MONTHLY and len(entry.period.months()) <= LONGEST:
            rows.setdefault((category, stem(entry.record.number)), []).append(entry)
    found: list[Break] = []
    for row in rows.values():
        row.sort(key=lambda each: (each.period.first, each.period.last, each.record.identity))
        twice = [pair for pair in pairwise(row) if pair[1].period.first <= pair[0].period.last]
        found += (Break(entry.record, before.record, ()) for before, entry in twice)
        if not twice:
            found += _gaps(row, register)
    return tuple(found)


def _gaps(row: list[Entry], register: Register) -> Iterator[Break]:
    for before, entry in pairwise(row):
        told = range(_month(before.period.last) + 1, _month(entry.period.first))
        if not told:
            continue
        paused = _pauses(before.record, register)
        missing = tuple(f"{month // 12:04}-{month % 12 + 1:02}" for month in told if month % 12 + 1 not in paused)
        if missing:
            yield Break(entry.record, before.record, missing)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _pauses(record: Record[Finance], register: Register) -> tuple[int, ...]:
    """The months for which nothing is owed: the catalogue's 豁免月份, else the usual holidays."""
    item = register.catalogue.item(record.content.catalogue_item or "")
    if item and item.frequency is Frequency.MONTHLY:
        return item.pause_months
    return HOLIDAYS
