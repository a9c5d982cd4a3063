"""The course of a submission: every act as a step, every deadline with its receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from markupsafe import Markup

from gongkai.derive.cases import Case, PromiseState, Round
from gongkai.records import ActFile
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import (
    Correction,
    Delay,
    Extension,
    Feedback,
    Handover,
    Progress,
    Reply,
    Review,
    Support,
    Withdrawal,
)
from gongkai.register import Act
from gongkai.render.prose import plain
from gongkai.render.templates import day
from gongkai.views.board import Board
from gongkai.views.receipts import Receipt, basis_words, extension_words, lines
from gongkai.views.record_pages import joined
from gongkai.workdays import Unit, explain, working_days_between


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the course; `receipt` says how a deadline was counted, `ident` names the act behind it."""

    name: str
    on: date
    note: str | Markup = ""
    receipt: Receipt | None = None
    state: str = "done"
    ident: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class _Course:
    """A case on its board; a card tells dates and departments, no word of the text."""

    board: Board
    case: Case
    card: bool

    def receipt(self, began: date | None) -> Receipt | None:
        """How the deadline that began to run on a day was counted."""
        return next((receipt(self.board, each) for each in self.case.rounds if each.began == began), None)

    def words(self, *parts: str | None) -> str:
        """Reasons and other free words, which a card withholds."""
        return "" if self.card else "".join(part for part in parts if part)


def steps(board: Board, case: Case, first: tuple[Step, ...], card: bool = False) -> tuple[Step, ...]:
    """How it began, every act in the order of days, then what is awaited or promised."""
    course = _Course(board, case, card)
    done = [*first]
    for act in case.record.acts:
        if tell := _TOLD.get(type(act.content)):
            done += tell(course, act)
    if case.lead and not card:
        done += _of_lead(course)
    done.sort(key=lambda step: step.on)
    return tuple(_dated([*done, *_ahead(course)]))


def _dated(found: list[Step]) -> Iterator[Step]:
    """Each step with its day in words; the year only where it changes."""
    year = 0
    for step in found:
        words = day(step.on) if step.on.year != year else f"{step.on.month}月{step.on.day}日"
        year = step.on.year
        yield step if step.when else replace(step, when=words)


def nth(round_: Round, on: date) -> str:
    """The how-manieth day of a round a day is, in the unit of its deadline."""
    if round_.deadline.unit is Unit.working:
        return f"第 {working_days_between(round_.began, on)} 个工作日"
    return f"第 {(on - round_.began).days} 天"


def receipt(board: Board, round_: Round) -> Receipt:
    """How a deadline was counted, on what basis, and when the answer came."""
    parts = [*extension_words(round_.extensions, round_.refused), *basis_words(board, round_.threshold, round_.began)]
    if round_.reply:
        on = round_.reply.content.on
        late = (on - round_.due).days
        parts.append(f"{day(on)}答复，是{nth(round_, on)}，{f'比期限迟 {late} 天' if late > 0 else '在期限之内'}。")
    return Receipt((explain(round_.deadline), *parts), lines(round_.deadline))


def _ident(act: Act[Any]) -> str:
    return act.identity.rpartition("/")[2]


def _review(course: _Course, act: Act[Review]) -> Iterator[Step]:
    content = act.content
    number = f"，立案号 {content.file_number}" if content.file_number is not None else ""
    key = "列为重点提案。" if content.is_key else ""
    note = course.words(plain(content.note))
    signed = f"{content.signed_by}签批。" if content.signed_by else ""
    assigned = content.assigned_on
    began = course.case.rounds[0].began if course.case.rounds else None
    yield Step(
        f"{content.disposition.value}{number}",
        content.on,
        f"{signed}{key}{note}",
        course.receipt(began) if began == content.on and not assigned else None,
        ident="review",
    )
    if assigned:
        support = f"，协办 {'、'.join(content.support)}" if content.support else ""
        due = f"。答复期限 {day(course.case.rounds[0].due)}" if began == assigned else ""
        lead = f"主办 {content.lead or '待定'}{support}{due}"
        yield Step("交办", assigned, lead, course.receipt(assigned), ident="assigned")
    if content.told_proposer_on:
        yield Step("告知提案人", content.told_proposer_on)


def _reply(course: _Course, act: Act[Reply]) -> Iterator[Step]:
    content = act.content
    name = "答复" if act.n == 1 else f"第 {act.n} 次答复"
    own = sum(1 for answer in content.answers if not answer.ask[0])
    count = f"，逐条回应 {own} 条" if own else ""
    yield Step(
        name,
        content.on,
        f"{content.department}，{content.signed_by}签批，{content.form.value}{count}",
        ident=_ident(act),
    )


def _feedback(course: _Course, act: Act[Feedback]) -> Iterator[Step]:
    content = act.content
    comment = course.words("。意见：" if content.comment else "", content.comment)
    note = f"工会记录，凭据：{content.evidence}{comment}"
    form = f"（{content.form.value}）" if content.form else ""
    yield Step(f"评价：{content.rating.value}{form}", content.on, note, course.receipt(content.on), ident=_ident(act))


def _progress(course: _Course, act: Act[Progress]) -> Iterator[Step]:
    content = act.content
    name = "承诺办完" if content.done_on else "承诺改期" if content.moved_to else "落实进展"
    moved = f"新期限 {day(content.moved_to)}，{content.reason or ''}。" if content.moved_to else ""
    evidence = f"佐证：{content.evidence}。" if content.evidence else ""
    if content.day:
        words = course.words(_about(content), moved, evidence, plain(content.text))
        yield Step(name, content.done_on or content.day, words, ident=_ident(act))


def _about(content: Progress) -> str:
    _, number, ask = content.about
    return f"关于{number + ' 的' if number else ''}建议 {ask}。" if ask else ""


def _extension(course: _Course, act: Act[Extension]) -> Iterator[Step]:
    content = act.content
    note = f"延至 {day(content.until)}，{content.approved_by}批准。"
    yield Step("延期", content.on, note + course.words(content.reason), ident=_ident(act))


def _delay(course: _Course, act: Act[Delay]) -> Iterator[Step]:
    content = act.content
    note = f"{content.signed_by}签批，新期限 {day(content.until)}。"
    yield Step("逾期说明", content.on, note + course.words("原因：", content.reason), state="late", ident=_ident(act))


def _handover(course: _Course, act: Act[Handover]) -> Iterator[Step]:
    content = act.content
    restart = f"{day(content.assigned_on)}重新交办。" if content.assigned_on else ""
    note = f"由{content.origin}转{content.target}，{content.approved_by}批准。{restart}"
    receipt_ = course.receipt(content.assigned_on) if content.assigned_on else None
    yield Step("改办", content.on, note + course.words(content.reason), receipt_, ident=_ident(act))


def _support(course: _Course, act: Act[Support]) -> Iterator[Step]:
    content = act.content
    note = course.words(plain(content.text))
    yield Step("会办意见", content.on, f"{content.department}，{content.signed_by}签批。{note}", ident=_ident(act))


def _withdrawal(course: _Course, act: Act[Withdrawal]) -> Iterator[Step]:
    content = act.content
    note = f"凭据：{content.evidence}" + course.words("。理由：" if content.reason else "", content.reason)
    yield Step("撤回", content.on, note, ident=_ident(act))


def _correction(course: _Course, act: Act[Correction]) -> Iterator[Step]:
    note = course.words(act.content.where, "，", act.content.approved_by, "批准")
    yield Step(f"更正：{act.content.type.value}", act.content.on, note)


_TOLD: dict[type[ActFile], Callable[[_Course, Act[Any]], Iterator[Step]]] = {
    Review: _review,
    Handover: _handover,
    Extension: _extension,
    Delay: _delay,
    Reply: _reply,
    Feedback: _feedback,
    Progress: _progress,
    Support: _support,
    Correction: _correction,
    Withdrawal: _withdrawal,
}


def _of_lead(course: _Course) -> Iterator[Step]:
    """The answers of the record in which this one is answered."""
    lead = course.case.lead
    if lead is None:
        return
    name = "一并答复" if isinstance(lead.content, Opinion) else "主案答复"
    for act in lead.all(Reply):
        yield Step(name, act.content.on, joined(act.content.department, f"{act.content.signed_by}签批"))


def _ahead(course: _Course) -> Iterator[Step]:
    """What is awaited: an answer, or the day of a promise."""
    last, today = course.case.last, course.board.today
    if last and not last.reply:
        overdue = last.overdue_days(today)
        days = (last.due - today).days
        words = f"已过 {overdue} 天" if overdue else f"还有 {days} 天" if days else "今天到期"
        name = "等待再次答复" if last.n > 1 else "等待答复"
        yield Step(name, last.due, words, state="late" if overdue else "now", when=f"期限 {day(last.due)}")
    waiting = (each for each in course.case.promises if each.state in (PromiseState.PENDING, PromiseState.UNMET))
    for promise in sorted(waiting, key=lambda each: (each.due, each.ask)):
        unmet = promise.state is PromiseState.UNMET
        name = "承诺到期未完成" if unmet else "承诺到期"
        yield Step(name, promise.due, course.words(promise.text), state="late" if unmet else "ahead")
