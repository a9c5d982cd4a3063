"""Columns read from the models, so that data, dictionary and checks cannot disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from gongkai.records.declarations import Declared, declared
from gongkai.records.fields import Period
from gongkai.records.finance import Amounts
from gongkai.records.proposal import Answer, Progress
from gongkai.views.data.tables import JOINT, Column, Type, Value, plain

PAIRS = ("ask", "about")
"""Fields that name an ask or a promise; a file writes them as one text."""
_TYPES: dict[Any, Type] = {bool: Type.YES_NO, int: Type.WHOLE, Decimal: Type.NUMBER, date: Type.DAY}

LISTED = f"有几项时用“{JOINT}”隔开；JSON 里是列表"


@dataclass(frozen=True, slots=True)
class Source:
    """A column, and how its cell is read from what a file says."""

    column: Column
    read: Callable[[Any], Value]


@dataclass(frozen=True, slots=True)
class Inside:
    """A list of mappings inside a file, which is a table of its own: the way to it and the model of its lines."""

    path: tuple[str, ...]
    label: str
    meaning: str
    model: type[BaseModel]

    @property
    def name(self) -> str:
        return self.path[-1]

    def items(self, content: Any) -> tuple[Any, ...]:
        """The lines that a file has."""
        found: tuple[Any, ...] = _walk(content, self.path) or ()
        return found


def sources(model: type[BaseModel], *, skip: frozenset[str] = frozenset(), unit: str = "元") -> tuple[Source, ...]:
    """A column for every single value of a model, in the order of declaration; parts of a part are `part_name`.

    `unit` is that of its amounts. Nothing that only staff may see has a column.
    """
    found = _sources(model, (), "", skip)
    return tuple(replace(each, column=_in(each.column, unit)) for each in found)


def _in(column: Column, unit: str) -> Column:
    return replace(column, unit=unit) if column.type is Type.NUMBER else column


def _sources(model: type[BaseModel], path: tuple[str, ...], title: str, skip: frozenset[str]) -> Iterator[Source]:
    for field in declared(model):
        if field.staff_only or field.name in skip:
            continue
        types = plain_types(model.model_fields[field.name].annotation)
        here = (*path, field.name)
        name = f"{title}·{field.label}" if title else field.label
        if field.model:
            if not field.many:
                yield from _sources(field.model, here, name, frozenset())
        elif Amounts in types:
            continue
        elif Period in types:
            yield from _of_period(field, here, name)
        else:
            yield Source(_column(field, here, name, types), _reader(model, here))


def _column(field: Declared, path: tuple[str, ...], title: str, types: tuple[Any, ...]) -> Column:
    is_list = field.many and path[-1] not in PAIRS
    is_text = field.many or path[-1] in PAIRS
    return Column(
        "_".join(path),
        title,
        Type.TEXT if is_text else next((_TYPES[each] for each in types if each in _TYPES), Type.TEXT),
        f"{field.meaning}；{LISTED}" if is_list else field.meaning,
        choices=() if is_list else field.choices,
        # What stands inside a part may be missing with the part, or with the text of a proposal that is a card.
        required=field.required and not is_text and len(path) == 1 and type(None) not in types,
    )


def _of_period(field: Declared, path: tuple[str, ...], title: str) -> Iterator[Source]:
    name = "_".join(path)
    required = field.required and len(path) == 1
    yield Source(Column(name, title, meaning=field.meaning, required=required), _reader_of(path))
    for end, word in (("first", "第一天"), ("last", "最后一天")):
        derived = f"由“{title}”得出"
        column = Column(f"{name}_{end}", f"{title}·{word}", Type.DAY, f"{title}的{word}", derived, required=required)
        yield Source(column, _reader_of((*path, end)))


def _reader(model: type[BaseModel], path: tuple[str, ...]) -> Callable[[Any], Value]:
    if (model, path[-1]) in _WRITTEN:
        said = _WRITTEN[model, path[-1]]
        return lambda each: said(getattr(each, path[-1]))
    return _reader_of(path)


def _reader_of(path: tuple[str, ...]) -> Callable[[Any], Value]:
    if len(path) == 1:
        read = attrgetter(path[0])
        return lambda each: plain(read(each))
    return lambda each: plain(_walk(each, path))


def _walk(content: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if content is None:
            return None
        content = getattr(content, name)
    return content


def said_ask(ask: tuple[str, int]) -> str:
    """Which ask: its number, before it the number of a merged proposal."""
    number, n = ask
    return f"{number}/{n}" if number else str(n)


def said_promise(about: tuple[int, str, int]) -> str:
    """Which promise: the reply, and the ask that it answers."""
    reply, number, ask = about
    return f"reply-{reply} 建议{said_ask((number, ask))}" if ask else f"reply-{reply}"


_WRITTEN: dict[tuple[Any, str], Callable[[Any], str]] = {
    (Answer, "ask"): said_ask,
    (Progress, "about"): said_promise,
}
"""Fields that are read into pairs, and how a record file writes them."""


@cache
def insides(model: type[BaseModel]) -> tuple[Inside, ...]:
    """Every list of mappings in a model, also inside its single parts; not those inside a list."""
    return tuple(_insides(model, (), ""))


def _insides(model: type[BaseModel], path: tuple[str, ...], title: str) -> Iterator[Inside]:
    for field in declared(model):
        if field.model is None or field.staff_only:
            continue
        here = (*path, field.name)
        name = f"{title}·{field.label}" if title else field.label
        if field.many:
            yield Inside(here, name, field.meaning, field.model)
        else:
            yield from _insides(field.model, here, name)


@dataclass(frozen=True, slots=True)
class United:
    """One column for each name in several models, and for each model how its file fills them."""

    columns: tuple[Column, ...]
    readers: dict[type[BaseModel], tuple[Callable[[Any], Value] | None, ...]]

    def cells(self, content: Any) -> tuple[Value, ...]:
        """The cells of one file; a column that its model has not is empty."""
        return tuple(read(content) if read else None for read in self.readers[type(content)])


def united(models: tuple[type[BaseModel], ...], labels: tuple[str, ...]) -> United:
    """The columns of several models side by side, each telling in which of them it means what."""
    found: dict[str, dict[int, Source]] = {}
    for place, model in enumerate(models):
        for source in sources(model, skip=frozenset({"audience", "on"})):
            found.setdefault(source.column.name, {})[place] = source
    columns = tuple(
        _united(tuple((labels[place], source.column) for place, source in group.items())) for group in found.values()
    )
    columns = _told_apart(columns, tuple(tuple(labels[place] for place in group) for group in found.values()))
    readers = {
        model: tuple(group[place].read if place in group else None for group in found.values())
        for place, model in enumerate(models)
    }
    return United(columns, readers)


def _told_apart(columns: tuple[Column, ...], owners: tuple[tuple[str, ...], ...]) -> tuple[Column, ...]:
    """The columns with titles of which no two are alike: the rarer one names its act."""
    often = {column.title: len(own) for column, own in sorted(zip(columns, owners, strict=True), key=_rarest)}
    return tuple(
        column if len(own) == often[column.title] else replace(column, title=f"{'、'.join(own)}·{column.title}")
        for column, own in zip(columns, owners, strict=True)
    )


def _rarest(pair: tuple[Column, tuple[str, ...]]) -> int:
    return len(pair[1])


def _united(group: tuple[tuple[str, Column], ...]) -> Column:
    columns = tuple(column for _, column in group)
    by_meaning: dict[str, list[str]] = {}
    for label, column in group:
        by_meaning.setdefault(column.meaning, []).append(label)
    return replace(
        columns[0],
        title="／".join(dict.fromkeys(column.title for column in columns)),
        meaning="；".join(f"{'、'.join(labels)}：{words}" for words, labels in by_meaning.items()),
        choices=tuple(dict.fromkeys(word for column in columns for word in column.choices)),
        required=False,
    )


def plain_types(annotation: Any) -> tuple[Any, ...]:
    """Every plain type inside an annotation, without its marks."""
    origin = get_origin(annotation)
    if origin is None:
        return (annotation,)
    parts = get_args(annotation)[:1] if origin is Annotated else get_args(annotation)
    return tuple(each for part in parts for each in plain_types(part))
