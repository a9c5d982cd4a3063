"""四个第一 and 怎样说话 on the wall: who answers for disclosure, where to speak up; these slides are always there."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.views.accountability import posts
from gongkai.views.board import Board
from gongkai.views.home import channel_words
from gongkai.views.kiosk.drafting import Draft
from gongkai.views.kiosk.splitting import Block, Form


def accountability(board: Board) -> Iterator[Draft]:
    """The four 第一, in the order party, administration, union, staff."""
    school = board.register.school
    rows = tuple(Block(Form.ROW, f"{title}：{post}", sign, note=duty) for sign, title, post, duty in posts(school))
    yield Draft(
        ident="accountability",
        group="accountability",
        title="四个第一",
        kicker="谁负责、谁执行、谁监督、谁评价",
        blocks=rows or (Block(Form.TEXT, "学校还没有登记四个第一。"),),
        address="accountability/",
        hint="扫码看怎样评价",
    )


def channels(board: Board) -> Iterator[Draft]:
    """Every channel by which to speak up."""
    found = board.register.school.channels
    rows = tuple(Block(Form.ROW, each.name, note=channel_words(each)) for each in found)
    yield Draft(
        ident="channels",
        group="channels",
        title="有话请说",
        kicker="意见、提案、监督，都有地方说",
        blocks=rows or (Block(Form.TEXT, "学校还没有登记渠道。"),),
        address="intake/",
        hint="扫码写意见或提案",
    )
