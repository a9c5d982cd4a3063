"""Numbers of congress meetings (第 N 届第 M 次), and the Chinese numerals in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

from gongkai.records.fields.typed import empty, half_width, misread

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SESSION = re.compile(r"第?([\d一二两三四五六七八九十〇零]+)届第?([\d一二两三四五六七八九十〇零]+)次(?:会议)?$")
_SESSION_NUMBERS = re.compile(r"(\d{1,2})-(\d{1,2})$", re.ASCII)
_PATTERN = r"^\s*(第?.+届\s*第?.+次\s*(会议)?|[0-9０-９]{1,2}\s*[-－]\s*[0-9０-９]{1,2})\s*$"


def chinese_number(text: str) -> int:
    """Whole numbers up to 99 in Chinese or Arabic digits; raises ValueError for anything else."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if ten:
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    if len(text) == 1:
        return _DIGITS[text]
    raise ValueError(text)


def to_chinese(number: int) -> str:
    """1–99 in Chinese digits, as in 第五届."""
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones or not tens else "")


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """Which meeting of which congress (第 N 届第 M 次)."""

    term: int
    meeting: int

    def __str__(self) -> str:
        return f"{to_chinese(self.term)}届{to_chinese(self.meeting)}次"

    @property
    def number(self) -> str:
        return f"{self.term:02d}-{self.meeting:02d}"


def parse_session(typed: object) -> Session:
    """五届三次, 第五届第三次, 5-3 or 05-03."""
    forms = "五届三次、第五届第三次、5-3"
    narrow = (half_width(typed) or "").replace(" ", "")
    match = _SESSION.match(narrow) or _SESSION_NUMBERS.match(narrow)
    if not match:
        raise empty() if typed in (None, "") else misread(typed, forms)
    try:
        session = Session(chinese_number(match[1]), chinese_number(match[2]))
    except (ValueError, KeyError):
        raise misread(typed, forms) from None
    if not (1 <= session.term <= 99 and 1 <= session.meeting <= 99):
        raise misread(typed, forms)
    return session


SessionNumber: TypeAlias = Annotated[
    Session,
    BeforeValidator(parse_session),
    WithJsonSchema({"type": "string", "pattern": _PATTERN}),
]
"""The number of a congress meeting (届次)."""
