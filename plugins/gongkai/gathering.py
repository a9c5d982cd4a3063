"""What each place of a folder of records says by itself, and how all of them become one register."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeAlias

from pydantic import BaseModel

from gongkai.findings import Code, Finding, Location, ordered
from gongkai.records import (
    REQUIRED_SETTINGS,
    Approvers,
    Catalogue,
    MainFile,
    Playlist,
    Policy,
    StaffPlaylist,
    Tombstones,
)
from gongkai.records.policy import PolicyBook
from gongkai.records.presets import resolve
from gongkai.records.school import UNKNOWN_SCHOOL
from gongkai.register import Record, Register, frozen
from gongkai.roster import Roster
from gongkai.source import Document

SAME_NUMBER = Code("R03", "same-number", "编号重复")
MISSING_SETTINGS = Code("R08", "missing-settings", "缺少学校设置文件")
UNKNOWN_PRESET = Code("R09", "unknown-preset", "没有这个预设")


@dataclass(frozen=True, slots=True)
class Gap:
    """A folder of records whose content at a moment nobody here knows; `message` says why, and what to do."""

    folder: str
    message: str


@dataclass(frozen=True)
class Loaded:
    """A register and everything that was wrong with the files as files.

    `gaps` are the folders that could not be seen as they were; what the register holds below them is
    nothing, or what stands there now.
    """

    register: Register
    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Loose:
    """Objections to what is no record; `broken` are records that are meant and cannot be read."""

    findings: tuple[Finding, ...] = ()
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbered:
    """One record under its number, with every objection to it and every text that was read for it.

    `record` is None where it could not be read whole. `elsewhere` are the objections that remain where
    the number is already taken, and the record is therefore not read.
    """

    identity: str
    number: str
    path: str
    findings: tuple[Finding, ...] = ()
    elsewhere: tuple[Finding, ...] = ()
    documents: tuple[Document, ...] = ()
    record: Record[MainFile] | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """One of the settings files."""

    name: str
    path: str
    findings: tuple[Finding, ...] = ()
    document: Document | None = None
    content: BaseModel | None = None


Part: TypeAlias = Loose | Numbered | Setting


@dataclass(frozen=True, eq=False)
class Said:
    """What a folder says, in the order in which it is gone through; two are the same only if they are one."""

    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderSaid:
    """What one of the folders of records says; `is_there` is False where it is not there or not known."""

    shown: str
    said: tuple[Said, ...]
    is_there: bool = True


@dataclass
class Gathered:
    """What has been said so far; `met` are the records and settings files that were spoken of."""

    findings: list[Finding] = field(default_factory=list)
    records: dict[str, Record[MainFile]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    documents: list[Document] = field(default_factory=list)
    settings: dict[str, Setting] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)

    def add(self, said: Said, other: Gathered) -> None:
        """What a folder says beside the rest, all at once where neither speaks of what the other speaks of.

        `other` is what it says alone.
        """
        if not self.met.isdisjoint(other.met):
            self.go_through(said)
            return
        self.findings += other.findings
        self.records |= other.records
        self.broken |= other.broken
        self.documents += other.documents
        self.settings |= other.settings
        self.seen |= other.seen
        self.met |= other.met

    def go_through(self, said: Said) -> None:
        for part in said.parts:
            if type(part) is Numbered:
                self._numbered(part)
            elif type(part) is Setting:
                self._setting(part)
            elif type(part) is Loose:
                self.findings += part.findings
                self.broken.update(part.broken)
                self.met.update(part.broken)

    def _numbered(self, part: Numbered) -> None:
        """The first with a number has it."""
        if taken := self.seen.get(part.identity):
            message = f"编号 {part.number} 已经用在 {taken}。"
            cure = "换一个没有用过的编号（gongkai new 会给出下一个）。"
            self.findings.append(Finding(SAME_NUMBER, Location(part.path), message, cure, part.identity))
            self.findings += part.elsewhere
            return
        self.seen[part.identity] = part.path
        self.met.add(part.identity)
        self.findings += part.findings
        self.documents += part.documents
        if part.record is None or part.identity in self.broken:
            self.broken.add(part.identity)
        else:
            self.records[part.identity] = part.record

    def _setting(self, part: Setting) -> None:
        if other := self.settings.get(part.name):
            message = f"{part.name} 已经有一份：{other.path}。"
            self.findings.append(Finding(SAME_NUMBER, Location(part.path), message, "只留一份。"))
            return
        self.settings[part.name] = part
        self.met.add(part.name)
        self.findings += part.findings
        if part.document:
            self.documents.append(part.document)


def alone(said: Said) -> Gathered:
    """What a folder says when nothing has been said before."""
    gathered = Gathered()
    gathered.go_through(said)
    return gathered


class _ByPath(Mapping[str, Document]):
    """Documents by their paths, in the order of these, put together when the first is asked for."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = documents

    @cached_property
    def _sorted(self) -> dict[str, Document]:
        return {document.path: document for document in sorted(self._documents, key=attrgetter("path"))}

    def __getitem__(self, path: str) -> Document:
        return self._sorted[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sorted)

    def __len__(self) -> int:
        return len(self._sorted)

    def get(self, path: str, default: Any = None) -> Any:
        return self._sorted.get(path, default)

    def items(self) -> ItemsView[str, Document]:
        return self._sorted.items()


def gathered(
    folders: Iterable[FolderSaid],
    names: Roster | None,
    gaps: tuple[Gap, ...] = (),
    summed: Callable[[Said], Gathered] = alone,
) -> Loaded:
    """One register of all that the folders say, the first folder first.

    `summed` is `alone`, or the same with a memory for whoever gathers one moment after another.
    """
    found = Gathered()
    first, all_there = "", True
    for folder in folders:
        first = first or folder.shown
        all_there = all_there and folder.is_there
        for said in folder.said:
            found.add(said, summed(said))
    if all_there:  # of a folder that is not there nothing can be said to be missing
        found.findings += _missing(found, first)
    contents: dict[str, Any] = {name: part.content for name, part in found.settings.items()}
    policy: Policy = contents.get("policy.yml") or Policy()
    presets, unknown = resolve(policy.presets)
    for index, name in unknown:
        document = found.settings["policy.yml"].document
        place = document.place(("预设", index), value=True) if document else Location(found.settings["policy.yml"].path)
        cure = "可以写：幼儿园、小学、初中、中学、高校、小学隐私。"
        found.findings.append(Finding(UNKNOWN_PRESET, place, f"没有叫“{name}”的预设。", cure))
    register = Register(
        contents.get("school.yml") or UNKNOWN_SCHOOL,
        PolicyBook(policy, presets),
        contents.get("catalogue.yml") or Catalogue(),
        frozen(found.records),
        frozenset(found.broken),
        _ByPath(found.documents),
        frozen({name: part.path for name, part in found.settings.items()}),
        names,
        contents.get("playlist.yml") or Playlist(),
        contents.get("playlist-staff.yml") or StaffPlaylist(),
        contents.get("approvers.yml") or Approvers(),
        tombstones=contents.get("tombstones.yml") or Tombstones(),
        unread=frozenset(name for name, content in contents.items() if content is None),
    )
    return Loaded(register, ordered(tuple(found.findings)), gaps)


def _missing(found: Gathered, first: str) -> list[Finding]:
    failed = {finding.location.path.rpartition("/")[2] for finding in found.findings}
    cure = "用 gongkai init 生成一份，照着填写。"
    return [
        Finding(MISSING_SETTINGS, Location(f"{first}/{name}" if first else name), f"没有 {name}。", cure)
        for name in REQUIRED_SETTINGS
        if name not in found.settings and name not in failed
    ]


def unattributed(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same objections, of no record."""
    return tuple(replace(finding, record="") if finding.record else finding for finding in findings)
