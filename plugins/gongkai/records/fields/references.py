"""References: the identity of another record or act, as its folder and number."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

from gongkai.records.fields.typed import empty, half_width, misread

_IDENTITY = re.compile(r"[a-z]+/[a-z0-9][a-z0-9._-]*(?:/[a-z]+(?:-[0-9]+)?)?$")
_PATTERN = (
    r"^\s*[a-zａ-ｚ]+[/／][a-z0-9ａ-ｚ０-９][a-z0-9ａ-ｚ０-９._．＿－-]*"
    r"([/／][a-zａ-ｚ]+([-－][0-9０-９]+)?)?\s*$"
)


def _reference(typed: object) -> str:
    narrow = half_width(typed)
    if not narrow:
        raise empty() if typed in (None, "") else misread(typed, "proposals/05-03-012 这样的编号")
    if not _IDENTITY.match(narrow):
        raise misread(typed, "文件夹/编号，如 proposals/05-03-012、meetings/05-03/resolution-1")
    return narrow


Reference: TypeAlias = Annotated[
    str,
    BeforeValidator(_reference),
    WithJsonSchema({"type": "string", "pattern": _PATTERN}),
]
"""The identity of another record or act."""
