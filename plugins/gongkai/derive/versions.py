"""Which version of a regulation is in force: it follows from the versions, their days and what replaces what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.once import once
from gongkai.records.regulation import Regulation, RegulationState
from gongkai.register import Record, Register


class Standing(StrEnum):
    """How a version stands on a day, in the order in which a reader looks for it."""

    IN_FORCE = "现行有效"
    TRIAL = "试行中"
    TRIAL_OVER = "试行期满"
    COMING = "待生效"
    CONSULT = "征求意见"
    DRAFT = "草案"
    REPLACED = "已被替代"
    REPEALED = "已废止"

    @property
    def is_followed(self) -> bool:
        """Whether people are to act by it today."""
        return self in (Standing.IN_FORCE, Standing.TRIAL)


@dataclass(frozen=True, slots=True)
class Version:
    """One version on a day: how it stands, and the versions directly before and after it that exist."""

    record: Record[Regulation]
    standing: Standing
    before: tuple[Record[Regulation], ...]
    after: tuple[Record[Regulation], ...]


@once
def versions(register: Register, today: date) -> Mapping[str, Version]:
    """Every version by identity."""
    after: dict[str, list[Record[Regulation]]] = {}
    for record in register.of(Regulation):
        for identity in record.content.replaces:
            after.setdefault(identity, []).append(record)
    found = {}
    for record in register.of(Regulation):
        before = tuple(old for each in record.content.replaces if (old := register.get(each, Regulation)))
        successors = tuple(sorted(after.get(record.identity, ()), key=_in_time))
        found[record.identity] = Version(record, _standing(record.content, successors, today), before, successors)
    return found


def chain(found: Mapping[str, Version], identity: str) -> tuple[Version, ...]:
    """Every version that leads to this one or follows from it, the newest first."""
    seen: dict[str, Version] = {}
    waiting = [identity]
    while waiting:
        version = found.get(each := waiting.pop())
        if version and each not in seen:
            seen[each] = version
            waiting += [record.identity for record in (*version.before, *version.after)]
    return tuple(sorted(seen.values(), key=lambda each: _in_time(each.record), reverse=True))


def _in_time(record: Record[Regulation]) -> tuple[date, str]:
    return record.content.holds_from, record.identity


def _standing(content: Regulation, successors: tuple[Record[Regulation], ...], today: date) -> Standing:
    if any(_has_taken_effect(each.content, today) for each in successors):
        return Standing.REPLACED
    if content.repealed_on is not None and content.repealed_on <= today:
        return Standing.REPEALED
    match content.state:
        case RegulationState.REPEALED if content.repealed_on is None:
            return Standing.REPEALED
        case RegulationState.DRAFT:
            return Standing.DRAFT
        case RegulationState.CONSULT:
            return Standing.CONSULT
    if content.holds_from > today:
        return Standing.COMING
    if content.state is RegulationState.TRIAL:
        over = content.trial_until is not None and content.trial_until < today
        return Standing.TRIAL_OVER if over else Standing.TRIAL
    return Standing.IN_FORCE


def _has_taken_effect(content: Regulation, today: date) -> bool:
    """Whether a version has ever put another out of force; repealed later, it does not bring that back."""
    drafts = (RegulationState.DRAFT, RegulationState.CONSULT)
    return content.state not in drafts and content.holds_from <= today
