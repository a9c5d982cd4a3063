"""重大决策: what was decided together, at which meeting, on what ground, and what came of it.

三重一大 and purchases are one kind: all of them are decided, put up, carried out and paid for.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from gongkai.records.base import BODY, BODY_LABEL, MainFile
from gongkai.records.fields import (
    Day,
    DecisionReference,
    MeetingReference,
    Money,
    NoticeReference,
    RegulationReference,
    ResolutionReference,
    Text,
)
from gongkai.records.proposal import Correction


class DecisionType(StrEnum):
    """What kind of matter was decided (类型): 三重一大, and purchases."""

    MAJOR = "重大决策"
    OFFICE = "重要干部任免"
    PROJECT = "重要项目安排"
    FUNDS = "大额资金"
    PROCUREMENT = "采购"


class DecisionForm(StrEnum):
    """How it was decided (决策方式)."""

    MEETING = "会议讨论"
    CIRCULATED = "传阅会签"


class Decision(MainFile):
    """A decision that the school discloses (重大决策)."""

    folder = "decisions"
    label = "重大决策"
    stem = "decision"
    suffix = ".md"
    acts: ClassVar = {"correction": Correction}

    title: Text = Field(alias="标题", description="决定了什么；不写姓名")
    type: DecisionType = Field(alias="类型", description="重大决策、重要干部任免、重要项目安排、大额资金、采购")
    amount: Money | None = Field(None, alias="金额", description="决定的总额，单位元；大额资金、采购必填")
    proposed_on: Day | None = Field(None, alias="提出日期", description="部门提出议题的日期")
    on: Day = Field(alias="日期", description="决定的日期")
    form: DecisionForm = Field(DecisionForm.MEETING, alias="决策方式", description="会议讨论、传阅会签；不写为会议讨论")
    meeting: MeetingReference | None = Field(
        None, alias="会议", description="在哪次会上决定，如 meetings/council-2026-1"
    )
    resolution: ResolutionReference | None = Field(
        None, alias="决议", description="有决议的写决议的编号，如 meetings/council-2026-1/resolution-1"
    )
    ratified_later: Text | None = Field(
        None, alias="补议说明", description="情况紧急、先处置后补议的，说明原因和处置人的岗位"
    )
    regulation: RegulationReference | None = Field(
        None, alias="依据制度", description="按哪份制度办，如 regulations/procurement-2025"
    )
    union_opinion: Text | None = Field(None, alias="工会意见", description="工会的意见")
    notice: NoticeReference | None = Field(None, alias="公示", description="这项决策的公示，如 notices/procure-2026-1")
    outcome: Text | None = Field(None, alias="结果", description="办成了什么，如验收、成交金额；不写姓名")
    done_on: Day | None = Field(None, alias="完成日期", description="办结的日期")
    responsible: Text = Field(alias="责任部门", description="负责执行的部门")
    adds_to: DecisionReference | None = Field(
        None, alias="追加", description="追加金额的：追加的是哪一项决策；两项的金额合在一起计算"
    )
    text: Annotated[str, BODY] = Field("", alias=BODY_LABEL, description="正文")

    @property
    def heading(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return self.on

    @property
    def held_at(self) -> str:
        """The meeting at which it was decided, also where only its resolution is named."""
        return self.meeting or (self.resolution or "").rpartition("/")[0]
