"""What was hidden for a while: when it is shown again, it must say what its readers read before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from gongkai.findings import Finding
from gongkai.history.closed.periods import of_step
from gongkai.history.closed.published import Step, file_name, part
from gongkai.records import Audience, MainFile
from gongkai.register import Record, frozen
from gongkai.select import select


@dataclass
class Hidden:
    """Records of which readers see less than they did, each as they last saw it."""

    kept: dict[str, Record[MainFile]] = field(default_factory=dict)

    def objections(self, step: Step) -> Iterator[Finding]:
        """What a record that is shown whole again says otherwise than before it was hidden."""
        for identity in step.changed:
            was, now = step.old.records.get(identity), step.new.records.get(identity)
            if was is None or now is None or (_reach(was) == _reach(now) and identity not in self.kept):
                continue
            after = _files(select(part(step.new, (identity,)), Audience.STAFF, step.on).register.records.get(identity))
            first = self.kept.get(identity)
            if first is None:
                if (_files(step.shown(identity)) & _names(now)) - after:
                    self.kept[identity] = was
            elif _names(first) & _names(now) <= after:
                del self.kept[identity]
                yield from against(step, first, now)


def against(step: Step, before: Record[Any], now: Record[Any]) -> Iterator[Finding]:
    """What a record says otherwise than it did at some earlier moment."""
    new = part(step.new, (now.identity,))
    old = replace(new, records=frozen({**new.records, now.identity: before}))
    yield from of_step(Step(old, new, step.on, step.since, step.later, step.origins))


def _reach(record: Record[Any]) -> tuple[object, ...]:
    acts = tuple((act.identity, record.audience(act)) for act in record.acts)
    return record.audience(), record.content.published_on, acts


def _names(record: Record[Any]) -> set[str]:
    """The files of a record by name, the main file as an empty one."""
    return {"", *(file_name(record, act) for act in record.acts)}


def _files(record: Record[Any] | None) -> set[str]:
    return _names(record) if record else set()
