"""In time: published within days of being made, every month told once, and by the day that is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.derive.continuity import breaks
from gongkai.derive.coverage import LONGEST, ItemCoverage, Slot, State, coverage
from gongkai.findings import Code, Finding, Severity
from gongkai.records import Audience
from gongkai.records.catalogue import Frequency
from gongkai.records.finance import Finance
from gongkai.register import Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.workdays import Deadline, Unit, deadline, working_days_between

LATE = Code("C30", "published-late", "形成以后公开得晚", Severity.WARNING)
BROKEN_ROW = Code("C32", "monthly-row-broken", "月报断月或重月", Severity.WARNING)
LATE_MONTH = Code("C33", "monthly-statement-late", "月报公布得晚", Severity.WARNING)


def _late_slots(register: Register, today: date) -> Iterator[tuple[ItemCoverage, Slot, Record[Any]]]:
    """Every period whose disclosure came late, with the record that disclosed it, each record once."""
    told: set[str] = set()
    for item in coverage(register, today, Audience.STAFF):
        for slot in item.slots:
            if slot.state is not State.LATE:
                continue
            records = [register.records[identity] for identity in slot.records]
            first = next((each for each in records if each.content.published_on == slot.disclosed_on), None)
            if first and first.identity not in told:
                told.add(first.identity)
                yield item, slot, first


def late_month(register: Register, today: date) -> Iterator[Finding]:
    """C33: a monthly statement was published after the day that is due."""
    for item, slot, record in _late_slots(register, today):
        if item.item.frequency is Frequency.MONTHLY:
            yield _late(register, LATE_MONTH, item, slot, record)


def late(register: Register, today: date) -> Iterator[Finding]:
    """C30: something was published later than the days allowed since it was made, or since its period ended."""
    told = set()
    for item, slot, record in _late_slots(register, today):
        told.add(record.identity)
        if item.item.frequency is not Frequency.MONTHLY:
            yield _late(register, LATE, item, slot, record)
    objector = Objector(register, LATE)
    for record in register.records.values():
        made_on, published_on = record.content.made_on, record.content.published_on
        if made_on is None or published_on is None or published_on <= made_on or record.identity in told:
            continue
        counted, threshold = _allowed(register, record, made_on)
        if counted and published_on > counted.due:
            natural = counted.unit is Unit.natural
            days = (published_on - made_on).days if natural else working_days_between(made_on, published_on)
            took = f"{days} {'天' if natural else '个工作日'}"
            whose = objector.whose(threshold, made_on) if threshold else "公开目录"
            message = (
                f"形成日期 {made_on}，发布日期 {published_on}，隔了 {took}；"
                f"{whose}的公开时限是 {counted.count} 个{counted.unit.value}，到 {counted.due}。"
            )
            cure = "核对两个日期；确实晚了的，照实保留，今后在时限内公开。"
            yield objector.about(record, ("发布日期",), message, cure, threshold=threshold, on=made_on)


def _late(register: Register, code: Code, item: ItemCoverage, slot: Slot, record: Record[Any]) -> Finding:
    assert slot.due is not None
    message = (
        f"“{item.name}”{slot.period}的，应在 {slot.due.due} 前公开，"
        f"发布日期是 {slot.disclosed_on}，迟 {slot.days_late} 天。"
    )
    cure = "核对“发布日期”和“期间”；确实晚了的，照实保留，页面上标“迟”，今后按时公布。"
    on = slot.due.start
    return Objector(register, code).about(record, ("发布日期",), message, cure, threshold=slot.threshold, on=on)


def _allowed(register: Register, record: Record[Any], made_on: date) -> tuple[Deadline | None, str]:
    """The last day to publish what was made on a day, and the threshold that says so."""
    item = register.catalogue.item(record.content.catalogue_item or "")
    if item and item.frequency in (Frequency.ON_EVENT, Frequency.LASTING) and item.due_days is not None:
        return deadline(made_on, min(item.due_days, LONGEST), Unit.natural), ""
    days = register.rulings(made_on).values.disclosure_deadline
    if days is None:
        return None, ""
    return deadline(made_on, min(days.count, LONGEST), days.unit, register.terms), "disclosure_deadline"


TOLD_MONTHS = 12
"""More missing months than these are counted; a mistyped century has thousands."""


def broken_row(register: Register, today: date) -> Iterator[Finding]:
    """C32: monthly statements tell every month once; what the catalogue misses already is C31's."""
    if not register.whole(Finance):
        return
    missed = _missed(register, today)
    objector = Objector(register, BROKEN_ROW)
    for each in breaks(register):
        record, before = each.entry, each.before
        if not each.missing:
            message = f"期间 {record.content.period} 与 {before.identity}（{before.content.period}）重叠。"
            cure = "检查两份的“期间”；同一个月只留一份，更正另写 correction-1.md。"
            yield objector.about(record, ("期间",), message, cure)
            continue
        item = record.content.catalogue_item or ""
        missing = [month for month in each.missing if (item, month) not in missed]
        if missing:
            more = f" 等 {len(missing)} 个月" if len(missing) > TOLD_MONTHS else " "
            months = "、".join(missing[:TOLD_MONTHS]) + more
            message = f"缺 {months}的月报：上一份是 {before.content.period}，这一份是 {record.content.period}。"
            cure = "补上缺的月份；几个月合并一份的，期间写 2026-01至2026-02；当月停供的写“停供: 是”。"
            yield objector.about(record, ("期间",), message, cure)


def _missed(register: Register, today: date) -> frozenset[tuple[str, str]]:
    """Each matter with each month for which the catalogue already shows a gap."""
    return frozenset(
        (item.name, slot.period.first.isoformat()[:7])
        for item in coverage(register, today, Audience.STAFF)
        if item.item.frequency is Frequency.MONTHLY
        for slot in item.missing
    )


SUBJECT = "公开目录与责任"

RULES = (
    Rule(LATE, late),
    Rule(BROKEN_ROW, broken_row),
    Rule(LATE_MONTH, late_month),
)
