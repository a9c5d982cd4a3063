"""The catalogue (公开目录): what must be disclosed, how often, by whom – and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.derive.coverage import ItemCoverage
from gongkai.derive.events import disclosed_on
from gongkai.derive.rates import Rate
from gongkai.records.catalogue import Frequency, Item
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.counts import counted, rate_words
from gongkai.views.home import LEGEND
from gongkai.views.matters import matter_address
from gongkai.views.states import slot_chip

YEARS = 3
CELLS = 12
"""How many rows of months, and how many periods in a row, are shown here; the rest is on the silence board."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One period of a matter, leading to the first record about it."""

    chip: Chip
    address: str


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter as it is shown: its periods in rows (months by calendar year), and the newest record."""

    ident: str
    address: str
    item: Item
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    latest: tuple[date, str, str] | None
    count: int


def pages(board: Board) -> Iterator[Page]:
    """The catalogue page."""
    coverage = board.coverage
    classes = board.register.catalogue.classes
    groups: dict[int, list[Matter]] = {}
    for item in coverage:
        groups.setdefault(item.position[0], []).append(_matter(board, item))
    rate = Rate(sum(item.made for item in coverage), sum(item.owed for item in coverage))
    missing = sum(len(item.missing) for item in coverage)
    late = sum(slot.days_late > 0 for item in coverage for slot in item.slots)
    html = render(
        "catalogue.html.jinja",
        "catalogue/",
        counted=counted(board),
        items=len(coverage),
        groups=tuple((classes[row].name, f"class-{row + 1}", tuple(own)) for row, own in sorted(groups.items())),
        missing=missing,
        rate=rate,
        rate_words=rate_words(board, rate),
        late=late,
        legend=tuple(chip(kind) for kind in LEGEND),
    )
    words = " ".join(f"{each.item.name} {' '.join(each.item.elements)}" for each in coverage)
    yield Page(
        address="catalogue/",
        title="公开目录与公开进度",
        body=html,
        description=f"学校应当公开的 {len(coverage)} 项内容，各由谁负责、多久公开一次，哪些待补。",
        sections=tuple(Heading(f"class-{row + 1}", classes[row].name) for row in sorted(groups)),
        entry=Entry("", "公开目录", words),
    )


def ident_of(item: ItemCoverage) -> str:
    """Where a matter stands on the catalogue page."""
    return f"item-{item.position[0] + 1}-{item.position[1] + 1}"


def _matter(board: Board, item: ItemCoverage) -> Matter:
    by_year = item.item.frequency is Frequency.MONTHLY
    rows: dict[str, list[Cell]] = {}
    for slot in item.slots:
        address = f"{slot.records[0]}/" if slot.records else ""
        name = str(slot.period.last.year) if by_year else "各期"
        rows.setdefault(name, []).append(Cell(slot_chip(slot), address))
    return Matter(
        ident_of(item),
        matter_address(item.name),
        item.item,
        tuple((name, tuple(cells[-CELLS:])) for name, cells in sorted(rows.items(), reverse=True)[:YEARS]),
        _latest(board, item),
        len(item.records),
    )


def _latest(board: Board, item: ItemCoverage) -> tuple[date, str, str] | None:
    dated = []
    for identity in item.records:
        record = board.register.records[identity]
        if on := disclosed_on(record, board.today):
            dated.append((on, identity, record.content.heading))
    return max(dated, default=None)
