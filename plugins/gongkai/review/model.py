"""What a review says, as data: everything that publishing a change would do, nothing of who typed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.history.differences.records import Change, Effect, RecordDifference
from gongkai.records import Audience
from gongkai.report import Shown

ELSEWHERE = "这里看不到的记录"
"""Where a finding is about a record that this audience may not see."""


class Origin(StrEnum):
    """Who makes a page."""

    BOARD = "记录"
    """The program, of records."""
    SCHOOL = "自写"
    """Somebody at the school wrote it by hand."""
    SETUP = "设置"
    """No page, but what decides over all of them: mkdocs.yml."""


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that comes, goes or reads otherwise; `record` is what it shows, empty for a page of its own.

    `follows` marks a page that only moves because other records do. `new` and `gone` are the lines of its
    text that a reader finds on one side only; a changed page without any differs in links or order alone.
    """

    address: str
    title: str
    change: Change
    record: str = ""
    follows: bool = False
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    origin: Origin = Origin.BOARD


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file beside the pages – data, a feed, a calendar, an attachment – that is not what it was."""

    address: str
    change: Change
    is_attached: bool = False


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that a page of the board counts up, before and after; empty where it does not stand."""

    page: str
    name: str
    old: str
    new: str


class Turn(StrEnum):
    """What becomes of a clock."""

    STARTED = "启动"
    STOPPED = "停止"
    MOVED = "改期"


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A clock that begins to run, is stopped or ends on another day."""

    turn: Turn
    kind: str
    record: str
    title: str
    department: str
    old_due: date | None
    new_due: date | None
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class AudienceChange:
    """A record, an act or a name that other people may see than before; `what` is empty for a whole record."""

    record: str
    title: str
    what: str
    old: str
    new: str
    wider: bool


@dataclass(frozen=True, slots=True)
class PersonalTouch:
    """Personal data that comes or goes: its kind, where, how many; never the datum."""

    kind: str
    place: str
    count: int
    added: bool


@dataclass(frozen=True, slots=True)
class Approval:
    """One step that the policy asks of a change, whose it is, and whether it has been taken."""

    record: str
    title: str
    step: str
    post: str
    state: str
    """What stands for it: 已由…, 尚缺, 暂免至…."""
    given: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What the change adds, what it cures, and what was there before and stays."""

    new: tuple[Shown, ...] = ()
    solved: tuple[Shown, ...] = ()
    old: tuple[Shown, ...] = ()
    closed: tuple[Shown, ...] = ()
    """Objections to rewriting what was published; they block like new errors."""


@dataclass(frozen=True, slots=True)
class Review:
    """All that would change for one audience on one day if the new side were published instead of the old.

    `records` and `settings` hold only what this audience may see; `unseen` counts the records that change
    beside them. `followers` are the same records as before with other computed figures. `unbuilt` says in
    Chinese which side has no pages to compare, if one has none.
    """

    old: str
    new: str
    audience: Audience
    today: date
    records: tuple[RecordDifference, ...] = ()
    settings: tuple[RecordDifference, ...] = ()
    followers: tuple[RecordDifference, ...] = ()
    unseen: int = 0
    pages: tuple[PageChange, ...] = ()
    files: tuple[FileChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    clocks: tuple[ClockChange, ...] = ()
    audiences: tuple[AudienceChange, ...] = ()
    personal: tuple[PersonalTouch, ...] = ()
    approvals: tuple[Approval, ...] = ()
    findings: Findings = Findings()
    gaps: tuple[str, ...] = ()
    """What could not be read as it was at its moment, as a folder that lies in no repository."""
    unbuilt: tuple[str, ...] = ()
    is_unbuildable: bool = False
    """Whether it is the new side that makes no pages."""

    def told(self, change: Change) -> tuple[PageChange, ...]:
        """The pages that come, go, or change by what is written about their own record."""
        own = (page for page in self.pages if page.change is change and not page.follows)
        return tuple(page for page in own if page.origin is not Origin.SETUP)

    @property
    def following(self) -> tuple[PageChange, ...]:
        """The pages that only move because other records do."""
        return tuple(page for page in self.pages if page.follows)

    @property
    def changed_figures(self) -> int:
        """How many figures that stood there before are not what they were, typed or computed."""
        changed = tuple(each for each in (*self.records, *self.followers) if each.change is Change.CHANGED)
        typed = sum(field.is_figure for each in (*changed, *self.settings) for field in each.fields)
        return typed + sum(map(is_changed, (effect for each in changed for effect in each.effects)))

    @property
    def missing(self) -> tuple[Approval, ...]:
        """The approvals that are asked for and neither given nor waived."""
        return tuple(each for each in self.approvals if not each.given)

    @property
    def blocking(self) -> tuple[Shown, ...]:
        """Every finding for which this change may not be published; those that cannot be shown come last."""
        found = (each for each in (*self.findings.closed, *self.findings.new) if each.level == "error")
        return tuple(sorted(found, key=lambda each: each.path == ELSEWHERE))

    @property
    def is_blocked(self) -> bool:
        return bool(self.blocking or self.is_unbuildable)

    @property
    def debts(self) -> tuple[Shown, ...]:
        """The errors that were there before: they are not held against the change, but nothing is published yet."""
        return tuple(each for each in self.findings.old if each.level == "error")


def is_changed(effect: Effect) -> bool:
    """Whether a computed number stood there before and says something else; clocks are counted by themselves."""
    return effect.clock is None and any(char.isdigit() for char in effect.old)
