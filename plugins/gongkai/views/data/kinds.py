"""The tables of every kind of record: its own line, what it lists, its acts, and what is derived of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from gongkai.derive import plans, versions
from gongkai.records import KINDS, MainFile
from gongkai.records.base import ActFile
from gongkai.records.finance import Finance
from gongkai.records.meeting import Meeting, Resolution
from gongkai.records.notice import Notice
from gongkai.records.plan import Plan
from gongkai.records.proposal import Correction
from gongkai.records.regulation import Regulation
from gongkai.register import Record
from gongkai.views.board import Board
from gongkai.views.data import meetings, standings, statements, submissions
from gongkai.views.data.common import N
from gongkai.views.data.declared import Inside, insides, sources, united
from gongkai.views.data.submissions import record_column
from gongkai.views.data.tables import Column, Row, Table, Type, plain
from gongkai.views.states import ENDED, ON_NOTICE, notice_state

_OF_ALL = frozenset(MainFile.model_fields)
"""What every kind has stands in the list of all records."""
_ELSEWHERE: dict[type[MainFile], frozenset[str]] = {Finance: frozenset({"income", "expense", "tables"})}
"""Lists inside a kind that have a table of their own making."""
_OWN_TABLE = (Correction, Resolution)
"""Acts that do not stand among the other acts of their kind."""


Extra = tuple[tuple[Column, ...], Callable[[Board, Record[Any]], Row]]


@cache
def tables() -> tuple[Table, ...]:
    """Every table of every kind, in the order of the kinds."""
    return tuple(table for kind in KINDS for table in of_kind(kind))


@cache
def of_kind(kind: type[MainFile]) -> tuple[Table, ...]:
    """The tables of a kind: the first has one line for each record."""
    return tuple(_of_kind(kind))


def _of_kind(kind: type[MainFile]) -> Iterator[Table]:
    yield _main(kind)
    for inside in insides(kind):
        if inside.path[0] not in _OF_ALL and inside.name not in _ELSEWHERE.get(kind, frozenset()):
            yield _listed(kind, inside)
            yield from (_listed_twice(kind, inside, each) for each in insides(inside.model))
    acts = tuple(act for act in kind.acts.values() if act not in _OWN_TABLE)
    if acts:
        yield _acts(kind, acts)
    for act in acts:
        yield from (_in_act(kind, act, inside) for inside in insides(act) if inside.name != "figures")
    if kind is Meeting:
        yield from meetings.tables()
    if kind is Finance:
        yield from statements.tables()
    if kind in submissions.KINDS:
        yield from submissions.tables(kind)


def _main(kind: type[MainFile]) -> Table:
    own = sources(kind, skip=_OF_ALL, unit=_unit(kind))
    more, cells = _derived(kind)
    head = (
        Column("id", "记录编号", meaning="文件夹/编号，永远不变", required=True, refers=("records", "id")),
        Column("number", "编号", meaning=f"{kind.label}的编号", required=True),
        Column("heading", "标题（页面）", meaning="页面上的标题", derived="由标题、名称或期间得出", required=True),
    )

    def rows(board: Board, record: Record[Any]) -> Iterator[Row]:
        content = record.content
        typed = (source.read(content) for source in own)
        yield (record.identity, record.number, plain(content.heading), *typed, *cells(board, record))

    columns = (*head, *(source.column for source in own), *more)
    return Table(kind.folder, kind.label, f"每份{kind.label}记录一行", kind, columns, ("id",), rows)


def _unit(kind: type[MainFile]) -> str:
    return "见财务表的“单位”" if kind is Finance else "元"


def _nothing(board: Board, record: Record[Any]) -> Row:
    return ()


def _derived(kind: type[MainFile]) -> Extra:
    if kind in submissions.KINDS:
        return standings.derived(kind)
    if kind is Notice:
        state = Column("state", "状态", derived="今天不晚于“止”为公示中", choices=(ON_NOTICE, ENDED), required=True)
        return (state,), lambda board, record: (notice_state(record.content, board.today),)
    if kind is Regulation:
        words = tuple(each.value for each in versions.Standing)
        meaning = "这一版今天还算不算数"
        standing = Column(
            "standing", "现行情况", Type.TEXT, meaning, "由各版的日期、状态和替代关系得出", words, required=True
        )
        return (standing,), _standing
    return (), _nothing


def _standing(board: Board, record: Record[Any]) -> Row:
    return (versions.versions(board.register, board.today)[record.identity].standing.value,)


def _name(kind: type[MainFile], inside: Inside) -> str:
    return f"{kind.stem}-{inside.name.replace('_', '-')}"


def _listed(kind: type[MainFile], inside: Inside) -> Table:
    """The table of a list inside a kind; of a plan's items also how far each is."""
    own = sources(inside.model, unit=_unit(kind))
    more: tuple[Column, ...] = ()
    if kind is Plan:
        words = tuple(each.value for each in plans.Progress)
        why = "有佐证为已完成；有调整说明为已调整；这个月过了为待补佐证"
        more = (Column("progress", "进度", meaning="做了没有", derived=why, choices=words, required=True),)

    def rows(board: Board, record: Record[Any]) -> Iterator[Row]:
        after = [(each.progress.value,) for each in plans.planned(record.content, board.today)] if more else []
        for n, item in enumerate(inside.items(record.content), 1):
            derived: Row = after[n - 1] if after else ()
            yield (record.identity, n, *(source.read(item) for source in own), *derived)

    columns = (record_column(kind), N, *(source.column for source in own), *more)
    title = f"{kind.label}·{inside.label}"
    return Table(_name(kind, inside), title, inside.meaning, kind, columns, ("record", "n"), rows)


def _listed_twice(kind: type[MainFile], outer: Inside, inner: Inside) -> Table:
    """The table of a list inside the lines of a list."""
    own = sources(inner.model)
    line = Column("line", outer.label, Type.WHOLE, f"属于“{outer.label}”的第几行", required=True)

    def rows(board: Board, record: Record[Any]) -> Iterator[Row]:
        for place, item in enumerate(outer.items(record.content), 1):
            for n, each in enumerate(inner.items(item), 1):
                yield (record.identity, place, n, *(source.read(each) for source in own))

    columns = (record_column(kind), line, N, *(source.column for source in own))
    title, name = f"{kind.label}·{outer.label}·{inner.label}", f"{_name(kind, outer)}-{inner.name.replace('_', '-')}"
    return Table(name, title, inner.meaning, kind, columns, ("record", "line", "n"), rows)


def _acts(kind: type[MainFile], acts: tuple[type[ActFile], ...]) -> Table:
    side_by_side = united(acts, tuple(act.label for act in acts))
    words = tuple(act.label for act in acts)
    head = (
        Column("id", "步骤编号", meaning="记录的编号加步骤的文件名", required=True),
        record_column(kind),
        Column("act", "步骤", meaning="哪一种步骤", choices=words, required=True),
        Column("n", "第几次", Type.WHOLE, "从 1 数起；只有一次的为 0", required=True),
        Column("on", "日期", Type.DAY, "作出这一步的日期"),
    )

    def rows(board: Board, record: Record[Any]) -> Iterator[Row]:
        for act in record.acts:
            if type(act.content) in side_by_side.readers:
                start = (act.identity, record.identity, act.content.label, act.n, act.content.on)
                yield (*start, *side_by_side.cells(act.content))

    meaning = f"办理中的每一步各一行：{'、'.join(words)}。更正在“更正”表"
    return Table(
        f"{kind.stem}-acts", f"{kind.label}·步骤", meaning, kind, (*head, *side_by_side.columns), ("id",), rows
    )


def _in_act(kind: type[MainFile], act: type[ActFile], inside: Inside) -> Table:
    """The table of a list inside an act, such as the answers of a reply."""
    own = sources(inside.model)
    acts = f"{kind.stem}-acts"
    of_act = Column("act", act.label, meaning=f"在哪一份{act.label}里", required=True, refers=(acts, "id"))

    def rows(board: Board, record: Record[Any]) -> Iterator[Row]:
        for each in record.all(act):
            for n, item in enumerate(inside.items(each.content), 1):
                yield (record.identity, each.identity, n, *(source.read(item) for source in own))

    columns = (record_column(kind), of_act, N, *(source.column for source in own))
    title = f"{kind.label}·{act.label}·{inside.label}"
    return Table(_name(kind, inside), title, inside.meaning, kind, columns, ("act", "n"), rows)
