"""材料备案: the number under which a paper was filed at the school before it was disclosed.

It is neither the site's own registration (网站备案) nor a meeting's report to the body above (会议备案).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from gongkai.records import MainFile
from gongkai.records.fields.typed import half_width
from gongkai.records.finance import Category, Finance
from gongkai.records.meeting import Meeting
from gongkai.records.notice import Notice
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Proposal
from gongkai.register import Record, Register

MONTHS_OF_A_TERM = 7
"""A paper about more months than a term has may be a budget."""

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Repeated:
    """A filing number that an earlier record has already."""

    record: Record[Any]
    first: Record[Any]


def narrowed(number: str) -> str:
    """A filing number in half width and without blanks."""
    return _SPACES.sub("", half_width(number) or "")


def repeated(register: Register) -> Iterator[Repeated]:
    """Every number that stands in more than one record, at each record after the one filed first."""
    numbered: dict[str, list[Record[MainFile]]] = {}
    for record in register.records.values():
        if record.content.filing_number:
            numbered.setdefault(narrowed(record.content.filing_number).lower(), []).append(record)
    for records in numbered.values():
        first, *others = sorted(records, key=lambda record: (record.content.filed_on or date.max, record.identity))
        yield from (Repeated(record, first) for record in others)


def is_well_formed(number: str, pattern: str) -> bool:
    """Whether a number, in half width, follows the school's pattern; one that is no pattern asks for nothing."""
    try:
        return _compiled(pattern).fullmatch(narrowed(number)) is not None
    except re.error:
        return True


@lru_cache(maxsize=16)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def exists_from(content: MainFile) -> date | None:
    """The first day on which a paper about what happened can have been filed.

    A plan, a budget or a notice is filed before the day that it is about, so they have none.
    """
    match content:
        case Finance(category=Category.BUDGET | Category.FEES):
            return None
        case Finance(category=Category.UNION) if len(content.period.months()) > MONTHS_OF_A_TERM:
            return None  # a year's budget, where the union's accounts have no category of their own for it
        case Finance():
            return content.period.last
        case Meeting() | Opinion() | Proposal():
            return content.day
        case _:
            return None


def owes_number(content: MainFile, kinds: tuple[str, ...]) -> bool:
    """Whether the school has its papers of this kind filed (备案种类)."""
    return content.label in kinds or content.folder in kinds


def is_to_come(content: MainFile, today: date) -> bool:
    """Whether a paper is written but not yet disclosed, so that its filing may still be under way."""
    first = content.first if isinstance(content, Notice) else None
    return any(day is not None and day > today for day in (content.published_on, first))
