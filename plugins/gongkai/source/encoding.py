"""Bytes to text, by rule and not by guess: detectors misread short Chinese files."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from gongkai.findings import Finding, Location
from gongkai.source import codes

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_MARKS = tuple(mark for mark, _ in BOMS)
CONVERT = "在终端运行 gongkai fix 可转成 UTF-8；或用记事本“另存为”，编码选 UTF-8。"
REOPEN = "用原来的软件重新打开，另存为 UTF-8；若文件已损坏，请从上一版取回。"

_LABEL = re.compile(r"^(?:[ \t\-{]*+(?P<key>[^\s:：]{1,20}+)[:：]|## +(?P<title>\S{1,20})\s*$)", re.MULTILINE)


class Decoded(NamedTuple):
    """The text of a file with LF line ends and no BOM, how it was encoded, and what is wrong with that."""

    text: str | None
    encoding: str
    bom: bool = False
    finding: Finding | None = None


def decode(data: bytes, path: str, labels: Collection[str] = ()) -> Decoded:
    """Read UTF-8, with or without BOM; recognise UTF-16 and GB18030 only in order to say so.

    GB18030 accepts nearly any bytes, and so does UTF-16: without a BOM they are believed only if the
    text then has one of `labels` where a key or a section heading stands.
    """
    if data.startswith(_MARKS):
        mark, encoding = next(each for each in BOMS if data.startswith(each[0]))
        return _marked(data, len(mark), encoding, path)
    if b"\0" in data:
        return _unmarked_utf_16(data, data.index(b"\0"), path, labels)
    try:
        return Decoded(_lines(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, error, path, labels)


def _marked(data: bytes, start: int, encoding: str, path: str) -> Decoded:
    try:
        text = _lines(data[start:].decode(encoding))
    except UnicodeDecodeError as error:
        return _broken(data, start, start + error.start, path, encoding)
    if "\0" in text:
        return _with_nul(text, path)
    if encoding == "utf-8":
        return Decoded(text, encoding, bom=True)
    return Decoded(text, encoding, True, _foreign(Location(path), "UTF-16"))


def _unmarked_utf_16(data: bytes, empty: int, path: str, labels: Collection[str]) -> Decoded:
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _decoded(data, encoding)
        if text is not None and _has_label(text, labels):
            return Decoded(text, encoding, False, _foreign(Location(path), "UTF-16"))
    return _with_nul(data[: empty + 1].decode("utf-8", "replace"), path)


def _legacy(data: bytes, error: UnicodeDecodeError, path: str, labels: Collection[str]) -> Decoded:
    text = _decoded(data, "gb18030")
    if text is None or not _has_label(text, labels):
        return _broken(data, 0, error.start, path, "utf-8")
    if _has_label(data.decode("utf-8", "replace"), labels):
        place = _place(data, 0, error.start, path, "utf-8")
        message = "文件里混着两种编码：有的地方是 UTF-8，有的地方是 GBK/GB18030，没有读入。"
        return Decoded(None, "", finding=Finding(codes.UNDECODABLE, place, message, REOPEN))
    return Decoded(text, "gb18030", finding=_foreign(_place(data, 0, error.start, path, "utf-8"), "GBK/GB18030"))


def _has_label(text: str, labels: Collection[str]) -> bool:
    return any((match["key"] or match["title"]) in labels for match in _LABEL.finditer(text))


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        text = _lines(data.decode(encoding))
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _broken(data: bytes, start: int, at: int, path: str, encoding: str) -> Decoded:
    place = _place(data, start, at, path, encoding)
    name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
    other = "，也认不出是 GB18030" if name == "UTF-8" else ""
    message = f"第 {at + 1} 个字节（第 {place.line} 行）不是 {name}{other}，文件没有读入。"
    return Decoded(None, "", finding=Finding(codes.UNDECODABLE, place, message, REOPEN))


def _with_nul(text: str, path: str) -> Decoded:
    place = _end_of(_lines(text[: text.index("\0")]), path)
    message = f"第 {place.line} 行有空字节（NUL），文件可能已损坏，没有读入。"
    return Decoded(None, "", finding=Finding(codes.UNDECODABLE, place, message, REOPEN))


def _foreign(place: Location, name: str) -> Finding:
    return Finding(codes.LEGACY_ENCODING, place, f"文件是 {name} 编码，不是 UTF-8。", CONVERT)


def _place(data: bytes, start: int, at: int, path: str, encoding: str) -> Location:
    return _end_of(_lines(data[start:at].decode(encoding, "replace")), path)


def _end_of(text: str, path: str) -> Location:
    return Location(path, text.count("\n") + 1, len(text) - text.rfind("\n"))


def _lines(text: str) -> str:
    text = text.lstrip("\ufeff") if text.startswith("\ufeff") else text
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
