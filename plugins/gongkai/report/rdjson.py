"""Findings in the Reviewdog Diagnostic Format, which reviewdog turns into remarks of any host."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gongkai.findings import Severity
from gongkai.report.presenting import Shown

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTICE: "INFO"}


def as_rdjson(shown: Iterable[Shown]) -> str:
    """One `DiagnosticResult`; its columns count bytes of UTF-8."""
    found = {"source": {"name": "gongkai"}, "diagnostics": [_diagnostic(each) for each in shown]}
    return json.dumps(found, ensure_ascii=False, indent=2)


def _diagnostic(shown: Shown) -> dict[str, object]:
    start = {"line": shown.line}
    if shown.byte_column is not None:
        start["column"] = shown.byte_column
    return {
        "message": shown.words,
        "location": {"path": shown.path, "range": {"start": start}},
        "severity": "INFO" if shown.is_debt else _SEVERITIES[shown.level],
        "code": {"value": shown.code},
    }
