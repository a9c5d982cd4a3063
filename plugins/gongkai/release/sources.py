"""Where a copy of a site lies, as something whose files can be named and summed: a folder, here."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol, TypeVar

from gongkai.release.remarks import Remark, What, shown
from gongkai.unable import Unable

T = TypeVar("T")

CHUNK = 1 << 20
_TAIL = 64
LARGEST_FILE = 4_000_000_000
MOST_FILES = 500_000


class Unverifiable(Unable):
    """There is nothing here that could be verified; the message is a Chinese sentence."""


class AbsentError(Exception):
    """The source has no such file."""


class UnreadError(Exception):
    """A file is there and cannot be read; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Summed:
    """What is known of a file once it was read through: its sum, its size, its last bytes."""

    digest: str
    size: int
    tail: bytes


class Source(Protocol):
    """A copy of a site. Nothing in it is ever run, unpacked or followed."""

    @property
    def label(self) -> str:
        """What it is called in a sentence."""

    @property
    def is_listed(self) -> bool:
        """Whether it can say what lies in it, and so what was added."""

    def names(self) -> Sequence[str]:
        """Every plain file by its name, as in the sums."""

    def oddities(self) -> Sequence[Remark]:
        """Whatever lies there that is no plain file of its own name."""

    def read(self, name: str, most: int) -> bytes:
        """A file's bytes, `most` of them and one more; raises AbsentError or UnreadError."""

    def summed(self, name: str) -> Summed:
        """A file read through, piece by piece; raises AbsentError or UnreadError."""


def summed(read: Callable[[int], bytes], most: int = LARGEST_FILE) -> Summed:
    """The sum of everything that `read` gives, in pieces; raises UnreadError for more than `most`."""
    digest, size, tail = sha256(), 0, b""
    while piece := read(CHUNK):
        digest.update(piece)
        size += len(piece)
        tail = (tail + piece)[-_TAIL:] if len(piece) < _TAIL else piece[-_TAIL:]
        if size > most:
            raise UnreadError(f"比 {most // 1_000_000} MB 还大，没有读完")
    return Summed(digest.hexdigest(), size, tail)


class Folder:
    """A site in a folder. Links in it are named and not followed; what is no file is never opened."""

    is_listed = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self.label = str(folder)
        self._names: list[str] = []
        self._odd: list[Remark] = []
        for path, entry in _walk(self._folder):
            if entry is None:
                self._odd.append(Remark(What.EMPTY_FOLDER, shown(path)))
            elif entry.is_symlink():
                self._odd.append(Remark(What.LINK, shown(path)))
            elif entry.is_file(follow_symlinks=False):
                self._names.append(path)
            else:
                self._odd.append(Remark(What.SPECIAL, shown(path)))
            if len(self._names) > MOST_FILES:
                raise Unverifiable(f"{folder} 里的文件超过 {MOST_FILES} 个，不像是公开网站。检查是不是写错了文件夹。")

    def names(self) -> Sequence[str]:
        return self._names

    def oddities(self) -> Sequence[Remark]:
        return self._odd

    def read(self, name: str, most: int) -> bytes:
        return self._with(name, lambda read: read(most + 1))

    def summed(self, name: str) -> Summed:
        return self._with(name, summed)

    def _with(self, name: str, do: Callable[[Callable[[int], bytes]], T]) -> T:
        path = self._folder / name
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            descriptor = os.open(path, flags)
        except (FileNotFoundError, NotADirectoryError):
            raise AbsentError(name) from None
        except (OSError, ValueError) as error:
            raise UnreadError(_cause(error)) from None
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise AbsentError(name)
            try:
                return do(file.read)
            except OSError as error:
                raise UnreadError(_cause(error)) from None


def _cause(error: Exception) -> str:
    return "没有读的权限" if isinstance(error, PermissionError) else "磁盘或文件系统出错"


def _walk(folder: Path) -> Iterator[tuple[str, os.DirEntry[str] | None]]:
    """Everything below a folder as (path, entry), in the order of names; None for a folder with nothing in it."""
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            with os.scandir(folder / prefix) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except PermissionError:
            raise Unverifiable(f"{folder / prefix} 没有读的权限，没有核对。请用有权限的账户运行。") from None
        if not entries and prefix:
            yield prefix, None
        for entry in entries:
            path = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{path}/")
            else:
                yield path, entry
