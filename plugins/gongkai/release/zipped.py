"""A copy of a site in a zip. It is read where it lies: nothing is unpacked, and no more than it may weigh."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Sequence
from pathlib import Path
from struct import error as StructError  # noqa: N812 - it is the name of an exception
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from gongkai.release.model import CHAIN, RELEASE, SUMS
from gongkai.release.remarks import Remark, What, shown
from gongkai.release.sources import AbsentError, Summed, UnreadError, Unverifiable, summed
from gongkai.release.sums import is_within

ARCHIVE_SUMS = "SHA256SUMS.txt"
"""What `gongkai build --archive` calls its sums."""

LARGEST_ENTRY, LARGEST_WHOLE = 1_000_000_000, 8_000_000_000
MOST_ENTRIES = 200_000
STEEPEST = 200
"""A text of a site shrinks to a fifth or a tenth; what shrinks to less than this part was made to burst."""
_SMALL = 1_000_000

_UNPACKING = (BadZipFile, LargeZipFile, zlib.error, EOFError, OSError, StructError, ValueError, RuntimeError)
"""Whatever the library objects to: a bad sum, a wrong header, encryption, a method that it does not know."""


class Zipped:
    """A site in a zip, at its top or in one folder."""

    is_listed = True

    def __init__(self, path: Path) -> None:
        self.label = str(path)
        self._odd: list[Remark] = []
        self._entries: dict[str, ZipInfo] = {}
        self._bombs: set[str] = set()
        try:
            self._zip = ZipFile(path)
            infos = self._zip.infolist()
        except (*_UNPACKING, NotImplementedError):
            raise Unverifiable(f"{path} 不是完整的 zip 文件，打不开。重新下载一份。") from None
        if len(infos) > MOST_ENTRIES:
            raise Unverifiable(f"{path} 里的文件超过 {MOST_ENTRIES} 个，不像是公开网站。检查是不是写错了文件。")
        named = [(_name(info), info) for info in infos]
        prefix = _prefix([name for name, _ in named])
        for name, info in named:
            self._take(name, info, prefix)
        self._add_empty_folders([name for name, _ in named], prefix)
        self._left = LARGEST_WHOLE

    def _take(self, name: str, info: ZipInfo, prefix: str) -> None:
        mode = info.external_attr >> 16
        own = name.removeprefix(prefix)
        if "\\" in name or not is_within(name.removesuffix("/")) or ":" in name.partition("/")[0]:
            self._odd.append(Remark(What.ZIP_ESCAPE, shown(name)))
        elif name.endswith("/"):
            return
        elif not name.startswith(prefix):
            self._odd.append(Remark(What.ADDED, shown(name), "在网站的文件夹外面"))
        elif mode and stat.S_ISLNK(mode):
            self._odd.append(Remark(What.LINK, shown(own)))
        elif own in self._entries:
            self._odd.append(Remark(What.ZIP_TWICE, shown(own)))
        else:
            if info.file_size > max(_SMALL, info.compress_size * STEEPEST) or info.file_size > LARGEST_ENTRY:
                detail = f"{info.compress_size} 字节解压成 {info.file_size} 字节"
                self._odd.append(Remark(What.ZIP_BOMB, shown(own), detail))
                self._bombs.add(own)
            self._entries[own] = info

    def _add_empty_folders(self, names: list[str], prefix: str) -> None:
        used = {f"{parent}/" for name in names for parent in _parents(name.rstrip("/"))}
        own = {name for name in names if name.endswith("/") and name.startswith(prefix) and name != prefix}
        self._odd += [Remark(What.EMPTY_FOLDER, shown(name.removeprefix(prefix))) for name in sorted(own - used)]

    def names(self) -> Sequence[str]:
        return sorted(self._entries)

    def oddities(self) -> Sequence[Remark]:
        return self._odd

    def read(self, name: str, most: int) -> bytes:
        info = self._info(name)
        try:
            with self._zip.open(info) as file:
                return file.read(most + 1)
        except _UNPACKING as error:
            raise UnreadError("压缩包里的这一份坏了") from error

    def summed(self, name: str) -> Summed:
        info = self._info(name)
        try:
            with self._zip.open(info) as file:
                found = summed(file.read, min(LARGEST_ENTRY, self._left))
        except _UNPACKING as error:
            raise UnreadError("压缩包里的这一份坏了") from error
        self._left -= found.size
        return found

    def _info(self, name: str) -> ZipInfo:
        info = self._entries.get(name)
        if info is None:
            raise AbsentError(name)
        if name in self._bombs:
            raise UnreadError("没有解压")
        if info.flag_bits & 1:
            raise UnreadError("加了密码")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise UnreadError("用了少见的压缩方法")
        return info


def _name(info: ZipInfo) -> str:
    """The name as it was meant: old programs write it in the encoding of their system and do not say so."""
    raw = info.orig_filename
    if info.flag_bits & 0x800:
        return raw
    try:
        data = raw.encode("cp437")
    except UnicodeEncodeError:
        return raw
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw


def _prefix(names: list[str]) -> str:
    """The folder in which the site lies; empty at the top. Only a site at the top has other sums further down."""
    for papers in ((RELEASE, CHAIN, ARCHIVE_SUMS), (SUMS,)):
        ends = [(name, paper) for name in names for paper in papers if f"/{name}".endswith(f"/{paper}")]
        found = [name.removesuffix(paper) for name, paper in ends]
        if found:
            return min(found, key=lambda prefix: (prefix.count("/"), prefix))
    return ""


def _parents(name: str) -> list[str]:
    parts = name.split("/")[:-1]
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
