"""资产: the register of what the union owns, line by line, as it was found when everything was counted.

The site keeps its style sheets and scripts below `assets/` too, in folders that hold no page; so a register
of any number has its address to itself.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from gongkai.records.base import MainFile, Model
from gongkai.records.fields import Count, Day, Money, OneOrMore, Text
from gongkai.records.proposal import Correction


class Condition(StrEnum):
    """In what state a thing is (状态)."""

    IN_USE = "在用"
    IDLE = "闲置"
    IN_REPAIR = "待修"
    TO_SCRAP = "待报废"
    SCRAPPED = "已报废"


class Owned(Model):
    """One line of the register (登记)."""

    code: Text = Field(alias="编码", description="本校的资产编码；不写出厂序列号")
    name: Text = Field(alias="名称", description="是什么")
    count: Count = Field(alias="数量", description="账面数量")
    measure: Text | None = Field(None, alias="单位", description="台、套、张……")
    price: Money = Field(alias="单价", description="每件多少元")
    amount: Money = Field(alias="金额", description="应等于 数量×单价")
    found: Count | None = Field(None, alias="实盘", description="盘点时数到的数量；与账面相同的不写")
    difference: Text | None = Field(None, alias="差异说明", description="实盘与账面不同的必填")
    keeper: Text = Field(alias="保管岗位", description="岗位或部门，不写姓名")
    condition: Condition = Field(Condition.IN_USE, alias="状态", description="在用、闲置、待修、待报废、已报废")
    entered_on: Day = Field(alias="登记日期", description="哪天登记入册")


class Asset(MainFile):
    """A register of property, as counted on one day (资产)."""

    folder = "assets"
    label = "资产"
    stem = "asset"
    suffix = ".yml"
    acts: ClassVar = {"correction": Correction}

    title: Text = Field(alias="标题", description="如 2025年工会资产清册")
    counted_on: Day = Field(alias="盘点日期", description="哪天盘点")
    owned: Annotated[tuple[Owned, ...], OneOrMore] = Field(alias="登记", description="一件或一批一行")
    total_count: Count | None = Field(None, alias="数量合计", description="写了就核对，不写就算出")
    total_amount: Money | None = Field(None, alias="金额合计", description="写了就核对，不写就算出")
    counted_by: Text | None = Field(None, alias="盘点", description="盘点的岗位，不写姓名")
    checked_by: Text | None = Field(None, alias="监盘", description="监盘的岗位，不写姓名")
    note: Text | None = Field(None, alias="说明", description="本年增减等")

    @property
    def heading(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return self.counted_on

    @property
    def pieces(self) -> int:
        """How many things the lines come to."""
        return sum(line.count for line in self.owned)

    @property
    def value(self) -> Decimal:
        """What the lines come to in yuan."""
        return sum((line.amount for line in self.owned), Decimal(0))
