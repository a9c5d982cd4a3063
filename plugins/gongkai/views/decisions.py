"""Decisions: one page each – the chain 议题 → 会议 → 决议 → 公示 → 结果 → 支出, every link a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from markupsafe import Markup, escape

from gongkai.derive.exact import half_up
from gongkai.derive.spending import Account, account, decisions_by_origin
from gongkai.records.decision import Decision, DecisionForm, DecisionType
from gongkai.records.meeting import Meeting
from gongkai.records.notice import Notice
from gongkai.register import Record
from gongkai.render.pages import Entry, Output
from gongkai.render.prose import plain, to_html
from gongkai.render.tables import files_of, shelved
from gongkai.render.templates import day, money
from gongkai.views import decided, figures
from gongkai.views.acts import Step
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.listing import STATE, Listing, Row, departments, ordered, page_of, years
from gongkai.views.record_pages import Fact, Outline, corrections, facts, joined, record_page, reference, whole


def pages(board: Board) -> Iterator[Output]:
    """The list of decisions, and one page for each."""
    yield page_of(_listing(board))
    for record in board.paged(Decision):
        yield from page(board, record)


def page(board: Board, record: Record[Decision]) -> Iterator[Output]:
    """The page of one decision."""
    address = f"{record.identity}/"
    content = record.content
    found = account(board.register, record)
    paid = decided.rows(found.rows, found.counted, address)
    spent = shelved(
        (decided.table(paid, "引用这项决策的支出"),), record.number, (file.name for file in record.attachments)
    )
    values = {
        "record": record,
        "verdict": decided.state_chip(board, record),
        "stands": whole(_stands(board, record)),
        "amounts": tuple(_amounts(found)),
        "lead": tuple(whole(each) for each in _lead(content)),
        "text": to_html(content.text, board.links(address)),
        "steps": tuple(_steps(board, record, address, found)),
        "paid": paid,
        "spent": spent[0] if spent else None,
        "sentence": whole(_sentence(found)),
        "points": tuple(_points(board, content, address)),
        "facts": tuple(facts(board, record, address)),
        "changes": corrections(board, record, address),
        "sheets": figures.sheets(record),
    }
    outline = Outline(
        address=address,
        title=f"{content.title}（{content.label} {record.number}）",
        description=f"{content.title}：{decided.words(record)}，{day(content.on)}决定",
        source=record.identity,
        sections=(
            ("changes", "更正", values["changes"]),
            ("state", "结论", True),
            ("text", "决策内容", content.text),
            ("course", "从议题到支出", True),
            ("spending", "引用这项决策的支出", values["paid"]),
            ("figures", "数字", values["sheets"]),
            ("points", "要点", True),
            ("basis", "本页依据", True),
        ),
        entry=Entry(
            number=record.number,
            kind=content.label,
            words=f"{content.title} {content.type.value} {content.outcome or ''} {plain(content.text)}",
            date=content.on.isoformat(),
            status=decided.state(board, record),
            department=content.responsible,
        ),
    )
    yield record_page(board, outline, "decision.html.jinja", values)
    yield from files_of(address, spent)


def _lead(content: Decision) -> Iterator[str]:
    yield content.type.value
    yield f"{day(content.on)}决定"
    yield content.responsible


def _stands(board: Board, record: Record[Decision]) -> str:
    """How far the decision has come, in a sentence."""
    content = record.content
    decision = f"{day(content.on)}决定，{content.responsible}负责"
    outcome = (content.outcome or "").rstrip("。")
    match decided.state(board, record):
        case decided.DONE:
            on = f"{day(content.done_on)}办结" if content.done_on else "已经办结"
            return f"{decision}；{on}{f'：{outcome}' if outcome else ''}。"
        case decided.ON_NOTICE:
            notice = board.register.get(content.notice, Notice) if content.notice else None
            until = f"，到{day(notice.content.last)}为止" if notice else ""
            return f"{decision}；结果正在公示{until}。"
    return f"{decision}；还在办理。"


def _amounts(found: Account) -> Iterator[tuple[str, str]]:
    """What was decided and what was spent, as the figures of the verdict."""
    if found.allowed is not None:
        yield "决定的金额（元）", money(found.allowed)
    if found.rows:
        yield "报表里已经支出（元）", money(found.spent)


def _steps(board: Board, record: Record[Decision], address: str, found: Account) -> Iterator[Step]:
    content = record.content
    if content.proposed_on:
        yield Step("议题", content.proposed_on, f"{content.responsible}提出", when=day(content.proposed_on))
    yield from _deciding(board, content, address)
    notice = board.register.get(content.notice, Notice) if content.notice else None
    if notice:
        yield _notice(board, notice, address)
    for addition in decisions_by_origin(board.register).get(record.identity, ()):
        link = reference(board, addition.identity, address)
        on = addition.content.on
        yield Step("追加", on, Markup("{}，{}").format(link, decided.words(addition)), when=day(on))
    if decided.state(board, record) == decided.DONE:
        yield Step("结果", content.done_on or content.on, content.outcome or "已办结", when=day(content.done_on))
    else:
        yield Step("结果", content.on, "办结以后在这里公布", state="ahead")
    if content.adds_to:
        yield Step("支出", content.on, Markup("和{}一起计算").format(reference(board, content.adds_to, address)))
    elif found.rows:
        yield Step("支出", content.on, f"报表里共 {money(found.spent)} 元，见下表")
    elif content.amount is not None:
        yield Step("支出", content.on, "还没有公布的报表引用这项决策", state="ahead")


def _deciding(board: Board, content: Decision, address: str) -> Iterator[Step]:
    """The meeting and what it resolved; where neither is shown, the day of the decision alone."""
    meeting = board.register.get(content.held_at, Meeting)
    if meeting:
        link = reference(board, meeting.identity, address)
        held = meeting.content
        present = f"实到 {held.present} 人" if held.present else ""
        words = joined(held.convener and f"{held.convener}召集", present)
        note = Markup("{}{}").format(link, f"，{words}" if words else "")
        yield Step("会议", held.held_on, note, when=day(held.held_on))
    later = f"先处置，后补议：{content.ratified_later}" if content.ratified_later else ""
    if content.resolution and board.links(address)(content.resolution):
        yield Step("决议", content.on, reference(board, content.resolution, address), when=day(content.on))
    elif meeting is None or content.ratified_later or meeting.content.held_on != content.on:
        yield Step("决定", content.on, later or f"{content.form.value}决定", when=day(content.on))


def _notice(board: Board, notice: Record[Notice], address: str) -> Step:
    content = notice.content
    state = "done" if content.last < board.today else "now"
    note = Markup("{}{}").format(
        reference(board, notice.identity, address), f"，{content.outcome}" if content.outcome else ""
    )
    return Step("公示", content.first, note, state=state, when=f"{day(content.first)}至{day(content.last)}")


def _sentence(found: Account) -> str:
    """What was decided beside what was spent."""
    if not found.rows:
        return ""
    spent = money(found.spent)
    if not found.allowed:
        return f"报表里引用这项决策的支出共 {spent} 元。"
    share = half_up(Fraction(found.spent) * 100 / Fraction(found.allowed), 1)
    left = found.allowed - found.spent
    tail = f"，还有 {money(left)} 元" if left > 0 else f"，多 {money(-left)} 元，与决定的金额不一致" if left < 0 else ""
    return f"决定的金额 {money(found.allowed)} 元，报表里已经支出 {spent} 元（{share}%）{tail}。"


def _points(board: Board, content: Decision, address: str) -> Iterator[Fact]:
    yield "类型", content.type.value
    if content.amount is not None:
        yield "金额", whole(f"{money(content.amount)} 元")
    yield "责任部门", content.responsible
    if content.form is DecisionForm.CIRCULATED:
        yield "决策方式", content.form.value
    if content.regulation:
        yield "依据制度", reference(board, content.regulation, address)
    if content.adds_to:
        yield "追加", reference(board, content.adds_to, address)
    if content.union_opinion:
        yield "工会意见", escape(content.union_opinion)


def _listing(board: Board) -> Listing:
    rows = tuple(_row(board, record) for record in board.register.of(Decision))
    return Listing(
        "decisions/",
        "重大决策与采购",
        f"重大决策、重要干部任免、重要项目安排、大额资金和采购，{counted(board)} {len(rows)} 项。"
        "每一项都能查到在哪次会上决定、怎样公示、结果怎样、花了多少钱。",
        (
            ordered("类型", tuple(DecisionType), rows, 0),
            departments(board, rows, 1),
            ordered(STATE, decided.STATES, rows, 2),
            years(rows, 3),
        ),
        rows,
        noun="项",
    )


def _row(board: Board, record: Record[Decision]) -> Row:
    content = record.content
    keys = (content.type.value, content.responsible, decided.state(board, record), str(content.on.year))
    words = decided.words(record)
    return Row(content.on, f"{record.number}/", content.title, words, decided.state_chip(board, record), keys)
