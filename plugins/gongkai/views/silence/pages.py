"""公开进度 (the silence board): every matter against every period, one school year on one page.

A matter without a rhythm shows how much was disclosed in which month and owes nothing. Departments
stand in the school's own order and are never ranked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.derive.coverage import ItemCoverage, Slot, State
from gongkai.derive.silence import MONTHS, Row, SchoolYear, Tally, by_department, tally
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Heading, Output, Page
from gongkai.render.tables import files_of, shelved
from gongkai.render.templates import day, render
from gongkai.views.board import Board
from gongkai.views.catalogue import ident_of
from gongkai.views.counts import counted
from gongkai.views.matters import matter_address
from gongkai.views.silence import charts as silence_charts
from gongkai.views.silence import tables as silence_tables
from gongkai.views.silence.tables import Told, Waiting
from gongkai.views.states import slot_kind

ADDRESS = "silence/"
LEGEND = ("published", "published-late", "missing", "not-due", "exempt", "occasion")
NOBODY = "没有写明责任部门"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the map: how many months wide, its sign, what it says in full, where it leads.

    Without a chip nothing is owed there: the period has not begun, or lies in the holidays.
    """

    width: int
    chip: Chip | None = None
    told: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One matter across the map."""

    name: str
    address: str
    frequency: str
    department: str
    cells: tuple[Cell, ...]


def pages(board: Board) -> Iterator[Output]:
    """The overview, and one page for each school year."""
    years = board.school_years
    yield from _overview(board, years)
    for n, year in enumerate(years):
        yield from _page(board, years, n, year)


def address_of(year: SchoolYear) -> str:
    """Where the page of a school year stands."""
    return f"{ADDRESS}{year.name}/"


def waiting(board: Board) -> tuple[Waiting, ...]:
    """Every awaited period, the one that fell due first at the head, in the order of the catalogue."""
    found = [(slot, item, year) for year in board.school_years for item, slot in _missing(year)]
    found.sort(key=lambda each: (-each[0].days_waiting(board.today), each[1].position, each[0].period))
    return tuple(
        Waiting(
            item.item.name,
            f"{address_of(year)}#{_ident(item, slot)}",
            str(slot.period),
            slot.due.due if slot.due else None,
            item.item.department or "",
            slot.days_waiting(board.today),
        )
        for slot, item, year in found
    )


def _missing(year: SchoolYear) -> Iterator[tuple[ItemCoverage, Slot]]:
    for row in year.rows:
        for cell in row.cells:
            if cell.slot.state is State.MISSING:
                yield row.matter, cell.slot


def _overview(board: Board, years: tuple[SchoolYear, ...]) -> Iterator[Output]:
    newest = years[0]
    tables = shelved(
        (
            silence_tables.waiting(waiting(board)),
            silence_tables.departments(_departments(board, newest)),
            silence_tables.years((year.name, address_of(year), year.tally) for year in years),
        ),
        "silence",
    )
    html = render(
        "silence.html.jinja",
        ADDRESS,
        counted=counted(board),
        today=board.today,
        items=len(newest.rows),
        year=newest,
        tables={each.ident: each for each in tables},
        maps=tuple((year, _lines(board, year)) for year in years[:2]),
        glance=silence_charts.at_a_glance(board, newest, "glance", current=True),
        years_chart=silence_charts.by_year(board, years),
        months=MONTHS,
        legend=_legend(),
    )
    words = " ".join(row.matter.item.name for row in newest.rows)
    yield Page(
        address=ADDRESS,
        title="公开进度",
        body=html,
        description=f"公开目录 {len(newest.rows)} 项，每一期是按时公开、迟公开、待补还是未到期。",
        sections=(
            Heading("waiting", "还在等的各期"),
            Heading(f"year-{newest.name}", f"{newest.name}学年"),
            Heading("departments", "按责任部门"),
            Heading("years", "各学年"),
            *(Heading(f"year-{year.name}", f"{year.name}学年") for year in years[1:2]),
        ),
        entry=Entry("", "公开目录", f"静默榜 待补 {words}"),
    )
    yield from files_of(ADDRESS, tables)


def _page(board: Board, years: tuple[SchoolYear, ...], n: int, year: SchoolYear) -> Iterator[Output]:
    groups = tuple(
        (f"department-{place}", name or NOBODY, tally(rows), tuple(_told(board, rows)))
        for place, (name, rows) in enumerate(by_department(board.register, year.rows), 1)
    )
    periods = (silence_tables.periods(ident, name, told) for ident, name, _, told in groups)
    tables = shelved(periods, f"silence-{year.name}")
    html = render(
        "silence_year.html.jinja",
        address_of(year),
        counted=counted(board),
        year=year,
        lines=_lines(board, year),
        glance=silence_charts.at_a_glance(board, year, "glance", current=n == 0),
        years=years,
        n=n,
        groups=tuple((ident, name, counts) for ident, name, counts, told in groups if told),
        tables={each.ident: each for each in tables},
        months=MONTHS,
        legend=_legend(),
    )
    yield Page(
        address=address_of(year),
        title=f"{year.name}学年公开进度",
        body=html,
        description=f"{year.name}学年公开目录各项各期的公开情况。",
        sections=(Heading("map", "全年一览"), *(Heading(ident, name) for ident, name, _, told in groups if told)),
    )
    yield from files_of(address_of(year), tables)


def _departments(board: Board, year: SchoolYear) -> Iterator[tuple[str, str, int, Tally]]:
    groups = by_department(board.register, year.rows)
    for place, (name, rows) in enumerate(groups, 1):
        rhythmic = any(row.cells for row in rows)
        address = f"{address_of(year)}#department-{place}" if rhythmic else ""
        yield name or NOBODY, address, len(rows), tally(rows)


def _legend() -> tuple[Chip, ...]:
    return tuple(chip(kind) for kind in LEGEND)


def _lines(board: Board, year: SchoolYear) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The rows of the map under the classes of the catalogue."""
    classes = board.register.catalogue.classes
    groups: dict[int, list[Line]] = {}
    for row in year.rows:
        item = row.matter.item
        line = Line(
            item.name,
            matter_address(row.matter.name),
            item.frequency.value,
            item.department or "",
            tuple(_filled(list(_cells(board, year, row)))),
        )
        groups.setdefault(row.matter.position[0], []).append(line)
    return tuple((classes[place].name, tuple(lines)) for place, lines in sorted(groups.items()))


def _cells(board: Board, year: SchoolYear, row: Row) -> Iterator[tuple[int, Cell]]:
    """The cells of a row that say something, each with its column."""
    for cell in row.cells:
        slot = cell.slot
        shown = _chip(slot)
        told = f"{slot.period}：{shown.word}"
        if slot.state is State.MISSING:
            told += f"，应在 {_due(slot)}前公开，已过 {slot.days_waiting(board.today)} 天"
        own = slot.records[0] if len(slot.records) == 1 else ""
        address = f"{own}/" if own else f"{address_of(year)}#{_ident(row.matter, slot)}"
        yield cell.column, Cell(cell.width, shown, told, address)
    for occasion in row.occasions:
        count = len(occasion.records)
        address = f"{occasion.records[0]}/" if count == 1 else f"{matter_address(row.matter.name)}#year-{year.name}"
        told = f"{MONTHS[occasion.column]}月：{count} 件"
        yield occasion.column, Cell(1, chip("occasion", f"{count} 件"), told, address)


def _filled(cells: list[tuple[int, Cell]]) -> Iterator[Cell]:
    """The cells with the empty stretches between them, twelve months in all."""
    free = 0
    for column, cell in cells:
        if column > free:
            yield Cell(column - free)
        yield cell
        free = max(free, column) + cell.width
    if free < len(MONTHS):
        yield Cell(len(MONTHS) - free)


def _chip(slot: Slot) -> Chip:
    if slot.state is State.LATE:
        return chip("published-late", f"迟 {slot.days_late} 天")
    return chip(slot_kind(slot))


def _told(board: Board, rows: tuple[Row, ...]) -> Iterator[Told]:
    for row in rows:
        for cell in row.cells:
            slot = cell.slot
            shown = _chip(slot)
            if slot.state is State.MISSING:
                shown = chip("missing", f"待补，已过 {slot.days_waiting(board.today)} 天")
            yield Told(
                _ident(row.matter, slot),
                row.matter.item.name,
                matter_address(row.matter.name),
                str(slot.period),
                slot.due.due if slot.due and slot.state is not State.EXEMPT else None,
                shown,
                tuple((f"{identity}/", board.register.records[identity].content.heading) for identity in slot.records),
            )


def _ident(item: ItemCoverage, slot: Slot) -> str:
    return f"{ident_of(item)}-{slot.period.first:%Y-%m}"


def _due(slot: Slot) -> str:
    return day(slot.due.due) if slot.due else ""
