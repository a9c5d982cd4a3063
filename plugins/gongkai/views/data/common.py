"""The tables about records of every kind: the list of all, attachments, postings, figures, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import quote

from gongkai.records import KINDS
from gongkai.records.base import Attachment, MainFile, Posting
from gongkai.records.numbers import NamedFigure, Relation
from gongkai.records.proposal import Correction
from gongkai.register import Record
from gongkai.views.board import Board
from gongkai.views.data import withdrawn
from gongkai.views.data.declared import sources
from gongkai.views.data.tables import JOINT, Column, Row, Table, Type, plain

GROUP = "records"
"""The group of the tables that are about every kind."""

_RECORD = Column("record", "记录", meaning="属于哪一份记录", required=True, refers=(GROUP, "id"))
N = Column("n", "序号", Type.WHOLE, "从 1 数起", required=True)
_OF_ALL = sources(MainFile)
_ATTACHMENT, _POSTING, _FIGURE = sources(Attachment), sources(Posting), sources(NamedFigure)
_CORRECTION = sources(Correction, skip=frozenset({"audience"}))
_SIGNS = {name: str(field.alias) for name, field in Relation.model_fields.items()}


@cache
def tables() -> tuple[Table, ...]:
    """All of them, the list of all records first."""
    return (_records(), _attachments(), _postings(), _figures(), _corrections(), withdrawn.table())


def _records() -> Table:
    folders = tuple(kind.folder for kind in KINDS)
    columns = (
        Column("id", "记录编号", meaning="文件夹/编号，永远不变", required=True),
        Column("kind", "种类", meaning="本类数据文件的名称", choices=folders, required=True),
        Column("number", "编号", meaning="本种类里的编号", required=True),
        Column("heading", "标题（页面）", meaning="页面上的标题", derived="由标题、名称或期间得出", required=True),
        Column("day", "日期（列表）", Type.DAY, "清单里排列用的日期", "提交、收到、开会、期间最后一天等，按种类"),
        *(source.column for source in _OF_ALL),
        Column("page", "网页", meaning="从网站根目录数起的地址", derived="记录编号加 /", required=True),
        Column("data", "数据", meaning="这份记录单独的 JSON", derived="记录编号加 /record.json", required=True),
    )
    return Table(GROUP, "全部记录", "每份公开的记录一行", None, columns, ("id",), _record_rows)


def _record_rows(board: Board, record: Record[Any]) -> Iterator[Row]:
    content, identity = record.content, record.identity
    head = (identity, content.folder, record.number, plain(content.heading), content.day)
    yield (*head, *(source.read(content) for source in _OF_ALL), f"{identity}/", f"{identity}/record.json")


def _attachments() -> Table:
    own = (source.column for source in _ATTACHMENT)
    address = Column("address", "地址", meaning="从网站根目录数起的地址", derived="记录编号加文件名", required=True)
    return Table(
        "attachments", "附件", "随记录公布的文件", None, (_RECORD, N, *own, address), ("record", "n"), _attached
    )


def _attached(board: Board, record: Record[Any]) -> Iterator[Row]:
    there = {file.name for file in record.attachments}
    listed = (each for each in record.content.attachments if each.file in there)
    for n, each in enumerate(listed, 1):
        own = (source.read(each) for source in _ATTACHMENT)
        yield (record.identity, n, *own, f"{record.identity}/{quote(each.file)}")


def _postings() -> Table:
    columns = (_RECORD, N, *(source.column for source in _POSTING))
    return Table("postings", "张贴", "在实体公开栏贴出的起止日期", None, columns, ("record", "n"), _posted)


def _posted(board: Board, record: Record[Any]) -> Iterator[Row]:
    for n, each in enumerate(record.content.posted, 1):
        yield (record.identity, n, *(source.read(each) for source in _POSTING))


def _figures() -> Table:
    columns = (
        _RECORD,
        Column("file", "在哪里", meaning="记录或步骤的编号", required=True),
        N,
        *(source.column for source in _FIGURE),
        Column("follows", "由", meaning=f"怎样由别的数字得出，如 合计：甲、乙；有几种算法时用“{JOINT}”隔开"),
    )
    return Table("figures", "数字", "可以复核的数字，照公布的样子", None, columns, ("file", "n"), _figured)


def _figured(board: Board, record: Record[Any]) -> Iterator[Row]:
    for file in record.files:
        for n, each in enumerate(file.content.figures, 1):
            follows = JOINT.join(_said(relation) for relation in each.follows)
            own = (source.read(each) for source in _FIGURE)
            yield (record.identity, file.identity, n, *own, plain(follows) or None)


def _said(relation: Relation) -> str:
    name, terms = next((name, value) for name in _SIGNS if (value := getattr(relation, name)))
    return f"{_SIGNS[name]}：{terms if isinstance(terms, str) else '、'.join(terms)}"


def _corrections() -> Table:
    columns = (
        Column("id", "更正编号", meaning="记录的编号加 correction-序号", required=True),
        _RECORD,
        N,
        *(source.column for source in _CORRECTION),
    )
    return Table("corrections", "更正", "公布以后更正了什么、谁批准", None, columns, ("id",), _corrected)


def _corrected(board: Board, record: Record[Any]) -> Iterator[Row]:
    for act in record.all(Correction):
        yield (act.identity, record.identity, act.n, *(source.read(act.content) for source in _CORRECTION))
