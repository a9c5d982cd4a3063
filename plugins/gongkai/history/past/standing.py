"""What a record says today, and with it which of its past words may still be told.

A past value is told only where something stands at its place today: what was narrowed, withdrawn or deleted
since is named, never repeated, and named only by words that stand there today. Of a record from which personal
data was withdrawn no earlier words are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from gongkai.history.differences.changes import FileDifference
from gongkai.history.differences.fields import field_differences
from gongkai.history.differences.records import FieldDifference, RecordDifference, differences
from gongkai.history.past.forgotten import Forgotten
from gongkai.personal import mask
from gongkai.records import MainFile
from gongkai.register import Record, Register, frozen
from gongkai.select import Selected, text_of

WITHDREW = "后来撤回了个人信息，改动前后的文字不再显示"
NOT_THERE = "现在不再显示，原来的内容也不显示"
HIDDEN = "有现在不公开的内容，不显示"

ATTACHMENT = "附件"


class Standing:
    """A record as it is selected today."""

    def __init__(self, record: Record[Any], today: Selected, forgotten: Forgotten) -> None:
        self.record = record
        self._today = today
        self._forgotten = forgotten
        self._known: dict[str, frozenset[tuple[str, ...]]] = {}

    def seen(self, record: Record[MainFile], register: Register) -> Record[MainFile] | None:
        """The record as it once stood, without what its own words and today's date take away."""
        return text_of(record, register, self._today.audience, self._today.today)

    def between(self, old: Record[MainFile], new: Record[MainFile]) -> RecordDifference | None:
        """What differs between two states of the record as this audience sees them."""
        found = differences(self._alone(old), self._alone(new))
        return found[0] if found else None

    def _alone(self, record: Record[MainFile]) -> Register:
        """A register of nothing but this record."""
        return replace(self._today.register, records=frozen({record.identity: record}))

    def why_untold(self, difference: FieldDifference) -> str:
        """Why the words of a past difference may not be told; empty where they may."""
        if self._forgotten.withdrew(self.record.identity):
            return WITHDREW
        # Items that have no name go by their place in a list, where another one may stand today.
        if not difference.new or difference.labels not in self._places(difference.file):
            return NOT_THERE
        pieces = "".join(piece.text for piece in difference.pieces)
        return HIDDEN if any(map(self._forgotten.stands_in, (difference.old, difference.new, pieces))) else ""

    def place_of(self, difference: FieldDifference) -> Iterator[str]:
        """Where a value stood, as a reader calls it (答复 1, 逐条, 建议 2, 期限), as far as it stands there today."""
        act = self.record.act(difference.file) if difference.file else None
        if difference.file and act is None:
            return
        if act:
            yield f"{act.content.label}{f' {act.n}' if act.n else ''}"
        for depth, label in enumerate(difference.labels, 1):
            if difference.labels[:depth] not in self._places(difference.file):
                return
            yield label

    def title_of(self, file: FileDifference) -> str:
        """What an attachment is called, where one is called so today."""
        titles = {mask(each.title) for each in self.record.attachments}
        return file.label if file.label in titles else ATTACHMENT

    def _places(self, file: str) -> frozenset[tuple[str, ...]]:
        """Where anything stands in a file of the record, and every place above."""
        if file not in self._known:
            act = self.record.act(file) if file else None
            content = act.content if act else None if file else self.record.content
            values = field_differences(None, content) if content else ()
            ways = (each.labels[:depth] for each in values for depth in range(1, len(each.labels) + 1))
            self._known[file] = frozenset(ways)
        return self._known[file]
