"""集体合同: what the union and the school agreed, how it came into force, when it ends, how it was kept."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from gongkai.records.base import BODY, BODY_LABEL, DatedAct, MainFile
from gongkai.records.fields import (
    AgreementReference,
    Day,
    MeetingReference,
    OneOrMore,
    ResolutionReference,
    Text,
)
from gongkai.records.proposal import Correction


class AgreementType(StrEnum):
    """What an agreement is about (类别)."""

    GENERAL = "综合"
    WAGE = "工资专项"
    FEMALE = "女职工专项"
    SAFETY = "劳动安全卫生专项"


class Performance(DatedAct):
    """What was reported of how an agreement is kept (履行报告)."""

    label = "履行报告"

    period: Text = Field(alias="期间", description="报告的是哪一段，如 2026年上半年")
    reported_to: Text = Field(alias="报告对象", description="如 教职工代表大会")
    meeting: MeetingReference | None = Field(None, alias="会议", description="在哪次会上报告")
    text: Annotated[str, BODY] = Field("", alias=BODY_LABEL, description="正文")


class Agreement(MainFile):
    """A collective agreement or a special one (集体合同)."""

    folder = "agreements"
    label = "集体合同"
    stem = "agreement"
    suffix = ".md"
    acts: ClassVar = {"performance": Performance, "correction": Correction}

    title: Text = Field(alias="标题", description="合同全称")
    type: AgreementType = Field(alias="类别", description="综合、工资专项、女职工专项、劳动安全卫生专项")
    items: Annotated[tuple[Text, ...], OneOrMore] = Field(
        alias="协商事项", description="如 劳动报酬、工作时间、休息休假、劳动安全卫生、保险福利、职业培训"
    )
    passed_in: ResolutionReference | None = Field(
        None, alias="通过决议", description="教代会或全体教职工讨论通过的决议，如 meetings/05-03/resolution-2"
    )
    signed_on: Day = Field(alias="签订日期", description="双方签字的日期")
    submitted_on: Day | None = Field(None, alias="报送日期", description="报送劳动行政部门的日期")
    filed_with: Text | None = Field(None, alias="报送机关", description="报送给哪个部门")
    effective_on: Day | None = Field(None, alias="生效日期", description="生效的日期")
    expires_on: Day = Field(alias="到期日期", description="最后一天，这一天仍有效")
    renews: AgreementReference | None = Field(
        None, alias="续签", description="续签的是哪一份，如 agreements/general-2023"
    )
    text: Annotated[str, BODY] = Field("", alias=BODY_LABEL, description="正文")

    @property
    def heading(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return self.signed_on
