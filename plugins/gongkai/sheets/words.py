"""Words on a sheet: runs of text that may be strong, kept whole at a line's end, or a status in a frame."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias

from markupsafe import Markup

from gongkai.personal.escapes import INVISIBLE
from gongkai.render.icons import Chip
from gongkai.sheets.tree import Element, parsed


class Manner(StrEnum):
    """How a run differs from the text around it."""

    PLAIN = ""
    STRONG = "strong"
    WHOLE = "whole"
    """A date, or a number with its unit: never parted at a line's end."""
    STRONG_WHOLE = "strong-whole"
    STATUS = "status"
    """已答复, 逾期 19 天: in a frame, so that it is seen without colour."""
    QUIET = "quiet"
    STRUCK = "struck"
    BREAK = "break"
    """A new line within the paragraph."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one manner."""

    text: str
    manner: Manner = Manner.PLAIN


Words: TypeAlias = str | Markup | Chip | tuple[Run, ...]
"""What may be given wherever a block says something: plain text, what a view wrote as HTML, a status, or runs."""

Data = Any
"""What JSON can hold."""

ZERO_WIDTH = "\u200b"
"""Lets a word part without a mark."""
LONGEST_WHOLE = 30
_LONG_WORD = re.compile(r"[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]{30,}")
_EVERY = re.compile(r".{1,8}", re.DOTALL)
_PARTED = {Manner.WHOLE: Manner.PLAIN, Manner.STRONG_WHOLE: Manner.STRONG, Manner.STATUS: Manner.STRONG}

_UNSEEN = re.compile(f"[{INVISIBLE}]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = ("gk-hidden", "gk-paper__line")
_STRONG = ("strong", "b", "em", "h1", "h2", "h3", "h4", "h5", "dt", "summary")
_SILENT = ("svg", "script", "style", "template", "button", "input", "select", "textarea")


_KEPT = (Manner.WHOLE, Manner.STRONG_WHOLE)
_TRAILING = ("；", "：")
"""Signs that a box would let begin the next line; they go into it."""


@lru_cache(maxsize=4096)
def runs_of(words: Words) -> tuple[Run, ...]:
    """The runs of anything that may be said on a sheet; marks that show nothing are left out."""
    if isinstance(words, tuple):
        return tuple(_joined(words))
    if isinstance(words, Chip):
        return (Run(seen(words.word), Manner.STATUS),)
    if isinstance(words, Markup):
        return runs_in(parsed(str(words)))
    text = seen(words)
    return (Run(text),) if text else ()


def text_of(words: Words) -> str:
    """The words alone."""
    return "".join("\n" if run.manner is Manner.BREAK else run.text for run in runs_of(words))


def data_of(said: Words) -> Data:
    """Runs as data: plain ones as strings, others with their manner."""
    return [_run(run) for run in runs_of(said)]


def _run(run: Run) -> Data:
    if run.manner is Manner.PLAIN:
        return parting(run.text)
    if len(run.text) <= LONGEST_WHOLE:
        return {"text": run.text, "is": run.manner.value}
    # What is too long for a line is not kept whole.
    return {"text": parting(run.text), "is": _PARTED.get(run.manner, run.manner).value}


def parting(text: str) -> str:
    """The text with places where a word longer than a line may part; all others are left to the engine."""
    return _LONG_WORD.sub(lambda found: ZERO_WIDTH.join(_EVERY.findall(found[0])), text)


def seen(text: str) -> str:
    """The text without characters that show nothing, or that turn the order of those around them."""
    return text if text.isascii() and text.isprintable() else _UNSEEN.sub("", text)


def runs_in(element: Element) -> tuple[Run, ...]:
    """What an element says, as runs; what is only for the screen is left out."""
    return tuple(_trimmed(_joined(_runs(element, strong=False, whole=False))))


def _runs(element: Element, *, strong: bool, whole: bool) -> Iterator[Run]:
    for before, child in zip((None, *element.children), element.children, strict=False):
        if _stands_apart(element, before, child):
            yield Run(" ")
        if isinstance(child, str):
            text = _SPACE.sub(" ", child)
            if text:
                yield Run(text, _manner(strong=strong, whole=whole))
        elif child.tag == "br":
            yield Run("", Manner.BREAK)
        elif child.has("gk-chip"):
            yield Run(child.text().strip(), Manner.STATUS)
        elif child.tag in ("del", "s"):
            yield Run(child.text(), Manner.STRUCK)
        elif not is_silent(child) and child.tag != "details":  # what is folded has no room within a line
            if child.has("gk-row-note"):  # what a row is based on stands under its name
                yield Run("", Manner.BREAK)
            yield from _runs(
                child,
                strong=strong or child.tag in _STRONG,
                whole=whole or child.has("gk-nowrap") or child.tag in ("data", "time"),
            )
            if child.has("gk-code"):  # on the page a distance parts it from the name
                yield Run(" ")


def _stands_apart(element: Element, before: Element | str | None, child: Element | str) -> bool:
    """Whether the stylesheet keeps two elements apart that follow each other without a space."""
    if not (isinstance(before, Element) and isinstance(child, Element)) or is_silent(before) or is_silent(child):
        return False
    return element.has("gk-lead") or (before.tag in ("strong", "b") and child.tag in ("time", "span"))


def is_silent(element: Element) -> bool:
    """Whether an element says nothing on paper: signs, scripts, controls, and what is only read aloud."""
    return element.tag in _SILENT or "hidden" in element.attributes or any(map(element.has, _HIDDEN))


def _manner(*, strong: bool, whole: bool) -> Manner:
    if strong:
        return Manner.STRONG_WHOLE if whole else Manner.STRONG
    return Manner.WHOLE if whole else Manner.PLAIN


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs with neighbours of one manner made one; a status stays by itself."""
    last: Run | None = None
    for each in runs:
        run = Run(seen(each.text), each.manner)
        if last and last.manner in _KEPT and run.manner is Manner.PLAIN and run.text[:1] in _TRAILING:
            last, run = Run(last.text + run.text[:1], last.manner), Run(run.text[1:])
        if not run.text and run.manner is not Manner.BREAK:
            continue
        if last and last.manner is run.manner and run.manner in (Manner.PLAIN, Manner.STRONG, Manner.QUIET):
            last = Run(last.text + run.text, last.manner)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _trimmed(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs without spaces at either end and without doubled spaces where two meet."""
    kept: list[Run] = []
    for run in runs:
        is_fresh = not kept or kept[-1].manner is Manner.BREAK or kept[-1].text.endswith(" ")
        text = run.text.lstrip(" ") if is_fresh else run.text
        if text or run.manner is Manner.BREAK:
            kept.append(Run(text, run.manner))
    while kept and not kept[-1].text.rstrip(" "):
        kept.pop()
    if kept:
        kept[-1] = Run(kept[-1].text.rstrip(" "), kept[-1].manner)
    yield from kept
