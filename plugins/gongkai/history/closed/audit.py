"""The whole published history, moment by moment: every slip, with the day on which it was published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Any

from gongkai.findings import Finding
from gongkai.git.commits import changes, first_parent
from gongkai.git.revisions import Kind, Revision
from gongkai.history.closed.hidden import Hidden, against
from gongkai.history.closed.periods import of_step
from gongkai.history.closed.published import Step
from gongkai.history.closed.vanished import file_number, file_number_reused, is_other, reused, told
from gongkai.history.moments import days_of
from gongkai.history.registers import Registers
from gongkai.records import MainFile
from gongkai.records.proposal import Correction
from gongkai.register import Record, Register, frozen
from gongkai.rules.past import ACT_REPLACED, BACKDATED


@dataclass(frozen=True, eq=False)
class PublishedMoment:
    """A register as it was published on a day; `name` is the short name of its commit, for a terminal alone.

    `since` is the day on which the site was published last before, if that is known better than from the moment
    before. `gaps` are folders of records that could not be seen as they stood then.
    """

    on: date
    register: Register
    name: str = ""
    since: date | None = None
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """A finding of history with the day, and the commit, that brought it."""

    on: date
    name: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Audit:
    """What a history says of itself, and from which day on it could be seen whole."""

    slips: tuple[Slip, ...]
    seen_from: date | None
    complete: bool

    @property
    def gap(self) -> str:
        """What cannot be known, in a sentence; empty where everything could be seen."""
        if self.complete:
            return ""
        if self.seen_from is None:
            return "这里没有可以核对的历史。"
        return f"这份仓库只取了一部分历史：{self.seen_from} 以前公布过什么，这里看不到，没有核对。"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, each saying its day, in the order of days and places."""
        return tuple(replace(each.finding, message=f"{each.on}：{each.finding.message}") for each in self.slips)


def audit(history: Iterable[PublishedMoment], later: Register, *, complete: bool = True) -> Audit:
    """Every slip of a first-parent history, oldest first; `later` is the register of its last moment.

    The registers are read one after the other and let go again. Where the history is cut off (a shallow
    clone), the first moment is where seeing begins, and nothing is concluded from what it holds.
    """
    slips: list[Slip] = []
    numbers, hidden = _Numbers(), Hidden()
    origins: dict[str, Record[MainFile]] = {}
    before: PublishedMoment | None = None
    for each in history:
        moment = _carried(before, each) if before else each
        if before is None:
            seen_from = moment.on
            numbers.begin(moment.register)
        else:
            since = max(before.on, moment.since or before.on)
            step = Step(before.register, moment.register, moment.on, min(since, moment.on), later, origins)
            found = [each for each in of_step(step) if each.code is not BACKDATED or not numbers.had(each.record)]
            told_of = {finding.fingerprint for finding in found}
            told_before = {(slip.finding.fingerprint, slip.finding.message) for slip in slips}
            further = chain(numbers.objections(step), hidden.objections(step))
            found += [more for more in further if more.fingerprint not in told_of]
            found = [each for each in found if (each.fingerprint, each.message) not in told_before]
            found.sort(key=lambda finding: finding.order)
            for finding in found:
                identity = "/".join(finding.record.split("/")[:2])
                if identity in before.register.records:
                    origins.setdefault(identity, before.register.records[identity])
            slips += [Slip(moment.on, moment.name, finding) for finding in found]
        before = moment
    return Audit(tuple(slips), seen_from if before else None, complete)


def _carried(before: PublishedMoment, moment: PublishedMoment) -> PublishedMoment:
    """The moment with what cannot be read or seen in it as that stood before, and never before the day before it.

    A build with broken records is not published, and of a folder that is not here nothing is known.
    """
    old, register = before.register, moment.register
    kept = [each for each in register.broken if each in old.records]
    for folder in moment.gaps:
        if not any(_is_below(record, folder) for record in register.records.values()):
            kept += [identity for identity, record in old.records.items() if _is_below(record, folder)]
    if register.unread & {"policy.yml", "tombstones.yml"}:
        register = _ruled(old, register)
    if kept:
        records = {**register.records, **{each: old.records[each] for each in kept}}
        register = replace(register, records=frozen(records), broken=register.broken - set(kept))
    return replace(moment, register=register, on=max(before.on, moment.since or before.on, moment.on))


def _ruled(old: Register, register: Register) -> Register:
    """The register with the rules and withdrawals that stood before, where they cannot be read now."""
    policy = old.policy if "policy.yml" in register.unread else register.policy
    tombstones = old.tombstones if "tombstones.yml" in register.unread else register.tombstones
    return replace(register, policy=policy, tombstones=tombstones, unread=frozenset())


def _is_below(record: Record[MainFile], folder: str) -> bool:
    return not folder or record.path.startswith(f"{folder}/")


def _returned(step: Step, before: Record[Any], now: Record[Any]) -> Iterator[Finding]:
    """What a record that was gone says otherwise, now that it is there again."""
    if is_other(before.content, now.content):
        yield reused(step, now.identity, f"用过（{told(before)}），")
        return
    yield from against(step, before, now)


@dataclass
class _Numbers:
    """Numbers that were used once and are free no more."""

    gone: dict[str, Record[MainFile]] = field(default_factory=dict)
    acts: dict[str, Any] = field(default_factory=dict)
    filed: dict[tuple[str, int], str] = field(default_factory=dict)

    def had(self, identity: str) -> bool:
        """Whether a record or act of this number stood there before, so that it only came back."""
        return identity in self.acts or identity in self.gone

    def begin(self, register: Register) -> None:
        for identity, record in register.records.items():
            if number := file_number(record):
                self.filed.setdefault(number, identity)

    def objections(self, step: Step) -> Iterator[Finding]:
        """What came back under a number that others had."""
        for identity in step.changed:
            was, now = step.old.records.get(identity), step.new.records.get(identity)
            if now is None and was is not None:
                self.gone[identity] = was
                self.acts.update({act.identity: act.content for act in was.acts})
            elif now is not None:
                if was is None and identity in self.gone:
                    before = self.gone.pop(identity)
                    for act in before.acts:
                        self.acts.pop(act.identity, None)
                    yield from _returned(step, before, now)
                yield from self._acts(step, was, now)
        for identity in step.changed:
            yield from self._filed(step, identity)

    def _acts(self, step: Step, was: Record[Any] | None, now: Record[Any]) -> Iterator[Finding]:
        held = {act.identity: act for act in now.acts}
        for act in was.acts if was else ():
            if act.identity not in held:
                self.acts[act.identity] = act.content
        known = {act.identity for act in was.acts} if was else set()
        for identity, act in held.items():
            if identity in known or identity not in self.acts:
                continue
            before = self.acts.pop(identity)
            if before != act.content and not isinstance(before, Correction):
                name = identity.rpartition("/")[2]
                message = f"{name} 这个序号用过（日期 {before.day}），现在是另一份。"
                cure = f"恢复原来的 {name}.md，新的一份用下一个序号。"
                yield Finding(ACT_REPLACED, step.place(now.identity, name), message, cure, identity)

    def _filed(self, step: Step, identity: str) -> Iterator[Finding]:
        now = step.new.records.get(identity)
        number = file_number(now)
        if number is None:
            return
        owner = self.filed.setdefault(number, identity)
        if owner == identity or file_number(step.new.records.get(owner)) == number:
            return
        renamed = owner not in step.new.records and now is not None and self.gone.get(owner) is not None
        if renamed and now is not None and self.gone[owner].content == now.content:
            self.filed[number] = identity
            return
        if file_number(step.old.records.get(identity)) != number:
            self.filed[number] = identity
            yield file_number_reused(step, identity, number[1], owner)


def moments(
    registers: Registers, until: str = "HEAD", since: str | None = None, today: date | None = None
) -> Iterator[PublishedMoment]:
    """Each commit of the first-parent history at which the records changed, oldest first, and the last one.

    What changed first in a branch changed on the day on which that was merged. Commits may claim any day: none
    was published before those on which it rests, nor after `today`.
    """
    commits = first_parent(registers.git, until)
    names = [each.oid for each in commits]
    commits = commits[names.index(since) :] if since in names else commits
    changed = {oid for oid, _ in changes(registers.git, until, folders=registers.folders)}
    days = days_of(commits, today or date.max)
    for n, each in enumerate(commits):
        if each.oid in changed or n in (0, len(commits) - 1):
            loaded = registers.at(Revision(each.oid[:10], each.oid, Kind.COMMIT))
            gaps = tuple(gap.folder for gap in loaded.gaps)
            yield PublishedMoment(days[n], loaded.register, each.oid[:10], days[n - 1] if n else None, gaps)
