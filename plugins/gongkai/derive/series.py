"""Statements of one series in time: 期末 of one is 期初 of the next; income and surplus so far.

A series is a category and a number without its period: `canteen-2026-03` and `canteen-2026-04`.
A changed 期末 fails its own statement's equation, is then in doubt, and the next 期初 is not judged by
it. A changed 期初 fails both equations; it is objected to as 期初, and not as 期末, if the previous 期末
makes its statement's equation hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from gongkai.derive.exact import EXACT, decimals_of, half_up
from gongkai.derive.statements import Statement, examine
from gongkai.derive.tables import Amount
from gongkai.once import once
from gongkai.records.fields import Period
from gongkai.records.finance import Category, Finance
from gongkai.records.proposal import Correction
from gongkai.register import Record, Register

_PERIOD = re.compile(r"(?:19|20)\d{2}(?:[-_.]?\d{1,2})*")

HOLIDAYS = (2, 7, 8)
"""The months in which schools of every kind pause; a statement may be missing for them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement of a series with the one before it."""

    record: Record[Finance]
    statement: Statement
    before: Entry | None = None

    @property
    def period(self) -> Period:
        return self.record.content.period


@dataclass(frozen=True, slots=True)
class Link:
    """期初 beside the previous 期末, which are not the same; `computed` is the previous 期末 in this unit."""

    entry: Entry
    before: Entry
    printed: Decimal
    computed: Decimal
    explains_closing: bool

    @property
    def difference(self) -> Decimal:
        return EXACT.subtract(self.printed, self.computed)

    @property
    def wrong_unit(self) -> bool:
        """Whether one of the two was typed in another unit than its statement says."""
        return bool(self.computed) and Fraction(self.printed) / Fraction(self.computed) in (
            10_000,
            Fraction(1, 10_000),
        )


def stem(number: str) -> str:
    """A record's number without its period."""
    return re.sub(r"[-_.]{2,}", "-", _PERIOD.sub("", number)).strip("-_.")


@once
def statements(register: Register) -> tuple[Entry, ...]:
    """Every finance record recomputed by the rule in force on its own day, each with the one before."""
    entries = []
    for record in register.of(Finance):
        rule = register.rulings(record.content.day).values.carry_is_income
        entries.append(Entry(record, examine(record.content, rule)))
    whole = register.whole(Finance)
    return tuple(entry for members in _series(entries).values() for entry in _linked(members, whole=whole))


@once
def by_identity(register: Register) -> Mapping[str, Entry]:
    """The same by the identity of the record."""
    return {entry.record.identity: entry for entry in statements(register)}


def _series(entries: Iterable[Entry]) -> dict[tuple[Category, str], list[Entry]]:
    found: dict[tuple[Category, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.record.content.category, stem(entry.record.number)), []).append(entry)
    return found


def _linked(entries: Sequence[Entry], *, whole: bool) -> list[Entry]:
    """In time; each after the latest that ended before it began, the shorter one if two ended together."""
    in_time = sorted(entries, key=_begin)
    ended = sorted(in_time, key=_end)
    done: dict[str, Entry] = {}
    latest: Entry | None = None
    n = 0
    for entry in in_time:
        while ended[n].period.last < entry.period.first:  # at the latest the entry itself ends this
            if latest is None or _end(latest) < _end(ended[n]):
                latest = ended[n]
            n += 1
        before = done[latest.record.identity] if latest else None
        if before and not whole and _months_between(before.period, entry.period):
            # A statement that could not be read may stand in the gap.
            before = None
        done[entry.record.identity] = Entry(entry.record, entry.statement, before)
    return list(done.values())


def _begin(entry: Entry) -> tuple[date, date, str]:
    period = entry.period
    return period.first, period.last, entry.record.identity


def _end(entry: Entry) -> tuple[date, date]:
    period = entry.period
    return period.last, period.first


def broken_link(entry: Entry) -> Link | None:
    """The objection to 期初, unless a number is in doubt, a month is missing, or a correction explains it."""
    before, opening = entry.before, entry.statement.opening
    closing = before.statement.closing if before else None
    if (
        before is None
        or opening is None
        or closing is None
        or not closing.sure
        or not _adjoin(before.period, entry.period)
    ):
        return None
    mine, theirs = entry.record.content.unit, before.record.content.unit
    computed = closing.number
    if mine is not theirs:
        computed = half_up(Fraction(closing.number) * theirs.yuan / mine.yuan, decimals_of(opening.number))
    if opening.number == computed or _explained(entry, before, opening.number, computed):
        return None
    return Link(entry, before, opening.number, computed, _explains(entry.statement, computed))


def _explains(statement: Statement, opening: Decimal) -> bool:
    """Whether this opening makes the statement's own equation hold."""
    net, closing = statement.net, statement.finance.closing
    return net is not None and closing is not None and EXACT.add(opening, net) == closing


def _adjoin(before: Period, after: Period) -> bool:
    return all(month in HOLIDAYS for month in _months_between(before, after))


def _months_between(before: Period, after: Period) -> tuple[int, ...]:
    first = after.first.year * 12 + after.first.month
    last = before.last.year * 12 + before.last.month
    return tuple((month - 1) % 12 + 1 for month in range(last + 1, first))


def _explained(entry: Entry, before: Entry, opening: Decimal, closing: Decimal) -> bool:
    """Whether a correction of either statement says that one of the two numbers was another."""
    openings, closings = {opening}, {closing}
    for record, label, values in ((entry.record, "期初", openings), (before.record, "期末", closings)):
        for act in record.all(Correction):
            if label in act.content.where:
                values |= {value for text in (act.content.old, act.content.new) if (value := _amount(text)) is not None}
    return bool(openings & closings)


def _amount(text: str | None) -> Decimal | None:
    try:
        return Decimal((text or "").replace(",", "").replace("，", "").removesuffix("元").removesuffix("万").strip())
    except InvalidOperation:
        return None


@dataclass(frozen=True, slots=True)
class SoFar:
    """Income and surplus of a series from some month up to and including one statement, in yuan."""

    income: Fraction
    surplus: Fraction

    @property
    def margin(self) -> Fraction | None:
        return self.surplus / self.income if self.income else None


def so_far(entry: Entry, year: int, month: int) -> SoFar | None:
    """The sums since that month, or None where a statement is missing, overlaps or is in doubt."""
    income = surplus = Fraction(0)
    current: Entry | None = entry
    first = year * 12 + month
    while current is not None:
        started = current.period.first.year * 12 + current.period.first.month
        ended = current.period.last.year * 12 + current.period.last.month
        if ended < first:
            return SoFar(income, surplus)
        plus, balance = (
            current.statement.at(current.statement.income.total),
            current.statement.at(current.statement.balance),
        )
        if started < first or current.statement.doubted or not _usable(plus) or not _usable(balance):
            return None
        yuan = current.record.content.unit.yuan
        income += Fraction(plus.number) * yuan if plus else 0
        surplus += Fraction(balance.number) * yuan if balance else 0
        if started == first:
            return SoFar(income, surplus)
        if current.before and not _adjoin(current.before.period, current.period):
            return None
        current = current.before
    return None


def _usable(amount: Amount | None) -> bool:
    return amount is not None and amount.sure
