"""Which other records the page of a record tells of: the page says the same when the board holds only these."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Proposal
from gongkai.register import Record

_IDENTITY = re.compile(r"[a-z]+/[a-z0-9][a-z0-9._-]{0,99}")
_DEPTH = 2
"""A regulation tells how a decision that rests on it stands, and that is told by the notice of the decision."""

_BY_THEMSELVES = (Proposal, Opinion)
"""Hundreds are of one matter, and each has its own deadlines, whatever becomes of the others."""


class Related:
    """What the records of a board name in their texts, and which are of the same matter of the catalogue."""

    def __init__(self) -> None:
        self._named: dict[str, frozenset[str]] = {}
        self._naming: dict[str, set[str]] = {}
        self._matter: dict[str, str] = {}
        self._of_matter: dict[str, set[str]] = {}

    def put(self, identity: str, record: Record[Any] | None) -> None:
        """From now on this is what the board shows of a record; None where it shows none."""
        for each in self._named.pop(identity, ()):
            self._naming[each].discard(identity)
        if matter := self._matter.pop(identity, ""):
            self._of_matter[matter].discard(identity)
        if record is None:
            return
        self._named[identity] = frozenset(_named(record)) - {identity}
        for each in self._named[identity]:
            self._naming.setdefault(each, set()).add(identity)
        matter = record.content.catalogue_item
        if matter and not isinstance(record.content, _BY_THEMSELVES):
            self._matter[identity] = matter
            self._of_matter.setdefault(matter, set()).add(identity)

    def around(self, identities: Iterable[str]) -> frozenset[str]:
        """These records; those that they name and that name them, and so on; those of the same series and deadlines."""
        own = frozenset(identities)
        found, edge = set(own), own
        for _ in range(_DEPTH):
            near = (self._named.get(each, frozenset()) | self._naming.get(each, set()) for each in edge)
            edge = frozenset().union(*near) - found
            found |= edge
        return frozenset(found.union(*(self._of_matter.get(self._matter.get(each, ""), ()) for each in own)))


def _named(record: Record[Any]) -> Iterable[str]:
    return (name for file in record.files for name in _IDENTITY.findall(file.content.model_dump_json()))
