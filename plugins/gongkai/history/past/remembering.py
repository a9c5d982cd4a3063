"""What git knows of a board, cut down to what its audience may know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from gongkai.history.past.points import Points
from gongkai.history.past.releases import Occasion, occasions, told, untold
from gongkai.history.past.timelines import timelines
from gongkai.history.past.trends import trends
from gongkai.history.registers import Registers, registers_of
from gongkai.load import RELEASES
from gongkai.past import Past, Pending
from gongkai.records.proposal import Review
from gongkai.register import Record, Register, frozen
from gongkai.select import Selected, select
from gongkai.source.releases import Published, Release, UnreadableReleaseError, release

SHALLOW = "这次生成用的仓库是浅克隆，只有最近的历史，所以不列从前的变更。取全历史（git fetch --unshallow）后重新生成。"


def past(
    folders: Sequence[Path],
    base: Path,
    current: Register,
    now: Selected,
    is_hidden: IsHidden,
    published: Sequence[Published] = (),
) -> Past | None:
    """The past of what is shown now; None where the records lie in no repository.

    `current` are the records as they are published with this build, whether git has them already or not; `published`
    are the releases before it. Commits after the day of the build are not looked at, so that a past day always tells
    the same.
    """
    over = occasions(tuple(_lists(folders, base, now)), published, now)
    try:
        registers = registers_of(folders, base)
        if is_shallow(registers.git):
            return Past(complete=False, gap=SHALLOW, releases=untold(over))
        commits = _until(first_parent(registers.git), now.today)
    except NoGit:
        return None
    kept = _Kept(over)
    points = Points({each.made.commit for each in over if each.made and each.made.commit})
    with registers:
        moments = _moments(registers, commits, current, now.today)
        forgotten = Forgotten(now, is_hidden)
        passing = kept.passing(points.passing(forgotten.passing(moments)))
        records = timelines(passing, now, forgotten)
        releases = tuple(told(over, kept.releases, points, now, forgotten))
        pending = _pending(registers, commits, now)
    drawn = tuple(trends(kept.months.values(), now.audience, now.today))
    return Past(complete=True, records=records, pending=pending, releases=releases, trends=drawn)


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
        yield Moment(commit.on, registers.at(revision).register, approvers.get(commit.oid, ()), commit.oid)
    yield Moment(today, current)


class _Kept:
    """The moments that are looked at again: the last of each month, and that of each kept list; no more fit.

    A list is of the commit that the ledger names, else of the last one of its day.
    """

    def __init__(self, over: Sequence[Occasion]) -> None:
        self.months: dict[tuple[int, int], Moment] = {}
        self._listed = [each for each in over if each.listed]
        self._names = {each.made.commit: each.name for each in self._listed if each.made and each.made.commit}
        self._of_day: dict[str, Moment] = {}
        self._of_commit: dict[str, Moment] = {}

    @property
    def releases(self) -> Mapping[str, Moment]:
        """Those of the kept lists, by the names of their releases."""
        return self._of_day | self._of_commit

    def passing(self, moments: Iterable[Moment]) -> Iterator[Moment]:
        """The same moments, remembered in passing."""
        waiting = list(self._listed)
        before: Moment | None = None
        for moment in moments:
            while waiting and waiting[0].day < moment.on:
                listed = waiting.pop(0)
                if before is not None:
                    self._of_day[listed.name] = before
            if name := self._names.get(moment.commit):
                self._of_commit[name] = moment
            self.months[moment.on.year, moment.on.month] = moment
            before = moment
            yield moment
