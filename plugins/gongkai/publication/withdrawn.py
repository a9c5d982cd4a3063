"""What a release still says that may no longer be said: names whose time is over, records taken back, texts hidden.

A release tells by itself, in the record.json of every record, whom it names; so that can be compared with what may be
shown today even where the records of that day are no longer to be had.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from gongkai import gate
from gongkai.publication.disk import files_in
from gongkai.publication.scanning import places
from gongkai.records import Audience, MainFile
from gongkai.records.notice import Notice
from gongkai.records.proposal import Correction, CorrectionType, Proposal
from gongkai.register import Record, Register
from gongkai.release.model import PAPERS, SUMS
from gongkai.select import select
from gongkai.source.releases import MANIFEST, UnreadableReleaseError, release_of

MANUAL = ("fields/", "rules/", "glossary/", "kiosk-guide/", "data/dictionary/")
"""Where the program's own manual stands; a name in its samples is nobody's."""

TAKEN_OUT = "（已撤下）"
"""What stands where a name was, in a site out of which it was taken."""

_NAMING = ("names", "proposer", "seconders")


@dataclass(frozen=True, slots=True)
class Told:
    """What a release says of one record: whom it names, on which day that ends, and which acts it lists."""

    names: frozenset[str]
    last: str
    acts: frozenset[str]


@dataclass(frozen=True)
class Showing:
    """What may be shown on a day: of each record the names; which acts took personal data back; what is hidden.

    `unknown` are records that cannot be read today, of which only the day in the release can be judged.
    """

    today: date
    names: Mapping[str, frozenset[str]]
    withdrawals: Mapping[str, frozenset[str]]
    unknown: frozenset[str]
    hidden: frozenset[str]
    removed: frozenset[str] = frozenset()
    """Records that the school has taken back by its own word: narrowed, or in the list of what was withdrawn."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What a release says that may not be said today; nothing of it is ever repeated to anybody."""

    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    records: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names or self.records or self.corrected or self.places)

    @property
    def identities(self) -> tuple[str, ...]:
        """Every record concerned."""
        return tuple(sorted({*self.names, *self.records, *self.corrected}))

    @property
    def texts(self) -> frozenset[str]:
        return frozenset(name for names in self.names.values() for name in names)

    @property
    def reason(self) -> str:
        """Why it is so, in words that give nothing away."""
        parts = (
            f"{len(self.names)} 份记录里有已经期满或撤下的姓名" if self.names else "",
            f"{len(self.records)} 份记录现在不再公开" if self.records else "",
            f"{len(self.corrected)} 份记录以后撤回过个人信息" if self.corrected else "",
            f"{len(self.places)} 个文件里有现在不公开的内容" if self.places else "",
        )
        return "，".join(part for part in parts if part)


def showing(register: Register, audience: Audience, today: date) -> Showing:
    """What this audience may see of a register on a day."""
    selected = select(register, audience, today)
    shown = selected.register.records
    hidden = gate.hidden_texts(register, selected) if selected.is_public else frozenset()
    excused = frozenset(each.text for each in register.policy.policy.allowed if each.until < today)
    taken_back = {entry.identity for entry in register.tombstones.entries}
    return Showing(
        today,
        {identity: frozenset(_names(record)) for identity, record in shown.items()},
        {identity: taken for identity, record in shown.items() if (taken := frozenset(_withdrawals(record)))},
        register.broken,
        hidden | (excused if selected.is_public else frozenset()),
        frozenset((register.records.keys() - shown.keys()) | taken_back),
    )


def narrowed(older: Showing, newer: Showing) -> Showing:
    """What may be shown of older records when newer ones, which cannot be published as they stand, say less."""
    names = {
        identity: allowed & newer.names[identity] if identity in newer.names else allowed
        for identity, allowed in older.names.items()
        if identity not in newer.removed
    }
    return replace(
        older,
        names=names,
        withdrawals={**older.withdrawals, **newer.withdrawals},
        hidden=older.hidden | newer.hidden,
        removed=older.removed | newer.removed,
    )


def _names(record: Record[MainFile]) -> Iterator[str]:
    content = record.content
    if isinstance(content, Notice):
        yield from (each.name for each in content.names)
    if isinstance(content, Proposal):
        yield from (each.name for each in (content.proposer, *content.seconders) if each.name)


def _withdrawals(record: Record[MainFile]) -> Iterator[str]:
    for act in record.all(Correction):
        if act.content.type is CorrectionType.PERSONAL:
            yield act.identity


def told_by(folder: Path) -> dict[str, Told]:
    """What a release says of each of its records."""
    try:
        records = release_of((folder / MANIFEST).read_bytes()).records
    except (OSError, UnreadableReleaseError):
        return {}
    return {identity: _told(folder / identity / "record.json") for identity in records}


def _told(file: Path) -> Told:
    try:
        found = json.loads(file.read_bytes())
        content, acts = found["record"], found.get("acts", [])
        last = str(content.get("last", "")) if found.get("kind") == "notice" else ""
        return Told(frozenset(_named(content)), last, frozenset(str(each["id"]) for each in acts))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Told(frozenset(), "", frozenset())


def _named(content: Mapping[str, Any]) -> Iterator[str]:
    for label in _NAMING:
        value = content.get(label)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict) and isinstance(each.get("name"), str) and each["name"] != TAKEN_OUT:
                yield each["name"]


def withdrawn(folder: Path, allowed: Showing, clean: Collection[str] = frozenset()) -> Withdrawn:
    """What a release says that may not be said today; `clean` are lines of sums of files known to say nothing."""
    names: dict[str, frozenset[str]] = {}
    records, corrected = [], []
    for identity, told in sorted(told_by(folder).items()):
        if identity not in allowed.names:
            if told.names and told.last and told.last < allowed.today.isoformat():
                names[identity] = told.names
            if identity not in allowed.unknown:
                records.append(identity)
            continue
        if gone := told.names - allowed.names[identity]:
            names[identity] = gone
        if not allowed.withdrawals.get(identity, frozenset()) <= told.acts:
            corrected.append(identity)
    found = places(_unknown_files(folder, clean), allowed.hidden) if allowed.hidden else ()
    return Withdrawn(names, tuple(records), tuple(corrected), found)


def sums_of(folder: Path) -> frozenset[str]:
    """The lines of a release's own sums."""
    file = folder / SUMS
    return frozenset(file.read_text("utf-8", "replace").split("\n")) if file.is_file() else frozenset()


def _unknown_files(folder: Path, clean: Collection[str]) -> Iterator[tuple[str, bytes]]:
    known = {line[66:] for line in sums_of(folder) if line in clean}
    for address, path in files_in(folder):
        if address not in known and address not in PAPERS and not address.startswith(MANUAL) and path.is_file():
            yield address, path.read_bytes()
