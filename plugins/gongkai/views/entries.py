"""What happened, as entries of a feed: a title that says it, a short summary, a link to where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from gongkai.derive.events import ASSIGNED, SUBMITTED, Event
from gongkai.records.meeting import Execution, Resolution
from gongkai.records.notice import Notice
from gongkai.records.proposal import (
    Answer,
    Correction,
    Delay,
    Extension,
    Feedback,
    Handover,
    Progress,
    Proposal,
    Reply,
    Review,
    Withdrawal,
)
from gongkai.render.feeds import Item
from gongkai.render.templates import day
from gongkai.views.board import Board
from gongkai.views.permanent import name_of
from gongkai.views.told import words

LONGEST = 200
"""A summary is cut after so many characters; the page has the rest."""


def item(board: Board, event: Event) -> Item:
    """One event as the entry of a feed."""
    content = event.record.content
    return Item(
        name_of(board, event.identity),
        event.on,
        _title(board, event),
        _short("。".join(_summary(board, event))),
        _link(event),
        content.kind(),
        content.label,
    )


def _title(board: Board, event: Event) -> str:
    """What happened: a proposal is known by its number, everything else by what it is called."""
    happened = _happened(board, event)
    if isinstance(event.record.content, Proposal):
        return f"{event.record.number} {happened.replace('，', '：', 1)}"
    title = board.titles[event.page]
    return f"{title}：{happened}" if happened else title


def _happened(board: Board, event: Event) -> str:
    if event.name == SUBMITTED:
        return "提案提交"
    if event.name == ASSIGNED:
        review: Review = event.what.content
        case = board.cases[event.record.identity]
        due = next((each.due for each in case.rounds if each.began == event.on), None)
        return f"交办{review.lead or ''}" + (f"，答复期限 {day(due)}" if due else "")
    if event.is_elsewhere:
        lead = board.cases[event.record.identity].lead
        return f"{event.what.content.department}在{lead.number if lead else '主案'} 中一并答复"
    return words(board, event.record, event.what)


def _summary(board: Board, event: Event) -> Iterator[str]:
    content = event.record.content
    if isinstance(content, Proposal):
        yield f"{content.label}“{content.subject}”"
    else:
        yield f"{content.label} {event.record.number}"
    if not (board.is_card(event.record) or event.is_elsewhere):
        tell = _DETAILS.get(type(event.what.content))
        yield from (part.rstrip("。") for part in (tell(event.what.content) if tell else ()) if part)


def _short(text: str) -> str:
    return f"{text}。" if len(text) < LONGEST else f"{text[: LONGEST - 1]}…"


def _link(event: Event) -> str:
    if not event.name or isinstance(event.what.content, Resolution):
        return f"{event.page}/"
    return f"{event.page}/#{'course' if event.is_elsewhere else event.name}"


def _reply(content: Reply) -> Iterator[str]:
    yield content.summary or ""
    if not content.summary:
        yield from (_answer(answer) for answer in content.answers if not answer.ask[0])


def _answer(answer: Answer) -> str:
    due = f"，期限 {day(answer.due)}" if answer.due else ""
    said = answer.text or answer.promise or answer.reason or ""
    return f"建议 {answer.ask[1]} {answer.outcome.value}{due}{'：' if said else ''}{said}"


def _progress(content: Progress) -> Iterator[str]:
    number, ask = content.about[1:]
    yield f"关于{number + ' 的' if number else ''}建议 {ask}" if ask else ""
    yield f"理由：{content.reason}" if content.reason else ""
    yield f"佐证：{content.evidence}" if content.evidence else ""


def _correction(content: Correction) -> Iterator[str]:
    yield f"位置：{content.where}"
    yield f"理由：{content.reason}"


def _notice(content: Notice) -> Iterator[str]:
    yield f"{content.matter.value}公示，{day(content.first)}至{day(content.last)}"


_DETAILS: dict[type, Callable[[Any], Iterator[str]]] = {
    Reply: _reply,
    Progress: _progress,
    Correction: _correction,
    Notice: _notice,
    Review: lambda content: iter((f"理由：{content.reason}" if content.reason else "",)),
    Feedback: lambda content: iter((f"意见：{content.comment}" if content.comment else "",)),
    Extension: lambda content: iter((f"理由：{content.reason}",)),
    Delay: lambda content: iter((f"原因：{content.reason}",)),
    Handover: lambda content: iter((f"理由：{content.reason}",)),
    Withdrawal: lambda content: iter((f"凭据：{content.evidence}",)),
    Execution: lambda content: iter((f"佐证：{content.evidence}" if content.evidence else "",)),
}
"""What an act says beside the line that tells of it; a card tells none of it."""
