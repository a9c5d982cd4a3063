"""The equations of a canteen's own block: each side's surplus and margin, and what meals come to."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gongkai.derive.exact import EXACT, decimals_of, half_up
from gongkai.derive.tables import Fault, Keys, Mismatch
from gongkai.records.fields import Quantity
from gongkai.records.finance import Finance, Side


def canteen_mismatches(finance: Finance) -> Iterator[Mismatch]:
    canteen = finance.canteen
    if canteen is None:
        return
    for label, side in (("学生伙食", canteen.students), ("教职工伙食", canteen.staff)):
        if side:
            yield from _side(label, side)
    for index, meal in enumerate(canteen.meals):
        amount = Fraction(meal.heads) * Fraction(meal.rate) * meal.days / finance.unit.yuan
        computed = half_up(amount, decimals_of(meal.amount))
        if meal.amount != computed:
            yield Mismatch(Fault.MEALS, ("食堂", "用餐", index, "金额"), f"{meal.group}用餐金额", meal.amount, computed)


def _side(label: str, side: Side) -> Iterator[Mismatch]:
    surplus = EXACT.subtract(side.income, side.expense)
    if side.surplus != surplus:
        yield Mismatch(Fault.SURPLUS, ("食堂", label, "盈余"), f"{label}盈余", side.surplus, surplus)
    elif side.margin and side.income:
        proportion = Fraction(side.surplus) / Fraction(side.income)
        yield from share(("食堂", label, "盈余率"), f"{label}盈余率", side.margin, proportion)


def share(keys: Keys, about: str, printed: Quantity, proportion: Fraction) -> Iterator[Mismatch]:
    # A margin typed without % is a bare share: 0.0084.
    computed = half_up(proportion * printed.scale, printed.decimals)
    if printed.value != computed:
        yield Mismatch(Fault.MARGIN, keys, about, printed.value, computed, printed.sign, proportion * printed.scale)
