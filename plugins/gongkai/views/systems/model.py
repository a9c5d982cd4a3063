"""What the table of the forty systems is made of: systems, their places, and what is counted at a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gongkai.records import MainFile
from gongkai.records.base import ActFile
from gongkai.records.finance import Category, Finance
from gongkai.records.meeting import Meeting, MeetingType
from gongkai.register import Register

Counter = Callable[[Register], int]


@dataclass(frozen=True, slots=True)
class Place:
    """One place where a system is found: its words, its address, what is counted there.

    Without an address the place is still being built (在建), and the page says so. `internal` places
    are on the staff board only.
    """

    words: str
    address: str | None = None
    counter: Counter | None = None
    unit: str = "件"
    internal: bool = False


@dataclass(frozen=True, slots=True)
class System:
    """One system: its name and what charters say of it, where it is on the board, what is checked.

    `public_name` stands on the public board where the name is an affair of the school and its superiors.
    """

    number: int
    name: str
    said: str
    places: tuple[Place, ...]
    codes: tuple[str, ...]
    public_name: str = ""


def records(kind: type[MainFile], which: Callable[[Any], object] = lambda content: True) -> Counter:
    """Counts the records of a kind whose content is such."""
    return lambda register: sum(bool(which(record.content)) for record in register.of(kind))


def acts(act: type[ActFile], which: Callable[[Any], object] = lambda content: True) -> Counter:
    """Counts the acts of a kind whose content is such."""
    return lambda register: sum(
        bool(which(each.content))
        for record in register.records.values()
        for each in record.acts
        if type(each.content) is act
    )


def finances(*categories: Category) -> Counter:
    """Counts the statements of some categories."""
    return records(Finance, lambda content: content.category in categories)


def meetings(*types: MeetingType) -> Counter:
    """Counts the meetings of some types."""
    return records(Meeting, lambda content: content.type in types)


def numbered(register: Register) -> int:
    """How many papers carry a filing number (材料备案号)."""
    return sum(record.content.filing_number is not None for record in register.records.values())


def in_catalogue(register: Register) -> int:
    """How many records stand under a matter of the catalogue."""
    return sum(record.content.catalogue_item is not None for record in register.records.values())


def archived(register: Register) -> int:
    """How many records name the file of their original on paper; none on the public board."""
    return sum(record.content.original is not None for record in register.records.values())
