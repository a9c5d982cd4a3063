"""What became of each record since it was first shown (本页变更), as far as its audience may still see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.history.differences.records import Change, FieldDifference, RecordDifference, Sign, shortened
from gongkai.history.moments import Moment, newcomers
from gongkai.history.past.forgotten import Forgotten
from gongkai.history.past.standing import Standing
from gongkai.past import Amendment, Line, Nature, RecordPast
from gongkai.records import MainFile
from gongkai.records.notice import Notice
from gongkai.records.proposal import Correction, Review
from gongkai.register import Record, Register
from gongkai.select import Selected, text_of


def timelines(moments: Iterable[Moment], now: Selected, forgotten: Forgotten) -> Mapping[str, RecordPast]:
    """The past of every record that is shown with its text now, by identity; `moments` are oldest first.

    What may be told is decided at the end, when every moment has said what was hidden.
    """
    followed = {
        identity: _Followed(now, Standing(record, now, forgotten))
        for identity, record in now.register.records.items()
        if identity not in now.cards
    }
    waiting: set[str] = set()
    ruling: object = None
    before: Mapping[str, Record[MainFile]] = {}
    for moment in moments:
        records = moment.register.records
        changed = {identity: record for identity, record in newcomers(records, before) if identity in followed}
        for identity, record in changed.items():
            followed[identity].meet(record, moment)
        if before.keys() - records.keys():
            for identity in followed.keys() & (before.keys() - records.keys()):
                followed[identity].miss(moment.on)
        rules = (opening(moment.register, moment.on), opening(moment.register, now.today))
        for identity in sorted(waiting - changed.keys()):
            # A text is also opened by other rules, another day, or the answer to the proposal that it was merged into.
            there = records.get(identity)
            if there and (rules != ruling or _is_merged(there)):
                followed[identity].meet(there, moment)
        waiting = {each for each in waiting | changed.keys() if not followed[each].is_shown}
        before, ruling = records, rules
    pasts = {identity: each.past(now.today) for identity, each in followed.items()}
    return {identity: past for identity, past in pasts.items() if past}


def opening(register: Register, day: date) -> object:
    """When proposals are opened by the rules of a day (公开时点)."""
    return register.rulings(day).values.moments


def _is_merged(record: Record[Any]) -> bool:
    review = record.one(Review)
    return bool(review and review.content.merged_into)


@dataclass(frozen=True, slots=True)
class _State:
    """A record as its audience sees it, from which day, and the posts by which that was approved."""

    day: date
    seen: Record[MainFile]
    approved_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """What differs between a shown state and the shown one before."""

    state: _State
    difference: RecordDifference
    is_correction: bool


@dataclass
class _Followed:
    """One record on its way through the moments."""

    now: Selected
    standing: Standing
    first: _State | None = None
    last: Record[MainFile] | None = None
    coming: _State | None = None
    changes: list[_Change] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        return self.first is not None

    def meet(self, record: Record[MainFile], moment: Moment) -> None:
        """Take in the record as it stood at a moment.

        What is to be shown only from a later day waits; what is changed before that day never was shown.
        """
        self.miss(moment.on)
        seen = self.standing.seen(record, moment.register)
        if seen is None:
            return
        day = max(moment.on, begins(record.content) or moment.on)
        if text_of(record, moment.register, self.now.audience, day):
            self.coming = _State(day, seen, moment.approved_by)
            if day == moment.on:
                self._come()

    def miss(self, on: date) -> None:
        """The state that waits is none any more from this day on; it was shown if it came before."""
        if self.coming and self.coming.day < on:
            self._come()
        self.coming = None

    def _come(self) -> None:
        state = self.coming
        assert state
        self.coming = None
        if self.first is None:
            self.first = state
        elif self.last is not None and self.last != state.seen:
            difference = self.standing.between(self.last, state.seen)
            if difference:
                more = len(state.seen.all(Correction)) > len(self.last.all(Correction))
                self.changes.append(_Change(state, difference, more))
        self.last = state.seen

    def past(self, today: date) -> RecordPast | None:
        """What may be told of all this; None where the record was not shown yet."""
        if self.coming and self.coming.day <= today:
            self._come()
        if self.first is None:
            return None
        return RecordPast(self.first.day, tuple(self._amendments(self.first.day)), self.first.approved_by)

    def _amendments(self, first: date) -> Iterator[Amendment]:
        for each in self.changes:
            lines = tuple(dict.fromkeys(self._lines(each.difference)))
            if lines:
                nature = Nature.CORRECTED if each.is_correction else _nature(each.difference)
                yield Amendment(max(each.state.day, first), lines, nature, each.state.approved_by)

    def _lines(self, difference: RecordDifference) -> Iterator[Line]:
        whole = [each for each in difference.files if each.change is not Change.CHANGED or each.is_attachment]
        for each in whole:
            title = self.standing.title_of(each) if each.is_attachment else each.label
            yield Line(f"{each.change.value}{title}")
        names = {each.name for each in whole if not each.is_attachment}
        yield from (self._line(each) for each in difference.fields if each.file not in names)

    def _line(self, difference: FieldDifference) -> Line:
        place = " · ".join(self.standing.place_of(difference)) or "一处"
        if reason := self.standing.why_untold(difference):
            return Line(place, note=reason)
        pieces = shortened(difference.pieces)
        return Line(place, tuple((piece.sign.value, piece.text) for piece in pieces) or _both(difference))


def _nature(difference: RecordDifference) -> Nature:
    is_new = all(each.change is Change.ADDED for each in difference.files)
    names = {each.name for each in difference.files}
    return Nature.ADDED if is_new and all(each.file in names for each in difference.fields) else Nature.CHANGED


def begins(content: MainFile) -> date | None:
    """The day before which the record is in no build."""
    if isinstance(content, Notice):
        return max(content.first, content.published_on or content.first)
    return content.published_on


def _both(difference: FieldDifference) -> tuple[tuple[str, str], ...]:
    pairs = ((Sign.OLD.value, difference.old), (Sign.NEW.value, difference.new))
    return tuple((sign, text) for sign, text in pairs if text)
