"""Which record a sheet on a wall is about, by the fingerprint on it, and whether the record has changed since."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.source.releases import Release, digest_of
from gongkai.views.board import Board
from gongkai.views.fingerprints import fingerprints, signs, whole_fingerprint
from gongkai.views.search.folding import folded

LEAST = 4
"""With fewer signs a fingerprint says nothing."""

_LOOKALIKES = str.maketrans("oqdilszg", "00d11526")
"""Letters that no fingerprint has, by the sign they were read from; d is one and stays."""
_LABEL = re.compile(r"^指纹[:：]?")
_PARTING = re.compile(r"[\s\-–—−_./、]")


@dataclass(frozen=True, slots=True)
class Match:
    """A record whose fingerprint is the one asked for, now or in an earlier release.

    `now` is its fingerprint today, empty if it is no longer shown; `since` the day of the release in which it
    had the one asked for, None if that is today's.
    """

    identity: str
    asked: str
    now: str
    since: date | None = None

    @property
    def is_current(self) -> bool:
        return self.since is None


def typed_signs(words: str) -> str:
    """The signs somebody read off a sheet, in lower case without the stroke; empty if they can be none."""
    bare = _PARTING.sub("", _LABEL.sub("", folded(words).strip())).translate(_LOOKALIKES)
    return bare if re.fullmatch(r"[0-9a-f]{1,8}", bare) else ""


def matches(board: Board, words: str, releases: Iterable[Release]) -> tuple[Match, ...]:
    """Every record that has these signs, or had them in an earlier release; those of today first."""
    typed = typed_signs(words)
    if len(typed) < LEAST:
        return ()
    now = fingerprints(board)
    found = [Match(identity, own, own) for identity, own in now.items() if typed in _bare(own)]
    known = {(each.identity, each.asked) for each in found}
    for release in sorted(releases, key=lambda each: each.day, reverse=True):
        for identity, digest in sorted(release.records.items()):
            own = signs(digest)
            if typed in _bare(own) and (identity, own) not in known:
                known.add((identity, own))
                found.append(Match(identity, own, now.get(identity, ""), release.day))
    return tuple(found)


def whole_matches(board: Board, words: str, releases: Iterable[Release]) -> Iterator[tuple[str, date | None]]:
    """Fingerprints of everything that was published that hold these signs, with the day of the release; None is now."""
    typed = typed_signs(words)
    now = whole_fingerprint(board)
    if typed in _bare(now):
        yield now, None
    for release in sorted(releases, key=lambda each: each.day, reverse=True):
        own = signs(digest_of(release.records))
        if typed in _bare(own) and own != now:
            yield own, release.day


def near(board: Board, words: str) -> tuple[tuple[str, str], ...]:
    """Records whose fingerprint differs in one sign from the one typed whole, by identity and fingerprint."""
    typed = typed_signs(words)
    return tuple(_near(board, typed)) if len(typed) == len("7f3a91c2") else ()


def _near(board: Board, typed: str) -> Iterator[tuple[str, str]]:
    for identity, own in fingerprints(board).items():
        if sum(one != other for one, other in zip(_bare(own), typed, strict=True)) == 1:
            yield identity, own


def _bare(fingerprint: str) -> str:
    return fingerprint.replace("-", "").lower()
