"""catalogue.yml: what must be disclosed, how often, by whom, to whom (公开目录)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from gongkai.records.base import Audience, MatterStage, Model
from gongkai.records.fields import Count, OneOrMore, Text


class Frequency(StrEnum):
    """How often an item must be disclosed (频次)."""

    LASTING = "长期"
    MONTHLY = "每月"
    TERMLY = "每学期"
    YEARLY = "每学年"
    CALENDAR_YEARLY = "每年"
    ON_EVENT = "即时"


class Item(Model):
    """One matter that must be disclosed (事项)."""

    name: Text = Field(alias="名称", description="二级事项")
    elements: Annotated[tuple[Text, ...], OneOrMore] = Field((), alias="要素", description="公开哪些内容")
    frequency: Frequency = Field(alias="频次", description="长期、每月、每学期、每学年、每年、即时")
    due_days: Count | None = Field(None, alias="时限", description="周期结束后几天内公开；不写则按学校采用的期限")
    basis: Text | None = Field(None, alias="依据", description="哪份文件要求公开")
    department: Text | None = Field(None, alias="责任部门", description="谁负责公开")
    forms: Annotated[tuple[Text, ...], OneOrMore] = Field(
        (), alias="公开形式", description="网站、对内公开栏、对外公开栏、会议……"
    )
    stages: Annotated[tuple[MatterStage, ...], OneOrMore] = Field((), alias="阶段", description="政策、过程、结果")
    audience: Audience = Field(alias="公开范围", description="最宽到谁：社会、教职工")
    pause_months: Annotated[tuple[Count, ...], OneOrMore] = Field(
        (), alias="豁免月份", description="每月公开的事项在哪些月份可以没有"
    )


class Class(Model):
    """A class of matters (一级事项)."""

    name: Text = Field(alias="名称", description="一级事项")
    items: tuple[Item, ...] = Field(alias="事项", description="二级事项")


class Catalogue(Model):
    """The school's disclosure catalogue (公开目录)."""

    classes: tuple[Class, ...] = Field((), alias="目录", description="各一级事项")

    def items(self) -> tuple[tuple[str, Item], ...]:
        """Every item under its full name, `一级/二级`, in order."""
        return tuple((f"{group.name}/{item.name}", item) for group in self.classes for item in group.items)

    def item(self, name: str) -> Item | None:
        return dict(self.items()).get(name)
