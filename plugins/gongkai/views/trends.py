"""历史走势: answered and waiting, month by month, counted from the records of each month's last day."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from gongkai.derive.rates import Rate
from gongkai.past import TrendPoint
from gongkai.render import charts
from gongkai.render.pages import Entry, Output, Page
from gongkai.render.tables import Column, Content, Kind, Table, files_of, shelved, ungrouped
from gongkai.render.templates import day, render
from gongkai.views.board import Board
from gongkai.views.counts import counted, may_be_told, rate_value, rate_words
from gongkai.views.record_pages import whole

_DRAWN = 13
"""A year and the month to compare it with."""


def pages(board: Board) -> Iterator[Output]:
    """One page, where git was asked."""
    if board.past is None:
        return
    points = board.past.trends
    tables = shelved((_table(board, points),), "trends") if points else ()
    html = render(
        "trends.html.jinja",
        "trends/",
        counted=counted(board),
        gap=board.past.gap,
        chart=_chart(board, points[-_DRAWN:]) if points else "",
        table=tables[0] if tables else None,
    )
    yield Page(
        address="trends/",
        title="历史走势",
        body=Markup(html),
        description="每个月月底，提案和意见答复了多少、还有多少在等、等了多久：按当天的记录算，过去的数字事后改不了。",
        entry=Entry("", "历史走势", "走势 趋势 每月 答复率 按期率 等待 积压 中位"),
    )
    yield from files_of("trends/", tables)


def _chart(board: Board, points: tuple[TrendPoint, ...]) -> Markup:
    lines = (
        charts.Line(_series("还在等答复（件）", [point.waiting for point in points])),
        charts.Line(_series("已等天数的中位（天）", [point.median_wait for point in points])),
        charts.Line(_rates(board, points), Decimal(100)),
    )
    frame = charts.Frame(
        "trend",
        "等答复的和已答复的",
        whole(_sentence(board, points)),
        scope=f"{counted(board)}的提案和意见；每一点按那一天仓库里的记录算。横线是零，答复率的顶是 100%。",
        rows="截至",
    )
    return charts.trend(tuple((f"{point.on:%y-%m}", day(point.on)) for point in points), lines, frame)


def _series(name: str, values: list[int | None]) -> charts.Series:
    return charts.Series(
        name,
        tuple(None if value is None else Decimal(value) for value in values),
        tuple("" if value is None else str(value) for value in values),
    )


def _rates(board: Board, points: tuple[TrendPoint, ...]) -> charts.Series:
    rates = [_answered(point) for point in points]
    told = [may_be_told(board.register, board.today, rate) for rate in rates]
    return charts.Series(
        "答复率",
        tuple(rate.percent if shown else None for rate, shown in zip(rates, told, strict=True)),
        tuple(rate_words(board, rate) for rate in rates),
    )


def _answered(point: TrendPoint) -> Rate:
    return Rate(point.answered, point.received)


def _sentence(board: Board, points: tuple[TrendPoint, ...]) -> str:
    first, last = points[0], points[-1]
    waiting = f"{day(last.on)}还有 {last.waiting} 件在等答复"
    wait = f"，中间一件已等 {last.median_wait} 天" if last.median_wait is not None else ""
    earlier = f"；{day(first.on)}是 {first.waiting} 件" if first is not last else ""
    return f"{waiting}{wait}{earlier}。累计答复 {rate_words(board, _answered(last))}。"


def _table(board: Board, points: tuple[TrendPoint, ...]) -> Table:
    columns = (
        Column("截至"),
        Column("累计收到", Kind.NUMBER, "件"),
        Column("已答复", Kind.NUMBER, "件"),
        Column("答复率", Kind.PERCENT),
        Column("其中按期", Kind.NUMBER, "件"),
        Column("还在等", Kind.NUMBER, "件"),
        Column("已等天数的中位", Kind.NUMBER, "天"),
    )
    rows = ungrouped((_row(board, point) for point in reversed(points)), in_order=True)
    return Table("months", "逐月走势", columns, rows, unit="件、天")


def _row(board: Board, point: TrendPoint) -> tuple[Content, ...]:
    rate = _answered(point)
    wait = "—" if point.median_wait is None else point.median_wait
    shown = rate_value(board, rate) if rate.whole else "—"
    return (point.on.isoformat(), point.received, point.answered, shown, point.in_time, point.waiting, wait)
