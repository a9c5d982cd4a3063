"""Escapes that hide characters from a reader of the source, decoded so that nothing hides in them."""

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from urllib.parse import unquote

STANDS_FOR_ONE = "０-９Ａ-Ｚａ-ｚ＠．－＋＊⓪①-⑨"
"""Full-width and ringed characters that stand for one plain one each, as the inside of a class."""

INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\u2800\u3164\ufe00-\ufe0f\ufeff"
"""Characters that show nothing and stand for nothing, as the inside of a class."""

FAR = "\U0001d7ce-\U0001d7ff\U000e0020-\U000e007f"
"""Mathematical digits and invisible tags; apart, since a class with far characters is slow to search with."""

FAR_BYTES = (b"\xf0", b"\xf3")
"""How these begin in UTF-8; single bytes, which are found fastest."""

SET_WIDE, WIDELY_SET = "家庭住出生日微护Q", "庭住址生日期信照Q"
"""Between which characters of a label forms set gaps (住　址)."""

# A class at the front lets the engine skip through clean text; the look-behinds sort out what it stopped at.
ESCAPE = re.compile(
    rf"[&%\\ \u3000{INVISIBLE}{STANDS_FOR_ONE}{FAR}](?:(?<=[{INVISIBLE}{STANDS_FOR_ONE}{FAR}])"
    # Forms set labels wide (住　址), and Markdown wants a stroke before what would be a mark (138\*\*\*\*1234).
    rf"|(?<=[{SET_WIDE}][ \u3000])[ \u3000]{{0,3}}(?=[{WIDELY_SET}])|(?<=\\)(?=[*_.@+-])"
    r"|(?<=&)(?:\#[0-9]{1,7};?|\#[xX][0-9A-Fa-f]{1,6};?|amp;(?=\#)"
    "|(?:nbsp|ensp|emsp|thinsp|shy|zwj|zwnj|ZeroWidthSpace|commat|period|hyphen|dash|lowbar|ast|plus);)"
    r"|(?<=%)[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*|(?<=\\)u[0-9A-Fa-f]{4}(?:\\u[0-9A-Fa-f]{4})*)"
)
"""One escape, or a run of escapes of one sort."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A text with its escapes decoded, and where each stretch of it came from."""

    text: str
    positions: list[int]
    origins: list[tuple[int, int]]  # where a stretch began, and how wide each of its characters was there

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the decoded text stood before that."""
        first, last = (bisect_right(self.positions, position) - 1 for position in (start, end - 1))
        begin, width = self.origins[first]
        last_begin, last_width = self.origins[last]
        return (
            begin + (start - self.positions[first]) * width,
            last_begin + (end - self.positions[last]) * last_width,
        )


def decode(text: str) -> Layer | None:
    """The text with its escapes decoded once, or None when it holds none."""
    pieces: list[str] = []
    positions, origins = [0], [(0, 1)]
    length = rest = 0
    for match in ESCAPE.finditer(text):
        place = match.start()
        pieces.append(text[rest:place])
        length += place - rest
        for characters, width in _decoded(match.group()):
            positions.append(length)
            origins.append((place, width))
            pieces.append(characters)
            length += len(characters)
            place += width * len(characters)
        rest = match.end()
        positions.append(length)
        origins.append((rest, 1))
    if not rest:
        return None
    return Layer("".join((*pieces, text[rest:])), positions, origins)


def _decoded(escape: str) -> tuple[tuple[str, int], ...]:
    """The characters that an escape stands for, with the width that each has in the escape."""
    if escape[0] in " \u3000" or escape == "\\":
        return ()
    if escape[0] == "&":
        return ((html.unescape(escape), len(escape)),)
    if escape[0] == "\\":
        return (("".join([chr(int(code, base=16)) for code in escape.split("\\u")[1:]]), 6),)
    if escape[0] == "%":
        try:
            characters = unquote(escape, errors="strict")
        except UnicodeDecodeError:
            return ((unquote(escape, encoding="latin-1"), 3),)
        return tuple((character, 3 * len(character.encode())) for character in characters)
    plain = unicodedata.normalize("NFKC", escape)
    return ((plain, 1),) if plain.isascii() and plain.isprintable() and plain else ()
