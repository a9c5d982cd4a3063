"""Plans: what a past month promised is shown by a record, or it is said why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from gongkai.derive.plans import Progress, planned
from gongkai.findings import Cause, Code, Finding, Severity
from gongkai.records.plan import Plan
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule

LONGEST = 366
"""Days of 佐证宽限 beyond which nobody would wait."""

NO_EVIDENCE = Code("C95", "plan-without-evidence", "计划的月份已过，没有佐证", Severity.WARNING, Cause.TIME)


def no_evidence(register: Register, today: date) -> Iterator[Finding]:
    """When its month is over, each item of a plan names the record that shows it, or says what became of it."""
    objector = Objector(register, NO_EVIDENCE)
    for record in register.of(Plan):
        content = record.content
        grace = timedelta(days=min(register.rulings(content.day).values.evidence_grace or 0, LONGEST))
        for each in planned(content, today):
            if each.progress is Progress.MISSING and each.end < today - grace:
                message = f"{each.end.year}年{each.end.month}月的“{each.item.work}”，还没有写佐证。"
                cure = "做了的，写“佐证: [记录的编号]”，如 meetings/05-02；改期或没有做的，写“调整说明”。"
                yield objector.about(
                    record,
                    ("计划项", each.position, "工作"),
                    message,
                    cure,
                    threshold="evidence_grace",
                    on=content.day,
                )


SUBJECT = "机构与计划"

RULES = (Rule(NO_EVIDENCE, no_evidence),)
