"""Times of day, moments and weekdays, as people write them on a door."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from gongkai.records.fields.dates import DATE_PATTERN, parse_date
from gongkai.records.fields.typed import empty, excerpt, half_width, misread

MIDNIGHT = 24 * 60
"""The minute at which a day ends; as the end of a span it may be written 24:00."""

_DASH = "[-~－～—–─﹣至到]+"
_CLOCK = r"([0-9]{1,2})[:.时点]([0-9]{2})分?"
_SPAN = re.compile(rf"{_CLOCK}{_DASH}{_CLOCK}$")
_SPAN_FORMS = "07:20-08:20；跨过半夜的 21:00-06:00"
_DIGIT = "[0-9０-９]"
_CLOCK_PATTERN = rf"{_DIGIT}{{1,2}}\s*[:：.．时点]\s*{_DIGIT}{{2}}\s*分?"
SPAN_PATTERN = rf"^\s*{_CLOCK_PATTERN}\s*[-~－～—–─﹣至到]+\s*{_CLOCK_PATTERN}\s*$"
"""What an editor takes for a span of time; whether there is such a time only the checker can tell."""

_MOMENT = re.compile(rf"(?P<day>[^T]*?)(?:[ T]|(?<=日))\s*{_CLOCK}$")
_MOMENT_FORMS = "2026-11-20 18:00、2026年11月20日 18:00"
MOMENT_PATTERN = rf"{DATE_PATTERN.removesuffix('$')}([\sTＴ]|(?<=日))\s*{_CLOCK_PATTERN}\s*$"
"""What an editor takes for a day with its time."""

_WEEKDAYS = {char: number for number, char in enumerate("一二三四五六日", 1)} | {"天": 7}
_WEEKDAYS |= {str(number): number for number in range(1, 8)}
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)?(.)$")
_WEEKDAY_FORMS = "周一、星期一、一；几天的写成列表 [周一, 周三]；平日写“日子: 工作日”"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """From one minute of the day to another, which no longer belongs to it.

    Where the end is not later than the beginning, it is the evening and the early morning of each day.
    """

    first: int
    last: int

    @property
    def times(self) -> tuple[time, time]:
        """From and to on a clock, where the end of a day is 00:00."""
        return _time(self.first), _time(self.last)

    def __str__(self) -> str:
        return "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in (self.first, self.last))


def _time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def _minute(hours: str, minutes: str, typed: object) -> int:
    minute = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or minute > MIDNIGHT:
        message = "写的是“{typed}”，没有 {hours}:{minutes} 这个时刻：小时到 24，分到 59。"
        raise PydanticCustomError(
            "misread", message, {"typed": excerpt(typed), "hours": hours.zfill(2), "minutes": minutes}
        )
    return minute


def _span(typed: object) -> TimeSpan:
    narrow = (half_width(typed) or "").replace(" ", "")
    match = _SPAN.match(narrow)
    if not match:
        raise empty() if typed in (None, "") else misread(typed, _SPAN_FORMS)
    first, last = _minute(match[1], match[2], typed), _minute(match[3], match[4], typed)
    if first % MIDNIGHT == last % MIDNIGHT and (first, last) != (0, MIDNIGHT):
        message = "写的是“{typed}”，起止是同一个时刻；整天都放的，不写时间。"
        raise PydanticCustomError("misread", message, {"typed": excerpt(typed)})
    return TimeSpan(first, last)


def _moment(typed: object) -> datetime:
    """A day and a time of it, without which nobody knows when something begins or ends."""
    narrow = half_width(typed) or ""
    match = _MOMENT.match(narrow)
    if not match:
        if narrow and _is_day(narrow):
            message = "写的是“{typed}”，没有写时刻。可以写：{accepted}。"
            raise PydanticCustomError("misread", message, {"typed": excerpt(typed), "accepted": _MOMENT_FORMS})
        raise empty() if typed in (None, "") else misread(typed, _MOMENT_FORMS)
    day, minute = parse_date(match["day"]), _minute(match[2], match[3], typed)
    if minute == MIDNIGHT:
        raise misread(typed, f"{day} 23:59，或第二天 00:00")
    return datetime.combine(day, _time(minute))


def _is_day(narrow: str) -> bool:
    try:
        parse_date(narrow)
    except PydanticCustomError:
        return False
    return True


def _day_or_moment(typed: object) -> date | datetime:
    narrow = half_width(typed) or ""
    return _moment(typed) if re.search(r"[:时点]\d\d分?$", narrow) else parse_date(typed)


def _weekday(typed: object) -> int:
    narrow = (half_width(typed) or "").replace(" ", "")
    match = _WEEKDAY.match(narrow)
    if not match or match[1] not in _WEEKDAYS:
        raise empty() if typed in (None, "") else misread(typed, _WEEKDAY_FORMS)
    return _WEEKDAYS[match[1]]


TimeOfDay: TypeAlias = Annotated[
    TimeSpan, BeforeValidator(_span), WithJsonSchema({"type": "string", "pattern": SPAN_PATTERN})
]
"""A span within a day, or over midnight."""

Moment: TypeAlias = Annotated[
    datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "pattern": MOMENT_PATTERN})
]
"""A day with its time, in China."""

DayOrMoment: TypeAlias = Annotated[
    date | datetime,
    BeforeValidator(_day_or_moment),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "pattern": DATE_PATTERN}, {"type": "string", "pattern": MOMENT_PATTERN}]}
    ),
]
"""A whole day, or a day with its time."""

Weekday: TypeAlias = Annotated[
    int,
    BeforeValidator(_weekday),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": 7},
                {"type": "string", "pattern": r"^\s*(周|星期|礼拜)?\s*[一二三四五六日天1-7１-７]\s*$"},
            ]
        }
    ),
]
"""A day of the week, 1 (Monday) to 7."""
