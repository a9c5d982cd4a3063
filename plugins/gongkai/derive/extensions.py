"""Which extensions (延期) move a deadline: given before it passed, within the limits, and to a later day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.records.proposal import Extension
from gongkai.register import Act


class Refusal(StrEnum):
    """Why an extension moves nothing."""

    TOO_LATE = "given after the deadline"
    TOO_MANY = "more than the school allows"
    NOT_LATER = "not later than the deadline it extends"
    TOO_LONG = "beyond the longest time to answer"


@dataclass(frozen=True, slots=True)
class Refused:
    """An extension that moves nothing, why, and the day that stood when it was given."""

    extension: Act[Extension]
    why: Refusal
    due: date


@dataclass(frozen=True, slots=True)
class Extended:
    """The last day after every extension that counts."""

    due: date
    granted: tuple[Act[Extension], ...]
    refused: tuple[Refused, ...]


def extended(due: date, extensions: Iterable[Act[Extension]], most: int, latest: date | None) -> Extended:
    """Move a deadline by its extensions in turn: at most so many, and not beyond the latest day."""
    granted: list[Act[Extension]] = []
    refused: list[Refused] = []
    for extension in extensions:
        why = _refusal(extension.content, due, len(granted) >= most, latest)
        if why:
            refused.append(Refused(extension, why, due))
        else:
            due = extension.content.until
            granted.append(extension)
    return Extended(due, tuple(granted), tuple(refused))


def _refusal(content: Extension, due: date, enough: bool, latest: date | None) -> Refusal | None:
    if content.on > due:
        return Refusal.TOO_LATE
    if enough:
        return Refusal.TOO_MANY
    if content.until <= due:
        return Refusal.NOT_LATER
    if latest and content.until > latest:
        return Refusal.TOO_LONG
    return None
