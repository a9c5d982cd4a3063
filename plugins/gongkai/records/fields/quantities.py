"""Printed figures, with their decimals and signs of proportion, and shares of a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from gongkai.records.fields.numbers import DIGITS, SIGN, bare_number, parse_decimal
from gongkai.records.fields.typed import empty, half_width, misread


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed figure: its exact value, how many decimals were printed, and its sign of proportion.

    `scale` is 1 for a plain number, 100 for 60% and 1000 for 6‰; `value` is the number as printed.
    """

    value: Decimal
    decimals: int
    scale: int = 1

    @property
    def sign(self) -> str:
        return {1: "", 100: "%", 1000: "‰"}[self.scale]

    def __str__(self) -> str:
        return f"{self.value:,.{self.decimals}f}{self.sign}"

    @property
    def exact(self) -> Fraction:
        """The figure as a plain number: 60% is 3/5."""
        return Fraction(self.value) / self.scale

    def prints(self, exact: Fraction) -> bool:
        """Whether this exact number, rounded half-up to the decimals printed here, reads the same."""
        scaled = abs(exact) * self.scale * 10**self.decimals
        rounded = int(scaled + Fraction(1, 2)) * (1 if exact >= 0 else -1)
        return Fraction(rounded, 10**self.decimals) == Fraction(self.value)


_QUANTITY_FORMS = "68、17,760.00、60%、23.91%、5‰"


def parse_quantity(typed: object) -> Quantity:
    """A printed number with or without a sign of proportion."""
    narrow = half_width(typed)
    if not narrow:
        raise empty() if typed in (None, "") else misread(typed, _QUANTITY_FORMS)
    scale = {"%": 100, "‰": 1000}.get(narrow[-1], 1)
    try:
        number = parse_decimal(narrow[:-1].strip() if scale > 1 else narrow)
    except PydanticCustomError:
        raise misread(typed, bare_number(narrow) or _QUANTITY_FORMS) from None
    exponent = number.as_tuple().exponent
    return Quantity(number, max(0, -exponent) if isinstance(exponent, int) else 0, scale)


Figure: TypeAlias = Annotated[
    Quantity,
    BeforeValidator(parse_quantity),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "string", "pattern": rf"^\s*{SIGN}{DIGITS}\s*[%％‰]?\s*$"},
            ]
        }
    ),
]
"""A figure exactly as it was printed, with its decimals and its % or ‰."""


_FRACTION = re.compile(r"(\d{1,9})\s*/\s*(\d{1,9})$", re.ASCII)
_SHARE_PATTERN = rf"^\s*([0-9０-９]{{1,9}}\s*[/／]\s*[0-9０-９]{{1,9}}|[+＋]?{DIGITS}\s*[%％‰]?)\s*$"
_FRACTION_FORMS = "2/3、60%、0.6"


def _fraction(typed: object) -> tuple[int, int]:
    if typed in (None, ""):
        raise empty()
    if match := _FRACTION.match(half_width(typed) or ""):
        if not int(match[2]):
            raise misread(typed, _FRACTION_FORMS)
        return int(match[1]), int(match[2])
    try:
        exact = parse_quantity(typed).exact
    except PydanticCustomError:
        raise misread(typed, _FRACTION_FORMS) from None
    if exact < 0:
        raise misread(typed, _FRACTION_FORMS)
    return exact.numerator, exact.denominator


Share: TypeAlias = Annotated[
    tuple[int, int],
    BeforeValidator(_fraction),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "string", "pattern": _SHARE_PATTERN},
            ]
        }
    ),
]
"""A proportion as an exact fraction (numerator, denominator)."""
