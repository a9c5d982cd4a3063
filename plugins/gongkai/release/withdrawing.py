"""Withdrawing: what would confirm a guess of personal data is taken out of older lists, and the chain still holds.

Take down the copies themselves first: the pages of an old site say more than any digest.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from gongkai.release.model import CHAIN, RELEASE, Manifest
from gongkai.release.reading import MisreadError, chain_of, manifest_of
from gongkai.release.sealing import closed
from gongkai.unable import Unable


class NotWithdrawn(Unable):
    """Nothing was changed; the message is a Chinese sentence."""


def withdraw(place: Path, identities: Iterable[str]) -> tuple[Path, ...]:
    """Take the salts and digests of these records out of a release's papers, and give those that changed.

    `place` is a folder that holds a sealed site, or one of its two lists. Every commitment and every digest of the
    chain stays as it was, so that a copy and the published chain still agree. Raises NotWithdrawn.
    """
    unwanted = frozenset(identities)
    paths = [place / RELEASE, place / CHAIN] if place.is_dir() else [place]
    if not any(path.is_file() for path in paths):
        raise NotWithdrawn(f"{place} 里没有发布清单，没有可以撤的。写封存过的网站文件夹，或其中的 {RELEASE}。")
    texts = {path: _without(path, unwanted) for path in paths if path.is_file()}
    return tuple(path for path, data in texts.items() if _put(path, data))


def _without(path: Path, identities: frozenset[str]) -> bytes:
    data = path.read_bytes()
    with suppress(MisreadError):
        return _manifest(manifest_of(data), identities)
    with suppress(MisreadError):
        return closed(chain_of(data), identities).written()
    raise NotWithdrawn(f"{path} 不是完整的发布清单，没有改动。先用 gongkai verify 看是哪里不对。")


def _manifest(manifest: Manifest, identities: frozenset[str]) -> bytes:
    if identities.isdisjoint(manifest.records):
        return manifest.written()
    records = {name: each.closed if name in identities else each for name, each in manifest.records.items()}
    return Manifest(manifest.link, manifest.whole.closed, records).written()


def _put(path: Path, data: bytes) -> bool:
    if path.read_bytes() == data:
        return False
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
    return True
