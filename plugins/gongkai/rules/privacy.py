"""个人信息: what must never be published, wherever it stands; places and kinds are told, never the datum."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gongkai.findings import Code, Finding, Location, Severity
from gongkai.personal import Trace, find
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule

PERSONAL = Code("C45", "personal-data", "出现了个人信息")
SUSPECTED = Code("C74", "suspected-personal-data", "疑似个人信息", Severity.WARNING)

ALWAYS = (PERSONAL, SUSPECTED)
"""Codes that no age of a record excuses."""

_CURE = "删去或按规定遮盖；确需公开的公务号码登记到 school.yml 的“渠道”，或 policy.yml 的“个人信息例外”。"
_CURE_NAME = "改文件名，名称里只写事项和编号；附件改名后，“附件”里登记的文件名一起改。"


@dataclass(frozen=True, slots=True)
class Declared:
    """What the school has declared as public: numbers (digits only) and mail addresses, and excused texts."""

    contacts: frozenset[str]
    texts: frozenset[str]

    def undeclared(self, text: str) -> tuple[Trace, ...]:
        """The personal data in a text that nobody has declared."""
        traces = find(text, allowed=self.contacts)
        return tuple(trace for trace in traces if _narrow(text[trace.start : trace.end]) not in self.texts)


NOTHING_DECLARED = Declared(frozenset(), frozenset())


def declared(register: Register, today: date) -> Declared:
    """The school's channels, and the exceptions of its policy that still hold."""
    contacts: set[str] = set()
    for channel in register.school.channels:
        contacts |= {value for value in (channel.phone, channel.email) if value}
    excused = {entry.text for entry in register.policy.policy.allowed if entry.until >= today}
    plain = frozenset(_plain(contact) for contact in contacts | excused) - {""}
    return Declared(plain, frozenset(_narrow(text) for text in excused))


def _plain(contact: str) -> str:
    narrow = unicodedata.normalize("NFKC", contact).strip()
    if "@" in narrow:
        return narrow.lower()
    digits = re.sub(r"\D", "", narrow)
    return digits.removeprefix("86") if len(digits) == 13 else digits


def personal_data(register: Register, today: date) -> Iterator[Finding]:
    """No record, key, file name or settings file contains personal data that is not declared."""
    yield from _findings(register, today, PERSONAL, certain=True)


def suspected(register: Register, today: date) -> Iterator[Finding]:
    """A number that may be personal data: a slip of one digit still leaks."""
    yield from _findings(register, today, SUSPECTED, certain=False)


def _findings(register: Register, today: date, code: Code, *, certain: bool) -> Iterator[Finding]:
    objector = Objector(register, code)
    owners: dict[str, str] = {}
    traces = [trace for trace in _traces(register, today) if trace[1].certain is certain]
    if traces:
        owners = {what.path: what.identity for record in register.records.values() for what in record.files}
    for path, trace, in_name in traces:
        owner = owners.get(path, "")
        if in_name:
            message = f"文件名或文件夹名里有{trace.kind.label}。"
            yield objector.at(Location(path), message, _CURE_NAME, record=owner)
        else:
            yield objector.at(register.documents[path].at(trace.start), _message(trace), _CURE, record=owner)


@lru_cache(maxsize=2)
def _traces(register: Register, today: date) -> tuple[tuple[str, Trace, bool], ...]:
    """Every undeclared trace as (path, trace, whether it is in the path's name): all texts are read once."""
    known = declared(register, today)
    found: list[tuple[str, Trace, bool]] = []
    named: set[str] = set()
    for path, document in register.documents.items():
        found += [(path, trace, False) for trace in known.undeclared(document.text)]
        # A folder is named once, however many files it holds.
        parts = path.split("/")
        for depth in range(len(parts), 0, -1):
            whole = "/".join(parts[:depth])
            if whole in named:
                break
            named.add(whole)
            found += [(path, trace, True) for trace in known.undeclared(parts[depth - 1])]
    return tuple(found)


def _narrow(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _message(trace: Trace) -> str:
    return f"这里有{trace.kind.label}。" if trace.certain else f"这里像是{trace.kind.label}。"


SUBJECT = "个人信息"

RULES = (Rule(PERSONAL, personal_data), Rule(SUSPECTED, suspected))
