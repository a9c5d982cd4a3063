"""提案办理情况报告, 年度校务公开工作报告, 教代会呈报表: the same papers as on the site, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from gongkai.records.meeting import Meeting
from gongkai.register import Record
from gongkai.sheets.courses import sentences, titled, widths_of
from gongkai.sheets.document import Block, Grid, Heading, Paragraph, Role, Sheet, SignLines, Style
from gongkai.sheets.marks import marked
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.fingerprints import whole_fingerprint
from gongkai.views.reports.pages import PAPERS
from gongkai.views.reports.papers import Paper, Part

_WIDTHS = {
    "cases": (0.125, 0.265, 0.09, 0.14, 0.135, 0.13, 0.115),
    "decided": (0.46, 0.2, 0.14, 0.2),
    "items": (0.25, 0.2, 0.11, 0.09, 0.11, 0.09, 0.15),
}
"""The shares of the columns of tables whose words would not find room by their content alone, by ident."""


def sheets(board: Board, record: Record[Any], style: Style = Style.NOTICE) -> Iterator[Sheet]:
    """The papers about a congress: how its proposals were handled, and what is reported of it to the body above."""
    if isinstance(record.content, Meeting):
        own = (f"proposals-{record.number}", f"congress-{record.number}")
        for paper in papers(board):
            if paper.name in own:
                yield sheet(board, paper, style, (record.identity,))


def every(board: Board, style: Style = Style.NOTICE) -> Iterator[Sheet]:
    """All papers, among them those of school years, which are about no single record."""
    for paper in papers(board):
        meeting = f"meetings/{paper.name.partition('-')[2]}"
        about = (meeting,) if board.register.find(meeting) and not paper.name.startswith("annual-") else ()
        yield sheet(board, paper, style, about)


def papers(board: Board) -> Iterator[Paper]:
    """The papers of the site, as their pages are made from them."""
    for _, _, made in PAPERS:
        yield from made(board)


def sheet(board: Board, paper: Paper, style: Style, about: tuple[str, ...]) -> Sheet:
    """A paper as a sheet; it counts many records, so its fingerprint is that of all of them."""
    official = style is Style.OFFICIAL
    return Sheet(
        form=paper.kind,
        title=paper.title,
        blocks=tuple(_blocks(board, paper)),
        mark=marked(board, paper.name, paper.address, fingerprint=whole_fingerprint(board)),
        records=about,
        template="official" if official else "notice",
        style=style,
        more=titled(paper.title, widths_of(style), kicker=paper.kind),
    )


def _blocks(board: Board, paper: Paper) -> Iterator[Block]:
    yield Paragraph(paper.purpose, Role.LEAD)
    for part in paper.parts:
        yield from _part(part)
    yield SignLines(paper.signatures)
    yield Paragraph(f"本文书由{counted(board)}的记录自动生成，数字与网页一致。", Role.NOTE)


def _part(part: Part) -> Iterator[Block]:
    yield Heading(part.title)
    yield from sentences(part.sentences)
    if part.table and not part.table.is_empty:
        table = replace(part.table, under_heading=part.table.under_heading or part.table.caption in part.title)
        yield Grid(table, widths=_WIDTHS.get(table.ident, ()))
    elif part.table:
        yield Paragraph("没有。")
