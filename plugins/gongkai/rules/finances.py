"""财务: margins, deficits, signatures, blank cells, missing parts (C38, C39, C42, C48, C49)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from gongkai.derive import margins
from gongkai.derive.columns import Gap, Hole
from gongkai.derive.exact import half_up
from gongkai.derive.series import Entry, statements
from gongkai.derive.tables import Keys
from gongkai.findings import Code, Finding, Severity
from gongkai.records.finance import CanteenMode, Category, ChargeNature
from gongkai.records.policy import share_text
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.figures import (
    amount,
    typed_keys,
)
from gongkai.rules.judging import judged_on

CANTEEN_MARGIN = Code("C38", "canteen-margin", "食堂盈亏率超过上限", Severity.WARNING)
DEFICIT = Code("C39", "deficit-without-note", "赤字没有说明")
UNSIGNED = Code("C42", "unsigned-statement", "财务记录缺少审核")
BLANK_CELL = Code("C48", "blank-cell", "表里有空格，或栏名不一致")
MISSING_PART = Code("C49", "incomplete-statement", "这一类财务记录缺少必填的部分")


def canteen_margin(register: Register, today: date) -> Iterator[Finding]:
    """C38: how far a canteen is from break-even, over the span that the school's rule names."""
    for entry in statements(register):
        record = entry.record
        limit = register.rulings(record.content.day).values.canteen_margin
        canteen = record.content.canteen
        if limit is None or canteen is None or record.content.change_note or not margins.keeps_own_books(entry):
            continue
        monthly = "月" in limit.basis
        if not monthly and not margins.ends_term(entry, register.terms):
            continue
        share = margins.of_period(entry) if monthly else margins.cumulative(entry, register.terms)
        if share is None and canteen.margin and not monthly:
            share = Fraction(canteen.margin.value) / canteen.margin.scale
        if margins.misprinted(entry, register.terms):
            continue
        if share is None or entry.statement.doubted or abs(share) <= Fraction(*limit.limit):
            continue
        span = "本月" if monthly else "学期累计"
        shown = f"{amount(half_up(share * 100, 2))}%"
        objector = Objector(register, CANTEEN_MARGIN)
        whose = objector.whose("canteen_margin", judged_on(record))
        message = f"食堂{span}盈亏率是 {shown}，{whose}的上限是 {share_text(limit.limit)}。"
        cure = "核对收入和支出；确实超过的，在“增减说明”里写原因，并说明怎样退还或弥补。"
        keys: Keys = ("食堂", "盈亏率") if canteen.margin else ("食堂",)
        yield objector.about(record, keys, message, cure, threshold="canteen_margin", on=judged_on(record))


def deficits(register: Register, today: date) -> Iterator[Finding]:
    """C39: a negative balance, or a budget that spends more than comes in, needs its reason."""
    for entry in statements(register):
        finance, statement = entry.record.content, entry.statement
        if finance.deficit_note or finance.category is Category.FEES:
            continue
        about = Objector(register, DEFICIT).about
        closing, balance = statement.closing, statement.at(statement.balance)
        cure = "补上“赤字说明: …”，写明原因和怎样弥补。"
        if closing and closing.sure and closing.number < 0:
            message = f"“期末”是 {amount(closing.value)}，为负，没有说明。"
            yield about(entry.record, ("期末",) if closing.written else (), message, cure)
            continue
        stands_alone = _stands_alone(entry)
        if balance is None or not balance.sure or balance.number >= 0 or not (balance.written or stands_alone):
            continue
        if finance.carry_used is not None and finance.carry_used + balance.number >= 0:
            continue
        if balance.written:
            message = f"“结余”是 {amount(balance.value)}，为负，没有说明。"
            column = statement.columns[statement.main or 0]
            keys: Keys = (
                ("结余", column) if finance.balance and column in finance.balance.columns and column else ("结余",)
            )
            yield about(entry.record, keys, message, cure)
        else:
            message = f"支出比收入多 {amount(abs(balance.number))}，没有说明用什么弥补。"
            yield about(
                entry.record,
                ("支出合计",) if finance.expense_total else ("支出",),
                message,
                cure[:-1] + "，或写“动用以前年度结余: …”。",
                value=False,
            )


def _stands_alone(entry: Entry) -> bool:
    """Whether income must cover expense by itself: a budget or a year's account, not one month of many."""
    finance = entry.record.content
    yearly = finance.category in (Category.BUDGET, Category.FINAL) or len(finance.period.months()) >= 12
    return yearly and entry.statement.opening is None and entry.statement.closing is None


def signatures(register: Register, today: date) -> Iterator[Finding]:
    """C42: who drew up and who checked; a union's yearly account is audited and reported."""
    second = register.policy.policy.second_review
    for entry in statements(register):
        finance = entry.record.content
        about = Objector(register, UNSIGNED).about
        if finance.category is Category.FEES:
            if not finance.hotline:
                yield about(
                    entry.record,
                    (),
                    "收费公示没有写监督电话。",
                    "补上“监督电话: …”，写学校渠道里登记的号码。",
                )
            continue
        given: dict[str, object] = {"编制": finance.prepared_by, "审核": finance.checked_by}
        if second:
            given["批准"] = finance.approved_by
        if _is_union_account(entry):
            given |= {"经审": finance.union_audit, "报告": finance.reported_to}
        missing = [label for label, value in given.items() if value is None]
        if missing:
            named = "、".join(f"“{label}”" for label in missing)
            why = "工会年度决算" if {"经审", "报告"} & set(missing) else "财务记录"
            cure = "补上：" + "；".join(_SIGNATURES[label] for label in missing) + "。"
            yield about(entry.record, (), f"{why}没有写{named}。", cure)


_SIGNATURES = {
    "编制": "编制: 岗位",
    "审核": "审核: 岗位",
    "批准": "批准: 岗位",
    "经审": "经审: {审核人: …, 日期: …, 意见: …}",
    "报告": "报告: {对象: 会员代表大会, 日期: …}",
}


def _is_union_account(entry: Entry) -> bool:
    finance, statement = entry.record.content, entry.statement
    whole_year = len(finance.period.months()) == 12
    column = statement.columns[statement.main] if statement.main is not None else ""
    return finance.category is Category.UNION and whole_year and "预算" not in finance.heading + column


def blank_cells(register: Register, today: date) -> Iterator[Finding]:
    """C48: blank is not zero, and every column is declared and used."""
    for entry in statements(register):
        for hole in entry.statement.holes:
            message, cure = _hole(hole)
            keys = typed_keys(register, entry.record.path, hole.keys)
            value = hole.gap is Gap.UNUSED or hole.gap is Gap.UNNAMED
            yield Objector(register, BLANK_CELL).about(entry.record, keys, message, cure, value=value)


def _hole(hole: Hole) -> tuple[str, str]:
    names = "、".join(f"“{name}”" for name in hole.names)
    if hole.gap is Gap.UNUSED:
        if len(hole.names) > 1:
            unused, used = hole.names
            return f"“列”里的“{unused}”没有一行用到，表里写的是“{used}”。", "两处写成同一个名称。"
        return f"“列”里的{names}没有一行用到。", "删去这一栏，或在各行的“金额”里填上；不适用写 —。"
    if hole.gap is Gap.UNDECLARED:
        return f"栏名{names}没有写在“列”里。", "检查栏名，或把它加进“列”。"
    if hole.gap is Gap.NOT_DECLARED_AT_ALL:
        return f"金额分了栏（{names}），却没有写“列”。", f"补上一行：列: [{', '.join(hole.names)}]。"
    if hole.gap is Gap.UNNAMED:
        return f"这张表有几栏（{names}），这里只写了一个数，不知道是哪一栏。", "写成 {栏名: 数, 栏名: 数}。"
    if hole.gap is Gap.BLANK:
        return "这一行没有金额，也没有明细。", "填上金额；没有发生写 0，不适用写 —。"
    return f"这一行没有填{names}栏。", "填上金额；没有发生写 0，不适用写 —。"


def missing_parts(register: Register, today: date) -> Iterator[Finding]:
    """C49: what each kind of statement must have."""
    for entry in statements(register):
        finance = entry.record.content
        about = Objector(register, MISSING_PART).about
        if finance.category is Category.FEES and not finance.charges:
            yield about(
                entry.record,
                (),
                "收费公示没有写“收费项目”。",
                "补上“收费项目”，每项写项目、性质、对象、标准、计费单位、自愿、依据。",
            )
        for index, charge in enumerate(finance.charges):
            if charge.nature is ChargeNature.ADMINISTRATIVE and not charge.approved_by:
                keys = typed_keys(register, entry.record.path, ("收费项目", index, "性质"))
                yield about(entry.record, keys, "行政事业性收费没有写批准机关。", "补上“批准机关: …”。")
        if finance.category is not Category.CANTEEN:
            continue
        canteen = finance.canteen
        if canteen is None:
            yield about(entry.record, ("类别",), "食堂收支没有写“食堂”一段。", "补上“食堂: {经营方式: 自营, …}”。")
        elif canteen.paused:
            continue
        elif canteen.mode is CanteenMode.SELF and not canteen.students:
            cure = "补上“学生伙食: {收入: …, 支出: …, 盈余: …}”；整月停供写“停供: 是”。"
            yield about(entry.record, ("食堂",), "自营食堂没有单列学生伙食。", cure, value=False)
        elif canteen.mode is not CanteenMode.SELF:
            given = {"供餐单位": canteen.operator, "餐费标准": canteen.unit_price}
            missing = "、".join(f"“{label}”" for label, value in given.items() if value is None)
            if missing:
                message = f"经营方式是{canteen.mode.value}，没有写{missing}。"
                yield about(entry.record, ("食堂", "经营方式"), message, "补上供餐单位的名称和每份餐费。")


SUBJECT = "财务"

RULES = (
    Rule(CANTEEN_MARGIN, canteen_margin),
    Rule(DEFICIT, deficits),
    Rule(UNSIGNED, signatures),
    Rule(BLANK_CELL, blank_cells),
    Rule(MISSING_PART, missing_parts),
)
