"""Money follows decisions: large spending cites its basis, and no decision pays for more than it decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.spending import account, is_large, spending
from gongkai.findings import Code, Finding, Severity
from gongkai.records.decision import Decision
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.figures import amount

WITHOUT_DECISION = Code("C82", "spending-without-decision", "大额支出没有写依据", Severity.WARNING)
OVER_DECISION = Code("C83", "spending-over-decision", "支出超过决定的金额", Severity.WARNING)


def without_decision(register: Register, _today: date) -> Iterator[Finding]:
    """What the school has to decide together cites the decision, meeting or resolution."""
    objector = Objector(register, WITHOUT_DECISION)
    for row in spending(register):
        on = row.record.content.day
        values = register.rulings(on).values
        if row.basis or row.yuan is None or not is_large(row, values):
            continue
        whose = objector.whose("large_amount", on)
        limit = amount(values.large_amount)
        message = f"“{row.account}”支出 {amount(row.yuan)} 元；按{whose}满 {limit} 元须经集体决策，这里没有写依据。"
        cure = "在这一行写“依据: decisions/编号”（或会议、决议的编号）；由几项组成的，拆成明细分别写。"
        yield objector.about(
            row.record, (*row.keys, "科目"), message, cure, value=False, threshold="large_amount", on=on
        )


def over_decision(register: Register, _today: date) -> Iterator[Finding]:
    """The rows that cite a decision do not add up to more than was decided, additions included."""
    objector = Objector(register, OVER_DECISION)
    for record in register.of(Decision):
        if record.content.adds_to:
            continue
        found = account(register, record)
        if found.allowed is None or not found.over:
            continue
        where = "、".join(dict.fromkeys(row.record.identity for row in found.counted))
        message = (
            f"决定的金额 {amount(found.allowed)} 元，引用它的支出共 {amount(found.spent)} 元（{where}），"
            f"多 {amount(found.over)} 元。"
        )
        cure = "核对金额和引用；确实追加了的，补一条决策，写“追加: " + record.identity + "”。"
        yield objector.about(record, ("金额",), message, cure)


SUBJECT = "决策与大额资金"

RULES = (
    Rule(WITHOUT_DECISION, without_decision),
    Rule(OVER_DECISION, over_decision),
)
