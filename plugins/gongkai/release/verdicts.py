"""What comes of verifying, and how it is gathered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from gongkai.release.model import Link
from gongkai.release.remarks import Remark, What


@dataclass(frozen=True)
class Verdict:
    """Everything that is wrong with a copy, what else is worth knowing, and how much was looked at."""

    label: str
    remarks: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()
    link: Link | None = None
    fingerprint: str = ""
    """The digest of all records together, where it is still open."""
    files: int = 0
    size: int = 0
    releases: int = 0
    """So many past releases were held against the repository."""

    @property
    def is_whole(self) -> bool:
        return not self.remarks

    def and_also(self, other: Verdict) -> Verdict:
        """This verdict on a copy together with that on the repository behind it."""
        remarks, notes = (*self.remarks, *other.remarks), (*self.notes, *other.notes)
        return replace(self, remarks=remarks, notes=notes, releases=self.releases + other.releases)


@dataclass
class Look:
    """A verdict in the making: whoever looks adds what is found, and nothing is said twice."""

    label: str
    remarks: list[Remark] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    link: Link | None = None
    fingerprint: str = ""
    files: int = 0
    size: int = 0
    releases: int = 0

    def add(self, what: What, place: str, detail: str = "") -> None:
        self.remarks.append(Remark(what, place, detail))

    def extend(self, remarks: Iterable[Remark]) -> None:
        self.remarks += remarks

    def note(self, words: str) -> None:
        if words not in self.notes:
            self.notes.append(words)

    def verdict(self) -> Verdict:
        """What is found so far."""
        remarks, notes = tuple(self.remarks), tuple(self.notes)
        return Verdict(self.label, remarks, notes, self.link, self.fingerprint, self.files, self.size, self.releases)


def by_sort(verdict: Verdict) -> Iterator[tuple[What, tuple[Remark, ...]]]:
    """The remarks by what is wrong, in the order of the list of all that can be."""
    for what in What:
        if found := tuple(remark for remark in verdict.remarks if remark.what is what):
            yield what, found
