"""Which values of a file are not what they were, at any depth, by what the models declare.

How a value was typed is no change: 2026年4月10日 is 2026-04-10, 1,480.00 is 1480.00, a moved row is the same
row. Names of lists are counted and never told; a person's name is told only as it stands now, with consent.
Personal data is masked before anything is compared, so that no part of a number shows where it changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from gongkai.history.differences.changes import FieldDifference, Piece, Sign
from gongkai.history.differences.items import called, paired, paired_texts
from gongkai.history.differences.values import cell, is_figure, is_leaf, lists, written
from gongkai.history.differences.words import compared, unspaced
from gongkai.personal import mask
from gongkai.records.base import Attachment
from gongkai.records.declarations import Declared, declared
from gongkai.records.declarations import labels as known_labels
from gongkai.records.finance import Amounts
from gongkai.records.notice import Listed
from gongkai.records.numbers import Relation
from gongkai.records.policy import AllowedPersonal
from gongkai.records.proposal import Person

PROSE = 20
"""From so many characters on a text is compared word by word, whatever field it stands in."""

_ORDERED = frozenset(("结果字母", "固定"))
"""The lists in which the place of an item means something."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_OTHER_DATUM = "（个人信息有改动）"
_OLD_NAME = "（原姓名）"
_HIDDEN_NAME = "（姓名）"

Labels = tuple[str, ...]


def field_differences(old: BaseModel | None, new: BaseModel | None, file: str = "") -> tuple[FieldDifference, ...]:
    """Every value that differs between two states of a file; where one is None, every value of the other."""
    found = tuple(_of_models((), old, new))
    told = found if old is None or new is None else _without_names(found)
    return tuple(replace(each, file=file, labels=tuple(map(_label, each.labels))) for each in told)


def _without_names(found: tuple[FieldDifference, ...]) -> Iterator[FieldDifference]:
    """Of an item that came or went, its name stands in the labels of its values, and need not be one of them."""
    beside = Counter(each.labels[:-1] for each in found)
    for each in found:
        only_side = each.old + each.new if not (each.old and each.new) else ""
        names = len(each.labels) > 1 and each.labels[-2] in (only_side, f"建议 {only_side}")
        if not (names and beside[each.labels[:-1]] > 1):
            yield each


def _label(label: str) -> str:
    return label if label in known_labels() else mask(label)


def _of_models(labels: Labels, old: BaseModel | None, new: BaseModel | None) -> Iterator[FieldDifference]:
    some = new if new is not None else old
    if some is None or old is new:
        return
    model = type(some)
    listed = lists(model)
    for field in declared(model):
        before, after = _value(model, field, old), _value(model, field, new)
        if before is after or before == after:
            continue
        before, after = None if old is None else before, None if new is None else after
        path = (*labels, field.label)
        if field.name in listed:
            yield from _of_lists(path, field, before or (), after or ())
        elif isinstance(some, Person) and field.name == "name":
            yield from _of_names(path, old, new)
        elif isinstance(some, AllowedPersonal) and field.name == "text":
            yield FieldDifference("", path, "（原文字）" if before else "", "（文字）" if after else "")
        else:
            yield from _of_values(path, field, before, after)


def _value(model: type[BaseModel], field: Declared, holder: BaseModel | None) -> Any:
    """What stands in a field; in a file that is not there, what stands when nothing is written."""
    if holder is not None:
        return getattr(holder, field.name)
    return None if field.required else model.model_fields[field.name].get_default(call_default_factory=True)


def _of_values(labels: Labels, field: Declared | None, old: Any, new: Any) -> Iterator[FieldDifference]:
    some = new if new is not None else old
    if isinstance(some, BaseModel) and not is_leaf(type(some)):
        yield from _of_models(labels, old, new)
    elif isinstance(some, Amounts):
        yield from _of_cells(labels, old, new)
    elif isinstance(some, str) and type(some) is str:
        in_prose = field is not None and (field.in_prose or field.is_body)
        yield from _of_texts(labels, old or "", new or "", in_prose=in_prose)
    else:
        figure = is_figure(labels[-1], old, new)
        yield from _told(labels, written(old), written(new), figure=figure)


def _of_cells(labels: Labels, old: Amounts | None, new: Amounts | None) -> Iterator[FieldDifference]:
    before, after = (dict(side.cells) if side else {} for side in (old, new))
    for column in dict.fromkeys((*before, *after)):
        if column in before and column in after and before[column] == after[column]:
            continue
        values = (cell(side[column]) if column in side else "" for side in (before, after))
        yield from _told((*labels, *([column] if column else ())), *values, figure=True)


def _of_names(labels: Labels, old: BaseModel | None, new: BaseModel | None) -> Iterator[FieldDifference]:
    """Of a person's name only what stands now, and only with consent: what was withdrawn is not told again."""
    before = _OLD_NAME if isinstance(old, Person) and old.name else ""
    after = ""
    if isinstance(new, Person) and new.name:
        after = new.name if new.name_is_public else _HIDDEN_NAME
    yield FieldDifference("", labels, before, mask(after))


def _of_lists(labels: Labels, field: Declared, old: Sequence[Any], new: Sequence[Any]) -> Iterator[FieldDifference]:
    if field.model is Listed:
        yield from _of_listed(labels, old, new)
    elif field.model is Relation:
        yield from _told(labels, "；".join(map(written, old)), "；".join(map(written, new)), figure=True)
    elif field.model is not None:
        yield from _of_items(labels, old, new)
    elif all(isinstance(each, str) for each in (*old, *new)) and any(len(each) >= PROSE for each in (*old, *new)):
        yield from _of_long_texts(labels, old, new)
    else:
        before, after = ([unspaced(written(each)) for each in side] for side in (old, new))
        if labels[-1] in _ORDERED or Counter(before) != Counter(after):
            yield from _told(labels, written(tuple(map(written, old))), written(tuple(map(written, new))))


def _of_listed(labels: Labels, old: Sequence[Listed], new: Sequence[Listed]) -> Iterator[FieldDifference]:
    """Names of lists are never told, neither those that came nor those that went: only how many."""
    if Counter(old) == Counter(new):
        return
    before, after = (f"{len(side)} 人" if side else "" for side in (old, new))
    yield FieldDifference("", labels, before, after if before != after else f"{after}（有改动）", is_figure=True)


def _of_items(labels: Labels, old: Sequence[BaseModel], new: Sequence[BaseModel]) -> Iterator[FieldDifference]:
    names = {id(item): name for side in (old, new) for item, name in zip(side, called(side), strict=True)}
    for before, after in paired(old, new):
        item = after if after is not None else before
        # Attached files that came or went are told of as files.
        if not (isinstance(item, Attachment) and (before is None or after is None)):
            yield from _of_values((*labels, names[id(item)]), None, before, after)


def _of_long_texts(labels: Labels, old: Sequence[str], new: Sequence[str]) -> Iterator[FieldDifference]:
    for before, after in paired_texts(old, new):
        place = new.index(after) if after is not None else old.index(before or "")
        yield from _of_texts((*labels, f"第 {place + 1} 项"), before or "", after or "", in_prose=True)


def _of_texts(labels: Labels, old: str, new: str, *, in_prose: bool) -> Iterator[FieldDifference]:
    if unspaced(old) == unspaced(new):
        return
    before, after = mask(old), mask(new)
    is_prose = in_prose or (max(len(before), len(after)) >= PROSE and bool(_HAN.search(before + after)))
    if unspaced(before) == unspaced(after):
        same = (Piece(Sign.SAME, after), Piece(Sign.NEW, _OTHER_DATUM)) if is_prose else ()
        yield FieldDifference("", labels, before, after + _OTHER_DATUM, same)
    else:
        yield FieldDifference("", labels, before, after, compared(before, after) if is_prose else ())


def _told(labels: Labels, old: str, new: str, *, figure: bool = False) -> Iterator[FieldDifference]:
    before, after = mask(old), mask(new)
    if before != after:
        yield FieldDifference("", labels, before, after, is_figure=figure)
    elif old != new:
        yield FieldDifference("", labels, before, after + _OTHER_DATUM, is_figure=figure)
