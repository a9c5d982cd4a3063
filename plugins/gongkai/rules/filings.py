"""Before and after a congress: reported and filed, papers in time, resolutions made known and kept on the wall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.congresses import days_ahead, due_after
from gongkai.findings import Cause, Code, Finding, Severity
from gongkai.records import Audience
from gongkai.records.meeting import Meeting, Resolution
from gongkai.records.policy import Days
from gongkai.register import Act, Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.meeting_dates import judged
from gongkai.workdays import Deadline, Unit, period_days

NOT_FILED = Code("C25", "congress-not-filed", "会前没有报告，或会后没有备案", Severity.WARNING, Cause.TIME)
PAPERS_LATE = Code("C26", "papers-late", "会议材料没有提前送到代表手里", Severity.WARNING)
NOT_ANNOUNCED = Code("C27", "resolution-not-announced", "决议没有按期公布", cause=Cause.TIME)


def not_filed(register: Register, today: date) -> Iterator[Finding]:
    """A congress is reported to the body above before it meets, and filed there after it has met."""
    objector = Objector(register, NOT_FILED)
    for record in judged(register, today):
        yield from _reported(objector, record)
        yield from _filed(objector, record, today)


def _reported(objector: Objector, record: Record[Meeting]) -> Iterator[Finding]:
    content = record.content
    limit = objector.register.rulings(content.held_on).values.report_before
    if limit is None:
        return
    filing = content.reported
    if filing is None:
        cure = "写“会前报告: {日期: 报送日期, 报送: 上级工会, 方式: 呈报表, 批复: 同意召开}”。"
        yield from _unwritten(objector, record, "会前报告", "report_before", cure)
    elif (ahead := days_ahead(filing.on, content.held_on, limit.unit)) < limit.count:
        asked = _asked(objector, "report_before", content, limit)
        message = f"会前报告在开会前 {ahead} 个{limit.unit.value}，{asked}。"
        cure = "核对报送日期；日期无误的，下次提前报送。"
        keys = ("会前报告", "日期")
        yield objector.about(record, keys, message, cure, threshold="report_before", on=content.held_on)


def _filed(objector: Objector, record: Record[Meeting], today: date) -> Iterator[Finding]:
    content = record.content
    limit = objector.register.rulings(content.held_on).values.filing_after
    if limit is None:
        return
    due = due_after(content, limit, objector.register.terms)
    if content.filed is None:
        cure = "写“会后备案: {日期: 报送日期, 报送: 上级工会, 方式: 备案表及决议复印件}”。"
        if today > due.due:
            yield from _unwritten(objector, record, "会后备案", "filing_after", cure)
    elif content.filed.on > due.due:
        message = f"会后备案在 {content.filed.on}，{_overrun(due, content.filed.on, limit)}。"
        cure = "核对报送日期；日期无误的，下次闭会后及早备案。"
        keys = ("会后备案", "日期")
        yield objector.about(record, keys, message, cure, threshold="filing_after", on=content.held_on)


def papers_late(register: Register, today: date) -> Iterator[Finding]:
    """Delegates have the papers in hand some days before they meet."""
    objector = Objector(register, PAPERS_LATE)
    for record in judged(register, today):
        content = record.content
        limit = register.rulings(content.held_on).values.materials_before
        if limit is None:
            continue
        sent = content.materials_sent_on
        if sent is None:
            cure = "写“材料送达日期”：会议材料送到代表手里的那一天。"
            yield from _unwritten(objector, record, "材料送达日期", "materials_before", cure)
        elif (ahead := days_ahead(sent, content.held_on, limit.unit)) < limit.count:
            asked = _asked(objector, "materials_before", content, limit)
            message = f"会议材料在会前 {ahead} 个{limit.unit.value}送达，{asked}。"
            cure = "核对送达日期；日期无误的，下次提前送达。"
            keys = ("材料送达日期",)
            yield objector.about(record, keys, message, cure, threshold="materials_before", on=content.held_on)


def not_announced(register: Register, today: date) -> Iterator[Finding]:
    """Resolutions are made known to all the staff soon after the close, and stay on the wall long enough.

    What was announced late cannot be made early again: it is shown as a warning and stops nothing.
    """
    objector = Objector(register, NOT_ANNOUNCED)
    for record in judged(register, today):
        for act in record.all(Resolution):
            if record.audience(act) is not Audience.WITHHELD:
                yield from _announced(objector, record, act, today)
        yield from _taken_down(objector, record)


def _announced(objector: Objector, record: Record[Meeting], act: Act[Resolution], today: date) -> Iterator[Finding]:
    held = record.content.held_on
    rulings = objector.register.rulings(held)
    limit = rulings.values.announce_after
    if limit is None:
        return
    due = due_after(record.content, limit, objector.register.terms)
    announced = act.content.announced_on
    if announced is None:
        if today > due.due and rulings.adopted("announce_after"):
            message = f"这项决议没有写公布日期；期限是 {due.due}（闭会后 {limit}）。"
            cure = "已经公布的，写“公布日期”；还没有公布的，向全体教职工公布后再写。"
            yield objector.about(act, ("公布日期",), message, cure)
    elif announced > due.due:
        message = f"决议在 {announced} 公布，{_overrun(due, announced, limit)}。"
        cure = "核对公布日期；日期无误的保留，页面照实写明，下次按期公布。"
        finding = objector.about(act, ("公布日期",), message, cure, threshold="announce_after", on=held)
        yield finding.lowered(Severity.WARNING)


def _taken_down(objector: Objector, record: Record[Meeting]) -> Iterator[Finding]:
    """The place where the resolutions hung longest is what counts; while they hang, nothing is counted yet."""
    held, posted = record.content.held_on, record.content.posted
    least = objector.register.rulings(held).values.posting_days
    if least is None or not posted or not record.all(Resolution) or any(each.last is None for each in posted):
        return
    days = [period_days(each.first, each.last, Unit.natural) for each in posted if each.last]
    longest = max(range(len(days)), key=days.__getitem__)
    if 0 < days[longest] < least:
        whose = objector.whose("posting_days", held)
        message = f"决议在公开栏最长张贴 {days[longest]} 天（首尾都算），{whose}是不少于 {least} 天。"
        cure = "核对起止日期；日期无误的，可以重新贴出，另写一项“张贴”。"
        keys = ("张贴", longest, "止")
        finding = objector.about(record, keys, message, cure, threshold="posting_days", on=held)
        yield finding.lowered(Severity.WARNING)


def _unwritten(objector: Objector, record: Record[Meeting], label: str, threshold: str, cure: str) -> Iterator[Finding]:
    """What was not recorded is asked for only where the school itself has adopted the rule."""
    if objector.register.rulings(record.content.held_on).adopted(threshold):
        yield objector.about(record, (label,), f"没有写{label}。", cure)


def _asked(objector: Objector, threshold: str, content: Meeting, limit: Days) -> str:
    return f"{objector.whose(threshold, content.held_on)}是至少提前 {limit}"


def _overrun(due: Deadline, day: date, limit: Days) -> str:
    return f"期限是 {due.due}（闭会后 {limit}），迟 {(day - due.due).days} 天"


SUBJECT = "会议与表决"

RULES = (
    Rule(NOT_FILED, not_filed),
    Rule(PAPERS_LATE, papers_late),
    Rule(NOT_ANNOUNCED, not_announced),
)
