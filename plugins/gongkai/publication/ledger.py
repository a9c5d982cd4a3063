"""The private ledger: one line for every time that the published site changed, and from what it was made."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path

from gongkai.source.releases import Published, Way

LEDGER = "ledger.jsonl"


class Action(StrEnum):
    """How the site came to be what it is."""

    PUBLISH = "发布"
    ROLLBACK = "退回"
    FALLBACK = "按上次的记录重做"
    SCRUB = "只撤下到期的内容"


@dataclass(frozen=True, slots=True)
class Line:
    """One change of the published site.

    `line` counts the lines; `n` is the number of the release, which after a return to an earlier one is that one's.
    `commit` is empty where the records are in no repository, `dirty` where they were not what the commit says.
    """

    line: int
    n: int
    folder: str
    action: Action
    date: str
    audience: str
    records: int
    files: int
    digest: str
    fingerprint: str
    commit: str = ""
    dirty: bool = False


_NAMES = frozenset(each.name for each in fields(Line))


def encoded(line: Line) -> bytes:
    return json.dumps(asdict(line), ensure_ascii=False).encode() + b"\n"


def decoded(data: bytes) -> Line | None:
    """A line as it was written; None for one that was torn, or that another program wrote."""
    try:
        found = json.loads(data)
        return Line(**{**{name: found[name] for name in found if name in _NAMES}, "action": Action(found["action"])})
    except (ValueError, KeyError, TypeError):
        return None


def lines(store: Path) -> tuple[Line, ...]:
    """Every line, the oldest first."""
    file = store / LEDGER
    if not file.is_file():
        return ()
    return tuple(line for each in file.read_bytes().split(b"\n") if each and (line := decoded(each)))


def published(store: Path) -> tuple[Published, ...]:
    """What the ledger tells of the releases, as the pages of past releases need it, the oldest first."""
    return tuple(found for line in lines(store) if (found := _published(line)))


_WAYS = {Action.ROLLBACK: Way.RETURNED, Action.SCRUB: Way.CUT}


def _published(line: Line) -> Published | None:
    try:
        day = date.fromisoformat(line.date)
    except (TypeError, ValueError):
        return None
    commit = "" if line.dirty else line.commit
    way = _WAYS.get(line.action, Way.PUBLISHED)
    return Published(line.n, day, line.audience, way, commit, line.records, line.fingerprint.replace("-", "").lower())


def append(store: Path, line: Line) -> None:
    """Write a line to the disk itself, once; what a killed program left torn at the end is cut off first."""
    if any(each.line == line.line for each in lines(store)):
        return
    descriptor = os.open(store / LEDGER, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        whole = file.read()
        end = whole.rfind(b"\n") + 1
        file.truncate(end)
        file.seek(end)
        file.write(encoded(line))
        file.flush()
        os.fsync(file.fileno())


def next_line(store: Path) -> int:
    return max((each.line for each in lines(store)), default=0) + 1
