"""公开进度 as charts: a school year at a glance, and the school years beside one another."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from gongkai.derive.coverage import State
from gongkai.derive.silence import MONTHS, Row, SchoolYear, Tally, tally
from gongkai.render import charts
from gongkai.render.charts import Fill
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.record_pages import whole

_FILLS = {
    State.IN_TIME: Fill.FULL,
    State.LATE: Fill.WAIT,
    State.MISSING: Fill.LATE,
    State.NOT_YET_DUE: Fill.HOLLOW,
    State.EXEMPT: None,
}
_WORDS = {
    State.IN_TIME: "按时",
    State.LATE: "迟",
    State.MISSING: "待补",
    State.NOT_YET_DUE: "未到期",
    State.EXEMPT: "豁免",
}
PARTS = tuple(
    charts.Part(name, fill)
    for name, fill in (("按时", Fill.FULL), ("迟", Fill.WAIT), ("待补", Fill.LATE), ("未到期", Fill.HOLLOW))
)
_HEADS = ("应公开", "按时", "迟", "待补", "未到期")
_SHOWN = 10


def at_a_glance(board: Board, year: SchoolYear, ident: str, *, current: bool) -> Markup:
    """Every matter of a school year through its months, small enough for a phone."""
    rows = tuple(_rows(board, year))
    counts = year.tally
    frame = charts.Frame(
        ident,
        f"{year.name}学年公开进度一览",
        whole(sentence(year, counts, current=current)),
        "期",
        f"公开目录{counted(board)}的事项。横线是豁免的月份；即时和长期公开的，有记录的月份画点，不计入期数。",
        "事项",
    )
    key = (*((part.name, part.fill) for part in PARTS), ("有记录", Fill.DOTS))
    return charts.heat(tuple(map(str, MONTHS)), rows, key, _HEADS, frame, ("合计", *_numbers(counts)))


def _rows(board: Board, year: SchoolYear) -> Iterator[charts.HeatRow]:
    classes = board.register.catalogue.classes
    place = -1
    for row in sorted(year.rows, key=lambda row: row.matter.position):
        if row.matter.position[0] != place:
            place = row.matter.position[0]
            yield charts.HeatRow(classes[place].name)
        yield _row(row)


def _row(row: Row) -> charts.HeatRow:
    cells = tuple(charts.HeatCell(cell.column, cell.width, _FILLS[cell.slot.state]) for cell in row.cells)
    told = [f"{cell.slot.period} {_WORDS[cell.slot.state]}" for cell in row.cells]
    for occasion in row.occasions:
        cells += (charts.HeatCell(occasion.column, 1, Fill.DOTS),)
        told.append(f"{MONTHS[occasion.column]}月 {len(occasion.records)} 件")
    numbers = _numbers(tally((row,))) if row.cells else ("—",) * len(_HEADS)
    return charts.HeatRow(row.matter.item.name, "，".join(told), cells, numbers)


def _numbers(counts: Tally) -> tuple[str, ...]:
    return tuple(map(str, (counts.owed, counts.in_time, counts.late, counts.missing, counts.not_yet_due)))


def sentence(year: SchoolYear, counts: Tally, *, current: bool) -> str:
    """How a school year stands, in one sentence."""
    so_far = "到今天" if current else ""
    rest = f"；还有 {counts.not_yet_due} 期没有到期" if counts.not_yet_due else ""
    if not counts.owed:
        return f"{year.name}学年{so_far}还没有到期的事项{rest}。"
    if counts.in_time == counts.owed:
        return f"{year.name}学年{so_far}应公开 {counts.owed} 期，都按时公开{rest}。"
    parts = [f"按时 {counts.in_time} 期"]
    parts += [f"{word} {count} 期" for word, count in (("迟", counts.late), ("待补", counts.missing)) if count]
    return f"{year.name}学年{so_far}应公开 {counts.owed} 期：{'，'.join(parts)}{rest}。"


def by_year(board: Board, years: tuple[SchoolYear, ...]) -> Markup:
    """How the periods of each school year stand, the newest first."""
    shown = years[:_SHOWN]
    rows = tuple(
        charts.Stack(
            f"{year.name}学年",
            (year.tally.in_time, year.tally.late, year.tally.missing, year.tally.not_yet_due),
            f"按时 {year.tally.in_time} / {year.tally.owed} 期",
        )
        for year in shown
    )
    frame = charts.Frame(
        "years-chart",
        "各学年的公开进度",
        whole(_years_sentence(shown)),
        "期",
        f"公开目录{counted(board)}的事项；{shown[0].name}学年还没有过完。",
        "学年",
    )
    return charts.stacked(rows, PARTS, frame)


def _years_sentence(years: tuple[SchoolYear, ...]) -> str:
    missing = [(year.name, year.tally.missing) for year in years if year.tally.missing]
    if not missing:
        return f"{len(years)} 个学年里没有待补的。" if len(years) > 1 else f"{years[0].name}学年没有待补的。"
    words = "，".join(f"{name}学年 {count} 期" for name, count in missing)
    return f"待补 {sum(count for _, count in missing)} 期：{words}。"
