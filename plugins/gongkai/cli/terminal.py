"""The same words as in plain text, with colour for a terminal; nothing here prints."""

from __future__ import annotations

import difflib
import re

from rich.text import Text

from gongkai.findings import Severity
from gongkai.report import Shown, as_text

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTICE: "bold cyan"}


def finding(shown: Shown) -> Text:
    """A finding as `as_text` says it: the level coloured, the caret too, the reason dim."""
    text = Text(as_text(shown))
    place = len(shown.place)
    head = f": {shown.level.label} {shown.code}"
    text.stylize("dim", 0, place)
    text.stylize(_COLOURS[shown.level], place + 2, place + len(head))
    if shown.excerpt:
        caret = text.plain.index("\n", text.plain.index(shown.excerpt, place)) + 5 + shown.caret
        text.stylize(_COLOURS[shown.level], caret, caret + 1)
    cure = text.plain.rindex("\n    改法：") + 5
    text.stylize("green", cure, cure + 3)
    if shown.why:
        text.stylize("dim", text.plain.rindex("\n    为什么："))
    return text


def difference(path: str, old: str, new: str) -> str:
    """A unified difference of one file with Chinese headings, without colour."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), f"{path}（现在）", f"{path}（改后）", lineterm="")
    return "\n".join(lines)


def coloured_difference(plain: str) -> Text:
    """The difference with removed lines red and added lines green."""
    text = Text()
    for index, line in enumerate(plain.split("\n")):
        style = {"-": "red", "+": "green", "@": "cyan"}.get(line[:1], "")
        text.append(("\n" if index else "") + line, style="bold" if line[:3] in ("---", "+++") else style)
    return text


_REVIEWED = (
    (r"^结论：.*$", "bold"),
    (r"^【.*?】", "bold"),
    (r"〔删：.*?〕|^ +- .*$", "red"),
    (r"〔增：.*?〕|^ +\+ .*$", "green"),
    (r"^ *还有 \d+ \S.*$|…（还有 \d+ 字）", "yellow"),
)
"""What stands out in a review, and how."""


def reviewed(plain: str) -> Text:
    """A review with what came in green, what went in red, what was left out in yellow."""
    text = Text(plain)
    text.stylize("bold", 0, plain.index("\n"))
    for pattern, style in _REVIEWED:
        for found in re.finditer(pattern, plain, re.MULTILINE):
            text.stylize(style, *found.span())
    return text
