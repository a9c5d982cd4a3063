"""Categories, delegations and departments are written as in the school's own lists."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from gongkai.findings import Code, Finding
from gongkai.records import ActFile
from gongkai.records.decision import Decision
from gongkai.records.opinion import Opinion, Route
from gongkai.records.proposal import Handover, Proposal, Review, Support
from gongkai.records.school import Department, School
from gongkai.register import Act, Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.dates import date_slips

DICTIONARY = Code("C17", "not-in-dictionary", "类别或部门不在名册里")

_DEPARTMENTS = (
    ("lead", "主办"),
    ("department", "部门"),
    ("responsible", "责任部门"),
    ("origin", "由"),
    ("target", "转"),
)


def dictionary(register: Register, today: date) -> Iterator[Finding]:
    """Categories, delegations and departments are known, departments by the name of that day."""
    objector = Objector(register, DICTIONARY)
    for record in register.of(Proposal):
        yield from _categories(objector, record)
        yield from _delegations(objector, record)
    if register.school.departments:
        always = {department.name for department in register.school.departments if department.since is None}
        for each in register.records.values():
            for what, keys, name, day in _named_departments(each):
                if name not in always:
                    yield from _known(objector, each, what, keys, name, day, today)
        for record in register.of(Proposal):
            yield from _strangers(objector, record)


def _categories(objector: Objector, record: Record[Proposal]) -> Iterator[Finding]:
    day = record.content.submitted_on
    categories = objector.register.rulings(day).values.categories
    category = record.content.category
    if categories and category not in categories:
        message = f"“{category}”不在提案类别里。"
        cure = _choose(category, categories)
        yield objector.about(record, ("类别",), message, cure, threshold="categories", on=day)


def _delegations(objector: Objector, record: Record[Proposal]) -> Iterator[Finding]:
    known = objector.register.school.delegations
    if not known:
        return
    people: list[tuple[tuple[str | int, ...], str]] = [(("提案人",), record.content.proposer.delegation)]
    for index, person in enumerate(record.content.seconders):
        people.append((("附议人", index), person.delegation))
    for keys, delegation in people:
        if delegation not in known:
            message = f"“{delegation}”不在学校的代表团名册里。"
            yield objector.about(record, (*keys, "代表团"), message, _choose(delegation, known))


def _named_departments(
    record: Record[Any],
) -> Iterator[tuple[Record[Any] | Act[Any], tuple[str | int, ...], str, date | None]]:
    content = record.content
    kind = type(content)
    handling = content.handling if kind is Opinion else None
    if handling and handling.route is Route.ASSIGNED and handling.receiver:
        yield record, ("处理", "接收"), handling.receiver, handling.on
    if kind is Decision:
        yield record, ("责任部门",), content.responsible, content.day
    for act in record.acts:
        written: Any = act.content
        day = written.day or content.day
        for name, label in _keys_of(type(act.content)):
            if value := getattr(written, name):
                yield act, (label,), value, day
        if type(written) is Review:
            for index, support in enumerate(written.support):
                yield act, ("协办", index), support, day


@cache
def _keys_of(kind: type[ActFile]) -> tuple[tuple[str, str], ...]:
    """The keys of an act that name a department."""
    return tuple((name, label) for name, label in _DEPARTMENTS if name in kind.model_fields)


def _known(
    objector: Objector,
    record: Record[Any],
    what: Record[Any] | Act[Any],
    keys: tuple[str | int, ...],
    name: str,
    day: date | None,
    today: date,
) -> Iterator[Finding]:
    school = objector.register.school
    if school.department(name, day):
        return
    renamed = next((department for department in school.departments if department.was_ever(name)), None)
    if renamed is None:
        names = [department.name for department in school.departments]
        message = f"“{name}”不在学校的部门名册里。"
        yield objector.about(what, keys, message, f"{_choose(name, names)}新部门先登记到 school.yml。")
    elif not date_slips(record, today):
        right = _name_on(renamed, day)
        cure = f"写“{right}”；改名的日子有误的，改 school.yml。"
        yield objector.about(what, keys, f"{day} 这一天，“{name}”用的是另一个名称。", cure)


def _strangers(objector: Objector, record: Record[Proposal]) -> Iterator[Finding]:
    """A supporting opinion comes from a supporting department; only the lead department hands over."""
    review = record.one(Review)
    if review is None:
        return
    school = objector.register.school
    supporting = review.content.support
    for support in record.all(Support):
        name = support.content.department
        if supporting and _is_another(school, name, supporting):
            message = f"“{name}”不是审查写的协办部门。"
            cure = f"可以写：{'、'.join(supporting)}；审查漏写了协办的，补在 review.md 里。"
            yield objector.about(support, ("部门",), message, cure)
    lead = review.content.lead
    for handover in record.all(Handover):
        origin = handover.content.origin
        if lead and _is_another(school, origin, (lead,)):
            message = f"“{origin}”不是当时的主办部门。"
            yield objector.about(handover, ("由",), message, f"写“由: {lead}”；主办写错的，改审查或前一次改办。")
        lead = handover.content.target


def _is_another(school: School, name: str, expected: Sequence[str]) -> bool:
    """Whether a known department is none of those expected, whatever each is called by then."""
    department = next((each for each in school.departments if each.was_ever(name)), None)
    if department is None:
        return False
    unknown = any(not any(each.was_ever(other) for each in school.departments) for other in expected)
    return not unknown and not any(department.was_ever(other) for other in expected)


def _name_on(department: Department, day: date | None) -> str:
    names = (department.name, *(former.name for former in department.former))
    return next((name for name in names if department.called(name, day)), department.name)


def _choose(written: str, known: Sequence[str]) -> str:
    bare = re.sub(r"\s", "", written)
    near = [bare] if bare in known else difflib.get_close_matches(bare, known, 1, 0.5)
    return f"是不是“{near[0]}”？" if near else f"可以写：{'、'.join(known)}。"


SUBJECT = "提案"

RULES = (Rule(DICTIONARY, dictionary),)
