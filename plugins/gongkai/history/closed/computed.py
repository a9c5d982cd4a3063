"""Values that are computed from others: where those were corrected, these follow without a 更正 of their own.

That they follow rightly needs no proof here: sums, balances and rates are recomputed at every check.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from gongkai.history.closed.accounts import Corrections
from gongkai.history.closed.facts import Fact
from gongkai.history.closed.published import Step
from gongkai.records.asset import Asset, Owned
from gongkai.records.finance import Canteen, Finance, Meals, Row, Side, SubTable
from gongkai.records.numbers import NamedFigure
from gongkai.records.proposal import Correction
from gongkai.records.welfare import ReliefTotal
from gongkai.register import Record

_COMPUTED: Mapping[type[BaseModel], frozenset[str]] = MappingProxyType(
    {
        Finance: frozenset({"income_total", "expense_total", "balance", "closing", "carried_left"}),
        SubTable: frozenset({"total"}),
        Side: frozenset({"surplus", "margin"}),
        Canteen: frozenset({"margin"}),
        Meals: frozenset({"amount"}),
        Asset: frozenset({"total_count", "total_amount"}),
        Owned: frozenset({"amount"}),
        ReliefTotal: frozenset({"cases", "amount"}),
    }
)


def follows(step: Step, corrections: Corrections, record: Record[Any], file: str, fact: Fact) -> bool:
    """Whether a change is what another, corrected one comes to."""
    if fact.added or fact.removed:
        return False
    if isinstance(record.content, Finance) and (fact.owner, fact.name) == (Finance, "opening"):
        return _is_carried(step, record, fact.new)
    if not _is_computed(fact):
        return False
    return corrections.any_misprint(file) or _opening_was_carried(step, record)


def _is_computed(fact: Fact) -> bool:
    if fact.owner is Row:
        return isinstance(fact.row, Row) and bool(fact.row.details)
    if fact.owner is NamedFigure:
        return fact.name == "value" and isinstance(fact.row, NamedFigure) and bool(fact.row.follows)
    return fact.name in _COMPUTED.get(fact.owner, frozenset())


def _opening_was_carried(step: Step, record: Record[Any]) -> bool:
    """Whether the statement opens with another balance than before, as one before it was corrected."""
    was = step.old.records.get(record.identity)
    if was is None or not isinstance(was.content, Finance) or not isinstance(record.content, Finance):
        return False
    opening = record.content.opening
    return opening is not None and opening != was.content.opening and _is_carried(step, record, opening)


def _is_carried(step: Step, record: Record[Finance], opening: Decimal) -> bool:
    """Whether an earlier statement of the kind closes with this balance since it, or one before it, was corrected."""
    before = [
        other
        for other in step.new.of(Finance)
        if other.content.category is record.content.category and other.content.period.last < record.content.period.first
    ]
    before.sort(key=lambda other: other.content.period.last)
    return bool(before) and before[-1].content.closing == opening and any(other.one(Correction) for other in before)
