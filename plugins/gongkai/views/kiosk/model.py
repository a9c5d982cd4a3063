"""What a slide is: one thing on the wall, and when it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from markupsafe import Markup

from gongkai.render.charts.frame import width
from gongkai.render.icons import Chip


class Level(StrEnum):
    """Which slides give way to which: the highest level that has a slide to show plays."""

    DEFAULT = "default"
    WINDOW = "window"
    EVENT = "event"
    OVERRIDE = "override"


class DayKind(StrEnum):
    """What a day is in the school's calendar, 调休 included."""

    TEACHING = "T"
    """教学日."""
    WORKING = "W"
    """工作日但不上课."""
    OFF = "H"
    """休息."""


@dataclass(frozen=True, slots=True)
class When:
    """When a slide is shown; what is empty sets no limit.

    `first` and `last` are inclusive: whole days in China, or minutes where a time is given. `times` are pairs of
    from and to within a day, `weekdays` run from 1 (Monday) to 7, `days` are kinds of days in the school's calendar.
    `weight` is how often a slide comes in one round. `always` slides play beside those of a higher level, except an
    override, and come again after every four minutes without one: a notice must be seen on each of its days.
    """

    level: Level = Level.DEFAULT
    first: date | datetime | None = None
    last: date | datetime | None = None
    times: tuple[tuple[time, time], ...] = ()
    weekdays: tuple[int, ...] = ()
    days: tuple[DayKind, ...] = ()
    weight: int = 1
    pinned: bool = False
    always: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing limits it: it can be shown on any day, at any time."""
        return not (self.first or self.last or self.times or self.weekdays or self.days)


GROUPS = (
    "figures",
    "notice",
    "answer",
    "waiting",
    "promise",
    "money",
    "silence",
    "news",
    "meeting",
    "appraisal",
    "minutes",
    "accountability",
    "channels",
)
"""The families of slides that are chosen from the records, in the order in which they come."""


LONG_TITLE = 30.0
"""A title wider than so many characters is set smaller than the others, still larger than the text."""


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide.

    `ident` is unique among the slides, good as an id in HTML and stays from build to build. `identity` is the record
    that is shown, empty where a slide is about many; `number` is what one searches for. `group` is its family (notice,
    answer, money …). `body` stands under the title, `sign` in the last line, `more` is the long text of the reading
    view. `address` is the page of the same matter, relative to the site's root; a slide without one has no code,
    whose `hint` says what one finds there.
    `same_as` is the ident of an earlier slide that is shown once more, for another time; the page has it only once.
    `part` is (1, 2) on the first of two slides that share a text. `pictures` are names of files in kiosk/pictures/.
    """

    ident: str
    group: str
    title: str
    kicker: str
    body: Markup
    sign: str
    address: str
    seconds: int
    hint: str = "扫码看全文"
    identity: str = ""
    number: str = ""
    chip: Chip | None = None
    more: Markup = field(default_factory=Markup)
    when: When = field(default_factory=When)
    same_as: str = ""
    part: tuple[int, int] = (1, 1)
    pictures: tuple[str, ...] = ()

    @property
    def has_long_title(self) -> bool:
        return width(self.title) > LONG_TITLE
