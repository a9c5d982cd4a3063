"""Sheets as files in a folder: made anew only where something changed, whole at every moment, taken away when over.

Beside the sheets lies a list of what was made here and from what. A file that the list does not name is somebody
else's and is never touched; nor is one that somebody has changed since.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from gongkai.fixing import UNFINISHED, write_atomically
from gongkai.render.pages import Asset
from gongkai.render.typefaces import Missing, Typefaces, families_of
from gongkai.render.typesetting import Typesetter, engine, templates
from gongkai.sheets.document import Sheet
from gongkai.sheets.encoding import as_json, encoded
from gongkai.sheets.folders import alone_in
from gongkai.sheets.places import texts
from gongkai.unable import Unable

LIST = "sheets.json"
"""The list of what was made here."""

FORMAT, VERSION = "gongkai-sheets", 1
WORKERS = min(4, os.cpu_count() or 1)
"""Typst lets go of Python while it works, and setting a sheet keeps little more than one core busy."""


class ForeignFileError(Unable):
    """A file that was not made here stands where a sheet would go; the message is a Chinese sentence."""


class UnprintableError(ValueError):
    """Some characters would not be printed; the message names every one with its place."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a printing came to: the files made, those left as they were, those taken away, those kept as another's."""

    made: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What the list says of a file: from what it was made, and what it must be like to be ours still."""

    digest: str = ""
    content: str = ""
    records: tuple[str, ...] = ()
    form: str = ""
    selection: str = ""
    last: str = ""
    """The last day on which it may hang, as 2026-11-20; empty where it has none."""
    fingerprint: str = ""


@dataclass(frozen=True)
class Press:
    """What turns sheets into PDF files: the engine and the fonts of this machine."""

    engine: Typesetter
    faces: Typefaces

    def digest(self, sheet: Sheet, data: bytes) -> str:
        """By what a sheet is known as made already: its data, its templates, the engine, the fonts."""
        families = families_of(self.faces.chains)
        parts = (
            data,
            *(templates()[name] for name in ("base.typ", f"{sheet.template}.typ")),
            engine().encode(),
            json.dumps([families, dict(self.faces.prints)], ensure_ascii=False, sort_keys=True).encode(),
        )
        return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()

    def pdf(self, sheet: Sheet, data: bytes) -> bytes:
        """The sheet as PDF; raises TypesettingError."""
        return self.engine.pdf(sheet.template, data, families_of(self.faces.chains))


def assets(sheets: Iterable[Sheet]) -> tuple[Asset, ...]:
    """The data of the sheets as outputs, for the gate; the numbers that draw a code say nothing."""
    bare = (replace(sheet, mark=replace(sheet.mark, code="")) for sheet in sheets)
    return tuple(Asset(f"{sheet.name}.json", as_json(sheet).decode("utf-8", "replace").encode()) for sheet in bare)


def unprintable(sheets: Iterable[Sheet], faces: Typefaces) -> Iterator[tuple[Sheet, str, Missing]]:
    """Every character that no font holds: its sheet, its place there, and what to do; once for each place."""
    for sheet in sheets:
        data = encoded(sheet)
        if not any(faces.missing("".join(text for _, text in texts(data)))):
            continue
        told: set[tuple[str, str]] = set()
        for place, text in texts(data):
            for missing in faces.missing(text):
                if (place, missing.character) not in told:
                    told.add((place, missing.character))
                    yield sheet, place, missing


def sentences(found: Iterable[tuple[Sheet, str, Missing]]) -> tuple[str, ...]:
    """What is wrong with the characters of each place, and what to do: those with one cure are named together."""
    alike: dict[tuple[str, str, str, str], list[Missing]] = {}
    for sheet, place, missing in found:
        record = sheet.records[0] if sheet.records else sheet.mark.number
        alike.setdefault((record, place, missing.reason, missing.cure), []).append(missing)
    return tuple(
        f"{record}：{place}里的{'、'.join(each.shown for each in several)}{reason}，印出来是空框。\n    改法：{cure}"
        for (record, place, reason, cure), several in alike.items()
    )


def write(
    folder: Path, sheets: Sequence[Sheet], press: Press, selection: str, today: date, done: Callable[[str], None]
) -> Done:
    """Put the sheets into the folder, each whole or not at all.

    Raises UnprintableError, ForeignFileError, UnfitFolderError and TypesettingError.

    A `selection` names what was asked for as a whole (本月): its earlier sheets that no longer belong are taken
    away, as is every sheet of ours whose last day is over. Without a name nothing else is touched but the latter.
    `done` is told the name of each file as it is finished.
    """
    with alone_in(folder):
        return _written(folder, sheets, press, selection, today, done)


def _written(
    folder: Path, sheets: Sequence[Sheet], press: Press, selection: str, today: date, done: Callable[[str], None]
) -> Done:
    listed = _read(folder)
    wanted = {f"{sheet.name}.pdf": sheet for sheet in sheets}
    data = {name: as_json(sheet) for name, sheet in wanted.items()}
    _clear(folder)
    _check(folder, wanted, listed)
    entries = {name: _entry(sheet, press.digest(sheet, data[name]), selection) for name, sheet in wanted.items()}
    changed = [name for name in wanted if not _is_current(folder / name, entries[name], listed.get(name))]
    if wrong := sentences(unprintable((wanted[name] for name in changed), press.faces)):
        raise UnprintableError("\n".join(wrong))
    # What will be made is ours before it is there: a printing that is killed leaves no file that nobody owns.
    claimed = {name: Entry(form=entries[name].form, selection=selection) for name in changed}
    _write_list(folder, {**listed, **claimed})
    unchanged = tuple(name for name in wanted if name not in changed)
    kept = {name: replace(listed[name], selection=selection or listed[name].selection) for name in unchanged}
    for name, content in _typeset(changed, wanted, data, press):
        write_atomically(folder / name, content)
        kept[name] = replace(entries[name], content=sha256(content).hexdigest())
        done(name)
    over = [name for name, entry in listed.items() if name not in wanted and _is_over(entry, selection, today)]
    removed = [name for name in over if _remove(folder / name, listed[name])]
    rest = {name: entry for name, entry in listed.items() if name not in wanted and name not in over}
    _write_list(folder, {**rest, **kept})
    return Done(tuple(changed), unchanged, tuple(removed), tuple(name for name in over if name not in removed))


def _typeset(
    names: Sequence[str], sheets: Mapping[str, Sheet], data: Mapping[str, bytes], press: Press
) -> Iterator[tuple[str, bytes]]:
    with ThreadPoolExecutor(WORKERS) as pool:
        pending = {pool.submit(press.pdf, sheets[name], data[name]): name for name in names}
        try:
            for future in as_completed(pending):
                yield pending[future], future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _clear(folder: Path) -> None:
    """Take away what a printing that was killed has left half-written."""
    for left in folder.glob(f"{UNFINISHED}*.tmp"):
        left.unlink(missing_ok=True)


def _check(folder: Path, wanted: Iterable[str], listed: Mapping[str, Entry]) -> None:
    foreign = [name for name in wanted if name not in listed and (folder / name).exists()]
    if foreign:
        raise ForeignFileError(f"{folder} 里的 {foreign[0]} 不是这里生成的，没有动它。把它移走或改名，再印一次。")


def _entry(sheet: Sheet, digest: str, selection: str) -> Entry:
    last = sheet.mark.period[1].isoformat() if sheet.mark.period else ""
    return Entry(digest, "", sheet.records, sheet.form, selection, last, sheet.mark.fingerprint)


def _is_current(path: Path, new: Entry, old: Entry | None) -> bool:
    return old is not None and old.digest == new.digest and _is_ours(path, old)


def _is_ours(path: Path, entry: Entry) -> bool:
    """Whether the file is still as it was made; a claimed one was being made when somebody stopped us."""
    if not path.is_file():
        return False
    return not entry.content or sha256(path.read_bytes()).hexdigest() == entry.content


def _is_over(entry: Entry, selection: str, today: date) -> bool:
    if entry.last and date.fromisoformat(entry.last) < today:
        return True
    return bool(selection) and entry.selection == selection


def _remove(path: Path, entry: Entry) -> bool:
    """Take a file of ours away; not one that has been changed since."""
    if path.is_file() and _is_ours(path, entry):
        path.unlink()
        return True
    return False


# The list ----------------------------------------------------------------------------------------------------


def _read(folder: Path) -> dict[str, Entry]:
    """What was made here before; nothing where nothing was. Raises ForeignFileError for a list that is not ours."""
    if not (folder / LIST).exists():
        return {}
    try:
        found: Any = json.loads((folder / LIST).read_text("utf-8"))
        if found["format"] == FORMAT and found["version"] == VERSION:
            return {_name_of(name): _entry_of(each) for name, each in found["sheets"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    raise ForeignFileError(f"{folder} 里的 {LIST} 不是这里生成的，或者坏了，没有动它。把它移走，再印一次。")


def _name_of(name: str) -> str:
    """The name of a sheet; raises ValueError for a way out of the folder, where nothing is ever ours."""
    if not name.endswith(".pdf") or any(sign in name for sign in "/\\:"):
        raise ValueError(name)
    return name


def _entry_of(each: Mapping[str, Any]) -> Entry:
    said = {label: str(each.get(label, "")) for label in Entry.__slots__ if label != "records"}
    if said["last"]:
        date.fromisoformat(said["last"])  # a day that is none raises here, where the list is refused as a whole
    return Entry(records=tuple(map(str, each.get("records", ()))), **said)


def _write_list(folder: Path, entries: Mapping[str, Entry]) -> None:
    sheets = {name: asdict(entry) for name, entry in sorted(entries.items())}
    text = json.dumps({"format": FORMAT, "version": VERSION, "sheets": sheets}, ensure_ascii=False, indent=1)
    data = f"{text}\n".encode()
    if not (folder / LIST).is_file() or (folder / LIST).read_bytes() != data:
        write_atomically(folder / LIST, data)
