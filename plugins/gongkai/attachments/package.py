"""Zipped packages of XML parts (xlsx, docx, pptx): opened within limits, refused when they carry programs."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

from gongkai.attachments.reading import Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_PARTS = 5_000
MAX_PART = 16 * 1024 * 1024
MAX_WHOLE = 64 * 1024 * 1024
MAX_DEPTH = 200

_AGAIN = "用 WPS 或 Office 打开，另存为新的文件再登记；打不开的，换一份。"
_BROKEN = Unreadable("文件损坏，读不完整。", _AGAIN)
_BOMB = Unreadable("解开以后大得不正常，没有读入。", "删去多余的工作表、图片和空白格式，另存为新的文件。")


class Package:
    """The parts of one file by name; `depth` is how many files it lies in."""

    def __init__(self, data: bytes, depth: int = 0) -> None:
        self.depth = depth
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise _BROKEN from None
        parts = self._zip.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_WHOLE:
            raise _BOMB
        if any(part.flag_bits & 0x1 for part in parts):
            raise Unreadable("文件加了密，程序读不了。", "去掉密码，另存后再登记。")
        self.comment = self._zip.comment.decode("utf-8", "replace")
        self.names = tuple(part.filename for part in parts if not part.is_dir())
        self._sizes = {part.filename: part.file_size for part in parts}
        if any(_is_program(name) for name in self.names):
            raise Unreadable("文件里有宏（程序），不能公布。", "另存为不带宏的 .xlsx 或 .docx。")

    def bytes_of(self, name: str) -> bytes:
        """A part's bytes; raises Unreadable when it is damaged or unpacks to too much."""
        if self._sizes.get(name, 0) > MAX_PART:
            raise _BOMB
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, OSError):
            raise _BROKEN from None

    def events(self, name: str) -> Iterator[tuple[str, str, Element]]:
        """The elements of an XML part as (start or end, name without its namespace, element)."""
        from xml.etree.ElementTree import ParseError  # noqa: PLC0415  # needed only where there is an attachment

        from defusedxml.common import DefusedXmlException  # noqa: PLC0415
        from defusedxml.ElementTree import iterparse  # noqa: PLC0415

        depth = 0
        try:
            for event, element in iterparse(BytesIO(self.bytes_of(name)), ("start", "end"), forbid_dtd=True):
                depth += 1 if event == "start" else -1
                if depth > MAX_DEPTH:
                    raise _BOMB
                yield event, element.tag.rpartition("}")[2], element
                if event == "end":
                    element.clear()
        except (ParseError, DefusedXmlException, LookupError, ValueError):
            raise _BROKEN from None

    def related(self, name: str) -> Mapping[str, tuple[str, str]]:
        """What a part refers to: from the reference to (last word of its type, the other part's name)."""
        folder, _, file = name.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        if rels not in self._sizes:
            return {}
        found = {}
        for event, tag, element in self.events(rels):
            if event == "start" and tag == "Relationship" and element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
                found[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], target)
        return found

    @cached_property
    def main(self) -> str:
        """The part where the document begins."""
        for kind, target in self.related("").values():
            if kind == "officeDocument" and target in self._sizes:
                return target
        raise Unreadable("这不是 xlsx、docx 或 pptx 文件，只是用了这样的扩展名。", _AGAIN)


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _is_program(name: str) -> bool:
    low = name.lower()
    return low.endswith("vbaproject.bin") or "/macrosheets/" in low or "/activex/" in low
