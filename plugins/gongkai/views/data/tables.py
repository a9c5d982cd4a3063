"""What a table of the open data is: described columns, and the rows that one record gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from gongkai.records import MainFile
from gongkai.register import Record
from gongkai.views.board import Board
from gongkai.views.clean_text import clean

Value: TypeAlias = str | int | Decimal | date | None
Row: TypeAlias = tuple[Value, ...]

JOINT = "；"
"""Between the items of a list that stands in one cell."""
YES, NO = "是", "否"


class Type(StrEnum):
    """What the cells of a column hold, in the words of Table Schema."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "number"
    DAY = "date"
    YES_NO = "boolean"

    @property
    def chinese(self) -> str:
        return _CHINESE[self.value]


_CHINESE = {"string": "文字", "integer": "整数", "number": "数", "date": "日期", "boolean": "是、否"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in code, its Chinese title, what may stand in it and what it means.

    `derived` says how the program computed it; it is empty where the school wrote the value itself.
    `refers` is the table and column to which every value leads.
    """

    name: str
    title: str
    type: Type = Type.TEXT
    meaning: str = ""
    derived: str = ""
    choices: tuple[str, ...] = ()
    unit: str = ""
    required: bool = False
    refers: tuple[str, str] | None = None


Rows = Callable[[Board, Record[Any]], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it lists, its columns in their stable order, which of them are its key, and its rows.

    `kind` is the kind of record that it is about, None where it is about every kind. `is_derived` marks
    a table of which no line was written by anybody: all of it follows from the records.
    """

    name: str
    title: str
    meaning: str
    kind: type[MainFile] | None
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Rows
    is_derived: bool = False


def plain(value: Any) -> Value:
    """A value of a record as a cell holds it: words for choices, 是 and 否, one text for a list."""
    kind = value.__class__
    if kind is str:
        return clean(value)
    if value is None or kind is int or kind is Decimal or kind is date:
        return value  # type: ignore[no-any-return]  # narrowed by the classes just named
    if kind is bool:
        return YES if value else NO
    if isinstance(value, StrEnum):
        return value.value
    if kind is tuple:
        return JOINT.join(str(plain(each)) for each in value)
    return clean(str(value))
