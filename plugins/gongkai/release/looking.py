"""A look at one copy: what every kind of copy is looked at for."""

from __future__ import annotations

from collections.abc import Collection

from gongkai.release.files import compare
from gongkai.release.keeping import Copy
from gongkai.release.model import Manifest
from gongkai.release.reading import LARGEST
from gongkai.release.remarks import Remark, What, shown
from gongkai.release.sources import AbsentError, Source, UnreadError
from gongkai.release.sums import Sums, sums_of
from gongkai.release.verdicts import Look
from gongkai.source.releases import MANIFEST, Release, UnreadableReleaseError, release_of


class Looking:
    """A source, and what was found in it so far."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.look = Look(source.label)

    def has(self, name: str) -> bool:
        if self.source.is_listed:
            return name in self.source.names()
        try:
            self.source.read(name, 0)
        except (AbsentError, UnreadError):
            return False
        return True

    def read(self, name: str) -> bytes | None:
        """A paper's bytes; None, and a remark, where it cannot be read."""
        try:
            data = self.source.read(name, LARGEST)
        except AbsentError:
            self.look.add(What.MISSING, name)
        except UnreadError as error:
            self.look.add(What.UNREADABLE, name, str(error))
        else:
            if len(data) <= LARGEST:
                return data
            self.look.add(What.PAPER, name, "大得不像是本程序写的")
        return None

    def sums(self, name: str) -> tuple[Sums, bytes] | None:
        """The list of files and its own bytes, with remarks on lines that say nothing."""
        data = self.read(name)
        if data is None:
            return None
        found = sums_of(data)
        for number in found.unread[:5]:
            self.look.add(What.SUMS, name, f"第 {number} 行读不懂")
        if len(found.unread) > 5:
            self.look.add(What.SUMS, name, f"共 {len(found.unread)} 行读不懂")
        self.look.extend(Remark(What.SUMS, name, f"{shown(each)} 写了两遍") for each in found.twice[:5])
        if not found.in_order:
            self.look.add(What.SUMS, name, "行的次序被动过")
        return found, data

    def files(self, sums: Sums, spared: Collection[str], copy: Copy | None) -> None:
        """Hold every file against the list."""
        older = copy.older if copy else None
        found = compare(sums.files, self.source, spared, older)
        self.look.extend(found.remarks)
        self.look.files, self.look.size = found.files, found.size

    def release(self) -> Release | None:
        """What the open data list; None where nothing can be said of them."""
        try:
            return release_of(self.source.read(MANIFEST, LARGEST))
        except AbsentError:
            return None  # the list of files names it
        except (UnreadError, UnreadableReleaseError):
            self.look.add(What.PAPER, MANIFEST, "读不懂")
            return None


def agree(digest: str | None, manifest: Manifest, identity: str) -> bool:
    """Whether a record's digest is the one that was sealed; one that was withdrawn can only be there or not."""
    sealed = manifest.records.get(identity)
    if digest is None or sealed is None:
        return False
    return not sealed.digest or sealed.digest == digest
