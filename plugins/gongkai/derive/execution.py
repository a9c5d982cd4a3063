"""预算执行: what was planned beside what came of it, for each chief row of a final account."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gongkai.derive.exact import EXACT
from gongkai.derive.statements import Statement
from gongkai.derive.tables import Line, Table

_HUNDRED = Decimal(100)
_TENTH = Decimal("0.1")
_BUDGETS = ("调整预算", "本年预算", "年初预算", "预算")
"""The columns that hold what was planned; a later decision about the same year goes first."""


@dataclass(frozen=True, slots=True)
class Executed:
    """One row, or the total: planned and actual, in the unit of its statement; None where one is not told."""

    name: str
    planned: Decimal | None
    actual: Decimal | None

    @property
    def over(self) -> Decimal:
        """By how much more than planned; negative where less, nothing where there was no plan to compare with."""
        if self.planned is None or self.actual is None:
            return Decimal(0)
        return EXACT.subtract(self.actual, self.planned)

    @property
    def percent(self) -> Decimal | None:
        """What part of the plan was carried out, to one decimal; None of no plan."""
        if not self.planned or self.planned < 0 or self.actual is None:
            return None
        exact = EXACT.divide(EXACT.multiply(self.actual, _HUNDRED), self.planned)
        return exact.quantize(_TENTH, ROUND_HALF_UP, EXACT)


@dataclass(frozen=True, slots=True)
class Execution:
    """The chief rows of one side of a final account, in their order, and their total."""

    planned_name: str
    actual_name: str
    rows: tuple[Executed, ...]
    total: Executed

    @property
    def over(self) -> tuple[Executed, ...]:
        """The rows that came to more than was planned for them, the greatest excess first."""
        return tuple(sorted((row for row in self.rows if row.over > 0), key=lambda row: -row.over))


def chief_lines(table: Table) -> tuple[Line, ...]:
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


def execution(statement: Statement, table: Table) -> Execution | None:
    """A section of a final account beside its budget; None for what is no final account, or has no budget."""
    main, columns = statement.main, statement.columns
    if main is None or "预算" in columns[main] or table.empty:
        return None
    planned = _budget(columns)
    if planned is None:
        return None

    def of(name: str, line: Line) -> Executed:
        return Executed(name, line.amounts[planned].value, line.amounts[main].value)

    rows = tuple(of(line.row.account, line) for line in chief_lines(table))
    total = Executed("合计", table.total[planned].value, table.total[main].value)
    return Execution(columns[planned], columns[main], rows, total)


def _budget(columns: tuple[str, ...]) -> int | None:
    for word in _BUDGETS:
        for place, column in enumerate(columns):
            if column.startswith(word) and not any(sign in column for sign in ("比", "%", "％", "完成", "增减")):
                return place
    return None
