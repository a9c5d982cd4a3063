"""Files and folders of records, on a disk or in a repository: any may be a link, be locked or just have gone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Protocol, TypeVar

from gongkai.findings import Finding, Location
from gongkai.source.codes import UNREADABLE
from gongkai.source.document import MAX_BYTES

_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n.*?oid sha256:(?P<oid>[0-9a-f]{64})\n", re.DOTALL
)
LONGEST_POINTER = 1024

_TO_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_USUAL = 16 * 1024
"""Hardly a record is longer."""

_LITTER = re.compile(r"(\.|~\$).*|Thumbs\.db|desktop\.ini|README\.md", re.IGNORECASE)


class File(Protocol):
    """The bytes of an attachment, wherever they lie; reading raises OSError where they cannot be had.

    Whether two hold the same bytes says `is_same`.
    """

    def __hash__(self) -> int: ...

    def read_bytes(self) -> bytes:
        """All of it."""

    def beginning(self, size: int) -> bytes:
        """At most so many bytes from the start."""


class Entry(Protocol):
    """A file or a folder by its name; `key` is the same for the same content, None where nobody knows."""

    @property
    def name(self) -> str: ...

    @property
    def key(self) -> str | None: ...

    @property
    def file(self) -> File: ...

    def is_dir(self) -> bool: ...

    def is_file(self) -> bool: ...

    def is_link(self) -> bool: ...

    def entries(self, shown: str) -> Listed:
        """What is in a folder; `shown` names it in findings."""

    def contents(self, shown: str) -> bytes | Finding:
        """The bytes of a file, of a huge one just enough to see that it is; or why it cannot be read."""


E = TypeVar("E", bound=Entry)

Listed = tuple[tuple[Entry, ...], tuple[Finding, ...]]
"""What is in a folder, and what was wrong with it."""


@dataclass(frozen=True, slots=True)
class DiskFile:
    """A file by its path."""

    path: str

    def read_bytes(self) -> bytes:
        return Path(self.path).read_bytes()

    def beginning(self, size: int) -> bytes:
        with Path(self.path).open("rb") as opened:
            return opened.read(size)


class DiskEntry:
    """What a folder of a disk holds under a name."""

    __slots__ = ("_entry", "name")

    key = None
    """A file may change at any moment without anybody being told."""

    def __init__(self, entry: os.DirEntry[str]) -> None:
        self._entry = entry
        self.name = entry.name

    @property
    def file(self) -> File:
        return DiskFile(self._entry.path)

    def is_dir(self) -> bool:
        return self._entry.is_dir()

    def is_file(self) -> bool:
        return self._entry.is_file()

    def is_link(self) -> bool:
        return self._entry.is_symlink()

    def entries(self, shown: str) -> Listed:
        return entries(self._entry.path, shown)

    def contents(self, shown: str) -> bytes | Finding:
        try:
            if not self._entry.is_file(follow_symlinks=False):
                return unreadable(shown, "这不是普通文件。", "换成普通的文本文件。")
            return _beginning(self._entry.path)
        except OSError as error:
            cure = "检查文件是否被删除、改名，或正被别的程序占用。"
            return unreadable(shown, f"文件读不到：{_reason(error)}。", cure)


def _beginning(path: str) -> bytes:
    """Of a file as much as may be read and one byte more.

    A buffer for all of it, made 29,000 times for files of 1 KB, costs five times what the files cost.
    """
    file = os.open(path, _TO_READ)
    try:
        data = os.read(file, _USUAL)
        return data if len(data) < _USUAL else data + os.read(file, MAX_BYTES + 1 - _USUAL)
    finally:
        os.close(file)


def entries(folder: str | Path, shown: str) -> Listed:
    """What is in a folder of a disk; `shown` names it in findings."""
    try:
        with os.scandir(folder) as found:
            return listed(map(DiskEntry, found), shown)
    except OSError as error:
        return (), (unreadable(shown, f"文件夹读不到：{_reason(error)}。", "检查文件夹权限。"),)


def listed(found: Iterable[E], shown: str) -> Listed:
    """The entries of a folder by name, without editors' litter and links."""
    kept: list[Entry] = []
    findings = []
    for entry in sorted(found, key=attrgetter("name")):
        if _LITTER.fullmatch(entry.name):
            continue
        if entry.is_link():
            message = "这是一个链接，不是文件；链接不读。"
            findings.append(unreadable(f"{shown}/{entry.name}".lstrip("/"), message, "把真正的文件放在这里。"))
        else:
            kept.append(entry)
    return tuple(kept), tuple(findings)


def is_same(one: File, other: File) -> bool:
    """Whether two attachments hold the same bytes; one that cannot be read is like no other."""
    if type(one) is not type(other) or isinstance(one, DiskFile):
        try:
            return one.read_bytes() == other.read_bytes()
        except OSError:
            return False
    return one == other


def pointed_to(data: bytes) -> str:
    """The SHA-256 of the content that Git LFS keeps elsewhere, if this only points to it; else empty."""
    pointer = _POINTER.match(data) if len(data) < LONGEST_POINTER else None
    return pointer["oid"].decode() if pointer else ""


def unreadable(path: str, message: str, cure: str) -> Finding:
    """A file or a folder that could not be read, and what to do about it."""
    return Finding(UNREADABLE, Location(path), message, cure)


def _reason(error: OSError) -> str:
    reasons = {FileNotFoundError: "文件已不在", PermissionError: "没有权限", IsADirectoryError: "这是文件夹"}
    return reasons.get(type(error), "系统报错")
