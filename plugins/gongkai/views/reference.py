"""The field reference and the glossary, read from the models: they cannot disagree with the checks."""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator

from gongkai.personal import mask
from gongkai.records import fields
from gongkai.records.declarations import Declared, declared, models
from gongkai.records.filetypes import FileType, file_types
from gongkai.records.playlist import Target
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import render
from gongkai.views.board import Board

_FORMS: tuple[tuple[Any, str], ...] = (
    (fields.Day, "日期：2026-03-06、2026年3月6日、2026/3/6"),
    (fields.Span, "期间：2026-03、2026-01至2026-02、2026、2025-2026学年第一学期"),
    (fields.Money, "金额：1234.50、1,234.50、-260.00"),
    (fields.Cell, "金额；不适用写 —"),
    (fields.Count, "整数"),
    (fields.Figure, "数：68、17,760.00、60%"),
    (fields.Share, "比例：2/3、60%"),
    (fields.YesNo, "是、否"),
    (fields.SessionNumber, "届次：五届三次、5-3"),
    (fields.Reference, "编号：proposals/05-03-012"),
    (fields.TimeOfDay, "一天里的时间：07:20-08:20、21:00-06:00"),
    (fields.Moment, "哪天几点：2026-11-20 18:00"),
    (fields.DayOrMoment, "日期，或哪天几点：2026-11-20、2026-11-20 18:00"),
    (fields.Weekday, "星期：周一、星期一"),
    (Target, "组，或编号：公示、notices/title-2026-1"),
    (fields.Phone, "电话"),
    (fields.Text, "文字"),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field as the reference shows it."""

    declared: Declared
    form: str
    part: str
    """The anchor of the table in which its parts stand, if it is a mapping."""


@dataclass(frozen=True, slots=True)
class Part:
    """A mapping inside a file, with its own fields."""

    ident: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the records: Chinese, its name in code, JSON and CSV, and what it means."""

    chinese: str
    english: str
    meaning: str


def pages(board: Board) -> Iterator[Page]:
    """The reference's listing, one page for each type of file, and the glossary."""
    found = file_types()
    html = render("fields.html.jinja", "fields/", groups=_groups(found))
    yield Page("fields/", "字段", html, "每一种文件可以写哪些键、各是什么意思、哪些必填。", of_program=True)
    for kind in found:
        yield _page(kind)
    yield _glossary()


def _groups(found: tuple[FileType, ...]) -> tuple[tuple[str, tuple[FileType, ...]], ...]:
    mains = tuple(each for each in found if each.kind)
    acts = tuple(each for each in found if each.owners)
    settings = tuple(each for each in found if not each.kind and not each.owners)
    return (("记录的主文件", mains), ("办理中的每一步", acts), ("学校设置", settings))


def _page(kind: FileType) -> Page:
    address = f"fields/{kind.name}/"
    parts = tuple(_parts(kind.model))
    html = render(
        "field.html.jinja",
        address,
        kind=kind,
        owners="、".join(owner.label for owner in kind.owners),
        parts=parts,
        sample=_sample(kind),
    )
    return Page(
        address=address,
        title=f"{kind.label}的字段",
        body=html,
        description=f"{kind.file} 可以写的键、意思、写法和例子。",
        sections=(*(Heading(part.ident, part.title) for part in parts), Heading("sample", "例子")),
        is_record=True,
        of_program=True,
        entry=Entry("", "字段", " ".join((kind.label, *(field.declared.label for field in parts[0].fields)))),
    )


def _sample(kind: FileType) -> str:
    """The shipped example, in which every key is filled in; nothing in it may look like a person's data."""
    suffix = "md" if kind.is_prose else "yml"
    text = (files("gongkai") / "examples" / f"{kind.name}.{suffix}").read_text("utf-8")
    return mask(text).rstrip("\n")


def _parts(model: type[BaseModel]) -> Iterator[Part]:
    """The file itself, then each mapping inside it, each once, outermost first."""
    queue: list[tuple[type[BaseModel], str]] = [(model, "文件里的键")]
    seen = {model}
    for each, title in queue:
        rows = []
        own = set(inspect.get_annotations(each))
        for field in sorted(declared(each), key=lambda field: field.name not in own):
            inner = field.model
            rows.append(Field(field, form_of(each, field), _ident(inner) if inner else ""))
            if inner and inner not in seen:
                seen.add(inner)
                queue.append((inner, field.label))
        yield Part("file" if each is model else _ident(each), title, tuple(rows))


def _ident(model: type[BaseModel]) -> str:
    return f"part-{model.__name__.lower()}"


def form_of(model: type[BaseModel], field: Declared) -> str:
    """What may stand in a field, in words."""
    if field.is_body:
        form = "正文"
    elif field.in_prose:
        form = f"正文里标题“## {field.label}”下面的文字"
    elif field.choices:
        form = "、".join(field.choices)
    elif field.model:
        form = "见下表"
    else:
        info = model.model_fields[field.name]
        form = _form((*_validators(info.annotation), *_functions(info.metadata)))
    return f"{form}；可以有多项" if field.many else form


def _form(functions: tuple[Any, ...]) -> str:
    return next((words for function, words in _known() if function in functions), "文字")


@cache
def _known() -> tuple[tuple[Any, str], ...]:
    return tuple((functions[0], words) for kind, words in _FORMS if (functions := tuple(_validators(kind))))


def _validators(annotation: Any) -> Iterator[Any]:
    """The functions that read a type's values."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        yield from _functions(marks)
        yield from _validators(inner)
    elif get_origin(annotation) in (Union, types.UnionType, tuple):
        for part in get_args(annotation):
            yield from _validators(part)


def _functions(marks: Any) -> Iterator[Any]:
    yield from (mark.func for mark in marks if isinstance(mark, BeforeValidator))


def _glossary() -> Page:
    groups = (
        ("文件", "files", tuple(Term(each.label, each.name, _purpose(each.model)) for each in file_types())),
        ("键", "keys", tuple(_keys())),
        ("可选的词", "choices", tuple(_choices())),
    )
    html = render("glossary.html.jinja", "glossary/", groups=groups)
    return Page(
        address="glossary/",
        title="词汇",
        body=html,
        description="记录里的中文词与代码、数据文件里英文名的对照。",
        sections=tuple(Heading(ident, title) for title, ident, _ in groups),
        of_program=True,
        entry=Entry("", "说明", "词汇 中英文对照"),
    )


def _purpose(model: type[BaseModel]) -> str:
    """What a type of file is for: the meanings of what must be written in it."""
    required = [field.label for field in declared(model) if field.required]
    return f"必填：{'、'.join(required)}" if required else "没有必填的键"


def _keys() -> Iterator[Term]:
    """Every key once for each name and meaning, in the order of the alphabet of its English name."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for model in models():
        for field in declared(model):
            found.setdefault((field.name, field.label), {}).setdefault(field.meaning)
    for (name, label), meanings in sorted(found.items()):
        yield Term(label, name, "；".join(meanings))


def _choices() -> Iterator[Term]:
    for enumeration, keys in sorted(_enumerations().items(), key=lambda each: each[0].__name__):
        for member in enumeration:
            yield Term(str(member.value), f"{enumeration.__name__}.{member.name}", f"写在“{'”“'.join(keys)}”里")


def _enumerations() -> dict[type[StrEnum], dict[str, None]]:
    """Every set of words to choose from, with the keys after which one of them is written."""
    seen: dict[type[StrEnum], dict[str, None]] = {}
    for model in models():
        for name, info in model.model_fields.items():
            for part in _plain(info.annotation):
                if isinstance(part, type) and issubclass(part, StrEnum):
                    seen.setdefault(part, {}).setdefault(info.alias or name)
    return seen


def _plain(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is None:
        yield annotation
    else:
        for part in get_args(annotation):
            yield from _plain(part)
