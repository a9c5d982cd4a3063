"""What follows from a record, a register or a board is derived once, and goes with it."""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field
from typing import Any

from gongkai.once import once


@dataclass(frozen=True, eq=False)
class Thing:
    """Something from which something follows."""

    name: str
    kept: dict[object, Any] = field(default_factory=dict, init=False)


class Found:
    """Something that can be watched."""


def test_it_is_derived_once_for_each_thing_and_for_whatever_else_it_depends_on() -> None:
    """Another day is another question, and another thing of the same name another thing."""
    asked: list[tuple[str, int]] = []

    @once
    def length(thing: Thing, more: int = 0) -> int:
        asked.append((thing.name, more))
        return len(thing.name) + more

    one, same_name = Thing("甲乙"), Thing("甲乙")
    assert [length(one), length(one), length(one, 1), length(one, 1), length(one, 2), length(same_name)] == [
        2,
        2,
        3,
        3,
        4,
        2,
    ]
    assert asked == [("甲乙", 0), ("甲乙", 1), ("甲乙", 2), ("甲乙", 0)]


def test_nothing_is_as_good_an_answer_as_any() -> None:
    """It is not asked for again."""
    asked: list[str] = []

    @once
    def nothing(thing: Thing) -> None:
        asked.append(thing.name)

    thing = Thing("空")
    assert (nothing(thing), nothing(thing), asked) == (None, None, ["空"])


def test_what_was_kept_goes_with_the_thing() -> None:
    """No past board stays in memory because somebody once asked something of it."""

    @once
    def found(thing: Thing) -> Found:
        return Found()

    thing = Thing("过去")
    kept = weakref.ref(found(thing))
    assert kept() is not None
    del thing
    assert kept() is None
