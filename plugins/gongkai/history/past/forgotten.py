"""Everything that git has of the records and that their audience may not see today, gathered from all moments.

What was only for staff at some time, what a card kept back, what stood in records that are gone, and what was
withdrawn as personal data is told nowhere again: neither on the page of its record nor in the past of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from gongkai.concealed import Search, standing_in, words_of
from gongkai.history.differences.changes import FieldDifference, Sign
from gongkai.history.differences.records import differences
from gongkai.history.moments import Moment, newcomers
from gongkai.records import MainFile
from gongkai.records.proposal import Correction, CorrectionType
from gongkai.register import Record, Register, frozen
from gongkai.select import Selected, text_of

IsHidden = Callable[[str], bool]
"""Whether a text holds what this audience may not see today."""

_SHORTEST = 4
"""A title or withdrawn words of fewer characters would be found everywhere."""


class Forgotten:
    """What may not be told of the past; `is_hidden` is what the present records alone forbid."""

    def __init__(self, now: Selected, is_hidden: IsHidden) -> None:
        self._now = now
        self._is_hidden = is_hidden
        self._kept: dict[str, set[str]] = {}
        self._gone: set[str] = set()
        self._withdrew: set[str] = set()

    def passing(self, moments: Iterable[Moment]) -> Iterator[Moment]:
        """The same moments, looked through in passing; staff may read what staff could read."""
        before: Mapping[str, Record[MainFile]] = {}
        for moment in moments:
            for identity, record in newcomers(moment.register.records, before):
                self._withdrawn(before.get(identity), record)
                if self._now.is_public:
                    self._look_at(record, moment.register)
            before = moment.register.records
            yield moment

    def withdrew(self, identity: str) -> bool:
        """Whether personal data was ever withdrawn from a record, by whatever act: also one only for staff."""
        return identity in self._withdrew

    def stands_in(self, text: str) -> bool:
        """Whether a text holds anything of it; asked when all moments have passed."""
        return self._is_hidden(text) or self._search.stands_in(text)

    @cached_property
    def _search(self) -> Search:
        shown = {text for record in self._now.register.records.values() for text in _words(record)}
        candidates = self._gone.union(*self._kept.values()) - shown
        return Search(candidates - standing_in(candidates, "\n".join(sorted(shown))))

    def _look_at(self, record: Record[MainFile], register: Register) -> None:
        """Keep what a record says and this audience is not shown; what it was shown since is kept no longer."""
        words = set(_words(record))
        told: set[str] = set()
        if record.identity in self._now.register.records and record.identity not in self._now.cards:
            seen = text_of(record, register, self._now.audience, self._now.today)
            told = set(_words(seen)) if seen else told
        self._kept[record.identity] = (self._kept.get(record.identity, set()) - told) | (words - told)

    def _withdrawn(self, old: Record[MainFile] | None, record: Record[MainFile]) -> None:
        if not _withdraws(record):
            return
        self._withdrew.add(record.identity)
        if old is not None and not _withdraws(old):
            before, after = (_alone(self._now.register, each) for each in (old, record))
            fields = (each for found in differences(before, after) for each in found.fields)
            self._gone.update(piece for each in fields for piece in _lost(each) if len(piece) >= _SHORTEST)


def _words(record: Record[MainFile]) -> Iterator[str]:
    """Every text that is worth looking for, and what the record is called."""
    if len(record.content.heading) >= _SHORTEST:
        yield record.content.heading
    for file in record.files:
        yield from words_of(file.content)


def _withdraws(record: Record[Any]) -> bool:
    return any(act.content.type is CorrectionType.PERSONAL for act in record.all(Correction))


def _alone(register: Register, record: Record[MainFile]) -> Register:
    return replace(register, records=frozen({record.identity: record}))


def _lost(difference: FieldDifference) -> Iterator[str]:
    """The words that went."""
    if difference.pieces:
        yield from (piece.text.strip() for piece in difference.pieces if piece.sign is Sign.OLD)
    else:
        yield difference.old.strip()
