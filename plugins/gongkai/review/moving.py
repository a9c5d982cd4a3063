"""What moves with a change of the records: clocks, and the figures that the board counts up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from gongkai.derive.balances import books, sums
from gongkai.derive.clock import Clock
from gongkai.derive.clocks import clocks
from gongkai.render.templates import money
from gongkai.review.covering import Cover
from gongkai.review.model import ClockChange, FigureChange, Turn
from gongkai.select import Selected
from gongkai.views import home
from gongkai.views.board import Board
from gongkai.views.clocks import subject
from gongkai.views.finances.charts import name_of
from gongkai.views.statistics import pages as statistics


def turned(old: Selected, new: Selected, cover: Cover) -> list[ClockChange]:
    """Every clock that starts, stops or ends on another day, by the day on which it ends."""
    before, after = Board(old), Board(new)
    pairs = _paired(old, new)
    found = [change for was, now in pairs if (change := _turn(was, now, after if now else before, cover))]
    return sorted(found, key=_in_order)


def _in_order(change: ClockChange) -> tuple[int, date, str]:
    return list(Turn).index(change.turn), change.new_due or change.old_due or date.min, change.record


def _paired(old: Selected, new: Selected) -> Iterator[tuple[Clock | None, Clock | None]]:
    """The clocks of both sides, those of one kind on one matter in the order in which they began."""
    before, after = _by_matter(old), _by_matter(new)
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key, []), after.get(key, [])
        for n in range(max(len(was), len(now))):
            yield (was[n] if n < len(was) else None), (now[n] if n < len(now) else None)


def _by_matter(selected: Selected) -> dict[tuple[str, str, str], list[Clock]]:
    found: dict[tuple[str, str, str], list[Clock]] = {}
    for clock in clocks(selected.register, selected.today, selected.audience):
        found.setdefault((clock.kind.value, clock.record, clock.about), []).append(clock)
    return {key: sorted(own, key=lambda clock: (clock.began, clock.due)) for key, own in found.items()}


def _turn(before: Clock | None, after: Clock | None, board: Board, cover: Cover) -> ClockChange | None:
    ran, runs = bool(before and before.is_open), bool(after and after.is_open)
    clock = after or before
    if clock is None or not (ran or runs):
        return None
    if ran and runs:
        if before and after and before.due == after.due:
            return None
        turn = Turn.MOVED
    else:
        turn = Turn.STARTED if runs else Turn.STOPPED
    title, _ = subject(board, clock)
    return ClockChange(
        turn,
        clock.kind.value,
        clock.record,
        cover(title, clock.record),
        clock.department,
        before.due if before else None,
        after.due if after else None,
        after.met_on if after else None,
    )


def counted(old: Selected, new: Selected, cover: Cover) -> Iterator[FigureChange]:
    """Every figure that home, the statistics and the sums of the accounts tell otherwise."""
    before, after = _figures(Board(old)), _figures(Board(new))
    for page, name in (*after, *(key for key in before if key not in after)):
        was, now = before.get((page, name), ""), after.get((page, name), "")
        if was != now:
            yield FigureChange(page, cover(name), was, now)


def _figures(board: Board) -> Mapping[tuple[str, str], str]:
    return {(page, name): value for page, name, value in _all_figures(board)}


def _all_figures(board: Board) -> Iterator[tuple[str, str, str]]:
    for figure in home.figures(board):
        yield "首页", figure.label, f"{figure.value} {figure.unit}".strip()
    for table in statistics.tables(board):
        for block, lines in table.blocks:
            for line in lines:
                for column, cell in zip(table.subject.columns, line.cells, strict=True):
                    group = f"{block} {line.name}".strip()
                    yield "提案统计", f"{table.subject.title}，{group}，{column.term}", cell.words
    found = books(board.register)
    called = Counter(map(name_of, found))
    for book in found:
        name = name_of(book) if called[name_of(book)] == 1 else f"{name_of(book)}（{book.stem}）"
        total = sums(book.balances)
        for word, amount in (("收入", total.income), ("支出", total.expense), ("结余", total.balance)):
            yield "财务", f"{name}，已公布各期{word}相加", f"{money(amount)} 元"
