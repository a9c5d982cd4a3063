"""From what is to be said to slides: how much room a title leaves, how long a slide stands, who signed it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from markupsafe import Markup

from gongkai.render.icons import Chip
from gongkai.render.templates import day, render
from gongkai.views.board import Board
from gongkai.views.clean_text import clean
from gongkai.views.fingerprints import fingerprint
from gongkai.views.kiosk.model import LONG_TITLE, Slide, When
from gongkai.views.kiosk.splitting import WIDTHS, Block, Form, Part, Room, Rooms, divided, lines, width

LONGEST_TITLE = 60.0
"""A title wider than so many characters is begun above and written out in the text."""

_PER_SECOND = 4.5
"""Chinese characters read in a second while standing: makers of screens count four to five."""
_SETTLING = 3
"""Seconds until a passer-by has found the title."""
_SHORTEST = 8
_LOOKING = 6
"""Further seconds for a drawing or a table: the eye goes over it more than once."""
_LONGEST_SIGN = 34.0

_LARGER = 1.1
"""The type of a standing screen's body."""
_HEIGHTS = (21.7 - 0.9 - 0.6 - 0.5, 40.6 - 0.9 - 0.6 - 8.7 - 0.5)
"""What is left beside the air, and on a standing screen beside the code, lying and standing."""
_BOLD = 1.04
"""Letters and digits of a bold face are so much wider than those of the text."""
_ACROSS = (42.0, 22.6)
"""How wide kicker and title may be, lying and standing."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Something to be shown, on as many slides as it takes.

    `who` answers for it and `on` is its day, else that of the data; both stand in the last line with the
    fingerprint of the record.
    What does not `rests_on_records`, as words that a school wrote for the wall, has neither.
    `repeated` stands at the head of every part. The other fields are those of a slide.
    """

    ident: str
    group: str
    title: str
    kicker: str
    blocks: tuple[Block, ...]
    address: str
    hint: str = "扫码看全文"
    identity: str = ""
    number: str = ""
    chip: Chip | None = None
    who: str = ""
    on: date | None = None
    rests_on_records: bool = True
    repeated: Part = ()
    more: Markup = field(default_factory=Markup)
    when: When = field(default_factory=When)
    pictures: tuple[str, ...] = ()


def slides_of(board: Board, draft: Draft) -> Iterator[Slide]:
    """The draft as slides, one for each part of its text."""
    title, blocks = clean(draft.title), draft.blocks
    if width(title) > LONGEST_TITLE:
        blocks = (Block(Form.TEXT, f"全题：{title}"), *blocks)
        title = begun(title, LONGEST_TITLE)
    who = clean(draft.who)
    if width(who) > _LONGEST_SIGN:
        blocks, who = (Block(Form.TEXT, f"{who}。"), *blocks), ""
    rest = "余下的请扫码看全文。" if has_code(board, draft.address) else "余下的请触摸屏幕看全文。"
    on = f"按{day(board.today)}的记录推算" if draft.on is None else day(draft.on)
    data = (on, _signs(board, draft.identity)) if draft.rests_on_records else ()
    sign = " · ".join(each for each in (who, *data) if each)
    parts = divided(blocks, _rooms(title, sign, draft), rest, draft.repeated)
    for n, part in enumerate(parts, 1):
        yield Slide(
            ident=draft.ident if n == 1 else f"{draft.ident}-{n}",
            group=draft.group,
            title=title,
            kicker=draft.kicker,
            body=Markup(clean(render("kiosk_body.html.jinja", "", blocks=part, forms=Form))),
            sign=sign,
            address=draft.address,
            seconds=seconds((title, draft.kicker, *(block.words for block in part)), _is_looked_at(part)),
            hint=draft.hint,
            identity=draft.identity,
            number=draft.number,
            chip=draft.chip,
            more=draft.more if n == 1 else Markup(),
            when=draft.when,
            part=(n, len(parts)),
            pictures=draft.pictures,
        )


def has_code(board: Board, address: str) -> bool:
    """Whether a slide carries a code: on the public's walls, where the school has said where its site stands."""
    return bool(address and board.site_url and board.selected.is_public)


def seconds(words: tuple[str, ...], is_looked_at: bool = False) -> int:
    """How long a slide stands: its characters at reading speed and three seconds more, never under eight.

    Of letters and digits two count as one character. So reckon makers of information screens: four to five Chinese
    characters a second, and three seconds to find the title.
    """
    read = sum(width(each) for each in words)
    return max(_SHORTEST, ceil(read / _PER_SECOND + _SETTLING) + _LOOKING * is_looked_at)


def begun(text: str, room: float) -> str:
    """The beginning of a text, so many characters wide, with the sign that it goes on."""
    taken = 0.0
    for place, letter in enumerate(text):
        taken += width(letter)
        if taken > room - 1:
            return f"{text[:place]}…"
    return text


def ident_of(identity: str, *more: str) -> str:
    """An id for HTML: the identity of a record without its slashes and dots."""
    return "-".join((re.sub(r"[^a-z0-9-]", "-", identity), *more))


def _is_looked_at(part: Part) -> bool:
    return any(block.form in (Form.DRAWN, Form.SUM) or block.side for block in part)


def _rooms(title: str, sign: str, draft: Draft) -> Rooms:
    """What kicker, title and last line leave for the body, lying and standing."""
    size = 1.81 if width(title) <= LONG_TITLE else 1.36
    chip_ = f"　　{draft.chip.word}　　" if draft.chip else ""
    kicker = f"{draft.kicker}　{draft.number}　第 1 / 4 屏{chip_}"
    lying, standing = (
        whole
        - lines(title, across / size / _BOLD) * size * 1.22
        - lines(kicker, across / 0.8) * 1.12
        - lines(sign, across / 0.72) * 1.01
        for whole, across in zip(_HEIGHTS, _ACROSS, strict=True)
    )
    return Room(WIDTHS[0], lying), Room(WIDTHS[1], standing / _LARGER)


def _signs(board: Board, identity: str) -> str:
    found = fingerprint(board, identity) if identity else ""
    return f"指纹 {found}" if found else ""
