"""当时公布的样子, by a list that the school kept: what a past release showed, as far as it may still be seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from gongkai.history.moments import Moment
from gongkai.history.past.forgotten import Forgotten
from gongkai.history.past.standing import Standing
from gongkai.history.past.states import judged, nameless
from gongkai.past import PastRelease, Since, Then
from gongkai.records import MainFile
from gongkai.register import Record, Register, frozen
from gongkai.select import CARD_SUBJECT, Selected, select, text_of
from gongkai.source.releases import Release, digest_of

_TOLD = (Since.SAME, Since.CHANGED)
"""What became of those whose digest may be repeated: of words that were withdrawn it would be a way to guess them."""


def release_then(listed: Release, moment: Moment, now: Selected, forgotten: Forgotten) -> PastRelease:
    """A release by its list, shown from the records as they stood at the end of its day."""
    found = [_found(identity, listed, moment, now, forgotten) for identity in sorted(listed.records)]
    known = replace(
        as_published(moment.register, now), records=frozen({each.identity: each.shown for each in found if each.shown})
    )
    return PastRelease(
        listed.day.isoformat(),
        listed.day,
        select(known, now.audience, listed.day),
        tuple(Then(each.identity, each.digest(listed), each.title, each.since) for each in found),
        fingerprint="" if any(each.is_personal for each in found) else digest_of(listed.records),
        count=len(found),
        since=Counter(each.since for each in found),
        is_listed=True,
        has_page=True,
    )


def as_published(register: Register, now: Selected) -> Register:
    """A past register, in which whom the school named and what it told of withdrawn records is not repeated."""
    today = now.register
    persons = {"accountability": today.school.accountability, "channels": today.school.channels}
    return replace(register, school=register.school.model_copy(update=persons), tombstones=today.tombstones)


def is_shown(selected: Selected | None, identity: str) -> bool:
    """Whether a record has its text here: the answer that opened a text may be one that is shown no more."""
    return bool(selected and identity in selected.register.records and identity not in selected.cards)


@dataclass(frozen=True, slots=True)
class _Found:
    """A listed record: what became of it, and the state of it that may be shown, if any.

    It `is_personal` where from a digest that counts it something could be guessed that was withdrawn.
    """

    identity: str
    since: Since
    is_personal: bool
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
    is_personal = forgotten.withdrew(identity)
    if current is None or then is None:
        return _Found(identity, Since.GONE, is_personal)
    standing = Standing(current, now, forgotten)
    seen = standing.seen(then, moment.register)
    if seen is None:
        return _Found(identity, Since.CARD, is_personal)
    since = Since.WITHHELD
    if text_of(then, moment.register, now.audience, listed.day):
        found = judged(seen, standing)
        since, is_personal = found.since, (is_personal and found.since is not Since.SAME) or found.lost_personal
    return _Found(identity, since, is_personal, nameless(current if since is Since.WITHHELD else seen))
