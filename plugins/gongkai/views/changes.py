"""本页变更: at the foot of a record's page, when it was first shown and what became other since, as git tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from gongkai.past import Amendment, Line, Nature, Past, RecordPast
from gongkai.render.pages import Heading, root_of
from gongkai.render.templates import day, environment
from gongkai.views.board import Board
from gongkai.views.past.names import at, called

HEADING = Heading("history", "本页变更")

_LONGEST = 400
"""So many characters of one change are shown; the rest is in the files of that day."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One day's change as a page shows it."""

    when: str
    iso: str
    kind: str
    lines: tuple[Line, ...]
    approved: str


def section(board: Board, identity: str) -> Markup:
    """What git tells of a record; nothing where git was not asked, and a word where it cannot tell."""
    if board.past is None:
        return Markup()
    owner = "/".join(identity.split("/")[:2])
    past = board.past.records.get(owner)
    if past is None and board.past.complete:
        return Markup()
    module = environment().get_template("_changes.html.jinja").module
    said: Markup = module.history(  # type: ignore[attr-defined]  # macros of a template are its attributes
        HEADING,
        _summary(past) if past else board.past.gap,
        tuple(map(_shown, past.amendments)) if past else (),
        tuple(_states(board.past, owner, root_of(f"{identity}/"))),
    )
    return said


def _states(past: Past, owner: str, root: str) -> Iterator[tuple[str, str]]:
    """The releases that showed the record otherwise: what each is called, and where that state stands."""
    for release in past.states.get(owner, ()):
        yield called(release), f"{root}{at(release.name)}{owner}/"


def _summary(past: RecordPast) -> str:
    """When the record was first shown, by whose leave, and how often it changed."""
    first = f"{day(past.first)}首次公开" + (f"（{'，'.join(past.approved_by)}）" if past.approved_by else "")
    if not past.amendments:
        return f"{first}，以后没有变更。"
    counts = Counter(each.nature for each in past.amendments)
    return f"{first}，以后{'、'.join(f'{nature.value} {counts[nature]} 次' for nature in Nature if counts[nature])}。"


def _shown(amendment: Amendment) -> Shown:
    return Shown(
        day(amendment.on),
        amendment.on.isoformat(),
        amendment.nature.value,
        tuple(map(_bounded, amendment.lines)),
        "，".join(amendment.approved_by),
    )


def _bounded(line: Line) -> Line:
    """The line, cut where it is too long to be read at the foot of a page."""
    room = _LONGEST
    words: list[tuple[str, str]] = []
    for sign, text in line.words:
        if room <= 0:
            return Line(line.place, tuple(words), "改动较长，没有全部显示")
        words.append((sign, text if len(text) <= room else f"{text[:room]}…"))
        room -= len(text)
    return line if room >= 0 else Line(line.place, tuple(words), "改动较长，没有全部显示")
