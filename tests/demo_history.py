"""The demo school as it might have grown: a real repository with a commit for every week since it began.

`python -m tests.demo_history FOLDER` writes it. Each file enters at the end of the week of its own day; what a
correction mended stands there with its old value until that correction; the last commit is the demo as it
is. So pages can be looked at that show what git knows, while the product's own repository has another history.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from gongkai.build import build
from gongkai.derive.corrections import corrected_file
from gongkai.load import load
from gongkai.records import Audience
from gongkai.records.finance import Finance
from gongkai.records.proposal import Correction, CorrectionType
from gongkai.register import Record, Register
from gongkai.render.pages import Asset
from gongkai.select import select
from gongkai.source.releases import MANIFEST

from tests.repositories import Repository
from tests.site import ROOT

TODAY = date(2026, 11, 20)
FOLDERS = ("disclosures", "disclosures-staff")
WITHDRAWN = "对面三栋二〇六的同学说周末补觉都醒"
"""What stood where personal data was withdrawn; no page may ever show it again."""
RELEASES = (date(2025, 5, 4), date(2026, 6, 28))
"""The releases of which the school kept the list."""
TRAILERS = "经办: 党政办公室主任\n审核: 工会主席\n批准: 校长\n批准: 党支部书记"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file with the day on which it came into the repository, or became what it is."""

    day: date
    path: str
    text: bytes


def make(folder: Path, today: date = TODAY) -> Repository:
    """Write the repository with its work tree into a new folder."""
    repository = Repository.new(folder)
    first = register_of_demo()
    entries = sorted(_entries(first, today), key=lambda entry: (entry.day, entry.path))
    shared = {path.relative_to(ROOT).as_posix(): _unsigned(path) for path in _shared()}
    config = _config((ROOT / "mkdocs.yml").read_text("utf-8"))
    repository.commit({**shared, "mkdocs.yml": config}, "学校设置", "2023-09-01")
    for sunday, found in groupby(entries, key=lambda entry: entry.day + timedelta(days=6 - entry.day.weekday())):
        day = min(sunday, today)
        files = {entry.path: entry.text for entry in found}
        approved = "" if day == today else f"\n\n{TRAILERS}"  # the newest week still waits
        repository.commit(files, f"{day} 公开{approved}", day.isoformat())
        if day in RELEASES:
            path = f"disclosures/releases/{day}.json"
            repository.commit({path: _list(folder, day)}, "发布清单", (day + timedelta(days=1)).isoformat())
    return repository


def _list(folder: Path, day: date) -> bytes:
    """The list of what a build on that day would release to the public."""
    register = load([folder / each for each in FOLDERS], folder).register
    files = build(select(register, Audience.PUBLIC, day), "https://qinghe.example/")
    return next(file.content for file in files if isinstance(file, Asset) and file.address == MANIFEST)


def register_of_demo() -> Register:
    """The demo's records of both audiences."""
    return load([ROOT / folder for folder in FOLDERS], ROOT).register


def _config(text: str) -> str:
    return text.replace("history: false", "history: true")


def _shared() -> Iterator[Path]:
    """What is no record: settings, releases, the school's own pages."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and (path.parent == ROOT / folder or "releases" in path.parts):
                yield path
    yield from sorted(path for path in (ROOT / "content").rglob("*") if path.is_file())


def _unsigned(path: Path) -> bytes:
    """The file; of the approvers without their keys, since nobody here could sign for them."""
    lines = path.read_bytes().splitlines(keepends=True)
    return b"".join(line for line in lines if path.name != "approvers.yml" or "签名".encode() not in line)


def _entries(register: Register, today: date) -> Iterator[Entry]:
    for record in register.records.values():
        yield from _of_record(record, today)


def _of_record(record: Record[Any], today: date) -> Iterator[Entry]:
    own = _bounded(_day(record), today)
    for file in record.files:
        yield from _file(record, file.path, max(own, _bounded(file.content.day or own, today)), today)
    for attached in record.attachments:
        path = f"{record.path.rpartition('/')[0]}/attachments/{attached.name}"
        yield Entry(own, path, (ROOT / path).read_bytes())


def _file(record: Record[Any], path: str, day: date, today: date) -> Iterator[Entry]:
    """The file as it is; before each misprint in it was corrected, as it was."""
    text = (ROOT / path).read_bytes().decode()
    changes = [(day, text)]
    for act in reversed(record.all(Correction)):
        file = corrected_file(record, act.content)
        earlier = _uncorrected(text, act.content) if file and file.path == path else text
        if earlier != text:
            changes[-1] = (max(day, _bounded(act.content.on, today)), text)
            changes.append((day, earlier))
            text = earlier
    for on, words in changes:
        yield Entry(on, path, words.encode())


def _uncorrected(text: str, correction: Correction) -> str:
    old = WITHDRAWN if correction.type is CorrectionType.PERSONAL else correction.old
    new = correction.new
    if correction.type is CorrectionType.BOOKS or not old or not new or text.count(new) != 1:
        return text
    return text.replace(new, old)


def _day(record: Record[Any]) -> date:
    content = record.content
    day: date = content.day or date(2023, 9, 1)
    if isinstance(content, Finance):
        day = content.period.last + timedelta(days=10)
    return content.published_on or day


def _bounded(day: date, today: date) -> date:
    return min(max(day, date(2023, 9, 1)), today)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    if target.exists():
        shutil.rmtree(target)
    make(target)
