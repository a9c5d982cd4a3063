"""回头看: school year by school year, what was promised and kept, and what a second answer changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.derive.cases import Case, Promise, Round
from gongkai.derive.rates import Keeping, Rate, own_promises, sorted_out
from gongkai.records.proposal import Feedback, Rating
from gongkai.workdays import school_year

Promised = tuple[Case, Promise]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How proposers judged answers: how many were satisfied, of those who judged at all."""

    satisfied: int
    basic: int
    unsatisfied: int

    @property
    def rate(self) -> Rate:
        """满意 and 基本满意 of all judgements; 未反馈 counts nowhere."""
        return Rate(self.satisfied + self.basic, self.satisfied + self.basic + self.unsatisfied)


@dataclass(frozen=True, slots=True)
class Year:
    """One school year.

    Promises belong to the year of the day first promised, judgements to the year of the first judgement
    on the submission. `moved` are the promises whose day was put off, whatever came of them; `reopened`
    every further time of asking after 不满意.
    """

    name: str
    promises: Keeping
    moved: tuple[Promised, ...]
    first: Verdicts
    final: Verdicts
    reopened: tuple[tuple[Case, Round], ...]

    @property
    def count(self) -> int:
        found = self.promises
        return len(found.kept) + len(found.late) + len(found.unmet) + len(found.pending)


def years(cases: Iterable[Case]) -> tuple[Year, ...]:
    """Every school year in which something was promised or judged, the newest first."""
    chosen = tuple(cases)
    promised: dict[str, list[Promised]] = {}
    judged: dict[str, list[Case]] = {}
    for case in chosen:
        for promise in own_promises(case):
            promised.setdefault(school_year(promise.first_due), []).append((case, promise))
        feedback = case.record.all(Feedback)
        if feedback:
            judged.setdefault(school_year(feedback[0].content.on), []).append(case)
    names = sorted({*promised, *judged}, reverse=True)
    return tuple(_year(name, promised.get(name, []), judged.get(name, [])) for name in names)


def _year(name: str, promised: list[Promised], judged: list[Case]) -> Year:
    reopened = tuple((case, each) for case in judged for each in case.rounds if each.n > 1)
    moved = tuple(pair for pair in promised if pair[1].due != pair[1].first_due)
    return Year(name, sorted_out(promised), moved, _verdicts(judged, 0), _verdicts(judged, -1), reopened)


def _verdicts(judged: list[Case], place: int) -> Verdicts:
    """The first judgement on each submission (0), or the last (-1)."""
    ratings = [case.record.all(Feedback)[place].content.rating for case in judged]
    return Verdicts(ratings.count(Rating.SATISFIED), ratings.count(Rating.BASIC), ratings.count(Rating.UNSATISFIED))
