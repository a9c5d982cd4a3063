"""Findings for programs of the school's own: a plain array."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gongkai.report.presenting import Shown


def as_json(shown: Iterable[Shown]) -> str:
    """Every finding as a JSON array with English field names; `new` is told where something was compared."""
    return json.dumps([_row(each) for each in shown], ensure_ascii=False, indent=2)


def _row(shown: Shown) -> dict[str, object]:
    row: dict[str, object] = {
        "code": shown.code,
        "slug": shown.slug,
        "severity": shown.level.value,
        "path": shown.path,
        "line": shown.line,
        "column": shown.column,
        "message": shown.message,
        "cure": shown.cure,
        "why": shown.why,
        "record": shown.record,
        "fingerprint": shown.fingerprint,
    }
    return row if shown.is_new is None else {**row, "new": shown.is_new}
