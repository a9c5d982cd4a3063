"""A statement in one sentence and one drawing: the recomputed numbers of its tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from gongkai.derive.exact import half_up
from gongkai.derive.execution import chief_lines
from gongkai.derive.statements import Statement
from gongkai.derive.tables import Line, Table
from gongkai.records.finance import MoneyUnit
from gongkai.render import charts
from gongkai.render.templates import money
from gongkai.views.finances.charts import MOST, drawn_in, executed, shown_as
from gongkai.views.record_pages import whole

_COMPARED = ("上年", "上期", "上月", "上学期", "年初预算", "本年预算", "预算", "调整预算")


def total_sentence(statement: Statement) -> str:
    """What came in, what went out and what is left, in one sentence."""
    if statement.main is None:
        return ""
    unit = statement.finance.unit.value
    column = statement.columns[statement.main]
    parts = []
    for name, table in (("收入", statement.income), ("支出", statement.expense)):
        if not table.empty and table.total[statement.main].known:
            parts.append(f"{name} {money(table.total[statement.main].value)} {unit}")
    balance = statement.balance[statement.main]
    if len(parts) == 2 and balance.known:
        value = balance.number
        word = "收支相抵" if not value else f"{'结余' if value > 0 else '超支'} {money(abs(value))} {unit}"
        parts.append(word)
    closing = statement.closing
    tail = f"；期末结余 {money(closing.value)} {unit}" if closing and closing.value is not None and parts else ""
    return f"{column + '：' if column else ''}{'，'.join(parts)}{tail}。" if parts else ""


@dataclass(frozen=True, slots=True)
class Chief:
    """The chief items of one side of a statement, the sentence that tells of them, and where their amounts stand."""

    side: str
    lines: tuple[Line, ...]
    sentence: str
    place: int


def chart(statement: Statement) -> Markup:
    """What the money went to: beside the budget in a final account, else beside the compared column."""
    if drawn := executed(statement, "chart-1", ""):
        return drawn
    found = chief(statement)
    return _drawn(statement, found) if found else Markup()


def chief(statement: Statement) -> Chief | None:
    """What the money went to, or came from where nothing was spent; None where there is too little to compare."""
    if statement.main is None:
        return None
    side = "支出" if not statement.expense.empty else "收入"
    table = statement.expense if side == "支出" else statement.income
    main = statement.main
    lines = [line for line in chief_lines(table) if line.amounts[main].value is not None]
    if len(lines) < 2:
        return None
    sentence = _most(lines, table, main, side, statement.finance.unit)
    if len(lines) > MOST:
        kept = sorted(lines, key=lambda line: -abs(line.amounts[main].number))[:MOST]
        lines = [line for line in lines if line in kept]
        sentence += f"图中只画金额最大的 {MOST} 类。"
    return Chief(side, tuple(lines), sentence, main)


def _drawn(statement: Statement, found: Chief) -> Markup:
    main, other, unit = found.place, _compared(statement), statement.finance.unit
    side, lines, sentence = found.side, list(found.lines), found.sentence
    title = f"{statement.finance.heading}：{side}"
    frame = charts.Frame("chart-1", title, whole(sentence), unit.value, rows=side, value="金额")
    if other is None:
        return charts.bars(bars(statement, found), frame)
    places = (main, other)
    scale = drawn_in([line.amounts[place].value for place in places for line in lines], unit.yuan)
    series = tuple(_series(statement.columns[place], lines, place, scale, unit) for place in places)
    named = scale.name if scale else unit.value
    frame = replace(frame, sentence=whole(f"{sentence[:-1]}（图中单位：{named}）。"))
    return charts.grouped(tuple(line.row.account for line in lines), series, frame)


def bars(statement: Statement, found: Chief) -> tuple[charts.Bar, ...]:
    """The chief items as bars, each with its amount."""
    return tuple(_bar(line, found.place, statement.finance.unit) for line in found.lines)


def _series(name: str, lines: list[Line], place: int, scale: charts.Scale | None, unit: MoneyUnit) -> charts.Series:
    values = tuple(line.amounts[place].value for line in lines)
    return charts.Series(
        name,
        values,
        tuple(shown_as(value, scale, unit.yuan) for value in values),
        tuple(money(value) for value in values),
    )


def _bar(line: Line, place: int, unit: MoneyUnit) -> charts.Bar:
    value = line.amounts[place].value
    words = money(value)
    return charts.Bar(line.row.account, value or Decimal(0), f"{words} {unit.value}", words)


def _most(lines: list[Line], table: Table, place: int, side: str, unit: MoneyUnit) -> str:
    """The largest item and its share of the total."""
    value, total = max(line.amounts[place].number for line in lines), table.total[place]
    first = [line.row.account for line in lines if line.amounts[place].number == value]
    words = f"{side}最多的是{'和'.join(first)}，{'都是 ' * (len(first) > 1)}{money(value)} {unit.value}"
    if len(first) == len(lines):
        return f"{len(lines)} 类{side}都是 {money(value)} {unit.value}。"
    if len(first) > 1 or not total.known or total.number <= 0 or value <= 0:
        return words + "。"
    return f"{words}，占{side}合计的 {half_up(Fraction(value) * 100 / Fraction(total.number), 1)}%。"


def _compared(statement: Statement) -> int | None:
    """The column to set beside that of the period: an earlier year, or a budget."""
    for word in _COMPARED:
        for place, column in enumerate(statement.columns):
            if (
                place != statement.main
                and column.startswith(word)
                and not any(sign in column for sign in ("累计", "增减", "比", "%", "完成"))
            ):
                return place
    return None
