"""备案登记簿: the papers filed at the school year by year, the meetings reported above, the site's own numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.derive.withdrawn import withdrawn
from gongkai.records.meeting import Meeting
from gongkai.register import Record
from gongkai.render.pages import Entry, Heading, Output, Page, root_of
from gongkai.render.tables import Cell, Column, Kind, Table, files_of, shelved, ungrouped
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.matters import matters
from gongkai.views.meetings.pages import filing_words

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


def pages(board: Board) -> Iterator[Output]:
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
        yield from _page(board, year, lines, counts, reported if year == newest else None)


def _page(
    board: Board,
    year: int,
    lines: tuple[Filed, ...],
    counts: tuple[tuple[int, int], ...],
    reported: tuple[Reported, ...] | None,
) -> Iterator[Output]:
    """One year of the register with its files; the newest year's page also tells the other two sorts of 备案."""
    address = FILINGS if reported is not None else f"{FILINGS}{year}/"
    school = board.register.school
    site = (("ICP备案号", school.icp), ("公安备案号", school.police))
    tables = shelved((_register(board, address, year, lines), _meetings(reported or ())), f"filings-{year}")
    shown = {each.ident: each for each in tables}
    html = render(
        "filings.html.jinja",
        address,
        counted=counted(board),
        public=board.selected.is_public,
        year=year,
        papers=shown.get("papers"),
        counts=counts,
        newest=counts[0][0] if counts else year,
        is_overview=reported is not None,
        reported=shown.get("meetings"),
        withdrawn=len(withdrawn(board.register)),
        site=tuple((name, number) for name, number in site if number),
    )
    sections = [Heading("papers", f"{year}年材料备案")]
    if reported is not None:
        sections += [Heading("meetings", "会议备案"), Heading("site", "网站备案")]
    yield Page(
        address=address,
        title="备案登记簿" if reported is not None else f"{year}年备案登记簿",
        body=html,
        description=f"{year}年公开前登记备案的材料 {len(lines)} 件：日期、编号、标题、部门、公开范围、经手、审核。",
        sections=tuple(sections),
        entry=Entry("", "说明", "材料备案 会议备案 网站备案 备案号") if reported is not None else None,
    )
    yield from files_of(address, tables)


def _register(board: Board, address: str, year: int, found: tuple[Filed, ...]) -> Table:
    """The papers of one year, in the order of their filing."""
    columns = (
        Column("序号", Kind.NUMBER),
        Column("备案日期", Kind.DATE),
        Column("材料备案号", Kind.SHORT),
        Column("标题"),
        Column("部门"),
        Column("公开范围"),
        Column("经手"),
        Column("审核"),
    )
    root = root_of(address)
    rows = (
        (
            place,
            line.on or "待补",
            line.number,
            Cell(line.title, href=f"{root}{line.address}"),
            line.department or "—",
            line.audience,
            line.handler or "—",
            line.checker or "—",
        )
        for place, line in enumerate(found, 1)
    )
    unit = f"{counted(board)}的 {len(found)} 件"
    caption = f"{year}年公开材料备案登记簿"
    return Table("papers", caption, columns, ungrouped(rows), counted=unit, heads=3, style="gk-register")


def _meetings(found: tuple[Reported, ...]) -> Table:
    columns = (Column("会议"), Column("日期", Kind.DATE), Column("会前报告"), Column("会后备案"))
    root = root_of(FILINGS)
    rows = (
        (Cell(each.title, href=f"{root}{each.address}"), each.on, each.before or "—", each.after or "—")
        for each in found
    )
    return Table("meetings", "会议的会前报告与会后备案", columns, ungrouped(rows))


def _filed(board: Board, record: Record[Any]) -> Filed:
    content = record.content
    item, _ = matters(board.register).get(content.catalogue_item or "", (None, ""))
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
