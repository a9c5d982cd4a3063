"""Registers of property: line by line with totals, and how the count agreed with the books."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from gongkai.derive.sums import asset_breaks
from gongkai.records.asset import Asset, Owned
from gongkai.register import Record
from gongkai.render.icons import chip
from gongkai.render.pages import Output
from gongkai.render.prose import to_html
from gongkai.render.tables import Cell, Column, Kind, Row, Table, ungrouped
from gongkai.render.templates import day, money
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.listing import Listing, page_of, row_of, years
from gongkai.views.tallied import Tallied, number, signed, tallied_page


def pages(board: Board) -> Iterator[Output]:
    """The list, and one page for each register."""
    records = board.register.of(Asset)
    yield page_of(_listing(board, records))
    for record in board.paged(Asset):
        yield from page(board, record)


def _listing(board: Board, records: tuple[Record[Asset], ...]) -> Listing:
    rows = tuple(row_of(record, _totals(record.content), chip("finance", Asset.label)) for record in records)
    lead = f"{counted(board)}的资产清册 {len(rows)} 份，逐项登记，指定岗位保管，定期盘点。"
    return Listing("assets/", "资产清册", lead, (years(rows, 0),), rows, noun="份")


def page(board: Board, record: Record[Asset]) -> Iterator[Output]:
    """The page of one register, and its tables as files."""
    return tallied_page(board, record, told(board, record), " ".join(line.name for line in record.content.owned))


def told(board: Board, record: Record[Asset]) -> Tallied:
    """What a register says."""
    content = record.content
    return Tallied(
        total=f"{_totals(content)}。{day(content.counted_on)}盘点，{_agreement(content)}。",
        tables=(_table(content),),
        checked="" if any(asset_breaks(content)) else "程序已逐行重算：金额等于数量乘单价，合计等于各行相加。",
        why=("按岗位登记保管，不写保管人姓名和出厂序列号。",),
        text=to_html(content.note or "", board.links(f"{record.identity}/")),
        particulars=(("盘点日期", day(content.counted_on)),),
        signatures=signed((("盘点", content.counted_by), ("监盘", content.checked_by))),
    )


def _totals(content: Asset) -> str:
    return f"登记 {len(content.owned)} 项 {number(content.pieces)} 件，账面金额 {money(content.value)} 元"


def _agreement(content: Asset) -> str:
    different = sum(line.found is not None and line.found != line.count for line in content.owned)
    return f"{different} 项与账面不同，已写说明" if different else "账实相符"


def _table(content: Asset) -> Table:
    columns = (
        Column("名称"),
        Column("编码", Kind.SHORT),
        Column("数量", Kind.NUMBER),
        Column("单价", Kind.MONEY, "元"),
        Column("金额", Kind.MONEY, "元"),
        Column("保管岗位", Kind.SHORT),
        Column("状态", Kind.SHORT),
        Column("登记日期", Kind.DATE),
    )
    foot = (Row(("合计", None, content.pieces, None, content.value, None, None, None)),)
    rows = (_row(line) for line in content.owned)
    return Table("register", "清册", columns, ungrouped(rows), foot, "元", under_heading=True)


def _row(line: Owned) -> Row:
    name, note = Cell(line.name), ""
    if line.found is not None and line.found != line.count:
        note = f"实盘 {number(line.found)}：{line.difference or '差异说明待补'}"
        name = Cell(line.name, Markup('{}<span class="gk-row-note">{}</span>').format(line.name, note))
    pieces = Cell(line.count, f"{number(line.count)} {line.measure}") if line.measure else line.count
    cells = (
        name,
        line.code,
        pieces,
        line.price,
        line.amount,
        line.keeper,
        line.condition.value,
        line.entered_on,
    )
    return Row(cells, note=note)
