"""What a person types for a moment, and the commit that is meant."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum

from gongkai.git.running import Git, GitFailed
from gongkai.unable import Unable

_WORKTREE = ("", "工作区", "worktree")
_INDEX = (":", ":暂存", "暂存", "暂存区", ":index", "index")
_OID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_BASE = re.compile(r"[~^]|@\{")
_REF = "--format=%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)"
"""The commit of a branch, or the one that a tag names."""
_NEAR = 3


class Kind(StrEnum):
    """Where the files of a moment lie."""

    WORKTREE = "工作区"
    INDEX = "暂存区"
    COMMIT = "提交"


@dataclass(frozen=True, slots=True)
class Revision:
    """A moment: the work tree, what is staged, or a commit; `name` is what was typed."""

    name: str
    oid: str | None
    kind: Kind


WORKTREE = Revision("工作区", None, Kind.WORKTREE)
INDEX = Revision("暂存区", None, Kind.INDEX)


def of_commit(oid: str) -> Revision:
    """The moment of a commit whose id is known."""
    return Revision(oid, oid, Kind.COMMIT)


class NoSuchRevision(Unable):
    """Nothing in the repository is called so; the message is a Chinese sentence for the user."""


def revision(git: Git, typed: str) -> Revision:
    """The moment meant: a branch, a tag, an id, `HEAD~3`, where two parted (`A...B`), the work tree, the index."""
    name = typed.strip()
    if name.lower() in _WORKTREE:
        return WORKTREE
    if name.lower() in _INDEX:
        return INDEX
    if "..." in name:
        return Revision(name, _merge_base(git, name), Kind.COMMIT)
    return Revision(name, _commit(git, name), Kind.COMMIT)


def is_shallow(git: Git) -> bool:
    """Whether the repository was cloned without its earlier history."""
    return git.text("rev-parse", "--is-shallow-repository") == "true"


def _merge_base(git: Git, typed: str) -> str:
    one, _, other = typed.partition("...")
    oids = [_commit(git, each.strip() or "HEAD") for each in (one, other)]
    found = git.text("merge-base", *oids, check=False)
    if not found:
        raise NoSuchRevision(f"“{typed}”没有共同的提交：两边的历史不相连。{_shallow_hint(git)}")
    return found.splitlines()[0]


def _commit(git: Git, name: str) -> str:
    """The id of the commit; raises NoSuchRevision."""
    if name.startswith(("-", ":", "^")) or ".." in name or not name.isprintable():
        raise NoSuchRevision(
            f"“{_shown(name)}”不是版本的写法。写分支名、标签、提交号或 HEAD~3；两个分支的分岔点写“甲...乙”。"
        )
    try:
        found = git.text("rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
    except GitFailed as error:
        raise NoSuchRevision(_reason(git, name, error.said)) from None
    if not _OID.fullmatch(found):
        raise NoSuchRevision(_reason(git, name, ""))
    if found != name:
        _insist_on_one(git, name)
    return found


def _insist_on_one(git: Git, name: str) -> None:
    """Raise NoSuchRevision where a branch and a tag of this name are not the same commit."""
    base = _BASE.split(name)[0]
    if base and len(set(git.text("for-each-ref", _REF, f"refs/heads/{base}", f"refs/tags/{base}").splitlines())) > 1:
        message = f"“{base}”既是分支又是标签，指的不是同一个提交。写全：refs/heads/{base} 或 refs/tags/{base}。"
        raise NoSuchRevision(message)


def _reason(git: Git, name: str, said: str) -> str:
    shown = _shown(name)
    if "is ambiguous" in said:
        return f"“{shown}”对得上不止一个提交。提交号多写几位。"
    names = git.text(
        "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes"
    ).splitlines()
    if not git.text("rev-parse", "--verify", "--quiet", "HEAD", check=False):
        return f"没有“{shown}”这个版本：当前分支还没有提交。先提交一次。"
    base = _BASE.split(name)[0]
    if base in names or base == "HEAD":
        return f"“{shown}”指不到提交：历史没有这么长。{_shallow_hint(git)}"
    near = difflib.get_close_matches(name, names, _NEAR, 0.5)
    hint = f"是不是“{'”“'.join(near)}”？" if near else "用 git branch -a 和 git tag 看有哪些。"
    return f"没有“{shown}”这个版本。{hint}{_shallow_hint(git)}"


def _shallow_hint(git: Git) -> str:
    return "这是浅克隆，较早的历史不在这里；取全：git fetch --unshallow。" if is_shallow(git) else ""


def _shown(name: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in name)
