"""The folder that sheets go into: one that can be written to, and one printing at a time in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from gongkai.unable import Unable

LOCK = ".gongkai-lock"
"""Held while a printing writes; the system lets go of it when the program ends, however it ends."""


class UnfitFolderError(Unable):
    """Sheets cannot go into a folder; the message is a Chinese sentence."""


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Make the folder and keep other printings out of it; raises UnfitFolderError."""
    _make(folder)
    lock = folder / LOCK
    with lock.open("wb") as file:
        try:
            _hold(file)
        except OSError:
            message = f"另一次排印正在写 {folder}，等它写完再印；要同时印，用 --to 写到另一个文件夹。"
            raise UnfitFolderError(message) from None
        try:
            yield
        finally:
            # Windows keeps a file that is open; an empty one that nobody holds keeps nobody out.
            with suppress(OSError):
                lock.unlink()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        file = next((each for each in (folder, *folder.parents) if each.is_file()), folder)
        raise UnfitFolderError(f"“{file}”是一个文件，不是文件夹，放不进张贴件。用 --to 换一个文件夹。") from None


def _hold(file: IO[bytes]) -> None:
    """Take the lock of an open file; raises OSError where another has it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - on Windows only

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - everywhere else

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
