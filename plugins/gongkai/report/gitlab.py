"""Findings as a Code Quality report of GitLab, which compares two of them by their fingerprints."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gongkai.findings import Severity
from gongkai.report.presenting import Shown, distinct

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTICE: "info"}


def as_gitlab(shown: Iterable[Shown]) -> str:
    """A JSON array of Code Climate issues, as far as GitLab reads them; what stops is a blocker."""
    return json.dumps([_issue(each, own) for each, own in distinct(shown)], ensure_ascii=False, indent=2)


def _issue(shown: Shown, fingerprint: str) -> dict[str, object]:
    return {
        "description": f"{shown.code} {shown.words}",
        "check_name": shown.code,
        "fingerprint": fingerprint,
        "severity": "blocker" if shown.stops else _SEVERITIES[shown.level],
        "location": {"path": shown.path.removeprefix("./"), "lines": {"begin": shown.line}},
    }
