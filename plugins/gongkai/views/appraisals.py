"""Appraisals and surveys: that they took place, the turnout, and of surveys the summary."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from gongkai.records.appraisal import Appraisal, AppraisalKind
from gongkai.register import Record
from gongkai.render import charts
from gongkai.render.icons import chip
from gongkai.render.pages import Output
from gongkai.render.prose import to_html
from gongkai.render.tables import Column, Kind, Table, ungrouped
from gongkai.render.templates import day
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.listing import Listing, Row, ordered, page_of, row_of, years
from gongkai.views.record_pages import Fact, whole
from gongkai.views.tallied import Tallied, number, percent, tallied_page

WHY_NO_TALLY = (
    "民主评议只写评了没有、多少人参加、票收发了多少，不写谁得了几票：得票关系个人，由组织者向本人反馈，原件存档。",
)
WHY_SUMMARY = ("三评只公布汇总，不分教师、班级排列，也不公布单份问卷。",)


def pages(board: Board) -> Iterator[Output]:
    """The list, and one page for each appraisal."""
    records = board.register.of(Appraisal)
    yield page_of(_listing(board, records))
    for record in board.paged(Appraisal):
        yield from page(board, record)


def _listing(board: Board, records: tuple[Record[Appraisal], ...]) -> Listing:
    rows = tuple(_row(record) for record in records)
    filters = (years(rows, 0), ordered("种类", tuple(AppraisalKind), rows, 1))
    lead = f"{counted(board)}的民主评议和三评 {len(rows)} 次。"
    return Listing("appraisals/", "民主评议与三评", lead, filters, rows, notes=WHY_NO_TALLY, noun="次")


def _row(record: Record[Appraisal]) -> Row:
    kind = record.content.kind_of.value
    return row_of(record, papers(record.content), chip("meeting", kind), kind)


def page(board: Board, record: Record[Appraisal]) -> Iterator[Output]:
    """The page of one appraisal, and its tables as files."""
    content = record.content
    return tallied_page(board, record, told(board, record), content.follow_up or "", content.kind_of.value)


def told(board: Board, record: Record[Appraisal]) -> Tallied:
    """What an appraisal says."""
    content = record.content
    return Tallied(
        total=f"{papers(content)}。",
        chips=(chip("meeting", content.kind_of.value),),
        chart=_chart(content),
        tables=(_table(content),),
        why=WHY_NO_TALLY if content.kind_of.of_office_holders else WHY_SUMMARY,
        text=to_html(content.follow_up or "", board.links(f"{record.identity}/")),
        heading="结果运用",
        particulars=tuple(_particulars(content)),
    )


def papers(content: Appraisal) -> str:
    """How many took part, and how many papers went out and came back."""
    unit = "票" if content.kind_of.of_office_holders else "份"
    parts = []
    if content.present is not None:
        invited = content.delegates or content.staff or 0
        share = f"，参测率 {percent(content.present, invited)}" if invited else ""
        parts.append(f"参测 {number(content.present)} 人{share}")
    parts.append(f"发出 {number(content.issued)} {unit}，收回 {number(content.returned)} {unit}")
    if content.valid is not None:
        parts.append(f"有效 {number(content.valid)} {unit}")
    return "，".join(parts)


def _chart(content: Appraisal) -> Markup:
    summary = content.summary
    if summary is None or content.kind_of.of_office_holders or not summary.papers:
        return Markup()
    answers = (
        ("满意", summary.satisfied),
        ("基本满意", summary.mostly),
        ("不满意", summary.unsatisfied),
        ("不了解", summary.unknown),
    )
    parts = tuple(
        charts.Bar(name, Decimal(count), f"{number(count)} 份（{percent(count, summary.papers)}）", number(count))
        for name, count in answers
        if count or name != "不了解"
    )
    good = summary.satisfied + summary.mostly
    sentence = f"满意和基本满意 {number(good)} 份，占 {number(summary.papers)} 份的 {percent(good, summary.papers)}。"
    title = f"{content.heading}：汇总"
    return charts.strip(parts, charts.Frame("chart-1", title, whole(sentence), unit="份", rows="评价", value="份数"))


def _table(content: Appraisal) -> Table:
    steps = (
        ("在册" if content.kind_of.of_office_holders else "应参加", content.staff, None, ""),
        ("代表", content.delegates, content.staff, "占在册"),
        ("参测", content.present, content.delegates or content.staff, "参测率"),
        ("发出", content.issued, None, ""),
        ("收回", content.returned, content.issued, "收回率"),
        ("有效", content.valid, content.returned, "有效率"),
    )
    rows = tuple(
        (name, count, f"{word} {number(count)} ÷ {number(of)} ＝ {percent(count, of)}" if of else "")
        for name, count, of, word in steps
        if count is not None
    )
    columns = (Column("环节"), Column("人数或份数", Kind.NUMBER), Column("怎样得出"))
    return Table("papers", "参加人数与收发", columns, ungrouped(rows, in_order=True), under_heading=True)


def _particulars(content: Appraisal) -> Iterator[Fact]:
    yield "年度", content.year.label
    yield "日期", day(content.held_on)
    if content.form:
        yield "方式", content.form
    if content.posts is not None:
        yield "评议岗位", f"{content.posts} 个"
    if content.organiser:
        yield "组织", content.organiser
