"""Every table of a statement: income and expense, the further tables, charges, the canteen's, 三公经费."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from gongkai.derive import tables as derived
from gongkai.derive.statements import Statement
from gongkai.derive.tables import Amount, Line
from gongkai.records.fields import Quantity
from gongkai.records.finance import Canteen, Charge, Finance, OfficialExpenses, Side, is_percentage
from gongkai.register import Record
from gongkai.render.prose import Link
from gongkai.render.spreadsheets import Percent
from gongkai.render.tables import Cell, Column, Content, Group, Kind, Row, Table, shelved, ungrouped
from gongkai.views.figures import shown
from gongkai.views.record_pages import joined

STYLE = "gk-money"


def tables_of(record: Record[Finance], statement: Statement, link: Link) -> dict[str, Table]:
    """The tables of a statement's page with their files, in the order of the page, each by its ident."""
    content = record.content
    found = (
        _main(statement, link),
        _charges(content.charges),
        _sides(content.canteen, content.unit.value),
        _meals(content.canteen, content.unit.value),
        _official(content.official_expenses, content.unit.value),
        *_further(statement, link),
    )
    every = shelved((table for table in found if table), record.number, (file.name for file in record.attachments))
    return {table.ident: table for table in every}


def _main(statement: Statement, link: Link) -> Table | None:
    """Income and expense, section by section, with the totals, and the balances at the foot."""
    present = tuple(
        (name, table) for name, table in (("收入", statement.income), ("支出", statement.expense)) if not table.empty
    )
    heading = statement.finance.heading
    groups = tuple(
        Group((*_rows(table, link), Row((f"{name}合计", *_cells(table.total)), kind="sum")), name, f"{order}、{name}")
        for order, (name, table) in zip("一二", present, strict=False)
    )
    return Table(
        "statement",
        heading if heading.endswith("表") else f"{heading}表",
        _columns(statement.columns, statement.finance.unit.value),
        groups,
        tuple(_foot(statement)),
        statement.finance.unit.value,
        grouped="部分",
        style=STYLE,
    )


def _further(statement: Statement, link: Link) -> Iterator[Table]:
    """The further tables of a budget or account."""
    for order, (table, source) in enumerate(zip(statement.tables, statement.finance.tables, strict=True), 1):
        unit = (source.unit or statement.finance.unit).value
        foot = (Row(("合计", *_cells(table.total))),) if not table.empty else ()
        columns = _columns(table.columns, unit)
        yield Table(f"table-{order}", source.name, columns, ungrouped(_rows(table, link)), foot, unit, style=STYLE)


def _columns(names: tuple[str, ...], unit: str) -> tuple[Column, ...]:
    amounts = (Column(name or "金额", Kind.MONEY, "" if is_percentage(name) else unit) for name in names)
    return (Column("科目"), *amounts)


def _rows(table: derived.Table, link: Link) -> Iterator[Row]:
    for line in table.lines:
        row = line.row
        cells = (_name(line, link), *_cells(line.amounts))
        yield Row(cells, line.level, "part" if row.part_only else "", row.code or "", row.note or "")


def _name(line: Line, link: Link) -> str | Cell:
    row = line.row
    name = f"其中：{row.account}" if row.part_only else row.account
    words: str | Markup = name
    if row.code:
        words = Markup('<span class="gk-code">{}</span>{}').format(row.code, words)
    if row.note:
        words = Markup('{}<span class="gk-row-note">{}</span>').format(words, row.note)
    if row.basis and (found := link(row.basis)):
        words = Markup('{}<span class="gk-row-note">依据：<a href="{}">{}</a></span>').format(words, *found)
    return name if words is name else Cell(name, words)


def _cells(amounts: tuple[Amount, ...]) -> tuple[Content, ...]:
    """Each amount; `—` where it cannot have one, nothing where it was left blank."""
    return tuple(_known(amount.value) if amount.known else None for amount in amounts)


def _known(value: Decimal | None) -> Content:
    return "—" if value is None else value


def _foot(statement: Statement) -> Iterator[Row]:
    """The balance in every column; what is carried stands in the column of the period."""
    finance = statement.finance

    def carried(name: str, value: Decimal | None) -> Iterator[Row]:
        if value is not None and statement.main is not None:
            places = range(len(statement.columns))
            yield Row((name, *(value if place == statement.main else None for place in places)))

    if not (statement.income.empty or statement.expense.empty) or finance.balance:
        yield Row(("结余（收入减支出）", *_cells(statement.balance)))
    yield from carried("上年结转", finance.carried_in)
    yield from carried("动用以前年度结余", finance.carry_used)
    yield from carried("结转余额", finance.carried_left)
    yield from carried("期初结余", statement.opening.value if statement.opening else None)
    yield from carried("期末结余", statement.closing.value if statement.closing else None)


def _charges(charges: tuple[Charge, ...]) -> Table | None:
    if not charges:
        return None
    columns = (
        Column("项目"),
        Column("对象"),
        Column("标准", Kind.MONEY),
        Column("计费单位", Kind.SHORT),
        Column("性质", Kind.SHORT),
        Column("自愿", Kind.SHORT),
        Column("依据", Kind.SENTENCE),
        Column("结算退费", Kind.SENTENCE),
    )
    rows = ungrouped(_charge(charge) for charge in charges)
    return Table("charges", "收费项目", columns, rows, style="gk-charges", under_heading=True)


def _charge(charge: Charge) -> tuple[Content, ...]:
    return (
        charge.item,
        charge.payers,
        "据实结算" if charge.amount is None else charge.amount,
        charge.unit,
        charge.nature.value,
        "自愿" if charge.voluntary else "统一收取",
        joined(charge.basis, charge.approved_by and f"{charge.approved_by}批准"),
        charge.settlement,
    )


def _sides(canteen: Canteen | None, unit: str) -> Table | None:
    """The students' and the staff's side, each with income, expense, surplus and margin."""
    if canteen is None:
        return None
    both = (("学生伙食", canteen.students), ("教职工伙食", canteen.staff))
    columns = (
        Column("单列"),
        *(Column(name, Kind.MONEY, unit) for name in ("收入", "支出", "盈余")),
        Column("盈余率", Kind.PERCENT),
    )
    rows = ungrouped(_side(name, side) for name, side in both if side)
    return Table("sides", "学生伙食与教职工伙食", columns, rows, unit=unit)


def _side(name: str, side: Side) -> tuple[Content, ...]:
    return name, side.income, side.expense, _known(side.surplus), _margin(side.margin)


def _margin(margin: Quantity | None) -> Content:
    if margin is None:
        return None
    return Percent(margin.value) if margin.sign == "%" else shown(str(margin))


def _meals(canteen: Canteen | None, unit: str) -> Table | None:
    if canteen is None or not canteen.meals:
        return None
    columns = (
        Column("对象"),
        Column("人数", Kind.NUMBER),
        Column("每人每天", Kind.MONEY, "元"),
        Column("天数", Kind.NUMBER),
        Column("金额", Kind.MONEY, unit),
    )
    rows = ungrouped((item.group, item.heads, item.rate, item.days, item.amount) for item in canteen.meals)
    return Table("meals", "用餐：人数 × 标准 × 天数", columns, rows, unit=unit)


def _official(expenses: OfficialExpenses | None, unit: str) -> Table | None:
    if expenses is None:
        return None
    items = (
        ("因公出国（境）费", expenses.abroad),
        ("公务用车购置及运行费", expenses.vehicles),
        ("公务接待费", expenses.reception),
    )
    total = (Row(("合计", sum((amount for _, amount in items), Decimal(0)))),)
    columns = (Column("项目"), Column("金额", Kind.MONEY, unit))
    return Table("official", "三公经费", columns, ungrouped(items), total, unit, under_heading=True)
