"""制度对照: the forty systems, each with its places on the board, what lies there, and what is checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from gongkai.findings import Code
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import render
from gongkai.rules import RULES, outputs
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.systems.model import Place, System
from gongkai.views.systems.table import SYSTEMS

ADDRESS = "systems/"

CHAPTERS = (
    ("proposals", "提案", 1),
    ("frame", "公开的架子", 6),
    ("congress", "教代会", 13),
    ("money", "财务与工会", 19),
    ("judgement", "评议与决策", 27),
    ("voices", "听取意见", 31),
    ("papers", "合同、制度、计划与机构", 33),
    ("archive", "归档与检查", 38),
)
"""Where each chapter begins: ident, title, number of its first system."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A place as this audience sees it; `count` is None where nothing is counted."""

    words: str
    address: str | None
    count: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Row:
    """One system as the page tells it."""

    number: int
    name: str
    said: str
    chip: Chip
    places: tuple[Shown, ...]
    codes: tuple[Code, ...]


def pages(board: Board) -> Iterator[Page]:
    """The page of the forty systems."""
    rows = tuple(_row(board, system) for system in SYSTEMS)
    starts = [first for _, _, first in CHAPTERS]
    chapters = tuple(
        (ident, title, tuple(row for row in rows if first <= row.number < end))
        for (ident, title, first), end in zip(CHAPTERS, (*starts[1:], len(rows) + 1), strict=True)
    )
    html = render(
        "systems.html.jinja",
        ADDRESS,
        counted=counted(board),
        chapters=chapters,
        total=len(rows),
        kept=sum(row.chip.kind == "answered" for row in rows),
        bare=tuple(row for row in rows if row.chip.kind == "not-due"),
        building=tuple(row for row in rows if row.chip.kind == "missing"),
    )
    yield Page(
        address=ADDRESS,
        title="制度对照",
        body=html,
        description=f"校务公开、教代会和工会的 {len(rows)} 项制度，各在本站哪里、检查什么、现有多少记录。",
        sections=tuple(Heading(ident, title) for ident, title, _ in chapters),
        entry=Entry("", "说明", " ".join(row.name for row in rows)),
    )


def _row(board: Board, system: System) -> Row:
    places = tuple(_shown(board, place) for place in system.places if not (place.internal and board.selected.is_public))
    name = system.public_name if system.public_name and board.selected.is_public else system.name
    nothing = "本版还没有记录" if board.selected.is_public else "还没有记录"
    return Row(system.number, name, system.said, _state(places, nothing), places, tuple(map(_code, system.codes)))


def _shown(board: Board, place: Place) -> Shown:
    count = place.counter(board.register) if place.counter else None
    return Shown(place.words, place.address, count, place.unit)


def _state(places: tuple[Shown, ...], nothing: str) -> Chip:
    """Whether the system has its place, and whether anything lies there yet."""
    built = [place for place in places if place.address is not None]
    if not built:
        return chip("missing", "在建")
    counts = [place.count for place in built if place.count is not None]
    if counts and not any(counts):
        return chip("not-due", nothing)
    return chip("answered", "有记录" if counts else "有页面")


@cache
def _codes() -> Mapping[str, Code]:
    return {code.code: code for code in (*(rule.code for rule in RULES), *outputs.CODES)}


def _code(name: str) -> Code:
    return _codes()[name]
