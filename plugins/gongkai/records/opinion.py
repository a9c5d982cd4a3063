"""意见: letters, box slips, reception days, good ideas – each with its answer."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from gongkai.records.base import PROSE, MainFile, Model
from gongkai.records.fields import Day, Reference, Text, YesNo
from gongkai.records.proposal import Correction, Delay, Extension, Feedback, Handover, Progress, Reply


class Source(StrEnum):
    """Through which channel an opinion came (来源)."""

    BOX = "意见箱"
    MAILBOX = "校长信箱"
    RECEPTION = "接待日"
    MEETING = "恳谈会"
    BOARD = "留言板"
    IDEA = "金点子"


class Signature(StrEnum):
    """Whether the writer signed (署名); the name itself is not stored."""

    NAMED = "实名"
    ANONYMOUS = "匿名"


class Nature(StrEnum):
    """Whether a summary may be shown at all (内容性质)."""

    ORDINARY = "普通"
    PERSONAL = "涉及个人"


class Route(StrEnum):
    """What is done with an opinion (去向)."""

    ASSIGNED = "交办"
    JOINED = "合并答复"
    SPECIAL = "转专门渠道"
    KEPT = "留存参考"


class Handling(Model):
    """Who deals with an opinion, since when (处理)."""

    route: Route = Field(alias="去向", description="交办、合并答复、转专门渠道、留存参考")
    receiver: Text | None = Field(None, alias="接收", description="承办部门或专门机构")
    on: Day = Field(alias="日期", description="转交的日期；答复期限由此推算")
    joined_to: Reference | None = Field(None, alias="并入", description="合并答复时必填：在哪一件里答复")
    reason: Text | None = Field(None, alias="理由", description="留存参考时必填：为什么不能办理")


class Opinion(MainFile):
    """One opinion as received, without personal details (意见)."""

    folder = "opinions"
    label = "意见"
    stem = "opinion"
    suffix = ".md"
    acts: ClassVar = {
        "reply": Reply,
        "feedback": Feedback,
        "progress": Progress,
        "extension": Extension,
        "delay": Delay,
        "handover": Handover,
        "correction": Correction,
    }

    title: Text | None = Field(None, alias="标题", description="一句话；不写姓名")
    source: Source = Field(alias="来源", description="从哪个渠道来")
    received_on: Day | None = Field(None, alias="收到日期", description="意见箱以外的来源必填")
    opened_on: Day | None = Field(None, alias="开箱日期", description="意见箱必填")
    signature: Signature = Field(alias="署名", description="实名或匿名；姓名不入库")
    nature: Nature = Field(alias="内容性质", description="普通：可公开摘要；涉及个人：不公开，只按学期汇总")
    consent: YesNo = Field(False, alias="同意公开", description="来信人同意公开摘要与答复时写“是”")
    handling: Handling | None = Field(None, alias="处理", description="去向、接收、日期")
    summary: Annotated[str, PROSE] = Field("", alias="摘要", description="去掉个人信息后的摘要")

    @property
    def heading(self) -> str:
        return self.title or f"{self.source.value}来信"

    @property
    def day(self) -> date | None:
        return self.opened_on or self.received_on
