"""当时公布的样子: what a past release showed, cut down to what its audience may still see of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from gongkai.history.differences.records import Change
from gongkai.history.moments import Moment
from gongkai.history.past.forgotten import Forgotten
from gongkai.history.past.standing import Standing
from gongkai.past import PastRelease, Since, Then
from gongkai.personal import find
from gongkai.records import MainFile
from gongkai.records.base import Model
from gongkai.records.notice import Listed, Notice
from gongkai.records.proposal import Person
from gongkai.register import Record, frozen
from gongkai.select import CARD_SUBJECT, Selected, select, text_of
from gongkai.source.releases import Release

_TOLD = (Since.SAME, Since.CHANGED)
"""What became of those whose digest may be repeated: of words that were withdrawn it would be a way to guess them."""


def release_then(listed: Release, moment: Moment, now: Selected, forgotten: Forgotten) -> PastRelease:
    """A release by its list, shown from the records as they stood at the end of its day.

    Whom the school named then, and what it told of withdrawn records, is not repeated: that is today's.
    """
    found = [_found(identity, listed, moment, now, forgotten) for identity in sorted(listed.records)]
    today = now.register
    persons = {"accountability": today.school.accountability, "channels": today.school.channels}
    school = moment.register.school.model_copy(update=persons)
    kept = replace(moment.register, school=school, tombstones=today.tombstones)
    known = replace(kept, records=frozen({each.identity: each.shown for each in found if each.shown}))
    selected = select(known, now.audience, listed.day)
    told = (Then(each.identity, each.digest(listed), each.title, each.since) for each in found)
    return PastRelease(listed.day, selected, tuple(told))


@dataclass(frozen=True, slots=True)
class _Found:
    """A listed record: what became of it, and the state of it that may be shown, if any."""

    identity: str
    since: Since
    shown: Record[MainFile] | None = None

    @property
    def title(self) -> str:
        """The title where it may be told."""
        if self.since is Since.CARD:
            return CARD_SUBJECT
        return self.shown.content.heading if self.shown else ""

    def digest(self, listed: Release) -> str:
        return listed.records[self.identity] if self.since in _TOLD else ""


def _found(identity: str, listed: Release, moment: Moment, now: Selected, forgotten: Forgotten) -> _Found:
    then, current = moment.register.records.get(identity), now.register.records.get(identity)
    if current is None or then is None:
        return _Found(identity, Since.GONE)
    standing = Standing(current, now, forgotten)
    seen = standing.seen(then, moment.register)
    if seen is None:
        return _Found(identity, Since.CARD)
    since = Since.WITHHELD
    if text_of(then, moment.register, now.audience, listed.day):
        since = _since(seen, standing)
    return _Found(identity, since, _nameless(current if since is Since.WITHHELD else seen))


def _since(seen: Record[MainFile], standing: Standing) -> Since:
    """What became of a record that was shown with its text."""
    if seen == standing.record:
        return Since.SAME
    difference = standing.between(seen, standing.record)
    if difference is None:
        return Since.SAME
    if _names(seen) != _names(standing.record) or _traces(seen) - _traces(standing.record):
        return Since.WITHHELD
    lost = any(each.change is Change.REMOVED for each in difference.files)
    return Since.WITHHELD if lost or any(map(standing.why_untold, difference.fields)) else Since.CHANGED


def _nameless(record: Record[Any]) -> Record[MainFile]:
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
