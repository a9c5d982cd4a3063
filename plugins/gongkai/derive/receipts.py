"""The receipt of a counted deadline, unfolded: every day of it in runs, which counted, which not, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from gongkai.workdays import Deadline, Unit, is_make_up

ONE_DAY = timedelta(days=1)
LONGEST = 800
"""Days beyond which nobody reads a receipt run by run: a mistyped 30000 工作日 must not fill a page."""


class Use(StrEnum):
    """What a run of days is to the count."""

    BEGINNING = "beginning"
    """The day from which the count runs; it is not counted itself."""
    COUNTED = "counted"
    MAKE_UP = "make-up"
    """A weekend day that is worked, and so counted."""
    SKIPPED = "skipped"
    PASSED = "passed"
    """Days off on which a count of natural days or months would end, and which the end moves past."""
    MOVED = "moved"
    """The counted last day was a day off; this is the day on which the period really ends."""


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row that are one thing to the count; `total` is how many have been counted by its end.

    `reason` says why days were skipped: 周末, a holiday's name, 学期之外.
    """

    first: date
    last: date
    use: Use
    total: int
    reason: str = ""


@lru_cache(maxsize=4096)
def runs(deadline: Deadline) -> tuple[Run, ...]:
    """Every day of a deadline in order, in runs."""
    beginning = Run(deadline.start, deadline.start, Use.BEGINNING, 0)
    if (deadline.due - deadline.start).days > LONGEST:
        return (beginning,)
    if deadline.unit in (Unit.natural, Unit.month):
        return (beginning, *_plain(deadline))
    return (beginning, *_chosen(deadline))


def _plain(deadline: Deadline) -> Iterator[Run]:
    """Natural days and months count every day; only the end may move."""
    last = deadline.moved_from or deadline.due
    days = (last - deadline.start).days
    total = deadline.count if deadline.unit is Unit.month else days
    if days > 0:
        yield Run(deadline.start + ONE_DAY, last, Use.COUNTED, total)
    for span in deadline.skipped:
        yield Run(span.first, span.last, Use.PASSED, total, span.reason)
    if deadline.moved_from:
        yield Run(deadline.due, deadline.due, Use.MOVED, total)


def _chosen(deadline: Deadline) -> Iterator[Run]:
    """Working and teaching days count some days and pass over others."""
    reasons = {span.first + offset * ONE_DAY: span.reason for span in deadline.skipped for offset in range(span.days)}
    days = [deadline.start + n * ONE_DAY for n in range(1, (deadline.due - deadline.start).days + 1)]

    def use(day: date) -> tuple[Use, str]:
        if day in reasons:
            return Use.SKIPPED, reasons[day]
        return (Use.MAKE_UP if is_make_up(day) else Use.COUNTED), ""

    total = 0
    for (kind, reason), group in groupby(days, use):
        run = list(group)
        total += 0 if kind is Use.SKIPPED else len(run)
        yield Run(run[0], run[-1], kind, total, reason)
