"""How counts are put into words: whose records they count, and when a rate may be told."""

from __future__ import annotations

from gongkai.derive.rates import Rate
from gongkai.views.board import Board


def rate_words(board: Board, rate: Rate) -> str:
    """A rate in per cent; of too few (比率最少件数) only the counts."""
    minimum = board.register.rulings(board.today).values.rate_minimum or 1
    return f"{rate.percent}%" if rate.whole >= minimum else f"{rate.part} / {rate.whole}"


def counted(board: Board) -> str:
    """Which records every number on this board counts."""
    return "向社会公开" if board.selected.is_public else "教职工可见"
