"""What every record file has in common: a frozen, documented model with Chinese keys.

English attribute names are the names in code, JSON and CSV; each is declared once, beside its
Chinese label (the `alias`) and what it means (the `description`). The field reference, the
glossary, the JSON Schema and `gongkai new` are all read from these declarations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Self, get_args

from pydantic import BaseModel, ConfigDict, Field

from gongkai.records.fields import STAFF, Day, OneOrMore, Period, StaffOnly, Text
from gongkai.records.numbers import NamedFigure


class Audience(StrEnum):
    """Who may see a record (公开范围)."""

    PUBLIC = "社会"
    STAFF = "教职工"
    WITHHELD = "不公开"

    @property
    def width(self) -> int:
        """How many may see it: 2 everybody, 1 staff, 0 nobody."""
        return {"社会": 2, "教职工": 1, "不公开": 0}[self.value]


class MatterStage(StrEnum):
    """The three stages of a matter (阶段): what holds, how it went, what came of it."""

    POLICY = "政策"
    PROCESS = "过程"
    RESULT = "结果"


class Model(BaseModel):
    """A mapping in a record file: unknown keys are findings, and nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)

    def public(self) -> Self:
        """The same with every staff-only value removed, at any depth."""
        staff_only, nested = _stripping(type(self))
        changes = {name: default for name, default in staff_only if getattr(self, name) != default}
        for name in nested:
            value = getattr(self, name)
            shown: object = value
            if isinstance(value, Model):
                shown = value.public()
            elif isinstance(value, tuple):
                parts = tuple(item.public() for item in value)
                shown = value if all(new is old for new, old in zip(parts, value, strict=True)) else parts
            if shown is not value:
                changes[name] = shown
        return self.model_copy(update=changes) if changes else self


@cache
def _stripping(model: type[Model]) -> tuple[tuple[tuple[str, Any], ...], tuple[str, ...]]:
    """What `public` has to look at: staff-only fields with their blanks, and fields that may hold such."""
    staff_only = tuple(
        (name, info.get_default(call_default_factory=True))
        for name, info in model.model_fields.items()
        if any(isinstance(mark, StaffOnly) for mark in info.metadata)
    )
    blank = {name for name, _ in staff_only}
    nested = tuple(
        name
        for name, info in model.model_fields.items()
        if name not in blank and any(_strips(inner) for inner in _models(info.annotation) if inner is not model)
    )
    return staff_only, nested


@cache
def _strips(model: type[Model]) -> bool:
    """Whether anything may ever have to be removed from a model of this type."""
    return model.public is not Model.public or any(_stripping(model))


def _models(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


class Section:
    """Marks a field that is written as a level-2 heading of a Markdown file, not as a key."""


class Body:
    """Marks the field that takes the whole prose of a Markdown file."""


PROSE = Section()
BODY = Body()
BODY_LABEL = "正文"


class Attachment(Model):
    """A file in `attachments/` that is published with the record (附件)."""

    file: Text = Field(alias="文件", description="attachments/ 里的文件名")
    title: Text = Field(alias="标题", description="读者看到的名字")
    checked_on: Day | None = Field(
        None, alias="核对日期", description="有图片、扫描页的附件，人工看过里面没有个人信息的日期"
    )


class Supervision(Model):
    """What the supervisor noted (监督意见)."""

    by: Text = Field(alias="监督人", description="岗位，不写姓名")
    on: Day = Field(alias="日期", description="监督日期")
    note: Text = Field(alias="意见", description="监督意见")


class Posting(Model):
    """Where and when a record hung on a wall (张贴)."""

    board: Text = Field(alias="栏", description="哪一处公开栏，如 对内公开栏")
    first: Day = Field(alias="起", description="贴出的日期")
    last: Day | None = Field(None, alias="止", description="最后一天，计入张贴期；还贴着的先不写")


class RecordFile(Model):
    """Any file of a record, main file or act."""

    figures: tuple[NamedFigure, ...] = Field((), alias="数字", description="可以复核的数字；由程序重算")


class MainFile(RecordFile):
    """The main file of a record: what all kinds have in common."""

    folder: ClassVar[str]
    label: ClassVar[str]
    stem: ClassVar[str]
    suffix: ClassVar[str]
    acts: ClassVar[Mapping[str, type[ActFile]]] = {}

    audience: Audience = Field(alias="公开范围", description="谁可以看：社会、教职工、不公开")
    audience_reason: Annotated[str | None, STAFF] = Field(
        None, alias="限制公开理由", description="不向社会公开的理由；只在教职工版显示"
    )
    catalogue_item: Text | None = Field(None, alias="目录项", description="公开目录里的事项，写“一级/二级”")
    stages: Annotated[tuple[MatterStage, ...], OneOrMore] = Field(
        (), alias="阶段", description="属于事项的政策、过程还是结果；不写则由种类和内容得出"
    )
    filing_number: Text | None = Field(None, alias="备案号", description="材料备案号，照本校公开材料登记簿写")
    filed_on: Day | None = Field(None, alias="备案日期", description="材料备案的日期，不是会议备案")
    made_on: Day | None = Field(None, alias="形成日期", description="材料作成或批准的日期；公开时限从这一天数起")
    published_on: Day | None = Field(
        None, alias="发布日期", description="只在早于本仓库的旧材料上填写；将来的日期到日子才显示"
    )
    original: Annotated[str | None, STAFF] = Field(None, alias="原件", description="纸质原件的档号；只在教职工版显示")
    handler: Text | None = Field(None, alias="经办", description="经办岗位")
    supervision: Supervision | None = Field(None, alias="监督意见", description="监督岗位的意见")
    posted: Annotated[tuple[Posting, ...], OneOrMore] = Field(
        (), alias="张贴", description="在实体公开栏贴出的起止日期，每处一项"
    )
    attachments: Annotated[tuple[Attachment, ...], OneOrMore] = Field((), alias="附件", description="随记录公布的附件")

    @classmethod
    def kind(cls) -> str:
        """The English name of this kind, as in `gongkai new proposal`."""
        return cls.stem

    @property
    def heading(self) -> str:
        """The title a reader sees."""
        raise NotImplementedError

    @property
    def day(self) -> date | None:
        """The day by which this record is dated in lists."""
        raise NotImplementedError

    @property
    def told_period(self) -> Period | None:
        """The period that the record says it is about; None where it has only its day."""
        return None


class ActFile(RecordFile):
    """One signed act about a record; it inherits the record's audience and may only narrow it."""

    label: ClassVar[str]
    numbered: ClassVar[bool] = True

    audience: Audience | None = Field(None, alias="公开范围", description="只在要比主记录更窄时填写")
    on: Day | None = Field(None, alias="日期", description="作出这一步的日期")

    @property
    def day(self) -> date | None:
        """The day of the act."""
        return self.on


class DatedAct(ActFile):
    """An act whose date must be written."""

    on: Day = Field(alias="日期", description="作出这一步的日期")
