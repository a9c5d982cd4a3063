"""What a file really is, whatever it is called; and the parts of a workbook, never more than we can bear."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, LargeZipFile, ZipFile

MEGABYTE = 1024 * 1024
MAX_FILE = 20 * MEGABYTE
MAX_PARTS = 2_000
MAX_UNPACKED = 64 * MEGABYTE
"""A statement of a school has some 20 KB; what is larger than this by far is a mistake or an attack."""

MAX_ELEMENTS = 3_000_000
"""A million formatted rows of one cell each; to run through many more would take minutes."""

_CHUNK = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")

_SAVE_AS = "用 WPS 或 Excel 打开，“另存为”时文件类型选“Excel 工作簿（*.xlsx）”，再导入新存的文件。"
_AGAIN = "用 gongkai template 重新生成一份模板，照着填。"
_DAMAGED = "这个文件坏了，读不完整。用 WPS 或 Excel 打开看看，能打开就另存一份再导入。"
_TOO_BIG = (
    "这个文件解开后太大，没有读。多半是表下面有成片只有格式的空行：选中它们，右键“删除”，保存后再导入；不然，" + _AGAIN
)


class Unreadable(Exception):
    """The file is no workbook that we read; the message is Chinese: what it is, and what to do."""


class Package:
    """The named parts inside a workbook file, each read in small pieces; `size` is what they unpack to."""

    def __init__(self, data: bytes) -> None:
        _check_sort(data)
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, LargeZipFile, ValueError, NotImplementedError, OSError):
            raise Unreadable(_DAMAGED) from None
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        names = [entry.filename.replace("\\", "/").lstrip("/") for entry in entries]
        self._entries = dict(zip((name.lower() for name in names), entries, strict=True))
        self.size = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_PARTS or self.size > MAX_UNPACKED:
            raise Unreadable(_TOO_BIG)
        if len(self._entries) != len(entries):
            raise Unreadable(f"这个文件里有同名的部分，不知道该读哪一个，没有读。{_AGAIN}")
        if any(entry.flag_bits & 1 for entry in entries):
            raise Unreadable("这个文件加了密码，读不了。去掉密码，另存一份再导入。")
        self._check_content()

    def _check_content(self) -> None:
        names = set(self._entries)
        if "word/document.xml" in names:
            raise Unreadable("这是 Word 文档，不是 Excel 工作簿。" + _AGAIN)
        if "mimetype" in names or "content.xml" in names:
            raise Unreadable(f"这是 OpenDocument（.ods）表格。{_SAVE_AS}")
        if any(name.endswith("vbaproject.bin") for name in names):
            raise Unreadable(f"这个工作簿带宏（.xlsm），没有读。{_SAVE_AS}")
        if "xl/workbook.bin" in names:
            raise Unreadable(f"这是二进制工作簿（.xlsb）。{_SAVE_AS}")
        if "[content_types].xml" not in names:
            raise Unreadable(f"这是一个压缩包，不是 Excel 工作簿。{_AGAIN}")
        if b"macroEnabled" in self.whole("[content_types].xml", MEGABYTE):
            raise Unreadable(f"这个工作簿带宏（.xlsm），没有读。{_SAVE_AS}")

    def has(self, name: str) -> bool:
        return name.lower() in self._entries

    def under(self, folder: str) -> tuple[str, ...]:
        """The names of the parts below a folder."""
        return tuple(sorted(name for name in self._entries if name.startswith(folder.lower())))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part in pieces; raises Unreadable where it is damaged."""
        try:
            with self._zip.open(self._entries[name.lower()]) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
            raise Unreadable(_DAMAGED) from None

    def whole(self, name: str, limit: int) -> bytes:
        """A small part at once."""
        found = bytearray()
        for chunk in self.chunks(name):
            found += chunk
            if len(found) > limit:
                raise Unreadable(_TOO_BIG)
        return bytes(found)


def _check_sort(data: bytes) -> None:
    """Raise Unreadable for whatever is no zip container, by its first bytes and not by its name."""
    if not data:
        raise Unreadable("这个文件是空的。" + _AGAIN)
    if len(data) > MAX_FILE:
        raise Unreadable(f"这个文件超过 {MAX_FILE // MEGABYTE} MB，没有读。一张报表只有几十 KB。{_AGAIN}")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(
                "这个文件设了打开密码，读不了。"
                "用 WPS 或 Excel 打开，在“文件 → 文档加密（保护工作簿）”里去掉密码，保存后再导入。"
            )
        raise Unreadable(f"这是旧格式的表格（.xls 或 WPS 的 .et）。{_SAVE_AS}")
    if data.startswith(_ZIP):
        return
    if data.startswith(b"%PDF"):
        raise Unreadable("这是 PDF，不是 Excel 工作簿。" + _AGAIN)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise Unreadable(f"这是网页或 XML 文件，只是改了扩展名。{_SAVE_AS}")
    if b"\0" not in data[:4096] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(f"这是文本文件（如 CSV），只是改了扩展名。{_AGAIN}")
    raise Unreadable("这不是 Excel 工作簿，或者文件坏了。" + _AGAIN)


def parse(
    chunks: Iterator[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Run through the XML of a part; element names come without their prefix. A DTD is refused unread."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise Unreadable("这个文件里有不该有的 DTD 声明，没有读。" + _AGAIN)

    left = MAX_ELEMENTS

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Unreadable(_TOO_BIG)
        start(name.rpartition(":")[2], attributes)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    if end:
        ended = end
        parser.EndElementHandler = lambda name: ended(name.rpartition(":")[2])
    if text:
        parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):
        raise Unreadable(_DAMAGED) from None


def relationships(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """From the relation's id to (its type's last word, the part it leads to); other files are not followed.

    The target may be relative, or absolute as some programs write it.
    """
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, posixpath.normpath(path))

    if package.has(rels):
        parse(iter([package.whole(rels, MEGABYTE)]), start)
    return found
