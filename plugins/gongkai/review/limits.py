"""How much a place can hold: a report too long for it is told more briefly, and says everywhere what was left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gongkai.review.sections import Measure, Report, shortened


@dataclass(frozen=True, slots=True)
class Room:
    """So many units of text as a host counts them."""

    units: int
    count: Callable[[str], int] = len


def _bytes(text: str) -> int:
    return len(text.encode())


GITHUB_COMMENT = Room(65_536)
GITHUB_SUMMARY = Room(1_048_576, _bytes)
GITLAB_NOTE = Room(1_000_000)
GITHUB_ANNOTATIONS = 10
"""Of each step a host shows no more."""

SCREEN = Measure(entries=10, lines=8, characters=160)
"""What a terminal shows of a report before a reader loses the thread."""
COMMENT = Measure(entries=100, lines=40, characters=600)
"""What a comment shows even where there is room for more."""

_STEPS = (
    COMMENT,
    Measure(60, 20, 400),
    Measure(40, 12, 300),
    Measure(25, 8, 200),
    Measure(15, 6, 160),
    Measure(8, 4, 120),
    Measure(4, 3, 100),
    Measure(2, 1, 80),
    Measure(0, 0, 60, 5),
)


_LARGE = (Measure(1000, 60, 1000), Measure(300, 40, 600))
"""What is tried before, where a reader comes for the whole."""


def fitting(report: Report, write: Callable[[Report], str], room: Room, *, whole: bool = False) -> str:
    """The longest telling of a report that the room holds; `whole` is tried first where the place is for it."""
    told = write(report) if whole else ""
    if told and room.count(told) <= room.units:
        return told
    for step in (*_LARGE, *_STEPS) if whole else _STEPS:
        told = write(shortened(report, step))
        if room.count(told) <= room.units:
            return told
    raise ValueError("the shortest report is longer than any host's limit")
