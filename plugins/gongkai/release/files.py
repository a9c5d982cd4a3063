"""Which files of a copy are not as they were released, and what seems to have become of each."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from gongkai.release.remarks import Remark, What, shown
from gongkai.release.sources import AbsentError, Source, Summed, UnreadError

_ENDS: Mapping[str, tuple[bytes, ...]] = {
    ".html": (b"</html>", b"-->", b"</form>"),
    ".json": (b"}", b"]"),
    ".svg": (b"</svg>",),
    ".xml": (b">",),
    ".png": (b"IEND\xaeB`\x82",),
    ".pdf": (b"%%EOF",),
    ".ics": (b"END:VCALENDAR",),
}
"""How a file of each form ends; one that ends otherwise was cut off."""

_OF_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX"})


@dataclass(frozen=True, slots=True)
class Older:
    """The sums of another release, and how it is called."""

    called: str
    sums: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of comparing: remarks, and how much was read."""

    remarks: tuple[Remark, ...]
    files: int
    size: int


def compare(sums: Mapping[str, str], source: Source, spared: Collection[str], older: Older | None = None) -> Compared:
    """Hold every file of a source against the sums of a release; files in `spared` prove, or say nothing."""
    remarks, files, size = list(source.oddities()), 0, 0
    present = set(source.names()) - set(spared)
    unread = {remark.place for remark in remarks if remark.what in (What.LINK, What.SPECIAL)}
    names = {digest: name for name, digest in sorted(sums.items(), reverse=True)}
    missing: dict[str, str] = {}
    for name, digest in sorted(sums.items()):
        if source.is_listed and name not in present:
            if shown(name) not in unread:
                missing[name] = digest
            continue
        try:
            summed = source.summed(name)
        except AbsentError:
            missing[name] = digest
            continue
        except UnreadError as error:
            remarks.append(Remark(What.UNREADABLE, shown(name), str(error)))
            continue
        files += 1
        size += summed.size
        if summed.digest != digest:
            remarks.append(_changed(name, summed, names, older))
    added = sorted(present - sums.keys())
    renamed = dict(_renamed(missing, added, source))
    remarks += [Remark(_manner(old, new), shown(old), f"现在叫 {shown(new)}") for old, new in renamed.items()]
    remarks += [Remark(What.MISSING, shown(name)) for name in missing if name not in renamed]
    alike = {_folded(name): name for name in sums if name not in missing}
    new = set(renamed.values())
    remarks += [_added(name, alike) for name in added if name not in new]
    return Compared(tuple(remarks), files, size)


def _changed(name: str, summed: Summed, names: Mapping[str, str], older: Older | None) -> Remark:
    """What seems to have become of a file; `names` tells whose content a sum is."""
    if not summed.size:
        return Remark(What.EMPTY, shown(name))
    if older and summed.digest == older.sums.get(name):
        return Remark(What.OTHER_RELEASE, shown(name), f"是{older.called}的")
    if other := names.get(summed.digest):
        return Remark(What.SWAPPED, shown(name), f"是 {shown(other)} 的内容")
    ends = _ENDS.get(PurePosixPath(name).suffix.lower())
    if ends and not summed.tail.rstrip().endswith(ends):
        return Remark(What.TRUNCATED, shown(name))
    return Remark(What.CHANGED, shown(name))


def _renamed(missing: Mapping[str, str], added: list[str], source: Source) -> Iterator[tuple[str, str]]:
    """Every missing file that is there under another name, with that name; one nearest in spelling first."""
    if not missing:
        return
    waiting: dict[str, list[str]] = {}
    for name, digest in sorted(missing.items()):
        waiting.setdefault(digest, []).append(name)
    for name in added:
        try:
            digest = source.summed(name).digest
        except (AbsentError, UnreadError):
            continue
        if names := waiting.get(digest):
            old = next((each for each in names if _folded(each) == _folded(name)), names[0])
            names.remove(old)
            yield old, name


def _manner(old: str, new: str) -> What:
    if _composed(old) == _composed(new):
        return What.SPELLING
    return What.CASE if _folded(old) == _folded(new) else What.RENAMED


def _added(name: str, alike: Mapping[str, str]) -> Remark:
    if other := alike.get(_folded(name)):
        return Remark(What.TWIN, shown(name), f"清单里的是 {shown(other)}")
    is_systems = not _OF_SYSTEM.isdisjoint(name.split("/"))
    return Remark(What.ADDED, shown(name), "是电脑系统自己放的" if is_systems else "")


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _folded(name: str) -> str:
    return _composed(_composed(name).casefold())
