"""Activities: how many of those invited came, what it cost, and that it was planned beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from gongkai.records.activity import Activity, ActivityType
from gongkai.records.policy import share_text
from gongkai.register import Record
from gongkai.render import charts
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Output
from gongkai.render.prose import plain, to_html
from gongkai.render.templates import day, money
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.listing import Listing, ordered, page_of, row_of, years
from gongkai.views.record_pages import Fact, whole
from gongkai.views.tallied import Tallied, number, percent, tallied_page


def pages(board: Board) -> Iterator[Output]:
    """The list, and one page for each activity."""
    records = board.register.of(Activity)
    yield page_of(_listing(board, records))
    for record in board.paged(Activity):
        yield from page(board, record)


def _listing(board: Board, records: tuple[Record[Activity], ...]) -> Listing:
    rows = tuple(
        row_of(record, _came(record.content), chip("plan", record.content.type.value), record.content.type.value)
        for record in records
    )
    filters = (years(rows, 0), ordered("类别", tuple(ActivityType), rows, 1))
    lead = f"{counted(board)}的工会活动 {len(rows)} 次，每次写明面向多少会员、多少人参加。"
    return Listing("activities/", "工会活动", lead, filters, rows, noun="次")


def page(board: Board, record: Record[Activity]) -> Iterator[Output]:
    """The page of one activity, and its tables as files."""
    content = record.content
    shown = Tallied(
        total=f"面向会员 {number(content.members)} 人，{_came(content)}。",
        chips=(chip("plan", content.type.value), *_verdict(board, content)),
        chart=_chart(content),
        text=to_html(content.text, board.links(f"{record.identity}/")),
        heading="经过",
        particulars=tuple(_particulars(board, content)),
    )
    return tallied_page(board, record, shown, plain(content.text), content.type.value)


def _came(content: Activity) -> str:
    return f"参加 {number(content.joined)} 人，参与面 {percent(content.joined, content.members)}"


def _chart(content: Activity) -> Markup:
    absent = content.members - content.joined
    if absent < 0 or not content.members:
        return Markup()
    parts = (
        charts.Bar("参加", Decimal(content.joined), f"{number(content.joined)} 人", number(content.joined)),
        charts.Bar("没有参加", Decimal(absent), f"{number(absent)} 人", number(absent)),
    )
    sentence = f"会员 {number(content.members)} 人中参加 {number(content.joined)} 人。"
    title = f"{content.title}：参与面"
    frame = charts.Frame("chart-1", title, whole(sentence), unit="人", rows="会员", value="人数")
    return charts.strip(parts, frame, (charts.Fill.FULL, charts.Fill.HOLLOW))


def _verdict(board: Board, content: Activity) -> Iterator[Chip]:
    share = board.register.rulings(content.held_on).values.activity_share
    if share is None or not content.members:
        return
    if Fraction(content.joined, content.members) >= Fraction(*share):
        yield chip("in-time", f"参与面达到 {share_text(share)}")


def _particulars(board: Board, content: Activity) -> Iterator[Fact]:
    yield "日期", day(content.held_on)
    if content.organiser:
        yield "组织", content.organiser
    if content.planned_on:
        yield "计划日期", day(content.planned_on)
    if content.plan:
        yield "计划", content.plan
    limits = board.register.rulings(content.held_on).values.activity_prizes
    if content.prizes is not None:
        yield "奖品总额", f"{money(content.prizes)} 元" + (f"（本校范围：{limits}）" if limits else "")
    if content.cost is not None:
        yield "支出合计", f"{money(content.cost)} 元"
    if content.fund:
        yield "经费来源", content.fund.value
