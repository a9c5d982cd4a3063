"""The table of what was withdrawn: its lines are of no record any more."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.derive.withdrawn import kind_of, withdrawn
from gongkai.records.tombstones import Tombstone
from gongkai.views.board import Board
from gongkai.views.data.declared import sources
from gongkai.views.data.tables import Column, Row, Table

NAME = "withdrawn"
_OWN = sources(Tombstone, skip=frozenset({"identity"}))


def table() -> Table:
    """已撤下的记录: one line for each."""
    columns = (
        Column("id", "记录编号", meaning="撤下的记录的编号，不再使用", required=True),
        Column("label", "种类（名称）", meaning="哪一种记录", derived="由编号的文件夹得出", required=True),
        *(source.column for source in _OWN),
        Column("page", "网页", meaning="从网站根目录数起的地址", derived="记录编号加 /", required=True),
    )
    return Table(NAME, "撤下登记", "公开以后撤下的记录，每份一行", None, columns, ("id",), lambda board, record: ())


def rows(board: Board) -> Iterator[Row]:
    """The lines of this audience, by identity."""
    for entry in sorted(withdrawn(board.register), key=lambda each: each.identity):
        yield (entry.identity, kind_of(entry), *(source.read(entry) for source in _OWN), f"{entry.identity}/")
