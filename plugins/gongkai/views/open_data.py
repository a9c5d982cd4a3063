"""开放数据: every table and document that may be had, what is in it, how to check it and what one may do with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from gongkai.records import KINDS, MainFile
from gongkai.register import Record
from gongkai.render.archives import zip_of
from gongkai.render.pages import Asset, Output
from gongkai.render.spreadsheets import csv_of
from gongkai.render.workbooks import Sheet, xlsx_of
from gongkai.views.board import Board
from gongkai.views.data import common, documents, kinds, releases
from gongkai.views.data.common import GROUP
from gongkai.views.data.documents import Document
from gongkai.views.data.licence import Licence, licence_of
from gongkai.views.data.package import package_of, sums_of
from gongkai.views.data.pages import Group, dictionary_page, index_page
from gongkai.views.data.record_schema import record_schema
from gongkai.views.data.releases import Changes
from gongkai.views.data.tables import Row, Table

Lines = dict[str, list[Row]]
"""The rows of every table, by its name."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that is given out: the rows of all tables, and the records as documents."""

    lines: Mapping[str, list[Row]]
    documents: Mapping[str, tuple[Document, ...]]
    """By the folder of their kind."""

    @property
    def all(self) -> tuple[Document, ...]:
        return tuple(chain.from_iterable(self.documents.values()))


def pages(board: Board) -> Iterator[Output]:
    """The files of the open data, their two pages, and the data of each record."""
    licence = licence_of(board.register.school)
    gathered = _gathered(board)
    found = releases.changes(board.previous, gathered.all)
    files = dict(_files(board, licence, gathered, found))
    files["SHA256SUMS"] = sums_of(files)
    for name, content in files.items():
        yield Asset(f"data/{name}", content)
    head = documents.envelope(board, licence)
    for each in gathered.all:
        yield Asset(f"{each.identity}/record.json", f"{head}{each.core[1:]}\n".encode())
    yield index_page(board, licence, tuple(_groups(gathered, files)), found, files)
    yield dictionary_page()


def _gathered(board: Board) -> Gathered:
    lines: Lines = {table.name: [] for table in (*common.tables(), *kinds.tables())}
    found: dict[str, tuple[Document, ...]] = {}
    for kind in KINDS:
        found[kind.folder] = tuple(_document(board, record, lines) for record in board.register.of(kind))
    return Gathered(lines, found)


def _document(board: Board, record: Record[Any], lines: Lines) -> Document:
    kind: type[MainFile] = type(record.content)
    own = {table.name: tuple(table.rows(board, record)) for table in kinds.of_kind(kind)}
    for name, rows in own.items():
        lines[name].extend(rows)
    for table in common.tables():
        lines[table.name].extend(table.rows(board, record))
    return documents.document(board, record, own)


def _files(board: Board, licence: Licence, gathered: Gathered, found: Changes) -> Iterator[tuple[str, bytes]]:
    """Every file of data/ but the sums, by name."""
    everything = (*common.tables(), *kinds.tables())
    tables = {table.name: _csv(table, gathered.lines[table.name]) for table in everything}
    csvs = {f"{name}.csv": content for name, content in tables.items()}
    yield from csvs.items()
    for group, members in _members():
        yield f"{group}.xlsx", xlsx_of([_sheet(table, gathered.lines[table.name]) for table in members])
    for folder, own in gathered.documents.items():
        yield f"{folder}.json", documents.of_group(board, folder, licence, own)
    yield f"{GROUP}.json", documents.index_of(board, licence, gathered.all)
    yield "manifest.json", releases.manifest_of(board, gathered.all, found)
    yield "changes.json", releases.changes_of(board, found)
    package = package_of(board, licence, everything, csvs)
    yield "datapackage.json", package
    yield "package.zip", zip_of({**csvs, "datapackage.json": package})
    yield "schema/record.schema.json", record_schema()


def _members() -> Iterator[tuple[str, tuple[Table, ...]]]:
    yield GROUP, common.tables()
    for kind in KINDS:
        yield kind.folder, kinds.of_kind(kind)


def _csv(table: Table, rows: list[Row]) -> bytes:
    return csv_of(((column.name for column in table.columns), *rows))


def _sheet(table: Table, rows: list[Row]) -> Sheet:
    return Sheet(table.title, (tuple(column.title for column in table.columns), *rows))


def _groups(gathered: Gathered, files: Mapping[str, bytes]) -> Iterator[Group]:
    for group, members in _members():
        counts = tuple((table, len(gathered.lines[table.name])) for table in members)
        yield Group(group, counts, {name: len(content) for name, content in files.items()})
