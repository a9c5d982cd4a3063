"""Exact numbers: amounts of money, counts, cells of a table."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

from gongkai.records.fields.typed import empty, half_width, misread

_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?\Z")
"""As nearly every amount is written, and as it can be taken without being tidied first."""
_PLAIN_COUNT = re.compile(r"[0-9]{1,15}\Z")
"""The same of a count."""

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$", re.ASCII)
DIGITS = "([0-9０-９]{1,3}([,，][0-9０-９]{3})+|[0-9０-９]+)([.．][0-9０-９]+)?"
"""A number without its sign, as part of a pattern for editors."""

SIGN = "[-+−﹣－＋]?"
"""The sign of a number, as part of a pattern for editors; Chinese input methods have several for minus."""

NUMBER_PATTERN = rf"^\s*{SIGN}{DIGITS}\s*$"
"""What an editor takes for a number."""

_MONEY_FORMS = "1234.50、1,234.50、-260.00"


_WITH_UNIT = re.compile(r"([-+]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*([元件人名票张天餐份户次个][^0-9\s]{0,9})$")


def bare_number(narrow: str) -> str:
    """What to write for a number typed with its unit, as 1480元; a multiple such as 万元 is another number."""
    match = _WITH_UNIT.match(narrow)
    return f"{match[1]}，不带“{match[2]}”" if match and _NUMBER.match(match[1]) else ""


def parse_decimal(typed: object, accepted: str = _MONEY_FORMS) -> Decimal:
    """An exact decimal; thousands commas must stand where they belong."""
    if isinstance(typed, Decimal):
        return typed
    value = Decimal(typed if isinstance(typed, str) and _PLAIN_NUMBER.match(typed) else _tidied(typed, accepted))
    return value or value.copy_abs()  # there is no -0.00 yuan


def _tidied(typed: object, accepted: str) -> str:
    narrow = half_width(typed)
    if not narrow:
        raise empty() if typed in (None, "") else misread(typed, accepted)
    narrow = narrow.replace("−", "-").replace("﹣", "-")
    if not _NUMBER.match(narrow) or len(narrow) > 30:
        raise misread(typed, bare_number(narrow) or accepted)
    return narrow.replace(",", "")


Money: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(parse_decimal),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": NUMBER_PATTERN}]}),
]
"""An exact amount in the unit of its statement (单位)."""


def _whole(typed: object) -> int:
    if isinstance(typed, str) and _PLAIN_COUNT.match(typed):
        return int(typed)
    value = parse_decimal(typed, "整数，如 92")
    if value != value.to_integral_value() or value < 0:
        raise misread(typed, "整数，如 92")
    return int(value)


Count: TypeAlias = Annotated[
    int,
    BeforeValidator(_whole),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": NUMBER_PATTERN}]}),
]
"""A number of people, votes or things; never negative."""


NOT_APPLICABLE = "—"
"""What a cell says that cannot have a figure; it is neither blank nor zero."""


CELL_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "number"},
        {"type": "string", "pattern": NUMBER_PATTERN},
        {"type": "string", "pattern": r"^\s*(——?|[-－/])\s*$"},
    ]
}


def parse_cell(typed: object) -> Decimal | None:
    """An exact amount, or None where the cell says that it cannot have one."""
    if isinstance(typed, str) and typed.strip() in ("—", "－", "-", "——", "/"):
        return None
    return parse_decimal(typed, f"{_MONEY_FORMS}；不适用写 {NOT_APPLICABLE}")


Cell: TypeAlias = Annotated[
    Decimal | None,
    BeforeValidator(parse_cell),
    WithJsonSchema(CELL_SCHEMA),
]
"""An amount in a table; `—` means not applicable and is read as None."""
