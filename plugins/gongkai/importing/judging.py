"""Would-be records under the same decoding and the same rules as any other, before they are written."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from gongkai.findings import Finding, Location, Severity
from gongkai.importing.drafts import KeyPath, Place, Remark
from gongkai.importing.files import NewFile
from gongkai.load import Loaded, load
from gongkai.records.decode import EMPTY, MISSING_KEY
from gongkai.report import Shown, present
from gongkai.rules import check
from gongkai.source import Document

_QUOTED = re.compile("“([^”]+)”")

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One objection that the new records bring up; `remark` is set where it is about one of their cells."""

    shown: Shown
    remark: Remark | None

    @property
    def stops(self) -> bool:
        return self.shown.level is Severity.ERROR


def _key(finding: Finding) -> Key:
    return finding.fingerprint, finding.location.path, finding.message


def known(loaded: Loaded, today: date) -> frozenset[Key]:
    """What is wrong without the new records."""
    return frozenset(_key(finding) for finding in (*loaded.findings, *check(loaded.register, today)))


def judge(
    folders: Sequence[Path], base: Path, folder: Path, files: Sequence[NewFile], before: frozenset[Key], today: date
) -> tuple[Verdict, ...]:
    """Everything that the new records bring up, in their own files and in those they touch.

    `folder` holds the new files as they will lie in the folder of records.
    """
    loaded = load((*folders, folder), base)
    found = (*loaded.findings, *check(loaded.register, today))
    new = sorted((each for each in found if _key(each) not in before), key=lambda each: each.order)
    within = Path(os.path.relpath(folder, base)).as_posix()
    sources = {f"{within}/{file.path}": file for file in files}
    verdicts = []
    for finding, shown in zip(new, present(new, loaded.register.documents), strict=True):
        source = _source(finding.location.path, sources)
        if source is None:
            verdicts.append(Verdict(shown, None))
            continue
        place = _place(finding, source, loaded.register.documents.get(finding.location.path))
        remark = Remark(*place, shown.message, shown.cure)
        verdicts.append(Verdict(replace(shown, path=source.path.as_posix()), remark))
    return tuple(verdicts)


def _source(path: str, sources: Mapping[str, NewFile]) -> NewFile | None:
    """The new file at a path, or the first one in the folder at it."""
    return sources.get(path) or next((file for each, file in sources.items() if each.startswith(f"{path}/")), None)


def _place(finding: Finding, file: NewFile, document: Document | None) -> Place:
    """The cell an objection is about: by the label that is missing or named, else by the place of the value."""
    cells = file.draft.cells
    if finding.code in (MISSING_KEY, EMPTY) and (finding.field,) in cells:
        return cells[finding.field,]
    if document is None:
        return file.draft.place
    if not finding.field and (
        named := next((name for name in _QUOTED.findall(finding.message) if (name,) in cells), "")
    ):
        return cells[named,]
    places = {
        document.place(keys, value=value): cell
        for keys, cell in cells.items()
        if _stands(document.data, keys)
        for value in (False, True)
    }
    places |= _prose(file, document)
    before = [place for place in places if place <= finding.location]
    return places[max(before)] if before else file.draft.place


def _prose(file: NewFile, document: Document) -> dict[Location, Place]:
    """Where the sections of a proposal and each of its asks begin."""
    cells = file.draft.cells
    found: dict[Location, Place] = {}
    for section in document.sections()[1]:
        at = document.at(section.at)
        if (section.title,) in cells:
            found[at] = cells[section.title,]
        for offset, line in enumerate(section.text.split("\n")):
            number = line.partition(".")[0]
            if section.title == "建议" and (f"建议{number}",) in cells:
                found[Location(at.path, document.at(section.body_at).line + offset)] = cells[f"建议{number}",]
    return found


def _stands(data: object, keys: KeyPath) -> bool:
    """Whether a key path exists in the data of a file."""
    for key in keys:
        if not (key in data if isinstance(data, dict) else _has_item(data, key)):
            return False
        data = data[key]  # type: ignore[index]  # just looked at
    return True


def _has_item(data: object, key: str | int) -> bool:
    return isinstance(data, list) and isinstance(key, int) and key < len(data)
