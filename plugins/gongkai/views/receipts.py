"""Receipts: how a deadline was counted, as sentences and as its days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gongkai.derive.clock import Clock, Kind, Step
from gongkai.derive.extensions import Refusal, Refused
from gongkai.derive.receipts import Run, Use, runs
from gongkai.records.proposal import Extension
from gongkai.register import Act
from gongkai.render.templates import day
from gongkai.views.board import Board
from gongkai.workdays import Deadline, explain

REFUSALS = {
    Refusal.TOO_LATE: "是期限过后才批的，不顺延期限",
    Refusal.TOO_MANY: "超出了本校允许的延期次数，不顺延期限",
    Refusal.NOT_LATER: "没有晚于原来的期限，期限不变",
    Refusal.TOO_LONG: "超过了最长的答复期限，不顺延期限",
}

GIVEN = {
    Kind.PROMISE: "这一天是答复里承诺的，不是推算的；改过期的按最近一次写明理由的新期限。",
    Kind.AGREEMENT: "这一天是合同写明的期满日。",
    Kind.TERM: "这一天由任期推算，或由会议、机构的记录写明。",
}
"""What is said of a day that was given and not counted."""


DEEDS = {
    Kind.SUPPORT: "送达",
    Kind.RETURN: "退回",
    Kind.PROMISE: "办完",
    Kind.ANNOUNCEMENT: "公布",
    Kind.MONTHLY: "公布",
    Kind.DISCLOSURE: "公开",
}
"""What was done on the day that met a deadline; otherwise it was answered."""


@dataclass(frozen=True, slots=True)
class Line:
    """Some days in a row: which, what they are to the count, how many have been counted by then."""

    when: str
    words: str
    total: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """How one deadline was counted: what is said of it, and its days."""

    sentences: tuple[str, ...]
    lines: tuple[Line, ...] = ()


def of_clock(board: Board, clock: Clock) -> Receipt:
    """The receipt of any clock."""
    days = lines(clock.deadline) if clock.deadline else ()
    # A notice counts its first day: the day before, from which the count runs, would only confuse.
    return Receipt(tuple(_sentences(board, clock)), days[1:] if clock.kind is Kind.NOTICE else days)


def _sentences(board: Board, clock: Clock) -> Iterator[str]:
    if clock.deadline and clock.kind is not Kind.NOTICE:
        yield explain(clock.deadline)
    elif clock.deadline:
        yield f"首尾两天都算，最早可以到 {day(clock.deadline.due)}；公示写明到 {day(clock.due)}。"
    elif clock.kind in GIVEN:
        yield GIVEN[clock.kind]
    yield from extension_words(clock.extensions, clock.refused)
    yield from basis_words(board, clock.threshold, clock.began)
    if clock.met_on and clock.kind is not Kind.NOTICE:
        late = (clock.met_on - clock.due).days
        verdict = f"比期限迟 {late} 天" if clock.step is Step.LATE else "在期限之内"
        yield f"{day(clock.met_on)}{DEEDS.get(clock.kind, '答复')}，{verdict}。"


def extension_words(granted: tuple[Act[Extension], ...], refused: tuple[Refused, ...]) -> Iterator[str]:
    """Every extension that was given, and why one does not count."""
    for act in granted:
        content = act.content
        yield f"{day(content.on)}（期限以前）由{content.approved_by}批准，延期至 {day(content.until)}。"
    for each in refused:
        content = each.extension.content
        yield f"{day(content.on)}批的延期（延至 {day(content.until)}）{REFUSALS[each.why]}。"


def basis_words(board: Board, threshold: str, on: date) -> Iterator[str]:
    """On which rule a deadline rests, and whether the school itself adopted it."""
    adoption = board.register.rulings(on).adoptions.get(threshold) if threshold else None
    if adoption:
        since = f"（{day(adoption.since)}起）" if adoption.since and adoption.adopted else ""
        yield f"依据：{adoption.basis}{since}{'' if adoption.adopted else '（建议，本校尚未采用）'}。"


@lru_cache(maxsize=4096)
def lines(deadline: Deadline) -> tuple[Line, ...]:
    """The days of a deadline in runs."""
    found = runs(deadline)
    last = next((run for run in reversed(found) if run.use not in (Use.SKIPPED, Use.PASSED)), None)
    return tuple(_line(run, deadline.start.year, run is last) for run in found)


def _line(run: Run, year: int, is_last: bool) -> Line:
    days = (run.last - run.first).days + 1
    count = f"{days} 天" if days > 1 else ""
    match run.use:
        case Use.BEGINNING:
            words = "起算的这一天不算"
        case Use.COUNTED:
            words = f"计入 {count}" if count else "计入"
        case Use.MAKE_UP:
            words = f"调休上班，计入{' ' + count if count else ''}"
        case Use.PASSED:
            words = f"期满逢{_off(run.reason)}，向后顺延"
        case Use.MOVED:
            words = "顺延到这一天期满"
        case _:
            words = f"{_off(run.reason)}，不计{' ' + count if count else ''}"
    if is_last and run.use is not Use.MOVED:
        words += "，期满"
    counts = run.use in (Use.COUNTED, Use.MAKE_UP)
    quiet = run.use in (Use.BEGINNING, Use.SKIPPED, Use.PASSED)
    kind = "last" if is_last else "skipped" if quiet else ""
    return Line(_span(run, year), words, str(run.total) if counts else "", kind)


def _off(reason: str) -> str:
    return reason if reason in ("周末", "学期之外") else f"{reason}放假"


def _span(run: Run, year: int) -> str:
    first = _short(run.first, year)
    return first if run.first == run.last else f"{first}至{_short(run.last, year)}"


def _short(value: date, year: int) -> str:
    prefix = f"{value.year}年" if value.year != year else ""
    return f"{prefix}{value.month}月{value.day}日（{'一二三四五六日'[value.weekday()]}）"
