"""制度: one version of a regulation. Which version is in force follows from all of them (derive/versions.py)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from gongkai.records.base import BODY, BODY_LABEL, MainFile
from gongkai.records.fields import Day, NoticeReference, OneOrMore, RegulationReference, ResolutionReference, Text
from gongkai.records.proposal import Correction


class RegulationState(StrEnum):
    """How far this version has come by somebody's act (状态); what time and later versions do is derived."""

    DRAFT = "草案"
    CONSULT = "征求意见"
    TRIAL = "试行"
    FORMAL = "正式"
    REPEALED = "废止"


class Regulation(MainFile):
    """One version of a regulation (制度)."""

    folder = "regulations"
    label = "制度"
    stem = "regulation"
    suffix = ".md"
    acts: ClassVar = {"correction": Correction}

    title: Text = Field(alias="名称", description="制度的名称，各版本写得一样；不写“修订”“试行”")
    version: Text = Field(alias="版本", description="如 2026年修订、试行稿")
    state: RegulationState = Field(alias="状态", description="草案、征求意见、试行、正式、废止")
    issued_on: Day = Field(alias="印发日期", description="这一版印发的日期；草案和征求意见稿写成稿的日期")
    effective_on: Day | None = Field(None, alias="生效日期", description="从哪天起执行；不写则从印发日期起")
    trial_until: Day | None = Field(None, alias="试行至", description="试行的最后一天")
    repealed_on: Day | None = Field(None, alias="废止日期", description="不再执行的日期；被新版本替代的不用写")
    approved_by: Text | None = Field(None, alias="批准机关", description="如 校务会议；试行和正式的必填")
    resolution: ResolutionReference | None = Field(
        None, alias="通过决议", description="教代会讨论通过的决议，如 meetings/05-03/resolution-3；涉及切身利益的必填"
    )
    consultation: NoticeReference | None = Field(
        None, alias="征求意见公示", description="征求意见的公示，如 notices/consult-2026-1"
    )
    interpreted_by: Text | None = Field(None, alias="解释权", description="由哪个部门解释")
    document_number: Text | None = Field(None, alias="文号", description="文件字号")
    tags: Annotated[tuple[Text, ...], OneOrMore] = Field(
        alias="标签", description="如 福利、分配、聘任、考核、奖惩、学生、后勤"
    )
    replaces: Annotated[tuple[RegulationReference, ...], OneOrMore] = Field(
        (), alias="替代", description="替代了哪些旧版本，如 regulations/attendance-2019"
    )
    text: Annotated[str, BODY] = Field("", alias=BODY_LABEL, description="正文")

    @property
    def heading(self) -> str:
        return f"{self.title}（{self.version}）"

    @property
    def day(self) -> date:
        return self.issued_on

    @property
    def holds_from(self) -> date:
        """The day from which this version is to be followed."""
        return self.effective_on or self.issued_on
