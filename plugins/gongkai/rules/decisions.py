"""Decisions: taken together, at a meeting that may decide, before anything was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.derive.citations import cited
from gongkai.findings import Code, Finding
from gongkai.records.decision import Decision, DecisionForm, DecisionType
from gongkai.records.meeting import Meeting
from gongkai.register import Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.figures import amount

WITHOUT_BASIS = Code("C80", "decision-without-basis", "决策没有写会议依据或金额")
NOT_COLLECTIVE = Code("C81", "decision-not-collective", "决策的会议依据不成立")


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a decision from being a collective one; `threshold` is what the objection rests on."""

    keys: tuple[str | int, ...]
    message: str
    cure: str
    threshold: str = ""


def without_basis(register: Register, _today: date) -> Iterator[Finding]:
    """A decision of the 三重一大, or one of much money, names the meeting that took it, and its amount."""
    objector = Objector(register, WITHOUT_BASIS)
    for record in register.of(Decision):
        content = record.content
        if content.amount is None and content.type in (DecisionType.FUNDS, DecisionType.PROCUREMENT):
            message = f"类型是“{content.type.value}”，没有写金额。"
            yield objector.about(record, ("金额",), message, "写“金额: 决定的总额”，单位元。")
        elif (
            not content.held_at
            and content.form is DecisionForm.MEETING
            and (why := _must_be_collective(record, register))
        ):
            message = f"{why.message}，没有写在哪次会上决定。"
            cure = "写“会议: meetings/编号”，有决议的再写“决议”；先处置后补议的，写补议的那次会和“补议说明”。"
            yield objector.about(record, ("会议",), message, cure, threshold=why.threshold, on=content.on)


def not_collective(register: Register, _today: date) -> Iterator[Finding]:
    """It was discussed at a meeting that may decide such things, and decided there, not before."""
    objector = Objector(register, NOT_COLLECTIVE)
    for record in register.of(Decision):
        if fault := _fault(record, register):
            on = record.content.on
            yield objector.about(record, fault.keys, fault.message, fault.cure, threshold=fault.threshold, on=on)


def _must_be_collective(record: Record[Decision], register: Register) -> Fault | None:
    """Why a decision may not be one person's, in words; None where it may."""
    content = record.content
    if content.type is not DecisionType.PROCUREMENT:
        return Fault(("类型",), f"类型是“{content.type.value}”", "")
    limit = register.rulings(content.on).values.large_amount
    if limit is None or content.amount is None or content.amount < limit:
        return None
    whose = Objector(register, WITHOUT_BASIS).whose("large_amount", content.on)
    words = f"金额 {amount(content.amount)} 元，按{whose}满 {amount(limit)} 元须经集体决策"
    return Fault(("金额",), words, "", "large_amount")


def _fault(record: Record[Decision], register: Register) -> Fault | None:
    content = record.content
    must = _must_be_collective(record, register)
    if content.form is DecisionForm.CIRCULATED and must:
        cure = "开会补议，写“会议”和“补议说明”，删去“决策方式”；确实是会上决定的，写“会议讨论”。"
        return Fault(("决策方式",), f"{must.message}，决策方式是“传阅会签”，没有集体讨论。", cure, must.threshold)
    if content.meeting and content.resolution and not content.resolution.startswith(f"{content.meeting}/"):
        cure = "“决议”写这次会议的决议，或改正“会议”。"
        return Fault(("决议",), f"“会议”是 {content.meeting}，“决议”却是另一次会的 {content.resolution}。", cure)
    meeting = register.get(content.held_at, Meeting)
    if meeting is None:
        return None
    return _wrong_meeting(record, meeting, register) or _wrong_order(content, meeting) or _rejected(content, register)


def _wrong_meeting(record: Record[Decision], meeting: Record[Meeting], register: Register) -> Fault | None:
    content, kind = record.content, meeting.content.type
    allowed = register.rulings(content.on).values.deciding_meetings
    if not allowed or kind in allowed or not _must_be_collective(record, register):
        return None
    whose = Objector(register, NOT_COLLECTIVE).whose("deciding_meetings", content.on)
    message = f"{content.held_at} 是{kind.value}；{whose}由{'、'.join(allowed)}作出这类决策。"
    cure = "写作出决定的那次会；这种会议确实可以决定的，由学校修改 policy.yml 的“决策会议”。"
    return Fault(("会议" if content.meeting else "决议",), message, cure, "deciding_meetings")


def _wrong_order(content: Decision, meeting: Record[Meeting]) -> Fault | None:
    held_on = meeting.content.held_on
    if content.on < held_on and content.ratified_later is None:
        message = f"决定日期 {content.on}，会议 {held_on} 才开。"
        return Fault(("日期",), message, "核对两个日期；情况紧急、先处置后补议的，写“补议说明”。")
    if content.proposed_on and content.proposed_on > content.on:
        return Fault(("提出日期",), f"提出日期 {content.proposed_on} 在决定日期 {content.on} 之后。", "核对两个日期。")
    if content.done_on and content.done_on < content.on and content.ratified_later is None:
        return Fault(("完成日期",), f"完成日期 {content.done_on} 在决定日期 {content.on} 之前。", "核对两个日期。")
    return None


def _rejected(content: Decision, register: Register) -> Fault | None:
    found = cited(register, content.resolution)
    if found is None or found.passed is not False:
        return None
    message = f"引用的决议“{found.act.content.subject}”没有通过。"
    return Fault(("决议",), message, "引用通过的那一项决议；没有通过的事项不写成决策。")


SUBJECT = "决策与大额资金"

RULES = (
    Rule(WITHOUT_BASIS, without_basis),
    Rule(NOT_COLLECTIVE, not_collective),
)
