"""慰问帮扶: what was given for which reason, as totals of a term; there is no field for a person or an illness.

A reason with too few cases stands in one line with another (`事由: [丧, 病]`), so that nobody can tell
whose case it was. Mutual insurance, check-ups and aid stand beside them as people and amounts.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from gongkai.records.base import MainFile, Model
from gongkai.records.fields import Count, Money, OneOrMore, Period, Reference, Span, Text, YesNo
from gongkai.records.proposal import Correction


class Reason(StrEnum):
    """Why something was given (事由)."""

    BEREAVEMENT = "丧"
    ILLNESS = "病"
    BIRTH = "育"
    HARDSHIP = "困"
    DISASTER = "灾"
    FESTIVAL = "节"
    RETIREMENT = "退"
    WEDDING = "婚"
    BIRTHDAY = "生日"
    STAYING = "留校"

    @property
    def meaning(self) -> str:
        """The reason as a reader outside the union says it."""
        return _MEANINGS[self.value]


_MEANINGS = {
    "丧": "丧事慰问",
    "病": "生病慰问",
    "育": "生育慰问",
    "困": "困难帮扶",
    "灾": "大病大灾救助",
    "节": "节日慰问",
    "退": "退休慰问",
    "婚": "新婚慰问",
    "生日": "生日慰问",
    "留校": "留校过年慰问",
}


class Fund(StrEnum):
    """Out of which money something was paid (经费来源)."""

    UNION = "工会经费"
    SCHOOL = "行政经费"
    HIGHER_UNION = "上级工会补助"
    GOVERNMENT = "财政专项"
    MUTUAL = "互助保障资金"
    DONATION = "捐赠"
    OWN = "个人缴费"


class ReliefStandard(Model):
    """How much one person is given for a reason (标准)."""

    lowest: Money | None = Field(None, alias="最低", description="每人至少多少元")
    highest: Money | None = Field(None, alias="最高", description="每人至多多少元")
    per_year: YesNo = Field(False, alias="每年", description="标准是每人每年的，写“是”；不写是每次的")

    def __str__(self) -> str:
        span = "每人每年" if self.per_year else "每人次"
        low, high = (yuan(value) if value is not None else "" for value in (self.lowest, self.highest))
        if low and high:
            return f"{span} {low} 元" if low == high else f"{span} {low}–{high} 元"
        return f"{span}不超过 {high} 元" if high else f"{span}不少于 {low} 元" if low else f"{span}没有写明"


def yuan(value: Decimal) -> str:
    """An amount as a standard says it: 800, 1,000, 12.50."""
    return f"{value:,f}".removesuffix(".00")


class WelfareStandard(ReliefStandard):
    """What the school gives for one reason (慰问标准)."""

    reason: Reason = Field(alias="事由", description="丧、病、育、困、灾、节、退、婚、生日、留校")

    def __str__(self) -> str:
        return f"{self.reason.value} {super().__str__()}"


class Relief(Model):
    """What was given for one reason, or for several that are told together (慰问)."""

    reasons: Annotated[tuple[Reason, ...], OneOrMore] = Field(
        alias="事由", min_length=1, description="一个事由；人次太少的几个事由合成一行，写成 [丧, 病]"
    )
    cases: Count = Field(alias="人次", description="多少人次")
    amount: Money = Field(alias="金额合计", description="这一行一共多少元")
    standard: ReliefStandard | None = Field(None, alias="适用标准", description="不写则用规则里的“慰问标准”")
    fund: Fund = Field(alias="经费来源", description="工会经费、行政经费……")
    over_basis: Reference | None = Field(
        None, alias="超标准依据", description="超过标准的，写集体研究的会议、决议或决策，如 meetings/05-02/resolution-1"
    )
    note: Text | None = Field(None, alias="说明", description="发放形式等；不写姓名、病情、家庭情况")

    @property
    def name(self) -> str:
        """The reasons as they are printed."""
        return "、".join(reason.value for reason in self.reasons)


class ReliefTotal(Model):
    """All lines together (合计)."""

    cases: Count = Field(alias="人次", description="各行人次相加")
    amount: Money = Field(alias="金额", description="各行金额相加")


class Scheme(StrEnum):
    """What the staff are covered by beside single cases (保障项目)."""

    MUTUAL = "互助保障"
    CHECK_UP = "体检"
    AID = "帮扶"


class Part(Model):
    """One part of a scheme, never more than the whole (分项)."""

    name: Text = Field(alias="名称", description="如 在职、退休、女职工；不写姓名、病情")
    people: Count | None = Field(None, alias="人数", description="其中多少人")
    amount: Money | None = Field(None, alias="金额", description="其中多少元")


class Protection(Model):
    """A scheme with how many it covers (保障)."""

    scheme: Scheme = Field(alias="项目", description="互助保障、体检、帮扶")
    entitled: Count = Field(alias="应参加人数", description="可以参加的人数，是参加率的分母")
    joined: Count = Field(alias="参加人数", description="参保、参检或受助的人数")
    cases: Count | None = Field(None, alias="人次", description="领取保障金或帮扶金的人次；太少的不写")
    amount: Money | None = Field(None, alias="金额", description="一共多少元")
    parts: Annotated[tuple[Part, ...], OneOrMore] = Field((), alias="分项", description="其中各部分")
    fund: Fund | None = Field(None, alias="经费来源", description="工会经费、互助保障资金、个人缴费……")
    note: Text | None = Field(None, alias="说明", description="不写姓名、病情、家庭情况")


class Welfare(MainFile):
    """What was given to staff in one term, or month, as totals (慰问帮扶).

    The folder is `welfare`: the word has no plural.
    """

    folder = "welfare"
    label = "慰问帮扶"
    stem = "welfare"
    suffix = ".yml"
    acts: ClassVar = {"correction": Correction}

    period: Span = Field(alias="期间", description="一个学期或一个月，如 2025-2026学年第一学期、2026-03")
    reliefs: tuple[Relief, ...] = Field((), alias="慰问", description="按事由汇总的各行")
    total: ReliefTotal | None = Field(None, alias="合计", description="写了就核对，不写就算出")
    protections: tuple[Protection, ...] = Field((), alias="保障", description="互助保障、体检、帮扶的人数和金额")
    note: Text | None = Field(None, alias="说明", description="一两句话；不写姓名、病情、家庭情况")
    prepared_by: Text | None = Field(None, alias="编制", description="编制岗位")
    checked_by: Text | None = Field(None, alias="审核", description="审核岗位")
    approved_by: Text | None = Field(None, alias="批准", description="批准岗位")

    @property
    def heading(self) -> str:
        return f"{self.period}慰问帮扶"

    @property
    def day(self) -> date:
        return self.period.last

    @property
    def told_period(self) -> Period | None:
        return self.period
