"""References: the identity of another record or act, as its folder and number."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from gongkai.records.fields.typed import empty, half_width, misread

_IDENTITY = re.compile(r"[a-z]+/[a-z0-9][a-z0-9._-]*(?:/[a-z]+(?:-[0-9]+)?)?$")
_PATTERN = (
    r"^\s*[a-zａ-ｚ]+[/／][a-z0-9ａ-ｚ０-９][a-z0-9ａ-ｚ０-９._．＿－-]*"
    r"([/／][a-zａ-ｚ]+([-－][0-9０-９]+)?)?\s*$"
)


class Refers:
    """Marks a field that names another record or act, so that rules and pages find every reference."""


REFERS = Refers()


def parse_reference(typed: object) -> str:
    """The identity of a record or act, as its folder and number."""
    narrow = half_width(typed)
    if not narrow:
        raise empty() if typed in (None, "") else misread(typed, "proposals/05-03-012 这样的编号")
    if not _IDENTITY.match(narrow):
        raise misread(typed, "文件夹/编号，如 proposals/05-03-012、meetings/05-03/resolution-1")
    return narrow


Reference: TypeAlias = Annotated[
    str,
    BeforeValidator(parse_reference),
    WithJsonSchema({"type": "string", "pattern": _PATTERN}),
    REFERS,
]
"""The identity of another record or act."""


def _in(pattern: str, example: str) -> AfterValidator:
    """That a reference leads to a record of one kind, or to its acts of one kind."""
    wanted = re.compile(rf"(?:{pattern})$")

    def check(identity: str) -> str:
        if wanted.match(identity):
            return identity
        message = "写的是“{typed}”，不是这里要引用的那一种。写 {example} 这样的编号。"
        raise PydanticCustomError("misread", message, {"typed": identity, "example": example})

    return AfterValidator(check)


MeetingReference: TypeAlias = Annotated[Reference, _in("meetings/[^/]+", "meetings/council-2026-1")]
"""The identity of a meeting."""

ResolutionReference: TypeAlias = Annotated[
    Reference, _in("meetings/[^/]+/resolution-[0-9]+", "meetings/council-2026-1/resolution-1")
]
"""The identity of a resolution."""

NoticeReference: TypeAlias = Annotated[Reference, _in("notices/[^/]+", "notices/procure-2026-1")]
"""The identity of a notice."""

DecisionReference: TypeAlias = Annotated[Reference, _in("decisions/[^/]+", "decisions/project-2026-1")]
"""The identity of a decision."""

BasisReference: TypeAlias = Annotated[
    Reference, _in("decisions/[^/]+|meetings/[^/]+(?:/resolution-[0-9]+)?", "decisions/project-2026-1")
]
"""The identity of what spending rests on: a decision, a meeting or its resolution."""

AgreementReference: TypeAlias = Annotated[Reference, _in("agreements/[^/]+", "agreements/general-2026")]
"""The identity of a collective agreement."""

RegulationReference: TypeAlias = Annotated[Reference, _in("regulations/[^/]+", "regulations/attendance-2026")]
"""The identity of one version of a regulation."""
