"""The records of a school as they stand, with everything that is found about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.collector import collector_paused
from gongkai.findings import Finding, Severity, ordered
from gongkai.load import Loaded, load
from gongkai.register import Register
from gongkai.report import Shown, present
from gongkai.rules import check
from gongkai.settings import Settings


@dataclass(frozen=True)
class Examined:
    """A register with every finding about it, in order."""

    register: Register
    findings: tuple[Finding, ...]

    @property
    def has_errors(self) -> bool:
        return any(finding.level is Severity.ERROR for finding in self.findings)

    def shown(self, findings: tuple[Finding, ...] | None = None) -> tuple[Shown, ...]:
        return present(self.findings if findings is None else findings, self.register.documents)


@collector_paused()
def examine(settings: Settings, today: date, *, scheduled: bool = False) -> Examined:
    """Load and check."""
    return judged(load(settings.records, settings.base), today, scheduled=scheduled)


@collector_paused()
def judged(loaded: Loaded, today: date, *, scheduled: bool = False) -> Examined:
    """Check what was loaded, from wherever."""
    findings = (*loaded.findings, *check(loaded.register, today, scheduled=scheduled))
    return Examined(loaded.register, ordered(findings))
