"""Quantities of several things side by side."""

from __future__ import annotations

from markupsafe import Markup

from gongkai.render.charts.frame import Bar, Frame, Sheet, figure, shorten, width
from gongkai.render.charts.shapes import NARROW, box, line, share, span, text, titled

_ROW = 3.3
_LABEL = 1.2
_TOP = 1.75
_THICK = 0.85


def bars(items: tuple[Bar, ...], frame: Frame, beside: tuple[Bar, ...] = ()) -> Markup:
    """Each bar under its label and its value, from a common zero line; those `beside` share their scale only."""
    low, high = span(item.value for item in (*items, *beside))
    zero = share(-low, high - low)
    body = "".join(_row(item, row * _ROW, zero, share(item.value, high - low)) for row, item in enumerate(items))
    rows = tuple((item.label, item.exact or item.shown) for item in items)
    return figure(frame, body, len(items) * _ROW, Sheet((frame.rows, frame.value), rows))


def _row(item: Bar, top: float, zero: float, length: float) -> str:
    kind, start = ("gk-chart__bar gk-chart__bar--below", zero + length) if length < 0 else ("gk-chart__bar", zero)
    label = shorten(item.label, max(4, NARROW - width(item.shown) - 1))
    return titled(
        f"{item.label} {item.shown}",
        text(label, 0, top + _LABEL)
        + text(item.shown, 100, top + _LABEL, "gk-chart__value", "end")
        + box(kind, start, top + _TOP, abs(length), _THICK)
        + line("gk-chart__zero", zero, top + _TOP - 0.1, zero, top + _TOP + _THICK + 0.1),
    )
