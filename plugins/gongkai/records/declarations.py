"""What the models declare, as data: for the field reference, the schema, `new` and the decoder."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from gongkai.records import KINDS, SETTINGS
from gongkai.records.base import Body, Section
from gongkai.records.fields import StaffOnly


@dataclass(frozen=True, slots=True)
class Declared:
    """One field of a model: its English name, its Chinese label and what may stand in it."""

    name: str
    label: str
    meaning: str
    required: bool
    many: bool
    staff_only: bool
    in_prose: bool
    is_body: bool
    choices: tuple[str, ...]
    model: type[BaseModel] | None


@cache
def declared(model: type[BaseModel]) -> tuple[Declared, ...]:
    """The fields of a model in the order of declaration."""
    return tuple(_declared(name, info) for name, info in model.model_fields.items())


def _declared(name: str, info: FieldInfo) -> Declared:
    inner = list(_types(info.annotation))
    return Declared(
        name=name,
        label=info.alias or name,
        meaning=info.description or "",
        required=info.is_required(),
        many=any(get_origin(part) is tuple for part in _origins(info.annotation)),
        staff_only=any(isinstance(mark, StaffOnly) for mark in info.metadata),
        in_prose=any(isinstance(mark, Section) for mark in info.metadata),
        is_body=any(isinstance(mark, Body) for mark in info.metadata),
        choices=next((tuple(str(each.value) for each in part) for part in inner if _is(part, StrEnum)), ()),
        model=next((part for part in inner if _is(part, BaseModel)), None),
    )


def _is(part: Any, base: type) -> bool:
    return isinstance(part, type) and issubclass(part, base)


def _origins(annotation: Any) -> Iterator[Any]:
    yield annotation
    if get_origin(annotation) is Annotated:
        yield from _origins(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, types.UnionType):
        for part in get_args(annotation):
            yield from _origins(part)


def _types(annotation: Any) -> Iterator[Any]:
    """Every plain type inside an annotation."""
    if get_origin(annotation) is None:
        yield annotation
        return
    for part in get_args(annotation):
        if get_origin(annotation) is Annotated and part is not get_args(annotation)[0]:
            continue
        yield from _types(part)


@cache
def models() -> tuple[type[BaseModel], ...]:
    """Every model that may stand in a file, outermost first, each once."""
    seen: dict[type[BaseModel], None] = {}

    def visit(model: type[BaseModel]) -> None:
        if model in seen:
            return
        seen[model] = None
        for field in declared(model):
            if field.model:
                visit(field.model)

    for kind in KINDS:
        visit(kind)
        for act in kind.acts.values():
            visit(act)
    for settings in SETTINGS.values():
        visit(settings)
    return tuple(seen)


@cache
def labels() -> frozenset[str]:
    """Every key and section heading that any file may contain."""
    return frozenset(field.label for model in models() for field in declared(model))
