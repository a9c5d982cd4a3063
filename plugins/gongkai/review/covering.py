"""Covering what a report must not repeat: numbers of persons, and the names that pages show only for a while."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from gongkai.derive.named import named
from gongkai.history.differences.records import Piece, Sign
from gongkai.personal import mask
from gongkai.records import MainFile
from gongkai.records.notice import Notice
from gongkai.records.proposal import Proposal
from gongkai.register import Record, Register

NAME = "［姓名］"
_CERTAIN = 3
"""Names of so many characters are hardly ever part of another word; 林同 is part of 树林同学."""

_BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Cover:
    """Hides in any text the personal data that can be told by its form, and the names that the records list.

    A report stays in comments and mails long after a page has taken its names down. The short names of
    `own` – those of the record that a text belongs to – are hidden wherever they stand, others only as
    words of their own.
    """

    names: frozenset[str] = frozenset()
    by_record: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def _everywhere(self) -> re.Pattern[str] | None:
        return _any_of(self.names)

    def __call__(self, text: str, record: str = "") -> str:
        """The text on one line, without control characters, with everything hidden that must be."""
        plain = mask(_plain(text)).strip()
        owner = "/".join(record.split("/")[:2])
        if own := self.by_record.get(owner):
            for name in sorted(own, key=lambda each: (-len(each), each)):
                plain = plain.replace(name, NAME)
        if self._everywhere is None:
            return plain
        return self._everywhere.sub(lambda found: NAME if _is_name(found) else found.group(), plain)

    def pieces(self, pieces: tuple[Piece, ...], record: str = "") -> tuple[Piece, ...]:
        """The words of a prose; where something is hidden, which may run over pieces, both sides whole instead."""
        old = "".join(each.text for each in pieces if each.sign is not Sign.NEW)
        new = "".join(each.text for each in pieces if each.sign is not Sign.OLD)
        sides = self(old, record), self(new, record)
        if sides != (_plain(old).strip(), _plain(new).strip()):
            return Piece(Sign.OLD, sides[0]), Piece(Sign.NEW, sides[1])
        return tuple(Piece(each.sign, _plain(each.text)) for each in pieces)


def _plain(text: str) -> str:
    """On one line, without what is not seen but moves or ends what is."""
    return _BLANK.sub(" ", "".join(char for char in text if not _steers(char)))


def cover(registers: Iterable[Register]) -> Cover:
    """What has to be hidden of these registers."""
    by_record: dict[str, set[str]] = {}
    names: set[str] = set()
    for register in registers:
        names.update(register.roster.names if register.roster else ())
        for found in named(register):
            by_record.setdefault(found.record.identity, set()).update(found.names)
        for record in register.records.values():
            by_record.setdefault(record.identity, set()).update(_withheld(record))
    own = {identity: frozenset(found) for identity, found in by_record.items() if found}
    return Cover(frozenset(names.union(*own.values())), own)


def _withheld(record: Record[MainFile]) -> Iterable[str]:
    """The names of a record that nobody may see: they may stand in what somebody may."""
    content = record.content
    if isinstance(content, Notice):
        return (each.name for each in content.names)
    if isinstance(content, Proposal):
        return (each.name for each in (content.proposer, *content.seconders) if each.name)
    return ()


def _steers(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs", "Cn")


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for many names, the longest of a first character first."""
    firsts: dict[str, list[str]] = {}
    for name in sorted(filter(None, names), key=lambda each: (-len(each), each)):
        firsts.setdefault(name[0], []).append(re.escape(name[1:]))
    parts = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in sorted(firsts.items()))
    return re.compile("|".join(parts)) if firsts else None


def _is_name(found: re.Match[str]) -> bool:
    if len(found.group()) >= _CERTAIN:
        return True
    text = found.string
    around = (text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1])
    return not any(char and (char.isalnum() or unicodedata.category(char) == "Lo") for char in around)
