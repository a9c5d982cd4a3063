"""A record as JSON: what its files say, what is derived of it, where it stands; complete in itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel

from gongkai.records import MainFile
from gongkai.records.declarations import declared
from gongkai.records.fields import Period
from gongkai.records.finance import Amounts
from gongkai.records.notice import Notice
from gongkai.records.proposal import Answer, Progress, Proposal
from gongkai.register import AttachedFile, Record
from gongkai.views.board import Board
from gongkai.views.clean_text import clean
from gongkai.views.data.declared import said_ask, said_promise
from gongkai.views.data.kinds import of_kind
from gongkai.views.data.licence import Licence
from gongkai.views.data.submissions import KINDS as SUBMISSIONS
from gongkai.views.data.submissions import is_running
from gongkai.views.data.tables import YES, Column, Row, Table, Type

VERSION = 1
"""Of the schema of a record's JSON; a new one only where an old reader would misread."""
SCHEMA = "data/schema/record.schema.json"
_SHOWN = 32
"""So many hexadecimal digits of a digest tell two states of a record apart."""


@dataclass(frozen=True, slots=True)
class Document:
    """A record's data: its own file, the same without what all files repeat, and the digest of its contents."""

    identity: str
    core: str
    digest: str


def dumped(value: object) -> str:
    """JSON as it is written here: Chinese as it is, so that the gate and a reader see it."""
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def document(board: Board, record: Record[Any], rows: Mapping[str, tuple[Row, ...]]) -> Document:
    """The data of one record; `rows` are its lines in every table of its kind, by the table's name."""
    content = record.content
    own = json_of(content)
    acts = _acts(record)
    head: dict[str, object] = {"id": record.identity, "kind": content.kind(), "label": content.label}
    head |= {"number": record.number, "heading": content.heading}
    head["day"] = content.day.isoformat() if content.day else None
    if board.is_card(record):
        head["is_card"] = True
    head["links"] = {"page": _address(board, f"{record.identity}/"), "attachments": _attached(board, record)}
    own_said, acts_said = dumped(own), dumped(acts)
    derived = dumped(dict(_derived(board, record, rows)))
    core = f'{dumped(head)[:-1]},"record":{own_said},"acts":{acts_said},"derived":{derived}}}'
    return Document(record.identity, clean(core), _digest(record, own, own_said, acts_said))


def digest(record: Record[Any]) -> str:
    """The digest of a selected record alone, without everything else that its document tells."""
    own = json_of(record.content)
    return _digest(record, own, dumped(own), dumped(_acts(record)))


def _acts(record: Record[Any]) -> list[dict[str, Any]]:
    return [{"id": act.identity, "act": act.content.label, "n": act.n, **json_of(act.content)} for act in record.acts]


def envelope(board: Board, licence: Licence) -> str:
    """What every record's own file begins with, up to its first own key."""
    head = {
        "$schema": f"../../{SCHEMA}",
        "schema_version": VERSION,
        "school": board.register.school.name,
        "licence": licence.told(),
    }
    return dumped(head)[:-1] + ","


def _address(board: Board, address: str) -> str:
    """The whole address where the site's is known, else the way from the root of the site."""
    return board.absolute(address) or address


def _attached(board: Board, record: Record[Any]) -> list[dict[str, str]]:
    return [
        {"title": file.title, "address": _address(board, f"{record.identity}/{quote(file.name)}")}
        for file in record.attachments
    ]


def _derived(board: Board, record: Record[Any], rows: Mapping[str, tuple[Row, ...]]) -> Iterator[tuple[str, object]]:
    """What the program computed, by the columns of the record's own line and by the tables of its kind."""
    kind: type[MainFile] = type(record.content)
    if kind in SUBMISSIONS and is_running(board, record):
        yield "as_of", board.today.isoformat()
    for told, cells in _readers(kind):
        found = [
            {name: read(line[at]) for at, name, read in cells if line[at] is not None} for line in rows[told.table]
        ]
        if told.name and found:
            yield told.name, found
        elif found:
            yield from found[0].items()


@dataclass(frozen=True, slots=True)
class Told:
    """What is told as derived of a table: under which name (empty for the record's own line), and which columns."""

    table: str
    name: str
    columns: tuple[Column, ...]
    places: tuple[int, ...]


@cache
def derived_of(kind: type[MainFile]) -> tuple[Told, ...]:
    """Everything derived that a record of this kind may tell."""
    found = []
    for place, table in enumerate(of_kind(kind)):
        columns = tuple(_derived_columns(table, is_own=place == 0))
        if columns:
            name = table.name.partition("-")[2].replace("-", "_") if place else ""
            found.append(Told(table.name, name, columns, tuple(map(table.columns.index, columns))))
    return tuple(found)


def _derived_columns(table: Table, *, is_own: bool) -> Iterator[Column]:
    derived = tuple(column for column in table.columns if column.derived and column.name != "heading")
    if is_own:
        yield from derived
    elif table.is_derived or derived:
        own = (column for column in table.columns if column.name != "record")
        yield from (column for column in own if table.is_derived or column.derived or column.name in table.key)


@cache
def _readers(kind: type[MainFile]) -> tuple[tuple[Told, tuple[_Cell, ...]], ...]:
    return tuple((told, tuple(_cells(told))) for told in derived_of(kind))


_Cell = tuple[int, str, Callable[[Any], object]]


def _cells(told: Told) -> Iterator[_Cell]:
    for place, column in zip(told.places, told.columns, strict=True):
        yield place, column.name, _READ[column.type]


_READ: Mapping[Type, Callable[[Any], object]] = {
    Type.TEXT: lambda value: value,
    Type.WHOLE: lambda value: value,
    Type.NUMBER: lambda value: f"{value:f}",
    Type.DAY: lambda value: value.isoformat(),
    Type.YES_NO: lambda value: value == YES,
}

# What a file says, as JSON -----------------------------------------------------------------------------------


def json_of(content: BaseModel) -> dict[str, Any]:
    """A model by its English names, without what is empty and without what only staff may see.

    A 否 that nobody has to write is not told either: so a question that the models learn to ask later
    leaves the data of older records as it was.
    """
    writers, quiet = _writers(type(content))
    return {
        name: writers[name](value)
        for name, value in content.__dict__.items()
        if (value or (value == 0 and name not in quiet)) and name in writers
    }


_Writer = Callable[[Any], object]


@cache
def _writers(model: type[BaseModel]) -> tuple[Mapping[str, _Writer], frozenset[str]]:
    """How each field of a model is written, and those of which a 否 goes without saying."""
    pairs: dict[tuple[type[BaseModel], str], _Writer] = {(Answer, "ask"): said_ask, (Progress, "about"): said_promise}
    shown = tuple(field.name for field in declared(model) if not field.staff_only)
    writers = {name: pairs.get((model, name), _json) for name in shown}
    return writers, frozenset(name for name in shown if model.model_fields[name].default is False)


def _json(value: Any) -> object:
    """Texts and numbers as they are, amounts and printed figures as exact texts, days as 2026-11-20."""
    kind = value.__class__
    if kind is str or kind is bool or kind is int:
        return value
    if kind is date:
        return value.isoformat()
    if kind is Decimal:
        return f"{value:f}"
    if kind is tuple:
        return [_json(each) for each in value]
    if isinstance(value, BaseModel):
        return json_of(value)
    return _special(value)


def _special(value: Any) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Period):
        return {"label": value.label, "first": value.first.isoformat(), "last": value.last.isoformat()}
    if isinstance(value, Amounts):
        cells = {column: None if cell is None else f"{cell:f}" for column, cell in value.cells}
        return cells.get("", cells)
    return str(value)


# The digest --------------------------------------------------------------------------------------------------


def _digest(record: Record[Any], own: dict[str, Any], own_said: str, acts_said: str) -> str:
    """Of everything that the files of a record say to the public, but of no name of a person and of no posting.

    A name may have to go (its period ends, a consent is taken back) and must not be confirmed by a digest
    that was published earlier. Where a record hangs is written down once it hangs: the sheet on the wall, which
    carries the digest, must not differ from its record for that.
    """
    if isinstance(record.content, Notice | Proposal) or record.content.posted:
        own_said = dumped(_said_lastingly(own))
    files = [(file.name, file.title, _of_file(file)) for file in record.attachments]
    return sha256(f"{own_said}{acts_said}{dumped(files)}".encode()).hexdigest()[:_SHOWN]


def _said_lastingly(own: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in own.items() if key not in ("names", "posted")}
    if "proposer" in own:
        kept["proposer"] = _unnamed(own["proposer"])
        kept["seconders"] = [_unnamed(person) for person in own.get("seconders", ())]
    return kept


def _unnamed(person: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in person.items() if not key.startswith("name")}


def _of_file(file: AttachedFile) -> str:
    return sha256(file.file.read_bytes()).hexdigest()[:_SHOWN]


def of_group(board: Board, folder: str, licence: Licence, documents: Iterable[Document]) -> bytes:
    """Every record of a kind in one file, one record a line."""
    return _listed(board, {"kind": folder}, licence, (each.core for each in documents))


def index_of(board: Board, licence: Licence, documents: Iterable[Document]) -> bytes:
    """Every record by its title, its page and its own file, one record a line."""
    return _listed(board, {}, licence, (clean(dumped(_entry(board, each))) for each in documents))


def _entry(board: Board, document: Document) -> dict[str, str]:
    identity = document.identity
    record = board.register.records[identity]
    links = {"page": _address(board, f"{identity}/"), "data": _address(board, f"{identity}/record.json")}
    return {"id": identity, "kind": record.content.kind(), "heading": record.content.heading, **links}


def _listed(board: Board, about: Mapping[str, str], licence: Licence, lines: Iterable[str]) -> bytes:
    head = {
        "schema_version": VERSION,
        "school": board.register.school.name,
        "as_of": board.today.isoformat(),
        "licence": licence.told(),
        **about,
    }
    records = ",\n".join(lines)
    return f'{dumped(head)[:-1]},"records":[\n{records}\n]}}\n'.encode()
