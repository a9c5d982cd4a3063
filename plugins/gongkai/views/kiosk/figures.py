"""The four figures of the home page on the wall, and what was disclosed last."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.home import figures
from gongkai.views.kiosk.drafting import Draft
from gongkai.views.kiosk.splitting import Block, Form
from gongkai.views.latest import latest

NEWS = 5
HOME = "index.html"
"""The home page by its file, for a slide without an address has no code."""
_HEIGHTS = (12.4, 12.4)


def drafts(board: Board) -> Iterator[Draft]:
    """One slide with the four figures."""
    found = tuple(figures(board))
    shown = render("kiosk_figures.html.jinja", "", figures=found)
    how = (Markup("<h3>{}：{} {}</h3><p>{}</p>").format(each.label, each.value, each.unit, each.how) for each in found)
    yield Draft(
        ident="figures",
        group="figures",
        title="条条有答复，件件有回音",
        kicker="一眼看全校",
        blocks=(Block(Form.DRAWN, drawn=shown, heights=_HEIGHTS),),
        address=HOME,
        hint="扫码看怎么算",
        more=Markup().join(how),
    )


def news(board: Board) -> Iterator[Draft]:
    """One slide with what was disclosed last."""
    found = latest(board, NEWS)
    if found:
        yield Draft(
            ident="news",
            group="news",
            title="最近公开",
            kicker="新公开的",
            blocks=tuple(
                Block(Form.ROW, each.title, chip=each.chip, note=each.words, side=f"{each.on:%m-%d}") for each in found
            ),
            address="catalogue/",
            hint="扫码看公开目录",
        )
