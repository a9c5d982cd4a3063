"""What happened, in words: the one line that tells of a record or of an act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gongkai.derive.cases import asks
from gongkai.derive.series import by_identity
from gongkai.derive.tallies import tallies
from gongkai.records.activity import Activity
from gongkai.records.agreement import Agreement, Performance
from gongkai.records.appraisal import Appraisal
from gongkai.records.asset import Asset
from gongkai.records.decision import Decision
from gongkai.records.finance import Category, Finance
from gongkai.records.meeting import Execution, Meeting, Resolution
from gongkai.records.notice import Notice
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import (
    Correction,
    Delay,
    Extension,
    Feedback,
    Handover,
    Progress,
    Proposal,
    Reply,
    Review,
    Support,
    Withdrawal,
)
from gongkai.records.regulation import Regulation
from gongkai.records.welfare import Welfare
from gongkai.register import Act, Record
from gongkai.render.templates import day, money
from gongkai.views.board import Board
from gongkai.views.decided import words as decision_words


def words(board: Board, record: Record[Any], what: Record[Any] | Act[Any]) -> str:
    """What happened, in one line."""
    tell = _TELL.get(type(what.content))
    return tell(board, record, what) if tell else what.content.label


def finance_words(board: Board, record: Record[Finance]) -> str:
    """The total sentence of a statement."""
    finance = record.content
    if finance.category is Category.FEES:
        return f"{len(finance.charges)} 个收费项目" if finance.charges else ""
    statement = by_identity(board.register)[record.identity].statement
    unit = finance.unit.value
    parts = []
    for word, table in (("收入", statement.income), ("支出", statement.expense)):
        amount = statement.at(table.total)
        if amount and amount.known and amount.value is not None and not table.empty:
            parts.append(f"{word} {money(amount.value)} {unit}")
    if statement.closing and statement.closing.known and statement.closing.value is not None:
        parts.append(f"期末 {money(statement.closing.value)} {unit}")
    if finance.canteen and finance.canteen.paused:
        parts.append("本月停供")
    return "，".join(parts)


def meeting_words(meeting: Record[Meeting]) -> str:
    """Who came and what was resolved."""
    content = meeting.content
    parts = []
    if content.due is not None and content.present is not None:
        parts.append(f"应到 {content.due} 人，实到 {content.present} 人")
    if resolutions := meeting.all(Resolution):
        parts.append(f"决议 {len(resolutions)} 项")
    return "，".join(parts) or content.type.value


def _opinion(board: Board, record: Record[Opinion], what: Record[Opinion]) -> str:
    handling = record.content.handling
    if handling is None:
        return f"{record.content.source.value}收到"
    return f"{handling.route.value}{handling.receiver or ''}" if handling.receiver else handling.route.value


def _notice(board: Board, record: Record[Notice], what: Record[Notice]) -> str:
    return f"公示至 {day(record.content.last)}"


def _resolution(board: Board, record: Record[Meeting], what: Act[Resolution]) -> str:
    counted = tallies(board.register).get(what.identity)
    if counted and counted.outcome:
        outcome = counted.outcome
        return f"{record.content.heading}，赞成 {outcome.got} / {outcome.base.value} {outcome.base_count}"
    return f"{record.content.heading}，{what.content.power.value}"


def _reply(board: Board, record: Record[Any], what: Act[Reply]) -> str:
    again = f"第 {what.n} 次" if what.n > 1 else ""
    words = f"{what.content.department}{again}答复"
    count = len(asks(record.content.suggestions)) if isinstance(record.content, Proposal) else 0
    answered = {answer.ask for answer in what.content.answers if not answer.ask[0]}
    if count > 1 and len(answered) == count:
        return f"{words}，{count} 项建议已逐条回应"
    outcomes = {answer.outcome.value: None for answer in what.content.answers if not answer.ask[0]}
    return f"{words}，{'、'.join(outcomes)}" if outcomes else words


def _progress(board: Board, record: Record[Any], what: Act[Progress]) -> str:
    if what.content.done_on:
        return "承诺已兑现"
    return f"承诺改期至 {day(what.content.moved_to)}" if what.content.moved_to else "承诺有进展"


def _review(board: Board, record: Record[Proposal], what: Act[Review]) -> str:
    lead = f"，主办 {what.content.lead}" if what.content.lead else ""
    return f"审查{what.content.disposition.value}{lead}"


def _execution(board: Board, record: Record[Meeting], what: Act[Execution]) -> str:
    return f"{what.content.department}报告执行情况：{what.content.state.value}"


def _delay(board: Board, record: Record[Any], what: Act[Delay]) -> str:
    return f"{what.content.signed_by}说明逾期原因，新期限 {day(what.content.until)}"


_TELL: dict[type, Callable[[Board, Any, Any], str]] = {
    Finance: lambda board, record, what: finance_words(board, record),
    Meeting: lambda board, record, what: meeting_words(record),
    Notice: _notice,
    Welfare: lambda board, record, what: f"慰问 {sum(line.cases for line in what.content.reliefs):,} 人次",
    Activity: lambda board, record, what: f"面向会员 {what.content.members} 人，参加 {what.content.joined} 人",
    Asset: lambda board, record, what: f"登记 {len(what.content.owned)} 项，盘点 {day(what.content.counted_on)}",
    Appraisal: lambda board, record, what: f"发出 {what.content.issued:,}，收回 {what.content.returned:,}",
    Opinion: _opinion,
    Resolution: _resolution,
    Reply: _reply,
    Progress: _progress,
    Review: _review,
    Execution: _execution,
    Feedback: lambda board, record, what: f"对第 {what.n} 次答复的评价：{what.content.rating.value}",
    Delay: _delay,
    Extension: lambda board, record, what: f"经批准延期至 {day(what.content.until)}",
    Handover: lambda board, record, what: f"由 {what.content.origin} 转 {what.content.target} 办理",
    Withdrawal: lambda board, record, what: "提案人书面撤回",
    Support: lambda board, record, what: f"{what.content.department}送交会办意见",
    Decision: lambda board, record, what: decision_words(record),
    Agreement: lambda board, record, what: f"{day(what.content.signed_on)}签订，{day(what.content.expires_on)}到期",
    Performance: lambda board, record, what: f"{what.content.period}履行报告",
    Regulation: lambda board, record, what: what.content.state.value,
    Correction: lambda board, record, what: f"更正：{what.content.type.value}",
}
