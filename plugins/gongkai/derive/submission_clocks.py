"""The clocks of a submission: its answers, what supporting departments owe, what is handed on, what was promised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.derive.cases import Case, PromiseState, Round, cases
from gongkai.derive.clock import Clock, Kind, Step, step
from gongkai.derive.rates import own_promises
from gongkai.records import Audience
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Handover, Proposal, Reply, Review, Support
from gongkai.register import Record, Register
from gongkai.workdays import deadline


def answers(register: Register, today: date, audience: Audience) -> Iterator[Clock]:
    for case in cases(register, today):
        for each in case.rounds:
            yield of_round(register, case, each, today)


def of_round(register: Register, case: Case, each: Round, today: date) -> Clock:
    """The clock of one time of asking."""
    first = Kind.OPINION if isinstance(case.record.content, Opinion) else Kind.ANSWER
    met_on = each.reply.content.on if each.reply else None
    return Clock(
        first if each.n == 1 else Kind.AGAIN,
        case.record.identity,
        "" if each.n == 1 else f"第 {each.n} 次答复",
        case.department,
        each.began,
        each.threshold,
        each.deadline,
        each.due,
        met_on,
        step(register, each.due, met_on, today),
        each.extensions,
        each.refused,
    )


def supports(register: Register, today: date, audience: Audience) -> Iterator[Clock]:
    """会办: each supporting department owes the lead its word, until the lead has answered for all."""
    for record in register.of(Proposal):
        review = record.one(Review)
        began = review.content.assigned_on if review else None
        if review is None or began is None or not review.content.support:
            continue
        rulings = register.rulings(began)
        days = rulings.values.support_deadline
        if days is None or not rulings.adopted("support_deadline"):
            continue
        counted = deadline(began, days.count, days.unit, register.terms)
        given = {act.content.department: act.content.on for act in reversed(record.all(Support))}
        for department in review.content.support:
            met_on = given.get(department)
            if met_on is None and record.one(Reply):
                continue
            how = step(register, counted.due, met_on, today)
            yield Clock(
                Kind.SUPPORT,
                record.identity,
                f"{department}会办",
                department,
                began,
                "support_deadline",
                counted,
                counted.due,
                met_on,
                how,
            )


def returns(register: Register, today: date, audience: Audience) -> Iterator[Clock]:
    """退办: a department that is not the right one says so within days of receiving the matter."""
    for case in cases(register, today):
        began = _first_assigned(case.record)
        for act in case.record.all(Handover):
            days = register.rulings(began).values.handover_deadline if began else None
            if began and days:
                counted = deadline(began, days.count, days.unit, register.terms)
                how = step(register, counted.due, act.content.on, today)
                yield Clock(
                    Kind.RETURN,
                    case.record.identity,
                    f"{act.content.origin}退办",
                    act.content.origin,
                    began,
                    "handover_deadline",
                    counted,
                    counted.due,
                    act.content.on,
                    how,
                )
            began = act.content.assigned_on or act.content.on


def _first_assigned(record: Record[Any]) -> date | None:
    if isinstance(record.content, Opinion):
        return record.content.handling.on if record.content.handling else record.content.day
    review = record.one(Review)
    return (review.content.assigned_on or review.content.on) if review else None


_PROMISED = {
    PromiseState.KEPT: Step.IN_TIME,
    PromiseState.KEPT_LATE: Step.LATE,
    PromiseState.UNMET: Step.UNMET,
}


def promises(register: Register, today: date, audience: Audience) -> Iterator[Clock]:
    """承诺: on the promised day a second clock starts; its day was given, not counted."""
    for case in cases(register, today):
        for promise in own_promises(case):
            how = _PROMISED.get(promise.state) or step(register, promise.due, None, today)
            number, ask = promise.ask
            yield Clock(
                Kind.PROMISE,
                case.record.identity,
                f"建议 {number + '/' if number else ''}{ask}" if ask else "",
                promise.reply.content.department,
                promise.reply.content.on,
                "",
                None,
                promise.due,
                promise.done_on,
                how,
            )
