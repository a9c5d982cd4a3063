"""Opinions: one page each – the summary beside its answer, then how it was dealt with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from gongkai.derive.cases import Case
from gongkai.once import once
from gongkai.records.opinion import Opinion, Route
from gongkai.register import Record, Register
from gongkai.render.pages import Entry, Page, root_of
from gongkai.render.prose import Link, plain, to_html
from gongkai.render.templates import day
from gongkai.views import answers, figures
from gongkai.views.acts import Step, receipt, steps
from gongkai.views.board import Board
from gongkai.views.proposals.pages import status_chips
from gongkai.views.record_pages import Fact, Outline, corrections, facts, joined, record_page, whole
from gongkai.views.states import case_state

ROUTE_GLOSS = {
    "合并答复": "与另一件内容相同，在那一件里一并答复",
    "转专门渠道": "已转专门机构按规定办理，结果告知本人，内容不公开",
    "留存参考": "目前不能办理，留下来供以后研究时参考",
    "已收": "已收到，等待转交承办部门",
}


def pages(board: Board) -> Iterator[Page]:
    """One page for each opinion that may be shown."""
    for record in board.paged(Opinion):
        yield page(board, record)


def page(board: Board, record: Record[Opinion]) -> Page:
    """The page of one opinion."""
    case = board.cases[record.identity]
    address = f"{record.identity}/"
    link = board.links(address)
    content = record.content
    itemised = any(reply.content.answers for reply in case.replies)
    replies = answers.texts(case, link)
    values = {
        "record": record,
        "case": case,
        "chips": status_chips(case, board),
        "lead": tuple(whole(words) for words in _lead(record, case)),
        "gloss": ROUTE_GLOSS.get(case.route, ""),
        "reason": (content.handling.reason or "") if content.handling else "",
        "summary": to_html(content.summary, link),
        "pairs": answers.pairs(board, case, content.summary, link) if itemised else (),
        "promises": answers.kept(board, case),
        "replies": replies,
        "answer": _answer(case, link) if not itemised else "",
        "answered_by": answers.answered_by(case),
        "waiting": _waiting(board, case),
        "joined": tuple(_joined(board, record)),
        "steps": steps(board, case, tuple(_begun(board, record, case))),
        "facts": tuple(_facts(board, record, case, address)),
        "changes": corrections(board, record, address),
        "sheets": figures.sheets(record),
    }
    outline = Outline(
        address=address,
        title=f"{content.heading}（意见 {record.number}）",
        description=f"{content.heading}：{case.route}，{case.process.value}",
        source=record.identity,
        sections=(
            ("changes", "更正", values["changes"]),
            ("answers", "摘要与答复", True),
            ("promises", "承诺与兑现", values["promises"]),
            ("joined", "一并答复的意见", values["joined"]),
            ("course", "办理经过", True),
            ("replies", "答复全文", itemised and replies),
            ("figures", "数字", values["sheets"]),
            ("basis", "本页依据", True),
        ),
        entry=Entry(
            number=record.number,
            kind=content.label,
            words=_words(case),
            date=content.day.isoformat() if content.day else "",
            status=case_state(case),
            department=case.department,
        ),
    )
    return record_page(board, outline, "opinion.html.jinja", values)


def _answer(case: Case, link: Link) -> tuple[answers.Text, ...]:
    """The whole answers, when they are not itemised: they stand beside the summary, the latest first."""
    return answers.texts(case, link)[::-1]


def _waiting(board: Board, case: Case) -> str:
    last = case.last
    if last is None or last.reply:
        return ""
    overdue = last.overdue_days(board.today)
    due = day(last.due)
    return (
        f"答复期限 {due}，已过 {overdue} 天。"
        if overdue
        else f"答复期限 {due}，还有 {(last.due - board.today).days} 天。"
    )


@once
def _joined_to(register: Register) -> Mapping[str, tuple[Record[Opinion], ...]]:
    """The opinions answered together with each, by its identity."""
    found: dict[str, list[Record[Opinion]]] = {}
    for record in register.of(Opinion):
        handling = record.content.handling
        if handling and handling.joined_to:
            found.setdefault(handling.joined_to, []).append(record)
    return {lead: tuple(records) for lead, records in found.items()}


def _joined(board: Board, record: Record[Opinion]) -> Iterator[tuple[str, str]]:
    root = root_of(f"{record.identity}/")
    for other in _joined_to(board.register).get(record.identity, ()):
        yield f"{root}{other.identity}/", f"{other.number} {other.content.heading}"


def _lead(record: Record[Opinion], case: Case) -> Iterator[str]:
    content = record.content
    yield content.source.value
    if content.day:
        yield f"{day(content.day)}{'开箱' if content.opened_on else '收到'}"
    yield f"{content.signature.value}来信" if content.source.value.endswith("箱") else content.signature.value
    if case.department:
        yield f"{'接收' if case.route == Route.SPECIAL.value else '承办'} {case.department}"


def _begun(board: Board, record: Record[Opinion], case: Case) -> Iterator[Step]:
    """How an opinion came, and to whom it went; the clock runs from the latter if there is one."""
    content, handling = record.content, record.content.handling
    first = case.rounds[0] if case.rounds else None
    if content.day:
        counted = receipt(board, first) if first and handling is None else None
        name = "开箱" if content.opened_on else "收到"
        yield Step(name, content.day, f"{content.source.value}，{content.signature.value}", counted)
    if handling:
        due = f"答复期限 {day(first.due)}" if first else ""
        counted = receipt(board, first) if first else None
        yield Step(handling.route.value, handling.on, joined(handling.receiver, due), counted)


def _facts(board: Board, record: Record[Opinion], case: Case, address: str) -> Iterator[Fact]:
    content = record.content
    yield "来源", content.source.value
    yield "署名", f"{content.signature.value}；姓名不入库"
    if content.consent:
        yield "来信人", "同意公开摘要与答复"
    if case.lead:
        link = Markup('<a href="{}{}/">{}</a>')
        yield "一并答复于", link.format(root_of(address), case.lead.identity, case.lead.number)
    yield from facts(board, record, address)


def _words(case: Case) -> str:
    content = case.record.content
    parts = [content.heading, plain(content.summary)]
    for reply in case.replies:
        parts.append(plain(reply.content.text))
        parts += [answer.text or "" for answer in reply.content.answers]
    return " ".join(part for part in parts if part)
