"""How a whole divides."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from gongkai.render.charts.frame import Bar, Frame, Sheet, figure, shorten, width
from gongkai.render.charts.shapes import NARROW, Fill, box, part, patterns, share, swatch, text, titled

_ORDER = (Fill.FULL, Fill.STRIPES, Fill.DOTS, Fill.LINES, Fill.LATTICE, Fill.HOLLOW)
_BAND = 2.0
_FIRST = 2.6
_ROW = 1.9


def strip(parts: tuple[Bar, ...], frame: Frame, fills: tuple[Fill, ...] = ()) -> Markup:
    """One band, and under it a line for each part with its own pattern."""
    if any(each.value < 0 for each in parts):
        raise ValueError("a part of a whole cannot be negative")
    whole = sum((each.value for each in parts), Decimal(0))
    chosen = fills or tuple(_ORDER[place % len(_ORDER)] for place in range(len(parts)))
    body = patterns(frame.ident, chosen) + "".join(_drawn(parts, chosen, whole, frame)) if parts else ""
    rows = tuple((each.label, each.exact or each.shown) for each in parts)
    foot = (("合计", f"{whole:,}"),)
    return figure(frame, body, _FIRST + len(parts) * _ROW, Sheet((frame.rows, frame.value), rows, foot))


def _drawn(parts: tuple[Bar, ...], fills: tuple[Fill, ...], whole: Decimal, frame: Frame) -> Iterator[str]:
    start = 0.0
    for order, (each, fill) in enumerate(zip(parts, fills, strict=True)):
        length = share(each.value, whole)
        y = _FIRST + order * _ROW
        label = shorten(each.label, max(4, NARROW - width(each.shown) - 3))
        band = part(frame.ident, fill, start, 0.1, length, _BAND - 0.2) if length else ""
        yield titled(
            f"{each.label} {each.shown}",
            band
            + swatch(frame.ident, fill, 0, y + 0.3)
            + text(label, 1.9, y + 1.25, unit="em")
            + text(each.shown, 100, y + 1.25, "gk-chart__value", "end"),
        )
        start += length
    if not whole:
        yield box("gk-chart__hollow", 0, 0.1, 100, _BAND - 0.2)
