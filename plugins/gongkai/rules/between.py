"""会办与退办: what departments owe one another before the lead can answer, each within its own deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.clock import Clock, Step
from gongkai.derive.submission_clocks import returns, supports
from gongkai.findings import Code, Finding, Severity
from gongkai.records import Audience
from gongkai.records.proposal import Handover, Proposal, Review, Support
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule

LATE_SUPPORT = Code("C109", "late-support", "会办意见没有按时送到", Severity.WARNING)
LATE_RETURN = Code("C110", "late-return", "退办过了期限", Severity.WARNING)


def late_support(register: Register, today: date) -> Iterator[Finding]:
    """A supporting department's word that came late, or is awaited beyond its day."""
    objector = Objector(register, LATE_SUPPORT)
    for clock in supports(register, today, Audience.WITHHELD):
        record = register.get(clock.record, Proposal)
        review = record.one(Review) if record else None
        if record is None or review is None or clock.step not in (Step.LATE, Step.OVERDUE, Step.LONG_OPEN):
            continue
        owed = f"{clock.department}的会办意见应在 {clock.due} 前送到主办"
        given = next((act for act in record.all(Support) if act.content.department == clock.department), None)
        if given:
            on = given.content.on
            message = f"{owed}，{on} 才送到，迟 {(on - clock.due).days} 天。"
            cure = "核对“日期”；确实晚了的照实保留，主办的答复期限不顺延。"
            yield objector.about(given, ("日期",), message, cure, threshold=clock.threshold, on=clock.began)
            continue
        message = f"{owed}，已过 {(today - clock.due).days} 天。"
        cure = f"请{clock.department}补 support-1.md（会办意见；已有的接着编号）。"
        keys = ("协办", review.content.support.index(clock.department))
        yield objector.about(review, keys, message, cure, threshold=clock.threshold, on=clock.began)


def late_return(register: Register, today: date) -> Iterator[Finding]:
    """A matter that was handed on after the days in which one may say that it is another's."""
    objector = Objector(register, LATE_RETURN)
    for clock in returns(register, today, Audience.WITHHELD):
        if clock.step is not Step.LATE:
            continue
        found = register.find(clock.record)
        acts = found[0].all(Handover) if found else ()
        act = next(act for act in acts if _is_of(act.content, clock))
        on = act.content.on
        owed = f"{clock.department}应在 {clock.due} 前说明不属本部门、退回改办"
        message = f"{owed}，{on} 才退回，迟 {(on - clock.due).days} 天。"
        cure = "核对“日期”；确实晚了的照实保留，答复期限从改办部门收到时重新起算。"
        yield objector.about(act, ("日期",), message, cure, threshold=clock.threshold, on=clock.began)


def _is_of(content: Handover, clock: Clock) -> bool:
    return content.on == clock.met_on and content.origin == clock.department


SUBJECT = "条条有答复"

RULES = (Rule(LATE_SUPPORT, late_support), Rule(LATE_RETURN, late_return))
