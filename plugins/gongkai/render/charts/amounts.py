"""Amounts of money short enough for a drawing: in 元, 万元 or 亿元, whichever suits the largest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_STEPS = ((Decimal(10**8), "亿元"), (Decimal(10**4), "万元"))
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit of a drawing, and how many yuan it is."""

    name: str
    yuan: Decimal

    def show(self, yuan: Decimal | None) -> str:
        """An amount of yuan in this unit, with two decimals; never zero for what is not."""
        if yuan is None:
            return ""
        scaled = (yuan / self.yuan).quantize(_CENT, ROUND_HALF_UP)
        if not scaled and yuan:
            return "不到 0.01" if yuan > 0 else "−不到 0.01"
        return f"{scaled:,f}".replace("-", "−")


def scale_of(yuan: Iterable[Decimal | None]) -> Scale:
    """The largest unit of which the largest amount has at least one."""
    most = max((abs(amount) for amount in yuan if amount is not None), default=Decimal(0))
    for size, name in _STEPS:
        if most >= size:
            return Scale(name, size)
    return Scale("元", Decimal(1))
