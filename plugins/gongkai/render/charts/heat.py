"""Many things through the months of a year, one small square for each."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from gongkai.render.charts.frame import Frame, Sheet, figure, shorten
from gongkai.render.charts.labels import Label, written
from gongkai.render.charts.shapes import NARROW, Fill, legend, line, part, patterns, text, titled

_NAMES = 36.0
"""How much of the width the names take, in per cent."""
_ROW = 1.55
_BOX = 1.15


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One period: from which column on, how many columns wide, and how it stands; None draws a thin line."""

    column: int
    width: int
    fill: Fill | None


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One thing: its name, what is said of it in full, its cells, and its row of the table.

    A row with neither cells nor numbers is a heading over those that follow.
    """

    name: str
    told: str = ""
    cells: tuple[HeatCell, ...] = ()
    numbers: tuple[str, ...] = ()


def heat(
    columns: tuple[str, ...],
    rows: tuple[HeatRow, ...],
    key: tuple[tuple[str, Fill], ...],
    heads: tuple[str, ...],
    frame: Frame,
    foot: tuple[str, ...] = (),
) -> Markup:
    """A square for each period of each thing; the table has a row of `heads` for each, and `foot` in all."""
    slot = (100 - _NAMES) / max(len(columns), 1)
    drawn, top = legend(frame.ident, key)
    body = patterns(frame.ident, (fill for _, fill in key)) + drawn
    body += written(
        [Label(word, _NAMES + slot * (n + 0.5), top + 1.1, "gk-chart__period") for n, word in enumerate(columns)]
    )
    top += 1.6
    for order, row in enumerate(rows):
        body += _row(row, frame, top + order * _ROW, slot)
    table = tuple((row.name, *row.numbers) for row in rows if row.numbers)
    sheet = Sheet((frame.rows, *heads), table, (foot,) if foot else ())
    return figure(frame, body if rows else "", top + len(rows) * _ROW, sheet)


def _row(row: HeatRow, frame: Frame, top: float, slot: float) -> str:
    if not row.numbers:
        return text(row.name, 0, top + 1.1, "gk-chart__head")
    drawn = text(shorten(row.name, NARROW * _NAMES / 100 - 0.3), 0, top + 1.05)
    for cell in row.cells:
        x, length = _NAMES + slot * cell.column + slot * 0.08, slot * cell.width - slot * 0.16
        if cell.fill is None:
            drawn += line("gk-chart__base", x, top + 0.2 + _BOX / 2, x + length, top + 0.2 + _BOX / 2)
        else:
            drawn += part(frame.ident, cell.fill, x, top + 0.2, length, _BOX)
    return titled(f"{row.name}：{row.told}" if row.told else row.name, drawn)
