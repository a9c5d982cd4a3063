"""A clock: since when it runs, until when, how that was counted, how it stands (时限)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.derive.extensions import Refused
from gongkai.records.proposal import Extension
from gongkai.register import Act, Register
from gongkai.workdays import Deadline


class Kind(StrEnum):
    """What a clock waits for."""

    ANSWER = "答复"
    AGAIN = "重办"
    SUPPORT = "会办"
    RETURN = "退办"
    OPINION = "意见答复"
    PROMISE = "承诺"
    NOTICE = "公示"
    ANNOUNCEMENT = "决议公布"
    MONTHLY = "月报"
    DISCLOSURE = "公开时限"
    AGREEMENT = "合同到期"
    TERM = "届期"


class Step(StrEnum):
    """How a clock stands: the four steps that call for attention, running quietly, or done."""

    UNMET = "承诺到期未完成"
    LONG_OPEN = "久未办结"
    OVERDUE = "逾期"
    DUE_SOON = "将到期"
    RUNNING = "进行中"
    IN_TIME = "按时"
    LATE = "迟"


OPEN = (Step.UNMET, Step.LONG_OPEN, Step.OVERDUE, Step.DUE_SOON, Step.RUNNING)
"""The steps of clocks on which something is still awaited, the most pressing first."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One running or finished clock.

    `record` is the identity of the record it belongs to, empty while there is none; `about` names the
    part of it, or the matter that is owed. `deadline` is the receipt of the count, None where the day was
    given and not counted; `due` is the day in force after the extensions that count. `threshold` names
    the field of `Thresholds` it follows from.
    """

    kind: Kind
    record: str
    about: str
    department: str
    began: date
    threshold: str
    deadline: Deadline | None
    due: date
    met_on: date | None
    step: Step
    extensions: tuple[Act[Extension], ...] = ()
    refused: tuple[Refused, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.step in OPEN

    def days_left(self, today: date) -> int:
        """Days until the last day; negative once it has passed."""
        return (self.due - today).days


def step(register: Register, due: date, met_on: date | None, today: date) -> Step:
    """How a clock stands that ends on a day: 将到期 and 久未办结 as the school counts them today."""
    if met_on:
        return Step.IN_TIME if met_on <= due else Step.LATE
    values = register.rulings(today).values
    if today > due:
        long_open = values.long_open
        return Step.LONG_OPEN if long_open and (today - due).days >= long_open else Step.OVERDUE
    return Step.DUE_SOON if (due - today).days <= (values.reply_warning or 0) else Step.RUNNING
