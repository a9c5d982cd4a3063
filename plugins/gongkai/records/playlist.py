"""playlist.yml and playlist-staff.yml: what the screens in the hallway show, when, and who approved it (播单).

Without a playlist the screens choose by themselves. Words that only staff may read can be written into
playlist.yml under `栏: 对内栏`, as a record there may say `公开范围: 教职工`; where the repository is public,
they belong into playlist-staff.yml, which may lie in another folder and is never read for the public.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Self, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from gongkai.records.base import Model
from gongkai.records.fields import Count, DayOrMoment, Moment, OneOrMore, Reference, Text, TimeOfDay, Weekday
from gongkai.records.fields.references import parse_reference
from gongkai.records.fields.typed import excerpt

TITLE_CHARACTERS = 40
"""A title on a screen is read from four metres, while walking past."""

TEXT_CHARACTERS = 120
"""How long a school's own text may be, where it has not said: half a minute to read."""

MOST_CHARACTERS = 240
"""How long it may be at most: more does not fit on one screen, lying or standing."""

MOST_TIMES = 5
"""How often a slide may come in one round."""


class Wall(StrEnum):
    """Which of the two boards (一箱两栏): the one for everybody, the one for staff."""

    OUTSIDE = "对外栏"
    INSIDE = "对内栏"


class SchoolDay(StrEnum):
    """What a day is by the State Council's calendar, 调休 included, and the school's terms."""

    TEACHING = "教学日"
    WORKING = "工作日"
    OFF = "休息日"


class Group(StrEnum):
    """A family of slides that the screens choose by themselves from the records; the last two are never empty."""

    FIGURES = "四个数"
    NOTICE = "公示"
    ANSWER = "新答复"
    WAITING = "等得最久"
    PROMISE = "兑现的承诺"
    MONEY = "账目"
    SILENCE = "静默榜"
    NEWS = "最近公开"
    MEETING = "下次会议"
    MINUTES = "会议纪要"
    APPRAISAL = "民主评议"
    ACCOUNTABILITY = "四个第一"
    CHANNELS = "怎样说话"


LASTING = frozenset({Group.ACCOUNTABILITY, Group.CHANNELS})
"""What stays when there is nothing else: the screens are never empty."""


GROUPS = {str(group.value): group for group in Group}
"""The groups by the words that are written."""


def _target(typed: object) -> str:
    if isinstance(typed, str) and typed.strip() in GROUPS:
        return typed.strip()
    try:
        return parse_reference(typed)
    except PydanticCustomError as error:
        if error.type == "empty":
            raise
        message = "写的是“{typed}”，不是组，也不是编号。组有：{groups}；编号如 notices/title-2026-1。"
        raise PydanticCustomError("misread", message, {"typed": excerpt(typed), "groups": "、".join(GROUPS)}) from None


Target: TypeAlias = Annotated[str, BeforeValidator(_target), WithJsonSchema({"type": "string"})]
"""A group, by its Chinese name, or the identity of a record."""


def _at_most(times: int) -> int:
    if times > MOST_TIMES:
        message = "写的是“{times}”，一轮里最多放 {most} 次。"
        raise PydanticCustomError("misread", message, {"times": str(times), "most": str(MOST_TIMES)})
    return times


Times: TypeAlias = Annotated[Count, AfterValidator(_at_most)]
"""How often something comes in one round."""


class Screen(Model):
    """How the screens themselves behave (设置)."""

    dark: TimeOfDay | None = Field(None, alias="夜间熄屏", description="每天全黑的时段，如 21:00-06:00；不写就不熄")
    stale_days: Count | None = Field(
        None, alias="数据过期天数", description="数据几天没有更新就在屏上醒目提示；不写是 3"
    )
    text_characters: Count | None = Field(
        None, alias="每屏字数上限", description=f"自拟内容最多几个字；不写是 {TEXT_CHARACTERS}"
    )


class Weight(Model):
    """How often something comes in one round (权重)."""

    target: Target = Field(alias="对象", description=f"一组（{'、'.join(GROUPS)}），或一条记录的编号")
    times: Times = Field(
        alias="次数",
        description=f"每轮放几次，0 到 {MOST_TIMES}；0 是平时不放，时段和活动里点名的照放；公示期内的不能写 0",
    )


_OWN_TITLE = (
    f"自拟的一屏的标题，不超过 {TITLE_CHARACTERS} 字；没到时间也已经在屏的网页里，不宜提前让人知道的，到日子再写"
)


class Programme(Model):
    """What is shown at certain times: records, groups, or the school's own words; what is not written sets no limit."""

    first: DayOrMoment | None = Field(None, alias="起", description="从哪天（或哪天几点）开始；不写就从现在起")
    last: DayOrMoment | None = Field(None, alias="止", description="到哪天（含），或到哪天几点；不写就一直有效")
    times: Annotated[tuple[TimeOfDay, ...], OneOrMore] = Field(
        (), alias="时间", description="一天里的什么时候；21:00-06:00 是 21:00 以后和 06:00 以前"
    )
    weekdays: Annotated[tuple[Weekday, ...], OneOrMore] = Field((), alias="星期", description="星期几，如 周一")
    days: Annotated[tuple[SchoolDay, ...], OneOrMore] = Field(
        (), alias="日子", description="教学日、工作日、休息日，按国务院放假调休和本校学期算；工作日包括教学日"
    )
    groups: Annotated[tuple[Group, ...], OneOrMore] = Field((), alias="组", description="放哪几组")
    records: Annotated[tuple[Reference, ...], OneOrMore] = Field((), alias="记录", description="放哪些记录，写编号")
    title: Text | None = Field(None, alias="标题", description=_OWN_TITLE)
    text: Text | None = Field(None, alias="内容", description="自拟的一屏的正文；可以不写")
    approved_by: Text | None = Field(None, alias="批准", description="批准的岗位；有自拟文字时必填")


class Window(Programme):
    """A part of the day with a programme of its own (时段)."""


class Event(Programme):
    """Something the school does, with a programme that goes before those of the day (活动)."""

    first: DayOrMoment = Field(alias="起", description="从哪天（或哪天几点）开始")
    last: DayOrMoment = Field(alias="止", description="到哪天（含），或到哪天几点")


class Override(Model):
    """What is shown alone, before everything else, until it ends by itself (覆盖)."""

    title: Text = Field(alias="标题", description=_OWN_TITLE)
    text: Text | None = Field(None, alias="内容", description="要大家做什么；可以不写")
    first: Moment = Field(alias="起", description="从几点开始，如 2026-11-20 07:00")
    last: Moment = Field(alias="止", description="到几点自动撤下；离“起”不超过 72 小时")
    approved_by: Text = Field(alias="批准", description="批准的岗位；显示在屏上")


_WALLS = "在哪一栏放：对外栏、对内栏；不写就两栏都放"


class PlacedWindow(Window):
    """A part of the day on one of the boards, or on both."""

    walls: Annotated[tuple[Wall, ...], OneOrMore] = Field((), alias="栏", description=_WALLS)


class PlacedEvent(Event):
    """An event on one of the boards, or on both."""

    walls: Annotated[tuple[Wall, ...], OneOrMore] = Field((), alias="栏", description=_WALLS)


class PlacedOverride(Override):
    """An override on one of the boards, or on both."""

    walls: Annotated[tuple[Wall, ...], OneOrMore] = Field((), alias="栏", description=_WALLS)


_PINS = "总放在最前面的，按次序：一组，或一条记录的编号"
_WEIGHTS = "哪些多放几次、哪些平时不放"
_WINDOWS = "一天里有自己内容的时段；到时只放这些和公示"
_EVENTS = "活动期间的内容；只放这些和公示，时段让路"
_OVERRIDES = "紧急通知：只放它，别的都让路，到点自动撤下"


class Playlist(Model):
    """The playlist of both boards (播单)."""

    screen: Screen | None = Field(None, alias="设置", description="屏幕本身：夜间熄屏、数据过期天数、字数上限")
    pins: Annotated[tuple[Target, ...], OneOrMore] = Field((), alias="固定", description=_PINS)
    weights: Annotated[tuple[Weight, ...], OneOrMore] = Field((), alias="权重", description=_WEIGHTS)
    windows: Annotated[tuple[PlacedWindow, ...], OneOrMore] = Field((), alias="时段", description=_WINDOWS)
    events: Annotated[tuple[PlacedEvent, ...], OneOrMore] = Field((), alias="活动", description=_EVENTS)
    overrides: Annotated[tuple[PlacedOverride, ...], OneOrMore] = Field((), alias="覆盖", description=_OVERRIDES)

    def on(self, wall: Wall) -> Self:
        """The same with what is shown on this board only."""
        changes = {name: _on(getattr(self, name), wall) for name in ("windows", "events", "overrides")}
        return self.model_copy(update=changes)

    def public(self) -> Self:
        """The same without what is meant for staff."""
        return self.on(Wall.OUTSIDE)


class StaffPlaylist(Model):
    """What only the board for staff shows, beside the playlist of both (对内播单)."""

    pins: Annotated[tuple[Target, ...], OneOrMore] = Field((), alias="固定", description=_PINS)
    weights: Annotated[tuple[Weight, ...], OneOrMore] = Field((), alias="权重", description=_WEIGHTS)
    windows: Annotated[tuple[Window, ...], OneOrMore] = Field((), alias="时段", description=_WINDOWS)
    events: Annotated[tuple[Event, ...], OneOrMore] = Field((), alias="活动", description=_EVENTS)
    overrides: Annotated[tuple[Override, ...], OneOrMore] = Field((), alias="覆盖", description=_OVERRIDES)


Placed = TypeVar("Placed", PlacedWindow, PlacedEvent, PlacedOverride)


def _on(entries: Iterable[Placed], wall: Wall) -> tuple[Placed, ...]:
    return tuple(entry for entry in entries if not entry.walls or wall in entry.walls)


Entry: TypeAlias = Programme | Override


def is_for_staff(entry: Entry) -> bool:
    """Whether an entry of the playlist of both boards is shown to staff only."""
    walls: tuple[Wall, ...] = getattr(entry, "walls", ())
    return bool(walls) and Wall.OUTSIDE not in walls


def sections(playlist: Playlist | StaffPlaylist) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """The entries under the keys where they are written, the weakest first."""
    return (("时段", playlist.windows), ("活动", playlist.events), ("覆盖", playlist.overrides))


def own_words(playlist: Playlist | StaffPlaylist) -> tuple[str, ...]:
    """Every title and text that the school wrote for the screens itself."""
    entries = (entry for _, each in sections(playlist) for entry in each)
    return tuple(words for entry in entries for words in (entry.title, entry.text) if words)
