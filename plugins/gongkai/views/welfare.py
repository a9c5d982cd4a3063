"""Welfare: the reasons with their totals and the standard beside each, the schemes, and why no names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from gongkai.derive.exact import half_up
from gongkai.derive.rates import Rate
from gongkai.derive.standards import Judged, Misfit, is_decided, judged
from gongkai.derive.sums import welfare_breaks
from gongkai.derive.tables import add
from gongkai.records.welfare import Protection, Relief, ReliefStandard, Welfare, WelfareStandard
from gongkai.register import Record
from gongkai.render import charts
from gongkai.render.icons import chip
from gongkai.render.pages import Output
from gongkai.render.prose import to_html
from gongkai.render.spreadsheets import Percent
from gongkai.render.tables import Cell, Column, Content, Kind, Row, Table, ungrouped
from gongkai.render.templates import money
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.listing import Listing, page_of, row_of, years
from gongkai.views.record_pages import reference, whole
from gongkai.views.tallied import Tallied, number, signed, tallied_page

WHY = (
    "这里只有人次和合计，没有姓名、病情和家庭情况：健康是敏感个人信息，慰问是给本人的，不是给大家看的。",
    "谁在什么时候因什么事得到多少，由本人签领，单据存工会，经审委员会逐笔审查。",
)


def pages(board: Board) -> Iterator[Output]:
    """The list, and one page for each term."""
    records = board.register.of(Welfare)
    yield page_of(_listing(board, records))
    for record in board.paged(Welfare):
        yield from page(board, record)


def _listing(board: Board, records: tuple[Record[Welfare], ...]) -> Listing:
    rows = tuple(row_of(record, total_words(record.content), chip("finance", Welfare.label)) for record in records)
    lead = f"{counted(board)}的慰问帮扶汇总 {len(rows)} 期，按事由写人次、合计和标准。"
    return Listing("welfare/", Welfare.label, lead, (years(rows, 0),), rows, notes=WHY[:1], noun="期")


def page(board: Board, record: Record[Welfare]) -> Iterator[Output]:
    """The page of one term, and its tables as files."""
    content = record.content
    words = " ".join(reason.meaning for line in content.reliefs for reason in line.reasons)
    schemes = " ".join(p.scheme.value for p in content.protections)
    return tallied_page(board, record, told(board, record), f"{words} {schemes}")


def told(board: Board, record: Record[Welfare]) -> Tallied:
    """What the summary of a term says."""
    content = record.content
    values = board.register.rulings(content.day).values
    lines = judged(content, values)
    minimum = values.welfare_minimum
    merged = f"不满 {minimum} 人次的事由合成一行，免得看出是谁。" if minimum else ""
    return Tallied(
        total=total_words(content),
        chart=_chart(content),
        tables=tuple(_tables(board, record, lines)),
        checked=_checked(content),
        why=(*WHY, *((merged,) if merged else ())),
        text=to_html(content.note or "", board.links(f"{record.identity}/")),
        particulars=(("期间", content.period.label),),
        signatures=signed((("编制", content.prepared_by), ("审核", content.checked_by), ("批准", content.approved_by))),
    )


def total_words(content: Welfare) -> str:
    """How many were helped and with how much."""
    if not content.reliefs:
        return "本期没有单列的慰问。"
    return f"慰问 {number(_cases(content))} 人次，共 {money(_amount(content))} 元。"


def _cases(content: Welfare) -> int:
    return sum(line.cases for line in content.reliefs)


def _amount(content: Welfare) -> Decimal:
    return add(line.amount for line in content.reliefs)


def _name(line: Relief) -> str:
    merged = "（合并）" if len(line.reasons) > 1 else ""
    return "、".join(reason.meaning for reason in line.reasons) + merged


def _chart(content: Welfare) -> Markup:
    if len(content.reliefs) < 2:
        return Markup()
    largest = max(content.reliefs, key=lambda line: line.amount)
    items = tuple(
        charts.Bar(_name(line), line.amount, f"{money(line.amount)} 元", money(line.amount)) for line in content.reliefs
    )
    sentence = f"金额最多的是{_name(largest)}，{number(largest.cases)} 人次，{money(largest.amount)} 元。"
    title = f"{content.heading}：各事由金额"
    return charts.bars(items, charts.Frame("chart-1", title, whole(sentence), unit="元", rows="事由", value="金额"))


def _checked(content: Welfare) -> str:
    if content.total is None or any(welfare_breaks(content)):
        return ""
    return "程序已逐行重新相加：合计人次、合计金额与公布的一致；各分项都不大于它所在的整体。"


def _tables(board: Board, record: Record[Welfare], lines: tuple[Judged, ...]) -> Iterator[Table]:
    content = record.content
    if lines:
        columns: tuple[Column, ...] = (
            Column("事由"),
            Column("人次", Kind.NUMBER),
            Column("金额合计", Kind.MONEY, "元"),
            Column("平均每人次", Kind.MONEY, "元"),
            Column("标准", Kind.SENTENCE),
            Column("与标准", Kind.SENTENCE),
            Column("经费来源", Kind.SHORT),
        )
        foot = (Row(("合计", _cases(content), _amount(content), None, None, None, None)),)
        table = board.register.rulings(content.day).values.welfare_standards or ()
        rows = (_relief(board, record, each, table) for each in lines)
        yield Table("reliefs", "按事由", columns, ungrouped(rows), foot, "元", under_heading=True)
    if content.protections:
        told = any(scheme.cases is not None for scheme in content.protections)
        columns = (
            Column("项目"),
            Column("参加 / 应参加", Kind.NUMBER),
            Column("参加率", Kind.PERCENT),
            Column("金额（元）", Kind.MONEY, "元"),
        )
        columns += (Column("领取人次", Kind.NUMBER),) if told else ()
        schemes = (_scheme(scheme) for scheme in content.protections)
        rows = (replace(row, cells=row.cells[: len(columns)]) for found in schemes for row in found)
        yield Table("protections", "互助保障、体检与帮扶", columns, ungrouped(rows), under_heading=True)


def _relief(board: Board, record: Record[Welfare], each: Judged, table: tuple[WelfareStandard, ...]) -> Row:
    line = each.line
    average = half_up(Fraction(line.amount) / line.cases, 2) if line.cases else "—"
    fit = _fit(board, record, each)
    standard = _standard(each, table)
    cells = (_noted(_name(line), line.note or ""), line.cases, line.amount, average, standard, fit, line.fund.value)
    return Row(cells, note=line.note or "")


def _noted(name: str, note: str) -> Cell:
    """The name of a row with what is to be said of it below."""
    return Cell(name, Markup('{}<span class="gk-row-note">{}</span>').format(name, note) if note else None)


def _standard(each: Judged, table: tuple[WelfareStandard, ...]) -> str:
    """The standard beside a line; of reasons that are told together, that of each."""
    if each.standard is None:
        return "没有单列"
    if len(each.line.reasons) > 1 and each.standard is not each.line.standard:
        return "；".join(str(entry) for entry in table if entry.reason in each.line.reasons)
    return ReliefStandard.__str__(each.standard)


def _fit(board: Board, record: Record[Welfare], each: Judged) -> Content:
    """Whether a line lies within its standard, and what stands behind it where it does not."""
    if each.standard is None:
        return ""
    if each.is_over and is_decided(each.line):
        link = reference(board, each.line.over_basis or "", f"{record.identity}/")
        return Markup("超出，经集体研究：{}").format(link)
    if each.misfit is Misfit.OTHER_STANDARD:
        return chip("published-late", "标准与规则不同")
    if each.misfit:
        return chip("published-late", "高于标准" if each.misfit is Misfit.OVER else "低于标准")
    return chip("in-time", "在标准内")


def _scheme(scheme: Protection) -> Iterator[Row]:
    details = "；".join(part for part in (scheme.fund.value if scheme.fund else "", scheme.note or "") if part)
    cells = (
        _noted(scheme.scheme.value, details),
        f"{number(scheme.joined)} / {number(scheme.entitled)}",
        _share(scheme.joined, scheme.entitled),
        _known(scheme.amount),
        _known(scheme.cases),
    )
    yield Row(cells, note=details)
    for part in scheme.parts:
        people = f"{number(part.people)} / {number(scheme.joined)}" if part.people is not None else "—"
        share = _share(part.people, scheme.joined) if part.people is not None else None
        yield Row((f"其中：{part.name}", people, share, _known(part.amount), None), kind="part")


def _share(part: int, of: int) -> Content:
    return Percent(Rate(part, of).percent) if of else "—"


def _known(value: int | Decimal | None) -> Content:
    return "—" if value is None else value
