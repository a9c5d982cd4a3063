"""The list of the papers that are made from records, and the papers themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.render.pages import Output, Page
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.reports import annual as annual_reports
from gongkai.views.reports import congress as congress_forms
from gongkai.views.reports import handling as handling_reports
from gongkai.views.reports.papers import REPORTS, Paper, page_of

PAPERS: tuple[tuple[str, str, Callable[[Board], Iterator[Paper]]], ...] = (
    (handling_reports.KIND, "每一次教代会的提案办得怎样，提请下一次教代会审议。", handling_reports.papers),
    (annual_reports.KIND, "每一学年公开了什么、答复了什么、还缺什么，提请教代会听取。", annual_reports.papers),
    (congress_forms.KIND, "会前报告、会后备案时打印上报。", congress_forms.papers),
)
"""Every kind of paper: its name, what it is for, and how it is made."""


def pages(board: Board) -> Iterator[Output]:
    """All papers, and their list."""
    made = tuple((kind, purpose, tuple(papers(board))) for kind, purpose, papers in PAPERS)
    lead = "这些文书由记录自动生成，打开就能打印；数字与网页上的一样，改记录才能改它。"
    html = render("reports.html.jinja", REPORTS, made=made, lead=lead)
    yield Page(REPORTS, "生成的文书", html, lead)
    for _, _, papers in made:
        for paper in papers:
            yield from page_of(board, paper)
