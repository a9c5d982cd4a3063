"""Union members' fees: 每人 is 上缴 plus 留存, and people times 留存 times months is what was booked."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from gongkai.derive.exact import EXACT, decimals_of, half_up
from gongkai.derive.tables import Fault, Keys, Mismatch, cell, cell_keys
from gongkai.records.finance import Dues, Finance


def dues_mismatches(finance: Finance, columns: tuple[str, ...], main: int | None) -> Iterator[Mismatch]:
    dues = finance.dues
    if dues is None:
        return
    split = EXACT.add(dues.passed_on, dues.kept)
    if dues.each != split:
        yield Mismatch(Fault.SPLIT, ("会费", "每人"), "每人", dues.each, split)
    elif dues.difference is None:
        booked = _booked(finance, dues, columns, main)
        if booked is None:
            return
        keys, about, printed, unit = booked
        due = Fraction(dues.members) * Fraction(dues.kept) * dues.months / unit
        computed = half_up(due, decimals_of(printed))
        if printed != computed:
            yield Mismatch(Fault.RECEIVED, keys, about, printed, computed)


def _booked(
    finance: Finance, dues: Dues, columns: tuple[str, ...], main: int | None
) -> tuple[Keys, str, Decimal, int] | None:
    """Where the dues that stayed were booked: the field, or the one income row of that name."""
    if dues.received is not None:
        return ("会费", "留存入账"), "留存入账", dues.received, 1
    rows = [(index, row) for index, row in enumerate(finance.income) if row.account in ("会费", "会费收入", "会员会费")]
    if len(rows) != 1 or main is None:
        return None
    index, row = rows[0]
    amount = cell(row.amount, columns[main], columns)
    if amount.value is None:
        return None
    keys = cell_keys(row.amount, ("收入", index, "金额"), columns[main])
    return keys, row.account, amount.value, finance.unit.yuan
