"""The playlist of the screens: complete entries, records that may hang on that wall, words that fit on it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from gongkai.findings import Cause, Code, Finding, Severity
from gongkai.records import Audience
from gongkai.records.notice import Notice
from gongkai.records.playlist import (
    GROUPS,
    LASTING,
    MOST_CHARACTERS,
    TEXT_CHARACTERS,
    TITLE_CHARACTERS,
    Entry,
    Group,
    Override,
    Playlist,
    Programme,
    StaffPlaylist,
    Wall,
    Window,
    sections,
)
from gongkai.register import Record, Register
from gongkai.rules.base import Objector, Rule

UNCLEAR = Code("C113", "unclear-playlist-entry", "播单的一项没有写全，或前后不合")
TOO_LONG = Code("C114", "override-too-long", "覆盖的时间太长")
NOT_FOR_WALL = Code("C115", "not-for-this-wall", "播单里的记录不能在这一栏放")
OUTDATED = Code("C116", "outdated-playlist-entry", "播单里有过时的内容", Severity.WARNING, Cause.TIME)
OWN_WORDS_TOO_LONG = Code("C117", "own-words-too-long", "播单自拟的文字一屏放不下")
TITLE_TOO_LONG = Code("C118", "title-too-long-for-screen", "上屏的标题太长", Severity.NOTICE)
SILENCED = Code("C119", "notice-silenced", "播单把必须放的停掉了")

LONGEST_OVERRIDE = timedelta(hours=72)
"""An override stops notices too; so it may never take a notice off the wall for the whole of the shortest
period that schools adopt, three days."""

KEPT_DAYS = 30
"""So long an entry that is over may stay in the file, to be looked up or used again, before anybody is reminded."""

_SECTIONS = ("时段", "活动", "覆盖")

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A part of one of the two files: where it stands, and on which boards it shows."""

    path: str
    keys: Keys
    walls: tuple[Wall, ...]


def _playlists(register: Register) -> Iterator[tuple[str, Playlist | StaffPlaylist, tuple[Wall, ...]]]:
    """Each playlist that was read, with its path and the boards that it is for."""
    for name, playlist, walls in (
        ("playlist.yml", register.playlist, tuple(Wall)),
        ("playlist-staff.yml", register.staff_playlist, (Wall.INSIDE,)),
    ):
        if name in register.settings:
            yield register.settings[name], playlist, walls


def _entries(register: Register) -> Iterator[tuple[_Place, Entry]]:
    for path, playlist, walls in _playlists(register):
        for label, entries in sections(playlist):
            for index, entry in enumerate(entries):
                yield _Place(path, (label, index), getattr(entry, "walls", ()) or walls), entry


def _at(objector: Objector, place: _Place, keys: Keys, message: str, cure: str, *, value: bool = True) -> Finding:
    register = objector.register
    where = register.place(place.path, *place.keys, *keys, value=value)
    field = next((str(key) for key in reversed((*place.keys, *keys)) if isinstance(key, str)), "")
    document = register.documents.get(place.path)
    item = document.item((*place.keys, *keys)) if document else ""
    return Finding(objector.code, where, message, cure, field=field, item=item)


def unclear(register: Register, today: date) -> Iterator[Finding]:
    """Each entry says what is shown, and when, and who approved the school's own words."""
    objector = Objector(register, UNCLEAR)
    for place, entry in _entries(register):
        if isinstance(entry, Programme):
            yield from _incomplete(objector, place, entry)
        first, last = getattr(entry, "first", None), getattr(entry, "last", None)
        if first and last and _end(last) <= _start(first):
            message = f"“止”{_told(last)} 不比“起”{_told(first)} 晚。"
            yield _at(objector, place, ("止",), message, "核对两个日期和时刻；止写到日的，那一天还放。")


def _incomplete(objector: Objector, place: _Place, entry: Programme) -> Iterator[Finding]:
    if not (entry.records or entry.groups or entry.title):
        message = "这一项没有写放什么。"
        cure = "写“内容: …”上面的“标题: …”。" if entry.text else "写“组: 公示”、“记录: 编号”，或自拟的“标题”和“内容”。"
        yield _at(objector, place, ("内容",) if entry.text else (), message, cure, value=bool(entry.text))
    if entry.title and not entry.approved_by:
        message = "自拟的文字没有写谁批准。"
        yield _at(objector, place, ("标题",), message, "加一行“批准: 岗位”，如“批准: 校长”；不写姓名。")
    if isinstance(entry, Window) and not (entry.times or entry.weekdays or entry.days):
        message = "时段没有写时间、星期或日子，会整天代替平时的内容。"
        cure = "加上“时间: 07:20-08:20”这样的一行；几天里整天都放的，写到“活动”里。"
        yield _at(objector, place, (), message, cure, value=False)


def override_too_long(register: Register, today: date) -> Iterator[Finding]:
    """What stops everything else, notices too, ends by itself before a notice could miss its period."""
    objector = Objector(register, TOO_LONG)
    for place, entry in _entries(register):
        if isinstance(entry, Override) and entry.last - entry.first > LONGEST_OVERRIDE:
            hours = -(-(entry.last - entry.first) // timedelta(hours=1))
            message = f"覆盖长 {hours} 小时，最多 72 小时：覆盖的时候公示也停，而最短的公示期是 3 天。"
            cure = "把“止”提前，到时还没有过去再另写一项；要放更久的，写到“活动”里，公示照放。"
            yield _at(objector, place, ("止",), message, cure)


def not_for_wall(register: Register, today: date) -> Iterator[Finding]:
    """Each record that is named exists, and whoever stands before that board may read it."""
    objector = Objector(register, NOT_FOR_WALL)
    for place, target in _targets(register):
        found = register.find(target)
        if found is None:
            if not register.is_broken(target):
                near = difflib.get_close_matches(target, list(register.records), 1, 0.8)
                hint = f"是不是“{near[0]}”？" if near else ""
                cure = f"{hint}编号就是文件夹和文件名，如 notices/title-2026-1。"
                yield _at(objector, place, (), f"没有“{target}”这条记录。", cure)
            continue
        audience = found[0].audience(found[1])
        if audience is Audience.WITHHELD:
            message = f"{target} 不公开，不能放到屏上。"
            yield _at(objector, place, (), message, "删去它；能公开的，先改记录的“公开范围”。")
        elif audience is Audience.STAFF and Wall.OUTSIDE in place.walls:
            message = f"{target} 只给教职工看，不能放在对外栏。"
            section = place.keys[0]
            own = "加上“栏: 对内栏”，或" if section in _SECTIONS else ""
            yield _at(objector, place, (), message, f"{own}移到 playlist-staff.yml 的“{section}”里。")


def _targets(register: Register) -> Iterator[tuple[_Place, str]]:
    """Every record that is named, with its place."""
    for path, playlist, walls in _playlists(register):
        for index, target in enumerate(playlist.pins):
            if target not in GROUPS:
                yield _Place(path, ("固定", index), walls), target
        for index, weight in enumerate(playlist.weights):
            if weight.target not in GROUPS:
                yield _Place(path, ("权重", index, "对象"), walls), weight.target
    for place, entry in _entries(register):
        for index, target in enumerate(getattr(entry, "records", ())):
            yield _Place(place.path, (*place.keys, "记录", index), place.walls), target


def outdated(register: Register, today: date) -> Iterator[Finding]:
    """No notice whose period is over is still to be shown, and what is long over has left the file."""
    objector = Objector(register, OUTDATED)
    over = set()
    for place, entry in _entries(register):
        last: date | datetime | None = getattr(entry, "last", None)
        if last is None or _end(last) > datetime.combine(today, time.min):
            continue
        over.add((place.path, *place.keys))
        days = (today - _day(last)).days
        if days > KEPT_DAYS:
            message = f"这一项到 {_told(last)} 为止，已过 {days} 天，屏上早就不放了。"
            found = _at(objector, place, ("止",), message, "删去这一项；要查以前放过什么，看 git 的历史。")
            yield found.lowered(Severity.NOTICE)
    for place, target in _targets(register):
        record = register.get(target, Notice)
        if record and record.content.last < today and (place.path, *place.keys[:2]) not in over:
            message = f"{target} 的公示期到 {record.content.last} 已满，屏上不再放。"
            yield _at(objector, place, (), message, "删去它；公示结果由屏幕自己放。")


def own_words_too_long(register: Register, today: date) -> Iterator[Finding]:
    """The school's own words fit on one screen, and can be read in passing."""
    objector = Objector(register, OWN_WORDS_TOO_LONG)
    screen = register.playlist.screen
    limit = screen.text_characters if screen and screen.text_characters is not None else TEXT_CHARACTERS
    if limit > MOST_CHARACTERS:
        place = _Place(register.settings["playlist.yml"], ("设置", "每屏字数上限"), ())
        message = f"每屏字数上限写的是 {limit}，一屏最多放得下 {MOST_CHARACTERS} 字。"
        yield _at(objector, place, (), message, f"写 {MOST_CHARACTERS} 或更少；不写是 {TEXT_CHARACTERS}。")
    for place, entry in _entries(register):
        for label, words, most in (("标题", entry.title, TITLE_CHARACTERS), ("内容", entry.text, limit)):
            length = _length(words or "")
            if length > most:
                message = f"{label} {length} 字，屏上最多 {most} 字，多 {length - most} 字。"
                cure = "写短；细节写进记录，在“记录”里点名，屏上会放二维码。"
                yield _at(objector, place, (label,), message, cure)


def title_too_long(register: Register, today: date) -> Iterator[Finding]:
    """A title that will be read on a screen has at most forty characters."""
    objector = Objector(register, TITLE_TOO_LONG)
    for record in _shown(register, today):
        length = _length(record.content.heading)
        if length > TITLE_CHARACTERS:
            message = f"标题 {length} 字，上屏的标题最好不超过 {TITLE_CHARACTERS} 字；屏上照放，字会小些。"
            keys = next((label for label in ("标题", "案由", "事项") if _is_label(record, label)), "")
            cure = "还没有公布的，改短；已经公布的不必改。"
            yield objector.about(record, (keys,) if keys else (), message, cure)


def _is_label(record: Record[Any], label: str) -> bool:
    return any(info.alias == label for info in type(record.content).model_fields.values())


def _shown(register: Register, today: date) -> Iterable[Record[Any]]:
    """Notices that hang now or will, and records that the playlist names for a time that is not over."""
    named = {target.split("/")[0] + "/" + target.split("/")[1] for _, target in _targets(register)}
    for record in register.records.values():
        hangs = isinstance(record.content, Notice) and record.content.last >= today
        if hangs or (record.identity in named and not isinstance(record.content, Notice)):
            yield record


def silenced(register: Register, today: date) -> Iterator[Finding]:
    """A notice hangs on each of its days, and a screen always has something to show."""
    objector = Objector(register, SILENCED)
    for path, playlist, walls in _playlists(register):
        for index, weight in enumerate(playlist.weights):
            if weight.times:
                continue
            place = _Place(path, ("权重", index, "次数"), walls)
            record = register.get(weight.target, Notice)
            if weight.target == Group.NOTICE or (record and record.content.last >= today):
                message = f"“{weight.target}”写了 0 次，公示期内的公示每天都要放。"
                yield _at(objector, place, (), message, "写 1 到 5，或删去这一项；公示期满的，屏幕自己撤下。")
            elif weight.target in LASTING:
                names = "、".join(sorted(LASTING))
                message = f"“{weight.target}”写了 0 次；没有别的可放的时候，屏上要有{names}。"
                yield _at(objector, place, (), message, "写 1，或删去这一项。")


def _start(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)


def _end(moment: date | datetime) -> datetime:
    """The first moment after; a day alone is meant whole."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.max)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _told(moment: date | datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else f"{moment}"


def _length(words: str) -> int:
    """How many characters are read; spaces and line ends are none."""
    return sum(not char.isspace() for char in words)


SUBJECT = "走廊屏的播单"

RULES = (
    Rule(UNCLEAR, unclear),
    Rule(TOO_LONG, override_too_long),
    Rule(NOT_FOR_WALL, not_for_wall),
    Rule(OUTDATED, outdated),
    Rule(OWN_WORDS_TOO_LONG, own_words_too_long),
    Rule(TITLE_TOO_LONG, title_too_long),
    Rule(SILENCED, silenced),
)
