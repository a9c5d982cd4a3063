"""活动: what the union organised, planned beforehand, and how many of those invited came."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from gongkai.records.base import BODY, BODY_LABEL, MainFile, Model
from gongkai.records.fields import Count, Day, Money, Text
from gongkai.records.proposal import Correction
from gongkai.records.welfare import Fund, yuan


class ActivityType(StrEnum):
    """What sort of activity it was (类别)."""

    SPORT = "文体活动"
    LEARNING = "职工教育"
    FESTIVAL = "节日活动"
    SKILLS = "技能竞赛"
    HEALTH = "健康活动"
    VOLUNTEERING = "志愿服务"
    OTHER = "其他"


class PrizeRange(Model):
    """What the prizes of one activity may cost (活动奖品)."""

    lowest: Money | None = Field(None, alias="最低", description="每次活动至少多少元；没有奖品的活动不看这一项")
    highest: Money | None = Field(None, alias="最高", description="每次活动至多多少元")

    def __str__(self) -> str:
        low, high = (yuan(value) if value is not None else "" for value in (self.lowest, self.highest))
        return f"每次 {low}–{high} 元" if low and high else f"每次不超过 {high} 元" if high else f"每次不少于 {low} 元"


class Activity(MainFile):
    """One activity of the union (活动)."""

    folder = "activities"
    label = "活动"
    stem = "activity"
    suffix = ".md"
    acts: ClassVar = {"correction": Correction}

    title: Text = Field(alias="标题", description="活动的名称；不写姓名")
    type: ActivityType = Field(alias="类别", description="文体活动、职工教育、节日活动……")
    held_on: Day = Field(alias="日期", description="第一天")
    members: Count = Field(alias="会员数", description="这次活动面向的会员人数；只面向一部分会员的，写那一部分的人数")
    joined: Count = Field(alias="参加人数", description="来参加的会员人数，不含家属和来宾")
    planned_on: Day | None = Field(None, alias="计划日期", description="活动计划和奖励计划报批的日期，早于活动")
    plan: Text | None = Field(None, alias="计划", description="计划的名称或档号；可以公布的，放在附件里")
    prizes: Money | None = Field(None, alias="奖品总额", description="奖品和纪念品一共多少元；没有的不写")
    cost: Money | None = Field(None, alias="支出合计", description="这次活动一共花了多少元，含奖品")
    fund: Fund | None = Field(None, alias="经费来源", description="工会经费、行政经费……")
    organiser: Text | None = Field(None, alias="组织", description="组织活动的部门")
    text: Annotated[str, BODY] = Field("", alias=BODY_LABEL, description="活动怎样进行；不写姓名")

    @property
    def heading(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return self.held_on
