"""The school itself: what the catalogue owes, and who answers for it on which basis."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from gongkai.derive.coverage import ItemCoverage, Slot, coverage
from gongkai.findings import Cause, Code, Finding, Severity
from gongkai.records import Audience
from gongkai.records.catalogue import Frequency
from gongkai.records.school import UNKNOWN_SCHOOL
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule

NOT_DISCLOSED = Code("C31", "not-disclosed", "到期没有公开的事项", Severity.WARNING, Cause.TIME)
NOBODY_ANSWERS = Code("C46", "nobody-answers", "责任人、责任部门或依据没有写全", Severity.WARNING)


def not_disclosed(register: Register, today: date) -> Iterator[Finding]:
    """Every matter of the catalogue is disclosed for each of its periods that has fallen due."""
    if register.broken or "catalogue.yml" not in register.settings:
        return
    for found in coverage(register, today, Audience.STAFF):
        for slot in found.missing:
            if not slot.doubtful:
                yield _missing(register, found, slot, today)


def _missing(register: Register, found: ItemCoverage, slot: Slot, today: date) -> Finding:
    row, column = found.position
    path = register.settings["catalogue.yml"]
    place = register.place(path, "目录", row, "事项", column, "名称", value=True)
    due = slot.due.due if slot.due else slot.period.last
    message = (
        f"“{found.name}”{found.item.frequency.value}公开：{slot.period.label}的没有记录，"
        f"应在 {due} 前公开，已过 {slot.days_waiting(today)} 天。"
    )
    cure = f"补上记录，写“目录项: {found.name}”；已有记录的，核对它的“目录项”和期间（日期）。"
    if found.item.frequency is Frequency.MONTHLY:
        cure += "哪几个月可以没有，写进这一项的“豁免月份”。"
    advisory = bool(slot.threshold) and not register.rulings(slot.period.last).adopted(slot.threshold)
    finding = Objector(register, NOT_DISCLOSED).at(place, message, cure, advisory=advisory)
    return replace(finding, field=f"{found.name} {slot.period.label}")


def nobody_answers(register: Register, today: date) -> Iterator[Finding]:
    """The four 第一 are named, and each matter has its basis and a department that exists."""
    objector = Objector(register, NOBODY_ANSWERS)
    path = register.settings.get("school.yml")
    if path and register.school is not UNKNOWN_SCHOOL and register.school.accountability is None:
        message = "没有写四个“第一”。"
        posts = "第一责任人（党组织）、第一执行人（校长）、第一监督人（工会）、第一评价人（教职工）"
        cure = f"写“四个第一:”，下面逐行写{posts}和评价渠道。"
        yield _about(objector, path, ("四个第一",), message, cure, "四个第一")
    path = register.settings.get("catalogue.yml")
    if not path:
        return
    names = [department.name for department in register.school.departments]
    choices = f"可以写：{'、'.join(names)}。" if names else ""
    for row, group in enumerate(register.catalogue.classes):
        for column, item in enumerate(group.items):
            name = f"{group.name}/{item.name}"
            keys = ("目录", row, "事项", column)
            if item.basis is None:
                cure = "加上“依据: 文件或制度的名称”；本校自己定的，写本校的办法。"
                yield _about(objector, path, (*keys, "依据"), f"“{name}”没有写依据。", cure, f"{name} 依据")
            if item.department is None:
                cure = f"加上“责任部门: 部门名称”。{choices}"
                message = f"“{name}”没有写责任部门。"
                yield _about(objector, path, (*keys, "责任部门"), message, cure, f"{name} 责任部门")
            elif names and register.school.department(item.department, today) is None:
                near = difflib.get_close_matches(item.department, names, 1, 0.5)
                hint = f"是不是“{near[0]}”？" if near else choices
                message = f"“{name}”的责任部门写的是“{item.department}”，school.yml 的部门里没有。"
                yield _about(objector, path, (*keys, "责任部门"), message, hint, f"{name} 责任部门")


def _about(objector: Objector, path: str, keys: tuple[str | int, ...], message: str, cure: str, field: str) -> Finding:
    place = objector.register.place(path, *keys, value=True)
    return replace(objector.at(place, message, cure), field=field)


SUBJECT = "公开目录与责任"

RULES = (
    Rule(NOT_DISCLOSED, not_disclosed),
    Rule(NOBODY_ANSWERS, nobody_answers),
)
