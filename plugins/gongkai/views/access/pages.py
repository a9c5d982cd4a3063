"""无障碍说明: what was checked so that everybody can use the site, what is still wanting, and where to complain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gongkai.render.icons import chip
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import render
from gongkai.views.access.criteria import CHECKED_IN, CRITERIA, PRINCIPLES, Verdict
from gongkai.views.board import Board

_SIGNS = {Verdict.MET: "passed", Verdict.PARTLY: "under-way", Verdict.NOT_APPLICABLE: "exempt"}


def pages(board: Board) -> Iterator[Page]:
    """The one page."""
    counted = Counter(criterion.verdict for criterion in CRITERIA)
    html = render(
        "access.html.jinja",
        "access/",
        total=len(CRITERIA),
        counted=tuple((verdict.value, counted[verdict]) for verdict in Verdict),
        wanting=tuple(criterion for criterion in CRITERIA if criterion.verdict is Verdict.PARTLY),
        principles=PRINCIPLES,
        signs={verdict: chip(sign, verdict.value) for verdict, sign in _SIGNS.items()},
        release=CHECKED_IN,
        channels=tuple(each for each in board.register.school.channels if each.phone or each.email),
    )
    yield Page(
        address="access/",
        title="无障碍说明",
        body=html,
        description=f"本站按 WCAG 2.2 的 A 和 AA 级 {len(CRITERIA)} 条逐条检查的结果，还有哪些不足，遇到障碍找谁。",
        sections=(
            Heading("complain", "遇到障碍，告诉我们"),
            Heading("wanting", "还做得不够的"),
            Heading("means", "怎样用得更顺手"),
            *(Heading(each.ident, each.name) for each in PRINCIPLES),
            Heading("checked", "怎样检查的"),
        ),
        entry=Entry("", "说明", "无障碍说明 读屏 键盘 放大 对比度 WCAG"),
    )
