"""A canteen's margin: surplus divided by income, over the span that the statement or the policy says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from gongkai.derive.columns import cumulative_column
from gongkai.derive.exact import half_up
from gongkai.derive.series import Entry, so_far
from gongkai.derive.statements import Statement
from gongkai.records.finance import CanteenMode, MarginBasis
from gongkai.workdays import Term

_LONG = 2
"""A statement over more months than that is one of a term, and its own figures are cumulative."""


def reckoned(entry: Entry, terms: tuple[Term, ...]) -> tuple[Fraction, ...]:
    """Every span over which the printed 盈亏率 may have been reckoned; the one to name comes first.

    A cumulative margin may count from the start of the term, of the calendar year or of the school
    year: schools differ, and the record does not say. None where the statements since the start of
    the term are not all there.
    """
    canteen = entry.record.content.canteen
    if canteen is None or entry.statement.doubted:
        return ()
    if canteen.margin_basis is MarginBasis.MONTH:
        return _kept(of_period(entry))
    own = cumulative(entry, terms)
    if canteen.margin_basis is None:
        # Which span was meant is not written: either is right.
        return (*_kept(of_period(entry)), *_kept(own))
    if own is None or _has_own_span(entry):
        return _kept(own)
    last = entry.period.last
    autumn = last.year if last.month >= 9 else last.year - 1
    sums = (so_far(entry, last.year, 1), so_far(entry, autumn, 9))
    return (own, *(each.margin for each in sums if each and each.margin is not None))


def misprinted(entry: Entry, terms: tuple[Term, ...]) -> tuple[Decimal, Fraction] | None:
    """What 盈亏率 should be, at its printed decimals and exactly, where it is none of what it may be."""
    canteen = entry.record.content.canteen
    printed = canteen.margin if canteen else None
    shares = reckoned(entry, terms) if printed else ()
    if not printed or not shares:
        return None
    rounded = [half_up(share * printed.scale, printed.decimals) for share in shares]
    return None if printed.value in rounded else (rounded[0], shares[0] * printed.scale)


def cumulative(entry: Entry, terms: tuple[Term, ...]) -> Fraction | None:
    """The margin of the term up to the end of this statement."""
    statement = entry.statement
    place = cumulative_column(statement.columns)
    if place is not None:
        return _share(statement, place)
    if len(entry.period.months()) > _LONG:
        return _share(statement, statement.main)
    term = next((term for term in terms if _in_months(entry.period.last, term)), None)
    total = so_far(entry, term.first.year, term.first.month) if term else None
    return total.margin if total else None


def of_period(entry: Entry) -> Fraction | None:
    """The margin of this statement's own period."""
    return _share(entry.statement, entry.statement.main)


def ends_term(entry: Entry, terms: tuple[Term, ...]) -> bool:
    """Whether a term ends in the period of this statement."""
    return any(entry.period.covers(term.last) for term in terms)


def keeps_own_books(entry: Entry) -> bool:
    """Whether this is a canteen that the school runs itself and that was open."""
    canteen = entry.record.content.canteen
    return canteen is not None and canteen.mode is CanteenMode.SELF and not canteen.paused


def _has_own_span(entry: Entry) -> bool:
    return cumulative_column(entry.statement.columns) is not None or len(entry.period.months()) > _LONG


def _in_months(day: date, term: Term) -> bool:
    return (term.first.year, term.first.month) <= (day.year, day.month) <= (term.last.year, term.last.month)


def _share(statement: Statement, place: int | None) -> Fraction | None:
    if place is None:
        return None
    plus, balance = statement.income.total[place], statement.balance[place]
    if not (plus.sure and balance.sure and plus.number):
        return None
    return Fraction(balance.number) / Fraction(plus.number)


def _kept(share: Fraction | None) -> tuple[Fraction, ...]:
    return () if share is None else (share,)
