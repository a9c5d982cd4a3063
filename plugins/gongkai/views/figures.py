"""数字: each printed figure beside how it follows from others, recomputed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.derive.exact import half_up
from gongkai.derive.figures import Fault, Number, Outcome, Relationship, evaluate
from gongkai.records import ActFile, MainFile
from gongkai.records.numbers import NamedFigure
from gongkai.register import Record
from gongkai.render.icons import Chip, chip

_SIGNS = {
    Relationship.SUM: " ＋ ",
    Relationship.PRODUCT: " × ",
    Relationship.DIFFERENCE: " − ",
    Relationship.RATIO: " ÷ ",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a figure follows, as a line of arithmetic, and what came of recomputing it."""

    words: str
    state: Chip | None


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as printed."""

    name: str
    value: str
    unit: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The figures of one file of a record; `title` is empty for the main file."""

    title: str
    rows: tuple[Row, ...]


def sheets(
    record: Record[MainFile], known: Mapping[str, Number] | None = None, doubted: frozenset[str] = frozenset()
) -> tuple[Sheet, ...]:
    """The figures of a record and of its acts; `known` are numbers that those of the main file may name."""
    own = (Sheet("", rows(record.content.figures, known, doubted)),) if record.content.figures else ()
    acts = (act for act in record.acts if act.content.figures)
    return (*own, *(Sheet(_title(act.content, act.n), rows(act.content.figures)) for act in acts))


def _title(content: ActFile, n: int) -> str:
    return f"{content.label}{n or ''}"


def rows(
    figures: tuple[NamedFigure, ...],
    known: Mapping[str, Number] | None = None,
    doubted: frozenset[str] = frozenset(),
) -> tuple[Row, ...]:
    """Each figure with every way in which it follows."""
    outcomes = evaluate(figures, known or {}, doubted)
    return tuple(
        Row(
            figure.name,
            shown(str(figure.value)),
            figure.unit or "",
            tuple(_ways(outcome for outcome in outcomes if outcome.index == index)),
        )
        for index, figure in enumerate(figures)
    )


def shown(number: str) -> str:
    """A number with a minus sign instead of a hyphen."""
    return number.replace("-", "−")


def _ways(outcomes: Iterator[Outcome]) -> Iterator[Way]:
    for outcome in outcomes:
        if outcome.relation is None:
            continue
        if not outcome.operands:  # it names what does not exist, or itself; an old record may stay so
            yield Way(f"由“{outcome.unknown or outcome.figure.name}”得出，这里没有这个数字", None)
            continue
        yield Way(_arithmetic(outcome), _state(outcome))


def _arithmetic(outcome: Outcome) -> str:
    terms = tuple(_term(operand) for operand in outcome.operands)
    if outcome.relation is Relationship.PART:
        return f"是 {terms[0]} 的一部分"
    line = _SIGNS[outcome.relation or Relationship.SUM].join(terms)
    if outcome.computed is None:
        return line
    sign = outcome.figure.quantity.sign
    result = f"{outcome.computed:,f}"
    if outcome.unrounded is not None and outcome.relation in (Relationship.RATIO, Relationship.PRODUCT):
        finer = half_up(outcome.unrounded, outcome.figure.quantity.decimals + 2)
        if finer != outcome.computed:
            return f"{line} ＝ {shown(_plain(finer))}{sign}，四舍五入 {shown(result)}{sign}"
    return f"{line} ＝ {shown(result)}{sign}"


def _plain(value: Decimal) -> str:
    return f"{value:,f}"


def _term(number: Number) -> str:
    value = shown(str(number.quantity))
    return f"{number.name} {value}" if number.name else value


def _state(outcome: Outcome) -> Chip | None:
    if outcome.fault in (Fault.DIFFERS, Fault.EXCEEDS):
        return chip("published-late", "与重算不一致")
    return chip("in-time", "重算一致") if outcome.judged and outcome.fault is None else None
