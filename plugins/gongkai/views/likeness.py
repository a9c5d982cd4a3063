"""相似的答复, in the staff edition only: what the reviewer may want to lay side by side."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.derive.likeness import FEWEST, PER_CENT, alike
from gongkai.render.pages import Page
from gongkai.render.templates import render
from gongkai.views.board import Board

ADDRESS = "statistics/replies/"


def pages(board: Board) -> Iterator[Page]:
    """The list of replies that nearly repeat another, for staff."""
    if board.selected.is_public:
        return
    found = alike(board.register)
    html = render("likeness.html.jinja", ADDRESS, found=found, per_cent=PER_CENT, fewest=FEWEST)
    yield Page(address=ADDRESS, title="相似的答复", body=html, description="文字几乎相同的提案答复，供审核时对照。")
