"""Acts that come to light with a day on which the board still showed that they had not been done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from gongkai.derive.cases import Case, cases
from gongkai.findings import Finding, Severity
from gongkai.history.closed.accounts import Corrections
from gongkai.history.closed.facts import Fact, changed_facts
from gongkai.history.closed.published import Step, file_name, part
from gongkai.records import ActFile, MainFile
from gongkai.records.agreement import Agreement
from gongkai.records.meeting import Filing, Meeting, Resolution
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Proposal, Review
from gongkai.register import Act, Record, Register
from gongkai.rules.past import AHEAD, BACKDATED

GRACE = timedelta(days=7)
"""How long after its day an act may be entered before anybody asks why: a week, since papers go round."""

_STOPS_A_CLOCK = frozenset(
    {
        (Resolution, "announced_on"),
        (Review, "told_proposer_on"),
        (Meeting, "materials_sent_on"),
        (Meeting, "reported"),
        (Meeting, "filed"),
        (Agreement, "submitted_on"),
    }
)
"""Days that are filled in later, and by which something was done in time or late."""


def objections(step: Step) -> Iterator[Finding]:
    """New acts with a day long before the board showed that they were awaited, or with one that is still to come.

    Such is a day over a week before the last publication; and one that makes in time what, with nothing else
    published, has stood there as overdue for over a week.
    """
    begins = step.new.policy.policy.since
    late: list[Record[Any]] = []
    for identity in step.changed:
        was, now = step.old.records.get(identity), step.new.records.get(identity)
        if now is None or (begins and now.content.day and now.content.day < begins):
            continue
        if was is None:
            late += [now] if _entered_late(step, now) else []
        elif step.shown(identity) is not None or isinstance(now.content, Proposal | Opinion):
            yield from _acts(step, was, now)
            yield from _filled(step, was, now)
    if late:
        many = f"等 {len(late)} 件提案、意见" if len(late) > 1 else ""
        message = f"{late[0].identity} {many}到 {step.on} 才录入，录入时已有答复，答复期限却早已过了。"
        cure = "收到就录入，等待和答复才看得见；补录以前的，不用改动。"
        place = step.place(late[0].identity)
        yield Finding(BACKDATED, place, message, cure, late[0].identity).lowered(Severity.NOTICE)


def _acts(step: Step, was: Record[Any], now: Record[Any]) -> Iterator[Finding]:
    for act in now.acts:
        name = file_name(now, act)
        day = act.content.day
        if day is None or was.act(name) or any(each.content == act.content for each in was.acts):
            continue
        if day > step.on:
            yield from _ahead(step, now, act, day)
        elif day < step.since - GRACE:
            finding = _late(step, now, name, ("日期",), f"{act.content.label} {name} 写的日期", day)
            if finding and _turned(step, now.identity, step.since):
                message = f"{finding.message}那一天公布的是逾期，照这个日期却是按期。"
                finding = replace(finding, message=message, severity=Severity.ERROR)
            if finding:
                yield finding
        elif day < step.on - GRACE and _turned(step, now.identity, step.on - GRACE):
            finding = _late(step, now, name, ("日期",), f"{act.content.label} {name} 写的日期", day)
            if finding:
                said = f"{act.content.label} {name} 写的日期是 {day}，{step.on} 才公布；其间页面上已显示逾期一周多。"
                yield replace(finding, message=said)


def _filled(step: Step, was: Record[Any], now: Record[Any]) -> Iterator[Finding]:
    """Days that were left blank, and are filled with one long past."""
    files: list[tuple[str, MainFile | ActFile, MainFile | ActFile]] = [("", was.content, now.content)]
    for act in now.acts:
        name = file_name(now, act)
        if before := was.act(name):
            files.append((name, before.content, act.content))
    for name, old, new in files:
        for fact in changed_facts(old, new) if type(old) is type(new) else ():
            day = _day(fact)
            if day and day < step.since - GRACE:
                finding = _late(step, now, name, fact.keys, f"{' '.join((name, *fact.labels)).strip()}补填的日期", day)
                if finding:
                    yield finding


def _day(fact: Fact) -> date | None:
    if not fact.added or (fact.owner, fact.name) not in _STOPS_A_CLOCK:
        return None
    value = fact.new.on if isinstance(fact.new, Filing) else fact.new
    return value if isinstance(value, date) else None


def _late(step: Step, now: Record[Any], name: str, keys: tuple[str | int, ...], what: str, day: date) -> Finding | None:
    later = step.later.records.get(now.identity, now)
    if Corrections.of(later, now.audience()).dated(name, day):
        return None
    message = f"{what}是 {day}，{step.since} 公布的页面上还没有这一步。"
    where = f"{name} 日期".strip()
    cure = (
        f"日期写真正做的那一天；那天确实做了、只是补录的，运行 gongkai new correction {now.identity}，"
        f"写 类型: 公布笔误 / 位置: {where} / 原值: 没有登记 / 新值: {day} / 理由: … / 批准: …。"
    )
    identity = f"{now.identity}/{name}" if name else now.identity
    return Finding(BACKDATED, step.place(now.identity, name, keys), message, cure, identity, "日期")


def _ahead(step: Step, now: Record[Any], act: Act[ActFile], day: date) -> Iterator[Finding]:
    name = file_name(now, act)
    today = step.later.records.get(now.identity)
    standing = today.act(name) if today else None
    if standing and standing.content.day and standing.content.day <= step.on:
        return
    message = f"{act.content.label} {name} 在 {step.on} 公布，日期写的却是以后的 {day}。"
    where = f"{name} 日期"
    correction = f"gongkai new correction {now.identity}，写 位置: {where} / 原值: {day} / 新值: …"
    cure = f"日期写真正做的那一天，并运行 {correction}。"
    yield Finding(AHEAD, step.place(now.identity, name, ("日期",)), message, cure, act.identity, "日期")


def _entered_late(step: Step, now: Record[Any]) -> bool:
    """Whether a submission was never shown as waiting: it came with its answer, after the answer was due."""
    if not isinstance(now.content, Proposal | Opinion):
        return False
    case = _case(step.new, now.identity, step.on)
    first = case.rounds[0] if case and case.rounds else None
    return first is not None and first.reply is not None and first.due < step.since - GRACE


def _turned(step: Step, identity: str, day: date) -> bool:
    """Whether what the board showed as overdue on a day would have been in time, if the new acts had been known."""
    was, now = _case(step.old, identity, day), _case(step.new, identity, day)
    if was is None or now is None or not was.overdue_days(day) or was.last is None:
        return False
    same = next((each for each in now.rounds if each.n == was.last.n), None)
    if same is None:
        return False
    return bool(same.in_time) if same.reply else same.due >= day


def _case(register: Register, identity: str, day: date) -> Case | None:
    return next((case for case in cases(part(register, (identity,)), day) if case.record.identity == identity), None)
