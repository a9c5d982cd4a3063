"""Periods: the months, terms, years or days that a statement is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from gongkai.records.fields.dates import parse_date
from gongkai.records.fields.typed import empty, half_width, misread


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days, both included, that a statement or report is about, and how they were written."""

    first: date
    last: date
    label: str

    def __str__(self) -> str:
        return self.label

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last

    def months(self) -> tuple[str, ...]:
        """The months touched, as `2026-03`."""
        first, last = self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month - 1
        return tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1))


_MONTH = r"(\d{4})(?:-(\d{1,2})|年(\d{1,2})月|/(\d{1,2}))"
_RANGE = re.compile(rf"{_MONTH}(?:至|到|~|—+){_MONTH}$", re.ASCII)
_ONE_MONTH = re.compile(rf"{_MONTH}$", re.ASCII)
_YEAR = re.compile(r"(\d{4})年?度?$", re.ASCII)
_TERM = re.compile(r"(\d{4})-(\d{4})(?:学年)?(?:第?([一二12])学期)?$", re.ASCII)
_DAYS = re.compile(r"(.+?)(?:至|到|~|—+)(.+)$")
_PERIOD_FORMS = "2026-03、2026-01至2026-02、2026、2025-2026学年、2025-2026学年第一学期、2026-03-01至2026-03-31"


def _month_end(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def parse_period(typed: object) -> Period:
    """A month, a range of months or days, a calendar year, a school year or a term of one."""
    if isinstance(typed, Period):
        return typed
    narrow = (half_width(typed) or "").replace(" ", "")
    if not narrow:
        raise empty() if typed in (None, "") else misread(typed, _PERIOD_FORMS)
    try:
        return _period(narrow) or _no_period(typed)
    except (ValueError, PydanticCustomError):
        raise misread(typed, _PERIOD_FORMS) from None


def _no_period(typed: object) -> Period:
    raise misread(typed, _PERIOD_FORMS)


def _period(text: str) -> Period | None:
    if match := _ONE_MONTH.match(text):
        year, month = (int(part) for part in match.groups() if part)
        return Period(date(year, month, 1), _month_end(year, month), f"{year}年{month}月")
    if match := _RANGE.match(text):
        year, month, last_year, last_month = (int(part) for part in match.groups() if part)
        if (year, month) > (last_year, last_month):
            return None
        tail = f"{last_month}月" if year == last_year else f"{last_year}年{last_month}月"
        return Period(date(year, month, 1), _month_end(last_year, last_month), f"{year}年{month}月至{tail}")
    if match := _YEAR.match(text):
        year = int(match[1])
        return Period(date(year, 1, 1), date(year, 12, 31), f"{year}年")
    if match := _TERM.match(text):
        return _school_year(int(match[1]), int(match[2]), match[3])
    if match := _DAYS.match(text):
        first, last = parse_date(match[1]), parse_date(match[2])
        if first <= last:
            label = f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"
            return Period(first, last, label)
    return None


def _school_year(year: int, end: int, term: str | None) -> Period | None:
    if end != year + 1:
        return None
    if term is None:
        return Period(date(year, 9, 1), date(end, 8, 31), f"{year}-{end}学年")
    if term in "一1":
        return Period(date(year, 9, 1), _month_end(end, 1), f"{year}-{end}学年第一学期")
    return Period(date(end, 2, 1), date(end, 8, 31), f"{year}-{end}学年第二学期")


Span: TypeAlias = Annotated[
    Period,
    BeforeValidator(parse_period),
    WithJsonSchema({"type": ["string", "integer"], "description": "可以写：" + _PERIOD_FORMS}),
]
"""A period of time as a statement writes it."""
