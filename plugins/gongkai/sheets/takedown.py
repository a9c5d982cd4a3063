"""Which sheets come off the wall, and what to type once they are down: from where records say they hang (张贴)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from gongkai.records import Audience, MainFile
from gongkai.records.base import Posting
from gongkai.records.finance import Finance
from gongkai.records.meeting import Meeting, Resolution
from gongkai.records.notice import Notice
from gongkai.register import Record, Register
from gongkai.render.templates import day
from gongkai.sheets.selection import WALL

AHEAD = 7
"""So many days before its last day a sheet is announced, so that a weekend does not come in between."""


class State(Enum):
    """How pressing it is to take a sheet down."""

    OVERDUE = "早该撤下"
    TODAY = "今天撤下"
    SOON = "几天内撤下"
    FREE = "可以撤下"
    """Nothing obliges, but the days it had to hang are over, or a newer sheet takes its place."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """A sheet on a wall that has to come down, or may: `last` is the last day on which it may hang, if there is one."""

    record: Record[MainFile]
    posting: Posting
    place: str
    """File and line of the entry in which the posting is recorded."""
    state: State
    reason: str
    last: date | None
    fingerprint: str = ""

    @property
    def edit(self) -> tuple[str, str] | None:
        """What stands in the file and what to write instead once it is down; None where the day stands there."""
        if self.posting.last:
            return None
        written = f"栏: {self.posting.board}, 起: {self.posting.first}"
        return f"{{{written}}}", f"{{{written}, 止: %s}}"


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """A running notice of which no file says where it hangs, and the walls on which the catalogue wants it."""

    record: Record[Notice]
    walls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Takedown:
    """What is to be done at the walls of a school on a day."""

    today: date
    hanging: tuple[Hanging, ...]
    unrecorded: tuple[Unrecorded, ...]

    @property
    def walls(self) -> tuple[str, ...]:
        """The walls concerned, in the order of their names."""
        return tuple(sorted({each.posting.board for each in self.hanging}))

    def on(self, wall: str) -> tuple[Hanging, ...]:
        """What comes off one wall, the most pressing first."""
        own = [each for each in self.hanging if each.posting.board == wall]
        order = list(State)
        return tuple(
            sorted(own, key=lambda each: (order.index(each.state), each.last or date.max, each.record.identity))
        )


def takedown(register: Register, today: date, printed: Callable[[str], str]) -> Takedown:
    """What hangs according to the register and has to come down, or may; `printed` gives a record's fingerprint."""
    hanging = tuple(each for record in register.records.values() for each in _of(register, record, today, printed))
    return Takedown(today, hanging, tuple(_unrecorded(register, today)))


def still_hangs(posting: Posting, today: date) -> bool:
    """Whether a sheet is on the wall: put up, and its last day, if one is written, not over."""
    return posting.first <= today and (posting.last is None or posting.last >= today)


def _of(register: Register, record: Record[Any], today: date, printed: Callable[[str], str]) -> Iterator[Hanging]:
    for position, posting in enumerate(record.content.posted):
        if not still_hangs(posting, today):
            continue
        found = _due(register, record, posting, today) or _may(register, record, posting, today)
        if found:
            state, reason, last = found
            location = register.place(record.path, "张贴", position)
            place = f"{location.path}:{location.line}" if location.line else location.path
            yield Hanging(record, posting, place, state, reason, last, printed(record.identity))


_Found = tuple[State, str, date | None]


def _due(register: Register, record: Record[Any], posting: Posting, today: date) -> _Found | None:
    """The day after which a sheet may not hang: that of its notice, or the one written down."""
    content = record.content
    if content.audience is Audience.WITHHELD:
        return State.OVERDUE, "公开范围已经改为不公开", None
    over = content.last if isinstance(content, Notice) else None
    last = min(each for each in (over, posting.last, date.max) if each)
    if last > today + timedelta(days=AHEAD):
        return None
    reason = f"公示期到 {day(last)}" if last == over else f"登记的最后一天是 {day(last)}"
    if last < today:
        return State.OVERDUE, f"{reason}，过了 {(today - last).days} 天", last
    if last == today:
        return State.TODAY, f"{reason}，今天贴满", last
    return State.SOON, f"{reason}，还有 {(last - today).days} 天", last


def _may(register: Register, record: Record[Any], posting: Posting, today: date) -> _Found | None:
    """Why a sheet that nobody has to take down may make room."""
    content = record.content
    if isinstance(content, Meeting) and record.all(Resolution):
        least = register.rulings(content.held_on).values.posting_days
        days = (today - posting.first).days + 1
        if least and days >= least:
            return State.FREE, f"决议已经贴了 {days} 天，够 {least} 天了", None
    if isinstance(content, Finance):
        later = [each for each in _series(register, content) if each.content.period.first > content.period.last]
        if later:
            newest = max(later, key=lambda each: each.content.period.last)
            return State.FREE, f"已有新的一期：{newest.content.heading}（{newest.number}）", None
    return None


def _series(register: Register, content: Finance) -> Iterator[Record[Finance]]:
    """The statements about the same matter for periods of the same sort."""
    for record in register.of(Finance):
        same = (record.content.category, record.content.catalogue_item) == (content.category, content.catalogue_item)
        if same and record.content.audience.width >= content.audience.width:
            yield record


def _unrecorded(register: Register, today: date) -> Iterator[Unrecorded]:
    """The running notices nobody has recorded as hanging, in a school that records where its papers hang."""
    if not any(record.content.posted for record in register.records.values()):
        return
    for record in register.of(Notice):
        content = record.content
        running = content.first <= today <= content.last and content.audience is not Audience.WITHHELD
        if running and not any(still_hangs(posting, today) for posting in content.posted):
            item = register.catalogue.item(content.catalogue_item) if content.catalogue_item else None
            forms = tuple(form for form in item.forms if WALL in form) if item else ()
            yield Unrecorded(record, forms or ("公开栏",))
