"""How each proposal and opinion stands, in the derived columns of its own line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from gongkai.derive.cases import Case
from gongkai.derive.rates import session
from gongkai.records import MainFile
from gongkai.records.opinion import Route
from gongkai.records.proposal import Disposition, Feedback, Outcome, Proposal, Rating
from gongkai.records.school import School
from gongkai.register import Act, Record
from gongkai.views.board import Board
from gongkai.views.data.tables import Column, Row, Type, Value, plain
from gongkai.views.states import case_state

_STATES = ("已收", "已审查", "办理中", "逾期", "已答复", "重新办理", "办结")
OUTCOMES = tuple(each.value for each in Outcome)
_WAITS = "没有在等待答复的为空"

Derived = tuple[Column, Callable[[Board, Case], Value]]


def _first(case: Case, name: str) -> Value:
    return plain(getattr(case.rounds[0], name)) if case.rounds else None


def _first_answered(case: Case) -> Value:
    reply = case.rounds[0].reply if case.rounds else None
    return reply.content.on if reply else None


def _last_answered(case: Case) -> Value:
    last = case.last
    if last:
        return last.reply.content.on if last.reply else None
    return case.replies[-1].content.on if case.lead and case.replies else None


def _first_days(board: Board, case: Case) -> Value:
    first = case.rounds[0] if case.rounds else None
    if first is None or not (first.reply or first.overdue_days(board.today)):
        return None
    return first.days_taken(board.today)


def _rating(case: Case) -> Value:
    found: tuple[Act[Feedback], ...] = case.record.all(Feedback)
    return found[-1].content.rating.value if found else None


def _current(board: Board, case: Case) -> Value:
    return _names_now(board.register.school).get(case.department, case.department)


@lru_cache(maxsize=4)
def _names_now(school: School) -> Mapping[str, str]:
    return {former.name: each.name for each in school.departments for former in each.former}


def _session(case: Case) -> Value:
    found = session(case.record.number)
    return str(found) if found else None


def _routes(kind: type[MainFile]) -> tuple[str, ...]:
    words = (*(each.value for each in Disposition), "撤回") if kind is Proposal else tuple(each.value for each in Route)
    return (*words, "已收")


def _of_case(kind: type[MainFile]) -> tuple[Derived, ...]:
    routes = _routes(kind)
    begin = "交办（改办重新起算的从改办）" if kind is Proposal else "转交（没有转交日期的从收到、开箱）"
    return (
        (
            Column(
                "route", "去向（至今）", meaning="现在的去向", derived="审查、处理和撤回里最后的一步", choices=routes
            ),
            lambda _, case: case.route,
        ),
        (
            Column(
                "department",
                "现承办部门",
                meaning="当时的名称",
                derived="审查或处理写的部门；有改办的是最后转到的部门；并案的是主案的部门",
            ),
            lambda _, case: case.department,
        ),
        (
            Column(
                "department_now",
                "现承办部门（今名）",
                meaning="部门改过名的写现在的名称",
                derived="按学校部门名册的曾用名换成今名",
            ),
            _current,
        ),
        (
            Column(
                "state",
                "状态",
                meaning="办到哪一步",
                derived="由去向、答复、评价和期限得出；到今天超过期限没有答复的为逾期",
                choices=tuple(dict.fromkeys((*_STATES, "撤回", *routes))),
            ),
            lambda _, case: case_state(case),
        ),
        (
            Column(
                "answered",
                "已答复",
                Type.YES_NO,
                "有没有得到答复",
                "最后一次要求答复的已有答复；并案的看主案的答复；不立案的已说明理由；不满意而重办的，再次答复前为否",
            ),
            lambda _, case: plain(case.answered),
        ),
        (
            Column(
                "outcome",
                "办理结果",
                meaning="各条建议里最没有办完的一个",
                derived="逐条取最后一次答复的结果；承诺已兑现的算已解决；再取最没有办完的",
                choices=OUTCOMES,
            ),
            lambda _, case: case.outcome.value if case.outcome else None,
        ),
        (
            Column("lead_record", "在哪一件里答复", meaning="并案的主案、合并答复的那一件", derived="由“并入”得出"),
            lambda _, case: case.lead.identity if case.lead else None,
        ),
        (
            Column("first_began_on", "第一次起算日", Type.DAY, "第一次答复期限从哪天的次日数起", f"{begin}"),
            lambda _, case: _first(case, "began"),
        ),
        (
            Column(
                "first_due_on",
                "第一次期限",
                Type.DAY,
                "第一次答复的最后一天",
                "起算日的次日起数学校规定的天数，遇节假日顺延，再加批准的延期",
            ),
            lambda _, case: _first(case, "due"),
        ),
        (
            Column("first_answered_on", "第一次答复日期", Type.DAY, "没有答复的为空", "第一份答复的日期"),
            lambda _, case: _first_answered(case),
        ),
        (
            Column("first_in_time", "第一次按时", Type.YES_NO, "没有答复的为空", "第一次答复日期不晚于第一次期限"),
            lambda _, case: _first(case, "in_time"),
        ),
        (
            Column(
                "first_days",
                "第一次用时",
                Type.WHOLE,
                "没有答复也没有逾期的为空",
                "第一次答复日期（逾期没有答复的是今天）减起算日",
                unit="天",
            ),
            _first_days,
        ),
        (
            Column(
                "due_on",
                "现在的期限",
                Type.DAY,
                "最近一次答复的最后一天",
                "同第一次期限；重新办理的从评价不满意那天数起",
            ),
            lambda _, case: case.last.due if case.last else None,
        ),
        (
            Column(
                "answered_on",
                "最近答复日期",
                Type.DAY,
                "最近一次要求答复以来没有答复的为空",
                "最近一次答复的日期；并案的是主案的",
            ),
            lambda _, case: _last_answered(case),
        ),
        (
            Column("waiting_days", "已等天数", Type.WHOLE, _WAITS, "今天减最近一次的起算日", unit="天"),
            lambda board, case: case.waiting(board.today) if case.last and not case.last.reply else None,
        ),
        (
            Column("overdue_days", "逾期天数", Type.WHOLE, "没有逾期的为空", "今天减现在的期限", unit="天"),
            lambda board, case: case.overdue_days(board.today) or None,
        ),
        (
            Column(
                "rating",
                "最近评价",
                meaning="还没有评价的为空",
                derived="最近一份反馈的评价",
                choices=tuple(each.value for each in Rating),
            ),
            lambda _, case: _rating(case),
        ),
    )


def derived(kind: type[MainFile]) -> tuple[tuple[Column, ...], Callable[[Board, Record[Any]], Row]]:
    """The derived columns of a submission's own line."""
    found = _of_case(kind)
    if kind is Proposal:
        by_number = Column("session", "届次", meaning="哪一次教代会", derived="由编号的前两段得出")
        card = Column(
            "is_card",
            "只有卡片",
            Type.YES_NO,
            "是：全文还没有到公开的时候，只公布编号、类别、部门和进度",
            "按学校规定的公开时点",
        )
        found = (
            (by_number, lambda _, case: _session(case)),
            *found,
            (card, lambda board, case: plain(board.is_card(case.record))),
        )

    def cells(board: Board, record: Record[Any]) -> Row:
        case = board.cases[record.identity]
        return tuple(read(board, case) for _, read in found)

    return tuple(column for column, _ in found), cells
