"""Which folders mkdocs.yml named as those of the records: one that it names no more was published all the same."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from gongkai.git.commits import first_parent
from gongkai.git.revisions import Kind, Revision
from gongkai.git.running import Git
from gongkai.source.configuration import configuration

_DEFAULT = ("disclosures",)


def named_at(git: Git, base: Path, revision: Revision, now: Sequence[Path]) -> tuple[Path, ...]:
    """The folders of records at a moment; those of `now` where nothing else is known."""
    if revision.kind is Kind.WORKTREE:
        return tuple(now)
    commit = revision.oid if revision.kind is Kind.COMMIT else ""
    return _named(git.text("show", f"{commit}:{_path(git, base)}", check=False), base) or tuple(now)


def ever_named(git: Git, base: Path, now: Sequence[Path], until: str = "HEAD") -> tuple[Path, ...]:
    """The folders of records of `now`, and then those that were named at any time before."""
    path = _path(git, base)
    touched = git.text("log", "--first-parent", "-m", "--format=%H", until, "--", path, check=False).split()
    kept = {commit.oid for commit in first_parent(git, until)} if touched else set()
    texts = (git.text("show", f"{oid}:{path}", check=False) for oid in touched if oid in kept)
    return tuple(dict.fromkeys((*now, *(folder for text in texts for folder in _named(text, base)))))


def _path(git: Git, base: Path) -> str:
    return (Path(os.path.relpath(os.path.realpath(base), git.folder)) / "mkdocs.yml").as_posix()


def _named(text: str, base: Path) -> tuple[Path, ...]:
    found = configuration(text, "gongkai") if text else None
    typed = found.options.get("records") or list(_DEFAULT) if found else None
    names = [typed] if isinstance(typed, str) else typed
    return tuple(base / name for name in names if isinstance(name, str)) if isinstance(names, list) else ()
