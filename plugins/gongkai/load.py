"""Read record folders into a register: every file is tried, every objection is kept."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel

from gongkai.collector import collector_paused
from gongkai.filing import (
    ACT_GAP,
    BAD_NUMBER,
    MISSING_ATTACHMENT,
    NO_MAIN_FILE,
    TEXTS,
    UNKNOWN_FILE,
    UNLISTED_ATTACHMENT,
    ActEntry,
    Parts,
    act_gaps,
    attachments,
    bad_number,
    elsewhere,
    enclosed,
    expected_files,
    is_record,
    named_like_a_file,
    unknown_file,
)
from gongkai.findings import Finding, Location, Severity
from gongkai.gathering import (
    MISSING_SETTINGS,
    SAME_NUMBER,
    UNKNOWN_PRESET,
    FolderSaid,
    Loaded,
    Loose,
    Numbered,
    Part,
    Said,
    Setting,
    gathered,
    unattributed,
)
from gongkai.records import KINDS, SETTINGS, ActFile, MainFile
from gongkai.records.declarations import labels
from gongkai.records.decode import decode
from gongkai.records.filenames import act_named
from gongkai.register import Act, AttachedFile, Record
from gongkai.roster import ROSTER_FILES, roster
from gongkai.source import Document, read
from gongkai.source.files import Entry, Listed, entries, unreadable

CODES = (
    UNKNOWN_FILE,
    NO_MAIN_FILE,
    SAME_NUMBER,
    BAD_NUMBER,
    ACT_GAP,
    UNLISTED_ATTACHMENT,
    MISSING_ATTACHMENT,
    MISSING_SETTINGS,
    UNKNOWN_PRESET,
)

MAX_FOLDERS = 6
"""How deep folders for tidiness may lie in each other."""

RELEASES = "releases"
"""The folder of earlier releases' lists; they are no records, and `previous` names the one that is read."""

_BY_FOLDER = {kind.folder: kind for kind in KINDS}

B = TypeVar("B", bound=BaseModel)


def load(folders: Sequence[Path], base: Path | None = None) -> Loaded:
    """Read every record below the folders; findings name files relative to `base`.

    The settings files may stand in any of the folders; a record may stand in only one.
    """
    reader = Reader()
    with collector_paused():
        said = tuple(reader.on_disk(folder, shown_as(folder, base)) for folder in folders)
        return gathered(said, roster((*((base,) if base else ()), *folders), base))


def shown_as(folder: Path, base: Path | None) -> str:
    """How findings name a folder of records; empty where it is the base itself."""
    name = Path(os.path.relpath(folder, base) if base else folder.name).as_posix()
    return "" if name == "." else name


class _Read(NamedTuple, Generic[B]):
    """What one file says: its text, what it means, and every objection to it."""

    findings: tuple[Finding, ...]
    document: Document | None = None
    content: B | None = None


@dataclass
class Reader:
    """Reads folders, and remembers of what has a key what it said, so that it is read once under a path."""

    _said: dict[tuple[str, str, str], Said] = field(default_factory=dict)
    _single: dict[tuple[str, str, str | None], Numbered] = field(default_factory=dict)
    _files: dict[tuple[str, str, str], _Read[Any]] = field(default_factory=dict)

    def on_disk(self, folder: Path, shown: str) -> FolderSaid:
        """What a folder says as it lies on the disk now."""
        return self.folder(entries(folder, shown) if folder.is_dir() else None, shown)

    def folder(self, listed: Listed | None, shown: str) -> FolderSaid:
        """What a folder of records says that holds these entries; None where there is no such folder."""
        if listed is None:
            cure = "检查 mkdocs.yml 里 records 一项写的文件夹名。"
            gone = Loose((unreadable(shown or ".", "没有这个文件夹。", cure),))
            return FolderSaid(shown, (Said((gone,)),), is_there=False)
        found, findings = listed
        said = [Said((Loose(findings),))] if findings else []
        for entry in found:
            path = f"{shown}/{entry.name}" if shown else entry.name
            if entry.is_dir():
                said.append(self._top_folder(entry, path))
            elif entry.name in SETTINGS:
                read = self._file(entry, path, SETTINGS[entry.name])
                said.append(Said((Setting(entry.name, path, read.findings, read.document, read.content),)))
            elif entry.name not in ROSTER_FILES:
                said.append(Said((Loose((unknown_file(entry.name, path, tuple(SETTINGS)),)),)))
        return FolderSaid(shown, tuple(said))

    def _top_folder(self, entry: Entry, path: str) -> Said:
        if kind := _BY_FOLDER.get(entry.name):
            return self._within(kind, entry, path, 0)
        if entry.name == RELEASES:
            return Said()
        if wrong := named_like_a_file(entry, path):
            return Said((Loose((wrong,)),))
        near = difflib.get_close_matches(entry.name, _BY_FOLDER, 1, 0.5)
        hint = f"是不是“{near[0]}”？" if near else f"可以用的文件夹：{'、'.join(_BY_FOLDER)}。"
        return Said((Loose((Finding(UNKNOWN_FILE, Location(path), f"不认识的文件夹“{entry.name}”。", hint),)),))

    def _within(self, kind: type[MainFile], entry: Entry, shown: str, depth: int) -> Said:
        """What a folder below that of a kind says: one record, or many."""
        if entry.key is None:
            return self._said_within(kind, entry, shown, depth)
        known = (shown, kind.folder, entry.key)
        if (said := self._said.get(known)) is None:
            said = self._said[known] = self._said_within(kind, entry, shown, depth)
        return said

    def _said_within(self, kind: type[MainFile], entry: Entry, shown: str, depth: int) -> Said:
        within = entry.entries(shown)
        if depth and is_record(kind, within[0]):
            return Said((self._record_folder(kind, entry.name, within, shown),))
        if depth > MAX_FOLDERS:
            message = f"文件夹套了 {MAX_FOLDERS} 层以上，没有读入。"
            return Said((Loose((Finding(UNKNOWN_FILE, Location(shown), message, "少套几层。"),)),))
        found, findings = within
        parts: list[Part] = [Loose(findings)] if findings else []
        for each in found:
            path = f"{shown}/{each.name}"
            if each.is_dir():
                if wrong := named_like_a_file(each, path):
                    parts.append(Loose((wrong,), (f"{kind.folder}/{each.name.rpartition('.')[0]}",)))
                else:
                    parts += self._within(kind, each, path, depth + 1).parts
            elif each.name.endswith(kind.suffix):
                parts.append(self._record_file(kind, each, path))
            else:
                stem = each.name.rpartition(".")[0].lower()
                parts.append(Loose((unknown_file(each.name, path, (stem + kind.suffix,)),)))
        return Said(tuple(parts))

    def _record_file(self, kind: type[MainFile], entry: Entry, path: str) -> Loose | Numbered:
        number = entry.name.removesuffix(kind.suffix)
        identity = f"{kind.folder}/{number}"
        if objection := bad_number(number, path):
            return Loose((objection,), (identity,))
        known = (path, kind.folder, entry.key)
        if (part := self._single.get(known)) is None:
            part = self._record(kind, Parts(identity, number, path, entry))
            if entry.key is not None:
                self._single[known] = part
        return part

    def _record_folder(self, kind: type[MainFile], number: str, folder: Listed, shown: str) -> Loose | Numbered:
        identity = f"{kind.folder}/{number}"
        within, listing = folder
        findings = list(listing)
        main: Entry | None = None
        acts: list[ActEntry] = []
        attached: tuple[Entry, ...] = ()
        main_name = kind.stem + kind.suffix
        for entry in within:
            path = f"{shown}/{entry.name}"
            if entry.is_dir():
                if entry.name == "attachments":
                    attached, more = enclosed(entry, path, identity)
                    findings += more
                elif wrong := named_like_a_file(entry, path):
                    findings.append(wrong)
                else:
                    message = "记录里只有 attachments 一种文件夹。"
                    findings.append(Finding(UNKNOWN_FILE, Location(path), message, "附件放进 attachments/。", identity))
            elif entry.name == main_name:
                main = entry
            elif act := act_named(kind, entry.name):
                acts.append(ActEntry(*act, entry))
            else:
                taken = frozenset(each.name for each in within)
                findings.append(unknown_file(entry.name, path, expected_files(kind), identity, taken))
        if objection := bad_number(number, shown):
            return Loose((objection, *unattributed(findings)), (identity,))
        missed = any(finding.location.path.endswith(TEXTS) for finding in findings)
        if main is None and not missed:
            message = f"文件夹里没有 {main_name}。"
            cure = f"补上 {main_name}，或检查文件名。"
            findings.append(Finding(NO_MAIN_FILE, Location(shown), message, cure, identity))
        path = f"{shown}/{main_name}"
        objections = tuple(findings)
        return self._record(
            kind,
            Parts(identity, number, path, main, tuple(acts), attached, objections, shown, not missed),
        )

    def _record(self, kind: type[MainFile], parts: Parts) -> Numbered:
        main = self._file(parts.main, parts.path, kind) if parts.main else None
        read: list[_Read[Any]] = [main] if main else []
        findings = _told_of(parts.identity, main.findings) if main else []
        acts: list[Act[ActFile]] = []
        for each in parts.acts:
            path = f"{parts.folder}/{each.entry.name}"
            act = self._file(each.entry, path, each.model)
            read.append(act)
            identity = f"{parts.identity}/{each.entry.name.removesuffix('.md')}"
            if act.findings:
                findings += _told_of(identity, act.findings)
            if act.content is not None:
                acts.append(Act(identity, each.name, each.n, path, act.content))
        findings += act_gaps(parts)
        files: tuple[AttachedFile, ...] = ()
        content = main.content if main else None
        is_whole = parts.is_whole
        if main and main.content and main.document:
            files, more, none_lost = attachments(parts, main.content, main.document)
            findings += more
            is_whole = is_whole and none_lost
        failed = any(finding.level is Severity.ERROR for finding in findings)
        record: Record[MainFile] | None = None
        if content is not None and is_whole and not failed:
            order = list(kind.acts)
            acts.sort(key=lambda act: (order.index(act.name), act.n))
            record = Record(parts.identity, parts.number, parts.path, content, tuple(acts), files)
        return Numbered(
            parts.identity,
            parts.number,
            parts.folder or parts.path,
            (*parts.objections, *findings),
            elsewhere(parts),
            tuple([one.document for one in read if one.document]),
            record,
        )

    def _file(self, entry: Entry, path: str, model: type[B]) -> _Read[B]:
        if entry.key is None:
            return _file(entry, path, model)
        known = (path, model.__name__, entry.key)
        if (said := self._files.get(known)) is None:
            said = self._files[known] = _file(entry, path, model)
        return said


def _file(entry: Entry, path: str, model: type[B]) -> _Read[B]:
    data = entry.contents(path)
    if isinstance(data, Finding):
        return _Read((data,))
    document, found = read(data, path, labels())
    if document is None:
        return _Read(found)
    content, objections = decode(document, model)
    return _Read((*found, *objections), document, content)


def _told_of(identity: str, findings: Iterable[Finding]) -> list[Finding]:
    """The objections to a file as those of its record or act: they stay the same when a folder for tidiness changes."""
    return [replace(finding, record=identity) for finding in findings]


__all__ = ["CODES", "Loaded", "Reader", "load", "shown_as"]
