"""Folders of a repository as the loader reads them: the same findings as on a disk, and a key for all content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from gongkai.findings import Finding
from gongkai.git.objects import FOLDER, LINK, SUBMODULE, Missing, Objects, TreeEntry
from gongkai.source.document import MAX_BYTES
from gongkai.source.files import LONGEST_POINTER, File, Listed, listed, pointed_to, unreadable

Trees = Callable[[str], tuple[TreeEntry, ...]]
"""The entries of a tree by its id."""


@dataclass(frozen=True, slots=True)
class BlobFile:
    """An attachment by the id of its content; of one that Git LFS holds, the content itself if it is here."""

    oid: str
    objects: Objects = field(compare=False, repr=False)

    def read_bytes(self) -> bytes:
        data = self.objects.blob(self.oid)
        held = self._held(data)
        return data if held is None else held

    def beginning(self, size: int) -> bytes:
        data = self.objects.blob(self.oid, max(size, LONGEST_POINTER))
        held = self._held(data)
        return (data if held is None else held)[:size]

    def _held(self, data: bytes) -> bytes | None:
        """What a pointer of Git LFS points to, where it has been fetched."""
        oid = pointed_to(data)
        if not oid:
            return None
        store = self.objects.git.directory("--git-common-dir") / "lfs" / "objects" / oid[:2] / oid[2:4] / oid
        if not store.is_file():
            return None
        held = store.read_bytes()
        return held if sha256(held).hexdigest() == oid else None


class GitEntry:
    """What a tree holds under a name; `trees` lists folders, also those of the index that no tree has yet."""

    __slots__ = ("key", "mode", "name", "objects", "trees")

    def __init__(self, name: str, mode: str, key: str, objects: Objects, trees: Trees) -> None:
        self.name = name
        self.mode = mode
        self.key = key
        self.objects = objects
        self.trees = trees

    @property
    def file(self) -> File:
        return BlobFile(self.key, self.objects)

    def is_dir(self) -> bool:
        return self.mode in (FOLDER, SUBMODULE)

    def is_file(self) -> bool:
        return self.mode not in (FOLDER, SUBMODULE, LINK)

    def is_link(self) -> bool:
        return self.mode == LINK

    def entries(self, shown: str) -> Listed:
        try:
            found = self.trees(self.key)
        except Missing:
            return (), (unreadable(shown, *_absent(self.mode, self.key)),)
        except OSError:
            return (), (unreadable(shown, f"文件夹读不到：{_DAMAGED}。", _FSCK),)
        return listed((GitEntry(each.name, each.mode, each.oid, self.objects, self.trees) for each in found), shown)

    def contents(self, shown: str) -> bytes | Finding:
        try:
            return self.objects.blob(self.key, MAX_BYTES + 1)
        except Missing:
            return unreadable(shown, "文件读不到：仓库里没有它的内容。", _FETCH)
        except OSError:
            return unreadable(shown, f"文件读不到：{_DAMAGED}。", _FSCK)


_DAMAGED = "仓库里存的这一份已损坏"
_FSCK = "运行 git fsck 看一看，从别的克隆里取回完好的一份。"
_FETCH = "这可能是部分克隆：取全以后再试，如重新 git clone 一份。"


def _absent(mode: str, oid: str) -> tuple[str, str]:
    if mode == SUBMODULE:
        message = f"这个文件夹是子模块，它的提交 {oid[:10]} 不在这里，没有读入。"
        return message, "运行 git submodule update --init；仍没有时，在子模块里运行 git fetch。"
    return "文件夹读不到：仓库里没有它的内容。", _FETCH
