"""How several figures went through periods: small panels, one under the other, each with its own scale."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from markupsafe import Markup

from gongkai.render.charts.frame import Frame, Series, Sheet, figure
from gongkai.render.charts.labels import Label, written
from gongkai.render.charts.shapes import line, number, share, text
from gongkai.render.escaping import escaped

_HEAD = 2.0
_TALL = 2.6
_LABEL = 1.3
_BLOCK = _HEAD + _LABEL + _TALL + 0.7


@dataclass(frozen=True, slots=True)
class Line:
    """One figure through the periods; `full` is the top of its scale where that is fixed (100 per cent)."""

    series: Series
    full: Decimal | None = None


def trend(periods: tuple[tuple[str, str], ...], lines: tuple[Line, ...], frame: Frame) -> Markup:
    """A panel for each figure over the same periods – each its word and its name in full."""
    if any(len(each.series.values) != len(periods) for each in lines):
        raise ValueError("every figure has a value for every period, or None")
    slot = 100 / max(len(periods), 1)
    body = "".join(_panel(each, order * _BLOCK, slot, periods) for order, each in enumerate(lines))
    foot = len(lines) * _BLOCK
    axis = [Label(word, slot * (n + 0.5), foot + 0.9, "gk-chart__period") for n, (word, _) in enumerate(periods)]
    rows = tuple((name, *(each.series.told(n) for each in lines)) for n, (_, name) in enumerate(periods))
    sheet = Sheet((frame.rows, *(each.series.name for each in lines)), rows)
    return figure(frame, body + written(axis) if periods and lines else "", foot + 1.4, sheet)


def _panel(each: Line, top: float, slot: float, periods: tuple[tuple[str, str], ...]) -> str:
    values, shown = each.series.values, each.series.shown
    high = max((value for value in values if value is not None), default=Decimal(0))
    whole = each.full or high or Decimal(1)
    base = top + _HEAD + _LABEL + _TALL
    points = [
        (n, slot * (n + 0.5), base - share(value, whole) * _TALL / 100)
        for n, value in enumerate(values)
        if value is not None
    ]
    drawn = text(each.series.name, 0, top + 1.2, "gk-chart__head")
    drawn += line("gk-chart__base", 0, base, 100, base)
    # A figure that was not told in between is not bridged.
    for (n, x, y), (after, x2, y2) in pairwise(points):
        if after == n + 1:
            drawn += line("gk-chart__line", x, y, x2, y2)
    for n, x, y in points:
        drawn += (
            f'<circle class="gk-chart__point" cx="{number(x)}%" cy="{number(y)}em" r="0.28em">'
            f"<title>{escaped(periods[n][1])}：{escaped(shown[n])}</title></circle>"
        )
    labels = [Label(shown[n], x, y - 0.6) for n, x, y in points]
    ends = [labels[-1], labels[0]] if len(labels) > 1 else labels
    return drawn + written(ends, labels)
