"""工作计划: what is to be done in which month, by whom, and the records that show it was done."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, ClassVar, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema

from gongkai.records.base import MainFile, Model
from gongkai.records.fields import OneOrMore, Reference, Span, Text, misread
from gongkai.records.proposal import Correction

_MONTH = re.compile(r"(0?[1-9]|1[0-2])月?", re.ASCII)


def _month(typed: object) -> int:
    match = _MONTH.fullmatch(str(typed).replace(" ", ""))
    if not match:
        raise misread(typed, "1 到 12 的月份，如 3 或 3月")
    return int(match[1])


Month: TypeAlias = Annotated[
    int,
    BeforeValidator(_month),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": 12},
                {"type": "string", "pattern": r"^\s*(0?[1-9]|1[0-2])\s*月?\s*$"},
            ]
        }
    ),
]
"""A month of the plan's year, 1 to 12."""


class PlanItem(Model):
    """One thing to be done in a month (计划项); how far it is follows from the evidence and is not typed."""

    month: Month = Field(alias="月份", description="1 到 12；学年计划从 9 月排到次年 8 月")
    work: Text = Field(alias="工作", description="做什么")
    responsible: Text | None = Field(None, alias="责任", description="负责的部门或岗位")
    evidence: Annotated[tuple[Reference, ...], OneOrMore] = Field(
        (), alias="佐证", description="证明做了的记录，如 meetings/05-02；没有就先不写"
    )
    note: Text | None = Field(None, alias="调整说明", description="改期或没有做的，写明原因和去处")


class FiveHaves(Model):
    """The five that make a system of the work (五有): each names its paper, or the record that is it."""

    plan: Text | None = Field(None, alias="计划", description="有计划：哪一份")
    rules: Text | None = Field(None, alias="制度", description="有制度：哪一份")
    ledger: Text | None = Field(None, alias="台帐", description="有台帐：哪一本")
    inspection: Text | None = Field(None, alias="检查", description="有检查：谁在什么时候检查")
    assessment: Text | None = Field(None, alias="考核", description="有考核：怎样考核")


class Plan(MainFile):
    """A yearly plan of work, month by month (工作计划)."""

    folder = "plans"
    label = "工作计划"
    stem = "plan"
    suffix = ".yml"
    acts: ClassVar = {"correction": Correction}

    title: Text | None = Field(None, alias="标题", description="计划的全称；不写则由年度得出")
    period: Span = Field(alias="年度", description="2026，或 2025-2026学年")
    department: Text | None = Field(None, alias="部门", description="哪个部门的计划")
    items: Annotated[tuple[PlanItem, ...], OneOrMore] = Field(alias="计划项", description="每项工作一条")
    five: FiveHaves | None = Field(None, alias="五有", description="计划、制度、台帐、检查、考核各是哪一份")

    @property
    def heading(self) -> str:
        return self.title or f"{self.period}工作计划"

    @property
    def day(self) -> date:
        return self.period.first
