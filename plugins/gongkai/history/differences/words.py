"""Prose word by word: which words stand in both texts, which in one only.

Chinese writes no spaces, so a dictionary says where a word ends: a change of one word is shown as one
word. Numbers, dates and Latin words are one word each. Where a line is broken and how much space stands
between words is no change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from gongkai.history.differences.changes import Piece, Sign

_RUN = re.compile(
    r"(?P<latin>[0-9A-Za-z]+(?:[.,:/_-][0-9A-Za-z]+)*[%‰]?)"
    r"|(?P<han>[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)"
    r"|(?P<space>\s+)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_ENDS = frozenset("。！？；")
_LATIN_GAP = re.compile(r"(?<=[0-9A-Za-z])\s+(?=[0-9A-Za-z])")
_HAS_WORD = re.compile(r"\w")
_SPACE = re.compile(r"\s+")

_MANY = 300
"""So many words on both sides are compared by their rarer words first: the common ones would cost the square."""


class Word(NamedTuple):
    """A word or sign as it is compared, and with the space after it as it stands in the text."""

    key: str
    text: str


def unspaced(text: str) -> str:
    """The text without the space that carries no meaning: only between Latin words and numbers one blank stays."""
    return _SPACE.sub("", _LATIN_GAP.sub("\0", text)).replace("\0", " ")


def words(text: str) -> tuple[Word, ...]:
    """The words and signs of a text, in order; their texts joined are the text, but for space before the first."""
    import rjieba  # noqa: PLC0415  # reads its dictionary when imported, a third of a second

    found: list[Word] = []
    runs = tuple(_RUN.finditer(text))
    for place, run in enumerate(runs):
        if run.lastgroup == "han":
            found += [Word(each, each) for each in rjieba.cut(run.group())]
        elif run.lastgroup != "space":
            found.append(Word(run.group(), run.group()))
        elif found:
            apart = place + 1 < len(runs) and runs[place - 1].lastgroup == runs[place + 1].lastgroup == "latin"
            before = found.pop()
            found.append(Word(before.key + " " * apart, before.text + run.group()))
    return tuple(found)


def compared(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts in one run; empty where they differ in space alone.

    What is not OLD, joined, is the new text without the space around it; what is not NEW is the old one but for
    its space.
    """
    if unspaced(old) == unspaced(new):
        return ()
    if not old.strip() or not new.strip():
        return tuple(Piece(sign, text.strip()) for sign, text in ((Sign.OLD, old), (Sign.NEW, new)) if text.strip())
    before, after = _sentences(words(old.strip())), _sentences(words(new.strip()))
    left, right = (["".join(word.key for word in each) for each in side] for side in (before, after))
    pieces: list[Piece] = []
    for same, a, b, c, d in _aligned(left, right):
        if same:
            pieces += [Piece(Sign.SAME, word.text) for each in after[c:d] for word in each]
        else:
            pieces += _by_words(tuple(chain.from_iterable(before[a:b])), tuple(chain.from_iterable(after[c:d])))
    return _merged(_without_tails(_merged(_bridged(_merged(pieces)))))


def _sentences(found: Sequence[Word]) -> list[tuple[Word, ...]]:
    sentences: list[tuple[Word, ...]] = []
    begin = 0
    for place, word in enumerate(found, 1):
        if word.key in _ENDS or "\n" in word.text or place == len(found):
            sentences.append(tuple(found[begin:place]))
            begin = place
    return sentences


def _by_words(before: Sequence[Word], after: Sequence[Word]) -> Iterator[Piece]:
    left, right = ([word.key for word in side] for side in (before, after))
    for same, a, b, c, d in _aligned(left, right):
        if not same:
            yield from (Piece(Sign.OLD, word.text) for word in before[a:b])
        yield from (Piece(Sign.SAME if same else Sign.NEW, word.text) for word in after[c:d])


def _aligned(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Stretches that are the same and stretches that are not, in order, as places on both sides."""
    shorter = min(len(left), len(right))
    head = next((n for n in range(shorter) if left[n] != right[n]), shorter)
    tail = next((n for n in range(shorter - head) if left[-1 - n] != right[-1 - n]), shorter - head)
    yield True, 0, head, 0, head
    before, after = left[head : len(left) - tail], right[head : len(right) - tail]
    matcher = SequenceMatcher(_weak(before, after).__contains__, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        yield tag == "equal", head + a, head + b, head + c, head + d
    yield True, len(left) - tail, len(left), len(right) - tail, len(right)


def _weak(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """What no match may begin with: signs, and between long texts the words too frequent to tell a place."""
    counts = Counter(after)
    most = 1 + len(after) // 100 if len(before) > _MANY and len(after) > _MANY else len(after)
    return frozenset(each for each, count in counts.items() if count > most or not _HAS_WORD.search(each))


def _merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Between two stretches that are the same, what went stands before what came, each in one piece."""
    result: list[Piece] = []
    for is_same, run in groupby(pieces, key=lambda piece: piece.sign is Sign.SAME):
        group = tuple(run)
        for sign in (Sign.SAME,) if is_same else (Sign.OLD, Sign.NEW):
            text = "".join(piece.text for piece in group if piece.sign is sign)
            if text:
                result.append(Piece(sign, text))
    return tuple(result)


def _bridged(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """A single sign or character that stayed between two changes is told with them: nobody reads it as the same."""
    for place, piece in enumerate(pieces):
        inside = 0 < place < len(pieces) - 1
        if piece.sign is Sign.SAME and inside and len(piece.text.strip()) <= 1 and _is_amid(pieces, place):
            yield Piece(Sign.OLD, piece.text)
            yield Piece(Sign.NEW, piece.text)
        else:
            yield piece


def _without_tails(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """Space after exchanged words, which both texts have, stayed."""
    tail = ""
    for one, other in pairwise((*pieces, Piece(Sign.SAME, ""))):
        exchanged = one.sign is Sign.OLD and other.sign is Sign.NEW and one.text[-1:].isspace()
        if tail or (exchanged and other.text[-1:].isspace()):
            kept = one.text.rstrip()
            yield Piece(one.sign, kept)
            if tail:
                yield Piece(Sign.SAME, one.text[len(kept) :])
            tail = "" if tail else one.text[len(kept) :]
        else:
            yield one


def _is_amid(pieces: tuple[Piece, ...], place: int) -> bool:
    """Whether words were exchanged on both sides; a list that grew by two items keeps its comma."""
    before = {piece.sign for piece in pieces[max(0, place - 2) : place]} - {Sign.SAME}
    after = {piece.sign for piece in pieces[place + 1 : place + 3]} - {Sign.SAME}
    return len(before) == 2 or len(after) == 2


def shortened(pieces: Sequence[Piece], around: int = 12) -> tuple[Piece, ...]:
    """The pieces with what stayed the same cut down to some characters beside each change, never inside a number."""
    return tuple(
        Piece(
            piece.sign,
            _cut(piece.text, around if place else 0, around if place < len(pieces) - 1 else 0)
            if piece.sign is Sign.SAME
            else piece.text,
        )
        for place, piece in enumerate(pieces)
    )


_INSIDE = re.compile(r"[0-9A-Za-z.,:/%‰-]")


def _cut(text: str, head: int, tail: int) -> str:
    end, start = head, len(text) - tail
    while 0 < end < len(text) and _INSIDE.match(text[end]) and _INSIDE.match(text[end - 1]):
        end += 1
    while 0 < start < len(text) and _INSIDE.match(text[start]) and _INSIDE.match(text[start - 1]):
        start -= 1
    return text if start - end <= 2 else f"{text[:end]}…{text[start:]}"
