"""Whether a body is still in office: in its term, at its end, followed by the next, or dissolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.records.organisation import Organisation
from gongkai.register import Record, Register


class Standing(StrEnum):
    """How it stands with a body in office."""

    LASTING = "常设"
    IN_TERM = "任期内"
    ENDING = "将届满"
    EXPIRED = "届满待换届"
    SUCCEEDED = "已换届"
    ENDED = "已撤销"
    AHEAD = "未到任期"


@dataclass(frozen=True, slots=True)
class Office:
    """One body with the one that followed it, and how long it still has."""

    record: Record[Organisation]
    successor: Record[Organisation] | None
    standing: Standing
    days_left: int | None
    """Days from today to the last day; negative when it has passed, None where there is no term."""

    @property
    def is_current(self) -> bool:
        return self.standing in (Standing.LASTING, Standing.IN_TERM, Standing.ENDING, Standing.EXPIRED)


def successors(register: Register) -> Mapping[str, Record[Organisation]]:
    """From a body to the one that names it as its 上一届."""
    found: dict[str, Record[Organisation]] = {}
    for record in register.of(Organisation):
        if record.content.predecessor:
            found.setdefault(record.content.predecessor, record)
    return found


def office(record: Record[Organisation], successor: Record[Organisation] | None, warning: int, today: date) -> Office:
    """How a body stands today; `warning` is how many days before its end it counts as ending."""
    content = record.content
    last = content.tenure.last
    left = (last - today).days if last else None
    standing = Standing.LASTING if left is None else Standing.IN_TERM
    if content.ended_on and content.ended_on <= today:
        standing = Standing.ENDED
    elif successor and (successor.content.tenure.since <= today or (left is not None and left < 0)):
        standing = Standing.SUCCEEDED
    elif content.tenure.since > today:
        standing = Standing.AHEAD
    elif left is not None and left < 0:
        standing = Standing.EXPIRED
    elif left is not None and left <= warning and not successor:
        standing = Standing.ENDING
    return Office(record, successor, standing, left)


def offices(register: Register, today: date) -> tuple[Office, ...]:
    """Every body of the school as it stands today, by identity."""
    following = successors(register)
    warning = register.rulings(today).values.term_warning or 0
    return tuple(office(record, following.get(record.identity), warning, today) for record in register.of(Organisation))
