"""What changed since the release before: added, changed, and of what is gone nothing but that it was there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from gongkai.records.policy import PolicyBook
from gongkai.source.releases import FORMAT, VERSION, Gone, Release
from gongkai.views.board import Board
from gongkai.views.data.documents import Document, dumped, json_of
from gongkai.views.data.gathered import Gathered


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between two releases, by identity; `since` is None where there is no earlier one."""

    since: date | None
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[Gone, ...] = ()
    removed_earlier: tuple[Gone, ...] = ()

    @property
    def gone(self) -> tuple[Gone, ...]:
        """Everything that was ever listed and is no longer, by identity."""
        return tuple(sorted((*self.removed, *self.removed_earlier), key=lambda each: each.identity))

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed)


def changes(previous: Release | None, documents: Iterable[Document]) -> Changes:
    """What differs between an earlier release and these documents."""
    if previous is None:
        return Changes(None)
    now = {each.identity: each.digest for each in documents}
    before = previous.records
    return Changes(
        previous.day,
        tuple(sorted(now.keys() - before.keys())),
        tuple(sorted(identity for identity in now.keys() & before.keys() if now[identity] != before[identity])),
        tuple(Gone(identity, previous.day) for identity in sorted(before.keys() - now.keys())),
        tuple(sorted((each for each in previous.gone if each.identity not in now), key=lambda each: each.identity)),
    )


def manifest_of(board: Board, data: Gathered, found: Changes) -> bytes:
    """What this release lists, for the next one to be compared with."""
    records = ",\n".join(
        f'"{each.identity}":{{"address":"{each.identity}/","digest":"{each.digest}"}}' for each in data.all
    )
    gone = ",\n".join(dumped(_tombstone(each)) for each in found.gone)
    head = {"format": FORMAT, "version": VERSION, **_who(board), "date": board.today.isoformat()}
    head |= {"digest": data.digest, "policy": policy_digest(board.register.policy)}
    return f'{dumped(head)[:-1]},"records":{{\n{records}\n}},"removed":[\n{gone}\n]}}\n'.encode()


_OF_POLICY = ("since", "when_overdue", "adopted", "second_review")


def policy_digest(book: PolicyBook) -> str:
    """The digest of every threshold that the school has adopted, and of the presets behind them.

    It tells whether two releases were judged by the same rules. Personal data that is allowed for a while is left
    out: a digest would confirm a guess of it long after it had to go.
    """
    own = {name: value for name, value in json_of(book.policy).items() if name in _OF_POLICY}
    presets = [[name, basis, json_of(thresholds)] for name, thresholds, basis in book.presets]
    return sha256(dumped({"policy": own, "presets": presets}).encode()).hexdigest()


NO_PREVIOUS = "没有更早一次发布的清单可比，所以这里不列变化。"


def changes_of(board: Board, found: Changes) -> bytes:
    """The changes as a file."""
    lists = {
        "added": [_entry(identity) for identity in found.added],
        "changed": [_entry(identity) for identity in found.changed],
        "removed": [_withdrawn(board, each) for each in found.removed],
        "removed_earlier": [_withdrawn(board, each) for each in found.removed_earlier],
    }
    head: dict[str, object] = {**_who(board), "date": board.today.isoformat()}
    head["previous"] = found.since.isoformat() if found.since else None
    if found.since is None:
        head["note"] = NO_PREVIOUS
    parts = (f'"{name}":[\n' + ",\n".join(map(dumped, entries)) + "\n]" for name, entries in lists.items())
    return f"{dumped(head)[:-1]},{','.join(parts)}}}\n".encode()


def _who(board: Board) -> dict[str, str]:
    return {"school": board.register.school.name, "audience": board.selected.audience.value}


def _entry(identity: str) -> dict[str, str]:
    return {"id": identity, "kind": identity.partition("/")[0], "address": f"{identity}/"}


def _tombstone(gone: Gone) -> dict[str, str]:
    return {**_entry(gone.identity), "last_listed": gone.last_listed.isoformat()}


def _withdrawn(board: Board, gone: Gone) -> dict[str, str]:
    """The same with why it is gone, where the school has told that (撤下登记)."""
    told = board.register.tombstones.of(gone.identity)
    if told is None:
        return _tombstone(gone)
    why = {"withdrawn_on": told.withdrawn_on.isoformat(), "reason": told.reason, "approved_by": told.approved_by}
    return {**_tombstone(gone), "title": told.title, **why}
