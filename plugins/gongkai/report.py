"""How findings are shown: one gate for every output, so that no output repeats personal data."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gongkai.findings import Finding, Severity
from gongkai.personal import find, mask
from gongkai.rules.manual import page
from gongkai.source import Document


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding ready for any eye: masked, with its line of text and where the caret stands."""

    level: Severity
    code: str
    slug: str
    path: str
    line: int
    column: int
    message: str
    cure: str
    why: str
    excerpt: str
    caret: int
    record: str
    fingerprint: str

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


def present(findings: Iterable[Finding], documents: Mapping[str, Document]) -> tuple[Shown, ...]:
    """Findings as they may be shown; every text that could repeat a record is masked here."""
    return tuple(_shown(finding, documents.get(finding.location.path)) for finding in findings)


def _shown(finding: Finding, document: Document | None) -> Shown:
    place = finding.location
    manual = page(finding.code.code)
    excerpt, caret = _excerpt(document if finding.code.is_quoted else None, place.line, place.column)
    return Shown(
        level=finding.level,
        code=finding.code.code,
        slug=finding.code.slug,
        path=mask(place.path),
        line=place.line,
        column=place.column,
        message=mask(finding.message),
        cure=mask(finding.cure),
        why=manual.why if manual else "",
        excerpt=excerpt,
        caret=caret,
        record=mask(finding.record),
        fingerprint=mask(finding.fingerprint),
    )


_WIDTH = 72


def _excerpt(document: Document | None, line: int, column: int) -> tuple[str, int]:
    """The line of text around a column, and the width of what stands before the caret.

    A line that holds personal data is not shown at all: a masked line would still tell too much.
    """
    if document is None:
        return "", 0
    lines = document.text.split("\n")
    if line > len(lines):
        return "", 0
    text = lines[line - 1]
    if find(text):
        return "", 0
    start = max(0, min(column - 1 - _WIDTH // 2, len(text) - _WIDTH))
    cut = text[start : start + _WIDTH]
    before = ("…" if start else "") + cut[: column - 1 - start]
    shown = ("…" if start else "") + cut + ("…" if start + _WIDTH < len(text) else "")
    shown = "".join(char if char.isprintable() else " " for char in shown)
    return shown, sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in before)


def as_text(shown: Shown) -> str:
    """A finding for people, without colour."""
    lines = [f"{shown.place}: {shown.level.label} {shown.code} {shown.message}"]
    if shown.excerpt:
        lines += [f"    {shown.excerpt}", f"    {' ' * shown.caret}^"]
    lines.append(f"    改法：{shown.cure}")
    if shown.why:
        lines.append(f"    为什么：{shown.why}（gongkai explain {shown.code}）")
    return "\n".join(lines)


def summary(findings: Iterable[Finding]) -> str:
    """How many of each level, in one Chinese sentence."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.level] += 1
    if not any(counts.values()):
        return "没有发现问题。"
    return "共 " + "，".join(f"{level.label} {count} 处" for level, count in counts.items() if count) + "。"


def as_json(shown: Iterable[Shown]) -> str:
    """Every finding as a JSON array with English field names."""
    rows = [
        {
            "code": each.code,
            "slug": each.slug,
            "severity": each.level.value,
            "path": each.path,
            "line": each.line,
            "column": each.column,
            "message": each.message,
            "cure": each.cure,
            "why": each.why,
            "record": each.record,
            "fingerprint": each.fingerprint,
        }
        for each in shown
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_github(shown: Iterable[Shown]) -> str:
    """Workflow commands; everything that could end or forge a command is escaped."""
    return "\n".join(_command(each) for each in shown)


def _command(shown: Shown) -> str:
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}[shown.level]
    properties = {"file": shown.path, "line": shown.line, "col": shown.column, "title": f"{shown.code} {shown.slug}"}
    given = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level} {given}::{_data(f'{shown.message} 改法：{shown.cure}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
