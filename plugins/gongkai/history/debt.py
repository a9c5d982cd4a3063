"""New findings against old ones: only what a change adds stands in its way; the rest is a debt (旧账) that may shrink.

A finding is the same as one of before when it is of the same rule, about the same field of the same record, and
about the same item where the field is in a list. Lines that moved make nothing new; neither does a value that
changed and is still wrong. What has been there twice and is there three times is new once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gongkai.findings import Code, Finding, Severity, ordered
from gongkai.source import Document

Texts = Mapping[str, Document]
"""From a path to the file that was read there, as a register's `documents`."""

_NOTHING: Texts = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Between:
    """What of the findings of now is new, what is old, and what of before is there no more."""

    new: tuple[Finding, ...]
    old: tuple[Finding, ...]
    solved: tuple[Finding, ...]

    @property
    def debts(self) -> tuple[tuple[Code, Severity, int], ...]:
        """How many old findings there are of each code and level, the heaviest first."""
        return _counted(self.old)


def findings_between(
    old: Iterable[Finding], new: Iterable[Finding], old_texts: Texts = _NOTHING, new_texts: Texts = _NOTHING
) -> Between:
    """Compare what is found at two moments, judged on one day, so that mere passing time adds nothing."""
    before: dict[_Key, list[_Seen]] = {}
    for finding in old:
        before.setdefault(_key(finding, old_texts), []).append(_Seen(finding, _line(finding, old_texts)))
    now: dict[_Key, list[_Seen]] = {}
    for finding in new:
        now.setdefault(_key(finding, new_texts), []).append(_Seen(finding, _line(finding, new_texts)))
    added: list[Finding] = []
    kept: list[Finding] = []
    solved: list[Finding] = []
    for key in {**before, **now}:
        fresh, known, gone = _matched(before.get(key, []), now.get(key, []))
        added += fresh
        kept += known
        solved += gone
    return Between(ordered(tuple(added)), ordered(tuple(kept)), ordered(tuple(solved)))


_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A finding, and the line of text that it is about."""

    finding: Finding
    line: str


def _key(finding: Finding, texts: Texts) -> _Key:
    """What makes two findings the same objection.

    Without a field there is nothing but the line itself, and the file, to tell two slips of a file apart.
    """
    if finding.field:
        return finding.fingerprint, finding.item
    name = finding.location.path.rpartition("/")[2]
    return finding.fingerprint, f"{name}\n{finding.item}\n{_line(finding, texts)}"


def _line(finding: Finding, texts: Texts) -> str:
    document = texts.get(finding.location.path)
    lines = document.text.split("\n") if document else []
    return lines[finding.location.line - 1].strip() if finding.location.line <= len(lines) else ""


def _matched(before: list[_Seen], now: list[_Seen]) -> tuple[list[Finding], list[Finding], list[Finding]]:
    """What is new, old and solved among findings that are the same objection.

    Each of now takes one of before that weighed at least as much: the one that says the same of the same
    line, else the same, else any. What could take none is new; it is no cure of what it grew out of.
    """
    left = list(before)
    added: list[Finding] = []
    kept: list[Finding] = []
    likenesses = (
        lambda one, other: (one.finding.message, one.line) == (other.finding.message, other.line),
        lambda one, other: one.finding.message == other.finding.message,
        lambda one, other: True,
    )
    rest = sorted(now, key=lambda seen: (_weight(seen.finding), seen.finding.order))
    for is_like in likenesses:
        unmatched = []
        for seen in rest:
            heavy = (one for one in left if _weight(one.finding) <= _weight(seen.finding))
            taken = next((one for one in heavy if is_like(one, seen)), None)
            if taken is None:
                unmatched.append(seen)
            else:
                left.remove(taken)
                kept.append(seen.finding)
        rest = unmatched
    added += [seen.finding for seen in rest]
    solved = [seen.finding for seen in left]
    return added, kept, solved[: max(0, len(before) - len(now))]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


def _weight(finding: Finding) -> int:
    """0 for an error, more for what weighs less."""
    return _RANKS[finding.level]


def _counted(findings: Iterable[Finding]) -> tuple[tuple[Code, Severity, int], ...]:
    counts: dict[tuple[Code, Severity], int] = {}
    for finding in findings:
        counts[finding.code, finding.level] = counts.get((finding.code, finding.level), 0) + 1
    found = ((code, level, count) for (code, level), count in counts.items())
    return tuple(sorted(found, key=lambda each: (_RANKS[each[1]], each[0].code)))
