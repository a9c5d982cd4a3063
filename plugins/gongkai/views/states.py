"""The one word and chip by which a record stands in a list."""

from __future__ import annotations

from datetime import date

from gongkai.derive.cases import Case, Process
from gongkai.derive.coverage import Slot, State
from gongkai.derive.rates import WITHDRAWN
from gongkai.records.notice import Notice
from gongkai.render.icons import Chip, chip

ON_NOTICE = "公示中"
ENDED = "已结束"

_SLOTS = {
    State.IN_TIME: "published",
    State.LATE: "published-late",
    State.MISSING: "missing",
    State.NOT_YET_DUE: "not-due",
    State.EXEMPT: "exempt",
}


def case_state(case: Case) -> str:
    """How far a submission has come, in the word of the lists' filter."""
    if case.process is Process.TOLD or case.route == WITHDRAWN:
        return case.route
    return case.process.value


def case_chip(case: Case, today: date) -> Chip:
    """How far a submission has come, in a chip."""
    if case.route == WITHDRAWN:
        return chip("withdrawn")
    match case.process:
        case Process.OVERDUE:
            return chip("overdue", f"逾期 {case.overdue_days(today)} 天")
        case Process.ANSWERED:
            return chip("answered")
        case Process.CLOSED:
            return chip("answered", "办结")
        case Process.TOLD:
            return chip("not-filed", case.route)
        case process:
            return chip("under-way", process.value)


def notice_state(notice: Notice, today: date) -> str:
    """Whether objections may still be made."""
    return ON_NOTICE if notice.last >= today else ENDED


def notice_chip(notice: Notice, today: date) -> Chip:
    return chip("on-notice" if notice.last >= today else "ended")


def slot_kind(slot: Slot) -> str:
    """The sign of a period's state."""
    return _SLOTS[slot.state]


def slot_chip(slot: Slot) -> Chip:
    """How it stands with one matter in one period; its words name the period."""
    usual = chip(_SLOTS[slot.state])
    word = f"迟 {slot.days_late} 天" if slot.state is State.LATE else usual.word
    return chip(usual.kind, f"{slot.period}：{word}")
