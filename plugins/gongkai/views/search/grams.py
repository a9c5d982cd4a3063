"""Grams: every two neighbouring characters of a text, and every three digits in a row, since pairs of these abound.

A page has a thousand neighbours and a site knows the same few ten thousand on all its pages. So a pair is a
plain number while texts are gone through, a sixth of the work of a text of its own, and spelt and folded once
for the whole site.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

from gongkai.views.search.folding import parted, without_commas

_PAIR = "Q"
"""An array's type of the size of two characters."""
_ENCODING = f"utf-32-{sys.byteorder[0]}e"
_ODD = slice(4, -4)
"""The bytes of a text from its second character, without the last."""

_UNUSUAL = re.compile(r"[^\x00-\x7f\u3000-\u303f\u4e00-\u9fff\uff01-\uff0f\uff1a-\uff20]")
"""No other character can stand for several, or for a digit. The marks of Chinese are left out since they abound."""
_DIGITS = re.compile(r"[0-9][0-9]{2,}")


def grams(texts: Sequence[str]) -> dict[str, list[int]]:
    """From every gram to the texts that hold it, by their places.

    No gram reaches across a space or a mark; a character that nothing ever follows in a text is one with a space.
    """
    pairs: defaultdict[int, list[int]] = defaultdict(list)
    triples: defaultdict[str, list[int]] = defaultdict(list)
    spelt = _spelt(texts)
    for n, text in enumerate(texts):
        plain = reduce(_written_as, spelt.items(), without_commas(text))
        for pair in _neighbours(plain):
            pairs[pair].append(n)
        for triple in _triples(plain):
            triples[triple].append(n)
    return _folded(pairs) | triples


def _spelt(texts: Sequence[str]) -> Mapping[str, str]:
    """The characters that read as several or as a digit, with what they read as: ㎡ is m2."""
    letters = set().union(*map(_UNUSUAL.findall, texts))
    read = ((letter, parted(letter)) for letter in sorted(letters))
    return {letter: told for letter, told in read if len(told) != 1 or told.isdecimal()}


def _written_as(text: str, spelling: tuple[str, str]) -> str:
    return text.replace(*spelling)


def _neighbours(text: str) -> set[int]:
    """Every two neighbours as one number; the last character is followed by a space."""
    written = f"{text}{'  '[len(text) % 2 :]}".encode(_ENCODING, "surrogatepass")
    found = set(array(_PAIR, written))
    found.update(array(_PAIR, written[_ODD]))
    return found


def _triples(text: str) -> set[str]:
    digits = set(_DIGITS.findall(text))
    return {each[n : n + 3] for each in digits for n in range(len(each) - 2)}


def _folded(pairs: Mapping[int, list[int]]) -> dict[str, list[int]]:
    """The pairs as they are searched; several spellings may become one."""
    letters = parted(array(_PAIR, pairs).tobytes().decode(_ENCODING, "surrogatepass"))
    found: defaultdict[str, defaultdict[str, list[list[int]]]] = defaultdict(lambda: defaultdict(list))
    for first, second, places in zip(letters[::2], letters[1::2], pairs.values(), strict=True):
        found[first][second].append(places)
    found.pop(" ", None)
    beginning = ((first, _beginning(by_second)) for first, by_second in found.items())
    return {f"{first}{second}": places for first, ending in beginning for second, places in ending}


def _beginning(by_second: Mapping[str, list[list[int]]]) -> Iterator[tuple[str, list[int]]]:
    """The texts of the grams of one first character, by the second; a space only where no other follows."""
    ending = set().union(*by_second.get(" ", ()))
    for second, lists in by_second.items():
        if second != " ":
            places = lists[0] if len(lists) == 1 else sorted(set().union(*lists))
            ending.difference_update(places)
            yield second, places
    if ending:
        yield " ", sorted(ending)
