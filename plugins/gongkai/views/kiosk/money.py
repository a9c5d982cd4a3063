"""账目 on the wall: the newest statement of every monthly series, in one sentence, one drawing and its chief rows."""

from __future__ import annotations

from collections.abc import Iterator
from operator import le

from markupsafe import Markup

from gongkai.derive.balances import books
from gongkai.derive.series import by_identity
from gongkai.derive.statements import Statement
from gongkai.derive.tables import Amount, Table
from gongkai.records.finance import Category, Finance
from gongkai.register import Record
from gongkai.render import charts
from gongkai.render.icons import chip
from gongkai.render.templates import money, render
from gongkai.views.board import Board
from gongkai.views.finances import statement as told
from gongkai.views.finances.pages import total_sentence
from gongkai.views.finances.tables import tables_of
from gongkai.views.kiosk import prose
from gongkai.views.kiosk.drafting import Draft, ident_of
from gongkai.views.kiosk.drawings import TYPE
from gongkai.views.kiosk.model import LONG_TITLE
from gongkai.views.kiosk.splitting import LEADING, WIDTHS, Block, Form, lines, width

_MONTHLY = (Category.CANTEEN, Category.LEDGER, Category.UNION)
_BARS = 6
"""So many items are drawn; the rows name all."""
_BAR = 3.3 * TYPE
_HIGHEST = (14.5, 21.0)


def drafts(board: Board) -> Iterator[Draft]:
    """One for the newest statement of each monthly series that this audience may see."""
    for book in books(board.register):
        if book.category in _MONTHLY and book.is_monthly and book.balances:
            record = book.balances[-1].record
            yield draft(board, record)


def draft(board: Board, record: Record[Finance]) -> Draft:
    """One statement."""
    content = record.content
    statement = by_identity(board.register)[record.identity].statement
    return Draft(
        ident=ident_of(record.identity),
        group="money",
        title=content.heading,
        kicker="账目",
        blocks=tuple(_blocks(record, statement)),
        address=f"{record.identity}/",
        hint="扫码看明细与签字",
        identity=record.identity,
        number=record.number,
        chip=chip("finance", content.category.value),
        who=f"{content.approved_by}批准" if content.approved_by else "",
        on=content.published_on or content.period.last,
        more=_more(board, record, statement),
    )


def _blocks(record: Record[Finance], statement: Statement) -> Iterator[Block]:
    if sentence := total_sentence(statement):
        yield Block(Form.SUM, sentence)
    found = told.chief(statement)
    chart = _chart(record, statement, found) if found else None
    drawn = {line.row.account for line in found.lines[:_BARS]} if found and chart else set()
    if chart:
        yield chart
    sides = tuple(
        (name, table) for name, table in (("收入", statement.income), ("支出", statement.expense)) if not table.empty
    )
    if sides:
        yield Block(Form.HEAD, f"收支（单位：{record.content.unit.value}）")
    for name, table in sides:
        yield from _rows(table, statement.main, name, drawn if found and found.side == name else set())
    for name, amount in (("期初结余", statement.opening), ("期末结余", statement.closing)):
        if amount and amount.value is not None:
            yield Block(Form.LINE, name, side=_shown(amount))


def _rows(table: Table, main: int | None, name: str, drawn: set[str]) -> Iterator[Block]:
    """The outermost rows and the sum; where a drawing names every row already, the sum alone."""
    if main is None:
        return
    rows = [line for line in table.lines if line.level == 0 and not line.row.part_only]
    if not all(line.row.account in drawn for line in rows):
        for line in rows:
            yield Block(Form.LINE, line.row.account, side=_shown(line.amounts[main]))
    yield Block(Form.LINE, f"{name}合计", side=_shown(table.total[main]))


def _shown(amount: Amount) -> str:
    return money(amount.value) if amount.known else ""


def _chart(record: Record[Finance], statement: Statement, found: told.Chief) -> Block | None:
    """The chief items as bars, in two columns on a lying screen, all on one scale.

    None where names are so long that it would not fit; then the rows must do.
    """
    every = sorted(told.bars(statement, found), key=lambda bar: -abs(bar.value))[:_BARS]
    half = (len(every) + 1) // 2
    halves = tuple(each for each in (tuple(every[:half]), tuple(every[half:])) if each)
    ident = ident_of(record.identity, "chart")
    drawings = tuple(
        _drawing(charts.bars(each, charts.Frame(f"{ident}-{n}", record.content.heading, ""), tuple(every)))
        for n, each in enumerate(halves, 1)
    )
    sentence = _sentence(found)
    body = render("kiosk_bars.html.jinja", "", sentence=sentence, drawings=drawings)
    rows = (half, len(every))
    heights = tuple(
        lines(sentence, across) * LEADING + 0.5 + count * _BAR + 0.6 for across, count in zip(WIDTHS, rows, strict=True)
    )
    fits = width(record.content.heading) <= LONG_TITLE and all(map(le, heights, _HIGHEST))
    return Block(Form.DRAWN, drawn=body, heights=(heights[0], heights[1])) if fits else None


def _sentence(found: told.Chief) -> str:
    """The sentence of the page, with how many of the items are drawn here."""
    if len(found.lines) <= _BARS:
        return found.sentence
    return f"{found.sentence.partition('图中只画')[0]}图中只画金额最大的 {_BARS} 类。"


def _drawing(figure: Markup) -> Markup:
    """The drawing of a figure alone."""
    return Markup(figure[figure.index("<svg") : figure.rindex("</svg>") + len("</svg>")])


def _more(board: Board, record: Record[Finance], statement: Statement) -> Markup:
    tables = tables_of(record, statement, board.links("")).values()
    notes = (("赤字说明", record.content.deficit_note), ("增减说明", record.content.change_note))
    return prose.without_links(
        render("kiosk_tables.html.jinja", "", tables=tuple(tables), notes=(*notes, ("下月计划", record.content.plan)))
    )
