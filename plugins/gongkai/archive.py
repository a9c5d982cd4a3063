"""`gongkai build --archive`: the whole board in one zip, to be read from a disk or a stick without a server.

A browser that reads from a disk opens no folder, so every link to a folder leads to its page; what only a
server needs is left out; an index in plain HTML leads to everything, without scripts and without styles.
The same edition of the same day gives the same bytes. Only a zip that was made here is ever replaced.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import quote, unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from gongkai.attachments.names import is_device
from gongkai.publish import Edition
from gongkai.records import Audience
from gongkai.render.pages import Asset
from gongkai.render.templates import day as in_words
from gongkai.render.templates import environment
from gongkai.staging import MARK, ReplacementError, tree
from gongkai.table_of_contents import contents

INDEX, ABOUT, SUMS = "目录.html", "说明.txt", "SHA256SUMS.txt"
LONGEST_PATH = 200
"""Windows stops at 260 characters, of which the folder that somebody unpacks into takes some."""

_SERVER_ONLY = re.compile(rf"404\.html|robots\.txt|sitemap(?:-\d+)?\.xml(?:\.gz)?|{re.escape(MARK)}")
_PACKED = (".png", ".jpg", ".jpeg", ".webp", ".zip", ".docx", ".xlsx", ".pptx", ".gz")
_TAG = re.compile(r"<(?:a|form|link|area|meta)\b[^>]*>")
_FOLDER = re.compile(r"""(\b(?:href|action)="|\burl=)((?!/)[^"?#:]*/)(?=["?#])""")
_TARGET = re.compile(r"""(\b(?:href|src)=")([^"?#:]+)(?=["?#])""")
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive is made of: one audience's edition on one day, and where its live site stands."""

    edition: Edition
    audience: Audience
    today: date
    introduction: str = ""
    site_url: str = ""

    @property
    def is_staff(self) -> bool:
        return self.audience is Audience.STAFF

    @property
    def name(self) -> str:
        """What the file is best called; a copy for staff says so wherever it turns up."""
        school = _safe_part(self.edition.footer["name"])[:60]
        return f"{school}校务公开-{self.today}{'-内部公开' if self.is_staff else ''}.zip"

    @property
    def folder(self) -> str:
        """The folder in which everything lies, so that unpacking makes no mess."""
        return f"校务公开-{self.today}{'-内部公开' if self.is_staff else ''}"


def files_of(archive: Archive) -> Iterator[tuple[str, bytes]]:
    """Every file as (path, content), with the sums of all others and what they mean last."""
    edition = archive.edition
    names = {output.address: safe(output.address, len(archive.folder) + 1) for output in edition.outputs}
    renamed = {address: name for address, name in names.items() if address != name and not address.endswith("/")}
    attached = {output.address for output in edition.outputs if isinstance(output, Asset) and output.is_attached}
    sums: list[str] = []
    for address, content in _all(archive):
        name = renamed.get(address, address)
        is_page = name.endswith(".html") and address not in attached
        data = _from_disk(content, address, renamed) if is_page else content
        sums.append(f"{sha256(data).hexdigest()}  {name}\n")
        yield name, data
    listed = "".join(sorted(sums, key=lambda line: line[66:])).encode()
    yield SUMS, listed
    yield ABOUT, _about(archive, len(sums), sha256(listed).hexdigest())
    yield MARK, f"{archive.audience.value}\n".encode()


def _all(archive: Archive) -> Iterator[tuple[str, bytes]]:
    archived = f"这是 {in_words(archive.today)}的存档，以后的变化不在里面。"
    around = tree(archive.edition, archive.audience, archive.introduction, archive.site_url, archived)
    yield from ((address, content) for address, content in around if not _SERVER_ONLY.fullmatch(address))
    yield INDEX, contents(archive.edition, archive.today, is_staff=archive.is_staff).encode()


def _from_disk(content: bytes, address: str, renamed: dict[str, str]) -> bytes:
    """A page whose links to folders lead to their pages, and to files by the names that they have here."""
    text = _TAG.sub(lambda tag: _FOLDER.sub(r"\1\2index.html", tag[0]), content.decode())
    return (_renaming(text, address, renamed) if renamed else text).encode()


def _renaming(text: str, address: str, renamed: dict[str, str]) -> str:
    base = PurePosixPath(address).parent

    def target(match: re.Match[str]) -> str:
        meant = os.path.normpath(base / unquote(match[2])).replace(os.sep, "/")
        if meant not in renamed:
            return match[0]
        return match[1] + quote(os.path.relpath(renamed[meant], base).replace(os.sep, "/"))

    return _TARGET.sub(target, text)


def safe(address: str, used: int = 0) -> str:
    """A path that every Windows can unpack: no reserved names or signs, no dot at an end, not too long."""
    parts = [_safe_part(part) for part in address.split("/")]
    path = "/".join(parts)
    room = LONGEST_PATH - used - len("index.html")
    if len(path) <= room:
        return path
    stem, dot, suffix = parts[-1].rpartition(".")
    mark = sha256(address.encode()).hexdigest()[:8]
    parts[-1] = f"{(stem or suffix)[: max(1, len(parts[-1]) - (len(path) - room) - 9)]}-{mark}{dot and '.' + suffix}"
    return "/".join(parts)


def _safe_part(part: str) -> str:
    clean = _FORBIDDEN.sub("_", part)
    if clean != clean.rstrip(". ") and clean not in (".", ".."):
        clean = f"{clean.rstrip('. ')}_"
    return f"_{clean}" if is_device(clean) else clean


def _about(archive: Archive, count: int, fingerprint: str) -> bytes:
    text = (
        environment()
        .get_template("archive.txt.jinja")
        .render(
            name=archive.edition.footer["name"],
            staff=archive.is_staff,
            today=in_words(archive.today),
            site=archive.site_url,
            index=INDEX,
            sums=SUMS,
            count=count,
            fingerprint=fingerprint,
        )
    )
    # Notepad on an old Windows takes a text without a mark for another encoding, and knows only its own line ends.
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def target_of(typed: Path, archive_name: str) -> Path:
    """Where the archive goes: the file that was typed, or in a folder under the name that suits it."""
    if typed.is_dir():
        return typed / archive_name
    if typed.suffix.lower() != ".zip":
        raise ReplacementError(
            f"{typed} 不是 zip 文件，也不是已有的文件夹。写成 {archive_name} 的样子，或写一个文件夹。"
        )
    return typed


def check_target(target: Path, audience: Audience) -> None:
    """Raise ReplacementError unless there is nothing yet, or an archive for the same audience."""
    if not target.exists():
        return
    made_for = _made_for(target)
    if made_for is None:
        raise ReplacementError(f"{target} 已经有了，不是这里生成的存档，没有动它。换一个名字。")
    if made_for != audience.value:
        cure = "两种存档用不同的名字。"
        raise ReplacementError(f"{target} 是给“{made_for}”看的存档，这次要生成给“{audience.value}”看的。{cure}")


def _made_for(target: Path) -> str | None:
    try:
        with ZipFile(target) as opened:
            mark = next((name for name in opened.namelist() if name.count("/") == 1 and name.endswith(f"/{MARK}")), "")
            return opened.read(mark).decode().strip() if mark else None
    except (BadZipFile, OSError, UnicodeDecodeError):
        return None


def write(archive: Archive, target: Path) -> int:
    """Put the archive where `target` is, all at once, and say how many files are in it; raises ReplacementError."""
    target = target.resolve()
    check_target(target, archive.audience)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.stem}-", suffix=".part", dir=target.parent)
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            count = _pack(archive, file)
            file.flush()
            os.fsync(file.fileno())
        made.chmod(0o644)
        made.replace(target)
    finally:
        made.unlink(missing_ok=True)
    return count


def _pack(archive: Archive, file: IO[bytes]) -> int:
    count = 0
    when = (archive.today.year, archive.today.month, archive.today.day, 0, 0, 0)
    with ZipFile(file, "w") as zipped:
        for name, content in files_of(archive):
            entry = ZipInfo(f"{archive.folder}/{name}", when)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            entry.compress_type = ZIP_STORED if name.lower().endswith(_PACKED) else ZIP_DEFLATED
            zipped.writestr(entry, content)
            count += 1
    return count
