"""What can be said of a record that is not what it was: the words of `differences`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What became of a record or a file of it."""

    ADDED = "新增"
    CHANGED = "修改"
    REMOVED = "撤下"


class Sign(StrEnum):
    """Whether a piece of prose stands in both, in the old one only, or in the new one only."""

    SAME = "="
    OLD = "-"
    NEW = "+"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a prose, and where they stand."""

    sign: Sign
    text: str


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One value that is not what it was.

    `file` is the act (`reply-1`), empty for the main file; `labels` lead to the value in the words of the
    file, rows by what they are called (`支出`, `设备维修`, `金额`). `old` and `new` are as the file says them,
    empty where there was or is nothing. `pieces` are the words of prose, both sides in one run; empty
    for anything but prose. `is_figure` marks amounts, votes, counts, dates of deadlines and verdicts.
    """

    file: str
    labels: tuple[str, ...]
    old: str
    new: str
    pieces: tuple[Piece, ...] = ()
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class FileDifference:
    """An act or an attachment that came, went, or has other content; `label` is what a reader calls it."""

    name: str
    label: str
    change: Change
    is_attachment: bool = False


class ClockMove(StrEnum):
    """What became of a clock."""

    STARTED = "启动"
    STOPPED = "停止"
    MOVED = "改期"
    RESUMED = "重新走"
    """It had stopped and runs again, as when an answer is taken back."""
    DROPPED = "撤销"
    """It is no longer there at all."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A computed figure of the record (a total, a closing balance, a verdict, a deadline) before and after.

    `clock` says what became of a clock, where the figure is one.
    """

    name: str
    old: str
    new: str
    clock: ClockMove | None = None


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """All that differs of one record; an added or removed one lists no fields."""

    identity: str
    kind: str
    """The label of its kind, such as 提案."""
    title: str
    change: Change
    files: tuple[FileDifference, ...] = ()
    fields: tuple[FieldDifference, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class AudienceMove:
    """A record, an act or a value that other people may see than before.

    `file` and `labels` as in FieldDifference; `wider` tells whether more people may see it now.
    """

    identity: str
    file: str
    labels: tuple[str, ...]
    old: str
    new: str
    wider: bool
