"""One value of a record in words, as its file says it, and whether it is a figure."""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from gongkai.records.declarations import declared
from gongkai.records.fields import NOT_APPLICABLE, Period, Quantity
from gongkai.records.numbers import Relation
from gongkai.records.policy import share_text

_DEADLINES = frozenset(
    (
        "期限",
        "新期限",
        "延至",
        "延期至",
        "交办日期",
        "报告日期",
        "提案截止日期",
        "任期至",
        "试行至",
        "到期日期",
        "起",
        "止",
        "至",
    )
)
"""The dates that a clock runs from or to."""

_VERDICTS = frozenset(("宣布结论", "结果", "去向"))

_NO_COUNTS = frozenset(("立案号", "月份", "星期", "格式"))
"""Whole numbers that name a thing and count nothing."""


def written(value: object) -> str:
    """A value in the words of its file; empty where nothing is written."""
    match value:
        case None:
            return ""
        case StrEnum():
            return str(value.value)
        case bool():
            return "是" if value else "否"
        case Decimal():
            return f"{value:,f}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case Relation():
            return "；".join(f"{label}：{written(found)}" for label, found in _given(value))
        case tuple():
            return _together(value)
        case _:
            return str(value)


def _together(value: tuple[object, ...]) -> str:
    match value:
        case (int() as numerator, int() as denominator):
            return share_text((numerator, denominator))
        case (str() as number, int() as ask):
            return f"{number}/{ask}" if number else str(ask)
        case (int() as reply, str() as number, int() as ask):
            return f"reply-{reply}" + (f" 建议{_together((number, ask))}" if ask else "")
        case _:
            return "、".join(written(each) for each in value)


def cell(value: Decimal | None) -> str:
    """A cell of a table: an amount, or the dash of what cannot have one."""
    return NOT_APPLICABLE if value is None else written(value)


def _given(model: BaseModel) -> Iterator[tuple[str, object]]:
    """The fields of a model that are not blank, under their labels."""
    for each in declared(type(model)):
        if value := getattr(model, each.name):
            yield each.label, value


def is_leaf(model: type[BaseModel]) -> bool:
    """Whether a model has words of its own for all it holds, such as 45 个工作日."""
    return model.__str__ is not BaseModel.__str__ or model is Relation


def is_figure(label: str, *sides: object) -> bool:
    """Whether readers reckon with a value: amounts, counts, shares, periods, deadlines, verdicts."""
    return any(_is_figure(label, value) for value in sides)


def _is_figure(label: str, value: object) -> bool:
    match value:
        case bool():
            return False
        case int():
            return label not in _NO_COUNTS
        case Decimal() | Quantity() | Period() | (int(), int()):
            return True
        case StrEnum():
            return label in _VERDICTS
        case date():
            return label in _DEADLINES
        case BaseModel():
            return is_leaf(type(value))
        case _:
            return False


@cache
def lists(model: type[BaseModel]) -> frozenset[str]:
    """The fields of a model that hold any number of items; a share is two numbers, and no list."""
    return frozenset(name for name, info in model.model_fields.items() if _is_list(info.annotation))


def _is_list(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, types.UnionType):
        return any(_is_list(part) for part in get_args(annotation))
    arguments = get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        return _is_list(arguments[0])
    return get_origin(annotation) is tuple and Ellipsis in arguments
