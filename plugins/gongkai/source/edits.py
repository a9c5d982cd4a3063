"""Small replacements in a text, and the way back from the mended text to what was typed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.findings import Code


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters from `start` up to `end` by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip at offset `at`; `edits` mend it in memory, and in the file too if it is `safe`.

    A slip that is not `certain` may be good YAML; it is reported only when YAML cannot be read.
    """

    code: Code
    at: int
    message: str
    cure: str
    edits: tuple[Edit, ...] = ()
    certain: bool = True
    safe: bool = False


def disjoint(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits in order, without those that overlap an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return tuple(kept)


def mend(text: str, edits: tuple[Edit, ...]) -> str:
    """The text with the edits applied; edits are in order and do not overlap."""
    if not edits:
        return text
    parts: list[str] = []
    done = 0
    for edit in edits:
        parts += (text[done : edit.start], edit.text)
        done = edit.end
    return "".join((*parts, text[done:]))


class Origins:
    """Where each character of a mended text stood before it was mended."""

    __slots__ = ("_edits", "_starts")

    def __init__(self, edits: tuple[Edit, ...]) -> None:
        self._edits = edits
        self._starts: list[int] = []
        shift = 0
        for edit in edits:
            self._starts.append(edit.start + shift)
            shift += len(edit.text) - (edit.end - edit.start)

    def of(self, offset: int) -> int:
        """The offset in the text as typed; anything inside a replacement leads to its beginning."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return offset
        edit, beyond = self._edits[index], offset - self._starts[index]
        return edit.start if beyond < len(edit.text) else edit.end + beyond - len(edit.text)
