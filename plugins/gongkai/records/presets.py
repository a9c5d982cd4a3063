"""Presets: thresholds that a new school starts from; advice, until the school adopts them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from gongkai.records.declarations import labels
from gongkai.records.decode import decode
from gongkai.records.policy import AdoptedSet, Thresholds
from gongkai.source import parse

BASE = "通用"
"""The preset under every other: no threshold is ever without a value that it needs."""


@cache
def preset(name: str) -> tuple[str, Thresholds, str] | None:
    """A shipped preset as (name, thresholds, basis), or None if there is none of that name."""
    file = files("gongkai") / "presets" / f"{name}.yml"
    if "/" in name or not file.is_file():
        return None
    document, problems = parse(file.read_text("utf-8"), f"{name}.yml", labels())
    if document is None or problems:
        raise ValueError(problems)
    content, findings = decode(document, AdoptedSet)
    if content is None:
        raise ValueError(findings)
    return name, content.thresholds, content.basis


def resolve(names: Sequence[str]) -> tuple[tuple[tuple[str, Thresholds, str], ...], tuple[tuple[int, str], ...]]:
    """The presets by name on top of the common one, and (position, name) of those that do not exist."""
    found = [preset(BASE)] + [preset(name) for name in names]
    known = tuple(entry for entry in found if entry)
    return known, tuple((index, name) for index, name in enumerate(names) if preset(name) is None)
