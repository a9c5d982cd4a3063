"""Blobs and trees by their ids, all from one long-lived `git cat-file`."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import weakref
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import IO, NamedTuple, Self, cast

from gongkai.git.running import Git, command, environment

FOLDER, LINK, SUBMODULE = "40000", "120000", "160000"
"""Modes of a tree's entries that are no plain files."""

_SHORT = 40
_ENTRY = re.compile(rb"([0-7]+) ([^\0]+)\0(.{20})", re.DOTALL)
_LONG_ENTRY = re.compile(rb"([0-7]+) ([^\0]+)\0(.{32})", re.DOTALL)
"""An entry of a tree, with an id of SHA-1 or of SHA-256."""


class Missing(OSError):
    """An object that is not there, as in a shallow or partial clone."""


class Corrupt(OSError):
    """An object that git cannot read."""


class TreeEntry(NamedTuple):
    """What a tree holds under a name; `mode` as git writes it, without leading zeros."""

    name: str
    mode: str
    oid: str


class Objects:
    """The objects of a repository, and of the submodules whose stores are given.

    The process starts with the first question and again after `close`, so that what was handed out can
    be read as long as somebody holds it.
    """

    def __init__(self, git: Git, stores: Sequence[Path] = ()) -> None:
        self.git = git
        alternates = os.pathsep.join(_quoted(store) for store in stores)
        self._more = {"GIT_ALTERNATE_OBJECT_DIRECTORIES": alternates} if alternates else {}
        self._process: subprocess.Popen[bytes] | None = None
        self._end: weakref.finalize[[subprocess.Popen[bytes]], Objects] | None = None
        self._lock = Lock()
        self._home: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._stop()

    def blob(self, oid: str, limit: int | None = None) -> bytes:
        """The bytes of a file, or at most so many of them; raises Missing or Corrupt."""
        return self._read(oid, "blob", limit)

    def tree(self, oid: str) -> tuple[TreeEntry, ...]:
        """The entries of a folder in git's order; of a commit those of its top, or, as `id:path`, of a folder in it."""
        data = self._read(oid if ":" in oid else oid + "^{tree}", "tree")
        pattern = _ENTRY if len(oid.partition(":")[0]) == _SHORT else _LONG_ENTRY
        return tuple(
            TreeEntry(name.decode("utf-8", "surrogateescape"), mode.decode(), raw.hex())
            for mode, name, raw in pattern.findall(data)
        )

    def commit(self, oid: str) -> bytes:
        """A commit as it is stored."""
        return self._read(oid, "commit")

    def has(self, oid: str) -> bool:
        """Whether the object is there and can be read."""
        try:
            self._read(oid, "")
        except OSError:
            return False
        return True

    def _read(self, name: str, kind: str, limit: int | None = None) -> bytes:
        with self._lock:
            for _ in range(2):
                process = self._process or self._start()
                try:
                    return _answer(process, name, kind, limit)
                except Missing:
                    if self._lies_loose(name):
                        raise Corrupt(f"{name} cannot be read") from None
                    raise
                except _TooMuch as more:
                    self._stop()  # stopping git is cheaper than hearing it out
                    return more.beginning
                except (EOFError, BrokenPipeError):
                    self._stop()  # git dies of a damaged object, or was ended from without
                    if self._is_partial:  # or because it may not fetch what a partial clone left out
                        raise Missing(f"{name} is not there") from None
            raise Corrupt(f"{name} cannot be read")

    @cached_property
    def _is_partial(self) -> bool:
        return "true" in self.git.text("config", "--get-regexp", r"^remote\..*\.promisor$", check=False)

    def _lies_loose(self, name: str) -> bool:
        """Whether there is a file for an object which git says is not there, because it could make nothing of it."""
        oid = name.partition("^")[0]
        if self._home is None:
            self._home = self.git.directory("--git-common-dir") / "objects"
        return (self._home / oid[:2] / oid[2:]).is_file()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command(self.git.folder, "cat-file", "--batch"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(self._more),
        )
        self._process = process
        self._end = weakref.finalize(self, _end, process)
        return process

    def _stop(self) -> None:
        if self._end:
            self._end()
        self._process = self._end = None


class _TooMuch(Exception):
    """There is more than was asked for."""

    def __init__(self, beginning: bytes) -> None:
        super().__init__()
        self.beginning = beginning


def _answer(process: subprocess.Popen[bytes], name: str, kind: str, limit: int | None) -> bytes:
    asked, answered = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    asked.write(f"{name}\n".encode())
    asked.flush()
    head = answered.readline()
    if not head.endswith(b"\n"):
        raise EOFError
    if head.endswith(b" missing\n"):
        raise Missing(f"{name} is not there")
    oid, found, size = head.decode().split()
    wanted = int(size)
    if limit is not None and wanted > limit:
        raise _TooMuch(answered.read(limit))
    data = answered.read(wanted + 1)
    if len(data) <= wanted:
        raise EOFError
    data = data[:-1]
    if kind and found != kind:
        raise Corrupt(f"{name} is no {kind}")
    if _id(found, data, len(oid)) != oid:
        raise Corrupt(f"{name} is not what its id says")
    return data


def _id(kind: str, data: bytes, length: int) -> str:
    """The id of an object with this content; git itself does not compare it while reading."""
    made = hashlib.new(
        "sha1" if length == _SHORT else "sha256", f"{kind} {len(data)}\0".encode(), usedforsecurity=False
    )
    made.update(data)
    return made.hexdigest()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    with suppress(BrokenPipeError), process:
        pass  # leaving closes the pipes and waits
    process.wait()


def _quoted(store: Path) -> str:
    """A path as git reads it from a list of paths."""
    path = str(store)
    if os.pathsep not in path and not path.startswith('"'):
        return path
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
