"""The columns of a statement: which there are, which the carried balance belongs to, and blank cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from gongkai.derive.tables import Keys, Line
from gongkai.records.finance import Amounts, Row


class Gap(Enum):
    """What is missing between the columns and the cells."""

    UNUSED = "a declared column that no cell uses"
    UNDECLARED = "a cell in a column that is not declared"
    NOT_DECLARED_AT_ALL = "cells have columns, the table declares none"
    UNNAMED = "a single number where there are several columns"
    BLANK = "a row without an amount"
    BLANK_CELL = "a row without an amount in some columns"


@dataclass(frozen=True, slots=True)
class Hole:
    """One place where columns and cells do not fit, and the names of the columns concerned."""

    gap: Gap
    keys: Keys
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one table, and what is wrong with them."""

    columns: tuple[str, ...]
    holes: tuple[Hole, ...]


def lay_out(
    declared: tuple[str, ...],
    declared_keys: Keys,
    sections: tuple[tuple[tuple[Row, ...], Keys], ...],
    totals: tuple[tuple[Amounts | None, Keys], ...],
) -> Layout:
    """The columns that a table declares, or else uses.

    A column declared under a misspelt name is both unused and undeclared: that is one objection, at
    its declaration.
    """
    used: dict[str, Keys] = {}
    written = [_note_rows(used, rows, keys) for rows, keys in sections]
    written += [_note(used, amounts, keys) for amounts, keys in totals if amounts]
    named = tuple(column for column in used if column)
    if not declared:
        holes = (Hole(Gap.NOT_DECLARED_AT_ALL, used[named[0]], named),) if named else ()
        return Layout(named or ("",), holes)
    unused = tuple(column for column in declared if column not in used) if any(written) else ()
    if len(declared) == 1 and "" in used:
        unused = ()
    undeclared = tuple(column for column in named if column not in declared)
    found = [Hole(Gap.UNUSED, (*declared_keys, declared.index(column)), (column, *undeclared[:1])) for column in unused]
    if not unused:
        found += [Hole(Gap.UNDECLARED, used[column], (column,)) for column in undeclared]
    if len(declared) > 1 and "" in used and not unused:
        found.append(Hole(Gap.UNNAMED, used[""], declared))
    return Layout(tuple(column for column in declared if column not in unused) or ("",), tuple(found))


def blanks(lines: tuple[Line, ...], columns: tuple[str, ...]) -> Iterator[Hole]:
    """Rows that leave a cell blank which no detail explains."""
    for line in lines:
        row = line.row
        if row.details and any(not detail.part_only for detail in row.details):
            continue
        if not row.amount or not row.amount.cells:
            yield Hole(Gap.BLANK, (*line.keys, "科目"))
            continue
        missing = tuple([name for name, amount in zip(columns, line.amounts, strict=True) if not amount.known])
        if missing and all(column in columns for column in row.amount.columns):
            yield Hole(Gap.BLANK_CELL, (*line.keys, "金额"), missing)


_MAIN = ("本月", "本期", "本学期", "本年决算", "决算", "本年实际", "本年预算", "预算", "本年")


def main_column(columns: tuple[str, ...]) -> int | None:
    """The column that 期初, 期末 and 结余 belong to: the only one, or that of the period itself."""
    if len(columns) == 1:
        return 0
    for name in _MAIN:
        for place, column in enumerate(columns):
            if column.startswith(name) and "累计" not in column:
                return place
    return None


def cumulative_column(columns: tuple[str, ...]) -> int | None:
    """The column that adds up the term or the year so far, if there is exactly one."""
    found = [place for place, column in enumerate(columns) if "累计" in column or column.startswith("本学期")]
    return found[0] if len(found) == 1 and len(columns) > 1 else None


def _note_rows(used: dict[str, Keys], rows: tuple[Row, ...], keys: Keys) -> bool:
    """Note the columns that rows use, each where it is first used; tell whether there is an amount at all."""
    written = False
    for index, row in enumerate(rows):
        if row.amount:
            written = True
            for column, _ in row.amount.cells:
                if column not in used:
                    _note(used, row.amount, (*keys, index, "金额"))
        if row.details:
            written |= _note_rows(used, row.details, (*keys, index, "明细"))
    return written


def _note(used: dict[str, Keys], amounts: Amounts, keys: Keys) -> bool:
    for column in amounts.columns:
        used.setdefault(column, (*keys, column) if column else keys)
    return True
