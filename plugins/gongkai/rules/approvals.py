"""审批: rules that can be kept, posts that somebody holds, steps that two people do, waivers that end."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from gongkai.findings import Cause, Code, Finding, Location, Severity
from gongkai.records import KINDS
from gongkai.records.approvals import BODIES, OTHERS, SETTINGS_KIND, ApprovalRule, Approver, Waiver, rule_of
from gongkai.records.organisation import Organisation
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule

EXPIRED = Code("C126", "expired-waiver", "审批的暂免已到期", cause=Cause.TIME)
UNCLEAR = Code("C127", "unclear-approval-rule", "审批或暂免写得不清楚")
UNKNOWN_POST = Code("C128", "unknown-approval-post", "审批的岗位没有登记", Severity.WARNING)
VACANT = Code("C129", "vacant-approval-post", "审批的岗位没有人在任", Severity.WARNING, Cause.TIME)
NOT_APART = Code("C130", "approval-steps-not-apart", "审批的两步由同一个人做", Severity.WARNING)

_LABELS = (*(kind.label for kind in KINDS), SETTINGS_KIND)


def expired(register: Register, today: date) -> Iterator[Finding]:
    """C126: a waiver that is over is settled, not forgotten."""
    objector = Objector(register, EXPIRED)
    for n, waiver in enumerate(register.policy.policy.waivers):
        if waiver.until < today:
            about = waiver.record or waiver.kind
            message = f"{about}暂免{waiver.step.value}，到 {waiver.until} 为止，已过 {(today - waiver.until).days} 天。"
            cure = f"请{waiver.owner}补办，办完删去这一项；还要免的，重新批准，写新的“自”和“至”。"
            yield objector.at(_place(register, "暂免", n, "至"), message, cure)


def unclear(register: Register, today: date) -> Iterator[Finding]:
    """C127: every rule and waiver is about something that is there, and says it once."""
    yield from _unclear_rules(Objector(register, UNCLEAR))
    yield from _unclear_waivers(Objector(register, UNCLEAR))


def _unclear_rules(objector: Objector) -> Iterator[Finding]:
    register = objector.register
    seen: set[tuple[date, str]] = set()
    for n, rule in enumerate(register.policy.policy.approvals):
        for m, kind in enumerate(rule.kinds):
            place = _place(register, "审批", n, "种类", m)
            if kind not in (*_LABELS, OTHERS):
                yield objector.at(place, f"没有叫“{kind}”的记录种类。", _choices(kind, (*_LABELS, OTHERS)))
            elif (rule.since, kind) in seen:
                message = f"“{kind}”从 {rule.since} 起的审批写了两次，看不出按哪一次。"
                yield objector.at(place, message, "合成一条；后来改的，新的一条写新的“自”。")
            seen.add((rule.since, kind))
        steps = [(step.step, step.by) for step in rule.steps]
        for m, step in enumerate(steps):
            if step in steps[:m]:
                place = _place(register, "审批", n, "步骤", m)
                yield objector.at(place, f"“{rule.steps[m]}”在这一条里写了两次。", "删去一次。")


def _unclear_waivers(objector: Objector) -> Iterator[Finding]:
    register = objector.register
    for n, waiver in enumerate(register.policy.policy.waivers):
        kind = _kind(register, waiver)
        if waiver.kind and waiver.kind not in _LABELS:
            message = f"没有叫“{waiver.kind}”的记录种类。"
            yield objector.at(_place(register, "暂免", n, "种类"), message, _choices(waiver.kind, _LABELS))
        elif waiver.record and kind is None:
            if not register.is_broken(waiver.record):
                near = difflib.get_close_matches(waiver.record, list(register.records), 1, 0.8)
                hint = f"是不是“{near[0]}”？" if near else ""
                cure = f"{hint}写记录的编号，如 finances/canteen-2026-03；免一种的写“种类”。"
                yield objector.at(_place(register, "暂免", n, "编号"), f"没有“{waiver.record}”这条记录。", cure)
        elif kind and not _is_asked(register, kind, waiver):
            message = f"没有规则要{kind}经过{waiver.step.value}，不用暂免。"
            yield objector.at(_place(register, "暂免", n, "步"), message, "检查“步”和“种类”，或删去这一项。")


def _kind(register: Register, waiver: Waiver) -> str | None:
    """The label of the kind that a waiver is about, if there is such a record or kind."""
    if waiver.kind:
        return waiver.kind
    found = register.find(waiver.record) if waiver.record else None
    return found[0].content.label if found else None


def _is_asked(register: Register, kind: str, waiver: Waiver) -> bool:
    rules = (rule_of(register.policy.policy.approvals, kind, day) for day in (waiver.since, waiver.until))
    return any(rule and any(step.step is waiver.step for step in rule.steps) for rule in rules)


def _current(register: Register, today: date) -> Iterator[tuple[int, ApprovalRule]]:
    """The rules in force, and those to come, with their places in the file; nobody mends what held once."""
    rules = register.policy.policy.approvals
    in_force = [rule_of(rules, kind, today) for kind in _LABELS]
    for n, rule in enumerate(rules):
        if rule.since > today or any(rule is each for each in in_force):
            yield n, rule


def unknown_posts(register: Register, today: date) -> Iterator[Finding]:
    """C128: a step is a body's or a post's that the school has named somewhere."""
    objector = Objector(register, UNKNOWN_POST)
    known = _posts(register)
    for n, rule in _current(register, today):
        for m, step in enumerate(rule.steps):
            if step.by not in known:
                message = f"{step.step.value}由“{step.by}”做，四个第一、机构成员和 approvers.yml 里都没有这个岗位。"
                place = _place(register, "审批", n, "步骤", m, "由")
                yield objector.at(place, message, _choices(step.by, known, "照登记的岗位写，或登记到 approvers.yml。"))


def _posts(register: Register) -> tuple[str, ...]:
    accountable = register.school.accountability
    heads = (accountable.party, accountable.executive, accountable.supervisor) if accountable else ()
    declared = (name for each in register.approvers.approvers for name in (each.post, each.body) if name)
    members = (
        post
        for record in register.of(Organisation)
        for post in (record.content.head, *(member.post for member in record.content.members))
    )
    return tuple(dict.fromkeys((*BODIES, *heads, *declared, *members)))


def vacant(register: Register, today: date) -> Iterator[Finding]:
    """C129: where keys and accounts are declared for a post, somebody holds it today."""
    objector = Objector(register, VACANT)
    for n, rule in _current(register, today):
        for m, step in enumerate(rule.steps):
            entries = _holders(register, step.by)
            if entries and not any(each.in_office(today) for each in entries) and rule.since <= today:
                message = f"approvers.yml 里的“{step.by}”，今天（{today}）没有一个在任：谁的{step.step.value}都不算。"
                cure = "在 approvers.yml 里给接任的人另写一项，写上“自”。"
                yield objector.at(_place(register, "审批", n, "步骤", m, "由"), message, cure)


def not_apart(register: Register, today: date) -> Iterator[Finding]:
    """C130: who does one step of a record does not do the next as well."""
    objector = Objector(register, NOT_APART)
    for n, rule in _current(register, today):
        for (_, one), (m, other) in combinations(enumerate(rule.steps), 2):
            if one.step is other.step:
                continue
            place = _place(register, "审批", n, "步骤", m, "由")
            both = f"{one.step.value}和{other.step.value}"
            if one.by == other.by:
                message = f"{both}都由{one.by}做，等于只看了一遍。"
                yield objector.at(place, message, "其中一步换一个岗位；只要一个人看的，只写一步。")
            elif _marks(register, one.by, today) & _marks(register, other.by, today):
                message = f"{both}的“{one.by}”“{other.by}”在 approvers.yml 里登记了同一把钥匙或同一个账号。"
                yield objector.at(place, message, "各用各的钥匙和账号；一人兼两职的，其中一步换一个岗位。")


def _holders(register: Register, name: str) -> tuple[Approver, ...]:
    return tuple(each for each in register.approvers.approvers if each.called(name))


def _marks(register: Register, name: str, today: date) -> frozenset[str]:
    """The keys and accounts of everybody who speaks for a post or body today."""
    holders = [each for each in _holders(register, name) if each.in_office(today)]
    keys = {key for each in holders for key in each.signatures}
    return frozenset(keys | {f"{own.host}:{own.name}".casefold() for each in holders for own in each.accounts})


def _place(register: Register, *keys: str | int) -> Location:
    return register.place(register.settings.get("policy.yml", ""), *keys, value=True)


def _choices(typed: str, known: tuple[str, ...], cure: str = "") -> str:
    near = difflib.get_close_matches(typed, known, 1, 0.5)
    hint = f"是不是“{near[0]}”？" if near else ""
    return hint + (cure or f"可以写：{'、'.join(known)}。")


SUBJECT = "审批"

RULES = (
    Rule(EXPIRED, expired),
    Rule(UNCLEAR, unclear),
    Rule(UNKNOWN_POST, unknown_posts),
    Rule(VACANT, vacant),
    Rule(NOT_APART, not_apart),
)
