"""How several wholes divide, one bar for each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from gongkai.render.charts.frame import Frame, Sheet, figure, shorten, width
from gongkai.render.charts.shapes import NARROW, Fill, legend, line, part, patterns, share, text, titled

_ROW = 3.3
_TOP = 1.65
_THICK = 1.1


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of part, alike in every bar."""

    name: str
    fill: Fill


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar: how many of each part, and what is said of it at its right; `more` only in the table."""

    label: str
    values: tuple[int, ...]
    shown: str
    more: tuple[str, ...] = ()


def stacked(rows: tuple[Stack, ...], parts: tuple[Part, ...], frame: Frame, more: tuple[str, ...] = ()) -> Markup:
    """Each bar as long as its sum, divided into its parts; `more` are the heads of the table's last columns."""
    if any(len(row.values) != len(parts) or len(row.more) != len(more) for row in rows):
        raise ValueError("every bar has a number for every part")
    if any(value < 0 for row in rows for value in row.values):
        raise ValueError("a part of a whole cannot be negative")
    longest = max((sum(row.values) for row in rows), default=0)
    key, head = legend(frame.ident, ((each.name, each.fill) for each in parts))
    drawn = (_row(row, parts, frame, head + order * _ROW, longest) for order, row in enumerate(rows))
    body = patterns(frame.ident, (each.fill for each in parts)) + key + "".join(drawn) if rows else ""
    cells = tuple((row.label, *map(str, row.values), str(sum(row.values)), *row.more) for row in rows)
    sheet = Sheet((frame.rows, *(each.name for each in parts), "合计", *more), cells)
    return figure(frame, body, head + len(rows) * _ROW, sheet)


def _row(row: Stack, parts: tuple[Part, ...], frame: Frame, top: float, longest: int) -> str:
    boxes, start = [], 0.0
    for value, each in zip(row.values, parts, strict=True):
        length = share(Decimal(value), Decimal(longest))
        if length:
            boxes.append(part(frame.ident, each.fill, start, top + _TOP, length, _THICK))
        start += length
    label = shorten(row.label, max(4, NARROW - width(row.shown) - 1))
    told = "，".join(f"{each.name} {value}" for value, each in zip(row.values, parts, strict=True))
    return titled(
        f"{row.label}：{told}",
        text(label, 0, top + 1.2)
        + text(row.shown, 100, top + 1.2, "gk-chart__value", "end")
        + "".join(boxes)
        + line("gk-chart__zero", 0, top + _TOP - 0.1, 0, top + _TOP + _THICK + 0.1),
    )
