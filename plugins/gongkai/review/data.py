"""A review as JSON, for programs: English names, the same values as everywhere else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from gongkai.history.differences.records import Change, FieldDifference, RecordDifference
from gongkai.records import Audience
from gongkai.report import Shown
from gongkai.review.model import PageChange, Review
from gongkai.review.words import headline, told

FORMAT = "gongkai-review"
VERSION = 1

_AUDIENCES = {Audience.PUBLIC: "public", Audience.STAFF: "staff"}


def as_json(review: Review) -> str:
    """Everything that the report says, nothing shortened."""
    return json.dumps(_whole(review), ensure_ascii=False, indent=2) + "\n"


def _whole(review: Review) -> dict[str, Any]:
    report = told(review)
    found = review.findings
    return {
        "format": FORMAT,
        "version": VERSION,
        "old": review.old,
        "new": review.new,
        "audience": _AUDIENCES[review.audience],
        "today": review.today.isoformat(),
        "headline": headline(review),
        "verdict": report.verdict.name.lower(),
        "reasons": list(report.reasons),
        "blocked": review.is_blocked,
        "gaps": list(review.gaps),
        "unbuilt": list(review.unbuilt),
        "counts": _counts(review),
        "records": [_record(each) for each in review.records],
        "followers": [_record(each) for each in review.followers],
        "settings": [_record(each) for each in review.settings],
        "records_not_shown": review.unseen,
        "pages": [_page(page) for page in review.pages],
        "files": [
            {"address": each.address, "change": each.change.name.lower(), "attachment": each.is_attached}
            for each in review.files
        ],
        "figures": [
            {"page": each.page, "name": each.name, "old": each.old, "new": each.new} for each in review.figures
        ],
        "clocks": [
            {
                "turn": each.turn.name.lower(),
                "kind": each.kind,
                "record": each.record,
                "title": each.title,
                "department": each.department,
                "old_due": _day(each.old_due),
                "new_due": _day(each.new_due),
                "met_on": _day(each.met_on),
            }
            for each in review.clocks
        ],
        "audiences": [
            {
                "record": each.record,
                "title": each.title,
                "what": each.what,
                "old": each.old,
                "new": each.new,
                "wider": each.wider,
            }
            for each in review.audiences
        ],
        "personal": [
            {"kind": each.kind, "place": each.place, "count": each.count, "added": each.added}
            for each in review.personal
        ],
        "approvals": [
            {
                "record": each.record,
                "title": each.title,
                "step": each.step,
                "post": each.post,
                "state": each.state,
                "given": each.given,
            }
            for each in review.approvals
        ],
        "findings": {
            "closed": _findings(found.closed),
            "new": _findings(found.new),
            "solved": _findings(found.solved),
            "old": _findings(found.old),
        },
    }


def _counts(review: Review) -> dict[str, int]:
    return {
        "pages_added": len(review.told(Change.ADDED)),
        "pages_changed": len(review.told(Change.CHANGED)),
        "pages_removed": len(review.told(Change.REMOVED)),
        "pages_following": len(review.following),
        "figures_changed": review.changed_figures,
        "clocks_started": sum(each.turn.name == "STARTED" for each in review.clocks),
        "clocks_stopped": sum(each.turn.name == "STOPPED" for each in review.clocks),
        "clocks_moved": sum(each.turn.name == "MOVED" for each in review.clocks),
        "personal": sum(each.count for each in review.personal),
    }


def _record(each: RecordDifference) -> dict[str, Any]:
    return {
        "id": each.identity,
        "kind": each.kind,
        "title": each.title,
        "change": each.change.name.lower(),
        "files": [{"name": file.name, "label": file.label, "change": file.change.name.lower()} for file in each.files],
        "fields": [_field(field) for field in each.fields],
        "effects": [{"name": effect.name, "old": effect.old, "new": effect.new} for effect in each.effects],
    }


def _field(field: FieldDifference) -> dict[str, Any]:
    return {
        "file": field.file,
        "labels": list(field.labels),
        "old": field.old,
        "new": field.new,
        "figure": field.is_figure,
        "words": [[piece.sign.name.lower(), piece.text] for piece in field.pieces],
    }


def _page(page: PageChange) -> dict[str, Any]:
    return {
        "address": page.address,
        "title": page.title,
        "change": page.change.name.lower(),
        "origin": page.origin.name.lower(),
        "record": page.record,
        "follows": page.follows,
        "lines_new": list(page.new),
        "lines_gone": list(page.gone),
    }


def _findings(found: Iterable[Shown]) -> list[dict[str, Any]]:
    return [
        {
            "code": each.code,
            "severity": each.level.value,
            "path": each.path,
            "line": each.line,
            "column": each.column,
            "message": each.message,
            "cure": each.cure,
            "record": each.record,
            "fingerprint": each.fingerprint,
        }
        for each in found
    ]


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
