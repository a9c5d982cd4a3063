"""What a change does to computed figures: of the records that changed, and of those that follow from them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from gongkai.derive.series import stem
from gongkai.history.differences.changes import ClockMove, Effect
from gongkai.history.differences.reckoned import Told, leads, reckoned
from gongkai.personal import mask
from gongkai.records import MainFile
from gongkai.records.finance import Category, Finance
from gongkai.records.meeting import Meeting
from gongkai.records.notice import Notice
from gongkai.records.opinion import Opinion
from gongkai.records.organisation import Organisation
from gongkai.records.proposal import Proposal
from gongkai.register import Record, Register

State = tuple[Register, Record[MainFile] | None]
"""A record, if it is there, in the register of its moment."""


def effects(old: State, new: State, today: date | None = None) -> tuple[Effect, ...]:
    """The computed figures that are not what they were, in the order of the page."""
    before, after = (reckoned(record, register, today) if record else {} for register, record in (old, new))
    names = dict.fromkeys((*after, *before))
    return tuple(
        Effect(mask(name), _text(before.get(name)), _text(after.get(name)), _move(before.get(name), after.get(name)))
        for name in names
        if _text(before.get(name)) != _text(after.get(name))
    )


def _text(told: Told | None) -> str:
    return mask(told.text) if told else ""


def _move(old: Told | None, new: Told | None) -> ClockMove | None:
    ran, runs = bool(old and old.runs), bool(new and new.runs)
    if runs and not ran:
        return ClockMove.STARTED if old is None else ClockMove.RESUMED
    if ran and not runs:
        return ClockMove.DROPPED if new is None else ClockMove.STOPPED
    return ClockMove.MOVED if runs and old and new and old.due != new.due else None


def _rules(register: Register) -> tuple[object, ...]:
    return register.policy.presets, register.policy.policy.adopted


def followers(old: Register, new: Register, changed: Collection[str]) -> Iterator[str]:
    """The records, the same in both, whose figures may follow from those that changed, or from other rules."""
    other_terms = old.school.terms != new.school.terms
    other_rules = other_terms or _rules(old) != _rules(new)
    found = (register.records.get(identity) for register in (old, new) for identity in changed)
    canteens = {stem(record.number) for record in found if record and _is_canteen(record)}
    for identity, record in new.records.items():
        if identity in changed or identity not in old.records:
            continue
        if isinstance(record.content, Finance):
            follows = _is_canteen(record) and (other_terms or stem(record.number) in canteens)
            follows = follows or (other_rules and _carry_rule(old, record) != _carry_rule(new, record))
        else:
            follows = other_rules and isinstance(record.content, _RULED)
        if follows or any(lead in changed for lead in leads(record)):
            yield identity


_RULED = (Proposal, Opinion, Meeting, Notice, Organisation)
"""The kinds whose deadlines and verdicts follow from the school's rules."""


def _carry_rule(register: Register, record: Record[MainFile]) -> bool | None:
    return register.rulings(record.content.day).values.carry_is_income


def _is_canteen(record: Record[MainFile]) -> bool:
    """Whether a record tells a margin, which adds up the months before."""
    return isinstance(record.content, Finance) and record.content.category is Category.CANTEEN
