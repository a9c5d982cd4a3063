"""school.yml: the school itself – departments, the four 第一, channels, terms."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from gongkai.records.base import Model
from gongkai.records.fields import Day, OneOrMore, Phone, Text, YesNo, misread
from gongkai.records.meeting import MeetingType


class FormerName(Model):
    """A name that a department had until a day (曾用名)."""

    name: Text = Field(alias="名称", description="原来的名称")
    until: Day = Field(alias="至", description="用到哪天")


class Department(Model):
    """A department of the school (部门)."""

    name: Text = Field(alias="名称", description="部门名称；记录里照此写")
    since: Day | None = Field(None, alias="自", description="从哪天起用这个名称")
    former: Annotated[tuple[FormerName, ...], OneOrMore] = Field((), alias="曾用名", description="以前的名称和用到哪天")

    def called(self, name: str, day: date | None) -> bool:
        """Whether records of that day may call the department so."""
        if name == self.name:
            return day is None or self.since is None or day >= self.since
        return any(name == former.name and (day is None or day <= former.until) for former in self.former)

    def was_ever(self, name: str) -> bool:
        """Whether the department has this name or once had it."""
        return name == self.name or any(name == former.name for former in self.former)


class Accountability(Model):
    """The four 第一 (四个第一), in this order: party, administration, union, staff."""

    party: Text = Field(alias="第一责任人", description="党组织负责人的岗位")
    executive: Text = Field(alias="第一执行人", description="校长的岗位")
    supervisor: Text = Field(alias="第一监督人", description="工会负责人的岗位")
    judges: Text = Field(alias="第一评价人", description="教职工")
    how_to_judge: Text = Field(alias="评价渠道", description="教职工怎样评价")


class Channel(Model):
    """A way to speak up (渠道); the numbers and addresses here are the only ones that may be published."""

    name: Text = Field(alias="名称", description="如 意见箱、监督电话、校长接待日")
    place: Text | None = Field(None, alias="地点", description="在哪里")
    when: Text | None = Field(None, alias="时间", description="什么时候")
    phone: Phone | None = Field(None, alias="电话", description="公布的电话")
    email: Text | None = Field(None, alias="邮箱", description="公务邮箱")
    note: Text | None = Field(None, alias="说明", description="怎样使用")


class TermTime(Model):
    """One term of a school year (学期)."""

    name: Text = Field(alias="名称", description="如 2025-2026学年第一学期")
    first: Day = Field(alias="起", description="开学日期")
    last: Day = Field(alias="止", description="放假前最后一天")


class Stage(StrEnum):
    """What kind of school (学段)."""

    KINDERGARTEN = "幼儿园"
    PRIMARY = "小学"
    MIDDLE = "初中"
    NINE_YEAR = "九年一贯制"
    HIGH = "高中"
    COMPLETE = "完全中学"
    VOCATIONAL = "中职"
    UNIVERSITY = "高校"


class DataLicence(StrEnum):
    """Under which licence the school gives its data to everybody (数据许可)."""

    CC0 = "CC0 1.0"
    CC_BY = "CC BY 4.0"
    CC_BY_SA = "CC BY-SA 4.0"
    ODC_BY = "ODC-BY 1.0"


def _format(typed: object) -> int:
    if isinstance(typed, str) and typed.strip() == "1":
        return 1
    raise misread(typed, "1")


class School(Model):
    """The school (学校)."""

    format: Annotated[Literal[1], BeforeValidator(_format), WithJsonSchema({"enum": [1, "1"]})] = Field(
        alias="格式", description="记录格式的版本，写 1"
    )
    name: Text = Field(alias="校名", description="学校全称")
    stage: Stage | None = Field(
        None, alias="学段", description="幼儿园、小学、初中、九年一贯制、高中、完全中学、中职、高校"
    )
    departments: tuple[Department, ...] = Field(alias="部门", description="所有可以承办事项的部门")
    delegations: Annotated[tuple[Text, ...], OneOrMore] = Field((), alias="代表团", description="各代表团名称")
    accountability: Accountability | None = Field(None, alias="四个第一", description="责任人、执行人、监督人、评价人")
    channels: tuple[Channel, ...] = Field((), alias="渠道", description="意见箱、监督电话、接待日……")
    assemblies: Annotated[tuple[MeetingType, ...], OneOrMore] = Field(
        (), alias="四会", description="学校定期召开的几种会"
    )
    terms: tuple[TermTime, ...] = Field((), alias="学期", description="各学期起止")
    icp: Text | None = Field(None, alias="ICP备案号", description="网站备案号，显示在页脚")
    police: Text | None = Field(None, alias="公安备案号", description="公安备案号，显示在页脚")
    data_licence: DataLicence | None = Field(
        None,
        alias="数据许可",
        description="开放数据按什么许可使用：CC0 1.0、CC BY 4.0、CC BY-SA 4.0、ODC-BY 1.0；不写就照实说明学校没有决定",
    )
    repository_is_public: YesNo = Field(False, alias="仓库公开", description="记录仓库对外公开时写“是”")

    def department(self, name: str, day: date | None = None) -> Department | None:
        """The department that was called so on that day."""
        return next((department for department in self.departments if department.called(name, day)), None)


UNKNOWN_SCHOOL = School.model_validate({"格式": "1", "校名": "（尚未填写校名）", "部门": ()})
"""Stands in while `school.yml` is missing or cannot be read."""
