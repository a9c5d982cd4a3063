"""Approvals in the history of the records: of one change that is proposed, and of all that is published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from gongkai.git.commits import Commit, between, changes, commit, signed
from gongkai.git.revisions import Kind, Revision
from gongkai.history.approvals.assessing import Assessed, Sees, are_same, assess, changed, required
from gongkai.history.approvals.panels import Panel, Voice
from gongkai.history.approvals.reviews import Review
from gongkai.history.approvals.trailers import misplaced, trailers
from gongkai.history.approvals.voices import of_commit, of_reviews
from gongkai.history.registers import Registers
from gongkai.past import Pending
from gongkai.records.approvals import SETTINGS_FILES, Step
from gongkai.register import Register


@dataclass(frozen=True)
class Verdict:
    """What one change needs and was given; `told` are sentences about approvals that do not count, and private."""

    records: tuple[Assessed, ...]
    told: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing lacks but what is waived."""
        return not any(each.missing for each in self.records)


def of_change(registers: Registers, base: str, head: str, reviews: Sequence[Review], today: date) -> Verdict:
    """The approvals of what `head` brings to `base` (both ids of commits), judged as if it were published today.

    Rules, approvers and waivers are those of `base`: a change does not excuse itself.
    """
    git = registers.git
    parted = git.text("merge-base", base, head, check=False) or base
    at = _moments(registers)
    ruling, old, new = (at(oid) for oid in (base, parted, head))
    panel = Panel(ruling, today)
    commits = between(git, base, head)
    last = commit(git, head)
    voices = [*_voices(registers, commits, ruling), *of_reviews(reviews, panel, (head, *last.parents[1:]))]
    waivers = ruling.policy.policy.waivers
    needed = tuple(required(ruling.policy.policy, old, new, changed(old, new), today))
    records = tuple(assess(each, voices, _sees(at, new), waivers, today) for each in needed)
    return Verdict(records, tuple(_told(records, voices, commits)))


def _told(records: Sequence[Assessed], voices: Sequence[Voice], commits: Sequence[Commit]) -> Iterator[str]:
    """Every sentence once: about records, about voices for others, about lines that stand where they do not count."""
    found = dict.fromkeys(words for each in records for words in each.told)
    known = {each.required.identity for each in records}
    for voice in voices:
        for identity in voice.records:
            if identity not in known:
                found[f"{voice.source}没有用：{identity} 不在这次改动里，或不要审批。"] = None
    for each in commits if records else ():
        for trailer in misplaced(each.message):
            where = f"“{trailer.step.value}: {trailer.post}”（提交 {each.oid[:8]}）"
            found[f"{where}没有写在提交说明的最后一段，不算。前面空一行，单独成段。"] = None
    yield from found


@dataclass(frozen=True)
class Published:
    """A published change of records: the commit of the first-parent chain, and each record that needed approval."""

    commit: Commit
    identities: tuple[str, ...]
    records: tuple[Assessed, ...]
    old: Register
    new: Register


def published(registers: Registers, commits: Sequence[Commit], today: date) -> Iterator[Published]:
    """Every change on the first-parent chain (`commits`, oldest first) since there are rules, the newest first.

    Each is judged by what stood before it; what was published before a rule holds is free. An approval that
    names a record may also come later, as long as the record has not changed again.
    """
    if not commits:
        return
    at = _moments(registers)
    now = at(commits[-1].oid).policy.policy
    first = _first_day(registers, commits, at)
    later: list[Voice] = []
    bringing = _Bringing(registers, commits)
    for n in range(len(commits) - 1, 0, -1):
        if first is None or commits[n].on < first:
            return
        old, new = (at(each.oid) for each in commits[n - 1 : n + 1])
        own = tuple(_voices(registers, bringing.to(commits[n]), old))
        identities = changed(old, new)
        needed = required(old.policy.policy, old, new, identities, commits[n].on)
        voices, sees = (*own, *later), _sees(at, new)
        records = tuple(assess(each, voices, sees, now.waivers, today) for each in needed)
        yield Published(commits[n], identities, records, old, new)
        later += [voice for voice in own if voice.records]


def approved_by(registers: Registers, commits: Sequence[Commit]) -> Mapping[str, tuple[str, ...]]:
    """By which posts each commit of the first-parent chain was approved as a whole, as “审核：工会主席”, by its id.

    Only posts that the school's own records name: a message may name persons, and these are nobody's to read.
    """
    if not commits:
        return {}
    at = _moments(registers)
    bringing = _Bringing(registers, commits)
    found = {}
    for before, each in pairwise(commits):
        speaking = [one for one in bringing.to(each) if trailers(one.message)]
        voices = tuple(_voices(registers, speaking, at(before.oid))) if speaking else ()
        counting = [voice for voice in voices if not voice.objection and not voice.records]
        told = {
            (step, post): f"{step.value}：{post}"
            for step in Step
            for voice in counting
            for post in voice.posts
            if voice.step is step and voice.panel.knows(post)
        }
        if told:
            found[each.oid] = tuple(told.values())
    return found


Shows = Callable[[Register, Register, str], bool]
"""Whether a reader is shown another record by the second register than by the first."""


def _everything(_old: Register, _new: Register, _identity: str) -> bool:
    return True


def standing(
    registers: Registers, commits: Sequence[Commit], today: date, shows: Shows = _everything
) -> Mapping[str, tuple[Pending, ...]]:
    """What the records that are published now still lack, by identity; waived steps say until when."""
    return {each.required.identity: each.pending for each in unsettled(registers, commits, today, shows)}


def unsettled(
    registers: Registers, commits: Sequence[Commit], today: date, shows: Shows = _everything
) -> tuple[Assessed, ...]:
    """The published records whose last change that somebody was shown lacks an approval, in the order of identities."""
    seen: set[str] = set()
    found = []
    for change in published(registers, commits, today):
        told = {each for each in change.identities if each not in seen and shows(change.old, change.new, each)}
        found += [each for each in change.records if each.pending and each.required.identity in told]
        seen |= told
    here = _moments(registers)(commits[-1].oid).records if commits else {}
    there = {*here, *SETTINGS_FILES}
    return tuple(sorted((each for each in found if each.required.identity in there), key=_identity))


def _identity(each: Assessed) -> str:
    return each.required.identity


def _first_day(registers: Registers, commits: Sequence[Commit], at: _Moments) -> date | None:
    """Since when any rule ever held: who takes a rule out of the policy does not undo what it asked for."""
    paths = [f"{folder}/policy.yml" for folder in registers.folders]
    written = {oid for oid, _ in changes(registers.git, commits[-1].oid, folders=paths)}
    policies = [at(each.oid).policy.policy for each in commits if each.oid in written or each is commits[-1]]
    return min((rule.since for policy in policies for rule in policy.approvals), default=None)


class _Bringing:
    """Which commits each merge of a first-parent chain brings in; git is asked once for all of them."""

    def __init__(self, registers: Registers, chain: Sequence[Commit]) -> None:
        merges = [each for each in chain if each.parents[1:]]
        known = between(registers.git, chain[0].oid, chain[-1].oid) if merges else ()
        commits = {each.oid: each for each in known}
        commits |= {each.oid: each for each in chain}
        self._brought: dict[str, tuple[Commit, ...]] = {}
        seen = {each.oid for each in chain}
        for merge in merges:
            found = []
            waiting = list(merge.parents[1:])
            while waiting:
                oid = waiting.pop()
                if oid not in seen and oid in commits:
                    seen.add(oid)
                    found.append(commits[oid])
                    waiting += commits[oid].parents
            self._brought[merge.oid] = tuple(found)

    def to(self, commit: Commit) -> tuple[Commit, ...]:
        """The commit with what it brings in."""
        return (*self._brought.get(commit.oid, ()), commit)


_Moments = Callable[[str], Register]


def _moments(registers: Registers) -> _Moments:
    """The register at each commit by its id; the last ones are kept, for they are asked for again and again."""

    @lru_cache(maxsize=16)
    def at(oid: str) -> Register:
        return registers.at(Revision(oid, oid, Kind.COMMIT)).register

    return at


def _voices(registers: Registers, commits: Iterable[Commit], ruling: Register) -> Iterator[Voice]:
    """What the trailers of these commits say; signatures are checked where keys are declared at all."""
    speaking = tuple(each for each in commits if trailers(each.message))
    if any(each.signatures for each in ruling.approvers.approvers):
        speaking = signed(registers.git, speaking)
    for each in speaking:
        yield from of_commit(each, Panel(ruling, each.on))


def _sees(at: _Moments, new: Register) -> Sees:
    """Whether a commit holds a record as `new` does."""

    def sees(oid: str, identity: str) -> bool:
        return are_same(at(oid), new, identity)

    return sees
