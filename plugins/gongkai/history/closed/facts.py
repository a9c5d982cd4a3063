"""What is not the same in two readings of one file, value by value, each with its declaration and its place.

Values are compared as they were understood, so that 2026年4月10日 is 2026-04-10, 1,480.00 is 1480, and the
order of keys, line ends, encodings and white space in a text mean nothing. Rows are known by what they
are called, wherever in their list they stand.

`fields` tells readers of a review what differs, masked and in their words; here nothing is masked, since a
changed digit of what is masked is a change too, and each value keeps the declaration by which it is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel

from gongkai.history.differences.items import paired
from gongkai.history.differences.values import lists, written
from gongkai.records.base import Attachment, Posting
from gongkai.records.fields import Quantity
from gongkai.records.finance import Amounts, Charge
from gongkai.records.organisation import Member
from gongkai.records.plan import PlanItem
from gongkai.records.proposal import Answer, Person

Keys = tuple[str | int, ...]

_SPACE = re.compile(r"\s+")

_CALLED: dict[type[BaseModel], tuple[str, ...]] = {
    PlanItem: ("month", "work"),
    Member: ("post", "role"),
    Charge: ("item", "payers"),
    Posting: ("board", "first"),
    Attachment: ("file",),
    Person: ("delegation", "name"),
}
"""By what a row is known, where its first required field alone does not tell it from the others."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that is not what it was, or a row that came or went.

    `owner` and `name` are the model and the attribute that declare it, `labels` lead to it in the words of
    the file with rows by what they are called (`rows` are those alone), `keys` lead to it in the new file.
    `old` and `new` are the values; None is nothing. `top` is the attribute of the file itself below which
    it lies, `row` the row of the new file in which it stands, if it stands in one.
    """

    owner: type[BaseModel]
    name: str
    labels: tuple[str, ...]
    keys: Keys
    old: Any
    new: Any
    rows: tuple[str, ...] = ()
    top: str = ""
    is_row: bool = False
    row: BaseModel | None = None

    @property
    def label(self) -> str:
        """The key under which it is typed."""
        return next((str(key) for key in reversed(self.keys) if isinstance(key, str)), "")

    @property
    def added(self) -> bool:
        return self.old is None

    @property
    def removed(self) -> bool:
        return self.new is None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the two files one looks."""

    labels: tuple[str, ...] = ()
    keys: Keys = ()
    rows: tuple[str, ...] = ()

    def at(self, label: str) -> _Place:
        return _Place((*self.labels, label), (*self.keys, label), self.rows)

    def within(self, called: str, place: int | None) -> _Place:
        keys = self.keys if place is None else (*self.keys, place)
        return _Place((*self.labels, called), keys, (*self.rows, called))


def changed_facts(old: BaseModel, new: BaseModel) -> Iterator[Fact]:
    """Every value that differs between two readings of one file; nothing where both say the same."""
    if old is new:
        return
    tops = {info.alias or name: name for name, info in type(new).model_fields.items()}
    for each in _of_models(old, new, _Place()):
        yield replace(each, top=tops[each.labels[0]])


def _of_models(old: BaseModel, new: BaseModel, at: _Place) -> Iterator[Fact]:
    for name, info in type(new).model_fields.items():
        before, after = getattr(old, name), getattr(new, name)
        if before is not after and before != after:
            yield from _of_values(type(new), name, _stated(before), _stated(after), at.at(info.alias or name))


def _of_values(owner: type[BaseModel], name: str, old: Any, new: Any, at: _Place) -> Iterator[Fact]:
    if isinstance(old, BaseModel) and isinstance(new, BaseModel):
        yield from _of_models(old, new, at)
    elif isinstance(old, Amounts) or isinstance(new, Amounts):
        yield from _of_amounts(owner, name, old, new, at)
    elif _are_rows(old) or _are_rows(new):
        yield from _of_rows(owner, name, old or (), new or (), at)
    elif name in lists(owner):
        yield from _of_lists(owner, name, old or (), new or (), at)
    elif comparable(old) != comparable(new):
        yield Fact(owner, name, at.labels, at.keys, old, new, at.rows)


def _stated(value: Any) -> Any:
    """None for what states nothing."""
    if value is None or value == () or (isinstance(value, str) and not value.strip()):
        return None
    return value


def comparable(value: Any) -> Any:
    """What two values have in common that say the same."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        return _SPACE.sub("", value)
    if isinstance(value, Quantity):
        return value.exact
    return value


def _are_rows(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], BaseModel)


def _of_amounts(
    owner: type[BaseModel], name: str, old: Amounts | None, new: Amounts | None, at: _Place
) -> Iterator[Fact]:
    before, after = (dict(each.cells) if each else {} for each in (old, new))
    for column in (*before, *(each for each in after if each not in before)):
        was, now = (_cell(each, column) for each in (before, after))
        if was != now:
            place = at.at(column) if column else at
            yield Fact(owner, name, place.labels, place.keys, was, now, place.rows)


def _cell(cells: dict[str, Decimal | None], column: str) -> Decimal | str | None:
    """An amount, the sign for 不适用, or None where the row has no such column."""
    if column not in cells:
        return None
    value = cells[column]
    return "—" if value is None else value


def _of_lists(
    owner: type[BaseModel], name: str, old: tuple[Any, ...], new: tuple[Any, ...], at: _Place
) -> Iterator[Fact]:
    """Items of a plain list that came or went; in which order they stand means nothing."""
    before, after = ({comparable(each) for each in side} for side in (old, new))
    gone = [each for each in old if comparable(each) not in after]
    come = [(place, each) for place, each in enumerate(new) if comparable(each) not in before]
    for n in range(max(len(gone), len(come))):
        was = gone[n] if n < len(gone) else None
        place, now = come[n] if n < len(come) else (None, None)
        keys = at.keys if place is None else (*at.keys, place)
        yield Fact(owner, name, at.labels, keys, was, now, at.rows, is_row=was is None or now is None)


def _of_rows(
    owner: type[BaseModel], name: str, old: tuple[BaseModel, ...], new: tuple[BaseModel, ...], at: _Place
) -> Iterator[Fact]:
    places = {id(row): n for n, row in enumerate(new)}
    for was, now in paired(old, new):
        row = now if now is not None else was
        place = at.within(row_name(row), places.get(id(now))) if row is not None else at
        if was is None or now is None:
            yield Fact(owner, name, place.labels, place.keys, was, now, place.rows, is_row=True)
            continue
        for each in _of_models(was, now, place):
            yield each if each.row is not None else replace(each, row=now)


def row_name(row: BaseModel) -> str:
    """What a row is called by those who read the file."""
    if isinstance(row, Answer):
        number, ask = row.ask
        return f"建议{number}/{ask}" if number else f"建议{ask}"
    names = _CALLED.get(type(row)) or (_first_required(type(row)),)
    return " ".join(shown(value) for name in names if (value := _stated(getattr(row, name))) is not None)


@cache
def _first_required(model: type[BaseModel]) -> str:
    fields = model.model_fields.items()
    return next((name for name, info in fields if info.is_required()), next(iter(model.model_fields)))


def shown(value: Any) -> str:
    """A value as a clerk types it; empty for nothing."""
    return row_name(value) if isinstance(value, BaseModel) else written(value).strip()


def words(content: BaseModel) -> tuple[frozenset[str], frozenset[str]]:
    """The labels and the names of rows that stand in a file, by which a 位置 may mean a value."""
    labels: set[str] = set()
    rows: set[str] = set()

    def visit(model: BaseModel) -> None:
        for name, info in type(model).model_fields.items():
            value = _stated(getattr(model, name))
            if value is None:
                continue
            labels.add(info.alias or name)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, BaseModel):
                    if isinstance(value, tuple):
                        rows.add(row_name(item))
                    visit(item)

    visit(content)
    return frozenset(labels), frozenset(rows)
