"""The register as it was at any moment that git knows: read from its objects, without a checkout."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from gongkai.collector import collector_paused
from gongkai.gathering import FolderSaid, Gap, Loaded, Loose, Said, alone, gathered
from gongkai.git.commits import commit
from gongkai.git.entries import GitEntry
from gongkai.git.objects import FOLDER, SUBMODULE, Missing, Objects, TreeEntry
from gongkai.git.revisions import WORKTREE, Kind, Revision, of_commit
from gongkai.git.running import Git, NoGit, repository, repository_of
from gongkai.git.staging import staged
from gongkai.load import Reader, load, shown_as
from gongkai.roster import roster
from gongkai.source.files import unreadable
from gongkai.unable import Unable

_KEPT = 64
"""So many kinds' folders of the last moments are kept summed up: more than one moment has."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A folder of records: by which name findings call it, and where it lies in which repository, if in any."""

    folder: Path
    shown: str
    git: Git | None
    path: str = ""
    """From the top of the repository, without a slash at either end."""
    reason: str = ""
    """Why it is in no repository."""


class Registers:
    """The registers of a school at other moments; what was read once is remembered by its id in git.

    `git` is the repository whose revisions are meant; `registers_of` finds it: that of the base, or,
    where the first folder of records lies in another that is no submodule of it, that one.
    """

    def __init__(self, git: Git, records: Sequence[Path], base: Path) -> None:
        self.git = git
        self.base = base
        self.records = tuple(records)
        self._sources = tuple(_source(git, folder, shown_as(folder, base)) for folder in records)
        self._reader = Reader()
        self._summed = lru_cache(_KEPT)(alone)
        self._objects: dict[Path, Objects] = {}
        self._names = roster((base, *records), base)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; what was loaded stays readable."""
        for objects in self._objects.values():
            objects.close()

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders of records from the top of the repository, as far as they lie in it: for `commits.changes`."""
        return tuple(source.path or "." for source in self._sources if source.git == self.git)

    def at(self, revision: Revision = WORKTREE) -> Loaded:
        """What `load` would say of a checkout of this moment."""
        if revision.kind is Kind.WORKTREE:
            return load(self.records, self.base)
        with collector_paused():
            said = [self._said(source, revision) for source in self._sources]
            gaps = tuple(gap for _, gap in said if gap)
            return gathered((each for each, _ in said), self._names, gaps, self._summed)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is to be known of folders whose past is not in the repository, each a Chinese sentence."""
        return tuple(remark for source in self._sources if (remark := self._remark(source)))

    def _remark(self, source: _Source) -> str:
        name = source.shown or "."
        if source.git is None:
            return f"看不到“{name}”从前的样子，从前的也按现在的内容算。{source.reason}"
        if source.git != self.git:
            return f"“{name}”在另一个仓库里，从前的样子按提交时间对应。"
        if _is_ignored(source):
            return f"“{name}”被 .gitignore 排除在仓库之外，看不到它从前的样子；从前的也按现在的内容算。"
        return ""

    def _said(self, source: _Source, revision: Revision) -> tuple[FolderSaid, Gap | None]:
        if source.git is None:
            return self._as_now(source)
        if source.git == self.git:
            return self._inside(source, revision)
        return self._beside(source, source.git, revision)

    def _as_now(self, source: _Source) -> tuple[FolderSaid, Gap | None]:
        return self._reader.on_disk(source.folder, source.shown), Gap(source.shown, self._remark(source))

    def _inside(self, source: _Source, revision: Revision) -> tuple[FolderSaid, Gap | None]:
        try:
            found = _down(self._top(self.git, revision), source.path)
        except _Absent as absent:
            gone = Loose((unreadable(source.shown or ".", absent.message, absent.cure),))
            return FolderSaid(source.shown, (Said((gone,)),), is_there=False), Gap(source.shown, absent.message)
        if found is None and _is_ignored(source):
            return self._as_now(source)
        return self._reader.folder(found.entries(source.shown) if found else None, source.shown), None

    def _beside(self, source: _Source, git: Git, revision: Revision) -> tuple[FolderSaid, Gap | None]:
        """A folder in a repository of its own is taken as it stood published there at the second of the commit."""
        if revision.oid is not None:
            second = commit(self.git, revision.oid).at
            oid = git.text("rev-list", "--first-parent", "-1", f"--before={second}", "HEAD", check=False)
            if not oid:
                message = f"“{source.shown or '.'}”所在的仓库里没有这么早的提交，没有读入。"
                return FolderSaid(source.shown, (), is_there=False), Gap(source.shown, message)
            revision = of_commit(oid)
        found = _down(self._top(git, revision), source.path)
        return self._reader.folder(found.entries(source.shown) if found else None, source.shown), None

    def _top(self, git: Git, revision: Revision) -> GitEntry:
        """The top folder of a moment."""
        objects = self._objects.get(git.folder)
        if objects is None:
            objects = self._objects[git.folder] = Objects(git, _stores(git, self._sources))
        if revision.kind is Kind.INDEX:
            oid, trees = staged(git)

            def tree(oid: str) -> tuple[TreeEntry, ...]:
                return trees[oid] if oid in trees else objects.tree(oid)

            return GitEntry("", FOLDER, oid, objects, tree)
        return GitEntry("", FOLDER, revision.oid or "", objects, objects.tree)


class _Absent(Exception):
    """A submodule on the way to a folder is not here."""

    def __init__(self, path: str, oid: str) -> None:
        super().__init__()
        self.message = f"“{path}”是子模块，它的提交 {oid[:10]} 不在这里，没有读入。"
        self.cure = "运行 git submodule update --init；仍没有时，在子模块里运行 git fetch。"


def _down(top: GitEntry, path: str) -> GitEntry | None:
    """The folder at a path, through submodules; None where there was none. Raises _Absent, and Unable of damage."""
    entry = top
    way: list[str] = []
    for name in ["", *path.split("/")] if path else [""]:
        if name:
            way.append(name)
            found = next((each for each in _listed(entry, way) if each.name == name), None)
            if found is None or found.mode not in (FOLDER, SUBMODULE):
                return None
            entry = GitEntry(name, found.mode, found.oid, entry.objects, entry.trees)
        if entry.mode == SUBMODULE:
            _listed(entry, way)
    return entry


def _listed(entry: GitEntry, way: list[str]) -> tuple[TreeEntry, ...]:
    try:
        return entry.trees(entry.key)
    except Missing:
        if entry.mode == SUBMODULE:
            raise _Absent("/".join(way), entry.key) from None
        raise Unable("仓库里缺少这个版本的内容，可能是部分克隆。取全以后再试，如重新 git clone 一份。") from None
    except OSError:
        raise Unable("仓库里这个版本已损坏，读不到。运行 git fsck 看一看，从别的克隆里取回完好的一份。") from None


def registers_of(records: Sequence[Path], base: Path) -> Registers:
    """The registers of a school's folders; raises NoGit and says why where they are in no repository."""
    own = repository_of(base)
    if records:
        first = _source(own, records[0], "").git if own else repository(records[0])
        own = first or own
    return Registers(own or repository(base), records, base)


def _source(git: Git, folder: Path, shown: str) -> _Source:
    """Where a folder lies: in a submodule it lies in the repository above."""
    real = Path(os.path.realpath(folder))
    try:
        own = repository(real)
    except NoGit as error:
        return _Source(folder, shown, None, reason=str(error))
    while own != git and (above := own.text("rev-parse", "--show-superproject-working-tree")):
        own = Git(Path(above))
    path = Path(os.path.relpath(real, own.folder)).as_posix()
    return _Source(folder, shown, own, "" if path == "." else path)


def _is_ignored(source: _Source) -> bool:
    """Whether git was told to leave the folder alone that is there now."""
    git = source.git
    if git is None or not source.path or not source.folder.is_dir():
        return False
    ignored = git.run("ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "--", source.path)
    return bool(ignored) and not git.run("ls-files", "--", source.path)


def _stores(git: Git, sources: Iterable[_Source]) -> tuple[Path, ...]:
    """Where the objects of submodules lie, whether they are checked out or not."""
    found = {store for home in (git.directory("--git-common-dir"), git.directory()) for store in _modules(home)}
    for source in sources:
        inner = repository_of(source.folder) if source.git == git else None
        if inner and inner != git:
            found.add(inner.directory("--git-common-dir") / "objects")
    return tuple(sorted(found))


def _modules(home: Path) -> Iterator[Path]:
    for folder, inside, _ in os.walk(home / "modules"):
        if "objects" in inside and "refs" in inside:
            yield Path(folder) / "objects"
            inside[:] = [name for name in inside if name == "modules"]
