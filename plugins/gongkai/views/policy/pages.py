"""The school's rules (规则): every threshold in force today with its basis, and what held before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.records.declarations import declared
from gongkai.records.policy import AdoptedSet, AdoptionState, Thresholds, share_text
from gongkai.records.proposal import Outcome
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import day, render
from gongkai.views.approvals import in_force
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.policy.scope import Judged, Judgements, Period

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
            "support_deadline",
            "extension_limit",
            "longest_reply",
            "long_open",
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
            "report_before",
            "filing_after",
            "materials_before",
            "announce_after",
            "posting_days",
            "annual_report",
        ),
    ),
    (
        "机构与计划",
        "届期按今天有效的规则，计划按计划的第一天。",
        ("term_years", "term_warning", "evidence_grace"),
    ),
    (
        "公示与公开时限",
        "公示按第一天有效的规则判断，其他公开按所属周期的最后一天。",
        ("notice_days", "takedown_grace", "monthly_due_day", "disclosure_deadline"),
    ),
    (
        "三个阶段与材料备案",
        "每份材料按自己那天有效的规则判断。",
        ("three_stages", "filed_kinds", "filing_format"),
    ),
    (
        "财务与工会",
        "财务按所属期间的最后一天有效的规则判断。",
        ("canteen_margin", "carry_is_income", "dues", "separate_funds", "ledger_audit", "union_audit"),
    ),
    (
        "决策、制度与集体合同",
        "决策按决定那天，支出按所属期间的最后一天，制度按印发那天，集体合同按签订那天有效的规则判断；到期提醒按今天的。",
        (
            "large_amount",
            "large_accounts",
            "large_exempt",
            "deciding_meetings",
            "interest_tags",
            "agreement_filing",
            "expiry_warning",
        ),
    ),
    (
        "慰问、活动与评议",
        "慰问按所属期间的最后一天有效的规则判断，活动按活动那天，频次按所属周期的最后一天。",
        (
            "welfare_standards",
            "welfare_minimum",
            "activities",
            "activity_share",
            "activity_prizes",
            "activity_planned",
            "appraisals",
        ),
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
    "posting_days": "天",
    "term_years": "年",
    "term_warning": "天",
    "evidence_grace": "天",
    "long_open": "天",
    "takedown_grace": "天",
    "monthly_due_day": "日",
    "opinion_minimum": "件",
    "welfare_minimum": "人次",
    "rate_minimum": "件",
    "large_amount": "元",
    "expiry_warning": "天",
}
_AT_LEAST = ("activity_share", "quorum", "teacher_share", "women_share", "young_share")
_AT_MOST = ("manager_share",)


_FIELDS = {field.name: field for field in declared(Thresholds)}


@dataclass(frozen=True, slots=True)
class Ruling:
    """One threshold in force: what it is called, what it says, what it judges, and why it holds."""

    label: str
    value: str
    judges: str
    basis: str
    since: str
    adopted: bool
    judged: tuple[Judged, ...]
    before: tuple[Earlier, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a threshold said before, through which time, and what it judged then."""

    when: str
    value: str
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Starting:
    """A preset that the school started from: its basis, and what still rests on it."""

    name: str
    basis: str
    names: tuple[str, ...]
    count: int


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
        presets=tuple(_presets(board)),
        counted=counted(board),
        policy=policy,
        exceptions=sorted(
            (each.until, each.reason, each.approved_by) for each in policy.allowed if each.until >= board.today
        ),
        staff=not board.selected.is_public,
        waivers=len(in_force(board)),
        advised=sum(not ruling.adopted for chapter in chapters for ruling in chapter.rulings),
        adopted_word=AdoptionState.ADOPTED.value,
    )
    words = " ".join(f"{ruling.label} {ruling.value}" for chapter in chapters for ruling in chapter.rulings)
    yield Page(
        address="policy/",
        title="本校规则",
        body=html,
        description="答复期限、公示天数、表决口径等每一项规则现在是多少、依据什么、从哪天起、判断了哪些记录。",
        sections=(
            *(Heading(each.ident, each.title) for each in chapters),
            Heading("presets", "预设"),
            Heading("history", "历次采用"),
            Heading("exceptions", "个人信息例外"),
            Heading("approvals", "审批"),
        ),
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
    if name in ("proposal_number", "filing_format"):
        return f"正则式 {value}"
    unit = _UNITS.get(name, "")
    return f"{value} {unit}".strip()


def _chapters(board: Board) -> Iterator[Chapter]:
    judgements = Judgements(board)
    grouped = {name for _, _, names in GROUPS for name in names}
    rest = tuple(name for name in Thresholds.model_fields if name not in grouped)
    others = (("其他", "", rest),) if rest else ()
    for n, (title, judged, names) in enumerate((*GROUPS, *others), 1):
        turns = ((name, judgements.periods(name)) for name in names)
        found = tuple(_ruling(name, periods) for name, periods in turns if periods)
        if found:
            yield Chapter(f"rules-{n}", title, judged, found)


def _ruling(name: str, periods: tuple[Period, ...]) -> Ruling:
    field = _FIELDS[name]
    now, *past = periods
    before = (Earlier(each.when, value_words(name, each.value), each.judged) for each in past if each.judged)
    return Ruling(
        field.label,
        value_words(name, now.value),
        field.meaning,
        now.adoption.basis,
        day(now.adoption.since),
        now.adoption.adopted,
        now.judged,
        tuple(before),
    )


def _presets(board: Board) -> Iterator[Starting]:
    """The presets in order, each with the thresholds whose value today is still its own."""
    rulings = board.register.rulings(board.today)
    found = board.register.policy.presets
    owner = {name: preset for preset, thresholds, _ in found for name in _given(thresholds)}
    for preset, thresholds, basis in found:
        given = _given(thresholds)
        kept = (name for name in given if owner[name] == preset and rulings.adoptions[name].since is None)
        yield Starting(preset, basis, tuple(_FIELDS[name].label for name in kept), len(given))


def _given(thresholds: Thresholds) -> tuple[str, ...]:
    return tuple(name for name in Thresholds.model_fields if getattr(thresholds, name) is not None)


def _entries(entry: AdoptedSet) -> Iterator[tuple[str, str]]:
    for field in declared(Thresholds):
        value = getattr(entry.thresholds, field.name)
        if value is not None:
            yield field.label, value_words(field.name, value)
