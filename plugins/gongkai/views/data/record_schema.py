"""The JSON Schema (2020-12) of a record's own file, made from the models and from what is derived."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import BaseModel

from gongkai.records import KINDS, MainFile
from gongkai.records.declarations import Declared, declared
from gongkai.records.fields import Period
from gongkai.records.finance import Amounts
from gongkai.records.proposal import Person
from gongkai.views.data.declared import PAIRS, plain_types
from gongkai.views.data.documents import VERSION, derived_of
from gongkai.views.data.package import explained
from gongkai.views.data.tables import Column, Type

_TEXT = {"type": "string"}
_DAY = {"type": "string", "format": "date"}
_EXACT = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "description": "精确的十进制数，写成文字，免得读成近似值"}
_PERIOD = {
    "type": "object",
    "properties": {"label": _TEXT, "first": _DAY, "last": _DAY},
    "required": ["label", "first", "last"],
}
_CELL = {"anyOf": [{"$ref": "#/$defs/exact"}, {"type": "null"}]}
_AMOUNTS = {
    "anyOf": [*_CELL["anyOf"], {"type": "object", "additionalProperties": _CELL}],
    "description": "一个数，或“栏名: 数”；null 是不适用",
}
_SCALARS: dict[Any, Any] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    date: {"$ref": "#/$defs/day"},
    Decimal: {"$ref": "#/$defs/exact"},
    Period: {"$ref": "#/$defs/period"},
    Amounts: {"$ref": "#/$defs/amounts"},
}
_DERIVED = {
    Type.TEXT: _TEXT,
    Type.WHOLE: {"type": "integer"},
    Type.NUMBER: {"$ref": "#/$defs/exact"},
    Type.DAY: {"$ref": "#/$defs/day"},
    Type.YES_NO: {"type": "boolean"},
}


@cache
def record_schema() -> bytes:
    """The schema as a file."""
    acts = {act.label: act for kind in KINDS for act in kind.acts.values()}
    models = dict.fromkeys(_models((*KINDS, *acts.values())))
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "公开记录的数据",
        "description": "每份公开记录的 record.json。没有的值不写；金额是精确的十进制文字；derived 里的都由程序算出。",
        "type": "object",
        "required": [
            *("$schema", "schema_version", "school", "licence", "id", "kind", "label", "number", "heading", "day"),
            *("links", "record", "acts", "derived"),
        ],
        "properties": _properties(),
        "allOf": [_when("kind", kind.kind(), _of_kind(kind)) for kind in KINDS],
        "$defs": {
            "day": _DAY,
            "exact": _EXACT,
            "period": _PERIOD,
            "amounts": _AMOUNTS,
            **{model.__name__: _model(model) for model in models},
            "act": {
                "type": "object",
                "required": ["id", "act", "n"],
                "properties": {"id": _TEXT, "act": {"enum": list(acts)}, "n": {"type": "integer", "minimum": 0}},
                "allOf": [_when("act", label, {"$ref": f"#/$defs/{act.__name__}"}) for label, act in acts.items()],
            },
        },
    }
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _properties() -> dict[str, Any]:
    address = {"type": "string", "description": "完整的网址；不知道网站在哪里时，是从网站根目录数起的地址"}
    attachment = {
        "type": "object",
        "properties": {"title": _TEXT, "address": address},
        "required": ["title", "address"],
    }
    return {
        "$schema": _TEXT,
        "schema_version": {"const": VERSION},
        "school": {"type": "string", "description": "学校全称"},
        "licence": {"type": "object", "required": ["title"], "description": "按什么许可使用"},
        "id": {"type": "string", "pattern": "^[a-z]+/[^/]+$", "description": "文件夹/编号，永远不变"},
        "kind": {"enum": [kind.kind() for kind in KINDS]},
        "label": {"enum": [kind.label for kind in KINDS], "description": "种类的中文名"},
        "number": _TEXT,
        "heading": {"type": "string", "description": "页面上的标题"},
        "day": {"anyOf": [{"$ref": "#/$defs/day"}, {"type": "null"}], "description": "清单里排列用的日期"},
        "is_card": {"const": True, "description": "全文还没有到公开的时候，只公布编号、类别、部门和进度"},
        "links": {
            "type": "object",
            "required": ["page", "attachments"],
            "properties": {"page": address, "attachments": {"type": "array", "items": attachment}},
        },
        "record": {"type": "object", "description": "主文件里写的"},
        "acts": {"type": "array", "items": {"$ref": "#/$defs/act"}, "description": "办理中的每一步，照日期"},
        "derived": {"type": "object", "description": "由程序算出的"},
    }


def _when(key: str, value: str, then: dict[str, Any]) -> dict[str, Any]:
    return {"if": {"properties": {key: {"const": value}}, "required": [key]}, "then": then}


def _of_kind(kind: type[MainFile]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "as_of": {**_DAY, "description": "还会随日子变的，是哪一天算的；不再变的没有这一项"},
    }
    for told in derived_of(kind):
        if told.name:
            items = {"type": "object", "properties": _described(told.columns), "additionalProperties": False}
            found[told.name] = {"type": "array", "items": items}
        else:
            found |= _described(told.columns)
    derived = {"type": "object", "properties": found, "additionalProperties": False}
    return {"properties": {"record": {"$ref": f"#/$defs/{kind.__name__}"}, "derived": derived}}


def _described(columns: tuple[Column, ...]) -> dict[str, Any]:
    return {
        column.name: {**_DERIVED[column.type], "title": column.title, "description": explained(column)}
        for column in columns
    }


def _models(models: tuple[type[BaseModel], ...]) -> Iterator[type[BaseModel]]:
    """Models and all that stand inside them."""
    seen: dict[type[BaseModel], None] = {}
    waiting = list(models)
    while waiting:
        model = waiting.pop()
        if model not in seen:
            seen[model] = None
            waiting += [field.model for field in declared(model) if field.model and not field.staff_only]
    return iter(sorted(seen, key=lambda each: each.__name__))


def _model(model: type[BaseModel]) -> dict[str, Any]:
    fields = tuple(field for field in declared(model) if not field.staff_only)
    is_act = hasattr(model, "numbered")
    around = dict.fromkeys(("id", "act", "n"), True) if is_act else {}
    made: dict[str, Any] = {
        "type": "object",
        "properties": {**around, **{field.name: _field(model, field) for field in fields}},
        "additionalProperties": False,
    }
    # The card of a proposal says nothing of its proposer.
    needed = [
        field.name for field in fields if field.required and model is not Person and not _may_be_none(model, field)
    ]
    return {**made, "required": needed} if needed else made


def _may_be_none(model: type[BaseModel], field: Declared) -> bool:
    return type(None) in plain_types(model.model_fields[field.name].annotation)


def _field(model: type[BaseModel], field: Declared) -> dict[str, Any]:
    about = {"title": field.label, "description": field.meaning}
    if field.model:
        one: dict[str, Any] = {"$ref": f"#/$defs/{field.model.__name__}"}
    elif field.choices:
        one = {"enum": list(field.choices)}
    else:
        types = plain_types(model.model_fields[field.name].annotation)
        one = _TEXT if field.name in PAIRS else next((_SCALARS[each] for each in types if each in _SCALARS), _TEXT)
    is_list = field.many and field.name not in PAIRS
    return {"type": "array", "items": one, **about} if is_list else {**one, **about}
