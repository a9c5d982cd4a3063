"""The roster (名册): names of a school's people on its own machine, never in the repository, never published."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from gongkai.attachments.reading import MAX_BYTES, Unreadable
from gongkai.attachments.texts import decoded

ROSTER_FILES = ("roster.txt", "roster.csv")
"""What the file is called; it stands beside mkdocs.yml or in a folder of records."""

_SHORTEST, _LONGEST = 2, 12


@dataclass(frozen=True, slots=True)
class Roster:
    """Names by which prose is searched, and whether git has been told to leave their file alone."""

    path: str
    names: tuple[str, ...]
    is_ignored: bool


def roster(folders: tuple[Path, ...], base: Path | None) -> Roster | None:
    """The roster that lies in one of the folders, if there is one."""
    for folder in folders:
        for name in ROSTER_FILES:
            file = folder / name
            if file.is_file() and not file.is_symlink():
                shown = file.relative_to(base).as_posix() if base and file.is_relative_to(base) else name
                ignoring = (each / ".gitignore" for each in (folder, *((base,) if base else ())))
                return Roster(shown, _names(file), any(_ignores(each, name) for each in ignoring))
    return None


def _names(file: Path) -> tuple[str, ...]:
    """The column 姓名 of a table, else its first column; every line of a plain list."""
    try:
        with file.open("rb") as opened:
            lines = decoded(opened.read(MAX_BYTES)).splitlines()
    except (OSError, Unreadable):
        return ()
    rows = list(csv.reader(lines)) if file.suffix == ".csv" else [[line] for line in lines]
    head = [cell.strip() for cell in rows[0]] if rows else []
    column = head.index("姓名") if "姓名" in head else 0
    return tuple(sorted(set(_written(rows, column))))


def _written(rows: list[list[str]], column: int) -> Iterator[str]:
    for row in rows:
        name = row[column].strip() if column < len(row) else ""
        if _SHORTEST <= len(name) <= _LONGEST and name != "姓名":
            yield name


def _ignores(file: Path, name: str) -> bool:
    try:
        patterns = file.read_text("utf-8", "replace").split()
    except OSError:
        return False
    return any(fnmatch(name, pattern.lstrip("/")) for pattern in patterns)
