"""Findings as workflow commands of GitHub, which show them beside the lines that they are about."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from gongkai.findings import Severity
from gongkai.report.presenting import Shown
from gongkai.report.text import as_text

LIMIT = 10
"""So many annotations of a step are shown; GitHub drops all others without a word."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}


def as_github(shown: Iterable[Shown]) -> str:
    """Workflow commands, what stops first; where they are too many, all findings in the log as well.

    Everything that could end or forge a command is escaped.
    """
    found = tuple(shown)
    if len(found) <= LIMIT:
        return "\n".join(map(_command, _heaviest_first(found)))
    first = _heaviest_first(found)[: LIMIT - 1]
    rest = len(found) - len(first)
    told = f"另有 {rest} 处没有标在文件上：GitHub 每一步只显示 {LIMIT} 处。全部 {len(found)} 处见这一步的日志。"
    return "\n".join((*map(_command, first), f"::notice title=gongkai::{_data(told)}", _log(found)))


def _heaviest_first(found: tuple[Shown, ...]) -> list[Shown]:
    levels = list(Severity)
    return sorted(found, key=lambda each: (not each.stops, each.is_debt, levels.index(each.level)))


def _log(found: tuple[Shown, ...]) -> str:
    """Every finding in words, folded, in a stretch of the log in which no command is obeyed.

    Only the token ends that stretch; it is the digest of the text itself, which no text can hold.
    """
    text = "\n\n".join(map(as_text, found))
    token = sha256(text.encode()).hexdigest()
    return f"::group::全部 {len(found)} 处\n::stop-commands::{token}\n{text}\n::{token}::\n::endgroup::"


def _command(shown: Shown) -> str:
    level = "notice" if shown.is_debt else _LEVELS[shown.level]
    properties = {"file": shown.path, "line": shown.line, "col": shown.column, "title": f"{shown.code} {shown.slug}"}
    given = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level} {given}::{_data(shown.words)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
