"""The order of a meeting's dates, and of the days on which papers hung on the wall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.derive.congresses import closing, congresses, is_congress, is_session
from gongkai.findings import Code, Finding
from gongkai.records.meeting import Execution, Filing, Meeting, Resolution
from gongkai.register import Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.dates import Moment, Order, Slip

DATES_OUT_OF_ORDER = Code("C96", "meeting-dates-out-of-order", "会议或张贴的日期先后不对")

_CURE = "对照会议材料，检查哪一个日期写错了。"


def meeting_slips(record: Record[Meeting], today: date) -> tuple[Slip, ...]:
    """The dates of a meeting that cannot be right; its clocks are not judged while there are any."""
    content = record.content
    order = Order()
    held = order.add(Moment(record, ("日期",), "开会", content.held_on, planned=True))
    for label, name, day in (
        ("提案截止日期", "提案截止", content.submission_closed_on),
        ("材料送达日期", "材料送达", content.materials_sent_on),
    ):
        if day:
            order.pairs.append((order.add(Moment(record, (label,), name, day, planned=True)), held))
    if content.reported:
        order.pairs.append((order.add(_filing(record, "会前报告", content.reported, planned=True)), held))
    closed = held
    if content.closed_on:
        closed = order.add(Moment(record, ("闭会日期",), "闭会", content.closed_on, planned=True), held)
    if content.filed:
        order.add(_filing(record, "会后备案", content.filed, planned=False), *{held, closed})
    for act in record.all(Resolution):
        decided = closed
        if act.content.on:
            decided = order.add(Moment(act, ("日期",), "决议", act.content.on, planned=True), held)
        if act.content.announced_on:
            order.add(Moment(act, ("公布日期",), "公布", act.content.announced_on), *{held, decided})
    for done in record.all(Execution):
        order.add(Moment(done, ("日期",), "执行情况", done.content.on), held)
    return tuple(order.slips(today))


def _filing(record: Record[Meeting], label: str, filing: Filing, *, planned: bool) -> Moment:
    return Moment(record, (label, "日期"), label, filing.on, planned)


def dates_out_of_order(register: Register, today: date) -> Iterator[Finding]:
    """Papers come before a meeting, announcing and filing after it; nothing is taken down before it hung."""
    objector = Objector(register, DATES_OUT_OF_ORDER)
    for record in register.of(Meeting):
        for slip in meeting_slips(record, today):
            yield _said(objector, slip, today)
    for other in register.records.values():
        yield from _postings(objector, other)


def _said(objector: Objector, slip: Slip, today: date) -> Finding:
    moment, other = slip.moment, slip.other
    key = " ".join(str(part) for part in moment.keys)
    if other is None:
        message = f"{key} {moment.day} 在今天（{today}）以后。"
        return objector.about(moment.what, moment.keys, message, "检查年份和月份；还没有做的事先不写。")
    word = "早于" if moment.day < other.day else "晚于"
    message = f"{key} {moment.day} {word}{other.label}（{other.day}）。"
    return objector.about(moment.what, moment.keys, message, _CURE)


def _postings(objector: Objector, record: Record[Any]) -> Iterator[Finding]:
    for position, posting in enumerate(record.content.posted):
        if posting.last and posting.last < posting.first:
            message = f"张贴的最后一天 {posting.last} 早于贴出的日期 {posting.first}。"
            cure = "“起”写贴出的那天，“止”写最后一天；还贴着的不写“止”。"
            yield objector.about(record, ("张贴", position, "止"), message, cure)


def judged(register: Register, today: date) -> Iterator[Record[Meeting]]:
    """The congresses that are over and whose dates are beyond doubt."""
    for record in register.of(Meeting):
        over = is_congress(record.content) and closing(record.content) <= today
        if over and record.content.held_on <= today and not meeting_slips(record, today):
            yield record


def in_order(register: Register, today: date) -> tuple[Record[Meeting], ...]:
    """The regular sessions in their order; none while an unreadable record or a wrong date leaves it in doubt."""
    found = congresses(register) if register.whole(Meeting) else ()
    if any(meeting_slips(record, today) for record in found):
        return ()
    return tuple(record for record in found if is_session(record))


SUBJECT = "会议与表决"

RULES = (Rule(DATES_OUT_OF_ORDER, dates_out_of_order),)
