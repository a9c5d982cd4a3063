"""Every page of the staff edition that names a person: as what, on what ground, until when."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.derive.named import named
from gongkai.render.pages import Page
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.record_pages import AUDIENCES

ADDRESS = "names/"
TITLE = "姓名一览"


def pages(board: Board) -> Iterator[Page]:
    """The overview, for staff alone. It counts and links: one more copy of the names would be one more to take down."""
    if board.selected.is_public:
        return
    found = sorted(named(board.register), key=lambda each: (each.until is None, each.until, each.record.identity))
    html = render(
        "names.html.jinja",
        ADDRESS,
        rows=tuple((each, AUDIENCES[each.audience], board.titles[each.record.identity]) for each in found),
        people=sum(len(each.names) for each in found),
        pages=len({each.record.identity for each in found}),
        today=board.today,
    )
    yield Page(ADDRESS, TITLE, html, "哪些页面上有人的姓名，依据是什么，哪天到期。")
