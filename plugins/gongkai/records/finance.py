"""财务: one design for budgets, accounts, monthly statements, canteen, union fund and fees.

A statement is named sections of rows. A row's amount is one number or, where the statement has
columns, one number per column; a row with details equals the sum of its details except 其中 rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from gongkai.records.base import MainFile, Model
from gongkai.records.fields import (
    CELL_SCHEMA,
    NOT_APPLICABLE,
    BasisReference,
    Cell,
    Count,
    Day,
    Figure,
    Money,
    OneOrMore,
    Period,
    Reference,
    Span,
    Text,
    YesNo,
    parse_cell,
)
from gongkai.records.proposal import Correction


class Category(StrEnum):
    """What a statement is about (类别)."""

    BUDGET = "预算"
    FINAL = "决算"
    LEDGER = "收支月报"
    CANTEEN = "食堂"
    UNION = "工会经费"
    FEES = "收费"


class MoneyUnit(StrEnum):
    """The unit of every amount in a statement (单位)."""

    YUAN = "元"
    TEN_THOUSAND = "万元"

    @property
    def yuan(self) -> int:
        return 10_000 if self.value == "万元" else 1


@dataclass(frozen=True, slots=True)
class Amounts:
    """What one row says: an amount per column; a statement without columns has the one column ``""``.

    None stands for a cell that says `—`, not applicable.
    """

    cells: tuple[tuple[str, Decimal | None], ...]

    def get(self, column: str) -> Decimal | None:
        return dict(self.cells).get(column)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column for column, _ in self.cells)


def is_percentage(column: str) -> bool:
    """Whether a column holds percentages (增减%), which are never added up."""
    return "%" in column or "％" in column


def _without_sign(typed: Any) -> Any:
    return typed.rstrip().rstrip("%％") if isinstance(typed, str) else typed


def _amounts(typed: Any) -> Amounts:
    if isinstance(typed, dict):
        cells = []
        for column, value in typed.items():
            try:
                cells.append((column, parse_cell(_without_sign(value) if is_percentage(column) else value)))
            except PydanticCustomError as error:
                kind = "blank_cell" if error.type == "empty" else "cell"
                message = error.message().replace("{", "（").replace("}", "）")
                if isinstance(value, str) and value.rstrip().endswith(("%", "％")):
                    message = f"这一栏写了百分比；栏名里要有 %，如“{column}%”，“列”里也照改。"
                raise PydanticCustomError(kind, message, {"key": column}) from None
        return Amounts(tuple(cells))
    return Amounts((("", parse_cell(typed)),))


RowAmount = Annotated[
    Amounts,
    BeforeValidator(_amounts),
    WithJsonSchema({"anyOf": [CELL_SCHEMA, {"type": "object", "additionalProperties": CELL_SCHEMA}]}),
]
"""One amount, or a mapping from column to amount; `—` is not applicable."""


class Row(Model):
    """One line of a statement (行)."""

    account: Text = Field(alias="科目", description="科目或项目的名称")
    amount: RowAmount | None = Field(
        None, alias="金额", description=f"一个数，或“列: 数”；有明细时可不写；不适用写 {NOT_APPLICABLE}"
    )
    code: Text | None = Field(None, alias="编码", description="科目编码，如 50102")
    part_only: YesNo = Field(False, alias="其中", description="“其中”行：是上一级的一部分，不参加相加")
    note: Text | None = Field(None, alias="说明", description="这一行的说明；不写人名、账号")
    basis: BasisReference | None = Field(
        None, alias="依据", description="决定这笔支出的决策、会议或决议，如 decisions/project-2026-1；明细随上一级"
    )
    details: Annotated[tuple[Row, ...], OneOrMore] = Field((), alias="明细", description="下一级的行")


Rows = Annotated[tuple[Row, ...], OneOrMore]


def _within(rows: tuple[Row, ...], keys: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Row]]:
    for n, row in enumerate(rows):
        yield (*keys, n), row
        if row.details:
            yield from _within(row.details, (*keys, n, "明细"))


class Dues(Model):
    """How the members' fees divide (会费)."""

    members: Count = Field(alias="实缴人数", description="本期实际缴费的人数")
    each: Money = Field(alias="每人", description="每人每月缴多少")
    passed_on: Money = Field(alias="上缴", description="每人每月上缴多少")
    kept: Money = Field(alias="留存", description="每人每月留存多少")
    months: Count = Field(1, alias="月数", description="本期包含几个月；月报不写")
    received: Money | None = Field(None, alias="留存入账", description="本期入账的留存总额；不写则与收入里的“会费”比")
    difference: Text | None = Field(None, alias="差额说明", description="人数×留存×月数与入账不等时必填")


class Meals(Model):
    """Heads × rate × days for one group of eaters (用餐)."""

    group: Text = Field(alias="对象", description="如 学生、教职工")
    heads: Count = Field(alias="人数", description="用餐人数")
    rate: Money = Field(alias="标准", description="每人每天的标准")
    days: Count = Field(alias="天数", description="用餐天数")
    amount: Money = Field(alias="金额", description="应等于 人数×标准×天数")


class CanteenMode(StrEnum):
    """Who runs the canteen (经营方式)."""

    SELF = "自营"
    CONTRACTED = "承包"
    ENTRUSTED = "委托"
    OUTSIDE = "校外供餐"


class Side(Model):
    """The students' or the staff's side of a canteen statement (学生伙食、教职工伙食)."""

    income: Money = Field(alias="收入", description="本期收入")
    expense: Money = Field(alias="支出", description="本期支出")
    surplus: Money = Field(alias="盈余", description="收入减支出")
    margin: Figure | None = Field(None, alias="盈余率", description="盈余 ÷ 收入，照公布的样子写，如 0.84%")


class Stock(Model):
    """The larder at both ends of the period (库存)."""

    opening: Money = Field(alias="期初", description="期初库存")
    closing: Money = Field(alias="期末", description="期末库存")


class MarginBasis(StrEnum):
    """Over which span a canteen's margin is reckoned (盈亏率口径)."""

    MONTH = "本月"
    CUMULATIVE = "累计"


class Canteen(Model):
    """What only a canteen statement has (食堂)."""

    mode: CanteenMode = Field(alias="经营方式", description="自营、承包、委托、校外供餐")
    paused: YesNo = Field(False, alias="停供", description="整月停供（寒暑假）写“是”")
    students: Side | None = Field(None, alias="学生伙食", description="自营食堂必填：学生伙食单列")
    staff: Side | None = Field(None, alias="教职工伙食", description="自营食堂有教职工用餐时单列")
    meals: Annotated[tuple[Meals, ...], OneOrMore] = Field((), alias="用餐", description="人数×标准×天数")
    stock: Stock | None = Field(None, alias="库存", description="期初、期末库存")
    margin: Figure | None = Field(None, alias="盈亏率", description="照公布的样子写，如 0.84%")
    margin_basis: MarginBasis | None = Field(None, alias="盈亏率口径", description="本月或累计")
    operator: Text | None = Field(None, alias="供餐单位", description="承包、委托、校外供餐时必填")
    unit_price: Money | None = Field(None, alias="餐费标准", description="承包、委托、校外供餐时必填：每份")


class ChargeNature(StrEnum):
    """The nature of a charge (收费性质)."""

    ADMINISTRATIVE = "行政事业性收费"
    SERVICE = "服务性收费"
    AGENCY = "代收费"


class Charge(Model):
    """One item that a school charges (收费项目)."""

    item: Text = Field(alias="项目", description="收费项目")
    nature: ChargeNature = Field(alias="性质", description="行政事业性收费、服务性收费、代收费")
    payers: Text = Field(alias="对象", description="哪些年级或人")
    amount: Cell = Field(alias="标准", description="收费标准；按实结算写 —")
    unit: Text = Field(alias="计费单位", description="如 元/生·学期")
    voluntary: YesNo = Field(alias="自愿", description="自愿选择写“是”")
    basis: Text = Field(alias="依据", description="文件名称和文号")
    approved_by: Text | None = Field(None, alias="批准机关", description="行政事业性收费必填")
    settlement: Text | None = Field(None, alias="结算退费", description="怎样结算和退费")


class Audit(Model):
    """An audit and its conclusion (帐目审核、经审)."""

    by: Text = Field(alias="审核人", description="机构或岗位")
    on: Day = Field(alias="日期", description="审核日期")
    scope: Text | None = Field(None, alias="范围", description="审核了哪些期间和科目")
    opinion: Text = Field(alias="意见", description="审核意见")
    issues: Annotated[tuple[Text, ...], OneOrMore] = Field((), alias="问题", description="发现的问题")


class ReportedTo(Model):
    """To whom, and when, the accounts were reported (报告)."""

    body: Text = Field(alias="对象", description="如 会员代表大会")
    on: Day = Field(alias="日期", description="报告日期")


class OfficialExpenses(Model):
    """The three public expenses (三公经费)."""

    abroad: Money = Field(alias="因公出国", description="因公出国（境）费")
    vehicles: Money = Field(alias="公务用车", description="购置及运行费")
    reception: Money = Field(alias="公务接待", description="公务接待费")


class SubTable(Model):
    """A further table of a budget or account (分表)."""

    name: Text = Field(alias="表名", description="如 表三 一般公共预算支出")
    unit: MoneyUnit | None = Field(None, alias="单位", description="与主表不同时才写")
    columns: Annotated[tuple[Text, ...], OneOrMore] = Field(
        (), alias="列", description="有几栏时写各栏名称；有 % 的一栏不相加"
    )
    rows: Rows = Field(alias="行", description="各行")
    total: RowAmount | None = Field(None, alias="合计", description="写了就核对，不写就算出")


class Finance(MainFile):
    """One statement (财务)."""

    folder = "finances"
    label = "财务"
    stem = "finance"
    suffix = ".yml"
    acts: ClassVar = {"correction": Correction}

    category: Category = Field(alias="类别", description="预算、决算、收支月报、食堂、工会经费、收费")
    name: Text | None = Field(None, alias="名称", description="不写则由类别和期间得出")
    period: Span = Field(alias="期间", description="2026-03、2026-01至2026-02、2026、2025-2026学年第一学期")
    unit: MoneyUnit = Field(MoneyUnit.YUAN, alias="单位", description="元或万元；一张表只有一个单位")
    columns: Annotated[tuple[Text, ...], OneOrMore] = Field(
        (),
        alias="列",
        description="有几栏时写各栏名称，如 上年决算、本年预算、本月、本年累计；有 % 的一栏（增减%）是百分比，不相加",
    )
    opening: Money | None = Field(None, alias="期初", description="期初结余；等于上期期末；有几栏时写本期的")
    income: Rows = Field((), alias="收入", description="收入各行")
    income_total: RowAmount | None = Field(None, alias="收入合计", description="写了就核对，不写就算出")
    expense: Rows = Field((), alias="支出", description="支出各行")
    expense_total: RowAmount | None = Field(None, alias="支出合计", description="写了就核对，不写就算出")
    balance: RowAmount | None = Field(None, alias="结余", description="本期收入减支出；写了就核对")
    closing: Money | None = Field(None, alias="期末", description="期末结余：期初＋收入－支出；有几栏时写本期的")
    carried_in: Money | None = Field(None, alias="上年结转", description="年度表：上年结转")
    carry_used: Money | None = Field(None, alias="动用以前年度结余", description="本年动用多少以前年度结余")
    carried_left: Money | None = Field(None, alias="结转余额", description="上年结转减去动用的")
    charges: Annotated[tuple[Charge, ...], OneOrMore] = Field((), alias="收费项目", description="收费公示的各项")
    hotline: Text | None = Field(None, alias="监督电话", description="收费公示必填；写学校渠道里登记的号码")
    dues: Dues | None = Field(None, alias="会费", description="工会经费：人数、每人、上缴、留存")
    canteen: Canteen | None = Field(None, alias="食堂", description="食堂必填：经营方式等")
    official_expenses: OfficialExpenses | None = Field(None, alias="三公经费", description="年度预决算")
    tables: Annotated[tuple[SubTable, ...], OneOrMore] = Field((), alias="分表", description="更多的表")
    deficit_note: Text | None = Field(None, alias="赤字说明", description="结余或期末为负时必填")
    change_note: Text | None = Field(None, alias="增减说明", description="与上年或预算相差较大时说明")
    plan: Text | None = Field(None, alias="下月计划", description="工会经费月报：下月怎样用")
    approved_budget_on: Day | None = Field(None, alias="批复日期", description="预决算批复的日期")
    decided_by: Reference | None = Field(None, alias="依据决议", description="通过这份预决算的决议")
    prepared_by: Text | None = Field(None, alias="编制", description="编制岗位")
    checked_by: Text | None = Field(None, alias="审核", description="审核岗位")
    approved_by: Text | None = Field(None, alias="批准", description="批准岗位")
    sealed: YesNo = Field(False, alias="盖章", description="纸质原件已盖章写“是”")
    audit: Audit | None = Field(None, alias="帐目审核", description="学期末的帐目审核")
    union_audit: Audit | None = Field(None, alias="经审", description="工会经费审查")
    reported_to: ReportedTo | None = Field(None, alias="报告", description="向谁报告、哪天")

    def rows(self) -> Iterator[tuple[tuple[str | int, ...], Row]]:
        """Every row of income and expense, details after the row they belong to, each with its place in the file."""
        yield from _within(self.income, ("收入",))
        yield from _within(self.expense, ("支出",))

    @property
    def heading(self) -> str:
        return self.name or f"{self.period}{self.category.value}{'' if self.category in _NAMED else '收支'}"

    @property
    def day(self) -> date:
        return self.period.last

    @property
    def told_period(self) -> Period | None:
        return self.period


_NAMED = (Category.BUDGET, Category.FINAL, Category.LEDGER, Category.FEES)
