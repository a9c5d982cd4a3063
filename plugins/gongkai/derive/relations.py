"""One relation between printed figures: what it comes to, and whether that is what was printed.

Every number is exact (fractions, never floats); only 积, 比率 and sums over different units are rounded,
half up, to the decimals that were printed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from math import prod

from gongkai.derive.exact import EXACT, exact_decimal, exceeds, half_up
from gongkai.records.fields import Quantity

_MONEY = (("亿元", 100_000_000), ("万元", 10_000), ("元", 1))


class Relationship(StrEnum):
    """How a figure follows from others (由)."""

    SUM = "合计"
    PART = "其中"
    PRODUCT = "积"
    DIFFERENCE = "差"
    RATIO = "比率"
    SAME = "同表"
    """Not written by anybody: a figure named like a total of its own statement is that total."""


class Fault(Enum):
    """Why a figure does not follow from what it says."""

    REPEATED = "the name is taken by an earlier figure"
    UNKNOWN = "a name stands for nothing"
    ITSELF = "the figure follows from itself"
    CIRCULAR = "figures follow from one another in a ring"
    ZERO = "the denominator is zero"
    UNITS = "money is added to something else"
    TWICE = "a part is added beside its whole"
    DIFFERS = "the recomputed number is another"
    EXCEEDS = "the part is greater than the whole"


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a relation uses: its name (none for a number written out), as printed, and its unit."""

    name: str
    quantity: Quantity
    unit: str | None = None

    @property
    def scale(self) -> int:
        """100 for percentages and percentage points, 1000 for ‰, else 1."""
        if self.quantity.scale > 1:
            return self.quantity.scale
        unit = self.unit or ""
        return 100 if unit == "%" or unit.endswith("百分点") else 1000 if unit == "‰" else 1

    @property
    def exact(self) -> Fraction:
        return Fraction(self.quantity.value) / self.scale

    @property
    def money(self) -> int | None:
        """How many yuan one unit is, or None where the unit is not money."""
        return next((yuan for sign, yuan in _MONEY if (self.unit or "").startswith(sign)), None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which one figure follows from others, and what came of recomputing it.

    `index` counts the figures, `way` the relations of a figure, `term` the operands of a relation: the
    one that a fault is about. `computed` is in the figure's own unit and sign, `unrounded` before
    rounding. `judged` is false where a number was in doubt or the relation could not be computed.
    """

    index: int
    figure: Number
    way: int = 0
    relation: Relationship | None = None
    operands: tuple[Number, ...] = ()
    fault: Fault | None = None
    term: int = 0
    computed: Decimal | None = None
    unrounded: Fraction | None = None
    unknown: str = ""
    judged: bool = False

    @property
    def difference(self) -> Decimal:
        """The printed number less the recomputed one."""
        return EXACT.subtract(self.figure.quantity.value, self.computed or Decimal(0))


def recompute(outcome: Outcome) -> Outcome:
    """The same with its relation computed from the operands and compared with what was printed."""
    figure, operands = outcome.figure, outcome.operands
    adds = outcome.relation not in (Relationship.PRODUCT, Relationship.RATIO)
    numbers = (figure, *operands)
    if adds and any(n.money for n in numbers) and any(n.unit and not n.money for n in numbers):
        return replace(outcome, fault=Fault.UNITS)
    if outcome.relation is Relationship.RATIO and not operands[1].exact:
        return replace(outcome, fault=Fault.ZERO, term=1)
    unit = _unit(outcome)
    value = _value(outcome.relation, operands, unit) * figure.scale / unit
    printed, decimals = figure.quantity.value, figure.quantity.decimals
    if outcome.relation is Relationship.PART:
        wrong = exceeds(Fraction(printed), value)
        computed = exact_decimal(value, decimals)
        fault = Fault.EXCEEDS if wrong else None
    else:
        rounded = not adds or len({n.money for n in numbers if n.money}) > 1
        computed = half_up(value, decimals) if rounded else exact_decimal(value, decimals)
        leeway = Fraction(0) if rounded else _leeway(operands) * figure.scale
        fault = Fault.DIFFERS if abs(Fraction(printed) - Fraction(computed)) > leeway else None
    return replace(outcome, fault=fault, computed=computed, unrounded=value, judged=True)


def _unit(outcome: Outcome) -> int:
    """How many yuan the figure's own unit is; without a unit it takes that of the money it is made of."""
    figure, operands = outcome.figure, outcome.operands
    if figure.money:
        return figure.money
    if figure.unit or (outcome.relation is Relationship.RATIO and operands[1].money):
        return 1
    return next((number.money for number in operands if number.money), 1)


def _value(relation: Relationship | None, operands: tuple[Number, ...], unit: int) -> Fraction:
    """What the relation comes to in yuan, or in whatever is counted."""
    if relation in (Relationship.PRODUCT, Relationship.RATIO):
        values = [number.exact * (number.money or 1) for number in operands]
        return prod(values, start=Fraction(1)) if relation is Relationship.PRODUCT else values[0] / values[1]
    # In a sum, a number without a unit is in the unit of the total.
    values = [number.exact * (number.money or unit) for number in operands]
    return 2 * values[0] - sum(values) if relation is Relationship.DIFFERENCE else sum(values, Fraction(0))


def _leeway(operands: tuple[Number, ...]) -> Fraction:
    """By how much rounded shares may miss their sum: half a unit in the last place each."""
    shares = (number for number in operands if number.scale > 1)
    return sum((Fraction(1, 2 * 10**share.quantity.decimals * share.scale) for share in shares), Fraction(0))
