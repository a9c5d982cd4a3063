"""The next day on which the board changes by itself: a static site does not forget, it must be built anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.derive.agreements import takes_effect_on
from gongkai.derive.cases import PromiseState, cases
from gongkai.derive.clock import Kind
from gongkai.derive.clocks import clocks
from gongkai.derive.coverage import LONGEST, State, coverage
from gongkai.derive.plans import next_turn
from gongkai.records import Audience
from gongkai.records.agreement import Agreement
from gongkai.records.notice import Notice
from gongkai.records.organisation import Organisation
from gongkai.records.plan import Plan
from gongkai.records.regulation import Regulation
from gongkai.register import Register

ONE_DAY = timedelta(days=1)
_GIVEN = (Kind.SUPPORT, Kind.ANNOUNCEMENT)
"""Clocks of which nothing is said below."""


@dataclass(frozen=True, slots=True, order=True)
class Renewal:
    """A day on which something changes although nobody does anything, and what it is."""

    day: date
    record: str
    reason: str


def next_renewal(register: Register, today: date, audience: Audience) -> Renewal | None:
    """The first such day after today; None when nothing is pending."""
    return min((each for each in _renewals(register, today, audience) if each.day > today), default=None)


def _renewals(register: Register, today: date, audience: Audience) -> Iterator[Renewal]:
    """A last day still counts, so what ends on it changes on the day after."""
    yield from _clocks(register, today)
    for clock in clocks(register, today, audience):
        if clock.is_open and clock.kind in _GIVEN:
            yield Renewal(clock.due + ONE_DAY, clock.record, f"{clock.kind.value}的最后一天已过")
    for identity, record in register.records.items():
        if record.content.audience.width < audience.width:
            continue
        if record.content.published_on:
            yield Renewal(record.content.published_on, identity, "到了发布日期，开始显示")
        if isinstance(record.content, Notice):
            yield Renewal(record.content.first, identity, "公示开始")
            yield Renewal(record.content.last + ONE_DAY, identity, "公示期满，名单撤下")
        elif isinstance(record.content, Organisation):
            last = record.content.tenure.last
            if last and last < date.max:
                yield Renewal(last + ONE_DAY, identity, "届期已满")
        elif isinstance(record.content, Agreement):
            yield from _of_agreement(record.content, identity, register.rulings(today).values.expiry_warning or 0)
        elif isinstance(record.content, Regulation):
            yield from _of_regulation(record.content, identity)
        elif isinstance(record.content, Plan) and (turn := next_turn(record.content, today)):
            yield Renewal(turn, identity, "计划的月份开始或结束")
    for item in coverage(register, today, audience):
        for slot in item.slots:
            if slot.state is State.NOT_YET_DUE and slot.due:
                yield Renewal(slot.due.due + ONE_DAY, "", f"“{item.name}”{slot.period}的公开期限已过")
    for allowed in register.policy.policy.allowed:
        yield Renewal(allowed.until + ONE_DAY, "", "policy.yml 里一项“个人信息例外”到期")


def _of_agreement(content: Agreement, identity: str, warning: int) -> Iterator[Renewal]:
    if begins := takes_effect_on(content):
        yield Renewal(begins, identity, "集体合同生效")
    ahead = min(timedelta(min(warning, LONGEST)), content.expires_on - date.min)
    yield Renewal(content.expires_on - ahead, identity, "集体合同将到期")
    if content.expires_on < date.max:
        yield Renewal(content.expires_on + ONE_DAY, identity, "集体合同到期")


def _of_regulation(content: Regulation, identity: str) -> Iterator[Renewal]:
    yield Renewal(content.holds_from, identity, "制度开始执行")
    if content.trial_until and content.trial_until < date.max:
        yield Renewal(content.trial_until + ONE_DAY, identity, "制度试行期满")
    if content.repealed_on:
        yield Renewal(content.repealed_on, identity, "制度废止")


def _clocks(register: Register, today: date) -> Iterator[Renewal]:
    for case in cases(register, today):
        last = case.last
        if last and not last.reply:
            label = "答复期限已过" if last.n == 1 else "重办期限已过"
            yield Renewal(last.due + ONE_DAY, case.record.identity, label)
            if last.limit > last.due:
                yield Renewal(last.limit + ONE_DAY, case.record.identity, "逾期说明里的新期限已过")
        for promise in case.promises:
            if promise.state is PromiseState.PENDING and case.lead is None:
                yield Renewal(promise.due + ONE_DAY, case.record.identity, "承诺的期限已过")
