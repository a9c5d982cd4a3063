"""Tables as data: what stands in every cell, how wide each column would like to be, and the running totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gongkai.render.charts.frame import width
from gongkai.render.table_html import shown
from gongkai.render.tables import Column, Content, Kind, Row, Table, machine_number, value_of
from gongkai.sheets.document import Grid
from gongkai.sheets.words import Data, Run, Words, data_of, seen, text_of

WIDE = (Kind.WORDS, Kind.SENTENCE)
"""Columns of these kinds share what the others leave."""

PADDING = 1.3
"""Between two columns, in em."""
NARROWEST, WIDEST = 3.0, 24.0
HEAD = 7.0
"""A longer head is written in two lines rather than have its column widened."""
SUBTOTAL = 5.5
"""The room for 本页小计 before the first sum."""
TALLEST = 24
"""A row of more lines than this may be parted between two pages; every other stays whole."""


def grid(each: Grid) -> dict[str, Data]:
    """A table as data: its head, its lines in order, and for summed columns the running total after every line."""
    table = each.table
    cells = [[_said(content, column.kind) for content, column in _pairs(row, table)] for row in _rows(table)]
    wants = list(_wants(each, cells))
    lines = list(_lines(each, wants))
    return {
        "is": "grid",
        "ident": table.ident,
        "caption": seen(table.caption),
        "unit": seen(table.unit),
        "counted": seen(table.counted),
        "shows-caption": not table.under_heading,
        "heads": table.heads,
        "columns": [_column(column, table, want) for column, want in zip(table.columns, wants, strict=True)],
        "widths": list(each.widths),
        "summed": list(each.summed),
        "lines": lines,
        "foot": [_line(row, table, wants) for row in table.foot],
    }


def _rows(table: Table) -> Iterator[Row]:
    for group in table.groups:
        yield from group.rows
    yield from table.foot


def _pairs(row: Row, table: Table) -> Iterator[tuple[Content, Column]]:
    return zip(row.cells, table.columns, strict=False)


def _column(column: Column, table: Table, want: float) -> dict[str, Data]:
    unit = column.unit if column.unit != table.unit and column.unit not in column.name else ""
    return {
        "name": seen(column.name),
        "unit": seen(unit),
        "number": column.kind.is_number,
        "wide": column.kind in WIDE,
        "want": want,
    }


def _wants(each: Grid, cells: Sequence[Sequence[Words]]) -> Iterator[float]:
    """How wide each column would like to be, in em."""
    before_sums = min(each.summed, default=0)
    for place, column in enumerate(each.table.columns):
        longest = max((width(text_of(row[place])) for row in cells if place < len(row)), default=0.0)
        if place in each.summed:
            longest = max(longest, *(width(f"{total:,}") for total in _totals(each, place)))
        head = min(width(column.name), HEAD)
        want = max(NARROWEST, min(WIDEST, max(longest, head)))
        if place == 0 and before_sums == 1:
            want = max(want, SUBTOTAL)
        yield round(want + PADDING, 2)


def _totals(each: Grid, place: int) -> tuple[Decimal, ...]:
    """The total of a column, which may be wider than any of its numbers."""
    rows = (row for group in each.table.groups for row in group.rows if _counts(row))
    return (sum((number(row.cells[place]) for row in rows), Decimal(0)),)


def _lines(each: Grid, wants: Sequence[float]) -> Iterator[dict[str, Data]]:
    table = each.table
    sums = [Decimal(0) for _ in each.summed]
    places = [_decimals(table, place) for place in each.summed]
    for group in table.groups:
        if group.name and group.rows:
            yield {"is": "group", "name": seen(group.title or group.name)}
        for row in group.rows:
            line = _line(row, table, wants)
            if each.summed:
                if _counts(row):
                    sums = [total + number(row.cells[place]) for total, place in zip(sums, each.summed, strict=True)]
                line["sums"] = [f"{total:.{count}f}" for total, count in zip(sums, places, strict=True)]
            yield line


def _line(row: Row, table: Table, wants: Sequence[float]) -> dict[str, Data]:
    cells = [_said(content, column.kind) for content, column in _pairs(row, table)]
    heights = (width(text_of(cell)) / want for cell, want in zip(cells, wants, strict=False))
    is_tall = max(heights, default=0) > TALLEST
    return {"is": row.kind or "row", "level": row.level, "tall": is_tall, "cells": [data_of(cell) for cell in cells]}


def _said(content: Content, kind: Kind) -> Words:
    """What stands in a cell; a number or a day stands there whole anyway."""
    found = shown(content, kind)
    if kind.is_number or kind is Kind.DATE:
        return (Run(seen(found.striptags())),)
    return found


def _counts(row: Row) -> bool:
    """Whether a row is one of those that a sum is the sum of: no total itself, no part of the row above or below it."""
    return not row.kind and not row.level


def number(content: Content) -> Decimal:
    """What a cell adds to the sum of its column; words and gaps add nothing."""
    value = value_of(content)
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)


def _decimals(table: Table, place: int) -> int:
    """How many decimals the sum of a column is written with: as many as the number with the most."""
    kind = table.columns[place].kind
    counts = [2 if kind is Kind.MONEY else 0]
    for group in table.groups:
        for row in group.rows:
            value = value_of(row.cells[place])
            if isinstance(value, int | Decimal):
                exponent = Decimal(machine_number(value, kind)).as_tuple().exponent
                counts.append(-exponent if isinstance(exponent, int) else 0)
    return max(counts)
