"""年度校务公开工作报告: that the congress hears it each school year, where the school has so decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.congresses import congresses
from gongkai.derive.coverage import first_day
from gongkai.findings import Code, Finding, Severity
from gongkai.records.meeting import Meeting
from gongkai.register import Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.workdays import school_year

NOT_HEARD = Code("C106", "annual-report-not-heard", "教代会没有听取年度校务公开工作报告", Severity.WARNING)

_WORDS = "校务公开"


def heard(register: Register, today: date) -> Iterator[Finding]:
    """The last congress of a school year that is over, when none of that year had the report on its agenda."""
    start = first_day(register)
    if start is None or not register.whole(Meeting):
        return
    years: dict[str, list[Record[Meeting]]] = {}
    for record in congresses(register):
        if record.content.held_on >= start:
            years.setdefault(school_year(record.content.held_on), []).append(record)
    objector = Objector(register, NOT_HEARD)
    for year, meetings in years.items():
        last = meetings[-1]
        wanted = register.rulings(last.content.held_on).values.annual_report
        if not wanted or year >= school_year(today) or any(map(_hears, meetings)):
            continue
        message = f"{year}学年的教代会议程里没有年度校务公开工作报告。"
        cure = (
            "听取过的，在“议程”里补上：- {事项: 听取年度校务公开工作报告, 职权: 听取报告}；"
            "没有听取的，安排在下一次教代会。"
        )
        key = ("议程",) if last.content.agenda else ("日期",)
        yield objector.about(last, key, message, cure, value=False, threshold="annual_report", on=last.content.held_on)


def _hears(record: Record[Meeting]) -> bool:
    return any(_WORDS in item.item and "报告" in item.item for item in record.content.agenda)


SUBJECT = "会议与表决"

RULES = (Rule(NOT_HEARD, heard),)
