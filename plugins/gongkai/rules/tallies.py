"""Counts and amounts of welfare, activities, property and appraisals follow from one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from gongkai.derive.sums import Break, activity_breaks, appraisal_breaks, asset_breaks, welfare_breaks
from gongkai.findings import Code, Finding
from gongkai.records import MainFile
from gongkai.records.activity import Activity
from gongkai.records.appraisal import Appraisal
from gongkai.records.asset import Asset
from gongkai.records.welfare import Welfare
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule

COUNTS = Code("C89", "counts-do-not-add-up", "慰问、活动、资产的人数、数量或金额对不上")
APPRAISAL = Code("C90", "appraisal-does-not-close", "民主评议、三评的人数和票数对不上")

_BREAKS: tuple[tuple[type[MainFile], Callable[[Any], Iterator[Break]]], ...] = (
    (Welfare, welfare_breaks),
    (Activity, activity_breaks),
    (Asset, asset_breaks),
)


def counts(register: Register, _today: date) -> Iterator[Finding]:
    """Totals are their lines, products their factors, and no part is greater than its whole."""
    objector = Objector(register, COUNTS)
    for kind, breaks in _BREAKS:
        for record in register.of(kind):
            for found in breaks(record.content):
                cure = "核对这两个数，改正写错的那一个。"
                yield objector.about(record, found.keys, _sentence(found), cure)
    yield from _differences(objector)
    yield from _same_codes(objector)


def _sentence(found: Break) -> str:
    if found.exceeds:
        return (
            f"“{found.label}”写 {found.printed:,f}，大于“{found.whole}” {found.computed:,f}，多 {found.difference:,f}。"
        )
    how = f"按{found.whole.replace('、', '×')}" if found.is_product else "按各项相加"
    return f"“{found.label}”写 {found.printed:,f}，{how}重算为 {found.computed:,f}，相差 {found.difference:+,f}。"


def _differences(objector: Objector) -> Iterator[Finding]:
    """What was counted differs from the books only with a reason."""
    for record in objector.register.of(Asset):
        for index, line in enumerate(record.content.owned):
            if line.found is not None and line.found != line.count and line.difference is None:
                message = f"“{line.name}”账面 {line.count}，实盘 {line.found}，没有写差异说明。"
                cure = "核对数量；确有盘盈盘亏的，写“差异说明: 原因和处理”。"
                yield objector.about(record, ("登记", index, "实盘"), message, cure)


def _same_codes(objector: Objector) -> Iterator[Finding]:
    """A code stands for one thing or one lot: what is entered twice is counted twice."""
    for record in objector.register.of(Asset):
        first: dict[str, str] = {}
        for index, line in enumerate(record.content.owned):
            if line.code in first:
                message = f"编码 {line.code} 已经给了“{first[line.code]}”。"
                cure = "核对编码；同一批登记了两次的，删去一行。"
                yield objector.about(record, ("登记", index, "编码"), message, cure)
            first.setdefault(line.code, line.name)


def appraisals(register: Register, _today: date) -> Iterator[Finding]:
    """在册、代表、参测、发出、收回、有效 never grow along the chain, and a summary is the valid papers."""
    objector = Objector(register, APPRAISAL)
    for record in register.of(Appraisal):
        content = record.content
        if content.kind_of.of_office_holders and content.summary:
            message = "民主评议干部只写参加人数和票的收发，不写得票。"
            cure = "删去“汇总”；得票存原件，向本人反馈。"
            yield objector.about(record, ("汇总",), message, cure, value=False)
            continue
        for found in appraisal_breaks(content):
            cure = "对照签到表和收发票记录核对；一人一票，收回不多于发出，有效不多于收回。"
            yield objector.about(record, found.keys, _sentence(found), cure)


SUBJECT = "慰问、活动、资产与评议"

RULES = (Rule(COUNTS, counts), Rule(APPRAISAL, appraisals))
