"""A folder from which a screen in the hallway plays without a network, on a stick or on the machine itself.

Each set of slides has a folder of its own, named by its day and its sum, and is never touched again once it has its
name. `start.html` leads to the present one: replacing that one file is the moment at which a new set takes over, so
whoever pulls the stick or kills the program finds the old set or the new, whole either way. The set before stays.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html import escape
from pathlib import Path

from gongkai.publish import Edition
from gongkai.records import Audience
from gongkai.render.pages import Asset
from gongkai.render.templates import day as in_words
from gongkai.render.templates import environment
from gongkai.staging import MARK as SITE_MARK
from gongkai.unable import Unable

FOLDER = "kiosk/"
"""Where the slides lie on the site."""

NAMES = {Audience.PUBLIC: "走廊屏", Audience.STAFF: "走廊屏-内部公开"}
"""What the folder is called on a stick; the one for staff says so wherever it turns up."""

MARK, START, NEWEST, ABOUT, SUMS = ".gongkai-kiosk", "start.html", "current.js", "怎样启动.txt", "SHA256SUMS"

_SET = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{8}")
_LEADS_TO = re.compile(r"url=(\d{4}-\d\d-\d\d-[0-9a-f]{8})/index\.html")
_ROOM = 1_000_000
"""Bytes that a disk needs beside the slides themselves, for its own lists."""


class NotFilled(Unable):
    """The stick is as it was; the message is a Chinese sentence for the user."""


@dataclass(frozen=True, slots=True)
class Wall:
    """One set of slides: for whom, of which day, and every file by its name in the kiosk folder."""

    school: str
    audience: Audience
    day: date
    files: Mapping[str, bytes]

    @property
    def sum(self) -> str:
        """The sum by which the set is known, on the wall too."""
        return sha256(self.files["index.html"]).hexdigest()

    @property
    def name(self) -> str:
        """The folder of the set."""
        return f"{self.day}-{self.sum[:8]}"

    @property
    def sums(self) -> bytes:
        """Every file with its sum, as `sha256sum -c` reads them."""
        lines = (f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(self.files.items()))
        return "".join(lines).encode()


def wall_of(edition: Edition, audience: Audience, day: date) -> Wall:
    """The slides of an edition."""
    files = {
        output.address.removeprefix(FOLDER): output.content
        for output in edition.outputs
        if isinstance(output, Asset) and output.address.startswith(FOLDER)
    }
    return Wall(edition.footer["name"], audience, day, files)


def folder_of(target: Path, audience: Audience) -> Path:
    """Where the set goes: into a folder of its own in the folder typed, which may hold other things.

    Raises NotFilled where slides for others lie already, or anything that was not made here.
    """
    target = target.resolve()
    if target.exists() and not target.is_dir():
        raise NotFilled(f"{target} 是一个文件，不是文件夹。写 U 盘或文件夹的位置。")
    if site := next((each for each in (target, *target.parents) if (each / SITE_MARK).is_file()), None):
        raise NotFilled(f"{site} 是生成的网站，下次生成时会整个换掉。走廊屏放到别的文件夹。")
    root = target if (target / MARK).is_file() else target / NAMES[audience]
    for folder in (root, *(root.parent / name for name in NAMES.values())):
        _check_audience(folder, audience)
    if root.exists() and not (root / MARK).is_file() and (not root.is_dir() or any(root.iterdir())):
        raise NotFilled(f"{root} 里已经有别的内容，没有动它。给它换个名字，或换一个文件夹。")
    return root


def _check_audience(folder: Path, audience: Audience) -> None:
    mark = folder / MARK
    made_for = mark.read_text("utf-8", "replace").strip() if mark.is_file() else audience.value
    if made_for != audience.value:
        cure = "两种走廊屏放在不同的 U 盘或文件夹，免得挂错地方。"
        raise NotFilled(f"{folder} 是给“{made_for}”看的，这次是给“{audience.value}”看的。{cure}")


def fill(wall: Wall, target: Path) -> Path:
    """Put the set where the screen finds it, and say where to start it; raises NotFilled."""
    root = folder_of(target, wall.audience)
    with _in_words(root):
        root.mkdir(parents=True, exist_ok=True)
        if not (root / MARK).is_file():
            _replace(root / MARK, f"{wall.audience.value}\n".encode())
        _sweep(root)
        before = _present(root)
        _unpack(wall, root)
        _replace(root / START, _start(wall))
        _replace(root / NEWEST, f'kiosk.newest("{wall.sum}", "{wall.name}");\n'.encode())
        _replace(root / ABOUT, _about(wall, root))
        _prune(root, wall.name, before)
        _sweep(root)
    return root / START


@contextmanager
def _in_words(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NotFilled(f"{root} 写不下，盘满了。删去一些文件再来；原来的一套没有动。") from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            cure = "看看 U 盘有没有写保护，或换一个文件夹"
            raise NotFilled(f"{root} 写不进去，没有写的权限。{cure}；原来的一套没有动。") from None
        cure = "看看 U 盘是不是松了或已拔下，再来一次"
        raise NotFilled(f"{root} 读写出错：{error.strerror or error}。{cure}；原来的一套没有动。") from None


def _unpack(wall: Wall, root: Path) -> None:
    """The set under its name: written beside, read again and compared, and only then called by it."""
    place = root / wall.name
    if _is_whole(place, wall):
        return
    needed = sum(map(len, wall.files.values())) + _ROOM
    if shutil.disk_usage(root).free < needed:
        raise OSError(errno.ENOSPC, "")
    made = Path(tempfile.mkdtemp(prefix=".new-", dir=root))
    made.chmod(0o755)  # whoever plays it need not be who filled it
    for name, data in (*wall.files.items(), (SUMS, wall.sums)):
        file = made / name
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, data)
    if not _is_whole(made, wall):
        raise NotFilled(f"写到 {root} 的内容读出来不一样，盘可能坏了。换一个 U 盘；原来的一套没有动。")
    if place.exists():
        place.rename(Path(tempfile.mkdtemp(prefix=".old-", dir=root)) / wall.name)
    made.rename(place)


def _is_whole(place: Path, wall: Wall) -> bool:
    files = (*wall.files.items(), (SUMS, wall.sums))
    return all((place / name).is_file() and (place / name).read_bytes() == data for name, data in files)


def _write(file: Path, data: bytes) -> None:
    """On the disk itself, for a stick is pulled out when the program says that it is done."""
    with file.open("wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def _replace(file: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".new-", dir=file.parent)
    os.close(handle)
    made = Path(name)
    _write(made, data)
    made.chmod(0o644)
    made.replace(file)


def _present(root: Path) -> str:
    """The folder of the set to which the start leads; nothing before the first."""
    start = root / START
    found = _LEADS_TO.search(start.read_text("utf-8", "replace")) if start.is_file() else None
    return found[1] if found else ""


def _sweep(root: Path) -> None:
    """Take away what this run, or one that was killed, has put aside."""
    for each in (*root.glob(".new-*"), *root.glob(".old-*")):
        if each.is_dir():
            shutil.rmtree(each, ignore_errors=True)
        else:
            each.unlink(missing_ok=True)


def _prune(root: Path, present: str, before: str) -> None:
    """Keep two sets: the present one and the one before it."""
    others = sorted(
        (each for each in root.iterdir() if _SET.fullmatch(each.name) and each.name != present and each.is_dir()),
        key=lambda each: (each.name == before, each.name),
    )
    for each in others[:-1]:
        each.rename(Path(tempfile.mkdtemp(prefix=".old-", dir=root)) / each.name)


def _start(wall: Wall) -> bytes:
    address = f"{wall.name}/index.html"
    lines = (
        "<!doctype html>",
        '<html lang="zh-CN">',
        '<meta charset="utf-8">',
        f'<meta http-equiv="refresh" content="0; url={address}">',
        f"<title>{escape(wall.school)}校务公开栏</title>",
        f'<p><a href="{address}">打开校务公开栏</a></p>',
    )
    return "\n".join((*lines, "")).encode()


def _about(wall: Wall, root: Path) -> bytes:
    text = (
        environment()
        .get_template("stick.txt.jinja")
        .render(
            school=wall.school,
            staff=wall.audience is Audience.STAFF,
            folder=root.name,
            present=wall.name,
            day=in_words(wall.day),
            start=START,
            sums=SUMS,
        )
    )
    # Notepad on an old Windows takes a text without a mark for another encoding, and knows only its own line ends.
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
