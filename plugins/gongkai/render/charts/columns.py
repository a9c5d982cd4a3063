"""One or two quantities through periods, as columns from a zero line; panels one over the other share the periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from markupsafe import Markup

from gongkai.render.charts.frame import Frame, Series, Sheet, figure, width
from gongkai.render.charts.grouped import key
from gongkai.render.charts.labels import Label, written
from gongkai.render.charts.shapes import NARROW, box, line, share, span, text, titled

_HEAD = 1.9
_LABEL = 1.5
_FOOT = 0.5
_GROUP = 1.35
_WIDEST = 24
_FEW = 5
"""Of so many periods the columns are slimmer, and every value is written where there is room."""


@dataclass(frozen=True, slots=True)
class Place:
    """One period: the word under its column, its name in full, how many places it takes, the group it opens."""

    label: str
    name: str
    width: int = 1
    group: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One or two series on one scale, in one unit; `tall` is the height of its columns in em."""

    series: tuple[Series, ...]
    unit: str = ""
    tall: float = 8.0


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a period stands, in per cent."""

    place: Place
    left: float
    length: float

    @property
    def middle(self) -> float:
        return self.left + self.length / 2


def columns(places: tuple[Place, ...], panels: tuple[Panel, ...], frame: Frame) -> Markup:
    """The panels over the periods they share."""
    total = sum(place.width for place in places)
    every = tuple(row for panel in panels for row in panel.series)
    if total > _WIDEST or any(len(panel.series) > 2 for panel in panels):
        raise ValueError(f"columns show one or two series of at most {_WIDEST} periods each")
    if any(len(row.values) != len(places) for row in every):
        raise ValueError("every series has a value for every period, or None")
    sheet = Sheet(
        (frame.rows, *(row.name for row in every)),
        tuple((place.name, *(row.told(n) for row in every)) for n, place in enumerate(places)),
    )
    if not places or not every:
        return figure(frame, "", 0, sheet)
    slots = tuple(_slots(places, total))
    body, top = "", 0.0
    for panel in panels:
        drawn, height = _panel(panel, slots, top, 100 / total)
        body, top = body + drawn, top + height
    foot = _GROUP if any(place.group for place in places) else 0
    return figure(frame, body + _axis(slots, top), top + 1.5 + foot, sheet)


def _slots(places: tuple[Place, ...], total: int) -> Iterator[_Slot]:
    taken = 0
    for place in places:
        yield _Slot(place, taken * 100 / total, place.width * 100 / total)
        taken += place.width


def _panel(panel: Panel, slots: tuple[_Slot, ...], top: float, one: float) -> tuple[str, float]:
    """The columns of one panel under its heading, and how tall it is."""
    low, high = span(value for row in panel.series for value in row.values if value is not None)
    plot = top + _HEAD + _LABEL
    zero = plot + share(high, high - low) * panel.tall / 100
    is_few = len(slots) <= _FEW
    filled = one * (0.5 if is_few else 0.72)
    thick = filled / len(panel.series)
    first: list[Label] = []
    others: list[Label] = []
    boxes: list[str] = []
    telling = tuple(_telling(row, both_ends=len(panel.series) == 1) for row in panel.series)
    reaches = tuple(_reaches(row, high - low, panel.tall) for row in panel.series)
    for place, slot in enumerate(slots):
        drawn = ""
        for order, row in enumerate(panel.series):
            value, reach = row.values[place], reaches[order][place]
            if value is None:
                continue
            y = zero if value < 0 else zero - reach
            x = slot.middle - filled / 2 + thick * order
            drawn += box(f"gk-chart__column gk-chart__column--{order + 1}", x, y, thick * 0.94, abs(reach))
            if is_few or place in telling[order]:
                label = Label(row.shown[place], x + thick / 2, y - reach + 1.1 if value < 0 else y - 0.4)
                (first if place in telling[order] else others).append(label)
        told = [f"{row.name} {row.told(place)}" for row in panel.series]
        boxes.append(titled(f"{slot.place.name}：{'，'.join(told)}", drawn))
    tall = zero if low == 0 else plot + panel.tall + _LABEL
    head = key(panel.series)
    if panel.unit:
        head += text(panel.unit, 100, 1.15, "gk-chart__period", "end")
    height = tall + _FOOT - top
    return (
        _moved(head, top)
        + "".join(boxes)
        + line("gk-chart__zero", 0, zero, 100, zero)
        + written(_clear(first, slots, reaches, zero), others),
        height,
    )


def _moved(head: str, top: float) -> str:
    return f'<svg y="{top:.2f}em" width="100%" height="2em" overflow="visible">{head}</svg>' if top else head


def _reaches(row: Series, extent: Decimal, tall: float) -> tuple[float, ...]:
    """How far each column rises over the zero line, in em; those below it have less than nothing."""
    return tuple(share(value, extent) * tall / 100 if value is not None else 0.0 for value in row.values)


def _telling(row: Series, *, both_ends: bool) -> frozenset[int]:
    """The places of the highest value and, of a series by itself, of the lowest."""
    present = [(value, place) for place, value in enumerate(row.values) if value is not None]
    if not present:
        return frozenset()
    highest = max(present, key=lambda pair: (pair[0], -pair[1]))[1]
    return frozenset({highest, min(present)[1]} if both_ends else {highest})


def _clear(
    labels: list[Label], slots: tuple[_Slot, ...], reaches: tuple[tuple[float, ...], ...], zero: float
) -> list[Label]:
    """The labels raised above every column that stands under them on a small phone."""
    found = []
    for label in labels:
        centre = label.centre(NARROW) * 100 / NARROW
        reach = width(label.words) * 50 / NARROW
        tops = [label.y]
        for place, slot in enumerate(slots):
            if abs(slot.middle - centre) > reach + slot.length / 2:
                continue
            for row in reaches:
                edge = zero - row[place]
                tops.append(edge + 1.1 if label.y > zero else edge - 0.4)
        y = max(tops) if label.y > zero else min(tops)
        found.append(Label(label.words, label.x, y))
    return found


def _axis(slots: tuple[_Slot, ...], top: float) -> str:
    names = [Label(slot.place.label, slot.middle, top + 1, "gk-chart__period") for slot in slots]
    opening = [slot for slot in slots if slot.place.group]
    groups = []
    for slot, following in zip_longest(opening, opening[1:]):
        room = (following.left - slot.left) * NARROW / 100 if following else NARROW
        spare = " gk-chart__spare" * (room < width(slot.place.group))
        groups.append(text(slot.place.group, slot.left, top + 1 + _GROUP, f"gk-chart__period{spare}"))
    return written(names) + "".join(groups)
