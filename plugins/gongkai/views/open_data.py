"""开放数据: every table and document that may be had, what is in it, how to check it and what one may do with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gongkai.records import KINDS
from gongkai.render.archives import zip_of
from gongkai.render.pages import Asset, Output
from gongkai.render.spreadsheets import csv_of
from gongkai.render.workbooks import Sheet, xlsx_of
from gongkai.views.board import Board
from gongkai.views.data import common, documents, kinds, releases
from gongkai.views.data.common import GROUP
from gongkai.views.data.gathered import Gathered, gathered
from gongkai.views.data.licence import Licence, licence_of
from gongkai.views.data.package import package_of, sums_of
from gongkai.views.data.pages import Group, dictionary_page, index_page
from gongkai.views.data.record_schema import record_schema
from gongkai.views.data.releases import Changes
from gongkai.views.data.tables import Row, Table


def pages(board: Board) -> Iterator[Output]:
    """The files of the open data, their two pages, and the data of each record."""
    licence = licence_of(board.register.school)
    data = gathered(board)
    found = releases.changes(board.previous, data.all)
    files = dict(_files(board, licence, data, found))
    files["SHA256SUMS"] = sums_of(files)
    for name, content in files.items():
        yield Asset(f"data/{name}", content)
    head = documents.envelope(board, licence)
    for each in data.all:
        yield Asset(f"{each.identity}/record.json", f"{head}{each.core[1:]}\n".encode())
    yield index_page(board, licence, tuple(_groups(data, files)), found, files)
    yield dictionary_page()


def _files(board: Board, licence: Licence, data: Gathered, found: Changes) -> Iterator[tuple[str, bytes]]:
    """Every file of data/ but the sums, by name."""
    everything = (*common.tables(), *kinds.tables())
    tables = {table.name: _csv(table, data.lines[table.name]) for table in everything}
    csvs = {f"{name}.csv": content for name, content in tables.items()}
    yield from csvs.items()
    for group, members in _members():
        yield f"{group}.xlsx", xlsx_of([_sheet(table, data.lines[table.name]) for table in members])
    for folder, own in data.documents.items():
        yield f"{folder}.json", documents.of_group(board, folder, licence, own)
    yield f"{GROUP}.json", documents.index_of(board, licence, data.all)
    yield "manifest.json", releases.manifest_of(board, data, found)
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


def _groups(data: Gathered, files: Mapping[str, bytes]) -> Iterator[Group]:
    for group, members in _members():
        counts = tuple((table, len(data.lines[table.name])) for table in members)
        yield Group(group, counts, {name: len(content) for name, content in files.items()})
