"""A sheet as data: all that a template is given. Texts stay texts; nothing in them is ever read as Typst."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from gongkai.render.templates import day
from gongkai.sheets.document import Grid, Heading, Mark, Role, Sheet
from gongkai.sheets.grids import grid
from gongkai.sheets.words import Data, data_of, seen, text_of

_WORDED = frozenset(("words", "status", "promise", "caption"))


def encoded(sheet: Sheet) -> dict[str, Data]:
    """The sheet as data for its template."""
    width, height = sheet.paper.size
    blocks = list(_blocks(sheet.blocks))
    for number, found in enumerate(_grids(blocks)):
        found["key"] = str(number)
    return {
        "title": data_of(sheet.title),
        "form": seen(sheet.form),
        "style": sheet.style.value,
        "paper": {"label": sheet.paper.label, "width": width, "height": height},
        "day": [sheet.mark.day.year, sheet.mark.day.month, sheet.mark.day.day],
        "mark": mark(sheet.mark),
        "blocks": blocks,
        "more": {name: data_of(each) for name, each in sorted(sheet.more.items())},
    }


def as_json(sheet: Sheet) -> bytes:
    """The sheet as the bytes that a template is given; the same sheet gives the same bytes."""
    # A lone surrogate is no character; it is kept as an escape, so that the search for missing glyphs names it.
    text = json.dumps(encoded(sheet), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def mark(around: Mark) -> dict[str, Data]:
    """The marks around a sheet, as the words that are printed."""
    first, last = around.period or (None, None)
    return {
        "school": seen(around.school),
        "number": seen(around.number),
        "day": day(around.day),
        "fingerprint": around.fingerprint,
        "first": day(first) if first else "",
        "last": day(last) if last else "",
        "take-down": day(around.take_down) if around.take_down else "",
        "phone": seen(around.phone),
        "address": seen(around.address),
        "code": around.code,
        "internal": around.is_internal,
    }


def _blocks(blocks: Iterable[Any]) -> Iterator[dict[str, Data]]:
    """The blocks as data; how deep a heading lies skips no level (PDF/UA), whatever it looks like."""
    depth = 0
    for each in blocks:
        data = block(each)
        if isinstance(each, Heading):
            if not text_of(each.words).strip():
                continue
            depth = min(each.level, depth + 1)
            data["depth"] = depth
        yield data


def _grids(value: Data) -> Iterator[dict[str, Data]]:
    """Every table, wherever it lies."""
    if isinstance(value, list):
        for each in value:
            yield from _grids(each)
    elif isinstance(value, dict):
        if value.get("is") == "grid":
            yield value
        else:
            yield from _grids([value[name] for name in ("blocks", "items") if name in value])


def block(each: Any) -> dict[str, Data]:
    """A block as data, by the name of its class."""
    if isinstance(each, Grid):
        return grid(each)
    kind = type(each).__name__
    return {
        "is": kind.lower(),
        **{_name(field.name): _value(field.name, getattr(each, field.name)) for field in fields(each)},
    }


def _name(name: str) -> str:
    return name.removeprefix("is_").removeprefix("has_").replace("_", "-")


def _value(name: str, value: Any) -> Data:
    if isinstance(value, Role):
        return value.value
    if name in _WORDED:
        return data_of(value)
    if name == "rows":
        return [[seen(term), data_of(said)] for term, said in value]
    if name == "svg" or isinstance(value, bool | int | float):
        return value
    if name == "items":
        return [list(_blocks(item)) for item in value]
    if name in ("blocks", "asks", "answers"):
        return list(_blocks(value))
    if isinstance(value, tuple):
        return [seen(each) for each in value]
    return seen(value)
