"""Home: four figures with their definitions, what is overdue, new and missing, and where to speak up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.derive.cases import Case, Process
from gongkai.derive.coverage import ItemCoverage
from gongkai.records.meeting import Meeting, MeetingType
from gongkai.records.notice import Notice
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Delay
from gongkai.records.school import Channel
from gongkai.register import Record
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import INTRODUCTION, Heading, Page
from gongkai.render.templates import day, render
from gongkai.views.alternates import EVERYTHING
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.headlines import Figure, answered, kept
from gongkai.views.latest import disclosed_since, latest
from gongkai.views.matters import matter_address
from gongkai.views.record_pages import whole
from gongkai.views.states import ON_NOTICE, slot_chip
from gongkai.workdays import term_of

NEWS = 10
SHOWN = 3
SIX_DAYS = timedelta(days=6)
"""With today they are a week."""
CELLS = 8
SECTIONS = (
    ("new", "最近公开"),
    ("progress", "公开进度"),
    ("frame", "一箱两栏与各种会议"),
    ("speak", "有话请说"),
)
LEGEND = ("published", "published-late", "missing", "not-due", "exempt")


@dataclass(frozen=True, slots=True)
class Overdue:
    """A submission whose deadline has passed, with the signed statement of why."""

    case: Case
    days: int
    delay: Delay | None


@dataclass(frozen=True, slots=True)
class Door:
    """One part of 一箱两栏四会: what it is, what is new in it, where it leads."""

    sign: str
    title: str
    words: str
    address: str
    link: str


def pages(board: Board) -> Iterator[Page]:
    """The home page."""
    coverage = board.coverage
    html = render(
        "home.html.jinja",
        "",
        today=board.today,
        whole=whole,
        public=board.selected.is_public,
        figures=tuple(figures(board)),
        overdue=overdue(board),
        shown=SHOWN,
        week=disclosed_since(board, board.today - SIX_DAYS),
        introduction=INTRODUCTION,
        on_notice=on_notice(board),
        news=latest(board, NEWS),
        progress=tuple((item, matter_address(item.name), cells) for item, cells in heat_rows(coverage)),
        legend=tuple(chip(kind) for kind in LEGEND),
        missing=sum(len(item.missing) for item in coverage),
        items=len(coverage),
        doors=tuple(_doors(board)),
        channels=tuple((channel.name, channel_words(channel)) for channel in board.register.school.channels),
    )
    yield Page(
        address="",
        title=f"{board.register.school.name}校务公开",
        body=html,
        description=f"{board.register.school.name}的提案答复、意见回音、会议决议、财务收支与公示，每个数字都可以核对。",
        sections=tuple(Heading(ident, title) for ident, title in SECTIONS),
        alternates=EVERYTHING,
    )


def overdue(board: Board) -> tuple[Overdue, ...]:
    """Every submission past its deadline, the longest first."""
    late = [case for case in board.cases.values() if case.process is Process.OVERDUE]
    late.sort(key=lambda case: (-case.overdue_days(board.today), case.record.identity))
    return tuple(
        Overdue(
            case,
            case.overdue_days(board.today),
            case.last.delays[-1].content if case.last and case.last.delays else None,
        )
        for case in late
    )


def heat_rows(coverage: tuple[ItemCoverage, ...]) -> tuple[tuple[ItemCoverage, tuple[Chip | None, ...]], ...]:
    """The matters with a rhythm, each with its last periods, the newest at the right."""
    rows = []
    for item in coverage:
        if item.slots:
            cells = tuple(slot_chip(slot) for slot in item.slots[-CELLS:])
            rows.append((item, (None,) * (CELLS - len(cells)) + cells))
    return tuple(rows)


def channel_words(channel: Channel) -> str:
    """Where, when and how one can speak up through a channel."""
    parts = (channel.place, channel.when, channel.phone and f"电话 {channel.phone}", channel.email)
    return "；".join(part for part in parts if part)


def figures(board: Board) -> Iterator[Figure]:
    """The four figures by which a board is judged at a glance."""
    who = counted(board)
    yield answered(board)
    yield _longest(board, who)
    current = on_notice(board)
    yield Figure(
        "正在公示",
        str(len(current)),
        "项",
        f"今天（{day(board.today)}）处在公示期内、{who}的公示；第一天和最后一天都算在公示期内。",
        f"notices/?状态={ON_NOTICE}" if current else "notices/",
        f"最近 {_month_day(current[0].content.last)}到期" if current else "以往的公示",
    )
    yield kept(board)


def _longest(board: Board, who: str) -> Figure:
    how = (
        f"在{who}的提案和意见中，取等待答复最久的一件：从交办（意见从转交、重新办理从评价不满意）的次日数到今天的天数。"
    )
    waiting = [case for case in board.cases.values() if case.waiting(board.today)]
    if not waiting:
        return Figure("等待最久", "0", "天", how, "proposals/", "没有等待答复的事项")
    case = min(waiting, key=lambda case: (-case.waiting(board.today), case.record.identity))
    title = f"{case.record.number} {case.record.content.heading}"
    return Figure("等待最久", str(case.waiting(board.today)), "天", how, f"{case.record.identity}/", title)


def on_notice(board: Board) -> tuple[Record[Notice], ...]:
    """The notices to which one may object today, the next to end first."""
    today = board.today
    found = [record for record in board.register.of(Notice) if record.content.first <= today <= record.content.last]
    return tuple(sorted(found, key=lambda record: (record.content.last, record.identity)))


def _doors(board: Board) -> Iterator[Door]:
    yield _box(board)
    inside = "您看到的是教职工版，含只向教职工公开的内容。"
    outside = "向社会公开的内容同时登在社会版网站和对外公开栏。"
    if board.selected.is_public:
        inside = "只向教职工公开的内容登在校内的公开栏和教职工版网站，本版不含。"
        outside = "您看到的就是对外公开栏，向社会公开的内容都在这里。"
    yield Door("内", "对内公开栏", inside, "accountability/#channels", "怎样查询")
    yield Door("外", "对外公开栏", outside, "catalogue/", "公开目录")
    for kind in board.register.school.assemblies:
        yield assembly(board, kind)


def _box(board: Board) -> Door:
    term = term_of(board.today, board.register.terms)
    cases = [case for case in board.cases.values() if isinstance(case.record.content, Opinion)]
    if term:
        cases = [case for case in cases if _within(case.record.content.day, term.first, term.last)]
    open_ = sum(not case.answered for case in cases)
    when = "本学期" if term else "至今"
    if not cases:
        words = f"{when}还没有可以公开的来信。"
    elif open_:
        words = f"{when}公开的来信 {len(cases)} 件，已有回音 {len(cases) - open_} 件，办理中 {open_} 件。"
    else:
        words = f"{when}公开的来信 {len(cases)} 件，件件有回音。"
    return Door("箱", "意见箱", words, "opinions/", "看来信与回音")


def _within(day_: date | None, first: date, last: date) -> bool:
    return day_ is not None and first <= day_ <= last


def assembly(board: Board, kind: MeetingType) -> Door:
    """One of the meetings of the school's frame: how often it is held, when it was and will be."""
    own = [record for record in board.register.of(Meeting) if record.content.type is kind]
    past = [record for record in own if record.content.held_on <= board.today]
    ahead = [record for record in own if record.content.held_on > board.today]
    if ahead:
        coming = min(ahead, key=lambda record: (record.content.held_on, record.identity))
        words = f"{_often(board, kind)}下一次 {day(coming.content.held_on)}。"
    else:
        words = _often(board, kind)
    if past:
        last = max(past, key=lambda record: (record.content.held_on, record.identity))
        words += f"最近一次 {day(last.content.held_on)}。"
        return Door("会", kind.value, words, f"{last.identity}/", last.content.heading)
    where = "本版还没有记录；只向教职工公开的见对内公开栏。" if board.selected.is_public else "还没有记录。"
    return Door("会", kind.value, words if ahead else words + where, "meetings/", "会议记录")


def _often(board: Board, kind: MeetingType) -> str:
    """How often the school has decided to hold such a meeting: 每学年至少 1 次."""
    rulings = board.register.rulings(board.today)
    asked = rulings.values.meetings if rulings.adopted("meetings") else None
    times = next((times for times in asked or () if times.type is kind), None)
    return f"每{times.per.value}至少 {times.count} 次。" if times else ""


def _month_day(value: date) -> str:
    return f"{value.month}月{value.day}日"
