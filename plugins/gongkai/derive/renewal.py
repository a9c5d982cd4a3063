"""The next day on which the board changes by itself: a static site does not forget, it must be built anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.derive.cases import PromiseState, cases
from gongkai.derive.coverage import State, coverage
from gongkai.records import Audience
from gongkai.records.notice import Notice
from gongkai.register import Register

ONE_DAY = timedelta(days=1)


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
    for identity, record in register.records.items():
        if record.content.audience.width < audience.width:
            continue
        if record.content.published_on:
            yield Renewal(record.content.published_on, identity, "到了发布日期，开始显示")
        if isinstance(record.content, Notice):
            yield Renewal(record.content.first, identity, "公示开始")
            yield Renewal(record.content.last + ONE_DAY, identity, "公示期满，名单撤下")
    for item in coverage(register, today, audience):
        for slot in item.slots:
            if slot.state is State.NOT_YET_DUE and slot.due:
                yield Renewal(slot.due.due + ONE_DAY, "", f"“{item.name}”{slot.period}的公开期限已过")
    for allowed in register.policy.policy.allowed:
        yield Renewal(allowed.until + ONE_DAY, "", "policy.yml 里一项“个人信息例外”到期")


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
