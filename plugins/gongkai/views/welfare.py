"""Welfare: the reasons with their totals and the standard beside each, the schemes, and why no names."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from gongkai.derive.exact import half_up
from gongkai.derive.standards import Judged, Misfit, is_decided, judged
from gongkai.derive.sums import welfare_breaks
from gongkai.derive.tables import add
from gongkai.records.welfare import Protection, Relief, ReliefStandard, Welfare, WelfareStandard
from gongkai.register import Record
from gongkai.render import charts
from gongkai.render.icons import chip
from gongkai.render.pages import Page
from gongkai.render.prose import to_html
from gongkai.render.templates import money
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.listing import Listing, page_of, row_of, years
from gongkai.views.record_pages import reference
from gongkai.views.tallied import Cell, Column, Kind, Table, Tallied, number, percent, signed, tallied_page

WHY = (
    "这里只有人次和合计，没有姓名、病情和家庭情况：健康是敏感个人信息，慰问是给本人的，不是给大家看的。",
    "谁在什么时候因什么事得到多少，由本人签领，单据存工会，经审委员会逐笔审查。",
)


def pages(board: Board) -> Iterator[Page]:
    """The list, and one page for each term."""
    records = board.register.of(Welfare)
    yield page_of(_listing(board, records))
    for record in records:
        yield page(board, record)


def _listing(board: Board, records: tuple[Record[Welfare], ...]) -> Listing:
    rows = tuple(row_of(record, total_words(record.content), chip("finance", Welfare.label)) for record in records)
    lead = f"{counted(board)}的慰问帮扶汇总 {len(rows)} 期，按事由写人次、合计和标准。"
    return Listing("welfare/", Welfare.label, lead, (years(rows, 0),), rows, notes=WHY[:1], noun="期")


def page(board: Board, record: Record[Welfare]) -> Page:
    """The page of one term."""
    content = record.content
    values = board.register.rulings(content.day).values
    lines = judged(content, values)
    minimum = values.welfare_minimum
    merged = f"不满 {minimum} 人次的事由合成一行，免得看出是谁。" if minimum else ""
    shown = Tallied(
        total=total_words(content),
        chart=_chart(content),
        tables=tuple(_tables(board, record, lines)),
        checked=_checked(content),
        why=(*WHY, *((merged,) if merged else ())),
        text=to_html(content.note or "", board.links(f"{record.identity}/")),
        particulars=(("期间", content.period.label),),
        signatures=signed((("编制", content.prepared_by), ("审核", content.checked_by), ("批准", content.approved_by))),
    )
    words = " ".join(reason.meaning for line in content.reliefs for reason in line.reasons)
    return tallied_page(board, record, shown, f"{words} {' '.join(p.scheme.value for p in content.protections)}")


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
    items = tuple(charts.Bar(_name(line), line.amount, f"{money(line.amount)} 元") for line in content.reliefs)
    sentence = f"金额最多的是{_name(largest)}，{number(largest.cases)} 人次，{money(largest.amount)} 元。"
    return charts.bars(items, ident="chart-1", title=f"{content.heading}：各事由金额", sentence=sentence)


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
            Column("金额合计", Kind.NUMBER),
            Column("平均每人次", Kind.NUMBER),
            Column("标准", Kind.SENTENCE),
            Column("与标准", Kind.SENTENCE),
            Column("经费来源", Kind.SHORT),
        )
        foot = (("合计", number(_cases(content)), money(_amount(content)), "", "", "", ""),)
        table = board.register.rulings(content.day).values.welfare_standards or ()
        rows = tuple(_relief(board, record, each, table) for each in lines)
        yield Table("reliefs", "按事由", columns, rows, foot, "元")
    if content.protections:
        told = any(scheme.cases is not None for scheme in content.protections)
        columns = (
            Column("项目"),
            *(Column(name, Kind.NUMBER) for name in ("参加 / 应参加", "参加率", "金额（元）")),
        )
        columns += (Column("领取人次", Kind.NUMBER),) if told else ()
        rows = tuple(row[: len(columns)] for scheme in content.protections for row in _scheme(scheme))
        yield Table("protections", "互助保障、体检与帮扶", columns, rows)


def _relief(
    board: Board, record: Record[Welfare], each: Judged, table: tuple[WelfareStandard, ...]
) -> tuple[Cell, ...]:
    line = each.line
    name: Cell = _name(line)
    if line.note:
        name = Markup('{}<span class="gk-row-note">{}</span>').format(name, line.note)
    average = half_up(Fraction(line.amount) / line.cases, 2) if line.cases else None
    fit = _fit(board, record, each)
    standard = _standard(each, table)
    return name, number(line.cases), money(line.amount), money(average), standard, fit, line.fund.value


def _standard(each: Judged, table: tuple[WelfareStandard, ...]) -> str:
    """The standard beside a line; of reasons that are told together, that of each."""
    if each.standard is None:
        return "没有单列"
    if len(each.line.reasons) > 1 and each.standard is not each.line.standard:
        return "；".join(str(entry) for entry in table if entry.reason in each.line.reasons)
    return ReliefStandard.__str__(each.standard)


def _fit(board: Board, record: Record[Welfare], each: Judged) -> Cell:
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


def _scheme(scheme: Protection) -> Iterator[tuple[Cell, ...]]:
    name: Cell = scheme.scheme.value
    details = "；".join(part for part in (scheme.fund.value if scheme.fund else "", scheme.note or "") if part)
    if details:
        name = Markup('{}<span class="gk-row-note">{}</span>').format(name, details)
    yield (
        name,
        f"{number(scheme.joined)} / {number(scheme.entitled)}",
        percent(scheme.joined, scheme.entitled),
        money(scheme.amount),
        number(scheme.cases),
    )
    for part in scheme.parts:
        people = f"{number(part.people)} / {number(scheme.joined)}" if part.people is not None else "—"
        share = percent(part.people, scheme.joined) if part.people is not None else ""
        yield f"其中：{part.name}", people, share, money(part.amount), ""
