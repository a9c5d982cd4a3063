"""Calendars: deadlines, notices, meetings, and all of them in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from gongkai.derive import agenda
from gongkai.derive.agenda import Occasion
from gongkai.derive.clock import Clock, Kind, Step
from gongkai.records.meeting import Meeting
from gongkai.records.notice import Notice
from gongkai.records.proposal import Proposal
from gongkai.register import Record
from gongkai.render.calendars import Entry, calendar, component
from gongkai.render.pages import Asset
from gongkai.render.templates import day
from gongkai.views.board import Board
from gongkai.views.clocks import subject
from gongkai.views.permanent import uid_of
from gongkai.views.told import meeting_words

MOST = 1000
"""A calendar holds so many entries at most, so that a phone can still take it."""

_CLOCKS = {
    Kind.ANSWER: "答复期限",
    Kind.AGAIN: "再次答复期限",
    Kind.SUPPORT: "会办期限",
    Kind.RETURN: "退办期限",
    Kind.OPINION: "意见答复期限",
    Kind.PROMISE: "承诺到期",
    Kind.ANNOUNCEMENT: "决议公布期限",
    Kind.MONTHLY: "公开期限",
    Kind.DISCLOSURE: "公开期限",
    Kind.AGREEMENT: "集体合同到期",
    Kind.TERM: "任期届满",
}
"""What the last day of a clock is called."""


@dataclass(frozen=True, slots=True)
class Book:
    """One calendar that can be subscribed to."""

    name: str
    title: str
    about: str

    @property
    def address(self) -> str:
        return f"calendars/{self.name}.ics"


DEADLINES = Book(
    "deadlines", "办理和公开期限", "提案和意见的答复期限、承诺期限、公开目录的公开期限、集体合同和任期的最后一天。"
)
NOTICES = Book("notices", "公示", "每项公示从第一天到最后一天，期内可以提出异议。")
MEETINGS = Book("meetings", "会议", "教代会和其他会议的日期，提案征集的截止日期。")
ALL = Book("all", "全部日程", "期限、公示和会议合在一起。")
BOOKS = (ALL, DEADLINES, NOTICES, MEETINGS)


def files(board: Board) -> Iterator[Asset]:
    """The calendars; each entry is written once, however many calendars it stands in."""
    found = {book: tuple(component(entry, board.today) for entry in entries(board, book)) for book in BOOKS[1:]}
    found[ALL] = tuple(each for book in BOOKS[1:] for each in found[book])
    for book in BOOKS:
        yield Asset(book.address, calendar(f"{_owner(board)}：{book.title}", _about(board, book), found[book]))


def _owner(board: Board) -> str:
    edition = "" if board.selected.is_public else "（教职工版）"
    return f"{board.register.school.name}校务公开{edition}"


def _about(board: Board, book: Book) -> str:
    return f"{book.about}包括还没有结束的，和{day(agenda.since(board.today))}以来的，每类最多 {MOST:,} 条。"


def entries(board: Board, book: Book) -> Iterator[Entry]:
    """What stands in one of the calendars, in the order of days; of very many the latest."""
    yield from sorted(_ENTRIES[book](board), key=lambda entry: (entry.first, entry.last, entry.uid))[-MOST:]


def _deadlines(board: Board) -> Iterator[Entry]:
    for each in agenda.deadlines(board.register, board.today, board.selected.audience):
        if each.clock:
            title, address = subject(board, each.clock)
            name, done = _CLOCKS[each.clock.kind], _done(each.clock)
            title = each.clock.about if _is_owed(each.clock) else _numbered(each.record, title)
            parts = (_label(each.record), _about_clock(each.clock), _standing(board, each.clock))
            ended = "" if each.clock.is_open else f"（已{done}）"
            yield _entry(board, each, f"{name}：{title}{ended}", parts, name, address)


def _notices(board: Board) -> Iterator[Entry]:
    for each in agenda.notices(board.register, board.today):
        record: Record[Notice] = _known(each)
        content = record.content
        objection = content.objection
        parts = (
            _label(record),
            f"{day(content.first)}至{day(content.last)}，第一天和最后一天都算在公示期内。",
            f"有异议请向{objection.receiver}提出。" if objection else "",
        )
        yield _entry(board, each, f"公示：{content.title}", parts, "公示", f"{record.identity}/")


def _meetings(board: Board) -> Iterator[Entry]:
    for each in agenda.meetings(board.register, board.today):
        record: Record[Meeting] = _known(each)
        parts = (_label(record), meeting_words(record))
        entry = _entry(board, each, record.content.heading, parts, "会议", f"{record.identity}/")
        yield replace(entry, place=record.content.place or "")
    for each in agenda.closings(board.register, board.today):
        record = _known(each)
        parts = (_label(record), "提案在这一天以前交到工会。")
        yield _entry(board, each, f"提案征集截止：{record.content.heading}", parts, "提案征集", f"{record.identity}/")


_ENTRIES: dict[Book, Callable[[Board], Iterator[Entry]]] = {
    DEADLINES: _deadlines,
    NOTICES: _notices,
    MEETINGS: _meetings,
}


def _entry(board: Board, occasion: Occasion, summary: str, parts: Iterable[str], category: str, address: str) -> Entry:
    return Entry(
        uid_of(board, occasion.name),
        occasion.first,
        occasion.last,
        summary,
        "\n".join(part for part in parts if part),
        category,
        board.absolute(address),
    )


def _known(occasion: Occasion) -> Record[Any]:
    assert occasion.record is not None
    return occasion.record


def _label(record: Record[Any] | None) -> str:
    return f"{record.content.label} {record.number}" if record else "公开目录"


def _numbered(record: Record[Any] | None, title: str) -> str:
    return f"{record.number} {title}" if record and isinstance(record.content, Proposal) else title


def _about_clock(clock: Clock) -> str:
    about = clock.about if clock.kind in (Kind.PROMISE, Kind.AGAIN) else ""
    return "，".join(part for part in (about, clock.department and f"由{clock.department}办") if part)


def _is_owed(clock: Clock) -> bool:
    """Whether the catalogue owes it, and not a record: one record may disclose several periods."""
    return clock.kind in (Kind.MONTHLY, Kind.DISCLOSURE)


def _done(clock: Clock) -> str:
    return "公开" if _is_owed(clock) else "办结"


def _standing(board: Board, clock: Clock) -> str:
    """How the clock stands, without a count of days: a calendar should not change with every day."""
    if not clock.is_open:
        return f"{day(clock.met_on)}{_done(clock)}，{'按时' if clock.step is Step.IN_TIME else '迟于期限'}。"
    return f"期限已过，还没有{_done(clock)}。" if clock.due < board.today else f"还没有{_done(clock)}。"
