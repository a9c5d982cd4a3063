"""公示: what is put up for objection, from when to when, and where to object."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from gongkai.records.base import BODY, BODY_LABEL, MainFile, Model
from gongkai.records.fields import Day, OneOrMore, Text
from gongkai.records.proposal import Correction


class Matter(StrEnum):
    """What a notice is about (事由); the length of the period depends on it."""

    TITLE = "职称"
    AWARD = "评优评先"
    APPOINTMENT = "聘任"
    OFFICE = "干部任免"
    RECRUITMENT = "招聘"
    AID = "资助"
    PROCUREMENT = "采购"
    FEES = "收费"
    CONSULTATION = "征求意见"
    OTHER = "其他"


class Listed(Model):
    """One line of a list of names (名单); names stand here and nowhere else."""

    name: Text = Field(alias="姓名", description="只在公示期内显示")
    department: Text | None = Field(None, alias="部门", description="部门或班级以上的单位")
    item: Text | None = Field(None, alias="项目", description="如 拟推荐岗位")


class Objection(Model):
    """Where and how to object (异议)."""

    receiver: Text = Field(alias="受理", description="受理部门或岗位")
    phone: Text = Field(alias="电话", description="监督电话；写学校渠道里登记的号码，或“见学校渠道”")
    place: Text | None = Field(None, alias="地点", description="受理地点")
    form: Text | None = Field(None, alias="方式", description="如 实名书面")


class Notice(MainFile):
    """A notice with its period (公示)."""

    folder = "notices"
    label = "公示"
    stem = "notice"
    suffix = ".md"
    acts: ClassVar = {"correction": Correction}

    title: Text = Field(alias="标题", description="不写姓名")
    matter: Matter = Field(Matter.OTHER, alias="事由", description="公示天数按事由决定")
    first: Day = Field(alias="起", description="第一天")
    last: Day = Field(alias="止", description="最后一天，计入公示期")
    names: Annotated[tuple[Listed, ...], OneOrMore] = Field((), alias="名单", description="公示的人；期满自动撤下")
    personal_basis: Text | None = Field(None, alias="公开个人信息依据", description="有名单时必填：法定依据或本人同意")
    objection: Objection | None = Field(None, alias="异议", description="受理部门、电话、方式")
    outcome: Text | None = Field(None, alias="结果", description="待批复、无异议，或结果记录的编号；不写姓名")
    text: Annotated[str, BODY] = Field("", alias=BODY_LABEL, description="正文")

    @property
    def heading(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return self.first
