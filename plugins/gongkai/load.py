"""Read record folders into a register: every file is tried, every objection is kept."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from gongkai.attachments.names import is_device
from gongkai.collector import collector_paused
from gongkai.findings import Code, Finding, Location, Severity, ordered
from gongkai.records import (
    KINDS,
    REQUIRED_SETTINGS,
    SETTINGS,
    ActFile,
    Catalogue,
    MainFile,
    Playlist,
    Policy,
    School,
    StaffPlaylist,
)
from gongkai.records.declarations import labels
from gongkai.records.decode import decode
from gongkai.records.filenames import act_named, meant_for
from gongkai.records.policy import PolicyBook
from gongkai.records.presets import resolve
from gongkai.records.school import UNKNOWN_SCHOOL
from gongkai.register import Act, AttachedFile, Record, Register, frozen
from gongkai.roster import ROSTER_FILES, Roster, roster
from gongkai.source import Document, read
from gongkai.source.codes import UNREADABLE
from gongkai.source.files import Entry, Listed, contents, entries

UNKNOWN_FILE = Code("R01", "unknown-file", "不认识的文件或文件夹")
NO_MAIN_FILE = Code("R02", "no-main-file", "文件夹里缺少主文件")
SAME_NUMBER = Code("R03", "same-number", "编号重复")
BAD_NUMBER = Code("R04", "bad-number", "编号写法不对")
ACT_GAP = Code("R05", "act-gap", "附加文件的序号有缺")
UNLISTED_ATTACHMENT = Code("R06", "unlisted-attachment", "附件没有登记")
MISSING_ATTACHMENT = Code("R07", "missing-attachment", "登记的附件不存在")
MISSING_SETTINGS = Code("R08", "missing-settings", "缺少学校设置文件")
UNKNOWN_PRESET = Code("R09", "unknown-preset", "没有这个预设")

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

_NUMBER = re.compile(r"[a-z0-9][a-z0-9._-]*")
_DIGIT = re.compile(r"\d")
_TEXTS = (".md", ".yml")

B = TypeVar("B", bound=BaseModel)


@dataclass(frozen=True)
class Loaded:
    """A register and everything that was wrong with the files as files."""

    register: Register
    findings: tuple[Finding, ...]


def load(folders: Sequence[Path], base: Path | None = None) -> Loaded:
    """Read every record below the folders; findings name files relative to `base`.

    The settings files may stand in any of the folders; a record may stand in only one.
    """
    reader = _Reader()
    with collector_paused():
        for folder in folders:
            name = Path(os.path.relpath(folder, base) if base else folder.name).as_posix()
            reader.folder(folder, "" if name == "." else name)
    return reader.loaded(roster((*((base,) if base else ()), *folders), base))


@dataclass(frozen=True, slots=True)
class _ActEntry:
    """A file that by its name is an act."""

    model: type[ActFile]
    name: str
    n: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Parts:
    """The files of one record; `folder` is empty where the record is a single file."""

    identity: str
    number: str
    path: str
    main: Entry | None
    acts: tuple[_ActEntry, ...] = ()
    attached: tuple[Entry, ...] = ()
    objections: tuple[Finding, ...] = ()
    folder: str = ""


@dataclass
class _Reader:
    findings: list[Finding] = field(default_factory=list)
    records: dict[str, Record[MainFile]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    documents: dict[str, Document] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    settings_paths: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    first: str = ""
    """The first folder, where missing settings files belong."""
    absent: bool = False
    """Whether a folder was not there, so that nothing can be said to be missing from it."""

    def object(self, code: Code, path: str, message: str, cure: str, record: str = "") -> None:
        self.findings.append(Finding(code, Location(path), message, cure, record))

    def entries(self, folder: Path | str, shown: str) -> tuple[Entry, ...]:
        found, findings = entries(folder, shown)
        self.findings += findings
        return found

    def loaded(self, names: Roster | None) -> Loaded:
        failed = {finding.location.path.rpartition("/")[2] for finding in self.findings}
        for name in REQUIRED_SETTINGS:
            if name not in self.settings_paths and name not in failed and not self.absent:
                cure = "用 gongkai init 生成一份，照着填写。"
                self.object(MISSING_SETTINGS, _join(self.first, name), f"没有 {name}。", cure)
        policy: Policy = self.settings.get("policy.yml") or Policy()
        presets, unknown = resolve(policy.presets)
        for index, name in unknown:
            place = self.documents[self.settings_paths["policy.yml"]].place(("预设", index), value=True)
            cure = "可以写：幼儿园、小学、初中、中学、高校、小学隐私。"
            self.findings.append(Finding(UNKNOWN_PRESET, place, f"没有叫“{name}”的预设。", cure))
        school: School = self.settings.get("school.yml") or UNKNOWN_SCHOOL
        catalogue: Catalogue = self.settings.get("catalogue.yml") or Catalogue()
        register = Register(
            school,
            PolicyBook(policy, presets),
            catalogue,
            frozen(self.records),
            frozenset(self.broken),
            frozen(self.documents),
            frozen(self.settings_paths),
            names,
            self.settings.get("playlist.yml") or Playlist(),
            self.settings.get("playlist-staff.yml") or StaffPlaylist(),
        )
        return Loaded(register, ordered(tuple(self.findings)))

    def folder(self, folder: Path, shown: str) -> None:
        self.first = self.first or shown
        if not folder.is_dir():
            cure = "检查 mkdocs.yml 里 records 一项写的文件夹名。"
            self.object(UNREADABLE, shown or ".", "没有这个文件夹。", cure)
            self.absent = True
            return
        kinds = {kind.folder: kind for kind in KINDS}
        for entry in self.entries(folder, shown):
            path = _join(shown, entry.name)
            if entry.is_dir():
                if kind := kinds.get(entry.name):
                    self.kind_folder(kind, entries(entry.path, path), path)
                elif entry.name == RELEASES:
                    continue
                elif not self.is_misnamed(entry, path):
                    near = difflib.get_close_matches(entry.name, kinds, 1, 0.5)
                    hint = f"是不是“{near[0]}”？" if near else f"可以用的文件夹：{'、'.join(kinds)}。"
                    self.object(UNKNOWN_FILE, path, f"不认识的文件夹“{entry.name}”。", hint)
            elif entry.name in SETTINGS:
                self.settings_file(entry, path)
            elif entry.name in ROSTER_FILES:
                continue
            else:
                self.unknown_file(entry.name, path, tuple(SETTINGS))

    def is_misnamed(self, entry: Entry, path: str) -> bool:
        """Whether this is a folder with the name of a file; it is objected to."""
        suffix = Path(entry.name).suffix
        if suffix not in _TEXTS:
            return False
        cure = f"去掉文件夹名里的“{suffix}”，文件放在里面。"
        self.object(UNREADABLE, path, "这是一个文件夹，名字却像文件。", cure)
        return True

    def unknown_file(
        self, name: str, path: str, expected: Sequence[str], record: str = "", taken: Collection[str] = ()
    ) -> None:
        away = "记录之外的文件放到别处；附件放进 attachments/ 并在“附件”里登记。"
        cure = meant_for(name, expected, taken) or away
        self.object(UNKNOWN_FILE, path, "不认识的文件，没有读入。", cure, record)

    def kind_folder(self, kind: type[MainFile], folder: Listed, shown: str, depth: int = 0) -> None:
        if depth > MAX_FOLDERS:
            self.object(UNKNOWN_FILE, shown, f"文件夹套了 {MAX_FOLDERS} 层以上，没有读入。", "少套几层。")
            return
        found, findings = folder
        self.findings += findings
        for entry in found:
            path = f"{shown}/{entry.name}"
            if entry.is_dir():
                if self.is_misnamed(entry, path):
                    self.broken.add(f"{kind.folder}/{entry.name.rpartition('.')[0]}")
                    continue
                within = entries(entry.path, path)
                if self.is_record(kind, within[0]):
                    self.record_folder(kind, entry.name, within, path)
                else:
                    self.kind_folder(kind, within, path, depth + 1)
            elif entry.name.endswith(kind.suffix):
                number = entry.name.removesuffix(kind.suffix)
                if identity := self.number(kind, number, path):
                    self.record(kind, _Parts(identity, number, path, entry))
            else:
                stem = entry.name.rpartition(".")[0].lower()
                self.unknown_file(entry.name, path, (stem + kind.suffix,))

    @staticmethod
    def is_record(kind: type[MainFile], within: tuple[Entry, ...]) -> bool:
        """Whether a folder is one record: it holds a main file, an act, or what was meant for a main file."""
        main = kind.stem + kind.suffix
        names = [entry.name for entry in within]
        if main in names or any(act_named(kind, name) for name in names):
            return True
        words = [name.lower() for name in names if name.endswith(_TEXTS) and not _DIGIT.search(name)]
        return bool(difflib.get_close_matches(main, words, 1, 0.8))

    def number(self, kind: type[MainFile], number: str, path: str) -> str | None:
        """The identity that a number gives, unless the number is badly written or already taken."""
        identity = f"{kind.folder}/{number}"
        if not _NUMBER.fullmatch(number) or number.endswith(".") or is_device(number):
            cure = "编号只用小写字母、数字和“-”，如 05-03-012；中文标题写在文件里。"
            self.object(BAD_NUMBER, path, f"编号“{number}”写法不对。", cure)
            self.broken.add(identity)
            return None
        if identity in self.seen:
            message = f"编号 {number} 已经用在 {self.seen[identity]}。"
            cure = "换一个没有用过的编号（gongkai new 会给出下一个）。"
            self.object(SAME_NUMBER, path, message, cure, identity)
            return None
        self.seen[identity] = path
        return identity

    def record_folder(self, kind: type[MainFile], number: str, folder: Listed, shown: str) -> None:
        identity = self.number(kind, number, shown)
        record = identity or ""
        main: Entry | None = None
        acts: list[_ActEntry] = []
        attached: tuple[Entry, ...] = ()
        before = len(self.findings)
        acts_expected = (f"{name}{'-1' if act.numbered else ''}.md" for name, act in kind.acts.items())
        expected = (kind.stem + kind.suffix, *acts_expected)
        within, findings = folder
        self.findings += findings
        taken = frozenset(entry.name for entry in within)
        for entry in within:
            path = f"{shown}/{entry.name}"
            if entry.is_dir():
                if entry.name == "attachments":
                    attached = self.attached(entry, path, record)
                elif not self.is_misnamed(entry, path):
                    message = "记录里只有 attachments 一种文件夹。"
                    self.object(UNKNOWN_FILE, path, message, "附件放进 attachments/。", record)
            elif entry.name == kind.stem + kind.suffix:
                main = entry
            elif act := act_named(kind, entry.name):
                acts.append(_ActEntry(*act, entry))
            else:
                self.unknown_file(entry.name, path, expected, record, taken)
        if identity is None:
            return
        missed = any(finding.location.path.endswith(_TEXTS) for finding in self.findings[before:])
        if main is None and not missed:
            message = f"文件夹里没有 {kind.stem}{kind.suffix}。"
            cure = f"补上 {kind.stem}{kind.suffix}，或检查文件名。"
            self.object(NO_MAIN_FILE, shown, message, cure, identity)
        if main is None or missed:
            self.broken.add(identity)
        path = f"{shown}/{kind.stem}{kind.suffix}"
        objections = tuple(self.findings[before:])
        self.record(kind, _Parts(identity, number, path, main, tuple(acts), attached, objections, shown))

    def attached(self, folder: Entry, shown: str, record: str) -> tuple[Entry, ...]:
        found = self.entries(folder.path, shown)
        for entry in found:
            if entry.is_dir():
                message, cure = "附件不分文件夹，这里面的文件没有读入。", "文件直接放进 attachments/。"
                self.object(UNKNOWN_FILE, f"{shown}/{entry.name}", message, cure, record)
        return tuple(entry for entry in found if entry.is_file())

    def record(self, kind: type[MainFile], parts: _Parts) -> None:
        before = len(self.findings)
        content = self.file(parts.main, parts.path, kind) if parts.main else None
        acts: list[Act[ActFile]] = []
        for each in parts.acts:
            path = f"{parts.folder}/{each.entry.name}"
            act = self.file(each.entry, path, each.model)
            if act is not None:
                identity = f"{parts.identity}/{each.entry.name.removesuffix('.md')}"
                acts.append(Act(identity, each.name, each.n, path, act))
        self.sequence(parts)
        files = self.attachments(parts, content) if content else ()
        failed = any(finding.level is Severity.ERROR for finding in self.findings[before:])
        if failed or content is None or parts.identity in self.broken:
            self.broken.add(parts.identity)
            return
        order = list(kind.acts)
        acts.sort(key=lambda act: (order.index(act.name), act.n))
        self.records[parts.identity] = Record(parts.identity, parts.number, parts.path, content, tuple(acts), files)

    def sequence(self, parts: _Parts) -> None:
        numbers: dict[str, list[int]] = {}
        for act in parts.acts:
            if act.model.numbered:
                numbers.setdefault(act.name, []).append(act.n)
        for name, found in sorted(numbers.items()):
            gap = next((n for n in range(1, max(found) + 1) if n not in found), None)
            if gap is not None:
                after = min(n for n in found if n > gap)
                message = f"有 {name}-{after}.md，却没有 {name}-{gap}.md。"
                path = f"{parts.folder}/{name}-{after}.md"
                self.object(ACT_GAP, path, message, "序号从 1 开始，中间不缺。", parts.identity)

    def attachments(self, parts: _Parts, content: MainFile) -> tuple[AttachedFile, ...]:
        files = {entry.name: entry for entry in parts.attached}
        listed = {item.file for item in content.attachments}
        unlisted = sorted(files.keys() - listed)
        # A name that was mistyped is missing under the one and unlisted under the other: that is one slip.
        near = {name: difflib.get_close_matches(name, unlisted, 1, 0.8) for name in sorted(listed - files.keys())}
        meant = {name for names in near.values() for name in names}
        for name in unlisted:
            if name in meant:
                continue
            message = "附件没有登记，不会公布。"
            cure = f"在“附件”下登记：- {{文件: {name}, 标题: …}}；不公布的文件移出仓库。"
            path = f"{parts.folder}/attachments/{name}"
            self.object(UNLISTED_ATTACHMENT, path, message, cure, parts.identity)
        kept = []
        objected = {finding.location.path for finding in parts.objections}
        for index, item in enumerate(content.attachments):
            if item.file in files:
                kept.append(AttachedFile(item.file, item.title, Path(files[item.file].path)))
                continue
            if f"{parts.folder}/attachments/{item.file}" in objected:
                self.broken.add(parts.identity)
                continue
            place = self.documents[parts.path].place(("附件", index, "文件"), value=True)
            message = f"attachments/ 里没有“{item.file}”。"
            hint = "".join(f"是不是“{name}”？" for name in near[item.file])
            cure = f"{hint}检查文件名（区分大小写），或补上文件。"
            self.findings.append(Finding(MISSING_ATTACHMENT, place, message, cure, parts.identity))
        return tuple(kept)

    def settings_file(self, entry: Entry, path: str) -> None:
        if entry.name in self.settings_paths:
            other = self.settings_paths[entry.name]
            self.object(SAME_NUMBER, path, f"{entry.name} 已经有一份：{other}。", "只留一份。")
            return
        self.settings_paths[entry.name] = path
        if content := self.file(entry, path, SETTINGS[entry.name]):
            self.settings[entry.name] = content

    def file(self, entry: Entry, path: str, model: type[B]) -> B | None:
        data = contents(entry, path)
        if isinstance(data, Finding):
            self.findings.append(data)
            return None
        document, found = read(data, path, labels())
        self.findings += found
        if document is None:
            return None
        self.documents[path] = document
        content, objections = decode(document, model)
        self.findings += objections
        return content


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


__all__ = ["CODES", "Loaded", "load"]
