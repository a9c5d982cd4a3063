"""Arithmetic of statements and 数字: sums, carried balances, units, shares, dues (C34–C37, C40, C47)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.derive import margins
from gongkai.derive.continuity import breaks
from gongkai.derive.series import Entry, broken_link, statements
from gongkai.derive.statements import Statement
from gongkai.derive.tables import Fault, Keys, Mismatch, Table
from gongkai.findings import Code, Finding
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.figures import (
    amount,
    mixed_units,
    typed_keys,
    unresolved,
    wrong_figures,
    wrong_ratios,
)
from gongkai.rules.judging import judged_on

WRONG_SUM = Code("C34", "wrong-sum", "数字加起来对不上")
BROKEN_CARRY = Code("C35", "broken-carry", "结转接不上")
MIXED_UNITS = Code("C36", "mixed-units", "单位不一致")
WRONG_SHARE = Code("C37", "wrong-percentage", "百分比重算不符")
DUES = Code("C40", "dues-do-not-agree", "会费对不上")
UNRESOLVED = Code("C47", "unresolved-figure", "数字的算法算不出来")

_CHECK = "核对原表，改正写错的那一个。"
_MINE = {
    WRONG_SUM: (
        Fault.DETAILS,
        Fault.TOTAL,
        Fault.ACROSS,
        Fault.PART,
        Fault.BALANCE,
        Fault.SURPLUS,
        Fault.MEALS,
    ),
    BROKEN_CARRY: (Fault.CARRY, Fault.LEFT, Fault.COUNTED),
    MIXED_UNITS: (Fault.COPIED,),
    WRONG_SHARE: (Fault.MARGIN,),
    DUES: (Fault.SPLIT, Fault.RECEIVED),
}
_HOW = {
    Fault.DETAILS: "按明细相加",
    Fault.TOTAL: "按各行相加",
    Fault.ACROSS: "按其他各栏相加",
    Fault.BALANCE: "按收入减支出",
    Fault.SURPLUS: "按收入减支出",
    Fault.MEALS: "按人数×标准×天数",
    Fault.CARRY: "按期初加收入减支出",
    Fault.LEFT: "按上年结转减动用以前年度结余",
    Fault.MARGIN: "按盈余÷收入",
    Fault.SPLIT: "按上缴加留存",
    Fault.RECEIVED: "按实缴人数×留存×月数",
}
_CURES = {
    Fault.DETAILS: "核对这一行和它的明细；漏列的补上一行，只是一部分的行写“其中: 是”。",
    Fault.TOTAL: "核对各行；合计可以不写，由程序算出。",
    Fault.RECEIVED: "核对人数、留存和入账的数；确实不等时写“差额说明”。",
    Fault.PART: "“其中”行是上一级的一部分，不能比它大；核对这两个数。",
}
_CELLS = ("金额", "收入合计", "支出合计", "结余", "合计")


def sums(register: Register, today: date) -> Iterator[Finding]:
    """C34: rows, columns, totals, balances, and 数字 that are sums, products or parts."""
    yield from wrong_figures(register, WRONG_SUM)
    yield from _mismatches(register, WRONG_SUM)


def carried(register: Register, today: date) -> Iterator[Finding]:
    """C35: 期初 and 期末 within a statement and from one to the next; 结转 and what of it is income."""
    twice = {each.entry.identity for each in breaks(register) if not each.missing}
    for entry in statements(register):
        # A statement about days that another has told already follows none: that is told as such.
        link = None if entry.record.identity in twice else broken_link(entry)
        if link and not link.wrong_unit:
            before = link.before.period
            message = (
                f"“期初”写 {amount(link.printed)}，上一份（{before}）的“期末”是 {amount(link.computed)}，"
                f"相差 {amount(link.difference)}。"
            )
            cure = f"改成 {amount(link.computed)}；若是上一份公布错了，更正上一份并写 correction-1.md。"
            yield Objector(register, BROKEN_CARRY).about(entry.record, ("期初",), message, cure)
        # A wrong opening breaks the statement's own equation as well: that is the same slip.
        for mismatch in _of(entry, BROKEN_CARRY):
            if not (mismatch.fault is Fault.CARRY and link and link.explains_closing):
                yield _finding(register, BROKEN_CARRY, entry, mismatch)


def units(register: Register, today: date) -> Iterator[Finding]:
    """C36: one unit per table, and the same number in 元 and in 万元."""
    yield from mixed_units(register, MIXED_UNITS)
    yield from _mismatches(register, MIXED_UNITS)
    for entry in statements(register):
        about = Objector(register, MIXED_UNITS).about
        link = broken_link(entry)
        if link and link.wrong_unit:
            message = f"“期初”写 {amount(link.printed)}，和上一份的“期末” {amount(link.computed)} 正好差一万倍。"
            yield about(entry.record, ("期初",), message, "检查“单位”是元还是万元，数和单位要一致。")
        for keys, text, unit in _labels(entry.statement):
            match = _NAMED_UNIT.search(text)
            if match and match[1] != unit:
                message = f"这里写着“{match[1]}”，这张表的“单位”是{unit}。"
                cure = f"换算成{unit}，去掉括号里的单位；一张表只用一个单位。"
                yield about(entry.record, typed_keys(register, entry.record.path, keys), message, cure)


_NAMED_UNIT = re.compile(r"[（(](?:单位[:： ]?)?(元|万元|亿元)[）)]")


def _labels(statement: Statement) -> Iterator[tuple[Keys, str, str]]:
    """What a statement calls its columns, rows and tables, where it speaks of 元, with the unit of each."""
    finance = statement.finance
    unit = finance.unit.value
    yield from _of_columns(finance.columns, ("列",), unit)
    yield from _of_rows(statement.income, unit)
    yield from _of_rows(statement.expense, unit)
    for index, (source, table) in enumerate(zip(finance.tables, statement.tables, strict=True)):
        own = (source.unit or finance.unit).value
        if "元" in source.name:
            yield ("分表", index, "表名"), source.name, own
        yield from _of_columns(source.columns, ("分表", index, "列"), own)
        yield from _of_rows(table, own)


def _of_columns(columns: tuple[str, ...], keys: Keys, unit: str) -> Iterator[tuple[Keys, str, str]]:
    yield from (((*keys, index), column, unit) for index, column in enumerate(columns) if "元" in column)


def _of_rows(table: Table, unit: str) -> Iterator[tuple[Keys, str, str]]:
    yield from (((*line.keys, "科目"), line.row.account, unit) for line in table.lines if "元" in line.row.account)


def percentages(register: Register, today: date) -> Iterator[Finding]:
    """C37: printed percentages and margins are what their numbers round to."""
    yield from wrong_ratios(register, WRONG_SHARE)
    yield from _mismatches(register, WRONG_SHARE)
    for entry in statements(register):
        canteen = entry.record.content.canteen
        wrong = margins.misprinted(entry, register.terms)
        if wrong and canteen and canteen.margin:
            printed = canteen.margin
            mismatch = Mismatch(
                Fault.MARGIN, ("食堂", "盈亏率"), "盈亏率", printed.value, wrong[0], printed.sign, wrong[1]
            )
            yield _finding(register, WRONG_SHARE, entry, mismatch)


def dues(register: Register, today: date) -> Iterator[Finding]:
    """C40: members' fees agree with themselves, with what was booked, and with the school's standard."""
    yield from _mismatches(register, DUES)
    for entry in statements(register):
        record, own = entry.record, entry.record.content.dues
        standard = register.rulings(record.content.day).values.dues
        if own is None or standard is None or _of(entry, DUES):
            continue
        pairs = (
            ("每人", own.each, standard.each),
            ("上缴", own.passed_on, standard.passed_on),
            ("留存", own.kept, standard.kept),
        )
        wrong = next((pair for pair in pairs if pair[1] != pair[2]), None)
        if wrong:
            label, typed, expected = wrong
            difference = amount(typed - expected)
            message = f"会费“{label}”写 {amount(typed)}，本校的会费标准是 {amount(expected)}，相差 {difference}。"
            cure = "按标准改；标准变了的，在 policy.yml 的“采用”里加一段，写明从哪天起。"
            yield Objector(register, DUES).about(
                record, ("会费", label), message, cure, threshold="dues", on=judged_on(record)
            )


def unresolved_figures(register: Register, today: date) -> Iterator[Finding]:
    """C47: figures that cannot be recomputed at all."""
    yield from unresolved(register, UNRESOLVED)


def _of(entry: Entry, code: Code) -> tuple[Mismatch, ...]:
    return tuple(mismatch for mismatch in entry.statement.mismatches if mismatch.fault in _MINE[code])


def _mismatches(register: Register, code: Code) -> Iterator[Finding]:
    for entry in statements(register):
        for mismatch in _of(entry, code):
            yield _finding(register, code, entry, mismatch)


def _finding(register: Register, code: Code, entry: Entry, mismatch: Mismatch) -> Finding:
    fault, difference = mismatch.fault, amount(mismatch.difference)
    keys = typed_keys(register, entry.record.path, mismatch.keys)
    named = f"“{mismatch.about}”"
    if len(keys) > 1 and keys[-2] in _CELLS and isinstance(keys[-1], str):
        named += f"的“{keys[-1]}”栏"
    printed, computed = amount(mismatch.printed), amount(mismatch.computed)
    threshold = ""
    if fault is Fault.PART:
        message = f"其中{named}写 {printed}，大于它所在的“{mismatch.whole}” {computed}，多 {difference}。"
    elif fault is Fault.COUNTED:
        threshold = "carry_is_income"
        included = mismatch.difference > 0
        rule = "不把它算作收入" if included else "把它算作收入"
        state = "把动用的以前年度结余算在内" if included else "没有算上动用的以前年度结余"
        message = f"{named}写 {printed}，{state}；本校规则{rule}，重算为 {computed}，相差 {difference}。"
    elif fault is Fault.COPIED:
        message = f"{named}写 {printed}，按主表的“{mismatch.whole}”换算为 {computed}，相差 {difference}。"
    elif fault is Fault.MARGIN:
        sign = mismatch.whole
        unit = " 个百分点" if sign == "%" else sign
        message = f"{named}写 {printed}{sign}，{_HOW[fault]}重算为 {computed}{sign}，相差 {difference}{unit}。"
    else:
        message = f"{named}写 {printed}，{_HOW[fault]}重算为 {computed}，相差 {difference}。"
    cure = _CURES.get(fault, _CHECK)
    return Objector(register, code).about(
        entry.record, keys, message, cure, threshold=threshold, on=judged_on(entry.record)
    )


SUBJECT = "财务"

RULES = (
    Rule(WRONG_SUM, sums),
    Rule(BROKEN_CARRY, carried),
    Rule(MIXED_UNITS, units),
    Rule(WRONG_SHARE, percentages),
    Rule(DUES, dues),
    Rule(UNRESOLVED, unresolved_figures),
)
