"""民主评议和三评: that it took place, how many took part, and for the three public surveys a summary.

Nobody's own tally enters the repository: of the appraisal of office-holders there is the turnout only,
and there is no field for a post or a person.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from gongkai.records.base import MainFile, Model
from gongkai.records.fields import Count, Day, Period, Span, Text
from gongkai.records.proposal import Correction


class AppraisalKind(StrEnum):
    """Who appraises whom (种类)."""

    SCHOOL_LEADERS = "民主评议校级"
    MIDDLE_LEADERS = "民主评议中层"
    PUPILS = "学生评教师"
    PARENTS = "家长评学校"
    SOCIETY = "社会评教育"

    @property
    def of_office_holders(self) -> bool:
        """Whether single office-holders are appraised, so that only the turnout may be told."""
        return self.value.startswith("民主评议")


class Summary(Model):
    """How the valid papers divide, all together (汇总)."""

    satisfied: Count = Field(alias="满意", description="多少份")
    mostly: Count = Field(alias="基本满意", description="多少份")
    unsatisfied: Count = Field(alias="不满意", description="多少份")
    unknown: Count = Field(0, alias="不了解", description="多少份；没有这一档的不写")

    @property
    def papers(self) -> int:
        """All the papers of the summary."""
        return self.satisfied + self.mostly + self.unsatisfied + self.unknown


class Appraisal(MainFile):
    """One appraisal or survey (民主评议)."""

    folder = "appraisals"
    label = "民主评议"
    stem = "appraisal"
    suffix = ".yml"
    acts: ClassVar = {"correction": Correction}

    kind_of: AppraisalKind = Field(alias="种类", description="民主评议校级、民主评议中层，或三评之一")
    year: Span = Field(alias="年度", description="2025，或 2025-2026学年")
    held_on: Day = Field(alias="日期", description="哪天测评；问卷写截止那天")
    form: Text | None = Field(None, alias="方式", description="如 无记名书面测评、网上问卷")
    posts: Count | None = Field(None, alias="评议岗位数", description="民主评议：评议了几个岗位")
    staff: Count | None = Field(None, alias="在册", description="在册教职工人数；三评写可以参加的学生、家长等人数")
    delegates: Count | None = Field(None, alias="代表", description="由代表测评的，写代表人数")
    present: Count | None = Field(None, alias="参测", description="到场测评的人数")
    issued: Count = Field(alias="发出", description="发出的票或问卷")
    returned: Count = Field(alias="收回", description="收回的票或问卷")
    valid: Count | None = Field(None, alias="有效", description="有效的票或问卷")
    summary: Summary | None = Field(None, alias="汇总", description="只用于三评：满意、基本满意、不满意的总份数")
    organiser: Text | None = Field(None, alias="组织", description="组织测评的部门")
    follow_up: Text | None = Field(None, alias="结果运用", description="结果怎样反馈、怎样改进；不写姓名和岗位得票")

    @property
    def heading(self) -> str:
        return f"{self.year}{self.kind_of.value}"

    @property
    def day(self) -> date:
        return self.held_on

    @property
    def told_period(self) -> Period | None:
        return self.year
