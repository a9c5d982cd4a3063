"""Which records each threshold has judged: how many, of which days, by which of the values it has had."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongkai.records import MainFile
from gongkai.records.activity import Activity
from gongkai.records.agreement import Agreement
from gongkai.records.appraisal import Appraisal
from gongkai.records.decision import Decision
from gongkai.records.finance import Category, Finance
from gongkai.records.meeting import Meeting, MeetingType, Resolution
from gongkai.records.notice import Notice
from gongkai.records.opinion import Opinion
from gongkai.records.organisation import Organisation
from gongkai.records.plan import Plan
from gongkai.records.policy import Adoption
from gongkai.records.proposal import Extension, Feedback, Handover, Proposal, Rating, Reply, Review
from gongkai.records.regulation import Regulation
from gongkai.records.welfare import Welfare
from gongkai.register import Record
from gongkai.render.templates import day
from gongkai.rules.judging import judged_on
from gongkai.views.board import Board


@dataclass(frozen=True, slots=True)
class Scope:
    """Records that a threshold judges: of which kind (MainFile means any), what they are called, which of them."""

    kind: type[MainFile]
    noun: str
    chosen: Callable[[Record[Any]], bool] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """How many records of one scope a value judged, from which day to which, and where they are listed."""

    noun: str
    count: int
    span: str
    address: str


@dataclass(frozen=True, slots=True)
class Period:
    """A time through which a threshold had one adopted value, and what it judged in that time."""

    when: str
    value: Any
    adoption: Adoption
    judged: tuple[Judged, ...]


def _unsatisfied(record: Record[Any]) -> bool:
    return any(act.content.rating is Rating.UNSATISFIED for act in record.all(Feedback))


def _promises(record: Record[Any]) -> bool:
    return any(answer.due for reply in record.all(Reply) for answer in reply.content.answers)


def _supported(record: Record[Any]) -> bool:
    review = record.one(Review)
    return bool(review and review.content.support)


def _congress(record: Record[Any]) -> bool:
    return record.content.type is MeetingType.CONGRESS


def _of(*categories: Category) -> Callable[[Record[Any]], bool]:
    return lambda record: record.content.category in categories


_PROPOSALS = Scope(Proposal, "提案")
_OPINIONS = Scope(Opinion, "意见")
_BOTH = (_PROPOSALS, _OPINIONS)
_ANSWERED = (
    Scope(Proposal, "有答复的提案", lambda record: bool(record.all(Reply))),
    Scope(Opinion, "有答复的意见", lambda record: bool(record.all(Reply))),
)
_CONGRESSES = (Scope(Meeting, "教代会", _congress),)
_DECIDED = (Scope(Meeting, "有决议的会议", lambda record: bool(record.all(Resolution))),)
_MONTHLY = Scope(Finance, "月报", _of(Category.LEDGER, Category.CANTEEN, Category.UNION))
_STATEMENTS = Scope(Finance, "财务")
_NOTICES = (Scope(Notice, "公示"),)
_ORGANISATIONS = (Scope(Organisation, "机构"),)
_DECISIONS = Scope(Decision, "重大决策")
_AGREEMENTS = Scope(Agreement, "集体合同")
_ACTIVITIES = (Scope(Activity, "活动"),)
_WELFARE = (Scope(Welfare, "慰问帮扶"),)
_LISTED = Scope(MainFile, "写明目录项的记录", lambda record: record.content.catalogue_item is not None)
_FILED = Scope(MainFile, "有备案号的记录", lambda record: record.content.filing_number is not None)

SCOPES: dict[str, tuple[Scope, ...]] = {
    "reply_deadline": (_PROPOSALS,),
    "reply_warning": _BOTH,
    "second_reply_deadline": (
        Scope(Proposal, "评价过不满意的提案", _unsatisfied),
        Scope(Opinion, "评价过不满意的意见", _unsatisfied),
    ),
    "handover_deadline": (
        Scope(Proposal, "改办的提案", lambda record: bool(record.all(Handover))),
        Scope(Opinion, "改办的意见", lambda record: bool(record.all(Handover))),
    ),
    "opinion_deadline": (_OPINIONS,),
    "support_deadline": (Scope(Proposal, "有协办的提案", _supported),),
    "extension_limit": (Scope(Proposal, "延期的提案", lambda record: bool(record.all(Extension))),),
    "longest_reply": (_PROPOSALS,),
    "long_open": _BOTH,
    **dict.fromkeys(("seconders", "submission_closes", "categories", "proposal_number", "moments"), (_PROPOSALS,)),
    **dict.fromkeys(("stock_phrases", "reply_characters"), _ANSWERED),
    "outcome_letters": _ANSWERED[:1],
    "promise_grace": (
        Scope(Proposal, "有承诺的提案", _promises),
        Scope(Opinion, "有承诺的意见", _promises),
    ),
    "meetings": (Scope(Meeting, "会议"),),
    **dict.fromkeys(
        (
            *("assembly_size", "quorum", "teacher_share", "women_share", "young_share", "manager_share"),
            *("report_before", "filing_after", "materials_before", "annual_report"),
        ),
        _CONGRESSES,
    ),
    **dict.fromkeys(("vote", "announce_after", "posting_days"), _DECIDED),
    **dict.fromkeys(("notice_days", "takedown_grace"), _NOTICES),
    "monthly_due_day": (_MONTHLY,),
    **dict.fromkeys(("disclosure_deadline", "three_stages", "filed_kinds"), (_LISTED,)),
    "filing_format": (_FILED,),
    "canteen_margin": (Scope(Finance, "食堂收支", _of(Category.CANTEEN)),),
    **dict.fromkeys(("carry_is_income", "separate_funds"), (_STATEMENTS,)),
    "dues": (Scope(Finance, "写明会费的工会经费", lambda record: record.content.dues is not None),),
    "ledger_audit": (Scope(Finance, "收支月报", _of(Category.LEDGER)),),
    "union_audit": (Scope(Finance, "工会经费", _of(Category.UNION)),),
    **dict.fromkeys(("term_years", "term_warning"), _ORGANISATIONS),
    "evidence_grace": (Scope(Plan, "工作计划"),),
    **dict.fromkeys(("welfare_standards", "welfare_minimum"), _WELFARE),
    **dict.fromkeys(("activities", "activity_share", "activity_prizes", "activity_planned"), _ACTIVITIES),
    "appraisals": (Scope(Appraisal, "民主评议"),),
    **dict.fromkeys(("large_amount", "large_accounts", "large_exempt"), (_STATEMENTS, _DECISIONS)),
    "deciding_meetings": (_DECISIONS,),
    "interest_tags": (Scope(Regulation, "制度"),),
    "agreement_filing": (_AGREEMENTS,),
    "expiry_warning": (_AGREEMENTS, Scope(Regulation, "制度")),
}
"""By threshold; those that only say how something is counted judge no record and are not named here."""


class Judgements:
    """What every threshold has judged on one board; each scope is looked through once."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._found: dict[Scope, tuple[date, ...]] = {}
        starts = {entry.since for entry in board.register.policy.policy.adopted if entry.since <= board.today}
        self._starts: tuple[date | None, ...] = (None, *sorted(starts))

    def periods(self, name: str) -> tuple[Period, ...]:
        """The times of one threshold, the present one first; a time without a value is left out."""
        return tuple(reversed(tuple(self._periods(name))))

    def _periods(self, name: str) -> Iterator[Period]:
        turns: list[tuple[date | None, Any, Adoption]] = []
        for start in self._starts:
            rulings = self._board.register.rulings(start)
            adoption = rulings.adoptions.get(name)
            if adoption and (not turns or turns[-1][2] != adoption):
                turns.append((start, getattr(rulings.values, name), adoption))
        ends = [*(start for start, _, _ in turns[1:]), None]
        for (start, value, adoption), end in zip(turns, ends, strict=False):
            judged = (self._judged(scope, start, end) for scope in SCOPES.get(name, ()))
            yield Period(_when(start, end), value, adoption, tuple(each for each in judged if each))

    def _judged(self, scope: Scope, start: date | None, end: date | None) -> Judged | None:
        days = self._days(scope)
        first = bisect_left(days, start) if start else 0
        last = bisect_left(days, end) if end else bisect_right(days, self._board.today)
        own = days[first:last]
        if not own:
            return None
        span = own[0].isoformat() if own[0] == own[-1] else f"{own[0].isoformat()} 至 {own[-1].isoformat()}"
        return Judged(scope.noun, len(own), span, "catalogue/" if scope.kind is MainFile else f"{scope.kind.folder}/")

    def _days(self, scope: Scope) -> tuple[date, ...]:
        if scope not in self._found:
            register = self._board.register
            records = register.records.values() if scope.kind is MainFile else register.of(scope.kind)
            chosen = (record for record in records if scope.chosen is None or scope.chosen(record))
            self._found[scope] = tuple(sorted(on for record in chosen if (on := judged_on(record))))
        return self._found[scope]


def _when(start: date | None, end: date | None) -> str:
    until = day(end - timedelta(days=1)) if end else ""
    if start is None:
        return f"{until}以前" if until else ""
    return f"{day(start)}至{until}" if until else f"{day(start)}起"
