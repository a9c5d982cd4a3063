"""What the checker says: a code, a place, a sentence, a cure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        return {"error": "错误", "warning": "警告", "notice": "提示"}[self.value]


class Cause(StrEnum):
    """Whether somebody's act is wrong, or time has passed with nothing done."""

    ACT = "act"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem: a code that is never reused, a slug that names the problem, its one level.

    The line that a finding is about is quoted beneath it, unless the code says that it names a person.
    """

    code: str
    slug: str
    title: str
    severity: Severity = Severity.ERROR
    cause: Cause = Cause.ACT
    is_quoted: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a record file; line and column count from 1, columns in code points, no BOM."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One objection, with everything a clerk needs to mend it.

    `message` says what is wrong, `cure` what to type instead. `record` is the identity of the
    record or act, `field` the label of the field. `advisory` marks an objection that rests on a
    threshold which the school has not adopted.
    """

    code: Code
    location: Location
    message: str
    cure: str
    record: str = ""
    field: str = ""
    advisory: bool = False
    severity: Severity | None = None
    item: str = ""
    """Which item of a list it is about, by what the item is called; never shown, for that may be a name."""

    @property
    def level(self) -> Severity:
        return self.severity or self.code.severity

    @property
    def fingerprint(self) -> str:
        """The same for the same objection after lines have moved."""
        return ":".join((self.code.code, self.record or self.location.path, self.field))

    @property
    def order(self) -> tuple[Location, str, str]:
        return (self.location, self.code.code, self.message)

    def lowered(self, severity: Severity) -> Finding:
        """The same objection at most as severe as `severity`."""
        ranks = list(Severity)
        return self if ranks.index(self.level) >= ranks.index(severity) else replace(self, severity=severity)


def ordered(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """By place, then code: the order in which findings are read and compared."""
    return tuple(sorted(findings, key=lambda finding: finding.order))
