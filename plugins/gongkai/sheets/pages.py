"""全文: the page of a record on paper, for every kind that has no form of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gongkai.once import once
from gongkai.register import Record
from gongkai.render.pages import Page
from gongkai.sheets.courses import titled, widths_of
from gongkai.sheets.document import Block, Facts, Sheet, Style
from gongkai.sheets.marks import mark_of
from gongkai.sheets.prose import blocks_of
from gongkai.views import VIEWS
from gongkai.views.board import Board

FORM = "全文"


def sheets(board: Board, record: Record[Any], style: Style = Style.NOTICE) -> Iterator[Sheet]:
    """The sheet that says what the page of a record says, block by block."""
    page = _pages(board).get(record.identity)
    if page is None:
        return
    title = record.content.heading
    yield Sheet(
        form=FORM,
        title=title,
        blocks=tuple(_on_paper(blocks_of(page.html))),
        mark=mark_of(board, record),
        records=(record.identity,),
        template="official" if style is Style.OFFICIAL else "notice",
        style=style,
        more=titled(title, widths_of(style), kicker=record.content.label),
    )


def _on_paper(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks without what leads on only from a screen, or stands at the foot of the sheet anyway."""
    for block in blocks:
        if isinstance(block, Facts):
            yield Facts(tuple((term, said) for term, said in block.rows if term not in ("数据与订阅", "指纹")))
        else:
            yield block


@once
def _pages(board: Board) -> Mapping[str, Page]:
    """The page of every record; dear, and asked for only where no other form fits."""
    outputs = (output for view in VIEWS for output in view(board))
    return {each.source: each for each in outputs if isinstance(each, Page) and each.is_record and each.source}
