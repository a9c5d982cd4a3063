"""Every reference that stands in a file: at which key, and to what."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from gongkai.records.base import Model
from gongkai.records.fields import Refers

Keys = tuple[str | int, ...]


def references_in(content: Model) -> list[tuple[Keys, str]]:
    """The key path and the identity of each reference in a file, in the order of its fields."""
    found: list[tuple[Keys, str]] = []
    _collect(content, (), found)
    return found


def _collect(content: Model, above: Keys, found: list[tuple[Keys, str]]) -> None:
    for name, label, refers in _fields(type(content)):
        value = getattr(content, name)
        if not value:
            continue
        if refers and isinstance(value, tuple):
            found += [((*above, label, place), each) for place, each in enumerate(value)]
        elif refers:
            found.append(((*above, label), value))
        elif isinstance(value, Model):
            _collect(value, (*above, label), found)
        else:
            for place, item in enumerate(value):
                _collect(item, (*above, label, place), found)


@cache
def _fields(model: type[Model]) -> tuple[tuple[str, str, bool], ...]:
    """The fields of a model that are references, or that hold some: name, label, whether it is one itself."""
    return tuple(
        (name, info.alias or name, refers)
        for name, info in model.model_fields.items()
        if (refers := _refers((info.annotation, *info.metadata))) or _holds(model, name, frozenset())
    )


def _holds(model: type[Model], name: str, above: frozenset[type[Model]]) -> bool:
    """Whether a mapping in this field may contain a reference, at any depth."""
    for inner in _models(model.model_fields[name].annotation):
        if inner in above:
            continue
        for deeper, info in inner.model_fields.items():
            if _refers((info.annotation, *info.metadata)) or _holds(inner, deeper, above | {model, inner}):
                return True
    return False


def _refers(parts: tuple[Any, ...]) -> bool:
    """Whether the mark of a reference stands anywhere in a type, but not inside a model."""
    return any(isinstance(part, Refers) or _refers(get_args(part)) for part in parts)


def _models(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
