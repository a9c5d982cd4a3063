"""What is objected to in the files of a record as files, by their names and numbers alone."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from gongkai.attachments.names import is_device
from gongkai.findings import Code, Finding, Location
from gongkai.gathering import unattributed
from gongkai.records import ActFile, MainFile
from gongkai.records.filenames import act_named, meant_for
from gongkai.register import AttachedFile
from gongkai.source import Document
from gongkai.source.files import Entry, unreadable

UNKNOWN_FILE = Code("R01", "unknown-file", "不认识的文件或文件夹")
NO_MAIN_FILE = Code("R02", "no-main-file", "文件夹里缺少主文件")
BAD_NUMBER = Code("R04", "bad-number", "编号写法不对")
ACT_GAP = Code("R05", "act-gap", "附加文件的序号有缺")
UNLISTED_ATTACHMENT = Code("R06", "unlisted-attachment", "附件没有登记")
MISSING_ATTACHMENT = Code("R07", "missing-attachment", "登记的附件不存在")

_NUMBER = re.compile(r"[a-z0-9][a-z0-9._-]*")
_DIGIT = re.compile(r"\d")
TEXTS = (".md", ".yml")


class ActEntry(NamedTuple):
    """A file that by its name is an act."""

    model: type[ActFile]
    name: str
    n: int
    entry: Entry


class Parts(NamedTuple):
    """The files of one record; `folder` is empty where the record is a single file.

    `objections` are those to the files as files; `is_whole` says that no file which may be the record's
    own was among them.
    """

    identity: str
    number: str
    path: str
    main: Entry | None
    acts: tuple[ActEntry, ...] = ()
    attached: tuple[Entry, ...] = ()
    objections: tuple[Finding, ...] = ()
    folder: str = ""
    is_whole: bool = True


def named_like_a_file(entry: Entry, path: str) -> Finding | None:
    """The objection to a folder with the name of a file, if it is one."""
    if not entry.name.endswith(TEXTS):
        return None
    suffix = Path(entry.name).suffix
    cure = f"去掉文件夹名里的“{suffix}”，文件放在里面。"
    return unreadable(path, "这是一个文件夹，名字却像文件。", cure)


def unknown_file(
    name: str, path: str, expected: Sequence[str], record: str = "", taken: Collection[str] = ()
) -> Finding:
    away = "记录之外的文件放到别处；附件放进 attachments/ 并在“附件”里登记。"
    cure = meant_for(name, expected, taken) or away
    return Finding(UNKNOWN_FILE, Location(path), "不认识的文件，没有读入。", cure, record)


def expected_files(kind: type[MainFile]) -> tuple[str, ...]:
    """What the files of a record of a kind may be called, with the first number where they are numbered."""
    acts = (f"{name}{'-1' if act.numbered else ''}.md" for name, act in kind.acts.items())
    return (kind.stem + kind.suffix, *acts)


def is_record(kind: type[MainFile], within: tuple[Entry, ...]) -> bool:
    """Whether a folder is one record: it holds a main file, an act, or what was meant for a main file."""
    main = kind.stem + kind.suffix
    names = [entry.name for entry in within]
    if main in names or any(act_named(kind, name) for name in names):
        return True
    words = [name.lower() for name in names if name.endswith(TEXTS) and not _DIGIT.search(name)]
    return bool(difflib.get_close_matches(main, words, 1, 0.8))


def bad_number(number: str, path: str) -> Finding | None:
    if _NUMBER.fullmatch(number) and not number.endswith(".") and not is_device(number):
        return None
    cure = "编号只用小写字母、数字和“-”，如 05-03-012；中文标题写在文件里。"
    return Finding(BAD_NUMBER, Location(path), f"编号“{number}”写法不对。", cure)


def elsewhere(parts: Parts) -> tuple[Finding, ...]:
    """The objections to the files of a record whose number is another's."""
    return unattributed(finding for finding in parts.objections if finding.code is not NO_MAIN_FILE)


def enclosed(folder: Entry, shown: str, record: str) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    found, findings = folder.entries(shown)
    message, cure = "附件不分文件夹，这里面的文件没有读入。", "文件直接放进 attachments/。"
    nested = (
        Finding(UNKNOWN_FILE, Location(f"{shown}/{entry.name}"), message, cure, record)
        for entry in found
        if entry.is_dir()
    )
    return tuple(entry for entry in found if entry.is_file()), (*findings, *nested)


def act_gaps(parts: Parts) -> list[Finding]:
    """The objections to acts whose numbers leave one out."""
    if all(act.n < 2 for act in parts.acts):
        return []
    numbers: dict[str, list[int]] = {}
    findings = []
    for act in parts.acts:
        if act.model.numbered:
            numbers.setdefault(act.name, []).append(act.n)
    for name, found in sorted(numbers.items()):
        gap = next((n for n in range(1, max(found) + 1) if n not in found), None)
        if gap is not None:
            after = min(n for n in found if n > gap)
            message = f"有 {name}-{after}.md，却没有 {name}-{gap}.md。"
            place = Location(f"{parts.folder}/{name}-{after}.md")
            findings.append(Finding(ACT_GAP, place, message, "序号从 1 开始，中间不缺。", parts.identity))
    return findings


def attachments(
    parts: Parts, content: MainFile, document: Document
) -> tuple[tuple[AttachedFile, ...], list[Finding], bool]:
    """The listed attachments that are there, the objections, and whether none was lost to an earlier objection."""
    findings: list[Finding] = []
    if not parts.attached and not content.attachments:
        return (), findings, True
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
        place = Location(f"{parts.folder}/attachments/{name}")
        findings.append(Finding(UNLISTED_ATTACHMENT, place, message, cure, parts.identity))
    kept = []
    none_lost = True
    objected = {finding.location.path for finding in parts.objections}
    for index, item in enumerate(content.attachments):
        if item.file in files:
            kept.append(AttachedFile(item.file, item.title, files[item.file].file))
            continue
        if f"{parts.folder}/attachments/{item.file}" in objected:
            none_lost = False
            continue
        place = document.place(("附件", index, "文件"), value=True)
        message = f"attachments/ 里没有“{item.file}”。"
        hint = "".join(f"是不是“{name}”？" for name in near[item.file])
        cure = f"{hint}检查文件名（区分大小写），或补上文件。"
        findings.append(Finding(MISSING_ATTACHMENT, place, message, cure, parts.identity))
    return tuple(kept), findings, none_lost
