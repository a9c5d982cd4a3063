"""Resolutions after the meeting: what was done about them is told by the promised day, or to the next congress."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.congresses import closing, executions, reports_execution, to_carry_out
from gongkai.findings import Cause, Code, Finding, Severity
from gongkai.records.meeting import Execution, Meeting, Resolution, Verdict
from gongkai.register import Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.meeting_dates import in_order

NOT_REPORTED = Code("C93", "execution-not-reported", "决议的执行情况没有按期报告", Severity.WARNING, Cause.TIME)


def not_reported(register: Register, today: date) -> Iterator[Finding]:
    """A resolution with a day to report by is reported by then; the others by the next congress."""
    objector = Objector(register, NOT_REPORTED)
    for record in register.of(Meeting):
        if not _has_strays(record):
            yield from _past_day(objector, record, today)
    before: Record[Meeting] | None = None
    for record in in_order(register, today):
        earlier, before = before, record
        if earlier is not None and closing(record.content) < today and not _has_strays(earlier):
            yield from _not_told(objector, record, earlier)


def _past_day(objector: Objector, record: Record[Meeting], today: date) -> Iterator[Finding]:
    for act in record.all(Resolution):
        content = act.content
        if content.report_by is None or content.report_by >= today or content.verdict is Verdict.FAILED:
            continue
        if not executions(record, act):
            days = (today - content.report_by).days
            message = f"报告日期 {content.report_by} 已过 {days} 天，还没有执行情况的记录。"
            count = len(record.all(Execution)) + 1
            name = act.identity.rpartition("/")[2]
            cure = f"补 execution-{count}.md：关于 {name}，写进度（执行中、已完成、暂停）、部门和佐证。"
            yield objector.about(act, ("报告日期",), message, cure)


def _not_told(objector: Objector, record: Record[Meeting], earlier: Record[Meeting]) -> Iterator[Finding]:
    """The next congress hears of every passed matter without a day of its own, or finds it told before."""
    if reports_execution(record):
        return
    open_ = [
        act
        for act in to_carry_out(earlier)
        if act.content.report_by is None
        and not any(each.content.on <= closing(record.content) for each in executions(earlier, act))
    ]
    if open_:
        names = "、".join(f"“{act.content.subject}”" for act in open_[:3])
        more = f"等 {len(open_)} 项" if len(open_) > 3 else ""
        message = f"上一次会议（{earlier.number}）通过的{names}{more}，到本次会议没有报告执行情况。"
        cure = f"报告过的，在“议程”里写那一项并注“职权: 监督落实”；或在 {earlier.identity}/ 补 execution。"
        yield objector.about(record, ("议程",), message, cure, value=False)


def _has_strays(record: Record[Meeting]) -> bool:
    """Whether an execution is about no resolution of its meeting: it may be the one that is missing."""
    names = {act.identity.rpartition("/")[2] for act in record.all(Resolution)}
    return any(act.content.about.strip().rpartition("/")[2] not in names for act in record.all(Execution))


SUBJECT = "会议与表决"

RULES = (Rule(NOT_REPORTED, not_reported),)
