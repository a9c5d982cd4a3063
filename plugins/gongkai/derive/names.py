"""The numbers of a statement that its 数字 may name."""

from __future__ import annotations

from decimal import Decimal

from gongkai.derive.exact import decimals_of
from gongkai.derive.relations import Number
from gongkai.derive.statements import Statement
from gongkai.derive.tables import Amount
from gongkai.records.fields import Quantity
from gongkai.records.finance import MoneyUnit


def numbers(statement: Statement) -> dict[str, Number]:
    """What 数字 of the same record may name: totals, balances and unambiguous 科目.

    In a table with several columns a plain name means the column of the period; `名称/列` means
    any column.
    """
    finance, unit = statement.finance, statement.finance.unit
    found: dict[str, Number] = {}
    ambiguous: set[str] = set()

    def put(name: str, value: Decimal | None) -> None:
        if value is None:
            return
        if name in found:
            ambiguous.add(name)
        found.setdefault(name, _number(name, value, unit))

    def put_amounts(name: str, amounts: tuple[Amount, ...]) -> None:
        for place, (column, amount) in enumerate(zip(statement.columns, amounts, strict=True)):
            value = amount.value if amount.known else None
            if place == statement.main:
                put(name, value)
            if column:
                put(f"{name}/{column}", value)

    put_amounts("收入合计", statement.income.total)
    put_amounts("支出合计", statement.expense.total)
    put_amounts("结余", statement.balance)
    put("期初", statement.opening.value if statement.opening else None)
    put("期末", statement.closing.value if statement.closing else None)
    put("上年结转", finance.carried_in)
    put("动用以前年度结余", finance.carry_used)
    put("结转余额", finance.carried_left)
    for label, side in (
        (("学生伙食", finance.canteen.students), ("教职工伙食", finance.canteen.staff)) if finance.canteen else ()
    ):
        if side:
            put(f"{label}收入", side.income)
            put(f"{label}支出", side.expense)
            put(f"{label}盈余", side.surplus)
    fixed = set(found)
    for line in (*statement.income.lines, *statement.expense.lines):
        if line.row.account not in fixed:
            put_amounts(line.row.account, line.amounts)
    return {name: number for name, number in found.items() if name not in ambiguous}


TOTALS = ("收入合计", "支出合计", "结余", "期初", "期末", "上年结转", "动用以前年度结余", "结转余额")
"""The names that mean one number of the statement and nothing else."""


def _number(name: str, value: Decimal, unit: MoneyUnit) -> Number:
    return Number(name, Quantity(value, decimals_of(value)), unit.value)
