"""Every clock of the board; a new one is a function of a register, a day and an audience, named in SOURCES."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from gongkai.derive import school_clocks, submission_clocks
from gongkai.derive.clock import Clock
from gongkai.once import once
from gongkai.records import Audience
from gongkai.register import Register

Source = Callable[[Register, date, Audience], Iterator[Clock]]

SOURCES: tuple[Source, ...] = (
    submission_clocks.answers,
    submission_clocks.supports,
    submission_clocks.returns,
    submission_clocks.promises,
    school_clocks.notices,
    school_clocks.announcements,
    school_clocks.disclosures,
    school_clocks.agreements,
    school_clocks.tenures,
)
"""Where clocks come from, in the order in which they are listed."""


@once
def clocks(register: Register, today: date, audience: Audience) -> tuple[Clock, ...]:
    """Every clock of what this audience may see, in the order of the sources."""
    return tuple(clock for source in SOURCES for clock in source(register, today, audience))


@once
def by_record(register: Register, today: date, audience: Audience) -> Mapping[str, tuple[Clock, ...]]:
    """The clocks of each record, by its identity."""
    found: dict[str, list[Clock]] = {}
    for clock in clocks(register, today, audience):
        if clock.record:
            found.setdefault(clock.record, []).append(clock)
    return {identity: tuple(own) for identity, own in found.items()}
