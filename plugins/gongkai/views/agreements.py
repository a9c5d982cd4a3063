"""Collective agreements: one page each – how long it still runs, what was agreed, each step, how it was kept."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.derive.agreements import OBJECTION_DAYS, Course, Running, courses, takes_effect_on
from gongkai.derive.citations import cited
from gongkai.records.agreement import Agreement, AgreementType, Performance
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Page
from gongkai.render.prose import plain, to_html
from gongkai.render.templates import day
from gongkai.views import figures
from gongkai.views.acts import Step
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.listing import STATE, Listing, Row, ordered, page_of, years
from gongkai.views.record_pages import Fact, Outline, corrections, facts, joined, record_page, reference, whole

_SIGNS = {
    Running.IN_FORCE: "passed",
    Running.ENDING: "due-soon",
    Running.ENDED: "missed",
    Running.COMING: "not-due",
    Running.RENEWED: "ended",
}


def pages(board: Board) -> Iterator[Page]:
    """The list of agreements, and one page for each."""
    found = courses(board.register, board.today)
    yield page_of(_listing(board, tuple(found.values())))
    for course in found.values():
        if board.has_page(course.record):
            yield page(board, course)


def page(board: Board, course: Course) -> Page:
    """The page of one agreement."""
    record = course.record
    content = record.content
    address = f"{record.identity}/"
    link = board.links(address)
    reports = tuple(
        {
            "ident": act.identity.rpartition("/")[2],
            "title": f"{act.content.period}履行报告",
            "by": joined(day(act.content.on), f"向{act.content.reported_to}报告"),
            "meeting": reference(board, act.content.meeting, address) if act.content.meeting else "",
            "html": to_html(act.content.text, link),
        }
        for act in record.all(Performance)
    )
    values = {
        "record": record,
        "chips": (),
        "lead": tuple(whole(each) for each in _lead(content)),
        "state": state_chip(course),
        "sentence": whole(_sentence(course)),
        "renewal": _renewal(board, course, address),
        "items": content.items,
        "text": to_html(content.text, link),
        "steps": tuple(_steps(board, course, address)),
        "reports": reports,
        "facts": tuple(facts(board, record, address)),
        "changes": corrections(board, record, address),
        "sheets": figures.sheets(record),
    }
    outline = Outline(
        address=address,
        title=f"{content.title}（{content.label} {record.number}）",
        description=f"{content.title}：{course.state.value}，{day(content.expires_on)}到期",
        source=record.identity,
        sections=(
            ("changes", "更正", values["changes"]),
            ("term", "期限", True),
            ("items", "协商事项", True),
            ("text", "合同内容", content.text),
            ("reports", "履行报告", reports),
            ("course", "从草案到生效", True),
            ("figures", "数字", values["sheets"]),
            ("basis", "本页依据", True),
        ),
        entry=Entry(
            number=record.number,
            kind=content.label,
            words=" ".join((content.title, content.type.value, *content.items, plain(content.text))),
            date=content.signed_on.isoformat(),
            status=course.state.value,
        ),
    )
    return record_page(board, outline, "agreement.html.jinja", values)


def state_chip(course: Course) -> Chip:
    """How an agreement stands, with the days left where they are few or gone."""
    if course.state is Running.ENDING:
        return chip("due-soon", f"还有 {course.days_left} 天到期" if course.days_left else "今天到期")
    if course.state is Running.ENDED:
        return chip("missed", f"已到期 {-course.days_left} 天")
    return chip(_SIGNS[course.state], course.state.value)


def _lead(content: Agreement) -> Iterator[str]:
    yield f"{content.type.value}集体合同" if content.type is not AgreementType.GENERAL else "集体合同"
    yield f"{day(content.signed_on)}签订"
    yield f"{day(content.expires_on)}到期"


def _sentence(course: Course) -> str:
    """How long the agreement runs, in one sentence."""
    content = course.record.content
    begins = takes_effect_on(content)
    span = f"{day(begins)}起，到{day(content.expires_on)}止" if begins else f"到{day(content.expires_on)}止"
    if course.state is Running.COMING:
        sure = "" if content.effective_on else "最早"
        waits = f"{sure}{day(begins)}生效" if begins else "等报送劳动行政部门"
        return f"还没有生效，{waits}；约定的期限到{day(content.expires_on)}止。"
    if course.days_left < 0:
        return f"{span}，已经到期 {-course.days_left} 天。"
    return f"{span}，还有 {course.days_left} 天。" if course.days_left else f"{span}，今天是最后一天。"


def _renewal(board: Board, course: Course, address: str) -> tuple[Fact, ...]:
    """What this one renews, and what renews it."""
    before = course.record.content.renews
    found: list[Fact] = []
    if before:
        found.append(("续签自", reference(board, before, address)))
    if course.renewed_by:
        found.append(("已由新的一份续签", reference(board, course.renewed_by.identity, address)))
    return tuple(found)


def _steps(board: Board, course: Course, address: str) -> Iterator[Step]:
    content = course.record.content
    passed = cited(board.register, content.passed_in)
    if passed and content.passed_in:
        on = passed.meeting.content.held_on
        yield Step("讨论通过", on, reference(board, content.passed_in, address), when=day(on))
    yield Step("签订", content.signed_on, when=day(content.signed_on))
    if content.submitted_on:
        to = f"报送{content.filed_with or '劳动行政部门'}；收到后 {OBJECTION_DAYS} 日内没有异议即生效"
        yield Step("报送", content.submitted_on, to, when=day(content.submitted_on))
    else:
        yield Step("报送", content.signed_on, "等待报送劳动行政部门", state="now")
    begins = takes_effect_on(content)
    if begins:
        done = begins <= board.today
        yield Step("生效", begins, state="done" if done else "ahead", when=day(begins))
    if course.renewed_by:
        on = course.renewed_by.content.signed_on
        yield Step("续签", on, reference(board, course.renewed_by.identity, address), when=day(on))
    ended = course.days_left < 0
    state = "late" if course.state is Running.ENDED else "done" if ended else "ahead"
    yield Step("到期", content.expires_on, state=state, when=day(content.expires_on))


def _listing(board: Board, found: tuple[Course, ...]) -> Listing:
    rows = tuple(_row(course) for course in found)
    running = sum(course.state in (Running.IN_FORCE, Running.ENDING) for course in found)
    ending = sum(course.state is Running.ENDING for course in found)
    warning = board.register.rulings(board.today).values.expiry_warning
    soon = f"，其中 {warning} 天内到期的 {ending} 份" if warning else ""
    return Listing(
        "agreements/",
        "集体合同",
        f"工会与学校签订的集体合同和专项合同，{counted(board)} {len(rows)} 份；正在履行 {running} 份{soon}。",
        (
            ordered("类别", tuple(AgreementType), rows, 0),
            ordered(STATE, tuple(Running), rows, 1),
            years(rows, 2),
        ),
        rows,
        noun="份",
        groups=tuple(Running),
    )


def _row(course: Course) -> Row:
    content = course.record.content
    keys = (content.type.value, course.state.value, str(content.signed_on.year))
    words = f"{day(content.signed_on)}签订，{day(content.expires_on)}到期；{'、'.join(content.items)}"
    mark = state_chip(course)
    number = course.record.number
    return Row(content.signed_on, f"{number}/", content.title, words, mark, keys, course.state.value)
