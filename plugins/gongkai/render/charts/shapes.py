"""The few shapes that every chart is drawn with: across in per cent of the width, down in em."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from gongkai.render.charts.frame import width
from gongkai.render.escaping import escaped

NARROW = 20.0
"""The width of a drawing on a small phone, in em."""
WIDE = 40.0
"""The width from which on the stylesheet also shows what there is no room for on a phone, in em."""


class Fill(StrEnum):
    """How a part is filled, told apart without colour; the value is its class in the stylesheet."""

    FULL = "full"
    STRIPES = "stripes"
    DOTS = "dots"
    LINES = "lines"
    LATTICE = "lattice"
    HOLLOW = "hollow"
    WAIT = "wait"
    """In the hue of what is compared or came late."""
    LATE = "late"
    """Overdue or over budget; always beside the word for it."""


_INSIDE = {
    Fill.STRIPES: '<path class="gk-chart__stroke" d="M-2 2 2-2M0 8 8 0M6 10 10 6"/>',
    Fill.DOTS: '<circle class="gk-chart__ink" cx="4" cy="4" r="2"/>',
    Fill.LINES: '<path class="gk-chart__stroke" d="M0 4H8"/>',
    Fill.LATTICE: '<path class="gk-chart__stroke" d="M0 4H8M4 0V8"/>',
    Fill.WAIT: '<path class="gk-chart__stroke gk-chart__stroke--wait" d="M-2 6 2 10M0 0 8 8M6-2 10 2"/>',
    Fill.LATE: '<path class="gk-chart__stroke gk-chart__stroke--late" d="M0 0 8 8M8 0 0 8"/>',
}


@lru_cache(maxsize=4096)  # the charts of one kind have most places and lengths in common
def number(value: float | Decimal) -> str:
    """A length with two decimals at most."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def patterns(ident: str, fills: Iterable[Fill]) -> str:
    """The definitions of these fills; a full or hollow one needs none."""
    found = "".join(
        f'<pattern id="{escaped(ident)}-{fill}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect class="gk-chart__ground" width="8" height="8"/>{_INSIDE[fill]}</pattern>'
        for fill in dict.fromkeys(fills)
        if fill in _INSIDE
    )
    return f"<defs>{found}</defs>" if found else ""


def part(ident: str, fill: Fill, x: float, y: float, length: float, height: float) -> str:
    """A filled box: `x` and `length` in per cent."""
    return box(f"gk-chart__part gk-chart__part--{fill}", x, y, length, height, _paint(ident, fill))


def swatch(ident: str, fill: Fill, x: float, y: float) -> str:
    """A small square of a fill, `x` in em, for a legend."""
    return (
        f'<rect class="gk-chart__part gk-chart__part--{fill}"{_paint(ident, fill)}'
        f' x="{number(x + 0.08)}em" y="{number(y)}em" width="1.1em" height="1.1em"/>'
    )


def _paint(ident: str, fill: Fill) -> str:
    return f' fill="url(#{escaped(ident)}-{fill})"' if fill in _INSIDE else ""


def box(kind: str, x: float, y: float, length: float, height: float, more: str = "") -> str:
    """A box of a class: `x` and `length` in per cent."""
    return (
        f'<rect class="{kind}"{more} x="{number(x)}%" y="{number(y)}em"'
        f' width="{number(length)}%" height="{number(height)}em"/>'
    )


def text(words: str, x: float, y: float, kind: str = "", anchor: str = "", unit: str = "%") -> str:
    """Words on the base line `y`, from, around or up to `x`."""
    style = f' class="{kind}"' if kind else ""
    held = f' text-anchor="{anchor}"' if anchor else ""
    where = f"{number(x)}{unit}" if x else "0"
    return f'<text{style} x="{where}" y="{number(y)}em"{held}>{escaped(words)}</text>'


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """A line of a class, across in per cent, down in em."""
    return f'<line class="{kind}" x1="{number(x1)}%" y1="{number(y1)}em" x2="{number(x2)}%" y2="{number(y2)}em"/>'


def titled(words: str, body: str) -> str:
    """Some shapes that belong together, with the words that a pointer finds over them."""
    return f"<g><title>{escaped(words)}</title>{body}</g>"


def legend(ident: str, entries: Iterable[tuple[str, Fill]], y: float = 0) -> tuple[str, float]:
    """What each fill means, in as many lines as a small phone needs, and the height it takes."""
    drawn, x, row = [], 0.0, 0
    for words, fill in entries:
        taken = 1.6 + width(words) + 1
        if x and x + taken - 1 > NARROW:
            x, row = 0.0, row + 1
        top = y + row * 1.7
        drawn.append(swatch(ident, fill, x, top + 0.2) + text(words, x + 1.6, top + 1.15, unit="em"))
        x += taken
    return "".join(drawn), (row + 1) * 1.7 + 0.3


def span(values: Iterable[Decimal]) -> tuple[Decimal, Decimal]:
    """From the lowest to the highest value, zero always among them, and never without extent."""
    present = (Decimal(0), *values)
    low, high = min(present), max(present)
    return (low, high) if low < high else (Decimal(0), Decimal(1))


def share(value: Decimal, whole: Decimal) -> float:
    """A part of a whole in per cent; of nothing, nothing."""
    return float(value * 100 / whole) if whole else 0.0
