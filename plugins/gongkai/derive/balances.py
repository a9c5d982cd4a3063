"""Income, expense and balance of every period of a series of statements, in yuan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.derive.exact import EXACT
from gongkai.derive.series import Entry, statements, stem
from gongkai.derive.tables import Amount, add
from gongkai.once import once
from gongkai.records.fields import Period
from gongkai.records.finance import Category, Finance, MoneyUnit
from gongkai.register import Record, Register

MONTHS_SHOWN = 12
PERIODS_SHOWN = 10

_TOLD = (Category.CANTEEN, Category.LEDGER, Category.FINAL, Category.UNION)


@dataclass(frozen=True, slots=True)
class Balance:
    """What one statement comes to; None where it does not say. `paused` is a canteen that was closed."""

    record: Record[Finance]
    income: Decimal | None
    expense: Decimal | None
    balance: Decimal | None
    paused: bool
    first_month: int
    """The first month of the period, counted from the year 0."""
    months: int
    """How many months the period touches."""

    @property
    def period(self) -> Period:
        return self.record.content.period


@dataclass(frozen=True, slots=True)
class Book:
    """The statements of one series that tell of the same kind of money, in time."""

    category: Category
    stem: str
    balances: tuple[Balance, ...]

    @property
    def is_monthly(self) -> bool:
        return all(balance.months <= 3 for balance in self.balances)

    @property
    def newest(self) -> tuple[Balance, ...]:
        """The last twelve months of a monthly book, the last ten periods of another."""
        if not self.is_monthly:
            return self.balances[-PERIODS_SHOWN:]
        last = self.balances[-1]
        since = last.first_month + last.months - MONTHS_SHOWN
        return tuple(balance for balance in self.balances if balance.first_month >= since)


@dataclass(frozen=True, slots=True)
class Sums:
    """What several periods come to; `short` are those in which more was spent than came in."""

    income: Decimal
    expense: Decimal
    balance: Decimal
    short: tuple[Balance, ...]


@once
def balances(register: Register) -> Mapping[str, Balance]:
    """What every statement comes to that is of such a kind, by the identity of its record."""
    found = ((entry.record.identity, _balance(entry)) for entry in statements(register))
    return {identity: balance for identity, balance in found if balance is not None}


@once
def books(register: Register) -> tuple[Book, ...]:
    """Every series of final accounts and of monthly statements, in the order of their kinds."""
    found: dict[tuple[Category, str], list[Balance]] = {}
    for balance in balances(register).values():
        key = balance.record.content.category, stem(balance.record.number)
        found.setdefault(key, []).append(balance)
    order = {category: place for place, category in enumerate(_TOLD)}
    return tuple(
        Book(category, name, _side_by_side(found[category, name]))
        for category, name in sorted(found, key=lambda key: (order[key[0]], key[1]))
    )


def book_up_to(register: Register, entry: Entry) -> Book | None:
    """The book as it stood with this statement, as far back as is shown."""
    chain: list[Balance] = []
    current: Entry | None = entry
    told = balances(register)
    while current is not None and len(chain) < MONTHS_SHOWN:
        balance = told.get(current.record.identity)
        if balance is not None:
            chain.append(balance)
        current = current.before
    if not chain or chain[0].record is not entry.record:
        return None
    return Book(entry.record.content.category, stem(entry.record.number), _side_by_side(chain))


def _balance(entry: Entry) -> Balance | None:
    """What a statement comes to in the column of its own period; None for a plan and for charges."""
    statement, content = entry.statement, entry.record.content
    main = statement.main
    if main is None or content.category not in _TOLD or "预算" in (statement.columns[main] or content.heading):
        return None
    unit, period = content.unit, content.period
    first = _month(period.first.year, period.first.month)
    return Balance(
        entry.record,
        _yuan(statement.income.total[main], unit),
        _yuan(statement.expense.total[main], unit),
        _yuan(statement.balance[main], unit),
        bool(content.canteen and content.canteen.paused),
        first,
        _month(period.last.year, period.last.month) - first + 1,
    )


def sums(balances: Iterable[Balance]) -> Sums:
    """The periods added up; one that does not say counts as nothing."""
    chosen = tuple(balances)
    return Sums(
        add(each.income or Decimal(0) for each in chosen),
        add(each.expense or Decimal(0) for each in chosen),
        add(each.balance or Decimal(0) for each in chosen),
        tuple(each for each in chosen if each.balance is not None and each.balance < 0),
    )


def _side_by_side(balances: Iterable[Balance]) -> tuple[Balance, ...]:
    """In time; of two that tell of the same months, the shorter ones stay."""
    taken: set[int] = set()
    kept = []
    for each in sorted(balances, key=lambda each: (each.months, each.first_month, each.record.identity)):
        own = set(range(each.first_month, each.first_month + each.months))
        if not own & taken:
            taken |= own
            kept.append(each)
    return tuple(sorted(kept, key=lambda each: each.first_month))


def _month(year: int, month: int) -> int:
    return year * 12 + month - 1


def _yuan(amount: Amount, unit: MoneyUnit) -> Decimal | None:
    if not amount.known or amount.value is None:
        return None
    return EXACT.multiply(amount.value, Decimal(unit.yuan))
