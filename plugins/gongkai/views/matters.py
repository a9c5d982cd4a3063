"""One page for each matter of the catalogue: its policy, process and results side by side, then year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from gongkai.derive.coverage import ItemCoverage
from gongkai.derive.stages import Thread, thread
from gongkai.once import once
from gongkai.records.base import MatterStage
from gongkai.records.catalogue import Item
from gongkai.register import Register
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.workdays import school_year

NEWEST = 5
"""How many records stand under a stage at the head of the page."""

IN_A_YEAR = 40
"""How many of one school year are listed; the rest is in the list of their kind."""

SIGNS = {
    MatterStage.POLICY: "policy-stage",
    MatterStage.PROCESS: "process-stage",
    MatterStage.RESULT: "result-stage",
}

_EMPTY = {
    MatterStage.POLICY: "还没有归在这里的办法、通知或标准。",
    MatterStage.PROCESS: "没有正在进行的。",
    MatterStage.RESULT: "还没有结果。",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a matter: its day, its page, the stages that it has reached."""

    on: date | None
    address: str
    title: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One stage of a matter with its newest records; `note` says why there is none, or what is elsewhere."""

    chip: Chip
    expected: bool
    lines: tuple[Line, ...]
    count: int
    note: str


@dataclass(frozen=True, slots=True)
class Year:
    """The records of one school year, newest first; `more` are not listed here but in `lists`."""

    name: str
    lines: tuple[Line, ...]
    more: int
    lists: tuple[tuple[str, str], ...]


def matter_address(name: str) -> str:
    """Where the page of a matter stands: by its name, so that it stays when others are put before it."""
    return f"catalogue/{sha256(name.encode()).hexdigest()[:8]}/"


@once
def matters(register: Register) -> Mapping[str, tuple[Item, str]]:
    """Every matter of the catalogue by its full name, with the address of its page."""
    return {name: (item, matter_address(name)) for name, item in register.catalogue.items()}


def pages(board: Board) -> Iterator[Page]:
    """The page of every matter that this audience may see."""
    for item in {item.name: item for item in board.coverage}.values():
        yield _page(board, item)


def _page(board: Board, item: ItemCoverage) -> Page:
    found = thread(board.register, item)
    group = board.register.catalogue.classes[item.position[0]].name
    address = matter_address(item.name)
    years = tuple(_years(board, found))
    required = board.register.rulings(board.today).values.three_stages or ()
    html = render(
        "matter.html.jinja",
        address,
        group=group,
        item=item.item,
        counted=counted(board),
        count=len(item.records),
        required=item.name in required,
        columns=tuple(_column(board, item, found, stage) for stage in MatterStage),
        years=years,
        periods=bool(item.slots),
    )
    return Page(
        address=address,
        title=f"{item.item.name}（{group}）",
        body=html,
        description=f"{group}的{item.item.name}：政策、过程、结果三个阶段的记录。",
        sections=(
            Heading("stages", "三个阶段"),
            *(Heading(f"year-{year.name}", f"{year.name}学年") for year in years),
        ),
        entry=Entry("", "公开目录", f"三阶段 {' '.join(item.item.elements)}"),
    )


def _column(board: Board, item: ItemCoverage, found: Thread, stage: MatterStage) -> Column:
    own = found.of(stage)
    note = "" if own else _EMPTY[stage]
    if stage is MatterStage.PROCESS and found.result and stage in found.told:
        note = "已有结果的，经过写在各件自己的页面上。"
    lines = tuple(_line(board, identity, ()) for identity in reversed(own[-NEWEST:]))
    return Column(chip(SIGNS[stage]), stage in item.item.stages, lines, len(own), note)


def _line(board: Board, identity: str, stages: tuple[MatterStage, ...]) -> Line:
    content = board.register.records[identity].content
    return Line(content.day, f"{identity}/", content.heading, tuple(chip(SIGNS[stage]) for stage in stages))


def _years(board: Board, found: Thread) -> Iterator[Year]:
    stages: dict[str, tuple[MatterStage, ...]] = {}
    for stage in MatterStage:
        for identity in found.of(stage):
            stages[identity] = (*stages.get(identity, ()), stage)
    years: dict[str, list[tuple[date, str]]] = {}
    for identity in stages:
        day = board.register.records[identity].content.day
        if day:
            years.setdefault(school_year(min(day, board.today)), []).append((day, identity))
    for name in sorted(years, reverse=True):
        newest = sorted(years[name], reverse=True)
        kinds = {type(board.register.records[identity].content) for _, identity in newest}
        yield Year(
            name,
            tuple(_line(board, identity, stages[identity]) for _, identity in newest[:IN_A_YEAR]),
            max(0, len(newest) - IN_A_YEAR),
            tuple(sorted((f"{kind.folder}/", kind.label) for kind in kinds)),
        )
