"""台账: statements, fees, inventories, welfare and appraisals – the tables of a page, ruled for paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from gongkai.records.appraisal import Appraisal
from gongkai.records.asset import Asset
from gongkai.records.finance import Canteen, Category, Finance, is_percentage
from gongkai.records.welfare import Welfare
from gongkai.register import Record
from gongkai.render.tables import Group, Kind, Table, value_of
from gongkai.sheets.courses import sentences, titled
from gongkai.sheets.document import Block, Facts, Grid, Heading, Paper, Paragraph, Role, Sheet, Style
from gongkai.sheets.marks import hotline, mark_of
from gongkai.sheets.prose import blocks_of
from gongkai.views import appraisals, inventories, welfare
from gongkai.views.board import Board
from gongkai.views.finances import blocks as finance_blocks
from gongkai.views.finances import pages as finances
from gongkai.views.finances import tables as statement_tables
from gongkai.views.record_pages import whole
from gongkai.views.tallied import Tallied

FORM = "台账"
LONG = 26
"""With more rows than this a table does not fit on one sheet: then it is summed page by page."""
BROAD = 6
"""A table with more columns than this lies across the sheet."""

_TOLD: dict[type[Any], Callable[[Board, Any], Tallied]] = {
    Asset: inventories.told,
    Welfare: welfare.told,
    Appraisal: appraisals.told,
}


def sheets(board: Board, record: Record[Any], style: Style = Style.NOTICE) -> Iterator[Sheet]:
    """The sheet of a record of amounts, plain in any style: a table is no 公文; of other records there is none."""
    if isinstance(record.content, Finance):
        yield _sheet(board, record, tuple(_statement(board, record)), _phone(board, record.content))
    elif tell := _TOLD.get(type(record.content)):
        yield _sheet(board, record, tuple(_tallied(tell(board, record))), "")


def _sheet(board: Board, record: Record[Any], blocks: tuple[Block, ...], phone: str) -> Sheet:
    broad = any(isinstance(block, Grid) and len(block.table.columns) > BROAD for block in blocks)
    content = record.content
    kicker = content.category.value if isinstance(content, Finance) else content.label
    return Sheet(
        form=FORM,
        title=content.heading,
        blocks=blocks,
        mark=mark_of(board, record, phone=phone),
        records=(record.identity,),
        template="notice",
        paper=Paper.A4_WIDE if broad else Paper.A4,
        more=titled(content.heading, kicker=kicker),
    )


def _phone(board: Board, content: Finance) -> str:
    about = {Category.CANTEEN: "食堂", Category.FEES: "收费"}.get(content.category, "")
    return content.hotline or hotline(board, about)


def _statement(board: Board, record: Record[Finance]) -> Iterator[Block]:
    content = record.content
    place = finances.place_of(board, record)
    statement = place.link.statement
    tables = statement_tables.tables_of(record, statement, board.links(f"{record.identity}/"))
    if total := finances.total_sentence(statement):
        yield Paragraph(whole(total), Role.LEAD)
    for ident, table in tables.items():
        yield from _titled(table, len(tables) > 1)
        yield from (_main(table) if ident == "statement" else (_summed(table),))
    yield from _dues(content)
    if content.canteen:
        yield from _canteen(content.canteen, place)
    notes = tuple((term, words) for term, words in finances.notes(content))
    if notes:
        yield Facts(notes)
    doubts = tuple(finances.doubt(mismatch) for mismatch in statement.mismatches)
    yield from sentences((*map(whole, doubts), finances.checked(place.link)), Role.NOTE)
    yield from _signed(finances.signatures(content))


def _titled(table: Table, several: bool) -> Iterator[Block]:
    if several and table.under_heading:
        yield Heading(table.caption, 2)


def _main(table: Table) -> Iterator[Grid]:
    """Income, expense and balances in one table; where a side is long, one for each side, then the balances."""
    if table.is_levelled or all(len(group.rows) <= LONG for group in table.groups):
        yield Grid(table)
        return
    for group in table.groups:
        rows = tuple(row for row in group.rows if row.kind != "sum")
        foot = tuple(row for row in group.rows if row.kind == "sum")
        part = Group(rows, in_order=True)
        yield _summed(replace(table, caption=group.title, groups=(part,), foot=foot, under_heading=False))
    if table.foot:
        rest = Group(table.foot, in_order=True)
        yield Grid(replace(table, caption="三、结余", groups=(rest,), foot=(), under_heading=False))


def _summed(table: Table) -> Grid:
    """A table with sums of every page where it is long: of the columns that have a total at the foot.

    Where rows lie below others there are none: a page of details alone would come to nothing.
    """
    rows = sum(len(group.rows) for group in table.groups)
    if rows <= LONG or not table.foot or table.is_levelled:
        return Grid(table)
    total = table.foot[0].cells
    return Grid(
        table,
        summed=tuple(
            place
            for place, column in enumerate(table.columns)
            if column.kind in (Kind.MONEY, Kind.NUMBER)
            and not is_percentage(column.name)
            and isinstance(value_of(total[place]), int | Decimal)
        ),
    )


def _dues(content: Finance) -> Iterator[Block]:
    if content.dues:
        yield Heading("会费", 2)
        yield from sentences(whole(words) for words in finance_blocks.dues_sentences(content.dues))


def _canteen(canteen: Canteen, place: finances.Place) -> Iterator[Block]:
    facts = tuple(finance_blocks.canteen_facts(canteen, place.margins))
    if facts:
        yield Heading("食堂", 2)
        yield Facts(facts)


def _tallied(shown: Tallied) -> Iterator[Block]:
    yield Paragraph(whole(shown.total), Role.LEAD)
    for table in shown.tables:
        if not table.is_empty:
            yield from _titled(table, len(shown.tables) > 1)
            yield _summed(table)
    if shown.text:
        yield Heading(shown.heading, 2)
        yield from blocks_of(shown.text)
    if shown.particulars:
        yield Facts(shown.particulars)
    yield from sentences((shown.checked, *map(whole, shown.why)), Role.NOTE)
    yield from _signed(shown.signatures)


def _signed(pairs: Iterable[tuple[str, str]]) -> Iterator[Block]:
    """The posts that answer for the figures, in one line."""
    said = "　　".join(f"{name}：{who}" for name, who in pairs)
    if said:
        yield Paragraph(said, Role.NOTE)
