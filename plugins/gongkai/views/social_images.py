"""The pictures that shared links are shown with: one of the site with its answer rate, one of each kind."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.frame import PICTURES
from gongkai.frame.linked_data import CHAPTERS
from gongkai.records import KINDS
from gongkai.render.pages import Asset
from gongkai.render.social_image import social_image
from gongkai.views.board import Board
from gongkai.views.counts import counted, rate_words
from gongkai.views.headlines import this_congress


def files_of(board: Board) -> Iterator[Asset]:
    """None where the site has no address yet: chats and other sites read pictures at whole addresses only."""
    if not board.site_url:
        return
    name = board.register.school.name
    rate = this_congress(board)[1].rate
    figure = f"提案答复率 {rate_words(board, rate)}" if rate.whole else "提案、意见、财务、公示"
    note = f"已答复 {rate.part} 件，应答复 {rate.whole} 件" if rate.whole else "条条有答复，件件有回音"
    yield Asset(f"{PICTURES}/site.png", social_image(name, "校务公开", figure, note))
    for kind in KINDS:
        count = len(board.register.of(kind))
        if count:
            title = CHAPTERS.get(kind.folder, kind.label)
            picture = social_image(f"{name}校务公开", title, f"{count:,} 份记录", f"{counted(board)}的{title}")
            yield Asset(f"{PICTURES}/{kind.folder}.png", picture)
