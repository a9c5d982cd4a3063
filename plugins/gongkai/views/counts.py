"""How counts are put into words: whose records they count, and when a rate may be told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from gongkai.derive.rates import Rate
from gongkai.register import Register
from gongkai.render.spreadsheets import Percent
from gongkai.views.board import Board


def rate_words(board: Board, rate: Rate) -> str:
    """A rate in per cent; of too few (比率最少件数) only the counts."""
    told = may_be_told(board.register, board.today, rate)
    return f"{rate.percent}%" if told else f"{rate.part} / {rate.whole}"


def rate_value(board: Board, rate: Rate) -> Percent | str:
    """The same for a table: a share that a program can read as one."""
    return Percent(rate.percent) if may_be_told(board.register, board.today, rate) else f"{rate.part} / {rate.whole}"


def may_be_told(register: Register, today: date, rate: Rate) -> bool:
    """Whether enough was counted for a rate in per cent to mean anything (比率最少件数)."""
    return rate.whole >= (register.rulings(today).values.rate_minimum or 1)


def days_words(median: Decimal | None) -> str:
    """A number of days, to the half."""
    return f"{median.normalize():f}" if median is not None else ""


def counted(board: Board) -> str:
    """Which records every number on this board counts."""
    return "向社会公开" if board.selected.is_public else "教职工可见"
