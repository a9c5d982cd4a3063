"""承诺 on the wall: how many were kept, those kept lately, those missed, those that fall due next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.cases import Case, Promise
from gongkai.derive.rates import keeping
from gongkai.render.templates import day
from gongkai.views import promise_charts
from gongkai.views.answers import promise_chip
from gongkai.views.board import Board
from gongkai.views.kiosk.drafting import Draft
from gongkai.views.kiosk.drawings import drawn
from gongkai.views.kiosk.splitting import Block, Form

SHOWN = 2
"""So many of each kind."""


def drafts(board: Board) -> Iterator[Draft]:
    """One draft where any promise was made."""
    found = keeping(board.cases.values())
    done = sorted((*found.kept, *found.late), key=_newest_first)[:SHOWN]
    missed = sorted(found.unmet, key=lambda pair: (pair[1].due, pair[0].record.identity))[:SHOWN]
    ahead = sorted(found.pending, key=lambda pair: (pair[1].due, pair[0].record.identity))[:SHOWN]
    if not (done or missed or ahead):
        return
    yield Draft(
        ident="promises",
        group="promise",
        title="承诺兑现了多少",
        kicker="回头看",
        blocks=(
            drawn(promise_charts.kept(board, found)),
            *(_row(case, promise) for case, promise in (*missed, *done, *ahead)),
        ),
        address="promises/",
        hint="扫码看承诺清单",
    )


def _newest_first(pair: tuple[Case, Promise]) -> tuple[int, str]:
    done = pair[1].done_on or date.min
    return -done.toordinal(), pair[0].record.identity


def _row(case: Case, promise: Promise) -> Block:
    record = case.record
    words = f"{record.content.label} {record.number} {record.content.heading}"
    due = f"，承诺 {day(promise.due)}前" if promise.done_on is None else f"，{day(promise.done_on)}完成"
    note = f"{words}，{promise.reply.content.department}{due}。"
    return Block(Form.ROW, promise.text or words, chip=promise_chip(promise), note=note)
