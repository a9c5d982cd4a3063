"""Organisations: one page each – who sits on it by post, until when, who chose it, what it is there for."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.derive.tenures import Office, Standing, office, offices, successors
from gongkai.records.organisation import Organisation, OrganisationType
from gongkai.register import Record
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Page
from gongkai.render.templates import day
from gongkai.views import figures
from gongkai.views.board import Board
from gongkai.views.listing import STATE, Listing, Row, ordered, page_of, years
from gongkai.views.record_pages import Fact, Outline, corrections, facts, joined, record_page, reference, whole

_CHIPS = {
    Standing.LASTING: "regulation",
    Standing.IN_TERM: "in-time",
    Standing.ENDING: "due-soon",
    Standing.EXPIRED: "missing",
    Standing.SUCCEEDED: "ended",
    Standing.ENDED: "ended",
    Standing.AHEAD: "not-due",
}


def pages(board: Board) -> Iterator[Page]:
    """The list of bodies, and one page for each."""
    yield listing(board)
    following = successors(board.register)
    warning = board.register.rulings(board.today).values.term_warning or 0
    for record in board.paged(Organisation):
        successor = following.get(record.identity)
        yield page(board, office(record, successor, warning, board.today))


def listing(board: Board) -> Page:
    """Every body with how it stands, those that began last first."""
    found = offices(board.register, board.today)
    current = sum(each.is_current for each in found)
    rows = tuple(_row(each) for each in found)
    return page_of(
        Listing(
            address="organisations/",
            title="机构",
            lead=f"本版收录的领导小组、监督小组和各种委员会 {len(found)} 个，现任 {current} 个。成员只写岗位。",
            filters=(
                ordered("类别", (each.value for each in OrganisationType), rows, 0),
                ordered(STATE, (each.value for each in Standing), rows, 1),
                years(rows, 2),
            ),
            rows=rows,
            noun="个",
        )
    )


def _row(each: Office) -> Row:
    content = each.record.content
    words = f"{content.head}负责，{content.declared} 人"
    if content.tenure.last:
        words += f"，至 {content.tenure.last}"
    keys = (content.type.value, each.standing.value, str(content.tenure.since.year))
    state = chip(_CHIPS[each.standing], each.standing.value)
    return Row(content.tenure.since, f"{each.record.number}/", content.name, words, state, keys)


def page(board: Board, each: Office) -> Page:
    """The page of one body."""
    record = each.record
    content = record.content
    address = f"{record.identity}/"
    values = {
        "record": record,
        "chips": (standing_chip(each),),
        "lead": (content.type.value, f"{content.head}负责", whole(f"{content.declared} 人")),
        "members": content.members,
        "listed": content.listed,
        "duties": content.duties,
        "contact": content.contact,
        "office": tuple(_office(each)),
        "origin": tuple(_origin(board, each, address)),
        "facts": tuple(facts(board, record, address)),
        "changes": corrections(board, record, address),
        "sheets": figures.sheets(record),
    }
    outline = Outline(
        address=address,
        title=f"{content.name}（机构 {record.number}）",
        description=f"{content.name}：{content.head}负责，{content.declared} 人，{each.standing.value}",
        source=record.identity,
        sections=(
            ("changes", "更正", values["changes"]),
            ("members", "成员", content.members),
            ("duties", "职责", content.duties),
            ("tenure", "届期", True),
            ("origin", "怎样产生", values["origin"]),
            ("contact", "联系渠道", content.contact),
            ("basis", "本页依据", True),
        ),
        entry=Entry(
            number=record.number,
            kind=content.label,
            words=" ".join(_words(content)),
            date=content.tenure.since.isoformat(),
            status=each.standing.value,
            department=content.head,
        ),
    )
    return record_page(board, outline, "organisation.html.jinja", values)


def standing_chip(each: Office) -> Chip:
    """How a body stands, with the days it still has where that matters."""
    words = each.standing.value
    if each.standing is Standing.ENDING and each.days_left is not None:
        words = f"还有 {each.days_left} 天届满"
    return chip(_CHIPS[each.standing], words)


def _office(each: Office) -> Iterator[Fact]:
    tenure = each.record.content.tenure
    yield "自", day(tenure.since)
    if tenure.until is None:
        yield "至", "没有届期，成员随岗位接替"
    else:
        yield "至", day(tenure.until)
    if tenure.extended:
        yield "延期至", day(tenure.extended)
    if each.record.content.ended_on:
        yield "撤销日期", day(each.record.content.ended_on)
    if each.is_current and each.days_left is not None:
        left = each.days_left
        yield "还有", whole(f"{left} 天") if left >= 0 else whole(f"已过 {-left} 天，等待换届")


def _origin(board: Board, each: Office, address: str) -> Iterator[Fact]:
    content: Organisation = each.record.content
    if content.origin:
        yield "方式", content.origin
    if content.elected_by:
        yield "产生", reference(board, content.elected_by, address)
    if content.approval:
        approval = content.approval
        yield "批复", joined(approval.by, day(approval.on), approval.number)
    if content.predecessor:
        yield "上一届", reference(board, content.predecessor, address)
    if each.successor:
        yield "下一届", reference(board, each.successor.identity, address)


def current(board: Board) -> tuple[tuple[Record[Organisation], Chip], ...]:
    """The bodies now in office, by type and name, as the page of the four 第一 names them."""
    types = list(OrganisationType)
    found = [each for each in offices(board.register, board.today) if each.is_current]
    found.sort(key=lambda each: (types.index(each.record.content.type), each.record.content.name, each.record.number))
    return tuple((each.record, standing_chip(each)) for each in found)


def _words(content: Organisation) -> Iterator[str]:
    yield content.name
    yield content.type.value
    yield from (member.post for member in content.members)
    yield from content.duties
