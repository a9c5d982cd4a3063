"""Notices: one page each – the period and how it counts, the text, how to object, what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from gongkai.derive.receipts import LONGEST
from gongkai.derive.school_clocks import required
from gongkai.records.notice import Matter, Notice
from gongkai.records.policy import NoticeDays
from gongkai.register import Record
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Page, root_of
from gongkai.render.prose import plain, to_html
from gongkai.render.templates import day
from gongkai.views import decided, figures
from gongkai.views.board import Board
from gongkai.views.clean_text import clean
from gongkai.views.receipts import Line, Receipt, lines
from gongkai.views.record_pages import (
    Fact,
    Outline,
    corrections,
    facts,
    record_page,
    reference,
    whole,
)
from gongkai.views.states import notice_state
from gongkai.workdays import Unit, is_known_year, period_days, period_end

SEE_CHANNELS = "见学校渠道"
NO_OBJECTION = "无异议"

_IDENTITY = re.compile(r"[a-z]+/[a-z0-9][a-z0-9._/-]*$")


def pages(board: Board) -> Iterator[Page]:
    """One page for each notice that has begun."""
    for record in board.paged(Notice):
        yield page(board, record)


def page(board: Board, record: Record[Notice]) -> Page:
    """The page of one notice."""
    address = f"{record.identity}/"
    content = record.content
    running = is_running(content, board)
    values = {
        "record": record,
        "verdict": _verdict(board, content),
        "lead": tuple(whole(words) for words in _lead(content, board)),
        "running": running,
        "text": to_html(content.text, board.links(address)),
        "receipt": Receipt(tuple(_receipt(board, content)), _days(board, content)),
        "names": content.names,
        "columns": tuple(name_columns(content)),
        "withdrawn": bool(not running and content.personal_basis),
        "objection": tuple(_objection(content, root_of(address))),
        "sentence": _sentence(board, content, address),
        "facts": tuple(_facts(board, record, address)),
        "changes": corrections(board, record, address),
        "sheets": figures.sheets(record),
    }
    status = "公示中" if running else "已结束"
    outline = Outline(
        address=address,
        title=f"{content.title}（公示 {record.number}）",
        description=f"{content.title}：{day(content.first)}至{day(content.last)}，{status}",
        source=record.identity,
        sections=(
            ("changes", "更正", values["changes"]),
            ("outcome", "结果", True),
            ("text", "公示内容", True),
            ("names", "名单", content.names or values["withdrawn"]),
            ("objection", "有异议怎么提", content.objection),
            ("period", "公示期", True),
            ("figures", "数字", values["sheets"]),
            ("basis", "本页依据", True),
        ),
        entry=Entry(
            number=record.number,
            kind=content.label,
            words=f"{content.title} {content.matter.value} {plain(content.text)}",
            date=content.first.isoformat(),
            status=notice_state(content, board.today),
            department=content.objection.receiver if content.objection else "",
        ),
    )
    return record_page(board, outline, "notice.html.jinja", values)


def is_running(content: Notice, board: Board) -> bool:
    """Whether the notice is up today."""
    return content.first <= board.today <= content.last


def status_chip(content: Notice, board: Board) -> Chip:
    """公示中 with the days left, or 已结束."""
    if not is_running(content, board):
        return chip("ended")
    left = (content.last - board.today).days
    return chip("on-notice", f"公示中，还有 {left} 天" if left else "公示中，今天截止")


def _lead(content: Notice, board: Board) -> Iterator[str]:
    yield f"{content.matter.value}公示" if content.matter.value != "其他" else "公示"
    yield f"{day(content.first)}至{day(content.last)}"
    yield length_words(board, content)


def length_words(board: Board, content: Notice) -> str:
    """How long the notice stands, in the unit of the rule for its matter."""
    rule = notice_days(board, content)
    unit = rule.unit if rule else Unit.natural
    return f"{period_days(content.first, content.last, unit)} 个{unit.value}"


def notice_days(board: Board, content: Notice) -> NoticeDays | None:
    """How long a notice about this matter must stand."""
    return required(board.register, content)


def _receipt(board: Board, content: Notice) -> Iterator[str]:
    """How the days of the period are counted, both ends included."""
    natural = period_days(content.first, content.last, Unit.natural)
    working = period_days(content.first, content.last, Unit.working)
    off = natural - working
    rest = f"，其中周末和节假日 {off} 天不算工作日" if off else "，都是工作日"
    span = f"{day(content.first)}至{day(content.last)}"
    yield f"首尾两天都算：{span}共 {natural} 天{rest}，合 {working} 个工作日。"
    rule = notice_days(board, content)
    if rule:
        got = period_days(content.first, content.last, rule.unit)
        adoption = board.register.rulings(content.first).adoptions.get("notice_days")
        who = "本校规定" if adoption and adoption.adopted else "通常"
        verdict = "符合" if got >= rule.count else f"少 {rule.count - got} 个{rule.unit.value}，与本校采用的规则不一致"
        verdict = verdict if (adoption and adoption.adopted) or got >= rule.count else "短于通常做法"
        matter = content.matter.value if rule.matter != "其他" else "这类"
        yield f"{who}{matter}公示不少于 {rule.count} 个{rule.unit.value}：{verdict}。"
        if adoption and adoption.adopted:
            yield f"依据：{adoption.basis}。"
    if not all(is_known_year(year) for year in (content.first.year, content.last.year)):
        yield "这一年的放假安排未收录，按周一至周五推算，暂定。"


def _days(board: Board, content: Notice) -> tuple[Line, ...]:
    """The days of the period one by one, in the unit of its rule; the day before it begins is not among them."""
    if (content.last - content.first).days > LONGEST:
        return ()
    rule = notice_days(board, content)
    unit = rule.unit if rule else Unit.natural
    count = period_days(content.first, content.last, unit)
    return lines(period_end(content.first, count, unit))[1:] if count else ()


def name_columns(content: Notice) -> Iterator[str]:
    """What is told of those on the list."""
    yield "姓名"
    if any(listed.department for listed in content.names):
        yield "部门"
    if any(listed.item for listed in content.names):
        yield "项目"


def _objection(content: Notice, root: str) -> Iterator[Fact]:
    objection = content.objection
    if objection is None:
        return
    yield "受理", objection.receiver
    if objection.phone == SEE_CHANNELS:
        yield "电话", Markup('<a href="{}accountability/">{}</a>').format(root, SEE_CHANNELS)
    else:
        yield "电话", Markup('<span class="gk-nowrap">{}</span>').format(objection.phone)
    if objection.place:
        yield "地点", objection.place
    if objection.form:
        yield "方式", objection.form


def _verdict(board: Board, content: Notice) -> Chip:
    """What the notice comes to today: how long it still stands, or that nobody objected."""
    if is_running(content, board):
        return status_chip(content, board)
    unopposed = content.outcome == NO_OBJECTION
    return chip("passed", f"公示已结束，{NO_OBJECTION}") if unopposed else chip("ended", "公示已结束")


def _sentence(board: Board, content: Notice, address: str) -> Markup:
    """Until when and to whom one may object; afterwards what came of it, or the record that says so."""
    if is_running(content, board):
        return Markup("{}期满后在这里写明结果。").format(appeal(content))
    over = whole(f"{day(content.last)}公示期满。")
    outcome = clean(content.outcome or "").rstrip("。")
    if _IDENTITY.match(outcome):
        return Markup("{}结果：{}").format(over, reference(board, outcome, address))
    if outcome == NO_OBJECTION:
        return Markup("{}期内没有收到异议。").format(over)
    return Markup("{}{}").format(over, f"结果：{outcome}。" if outcome else "结果尚未登记。")


def appeal(content: Notice) -> Markup:
    """Until when and to whom one may object."""
    until = whole(f"公示到{day(content.last)}为止")
    objection = content.objection
    if objection is None:
        return Markup("{}。").format(until)
    phone = "" if objection.phone == SEE_CHANNELS else objection.phone
    call = Markup('，电话 <span class="gk-nowrap">{}</span>').format(phone) if phone else ""
    said = "意见" if content.matter is Matter.CONSULTATION else "异议"
    return Markup("{}，有{}请在这天以前找{}{}。").format(until, said, objection.receiver, call)


def _facts(board: Board, record: Record[Notice], address: str) -> Iterator[Fact]:
    if record.content.personal_basis:
        yield "公开个人信息依据", record.content.personal_basis
    for each in decided.taken(board, record.identity, address):
        yield "公示的决策", Markup('<a href="{}">{}</a>').format(each.address, each.title)
    yield from facts(board, record, address)
