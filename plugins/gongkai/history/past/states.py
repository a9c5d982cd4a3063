"""Which state of a record may be shown as it once was, and what became of it since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from gongkai.history.differences.records import Change
from gongkai.history.past.standing import Standing
from gongkai.past import Since
from gongkai.personal import find
from gongkai.records import MainFile
from gongkai.records.base import Model
from gongkai.records.notice import Listed, Notice
from gongkai.records.proposal import Person
from gongkai.register import Record


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a record that was shown with its text; whether what went since was personal."""

    since: Since
    lost_personal: bool = False


def judged(seen: Record[MainFile], standing: Standing) -> Judged:
    """A past state of a record, as its audience sees it, against the record as it stands today."""
    if seen == standing.record:
        return Judged(Since.SAME)
    difference = standing.between(seen, standing.record)
    if difference is None:
        return Judged(Since.SAME)
    if _names(seen) != _names(standing.record) or _traces(seen) - _traces(standing.record):
        return Judged(Since.WITHHELD, lost_personal=True)
    lost = any(each.change is Change.REMOVED for each in difference.files)
    return Judged(Since.WITHHELD if lost or any(map(standing.why_untold, difference.fields)) else Since.CHANGED)


def nameless(record: Record[Any]) -> Record[MainFile]:
    """The record without its list of names: no old page ever renders one, not even while it is up."""
    if isinstance(record.content, Notice) and record.content.names:
        return replace(record, content=record.content.model_copy(update={"names": ()}))
    return record


def _names(record: Record[Any]) -> tuple[str | None, ...]:
    """Every name of a person in a record, in order: a list that lost one may not be shown as it was."""
    return tuple(name for file in record.files for name in _names_in(file.content))


def _names_in(value: object) -> Iterator[str | None]:
    if isinstance(value, Person | Listed):
        yield value.name
    elif isinstance(value, Model):
        for part in value.__dict__.values():
            yield from _names_in(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _names_in(part)


def _traces(record: Record[Any]) -> frozenset[str]:
    """Everything in a record that looks like personal data."""
    texts = (str(file.content.model_dump()) for file in record.files)
    return frozenset(text[trace.start : trace.end] for text in texts for trace in find(text))
