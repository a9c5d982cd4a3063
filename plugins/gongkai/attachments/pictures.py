"""Pictures: what a camera or a program wrote beside the picture itself."""

from __future__ import annotations

import logging
import re
import struct
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from gongkai.attachments.reading import Found, Passage, Unreadable, Unseen
from gongkai.personal import PersonalKind

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "MPO")

MAX_PIXELS = 100_000_000
_TOO_LARGE = Unreadable("图片大得不正常，没有读入。", "缩小到屏幕大小再登记。")
DAMAGED = (
    *(OSError, ValueError, SyntaxError, KeyError, TypeError, IndexError, EOFError, OverflowError, struct.error),
    ZeroDivisionError,
)
"""What reading a damaged picture ends in."""

_GPS, _DETAILS, _COMMENT = 0x8825, 0x8769, 0x9286
_AUTHORS = frozenset({0x013B, 0x9C9D, 0xA430})
_BY_LINE = (2, 80)
_XMP_GPS = re.compile(rb"GPSL(?:atitude|ongitude)")
_XMP_TEXT = re.compile(r">([^<>]*[^<>\s][^<>]*)<|=\"([^\"]{2,})\"")
_PNG_TEXT = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")


def picture(data: bytes) -> Found:
    """The position, the author and every note of a picture; what it shows only a person can see."""
    from PIL import Image, IptcImagePlugin, UnidentifiedImageError  # noqa: PLC0415  # costs 40 ms

    logging.getLogger("PIL").setLevel(logging.CRITICAL)  # its remarks on odd files would reach the clerk
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _TOO_LARGE
            if image.format == "PNG" and any(mark in data for mark in _PNG_TEXT):
                image.load()  # notes may stand behind the picture
            exif, notes = image.getexif(), dict(image.info)
            captions = IptcImagePlugin.getiptcinfo(image) or {}
            tags = {**exif, **exif.get_ifd(_DETAILS)}
            is_placed = bool(exif.get_ifd(_GPS)) or _XMP_GPS.search(data) is not None
    except Image.DecompressionBombError:
        raise _TOO_LARGE from None
    except (UnidentifiedImageError, *DAMAGED):
        raise Unreadable("图片损坏，或者不是图片。", "用看图软件打开，另存为 JPG 或 PNG。") from None
    yield Unseen("图片上的字和人脸")
    if is_placed:
        yield Passage("照片的属性", "", kind=PersonalKind.location)
    for tag, value in sorted(tags.items()):
        is_wide = 0x9C9B <= tag <= 0x9C9F
        if isinstance(value, bytes) and not is_wide and tag != _COMMENT:
            continue  # what only the camera's maker understands
        if text := _text(value, is_wide=is_wide):
            yield Passage("照片的属性", text, author=tag in _AUTHORS)
    for record, value in sorted(captions.items()):
        for each in value if isinstance(value, list) else [value]:
            if text := _text(each):
                yield Passage("照片的说明", text, author=record == _BY_LINE)
    yield from _notes(notes)


def _notes(notes: dict[Any, Any]) -> Iterator[Passage]:
    for key, value in sorted(notes.items(), key=lambda item: str(item[0])):
        if key in {"exif", "icc_profile"}:
            continue
        text = _text(value)
        if "<x:xmpmeta" in text or "<rdf:RDF" in text:
            yield from (Passage("图片的附注", match[1] or match[2]) for match in _XMP_TEXT.finditer(text))
        elif text:
            yield Passage("图片的附注", text, author=str(key).lower() in {"author", "artist"})


def _text(value: object, *, is_wide: bool = False) -> str:
    """A note as text: cameras write UTF-8 or GB18030 where the standard allows only ASCII."""
    if isinstance(value, tuple) and is_wide and all(isinstance(each, int) and 0 <= each < 256 for each in value):
        value = bytes(value)
    if isinstance(value, str):
        if not value.isascii() and all(ord(character) < 256 for character in value):
            value = value.encode("latin-1")
        else:
            return value.strip("\0 \n")
    if not isinstance(value, bytes):
        return ""
    plain = value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0")
    if plain != value and b"\0" in plain.strip(b"\0"):
        return plain.decode("utf-16-be" if plain.startswith(b"\0") else "utf-16-le", "replace").strip("\0 \n")
    for encoding in ("utf-16-le",) if is_wide else ("utf-8", "gb18030"):
        try:
            return plain.decode(encoding).strip("\0 \n")
        except UnicodeDecodeError:
            continue
    return plain.decode("latin-1").strip("\0 \n")
