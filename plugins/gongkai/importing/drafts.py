"""Records as they were filled in, not yet judged: their data, and the cell that each value came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai.importing.shapes import Form
from gongkai.workbooks import reference

Place = tuple[str, int, int]
"""A cell: sheet, row, column."""

KeyPath = tuple[str | int, ...]
Options = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about one cell: a problem with its cure, or how it was understood."""

    sheet: str
    row: int
    column: int
    message: str
    cure: str = ""

    @property
    def ref(self) -> str:
        return reference(self.row, self.column)


@dataclass
class Draft:
    """A record as it was filled in: its data as a record file has it, and the cell behind each key."""

    form: Form
    place: Place
    data: dict[str, Any] = field(default_factory=dict)
    cells: dict[KeyPath, Place] = field(default_factory=dict)
    number: str = ""
    number_place: Place = ("", 0, 0)
    session: str = ""
    rows: int = 0

    @property
    def source(self) -> str:
        """What a number is made from where none was typed: the period, or the session."""
        return self.session if self.form.many else str(self.data.get("期间", ""))

    def put(self, keys: KeyPath, value: str, place: Place) -> None:
        """Set a value at any depth of mappings; the cell is remembered for each key on the way."""
        data = self.data
        for depth, key in enumerate(keys[:-1], 1):
            data = data.setdefault(str(key), {})
            self.cells.setdefault(keys[:depth], place)
        data[str(keys[-1])] = value
        self.cells[keys] = place


@dataclass
class Drafts:
    """Everything read of a workbook: the drafts, what is wrong, and what was understood in an unusual way."""

    form: Form
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Sheets that are no forms; nothing in them was read."""
