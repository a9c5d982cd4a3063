"""What a reference to a meeting or resolution proves: whether it was held, when, and whether it passed."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.derive.tallies import tallies
from gongkai.records.meeting import Meeting, Power, Resolution, Verdict
from gongkai.register import Act, Record, Register


@dataclass(frozen=True, slots=True)
class Cited:
    """A resolution that something rests on, with its meeting."""

    meeting: Record[Meeting]
    act: Act[Resolution]
    passed: bool | None
    """None where nothing was put to the vote and no verdict announced."""

    @property
    def discussed_and_passed(self) -> bool:
        """Whether it is a decision of the congress itself (讨论通过), and not a report that was heard."""
        return bool(self.passed) and self.act.content.power is Power.PASS


def cited(register: Register, identity: str | None) -> Cited | None:
    """The resolution with this identity; None where it does not exist or could not be read."""
    owner, _, name = (identity or "").rpartition("/")
    meeting = register.get(owner, Meeting)
    act = meeting.act(name) if meeting else None
    if meeting is None or act is None or not isinstance(act.content, Resolution):
        return None
    resolution: Act[Resolution] = Act(act.identity, act.name, act.n, act.path, act.content)
    return Cited(meeting, resolution, _passed(register, resolution))


def _passed(register: Register, act: Act[Resolution]) -> bool | None:
    """As announced, or as it follows from the votes; where they disagree, that is objected to at the resolution."""
    counted = tallies(register).get(act.identity)
    reckoned = counted.outcome.passed if counted and counted.outcome else None
    if act.content.verdict is None:
        return reckoned
    return act.content.verdict is Verdict.PASSED or bool(reckoned)
