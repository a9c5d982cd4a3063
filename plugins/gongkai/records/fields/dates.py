"""Calendar days as Chinese offices write them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from gongkai.records.fields.typed import empty, excerpt, half_width, misread

_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)$",
    re.ASCII,
)
_DATE_FORMS = "2026-03-06、2026年3月6日、2026/3/6"
_DIGIT = "[0-9０-９]"
_FORMS = (
    rf"[-－]\s*{_DIGIT}{{1,2}}\s*[-－]\s*{_DIGIT}{{1,2}}",
    rf"[/／]\s*{_DIGIT}{{1,2}}\s*[/／]\s*{_DIGIT}{{1,2}}",
    rf"[.．]\s*{_DIGIT}{{1,2}}\s*[.．]\s*{_DIGIT}{{1,2}}",
    rf"年\s*{_DIGIT}{{1,2}}\s*月\s*{_DIGIT}{{1,2}}\s*日",
)
DATE_PATTERN = rf"^\s*{_DIGIT}{{4}}\s*({'|'.join(_FORMS)})\s*$"
"""What an editor takes for a day; whether there is such a day only the checker can tell."""


def parse_date(typed: object) -> date:
    """A day in one of the forms that Chinese offices write."""
    try:
        day = (_day(typed) or _day(half_width(typed) or "")) if isinstance(typed, str) else None
    except ValueError:
        raise PydanticCustomError("no_such_day", "写的是“{typed}”，没有这一天。", {"typed": excerpt(typed)}) from None
    if day is None:
        raise empty() if typed in (None, "") else misread(typed, _DATE_FORMS)
    return day


@lru_cache(maxsize=4096)
def _day(typed: str) -> date | None:
    """The same days stand in record after record: all of eleven years are kept."""
    match = _DATE.match(typed.replace(" ", ""))
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    return date(year, month, day)


Day: TypeAlias = Annotated[
    date, BeforeValidator(parse_date), WithJsonSchema({"type": "string", "pattern": DATE_PATTERN})
]
"""A calendar day."""
