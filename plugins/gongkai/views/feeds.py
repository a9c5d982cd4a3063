"""Feeds: what happened, for everything, for each kind, for each department, for each proposal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from gongkai.derive.channels import NEWEST, channels
from gongkai.derive.events import Event, answers_elsewhere, events_of
from gongkai.records import KINDS
from gongkai.records.proposal import Proposal
from gongkai.records.school import Department
from gongkai.register import Record
from gongkai.render.feeds import Feed, atom, json_feed
from gongkai.render.pages import Asset
from gongkai.views.board import Board
from gongkai.views.entries import item
from gongkai.views.permanent import name_of

EVERYTHING = "feeds/all"


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed: its place without an ending, what it is about, the page it tells of, its newest events."""

    place: str
    title: str
    page: str
    events: tuple[Event, ...]


def files(board: Board) -> Iterator[Asset]:
    """Every feed, in both forms."""
    for channel in (everything(board), *of_kinds(board), *of_departments(board)):
        yield from _both(board, channel)
    for record in board.register.of(Proposal):
        yield from _both(board, of_proposal(board, record))


def everything(board: Board) -> Channel:
    """The feed of all that is disclosed."""
    return Channel(EVERYTHING, "全部公开", "", channels(board.register, board.today).everything)


def of_kinds(board: Board) -> Iterator[Channel]:
    """A feed for each kind of record of which there is one."""
    found = channels(board.register, board.today).kinds
    for kind in KINDS:
        if own := found.get(kind.folder):
            yield Channel(f"feeds/{kind.folder}", kind.label, f"{kind.folder}/", own)


def of_departments(board: Board) -> Iterator[Channel]:
    """A feed for each department that had something to do with a record, in the school's own order."""
    found = channels(board.register, board.today).departments
    for department in board.register.school.departments:
        if own := found.get(department.name):
            yield Channel(_place(department), department.name, "", own)


def of_proposal(board: Board, record: Record[Proposal]) -> Channel:
    """The feed of one proposal: every act, also the answer given with the one it was merged into."""
    found = [*events_of(record, board.today), *answers_elsewhere(board.cases[record.identity], board.today)]
    found.reverse()
    found.sort(key=lambda event: event.on, reverse=True)
    title = f"提案 {record.number} {record.content.subject}"
    return Channel(f"{record.identity}/feed", title, f"{record.identity}/", tuple(found[:NEWEST]))


def _place(department: Department) -> str:
    """By the department's first name, so that a feed outlives a renaming."""
    first = min(department.former, key=lambda former: former.until).name if department.former else department.name
    return f"feeds/departments/{sha256(first.encode()).hexdigest()[:8]}"


def _both(board: Board, channel: Channel) -> Iterable[Asset]:
    feed = _feed(board, channel)
    return Asset(f"{channel.place}.xml", atom(feed)), Asset(f"{channel.place}.json", json_feed(feed))


def _feed(board: Board, channel: Channel) -> Feed:
    school = board.register.school.name
    edition = "" if board.selected.is_public else "（教职工版）"
    return Feed(
        name_of(board, channel.place),
        board.site_url,
        channel.place,
        channel.page,
        f"{school}校务公开{edition}：{channel.title}",
        f"最近 {NEWEST} 条以内，新的在前；更早的在网站上。",
        school,
        channel.events[0].on if channel.events else board.today,
        tuple(item(board, event) for event in channel.events),
    )
