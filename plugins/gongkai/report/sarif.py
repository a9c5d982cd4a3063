"""Findings in SARIF 2.1.0, the exchange format of code scanning services and editors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from gongkai.findings import Severity
from gongkai.report.presenting import Shown, distinct
from gongkai.rules.manual import page

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}


def as_sarif(shown: Iterable[Shown]) -> str:
    """One run: the rules that were broken, with their pages of the manual, and each finding."""
    found = tuple(shown)
    rules = {each.code: each for each in sorted(found, key=lambda each: each.code)}
    indexes = {code: index for index, code in enumerate(rules)}
    run = {
        "tool": {
            "driver": {"name": "gongkai", "language": "zh-CN", "rules": [_rule(each) for each in rules.values()]},
        },
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, own, indexes) for each, own in distinct(found)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(shown: Shown) -> dict[str, object]:
    manual = page(shown.code)
    rule: dict[str, object] = {
        "id": shown.code,
        "name": shown.slug,
        "shortDescription": {"text": shown.title or shown.slug},
        "defaultConfiguration": {"level": _LEVELS[shown.level]},
    }
    if manual:
        rule["fullDescription"] = {"text": manual.why}
        rule["help"] = {"text": manual.text, "markdown": manual.text}
    return rule


def _result(shown: Shown, fingerprint: str, indexes: Mapping[str, int]) -> dict[str, object]:
    place = {
        "artifactLocation": {"uri": quote(shown.path), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": shown.line, "startColumn": shown.column},
    }
    result: dict[str, object] = {
        "ruleId": shown.code,
        "ruleIndex": indexes[shown.code],
        "level": _LEVELS[shown.level],
        "message": {"text": _unlinked(shown.words)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint, "gongkai/v1": fingerprint},
    }
    if shown.is_new is not None:
        result["baselineState"] = "new" if shown.is_new else "unchanged"
    return result


def _unlinked(text: str) -> str:
    """A text in which no link can be read: in a message, `[words](address)` is one."""
    return text.replace("](", "] (")
