"""备案登记簿: the papers filed at the school year by year, the meetings reported above, the site's own numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.records.meeting import Meeting
from gongkai.register import Record
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.matters import matters
from gongkai.views.meetings import filing_words

FILINGS = "filings/"


@dataclass(frozen=True, slots=True)
class Filed:
    """One line of the register of papers: what was filed when, under which number, by whom."""

    on: date | None
    number: str
    address: str
    title: str
    department: str
    audience: str
    handler: str
    checker: str


@dataclass(frozen=True, slots=True)
class Reported:
    """What was reported of one meeting to the body above, before it and after it (会议备案)."""

    on: date
    address: str
    title: str
    before: str
    after: str


def pages(board: Board) -> Iterator[Page]:
    """The register of papers, one page for each year; the newest stands at the head and tells the rest."""
    years: dict[int, list[Filed]] = {}
    for record in board.register.records.values():
        if record.content.filing_number:
            on = record.content.filed_on or record.content.day
            years.setdefault(on.year if on else 0, []).append(_filed(board, record))
    newest = max(years, default=board.today.year)
    counts = tuple((year, len(years[year])) for year in sorted(years, reverse=True))
    reported = tuple(_reported(board))
    for year in sorted({*years, newest}, reverse=True):
        lines = tuple(sorted(years.get(year, ()), key=lambda line: (line.on or date.min, line.number, line.address)))
        yield _page(board, year, lines, counts, reported if year == newest else None)


def _page(
    board: Board,
    year: int,
    lines: tuple[Filed, ...],
    counts: tuple[tuple[int, int], ...],
    reported: tuple[Reported, ...] | None,
) -> Page:
    """One year of the register; the newest year's page also tells the other two sorts of 备案."""
    address = FILINGS if reported is not None else f"{FILINGS}{year}/"
    school = board.register.school
    site = (("ICP备案号", school.icp), ("公安备案号", school.police))
    html = render(
        "filings.html.jinja",
        address,
        counted=counted(board),
        public=board.selected.is_public,
        year=year,
        lines=lines,
        counts=counts,
        newest=counts[0][0] if counts else year,
        is_overview=reported is not None,
        reported=reported or (),
        site=tuple((name, number) for name, number in site if number),
    )
    sections = [Heading("papers", f"{year}年材料备案")]
    if reported is not None:
        sections += [Heading("meetings", "会议备案"), Heading("site", "网站备案")]
    return Page(
        address=address,
        title="备案登记簿" if reported is not None else f"{year}年备案登记簿",
        html=html,
        description=f"{year}年公开前登记备案的材料 {len(lines)} 件：日期、编号、标题、部门、公开范围、经手、审核。",
        sections=tuple(sections),
        entry=Entry("", "说明", "材料备案 会议备案 网站备案 备案号") if reported is not None else None,
    )


def _filed(board: Board, record: Record[Any]) -> Filed:
    content = record.content
    item, _ = matters(board.register.catalogue).get(content.catalogue_item or "", (None, ""))
    return Filed(
        content.filed_on,
        content.filing_number,
        f"{record.identity}/",
        content.heading,
        (item.department if item else None) or "",
        content.audience.value,
        content.handler or getattr(content, "prepared_by", None) or "",
        (content.supervision.by if content.supervision else None) or getattr(content, "checked_by", None) or "",
    )


def _reported(board: Board) -> Iterator[Reported]:
    meetings = [record for record in board.register.of(Meeting) if record.content.reported or record.content.filed]
    for record in sorted(meetings, key=lambda record: (record.content.held_on, record.identity), reverse=True):
        content = record.content
        before, after = (filing_words(each) if each else "" for each in (content.reported, content.filed))
        yield Reported(content.held_on, f"{record.identity}/", content.heading, before, after)
