"""What one can follow: the newest events of everything, of each kind of record, of each department."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.derive.cases import cases
from gongkai.derive.events import Event, events
from gongkai.derive.statistics import current_names
from gongkai.once import once
from gongkai.records.catalogue import Item
from gongkai.records.notice import Notice
from gongkai.records.plan import Plan
from gongkai.records.proposal import Review
from gongkai.register import Record, Register

NEWEST = 50
"""So many events are kept of each; what is older stands on the pages."""

_ACTING = ("department", "responsible", "origin", "target")
"""The fields in which an act names a department."""


@dataclass(frozen=True, slots=True)
class Channels:
    """The newest events, the newest first: of everything, by the folder of a kind, by the name of a department.

    A department is called as it is today; the events of its former names are its own.
    """

    everything: tuple[Event, ...]
    kinds: Mapping[str, tuple[Event, ...]]
    departments: Mapping[str, tuple[Event, ...]]


@once
def channels(register: Register, today: date) -> Channels:
    """Everything that can be followed, by today."""
    whole = events(register, today)
    kinds: dict[str, list[Event]] = {}
    departments: dict[str, list[Event]] = {}
    called = current_names(register)
    handling = {case.record.identity: case.department for case in cases(register, today)}
    items = dict(register.catalogue.items())
    charged = {
        identity: {called[name] for name in (handling.get(identity), *_charged(items, record)) if name in called}
        for identity, record in register.records.items()
    }
    for event in whole:
        _add(kinds, event.record.content.folder, event)
        acting = {called[name] for name in _acting(event) if name in called}
        for name in charged[event.record.identity] | acting:
            _add(departments, name, event)
    return Channels(whole[:NEWEST], _kept(kinds), _kept(departments))


def _charged(items: Mapping[str, Item], record: Record[Any]) -> Iterator[str | None]:
    """The departments that have to do with a record as a whole."""
    item = items.get(record.content.catalogue_item or "")
    yield item.department if item else None
    if review := record.one(Review):
        yield from review.content.support
    if isinstance(record.content, Notice) and record.content.objection:
        yield record.content.objection.receiver
    if isinstance(record.content, Plan):
        yield record.content.department


def _acting(event: Event) -> Iterator[str | None]:
    """The departments that an act names."""
    if event.what is not event.record:
        content = event.what.content
        fields = type(content).model_fields  # to ask an act for what it has not takes 20 times as long
        yield from (getattr(content, field) for field in _ACTING if field in fields)


def _add(found: dict[str, list[Event]], name: str, event: Event) -> None:
    own = found.setdefault(name, [])
    if len(own) < NEWEST:
        own.append(event)


def _kept(found: dict[str, list[Event]]) -> Mapping[str, tuple[Event, ...]]:
    return {name: tuple(own) for name, own in found.items()}
