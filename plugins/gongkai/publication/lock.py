"""One publication at a time: who is at it stands in a file, and the system lets go of it when the program ends."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass

from gongkai.publication.target import NotPublished, Target

LOCK = "lock"

_HELD_AT = 1 << 20
"""The byte that is held on Windows: one that nobody has to read."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who publishes, on which machine, in which process, since when (as it is told to people)."""

    who: str
    host: str
    pid: int
    since: str

    @property
    def told(self) -> str:
        return f"{self.who}@{self.host}（进程 {self.pid}）从 {self.since} 起"


@contextmanager
def alone(target: Target, owner: Owner) -> Iterator[str]:
    """Keep other publications out, and give a sentence about a lock left by a dead one; raises NotPublished.

    That the owner lives is told by the system's own lock on the file, not by a process number: numbers are used
    again. Where another machine made the file, this system cannot know; then people have to look.
    """
    path = target.store / LOCK
    descriptor = _opened(target)
    try:
        try:
            _hold(descriptor)
        except OSError:
            raise _refusal(target, _owner(descriptor)) from None
        before = _owner(descriptor)
        if not _is_still(descriptor, target):
            raise _refusal(target, before)
        if before and before.host != owner.host:
            raise _refusal(target, before)
        _write(descriptor, json.dumps(asdict(owner), ensure_ascii=False).encode())
        try:
            yield f"上一次发布（{before.told}）没有做完就停了，由这次接手收尾。" if before else ""
        finally:
            # On Windows an open file cannot go; an empty one keeps nobody out.
            _write(descriptor, b"")
            with suppress(OSError):
                path.unlink()
    finally:
        os.close(descriptor)


def _opened(target: Target) -> int:
    return os.open(target.store / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)


def _write(descriptor: int, data: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.truncate(descriptor, 0)
    os.write(descriptor, data)


def _owner(descriptor: int) -> Owner | None:
    """Who wrote the lock; None where nobody has, or not to the end."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        found = json.loads(os.read(descriptor, 4096))
        return Owner(str(found["who"]), str(found["host"]), int(found["pid"]), str(found["since"]))
    except (ValueError, KeyError, TypeError):
        return None


def _is_still(descriptor: int, target: Target) -> bool:
    """Whether the file that is held is the one in the folder: another may have finished and removed it meanwhile."""
    try:
        return os.path.samestat(os.fstat(descriptor), (target.store / LOCK).stat())
    except FileNotFoundError:
        return False


def _refusal(target: Target, owner: Owner | None) -> NotPublished:
    who = owner.told if owner else "另一次发布"
    cure = f"等那边做完再来；确认那边早已停了的，删去 {target.store / LOCK} 再来。"
    return NotPublished(f"{who}正在发布到 {target.link}，没有动它。{cure}")


def _hold(descriptor: int) -> None:
    """Take the lock of an open file; raises OSError where another has it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - on Windows only

        os.lseek(descriptor, _HELD_AT, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - everywhere else

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
