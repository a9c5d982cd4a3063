"""Words: texts, yes and no, telephone numbers."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from gongkai.records.fields.typed import empty, half_width, misread

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn a line round, so that it reads differently from what it holds."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""What no page, feed or table may hold; typed as it is no YAML takes it, but an escape such as "\\0" brings it."""


def _text(typed: object) -> str:
    if isinstance(typed, str) and typed.isprintable() and (text := typed.strip()):
        return text
    if not isinstance(typed, str) or not typed.strip():
        blank = typed is None or isinstance(typed, str)
        raise empty() if blank else misread(typed, "一段文字")
    # Typed as such it is a slip of its line; here it came by an escape such as "\u202e".
    if BIDI.search(typed):
        raise PydanticCustomError("misread", "里有看不见的方向控制符，删去它。", {})
    if CONTROL.search(typed):
        raise PydanticCustomError("misread", "里有看不见的控制字符，删去它。", {})
    return typed.strip()


Text: TypeAlias = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": ["string", "number", "boolean"]})]
"""A non-empty text in one or more lines."""


def _yes_no(typed: object) -> bool:
    if typed in ("是", "否"):
        return typed == "是"
    raise empty() if typed in (None, "") else misread(typed, "是、否")


YesNo: TypeAlias = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": ["是", "否"]})]
"""是 or 否."""


def _channel_phone(typed: object) -> str:
    narrow = half_width(typed) or ""
    if not re.fullmatch(r"[\d+() -]{5,25}(?:转\d+)?", narrow):
        raise empty() if typed in (None, "") else misread(typed, "0599-5550123 这样的电话")
    return narrow


Phone: TypeAlias = Annotated[str, BeforeValidator(_channel_phone), WithJsonSchema({"type": ["string", "integer"]})]
"""A telephone number that the school declares as public."""
