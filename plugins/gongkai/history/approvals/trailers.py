"""Approvals that stand in a commit's message: lines such as “审核: 工会主席” in its last paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.records.approvals import SETTINGS_FILES, Step

_STEPS = "|".join(step.value for step in Step)
_OURS = re.compile(rf"(?P<step>{_STEPS})\s*[:：]\s*(?P<value>\S.*)")
_GITS = re.compile(r"[A-Za-z][A-Za-z0-9-]*\s*[:：]\s*\S.*|\(cherry picked from commit [0-9a-f]+\)")
_SPACE = re.compile(r"[\s、，,；;。（）()]+")
_IDENTITY = re.compile(rf"[a-z]+/[a-z0-9][a-z0-9._-]*|{'|'.join(map(re.escape, SETTINGS_FILES))}")


@dataclass(frozen=True, slots=True)
class Trailer:
    """What a line says: a step, by which post, and for which records if not for all that the commit brings."""

    step: Step
    post: str
    records: tuple[str, ...] = ()


def trailers(message: str) -> tuple[Trailer, ...]:
    """The approvals at the end of a message, in their order.

    Git's own trailers may stand among them or below them, in the same paragraph or the next: `git commit
    --signoff` begins a new one, as it knows no Chinese keys. A title or a paragraph of prose is never one.
    """
    for paragraph in reversed(_paragraphs(message)[1:]):
        lines = _unfolded(paragraph)
        if not all(_OURS.fullmatch(line) or _GITS.fullmatch(line) for line in lines):
            return ()
        if found := tuple(_read(lines)):
            return found
    return ()


def misplaced(message: str) -> tuple[Trailer, ...]:
    """Lines that look like approvals and stand where they do not count."""
    lines = [line.strip() for paragraph in _paragraphs(message) for line in paragraph]
    counted = trailers(message)
    return tuple(each for each in _read(lines) if each not in counted)


def _paragraphs(message: str) -> list[list[str]]:
    """The lines of a message between its empty ones; the first paragraph is the title."""
    paragraphs: list[list[str]] = [[]]
    for line in message.splitlines():
        if line.strip():
            paragraphs[-1].append(line.rstrip())
        elif paragraphs[-1]:
            paragraphs.append([])
    return [paragraph for paragraph in paragraphs if paragraph]


def _unfolded(paragraph: list[str]) -> list[str]:
    """Its lines, those that begin with a space added to the one before."""
    lines: list[str] = []
    for line in paragraph:
        if lines and line[0].isspace():
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line.strip())
    return lines


def _read(lines: list[str]) -> Iterator[Trailer]:
    for line in lines:
        if match := _OURS.fullmatch(line):
            words = [word for word in _SPACE.split(match["value"]) if word]
            records = tuple(word for word in words if _IDENTITY.fullmatch(word))
            for post in words:
                if post not in records:
                    yield Trailer(Step(match["step"]), post, records)
