"""SHA256SUMS, the list of files and their sums, exactly as `sha256sum` writes it and checks it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_LINE = re.compile(r"(\\?)([0-9a-f]{64}) [ *](.+)")
_ESCAPED = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_PLAIN = {escaped: sign for sign, escaped in _ESCAPED.items()}
_SEQUENCE = re.compile(r"\\.?")


@dataclass(frozen=True, slots=True)
class Sums:
    """The sum of every file by its name, and the lines (from 1) that could not be read or say nothing new."""

    files: Mapping[str, str]
    unread: tuple[int, ...] = ()
    twice: tuple[str, ...] = ()
    in_order: bool = True


def written(sums: Mapping[str, str]) -> bytes:
    """The list in the order of its names. A name with a line end or a backslash is escaped, as `sha256sum` does."""
    return "".join(_line(name, sums[name]) for name in sorted(sums)).encode("utf-8", "surrogateescape")


def _line(name: str, digest: str) -> str:
    escaped = "".join(_ESCAPED.get(sign, sign) for sign in name)
    return f"{'' if escaped == name else chr(92)}{digest}  {escaped}\n"


def sums_of(data: bytes) -> Sums:
    """What a list says; whatever stands in it."""
    files: dict[str, str] = {}
    unread: list[int] = []
    twice: list[str] = []
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    if lines[-1]:
        unread.append(len(lines))  # cut off in the middle, or the last line end is gone
    for number, line in enumerate(lines[:-1], 1):
        match = _LINE.fullmatch(line)
        if not match or not (name := _name(match[3], escaped=bool(match[1]))):
            unread.append(number)
        elif name in files:
            twice.append(name)
        else:
            files[name] = match[2]
    names = list(files)
    return Sums(files, tuple(unread), tuple(twice), names == sorted(names))


def _name(typed: str, *, escaped: bool) -> str:
    """The name in a line; empty where it is none that a site can have."""
    if escaped:
        if any(found not in _PLAIN for found in _SEQUENCE.findall(typed)):
            return ""
        typed = _SEQUENCE.sub(lambda found: _PLAIN[found[0]], typed)
    return typed if is_within(typed) else ""


def is_within(name: str) -> bool:
    """Whether a name stays in its folder, and is written as one would write it."""
    return "\x00" not in name and all(part not in ("", ".", "..") for part in name.split("/"))
