"""The register (登记簿): all records of one school at one moment, frozen, with its indexes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

from gongkai.findings import Location
from gongkai.records import (
    ActFile,
    Approvers,
    Audience,
    Catalogue,
    MainFile,
    Playlist,
    School,
    StaffPlaylist,
    Tombstones,
)
from gongkai.records.policy import PolicyBook, Rulings
from gongkai.roster import Roster
from gongkai.source import Document
from gongkai.source.files import File
from gongkai.workdays import Term

R = TypeVar("R", bound=MainFile, covariant=True)
A = TypeVar("A", bound=ActFile, covariant=True)
OtherAct = TypeVar("OtherAct", bound=ActFile)
OtherKind = TypeVar("OtherKind", bound=MainFile)


@dataclass(frozen=True, slots=True)
class Act(Generic[A]):
    """One signed act; `n` counts from 1, and is 0 for the acts that happen once."""

    identity: str
    name: str
    n: int
    path: str
    content: A


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A listed attachment that exists."""

    name: str
    title: str
    file: File


@dataclass(frozen=True, slots=True)
class Record(Generic[R]):
    """One record with its acts in the order of their days; `identity` is folder/number."""

    identity: str
    number: str
    path: str
    content: R
    acts: tuple[Act[ActFile], ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    kept: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What follows from the record, by what derives it (once.py)."""
    _by_kind: Mapping[type[ActFile], tuple[Act[Any], ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The rules on 10,000 records ask half a million times for the acts of a kind.
        kinds: dict[type[ActFile], tuple[Act[Any], ...]] = {}
        for act in self.acts:
            kind = type(act.content)
            kinds[kind] = (*kinds.get(kind, ()), act)
        object.__setattr__(self, "_by_kind", kinds)

    @property
    def files(self) -> tuple[Record[Any] | Act[Any], ...]:
        """The main file, as the record itself, and every act."""
        return (self, *self.acts)

    def all(self, kind: type[OtherAct]) -> tuple[Act[OtherAct], ...]:
        """The acts of one kind, in the order of their numbers."""
        return self._by_kind.get(kind, ())

    def one(self, kind: type[OtherAct]) -> Act[OtherAct] | None:
        """The first act of a kind, if there is one."""
        return self._by_kind[kind][0] if kind in self._by_kind else None

    def act(self, name: str) -> Act[ActFile] | None:
        """The act with this file name, such as `reply-1`."""
        return next((act for act in self.acts if act.identity == f"{self.identity}/{name}"), None)

    def audience(self, act: Act[ActFile] | None = None) -> Audience:
        """Who may see the record, or one of its acts; an act can only be narrower."""
        own = self.content.audience
        given = act.content.audience if act else None
        return own if given is None or given.width > own.width else given


@dataclass(frozen=True, eq=False)
class Register:
    """Everything that was read; two registers are the same only if they are one.

    `broken` are records that exist but could not be read whole. `documents` leads from a path to the
    text it was read from; it is empty in a selected register, so that no view can reach what was not
    selected.
    """

    school: School
    policy: PolicyBook
    catalogue: Catalogue
    records: Mapping[str, Record[MainFile]]
    broken: frozenset[str] = frozenset()
    documents: Mapping[str, Document] = field(default_factory=lambda: MappingProxyType({}))
    settings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """From `school.yml` and its like to the path where it was read."""
    roster: Roster | None = None
    """Names to look for in prose; like the documents, no part of what is selected."""
    playlist: Playlist = field(default_factory=Playlist)
    staff_playlist: StaffPlaylist = field(default_factory=StaffPlaylist)
    """What the board for staff shows beside the playlist of both; empty in a register for the public."""
    approvers: Approvers = field(default_factory=Approvers)
    """By which keys and accounts approvals are known; empty in whatever is selected."""
    tombstones: Tombstones = field(default_factory=Tombstones)
    """What was published and has been withdrawn whole; in a selected register what its audience once saw."""
    unread: frozenset[str] = frozenset()
    """Settings files that are there but cannot be read, so that what they said stands at its default here."""
    kept: dict[object, Any] = field(default_factory=dict, init=False, repr=False)
    """What follows from the register, by what derives it (once.py)."""

    @cached_property
    def _by_kind(self) -> Mapping[type[MainFile], tuple[Record[MainFile], ...]]:
        kinds: dict[type[MainFile], list[Record[MainFile]]] = {}
        for record in self.records.values():
            kinds.setdefault(type(record.content), []).append(record)
        return {kind: tuple(records) for kind, records in kinds.items()}

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The school's own terms, as clocks count them."""
        return tuple(Term(term.name, term.first, term.last) for term in self.school.terms)

    def of(self, kind: type[OtherKind]) -> tuple[Record[OtherKind], ...]:
        """All records of one kind, by identity."""
        return cast("tuple[Record[OtherKind], ...]", self._by_kind.get(kind, ()))

    def get(self, identity: str, kind: type[OtherKind]) -> Record[OtherKind] | None:
        """The record of this kind with this identity."""
        record = self.records.get(identity)
        return cast("Record[OtherKind]", record) if record and type(record.content) is kind else None

    def find(self, identity: str) -> tuple[Record[MainFile], Act[ActFile] | None] | None:
        """The record, and the act if the identity names one."""
        if record := self.records.get(identity):
            return record, None
        owner, _, name = identity.rpartition("/")
        record = self.records.get(owner)
        act = record.act(name) if record else None
        return (record, act) if record and act else None

    def is_broken(self, identity: str) -> bool:
        """Whether this record, or the record of this act, exists but could not be read."""
        return "/".join(identity.split("/")[:2]) in self.broken

    def whole(self, kind: type[MainFile]) -> bool:
        """Whether every record of a kind could be read, so that gaps in a series mean something."""
        return not any(identity.startswith(f"{kind.folder}/") for identity in self.broken)

    def rulings(self, day: date | None) -> Rulings:
        """The thresholds in force on a day."""
        return self.policy.on(day)

    def place(self, path: str, *keys: str | int, value: bool = False) -> Location:
        """Where a key (or its value) of a file was typed."""
        document = self.documents.get(path)
        return document.place(keys, value=value) if document else Location(path)


def frozen(mapping: dict[str, Any]) -> Mapping[str, Any]:
    """A read-only view of a mapping in sorted order."""
    return MappingProxyType(dict(sorted(mapping.items())))
