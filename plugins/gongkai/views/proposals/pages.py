"""Proposals: one page each – asks beside answers, then how it went, then the papers behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup

from gongkai.derive.cases import Case, Process, asks
from gongkai.derive.rates import WITHDRAWN
from gongkai.once import once
from gongkai.records.fields import Session
from gongkai.records.proposal import Person, Proposal, Review
from gongkai.register import Record, Register
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Page, root_of
from gongkai.render.prose import to_html
from gongkai.views import answers, figures
from gongkai.views.acts import Step, nth, steps
from gongkai.views.answers import OUTCOME_CHIPS, promise_chip
from gongkai.views.board import Board
from gongkai.views.record_pages import Fact, Outline, corrections, facts, record_page, whole
from gongkai.views.states import case_state

__all__ = ["OUTCOME_CHIPS", "ROUTE_GLOSS", "page", "pages", "promise_chip", "session_of", "status_chips"]

ROUTE_GLOSS = {
    "立案": "已受理，交主办部门办理并答复",
    "并案": "与内容相同的提案合并办理，由主案一并答复",
    "转意见": "不作为提案立案，作为意见交部门办理并答复",
    "不立案": "没有立案，已把理由告知提案人",
    "撤回": "提案人书面撤回，办理终止",
    "已收": "已收到，等待提案工作委员会审查",
}

CARD_WORDS = "本件的全文与答复，按本校规则在答复后一并公开。此前公布编号、类别、主办部门和办理进度，并计入各项比率。"

UNANSWERED = {"不立案": "没有立案，理由见上", "撤回": "提案人已撤回"}
"""What stands beside an ask that gets no answer."""

WITHDRAWN_WORDS = "提案人已书面撤回，全文不公开；编号、类别和撤回日期照常公布，并计入总数。"


def pages(board: Board) -> Iterator[Page]:
    """One page for each proposal that may be shown."""
    for record in board.paged(Proposal):
        yield page(board, record)


def page(board: Board, record: Record[Proposal]) -> Page:
    """The page of one proposal."""
    case = board.cases[record.identity]
    address = f"{record.identity}/"
    card = board.is_card(record)
    content = record.content
    heading = f"{content.category}类提案（已撤回）" if card and case.route == WITHDRAWN else content.subject
    values = {
        "record": record,
        "heading": heading,
        "case": case,
        "card": _card(board, case) if card else (),
        "chips": status_chips(case, board),
        "lead": tuple(whole(words) for words in _lead(board, record, case)),
        "gloss": "" if card and case.route == WITHDRAWN else ROUTE_GLOSS.get(case.route, ""),
        "unanswered": UNANSWERED.get(case.route, "尚未答复"),
        "reason": "" if card else _reason(record),
        "steps": steps(board, case, (submitted(record),), card),
        "facts": tuple(_facts(board, record, case, address)),
        "changes": () if card else corrections(board, record, address),
    }
    values |= _text_values(board, record, case, card)
    shown = not card
    outline = Outline(
        address=address,
        title=f"{heading}（提案 {record.number}）",
        description=_description(heading, case),
        source=record.identity,
        sections=(
            ("changes", "更正", values["changes"]),
            ("answers", "建议与答复", values["pairs"]),
            ("promises", "承诺与兑现", values["promises"]),
            ("partners", "并入本案的提案", values["partners"]),
            ("course", "办理经过", True),
            ("replies", "答复全文", values["replies"]),
            ("text", "提案原文", shown),
            ("figures", "数字", values["sheets"]),
            ("basis", "本页依据", True),
        ),
        entry=Entry(
            number=record.number,
            kind=content.label,
            date=content.submitted_on.isoformat(),
            status=case_state(case),
            department=case.department,
        ),
        within=_session(record.number),
    )
    return record_page(board, outline, "proposal.html.jinja", values)


def _session(number: str) -> tuple[tuple[str, str], ...]:
    """The proposals of the same session, as the list shows them."""
    return _listed(session_of(number))


@lru_cache(maxsize=64)
def _listed(session: str) -> tuple[tuple[str, str], ...]:
    return ((f"proposals/?{quote('届次')}={quote(session)}", session),) if session else ()


def _card(board: Board, case: Case) -> tuple[str, str]:
    """The heading and the words that stand where the text is not shown yet."""
    if case.route == WITHDRAWN:
        return "已撤回", WITHDRAWN_WORDS
    waiting = case.waiting(board.today)
    return "答复后公开全文" + (f"，已等 {waiting} 天" if waiting else ""), CARD_WORDS


def _text_values(board: Board, record: Record[Proposal], case: Case, card: bool) -> dict[str, object]:
    """What holds words of the proposal or of its answers; a card has none of it."""
    partners = tuple(_partners(board, record))
    if card:
        blank = dict.fromkeys(("pairs", "promises", "replies", "sheets"), ())
        return {**blank, "grounds": "", "suggestions": "", "answered_by": "", "partners": ()}
    link = board.links(f"{record.identity}/")
    content = record.content
    return {
        "pairs": answers.pairs(board, case, content.suggestions, link),
        "promises": answers.kept(board, case),
        "replies": answers.texts(case, link),
        "answered_by": answers.answered_by(case),
        "partners": partners,
        "grounds": to_html(content.grounds, link),
        "suggestions": "" if only_asks(content.suggestions) else to_html(content.suggestions, link),
        "sheets": figures.sheets(record),
    }


def only_asks(text: str) -> bool:
    """Whether the text is nothing but its numbered asks, so that these, already read, are the whole of it."""
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and len(lines) == len(asks(text))


@once
def merged_into(register: Register) -> Mapping[str, tuple[Record[Proposal], ...]]:
    """The proposals merged into each lead, by the lead's identity."""
    found: dict[str, list[Record[Proposal]]] = {}
    for record in register.of(Proposal):
        review = record.one(Review)
        if review and review.content.merged_into:
            found.setdefault(review.content.merged_into, []).append(record)
    return {lead: tuple(records) for lead, records in found.items()}


def _partners(board: Board, record: Record[Proposal]) -> Iterator[dict[str, object]]:
    """The proposals merged into this one: whose they are, and how many of their asks are answered here."""
    root = root_of(f"{record.identity}/")
    given = {answer.ask for reply in board.cases[record.identity].replies for answer in reply.content.answers}
    for partner in merged_into(board.register).get(record.identity, ()):
        count = sum(1 for number, _ in given if number == partner.number)
        yield {
            "address": f"{root}{partner.identity}/",
            "number": partner.number,
            "subject": partner.content.subject,
            "who": delegate(partner.content.proposer),
            "answers": f"逐条答复 {count} 条" if count else "",
        }


def delegate(person: Person) -> str:
    """A delegate: the delegation, and the name only where it may be shown."""
    delegation = f"{person.delegation}代表团" if person.delegation else ""
    return f"{delegation} {person.name}" if person.name else delegation


def session_of(number: str) -> str:
    """届次 in words, from a proposal's number."""
    parts = number.split("-")
    if len(parts) >= 2 and parts[0].isdigit() and parts[1].isdigit():
        return str(Session(int(parts[0]), int(parts[1])))
    return number


def status_chips(case: Case, board: Board) -> tuple[Chip, ...]:
    """The state of a submission at a glance: how far, with what outcome, in time or not."""
    return tuple(_status_chips(case, board))


_ENDED = {
    "撤回": ("withdrawn", ""),
    "不立案": ("not-filed", "不立案，已说明"),
    "转专门渠道": ("forwarded", "已转专门渠道"),
}
_ENDED |= {"留存参考": ("noted", "留存参考")}
_ROUTES = {"并案": "merged", "转意见": "opinion", "合并答复": "merged"}


def _status_chips(case: Case, board: Board) -> Iterator[Chip]:
    if ended := _ENDED.get(case.route):
        yield chip(*ended)
        return
    if sign := _ROUTES.get(case.route):
        yield chip(sign, case.route)
    last = case.last
    if case.process is Process.OVERDUE:
        yield chip("overdue", f"逾期 {case.overdue_days(board.today)} 天")
    elif case.answered:
        yield chip("answered")
    elif case.process is Process.RECEIVED:
        yield chip("under-way", "已收，待审查")
    elif last and (last.due - board.today).days <= (board.register.rulings(last.began).values.reply_warning or -1):
        yield chip("due-soon", f"还有 {(last.due - board.today).days} 天到期")
    else:
        yield chip("under-way", "重新办理" if last and last.n > 1 else "办理中")
    if case.outcome and case.answered:
        yield chip(OUTCOME_CHIPS[case.outcome])
    lead = board.cases.get(case.lead.identity) if case.lead else None
    yield from _in_time(lead or case)


def _in_time(case: Case) -> Iterator[Chip]:
    """Whether every answer so far came in time; the first late one is the one that counts."""
    answered = [each for each in case.rounds if each.reply]
    late = next((each for each in answered if each.reply and each.reply.content.on > each.due), None)
    if late and late.reply:
        yield chip("published-late", f"答复迟 {(late.reply.content.on - late.due).days} 天")
    elif answered and answered[0].reply:
        first = answered[0]
        name = "按期" if len(answered) == len(case.rounds) else "首次答复按期"
        limit = f"期限 {first.deadline.count} {'个月' if first.deadline.unit.value == '月' else '天'}"
        if first.deadline.unit.value.endswith("日") and first.deadline.unit.value != "自然日":
            limit = f"期限 {first.deadline.count} 个{first.deadline.unit.value}"
        if first.extensions:
            limit = "批准延期内"
        yield chip("in-time", f"{name}（{nth(first, answered[0].reply.content.on)}，{limit}）")


def _lead(board: Board, record: Record[Proposal], case: Case) -> Iterator[str]:
    content = record.content
    if who := delegate(content.proposer):
        yield who
    yield content.category
    if case.department:
        yield f"主办 {case.department}"
    if case.replies and not board.is_card(record):
        yield f"{case.replies[-1].content.signed_by}签批"


def _reason(record: Record[Proposal]) -> str:
    review = record.one(Review)
    return (review.content.reason or "") if review else ""


def submitted(record: Record[Proposal]) -> Step:
    """The first step of a proposal's course."""
    content = record.content
    seconders = f"，附议 {len(content.seconders)} 人" if content.seconders else ""
    kind = "，代表团集体提出" if content.by_delegation else ""
    return Step("提交", content.submitted_on, f"{delegate(content.proposer)}{kind}{seconders}", ident="submitted")


def people(board: Board, record: Record[Proposal]) -> Iterator[tuple[str, str]]:
    """Who proposed and who seconded, by delegation, and by name only where it may be shown."""
    content = record.content
    if who := delegate(content.proposer):
        yield "提案人", who
    if content.seconders:
        yield "附议人", _seconders(content.seconders)
    partners = merged_into(board.register).get(record.identity, ())
    together = "、".join(dict.fromkeys(who for each in partners if (who := delegate(each.content.proposer))))
    if together:
        yield "共同提案人", together


def _facts(board: Board, record: Record[Proposal], case: Case, address: str) -> Iterator[Fact]:
    yield from people(board, record)
    if case.lead:
        yield (
            "主案",
            Markup('<a href="{}{}/">{}</a>').format(root_of(address), case.lead.identity, case.lead.number),
        )
    yield from facts(board, record, address)


def _seconders(people: tuple[Person, ...]) -> str:
    """Seconders by delegation and number, by name where it may be shown."""
    groups: dict[str, list[Person]] = {}
    for person in people:
        groups.setdefault(person.delegation, []).append(person)
    shown = []
    for delegation, members in groups.items():
        names = [person.name for person in members if person.name]
        unnamed = len(members) - len(names)
        parts = [*names, *([f"{unnamed} 人"] if unnamed else [])]
        shown.append(f"{delegation} {'、'.join(parts)}")
    return "；".join(shown)


def _description(heading: str, case: Case) -> str:
    outcome = f"，{case.outcome.value}" if case.outcome else ""
    return f"{heading}：{case.route}，{case.process.value}{outcome}"
