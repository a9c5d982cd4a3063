"""迎检 (for the staff edition): one school year, one list – what there is to show, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.derive.inspection import Line, days_missing, lines
from gongkai.derive.silence import SchoolYear
from gongkai.render.pages import Asset, Output, Page
from gongkai.render.spreadsheets import csv_of
from gongkai.render.templates import day, render
from gongkai.views.board import Board
from gongkai.views.reports.papers import on

ADDRESS = "inspection/"
TITLE = "迎检材料"
COLUMNS = ("目录项", "责任部门", "时段", "记录", "原件档号", "张贴", "签字", "材料备案号", "缺什么", "应在")


def pages(board: Board) -> Iterator[Output]:
    """The list of school years, and for each its materials with their export; the public sees none of it."""
    if board.selected.is_public:
        return
    made = tuple((year, lines(board.register, year)) for year in board.school_years)
    html = render(
        "inspections.html.jinja",
        ADDRESS,
        years=tuple((year.name, _count(found), sum(line.is_gap for line in found)) for year, found in made),
    )
    yield Page(ADDRESS, TITLE, html, "按学年列出公开目录的材料和缺口。")
    for year, found in made:
        yield _page(board, year, found)
        yield Asset(f"{ADDRESS}{year.name}.csv", _export(board, found))


def _page(board: Board, year: SchoolYear, found: tuple[Line, ...]) -> Page:
    address = f"{ADDRESS}{year.name}/"
    rows = tuple((line, board.titles[line.record.identity] if line.record else "") for line in found)
    html = render(
        "inspection.html.jinja",
        address,
        year=year.name,
        gaps=tuple((line, days_missing(line, board.today)) for line in found if line.is_gap),
        rows=rows,
        records=_count(found),
        without={name: _count(found, name) for name in ("原件档号", "签字")},
        export=f"{ADDRESS}{year.name}.csv",
        today=board.today,
    )
    return Page(address, f"{year.name}学年迎检材料", html, f"{year.name}学年公开目录的材料和缺口。")


def _count(found: tuple[Line, ...], lacking: str = "") -> int:
    """How many records there are, or lack something; one that tells of two periods has two lines, and counts once."""
    own = (line for line in found if not lacking or lacking in line.lacks())
    return len({line.record.identity for line in own if line.record})


def _export(board: Board, found: tuple[Line, ...]) -> bytes:
    return csv_of((COLUMNS, *(_cells(board, line) for line in found)))


def _cells(board: Board, line: Line) -> tuple[str, ...]:
    record = line.record
    postings = "；".join(f"{each.board} {on(each.first)}至{on(each.last)}" for each in line.postings)
    signatures = "；".join(f"{each.role}：{each.post}（{each.known}）" for each in line.signatures)
    return (
        line.matter,
        line.department,
        str(line.slot.period) if line.slot else "",
        f"{board.titles[record.identity]}（{record.identity}）" if record else "",
        line.original,
        postings,
        signatures,
        (record.content.filing_number or "") if record else "",
        "、".join(line.lacks()),
        day(line.slot.due.due) if line.is_gap and line.slot and line.slot.due else "",
    )
