"""Whether a 更正 accounts for a change: it names the place, says what stood there, and what stands there now."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic_core import PydanticCustomError

from gongkai.derive.corrections import amount, corrected_file
from gongkai.history.closed.facts import Fact, comparable, shown, words
from gongkai.history.closed.wording import row_said
from gongkai.records import Audience
from gongkai.records.fields import parse_date
from gongkai.records.finance import Row
from gongkai.records.proposal import Answer, Correction, CorrectionType
from gongkai.register import Act, Record

_TEXTS = 64
"""How many readings of a text are tried when several corrections may have touched it."""


_IMPERSONAL = (Decimal, int, date, Enum, Row, Answer)
"""What no 撤回个人信息 can be about: amounts, numbers, days, verdicts, and rows made of them."""


class Account(Enum):
    """What the corrections of a record say of a change."""

    NONE = "nothing"
    ACCOUNTED = "the change is the correction"
    BOOKS = "an adjustment of the books stands there, which may not touch what was published"


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections that readers of a record can see."""

    record: Record[Any]
    given: tuple[Act[Correction], ...]

    @classmethod
    def of(cls, record: Record[Any], readers: Audience) -> Corrections:
        """Those shown to everybody who may still see the record and saw what it said before."""
        width = min(record.audience().width, readers.width)
        return cls(record, tuple(act for act in record.all(Correction) if record.audience(act).width >= width))

    def account(self, file: str, fact: Fact, later: Any = None) -> Account:
        """What they say of a change in a file (an act's name, "" for the main file).

        `later` is what stands there today, where that is another value than the change brought.
        """
        about = [act for act in self.given if self._is_about(act.content, file, fact)]
        if any(_takes_away(act.content, fact) for act in about):
            return Account.ACCOUNTED
        printed = [act.content for act in about if act.content.type is CorrectionType.MISPRINT]
        if any(_reached(printed, fact.old, new) for new in (fact.new, later) if new is not None):
            return Account.ACCOUNTED
        if fact.added or fact.removed:
            row = row_said(fact) if fact.is_row else shown(fact.new if fact.added else fact.old)
            said = [(each.new if fact.added else each.old) or "" for each in printed]
            if any(_same(row, each) or _same(shown(fact.new if fact.added else fact.old), each) for each in said):
                return Account.ACCOUNTED
        books = any(
            act.content.type is CorrectionType.BOOKS and _same(shown(fact.old), act.content.old or "") for act in about
        )
        return Account.BOOKS if books else Account.NONE

    def name(self, *called: str) -> bool:
        """Whether a correction is about what is called one of these, such as an attachment."""
        return any(_bare(each) in _bare(act.content.where) for act in self.given for each in called if each)

    def moved(self, file: str, old: Audience, new: Audience) -> bool:
        """Whether a correction says that the record or an act of it is for other readers now."""
        return any(
            "公开范围" in _bare(act.content.where)
            and self._file(act.content) == file
            and (act.content.old, act.content.new) == (old.value, new.value)
            for act in self.given
        )

    def dated(self, file: str, day: date) -> bool:
        """Whether a correction says that an act bears this day although the board did not know of it then."""
        return any(
            "日期" in _bare(act.content.where)
            and self._file(act.content) == file
            and _same(shown(day), act.content.new or "")
            for act in self.given
        )

    def any_misprint(self, file: str) -> bool:
        """Whether something in this file was corrected, so that what is computed from it follows."""
        return any(
            act.content.type is CorrectionType.MISPRINT and self._file(act.content) == file for act in self.given
        )

    def _file(self, content: Correction) -> str | None:
        found = corrected_file(self.record, content)
        return None if found is None else found.identity.removeprefix(self.record.identity).removeprefix("/")

    def _is_about(self, content: Correction, file: str, fact: Fact) -> bool:
        """Whether 位置 means this value: the file, and as much of the row and the key as the file has of either."""
        if self._file(content) != file:
            return False
        what = self.record if not file else self.record.act(file)
        labels, rows = words(what.content) if what else (frozenset[str](), frozenset[str]())
        place = _bare(content.where)
        own = tuple(map(_bare, fact.rows))
        named = tuple(name for name in map(_bare, rows) if name in place)
        # 鸡蛋 is named within 鸡蛋液 too, and where both stand the longer one is meant.
        if any(not any(name in mine for mine in own if mine in place) for name in named):
            return False
        is_row_named = any(name in place for name in own)
        if named and own and own[-1] not in place:
            return False  # only what it is a part of is named
        if any(_bare(label) in place for label in fact.labels if label not in fact.rows):
            return True
        return is_row_named or not any(_bare(label) in place for label in labels)


def _reached(corrections: Iterable[Correction], old: Any, new: Any) -> bool:
    """Whether corrections, in their order, lead from the old value to the new one; of a text they may name a part."""
    is_text = isinstance(old, str | tuple)
    goal = _bare(comparable_text(new))
    reached = {_bare(comparable_text(old))}
    for content in corrections:
        is_met = any(_same(each, content.old or "") for each in reached)
        further = {_bare(content.new)} if is_met and content.new else set()
        if is_text:
            said = _bare(content.old or ""), _bare(content.new or "")
            further |= {text for each in reached for text in _replaced(each, *said)}
        reached |= set(sorted(further)[:_TEXTS])
    return any(_same(each, goal) for each in reached)


def _replaced(text: str, old: str, new: str) -> Iterable[str]:
    # A digit of a longer number is no part that anybody can look up.
    head, tail = (r"(?<!\d)" if old[:1].isdigit() else ""), (r"(?!\d)" if old[-1:].isdigit() else "")
    places = [found.start() for found in re.finditer(f"{head}{re.escape(old)}{tail}", text)] if old else []
    if len(places) > 1:
        yield re.sub(f"{head}{re.escape(old)}{tail}", lambda _: new, text)
    for at in places:
        yield text[:at] + new + text[at + len(old) :]


def comparable_text(value: Any) -> str:
    """A value as a text in one way of writing it."""
    return str(comparable(value)) if isinstance(value, str) else shown(value)


def _takes_away(content: Correction, fact: Fact) -> bool:
    """撤回个人信息: words went, and nothing else came than what it says."""
    if content.type is not CorrectionType.PERSONAL or fact.added:
        return False
    if fact.removed:
        return not isinstance(fact.old, _IMPERSONAL)
    if not isinstance(fact.old, str) or not isinstance(fact.new, str):
        return False
    old, new = _bare(fact.old), _bare(fact.new)
    left = new.replace(_bare(content.new), "") if content.new else new
    return _is_within(new, old) or _is_within(left, old)


def _is_within(short: str, text: str) -> bool:
    """Whether the text becomes the short one by leaving characters out."""
    rest = iter(text)
    return all(char in rest for char in short)


def _same(one: str, other: str) -> bool:
    """Whether two ways of typing say the same number, day or words."""
    if not one or not other:
        return False
    numbers = amount(one), amount(other)
    if None not in numbers:
        return numbers[0] == numbers[1]
    days = _day(one), _day(other)
    return days[0] == days[1] if None not in days else _bare(one) == _bare(other)


def _day(text: str) -> date | None:
    with suppress(PydanticCustomError):
        return parse_date(text)
    return None


def _bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
