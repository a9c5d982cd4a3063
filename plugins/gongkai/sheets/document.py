"""What stands on a sheet of paper: blocks one below the other, and the marks around them.

A sheet says nothing of its own: its words come from records and views. Wherever a block takes `Words`, it takes
plain text, the HTML that a view wrote (dates kept whole, links as text), or a status chip. How a block looks is
decided by the templates in `typst/`, which are given the sheet as data (`encoding.encoded`) and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TypeAlias

from gongkai.render.tables import Table
from gongkai.sheets.words import Words


class Style(Enum):
    """The outward form of a sheet."""

    NOTICE = "公示式"
    """A sheet for the notice board: plain, large, everything at a glance."""
    OFFICIAL = "公文式"
    """Set as GB/T 9704-2012 measures an official paper; without a number or a seal that nobody gave."""


class Paper(Enum):
    """The sheet's size in millimetres, width first."""

    A4 = ("A4", 210, 297)
    A4_WIDE = ("A4横", 297, 210)
    A3 = ("A3", 297, 420)
    A3_WIDE = ("A3横", 420, 297)

    @property
    def label(self) -> str:
        return self.value[0]

    @property
    def size(self) -> tuple[int, int]:
        return self.value[1], self.value[2]


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands around the text of every sheet, by which a photographed sheet is matched to its record.

    `take_down` is the last day on which the sheet may hang. `address` is that of the record's page,
    `code` the same as an SVG with squares; both empty while the school has not said where its site stands.
    `phone` is whom to call about what stands on the sheet, in words.
    """

    school: str
    number: str
    day: date
    """As of which day the data are."""
    fingerprint: str = ""
    period: tuple[date, date] | None = None
    take_down: date | None = None
    phone: str = ""
    address: str = ""
    code: str = ""
    is_internal: bool = False
    """Whether the sheet is marked 内部公开."""


# Blocks ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title of the sheet; level 1 is 一、, 2 is （一）, 3 is 1."""

    words: Words
    level: int = 1


class Role(Enum):
    """What a paragraph is for."""

    BODY = "body"
    LEAD = "lead"
    """The sentence below the title that says everything."""
    NOTE = "note"
    """Small print: how a figure was counted, where a list ends."""
    CENTRED = "centred"
    ADDRESSEE = "addressee"
    """主送: flush left, ends with a colon."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a body paragraph begins with two empty characters."""

    words: Words
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points, each of them blocks; numbered ones begin with `start`."""

    items: tuple[tuple[Block, ...], ...]
    is_numbered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms and what is said of each, one line each."""

    rows: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one 建议: the status, what was said, and what was promised by when."""

    status: Words
    words: Words = ""
    promise: Words = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One 建议 with its answers; none yet is said in the words of `status`."""

    number: str
    words: Words
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Asks:
    """建 and 答 beside each other, ask by ask."""

    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; over several pages its head is repeated and says 续表.

    The columns at the places `summed` get a 本页小计 at the foot of every page and a 总计 at the end: of the
    rows that are neither totals, nor parts of the row above, nor below another.
    """

    table: Table
    summed: tuple[int, ...] = ()
    widths: tuple[float, ...] = ()
    """The shares of the width that the columns get; by their content when empty."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as SVG, with the words that say the same."""

    svg: str
    words: str
    caption: Words = ""
    width: float = 1.0
    """As a share of the width of the text."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a record comes to, in a frame: the status and one sentence."""

    status: Words
    words: Words = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """署名 and day below the text on the right; room for a stamp where `has_seal_room`, never a stamp."""

    name: str
    day: str
    has_seal_room: bool = False


@dataclass(frozen=True, slots=True)
class SignLines:
    """Lines on which people sign the printed sheet by hand."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else wrote."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text whose lines and spaces stay as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the sheet."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new sheet."""


Block: TypeAlias = (
    Heading
    | Paragraph
    | Bullets
    | Facts
    | Asks
    | Grid
    | Figure
    | Verdict
    | Signature
    | SignLines
    | Quote
    | Verbatim
    | Rule
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, or several that belong together: what it is called, what stands on it, how it looks.

    `form` is what it is (公示, 海报, 台账); `template` the file in `typst/`, without its suffix, that sets it.
    `records` are the identities of the records on it; the first is the one whose number the sheet carries.
    `more` are further words for a template of its own, by a name that only the template knows.
    """

    form: str
    title: str
    blocks: tuple[Block, ...]
    mark: Mark
    records: tuple[str, ...]
    template: str = "notice"
    style: Style = Style.NOTICE
    paper: Paper = Paper.A4
    more: Mapping[str, Words] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What its file is called, without the suffix: number, form, what is unusual about it, 内部公开."""
        size = "" if self.paper is Paper.A4 else f"-{self.paper.label}"
        style = f"-{self.style.value}" if self.style is Style.OFFICIAL else ""
        return f"{self.mark.number}-{self.form}{style}{size}{'-内部公开' if self.mark.is_internal else ''}"
