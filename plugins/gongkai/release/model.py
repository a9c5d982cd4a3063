"""What proves a release: its link in the chain of all releases, and what each record was, sealed.

Canonical JSON. A link's digest is the SHA-256 of its canonical JSON, and the files themselves are written in it, with
one line end after: an object with its keys sorted by code point, `,` and `:` without blanks, characters as they are
(not as `\\u` escapes) in UTF-8, whole numbers only, no fractions, no key twice, nothing that is absent written as
null. Whoever has another JSON library gets the same bytes from these words.

Three files. `SHA256SUMS` lists every other file of the site; `data/release.json` tells this release, record by
record; `data/releases.json` is the chain: of every release its link and what had changed. The two are not in the
sums, because they hold the digest of the sums; each is held by its link instead.

Commitments. A record's digest (source/releases.py) is not written into the chain itself. A short datum, such as
a telephone number that had to be taken down again, could be found from it by trying all numbers. So the chain holds
`sha256(salt + digest)`, and the salt is `HMAC-SHA256(key, identity + digest)`: who has neither the salt nor the key
of the school cannot try anything, because each guess would need its own salt. While a record stands as it is, salt and
digest lie open in `data/release.json`, and anybody can open the commitment; the list of a later release no longer has
them.

What is kept of older lists. The chain keeps the commitments of everything that ever changed and no salt: enough to
recompute the root of every release, and for the holder of an older `release.json` to show that it was ours; not
enough to find out what it said. Whole older lists are not kept: they would grow by all records with every release.
The digest of all records together, whose first signs are printed as the fingerprint, is committed to in the same way,
because with all other digests known even eight signs confirm a guess. It stays open in the chain, so that a paper
can be matched with its release, until a record that it counts is gone, or is withdrawn (withdrawing.py).
"""

from __future__ import annotations

import json
from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

SUMS, RELEASE, CHAIN = "SHA256SUMS", "data/release.json", "data/releases.json"
PAPERS = frozenset({SUMS, RELEASE, CHAIN})
"""The files that prove the others."""

FORMAT, CHAIN_FORMAT, VERSION = "gongkai-release", "gongkai-chain", 1


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one way in which a value is written; see the head of this module."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


@dataclass(frozen=True, slots=True)
class Sealed:
    """A commitment to a digest; `salt` and `digest` open it, and are empty once they were withdrawn."""

    commitment: str
    salt: str = ""
    digest: str = ""

    @property
    def is_right(self) -> bool:
        """Whether what opens it does; one that is not opened claims nothing."""
        return not self.digest or commitment(self.salt, self.digest) == self.commitment

    @property
    def closed(self) -> Sealed:
        return Sealed(self.commitment)

    def told(self) -> dict[str, str]:
        opened = {"salt": self.salt, "digest": self.digest} if self.digest else {}
        return {"commitment": self.commitment, **opened}


def commitment(salt: str, digest: str) -> str:
    """What the chain holds in place of a digest."""
    return sha256(bytes.fromhex(salt) + digest.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """One release in the chain. Its digest covers everything here, and so everything that was published until then.

    `records_root` covers the commitments of all records, `fingerprint` is the commitment to their digest, `files` the
    digest of the sums of all files, `previous` the digest of the link before, empty for the first.
    """

    n: int
    day: date
    school: str
    audience: str
    tool: str
    policy: str
    records_root: str
    fingerprint: str
    files: str
    previous: str

    def told(self) -> dict[str, Any]:
        found = {
            "format": FORMAT,
            "version": VERSION,
            "n": self.n,
            "date": self.day.isoformat(),
            "school": self.school,
            "audience": self.audience,
            "tool": self.tool,
            "policy": self.policy,
            "records_root": self.records_root,
            "fingerprint": self.fingerprint,
            "files": self.files,
        }
        return found | ({"previous": self.previous} if self.previous else {})

    @property
    def digest(self) -> str:
        return sha256(canonical(self.told())).hexdigest()


@dataclass(frozen=True, slots=True)
class Step:
    """A link with what had changed: commitments by identity, None for a record that was no longer listed."""

    link: Link
    whole: Sealed
    """The digest of all records together."""
    changes: Mapping[str, str | None]

    def told(self) -> dict[str, Any]:
        changes = {identity: sealed or "" for identity, sealed in self.changes.items()}
        digest = self.link.digest
        return {**self.link.told(), "fingerprint": self.whole.told(), "digest": digest, "changes": changes}


@dataclass(frozen=True)
class Manifest:
    """`data/release.json`: a link, and every record of that release, sealed, with what opens it."""

    link: Link
    whole: Sealed
    records: Mapping[str, Sealed]

    def told(self) -> dict[str, Any]:
        records = {identity: sealed.told() for identity, sealed in self.records.items()}
        digest = self.link.digest
        return {**self.link.told(), "fingerprint": self.whole.told(), "digest": digest, "records": records}

    @property
    def commitments(self) -> dict[str, str]:
        return {identity: sealed.commitment for identity, sealed in self.records.items()}

    def written(self) -> bytes:
        return canonical(self.told()) + b"\n"


@dataclass(frozen=True)
class Chain:
    """`data/releases.json`: every release from the first to this one."""

    steps: tuple[Step, ...] = ()

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(step.link for step in self.steps)

    @property
    def last(self) -> Step | None:
        return self.steps[-1] if self.steps else None

    @cached_property
    def by_number(self) -> Mapping[int, Step]:
        return {step.link.n: step for step in self.steps}

    def written(self) -> bytes:
        told = {"format": CHAIN_FORMAT, "version": VERSION, "links": [step.told() for step in self.steps]}
        return canonical(told) + b"\n"

    def states(self) -> Iterator[tuple[Step, Mapping[str, str]]]:
        """Each step with the commitments of everything listed then; the mapping is the same one, growing."""
        listed: dict[str, str] = {}
        for step in self.steps:
            for identity, sealed in step.changes.items():
                if sealed is None:
                    listed.pop(identity, None)
                else:
                    listed[identity] = sealed
            yield step, listed

    def listed(self) -> dict[str, str]:
        """The commitments of everything that the newest release lists."""
        return dict(next(iter(deque((listed for _, listed in self.states()), maxlen=1)), {}))

    def roots(self) -> Iterator[tuple[Step, str]]:
        """Each step with the root that follows from everything listed then."""
        lines: list[str] = []
        listed: dict[str, str] = {}
        root = _root(lines)
        for step in self.steps:
            for identity, sealed in step.changes.items():
                if old := listed.pop(identity, None):
                    del lines[bisect_left(lines, _line(identity, old))]
                if sealed:
                    listed[identity] = sealed
                    insort(lines, _line(identity, sealed))
            root = _root(lines) if step.changes else root
            yield step, root

    @property
    def work(self) -> int:
        """So many lines have to be summed to recompute every root: what a forged chain may not make endless."""
        return sum(len(listed) for step, listed in self.states() if step.changes)


def root_of(commitments: Mapping[str, str]) -> str:
    """One digest for all commitments, each bound to its record; in the order of the lines."""
    return _root(sorted(_line(identity, sealed) for identity, sealed in commitments.items()))


def _line(identity: str, sealed: str) -> str:
    return f"{identity} {sealed}\n"


def _root(lines: Iterable[str]) -> str:
    return sha256("".join(lines).encode()).hexdigest()
