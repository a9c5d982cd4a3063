"""Everything that is given out as data, gathered once for a board: the rows of all tables, the records as documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from gongkai.once import once
from gongkai.records import KINDS, MainFile
from gongkai.register import Record
from gongkai.source.releases import digest_of
from gongkai.views.board import Board
from gongkai.views.data import common, documents, kinds, withdrawn
from gongkai.views.data.documents import Document
from gongkai.views.data.tables import Row

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

    @property
    def digest(self) -> str:
        """The digest of all records together."""
        return digest_of({each.identity: each.digest for each in self.all})


@once
def gathered(board: Board) -> Gathered:
    """The data of this board; made once, since pages show fingerprints of it long before the files are written."""
    lines: Lines = {table.name: [] for table in (*common.tables(), *kinds.tables())}
    found: dict[str, tuple[Document, ...]] = {}
    for kind in KINDS:
        found[kind.folder] = tuple(_document(board, record, lines) for record in board.register.of(kind))
    lines[withdrawn.NAME].extend(withdrawn.rows(board))
    return Gathered(lines, found)


def _document(board: Board, record: Record[Any], lines: Lines) -> Document:
    kind: type[MainFile] = type(record.content)
    own = {table.name: tuple(table.rows(board, record)) for table in kinds.of_kind(kind)}
    for name, rows in own.items():
        lines[name].extend(rows)
    for table in common.tables():
        lines[table.name].extend(table.rows(board, record))
    return documents.document(board, record, own)
