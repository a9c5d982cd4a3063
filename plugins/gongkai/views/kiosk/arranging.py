"""How the playlist (播单) arranges the slides that were chosen: what comes first, how often, and what goes before.

A slide that a part of the day or an event names is shown in that time too, on a copy of its own; in the daily
round it stays what it was. Its own limits hold on every copy: a notice is never shown after its last day.
Notices need no copy. They are played beside every part of the day and every event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from markupsafe import Markup

from gongkai.records.playlist import (
    GROUPS,
    LASTING,
    TEXT_CHARACTERS,
    Entry,
    Group,
    Override,
    Playlist,
    Programme,
    SchoolDay,
    StaffPlaylist,
    Wall,
    sections,
)
from gongkai.render.icons import chip
from gongkai.views.board import Board
from gongkai.views.kiosk import named
from gongkai.views.kiosk.drafting import Draft, slides_of
from gongkai.views.kiosk.model import DayKind, Level, Slide, When
from gongkai.views.kiosk.splitting import Block, Form

OWN = "own"
"""The group of the school's own words."""

_DAYS: Mapping[SchoolDay, tuple[DayKind, ...]] = {
    SchoolDay.TEACHING: (DayKind.TEACHING,),
    SchoolDay.WORKING: (DayKind.TEACHING, DayKind.WORKING),
    SchoolDay.OFF: (DayKind.OFF,),
}


_LEVELS = (Level.WINDOW, Level.EVENT, Level.OVERRIDE)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of a playlist, and a name for its slides that no other entry has."""

    ident: str
    level: Level
    content: Entry


def arranged(board: Board, slides: Iterable[Slide]) -> tuple[Slide, ...]:
    """The slides as the playlists of this board arrange them: the daily round, then what goes before it.

    Without a playlist they stay as they are. What is over on the board's day is left out; what is yet to come
    is there, and is shown when its time has come, also by a screen without a network.
    """
    playlists = _playlists(board)
    chosen = tuple(slides)
    targets = [target for playlist in playlists for target in playlist.pins]
    targets += [weight.target for playlist in playlists for weight in playlist.weights if weight.times]
    known = (*chosen, *_missing(board, chosen, targets))
    daily = _pinned(_weighted(known, playlists), playlists)
    shown = {slide.ident: slide.ident for slide in daily}
    return (*daily, *(slide for entry in _entries(playlists) for slide in _programme(board, known, entry, shown)))


def _playlists(board: Board) -> tuple[Playlist | StaffPlaylist, ...]:
    register = board.register
    if board.selected.is_public:
        return (register.playlist.on(Wall.OUTSIDE),)
    return (register.playlist.on(Wall.INSIDE), register.staff_playlist)


def _missing(board: Board, slides: Sequence[Slide], targets: Iterable[str]) -> Iterator[Slide]:
    """Slides for the records that are named and have none yet."""
    shown = {slide.identity for slide in slides}
    for target in dict.fromkeys(targets):
        if target not in GROUPS and target not in shown:
            yield from named.slides(board, target)


def _is(slide: Slide, target: str) -> bool:
    group = GROUPS.get(target)
    return slide.group == group.name.lower() if group else slide.identity == target


def _weighted(slides: Iterable[Slide], playlists: Sequence[Playlist | StaffPlaylist]) -> Iterator[Slide]:
    """Each slide as often as it is to come; a record's own weight goes before that of its group."""
    weights = {weight.target: weight.times for playlist in playlists for weight in playlist.weights}
    groups = {group.name.lower(): str(group.value) for group in Group}
    lasting = {group.name.lower() for group in LASTING}
    for slide in slides:
        times = weights.get(slide.identity, weights.get(groups.get(slide.group, ""), slide.when.weight))
        if times or slide.when.always or slide.group in lasting:
            yield replace(slide, when=replace(slide.when, weight=max(times, 1)))


def _pinned(slides: Iterable[Slide], playlists: Sequence[Playlist | StaffPlaylist]) -> tuple[Slide, ...]:
    """What is pinned first, in the order of the pins."""
    left = list(slides)
    first: list[Slide] = []
    for target in dict.fromkeys(target for playlist in playlists for target in playlist.pins):
        first += [replace(slide, when=replace(slide.when, pinned=True)) for slide in left if _is(slide, target)]
        left = [slide for slide in left if not _is(slide, target)]
    return (*first, *left)


def _entries(playlists: Sequence[Playlist | StaffPlaylist]) -> Iterator[_Entry]:
    for playlist in playlists:
        whose = "staff-" if isinstance(playlist, StaffPlaylist) else ""
        for (_, contents), level in zip(sections(playlist), _LEVELS, strict=True):
            for n, content in enumerate(contents, 1):
                yield _Entry(f"{whose}{level.value}-{n}", level, content)


def _programme(board: Board, known: Sequence[Slide], entry: _Entry, shown: dict[str, str]) -> Iterator[Slide]:
    """What an entry shows: the school's own words, then records and groups in the order in which they are named.

    `shown` leads from a slide that the page has already to the ident under which it stands there.
    """
    content = entry.content
    when = _when(entry)
    if _is_over(when, board.today):
        return
    if content.title:
        yield from map(_large, slides_of(board, _own(entry, content.title, when)))
    if isinstance(content, Programme):
        targets = [*content.records, *map(str, content.groups)]
        slides = (*known, *_missing(board, known, targets))
        taken: set[str] = set()
        for target in targets:
            for slide in slides:
                if _is(slide, target) and not slide.when.always and slide.ident not in taken:
                    taken.add(slide.ident)
                    narrowed = _narrowed(when, slide.when)
                    if not _is_over(narrowed, board.today):
                        ident = f"{slide.ident}-{entry.ident}"
                        yield replace(slide, ident=ident, when=narrowed, same_as=shown.get(slide.ident, ""))
                        shown.setdefault(slide.ident, ident)


def _narrowed(when: When, own: When) -> When:
    """The time of an entry, within a slide's own limits."""
    return replace(when, first=_later(own.first, when.first), last=_earlier(own.last, when.last))


def _when(entry: _Entry) -> When:
    content = entry.content
    limits = When(entry.level, content.first, content.last)
    if isinstance(content, Override):
        return limits
    days = {kind for each in content.days for kind in _DAYS[each]}
    return replace(
        limits,
        times=tuple(span.times for span in content.times),
        weekdays=tuple(sorted(set(content.weekdays))),
        days=tuple(kind for kind in DayKind if kind in days),
    )


def _large(slide: Slide) -> Slide:
    """The slide with its text in larger letters, where it is short enough."""
    if not 0 < len(slide.body.striptags()) <= TEXT_CHARACTERS:
        return slide
    return replace(slide, body=Markup('<div class="k-large">{}</div>').format(slide.body))


_KICKERS = {Level.WINDOW: "通知", Level.EVENT: "活动", Level.OVERRIDE: "紧急通知"}


def _own(entry: _Entry, title: str, when: When) -> Draft:
    """The school's own words, with who approved them; an override says until when it stands."""
    content = entry.content
    who = f"{content.approved_by}批准" if content.approved_by else ""
    last = when.last
    until = f"到 {last.month}月{last.day}日 {last:%H:%M} 自动撤下" if isinstance(content, Override) and last else ""
    ends = chip("on-notice", f"到 {last:%H:%M}") if isinstance(content, Override) and last else None
    lines = (line.strip() for line in (content.text or "").split("\n"))
    return Draft(
        ident=f"{OWN}-{entry.ident}",
        group=OWN,
        title=title,
        kicker=_KICKERS[entry.level],
        blocks=tuple(Block(Form.TEXT, line) for line in lines if line),
        address="",
        chip=ends,
        who=" · ".join(each for each in (who, until) if each),
        rests_on_records=False,
        when=when,
    )


def _start(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)


def _end(moment: date | datetime) -> datetime:
    """A day alone is meant whole."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.max)


def _later(one: date | datetime | None, other: date | datetime | None) -> date | datetime | None:
    return max((each for each in (one, other) if each), key=_start, default=None)


def _earlier(one: date | datetime | None, other: date | datetime | None) -> date | datetime | None:
    return min((each for each in (one, other) if each), key=_end, default=None)


def _is_over(when: When, today: date) -> bool:
    """Whether it can no longer be shown on this day or after."""
    if when.last is None:
        return False
    begins = max(_start(today), _start(when.first)) if when.first else _start(today)
    return _end(when.last) <= begins
