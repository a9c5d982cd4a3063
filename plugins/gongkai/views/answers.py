"""Asks beside answers, and promises with what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from gongkai.derive.cases import Case, Promise, PromiseState, asks
from gongkai.records.proposal import Answer, Outcome, Reply
from gongkai.register import Act
from gongkai.render.icons import Chip, chip
from gongkai.render.prose import Link, plain, to_html
from gongkai.render.templates import day
from gongkai.views.board import Board
from gongkai.views.record_pages import joined

OUTCOME_CHIPS = {
    Outcome.RESOLVED: "resolved",
    Outcome.IN_PROGRESS: "solving",
    Outcome.PLANNED: "planned",
    Outcome.REFERENCE: "noted",
    Outcome.ESCALATED: "forwarded",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What one reply says of one ask."""

    by: str
    chip: Chip
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """One ask, its latest answer, what became of its promise, and what was answered before."""

    n: int
    ask: Markup
    said: Said | None
    promise: Chip | None
    earlier: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """One promise: what was promised by when, and what came of it."""

    n: int
    text: str
    chip: Chip
    due: str
    moved: tuple[str, ...]
    done: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """The full text of a reply."""

    ident: str
    title: str
    by: str
    summary: str
    html: Markup


def own_number(case: Case) -> str:
    """How replies name the asks of this case: by its number where another record answers it."""
    return case.record.number if case.lead else ""


def pairs(board: Board, case: Case, text: str, link: Link) -> tuple[Pair, ...]:
    """Every ask of a text beside its answers."""
    return tuple(_pairs(board, case, text, link))


def _pairs(board: Board, case: Case, text: str, link: Link) -> Iterator[Pair]:
    number = own_number(case)
    many = len(case.replies) > 1
    promised = {promise.ask: promise_chip(promise) for promise in promises(board, case)}
    for n, ask in enumerate(asks(text), 1):
        said = tuple(
            _said(reply, answer, many)
            for reply in case.replies
            for answer in reply.content.answers
            if answer.ask == (number, n)
        )
        yield Pair(n, to_html(ask, link), said[-1] if said else None, promised.get((number, n)), said[:-1])


def _said(reply: Act[Reply], answer: Answer, many: bool) -> Said:
    lines = [answer.text or ""]
    if answer.promise:
        lines.append(f"承诺：{answer.promise}" + (f"（{day(answer.due)}前）" if answer.due else ""))
    elif answer.due:
        lines.append(f"承诺 {day(answer.due)}前办完。")
    if answer.reason:
        lines.append(f"理由：{answer.reason}")
    if answer.escalated_to:
        lines.append(f"已反映给：{answer.escalated_to}")
    by = f"第 {reply.n} 次答复，{day(reply.content.on)}" if many else ""
    return Said(by, chip(OUTCOME_CHIPS[answer.outcome]), tuple(line for line in lines if line))


def promises(board: Board, case: Case) -> tuple[Promise, ...]:
    """The promises about the record's own asks, those of the lead's replies if it was merged."""
    if case.lead is None:
        return tuple(promise for promise in case.promises if not promise.ask[0])
    lead = board.cases.get(case.lead.identity)
    number = own_number(case)
    return tuple(promise for promise in lead.promises if promise.ask[0] == number) if lead else ()


def promise_chip(promise: Promise) -> Chip:
    """What became of a promise, in a chip."""
    if promise.state is PromiseState.KEPT:
        return chip("kept")
    if promise.state is PromiseState.KEPT_LATE:
        return chip("kept-late", f"已兑现，迟 {promise.days_late} 天")
    if promise.state is PromiseState.UNMET:
        return chip("missed")
    moved = "改期至 " if promise.due != promise.first_due else ""
    return chip("not-due", f"{moved}{day(promise.due)}{'' if moved else '前'}")


def kept(board: Board, case: Case) -> tuple[Kept, ...]:
    """Every promise with what became of it, in the order of the asks."""
    return tuple(_kept(promise) for promise in sorted(promises(board, case), key=lambda each: each.ask))


def _kept(promise: Promise) -> Kept:
    moved = []
    for act in promise.progress:
        if act.content.moved_to:
            when = f"{day(act.content.on)}" if act.content.on else ""
            moved.append(joined(f"{when}改为 {day(act.content.moved_to)}", act.content.reason))
    notes = [act.content.evidence for act in promise.progress if act.content.evidence]
    return Kept(
        promise.ask[1],
        promise.text,
        promise_chip(promise),
        day(promise.first_due),
        tuple(moved),
        day(promise.done_on),
        tuple(f"佐证：{note}" for note in notes)
        + tuple(words for act in promise.progress if (words := plain(act.content.text))),
    )


def texts(case: Case, link: Link) -> tuple[Text, ...]:
    """The full text of every reply, the first first."""
    replies = case.replies
    return tuple(
        Text(
            f"text-{reply.n}",
            "答复全文" if len(replies) == 1 else f"第 {reply.n} 次答复全文",
            joined(reply.content.department, day(reply.content.on), f"{reply.content.signed_by}签批"),
            reply.content.summary or "",
            to_html(reply.content.text, link),
        )
        for reply in replies
        if reply.content.text or reply.content.summary
    )


def answered_by(case: Case) -> str:
    """Who answered when, for the head of the answers' column."""
    replies = case.replies
    if not replies:
        return "答复"
    last = replies[-1].content
    name = "答复" if case.lead is None else "主案的答复" if case.route == "并案" else "一并答复"
    return f"{name}（{last.department}，{day(last.on)}）"
