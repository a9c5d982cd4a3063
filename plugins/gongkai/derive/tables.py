"""The rows of a statement added up: per level, per column, per section.

What a table says is compared at the innermost place where it does not hold: a row that differs from
the sum of its details is objected to there, and the numbers of that equation are in doubt. No outer
sum with a number in doubt is judged, so that one changed cell is one objection. Where details are
right and an outer total is wrong, the total is objected to, computed from the written rows.
`—` counts as nothing; a blank cell is unknown, and no sum with an unknown cell is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType

from gongkai.derive.exact import EXACT, exceeds
from gongkai.records.finance import Amounts, Row, is_percentage

Keys = tuple[str | int, ...]


class Fault(Enum):
    """What does not hold in a statement."""

    DETAILS = "a row is not the sum of its details"
    TOTAL = "a total is not the sum of its rows"
    ACROSS = "the column 合计 is not the sum of the other columns"
    PART = "a part is greater than its whole"
    BALANCE = "结余 is not income less expense"
    CARRY = "期末 is not 期初 plus income less expense"
    LEFT = "结转余额 is not 上年结转 less what was used"
    COUNTED = "carry-over used is counted as income, or not, against the school's own rule"
    SPLIT = "每人 is not 上缴 plus 留存"
    RECEIVED = "people times 留存 times months is not what was booked"
    SURPLUS = "盈余 is not income less expense"
    MEALS = "people times rate times days is not the amount"
    MARGIN = "a margin is not surplus divided by income"
    COPIED = "a further table has another total than the main one"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A printed number and what it should be; `about` names the number, `whole` what it is part of."""

    fault: Fault
    keys: Keys
    about: str
    printed: Decimal | None
    computed: Decimal
    whole: str = ""
    exact: Fraction | None = None

    @property
    def difference(self) -> Decimal:
        return EXACT.subtract(self.printed or Decimal(0), self.computed)


@dataclass(frozen=True, slots=True)
class Amount:
    """What one cell comes to.

    `value` is None where the cell says `—`. `known` is false for a blank that nothing explains,
    `written` true where the number stands in the file, `doubted` where an equation with it fails.
    """

    value: Decimal | None = None
    known: bool = True
    written: bool = False
    doubted: bool = False

    @property
    def number(self) -> Decimal:
        return self.value or Decimal(0)

    @property
    def sure(self) -> bool:
        """Whether other numbers may be judged by this one."""
        return self.known and not self.doubted


BLANK = Amount(known=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One row at its level, with one amount per column of its table."""

    keys: Keys
    row: Row
    level: int
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A named section of rows with its columns (``("",)`` where there is only one) and total."""

    name: str
    keys: Keys
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: tuple[Amount, ...]
    mismatches: tuple[Mismatch, ...]

    @property
    def empty(self) -> bool:
        return not self.lines and not any(amount.written for amount in self.total)


def cell(amounts: Amounts | None, column: str, columns: tuple[str, ...]) -> Amount:
    """What a row or total itself says in one column; a single column need not be named."""
    if amounts:
        for name, value in amounts.cells:
            if name == column or (not name and len(columns) == 1):
                return Amount(value, written=True)
    return BLANK


def cell_keys(amounts: Amounts | None, keys: Keys, column: str) -> Keys:
    """Where the amount of a column stands below the key that holds the amounts."""
    return (*keys, column) if amounts and column and column in amounts.columns else keys


def add(values: Iterable[Decimal]) -> Decimal:
    """An exact sum."""
    total = Decimal(0)
    for value in values:
        total = EXACT.add(total, value)
    return total


_NOTHING: Mapping[str, Decimal] = MappingProxyType({})
_NOT_ADDED = ("累计", "上年", "上期", "增减", "比", "完成", "%", "％")


def added_columns(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that the column 合计 adds up, if there is one and the others are alike."""
    others = tuple(column for column in columns if column != "合计")
    if len(others) == len(columns) or len(others) < 2 or any(word in name for name in others for word in _NOT_ADDED):
        return ()
    return tuple(column for column in others if not column.startswith("其中"))


@dataclass(frozen=True, slots=True)
class Typed:
    """The amounts of a row or total as typed, where they stand, and what they are called."""

    amounts: Amounts | None
    keys: Keys
    about: str

    def at(self, column: str) -> Keys:
        return cell_keys(self.amounts, self.keys, column)


class Adder:
    """Adds up the rows of one section.

    `doubted` are the cells, by the keys of their row and their column, that were objected to before.
    """

    def __init__(
        self,
        name: str,
        keys: Keys,
        columns: tuple[str, ...],
        doubted: frozenset[tuple[Keys, str]] = frozenset(),
    ) -> None:
        self.name = name
        self.keys = keys
        self.columns = columns
        self.doubted = doubted
        self.added = added_columns(columns)
        self.percentages = tuple(filter(is_percentage, columns))
        self.plain = not self.percentages and not doubted
        self.mismatches: list[Mismatch] = []
        self.lines: list[Line] = []

    def table(
        self,
        rows: tuple[Row, ...],
        rows_keys: Keys,
        total: Amounts | None = None,
        total_keys: Keys = (),
        extra: Mapping[str, Decimal] = _NOTHING,
    ) -> Table:
        """The whole section; `extra` is what its total holds beside its rows, by column."""
        inner = self._inner(rows, rows_keys, 0)
        amounts = self._level(Typed(total, total_keys, self.name), inner, Fault.TOTAL, extra)
        if not rows:
            # A section without rows is nothing: the income of a month in which the canteen was closed.
            amounts = tuple(amount if amount.known else Amount(Decimal(0)) for amount in amounts)
        return Table(self.name, self.keys, self.columns, tuple(self.lines), amounts, tuple(self.mismatches))

    def settle(self, own: Amount, computed: Amount, typed: Typed, column: str, fault: Fault) -> Amount:
        """A written number beside the computed one; without a written number, the computed one."""
        if not own.known:
            return Amount(computed.value, computed.known, doubted=own.doubted or computed.doubted)
        wrong = not own.doubted and computed.sure and own.number != computed.number
        if wrong:
            found = Mismatch(fault, typed.at(column), typed.about, own.value, computed.number)
            self.mismatches.append(found)
        return Amount(own.value, written=True, doubted=own.doubted or wrong)

    def _inner(self, rows: tuple[Row, ...], keys: Keys, level: int) -> list[Line]:
        return [self._row(row, (*keys, index), level) for index, row in enumerate(rows)]

    def _row(self, row: Row, keys: Keys, level: int) -> Line:
        at = len(self.lines)
        if row.details or self.added:
            self.lines.append(Line(keys, row, level, ()))
            inner = self._inner(row.details, (*keys, "明细"), level + 1)
            typed = Typed(row.amount, (*keys, "金额"), row.account)
            amounts = self._level(typed, inner, Fault.DETAILS, _NOTHING, keys)
            self.lines[at] = Line(keys, row, level, amounts)
        else:
            self.lines.append(
                Line(keys, row, level, tuple([self._own(row.amount, name, keys) for name in self.columns]))
            )
        return self.lines[at]

    def _own(self, amounts: Amounts | None, column: str, row: Keys) -> Amount:
        """What a row or total itself says in a column; in doubt if it was objected to, or is no sum at all."""
        amount = cell(amounts, column, self.columns)
        if self.plain or not (column in self.percentages or (row, column) in self.doubted):
            return amount
        return replace(amount, doubted=True)

    def _level(
        self, typed: Typed, inner: list[Line], fault: Fault, extra: Mapping[str, Decimal], row: Keys = ()
    ) -> tuple[Amount, ...]:
        """What one row or total comes to, from its own amounts and the rows inside it."""
        across = self._across(typed)
        summed = [each for each in inner if not each.row.part_only]
        parts = [each for each in inner if each.row.part_only]
        amounts = []
        for place, column in enumerate(self.columns):
            amount = self._own(typed.amounts, column, row)
            if column in self.percentages:
                amounts.append(amount)
                continue
            if across:
                amount = replace(amount, doubted=True)
            if summed:
                computed = _sum([each.amounts[place] for each in summed], extra.get(column, Decimal(0)))
                amount = self.settle(amount, computed, typed, column, fault)
            for part in parts:
                amount = self._beside(amount, part, part.amounts[place], column, typed.about)
            amounts.append(amount)
        return tuple(amounts)

    def _beside(self, whole: Amount, part: Line, amount: Amount, column: str, about: str) -> Amount:
        """The whole, in doubt where this 其中 row is greater than it."""
        if not (whole.sure and amount.sure and exceeds(Fraction(amount.number), Fraction(whole.number))):
            return whole
        where = cell_keys(part.row.amount, (*part.keys, "金额"), column)
        found = Mismatch(Fault.PART, where, part.row.account, amount.value, whole.number, about)
        self.mismatches.append(found)
        return replace(whole, doubted=True)

    def _across(self, typed: Typed) -> bool:
        """Whether the written 合计 of a line is not its other columns; then all its cells are in doubt."""
        if not self.added:
            return False
        own = cell(typed.amounts, "合计", self.columns)
        others = [cell(typed.amounts, column, self.columns) for column in self.added]
        if not own.known or not all(other.known for other in others):
            return False
        computed = add(other.number for other in others)
        if own.number == computed:
            return False
        found = Mismatch(Fault.ACROSS, (*typed.keys, "合计"), typed.about, own.value, computed)
        self.mismatches.append(found)
        return True


def _sum(parts: list[Amount], extra: Decimal) -> Amount:
    """Parts added up: nothing if all are `—`, unknown if one is blank."""
    total = EXACT.add(Decimal(0), extra)
    nothing = not extra
    known, doubted = True, False
    for part in parts:
        nothing = nothing and part.value is None
        if part.value:  # a typed 0.00 does not make two decimals of the sum
            total = EXACT.add(total, part.value)
        known = known and part.known
        doubted = doubted or part.doubted
    return Amount(None if nothing else total, known, doubted=doubted)
