"""Two quantities of several things: what was planned beside what was spent, this year beside the last."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from gongkai.render.charts.frame import Frame, Series, Sheet, figure, shorten, width
from gongkai.render.charts.shapes import NARROW, box, line, number, share, span, text, titled
from gongkai.render.escaping import escaped

_BAR = 1.65
_THICK = 1.0
_FIRST = 1.75
_KEY = 2.2


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of one thing at the right of its name; `cells` are its further cells of the table."""

    words: str
    is_over: bool = False
    cells: tuple[str, ...] = ()


def grouped(
    labels: tuple[str, ...],
    series: tuple[Series, ...],
    frame: Frame,
    notes: tuple[Note, ...] = (),
    more: tuple[str, ...] = (),
    foot: tuple[tuple[str, ...], ...] = (),
) -> Markup:
    """One bar under the other, each value at its bar's end; `more` are the heads of the notes' cells in the table."""
    if len(series) > 2 or any(len(row.values) != len(labels) for row in series):
        raise ValueError("grouped bars show one or two series with a value for each label")
    low, high = span(value for row in series for value in row.values if value is not None)
    longest = max((width(words) for row in series for words in row.shown), default=0.0)
    room = max(25.0, 100 - (longest + 0.9) * 100 / NARROW)
    block = _FIRST + _BAR * len(series) + 0.55
    drawn = []
    for place, label in enumerate(labels):
        note = notes[place] if notes else Note("")
        drawn.append(_group(label, place, series, (low, high, room), _KEY + place * block, note))
    body = key(series) + "".join(drawn) if labels else ""
    sheet = Sheet((frame.rows, *(row.name for row in series), *more), tuple(_cells(labels, series, notes)), foot)
    return figure(frame, body, _KEY + len(labels) * block, sheet)


def key(series: tuple[Series, ...]) -> str:
    """The names of the series, each beside its colour."""
    parts, x = [], 0.0
    for order, row in enumerate(series, 1):
        name = shorten(row.name, 7)
        parts.append(
            f'<rect class="gk-chart__column gk-chart__column--{order}" x="{number(x + 0.08)}em" y="0.25em"'
            f' width="1em" height="1em"/>{text(name, x + 1.5, 1.15, unit="em")}'
        )
        x += 1.5 + width(name) + 1.2
    return "".join(parts)


def _cells(labels: tuple[str, ...], series: tuple[Series, ...], notes: tuple[Note, ...]) -> list[tuple[str, ...]]:
    return [
        (label, *(row.told(place) for row in series), *(notes[place].cells if notes else ()))
        for place, label in enumerate(labels)
    ]


def _group(
    label: str,
    place: int,
    series: tuple[Series, ...],
    span_: tuple[Decimal, Decimal, float],
    top: float,
    note: Note,
) -> str:
    low, high, room = span_
    zero = share(-low, high - low) * room / 100
    body = text(shorten(label, NARROW - (width(note.words) + 1 if note.words else 0)), 0, top + 1.2)
    if note.words:
        body += text(note.words, 100, top + 1.2, f"gk-chart__note{' gk-chart__note--over' * note.is_over}", "end")
    for order, row in enumerate(series, 1):
        value, y = row.values[place], top + _FIRST + (order - 1) * _BAR
        length = share(abs(value or Decimal(0)), high - low) * room / 100
        start, end = (zero - length, zero) if (value or 0) < 0 else (zero, zero + length)
        if value is not None:
            body += box(f"gk-chart__column gk-chart__column--{order}", start, y, length, _THICK)
        body += (
            f'<text class="gk-chart__value" x="{number(end)}%" dx="0.5em" y="{number(y + 0.88)}em">'
            f"{escaped(row.shown[place])}</text>"
        )
    body += line("gk-chart__zero", zero, top + _FIRST - 0.15, zero, top + _FIRST + _BAR * len(series) - 0.5)
    told = "，".join(f"{row.name} {row.told(place)}" for row in series)
    return titled(f"{label}：{told}{'，' + note.words if note.words else ''}", body)
