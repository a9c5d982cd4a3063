"""材料备案: every paper that the school has filed carries its own number and a day that can be right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.derive.paper_filings import exists_from, is_to_come, is_well_formed, owes_number, repeated
from gongkai.findings import Code, Finding, Severity
from gongkai.records import KINDS, Audience
from gongkai.register import Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.judging import judged_on

NOT_FILED = Code("C102", "not-filed", "缺材料备案号", Severity.WARNING)
WRONG_FILING = Code("C103", "wrong-filing", "材料备案写得不对")


def not_filed(register: Register, today: date) -> Iterator[Finding]:
    """A disclosed paper of a kind that the school has filed (备案种类) carries number and day."""
    objector = Objector(register, NOT_FILED)
    for record in register.records.values():
        content = record.content
        on = judged_on(record)
        kinds = register.rulings(on).values.filed_kinds
        if not kinds or not owes_number(content, kinds):
            continue
        if content.audience is Audience.WITHHELD or is_to_come(content, today):
            continue
        if content.filing_number is None and content.filed_on is None:
            message = f"{content.label}公开前要在公开材料登记簿上备案，这里没有材料备案号。"
            cure = "到登记簿上编号，写“备案号: ”和“备案日期: ”；会议报上级的备案写在“会后备案”，不写在这里。"
            yield objector.about(record, ("备案号",), message, cure, threshold="filed_kinds", on=on)
        elif content.filing_number is None:
            message = "写了备案日期，没有写材料备案号。"
            yield objector.about(
                record, ("备案日期",), message, "照登记簿补上“备案号: ”。", threshold="filed_kinds", on=on
            )
        elif content.filed_on is None:
            message = f"材料备案号“{content.filing_number}”没有写备案日期。"
            yield objector.about(
                record, ("备案号",), message, "照登记簿补上“备案日期: ”。", threshold="filed_kinds", on=on
            )


def wrong_filing(register: Register, today: date) -> Iterator[Finding]:
    """No two papers share a number; a number follows the school's form; a paper is filed once it can exist."""
    objector = Objector(register, WRONG_FILING)
    taken = set()
    for each in repeated(register):
        taken.add(each.record.identity)
        message = f"材料备案号“{each.record.content.filing_number}”已经用在 {each.first.identity} 上。"
        cure = "一份材料一个号：照登记簿改正其中一个。"
        yield objector.about(each.record, ("备案号",), message, cure)
    for record in register.records.values():
        if record.content.filing_number and record.identity not in taken:
            yield from _form(objector, record)
        if record.content.filed_on:
            yield from _day(objector, record, today)
    yield from _kinds(objector)


def _kinds(objector: Objector) -> Iterator[Finding]:
    """备案种类 names kinds of record."""
    path = objector.register.settings.get("policy.yml", "")
    known = {name for kind in KINDS for name in (kind.label, kind.folder)}
    for n, entry in enumerate(objector.register.policy.policy.adopted):
        for m, name in enumerate(entry.thresholds.filed_kinds or ()):
            if name not in known:
                place = objector.register.place(path, "采用", n, "阈值", "备案种类", m, value=True)
                choices = "、".join(kind.label for kind in KINDS)
                yield objector.at(place, f"没有叫“{name}”的记录种类。", f"可以写：{choices}。")


def _form(objector: Objector, record: Record[Any]) -> Iterator[Finding]:
    number, on = record.content.filing_number, judged_on(record)
    pattern = objector.register.rulings(on).values.filing_format
    if pattern and not is_well_formed(number, pattern):
        message = f"材料备案号“{number}”不合本校的备案号格式。"
        cure = "照登记簿改写；格式见 policy.yml 的“备案号格式”。"
        yield objector.about(record, ("备案号",), message, cure, threshold="filing_format", on=on)


def _day(objector: Objector, record: Record[Any], today: date) -> Iterator[Finding]:
    filed = record.content.filed_on
    earliest = exists_from(record.content)
    if filed > today:
        message = f"备案日期 {filed} 在今天（{today}）以后。"
        yield objector.about(record, ("备案日期",), message, "写实际备案的日期；还没有备案的先不写。")
    elif earliest and filed < earliest:
        message = f"备案日期 {filed} 早于这份材料所说的 {earliest}，那时还没有这份材料。"
        yield objector.about(record, ("备案日期",), message, "对照登记簿，检查备案日期和期间（日期）哪一个写错了。")


SUBJECT = "公开目录与责任"

RULES = (
    Rule(NOT_FILED, not_filed),
    Rule(WRONG_FILING, wrong_filing),
)
