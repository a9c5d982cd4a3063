"""What the records of one session say, in every way in which a quoted figure may have been meant.

A school may count its public proposals or all of them, on the day of the paper or today, and may put
only the filed ones below the line of a rate. A quote contradicts the records only if it fits none of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from gongkai.derive.cases import Case, proposal_case
from gongkai.derive.quotes import COUNTS, Quote
from gongkai.derive.rates import WITHDRAWN, Rate
from gongkai.records import Audience
from gongkai.records.proposal import Feedback, Proposal, Rating
from gongkai.register import Record, Register, frozen

_FILED = (("立案",), ("立案", "并案"), ("立案", "并案", "转意见"), ("立案", "转意见"))
_RECEIVED = ("收到", "征集")
_GOOD = ((Rating.SATISFIED, Rating.BASIC), (Rating.SATISFIED,))


def holds(quote: Quote, cases: tuple[Case, ...], days: tuple[date, ...], register: Register) -> bool:
    """Whether the records of a session bear out a quote in one way or another."""
    return any(_fits(quote, chosen) for chosen in _readings(cases, days, register) if chosen)


def today(quote: Quote, cases: tuple[Case, ...]) -> Rate:
    """What the records say today, all counted: a count as so many of 1, a rate as part and whole."""
    if quote.name in COUNTS:
        return Rate(next(_counts(quote.name, cases)), 1)
    return next(_rates(quote.name, cases), Rate(0, 0))


def _readings(cases: tuple[Case, ...], days: tuple[date, ...], register: Register) -> Iterator[tuple[Case, ...]]:
    for now in (cases, *(_as_of(cases, day, register) for day in days)):
        yield now
        yield tuple(case for case in now if case.record.content.audience is Audience.PUBLIC)


def _as_of(cases: tuple[Case, ...], day: date, register: Register) -> tuple[Case, ...]:
    """The same proposals as they stood at the end of a day."""
    leads = [case.lead for case in cases if case.lead]
    records = {record.identity: _before(record, day) for record in (*leads, *(case.record for case in cases))}
    then = replace(register, records=frozen(records))
    own = (records[case.record.identity] for case in cases)
    return tuple(proposal_case(record, then, day) for record in own if record.content.submitted_on <= day)


def _before(record: Record[Proposal], day: date) -> Record[Proposal]:
    return replace(record, acts=tuple(act for act in record.acts if act.content.day is None or act.content.day <= day))


def _fits(quote: Quote, cases: tuple[Case, ...]) -> bool:
    if quote.name in COUNTS:
        return any(quote.value.value == count for count in _counts(quote.name, cases))
    return any(quote.value.prints(Fraction(rate.part, rate.whole)) for rate in _rates(quote.name, cases))


def _counts(name: str, cases: tuple[Case, ...]) -> Iterator[int]:
    if name in _RECEIVED:
        yield len(cases)
        yield sum(case.route != WITHDRAWN for case in cases)
        return
    count = sum(case.route == name for case in cases)
    yield count
    if name == "立案":
        yield count + sum(case.route == "并案" for case in cases)


def _rates(name: str, cases: tuple[Case, ...]) -> Iterator[Rate]:
    """Every part and whole that a rate of this name may mean; without a whole there is no rate."""
    standing = tuple(case for case in cases if case.route != WITHDRAWN)
    if name == "立案率":
        ways = [Rate(part, len(whole)) for part in _counts("立案", cases) for whole in (cases, standing)]
    elif name == "满意率":
        ways = [rate for whole in _wholes(standing) for rate in _satisfaction(whole)]
    elif name in ("按期答复率", "按时答复率"):
        ways = [rate for whole in _wholes(standing) for rate in _timeliness(whole)]
    else:
        ways = [rate for whole in _wholes(standing) for rate in _answering(whole)]
    yield from (rate for rate in ways if rate.whole)


def _wholes(standing: tuple[Case, ...]) -> Iterator[tuple[Case, ...]]:
    yield standing
    for routes in _FILED:
        yield tuple(case for case in standing if case.route in routes)


def _answering(whole: tuple[Case, ...]) -> Iterator[Rate]:
    yield Rate(sum(case.answered for case in whole), len(whole))
    yield Rate(sum(case.answered or bool(case.replies) for case in whole), len(whole))


def _timeliness(whole: tuple[Case, ...]) -> Iterator[Rate]:
    first = [case.rounds[0] for case in whole if case.rounds and case.rounds[0].n == 1]
    in_time = sum(each.in_time is True for each in first)
    yield Rate(in_time, sum(each.reply is not None for each in first))
    yield Rate(in_time, len(first))


def _satisfaction(whole: tuple[Case, ...]) -> Iterator[Rate]:
    given = [[act.content.rating for act in case.record.all(Feedback)] for case in whole]
    for place in (0, -1):
        rated = [ratings[place] for ratings in given if ratings and ratings[place] is not Rating.NONE]
        for good in _GOOD:
            yield Rate(sum(rating in good for rating in rated), len(rated))
