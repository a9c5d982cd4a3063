"""What a file in a record's folder is by its name, or was meant to be."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence

from gongkai.records import ActFile, MainFile
from gongkai.records.filetypes import file_types

_ACT = re.compile(r"(?P<name>[a-z]+)(?:-(?P<n>[1-9]\d*))?\.md", re.ASCII)


def act_named(kind: type[MainFile], name: str) -> tuple[type[ActFile], str, int] | None:
    """The act that a file of this name is to records of a kind: its model, its name, its number or 0."""
    match = _ACT.fullmatch(name)
    model = kind.acts.get(match["name"]) if match else None
    if match is None or model is None or model.numbered != bool(match["n"]):
        return None
    return model, match["name"], int(match["n"] or 0)


def meant_for(name: str, expected: Sequence[str], taken: Collection[str]) -> str:
    """The question whether an unknown file was meant for one of the expected, "" where it is like none.

    It asks with the number that was typed, or, where that is `taken`, with the next one free.
    """
    near = difflib.get_close_matches(_english(name.lower()), expected, 1, 0.6)
    if not near:
        return ""
    stem, first, suffix = near[0].partition("-1.")
    if not first:
        return f"是不是“{near[0]}”？"
    digits = re.search("[1-9][0-9]?", name)
    wanted = f"{stem}-{digits[0] if digits else 1}.{suffix}"
    if wanted not in taken:
        return f"是不是“{wanted}”？"
    free = next(other for n in range(1, len(taken) + 2) if (other := f"{stem}-{n}.{suffix}") not in taken)
    return f"已经有“{wanted}”：重复的删去，另一次的改名为“{free}”。"


def _english(name: str) -> str:
    """A file name with the Chinese label of a file type made its English name: 答复1.md is reply1.md."""
    label = next((each for each in file_types() if name.startswith(each.label)), None)
    return name.replace(label.label, label.name, 1) if label else name
