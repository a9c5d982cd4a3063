"""A review put into words: sections of entries, which every format lays out in its own way and cuts alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from gongkai.history.differences.records import Piece, Sign


class Verdict(StrEnum):
    """Whether the change may be published."""

    STOPS = "现在不能发布"
    OWES = "旧账没有清，网站还不会更新"
    WAITS = "还缺审批"
    GOES = "没有拦住发布的问题"


@dataclass(frozen=True, slots=True)
class Line:
    """One line under an entry: what it is about, and the words, those that came and those that went marked."""

    label: str
    pieces: tuple[Piece, ...]
    cut: int = 0
    """How many characters were left out at its end or between its changes."""

    @property
    def length(self) -> int:
        return len(self.label) + sum(len(piece.text) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that changes: a sign word (新增), what it is called, where it stands, and what is said of it.

    `folded` lines are for the full report, where a reader unfolds them.
    """

    sign: str
    title: str
    place: str = ""
    lines: tuple[Line, ...] = ()
    folded: tuple[Line, ...] = ()
    cut: int = 0
    """How many lines were left out."""


@dataclass(frozen=True, slots=True)
class Section:
    """One question that a reviewer asks, with its answers; `total` counts them where some were left out."""

    ident: str
    title: str
    lead: str
    entries: tuple[Entry, ...] = ()
    unit: str = "项"
    total: int = 0

    @property
    def cut(self) -> int:
        return max(0, self.total - len(self.entries))


@dataclass(frozen=True, slots=True)
class Report:
    """The whole of it: the one line, what follows from it, the verdict, then the sections."""

    headline: str
    following: str
    verdict: Verdict
    reasons: tuple[str, ...]
    about: tuple[str, ...]
    sections: tuple[Section, ...] = ()
    full: str = ""
    """The file that holds what was left out here, as a reader would name it; empty where nothing was written."""

    @property
    def is_cut(self) -> bool:
        return any(section.cut or any(map(_is_cut, section.entries)) for section in self.sections)


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of a report is told: entries of a section, lines of an entry, characters of a line."""

    entries: int
    lines: int
    characters: int
    reasons: int = 10


CUT = "…（还有 {} 字）"


def shortened(report: Report, measure: Measure) -> Report:
    """The report with no more than that in it, and beside each cut how much was left out."""
    sections = tuple(_first(section, measure) for section in report.sections)
    reasons = report.reasons[: measure.reasons]
    if left := len(report.reasons) - len(reasons):
        reasons = (*reasons, f"还有 {left} 条，见下面各节。")
    return replace(report, sections=sections, reasons=tuple(_head(each, measure.characters) for each in reasons))


BACKSTAGE = frozenset({"pages", "following", "attached", "files", "debts"})
"""Sections that list what follows from the others; of them the first half does."""


def _first(section: Section, measure: Measure) -> Section:
    room = (measure.entries + 1) // 2 if section.ident in BACKSTAGE else measure.entries
    entries = tuple(_shortened(entry, measure) for entry in section.entries[:room])
    return replace(section, entries=entries, total=len(section.entries))


def _shortened(entry: Entry, measure: Measure) -> Entry:
    kept = tuple(_cut_line(line, measure.characters) for line in entry.lines[: measure.lines])
    left = len(entry.lines) - len(kept) + len(entry.folded)
    title = _head(entry.title, max(measure.characters, 40))
    return replace(entry, title=title, place=_head(entry.place, 200), lines=kept, folded=(), cut=left)


def _cut_line(line: Line, characters: int) -> Line:
    if line.length <= characters:
        return line
    label = _head(line.label, characters)
    room = max(0, characters - len(label))
    kept: list[Piece] = []
    for piece in _near_changes(line.pieces) if len(line.pieces) > 1 else line.pieces:
        kept.append(piece if len(piece.text) <= room else replace(piece, text=piece.text[:room]))
        room -= len(kept[-1].text)
        if not room:
            break
    told = sum(len(piece.text) for piece in kept if piece is not _GAP)
    return Line(label, tuple(kept), sum(len(piece.text) for piece in line.pieces) - told)


_AROUND = 24
_GAP = Piece(Sign.SAME, "…")


def _near_changes(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """Of the words that stayed only those next to what changed, for there is little room."""
    for n, piece in enumerate(pieces):
        text = piece.text
        if piece.sign is not Sign.SAME or len(text) <= 2 * _AROUND:
            yield piece
            continue
        if n:
            yield replace(piece, text=text[:_AROUND])
        yield _GAP
        if n + 1 < len(pieces):
            yield replace(piece, text=text[-_AROUND:])


def _head(text: str, characters: int) -> str:
    return text if len(text) <= characters else f"{text[:characters]}{CUT.format(len(text) - characters)}"


def _is_cut(entry: Entry) -> bool:
    return bool(entry.cut or any(line.cut for line in entry.lines))
