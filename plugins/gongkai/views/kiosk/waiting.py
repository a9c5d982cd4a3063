"""等得最久 on the wall: what is still awaited, the longest first, in the words of the clocks."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.derive.cases import Case
from gongkai.render.templates import day
from gongkai.views.badges import badges
from gongkai.views.board import Board
from gongkai.views.home import overdue
from gongkai.views.kiosk.drafting import Draft
from gongkai.views.kiosk.splitting import Block, Form
from gongkai.views.proposals.pages import status_chips

MOST = 6


def drafts(board: Board) -> Iterator[Draft]:
    """The submissions that have waited longest; none where nothing is awaited."""
    waiting = [case for case in board.cases.values() if case.waiting(board.today)]
    if not waiting:
        return
    waiting.sort(key=lambda case: (-case.waiting(board.today), case.record.identity))
    reasons = {
        each.case.record.identity: f"{each.delay.signed_by}说明：{each.delay.reason}；新期限 {day(each.delay.until)}。"
        for each in overdue(board)
        if each.delay
    }
    open_ = next(badge for badge in badges(board) if badge.name == "open")
    yield Draft(
        ident="waiting",
        group="waiting",
        title="等待最久的事项",
        kicker="等待答复",
        blocks=(Block(Form.SUM, open_.how), *(_row(board, case, reasons) for case in waiting[:MOST])),
        address="clocks/",
        hint="扫码看每一项时限",
    )


def _row(board: Board, case: Case, reasons: dict[str, str]) -> Block:
    record, last = case.record, case.last
    sign = next(each for each in status_chips(case, board) if each.kind not in ("merged", "opinion"))
    due = f"期限 {day(last.due)}，" if last else ""
    note = f"{case.department}办，{due}已等 {case.waiting(board.today)} 天。{reasons.get(record.identity, '')}"
    return Block(Form.ROW, f"{record.number} {record.content.heading}", chip=sign, note=note)
