"""The vote of every resolution, counted again once: its page, lists, feeds and data all tell of it."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.derive.votes import Tally, tally
from gongkai.once import once
from gongkai.records.meeting import Meeting, Resolution
from gongkai.register import Register


@once
def tallies(register: Register) -> Mapping[str, Tally]:
    """The vote of each resolution that tells one, by identity, by the rule in force on the day of its meeting."""
    found = (
        (act.identity, tally(meeting, act, register.rulings(meeting.content.held_on)))
        for meeting in register.of(Meeting)
        for act in meeting.all(Resolution)
    )
    return {identity: counted for identity, counted in found if counted}
