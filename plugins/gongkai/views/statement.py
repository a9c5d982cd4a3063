"""A statement as tables and a chart: the same recomputed numbers in both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from gongkai.derive.exact import half_up
from gongkai.derive.statements import Statement
from gongkai.derive.tables import Amount, Line, Table
from gongkai.records.finance import MoneyUnit
from gongkai.render import charts
from gongkai.render.prose import Link
from gongkai.render.templates import money

DEEPEST = 4
"""The deepest level that is set in further than its parent."""

_COMPARED = ("上年", "上期", "上月", "上学期", "年初预算", "本年预算", "预算", "调整预算")


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One line of a table as it is shown; `kind` is empty, section, sum or part."""

    level: int
    name: str | Markup
    cells: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One table as it is shown."""

    ident: str
    caption: str
    unit: str
    head: tuple[str, ...]
    rows: tuple[MoneyRow, ...]
    foot: tuple[MoneyRow, ...]
    wide: bool


def main_table(statement: Statement, link: Link) -> Shown | None:
    """Income and expense, section by section, with the totals, and the balances at the foot."""
    if statement.income.empty and statement.expense.empty:
        return None
    columns = statement.columns
    rows: list[MoneyRow] = []
    present = [
        (name, total, table)
        for name, total, table in (
            ("收入", "收入合计", statement.income),
            ("支出", "支出合计", statement.expense),
        )
        if not table.empty
    ]
    for order, (name, total, table) in enumerate(present):
        rows.append(MoneyRow(0, f"{'一二'[order]}、{name}", ("",) * len(columns), "section"))
        rows += (_row(line, 1, link) for line in table.lines)
        rows.append(MoneyRow(0, total, _cells(table.total), "sum"))
    return Shown(
        "statement",
        f"{statement.finance.heading}表" if not statement.finance.heading.endswith("表") else statement.finance.heading,
        statement.finance.unit.value,
        _head(columns),
        tuple(rows),
        tuple(foot(statement)),
        len(columns) > 2,
    )


def sub_tables(statement: Statement, link: Link) -> tuple[Shown, ...]:
    """The further tables of a budget or account."""
    found = []
    for order, (table, source) in enumerate(zip(statement.tables, statement.finance.tables, strict=True), 1):
        unit = source.unit or statement.finance.unit
        foot = (MoneyRow(0, "合计", _cells(table.total)),) if not table.empty else ()
        rows = tuple(_row(line, 0, link) for line in table.lines)
        wide = len(table.columns) > 2
        found.append(Shown(f"table-{order}", source.name, unit.value, _head(table.columns), rows, foot, wide))
    return tuple(found)


def _head(columns: tuple[str, ...]) -> tuple[str, ...]:
    return ("科目", *(column or "金额" for column in columns))


def _row(line: Line, base: int, link: Link) -> MoneyRow:
    row = line.row
    name: str | Markup = f"其中：{row.account}" if row.part_only else row.account
    if row.code:
        name = Markup('<span class="gk-code">{}</span>{}').format(row.code, name)
    if row.note:
        name = Markup('{}<span class="gk-row-note">{}</span>').format(name, row.note)
    if row.basis and (found := link(row.basis)):
        name = Markup('{}<span class="gk-row-note">依据：<a href="{}">{}</a></span>').format(name, *found)
    return MoneyRow(min(line.level + base, DEEPEST), name, _cells(line.amounts), "part" if row.part_only else "")


def _cells(amounts: tuple[Amount, ...]) -> tuple[str, ...]:
    """Each amount; `—` where it cannot have one, nothing where it was left blank."""
    return tuple(money(amount.value) if amount.known else "" for amount in amounts)


def foot(statement: Statement) -> Iterator[MoneyRow]:
    """The balance in every column; what is carried stands in the column of the period."""
    finance = statement.finance

    def carried(name: str, value: Decimal | None) -> Iterator[MoneyRow]:
        if value is not None and statement.main is not None:
            places = range(len(statement.columns))
            yield MoneyRow(0, name, tuple(money(value) if place == statement.main else "" for place in places))

    if not (statement.income.empty or statement.expense.empty) or finance.balance:
        yield MoneyRow(0, "结余（收入减支出）", _cells(statement.balance))
    yield from carried("上年结转", finance.carried_in)
    yield from carried("动用以前年度结余", finance.carry_used)
    yield from carried("结转余额", finance.carried_left)
    yield from carried("期初结余", statement.opening.value if statement.opening else None)
    yield from carried("期末结余", statement.closing.value if statement.closing else None)


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


def chart(statement: Statement) -> Markup:
    """What the money went to, largest items as they stand in the table, beside the compared column."""
    if statement.main is None:
        return Markup()
    side = "支出" if not statement.expense.empty else "收入"
    table = statement.expense if side == "支出" else statement.income
    main = statement.main
    lines = [line for line in _chosen(table) if line.amounts[main].value is not None]
    if not 2 <= len(lines) <= 16:
        return Markup()
    unit = statement.finance.unit
    sentence = _most(lines, table, main, side, unit)
    other = _compared(statement)
    title = f"{statement.finance.heading}：{side}"
    if other is None:
        items = tuple(_bar(line, main, unit) for line in lines)
        return charts.bars(items, ident="chart-1", title=title, sentence=sentence)
    labels = tuple(line.row.account for line in lines)
    series = tuple(
        charts.Series(
            statement.columns[place],
            tuple(line.amounts[place].value for line in lines),
            tuple(money(line.amounts[place].value) for line in lines),
        )
        for place in (main, other)
    )
    return charts.grouped(
        labels, series, ident="chart-1", title=title, sentence=f"{sentence[:-1]}（单位：{unit.value}）。"
    )


def _bar(line: Line, place: int, unit: MoneyUnit) -> charts.Bar:
    value = line.amounts[place].value
    return charts.Bar(line.row.account, value or Decimal(0), f"{money(value)} {unit.value}")


def _chosen(table: Table) -> tuple[Line, ...]:
    """The rows of the outermost level; where these are fewer than three, their details instead."""
    lines = [line for line in table.lines if not line.row.part_only]
    outer = [line for line in lines if line.level == 0]
    if len(outer) >= 3:
        return tuple(outer)
    return tuple(
        line
        for line in lines
        if line.level == 1 or (line.level == 0 and not any(not row.part_only for row in line.row.details))
    )


def _most(lines: list[Line], table: Table, place: int, side: str, unit: MoneyUnit) -> str:
    """The largest item and its share of the total."""
    first = max(lines, key=lambda line: line.amounts[place].number)
    value, total = first.amounts[place].number, table.total[place]
    words = f"{side}最多的是{first.row.account}，{money(value)} {unit.value}"
    if not total.known or total.number <= 0 or value <= 0:
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
