"""Plans month by month: which item was done, by the records that show it, and which still lacks them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.records.plan import Plan, PlanItem

A_YEAR = 366


class Progress(StrEnum):
    """How far one item of a plan is; nobody types it."""

    DONE = "已完成"
    MISSING = "待补佐证"
    NOW = "本月"
    AHEAD = "未到"
    MOVED = "已调整"


@dataclass(frozen=True, slots=True)
class Planned:
    """One item with its place in the file, the last day of its month, and how far it is."""

    position: int
    item: PlanItem
    end: date
    progress: Progress


@dataclass(frozen=True, slots=True)
class MonthOfPlan:
    """One month of a plan and what is planned in it."""

    year: int
    month: int
    items: tuple[Planned, ...]


def planned(content: Plan, today: date) -> tuple[Planned, ...]:
    """Every item in the order of the file."""
    return tuple(_planned(content, position, item, today) for position, item in enumerate(content.items))


def months_of(content: Plan, today: date) -> tuple[MonthOfPlan, ...]:
    """The months of the plan in order, each with its items; months without any as well."""
    of_a_year = (content.period.last - content.period.first).days <= A_YEAR
    months: dict[tuple[int, int], list[Planned]] = {
        (int(text[:4]), int(text[5:])): [] for text in (content.period.months() if of_a_year else ())
    }
    for each in planned(content, today):
        months.setdefault((each.end.year, each.end.month), []).append(each)
    return tuple(MonthOfPlan(year, month, tuple(items)) for (year, month), items in sorted(months.items()))


def _planned(content: Plan, position: int, item: PlanItem, today: date) -> Planned:
    end = month_end(content, item.month)
    if item.evidence:
        progress = Progress.DONE
    elif item.note:
        progress = Progress.MOVED
    elif end < today:
        progress = Progress.MISSING
    else:
        progress = Progress.NOW if end.replace(day=1) <= today else Progress.AHEAD
    return Planned(position, item, end, progress)


def month_end(content: Plan, month: int) -> date:
    """The last day of a month of the plan: of the year in which that month lies."""
    first = content.period.first
    year = first.year if month >= first.month else min(first.year + 1, date.max.year)
    return date(year, month, calendar.monthrange(year, month)[1])


def next_turn(content: Plan, today: date) -> date | None:
    """The next day on which an open item changes by itself: its month begins, or has ended."""
    days: set[date] = set()
    for each in planned(content, today):
        if each.progress in (Progress.NOW, Progress.AHEAD) and each.end < date.max:
            days |= {each.end.replace(day=1), each.end + timedelta(days=1)}
    return min((day for day in days if day > today), default=None)
