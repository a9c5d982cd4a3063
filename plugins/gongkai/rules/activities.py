"""Activities of the union: planned beforehand, for most of the members, with prizes of a decent size."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from gongkai.derive.sums import activity_breaks
from gongkai.findings import Code, Finding, Severity
from gongkai.records.activity import Activity
from gongkai.records.policy import share_text
from gongkai.register import Record, Register
from gongkai.rules.base import Objector, Rule

OFF_RULES = Code("C87", "activity-off-rules", "活动与本校的活动办法不一致", Severity.WARNING)


def off_rules(register: Register, _today: date) -> Iterator[Finding]:
    """Each activity follows the school's own rules for activities."""
    objector = Objector(register, OFF_RULES)
    for record in register.of(Activity):
        wrong = {found.keys[0] for found in activity_breaks(record.content)}
        yield from _plan(objector, record)
        if "参加人数" not in wrong:
            yield from _turnout(objector, record)
        if "奖品总额" not in wrong:
            yield from _prizes(objector, record)


def _plan(objector: Objector, record: Record[Activity]) -> Iterator[Finding]:
    content = record.content
    planned, held = content.planned_on, content.held_on
    if not objector.register.rulings(held).values.activity_planned or (planned and planned < held):
        return
    if planned:
        message = f"计划日期 {planned} 不早于活动日期 {held}。"
        cure = "核对两个日期；计划写报批的那天。"
    else:
        message = "没有写计划日期，看不出是先报计划后活动。"
        cure = "写“计划日期: 计划报批的日期”。"
    yield objector.about(record, ("计划日期",), message, cure, threshold="activity_planned", on=held)


def _turnout(objector: Objector, record: Record[Activity]) -> Iterator[Finding]:
    content = record.content
    share = objector.register.rulings(content.held_on).values.activity_share
    if share is None or not content.members or Fraction(content.joined, content.members) >= Fraction(*share):
        return
    needed = -(-content.members * share[0] // share[1])
    whose = objector.whose("activity_share", content.held_on)
    message = (
        f"会员 {content.members} 人，参加 {content.joined} 人；{whose}参与面不低于 {share_text(share)}，"
        f"至少 {needed} 人，差 {needed - content.joined} 人。"
    )
    cure = "核对签到人数；只面向一部分会员的活动，“会员数”写那一部分的人数。"
    yield objector.about(record, ("参加人数",), message, cure, threshold="activity_share", on=content.held_on)


def _prizes(objector: Objector, record: Record[Activity]) -> Iterator[Finding]:
    content = record.content
    limits = objector.register.rulings(content.held_on).values.activity_prizes
    if limits is None or not content.prizes:
        return  # an activity may well do without prizes
    over = limits.highest is not None and content.prizes > limits.highest
    if not over and (limits.lowest is None or content.prizes >= limits.lowest):
        return
    whose = objector.whose("activity_prizes", content.held_on)
    message = f"奖品总额 {content.prizes:,f} 元，{'高' if over else '低'}于{whose}的范围（{limits}）。"
    cure = "核对奖品和纪念品的总额；办法改了的，改 policy.yml 的“活动奖品”。"
    yield objector.about(record, ("奖品总额",), message, cure, threshold="activity_prizes", on=content.held_on)


SUBJECT = "慰问、活动、资产与评议"

RULES = (Rule(OFF_RULES, off_rules),)
