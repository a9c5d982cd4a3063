"""A quick look at a text as it is written, markup and all: whether personal data may stand in it for certain.

The gate reads every output of a site, and next to none has any: close reading costs five times as much as this. What
it stops at is read closely afterwards, so it may be wrong in one direction only: where `may_tell` sees nothing, `find`
sees nothing certain, neither in the text nor in what stands between its tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from string import ascii_letters, ascii_uppercase, digits
from urllib.parse import unquote

from ahocorasick_rs import BytesAhoCorasick, Implementation

from gongkai.personal.escapes import FAR_BYTES, INVISIBLE, SET_WIDE, STANDS_FOR_ONE, WIDELY_SET
from gongkai.personal.homes import building
from gongkai.personal.names import health, pupil_name
from gongkai.personal.numbers import (
    ANY_GAP_BYTES,
    GAP,
    GAP_BYTES,
    PART_BYTES,
    has_long_number,
    has_parted_number,
    weak_mask,
)
from gongkai.personal.signs import WORDS
from gongkai.personal.words import PROVINCES

_FOLD = bytes(byte if byte in b"<>" else 48 if 48 <= byte <= 57 else 65 for byte in range(256))
_ESCAPED = re.compile("%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*")
_REACH = 80
"""No number is longer, with all that may stand between its digits."""
_APART = "\n\n\n"
_ENTITIES = (
    "&# &amp;# &nbsp; &ensp; &emsp; &thinsp; &shy; &zwj; &zwnj; &ZeroWidthSpace; &commat; &period; &hyphen; &dash; "
    "&lowbar; &ast; &plus;"
)
_SUSPECTING = (weak_mask, building, health, pupil_name)
"""The looks that find nothing certain, and so stop nobody; every other is taken for one that does."""


def may_tell(text: str) -> bool:
    """Whether a text may hold personal data that is certain; when not, it holds none."""
    plain = text.encode("utf-8", "surrogatepass")
    if _signs().find_matches_as_indexes(plain):
        return True
    folded = plain.translate(_FOLD, ANY_GAP_BYTES)
    if b"00000000000" in folded:
        if b"00000000000" in plain.translate(_FOLD, GAP_BYTES) and has_long_number(text):
            return True
        if b"00000000000000000" in plain.translate(_FOLD, PART_BYTES) and has_parted_number(text):
            return True
    # Of the three groups of an identity number at least one has six digits.
    if b"000000" in folded and _is_parted_by_tag(folded):
        return True
    return "%" in text and _hides(text)


def _hides(text: str) -> bool:
    """The same of what an address writes as %E5%87%BA, with what stands around it."""
    around = (text[max(0, match.start() - _REACH) : match.end() + _REACH] for match in _ESCAPED.finditer(text))
    written = _APART.join(around)
    return bool(written) and may_tell(_ESCAPED.sub(_unescaped, written))


def _unescaped(match: re.Match[str]) -> str:
    try:
        return unquote(match.group(), errors="strict")
    except UnicodeDecodeError:
        return unquote(match.group(), encoding="latin-1")


def _is_parted_by_tag(folded: bytes) -> bool:
    """Whether a tag stands between digits, and nothing else: they are one number to a reader of 1101<wbr>01."""
    at = folded.find(b">00")
    while at >= 0:
        begin = folded.find(b"<", folded.rfind(b">", 0, at) + 1, at)
        if begin >= 2 and folded.startswith(b"00", begin - 2):
            return True
        at = folded.find(b">00", at + 1)
    return False


@cache
def _signs() -> BytesAhoCorasick:
    """What must stand in a text for anything but a long number to be found; as a table, which is read fastest."""
    return BytesAhoCorasick(tuple(dict.fromkeys(_all_signs())), implementation=Implementation.DFA)


def _all_signs() -> Iterator[bytes]:
    yield from (word.encode() for word, look in WORDS.items() if look not in _SUSPECTING and len(word) > 1)
    yield from _pairs(digits, "生")
    yield from _pairs(f"{ascii_letters}{digits}_ ", "@")
    yield from _pairs(PROVINCES, ascii_uppercase)
    # Escapes: what these hide shows only in a close reading.
    yield from FAR_BYTES
    yield from _ENTITIES.encode().split()
    yield from _pairs("\\", "u*_.@+-")
    yield from map(str.encode, _characters(INVISIBLE))
    # A wide dash is nothing by itself: it would have to part digits. A wide star only masks, a wide plus adds nothing.
    yield from _pairs(_characters(f"0-9{GAP}"), "－．")
    yield from (each.encode() for each in _characters(STANDS_FOR_ONE) if each not in "－．＊＋")
    for gap in range(1, 5):
        for wide in product(" \u3000", repeat=gap):
            yield from ("".join((first, *wide, last)).encode() for first, last in product(SET_WIDE, WIDELY_SET))


def _pairs(first: Iterable[str], second: str) -> Iterator[bytes]:
    return ("".join(pair).encode() for pair in product(first, second))


def _characters(inside: str) -> Iterator[str]:
    """The characters of a class, of which its inside is given."""
    for first, last, alone in _MEMBERS.findall(inside):
        yield from map(chr, range(ord(first or alone), ord(last or alone) + 1))


_MEMBERS = re.compile("(.)-(.)|(.)", re.DOTALL)
