"""Money follows decisions: which spending rests on which decision, walked both ways.

A row of a statement cites what it rests on (依据); its details rest on the same. Budgets are plans and
not spending. Statements of one category add up, those of different categories tell the same money
again: a final account repeats what the monthly statements said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.derive.columns import main_column
from gongkai.derive.series import statements
from gongkai.derive.statements import Statement
from gongkai.derive.tables import Amount, Keys, Table, add
from gongkai.once import once
from gongkai.records.decision import Decision
from gongkai.records.finance import Category, Finance, MoneyUnit
from gongkai.records.policy import Thresholds
from gongkai.register import Record, Register


@dataclass(frozen=True, slots=True)
class Spending:
    """One innermost row of a statement and the basis that it, or the row above it, cites; `yuan` is None if unknown."""

    record: Record[Finance]
    keys: Keys
    account: str
    above: tuple[str, ...]
    """The accounts of the rows above it, outermost first."""
    table: str
    """The name of the further table (分表) in which it stands, else nothing."""
    yuan: Decimal | None
    basis: str

    @property
    def series(self) -> tuple[str, str]:
        """Rows of one series add up; another series may tell the same money again."""
        return self.record.content.category.value, self.table


@once
def spending(register: Register) -> tuple[Spending, ...]:
    """The innermost rows of every statement of money that was spent which cite a basis, or which reach
    the amount from which the school decides together; by statement and in the order of its rows."""
    return tuple(
        row
        for entry in statements(register)
        for row in _rows(entry.record, entry.statement, register.rulings(entry.record.content.day).values.large_amount)
    )


@once
def spending_by_basis(register: Register) -> Mapping[str, tuple[Spending, ...]]:
    """The innermost rows that rest on a decision, meeting or resolution, by its identity."""
    found: dict[str, list[Spending]] = {}
    for row in spending(register):
        if row.basis:
            found.setdefault(row.basis, []).append(row)
    return {identity: tuple(rows) for identity, rows in found.items()}


@once
def decisions_by_origin(register: Register) -> Mapping[str, tuple[Record[Decision], ...]]:
    """The decisions taken at each meeting, by each resolution, under each notice and regulation."""
    found: dict[str, list[Record[Decision]]] = {}
    for record in register.of(Decision):
        content = record.content
        origins = (content.held_at, content.resolution, content.notice, content.regulation, content.adds_to)
        for identity in dict.fromkeys(filter(None, origins)):
            found.setdefault(identity, []).append(record)
    return {identity: tuple(records) for identity, records in found.items()}


@dataclass(frozen=True, slots=True)
class Account:
    """What was decided and what was spent on it: both in yuan, `allowed` with every addition (追加)."""

    allowed: Decimal | None
    spent: Decimal
    rows: tuple[Spending, ...]
    counted: tuple[Spending, ...]
    """The rows that `spent` adds up: those of the series that tells most."""

    @property
    def over(self) -> Decimal:
        """By how much more was spent than decided; nothing where no amount was decided."""
        return max(self.spent - self.allowed, Decimal(0)) if self.allowed is not None else Decimal(0)


def account(register: Register, decision: Record[Decision]) -> Account:
    """What was decided, its additions included, beside what statements say was spent on it."""
    additions = [
        other
        for other in decisions_by_origin(register).get(decision.identity, ())
        if other.content.adds_to == decision.identity
    ]
    amounts = [each.content.amount for each in (decision, *additions)]
    known = [amount for amount in amounts if amount is not None]
    by_basis = spending_by_basis(register)
    rows = tuple(row for each in (decision, *additions) for row in by_basis.get(each.identity, ()))
    series: dict[tuple[str, str], list[Spending]] = {}
    for row in rows:
        if row.yuan is not None:
            series.setdefault(row.series, []).append(row)
    totals = [(add(row.yuan or Decimal(0) for row in group), tuple(group)) for group in series.values()]
    spent, counted = max(totals, key=lambda each: each[0], default=(Decimal(0), ()))
    return Account(add(known) if decision.content.amount is not None else None, spent, rows, counted)


def is_large(row: Spending, values: Thresholds) -> bool:
    """Whether a row is one that the school must have decided together.

    A limit is about one matter, and a year's 工资 or 电费 is none: only accounts with one of the words
    of 大额资金科目, in themselves or above them, are looked at, and only their innermost rows.
    """
    limit, words = values.large_amount, values.large_accounts
    if limit is None or not words or row.table or row.yuan is None or row.yuan < limit:
        return False
    names = (*row.above, row.account)
    exempt = values.large_exempt or ()
    return _names_one_of(names, words) and not _names_one_of(names, exempt)


def _names_one_of(names: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(word in name for name in names for word in words)


def _rows(record: Record[Finance], statement: Statement, limit: Decimal | None) -> Iterator[Spending]:
    content = record.content
    if content.category in (Category.BUDGET, Category.FEES):
        return
    yield from _of_table(record, statement.expense, "", content.unit, limit)
    for source, table in zip(content.tables, statement.tables, strict=True):
        yield from _of_table(record, table, source.name, source.unit or content.unit, None)


def _of_table(
    record: Record[Finance], table: Table, name: str, unit: MoneyUnit, limit: Decimal | None
) -> Iterator[Spending]:
    main = main_column(table.columns)
    if main is None or "预算" in (table.columns[main] or record.content.heading):
        return
    # Of each row with details: the accounts down to it, and the basis that it cites or that holds from above.
    paths: dict[Keys, tuple[tuple[str, ...], str]] = {}
    for line in table.lines:
        row = line.row
        above, inherited = paths[line.keys[:-2]] if line.level else ((), "")
        basis = row.basis or inherited
        if row.details:
            paths[line.keys] = (*above, row.account), basis
        if row.part_only or not all(detail.part_only for detail in row.details):
            continue
        yuan = _yuan(line.amounts[main], unit)
        if basis or (limit is not None and yuan is not None and yuan >= limit):
            yield Spending(record, line.keys, row.account, above, name, yuan, basis)


def _yuan(amount: Amount, unit: MoneyUnit) -> Decimal | None:
    """An amount in yuan, unless nothing is known of it or another number contradicts it."""
    if not amount.sure or amount.value is None:
        return None
    return amount.value if unit is MoneyUnit.YUAN else amount.value * unit.yuan
