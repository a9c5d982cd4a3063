"""The marks of a record's sheets: number, fingerprint, whom to call, and the code that leads to its page."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.register import Record
from gongkai.render.qr_codes import svg_of
from gongkai.sheets.document import Mark
from gongkai.views.board import Board
from gongkai.views.fingerprints import fingerprint

SUPERVISION = "监督"
"""A channel with this word in its name is for whoever doubts what the school publishes."""


def mark_of(
    board: Board,
    record: Record[Any],
    *,
    number: str = "",
    identity: str = "",
    period: tuple[date, date] | None = None,
    phone: str = "",
) -> Mark:
    """The marks of a sheet about a record, or about the act of it that has this identity and number.

    A sheet with a `period` must be off the wall after its last day, which still counts.
    """
    return marked(
        board,
        number or record.number,
        f"{identity or record.identity}/",
        fingerprint=fingerprint(board, record.identity),
        period=period,
        phone=phone,
    )


def marked(
    board: Board,
    number: str,
    page: str,
    *,
    fingerprint: str = "",
    period: tuple[date, date] | None = None,
    phone: str = "",
) -> Mark:
    """The marks of a sheet that says what a page says; one for staff carries no way to any site."""
    is_internal = not board.selected.is_public
    address = "" if is_internal else board.absolute(page)
    return Mark(
        school=board.register.school.name,
        number=number,
        day=board.today,
        fingerprint=fingerprint,
        period=period,
        take_down=period[1] if period else None,
        phone=phone or hotline(board),
        address=address,
        code=str(svg_of(address, f"{number}的网页")) if address else "",
        is_internal=is_internal,
    )


def hotline(board: Board, about: str = "") -> str:
    """The number to call with doubts: that of the channel for a subject, else the first for supervision."""
    watching = [each for each in board.register.school.channels if each.phone and SUPERVISION in each.name]
    own = [each for each in watching if about and about in each.name]
    general = [each for each in watching if "校务公开" in each.name]
    return next((each.phone for each in (*own, *general, *watching) if each.phone), "")
