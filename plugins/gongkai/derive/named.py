"""Where a person is named: on which record, as what, for whom to see, on what ground, until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from gongkai.records import Audience
from gongkai.records.notice import Notice
from gongkai.records.proposal import Person, Proposal
from gongkai.register import Record, Register


class Role(StrEnum):
    """As what somebody is named."""

    PROPOSER = "提案人"
    SECONDER = "附议人"
    LISTED = "公示名单"


CONSENT = "本人同意公开姓名"
SIGNED = "提案署名"


@dataclass(frozen=True, slots=True)
class Named:
    """People who are named on one record in one role, on one ground.

    `until` is the last day on which the page shows them; None where nothing ends by itself. `basis` is
    empty where none is written.
    """

    record: Record[Any]
    role: Role
    names: tuple[str, ...]
    audience: Audience
    basis: str
    until: date | None

    def is_shown(self, today: date) -> bool:
        """Whether a page of some edition shows the names on this day."""
        return self.until is None or today <= self.until


def named(register: Register) -> tuple[Named, ...]:
    """Everybody who is named, by identity of the record; what nobody may see is left out."""
    return tuple(found for record in register.records.values() for found in _named(record))


def _named(record: Record[Any]) -> Iterator[Named]:
    content = record.content
    if content.audience is Audience.WITHHELD:
        return
    if isinstance(content, Proposal):
        yield from _signed(record, Role.PROPOSER, (content.proposer,))
        yield from _signed(record, Role.SECONDER, content.seconders)
    elif isinstance(content, Notice) and content.names:
        names = tuple(each.name for each in content.names)
        yield Named(record, Role.LISTED, names, content.audience, content.personal_basis or "", content.last)


def _signed(record: Record[Proposal], role: Role, people: tuple[Person, ...]) -> Iterator[Named]:
    """Those who signed a proposal: with their consent for all who may read it, else for staff."""
    for consents in (True, False):
        names = tuple(each.name for each in people if each.name and each.name_is_public is consents)
        if names:
            audience = record.content.audience if consents else Audience.STAFF
            yield Named(record, role, names, audience, CONSENT if consents else SIGNED, None)
