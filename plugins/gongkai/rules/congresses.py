"""Congresses: the report on the last session's proposals, and whether delegates are to meet at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.congresses import closing, reviews_proposals, sessions_with_proposals
from gongkai.findings import Code, Finding, Severity
from gongkai.records.meeting import Meeting, MeetingType
from gongkai.register import Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.meeting_dates import in_order, judged

NO_PROPOSAL_REPORT = Code("C18", "no-report-on-proposals", "没有审议上一次会议的提案办理情况")
WRONG_FORM = Code("C24", "wrong-form-of-congress", "教职工人数与会议的形式不相符", Severity.WARNING)


def no_proposal_report(register: Register, today: date) -> Iterator[Finding]:
    """Every congress reviews what became of the proposals made to the one before."""
    objector = Objector(register, NO_PROPOSAL_REPORT)
    proposed = sessions_with_proposals(register)
    before: Record[Meeting] | None = None
    for record in in_order(register, today):
        earlier, before = before, record
        if earlier is not None and earlier.number in proposed and closing(record.content) <= today:
            yield from _report(objector, record, earlier)


def _report(objector: Objector, record: Record[Meeting], earlier: Record[Meeting]) -> Iterator[Finding]:
    identity = record.content.previous
    if not reviews_proposals(record):
        message = f"议程里没有审议上一次会议（{earlier.number}）的提案办理情况，那一次有提案。"
        cure = "在“议程”里加一项：- {事项: 审议上一次会议提案办理情况的报告, 职权: 审议提案办理}。"
        yield objector.about(record, ("议程",), message, cure, value=False)
    elif identity is None:
        message = "审议了提案办理情况，没有写审议的是哪一次会议的提案。"
        yield objector.about(record, ("上次会议",), message, f"写“上次会议: {earlier.identity}”。")
    elif _is_another(objector.register, identity, record, earlier):
        message = f"“上次会议”写的是 {identity}，不是本次以前的最近一次（{earlier.number}）。"
        yield objector.about(record, ("上次会议",), message, f"写“上次会议: {earlier.identity}”。")


def _is_another(register: Register, identity: str, record: Record[Meeting], earlier: Record[Meeting]) -> bool:
    """Whether what it names exists, and does not lie between the last session and this one."""
    named = register.get(identity, Meeting)
    return bool(named and not earlier.content.held_on <= named.content.held_on < record.content.held_on)


def wrong_form(register: Register, today: date) -> Iterator[Finding]:
    """Below the school's line the whole staff meets; then everybody is expected."""
    objector = Objector(register, WRONG_FORM)
    for record in judged(register, today):
        content = record.content
        line = register.rulings(content.held_on).values.assembly_size
        if line is None or content.staff_total is None:
            continue
        if content.type is MeetingType.ASSEMBLY:
            yield from _not_everybody(objector, record, content.staff_total)
        elif content.staff_total < line:
            whose = objector.whose("assembly_size", content.held_on)
            message = f"教职工 {content.staff_total} 人，不到{whose}的 {line} 人；这样的学校开全体教职工大会。"
            cure = "核对“教职工数”；人数无误的，写“类型: 教职工大会”，应到按全体教职工写。"
            yield objector.about(record, ("类型",), message, cure, threshold="assembly_size", on=content.held_on)


def _not_everybody(objector: Objector, record: Record[Meeting], staff: int) -> Iterator[Finding]:
    """A meeting of the whole staff that expects fewer says why, in numbers and without names."""
    content = record.content
    everybody = "教职工大会由全体教职工参加"
    if content.delegates_total is not None and content.delegates_total != staff:
        message = f"{everybody}，“代表总数”{content.delegates_total} 与教职工 {staff} 人不同。"
        cure = f"写“代表总数: {staff}”，或删去这一行。"
        yield objector.about(record, ("代表总数",), message, cure)
    elif content.due is not None and content.due < staff and content.due_note is None:
        message = f"{everybody}，应到 {content.due} 人，比教职工 {staff} 人少 {staff - content.due} 人。"
        cure = f"写“应到: {staff}”；有不计入应到的，加一行“应到说明”，写几人因何不计，不写姓名和病情。"
        yield objector.about(record, ("应到",), message, cure)


SUBJECT = "会议与表决"

RULES = (
    Rule(NO_PROPOSAL_REPORT, no_proposal_report),
    Rule(WRONG_FORM, wrong_form),
)
