"""Resolutions as tables: what was put to the vote, and the verdict that follows from the votes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.derive.resolutions import Standing
from gongkai.derive.votes import tally
from gongkai.records.meeting import Base, Majority, Meeting, NotAdopted, Resolution, Verdict
from gongkai.register import Act, Record
from gongkai.views.board import Board
from gongkai.views.data.common import N
from gongkai.views.data.declared import sources
from gongkai.views.data.submissions import record_column
from gongkai.views.data.tables import Column, Row, Table, Type

_OWN = sources(Resolution, skip=frozenset({"audience"}))
_REFUSED = sources(NotAdopted)
_VERDICTS = tuple(each.value for each in Verdict)
_NOT_COMPUTED = "没有表决、缺数或对不上而不能重算的为空"

_DERIVED = (
    Column(
        "judged_base",
        "重算·分母",
        meaning="按什么人数、票数算",
        derived="决议写的口径；没有写的按学校采用的",
        choices=tuple(each.value for each in Base),
    ),
    Column(
        "judged_majority",
        "重算·要求",
        meaning="多少才通过",
        derived="决议写的口径；没有写的按学校采用的",
        choices=tuple(each.value for each in Majority),
    ),
    Column("judged_base_count", "重算·分母数", Type.WHOLE, _NOT_COMPUTED, "表决写的数；没有写的用会议的"),
    Column(
        "judged_needed",
        "重算·至少赞成",
        Type.WHOLE,
        _NOT_COMPUTED,
        "过半数是分母整除 2 再加 1；半数以上、三分之二以上向上取整；一致通过是全部",
    ),
    Column(
        "judged_verdict", "重算·结论", meaning=_NOT_COMPUTED, derived="赞成票不少于“至少赞成”为通过", choices=_VERDICTS
    ),
    Column(
        "standing",
        "现行情况",
        meaning="决议现在还算不算数；会还没有开的为空",
        derived="由结论和后来的决议、制度得出",
        choices=tuple(each.value for each in Standing),
    ),
    Column("replaced_by", "被哪项替代", meaning="没有被替代的为空", derived="后来的决议或制度说替代了它"),
)


def tables() -> Iterator[Table]:
    """Resolutions, and the opinions that were not adopted."""
    head = (Column("id", "决议编号", meaning="会议的编号加 resolution-序号", required=True), record_column(Meeting), N)
    columns = (*head, *(source.column for source in _OWN), *_DERIVED)
    yield Table(
        "meeting-resolutions",
        "会议·决议",
        "会议的每项决议、表决的数字和重算的结论",
        Meeting,
        columns,
        ("id",),
        _resolutions,
    )
    act = Column("resolution", "决议", meaning="对哪项决议", required=True, refers=("meeting-resolutions", "id"))
    refused = (record_column(Meeting), act, N, *(source.column for source in _REFUSED))
    meaning = "决议没有采纳的意见和说明"
    yield Table("meeting-not-adopted", "会议·未采纳意见", meaning, Meeting, refused, ("resolution", "n"), _not_adopted)


def _resolutions(board: Board, meeting: Record[Any]) -> Iterator[Row]:
    for act in meeting.all(Resolution):
        own = (source.read(act.content) for source in _OWN)
        yield (act.identity, meeting.identity, act.n, *own, *_derived(board, meeting, act))


def _derived(board: Board, meeting: Record[Meeting], act: Act[Resolution]) -> Row:
    held = board.resolutions.get(act.identity)
    standing: Row = (held.standing.value, held.replaced_by or None) if held else (None, None)
    counted = tally(meeting, act, board.register.rulings(meeting.content.held_on))
    found = counted.outcome if counted else None
    if found is None:
        return (None, None, None, None, None, *standing)
    verdict = Verdict.PASSED if found.passed else Verdict.FAILED
    return (found.base.value, found.majority.value, found.base_count, found.needed, verdict.value, *standing)


def _not_adopted(board: Board, meeting: Record[Any]) -> Iterator[Row]:
    for act in meeting.all(Resolution):
        for n, each in enumerate(act.content.not_adopted, 1):
            yield (meeting.identity, act.identity, n, *(source.read(each) for source in _REFUSED))
