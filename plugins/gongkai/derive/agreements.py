"""How a collective agreement stands on a day: when it may take effect, how long it runs, what renews it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.once import once
from gongkai.records.agreement import Agreement
from gongkai.register import Record, Register

OBJECTION_DAYS = 15
"""Within so many days the labour authority may object; without objection the agreement takes effect."""


class Running(StrEnum):
    """How an agreement stands, in the order in which a reader looks for it."""

    IN_FORCE = "履行中"
    ENDING = "将到期"
    ENDED = "已到期"
    COMING = "待生效"
    RENEWED = "已续签"


@dataclass(frozen=True, slots=True)
class Course:
    """One agreement on a day; `days_left` counts from today to its last day and is negative afterwards."""

    record: Record[Agreement]
    state: Running
    days_left: int
    renewed_by: Record[Agreement] | None


@once
def courses(register: Register, today: date) -> Mapping[str, Course]:
    """Every agreement by identity."""
    renewals = {
        record.content.renews: record
        for record in register.of(Agreement)
        if record.content.renews not in (None, record.identity)
    }
    warning = register.rulings(today).values.expiry_warning or 0
    found = {}
    for record in register.of(Agreement):
        renewed_by = renewals.get(record.identity)
        left = (record.content.expires_on - today).days
        found[record.identity] = Course(record, _state(record, renewed_by, left, warning, today), left, renewed_by)
    return found


def earliest_effect(submitted_on: date) -> date:
    """The first day on which an agreement submitted on a day may take effect."""
    return submitted_on + min(timedelta(OBJECTION_DAYS), date.max - submitted_on)


def takes_effect_on(content: Agreement) -> date | None:
    """The day as written, else the first possible one; None while nothing was submitted."""
    if content.effective_on:
        return content.effective_on
    return earliest_effect(content.submitted_on) if content.submitted_on else None


def _state(
    record: Record[Agreement], renewed_by: Record[Agreement] | None, left: int, warning: int, today: date
) -> Running:
    if left < 0:
        return Running.RENEWED if renewed_by else Running.ENDED
    begins = takes_effect_on(record.content)
    if begins is None or begins > today:
        return Running.COMING
    return Running.ENDING if left <= warning and renewed_by is None else Running.IN_FORCE
