"""The school's rules (规则): every threshold in force today with its basis, and what held before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.records.declarations import declared
from gongkai.records.policy import AdoptedSet, Adoption, AdoptionState, Thresholds, share_text
from gongkai.records.proposal import Outcome
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import day, render
from gongkai.views.board import Board

GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "提案与意见",
        "提案按交办那天（没有交办的按提交那天）有效的规则判断，意见按转交那天。",
        (
            "reply_deadline",
            "reply_warning",
            "second_reply_deadline",
            "handover_deadline",
            "opinion_deadline",
            "extension_limit",
            "seconders",
            "submission_closes",
            "categories",
            "proposal_number",
            "stock_phrases",
            "reply_characters",
            "promise_grace",
            "outcome_letters",
            "moments",
        ),
    ),
    (
        "会议与表决",
        "会议和决议按开会那天有效的规则判断。",
        (
            "meetings",
            "assembly_size",
            "quorum",
            "vote",
            "teacher_share",
            "women_share",
            "young_share",
            "manager_share",
        ),
    ),
    (
        "公示与公开时限",
        "公示按第一天有效的规则判断，其他公开按所属周期的最后一天。",
        ("notice_days", "monthly_due_day", "disclosure_deadline"),
    ),
    (
        "财务与工会",
        "财务按所属期间的最后一天有效的规则判断。",
        ("canteen_margin", "carry_is_income", "dues", "ledger_audit", "union_audit"),
    ),
    ("统计", "按今天有效的规则。", ("opinion_minimum", "rate_minimum")),
)

_UNITS = {
    "reply_warning": "天",
    "extension_limit": "次",
    "seconders": "人",
    "submission_closes": "天",
    "reply_characters": "个字",
    "promise_grace": "天",
    "assembly_size": "人",
    "monthly_due_day": "日",
    "opinion_minimum": "件",
    "rate_minimum": "件",
}
_AT_LEAST = ("quorum", "teacher_share", "women_share", "young_share")
_AT_MOST = ("manager_share",)


@dataclass(frozen=True, slots=True)
class Ruling:
    """One threshold in force: what it is called, what it says, what it judges, and why it holds."""

    label: str
    value: str
    judges: str
    basis: str
    since: str
    adopted: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """Thresholds that judge the same kind of matter."""

    ident: str
    title: str
    judged: str
    rulings: tuple[Ruling, ...]


def pages(board: Board) -> Iterator[Page]:
    """The page of the rules."""
    chapters = tuple(_chapters(board))
    policy = board.register.policy.policy
    adopted = sorted(policy.adopted, key=lambda each: each.since, reverse=True)
    history = tuple((each.since, each.basis, each.state.value, tuple(_entries(each))) for each in adopted)
    html = render(
        "policy.html.jinja",
        "policy/",
        today=board.today,
        chapters=chapters,
        history=history,
        policy=policy,
        advised=sum(not ruling.adopted for chapter in chapters for ruling in chapter.rulings),
        adopted_word=AdoptionState.ADOPTED.value,
    )
    words = " ".join(f"{ruling.label} {ruling.value}" for chapter in chapters for ruling in chapter.rulings)
    yield Page(
        address="policy/",
        title="本校规则",
        html=html,
        description="答复期限、公示天数、表决口径等每一项规则现在是多少、依据什么、从哪天起。",
        sections=(*(Heading(each.ident, each.title) for each in chapters), Heading("history", "历次采用")),
        entry=Entry("", "说明", words),
    )


def value_words(name: str, value: Any) -> str:
    """The value of a threshold as people say it."""
    if name == "outcome_letters":
        return "、".join(f"{outcome.value} {letter}" for outcome, letter in zip(Outcome, value, strict=False))
    if name in _AT_LEAST:
        return f"不低于 {share_text(value)}"
    if name in _AT_MOST:
        return f"不高于 {share_text(value)}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return ("、" if all(isinstance(each, str) for each in value) else "；").join(str(each) for each in value)
    if name == "proposal_number":
        return f"正则式 {value}"
    unit = _UNITS.get(name, "")
    return f"{value} {unit}".strip()


def _chapters(board: Board) -> Iterator[Chapter]:
    rulings = board.register.rulings(board.today)
    grouped = {name for _, _, names in GROUPS for name in names}
    rest = tuple(name for name in Thresholds.model_fields if name not in grouped)
    others = (("其他", "", rest),) if rest else ()
    for n, (title, judged, names) in enumerate((*GROUPS, *others), 1):
        found = tuple(
            _ruling(name, value, rulings.adoptions[name])
            for name in names
            if (value := getattr(rulings.values, name)) is not None
        )
        if found:
            yield Chapter(f"rules-{n}", title, judged, found)


def _ruling(name: str, value: Any, adoption: Adoption) -> Ruling:
    field = {each.name: each for each in declared(Thresholds)}[name]
    words = value_words(name, value)
    return Ruling(field.label, words, field.meaning, adoption.basis, day(adoption.since), adoption.adopted)


def _entries(entry: AdoptedSet) -> Iterator[tuple[str, str]]:
    for field in declared(Thresholds):
        value = getattr(entry.thresholds, field.name)
        if value is not None:
            yield field.label, value_words(field.name, value)
