"""名单: the one place where the names of a notice may stand, because only there they are taken down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.findings import Code, Finding, Location
from gongkai.records.notice import Notice
from gongkai.register import Record, Register
from gongkai.rules.attached import Attached, attached
from gongkai.rules.base import Objector, Rule
from gongkai.source import Document

NAME_ELSEWHERE = Code("R14", "listed-name-elsewhere", "名单里的姓名写在了别处", is_quoted=False)

_CURE = "姓名只写在“名单”里，期满会自动撤下；别处写“推荐人选”“拟聘人员”。"


def name_elsewhere(register: Register, today: date) -> Iterator[Finding]:
    """Names on lists live in 名单 and nowhere else: not in a title, prose, a path or an attachment's name.

    Looked for in the notice, its acts, its attachments, and the record of its outcome.
    """
    objector = Objector(register, NAME_ELSEWHERE)
    within: dict[str, list[Attached]] = {}
    for each in attached(register):
        within.setdefault(each.record.identity, []).append(each)
    for record in register.of(Notice):
        names = sorted({person.name for person in record.content.names if len(person.name) >= 2})
        if not names:
            continue
        # Longer names first: 李明 inside 李明华 is no second name.
        pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
        for what in _files(record, register):
            if pattern.search(what.path):
                message = "文件名或文件夹名里有名单上的姓名。"
                yield objector.at(Location(what.path), message, _CURE, record=what.identity)
            document = register.documents.get(what.path)
            if document is None:
                continue
            listed = _listed(document, record) if what is record else frozenset()
            for match in pattern.finditer(document.text):
                place = document.at(match.start())
                if place not in listed:
                    message = "名单上的姓名写在了名单以外。"
                    yield objector.at(place, message, _CURE, record=what.identity)
        for each in within.get(record.identity, ()):
            # Not the message of a place, which may be a sheet that is called like the person.
            if any(pattern.search(passage.text) for passage in each.reading.passages):
                message = f"附件“{each.file.name}”里有名单上的姓名；附件到期不会自动撤下。"
                yield objector.about(each.record, each.keys, message, _CURE)


def _files(record: Record[Notice], register: Register) -> Iterator[Any]:
    yield from record.files
    found = register.find(record.content.outcome or "")
    if found and found[0] is not record:
        yield from (found[1],) if found[1] else found[0].files


def _listed(document: Document, record: Record[Notice]) -> frozenset[Location]:
    """Where the list itself has the names; a quotation mark may stand before each."""
    places: set[Location] = set()
    keys: tuple[tuple[str | int, ...], ...] = (("名单", "姓名"),)  # a list of one written without the list
    if isinstance(document.data, dict) and isinstance(document.data.get("名单"), list):
        keys = tuple(("名单", index, "姓名") for index in range(len(record.content.names)))
    for each in keys:
        place = document.place(each, value=True)
        places |= {place, Location(place.path, place.line, place.column + 1)}
    return frozenset(places)


SUBJECT = "引用与公开范围"

RULES = (Rule(NAME_ELSEWHERE, name_elsewhere),)
