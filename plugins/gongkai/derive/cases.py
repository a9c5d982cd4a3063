"""What became of a submission: its route, its rounds of answering with their clocks, its promises.

A case is computed from dated acts alone. Process (how far the handling has come) and outcome (what
the answers say) are two axes. Clocks count as records.md says: the day of assignment is not counted,
and the last day moves past a holiday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from gongkai.derive.extensions import Refused, extended
from gongkai.once import once
from gongkai.records import ActFile
from gongkai.records.opinion import Opinion, Route
from gongkai.records.policy import Days
from gongkai.records.proposal import (
    Answer,
    Delay,
    Disposition,
    Extension,
    Feedback,
    Handover,
    Outcome,
    Progress,
    Proposal,
    Rating,
    Reply,
    Review,
    Withdrawal,
)
from gongkai.register import Act, Record, Register
from gongkai.workdays import Deadline, deadline

T = TypeVar("T", bound=ActFile)


class Process(StrEnum):
    """How far the handling has come."""

    RECEIVED = "已收"
    REVIEWED = "已审查"
    HANDLING = "办理中"
    OVERDUE = "逾期"
    ANSWERED = "已答复"
    REOPENED = "重新办理"
    CLOSED = "办结"
    TOLD = "已告知"


class PromiseState(StrEnum):
    """What became of a promise."""

    PENDING = "未到期"
    KEPT = "已兑现"
    KEPT_LATE = "已兑现，迟"
    UNMET = "到期未完成"


@dataclass(frozen=True, slots=True)
class Promise:
    """A dated promise of a reply; `due` is the day in force after any move, `first_due` the first."""

    reply: Act[Reply]
    ask: tuple[str, int]
    text: str
    first_due: date
    due: date
    done_on: date | None
    state: PromiseState
    progress: tuple[Act[Progress], ...]

    @property
    def days_late(self) -> int:
        return max(0, (self.done_on - self.due).days) if self.done_on else 0


@dataclass(frozen=True, slots=True)
class Round:
    """One time of asking: when it began, by when an answer is due, and what came.

    `deadline` is the receipt of the first count; `due` is the day after the `extensions` that count
    (the others are `refused`), `limit` the day up to which a signed statement of delay holds the build open.
    """

    n: int
    began: date
    threshold: str
    deadline: Deadline
    extensions: tuple[Act[Extension], ...]
    refused: tuple[Refused, ...]
    due: date
    delays: tuple[Act[Delay], ...]
    limit: date
    reply: Act[Reply] | None
    feedback: Act[Feedback] | None

    @property
    def in_time(self) -> bool | None:
        """Whether the answer came by the due day; None while there is no answer."""
        return self.reply.content.on <= self.due if self.reply else None

    def days_taken(self, today: date) -> int:
        return ((self.reply.content.on if self.reply else today) - self.began).days

    def overdue_days(self, today: date) -> int:
        return 0 if self.reply else max(0, (today - self.due).days)


@dataclass(frozen=True, slots=True)
class Case:
    """A submission and what became of it by a day."""

    record: Record[Any]
    route: str
    department: str
    rounds: tuple[Round, ...]
    answered: bool
    process: Process
    outcome: Outcome | None
    promises: tuple[Promise, ...]
    lead: Record[Any] | None
    """The record in whose replies this one is answered, if it was merged or joined."""

    @property
    def last(self) -> Round | None:
        return self.rounds[-1] if self.rounds else None

    @property
    def replies(self) -> tuple[Act[Reply], ...]:
        return (self.lead or self.record).all(Reply)

    def waiting(self, today: date) -> int:
        """Days since the open round began; 0 when nothing is awaited."""
        return self.last.days_taken(today) if self.last and not self.last.reply else 0

    def overdue_days(self, today: date) -> int:
        return self.last.overdue_days(today) if self.last else 0

    def answers(self) -> dict[tuple[str, int], tuple[Act[Reply], Answer]]:
        """For each ask, of this record and of those merged into it, the latest answer."""
        return _latest(self.replies)


_Answers: TypeAlias = Mapping[tuple[str, int], tuple[Act[Reply], Answer]]


def _latest(replies: tuple[Act[Reply], ...]) -> dict[tuple[str, int], tuple[Act[Reply], Answer]]:
    return {answer.ask: (reply, answer) for reply in replies for answer in reply.content.answers}


_ITEM = re.compile(r"^ {0,3}(\d{1,3})(?:[.)]\s+|[、．]\s*)(?P<text>\S.*)$")


def asks(suggestions: str) -> tuple[str, ...]:
    """The items of the first ordered list; without a list the whole text is one ask."""
    items: list[str] = []
    inside = False
    for line in suggestions.split("\n"):
        if match := _ITEM.match(line):
            items.append(match["text"].strip())
            inside = True
        elif inside and line.strip() and line[:1] in " \t":
            items[-1] += " " + line.strip()
        elif inside and line.strip():
            break
    whole = suggestions.strip()
    return tuple(items) if items else ((whole,) if whole else ())


@once
def asks_of(record: Record[Any]) -> tuple[str, ...]:
    """The items that a proposal asks for."""
    return asks(record.content.suggestions)


@once
def cases(register: Register, today: date) -> tuple[Case, ...]:
    """Every proposal and opinion as a case, by identity."""
    proposals = (proposal_case(record, register, today) for record in register.of(Proposal))
    opinions = (opinion_case(record, register, today) for record in register.of(Opinion))
    return (*proposals, *opinions)


def proposal_case(record: Record[Proposal], register: Register, today: date) -> Case:
    """What became of a proposal."""
    review = record.one(Review)
    if record.one(Withdrawal):
        return _closed(record, "撤回", _department(record, review), Process.CLOSED)
    if review is None:
        began = record.content.submitted_on
        rounds = tuple(_rounds(record, register, began, "reply_deadline"))
        return Case(record, "已收", "", rounds, False, _process(rounds, today, Process.RECEIVED), None, (), None)
    disposition = review.content.disposition
    department = _department(record, review)
    if disposition is Disposition.REJECTED:
        return _closed(record, "不立案", department, Process.TOLD)
    if disposition is Disposition.MERGED:
        return _merged(record, review, register, today)
    began = _assigned(record, review)
    rounds = tuple(_rounds(record, register, began, "reply_deadline"))
    return _open(record, disposition.value, department, rounds, today)


def opinion_case(record: Record[Opinion], register: Register, today: date) -> Case:
    """What became of an opinion."""
    handling = record.content.handling
    department = (handling.receiver or "") if handling else ""
    if handling and handling.route in (Route.SPECIAL, Route.KEPT):
        return _closed(record, handling.route.value, department, Process.TOLD)
    if handling and handling.route is Route.JOINED and handling.joined_to:
        lead: Record[Any] | None = register.get(handling.joined_to, Opinion) or register.get(
            handling.joined_to, Proposal
        )
        answered = bool(lead and lead.all(Reply))
        process = Process.ANSWERED if answered else Process.HANDLING
        return Case(record, "合并答复", department, (), answered, process, None, (), lead)
    began = (handling.on if handling else None) or record.content.day
    handover = record.all(Handover)
    for act in handover:
        began = act.content.assigned_on or began
    rounds = tuple(_rounds(record, register, began, "opinion_deadline")) if began else ()
    department = handover[-1].content.target if handover else department
    return _open(record, handling.route.value if handling else "已收", department, rounds, today)


def _closed(record: Record[Any], route: str, department: str, process: Process) -> Case:
    return Case(record, route, department, (), True, process, None, (), None)


def _open(record: Record[Any], route: str, department: str, rounds: tuple[Round, ...], today: date) -> Case:
    last = rounds[-1] if rounds else None
    answered = bool(last and last.reply)
    latest = _latest(record.all(Reply))
    promises = tuple(_promises(record, latest, today))
    process = _process(rounds, today, Process.HANDLING)
    return Case(record, route, department, rounds, answered, process, _outcome("", latest, promises), promises, None)


def _merged(record: Record[Proposal], review: Act[Review], register: Register, today: date) -> Case:
    lead = register.get(review.content.merged_into or "", Proposal)
    department = review.content.lead or ""
    if lead is None:
        return Case(record, "并案", department, (), False, Process.HANDLING, None, (), None)
    lead_review = lead.one(Review)
    replies = lead.all(Reply)
    answered = bool(replies)
    latest = _latest(replies)
    promises = tuple(promise for promise in _promises(lead, latest, today) if promise.ask[0] == record.number)
    began = _assigned(lead, lead_review) if lead_review else review.content.on
    rounds = tuple(_rounds(record, register, began, "reply_deadline", replies))
    own = rounds[1:]  # the first round is the lead's own clock
    answered = answered and all(round_.reply for round_ in own)
    process = _process(rounds, today, Process.HANDLING) if answered or own else Process.HANDLING
    outcome = _outcome(record.number, latest, promises)
    return Case(record, "并案", _department(lead, lead_review), own, answered, process, outcome, promises, lead)


def _department(record: Record[Any], review: Act[Review] | None) -> str:
    handovers = record.all(Handover)
    return handovers[-1].content.target if handovers else (review.content.lead or "" if review else "")


def _assigned(record: Record[Proposal], review: Act[Review]) -> date:
    began = review.content.assigned_on or review.content.on
    for handover in record.all(Handover):
        began = handover.content.assigned_on or began
    return began


def _rounds(
    record: Record[Any],
    register: Register,
    began: date,
    threshold: str,
    answers: tuple[Act[Reply], ...] | None = None,
) -> Iterator[Round]:
    """The rounds of a submission; `answers` are the lead's, where it is answered with another."""
    replies = {reply.n: reply for reply in (record.all(Reply) if answers is None else answers)}
    feedbacks = {feedback.n: feedback for feedback in record.all(Feedback)}
    n = 1
    while True:
        feedback = feedbacks.get(n)
        yield _round(record, register, n, began, threshold, replies.get(n), feedback)
        until = _reopened(feedback)
        if until is None:
            return
        n, began, threshold = n + 1, until, "second_reply_deadline"


def _reopened(feedback: Act[Feedback] | None) -> date | None:
    return feedback.content.on if feedback and feedback.content.rating is Rating.UNSATISFIED else None


def _round(
    record: Record[Any],
    register: Register,
    n: int,
    began: date,
    threshold: str,
    reply: Act[Reply] | None,
    feedback: Act[Feedback] | None,
) -> Round:
    """A round with its deadline, and what extends it until the next round begins."""
    until = _reopened(feedback)
    rulings = register.rulings(began)
    days: Days | None = getattr(rulings.values, threshold)
    assert days is not None  # the common preset names every deadline
    counted = deadline(began, days.count, days.unit, register.terms)
    longest = rulings.values.longest_reply
    latest = deadline(began, longest.count, longest.unit, register.terms).due if longest else None
    given = _within(record.all(Extension), began, until)
    moved = extended(counted.due, given, rulings.values.extension_limit or 0, latest)
    delays = tuple(delay for delay in _within(record.all(Delay), began, until) if delay.content.on > moved.due)
    limit = max((moved.due, *(delay.content.until for delay in delays)))
    return Round(n, began, threshold, counted, moved.granted, moved.refused, moved.due, delays, limit, reply, feedback)


def _within(acts: tuple[Act[T], ...], began: date, until: date | None) -> tuple[Act[T], ...]:
    return tuple(
        act
        for act in acts
        if act.content.day and act.content.day >= began and (until is None or act.content.day <= until)
    )


def _process(rounds: tuple[Round, ...], today: date, waiting: Process) -> Process:
    if not rounds:
        return waiting
    last = rounds[-1]
    if last.reply is None:
        if last.overdue_days(today):
            return Process.OVERDUE
        return waiting if last.n == 1 else Process.REOPENED
    return Process.CLOSED if last.feedback else Process.ANSWERED


_LEAST_SETTLED = (Outcome.IN_PROGRESS, Outcome.PLANNED, Outcome.ESCALATED, Outcome.REFERENCE, Outcome.RESOLVED)


def _outcome(own: str, latest: _Answers, promises: tuple[Promise, ...]) -> Outcome | None:
    """The least settled of the latest answers to the record's own asks; a kept promise counts as resolved."""
    kept = {promise.ask for promise in promises if promise.done_on}
    found = {
        Outcome.RESOLVED if ask in kept else answer.outcome for ask, (_, answer) in latest.items() if ask[0] == own
    }
    return next((outcome for outcome in _LEAST_SETTLED if outcome in found), None)


def _promises(record: Record[Any], latest: _Answers, today: date) -> Iterator[Promise]:
    """Each dated promise with its progress; a later reply to the same ask replaces an earlier promise."""
    for ask, (reply, answer) in latest.items():
        if answer.due is None or answer.outcome is Outcome.RESOLVED:
            continue
        about = tuple(
            act
            for act in record.all(Progress)
            if act.content.about[0] == reply.n and (act.content.about[1:] == ask or act.content.about[1:] == ("", 0))
        )
        moves = [act.content.moved_to for act in about if act.content.moved_to]
        due = moves[-1] if moves else answer.due
        done = next((act.content.done_on for act in about if act.content.done_on), None)
        if done:
            state = PromiseState.KEPT if done <= due else PromiseState.KEPT_LATE
        else:
            state = PromiseState.UNMET if today > due else PromiseState.PENDING
        text = answer.promise or answer.text or ""
        yield Promise(reply, ask, text, answer.due, due, done, state, about)
