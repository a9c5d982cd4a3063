"""Which approvals a changed record needs, which of them were given, and which still lack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.history.approvals.panels import Proof, Voice
from gongkai.past import Pending
from gongkai.records import Audience
from gongkai.records.approvals import (
    SETTINGS_FILES,
    SETTINGS_KIND,
    ApprovalStep,
    Step,
    Waiver,
    rule_of,
    waiver_of,
)
from gongkai.records.base import Model
from gongkai.records.filetypes import file_types
from gongkai.records.policy import Policy
from gongkai.register import Record, Register
from gongkai.source.files import is_same as is_same_file

Sees = Callable[[str, str], bool]
"""Whether the content of a record (the second) at a commit (the first) is the one that is judged."""

_ORDER = tuple(Step)
_RANK = (Proof.SIGNED, Proof.REVIEWED, Proof.UNSIGNED)


@dataclass(frozen=True, slots=True)
class Required:
    """The steps that one changed record needs, by the rule that held before the change."""

    identity: str
    kind: str
    title: str
    steps: tuple[ApprovalStep, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Granted:
    """A step that was done, by which post, and how that is known."""

    step: Step
    by: str
    post: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class Assessed:
    """A changed record: what it needs, what was given, what is pending (waived or not).

    `told` are sentences about approvals that do not count; they name commits and accounts, and are private.
    """

    required: Required
    granted: tuple[Granted, ...]
    pending: tuple[Pending, ...]
    told: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[Pending, ...]:
        """What is pending and not waived."""
        return tuple(each for each in self.pending if each.waived_until is None)


def changed(old: Register, new: Register) -> tuple[str, ...]:
    """The identities whose content is not the same in both, and the names of such settings files.

    Where a file lies is no content.
    """
    identities = (*sorted(old.records.keys() | new.records.keys()), *SETTINGS_FILES)
    return tuple(each for each in identities if not are_same(old, new, each))


def are_same(old: Register, new: Register, identity: str) -> bool:
    """Whether two registers say the same of one record or in one settings file."""
    if identity in SETTINGS_FILES:
        return _settings(old, identity) == _settings(new, identity)
    return is_same(old.records.get(identity), new.records.get(identity))


def _settings(register: Register, name: str) -> Model:
    files: dict[str, Model] = {
        "school.yml": register.school,
        "policy.yml": register.policy.policy,
        "catalogue.yml": register.catalogue,
        "approvers.yml": register.approvers,
    }
    return files[name]


def is_same(one: Record[Any] | None, other: Record[Any] | None) -> bool:
    """Whether two states of a record say the same, acts and attachments included."""
    if one is other or one is None or other is None:
        return one is other
    if one.content is not other.content and one.content != other.content:
        return False
    acts = [[(act.identity, act.content) for act in each.acts] for each in (one, other)]
    return acts[0] == acts[1] and _are_same_files(one, other)


def _are_same_files(one: Record[Any], other: Record[Any]) -> bool:
    files = (one.attachments, other.attachments)
    told = [[(each.name, each.title) for each in attached] for attached in files]
    return told[0] == told[1] and all(is_same_file(a.file, b.file) for a, b in zip(*files, strict=True))


def required(policy: Policy, old: Register, new: Register, identities: Iterable[str], on: date) -> Iterator[Required]:
    """What each of these changed records needs by the rules of a policy that stood before the change.

    Nobody is asked about a record that nobody may read, before or after.
    """
    for identity in identities:
        states = [each for each in (new.records.get(identity), old.records.get(identity)) if each]
        if states and all(state.content.audience is Audience.WITHHELD for state in states):
            continue
        kind = states[0].content.label if states else SETTINGS_KIND
        title = states[0].content.heading if states else _TITLES[identity]
        if rule := rule_of(policy.approvals, kind, on):
            yield Required(identity, kind, title, rule.steps, rule.basis)


_TITLES = {each.file: each.label for each in file_types()}


def assess(needed: Required, voices: Sequence[Voice], sees: Sees, waivers: Sequence[Waiver], today: date) -> Assessed:
    """Which of the steps were done; whoever handled a record neither checks nor approves it."""
    meant = [voice for voice in voices if not voice.records or needed.identity in voice.records]
    meant.sort(key=lambda each: _RANK.index(each.proof))
    granted: list[Granted] = []
    pending: list[Pending] = []
    told: list[str] = []
    handlers: frozenset[str] = frozenset()
    for step in sorted(needed.steps, key=lambda each: _ORDER.index(each.step)):
        able = [voice for voice in meant if voice.does(step)]
        fresh = [voice for voice in able if sees(voice.seen, needed.identity)]
        apart = [voice for voice in fresh if step.step is Step.HANDLED or not voice.persons & handlers]
        if apart:
            granted.append(Granted(step.step, step.by, apart[0].does(step), apart[0].proof))
            if step.step is Step.HANDLED:
                handlers |= apart[0].persons
            continue
        told += [f"{voice.source}和经办是同一个人，{step.step.value}不算，要另一个人做。" for voice in fresh]
        if not fresh:
            told += [f"{voice.source}已过期：此后内容又改过，改动后要重新看。" for voice in able]
        waiver = waiver_of(waivers, needed.identity, needed.kind, step.step, today)
        until, reason = (waiver.until, waiver.reason) if waiver else (None, "")
        pending.append(Pending(step.step.value, step.by, until, reason))
    told += [words for voice in meant if (words := _in_vain(needed, voice))]
    return Assessed(needed, tuple(granted), tuple(pending), tuple(dict.fromkeys(told)))


def _in_vain(needed: Required, voice: Voice) -> str:
    """Why a voice does none of the steps; empty where it does one."""
    if voice.objection or any(voice.does(step) for step in needed.steps):
        return voice.objection
    own = {step.step for step in needed.steps for post in voice.posts if voice.panel.speaks_for(post, step.by)}
    whose = "、".join(voice.posts)
    if not own:
        asked = "、".join(str(step) for step in needed.steps)
        return f"{voice.source}没有用：{needed.kind}要的是{asked}，没有一步由{whose}做。"
    does = "、".join(step.value for step in _ORDER if step in own)
    return f"{voice.source}没有用：{needed.kind}由{whose}做的是{does}。"
