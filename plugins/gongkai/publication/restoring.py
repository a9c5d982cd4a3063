"""The records, pages and settings of a school as they stood in a commit, as files again."""

from __future__ import annotations

from pathlib import Path

from gongkai.git.objects import FOLDER as TREE
from gongkai.git.objects import LINK, SUBMODULE, Objects
from gongkai.git.running import Git, GitFailed, NoGit, repository
from gongkai.unable import Unable


class NotRestored(Unable):
    """The files of a commit cannot be had; the message is a Chinese sentence that says why."""


def restore(commit: str, base: Path, into: Path) -> None:
    """Write everything that lay below `base` in a commit into another folder; raises NotRestored."""
    try:
        git = repository(base)
        place = base.resolve().relative_to(git.folder).as_posix()
        with Objects(git) as objects:
            top = git.text("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}")
            name = top if place == "." else f"{top}:{place}"
            _write(objects, git, name, base.resolve(), into)
    except (NoGit, GitFailed, OSError, ValueError):
        raise NotRestored("上次发布时的提交在这个仓库里找不到了（浅克隆，或历史被改写过）") from None


def _write(objects: Objects, git: Git, tree: str, place: Path, into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    for entry in objects.tree(tree):
        if entry.mode == TREE:
            _write(objects, git, entry.oid, place / entry.name, into / entry.name)
        elif entry.mode == SUBMODULE:
            inner = Git(place / entry.name)
            with Objects(inner) as others:
                _write(others, inner, entry.oid, place / entry.name, into / entry.name)
        elif entry.mode != LINK:
            (into / entry.name).write_bytes(objects.blob(entry.oid))
