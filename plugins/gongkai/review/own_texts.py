"""The school's own pages and its mkdocs.yml at a moment: what the site shows beside the records."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from gongkai.git.objects import Objects
from gongkai.git.revisions import Kind, Revision
from gongkai.git.running import Git

PLACES = ("content", "mkdocs.yml")
"""What lies there is published, or decides what is."""


def own_texts(git: Git, base: Path, revision: Revision) -> Mapping[str, str]:
    """Every such file by its path from the base; of what is no text only that it is another."""
    if revision.kind is Kind.WORKTREE:
        return {path: _told(data) for path, data in _on_disk(base)}
    way = Path(os.path.relpath(os.path.realpath(base), git.folder)).as_posix()
    before = "" if way == "." else f"{way}/"
    places = tuple(f"{before}{place}" for place in PLACES)
    with Objects(git) as objects:
        named = _listed(git, revision, places)
        return {path.removeprefix(before): _told(objects.blob(oid)) for path, oid in named}


def _on_disk(base: Path) -> Iterator[tuple[str, bytes]]:
    for place in PLACES:
        top = base / place
        found = sorted(top.rglob("*")) if top.is_dir() else [top]
        yield from ((file.relative_to(base).as_posix(), file.read_bytes()) for file in found if file.is_file())


def _listed(git: Git, revision: Revision, places: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Path and id of every file, from the index or from a commit."""
    if revision.kind is Kind.INDEX or revision.oid is None:
        said = git.text("ls-files", "--stage", "-z", "--", *places)
    else:
        said = git.text("ls-tree", "-r", "-z", "--full-tree", revision.oid, "--", *places)
    for entry in filter(None, said.split("\0")):
        facts, _, path = entry.partition("\t")
        mode, *rest = facts.split()
        if mode.startswith("100"):
            yield path, rest[0] if revision.kind is Kind.INDEX else rest[1]


def _told(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return f"（{len(data)} 字节的文件，摘要 {sha256(data).hexdigest()[:12]}）"
