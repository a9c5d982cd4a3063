"""The order of a record's dates: which one cannot be right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.findings import Code, Finding
from gongkai.once import once
from gongkai.records.opinion import Opinion
from gongkai.records.organisation import Organisation
from gongkai.records.proposal import (
    Correction,
    Delay,
    Extension,
    Feedback,
    Handover,
    Outcome,
    Progress,
    Proposal,
    Rating,
    Reply,
    Review,
    Support,
)
from gongkai.records.regulation import Regulation
from gongkai.register import Act, Record, Register
from gongkai.rules.base import Objector

WRONG_DATE = Code("C05", "act-out-of-order", "日期的先后不对")

_CURE = "对照纸质材料，检查哪一个日期写错了。"


@dataclass(frozen=True, slots=True)
class Moment:
    """One date as typed: where, what readers call it, and whether it may lie in the future."""

    what: Record[Any] | Act[Any]
    keys: tuple[str | int, ...]
    label: str
    day: date
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """A date that cannot be right, and the date it cannot stand beside (None: today)."""

    moment: Moment
    other: Moment | None


class Order:
    """The dates of one record, and which of them must not come after which."""

    def __init__(self) -> None:
        self.moments: list[Moment] = []
        self.pairs: list[tuple[int, int]] = []

    def add(self, moment: Moment, *after: int | None) -> int:
        """Put a date behind others; the earlier a date is added, the earlier it should be."""
        self.moments.append(moment)
        index = len(self.moments) - 1
        self.pairs += [(before, index) for before in after if before is not None]
        return index

    def slips(self, today: date) -> Iterator[Slip]:
        """The fewest dates that explain every contradiction; of two equally likely, the later step."""
        future = {i for i, moment in enumerate(self.moments) if moment.day > today and not moment.planned}
        wrong = [(i, j) for i, j in self.pairs if self.moments[i].day > self.moments[j].day]
        while future or wrong:
            weights = [sum(i in pair for pair in wrong) + (i in future) for i in range(len(self.moments))]
            culprit = max(range(len(weights)), key=lambda i: (weights[i], i))
            pair = next((pair for pair in wrong if culprit in pair), None)
            other = None
            if pair and culprit not in future:
                other = self.moments[pair[0] if pair[1] == culprit else pair[1]]
            yield Slip(self.moments[culprit], other)
            future.discard(culprit)
            wrong = [pair for pair in wrong if culprit not in pair]


def date_slips(record: Record[Any], today: date) -> tuple[Slip, ...]:
    """The dates of a proposal or opinion that cannot be right."""
    last = _last(record)
    return () if last is not None and last <= today else tuple(_order(record).slips(today))


@once
def _last(record: Record[Any]) -> date | None:
    """The last day that may not lie in the future, if no date contradicts another."""
    order = _order(record)
    days = [moment.day for moment in order.moments]
    contradicted = any(days[i] > days[j] for i, j in order.pairs)
    return None if contradicted else max([m.day for m in order.moments if not m.planned], default=date.min)


_ABOUT_THE_TASK = frozenset({Reply, Feedback, Handover, Support})
"""Acts that do not come before the task was given; asking for the type of a model is told in a tenth of the time
in which `isinstance` tells that it is another."""


def _order(record: Record[Any]) -> Order:
    order = Order()
    start = _submission(record, order)
    began = _assignment(record, order, start)
    replies: dict[int, int] = {}
    earlier: dict[str, int] = {}
    for act in record.acts:
        content: Any = act.content
        kind = type(content)
        if kind is Review or content.on is None:
            continue
        name = act.identity.rpartition("/")[2]
        after: list[int | None] = [start, earlier.get(act.name)]
        if kind in _ABOUT_THE_TASK:
            after += began
        if kind is Feedback:
            after.append(replies.get(act.n))
        elif kind is Progress:
            after.append(replies.get(content.about[0]))
        index = order.add(Moment(act, ("日期",), f" {name}", content.on), *after)
        earlier[act.name] = index
        if kind is Reply:
            replies[act.n] = index
            _promised(order, act, content, index)
    _again(record, order, replies)
    _planned(record, order, start)
    return order


def _submission(record: Record[Any], order: Order) -> int | None:
    content = record.content
    if isinstance(content, Proposal):
        return order.add(Moment(record, ("提交日期",), "提交", content.submitted_on))
    if not isinstance(content, Opinion):
        return None
    received = content.received_on
    start = order.add(Moment(record, ("收到日期",), "收到", received)) if received else None
    if content.opened_on:
        start = order.add(Moment(record, ("开箱日期",), "开箱", content.opened_on), start)
    return start


def _assignment(record: Record[Any], order: Order, start: int | None) -> list[int | None]:
    """The dates which nothing that answers may precede."""
    if isinstance(record.content, Opinion):
        handling = record.content.handling
        if handling is None:
            return []
        return [order.add(Moment(record, ("处理", "日期"), "转交", handling.on), start)]
    review = record.one(Review)
    if review is None:
        return []
    reviewed = order.add(Moment(review, ("日期",), "审查", review.content.on), start)
    assigned = None
    if review.content.assigned_on:
        moment = Moment(review, ("交办日期",), "交办", review.content.assigned_on)
        assigned = order.add(moment, reviewed, start)
    if review.content.told_proposer_on:
        moment = Moment(review, ("告知提案人",), "告知提案人", review.content.told_proposer_on)
        order.add(moment, reviewed, start)
    return [reviewed, assigned]


def _promised(order: Order, act: Act[Any], reply: Reply, index: int) -> None:
    for position, answer in enumerate(reply.answers):
        if answer.due and answer.outcome in (Outcome.IN_PROGRESS, Outcome.PLANNED):
            keys = ("逐条", position, "期限")
            order.add(Moment(act, keys, "承诺的期限", answer.due, planned=True), index)


def _again(record: Record[Any], order: Order, replies: dict[int, int]) -> None:
    """Reply n+1 answers the dissatisfaction of feedback n, so it does not come before it."""
    unsatisfied = [act for act in record.all(Feedback) if act.content.rating is Rating.UNSATISFIED]
    acts = _acts(order) if unsatisfied else {}
    for feedback in unsatisfied:
        before, after = acts.get(feedback.identity), replies.get(feedback.n + 1)
        if before is not None and after is not None:
            order.pairs.append((before, after))


def _acts(order: Order) -> dict[str, int]:
    """Where the day of each act stands among the dates."""
    return {moment.what.identity: i for i, moment in enumerate(order.moments) if moment.keys == ("日期",)}


_PLANNING = frozenset({Extension, Delay, Handover, Progress})


def _planned(record: Record[Any], order: Order, start: int | None) -> None:
    """Days that lie ahead of the act that names them, and days on which something was finished."""
    planning = [act for act in record.acts if type(act.content) in _PLANNING]
    acts = _acts(order) if planning else {}
    for act in planning:
        content = act.content
        own = acts.get(act.identity)
        if isinstance(content, Extension):
            order.add(Moment(act, ("延至",), "延至", content.until, planned=True), own)
        elif isinstance(content, Delay):
            order.add(Moment(act, ("新期限",), "新期限", content.until, planned=True), own)
        elif isinstance(content, Handover) and content.assigned_on:
            order.add(Moment(act, ("交办日期",), "交办", content.assigned_on), own)
        elif isinstance(content, Progress):
            if content.moved_to:
                order.add(Moment(act, ("新期限",), "新期限", content.moved_to, planned=True), own)
            if content.done_on:
                done = order.add(Moment(act, ("完成日期",), "完成", content.done_on), start)
                if own is not None:
                    order.pairs.append((done, own))


def out_of_order(register: Register, today: date) -> Iterator[Finding]:
    """Acts happen after the submission, each after what it answers, not in the future; what is published was made."""
    objector = Objector(register, WRONG_DATE)
    for kind in (Proposal, Opinion):
        for record in register.of(kind):
            for slip in date_slips(record, today):
                moment, other = slip.moment, slip.other
                key = str(moment.keys[-1])
                if other is None:
                    message = f"{key} {moment.day} 在今天（{today}）以后。"
                    cure = "检查年份和月份；还没有做的事先不写。"
                else:
                    word = "早于" if moment.day < other.day else "晚于"
                    message = f"{key} {moment.day} {word}{other.label}（{other.day}）。"
                    cure = _CURE
                yield objector.about(moment.what, moment.keys, message, cure)
    for record in register.records.values():
        made_on, published_on = record.content.made_on, record.content.published_on
        if made_on and published_on and published_on < made_on:
            message = f"发布日期 {published_on} 早于形成日期 {made_on}。"
            yield objector.about(record, ("发布日期",), message, _CURE)
        if type(record.content) not in (Proposal, Opinion):
            yield from _corrections(objector, record, today)
    yield from _terms(objector)


def _corrections(objector: Objector, record: Record[Any], today: date) -> Iterator[Finding]:
    """A correction is made after what it corrects was published, and not in the future."""
    published_on = record.content.published_on
    for act in record.all(Correction):
        on = act.content.on
        if on > today:
            message, cure = f"日期 {on} 在今天（{today}）以后。", "检查年份和月份；还没有做的事先不写。"
            yield objector.about(act, ("日期",), message, cure)
        elif published_on and on < published_on:
            yield objector.about(act, ("日期",), f"更正日期 {on} 早于发布日期 {published_on}。", _CURE)


def _terms(objector: Objector) -> Iterator[Finding]:
    """What runs for a time ends after it begins."""
    for body in objector.register.of(Organisation):
        tenure = body.content.tenure
        if tenure.is_reversed:
            key = "延期至" if tenure.extended else "至"
            message = f"届期的“{key}” {tenure.last} 早于“自” {tenure.since}。"
            yield objector.about(body, ("届期", key), message, _CURE)
    for rule in objector.register.of(Regulation):
        until, issued_on = rule.content.trial_until, rule.content.issued_on
        if until and until < issued_on:
            yield objector.about(rule, ("试行至",), f"试行至 {until} 早于印发日期 {issued_on}。", _CURE)
