"""提案统计: how many proposals were counted under which name, each figure with the very records it counted.

Every proposal is looked at once and says itself under which names it counts (`Standing`); a figure of
a group is nothing but the list of those that say so. Departments stand in the order of the school's own
list, under the names they have now; nothing is ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from gongkai.derive.cases import Case, Process, Promise, PromiseState, Round, cases
from gongkai.derive.measures import SHARES, span
from gongkai.derive.rates import WITHDRAWN, Rate, own_promises, session
from gongkai.once import once
from gongkai.records.proposal import Feedback, Proposal, Rating
from gongkai.register import Register
from gongkai.workdays import school_year


class Dimension(StrEnum):
    """By what proposals are grouped."""

    ALL = "全部"
    SESSION = "届次"
    DEPARTMENT = "部门"
    CATEGORY = "类别"
    YEAR = "学年"


UNASSIGNED = "未交办"
"""The department of a proposal that nobody was asked to handle."""
OTHER = "其他"
"""The session of a proposal whose number names none."""

_ROUTES = {"立案": "filed", "并案": "merged", "转意见": "opinion", "不立案": "rejected", "撤回": "withdrawn"}
_TIMED = ("立案", "转意见")
_RATINGS = {Rating.SATISFIED: "satisfied", Rating.BASIC: "basic", Rating.UNSATISFIED: "unsatisfied"}
_PROMISES: Mapping[PromiseState, tuple[str, ...]] = {
    PromiseState.KEPT: ("kept", "due"),
    PromiseState.KEPT_LATE: ("kept_late", "due"),
    PromiseState.UNMET: ("unmet", "due"),
    PromiseState.PENDING: ("pending",),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one proposal, or one promise in its answer, stands in every count.

    `places` is the group of each dimension that it belongs to, `measures` the names under which it
    counts. `days` are those from the assignment to the first answer, or to today if that is overdue.
    """

    identity: str
    case: Case
    promise: Promise | None
    places: Mapping[Dimension, str]
    measures: tuple[str, ...]
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one group of proposals; `counted` is what each of them counted, by identity."""

    dimension: Dimension
    name: str
    counted: Mapping[str, tuple[str, ...]]
    days: tuple[int, ...]

    def count(self, *measures: str) -> int:
        """How many are counted under these names."""
        return sum(len(self.counted.get(measure, ())) for measure in measures)

    def share(self, name: str) -> Rate:
        """One of SHARES, as part and whole."""
        _, above, below = SHARES[name]
        return Rate(self.count(*above), self.count(below))

    @property
    def median(self) -> Decimal | None:
        """The middle of the days, of an even number the mean of the two in the middle."""
        if not self.days:
            return None
        middle, odd = divmod(len(self.days), 2)
        both = self.days[middle] + self.days[middle if odd else middle - 1]
        return Decimal(both) / 2


@dataclass(frozen=True, slots=True)
class Statistics:
    """Every proposal and promise that was counted, and the figures of every group, in order."""

    proposals: tuple[Standing, ...]
    promises: tuple[Standing, ...]
    groups: tuple[Group, ...]

    @property
    def whole(self) -> Group:
        return self.groups[0]

    def of(self, dimension: Dimension) -> tuple[Group, ...]:
        """The groups of one dimension, in order."""
        return tuple(group for group in self.groups if group.dimension is dimension)


@once
def statistics(register: Register, today: date) -> Statistics:
    """The figures of every reviewed or withdrawn proposal of a register on a day."""
    called = current_names(register)
    proposals: list[Standing] = []
    promises: list[Standing] = []
    for case in cases(register, today):
        if isinstance(case.record.content, Proposal) and case.route in _ROUTES:
            places = _places(case, called)
            proposals.append(_proposal(case, places, today))
            promises += _promises(case, places)
    return Statistics(tuple(proposals), tuple(promises), tuple(_groups((*proposals, *promises), register, today)))


def current_names(register: Register) -> dict[str, str]:
    """From every name that a department has or had to the one it has now."""
    departments = register.school.departments
    names = {former.name: each.name for each in departments for former in each.former}
    return {**names, **{each.name: each.name for each in departments}}


def _places(case: Case, called: Mapping[str, str]) -> dict[Dimension, str]:
    content: Proposal = case.record.content
    found = session(case.record.number)
    return {
        Dimension.ALL: Dimension.ALL.value,
        Dimension.SESSION: str(found) if found else OTHER,
        Dimension.DEPARTMENT: called.get(case.department, case.department) or UNASSIGNED,
        Dimension.CATEGORY: content.category,
        Dimension.YEAR: f"{school_year(content.submitted_on)}学年",
    }


def _proposal(case: Case, places: Mapping[Dimension, str], today: date) -> Standing:
    measures = ["received", _ROUTES[case.route]]
    days = None
    if case.route != WITHDRAWN:
        measures += ("answerable", "answered" if case.answered else "open")
        if case.process is Process.OVERDUE:
            measures.append("overdue")
    if case.route in _TIMED and case.rounds:
        first = case.rounds[0]
        timing = _timing(first, today)
        measures.append(timing)
        if timing != "not_due":
            days = first.days_taken(today)
            measures += ("timed", span(days))
    measures += _judgements(case)
    return Standing(case.record.identity, case, None, places, tuple(measures), days)


def _timing(first: Round, today: date) -> str:
    if first.reply:
        return "in_time" if first.in_time else "late"
    return "unanswered" if first.overdue_days(today) else "not_due"


def _judgements(case: Case) -> Iterator[str]:
    ratings = [act.content.rating for act in case.record.all(Feedback)]
    if ratings and ratings[0] in _RATINGS:
        yield from (f"first_{_RATINGS[ratings[0]]}", "first_rated")
    if ratings and ratings[-1] in _RATINGS:
        yield from (f"final_{_RATINGS[ratings[-1]]}", "final_rated")
    elif case.answered and case.replies:
        yield "unrated"


def _promises(case: Case, places: Mapping[Dimension, str]) -> Iterator[Standing]:
    for promise in own_promises(case):
        number, ask = promise.ask
        identity = f"{promise.reply.identity}#{number + '/' if number else ''}{ask}"
        yield Standing(identity, case, promise, places, _PROMISES[promise.state])


def _groups(standings: Iterable[Standing], register: Register, today: date) -> Iterator[Group]:
    counted: dict[tuple[Dimension, str], dict[str, list[str]]] = {(Dimension.ALL, Dimension.ALL.value): {}}
    days: dict[tuple[Dimension, str], list[int]] = {}
    for standing in standings:
        for place in standing.places.items():
            lists = counted.setdefault(place, {})
            for measure in standing.measures:
                lists.setdefault(measure, []).append(standing.identity)
            if standing.days is not None:
                days.setdefault(place, []).append(standing.days)
    for place in sorted(counted, key=_Order(register, today)):
        frozen = {measure: tuple(found) for measure, found in counted[place].items()}
        yield Group(*place, MappingProxyType(frozen), tuple(sorted(days.get(place, ()))))


class _Order:
    """The order of groups: sessions and years with the newest first, the rest as the school lists them."""

    def __init__(self, register: Register, today: date) -> None:
        categories = register.rulings(today).values.categories or ()
        self._listed = {
            Dimension.DEPARTMENT: {each.name: n for n, each in enumerate(register.school.departments)},
            Dimension.CATEGORY: {name: n for n, name in enumerate(categories)},
        }
        self._sessions = {
            str(found): (-found.term, -found.meeting)
            for record in register.of(Proposal)
            if (found := session(record.number))
        }

    def __call__(self, place: tuple[Dimension, str]) -> tuple[int, tuple[int, ...], str]:
        dimension, name = place
        return list(Dimension).index(dimension), self._rank(dimension, name), name

    def _rank(self, dimension: Dimension, name: str) -> tuple[int, ...]:
        if dimension is Dimension.SESSION:
            return self._sessions.get(name, (0, 0))
        if dimension is Dimension.YEAR:
            return (-int(name[:4]),)
        listed = self._listed.get(dimension, {})
        return (listed.get(name, len(listed)),)
