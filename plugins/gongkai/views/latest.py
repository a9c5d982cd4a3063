"""What was disclosed last: the newest act of each record, over all kinds, in one line each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from gongkai.derive.events import ASSIGNED, SUBMITTED, Event, events
from gongkai.derive.tallies import tallies
from gongkai.records.finance import Finance
from gongkai.records.meeting import Meeting, Resolution, Verdict
from gongkai.records.notice import Notice
from gongkai.register import Act
from gongkai.render.icons import Chip, chip
from gongkai.views.board import Board
from gongkai.views.states import case_chip, notice_chip
from gongkai.views.told import words


@dataclass(frozen=True, slots=True)
class News:
    """One thing that was disclosed: when, on which page, in one line."""

    on: date
    address: str
    title: str
    words: str
    chip: Chip


def latest(board: Board, count: int) -> tuple[News, ...]:
    """The newest disclosures, newest first, at most one for each page."""
    newest: dict[str, Event] = {}
    last = board.today
    for event in events(board.register, board.today):
        if len(newest) >= count and event.on < last:
            break
        if _is_news(event) and event.page not in newest:
            newest[event.page], last = event, event.on
    return tuple(_news(board, event) for event in sorted(newest.values(), key=_newest_first)[:count])


def disclosed_since(board: Board, first: date) -> int:
    """How many pages have something new since a day."""
    recent = takewhile(lambda event: event.on >= first, events(board.register, board.today))
    return len({event.page for event in recent if _is_news(event)})


def _is_news(event: Event) -> bool:
    return event.name not in (SUBMITTED, ASSIGNED)


def _newest_first(event: Event) -> tuple[int, str, str]:
    return -event.on.toordinal(), event.record.identity, event.what.identity


def _news(board: Board, event: Event) -> News:
    record, what = event.record, event.what
    return News(event.on, f"{event.page}/", board.titles[event.page], words(board, record, what), _chip(board, event))


def _chip(board: Board, event: Event) -> Chip:
    record, what = event.record, event.what
    if case := board.cases.get(record.identity):
        return case_chip(case, board.today)
    if isinstance(what, Act) and isinstance(what.content, Resolution):
        return resolution_chip(what, board) or chip("meeting", "决议")
    if isinstance(record.content, Notice):
        return notice_chip(record.content, board.today)
    if isinstance(record.content, Finance):
        return chip("finance")
    return chip("meeting") if isinstance(record.content, Meeting) else chip("regulation", record.content.label)


def resolution_chip(act: Act[Any], board: Board) -> Chip | None:
    """The verdict of a resolution as it follows from the vote, else as it was announced."""
    counted = tallies(board.register).get(act.identity)
    if counted and counted.outcome:
        return chip("passed" if counted.outcome.passed else "not-passed")
    if act.content.verdict:
        return chip("passed" if act.content.verdict is Verdict.PASSED else "not-passed")
    return None
