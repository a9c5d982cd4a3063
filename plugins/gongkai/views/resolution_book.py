"""决议登记簿: the resolutions of all meetings in one book – which still hold, which were replaced, how far they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.derive.rates import session
from gongkai.derive.resolutions import Held, Standing
from gongkai.records.meeting import Meeting
from gongkai.register import Record
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Page
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.listing import DEPARTMENT, STATE, YEAR
from gongkai.views.resolutions import decision, progress_chip

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


def pages(board: Board) -> Iterator[Page]:
    """The one page of the book."""
    yield _page(board)


def _page(board: Board) -> Page:
    lines = tuple(_resolved(board, held) for held in reversed(tuple(board.resolutions.values())))
    held = [line for line in lines if line.standing.word == Standing.IN_FORCE.value]
    replaced = [line for line in lines if line.replaced_by]
    filters = tuple(
        (key, key, tuple(dict.fromkeys(dict(line.keys)[key] for line in lines if dict(line.keys)[key])))
        for key in (YEAR, STATE, DEPARTMENT)
    )
    html = render(
        "resolutions.html.jinja",
        RESOLUTIONS,
        counted=counted(board),
        lines=lines,
        held=len(held),
        replaced=len(replaced),
        filters=filters,
    )
    return Page(
        address=RESOLUTIONS,
        title="决议登记簿",
        html=html,
        description=f"历次会议的决议 {len(lines)} 项：哪些现行，哪些被替代，执行得怎样。",
        entry=Entry("", "说明", "决议登记簿 现行 被替代 执行情况"),
    )


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
        decision(board, held.meeting, held.act).chip,
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
