"""A finance record recomputed: sections, balance, carried balance, dues, canteen, further tables.

One slip, one mismatch. The closest equation is judged first (dues and the columns of a row before
sums, details before totals, totals before 结余, 结余 before 期末), and its numbers are then in doubt:
no later equation is judged by a number in doubt. So a changed cell is objected to where its innermost
sum fails and nowhere else; a changed total only at the total; a changed 期末 only at 期末, and the next
statement's 期初 is not judged by it (see `series`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gongkai.derive.canteen import canteen_mismatches
from gongkai.derive.columns import Hole, blanks, lay_out, main_column
from gongkai.derive.dues import dues_mismatches
from gongkai.derive.exact import EXACT, decimals_of, half_up
from gongkai.derive.tables import Adder, Amount, Fault, Keys, Mismatch, Table, Typed, cell, cell_keys
from gongkai.records.finance import Finance, Row, is_percentage


@dataclass(frozen=True, slots=True)
class Statement:
    """What a finance record comes to, recomputed, and where its printed numbers disagree.

    `main` is the column of 期初, 结余 and 期末 (None where no column is that of the period);
    `closing` and `balance` are as written, else computed.
    """

    finance: Finance
    columns: tuple[str, ...]
    main: int | None
    income: Table
    expense: Table
    tables: tuple[Table, ...]
    balance: tuple[Amount, ...]
    opening: Amount | None
    closing: Amount | None
    mismatches: tuple[Mismatch, ...]
    holes: tuple[Hole, ...]

    @property
    def doubted(self) -> bool:
        return bool(self.mismatches or self.holes)

    def at(self, amounts: tuple[Amount, ...]) -> Amount | None:
        """The amount in the column of the period itself."""
        return amounts[self.main] if self.main is not None else None

    @property
    def net(self) -> Decimal | None:
        """What 期初 and 期末 differ by, without carry-over counted as income."""
        return _net(self.finance, self.income, self.expense, self.main)


def examine(finance: Finance, carry_is_income: bool | None = None) -> Statement:
    """Recompute a finance record; `carry_is_income` is the school's rule for 动用以前年度结余, if any."""
    layout = lay_out(
        finance.columns,
        ("列",),
        ((finance.income, ("收入",)), (finance.expense, ("支出",))),
        (
            (finance.income_total, ("收入合计",)),
            (finance.expense_total, ("支出合计",)),
            (finance.balance, ("结余",)),
        ),
    )
    columns, main = layout.columns, main_column(layout.columns)
    found = [*dues_mismatches(finance, columns, main), *canteen_mismatches(finance)]
    found += _left(finance)
    doubted = frozenset((m.keys[: m.keys.index("金额")], columns[main or 0]) for m in found if m.keys[0] == "收入")
    extra, counted = _carry_used(finance, columns, main, carry_is_income)
    found += counted
    adder = Adder("收入合计", ("收入",), columns, doubted)
    income = adder.table(finance.income, ("收入",), finance.income_total, ("收入合计",), extra)
    expense = Adder("支出合计", ("支出",), columns).table(
        finance.expense, ("支出",), finance.expense_total, ("支出合计",)
    )
    if (counted and counted[0].keys[0] == "收入合计") or any(m.fault is Fault.LEFT for m in found):
        income = _without(income, Fault.TOTAL)
    tables = tuple(_sub_tables(finance))
    found += [*income.mismatches, *expense.mismatches, *(m for table in tables for m in table.mismatches)]
    found += _copied(finance, tables, income, expense, main)
    balance, wrong = _balance(finance, columns, income, expense)
    found += wrong
    shell = Statement(finance, columns, main, income, expense, tables, balance, None, None, (), ())
    opening = Amount(finance.opening, written=True) if finance.opening is not None else None
    closing, carried = _carry(shell, opening)
    found += carried
    holes = (
        *layout.holes,
        *_table_holes(finance),
        *blanks(income.lines, columns),
        *blanks(expense.lines, columns),
    )
    for table in tables:
        holes = (*holes, *blanks(table.lines, table.columns))
    return Statement(finance, columns, main, income, expense, tables, balance, opening, closing, tuple(found), holes)


def _without(table: Table, fault: Fault) -> Table:
    kept = tuple(mismatch for mismatch in table.mismatches if mismatch.fault is not fault)
    total = tuple(Amount(a.value, a.known, a.written, doubted=True) for a in table.total)
    return Table(table.name, table.keys, table.columns, table.lines, total, kept)


def _left(finance: Finance) -> Iterator[Mismatch]:
    if finance.carried_in is None or finance.carry_used is None or finance.carried_left is None:
        return
    left = EXACT.subtract(finance.carried_in, finance.carry_used)
    if finance.carried_left != left:
        yield Mismatch(Fault.LEFT, ("结转余额",), "结转余额", finance.carried_left, left)


def _own_row(rows: tuple[Row, ...]) -> int | None:
    return next((index for index, row in enumerate(rows) if "动用" in row.account and "结余" in row.account), None)


def _carry_used(
    finance: Finance, columns: tuple[str, ...], main: int | None, carry_is_income: bool | None
) -> tuple[dict[str, Decimal], list[Mismatch]]:
    """What the income total holds beside its rows, and the objection if that is not the school's rule."""
    used, row = finance.carry_used, _own_row(finance.income)
    if main is None:
        return {}, []
    column = columns[main]
    if row is not None:
        amount = cell(finance.income[row].amount, column, columns)
        if carry_is_income is not False or not amount.number:
            return {}, []
        keys = cell_keys(finance.income[row].amount, ("收入", row, "金额"), column)
        return {}, [Mismatch(Fault.COUNTED, keys, finance.income[row].account, amount.value, Decimal(0))]
    total = cell(finance.income_total, column, columns)
    if not used or not finance.income:
        return {}, []
    with_used = Adder("", (), columns).table(finance.income, ("收入",), extra={column: used}).total[main]
    without = EXACT.subtract(with_used.number, used)
    keys = cell_keys(finance.income_total, ("收入合计",), column)
    if not total.written or not with_used.sure or carry_is_income is None:
        included = carry_is_income if carry_is_income is not None else total.number == with_used.number
        return ({column: used} if included else {}), []
    expected, other = (with_used.number, without) if carry_is_income else (without, with_used.number)
    counted = [Mismatch(Fault.COUNTED, keys, "收入合计", total.value, expected)] if total.number == other else []
    return ({column: used} if carry_is_income else {}), counted


def _balance(
    finance: Finance, columns: tuple[str, ...], income: Table, expense: Table
) -> tuple[tuple[Amount, ...], list[Mismatch]]:
    adder = Adder("结余", ("结余",), columns)
    typed = Typed(finance.balance, ("结余",), "结余")
    amounts = []
    for place, column in enumerate(columns):
        plus, minus = income.total[place], expense.total[place]
        value = EXACT.subtract(plus.number, minus.number)
        computed = Amount(value, plus.known and minus.known, doubted=plus.doubted or minus.doubted)
        own = cell(finance.balance, column, columns)
        if is_percentage(column) or (own.known and income.empty and expense.empty):
            amounts.append(own)
            continue
        amounts.append(adder.settle(own, computed, typed, column, Fault.BALANCE))
    return tuple(amounts), adder.mismatches


def _net(finance: Finance, income: Table, expense: Table, main: int | None) -> Decimal | None:
    if main is None:
        return None
    plus, minus = income.total[main], expense.total[main]
    if not (plus.known and minus.known):
        return None
    net = EXACT.subtract(plus.number, minus.number)
    row = _own_row(finance.income)
    if row is not None:
        used = cell(finance.income[row].amount, income.columns[main], income.columns).number
        return EXACT.subtract(net, used)
    if finance.carry_used and income.lines:
        own = Adder("", (), income.columns).table(finance.income, ("收入",)).total[main]
        return EXACT.subtract(own.number, minus.number) if own.known else net
    return net


def _carry(shell: Statement, opening: Amount | None) -> tuple[Amount | None, list[Mismatch]]:
    finance = shell.finance
    balance = shell.at(shell.balance)
    net = shell.net
    written = Amount(finance.closing, written=True) if finance.closing is not None else None
    if opening is None or net is None or balance is None:
        return written, []
    plus, minus = shell.at(shell.income.total), shell.at(shell.expense.total)
    doubted = any(amount is not None and amount.doubted for amount in (balance, plus, minus))
    computed = EXACT.add(opening.number, net)
    if written is None:
        return Amount(computed, doubted=doubted), []
    if doubted or written.number == computed:
        return written, []
    wrong = Mismatch(Fault.CARRY, ("期末",), "期末", finance.closing, computed)
    return Amount(finance.closing, written=True, doubted=True), [wrong]


def _sub_tables(finance: Finance) -> Iterator[Table]:
    for index, table in enumerate(finance.tables):
        keys: Keys = ("分表", index)
        layout = lay_out(
            table.columns, (*keys, "列"), ((table.rows, (*keys, "行")),), ((table.total, (*keys, "合计")),)
        )
        adder = Adder("合计", keys, layout.columns)
        yield adder.table(table.rows, (*keys, "行"), table.total, (*keys, "合计"))


def _table_holes(finance: Finance) -> Iterator[Hole]:
    for index, table in enumerate(finance.tables):
        keys: Keys = ("分表", index)
        sections = ((table.rows, (*keys, "行")),)
        yield from lay_out(table.columns, (*keys, "列"), sections, ((table.total, (*keys, "合计")),)).holes


def _copied(
    finance: Finance, tables: tuple[Table, ...], income: Table, expense: Table, main: int | None
) -> Iterator[Mismatch]:
    """收入总表 and 支出总表 have the same totals as the main table, whatever unit they are in."""
    for table, source in zip(tables, finance.tables, strict=True):
        name = source.name.replace("总体", "总").replace("情况", "")
        section = income if "收入总表" in name else expense if "支出总表" in name else None
        if section is None or main is None or section.empty or "财政拨款" in name or "收支" in name:
            continue
        own_main = main_column(table.columns)
        if "合计" in table.columns:
            own_main = table.columns.index("合计")
        if own_main is None or not table.total[own_main].sure or not section.total[main].sure:
            continue
        own, unit = table.total[own_main], source.unit or finance.unit
        same = Fraction(section.total[main].number) * finance.unit.yuan / unit.yuan
        computed = half_up(same, decimals_of(own.number)) if unit is not finance.unit else section.total[main].number
        if own.number != computed:
            keys = (*table.keys, "合计") if own.written else (*table.keys, "表名")
            keys = cell_keys(source.total, keys, table.columns[own_main])
            yield Mismatch(Fault.COPIED, keys, f"{source.name}合计", own.value, computed, section.name)
