"""提案与答复: every 建议 beside its answer first, then how it went, then the papers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.derive.cases import Case
from gongkai.derive.rates import WITHDRAWN
from gongkai.records.proposal import Proposal, Review
from gongkai.register import Record
from gongkai.render.icons import Chip
from gongkai.render.prose import to_html
from gongkai.sheets.courses import course, joined, states, titled, widths_of
from gongkai.sheets.document import (
    Answer,
    Ask,
    Asks,
    Block,
    Bullets,
    Facts,
    Heading,
    Paragraph,
    Role,
    Sheet,
    Style,
    Verdict,
)
from gongkai.sheets.marks import mark_of
from gongkai.sheets.prose import blocks_of
from gongkai.views import answers
from gongkai.views.acts import steps
from gongkai.views.answers import Kept, Pair, Said
from gongkai.views.board import Board
from gongkai.views.proposals.pages import (
    CARD_WORDS,
    ROUTE_GLOSS,
    UNANSWERED,
    WITHDRAWN_WORDS,
    delegate,
    merged_into,
    only_asks,
    people,
    session_of,
    status_chips,
    submitted,
)
from gongkai.views.record_pages import joined as in_a_row
from gongkai.views.record_pages import whole

FORM = "提案与答复"


def sheets(board: Board, record: Record[Any], style: Style = Style.NOTICE) -> Iterator[Sheet]:
    """The sheet of a proposal; of other records there is none."""
    if not isinstance(record.content, Proposal):
        return
    case = board.cases[record.identity]
    is_card = board.is_card(record)
    content = record.content
    withdrawn = is_card and case.route == WITHDRAWN
    title = f"{content.category}类提案（已撤回）" if withdrawn else content.subject
    yield Sheet(
        form=FORM,
        title=title,
        blocks=tuple(_card(board, record, case) if is_card else _whole(board, record, case)),
        mark=mark_of(board, record),
        records=(record.identity,),
        template="official" if style is Style.OFFICIAL else "notice",
        style=style,
        more=titled(title, widths_of(style), kicker=f"{session_of(record.number)}教代会提案"),
    )


def _head(board: Board, record: Record[Proposal], case: Case) -> Iterator[Block]:
    yield Facts(tuple(_facts(board, record, case)))
    reason = record.one(Review)
    words = ROUTE_GLOSS.get(case.route, "") if case.route != "立案" else ""
    lead = f"，主案 {case.lead.number} {case.lead.content.heading}" if case.lead and words else ""
    why = f"。理由：{reason.content.reason}" if reason and reason.content.reason and words else ""
    yield Verdict(states(status_chips(case, board)), whole(f"{words}{lead}{why}"))


def _card(board: Board, record: Record[Proposal], case: Case) -> Iterator[Block]:
    """What may be told before the answer: number, category, department and dates."""
    yield from _head(board, record, case)
    yield Paragraph(WITHDRAWN_WORDS if case.route == WITHDRAWN else CARD_WORDS)
    yield from course(steps(board, case, (submitted(record),), card=True), "办理经过")


def _whole(board: Board, record: Record[Proposal], case: Case) -> Iterator[Block]:
    link = board.links(f"{record.identity}/")
    content = record.content
    yield from _head(board, record, case)
    pairs = answers.pairs(board, case, content.suggestions, link)
    if pairs:
        yield Heading("一、建议与答复")
        none = UNANSWERED.get(case.route, "尚未答复")
        yield Asks(tuple(_ask(pair, none) for pair in pairs))
    kept = answers.kept(board, case)
    if kept:
        yield Heading("承诺与兑现", 2)
        yield _promises(kept)
    yield from _partners(board, record)
    found = course(steps(board, case, (submitted(record),), card=False), "二、办理经过")
    yield from found
    yield Heading("三、原文")
    yield from _papers(board, record, case, has_pairs=bool(pairs))


def _facts(board: Board, record: Record[Proposal], case: Case) -> Iterator[tuple[str, str]]:
    if not board.is_card(record):
        yield from people(board, record)
    yield "类别", record.content.category
    if case.department:
        review = record.one(Review)
        support = f"，协办 {'、'.join(review.content.support)}" if review and review.content.support else ""
        yield "主办", f"{case.department}{support}"


def _ask(pair: Pair, none: str) -> Ask:
    found = [pair.said, *reversed(pair.earlier)] if pair.said else []
    last = [_answer(said, pair.promise if said is pair.said else None) for said in found]
    return Ask(f"{pair.n}", pair.ask, tuple(last) or (Answer(none),))


def _answer(said: Said, promise: Chip | None) -> Answer:
    told = [line for line in said.lines if not line.startswith("承诺")]
    promised = [line for line in said.lines if line.startswith("承诺")]
    words = joined((whole(f"{said.by}：") if said.by else "", whole("".join(_ended(line) for line in told))), "")
    text = "".join(_ended(line) for line in promised)
    came = promise if promise and promise.word not in text else None  # a day to come stands in the promise itself
    return Answer(said.chip, words, joined((whole(text), came)) if came else whole(text))


def _ended(sentence: str) -> str:
    """A sentence with its full stop, so that the next may follow."""
    return sentence if sentence.endswith(("。", "！", "？", "；", "”", "…")) else f"{sentence}。"


def _promises(kept: tuple[Kept, ...]) -> Bullets:
    """Every promise with its state, and below it what was done."""
    return Bullets(tuple(tuple(_promise(each)) for each in kept))


def _promise(kept: Kept) -> Iterator[Block]:
    due = "" if kept.due in kept.chip.word else f"（期限 {kept.due}）"
    yield Paragraph(joined((whole(f"建议 {kept.n}：{kept.text}{due}"), kept.chip)))
    done = f"{kept.done}办完" if kept.done else ""
    told = [_ended(words) for words in (done, *kept.moved, *kept.notes) if words]
    if told:
        yield Paragraph(whole("".join(told)), Role.NOTE)


def _partners(board: Board, record: Record[Proposal]) -> Iterator[Block]:
    partners = merged_into(board.register).get(record.identity, ())
    if partners:
        yield Heading("并入本案的提案", 2)
        said = (in_a_row(f"{each.number} {each.content.subject}", delegate(each.content.proposer)) for each in partners)
        yield Bullets(tuple((Paragraph(words),) for words in said))


def _papers(board: Board, record: Record[Proposal], case: Case, *, has_pairs: bool) -> Iterator[Block]:
    """The text of the proposal, and the replies as they were signed."""
    link = board.links(f"{record.identity}/")
    content = record.content
    if content.grounds:
        yield Heading("案据", 2)
        yield from blocks_of(to_html(content.grounds, link))
    if content.suggestions and not (has_pairs and only_asks(content.suggestions)):
        yield Heading("建议", 2)
        yield from blocks_of(to_html(content.suggestions, link))
    for text in answers.texts(case, link):
        yield Heading(text.title, 2)
        yield Paragraph(whole(text.by), Role.NOTE)
        if text.summary:
            yield Paragraph(text.summary)
        yield from blocks_of(text.html)
