"""Counts and rates of proposals that a meeting printed, against the records themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gongkai.derive.routes import SATISFACTION, Tally, tally
from gongkai.findings import Code, Finding
from gongkai.once import once
from gongkai.records import Audience
from gongkai.records.meeting import Meeting
from gongkai.records.proposal import Feedback, Proposal, Rating
from gongkai.register import Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.proofs import route_gap

WRONG_RATE = Code("C09", "rate-does-not-follow", "公布的满意率与记录不一致")
ROUTES = Code("C16", "routes-do-not-add-up", "公布的分流件数与记录不一致")

_COUNTED = ("收到", "立案", "并案", "转意见", "不立案", "撤回")


@once
def by_session(register: Register) -> Mapping[str, tuple[Record[Proposal], ...]]:
    """The proposals of each meeting to which any belong."""
    found: dict[str, list[Record[Proposal]]] = {}
    for record in register.of(Proposal):
        found.setdefault(_session(record, register), []).append(record)
    return {number: tuple(records) for number, records in found.items()}


def _session(record: Record[Proposal], register: Register) -> str:
    """The meeting a proposal belongs to: 届 and 次 of the school's own pattern, else the first two parts."""
    pattern = register.rulings(record.content.submitted_on).values.proposal_number or ""
    try:
        match = re.fullmatch(pattern, record.number)
    except re.error:
        match = None
    if match and {"届", "次"} <= match.groupdict().keys():
        return f"{match['届']}-{match['次']}"
    return "-".join(record.number.split("-")[:2])


@dataclass(frozen=True, slots=True)
class _Contradiction:
    """A figure that a meeting printed and the records contradict."""

    meeting: Record[Meeting]
    index: int
    message: str
    cure: str

    def object(self, register: Register, code: Code) -> Finding:
        return Objector(register, code).about(self.meeting, ("数字", self.index, "值"), self.message, self.cure)


@once
def contradicted(register: Register) -> frozenset[tuple[str, str]]:
    """Path and name of each figure that the records contradict: where it enters a sum or a rate, that
    is the same slip."""
    found = (*_wrong_counts(register), *_wrong_rates(register))
    return frozenset((each.meeting.path, each.meeting.content.figures[each.index].name) for each in found)


def routes(register: Register, today: date) -> Iterator[Finding]:
    """Counts of proposals that a meeting printed equal the records of that session, where all are here."""
    for each in _wrong_counts(register):
        yield each.object(register, ROUTES)


def _wrong_counts(register: Register) -> Iterator[_Contradiction]:
    for meeting, sessions in _counted_sessions(register):
        if any(route_gap(record) for records in sessions for record in records):
            continue
        tallies = [each for records in sessions for each in _tallies(records)]
        for index, figure in enumerate(meeting.content.figures):
            if figure.name not in _COUNTED or figure.value.scale != 1:
                continue
            printed = figure.value.value
            if register.school.repository_is_public and printed > tallies[1].count(figure.name):
                continue  # staff-only submissions lie in another repository, and may be counted here
            if not any(printed in _ways_to_count(each, figure.name) for each in tallies):
                expected = tallies[1].count(figure.name)
                difference = printed - expected
                message = f"“{figure.name}”写 {figure.value}，按记录数为 {expected}，相差 {difference:+}。"
                yield _Contradiction(meeting, index, message, "核对提案的 review.md；记录没错的改这里的数。")


def _ways_to_count(counted: Tally, name: str) -> tuple[int, ...]:
    """A printed 立案 may include those merged into filed ones, as the numbers of submissions do."""
    count = counted.count(name)
    return (count, count + counted.count("并案")) if name == "立案" else (count,)


def rates(register: Register, today: date) -> Iterator[Finding]:
    """A printed rate of satisfaction follows from the feedback records; 未反馈 is not in the denominator."""
    for each in _wrong_rates(register):
        yield each.object(register, WRONG_RATE)


def _wrong_rates(register: Register) -> Iterator[_Contradiction]:
    if register.school.repository_is_public:
        return  # feedback on staff-only submissions lies in another repository
    for meeting, sessions in _counted_sessions(register):
        if any(_uncommented(record) for records in sessions for record in records):
            continue
        tallies = [each for records in sessions for each in _tallies(records) if each.rated]
        for index, figure in enumerate(meeting.content.figures):
            parts = SATISFACTION.get(figure.name)
            if not parts or not tallies:
                continue
            shares = [(sum(each.ratings.get(part, 0) for part in parts), each.rated) for each in tallies]
            if not any(figure.value.prints(Fraction(*share)) for share in shares):
                satisfied, rated = shares[1 if len(shares) > 1 else 0]
                message = f"“{figure.name}”写 {figure.value}，按反馈记录为 {satisfied}/{rated}。"
                cure = "核对各件最后一次的 feedback 文件；未反馈的不计入分母。"
                yield _Contradiction(meeting, index, message, cure)


def _uncommented(record: Record[Proposal]) -> bool:
    """Whether a judgement is itself in doubt: dissatisfaction without a word why."""
    return any(act.content.rating is Rating.UNSATISFIED and not act.content.comment for act in record.all(Feedback))


def _tallies(records: tuple[Record[Proposal], ...]) -> tuple[Tally, Tally]:
    """The public records alone, and all of them: a printed figure may mean either."""
    return tally(record for record in records if record.content.audience is Audience.PUBLIC), tally(records)


def _counted_sessions(register: Register) -> Iterator[tuple[Record[Meeting], list[tuple[Record[Proposal], ...]]]]:
    """Meetings that print figures, with the proposals of the sessions these may be about.

    A meeting that reports on the last session's proposals (上次会议) may also print its own.
    """
    if not register.whole(Proposal):
        return
    for meeting in register.of(Meeting):
        if meeting.content.figures:
            kept = by_session(register)
            about = (meeting.content.previous or "", meeting.identity)
            numbers = (identity.rpartition("/")[2] for identity in about)
            sessions = [kept[number] for number in numbers if number in kept]
            if sessions:
                yield meeting, sessions


SUBJECT = "提案"

RULES = (Rule(WRONG_RATE, rates), Rule(ROUTES, routes))
