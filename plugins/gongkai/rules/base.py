"""What a rule is: one code and one function over the register; and how a chapter of rules reads records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.findings import Code, Finding, Location
from gongkai.register import Act, Record, Register

Check = Callable[[Register, date], Iterator[Finding]]
"""A rule's function: every objection to a register on a day. It is told the day; it asks no clock."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A code and the function that raises it; the manual page is `pages/CODE.md`."""

    code: Code
    check: Check


@dataclass(frozen=True, slots=True)
class Objector:
    """Raises findings of one code about files of a register, each at the key or value it is about."""

    register: Register
    code: Code

    def about(
        self,
        what: Record[Any] | Act[Any],
        keys: tuple[str | int, ...],
        message: str,
        cure: str,
        *,
        value: bool = True,
        threshold: str = "",
        on: date | None = None,
    ) -> Finding:
        """An objection to a key path of a record or act.

        `value` points at the value rather than the key. `threshold` names the field of `Thresholds`
        that the objection rests on, judged by the policy in force `on` that day: where the school
        has not adopted it, the objection is only a notice.
        """
        field = next((str(key) for key in reversed(keys) if isinstance(key, str)), "")
        advisory = bool(threshold) and not self.register.rulings(on).adopted(threshold)
        place = self.register.place(what.path, *keys, value=value)
        document = self.register.documents.get(what.path)
        item = document.item(keys) if document else ""
        return Finding(self.code, place, message, cure, what.identity, field, advisory, item=item)

    def whose(self, threshold: str, on: date | None) -> str:
        """Whose a threshold is: the school's own only where it has adopted one."""
        return "本校规则" if self.register.rulings(on).adopted(threshold) else "常见做法"

    def at(self, place: Location, message: str, cure: str, *, record: str = "", advisory: bool = False) -> Finding:
        """An objection to a place that is not a key of one record."""
        return Finding(self.code, place, message, cure, record, advisory=advisory)
