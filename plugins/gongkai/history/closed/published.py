"""What stood published: of an earlier register the part that its readers could see on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from gongkai.findings import Code, Finding, Location, Severity
from gongkai.records import ActFile, Audience, MainFile
from gongkai.records.proposal import Review
from gongkai.register import Act, Record, Register, frozen
from gongkai.select import Selected, select


@dataclass(frozen=True, eq=False)
class Step:
    """Two published moments of a board, one after the other.

    `on` is the day on which `new` took the place of `old`, `since` the day on which `old` was published.
    `later` is the register of today, in which a slip may have been put right since; it is `new` where nothing
    came after. `origins` are records as they stood before a slip that came earlier: going back to them mends it.
    """

    old: Register
    new: Register
    on: date
    since: date
    later: Register
    origins: Mapping[str, Record[MainFile]] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """The records that are not the same ones any more; what cannot be read now is not judged."""
        old, new = self.old.records, self.new.records
        changed = [identity for identity, record in old.items() if new.get(identity) is not record]
        changed += [identity for identity in new if identity not in old]
        return tuple(sorted(identity for identity in changed if identity not in self.new.broken))

    @cached_property
    def selected(self) -> Selected:
        """What staff could see of the changed records before, which is all that anybody could see."""
        return select(part(self.old, self.changed), Audience.STAFF, self.on)

    def shown(self, identity: str) -> Record[MainFile] | None:
        """A record as it stood published before."""
        return self.selected.register.records.get(identity)

    def place(self, identity: str, file: str = "", keys: tuple[str | int, ...] = (), near: str = "") -> Location:
        """Where a value stands now; where its file is gone, where the file stood.

        `near` is a line of prose in which to look.
        """
        register, what = self._file(identity, file)
        if what is None:
            return Location(identity)
        document = register.documents.get(what.path)
        if near and document and (at := document.text.find(near, document.body_at)) >= 0:
            return document.at(at)
        return register.place(what.path, *keys, value=True)

    def _file(self, identity: str, file: str) -> tuple[Register, Record[Any] | Act[Any] | None]:
        """A file as it stands now, or as it last stood."""
        for register in (self.later, self.new, self.old):
            record = register.records.get(identity)
            what: Record[Any] | Act[Any] | None = record.act(file) if record and file else record
            if what is not None:
                return register, what
        return self.old, None

    def finding(
        self,
        code: Code,
        identity: str,
        name: str,
        keys: tuple[str | int, ...],
        message: str,
        cure: str,
        near: str = "",
    ) -> Finding:
        """An objection to a value of a file of a record (`name` is the act, empty for the main file)."""
        label = next((str(key) for key in reversed(keys) if isinstance(key, str)), "")
        whose = f"{identity}/{name}" if name else identity
        register, what = self._file(identity, name)
        document = register.documents.get(what.path) if what else None
        item = document.item(keys) if document else ""
        return Finding(code, self.place(identity, name, keys, near), message, cure, whose, label, item=item)

    def settled(self, finding: Finding, undone: bool, how: str) -> Finding:
        """A finding as a mere notice, where today it is as if it had never happened."""
        if not undone or self.later is self.new:
            return finding
        return replace(finding.lowered(Severity.NOTICE), message=f"{finding.message}{how}")


def part(register: Register, identities: Iterable[str]) -> Register:
    """A register of these records alone, with the leads into which they were merged."""
    found = {identity: register.records[identity] for identity in identities if identity in register.records}
    for record in tuple(found.values()):
        for lead in _leads(record):
            if lead in register.records:
                found[lead] = register.records[lead]
    return replace(register, records=frozen(found))


def _leads(record: Record[Any]) -> Iterator[str]:
    review = record.one(Review)
    if review and review.content.merged_into:
        yield review.content.merged_into
    handling = getattr(record.content, "handling", None)
    if handling and handling.joined_to:
        yield handling.joined_to


def is_shown(was: Record[Any] | Act[Any], shown: Record[Any] | Act[Any] | None, name: str) -> bool:
    """Whether what a file said under an attribute was part of what was published."""
    return shown is not None and getattr(shown.content, name) == getattr(was.content, name)


def file_name(record: Record[Any], act: Act[ActFile]) -> str:
    """An act by the name of its file, such as `reply-1`."""
    return act.identity.removeprefix(f"{record.identity}/")
