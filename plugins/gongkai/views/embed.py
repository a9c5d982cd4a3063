"""The fragment for the school's main site: two figures in a page of their own, without theme or script."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files as package_files

from gongkai.render.harmless import harmless
from gongkai.render.pages import Asset
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.counts import rate_words
from gongkai.views.headlines import answered, kept, this_congress

ADDRESS = "embed/"
WIDTH, HEIGHT = 360, 200
"""The size at which the whole fragment is seen without scrolling."""


def files(board: Board) -> Iterator[Asset]:
    """The fragment and its stylesheet."""
    rate = this_congress(board)[1].rate
    html = render(
        "embed.html.jinja",
        ADDRESS,
        name=board.register.school.name,
        staff=not board.selected.is_public,
        today=board.today,
        figures=(answered(board), kept(board)),
        rate=rate_words(board, rate) if rate.whole else "",
    )
    yield Asset(f"{ADDRESS}index.html", f"{harmless(html)}\n".encode())
    yield Asset(f"{ADDRESS}embed.css", (package_files("gongkai") / "assets" / "embed.css").read_bytes())
