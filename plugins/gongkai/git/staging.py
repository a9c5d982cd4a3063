"""What is staged, as the trees that git would make of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TypeAlias, Union

from gongkai.git.objects import FOLDER, TreeEntry
from gongkai.git.running import Git
from gongkai.unable import Unable

_Folder: TypeAlias = dict[bytes, Union["_Folder", tuple[str, str]]]
"""Files by mode and id, and folders, by their names."""


class Unmerged(Unable):
    """A merge has stopped half-way, so that nothing definite is staged."""


def staged(git: Git) -> tuple[str, Mapping[str, tuple[TreeEntry, ...]]]:
    """The id of the top of what is staged, and every folder of it by its id; nothing is written."""
    only_meant = set(git.run("diff-files", "--name-only", "--diff-filter=A", "-z").split(b"\0"))
    top: _Folder = {}
    for line in git.run("ls-files", "--stage", "-z").split(b"\0"):
        if not line:
            continue
        head, _, path = line.partition(b"\t")
        mode, oid, stage = head.decode().split()
        if stage != "0":
            raise Unmerged("合并还没有完成，暂存区里有冲突的文件。先解决冲突（git status 看是哪些），再试一次。")
        if path not in only_meant:  # of what is only meant to be added nothing is staged
            _put(top, path, (mode.lstrip("0"), oid))
    trees: dict[str, tuple[TreeEntry, ...]] = {}
    return _tree(top, git.text("rev-parse", "--show-object-format"), trees), trees


def _put(folder: _Folder, path: bytes, file: tuple[str, str]) -> None:
    *above, name = path.split(b"/")
    for part in above:
        inner = folder.setdefault(part, {})
        if isinstance(inner, dict):
            folder = inner
    folder[name] = file


def _tree(folder: _Folder, algorithm: str, trees: dict[str, tuple[TreeEntry, ...]]) -> str:
    """The id that git gives to a folder; it and the folders in it are put among the trees."""
    found = []
    for name, held in folder.items():
        mode, oid = (FOLDER, _tree(held, algorithm, trees)) if isinstance(held, dict) else held
        found.append((name + b"/" * (mode == FOLDER), name, mode, oid))
    found.sort()
    data = b"".join(mode.encode() + b" " + name + b"\0" + bytes.fromhex(oid) for _, name, mode, oid in found)
    own = hashlib.new(algorithm, b"tree %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
    trees[own] = tuple(TreeEntry(name.decode("utf-8", "surrogateescape"), mode, oid) for _, name, mode, oid in found)
    return own
