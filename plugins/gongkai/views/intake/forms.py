"""What the two forms ask: each control drawn from the declaration of a field, with what helps to fill it in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import BaseModel

from gongkai.records import MainFile
from gongkai.records.declarations import Declared, declared
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Person, Proposal
from gongkai.register import Register

MORE_PEOPLE = 4
MOST_ASKS = 10
LONGEST_LINE = 60
LONGEST_NAME = 20
LONGEST_ASK = 400
LONGEST_TEXT = 3000
YES_NO = ("是", "否")


@dataclass(frozen=True, slots=True)
class Control:
    """One question: `path` is where its answer goes in the record, `sort` how it is asked.

    `outside` is what the school is told beside the record, for no file holds it.
    """

    path: str
    ident: str
    label: str
    hint: str
    sort: str
    required: bool
    options: tuple[str, ...] = ()
    limit: int = 0
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Questions about one person, or the rows of a list; `spare` rows stay away until they are asked for."""

    legend: str
    ident: str
    hint: str
    rows: tuple[tuple[Control, ...], ...]
    spare: int = 0
    more: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form with its questions in the order in which people answer them."""

    kind: type[MainFile]
    person: type[BaseModel] | None
    address: str
    title: str
    heading: str
    description: str
    lead: str
    parts: tuple[Control | Group, ...]

    @property
    def controls(self) -> Iterator[Control]:
        """Every question, those of groups too."""
        for part in self.parts:
            if isinstance(part, Control):
                yield part
            else:
                yield from (control for row in part.rows for control in row)


def _field(model: type[BaseModel], name: str) -> Declared:
    return next(field for field in declared(model) if field.name == name)


def _control(model: type[BaseModel], name: str, sort: str, hint: str = "", **more: Any) -> Control:
    """A question about a field in the words of its declaration, and what else helps a stranger to answer it."""
    field = _field(model, name)
    said = "。".join(part for part in (field.meaning, hint) if part)
    made = Control(field.label, name.replace("_", "-"), field.label, said, sort, field.required, field.choices)
    return replace(made, **more)


def _inside(ident: str, path: str, controls: tuple[Control, ...]) -> tuple[Control, ...]:
    return tuple(replace(each, path=f"{path}.{each.path}", ident=f"{ident}-{each.ident}") for each in controls)


def _person(register: Register, consent: str) -> tuple[Control, ...]:
    teams = register.school.delegations
    return (
        _control(Person, "delegation", "choice" if teams else "line", options=teams, limit=LONGEST_NAME),
        _control(Person, "name", "line", required=True, limit=LONGEST_NAME),
        _control(Person, "name_is_public", "radio", consent, required=True, options=YES_NO),
    )


def proposal_form(register: Register, today: date) -> Form:
    """The form of a proposal, with the categories, delegations and seconders of this school's policy."""
    categories = register.rulings(today).values.categories or ()
    sort = "choice" if categories else "line"
    category = _control(Proposal, "category", sort, options=categories, limit=LONGEST_LINE)
    return Form(
        Proposal,
        Person,
        "intake/proposal/",
        "我要提案",
        "案由",
        "教代会代表填写提案：检查要件，算出答复期限，生成可以直接入库的文件、邮件和打印件。不联网发送。",
        "提案由教代会正式代表提出，要有代表附议。不是代表的，可以请代表转提，也可以直接写意见。",
        (
            _control(Proposal, "subject", "line", "例：延长晚餐供餐时间", limit=LONGEST_LINE),
            replace(category, hint="拿不准就选最接近的，审查时可以改" if categories else category.hint),
            _control(Proposal, "grounds", "area", "看到了什么、有多少、影响了谁", required=True, limit=LONGEST_TEXT),
            _asks(),
            _proposer(register),
            _control(Proposal, "by_delegation", "radio", required=True, options=YES_NO),
            _people(register, register.rulings(today).values.seconders or 0),
            _control(Proposal, "submitted_on", "day", "已按今天写好，可以改"),
        ),
    )


def _asks() -> Group:
    field = _field(Proposal, "suggestions")
    rows = (
        Control(f"{field.label}.{n}", f"suggestions-{n}", f"建议 {n + 1}", "", "area", n == 0, limit=LONGEST_ASK)
        for n in range(MOST_ASKS)
    )
    hint = "要求怎样做。一格写一条，答复时一条对一条"
    return Group(field.label, "suggestions", hint, tuple((row,) for row in rows), MOST_ASKS - 2, "再写一条建议")


def _proposer(register: Register) -> Group:
    field = _field(Proposal, "proposer")
    consent = "由您自己决定，写“否”一样办理"
    return Group(
        field.label, "proposer", field.meaning, (_inside("proposer", field.label, _person(register, consent)),)
    )


def _people(register: Register, needed: int) -> Group:
    field = _field(Proposal, "seconders")
    person = _person(register, "要问过本人；没有问过就写“否”")
    rows = (_inside(f"seconders-{n}", f"{field.label}.{n}", person) for n in range(max(needed, 1) + MORE_PEOPLE))
    least = f"至少 {needed} 名，都是正式代表，不含提案人" if needed else field.meaning
    return Group(field.label, "seconders", least, tuple(rows), MORE_PEOPLE, "再加一名附议人")


def opinion_form() -> Form:
    """The form of an opinion; who wrote it is told to the school beside the record, which holds no name."""
    outside: dict[str, Any] = {"required": False, "limit": LONGEST_LINE, "outside": True}
    return Form(
        Opinion,
        None,
        "intake/opinion/",
        "我要反映",
        "标题",
        "教职工、学生、家长和社会人士都可以反映意见：检查要件，算出答复期限，生成文件、邮件和打印件。不联网发送。",
        "谁都可以写，署名不署名都可以。急事请打电话，举报另有渠道。",
        (
            _control(Opinion, "title", "line", "例：傍晚操场灯太暗", required=True, limit=LONGEST_LINE),
            _control(
                Opinion, "summary", "area", "写哪里、什么时候、什么事、希望怎样", required=True, limit=LONGEST_TEXT
            ),
            _control(Opinion, "nature", "radio"),
            _control(Opinion, "signature", "radio", "不署名一样答复，只是不能单独回给您"),
            _control(Opinion, "consent", "radio", "写“否”就只回给您，不登在网上", required=True, options=YES_NO),
            replace(_control(Opinion, "source", "choice"), hint="您准备交到哪个渠道"),
            replace(_control(Opinion, "received_on", "day", required=True), hint="您交出去的日期，已按今天写好"),
            Control("姓名", "writer", "您的姓名", "实名的填写；只写在邮件和打印件上，不进文件", "line", **outside),
            Control(
                "联系方式",
                "contact",
                "怎样回复您",
                "电话、邮箱都可以；只写在邮件和打印件上，不进文件",
                "line",
                **outside,
            ),
        ),
    )
