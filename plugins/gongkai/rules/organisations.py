"""Bodies and their terms: who sits on them adds up, and nobody stays in office past the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.congresses import tenure
from gongkai.derive.tenures import Office, Standing, offices
from gongkai.findings import Cause, Code, Finding, Severity
from gongkai.records.fields import to_chinese
from gongkai.records.organisation import Organisation
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.meeting_dates import in_order

TERM_OVER = Code("C29", "term-over", "届期已满没有换届", Severity.WARNING, Cause.TIME)
MEMBERS_DIFFER = Code("C94", "members-do-not-add-up", "机构的人数和成员对不上")


def term_over(register: Register, today: date) -> Iterator[Finding]:
    """Congress and committees are elected anew when their term is over; the reminder comes before."""
    objector = Objector(register, TERM_OVER)
    if in_order(register, today):
        yield from _congress(objector, today)
    if register.whole(Organisation):
        for each in offices(register, today):
            reversed_ = each.record.content.tenure.is_reversed
            # An end before the beginning is a slip of the pen (C05), not a term that is over.
            if each.standing in (Standing.EXPIRED, Standing.ENDING) and not reversed_:
                yield _body(objector, each)


def _congress(objector: Objector, today: date) -> Iterator[Finding]:
    values = objector.register.rulings(today).values
    found = tenure(objector.register, values.term_years)
    if found is None:
        return
    left = (found.until - today).days
    if left > (values.term_warning or 0):
        return
    name = f"第{to_chinese(found.term)}届教代会"
    cure = "换届后把新一届第一次会议的记录补进 meetings/；批准延期的，在最近一次会议写“任期至”。"
    if found.stated:
        what, keys, threshold = found.stated, ("任期至",), ""
        since = ""
    else:
        what, keys, threshold = found.first, ("日期",), "term_years"
        since = f"从 {found.first.content.held_on} 起 {values.term_years} 年，"
    message = f"{name}{since}任期到 {found.until}，{_left(left)}。"
    finding = objector.about(what, keys, message, cure, threshold=threshold, on=today)
    yield finding if left < 0 else finding.lowered(Severity.NOTICE)


def _body(objector: Objector, each: Office) -> Finding:
    tenure_ = each.record.content.tenure
    left = each.days_left or 0
    key = "延期至" if tenure_.extended else "至"
    message = f"{each.record.content.name}任期到 {tenure_.last}，{_left(left)}。"
    cure = f"换届后新建一条机构记录，写“上一届: {each.record.identity}”；批准延期的写“延期至”，撤销的写“撤销日期”。"
    finding = objector.about(each.record, ("届期", key), message, cure)
    return finding if left < 0 else finding.lowered(Severity.NOTICE)


def _left(days: int) -> str:
    return f"已过 {-days} 天，还没有换届的记录" if days < 0 else f"还有 {days} 天，请准备换届"


def members_differ(register: Register, _today: date) -> Iterator[Finding]:
    """The number made known is that of the members listed; the head may stand in the list or beside it."""
    objector = Objector(register, MEMBERS_DIFFER)
    for record in register.of(Organisation):
        content = record.content
        if not content.members or content.declared in _counts(content):
            continue
        difference = content.listed - content.declared
        more = f"多 {difference}" if difference > 0 else f"少 {-difference}"
        message = f"成员列出 {content.listed} 人，比写明的 {content.declared} 人{more}。"
        cure = "对照选举结果或成立文件：每个岗位写一项（同一岗位几人写“人数”），或改正“人数”。"
        yield objector.about(record, ("人数",), message, cure)


def _counts(content: Organisation) -> tuple[int, ...]:
    """What the list may come to: with the head in it, or without where no member has the head's post."""
    beside = not any(member.post == content.head for member in content.members)
    return (content.listed, content.listed + 1) if beside else (content.listed,)


SUBJECT = "机构与计划"

RULES = (
    Rule(TERM_OVER, term_over),
    Rule(MEMBERS_DIFFER, members_differ),
)
