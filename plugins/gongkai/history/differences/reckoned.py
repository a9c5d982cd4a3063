"""What a record comes to, by the functions its page uses: totals, verdicts, how it stands, its clocks.

Only what a record needs is reckoned: itself, the record it is answered with, its series. Without a day
nothing is late yet, and no clock is called overdue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from gongkai.derive import school_clocks, submission_clocks
from gongkai.derive.cases import opinion_case, proposal_case
from gongkai.derive.clock import Clock, Kind, Step
from gongkai.derive.exact import EXACT, half_up
from gongkai.derive.figures import evaluate
from gongkai.derive.margins import cumulative, of_period
from gongkai.derive.names import numbers
from gongkai.derive.rates import own_promises
from gongkai.derive.relations import Number, Relationship
from gongkai.derive.series import Entry, by_identity, stem
from gongkai.derive.statements import examine
from gongkai.derive.tables import Amount
from gongkai.derive.votes import Tally, tally
from gongkai.once import once
from gongkai.records import Audience, MainFile
from gongkai.records.agreement import Agreement
from gongkai.records.asset import Asset
from gongkai.records.fields import Quantity
from gongkai.records.finance import Category, Finance, is_percentage
from gongkai.records.meeting import Meeting, Resolution
from gongkai.records.notice import Notice
from gongkai.records.opinion import Opinion
from gongkai.records.organisation import Organisation
from gongkai.records.proposal import Proposal, Review
from gongkai.records.welfare import Welfare
from gongkai.register import Record, Register, frozen
from gongkai.render.templates import day, money


@dataclass(frozen=True, slots=True)
class Told:
    """A computed figure in words; of a clock its last day, and whether it still runs."""

    text: str
    due: date | None = None
    runs: bool = False


Named = Iterator[tuple[str, Told]]
Source = Callable[[Any, Register, date | None], Named]


def reckoned(record: Record[MainFile], register: Register, today: date | None) -> Mapping[str, Told]:
    """Every computed figure of a record by its name."""
    found: dict[str, Told] = {}
    for source in (*_SOURCES.get(type(record.content), ()), _figures):
        for name, told in source(record, register, today):
            found.setdefault(name, told)
    return found


def leads(record: Record[Any]) -> tuple[str, ...]:
    """The identities of the records in whose replies a submission may be answered."""
    review = record.one(Review)
    handling = record.content.handling if isinstance(record.content, Opinion) else None
    named = (review.content.merged_into if review else None, handling.joined_to if handling else None)
    return tuple(identity for identity in named if identity)


def _with(register: Register, records: Iterable[Record[Any]]) -> Register:
    """A register of these records alone, under the same rules."""
    return replace(register, records=frozen({each.identity: each for each in records}))


def _case(record: Record[Any], register: Register, today: date | None) -> Named:
    of_record = proposal_case if isinstance(record.content, Proposal) else opinion_case
    case = of_record(record, register, today or date.min)
    yield "办理去向", Told(case.route)
    if case.department:
        yield "承办部门", Told(case.department)
    yield "办理状态", Told(case.process.value)
    if case.outcome:
        yield "办理结果", Told(case.outcome.value)
    for promise in own_promises(case):
        late = f" {promise.days_late} 天" if promise.days_late else ""
        yield f"{_ask(*promise.ask)} 的承诺", Told(promise.state.value + late)


def _ask(number: str, ask: int) -> str:
    return f"建议 {number + '/' if number else ''}{ask}" if ask else "答复"


def _submission_clocks(record: Record[Any], register: Register, today: date | None) -> Named:
    lead = (register.records.get(identity) for identity in leads(record))
    small = _with(register, (record, *(each for each in lead if each)))
    sources = (
        submission_clocks.answers,
        submission_clocks.supports,
        submission_clocks.returns,
        submission_clocks.promises,
    )
    yield from _clocks(record, (clock for source in sources for clock in source(small, *_seen(today))), today)


def _seen(today: date | None) -> tuple[date, Audience]:
    """By when clocks are looked at: without a day, when all have begun."""
    return today or date.max, Audience.PUBLIC


def _announcements(record: Record[Any], register: Register, today: date | None) -> Named:
    yield from _clocks(record, school_clocks.announcements(_with(register, (record,)), *_seen(today)), today)


def _notice(record: Record[Any], register: Register, today: date | None) -> Named:
    yield from _clocks(record, school_clocks.notices(_with(register, (record,)), *_seen(today)), today)


def _agreement(record: Record[Any], register: Register, today: date | None) -> Named:
    # One that renews another ends the other's clock.
    all_of_them = _with(register, register.of(Agreement))
    yield from _clocks(record, school_clocks.agreements(all_of_them, *_seen(today)), today)


def _tenure(record: Record[Any], register: Register, today: date | None) -> Named:
    # The next body in office ends the clock of the one before.
    all_of_them = _with(register, register.of(Organisation))
    yield from _clocks(record, school_clocks.tenures(all_of_them, *_seen(today)), today)


_CLOCKS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.ANSWER: "答复期限",
        Kind.AGAIN: "{}期限",
        Kind.SUPPORT: "{}期限",
        Kind.RETURN: "{}期限",
        Kind.OPINION: "答复期限",
        Kind.PROMISE: "{} 的承诺期限",
        Kind.NOTICE: "公示期满",
        Kind.ANNOUNCEMENT: "“{}”公布期限",
        Kind.AGREEMENT: "合同到期",
        Kind.TERM: "届期届满",
    }
)


def _clocks(record: Record[Any], clocks: Iterable[Clock], today: date | None) -> Named:
    for clock in clocks:
        if clock.record != record.identity:
            continue
        # A notice ends by its day alone, and without a day nobody knows whether it has come.
        met_on = clock.met_on if today or clock.kind is not Kind.NOTICE else None
        if met_on:
            late = (met_on - clock.due).days
            state = f"，{day(met_on)}完成，" + (f"迟 {late} 天" if late > 0 else "按时")
        else:
            state = f"，{clock.step.value}" if today and clock.step is not Step.RUNNING else ""
        yield _CLOCKS[clock.kind].format(clock.about), Told(day(clock.due) + state, clock.due, runs=not met_on)


def _statement(record: Record[Finance], register: Register, today: date | None) -> Named:
    entry = _entry(record, register)
    content, statement = record.content, entry.statement
    unit = content.unit.value
    for name, table in (("收入合计", statement.income), ("支出合计", statement.expense)):
        if not table.empty:
            yield from _amounts(name, statement.columns, table.total, unit)
    if not (statement.income.empty and statement.expense.empty):
        yield from _amounts("结余", statement.columns, statement.balance, unit)
    if statement.closing is not None:
        yield from _amounts("期末", ("",), (statement.closing,), unit)
    for source, table in zip(content.tables, statement.tables, strict=True):
        yield from _amounts(f"{source.name}合计", table.columns, table.total, (source.unit or content.unit).value)
    if content.canteen:
        for name, margin in (("本期盈亏率", of_period(entry)), ("学期累计盈亏率", cumulative(entry, register.terms))):
            if margin is not None:
                yield name, Told(f"{money(half_up(margin * 100, 2))}%")


def _entry(record: Record[Finance], register: Register) -> Entry:
    content = record.content
    if content.category is not Category.CANTEEN:
        return Entry(record, examine(content, register.rulings(content.day).values.carry_is_income))
    return _canteens(register, stem(record.number), content.period.last.year)[record.identity]


@once
def _canteens(register: Register, series: str, year: int) -> Mapping[str, Entry]:
    """The statements of a canteen of that year and the one before: no term's margin reaches further back."""
    near = (
        each
        for each in register.of(Finance)
        if each.content.category is Category.CANTEEN
        and year - 1 <= each.content.period.last.year <= year
        and stem(each.number) == series
    )
    return by_identity(_with(register, near))


def _amounts(name: str, columns: tuple[str, ...], amounts: tuple[Amount, ...], unit: str) -> Named:
    for column, amount in zip(columns, amounts, strict=True):
        if amount.known and not is_percentage(column):
            words = f"{money(amount.value)} {unit}" if amount.value is not None else money(None)
            yield f"{name}（{column}）" if len(columns) > 1 else name, Told(words)


def _votes(record: Record[Meeting], register: Register, today: date | None) -> Named:
    for act in record.all(Resolution):
        if counted := tally(record, act, register.rulings(record.content.held_on)):
            yield f"“{act.content.subject}”的表决结论", Told(_verdict(counted))


def _verdict(counted: Tally) -> str:
    outcome = counted.outcome
    if outcome is None:
        return "票数对不上，不能重算" if counted.breaks else "缺少数字，不能重算"
    return f"{'通过' if outcome.passed else '未通过'}（须 {outcome.needed} 票，得 {outcome.got} 票）"


def _reliefs(record: Record[Welfare], register: Register, today: date | None) -> Named:
    lines = record.content.reliefs
    if lines:
        yield "人次合计", Told(f"{sum(line.cases for line in lines):,} 人次")
        yield "金额合计", Told(f"{money(_sum(line.amount for line in lines))} 元")


def _owned(record: Record[Asset], register: Register, today: date | None) -> Named:
    yield "数量合计", Told(f"{record.content.pieces:,}")
    yield "金额合计", Told(f"{money(record.content.value)} 元")


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for amount in amounts:
        total = EXACT.add(total, amount)
    return total


def _figures(record: Record[Any], register: Register, today: date | None) -> Named:
    """数字 as they follow from the others; what is only part of another follows from nothing."""
    for file in record.files:
        figures = file.content.figures
        if not any(figure.follows for figure in figures):
            continue
        known: dict[str, Number] = {}
        if isinstance(file.content, Finance):
            known = numbers(_entry(record, register).statement)
        for outcome in evaluate(figures, known):
            if outcome.computed is None or outcome.relation in (Relationship.PART, Relationship.SAME):
                continue
            figure = outcome.figure
            quantity = Quantity(outcome.computed, figure.quantity.decimals, figure.quantity.scale)
            yield f"“{figure.name}”重算", Told(f"{quantity}{' ' + figure.unit if figure.unit else ''}")


_SOURCES: Mapping[type[MainFile], tuple[Source, ...]] = MappingProxyType(
    {
        Proposal: (_case, _submission_clocks),
        Opinion: (_case, _submission_clocks),
        Finance: (_statement,),
        Meeting: (_votes, _announcements),
        Notice: (_notice,),
        Agreement: (_agreement,),
        Organisation: (_tenure,),
        Welfare: (_reliefs,),
        Asset: (_owned,),
    }
)
