"""民主评议 on the staff's wall: that it took place, and how many took part; who got which vote is never a record."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.records.appraisal import Appraisal
from gongkai.register import Record
from gongkai.render.icons import chip
from gongkai.views.appraisals import WHY_NO_TALLY, papers
from gongkai.views.board import Board
from gongkai.views.kiosk import prose
from gongkai.views.kiosk.drafting import Draft, ident_of
from gongkai.views.kiosk.splitting import Block, Form

RECENT = 400
"""An appraisal is held every year; the last one hangs until the next."""


def drafts(board: Board) -> Iterator[Draft]:
    """The newest appraisal of office-holders of each kind."""
    newest: dict[str, Record[Appraisal]] = {}
    for record in board.register.of(Appraisal):
        content = record.content
        if content.kind_of.of_office_holders and 0 <= (board.today - content.held_on).days <= RECENT:
            last = newest.get(content.kind_of.value)
            if last is None or last.content.held_on <= content.held_on:
                newest[content.kind_of.value] = record
    for _, record in sorted(newest.items()):
        yield _draft(record)


def _draft(record: Record[Appraisal]) -> Draft:
    content = record.content
    blocks = [Block(Form.SUM, f"{papers(content)}。")]
    if content.posts is not None:
        blocks.append(Block(Form.TEXT, f"评议岗位 {content.posts} 个。"))
    if content.follow_up:
        blocks += (Block(Form.HEAD, "结果运用"), *prose.blocks(content.follow_up))
    blocks += (Block(Form.REST, words) for words in WHY_NO_TALLY)
    return Draft(
        ident=ident_of(record.identity),
        group="appraisal",
        title=content.heading,
        kicker="民主评议参加情况",
        blocks=tuple(blocks),
        address=f"{record.identity}/",
        identity=record.identity,
        number=record.number,
        chip=chip("meeting", content.kind_of.value),
        who=f"{content.organiser}组织" if content.organiser else "",
        on=content.held_on,
        more=prose.readable(content.follow_up or ""),
    )
