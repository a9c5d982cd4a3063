"""What somebody kept of an earlier look, from whatever they kept: a folder, a zip, an address, or a single list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gongkai.release.chains import Kept, called
from gongkai.release.files import Older
from gongkai.release.model import CHAIN, RELEASE, SUMS, Chain, Link, Manifest
from gongkai.release.reading import LARGEST, MisreadError, chain_of, manifest_of
from gongkai.release.sources import AbsentError, Folder, Source, UnreadError, Unverifiable
from gongkai.release.sums import sums_of
from gongkai.release.web import Served
from gongkai.release.zipped import Zipped
from gongkai.source.releases import Release, UnreadableReleaseError, release_of


def opened(typed: str) -> Source:
    """The copy that somebody means; raises Unverifiable."""
    if "://" in typed:
        return Served(typed)
    path = Path(typed)
    if path.is_dir():
        return Folder(path)
    if path.suffix.lower() == ".zip" and path.is_file():
        return Zipped(path)
    if path.is_file():
        raise Unverifiable(f"{typed} 不是网站的文件夹，也不是 zip 文件。写网站的文件夹、存档或本机的网址。")
    raise Unverifiable(f"没有“{typed}”。写网站的文件夹、zip 存档，或本机的网址如 http://127.0.0.1:8000/。")


@dataclass(frozen=True)
class Copy:
    """What was kept: links of the chain, or only a list of records; the sums of all files, if they are there too."""

    kept: Kept | None = None
    listed: Release | None = None
    older: Older | None = None


def copy_of(typed: str) -> Copy:
    """What an older copy says; raises Unverifiable where it says nothing that can be compared."""
    path = Path(typed)
    if "://" not in typed and path.suffix.lower() == ".json" and path.is_file():
        return _list(path)
    return _copy(opened(typed))


def _list(path: Path) -> Copy:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    for read in (_of_manifest, _of_chain, _of_list):
        if found := read(str(path), data):
            return found
    raise Unverifiable(f"{path} 不是发布清单，不能用来比。写以前留的 {RELEASE}、{CHAIN}，或那时的整个副本。")


def _of_manifest(label: str, data: bytes) -> Copy | None:
    try:
        manifest = manifest_of(data)
    except MisreadError:
        return None
    return Copy(Kept(label, (manifest.link,), manifest))


def _of_chain(label: str, data: bytes) -> Copy | None:
    try:
        chain = chain_of(data)
    except MisreadError:
        return None
    return Copy(Kept(label, chain.links)) if chain.steps else None


def _of_list(label: str, data: bytes) -> Copy | None:
    try:
        return Copy(listed=release_of(data, Path(label)))
    except UnreadableReleaseError:
        return None


def _copy(source: Source) -> Copy:
    try:
        manifest = manifest_of(source.read(RELEASE, LARGEST))
    except (AbsentError, UnreadError, MisreadError):
        raise Unverifiable(f"{source.label} 里没有完整的 {RELEASE}，不能用来比。换一份完整的副本。") from None
    links = _links(source, manifest)
    return Copy(Kept(source.label, links, manifest), older=_older(source, manifest))


def _links(source: Source, manifest: Manifest) -> tuple[Link, ...]:
    try:
        chain = chain_of(source.read(CHAIN, LARGEST))
    except (AbsentError, UnreadError, MisreadError):
        chain = Chain()
    others = tuple(link for link in chain.links if link.n != manifest.link.n)
    return (*others, manifest.link)


def _older(source: Source, manifest: Manifest) -> Older | None:
    try:
        return Older(f"您手里{called(manifest.link)}", sums_of(source.read(SUMS, LARGEST)).files)
    except (AbsentError, UnreadError):
        return None
