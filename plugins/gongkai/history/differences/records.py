"""What differs between two registers, said of records, fields and figures instead of lines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from gongkai.history.differences.changes import (
    AudienceMove,
    Change,
    ClockMove,
    Effect,
    FieldDifference,
    FileDifference,
    Piece,
    RecordDifference,
    Sign,
)
from gongkai.history.differences.effects import effects, followers
from gongkai.history.differences.fields import field_differences
from gongkai.history.differences.words import shortened
from gongkai.personal import mask
from gongkai.records import ActFile, MainFile
from gongkai.register import Act, AttachedFile, Record, Register

__all__ = [
    "AudienceMove",
    "Change",
    "ClockMove",
    "Effect",
    "FieldDifference",
    "FileDifference",
    "Piece",
    "RecordDifference",
    "Sign",
    "differences",
    "everything",
    "following",
    "shortened",
]


def differences(old: Register, new: Register, today: date | None = None) -> tuple[RecordDifference, ...]:
    """Every record that is not the same in both, in the order of identities.

    Given two selected registers the result holds nothing that their audience may not see. Where `today`
    is given, computed figures tell also what time has done: what is overdue, what was not kept.
    """
    identities = sorted(old.records.keys() | new.records.keys())
    found = (_difference(identity, old, new, today) for identity in identities)
    return tuple(each for each in found if each)


def following(old: Register, new: Register, today: date | None = None) -> tuple[RecordDifference, ...]:
    """The records that are themselves the same, but whose computed figures are not.

    A merged proposal is answered with its lead, a margin adds up the months before, a deadline follows the
    rules. Each comes with its effects alone.
    """
    changed = frozenset(each.identity for each in differences(old, new, today))
    found = []
    for identity in followers(old, new, changed):
        before, after = old.records[identity], new.records[identity]
        if told := effects((old, before), (new, after), today):
            found.append(_of(after, Change.CHANGED, effects=told))
    return tuple(found)


def everything(record: Record[MainFile]) -> tuple[FieldDifference, ...]:
    """Every value of a record and its acts as if it had just come: what an added record says."""
    own = field_differences(None, record.content)
    return (*own, *(each for act in record.acts for each in field_differences(None, act.content, _name(act))))


def _difference(identity: str, old: Register, new: Register, today: date | None) -> RecordDifference | None:
    before, after = old.records.get(identity), new.records.get(identity)
    if before is after:
        return None
    if before is None or after is None:
        change = Change.ADDED if after else Change.REMOVED
        some = after or before
        assert some is not None
        return _of(some, change, effects=effects((old, before), (new, after), today))
    fields = tuple(_fields(before, after))
    files = (*_acts(before, after, frozenset(each.file for each in fields)), *_attachments(before, after))
    if not fields and not files:
        return None
    return _of(after, Change.CHANGED, files, fields, effects((old, before), (new, after), today))


def _of(
    record: Record[MainFile],
    change: Change,
    files: tuple[FileDifference, ...] = (),
    fields: tuple[FieldDifference, ...] = (),
    effects: tuple[Effect, ...] = (),
) -> RecordDifference:
    content = record.content
    return RecordDifference(record.identity, content.label, mask(content.heading), change, files, fields, effects)


def _fields(old: Record[MainFile], new: Record[MainFile]) -> Iterator[FieldDifference]:
    """The values of the main file and of every act that is in both."""
    yield from field_differences(old.content, new.content)
    before = {_name(act): act for act in old.acts}
    for act in new.acts:
        if (same := before.get(_name(act))) and same is not act:
            yield from field_differences(same.content, act.content, _name(act))


def _acts(old: Record[MainFile], new: Record[MainFile], changed: frozenset[str]) -> Iterator[FileDifference]:
    before, after = ({_name(act): act for act in record.acts} for record in (old, new))
    for name, act in {**before, **after}.items():
        if name not in before:
            yield FileDifference(name, _label(act), Change.ADDED)
        elif name not in after:
            yield FileDifference(name, _label(act), Change.REMOVED)
        elif name in changed:
            yield FileDifference(name, _label(act), Change.CHANGED)


def _attachments(old: Record[MainFile], new: Record[MainFile]) -> Iterator[FileDifference]:
    before, after = ({each.name: each for each in record.attachments} for record in (old, new))
    for name, attached in sorted({**before, **after}.items()):
        if name not in before:
            change = Change.ADDED
        elif name not in after:
            change = Change.REMOVED
        elif before[name] is after[name] or _digest(before[name]) == _digest(after[name]):
            continue
        else:
            change = Change.CHANGED
        yield FileDifference(mask(name), mask(attached.title), change, is_attachment=True)


def _digest(attached: AttachedFile) -> bytes:
    return hashlib.sha256(attached.file.read_bytes()).digest()


def _name(act: Act[ActFile]) -> str:
    return act.identity.rpartition("/")[2]


def _label(act: Act[ActFile]) -> str:
    return f"{act.content.label} {act.n}" if act.n else act.content.label
