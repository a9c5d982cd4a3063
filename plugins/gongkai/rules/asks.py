"""逐条: rules about the single asks of a proposal, what was promised for each, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.derive.cases import Case, Promise, PromiseState, asks_of, cases
from gongkai.findings import Cause, Code, Finding, Severity
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Answer, Outcome, Progress, Proposal, Reply
from gongkai.register import Act, Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.dates import date_slips
from gongkai.rules.proofs import ask_slips, orphans, route_gap, stray_progress

NO_PARTICULARS = Code("C06", "outcome-without-particulars", "办理结果缺少应写明的事")
PROMISE_UNMET = Code("C07", "promise-unmet", "承诺到期，还没有完成记录", Severity.WARNING, Cause.TIME)
UNANSWERED_ASK = Code("C72", "unanswered-ask", "有的建议没有逐条答复", Severity.WARNING)
UNKNOWN_ASK = Code("C73", "answer-to-no-ask", "逐条里的序号没有对应的建议")

_OPEN = (Outcome.IN_PROGRESS, Outcome.PLANNED)


def no_particulars(register: Register, today: date) -> Iterator[Finding]:
    """Each outcome owes something: a date, a reason, to whom it was passed up; each progress its proof."""
    objector = Objector(register, NO_PARTICULARS)
    for kind in (Proposal, Opinion):
        for record in register.of(kind):
            for reply in record.all(Reply):
                for index, answer in enumerate(reply.content.answers):
                    if owed := _owed(answer):
                        yield objector.about(reply, ("逐条", index, "结果"), *owed)
            for progress in record.all(Progress):
                if progress.content.moved_to and not progress.content.reason:
                    cure = "补上“理由: …”，写明为什么改期。"
                    yield objector.about(progress, ("新期限",), "改了期限，没有写理由。", cure)
                elif progress.content.done_on and not progress.content.evidence:
                    cure = "补上“佐证: …”，如 公示栏照片、验收单。"
                    yield objector.about(progress, ("完成日期",), "写了完成日期，没有写佐证。", cure)


def _owed(answer: Answer) -> tuple[str, str] | None:
    outcome = answer.outcome
    if outcome in _OPEN and answer.due is None:
        return f"结果是“{outcome.value}”，没有写期限。", "补上“期限: 日期”，写明承诺哪天前完成。"
    if outcome is Outcome.REFERENCE and not answer.reason:
        return "结果是“留作参考”，没有写理由。", "补上“理由: …”，写明为什么现在不能采纳。"
    if outcome is Outcome.ESCALATED and not answer.escalated_to:
        return "结果是“已向上反映”，没有写反映给谁。", "补上“反映对象: …”。"
    return None


def promise_unmet(register: Register, today: date) -> Iterator[Finding]:
    """A promised day has passed by more than the grace, and nothing says that it was kept."""
    for case in cases(register, today):
        record = case.record
        if case.lead:
            continue  # promises to merged proposals are the lead's
        unmet = [promise for promise in case.promises if promise.state is PromiseState.UNMET]
        if not unmet or orphans(record) or stray_progress(record) or ask_slips(record, register):
            continue
        if date_slips(record, today):
            continue
        for promise in unmet:
            grace = register.rulings(promise.reply.content.on).values.promise_grace or 0
            if (today - promise.due).days > grace and _answer(promise).outcome in _OPEN:
                yield _unmet(register, case, promise, today)


def _answer(promise: Promise) -> Answer:
    return promise.reply.content.answers[_index(promise)]


def _index(promise: Promise) -> int:
    answers = promise.reply.content.answers
    return max(index for index, answer in enumerate(answers) if answer.ask == promise.ask)


def _unmet(register: Register, case: Case, promise: Promise, today: date) -> Finding:
    number, ask = promise.ask
    about = f"reply-{promise.reply.n} 建议{number + '/' if number else ''}{ask}"
    next_progress = len(case.record.all(Progress)) + 1
    days = (today - promise.due).days
    moved = [act for act in promise.progress if act.content.moved_to]
    what: Act[Any] = moved[-1] if moved else promise.reply
    keys: tuple[str | int, ...] = ("新期限",) if moved else ("逐条", _index(promise), "期限")
    message = f"承诺的期限 {promise.due} 已过 {days} 天，没有完成或改期的记录。"
    cure = f"补 progress-{next_progress}.md：关于: {about}，写完成日期和佐证；没办完就写新期限和理由。"
    objector = Objector(register, PROMISE_UNMET)
    return objector.about(what, keys, message, cure, threshold="promise_grace", on=promise.reply.content.on)


def unanswered_ask(register: Register, today: date) -> Iterator[Finding]:
    """Several asks need several answers; only 逐条 entries count, prose is free."""
    objector = Objector(register, UNANSWERED_ASK)
    for case in cases(register, today):
        record = case.record
        if not isinstance(record.content, Proposal) or case.route not in ("立案", "转意见", "并案"):
            continue
        if not case.answered or not case.replies:
            continue
        own = asks_of(record)
        if case.lead is None and len(own) < 2:
            continue
        slipped = ask_slips(case.lead or record, register) or route_gap(case.lead or record)
        if slipped or route_gap(record):
            continue
        number = record.number if case.lead else ""
        given = case.answers()
        missing = [str(n) for n in range(1, len(own) + 1) if (number, n) not in given]
        if missing:
            last = case.replies[-1]
            labels = [f"{number}/{n}" if number else n for n in missing]
            keys = ("逐条",) if last.content.answers else ("日期",)
            message = f"建议 {'、'.join(labels)} 没有逐条答复。"
            cure = f"在“逐条”里给每条建议各写一项：- {{建议: {labels[0]}, 结果: …, 说明: …}}。"
            yield objector.about(last, keys, message, cure, value=False)


def unknown_ask(register: Register, today: date) -> Iterator[Finding]:
    """An answer names an ask that exists, each ask once in a reply."""
    objector = Objector(register, UNKNOWN_ASK)
    for record in register.of(Proposal):
        for slip in ask_slips(record, register):
            yield objector.about(slip.reply, ("逐条", slip.index, "建议"), slip.message, slip.cure)


SUBJECT = "条条有答复"

RULES = (
    Rule(NO_PARTICULARS, no_particulars),
    Rule(PROMISE_UNMET, promise_unmet),
    Rule(UNANSWERED_ASK, unanswered_ask),
    Rule(UNKNOWN_ASK, unknown_ask),
)
