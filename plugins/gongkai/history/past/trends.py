"""How many had an answer and how long the others waited, month by month, as the records of that day say.

A past month is counted from the records that stood in git then, never from today's: what is mended or filled
in later makes no past figure better.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from statistics import median_low

from gongkai.derive.cases import Case, cases
from gongkai.derive.rates import answering
from gongkai.history.moments import Moment
from gongkai.past import TrendPoint
from gongkai.records import Audience
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Proposal
from gongkai.register import Register, frozen
from gongkai.select import select

_COUNTED = (Proposal, Opinion)


def trends(moments: Iterable[Moment], audience: Audience, today: date) -> Iterator[TrendPoint]:
    """A point for the last day of each month that is over, and one for today, once a submission is shown."""
    standing: Register | None = None
    ends = month_ends(today)
    end: date | None = None
    for moment in moments:
        if standing is None:
            end = _first_end(ends, moment.on)
        while standing is not None and end is not None and end < moment.on:
            yield from _point(standing, audience, end)
            end = next(ends, None)
        standing = moment.register
    while standing is not None and end is not None:
        yield from _point(standing, audience, end)
        end = next(ends, None)


def month_ends(today: date) -> Iterator[date]:
    """The last day of each month of this century that is over, then today."""
    year, month = 2000, 1
    while (day := date(year, month, monthrange(year, month)[1])) < today:
        yield day
        year, month = year + month // 12, month % 12 + 1
    yield today


def _first_end(ends: Iterator[date], on: date) -> date | None:
    return next((end for end in ends if end >= on), None)


def _point(register: Register, audience: Audience, on: date) -> Iterator[TrendPoint]:
    found = cases(select(_submissions(register), audience, on).register, on)
    if found:
        counted = answering(found)
        waiting = sorted(max(0, case.waiting(on)) for case in found if case.last and not case.last.reply)
        yield TrendPoint(
            on,
            len(counted.counted),
            len(counted.answered),
            sum(_in_time(case) for case in counted.answered),
            len(waiting),
            median_low(waiting) if waiting else None,
        )


def _submissions(register: Register) -> Register:
    """Nothing but what is counted here: selecting the other kinds for every month would take longer than counting."""
    records = {identity: each for identity, each in register.records.items() if isinstance(each.content, _COUNTED)}
    return replace(register, records=frozen(records))


def _in_time(case: Case) -> bool:
    """Whether the first answer came by its day; one that needed no answer of its own was never late."""
    return not case.rounds or case.rounds[0].in_time is True
