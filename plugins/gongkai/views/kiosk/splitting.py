"""What fits on a slide, and how what does not is divided: text is never made smaller and never cut off.

The measure is the size of running text: one rem of the kiosk's stylesheet, 42 px at 1080p, and a tenth more on a
standing screen, which is narrow and tall. Every screen, whatever its shape, holds at least 45.7 × 25.7 rem lying or
25.7 × 45.7 rem standing; a part must fit in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from math import ceil

from markupsafe import Markup, escape

from gongkai.render.icons import Chip

MOST_PARTS = 4
"""Into so many slides a text is divided; of a longer one the rest is read by the code or by touch."""
WIDTHS = (33.6, 20.5)
"""How wide a body is beside its code, lying and standing, in its own type."""
LEADING = 1.4
SMALL = 0.8
_NOTE = 1.9
_BEGINNING = 8.0
"""A text that is to stand with what leads to it is not parted before so much of it."""
_STEPS = tuple(step / 20 for step in range(10, 21))
_KEPT = 20
_SPARE = 0.4
"""So much of a line is left free, for fonts that draw a little wider."""
_BROKEN = 1.08
"""How much wider than reckoned a long word of letters may be."""
_TOKENS = re.compile(
    r"[（“‘《【〈「『]*(?:"
    r"(\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日|[0-9a-z]+(?:-[0-9a-z]+)+"
    r"|−?\d[\d,.]*%?\s?(?:个?(?:工作日|自然日|教学日)|[元万天票人件项份餐次月年]+)?)"
    r"|[!-~]+|.)[，。、；：！？）”’》】〉」』…—·％]*"
)
"""What a line keeps together: a date, a number and its unit, a word of letters; and signs that end no line."""
_SENTENCES = re.compile(r"[^。！？；!?;]*[。！？；!?;]+[”’」』）)]*|[^。！？；!?;]+$")


class Form(StrEnum):
    """How a block stands on a slide; the value is its class in the stylesheet."""

    TEXT = "text"
    HEAD = "head"
    ITEM = "item"
    ASK = "ask"
    ANSWER = "answer"
    ROW = "row"
    LINE = "line"
    SUM = "sum"
    REST = "rest"
    DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a slide's body.

    `label` stands at the left (建, 答, the number of an item, a sign). An answer's `chip` says how it came out; a
    row's stands in its second line with the `note`. `side` is a figure at the right of a row. What is `drawn` is
    shown as it is, so many rem high lying and standing; a line is one of an account.
    """

    form: Form
    text: str = ""
    label: str = ""
    chip: Chip | None = None
    note: str = ""
    side: str = ""
    drawn: Markup = field(default_factory=Markup)
    heights: tuple[float, float] = (0.0, 0.0)

    @property
    def words(self) -> str:
        """Everything in it that is read."""
        drawn = self.drawn.striptags() if self.drawn else ""
        return "".join((self.label, self.chip.word if self.chip else "", self.text, self.note, self.side, drawn))

    @property
    def runs(self) -> Markup:
        """The text with its dates, and its numbers with their units, kept from being parted at a line's end."""
        return kept_whole(self.text)

    @property
    def note_runs(self) -> Markup:
        return kept_whole(self.note)


@dataclass(frozen=True, slots=True)
class Room:
    """What a body may take, in rem."""

    width: float
    height: float


Rooms = tuple[Room, Room]
"""Lying and standing."""

Part = tuple[Block, ...]


@lru_cache(maxsize=4096)
def width(words: str) -> float:
    """How wide some words are on a screen, in em; Chinese fonts draw quotes and dashes as wide as characters."""
    return sum(map(_width, words))


def _width(letter: str) -> float:
    if ord(letter) > 0x200F or letter in "·×÷±°§":
        return 1.0
    if letter in ",.:; ":
        return 0.32
    return 0.74 if letter.isupper() or letter in "mw%@&" else 0.58


def kept_whole(text: str) -> Markup:
    """Text as markup in which a line never ends within a date or between a number and its unit."""
    made: list[str] = []
    done = 0
    for match in _TOKENS.finditer(text):
        start, end = match.span(1)
        if 1 < end - start <= _KEPT:
            made += (escape(text[done:start]), '<span class="gk-nowrap">', escape(text[start:end]), "</span>")
            done = end
    return Markup("".join((*made, escape(text[done:]))))


@lru_cache(maxsize=4096)
def lines(text: str, room: float) -> int:
    """In how many lines a text is set, so many characters wide; never fewer than the browser needs."""
    room = max(room - _SPARE, 1)
    count, used = 1, 0.0
    for match in _TOKENS.finditer(text):
        taken = width(match[0])
        if used + taken <= room:
            used += taken
        elif taken <= room:
            count, used = count + 1, taken
        else:
            # Broken wherever the line ends; where that is depends on the browser, so what follows begins a new line.
            count += bool(used) + ceil(taken * _BROKEN / room) - 1
            used = room
    return count


def height(block: Block, room: Room) -> float:
    """How many rem a block takes, with the air below it, in a body of this width."""
    match block.form:
        case Form.TEXT | Form.SUM | Form.REST:
            return lines(block.text, room.width) * LEADING + 0.5
        case Form.HEAD:
            return lines(block.text, room.width / _BROKEN) * LEADING + 0.2
        case Form.ITEM:
            return lines(block.text, room.width - 1.7) * LEADING + 0.3
        case Form.ASK:
            return lines(block.text, room.width - 1.9) * LEADING + 0.1
        case Form.ANSWER:
            said = f"{block.chip.word}。　{block.text}" if block.chip else block.text
            return lines(said, room.width - 1.9) * LEADING + _small(block.note, room.width - 1.9) + 0.6
        case Form.ROW:
            own = room.width - (2.6 if block.label else 0) - (width(block.side) + 1 if block.side else 0)
            second = f"{_beside(block.chip)}{block.note}"
            return max(lines(block.text, own) * LEADING + _small(second, own), 2.0 if block.label else 0) + (
                0.44 if second else 0.36
            )
        case Form.LINE:
            return lines(block.text, room.width - width(block.side) - 1) * LEADING + 0.45
        case Form.DRAWN:
            return block.heights[0 if room.width == WIDTHS[0] else 1]


def _beside(chip: Chip | None) -> str:
    """The room of a chip in a line, as so many characters: its word, its sign and its ends."""
    return f"　{chip.word}　　" if chip else ""


def _small(words: str, room: float) -> float:
    """The second, smaller line of a row."""
    return lines(words, room / SMALL) * 1.25 * SMALL if words else 0.0


def divided(blocks: Iterable[Block], rooms: Rooms, rest: str, repeated: Part = ()) -> tuple[Part, ...]:
    """The blocks in as few parts as they need, about equally full; `repeated` stands at the head of each.

    What does not fit into the last part is left out, and `rest` says so and where it can be read.
    """
    every = tuple(blocks)
    free = tuple(room.height - sum(height(block, room) for block in repeated) for room in rooms)
    parts = tuple(_filled(every, rooms, free))
    if len(parts) > MOST_PARTS:
        parts = tuple(_filled(every, rooms, tuple(each - _NOTE for each in free)))[:MOST_PARTS]
        parts = (*parts[:-1], (*parts[-1], Block(Form.REST, rest)))
    elif len(parts) > 1:
        parts = next(
            tried
            for step in _STEPS
            if len(tried := tuple(_filled(every, rooms, tuple(each * step for each in free)))) <= len(parts)
        )
    return tuple((*repeated, *part) for part in parts) or (repeated,)


def _filled(blocks: Sequence[Block], rooms: Rooms, free: Sequence[float]) -> Iterator[Part]:
    """Parts as full as they get; a block that cannot stand alone goes with what follows it."""
    waiting = list(reversed(blocks))
    part: list[Block] = []
    left = list(free)
    while waiting:
        block = waiting.pop()
        needs = _heights(block, rooms)
        follows = _least(waiting[-1], rooms) if _leads(block) and waiting else (0.0, 0.0)
        if all(need + then <= rest for need, then, rest in zip(needs, follows, left, strict=True)):
            part.append(block)
            left = [rest - need for rest, need in zip(left, needs, strict=True)]
            continue
        first, rest_of = _parted(block, rooms, left, must=not part)
        if first:
            part.append(first)
        if rest_of:
            waiting.append(rest_of)
        if part:
            yield tuple(part)
        part, left = [], list(free)
    if part:
        yield tuple(part)


def _leads(block: Block) -> bool:
    return block.form in (Form.HEAD, Form.ASK)


def _least(block: Block, rooms: Rooms) -> tuple[float, ...]:
    """What must follow on the same part: the whole, or of a long text its beginning."""
    whole = _heights(block, rooms)
    return tuple(min(each, _BEGINNING) for each in whole) if _divides(block) else whole


def _heights(block: Block, rooms: Rooms) -> tuple[float, ...]:
    return tuple(height(block, room) for room in rooms)


def _divides(block: Block) -> bool:
    return block.form in (Form.TEXT, Form.ITEM, Form.ASK, Form.ANSWER)


def _parted(block: Block, rooms: Rooms, left: Sequence[float], *, must: bool) -> tuple[Block | None, Block | None]:
    """What of a block still fits, and the rest; a part that is still empty must take something."""
    if block.form is Form.DRAWN or (not must and (not _divides(block) or min(left) < 3.6)):
        return (block, None) if must else (None, block)
    if must and not _divides(block):
        words = "，".join(each for each in (block.label, block.text, block.side, block.note) if each)
        return _parted(Block(Form.TEXT, words, chip=None), rooms, left, must=True)
    pieces = [each for each in _SENTENCES.findall(block.text) if each]
    taken = _fitting(block, pieces, rooms, left)
    if not taken and must:
        pieces = [match[0] for match in _TOKENS.finditer(block.text)]
        taken = max(_fitting(block, pieces, rooms, left), 1)
        if len(pieces) == 1:
            pieces = list(pieces[0])
            taken = max(_fitting(block, pieces, rooms, left), 1)
    if not taken:
        return None, block
    if taken == len(pieces):  # it was what follows that found no place
        return (block, None) if must else (None, block)
    first = replace(block, text="".join(pieces[:taken]), note="")
    return first, replace(block, text="".join(pieces[taken:]), chip=None)


def _fitting(block: Block, pieces: Sequence[str], rooms: Rooms, left: Sequence[float]) -> int:
    """How many of the pieces, from the first, fit into what is left."""
    low, high = 0, len(pieces)
    while low < high:
        middle = (low + high + 1) // 2
        tried = replace(block, text="".join(pieces[:middle]), note="")
        if all(need <= rest for need, rest in zip(_heights(tried, rooms), left, strict=True)):
            low = middle
        else:
            high = middle - 1
    return low
