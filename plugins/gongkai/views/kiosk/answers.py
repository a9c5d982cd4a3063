"""新答复 on the wall: asks beside answers, as on the page of the proposal or the opinion."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from gongkai.derive.cases import Case
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Person, Proposal, Reply
from gongkai.register import Act
from gongkai.render.prose import plain
from gongkai.views import answers as told
from gongkai.views.board import Board
from gongkai.views.kiosk import prose
from gongkai.views.kiosk.drafting import Draft, ident_of
from gongkai.views.kiosk.splitting import Block, Form
from gongkai.views.proposals.pages import UNANSWERED
from gongkai.views.states import case_chip

NEW = timedelta(days=14)
"""An answer is new for so long."""
LEAST, MOST = 3, 12
"""The newest few are shown though they be older; of many new ones, the newest."""


def drafts(board: Board) -> Iterator[Draft]:
    """The newest answers, newest first."""
    found = sorted(answered(board), key=lambda pair: (-pair[1].content.on.toordinal(), pair[0].record.identity))
    for place, (case, reply) in enumerate(found[:MOST]):
        if place < LEAST or board.today - reply.content.on < NEW:
            yield draft(board, case, reply)


def answered(board: Board) -> Iterator[tuple[Case, Act[Reply]]]:
    """Every case with its last reply; what is answered with another has no reply of its own."""
    for case in board.cases.values():
        replies = [reply for reply in case.record.all(Reply) if reply.content.on <= board.today]
        if replies and not board.is_card(case.record):
            yield case, replies[-1]


def draft(board: Board, case: Case, reply: Act[Reply]) -> Draft:
    """One case with what was asked and answered."""
    record = case.record
    return Draft(
        ident=ident_of(record.identity),
        group="answer",
        title=record.content.heading,
        kicker=f"新答复　{record.content.label}",
        blocks=tuple(_blocks(board, case, reply)),
        address=f"{record.identity}/",
        hint="扫码看原文与办理经过",
        identity=record.identity,
        number=record.number,
        chip=case_chip(case, board.today),
        who=" · ".join(_signed(record.content, reply)),
        on=reply.content.on,
        more=_more(board, case),
    )


def _signed(content: Any, reply: Act[Reply]) -> Iterator[str]:
    if isinstance(content, Proposal) and (who := proposer(content.proposer)):
        yield f"{who}提出"
    yield f"{reply.content.department}答复"
    yield f"{reply.content.signed_by}签批"


def _blocks(board: Board, case: Case, reply: Act[Reply]) -> Iterator[Block]:
    content: Any = case.record.content
    link = board.links("")
    if not any(each.content.answers for each in case.replies):
        yield from _unitemised(content, reply)
        return
    text = content.suggestions if isinstance(content, Proposal) else content.summary
    for pair in told.pairs(board, case, text, link):
        yield Block(Form.ASK, pair.ask.striptags(), label="建" if isinstance(content, Proposal) else "问")
        said = pair.said
        if said is None:
            yield Block(Form.ANSWER, UNANSWERED.get(case.route, "尚未答复"), label="答")
            continue
        words = "；".join(each.rstrip("。") for each in said.lines) + "。" * bool(said.lines)
        kept = f"承诺{pair.promise.word}" if pair.promise and pair.promise.kind != "not-due" else ""
        yield Block(Form.ANSWER, words, "答", said.chip, kept)


def _unitemised(content: Any, reply: Act[Reply]) -> Iterator[Block]:
    """An answer that does not go point by point: what was said beside what is answered."""
    asked = plain(content.summary if isinstance(content, Opinion) else content.suggestions)
    if asked:
        yield Block(Form.ASK, asked, label="问")
    answer = reply.content.summary or reply.content.text
    first, *rest = prose.blocks(answer) or (Block(Form.TEXT, "答复全文见网页。"),)
    yield Block(Form.ANSWER, first.text, label="答")
    for each in rest:
        yield Block(Form.ANSWER, each.text, label="　") if each.form is Form.TEXT else each


def proposer(person: Person) -> str:
    """Who proposed: the delegation, and the name only with consent, for staff's walls have visitors too."""
    delegation = f"{person.delegation}代表团" if person.delegation else ""
    return f"{delegation} {person.name}" if person.name and person.name_is_public else delegation


def _more(board: Board, case: Case) -> Markup:
    content: Any = case.record.content
    asked: tuple[tuple[str, str], ...] = ()
    if isinstance(content, Proposal):
        asked = (("案据", content.grounds), ("建议", content.suggestions))
    elif isinstance(content, Opinion):
        asked = (("摘要", content.summary),)
    made = [Markup("<h3>{}</h3>{}").format(title, prose.readable(text)) for title, text in asked if text]
    for reply in told.texts(case, board.links("")):
        said = Markup("<p>{}</p>").format(reply.summary) if reply.summary else ""
        whole = prose.without_links(reply.html)
        made.append(Markup("<h3>{}</h3><p>{}</p>{}{}").format(reply.title, reply.by, said, whole))
    return Markup().join(made)
