"""Which resolutions still hold: one is replaced by the resolution that says so, or by that of a newer regulation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.derive.citations import cited
from gongkai.derive.versions import versions
from gongkai.records.meeting import Meeting, Power, Resolution
from gongkai.register import Act, Record, Register


class Standing(StrEnum):
    """How a resolution stands on a day."""

    IN_FORCE = "现行"
    REPLACED = "被替代"
    NOT_PASSED = "未通过"
    NOTED = "不涉及"
    """A report that was heard, a review or an election: there is nothing to hold or to replace."""


@dataclass(frozen=True, slots=True)
class Held:
    """A resolution with its meeting, how it stands, and by which resolution it was replaced."""

    meeting: Record[Meeting]
    act: Act[Resolution]
    standing: Standing
    replaced_by: str = ""

    @property
    def on(self) -> date:
        return self.act.content.on or self.meeting.content.held_on


def resolutions(register: Register, today: date) -> tuple[Held, ...]:
    """Every resolution of a meeting that has been held, in the order of their days."""
    later = dict(_replacements(register, today))
    found = [_held(register, meeting, act, later) for meeting, act in _all(register, today)]
    return tuple(sorted(found, key=lambda each: (each.on, each.meeting.identity, each.act.n)))


def _all(register: Register, today: date) -> Iterator[tuple[Record[Meeting], Act[Resolution]]]:
    for meeting in register.of(Meeting):
        if meeting.content.held_on <= today:
            for act in meeting.all(Resolution):
                yield meeting, act


def _held(register: Register, meeting: Record[Meeting], act: Act[Resolution], later: Mapping[str, str]) -> Held:
    found = cited(register, act.identity)
    if found and found.passed is False:
        return Held(meeting, act, Standing.NOT_PASSED)
    if act.identity in later:
        return Held(meeting, act, Standing.REPLACED, later[act.identity])
    if act.content.power in (Power.PASS, Power.DISCUSS, Power.OTHER):
        return Held(meeting, act, Standing.IN_FORCE)
    return Held(meeting, act, Standing.NOTED)


def _replacements(register: Register, today: date) -> Iterator[tuple[str, str]]:
    """(the old, the new) resolution; one that did not pass replaces nothing, nor does one of an earlier day."""
    told = tuple(_all(register, today))
    days = {act.identity: act.content.on or meeting.content.held_on for meeting, act in told}
    for _, act in told:
        found = cited(register, act.identity)
        if found is None or found.passed is False:
            continue
        for old in act.content.replaces:
            if old != act.identity and days.get(old, date.max) <= days[act.identity]:
                yield old, act.identity
    for version in versions(register, today).values():
        new = version.record.content.resolution
        if new not in days or version.record.content.holds_from > today:
            continue
        for each in version.before:
            if each.content.resolution and each.content.resolution != new:
                yield each.content.resolution, new
