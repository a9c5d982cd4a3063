"""海报: one message that is read from three steps away, a few figures, and a large code to the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.derive.cases import Case
from gongkai.records.finance import Finance
from gongkai.records.meeting import Meeting, Resolution
from gongkai.records.notice import Notice
from gongkai.records.proposal import Proposal
from gongkai.register import Act, Record
from gongkai.render.templates import day, money
from gongkai.sheets import notices
from gongkai.sheets.courses import states, titled
from gongkai.sheets.document import Block, Facts, Paper, Sheet, Style, Verdict
from gongkai.sheets.marks import hotline, mark_of
from gongkai.sheets.resolutions import number_of
from gongkai.sheets.words import Words
from gongkai.views import answers
from gongkai.views.board import Board
from gongkai.views.finances import pages as finances
from gongkai.views.meetings import resolutions
from gongkai.views.notices import length_words, status_chip
from gongkai.views.proposals.pages import session_of, status_chips
from gongkai.views.record_pages import whole

FORM = "海报"
UPRIGHT, WIDE = (11, 15, 20, 28), (15, 20, 26, 36)
"""So many characters go on a line of the title; more where it would have too many lines."""
FIGURES = 4
"""More figures than this are no message."""


def sheets(board: Board, record: Record[Any], style: Style = Style.NOTICE, paper: Paper = Paper.A3) -> Iterator[Sheet]:
    """The posters of a record: one for a notice, a statement or an answered proposal, one for each resolution."""
    content = record.content
    if isinstance(content, Notice):
        yield _notice(board, record, paper)
    elif isinstance(content, Finance):
        yield _statement(board, record, paper)
    elif isinstance(content, Proposal) and not board.is_card(record):
        yield _proposal(board, record, paper)
    elif isinstance(content, Meeting):
        for act in record.all(Resolution):
            yield _resolution(board, record, act, paper)


def _poster(paper: Paper, kicker: str, title: str, blocks: Iterator[Block], **about: Any) -> Sheet:
    wide = paper in (Paper.A3_WIDE, Paper.A4_WIDE)
    return Sheet(
        form=FORM,
        title=title,
        blocks=tuple(blocks),
        template="poster",
        paper=paper,
        more=titled(title, WIDE if wide else UPRIGHT, 2 if wide else 4, kicker=kicker),
        **about,
    )


def _notice(board: Board, record: Record[Notice], paper: Paper) -> Sheet:
    content = record.content
    mark = mark_of(board, record, period=(content.first, content.last), phone=notices.phone(board, content))

    def blocks() -> Iterator[Block]:
        yield Verdict(status_chip_words(content, board), whole(f"{day(content.first)}至{day(content.last)}"))
        yield Facts(tuple(_appeal(board, content)))

    return _poster(paper, notices.kicker(content), content.title, blocks(), mark=mark, records=(record.identity,))


def status_chip_words(content: Notice, board: Board) -> Words:
    """The length of a notice that stands; a poster hangs for days, so it does not count those left."""
    running = content.first <= board.today <= content.last
    return f"公示 {length_words(board, content)}" if running else status_chip(content, board)


def _appeal(board: Board, content: Notice) -> Iterator[tuple[str, str]]:
    if content.objection:
        yield "有异议找", content.objection.receiver
        if content.objection.place:
            yield "地点", content.objection.place
    if number := notices.phone(board, content):
        yield "监督电话", number
    if content.names:
        yield "名单", f"{len(content.names)} 人"


def _statement(board: Board, record: Record[Finance], paper: Paper) -> Sheet:
    content = record.content
    statement = finances.place_of(board, record).link.statement
    unit = content.unit.value
    main = statement.main

    def figures() -> Iterator[tuple[str, str]]:
        if main is not None:
            for name, table in (("收入", statement.income), ("支出", statement.expense)):
                if not table.empty and table.total[main].known:
                    yield name, f"{money(table.total[main].value)} {unit}"
            balance = statement.balance[main]
            if not (statement.income.empty or statement.expense.empty) and balance.known:
                yield "结余", f"{money(balance.value)} {unit}"
        if statement.closing and statement.closing.value is not None:
            yield "期末结余", f"{money(statement.closing.value)} {unit}"

    def blocks() -> Iterator[Block]:
        found = tuple(figures())[:FIGURES]
        yield Verdict(content.period.label, "" if found else whole(finances.total_sentence(statement)))
        if found:
            yield Facts(found)

    mark = mark_of(board, record, phone=content.hotline or hotline(board))
    return _poster(paper, content.category.value, content.heading, blocks(), mark=mark, records=(record.identity,))


def _proposal(board: Board, record: Record[Proposal], paper: Paper) -> Sheet:
    case = board.cases[record.identity]

    def blocks() -> Iterator[Block]:
        yield Verdict(states(status_chips(case, board)), whole(_outcomes(board, case, record.content)))
        yield Facts(tuple(_dates(case, record.content.submitted_on)))

    kicker = f"{session_of(record.number)}教代会提案"
    mark = mark_of(board, record)
    return _poster(paper, kicker, record.content.subject, blocks(), mark=mark, records=(record.identity,))


def _outcomes(board: Board, case: Case, content: Proposal) -> str:
    """How many 建议 there are and what became of them, counted."""
    pairs = answers.pairs(board, case, content.suggestions, board.links(f"{case.record.identity}/"))
    counts: dict[str, int] = {}
    for pair in pairs:
        word = pair.said.chip.word if pair.said else "尚未答复"
        counts[word] = counts.get(word, 0) + 1
    told = "，".join(f"{word} {count} 条" for word, count in counts.items())
    return f"{len(pairs)} 条建议：{told}。" if pairs else ""


def _dates(case: Case, submitted: date) -> Iterator[tuple[str, str]]:
    yield "提交", day(submitted)
    if case.department:
        yield "主办", case.department
    if case.replies:
        yield "答复", day(case.replies[-1].content.on)
    elif case.last:
        yield "答复期限", day(case.last.due)


def _resolution(board: Board, meeting: Record[Meeting], act: Act[Resolution], paper: Paper) -> Sheet:
    made = resolutions.decision(board, act)

    def blocks() -> Iterator[Block]:
        yield Verdict(made.chip, whole(made.sentence))
        if vote := act.content.vote:
            counts = (("赞成", vote.yes), ("反对", vote.no), ("弃权", vote.abstained))
            yield Facts(tuple((name, f"{count}") for name, count in counts))

    mark = mark_of(board, meeting, number=number_of(meeting, act), identity=act.identity)
    kicker = f"{meeting.content.heading}决议"
    return _poster(paper, kicker, act.content.subject, blocks(), mark=mark, records=(meeting.identity,))
