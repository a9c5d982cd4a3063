"""What is known of past releases besides the repository itself: the private ledger, kept lists, the chain."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gongkai.release.chains import called
from gongkai.release.model import CHAIN, RELEASE, Chain, Manifest
from gongkai.release.reading import LARGEST, MisreadError, chain_of, manifest_of
from gongkai.release.sealing import Key
from gongkai.release.sources import AbsentError, Source, UnreadError, Unverifiable
from gongkai.source.releases import Release, UnreadableReleaseError, release_of

_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_LONGEST_LEDGER = 64_000_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """A line of the private ledger: what was released on which day, and from which commit."""

    n: int
    day: date
    audience: str
    digest: str
    commit: str = ""
    dirty: bool = False

    @property
    def called(self) -> str:
        return f"第 {self.n} 次发布（{self.day}）"


def recorded(ledger: Path) -> tuple[Recorded, ...]:
    """Every release that a ledger tells of, the oldest first; raises Unverifiable where it cannot be read.

    A line that was torn when the program was killed is left out; a return to an earlier release is no new one.
    """
    try:
        with ledger.open("rb") as file:
            lines = file.read(_LONGEST_LEDGER).split(b"\n")
    except OSError:
        raise Unverifiable(
            f"发布台账 {ledger} 读不到。写 gongkai publish 的目标旁边那个文件夹里的 ledger.jsonl。"
        ) from None
    found: dict[int, Recorded] = {}
    for line in lines:
        if each := _line(line):
            found.setdefault(each.n, each)
    if not found:
        raise Unverifiable(f"发布台账 {ledger} 里没有一次发布。检查是不是写错了文件。")
    return tuple(found[n] for n in sorted(found))


def _line(data: bytes) -> Recorded | None:
    try:
        line = json.loads(data)
        commit = line.get("commit") or ""
        is_sound = type(line["n"]) is int and isinstance(commit, str) and (not commit or _COMMIT.fullmatch(commit))
        if not is_sound:
            return None
        day = date.fromisoformat(line["date"])
        return Recorded(line["n"], day, str(line["audience"]), str(line["digest"]), commit, bool(line.get("dirty")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


@dataclass(frozen=True, slots=True)
class Was:
    """What records were in a release, as far as it can be known: their digests, or only commitments to them."""

    called: str
    tool: str
    digests: Mapping[str, str]
    commitments: Mapping[str, str]

    def fits(self, now: Mapping[str, str], key: Key) -> bool:
        """Whether this key can have sealed it: with another, not one commitment would be right."""
        shared = [identity for identity in self.commitments if identity in now]
        return bool(self.digests) or not shared or not all(self._is_other(each, now[each], key) for each in shared)

    def differing(self, now: Mapping[str, str], key: Key) -> tuple[tuple[str, str], ...]:
        """Every record whose content is other than it was, with what became of it."""
        return tuple(self._differing(now, key))

    def _differing(self, now: Mapping[str, str], key: Key) -> Iterator[tuple[str, str]]:
        for identity in sorted({*self.digests, *self.commitments, *now}):
            was_listed = identity in self.digests or identity in self.commitments
            if identity not in now:
                yield identity, "仓库里没有了"
            elif not was_listed:
                yield identity, "发布时没有"
            elif self._is_other(identity, now[identity], key):
                yield identity, "内容和发布时不同"

    def _is_other(self, identity: str, digest: str, key: Key) -> bool:
        if was := self.digests.get(identity):
            return was != digest
        return self.commitments[identity] != key.seal(identity, digest).commitment


@dataclass(frozen=True)
class Evidence:
    """Everything at hand: lists of whole releases by the digest of their link, and the longest chain."""

    manifests: Mapping[str, Manifest]
    chain: Chain
    key: Key

    def of(self, digest: str) -> Was | None:
        """What is known of the release with this digest; nothing where only sealed commitments of others are."""
        manifest = self.manifests.get(digest)
        if manifest:
            digests = {name: sealed.digest for name, sealed in manifest.records.items() if sealed.digest}
            return Was(called(manifest.link), manifest.link.tool, digests, manifest.commitments)
        for step, listed in self.chain.states():
            if step.link.digest == digest:
                return Was(called(step.link), step.link.tool, {}, dict(listed))
        return None


def evidence(sources: Iterable[Source], key: Key) -> Evidence:
    """What copies and kept releases tell; what cannot be read there is for `verify` to object to."""
    manifests: dict[str, Manifest] = {}
    longest = Chain()
    for source in sources:
        try:
            manifest = manifest_of(source.read(RELEASE, LARGEST))
            manifests[manifest.link.digest] = manifest
            chain = chain_of(source.read(CHAIN, LARGEST))
        except (AbsentError, UnreadError, MisreadError):
            continue
        longest = max(longest, chain, key=lambda each: len(each.steps))
    return Evidence(manifests, longest, key)


def committed_lists(folders: Iterable[Path]) -> Iterator[tuple[Path, Release | Manifest]]:
    """Every list of a release that lies beside the records, of either kind."""
    for path in sorted(path for folder in folders for path in folder.glob("*.json")):
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        try:
            yield path, manifest_of(data)
            continue
        except MisreadError:
            pass
        try:
            yield path, release_of(data, path)
        except UnreadableReleaseError:
            continue
