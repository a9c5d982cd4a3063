"""Exact arithmetic: nothing is ever rounded but by hand's rule, and only where a number is printed so."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

EXACT = Context(prec=120)
"""Wide enough that no sum or product of what a record can hold is ever rounded by accident."""


def half_up(value: Fraction, decimals: int) -> Decimal:
    """A fraction at so many decimals, halves away from zero, as everybody rounds by hand."""
    scaled = abs(value) * 10**decimals
    digits = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-digits if value < 0 else digits).scaleb(-decimals, EXACT)


def decimals_of(value: Decimal) -> int:
    """How many decimals a number was typed with."""
    return max(0, -int(value.as_tuple().exponent))


def exact_decimal(value: Fraction, decimals: int) -> Decimal:
    """A fraction that is a finite decimal, exactly, with at least so many decimals."""
    number = EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    shown = -int(number.as_tuple().exponent)
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, EXACT) if shown < decimals else number


def exceeds(part: Fraction, whole: Fraction) -> bool:
    """Whether a part cannot be part of this whole; a part of the other sign always can."""
    return part > whole if whole >= 0 else part < whole
