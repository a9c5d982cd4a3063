"""What is derived of proposals and opinions besides: rounds of answering, asks with their answers, promises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.derive.cases import Process, PromiseState, asks
from gongkai.derive.rates import own_promises
from gongkai.records import MainFile
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Proposal, Rating, Reply
from gongkai.register import Record
from gongkai.views.board import Board
from gongkai.views.data.declared import said_ask
from gongkai.views.data.standings import OUTCOMES
from gongkai.views.data.tables import Column, Row, Table, Type, plain


def tables(kind: type[MainFile]) -> Iterator[Table]:
    """The derived tables of a submission: rounds, promises, and of a proposal its asks."""
    if kind is Proposal:
        yield _asks_table()
    yield _rounds_table(kind)
    yield _promises_table(kind)


def record_column(kind: type[MainFile]) -> Column:
    """The column by which a line belongs to a record."""
    return Column("record", f"{kind.label}编号", meaning="属于哪一份记录", required=True, refers=(kind.folder, "id"))


def _asks_table() -> Table:
    columns = (
        record_column(Proposal),
        Column("n", "建议序号", Type.WHOLE, "从 1 数起", required=True),
        Column("text", "建议", meaning="照提案的原文", required=True),
        Column("outcome", "结果", meaning="还没有答复的为空", derived="最后一次答复对这一条的结果", choices=OUTCOMES),
        Column("reply", "答复", meaning="在哪一份答复里", derived="最后一次答复这一条的"),
        Column("answered_on", "答复日期", Type.DAY, "还没有答复的为空", "那份答复的日期"),
        Column("department", "答复部门", meaning="还没有答复的为空", derived="那份答复的部门"),
        Column("said", "说明", meaning="怎样办的", derived="那份答复对这一条的说明"),
    )
    meaning = "提案里的每条建议，和最后一次对它的答复"
    return Table(
        "proposal-asks", "提案·建议与答复", meaning, Proposal, columns, ("record", "n"), _asks, is_derived=True
    )


def _asks(board: Board, record: Record[Any]) -> Iterator[Row]:
    case = board.cases[record.identity]
    latest = case.answers() if record.content.suggestions else {}
    number = record.number if case.lead else ""
    for n, text in enumerate(asks(record.content.suggestions), 1):
        reply, answer = latest.get((number, n), (None, None))
        if reply is None or answer is None:
            yield (record.identity, n, plain(text), None, None, None, None, None)
            continue
        content: Reply = reply.content
        said = plain(answer.text or answer.reason)
        outcome = answer.outcome.value
        yield record.identity, n, plain(text), outcome, reply.identity, content.on, content.department, said


def _rounds_table(kind: type[MainFile]) -> Table:
    columns = (
        record_column(kind),
        Column("n", "第几次", Type.WHOLE, "1 是第一次；评价为不满意的再办一次", required=True),
        Column("began_on", "起算日", Type.DAY, "期限从它的次日数起", required=True),
        Column("counted_due_on", "规定期限", Type.DAY, "按学校规定的天数数到的最后一天", required=True),
        Column("due_on", "期限", Type.DAY, "加上批准的延期", required=True),
        Column("answered_on", "答复日期", Type.DAY, "还没有答复的为空"),
        Column("in_time", "按时", Type.YES_NO, "答复日期不晚于期限；还没有答复的为空"),
        Column("days", "用时", Type.WHOLE, "答复日期减起算日；还没有答复的为空", unit="天"),
        Column("rating", "评价", meaning="对这次答复的评价", choices=tuple(each.value for each in Rating)),
    )
    name, title = f"{kind.stem}-rounds", f"{kind.label}·每次答复的期限"
    meaning = "每一次要求答复：从哪天数起、哪天到期、哪天答复。并案的由主案答复，第一次不在这里"
    return Table(name, title, meaning, kind, columns, ("record", "n"), _rounds, is_derived=True)


def _rounds(board: Board, record: Record[Any]) -> Iterator[Row]:
    for each in board.cases[record.identity].rounds:
        on = each.reply.content.on if each.reply else None
        days = each.days_taken(board.today) if on else None
        rating = each.feedback.content.rating.value if each.feedback else None
        in_time = plain(each.in_time)
        yield record.identity, each.n, each.began, each.deadline.due, each.due, on, in_time, days, rating


def _promises_table(kind: type[MainFile]) -> Table:
    columns = (
        record_column(kind),
        Column("reply", "答复", meaning="在哪一份答复里承诺", required=True),
        Column("ask", "建议", meaning="对哪一条建议；并案的写 编号/序号", required=True),
        Column("text", "承诺", meaning="承诺做什么"),
        Column("first_due_on", "最初期限", Type.DAY, "答复时写的期限", required=True),
        Column("due_on", "期限", Type.DAY, "改过期的是改后的", required=True),
        Column("done_on", "完成日期", Type.DAY, "还没有完成的为空"),
        Column("state", "状态", meaning="兑现没有", choices=tuple(each.value for each in PromiseState), required=True),
        Column("days_late", "迟了几天", Type.WHOLE, "完成日期减期限；没有迟的为 0", unit="天", required=True),
    )
    name, title = f"{kind.stem}-promises", f"{kind.label}·承诺"
    meaning = "答复里写明期限的每项承诺，和后来怎样。对并案提案的承诺只列在那件提案下"
    return Table(name, title, meaning, kind, columns, ("record", "reply", "ask"), _promises, is_derived=True)


def _promises(board: Board, record: Record[Any]) -> Iterator[Row]:
    for each in own_promises(board.cases[record.identity]):
        state = each.state.value
        text = plain(each.text) or None
        ask = said_ask(each.ask)
        yield (
            record.identity,
            each.reply.identity,
            ask,
            text,
            each.first_due,
            each.due,
            each.done_on,
            state,
            each.days_late,
        )


def is_running(board: Board, record: Record[Any]) -> bool:
    """Whether what is derived of a submission changes from day to day."""
    case = board.cases[record.identity]
    waits = case.process not in (Process.ANSWERED, Process.CLOSED, Process.TOLD)
    return waits or any(each.state is PromiseState.PENDING for each in case.promises)


KINDS = (Proposal, Opinion)
