"""The chain between money and decisions, as other pages show it: what was decided here, what was paid for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gongkai.derive.spending import Spending, decisions_by_origin, spending_by_basis
from gongkai.derive.tables import add
from gongkai.records.decision import Decision
from gongkai.records.notice import Notice
from gongkai.register import Record
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import root_of
from gongkai.render.tables import Cell, Column, Kind, Table, ungrouped
from gongkai.render.templates import money
from gongkai.views.board import Board
from gongkai.views.record_pages import joined

DONE, ON_NOTICE, UNDER_WAY = "已办结", "公示中", "办理中"
STATES = (ON_NOTICE, UNDER_WAY, DONE)
"""How far a decision may have come, in the order of the lists' filter."""

_SIGNS = {DONE: "kept", ON_NOTICE: "on-notice", UNDER_WAY: "under-way"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision as another page names it."""

    address: str
    title: str
    words: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class Paid:
    """A row of a statement that cites what a page is about."""

    address: str
    statement: str
    account: str
    amount: Decimal | None
    counted: bool


def taken(board: Board, origin: str, address: str) -> tuple[Taken, ...]:
    """The decisions taken at a meeting or by a resolution, put up in a notice, or made under a regulation."""
    root = root_of(address)
    return tuple(
        Taken(f"{root}{record.identity}/", record.content.title, words(record), state_chip(board, record))
        for record in decisions_by_origin(board.register).get(origin, ())
    )


def paid(board: Board, basis: str, address: str) -> tuple[Paid, ...]:
    """The rows that cite a meeting or resolution directly."""
    return rows(spending_by_basis(board.register).get(basis, ()), (), address)


def rows(found: tuple[Spending, ...], counted: tuple[Spending, ...], address: str) -> tuple[Paid, ...]:
    """Rows of statements, in the order of time."""
    root = root_of(address)
    in_time = sorted(found, key=lambda row: (row.record.content.period, row.record.identity))
    return tuple(
        Paid(
            f"{root}{row.record.identity}/",
            joined(row.record.content.heading, row.table),
            " / ".join((*row.above[1:], row.account)),
            row.yuan,
            row in counted,
        )
        for row in in_time
    )


def table(paid_rows: tuple[Paid, ...], title: str) -> Table:
    """The same as a table."""
    columns = (Column("报表"), Column("科目"), Column("金额（元）", Kind.MONEY, "元"))
    lines = (
        (Cell(each.statement, href=each.address), each.account, "—" if each.amount is None else each.amount)
        for each in paid_rows
    )
    return Table("spent", title, columns, ungrouped(lines), under_heading=True)


def total(found: tuple[Spending, ...]) -> str:
    """What some rows come to."""
    return money(add(row.yuan for row in found if row.yuan is not None))


def words(record: Record[Decision]) -> str:
    """A decision in one line."""
    content = record.content
    amount = f"{money(content.amount)} 元" if content.amount is not None else ""
    return " · ".join(part for part in (content.type.value, content.responsible, amount) if part)


def state(board: Board, record: Record[Decision]) -> str:
    """How far a decision has come."""
    content = record.content
    if content.outcome or (content.done_on and content.done_on <= board.today):
        return DONE
    notice = board.register.get(content.notice, Notice) if content.notice else None
    if notice and _is_up(notice, board.today):
        return ON_NOTICE
    return UNDER_WAY


def state_chip(board: Board, record: Record[Decision]) -> Chip:
    """The same as a chip."""
    found = state(board, record)
    return chip(_SIGNS[found], found)


def _is_up(notice: Record[Notice], today: date) -> bool:
    return notice.content.first <= today <= notice.content.last
