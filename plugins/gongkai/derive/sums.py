"""The counts and amounts of a plain table, recomputed by the one evaluator of figures.

A break is told once: a line that is wrong in itself is not also held against the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from gongkai.derive.exact import EXACT, decimals_of
from gongkai.derive.relations import Number, Outcome, Relationship, recompute
from gongkai.records.activity import Activity
from gongkai.records.appraisal import Appraisal
from gongkai.records.asset import Asset, Owned
from gongkai.records.fields import Quantity
from gongkai.records.welfare import Protection, Welfare

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A number that does not follow from others, and where it stands."""

    keys: Keys
    outcome: Outcome

    @property
    def label(self) -> str:
        return self.outcome.figure.name

    @property
    def printed(self) -> Decimal:
        return self.outcome.figure.quantity.value

    @property
    def computed(self) -> Decimal:
        """What it should be, or at most may be."""
        return self.outcome.computed or Decimal(0)

    @property
    def difference(self) -> Decimal:
        return EXACT.subtract(self.printed, self.computed)

    @property
    def exceeds(self) -> bool:
        """Whether it is too much for the whole it is part of, rather than a wrong sum or product."""
        return self.outcome.relation is Relationship.PART

    @property
    def is_product(self) -> bool:
        return self.outcome.relation is Relationship.PRODUCT

    @property
    def whole(self) -> str:
        """The name of what it follows from."""
        return "、".join(operand.name for operand in self.outcome.operands if operand.name)


Term = tuple[str, Decimal | int | None]
"""A name and its number; None where it was left out."""


def broken(keys: Keys, figure: Term, relation: Relationship, operands: Iterable[Term]) -> Break | None:
    """The break, if all the numbers are there and one does not follow from the others."""
    numbers = [_number(name, value) for name, value in (figure, *operands) if value is not None]
    if figure[1] is None or len(numbers) < 2:
        return None
    outcome = recompute(Outcome(0, numbers[0], relation=relation, operands=tuple(numbers[1:])))
    return Break(keys, outcome) if outcome.fault else None


def _number(name: str, value: Decimal | int) -> Number:
    exact = Decimal(value)
    return Number(name, Quantity(exact, decimals_of(exact)))


def asset_breaks(content: Asset) -> Iterator[Break]:
    """Lines that are not count times price, and totals that are not their lines."""
    wrong = [found for index, line in enumerate(content.owned) if (found := _line_break(index, line))]
    yield from wrong
    counts = [("", line.count) for line in content.owned]
    amounts = [("", line.amount) for line in content.owned]
    yield from _if(broken(("数量合计",), ("数量合计", content.total_count), Relationship.SUM, counts))
    if not wrong:
        yield from _if(broken(("金额合计",), ("金额合计", content.total_amount), Relationship.SUM, amounts))


def _line_break(index: int, line: Owned) -> Break | None:
    factors = (("数量", line.count), ("单价", line.price))
    return broken(("登记", index, "金额"), (f"{line.name}的金额", line.amount), Relationship.PRODUCT, factors)


def welfare_breaks(content: Welfare) -> Iterator[Break]:
    """Totals that are not their lines, and parts of a scheme greater than the whole."""
    if content.total:
        cases = [("", line.cases) for line in content.reliefs]
        amounts = [("", line.amount) for line in content.reliefs]
        total = content.total
        yield from _if(broken(("合计", "人次"), ("合计人次", total.cases), Relationship.SUM, cases))
        yield from _if(broken(("合计", "金额"), ("合计金额", total.amount), Relationship.SUM, amounts))
    for index, scheme in enumerate(content.protections):
        yield from _scheme_breaks(("保障", index), scheme)


def _scheme_breaks(keys: Keys, scheme: Protection) -> Iterator[Break]:
    name = scheme.scheme.value
    whole = (f"{name}应参加人数", scheme.entitled)
    joined = broken((*keys, "参加人数"), (f"{name}参加人数", scheme.joined), Relationship.PART, (whole,))
    yield from _if(joined)
    for index, part in enumerate(scheme.parts):
        at = (*keys, "分项", index)
        people, joined_in = (f"{part.name}人数", part.people), (f"{name}参加人数", scheme.joined)
        if joined is None:
            yield from _if(broken((*at, "人数"), people, Relationship.PART, (joined_in,)))
        amount, spent = (f"{part.name}金额", part.amount), (f"{name}金额", scheme.amount)
        yield from _if(broken((*at, "金额"), amount, Relationship.PART, (spent,)))


def activity_breaks(content: Activity) -> Iterator[Break]:
    """More members came than there are, or prizes cost more than everything together."""
    invited = (("会员数", content.members),)
    yield from _if(broken(("参加人数",), ("参加人数", content.joined), Relationship.PART, invited))
    spent = (("支出合计", content.cost),)
    yield from _if(broken(("奖品总额",), ("奖品总额", content.prizes), Relationship.PART, spent))


def appraisal_breaks(content: Appraisal) -> Iterator[Break]:
    """The first number of the chain 在册 – 代表 – 参测 – 发出 – 收回 – 有效 – 汇总 that does not fit."""
    people = [("在册", content.staff), ("代表", content.delegates), ("参测", content.present)]
    papers = [("发出", content.issued), ("收回", content.returned), ("有效", content.valid)]
    chain: list[Term] = [term for term in (*people, *papers) if term[1] is not None]
    found = [broken((part[0],), part, Relationship.PART, (whole,)) for whole, part in pairwise(chain)]
    yield from [each for each in found if each][:1] or _if(_summary_break(content))


def _summary_break(content: Appraisal) -> Break | None:
    if content.summary is None:
        return None
    label, papers = ("有效", content.valid) if content.valid is not None else ("收回", content.returned)
    summary = content.summary
    parts = (("满意", summary.satisfied), ("基本满意", summary.mostly), ("不满意", summary.unsatisfied))
    return broken((label,), (label, papers), Relationship.SUM, (*parts, ("不了解", summary.unknown)))


def _if(found: Break | None) -> Iterator[Break]:
    if found:
        yield found
