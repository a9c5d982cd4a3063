"""Whether what was given for a reason lies within the standard for so many cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from gongkai.derive.exact import EXACT
from gongkai.records.policy import Thresholds
from gongkai.records.welfare import Reason, Relief, ReliefStandard, Welfare

WHOLE_YEAR = 330
"""Days from which on a period holds all that one person is given in a year."""

DECIDED = ("meetings/", "decisions/")
"""Where it is written that something was decided together."""


class Misfit(Enum):
    """How a line does not fit its standard."""

    OTHER_STANDARD = "it names another standard than the school's"
    OVER = "it is more than the standard allows, with no decision behind it"
    UNDER = "it is less than the standard promises"


@dataclass(frozen=True, slots=True)
class Judged:
    """One line beside its standard; `bound` is the amount that it passed, for all its cases together."""

    index: int
    line: Relief
    standard: ReliefStandard | None
    misfit: Misfit | None = None
    bound: Decimal | None = None

    @property
    def is_over(self) -> bool:
        """Whether it is more than the standard, decided together or not."""
        high = self.standard.highest if self.standard else None
        return high is not None and self.line.amount > _times(high, self.line.cases)


def judged(content: Welfare, thresholds: Thresholds) -> tuple[Judged, ...]:
    """Every line of a welfare record beside the standard that holds for it."""
    table = {entry.reason: entry for entry in thresholds.welfare_standards or ()}
    long = (content.period.last - content.period.first).days >= WHOLE_YEAR
    return tuple(_judged(index, line, table, whole_year=long) for index, line in enumerate(content.reliefs))


def _judged(index: int, line: Relief, table: Mapping[Reason, ReliefStandard], *, whole_year: bool) -> Judged:
    school = standard_of(line.reasons, table)
    standard = school or line.standard
    if standard is None:
        return Judged(index, line, None)
    if school and line.standard and not _same(school, line.standard):
        return Judged(index, line, school, Misfit.OTHER_STANDARD)
    low, high = standard.lowest, standard.highest
    if high is not None and line.amount > (bound := _times(high, line.cases)) and not is_decided(line):
        return Judged(index, line, standard, Misfit.OVER, bound)
    # A yearly amount may be paid in parts: a single term need not reach it.
    complete = whole_year or not standard.per_year
    if low is not None and complete and line.amount < (bound := _times(low, line.cases)):
        return Judged(index, line, standard, Misfit.UNDER, bound)
    return Judged(index, line, standard)


def is_decided(line: Relief) -> bool:
    """Whether a meeting, resolution or decision stands behind what is over the standard."""
    return bool(line.over_basis and line.over_basis.startswith(DECIDED))


def standard_of(reasons: tuple[Reason, ...], table: Mapping[Reason, ReliefStandard]) -> ReliefStandard | None:
    """The school's standard for one reason; for several told together, from the lowest to the highest."""
    found = [table[reason] for reason in reasons if reason in table]
    if len(found) < len(reasons):
        return None
    if len(found) == 1:
        return found[0]
    return ReliefStandard.model_construct(
        lowest=min(_all(each.lowest for each in found), default=None),
        highest=max(_all(each.highest for each in found), default=None),
        per_year=any(each.per_year for each in found),
    )


def _all(values: Iterator[Decimal | None]) -> tuple[Decimal, ...]:
    """The values, or none of them where one is missing: then there is no bound."""
    listed = tuple(values)
    return tuple(value for value in listed if value is not None) if None not in listed else ()


def _same(one: ReliefStandard, other: ReliefStandard) -> bool:
    return (one.lowest, one.highest, one.per_year) == (other.lowest, other.highest, other.per_year)


def _times(each: Decimal, cases: int) -> Decimal:
    return EXACT.multiply(each, Decimal(cases))
