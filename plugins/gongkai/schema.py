"""JSON Schema (2020-12) of every type of file, by which an editor accepts every form that we accept."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from gongkai.records.declarations import Declared, declared, models
from gongkai.records.filetypes import FileType


def schema_of(kind: FileType) -> dict[str, Any]:
    """The schema of one type of file: keys are the Chinese labels; prose under headings is no key."""
    made = kind.model.model_json_schema(by_alias=True, schema_generator=_Generator)
    definitions = made.get("$defs", {})
    by_name = {model.__name__: model for model in models()}
    for name, definition in definitions.items():
        # Pydantic puts the names and docstrings of our classes here.
        definition.pop("title", None)
        definition.pop("description", None)
        if model := by_name.get(name):
            _describe(definition, declared(model))
    _describe(made, declared(kind.model))
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": f"{kind.label}（{kind.file}）",
        **{
            key: made[key] for key in ("type", "properties", "required", "additionalProperties", "$defs") if key in made
        },
    }


class _Generator(GenerateJsonSchema):
    """Pydantic's schema without what is English or about Python: class names, docstrings, defaults, null."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        # Every scalar of a file is read as typed, so a text may look like a number.
        return {"type": ["string", "number", "boolean"]}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        # A key without a value is a finding, so an editor should mark it too.
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        made = super().function_before_schema(schema)
        # Wherever a list may be written, the files also take its one item without the list.
        return {"anyOf": [made, made["items"]]} if made.get("type") == "array" and "items" in made else made


def _describe(definition: dict[str, Any], fields: tuple[Declared, ...]) -> None:
    """Say of each key what it means, and take out what is written as prose."""
    properties = definition["properties"]
    for field in fields:
        if field.in_prose or field.is_body:
            properties.pop(field.label, None)
            continue
        formats = properties[field.label].pop("description", "")
        meaning = field.meaning if formats in ("", field.meaning) else f"{field.meaning}。{formats}"
        hidden = "（只在教职工版显示）" if field.staff_only and "教职工版" not in meaning else ""
        properties[field.label]["description"] = meaning + hidden
