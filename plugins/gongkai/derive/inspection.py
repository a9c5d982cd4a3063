"""迎检: one school year as an inspector asks for it – the records, their originals and signatures, the gaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from gongkai.derive.coverage import Slot, State
from gongkai.derive.silence import Row, SchoolYear
from gongkai.records.base import MainFile, Posting
from gongkai.records.finance import Finance
from gongkai.records.proposal import Reply, Review
from gongkai.register import Record, Register
from gongkai.workdays import school_year


class Signed(StrEnum):
    """How a signature is known. One that git proves is another thing than one that somebody typed."""

    TYPED = "已填"
    VERIFIED = "已核验"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature under a record: in what role, of which post, and how that is known."""

    role: str
    post: str
    known: Signed


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: a record for a matter, or the gap where one should be.

    `slot` is the period, None for a matter without a rhythm. A gap has no record; its `slot` says since when.
    """

    matter: str
    department: str
    slot: Slot | None
    record: Record[Any] | None

    @property
    def is_gap(self) -> bool:
        return self.record is None

    @property
    def original(self) -> str:
        """The number of the paper original in the archive (档号), "" where none is written."""
        return (self.record.content.original or "") if self.record else ""

    @property
    def postings(self) -> tuple[Posting, ...]:
        """When it hung on which wall."""
        return self.record.content.posted if self.record else ()

    @property
    def signatures(self) -> tuple[Signature, ...]:
        return tuple(_signatures(self.record)) if self.record else ()

    def lacks(self) -> tuple[str, ...]:
        """What an inspector will miss: of a record its original and its signatures, of a gap the record."""
        if self.record is None:
            return ("记录",)
        found = (("原件档号", self.original), ("签字", self.signatures))
        return tuple(name for name, value in found if not value)


UNLISTED = "未归入公开目录"
"""Stands as the matter of a record that names none, or none that the catalogue has."""


def lines(register: Register, year: SchoolYear) -> tuple[Line, ...]:
    """Every record and every gap of one school year in the order of the catalogue, then what is in no matter of it."""
    listed = tuple(line for row in year.rows for line in _lines(register, row))
    names = {row.matter.name for row in year.rows}
    others = (
        Line(UNLISTED, "", None, record)
        for record in register.records.values()
        if record.content.catalogue_item not in names
        and record.content.day
        and school_year(record.content.day) == year.name
    )
    return (*listed, *others)


def _lines(register: Register, row: Row) -> Iterator[Line]:
    name, department = row.matter.name, row.matter.item.department or ""
    for cell in row.cells:
        for identity in cell.slot.records:
            yield Line(name, department, cell.slot, register.records[identity])
        if cell.slot.state is State.MISSING:
            yield Line(name, department, cell.slot, None)
    for occasion in row.occasions:
        for identity in occasion.records:
            yield Line(name, department, None, register.records[identity])


def _signatures(record: Record[Any]) -> Iterator[Signature]:
    """What is typed as signed; until history is read, nothing is verified."""
    content: MainFile = record.content
    typed: list[tuple[str, str | None]] = [("经办", content.handler)]
    if isinstance(content, Finance):
        typed += (("编制", content.prepared_by), ("审核", content.checked_by), ("批准", content.approved_by))
    for act in record.acts:
        if isinstance(act.content, Review):
            typed.append(("审查", act.content.signed_by))
        elif isinstance(act.content, Reply):
            typed.append((f"答复{act.n}", act.content.signed_by))
    if content.supervision:
        typed.append(("监督", content.supervision.by))
    yield from (Signature(role, post, Signed.TYPED) for role, post in typed if post)


def days_missing(line: Line, today: date) -> int:
    """How long the record of a gap has been due."""
    return line.slot.days_waiting(today) if line.slot else 0
