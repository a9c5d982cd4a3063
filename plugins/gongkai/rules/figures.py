"""数字 of every record and act: recomputed, and objected to where they do not follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gongkai.derive.exact import EXACT, half_up
from gongkai.derive.figures import evaluate
from gongkai.derive.names import TOTALS, numbers
from gongkai.derive.relations import Fault, Number, Outcome, Relationship
from gongkai.derive.series import by_identity
from gongkai.findings import Code, Finding
from gongkai.once import once
from gongkai.register import Act, Record, Register
from gongkai.rules.base import Objector
from gongkai.rules.counts import contradicted

_SIGNS = {
    Relationship.SUM: "+",
    Relationship.DIFFERENCE: "-",
    Relationship.PRODUCT: "×",
    Relationship.RATIO: "÷",
}

# An objection stays a sentence, whatever somebody typed: digits of a number, terms of a sum.
_LONGEST = 40
_MOST = 15


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One outcome in the file that it was printed in."""

    what: Record[Any] | Act[Any]
    outcome: Outcome
    keys: tuple[str | int, ...]

    @property
    def value_keys(self) -> tuple[str | int, ...]:
        return ("数字", self.outcome.index, "值")

    def object(self, register: Register, code: Code, message: str, cure: str, *, term: bool = False) -> Finding:
        keys = self.keys if term else self.value_keys
        return Objector(register, code).about(self.what, keys, message, cure)


@once
def recomputed(register: Register) -> tuple[Recomputed, ...]:
    """Every relation of every figure in the register, in files and figures as they come."""
    entries = by_identity(register)
    found = []
    for record in register.records.values():
        files: tuple[Record[Any] | Act[Any], ...] = (record, *record.acts)
        for what in files:
            figures = what.content.figures
            if not figures:
                continue
            entry = entries.get(what.identity)
            statement = entry.statement if entry else None
            known = numbers(statement) if statement else {}
            doubted = frozenset(known) if statement and statement.doubted else frozenset()
            for outcome in evaluate(figures, known, doubted, frozenset(TOTALS)):
                if outcome.fault in (Fault.DIFFERS, Fault.EXCEEDS) and _told(outcome, what.path, register):
                    continue
                keys = _term_keys(outcome)
                found.append(Recomputed(what, outcome, typed_keys(register, what.path, keys)))
    return tuple(found)


def _told(outcome: Outcome, path: str, register: Register) -> bool:
    """Whether the records already contradict one of the numbers."""
    numbers = (outcome.figure, *outcome.operands)
    return any((path, number.name) in contradicted(register) for number in numbers)


def _term_keys(outcome: Outcome) -> tuple[str | int, ...]:
    if outcome.relation is None or outcome.way < 0:
        return ("数字", outcome.index, "名称")
    return ("数字", outcome.index, "由", outcome.way, outcome.relation.value, outcome.term)


def typed_keys(register: Register, path: str, keys: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The key path as it stands in the file: a list of one may have been written without the list."""
    document = register.documents.get(path)
    data: Any = document.data if document else None
    typed: list[str | int] = []
    for key in keys:
        if isinstance(key, int) and not isinstance(data, list):
            continue
        typed.append(key)
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            data = None
    return tuple(typed)


def amount(value: Decimal | None) -> str:
    """A number as people print it, with thousands commas and its own decimals."""
    if value is None:
        return "—"
    return f"{value:,f}" if value.adjusted() < _LONGEST else f"{value:.3e}"


def wrong_figures(register: Register, code: Code) -> Iterator[Finding]:
    """合计、差、积、其中 that do not hold."""
    for each in recomputed(register):
        outcome, figure = each.outcome, each.outcome.figure
        if outcome.fault is Fault.EXCEEDS:
            whole = outcome.operands[0]
            message = (
                f"“{figure.name}”写 {figure.quantity}，大于它所在的“{whole.name}” {whole.quantity}，"
                f"多 {amount(outcome.difference)}。"
            )
            yield each.object(register, code, message, "“其中”是一部分，不能比整体大；核对这两个数。")
        elif outcome.fault is Fault.TWICE:
            message = f"“{figure.name}”的合计里，“{_term(outcome)}”已经包含在另一项里，加了两次。"
            yield each.object(register, code, message, "从“合计”里去掉这一项；“其中”的数不参加相加。", term=True)
        elif outcome.fault is Fault.DIFFERS and outcome.relation is not Relationship.RATIO:
            how = "按本表" if outcome.relation is Relationship.SAME else f"按“由” {_expression(outcome)} "
            message = (
                f"“{figure.name}”写 {figure.quantity}，{how}重算为 {_shown(outcome)}，相差 {_difference(outcome)}。"
            )
            yield each.object(register, code, message, "核对这个数和算它用的各数，改正写错的那一个。")


def wrong_ratios(register: Register, code: Code) -> Iterator[Finding]:
    """比率 that does not round to what is printed."""
    for each in recomputed(register):
        outcome, figure = each.outcome, each.outcome.figure
        if outcome.fault is Fault.DIFFERS and outcome.relation is Relationship.RATIO:
            message = (
                f"“{figure.name}”写 {figure.quantity}，按“由” {_expression(outcome)} "
                f"重算为 {_shown(outcome)}，相差 {_difference(outcome)}{_unrounded(outcome)}。"
            )
            cure = "改成重算的数，或核对分子、分母；按写出的小数位四舍五入。"
            if figure.quantity.scale == 1 and replace(figure.quantity, scale=100).prints(
                outcome.unrounded or Fraction(0)
            ):
                cure = f"是百分比的，带上 %：{figure.quantity}%。"
            yield each.object(register, code, message, cure)


def mixed_units(register: Register, code: Code) -> Iterator[Finding]:
    """Money added to, or part of, something that is not money."""
    for each in recomputed(register):
        if each.outcome.fault is Fault.UNITS:
            units = dict.fromkeys(n.unit for n in (each.outcome.figure, *each.outcome.operands) if n.unit)
            message = f"“{each.outcome.figure.name}”把单位不同的数放在一起算：{'、'.join(units)}。"
            yield each.object(register, code, message, "核对各数的“单位”；元和万元可以混用，别的不行。")


def unresolved(register: Register, code: Code) -> Iterator[Finding]:
    """Figures that cannot be recomputed at all: names that stand for nothing, twice, or in a ring."""
    for each in recomputed(register):
        outcome, name = each.outcome, each.outcome.figure.name
        if outcome.fault is Fault.REPEATED:
            message = f"名称“{name}”在“数字”里用了两次。"
            yield each.object(register, code, message, "改成不同的名称，别的数字才能引用它。", term=True)
        elif outcome.fault is Fault.UNKNOWN:
            message = f"“{name}”的“由”提到“{outcome.unknown}”，这份记录里没有这个名称的数字，或不止一处。"
            cure = f"检查名称，或在“数字”里补一项：- {{名称: {outcome.unknown}, 值: …}}。"
            yield each.object(register, code, message, cure, term=True)
        elif outcome.fault is Fault.ITSELF:
            message = f"“{name}”的“由”里写了它自己。"
            yield each.object(register, code, message, "换成算它用的别的数的名称。", term=True)
        elif outcome.fault is Fault.CIRCULAR:
            ring = "→".join(f"“{number.name}”" for number in (*outcome.operands, outcome.figure))
            message = f"几个数字互相推算，绕成一圈：{ring}。"
            yield each.object(register, code, message, "其中一个不写“由”，或换一种算法。", term=True)
        elif outcome.fault is Fault.ZERO:
            message = f"“{name}”的分母“{_term(outcome)}”是 0，算不出比率。"
            yield each.object(register, code, message, "没有分母时删去这个比率，只写件数。", term=True)


def _term(outcome: Outcome) -> str:
    number = outcome.operands[outcome.term]
    return number.name or str(number.quantity)


def _expression(outcome: Outcome) -> str:
    sign = _SIGNS.get(outcome.relation, "") if outcome.relation else ""
    shown = [_operand(number, outcome) for number in outcome.operands]
    return sign.join(shown if len(shown) <= _MOST else [*shown[:_MOST], "…"])


def _operand(number: Number, outcome: Outcome) -> str:
    # A unit is shown only where it is not the figure's own: 1.2万元+800元.
    mixed = len({n.money for n in (outcome.figure, *outcome.operands) if n.money}) > 1
    text = f"{number.quantity}{number.unit if mixed and number.money else ''}"
    return f"({text})" if number.quantity.value < 0 else text


def _shown(outcome: Outcome) -> str:
    return f"{amount(outcome.computed)}{outcome.figure.quantity.sign}"


def _difference(outcome: Outcome) -> str:
    unit = {100: " 个百分点", 1000: "‰"}.get(outcome.figure.quantity.scale, "")
    return f"{amount(outcome.difference)}{unit}"


def _unrounded(outcome: Outcome) -> str:
    decimals = outcome.figure.quantity.decimals + 2
    closer = half_up(outcome.unrounded or Fraction(0), decimals)
    if EXACT.compare(closer, outcome.computed or Decimal(0)) == 0:
        return ""
    return f"（未舍入 {amount(closer)}{outcome.figure.quantity.sign}）"
