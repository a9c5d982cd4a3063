"""What runs for a time: agreements made in due order and renewed, trial regulations not left to lapse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.agreements import OBJECTION_DAYS, Course, Running, courses, earliest_effect
from gongkai.derive.citations import cited
from gongkai.derive.versions import Standing, versions
from gongkai.findings import Cause, Code, Finding, Severity
from gongkai.records.agreement import Agreement
from gongkai.records.regulation import Regulation
from gongkai.register import Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.workdays import Deadline, deadline

OUT_OF_ORDER = Code("C84", "agreement-out-of-order", "集体合同的程序缺一步或次序不对")
LAPSED = Code("C85", "term-run-out", "期限已过，没有报送、续签或转为正式", Severity.WARNING, Cause.TIME)

Fault = tuple[str, str, str]
"""The key, the sentence, the cure."""


def out_of_order(register: Register, _today: date) -> Iterator[Finding]:
    """Discussed and passed, signed, submitted, and only then in force."""
    objector = Objector(register, OUT_OF_ORDER)
    for record in register.of(Agreement):
        if fault := _fault(register, record):
            key, message, cure = fault
            yield objector.about(record, (key,), message, cure)


def _fault(register: Register, record: Record[Agreement]) -> Fault | None:
    """The first step that is missing or out of order."""
    return _not_passed(register, record.content) or _dates(record.content)


def _not_passed(register: Register, content: Agreement) -> Fault | None:
    if content.passed_in is None:
        cure = "写“通过决议: meetings/编号/resolution-n”；还没有讨论通过的，先提交教代会或全体教职工讨论。"
        return "通过决议", "没有写教代会或全体教职工讨论通过的决议。", cure
    found = cited(register, content.passed_in)
    if found is None:
        return None
    if not found.discussed_and_passed:
        cure = "引用讨论通过这份合同草案的那一项决议。"
        return "通过决议", f"引用的决议“{found.act.content.subject}”不是讨论通过这份合同的决议。", cure
    held_on = found.meeting.content.held_on
    if content.signed_on < held_on:
        return "签订日期", f"{content.signed_on} 签订，{held_on} 才讨论通过。", "核对日期；先讨论通过，再签订。"
    return None


def _dates(content: Agreement) -> Fault | None:
    if content.submitted_on and content.submitted_on < content.signed_on:
        return "报送日期", f"{content.submitted_on} 报送，{content.signed_on} 才签订。", "核对两个日期。"
    if content.effective_on and content.submitted_on is None:
        return (
            "报送日期",
            "写了生效日期，没有写哪天报送劳动行政部门。",
            "写“报送日期”；还没有报送的，先删去“生效日期”。",
        )
    if content.effective_on and content.submitted_on and content.effective_on < earliest_effect(content.submitted_on):
        least = earliest_effect(content.submitted_on)
        message = f"{content.submitted_on} 报送，{content.effective_on} 生效，不满 {OBJECTION_DAYS} 日。"
        return "生效日期", message, f"劳动行政部门 {OBJECTION_DAYS} 日内没有异议才生效，最早写 {least}。"
    if content.expires_on <= (content.effective_on or content.signed_on):
        return "到期日期", f"到期日期 {content.expires_on} 不在生效以后。", "核对日期，写合同的最后一天。"
    return None


def lapsed(register: Register, today: date) -> Iterator[Finding]:
    """Nothing with an end is left to run out unseen: submitted in time, renewed, or made formal."""
    objector = Objector(register, LAPSED)
    for record in register.of(Agreement):
        fault = _fault(register, record)
        # A resolution that is not cited says nothing of the dates; old agreements often lack it.
        if fault is None or fault[0] == "通过决议":
            yield from _unsubmitted(objector, record, today)
            if register.whole(Agreement):
                yield from _ended(objector, courses(register, today)[record.identity])
    if register.whole(Regulation):
        yield from _trials(objector, today)


def _unsubmitted(objector: Objector, record: Record[Agreement], today: date) -> Iterator[Finding]:
    content = record.content
    if content.signed_on > today:
        return
    due = _submission_due(objector.register, content)
    if due is None or (content.submitted_on or today) <= due.due:
        return
    whose = objector.whose("agreement_filing", content.signed_on)
    message = f"{content.signed_on} 签订，{whose}最迟 {due.due} 报送劳动行政部门，"
    if content.submitted_on:
        message += f"{content.submitted_on} 才报送，迟 {(content.submitted_on - due.due).days} 天。"
        cure = "日期写错的改正；确实迟了的，照实公布，这一条提醒留着。"
    else:
        message += f"已过 {(today - due.due).days} 天。"
        cure = "报送以后写“报送日期”。"
    yield objector.about(record, ("报送日期",), message, cure, threshold="agreement_filing", on=content.signed_on)


def _submission_due(register: Register, content: Agreement) -> Deadline | None:
    days = register.rulings(content.signed_on).values.agreement_filing
    return deadline(content.signed_on, min(days.count, 3660), days.unit, register.terms) if days else None


def _ended(objector: Objector, course: Course) -> Iterator[Finding]:
    expires_on = course.record.content.expires_on
    cure = f"续签以后，新的一份写“续签: {course.record.identity}”。"
    if course.state is Running.ENDED:
        message = f"{expires_on} 已经到期 {-course.days_left} 天，没有续签的记录。"
        yield objector.about(course.record, ("到期日期",), message, cure)
    elif course.state is Running.ENDING:
        message = f"{expires_on} 到期，还有 {course.days_left} 天。"
        yield objector.about(course.record, ("到期日期",), message, cure).lowered(Severity.NOTICE)


def _trials(objector: Objector, today: date) -> Iterator[Finding]:
    warning = objector.register.rulings(today).values.expiry_warning or 0
    for identity, version in versions(objector.register, today).items():
        until = version.record.content.trial_until
        if until is None or until < version.record.content.issued_on:
            continue
        left = (until - today).days
        cure = f"转为正式的，新的一版写“替代: {identity}”；延长试行的改“试行至”；不再执行的写“废止日期”。"
        if version.standing is Standing.TRIAL_OVER:
            message = f"试行到 {until} 为止，已过 {-left} 天，没有转为正式的记录。"
            yield objector.about(version.record, ("试行至",), message, cure)
        elif version.standing is Standing.TRIAL and left <= warning:
            message = f"试行到 {until} 为止，还有 {left} 天。"
            yield objector.about(version.record, ("试行至",), message, cure).lowered(Severity.NOTICE)


SUBJECT = "制度与集体合同"

RULES = (
    Rule(OUT_OF_ORDER, out_of_order),
    Rule(LAPSED, lapsed),
)
