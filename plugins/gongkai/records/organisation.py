"""机构: a group or committee – who sits on it by post, who chose it, until when, what it is there for."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from gongkai.records.base import MainFile, Model
from gongkai.records.fields import Count, Day, OneOrMore, Reference, Text
from gongkai.records.proposal import Correction


class OrganisationType(StrEnum):
    """What sort of body it is (类别)."""

    LEADING = "领导小组"
    SUPERVISING = "监督小组"
    UNION = "工会委员会"
    AUDIT = "经审委员会"
    SPECIAL = "专门委员会"
    PARENTS = "家长委员会"
    MEALS = "膳食监督委员会"
    COMMITTEE = "委员会"
    OTHER = "其他"


class Member(Model):
    """One seat, or several alike, named by post and never by person (成员)."""

    post: Text = Field(alias="岗位", description="写岗位，不写姓名，如 总务主任、八年级家长代表")
    role: Text | None = Field(None, alias="职务", description="在机构里的职务，如 组长、副主席；不写即成员")
    count: Count = Field(1, alias="人数", description="同一岗位几人；不写即 1 人")


class Approval(Model):
    """How the body above confirmed the result (批复)."""

    by: Text = Field(alias="单位", description="批复的单位")
    on: Day = Field(alias="日期", description="批复日期")
    number: Text | None = Field(None, alias="文号", description="批复的文号")


class Tenure(Model):
    """From when until when a body is in office (届期)."""

    since: Day = Field(alias="自", description="从哪天起")
    until: Day | None = Field(None, alias="至", description="到哪天；没有届期的常设机构不写")
    extended: Day | None = Field(None, alias="延期至", description="批准延期换届的，写延期后的最后一天")

    @property
    def last(self) -> date | None:
        """The last day in office; None where there is no term."""
        return self.extended or self.until

    @property
    def is_reversed(self) -> bool:
        """Whether the last day comes before the first."""
        return self.last is not None and self.last < self.since


class Organisation(MainFile):
    """A group or committee of the school (机构)."""

    folder = "organisations"
    label = "机构"
    stem = "organisation"
    suffix = ".yml"
    acts: ClassVar = {"correction": Correction}

    name: Text = Field(alias="名称", description="机构全称，如 第五届工会委员会")
    type: OrganisationType = Field(alias="类别", description="哪一类机构")
    head: Text = Field(alias="负责", description="负责人的岗位，不写姓名")
    declared: Count = Field(alias="人数", description="公布的总人数，含负责人")
    members: Annotated[tuple[Member, ...], OneOrMore] = Field((), alias="成员", description="每个岗位一项，含负责人")
    tenure: Tenure = Field(alias="届期", description="自哪天至哪天")
    elected_by: Reference | None = Field(
        None, alias="产生", description="选举或确认它的会议或决议，如 meetings/05-01/resolution-4"
    )
    origin: Text | None = Field(None, alias="产生方式", description="怎样产生：选举、推荐、发文成立")
    approval: Approval | None = Field(None, alias="批复", description="选举结果报批的，写批复单位和日期")
    predecessor: Reference | None = Field(None, alias="上一届", description="被它接替的那一届机构")
    ended_on: Day | None = Field(None, alias="撤销日期", description="撤销或合并、不再换届的日期")
    duties: Annotated[tuple[Text, ...], OneOrMore] = Field((), alias="职责", description="每项职责一条")
    contact: Text | None = Field(None, alias="联系渠道", description="怎样找到它：地点、时间、登记的电话")

    @property
    def heading(self) -> str:
        return self.name

    @property
    def day(self) -> date:
        return self.tenure.since

    @property
    def listed(self) -> int:
        """How many people the list of members comes to."""
        return sum(member.count for member in self.members)
