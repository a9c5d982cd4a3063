"""条条有答复、件件有回音: rules about the answers to proposals and opinions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from gongkai.derive.cases import Case, Round, cases
from gongkai.findings import Cause, Code, Finding, Severity
from gongkai.once import once
from gongkai.records import Audience
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Delay, Feedback, Handover, Proposal, Rating, Reply, Review
from gongkai.register import Act, Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.dates import WRONG_DATE, date_slips, out_of_order
from gongkai.rules.extensions import refusal_words
from gongkai.rules.judging import judged_on
from gongkai.rules.proofs import NO_ANSWER, orphans, route_gap

OVERDUE = Code("C02", "overdue-answer", "逾期未答复", cause=Cause.TIME)
DUE_SOON = Code("C03", "answer-due-soon", "答复将到期", Severity.WARNING, Cause.TIME)
EMPTY_ANSWER = Code("C04", "empty-answer", "答复里只有套话")
NOT_REOPENED = Code("C08", "second-answer-overdue", "不满意之后没有按期再次答复", cause=Cause.TIME)
SHORT_ANSWER = Code("C70", "short-answer", "答复很短", Severity.WARNING)
NO_COMMENT = Code("C71", "unsatisfied-without-comment", "不满意没有写明意见")


def no_answer(register: Register, today: date) -> Iterator[Finding]:
    """Each way in which a submission may end has its own proof (records.md section 3)."""
    objector = Objector(register, NO_ANSWER)
    for case in cases(register, today):
        record = case.record
        gap = route_gap(record)
        if gap and gap.code is NO_ANSWER:
            yield objector.about(gap.what, gap.keys, gap.message, gap.cure)
        review = record.one(Review)
        merged = review and not gap and case.route == "并案" and case.answered
        if review and merged and not review.content.told_proposer_on:
            message = "主案已经答复，没有写明哪天告知了本案提案人。"
            yield objector.about(review, ("并入",), message, "补上“告知提案人: 日期”。")
        if hidden := _hidden_answer(case):
            message = "向社会公开的事项，唯一的答复却不向社会公开。"
            cure = "删去这一行；不宜全文公开的，另加一份向社会公开的答复（可以只写“摘要”）。"
            yield objector.about(hidden, ("公开范围",), message, cure)


def _hidden_answer(case: Case) -> Act[Reply] | None:
    """The reply that alone answers what the public asked last, if the public may not read it."""
    record = case.record
    last = case.last
    if record.content.audience is not Audience.PUBLIC or last is None or last.reply is None:
        return None
    if any(reply.n >= last.n and _is_public(record, reply) for reply in record.all(Reply)):
        return None
    before = record.act(f"feedback-{last.n - 1}")
    return last.reply if last.n == 1 or (before and _is_public(record, before)) else None


def _is_public(record: Record[Any], act: Act[Any]) -> bool:
    return record.audience(act) is Audience.PUBLIC


def overdue(register: Register, today: date) -> Iterator[Finding]:
    """A first answer is late, and no signed statement of delay holds."""
    for case, last in _waiting(register, today):
        if last.n == 1 and today > last.limit:
            yield _overdue(register, today, OVERDUE, case, last)


def second_overdue(register: Register, today: date) -> Iterator[Finding]:
    """After 不满意 the second answer is late, and no signed statement of delay holds."""
    for case, last in _waiting(register, today):
        if last.n > 1 and today > last.limit and not _uncommented(register, case.record):
            yield _overdue(register, today, NOT_REOPENED, case, last)


def _waiting(register: Register, today: date) -> Iterator[tuple[Case, Round]]:
    """Cases whose clock is running, and whose own papers leave no doubt since when."""
    for case in cases(register, today):
        record = case.record
        last = case.last
        if last is None or last.reply:
            continue
        if not (route_gap(record) or orphans(record) or date_slips(record, today)):
            yield case, last


def _clock_start(case: Case, last: Round) -> tuple[Record[Any] | Act[Any], tuple[str, ...]]:
    """The file and key from which the open round counts."""
    record = case.record
    if last.n > 1:
        return next(act for act in record.all(Feedback) if act.n == last.n - 1), ("日期",)
    for handover in reversed(record.all(Handover)):
        if handover.content.assigned_on == last.began:
            return handover, ("交办日期",)
    if isinstance(record.content, Opinion):
        if record.content.handling:
            return record, ("处理", "日期")
        return record, ("开箱日期",) if record.content.opened_on else ("收到日期",)
    review = record.one(Review)
    if review is None:
        return record, ("提交日期",)
    return review, ("交办日期",) if review.content.assigned_on else ("日期",)


def _overdue(register: Register, today: date, code: Code, case: Case, last: Round) -> Finding:
    what, keys = _clock_start(case, last)
    name = f"delay-{len(case.record.all(Delay)) + 1}.md"
    received = case.route == "已收"
    deed = "审查结果" if received and isinstance(case.record.content, Proposal) else "答复"
    again = "再次" if last.n > 1 else ""
    term = f"逾期说明的新期限 {last.limit}" if last.delays else f"答复期限 {last.due}"
    days = (today - last.limit).days
    message = f"{term} 已过 {days} 天，还没有{again}{deed}。{_not_counted(register, case, last)}"
    if not received:
        cure = f"补上答复 reply-{last.n}.md；一时答复不了，补 {name}（逾期说明），写明签批、原因和新期限。"
    elif deed == "答复":
        cure = f"补上“处理”（去向、接收、日期）或答复 reply-1.md；来不及时补 {name}，写明原因和新期限。"
    else:
        cure = f"补上审查结果 review.md；来不及时补 {name}，写明签批、原因和新期限。"
    objector = Objector(register, code)
    finding = objector.about(what, keys, message, cure, threshold=last.threshold, on=last.began)
    return finding.lowered(Severity.WARNING) if last.deadline.provisional else finding


def _not_counted(register: Register, case: Case, last: Round) -> str:
    """Why an extension or a statement that stands in the folder does not move the day."""
    for refused in last.refused:
        return refusal_words(register, last, refused)
    for delay in case.record.all(Delay):
        if last.began <= delay.content.on <= last.due:
            return f"delay-{delay.n} 写在期限以内，期限以内要写 extension（延期）。"
    return ""


def due_soon(register: Register, today: date) -> Iterator[Finding]:
    """An answer falls due within the days that the policy names."""
    for case, last in _waiting(register, today):
        if today > last.due or case.route == "已收" or _uncommented(register, case.record):
            continue
        left = (last.due - today).days
        if left <= (register.rulings(today).values.reply_warning or 0):
            what, keys = _clock_start(case, last)
            message = f"答复期限 {last.due}，还剩 {left} 天。"
            if left == 0:
                message = f"答复期限就是今天（{last.due}）。"
            cure = f"请{case.department or '承办部门'}准备 reply-{last.n}.md。"
            objector = Objector(register, DUE_SOON)
            finding = objector.about(what, keys, message, cure, threshold="reply_warning", on=today)
            adopted = register.rulings(last.began).adopted(last.threshold)
            yield finding if adopted else replace(finding, advisory=True)


_FILLER = re.compile(r"[\s，。；：、！？,.;:!?“”‘’\"'（）()《》【】\-—…·]+")


def _words(reply: Act[Reply]) -> str:
    """Everything a reply says, without spaces and punctuation."""
    content = reply.content
    parts = [content.text, content.summary or ""]
    for answer in content.answers:
        parts += [answer.text or "", answer.promise or "", answer.reason or "", answer.escalated_to or ""]
    return _FILLER.sub("", "".join(parts))


@lru_cache(maxsize=16)
def _bare(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Stock phrases without spaces and punctuation, the longest first."""
    return tuple(sorted((_FILLER.sub("", phrase) for phrase in phrases), key=len, reverse=True))


def _substance(words: str, phrases: tuple[str, ...]) -> str:
    """What is left once the school's stock phrases are taken away."""
    for phrase in _bare(phrases):
        if len(phrase) > 1:
            words = words.replace(phrase, "")
        elif words == phrase:
            words = ""
    return words


_FEWEST = 4
"""Fewer characters than this cannot say what will be done."""


@dataclass(frozen=True, slots=True)
class _Length:
    """How much a reply says by the policy of a day: its characters, and those beside stock phrases."""

    reply: Act[Reply]
    day: date | None
    words: int
    substance: int


@once
def _lengths(register: Register) -> tuple[_Length, ...]:
    found: list[_Length] = []
    for record in (*register.of(Proposal), *register.of(Opinion)):
        day = judged_on(record)
        phrases = register.rulings(day).values.stock_phrases or ()
        for reply in record.all(Reply):
            words = _words(reply)
            found.append(_Length(reply, day, len(words), len(_substance(words, phrases))))
    return tuple(found)


def empty_answer(register: Register, today: date) -> Iterator[Finding]:
    """Nothing is left of a reply once the school's own stock phrases are taken away."""
    about = Objector(register, EMPTY_ANSWER).about
    cure = "写明怎么办、谁来办、什么时候办好；不能采纳的写明原因。"
    for each in _lengths(register):
        if each.words < _FEWEST:
            message = f"答复只有 {each.words} 个字。" if each.words else "答复没有写正文，“逐条”里也没有说明。"
            yield about(each.reply, ("日期",), message, cure, value=False)
        elif each.substance < _FEWEST:
            message = "答复里除了套话没有别的内容。"
            yield about(each.reply, ("日期",), message, cure, value=False, threshold="stock_phrases", on=each.day)


def short_answer(register: Register, today: date) -> Iterator[Finding]:
    """A reply says less than the policy expects."""
    about = Objector(register, SHORT_ANSWER).about
    for each in _lengths(register):
        least = register.rulings(each.day).values.reply_characters or 0
        if _FEWEST <= each.substance < least:
            message = f"除去套话，答复只有 {each.substance} 个字，少于 {least} 个。"
            cure = "把措施、时间和责任写具体；意思已经完整的可以不改。"
            yield about(each.reply, ("日期",), message, cure, value=False, threshold="reply_characters", on=each.day)


def no_comment(register: Register, today: date) -> Iterator[Finding]:
    """不满意 must say what is unsatisfactory, or the second answer cannot answer it."""
    objector = Objector(register, NO_COMMENT)
    for kind in (Proposal, Opinion):
        for record in register.of(kind):
            for feedback in _uncommented(register, record):
                cure = "补上“意见: …”；意见只留在纸上的，写“意见公开: 否”。"
                yield objector.about(feedback, ("评价",), "评价是“不满意”，没有写意见。", cure)


def _uncommented(register: Register, record: Record[Any]) -> tuple[Act[Feedback], ...]:
    """Dissatisfaction without a word why. The word may stay on paper where the record says that it is
    not public (意见公开: 否), and may not be kept at all in a public repository."""
    if register.school.repository_is_public:
        return ()
    unsatisfied = (act for act in record.all(Feedback) if act.content.rating is Rating.UNSATISFIED)
    return tuple(
        act
        for act in unsatisfied
        if not act.content.comment
        and (act.content.comment_is_public or "comment_is_public" not in act.content.model_fields_set)
    )


SUBJECT = "条条有答复"

RULES = (
    Rule(NO_ANSWER, no_answer),
    Rule(OVERDUE, overdue),
    Rule(DUE_SOON, due_soon),
    Rule(EMPTY_ANSWER, empty_answer),
    Rule(WRONG_DATE, out_of_order),
    Rule(NOT_REOPENED, second_overdue),
    Rule(SHORT_ANSWER, short_answer),
    Rule(NO_COMMENT, no_comment),
)
