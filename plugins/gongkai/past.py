"""What one audience may know of the past of its board: only what was, and still may be, shown to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from gongkai.select import Selected


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changed: where, in the words of the file, and what.

    `words` are (sign, text) pieces in one run: `=` stood before and after, `-` before only, `+` after only.
    Where they may not be told, or nothing is to be told but that it happened, they are empty and `note` says why.
    """

    place: str
    words: tuple[tuple[str, str], ...] = ()
    note: str = ""


class Nature(StrEnum):
    """Whether something was only added, was corrected by a signed act (更正), or was changed otherwise."""

    ADDED = "新增"
    CORRECTED = "更正"
    CHANGED = "改动"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A day on which a published record became other than it was; `approved_by` are posts, never names."""

    on: date
    lines: tuple[Line, ...]
    nature: Nature
    approved_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordPast:
    """When a record was first shown to this audience, and each amendment since, oldest first."""

    first: date
    amendments: tuple[Amendment, ...] = ()
    approved_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """An approval that a published record still lacks (尚缺), or that is waived for a while."""

    step: str
    """经办、审核 or 批准."""
    post: str
    """Whose it is, such as 校长."""
    waived_until: date | None = None
    waived_for: str = ""


class Since(StrEnum):
    """What has become of a record since a release."""

    SAME = "与现在相同"
    CHANGED = "现在不同"
    GONE = "现在不再公开"
    WITHHELD = "有后来撤下的内容，当时的样子不再显示"
    CARD = "当时全文尚未公开"


@dataclass(frozen=True, slots=True)
class Then:
    """A record of a past release: its digest in that release's list, its title, and what became of it.

    Of what may not be seen any more both are empty: from a digest short words that were withdrawn can be guessed.
    `place` is the name of the release at which it stands as it was, which is the first that showed it so; empty
    where it has no such page. Where no list was kept there is no digest.
    """

    identity: str
    digest: str
    title: str
    since: Since
    place: str = ""


class Step(StrEnum):
    """What a release did to a record that the one before it showed otherwise, or not."""

    CAME = "新公布"
    OPENED = "公布全文"
    CHANGED = "有改动"
    WENT = "不再公布"


@dataclass(frozen=True, slots=True)
class Turn:
    """A step, and the record as it stood after it; of one that went, as it stood before."""

    step: Step
    then: Then


@dataclass(frozen=True, slots=True)
class Against:
    """What a release showed other than the one before it; `n` is the number of that one."""

    n: int
    day: date
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class PastRelease:
    """A release as it was, cut down to what this audience may still see of it.

    `name` is its own among all releases. Of a release whose list the school keeps, `records` are all that it listed;
    of one that only the ledger tells of, those that stand otherwise today and can be shown as they stood: `since`
    counts all of them. `selected` holds those that stand at this release as they were, and what their pages tell of.
    `fingerprint` is empty where it could give away what was withdrawn since.
    """

    name: str
    day: date
    selected: Selected | None = None
    records: tuple[Then, ...] = ()
    n: int = 0
    """Its number in the ledger; 0 where it is in none."""
    fingerprint: str = ""
    count: int = 0
    """How many records the list or the ledger says it had."""
    since: Mapping[Since, int] = field(default_factory=lambda: MappingProxyType({}))
    is_listed: bool = False
    against: Against | None = None
    same_as: str = ""
    """The name of the release whose page is also its own: it showed the same, or was a return to it."""
    remark: str = ""
    """What else is to be known of it, such as why it cannot be shown; a Chinese sentence."""
    has_page: bool = False


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """Figures of a past day, computed from the records as they stood in git on that day."""

    on: date
    received: int
    answered: int
    in_time: int
    waiting: int
    median_wait: int | None
    """Days that the waiting ones have waited."""


@dataclass(frozen=True)
class Past:
    """Everything that git knows and this audience may know.

    `complete` is False where the clone is shallow or the records' folder is in no repository; `gap` then
    says in Chinese what is missing, and pages say so instead of guessing.
    """

    complete: bool
    gap: str = ""
    records: Mapping[str, RecordPast] = field(default_factory=lambda: MappingProxyType({}))
    pending: Mapping[str, tuple[Pending, ...]] = field(default_factory=lambda: MappingProxyType({}))
    releases: tuple[PastRelease, ...] = ()
    trends: tuple[TrendPoint, ...] = ()

    @cached_property
    def states(self) -> Mapping[str, tuple[PastRelease, ...]]:
        """The releases at which a record stands as it was, by its identity, the oldest first."""
        found: dict[str, list[PastRelease]] = {}
        for release in self.releases:
            for each in release.records:
                if each.place == release.name:
                    found.setdefault(each.identity, []).append(release)
        return {identity: tuple(releases) for identity, releases in found.items()}
