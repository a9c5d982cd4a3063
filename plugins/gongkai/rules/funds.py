"""专款专用: money of one source does not stand in the statement of another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.findings import Code, Finding, Severity
from gongkai.records.finance import Finance
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule

MIXED_FUNDS = Code("C108", "mixed-funds", "不同来源的经费列在一张表里", Severity.WARNING)


def mixed_funds(register: Register, today: date) -> Iterator[Finding]:
    """No row of a statement bears the name of an account that the school keeps apart (专款分列)."""
    objector = Objector(register, MIXED_FUNDS)
    for record in register.of(Finance):
        content = record.content
        ruled = register.rulings(content.day).values.separate_funds or ()
        barred = {name for rule in ruled if rule.category is content.category for name in rule.accounts}
        if not barred:
            continue
        for keys, row in content.rows():
            if row.account in barred:
                whose = objector.whose("separate_funds", content.day)
                message = f"“{row.account}”列在了“{content.category.value}”表里；按{whose}，这一科目要分列，专款专用。"
                cure = "把这一行移到它自己的报表（如工会经费月报），两张表的合计照改；本校允许的，改“专款分列”。"
                yield objector.about(record, (*keys, "科目"), message, cure, threshold="separate_funds", on=content.day)


SUBJECT = "财务"

RULES = (Rule(MIXED_FUNDS, mixed_funds),)
