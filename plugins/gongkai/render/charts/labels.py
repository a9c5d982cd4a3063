"""Which values are written in a drawing: those that matter, on a phone; every one that fits, where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.render.charts.frame import width
from gongkai.render.charts.shapes import NARROW, WIDE, text

_LINE = 1.15
_GAP = 0.25
_OVER = 0.4
"""How far words may stand out at a side: into the margin of the page."""


@dataclass(frozen=True, slots=True)
class Label:
    """Words around a place: `x` in per cent, `y` their base line in em."""

    words: str
    x: float
    y: float
    kind: str = "gk-chart__value"

    def centre(self, room: float) -> float:
        """Where the middle of the words stands, in em, kept inside the drawing."""
        half = width(self.words) / 2
        return min(max(self.x * room / 100, half), room - half)

    def clashes(self, other: Label, room: float) -> bool:
        """Whether the two would touch in a drawing of this width."""
        apart = abs(self.centre(room) - other.centre(room))
        return abs(self.y - other.y) < _LINE and apart < (width(self.words) + width(other.words)) / 2 + _GAP

    def drawn(self, *, spare: bool) -> str:
        """The words; spare ones are seen only where there is room."""
        kind = f"{self.kind} gk-chart__spare" if spare else self.kind
        half = width(self.words) / 2 - _OVER
        if self.x * NARROW / 100 < half:
            return text(self.words, 0, self.y, kind)
        if (100 - self.x) * NARROW / 100 < half:
            return text(self.words, 100, self.y, kind, "end")
        return text(self.words, self.x, self.y, kind, "middle")


def _far_apart(row: Sequence[Label]) -> bool:
    """Whether labels that go from left to right have room for the widest everywhere."""
    widest = max((width(label.words) for label in row), default=0.0) + _GAP
    return all((after.x - label.x) * NARROW / 100 >= widest for label, after in pairwise(row))


def written(first: Sequence[Label], others: Sequence[Label] = ()) -> str:
    """The labels that do not touch one another: first those that matter, then the others."""
    if not others and _far_apart(first):
        return "".join(label.drawn(spare=False) for label in first)
    kept: list[Label] = []
    for label in first:
        if not any(label.clashes(other, NARROW) for other in kept):
            kept.append(label)
    drawn = [label.drawn(spare=False) for label in kept]
    for label in (*(each for each in first if each not in kept), *others):
        if label in kept:
            continue
        if not any(label.clashes(other, NARROW) for other in kept):
            kept.append(label)
            drawn.append(label.drawn(spare=False))
        elif not any(label.clashes(other, WIDE) for other in kept):
            kept.append(label)
            drawn.append(label.drawn(spare=True))
    return "".join(drawn)
