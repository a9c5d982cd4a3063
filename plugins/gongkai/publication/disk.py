"""Files as they must lie on a disk before anybody relies on them: written through, readable, taken away whole."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

NEW, OLD = ".new-", ".old-"
"""How folders are called that are not yet, or no longer, releases."""


def files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file and link below a folder as (address, path), in the order of their addresses."""
    found: list[tuple[str, Path]] = []
    for root, folders, names in os.walk(folder):
        here = Path(root)
        linked = [name for name in folders if (here / name).is_symlink()]
        found += [((here / name).relative_to(folder).as_posix(), here / name) for name in (*names, *linked)]
    yield from sorted(found)


def write(file: Path, data: bytes, mode: int = 0o644) -> None:
    """Put a file in its place all at once; the one before stays until then."""
    made = file.parent / f"{NEW}{file.name}"
    with made.open("wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
    made.chmod(mode)
    made.replace(file)


def settle(folder: Path) -> int:
    """Write a whole folder through to the disk, readable for everybody; how many files it has.

    A folder that is made under a strict mask would be one that the web server cannot read.
    """
    count = 0
    for root, folders, names in os.walk(folder, topdown=False):
        here = Path(root)
        for name in names:
            (here / name).chmod(0o644)
            _through(here / name)
            count += 1
        for name in folders:
            (here / name).chmod(0o755)
        settle_folder(here)
    folder.chmod(0o755)
    return count


def settle_folder(folder: Path) -> None:
    """Write the names in a folder through to the disk; Windows does that by itself."""
    if sys.platform != "win32":
        _through(folder)


def _through(path: Path) -> None:
    flags = os.O_RDONLY if sys.platform != "win32" else os.O_RDWR
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(folder: Path) -> None:
    """Take a release away: first its name, so that half of it is never taken for a release."""
    if not folder.is_dir():
        return
    aside = folder if folder.name.startswith((NEW, OLD)) else folder.parent / f"{OLD}{folder.name}"
    if aside != folder:
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)


def sweep(store: Path) -> None:
    """Take away what a killed program left half-made or half-removed."""
    for each in (*store.glob(f"{NEW}*"), *store.glob(f"{OLD}*")):
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each, ignore_errors=True)
        else:
            with suppress(FileNotFoundError):
                each.unlink()
