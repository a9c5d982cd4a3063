"""决议登记簿: the resolutions of all meetings in one book – which still hold, which were replaced, how far they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from gongkai.derive.rates import session
from gongkai.derive.resolutions import Held, Standing
from gongkai.records.meeting import Meeting
from gongkai.register import Record
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Output, Page, root_of
from gongkai.render.tables import Cell, Column, Content, Kind, Row, Table, files_of, shelved, ungrouped
from gongkai.render.templates import day, render
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.listing import DEPARTMENT, STATE, YEAR
from gongkai.views.meetings.resolutions import decision, progress_chip

RESOLUTIONS = "resolutions/"

_SIGNS = {
    Standing.IN_FORCE: "passed",
    Standing.REPLACED: "merged",
    Standing.NOT_PASSED: "not-passed",
    Standing.NOTED: "noted",
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """One line of the register of resolutions."""

    on: date
    address: str
    title: str
    meeting_address: str
    meeting: str
    meeting_title: str
    power: str
    verdict: Chip
    standing: Chip
    replaced_by: tuple[str, str] | None
    department: str
    report_by: date | None
    progress: Chip | None
    keys: tuple[tuple[str, str], ...]


def pages(board: Board) -> Iterator[Output]:
    """The one page of the book, and the book as files."""
    lines = tuple(_resolved(board, held) for held in reversed(tuple(board.resolutions.values())))
    held = [line for line in lines if line.standing.word == Standing.IN_FORCE.value]
    replaced = [line for line in lines if line.replaced_by]
    filters = tuple(
        (key, key, tuple(dict.fromkeys(dict(line.keys)[key] for line in lines if dict(line.keys)[key])))
        for key in (YEAR, STATE, DEPARTMENT)
    )
    tables = shelved((_table(lines),), "resolutions")
    html = render(
        "resolutions.html.jinja",
        RESOLUTIONS,
        counted=counted(board),
        count=len(lines),
        table=tables[0] if tables else None,
        held=len(held),
        replaced=len(replaced),
        filters=filters,
    )
    yield Page(
        address=RESOLUTIONS,
        title="决议登记簿",
        body=html,
        description=f"历次会议的决议 {len(lines)} 项：哪些现行，哪些被替代，执行得怎样。",
        entry=Entry("", "说明", "决议登记簿 现行 被替代 执行情况"),
    )
    yield from files_of(RESOLUTIONS, tables)


def _table(found: tuple[Resolved, ...]) -> Table:
    columns = (
        Column("决议事项"),
        Column("日期", Kind.DATE),
        Column("会议", Kind.SHORT),
        Column("职权"),
        Column("结论"),
        Column("现行情况"),
        Column("责任部门"),
        Column("执行情况"),
    )
    rows = ungrouped(Row(tuple(_cells(line)), keys=line.keys) for line in found)
    return Table("resolutions", "决议登记簿", columns, rows, style="gk-register", under_heading=True, has_filters=True)


def _cells(line: Resolved) -> Iterator[Content]:
    root = root_of(RESOLUTIONS)
    meeting = Markup('<a href="{}" title="{}">{}</a>').format(
        root + line.meeting_address, line.meeting_title, line.meeting
    )
    yield from (Cell(line.title, href=root + line.address), line.on, Cell(line.meeting, meeting))
    yield from (line.power, line.verdict, _standing(line, root), line.department or "—")
    if line.progress or not line.report_by:
        yield line.progress or "—"
    else:
        words = f"{day(line.report_by)}前报告"
        yield Cell(words, Markup('<span class="gk-muted">{}</span>').format(words))


def _standing(line: Resolved, root: str) -> Cell:
    """Whether it still holds, of those that can hold, and what replaced it."""
    mark = line.standing if line.standing.kind in ("passed", "merged") else "—"
    word = mark if isinstance(mark, str) else mark.word
    if not line.replaced_by:
        return Cell(word, mark)
    address, title = line.replaced_by
    later = Markup('{}<br><span class="gk-muted">见<a href="{}">{}</a></span>').format(mark, root + address, title)
    return Cell(f"{word}，见{title}", later)


def _resolved(board: Board, held: Held) -> Resolved:
    content = held.act.content
    later = held.replaced_by
    title = board.titles.get(later) if later else None
    return Resolved(
        held.on,
        f"{held.act.identity}/",
        content.subject,
        f"{held.meeting.identity}/",
        _short(held.meeting),
        held.meeting.content.heading,
        content.power.value,
        decision(board, held.act).chip,
        chip(_SIGNS[held.standing], held.standing.value),
        (f"{later}/", title) if title else None,
        content.responsible or "",
        content.report_by,
        progress_chip(board, held.meeting, held.act),
        ((YEAR, str(held.on.year)), (STATE, held.standing.value), (DEPARTMENT, content.responsible or "")),
    )


def _short(meeting: Record[Meeting]) -> str:
    """五届三次, as everybody calls a congress; any other meeting by its kind and number."""
    found = session(meeting.number)
    return str(found) if found else meeting.content.type.value
