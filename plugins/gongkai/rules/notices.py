"""Notices: long enough, open to objection, followed by a result, and lawful in naming people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.school_clocks import required as requirement
from gongkai.findings import Cause, Code, Finding, Severity
from gongkai.records.notice import Notice
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule
from gongkai.workdays import Unit, is_known_year, period_days

PERIOD_TOO_SHORT = Code("C43", "notice-too-short", "公示期不够长")
NO_OBJECTION_CHANNEL = Code("C61", "no-objection-channel", "公示没有写怎样提出异议")
NO_OUTCOME = Code("C62", "no-outcome", "公示期满没有写结果", Severity.WARNING, Cause.TIME)
NAMES_WITHOUT_BASIS = Code("C63", "names-without-basis", "公示名单没有写公开个人信息的依据")
NAMES_KEPT = Code("C44", "expired-names-kept", "公示期满，名单还留在文件里", Severity.NOTICE, Cause.TIME)

SEE_SCHOOL = "见学校渠道"
ALWAYS_LONG_ENOUGH = 3660
"""Days after which nobody counts working days one by one: a notice “until 9999-12-31”."""


def period_too_short(register: Register, _today: date) -> Iterator[Finding]:
    """A notice stands as long as the school requires for its matter, both its ends counted."""
    objector = Objector(register, PERIOD_TOO_SHORT)
    for record in register.of(Notice):
        content = record.content
        if content.last < content.first:
            message = f"最后一天 {content.last} 比第一天 {content.first} 早。"
            yield objector.about(record, ("止",), message, "核对日期：“起”写第一天，“止”写最后一天。")
            continue
        required = requirement(register, content)
        if required is None or (content.last - content.first).days >= ALWAYS_LONG_ENOUGH:
            continue
        length = period_days(content.first, content.last, required.unit)
        if length >= required.count:
            continue
        unit = required.unit.value
        whose = objector.whose("notice_days", content.first)
        message = (
            f"公示期 {length} 个{unit}（{content.first} 至 {content.last}，首尾都算）；"
            f"{whose}“{required.matter}”至少 {required.count} 个{unit}，差 {required.count - length} 个。"
        )
        cure = "把“止”推迟，或核对“起”“事由”；已经按短期公示过的，补足天数后再改“止”。"
        found = objector.about(record, ("止",), message, cure, threshold="notice_days", on=content.first)
        # The holidays of an unknown year are a guess (暂定), and a guess stops nothing.
        guessed = required.unit is not Unit.natural and not is_known_year(content.last.year)
        yield found.lowered(Severity.WARNING) if guessed else found


def no_objection_channel(register: Register, _today: date) -> Iterator[Finding]:
    """A notice says to whom and how to object, with a number that exists."""
    objector = Objector(register, NO_OBJECTION_CHANNEL)
    has_phone = any(channel.phone for channel in register.school.channels)
    for record in register.of(Notice):
        objection = record.content.objection
        if objection is None:
            message = "公示没有写异议的受理部门和电话。"
            cure = f"写“异议: {{受理: 部门或岗位, 电话: {SEE_SCHOOL}}}”。"
            yield objector.about(record, ("异议",), message, cure)
        elif objection.phone == SEE_SCHOOL and not has_phone and "school.yml" in register.settings:
            message = f"异议电话写的是“{SEE_SCHOOL}”，school.yml 的渠道里没有电话。"
            cure = "在 school.yml 的“渠道”里登记监督电话，如 - {名称: 监督电话, 电话: 0599-5550123}。"
            yield objector.about(record, ("异议", "电话"), message, cure)


def no_outcome(register: Register, today: date) -> Iterator[Finding]:
    """A notice whose period is over says what came of it."""
    objector = Objector(register, NO_OUTCOME)
    for record in register.of(Notice):
        content = record.content
        if content.first <= content.last < today and content.outcome is None:
            message = f"公示期 {content.last} 已满，还没有写结果。"
            cure = "写“结果: 无异议”“结果: 待批复”，或结果记录的编号；不写姓名。"
            yield objector.about(record, ("结果",), message, cure)


def names_without_basis(register: Register, _today: date) -> Iterator[Finding]:
    """Names are published only on a stated ground."""
    objector = Objector(register, NAMES_WITHOUT_BASIS)
    for record in register.of(Notice):
        if record.content.names and record.content.personal_basis is None:
            message = "有名单，没有写公开个人信息依据。"
            cure = "写“公开个人信息依据: 哪份办法要求公示，或本人已单独同意”；没有依据的，删去名单。"
            yield objector.about(record, ("名单",), message, cure, value=False)


def names_kept(register: Register, today: date) -> Iterator[Finding]:
    """Names whose period is over have left every page; beyond the grace they should leave the files too."""
    objector = Objector(register, NAMES_KEPT)
    grace = register.rulings(today).values.takedown_grace
    if grace is None:
        return
    for record in register.of(Notice):
        content = record.content
        days = (today - content.last).days
        if content.names and content.first <= content.last and days > grace:
            message = f"公示期满已 {days} 天，名单已经从各处页面撤下，仍留在这个文件里。"
            cure = "删去“名单”，保留“公开个人信息依据”；需要留存的名单，交档案室保管纸质件。"
            yield objector.about(record, ("名单",), message, cure, value=False, threshold="takedown_grace", on=today)


SUBJECT = "公示"

RULES = (
    Rule(PERIOD_TOO_SHORT, period_too_short),
    Rule(NO_OBJECTION_CHANNEL, no_objection_channel),
    Rule(NO_OUTCOME, no_outcome),
    Rule(NAMES_WITHOUT_BASIS, names_without_basis),
    Rule(NAMES_KEPT, names_kept),
)
