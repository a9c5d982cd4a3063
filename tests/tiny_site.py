"""A site of five files that can be sealed and published in no time, for tests of how publishing goes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from gongkai.publication.ledger import Action
from gongkai.publication.publishing import Job, _Made
from gongkai.publication.standing import Standing
from gongkai.publication.withdrawn import Showing
from gongkai.source.releases import FORMAT, MANIFEST, VERSION
from gongkai.staging import MARK

NOTICE = "notices/title-2026-1"
SHOWING = Showing(date(2026, 5, 20), {NOTICE: frozenset({"段一苇"})}, {}, frozenset(), frozenset())


def tiny_site(folder: Path, words: str) -> None:
    """A site that says some words in two of its files, and names one person in a notice."""
    record = {"kind": "notice", "record": {"last": "2026-05-22", "names": [{"name": "段一苇"}]}, "acts": []}
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "school": "样例学校",
        "audience": "社会",
        "date": "2026-05-20",
        "policy": "0" * 64,
        "records": {NOTICE: {"address": f"{NOTICE}/", "digest": "1" * 32}},
        "removed": [],
    }
    files = {
        "index.html": words,
        "style.css": f"/* {words} */",
        MANIFEST: json.dumps(manifest),
        f"{NOTICE}/record.json": json.dumps(record),
    }
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def tiny(words: str, _job: Job, folder: Path) -> _Made:
    """In place of examining records and building their site."""
    tiny_site(folder, words)
    (folder / MARK).write_text("社会\n", "utf-8")
    return _Made(folder, Action.PUBLISH, Standing(), SHOWING)
