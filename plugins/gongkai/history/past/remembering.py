"""What git knows of a board, cut down to what its audience may know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from gongkai.git.commits import Commit, first_parent
from gongkai.git.revisions import Kind, Revision, is_shallow
from gongkai.git.running import NoGit
from gongkai.history.approvals.assessing import is_same
from gongkai.history.approvals.recorded import approved_by
from gongkai.history.approvals.recorded import standing as lacking
from gongkai.history.moments import Moment, days_of
from gongkai.history.past.forgotten import Forgotten, IsHidden
from gongkai.history.past.releases_then import release_then
from gongkai.history.past.timelines import timelines
from gongkai.history.past.trends import trends
from gongkai.history.registers import Registers, registers_of
from gongkai.load import RELEASES
from gongkai.past import Past, Pending
from gongkai.records.proposal import Review
from gongkai.register import Record, Register, frozen
from gongkai.select import Selected, select
from gongkai.source.releases import Release, UnreadableReleaseError, release

SHALLOW = "这次生成用的仓库是浅克隆，只有最近的历史，所以不列从前的变更。取全历史（git fetch --unshallow）后重新生成。"


def past(folders: Sequence[Path], base: Path, current: Register, now: Selected, is_hidden: IsHidden) -> Past | None:
    """The past of what is shown now; None where the records lie in no repository.

    `current` are the records as they are published with this build, whether git has them already or not.
    Commits after the day of the build are not looked at, so that a past day always tells the same.
    """
    try:
        registers = registers_of(folders, base)
        if is_shallow(registers.git):
            return Past(complete=False, gap=SHALLOW)
        commits = _until(first_parent(registers.git), now.today)
    except NoGit:
        return None
    lists = tuple(_lists(folders, base, now))
    kept = _Kept(tuple(each.day for each in lists))
    with registers:
        moments = _moments(registers, commits, current, now.today)
        forgotten = Forgotten(now, is_hidden)
        records = timelines(kept.passing(forgotten.passing(moments)), now, forgotten)
        releases = tuple(
            release_then(each, moment, now, forgotten) for each in lists if (moment := kept.releases.get(each.day))
        )
        pending = _pending(registers, commits, now)
    points = tuple(trends(kept.months.values(), now.audience, now.today))
    return Past(complete=True, records=records, pending=pending, releases=releases, trends=points)


def _until(commits: Sequence[Commit], today: date) -> tuple[Commit, ...]:
    """The commits up to the last that claims no later day, each on the day on which it can have been published."""
    known = max((n for n, each in enumerate(commits, 1) if each.on <= today), default=0)
    shown = commits[:known]
    return tuple(replace(each, on=day) for each, day in zip(shown, days_of(shown, today), strict=True))


def _pending(registers: Registers, commits: Sequence[Commit], now: Selected) -> Mapping[str, tuple[Pending, ...]]:
    """What the records that are shown still lack; of others it is nobody's to know."""

    def shows(old: Register, new: Register, identity: str) -> bool:
        """A change of what only others see says nothing here, not even that it lacks something."""
        return not is_same(*(_state(register, identity, now) for register in (old, new)))

    found = lacking(registers, commits, now.today, shows)
    return {identity: steps for identity, steps in found.items() if identity in now.register.records}


def _state(register: Register, identity: str, now: Selected) -> Record[Any] | None:
    """A record as this audience is shown it today, be it a card, from the records of another moment."""
    record: Record[Any] | None = register.records.get(identity)
    if record is None:
        return None
    review = record.one(Review)
    lead = register.records.get(review.content.merged_into or "") if review else None
    alone = frozen({each.identity: each for each in (record, lead) if each})
    return select(replace(register, records=alone), now.audience, now.today).register.records.get(identity)


def _lists(folders: Sequence[Path], base: Path, now: Selected) -> Iterator[Release]:
    """The lists of past releases for this audience that the school keeps, oldest first; of a day the last."""
    found = {}
    for file in sorted(file for folder in folders for file in (folder / RELEASES).glob("*.json")):
        with suppress(UnreadableReleaseError):  # that it cannot be read is told where it is named as the one before
            listed = release(file, base)
            if listed.audience == now.audience.value and listed.day < now.today:
                found[listed.day] = listed
    return (found[day] for day in sorted(found))


def _moments(registers: Registers, commits: Sequence[Commit], current: Register, today: date) -> Iterator[Moment]:
    approvers = approved_by(registers, commits)
    for commit in commits:
        revision = Revision(commit.oid, commit.oid, Kind.COMMIT)
        yield Moment(commit.on, registers.at(revision).register, approvers.get(commit.oid, ()))
    yield Moment(today, current)


class _Kept:
    """The moments that are looked at again: the last of each month, and of the day of each release; no more fit."""

    def __init__(self, days: Sequence[date]) -> None:
        self.months: dict[tuple[int, int], Moment] = {}
        self.releases: dict[date, Moment] = {}
        self._days = days

    def passing(self, moments: Iterator[Moment]) -> Iterator[Moment]:
        """The same moments, remembered in passing."""
        waiting = list(self._days)
        before: Moment | None = None
        for moment in moments:
            while waiting and waiting[0] < moment.on:
                day = waiting.pop(0)
                if before is not None:
                    self.releases[day] = before
            self.months[moment.on.year, moment.on.month] = moment
            before = moment
            yield moment
