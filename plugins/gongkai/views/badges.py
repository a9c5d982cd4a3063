"""Badges: one figure each as a small picture for other sites, drawn without scripts or fonts of others."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.derive.cases import Process
from gongkai.render.harmless import harmless
from gongkai.render.pages import Asset
from gongkai.render.templates import day, render
from gongkai.views.board import Board
from gongkai.views.counts import counted, may_be_told, rate_words
from gongkai.views.headlines import answered, this_congress

_WIDE, _NARROW = 13.0, 7.6
"""The width of a Chinese character and of any other in a badge; the picture makes every font keep to it."""
_AIR = 10.0


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge: what is counted, the figure, and how it was counted."""

    name: str
    label: str
    value: str
    how: str

    @property
    def address(self) -> str:
        return f"badge/{self.name}.svg"


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a badge with the place of its words."""

    words: str
    x: float
    width: float

    @property
    def text_x(self) -> float:
        return self.x + _AIR

    @property
    def text_width(self) -> float:
        return self.width - 2 * _AIR


def files(board: Board) -> Iterator[Asset]:
    """The picture of every badge."""
    for badge in badges(board):
        label = _half(badge.label, 0.0)
        value = _half(badge.value, label.width)
        drawn = render(
            "badge.svg.jinja",
            badge.address,
            label=label,
            value=value,
            width=label.width + value.width,
            title=f"{board.register.school.name}{badge.label} {badge.value}",
            how=f"{badge.how}数据截至{day(board.today)}。",
        )
        yield Asset(badge.address, f"{harmless(drawn)}\n".encode())


def badges(board: Board) -> tuple[Badge, ...]:
    """The figures that have a badge; they are the home page's own."""
    return _answered(board), _open(board)


def _answered(board: Board) -> Badge:
    rate = this_congress(board)[1].rate
    told = may_be_told(board.register, board.today, rate)
    value = rate_words(board, rate) if rate.whole else "还没有提案"
    return Badge("answered", "提案答复率" if told or not rate.whole else "提案已答复", value, answered(board).how)


def _open(board: Board) -> Badge:
    waiting = [case for case in board.cases.values() if case.last and not case.last.reply]
    late = sum(case.process is Process.OVERDUE for case in waiting)
    how = f"{counted(board)}的提案和意见中，已经交办、还没有答复的 {len(waiting)} 件，其中逾期 {late} 件。"
    return Badge("open", "等待答复", f"{len(waiting)} 件", how)


def _half(words: str, x: float) -> Half:
    width = sum(_WIDE if unicodedata.east_asian_width(each) in "WF" else _NARROW for each in words)
    return Half(words, x, round(width + 2 * _AIR, 1))
