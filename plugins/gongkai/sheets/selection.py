"""Which records are wanted on paper: one by its number, what belongs on the wall this month, all that is on notice.

Only what the board shows can be chosen. Whoever asks for something else is told why it is not printed and what
to do, by the whole register, which the person at the keyboard has before them anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import takewhile
from typing import Any

from gongkai.derive.events import Event, events
from gongkai.once import once
from gongkai.personal import mask
from gongkai.records import Audience, MainFile
from gongkai.records.finance import Finance
from gongkai.records.meeting import Execution, Meeting, Resolution
from gongkai.records.notice import Notice
from gongkai.records.proposal import Proposal, Reply
from gongkai.register import Record, Register
from gongkai.render.templates import day
from gongkai.sheets.typed import lead_to, squeezed
from gongkai.views.board import Board

MONTH, ON_NOTICE = "本月", "公示"
"""The words by which more than one record is asked for."""
WALL = "栏"
"""A form of disclosure (公开形式) with this in its name is a wall: 对内公开栏, 对外公开栏."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A record, or an act with a page of its own, that goes onto paper; why; and on which walls it belongs."""

    identity: str
    reason: str
    walls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something asked for that is not printed: what was typed, why not, and what to do; all Chinese."""

    typed: str
    cause: str
    cure: str

    @property
    def sentence(self) -> str:
        return f"{mask(self.typed)}：{self.cause}{self.cure}"


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for, each once and in the order asked, and what of it is refused."""

    chosen: tuple[Chosen, ...]
    refused: tuple[Refusal, ...] = ()


def selection(board: Board, whole: Register, typed: Sequence[str]) -> Selection:
    """What the words typed stand for: numbers as carelessly as the search takes them, 本月, 公示.

    `whole` is the register from which the board was selected.
    """
    chosen: dict[str, Chosen] = {}
    refused: list[Refusal] = []
    for words in typed:
        found = _asked(board, whole, words.strip())
        if isinstance(found, Refusal):
            refused.append(found)
            continue
        for each in found:
            chosen.setdefault(each.identity, each)
    return Selection(tuple(chosen.values()), tuple(refused))


def _asked(board: Board, whole: Register, words: str) -> tuple[Chosen, ...] | Refusal:
    if words == MONTH:
        return of_this_month(board)
    if words in (ON_NOTICE, "公示中"):
        return on_notice(board)
    return one(board, whole, words)


# One record --------------------------------------------------------------------------------------------------


def one(board: Board, whole: Register, words: str) -> tuple[Chosen, ...] | Refusal:
    """The record that somebody means, unless it may not hang on a wall."""
    identities = lead_to(whole, words)
    if len(identities) > 1:
        several = "、".join(identities)
        return Refusal(words, f"有 {len(identities)} 份记录用这个编号。", f"写全其中一份：{several}。")
    if not identities:
        return _unknown(board, words)
    (identity,) = identities
    refusal = _withheld(board, whole, identity)
    if refusal:
        return Refusal(words, *refusal)
    shown = board.register.find(identity)
    if shown is None:
        return _unknown(board, words)
    return (Chosen(identity, "点名要印", walls(board, shown[0])),)


def _unknown(board: Board, words: str) -> Refusal:
    if not words:
        return Refusal("（空）", "没有写编号。", f"写编号，或 {MONTH}、{ON_NOTICE}、报告。")
    numbers = _numbers(board.register)
    near = get_close_matches(squeezed(words), list(numbers), 3, 0.75)
    if not near:
        cure = f"编号在网页标题后面的括号里，也可以在网站上搜索；要印多份，写 {MONTH}、{ON_NOTICE} 或 报告。"
        return Refusal(words, "没有这个编号的记录。", cure)
    told = "、".join(f"{numbers[key].number}（{_title(numbers[key])}）" for key in near)
    return Refusal(words, "没有这个编号的记录。", f"是不是：{told}？")


@once
def _numbers(register: Register) -> dict[str, Record[MainFile]]:
    return {squeezed(record.number): record for record in register.records.values()}


def _title(record: Record[Any]) -> str:
    return mask(record.content.heading)


def _withheld(board: Board, whole: Register, identity: str) -> tuple[str, str] | None:
    """Why a record that exists is not printed for this audience today, and what to do."""
    found = whole.find(identity)
    if found is None:
        if whole.is_broken(identity):
            return "这份记录读不出来。", "先运行 gongkai check，改好以后再印。"
        return None
    record, act = found
    audience = record.audience(act)
    if audience is Audience.WITHHELD:
        return "公开范围是不公开，不印。", "只存档案，不上墙；该公开的，先按程序改“公开范围”。"
    if audience.width < board.selected.audience.width:
        return "只向教职工公开，社会版不印。", "贴对内公开栏的，加上 --audience staff，纸上会标明内部公开。"
    return _untimely(board, record)


def _untimely(board: Board, record: Record[Any]) -> tuple[str, str] | None:
    """Why today is not the day on which a record is printed."""
    content, today = record.content, board.today
    if isinstance(content, Notice) and content.last < today:
        return (
            f"公示期到 {day(content.last)}，已经满了，不再印。",
            "还贴着的请撤下，用 gongkai print --takedown 看该撤哪些。",
        )
    first = content.first if isinstance(content, Notice) else content.published_on
    if first and first > today:
        return f"{day(first)}才公开，今天还不印。", f"要提前备好，用 --today {first} 按那一天印。"
    if isinstance(content, Proposal) and record.identity not in board.register.records:
        return "还没有审查，不公布。", "审查立案以后再印。"
    if board.is_card(record):
        return "还没有到公开全文的时候，网上只有编号和进度。", "按本校的公开时点，答复以后再印。"
    return None


# Several records ---------------------------------------------------------------------------------------------


def on_notice(board: Board) -> tuple[Chosen, ...]:
    """Every notice whose period is running, the one that ends first before the others."""
    running = [each for each in board.register.of(Notice) if each.content.first <= board.today <= each.content.last]
    running.sort(key=lambda record: (record.content.last, record.identity))
    return tuple(Chosen(each.identity, f"公示中，到 {day(each.content.last)}", walls(board, each)) for each in running)


def of_this_month(board: Board) -> tuple[Chosen, ...]:
    """What belongs on the wall this month.

    That is every notice that is running; of what is new since the first of the month the resolutions made known,
    what was done about them, the answers, and all else that the catalogue wants on a wall; and the statements for
    a period that ended last month or this one. What the catalogue discloses elsewhere only (网站, 会议) stays off
    the wall, and what goes on 对外公开栏 is not printed from the edition for staff.
    """
    first = board.today.replace(day=1)
    recent = takewhile(lambda event: event.on >= first, events(board.register, board.today))
    fresh = [each for event in recent if (each := _fresh(board, event))]
    found: dict[str, Chosen] = {}
    for each in (*on_notice(board), *_announced(board, first), *fresh, *_statements(board, first)):
        places = each.walls if board.selected.is_public else tuple(wall for wall in each.walls if "外" not in wall)
        if places:
            found.setdefault(each.identity, replace(each, walls=places))
    return tuple(found.values())


def _announced(board: Board, first: date) -> Iterator[Chosen]:
    """The resolutions that were made known this month, whenever they were made."""
    for meeting in board.register.of(Meeting):
        for act in meeting.all(Resolution):
            on = act.content.announced_on
            if on and first <= on <= board.today:
                yield Chosen(act.identity, f"{day(on)}公布的决议", walls(board, meeting))


def _fresh(board: Board, event: Event) -> Chosen | None:
    """An event of this month that belongs on a wall, as its page."""
    record, act = event.record, event.what.content
    places = walls(board, record)
    if not places or isinstance(record.content, Notice | Finance) or board.is_card(record):
        return None
    if isinstance(act, Reply):
        return Chosen(event.page, f"{day(event.on)}答复", places)
    if isinstance(act, Resolution):
        return Chosen(event.page, f"{day(event.on)}的决议", places)
    if isinstance(act, Execution):
        return Chosen(event.page, f"{day(event.on)}报告执行情况", places)
    held = isinstance(record.content, Meeting) and not record.all(Resolution)
    if event.name or not (held or _stands_alone(record)):
        return None
    return Chosen(event.page, f"{day(event.on)}的{record.content.label}", places)


def _stands_alone(record: Record[Any]) -> bool:
    """Whether a record is disclosed as it is, and not step by step."""
    return not type(record.content).acts or set(type(record.content).acts) == {"correction"}


def _statements(board: Board, first: date) -> Iterator[Chosen]:
    """The statements that are new this month: of a period just over, or made or published since its first day."""
    since = (first - timedelta(days=1)).replace(day=1)
    for record in board.register.of(Finance):
        content = record.content
        days = [each for each in (content.published_on, content.made_on) if each]
        told = max(days) if days else None
        places = walls(board, record)
        if places and (since <= content.period.last <= board.today or (told and first <= told <= board.today)):
            yield Chosen(record.identity, f"{content.period.label}的收支", places)


def walls(board: Board, record: Record[Any]) -> tuple[str, ...]:
    """The walls on which the catalogue wants a record; those of the school where it does not say."""
    name = record.content.catalogue_item
    item = board.register.catalogue.item(name) if name else None
    if item and item.forms:
        return tuple(form for form in item.forms if WALL in form)
    return _all_walls(board.register)


@once
def _all_walls(register: Register) -> tuple[str, ...]:
    forms = (form for _, item in register.catalogue.items() for form in item.forms if WALL in form)
    return tuple(dict.fromkeys(forms)) or ("公开栏",)
