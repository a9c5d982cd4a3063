"""What a form (模板) is made of: parts one below the other, each with its fields and what may stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gongkai.records import MainFile
from gongkai.records.finance import Category

VERSION = 1
"""The version of the layout below; a workbook says which one it was made with."""

MARK = "gongkai 模板"
"""What stands in the first cell of the hidden sheet by which a workbook is known."""

OPTIONS_SHEET = "gongkai"
GUIDE_SHEET = "说明"


class Shape(StrEnum):
    """What sort of value a cell is for."""

    TEXT = "文字"
    MONEY = "金额"
    CELL = "金额或 —"
    COUNT = "整数"
    DAY = "日期"
    PERIOD = "期间"
    PERCENT = "百分比"
    CHOICE = "选项"


Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled cell, or one column of a table.

    `keys` lead to the value in the record; without keys the value is for the import itself, like 编号.
    `options` names the list of choices (see `templates`); of a CHOICE nothing else may stand there.
    A field that is `together` with its group (the fields with the same outer keys) must be filled where
    any of them is.
    """

    label: str
    keys: Keys
    shape: Shape = Shape.TEXT
    required: bool = False
    options: str = ""
    help: str = ""
    width: int = 16
    together: bool = False

    @property
    def group(self) -> Keys:
        return self.keys[:-1]


@dataclass(frozen=True, slots=True)
class Values:
    """A part of labelled values."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A part with one column per field; `keys` lead to the list of its rows in the record."""

    title: str
    keys: Keys
    fields: tuple[Field, ...]
    blank: int = 8


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its names, the sheet it is filled in on, and the kind of record that it becomes."""

    name: str
    label: str
    title: str
    kind: type[MainFile]
    parts: tuple[Values | Table, ...]
    hint: str
    category: Category | None = None
    prefix: str = ""
    many: bool = False
    """Whether each row of its table is a record of its own."""


YES = ("是", "否")
LEVELS = ("一级", "二级", "三级")
INCOME, EXPENSE = "收入", "支出"
MAX_SUGGESTIONS = 6
MAX_SECONDERS = 4
