"""有话请说: which way for what, and two forms that make a ready file of a proposal or an opinion.

The forms are drawn from the declarations of the records, so that they ask what a record asks. They work in
the reader's own browser: nothing is sent, and the site keeps nothing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from gongkai.derive.rates import session
from gongkai.records import Audience, MainFile
from gongkai.records.declarations import declared
from gongkai.records.fields import Session
from gongkai.records.meeting import Meeting, MeetingType
from gongkai.records.opinion import Route
from gongkai.records.policy import Days
from gongkai.records.proposal import Disposition, Proposal
from gongkai.records.school import Channel
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.intake.forms import Form, opinion_form, proposal_form
from gongkai.workdays import Deadline, deadline

HORIZON = 400
"""For how many days after the build a reader's own today has its deadline worked out."""

_WATCHING = ("监督", "纪检", "举报", "投诉")
_WATCHERS = ("纪检", "举报")


@dataclass(frozen=True, slots=True)
class Clock:
    """Within how long an answer is due, on which basis, and what that means if it began today."""

    days: Days
    basis: str
    example: Deadline
    offsets: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way of a submission: what it is called and what happens."""

    name: str
    words: str


def pages(board: Board) -> Iterator[Page]:
    """Which way for what, and the two forms."""
    yield _choice(board)
    yield _form_page(board, proposal_form(board.register, board.today), "reply_deadline")
    yield _form_page(board, opinion_form(), "opinion_deadline")


def _choice(board: Board) -> Page:
    channels = board.register.school.channels
    html = render(
        "intake.html.jinja",
        "intake/",
        seconders=_seconders(board),
        reply=clock(board, "reply_deadline"),
        opinion=clock(board, "opinion_deadline"),
        closes=_closing(board),
        phones=tuple(channel for channel in channels if channel.phone),
        watching=tuple(_watching(channels)),
        channels=channels,
    )
    sections = (
        ("which", "写哪一种"),
        ("urgent", "急事打电话"),
        ("report", "举报另有渠道"),
        ("privacy", "您写的内容去哪里"),
    )
    description = "提案、意见、紧急情况和举报各走哪条路，谁可以提，谁来答复，多久答复。"
    return _page("intake/", "有话请说", html, description, sections)


def _form_page(board: Board, form: Form, threshold: str) -> Page:
    due = clock(board, threshold)
    values = {
        "form": form,
        "school": board.register.school,
        "due": due,
        "steps": tuple(_steps(board, form, due)),
        "receiver": _receiver(board, form.kind),
        "closes": _closing(board) if form.kind is Proposal else "",
        "seconders": _seconders(board),
        "mails": tuple(channel for channel in board.register.school.channels if channel.email),
        "issues": board.issues,
        "moments": board.register.rulings(board.today).values.moments,
        "routes": tuple(Disposition if form.kind is Proposal else Route),
        "data": json.dumps(_data(board, form, due), ensure_ascii=False, separators=(",", ":")),
    }
    html = render("intake_form.html.jinja", form.address, **values)
    sections = (("write", "填写"), ("steps", "交上去以后"), ("privacy", "您写的内容去哪里"), ("channels", "交到哪里"))
    return _page(form.address, form.title, html, form.description, sections)


def _page(address: str, title: str, html: Any, description: str, sections: Sequence[tuple[str, str]]) -> Page:
    headings = tuple(Heading(ident, name) for ident, name in sections)
    entry = Entry("", "说明", f"有话请说 {title} {description}")
    return Page(address, title, html, description, headings, entry=entry)


def clock(board: Board, threshold: str) -> Clock:
    """The school's deadline of this name, counted from the day of the build and the days after it."""
    rulings = board.register.rulings(board.today)
    days: Days = getattr(rulings.values, threshold)  # the common preset names every deadline
    adoption = rulings.adoptions[threshold]
    basis = adoption.basis if adoption.adopted else f"{adoption.basis}（建议值，本校尚未另作规定）"
    counted = tuple(_due(board, threshold, offset) for offset in range(HORIZON))
    return Clock(days, basis, counted[0], " ".join(map(_offset, counted)))


def _due(board: Board, threshold: str, offset: int) -> Deadline:
    start = board.today + timedelta(offset)
    days: Days = getattr(board.register.rulings(start).values, threshold)
    return deadline(start, days.count, days.unit, board.register.terms)


def _offset(due: Deadline) -> str:
    """How many days after its beginning a deadline ends; a star marks what no official calendar settles yet."""
    return f"{(due.due - due.start).days}{'*' if due.provisional else ''}"


def _data(board: Board, form: Form, due: Clock) -> dict[str, Any]:
    """What the script has to know to judge a form as the checker would and to write its file."""
    school = board.register.school
    item = _usual_item(board, form.kind)
    return {
        "file": form.kind.stem + form.kind.suffix,
        "folder": f"{form.kind.folder}/{{year}}/{_number(board, form)}/",
        "noun": form.kind.label,
        "title": form.heading,
        "order": _order(form.kind),
        "people": [field.label for field in declared(form.person)] if form.person else [],
        "sections": [field.label for field in declared(form.kind) if field.in_prose],
        "fixed": {"公开范围": _audience(board, item), **({"目录项": item} if item else {})},
        "seconders": _seconders(board) if form.person else 0,
        "contacts": [value for channel in school.channels for value in (channel.phone, channel.email) if value],
        "first": board.today.isoformat(),
        "due": due.offsets,
        "span": str(due.days),
        "leads": _leads(board) if form.kind is Proposal else {},
        "issues": board.issues and [board.issues.address, board.issues.title, board.issues.body],
    }


def _order(kind: type[MainFile]) -> list[str]:
    """The keys of a record in the order in which `gongkai new` writes them: whom it is for, its own, the rest."""
    common = set(MainFile.model_fields)
    keys = [field for field in declared(kind) if not field.in_prose]
    first = [field.label for field in keys if field.name in common and (field.required or field.label == "目录项")]
    own = [field.label for field in keys if field.name not in common]
    return [*first, *own, *(field.label for field in keys if field.label not in {*first, *own})]


def _usual_item(board: Board, kind: type[MainFile]) -> str:
    """The matter of the catalogue under which most records of a kind stand, as far as this audience sees them."""
    found = Counter(record.content.catalogue_item or "" for record in board.register.of(kind))
    return max(found, key=lambda name: (found[name], name), default="")


def _audience(board: Board, item: str) -> str:
    found = board.register.catalogue.item(item)
    return (found.audience if found else Audience.PUBLIC).value


def _receiver(board: Board, kind: type[MainFile]) -> str:
    """Who takes in records of a kind: the department that answers for its matter of the catalogue."""
    found = board.register.catalogue.item(_usual_item(board, kind))
    return (found.department if found else None) or "工会"


def _leads(board: Board) -> dict[str, list[str]]:
    """Which departments have mostly dealt with proposals of each category, the most frequent first."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case in board.cases.values():
        if isinstance(case.record.content, Proposal) and case.department:
            counts[case.record.content.category][case.department] += 1
    return {
        category: sorted(found, key=lambda name: (-found[name], name))[:3] for category, found in sorted(counts.items())
    }


def _number(board: Board, form: Form) -> str:
    """What a clerk will replace by the record's number: ??? stands for what only the clerk knows."""
    if form.kind is not Proposal:
        return "渠道-{year}-???"
    coming = _coming(board)
    if coming:
        return f"{coming.number}-???"
    known = [found for case in board.cases.values() if (found := session(case.record.number))]
    latest = max(known, key=lambda each: each.number, default=None)
    return f"{Session(latest.term, latest.meeting + 1).number if latest else '01-01'}-???"


def _coming(board: Board) -> Any:
    ahead = [
        record
        for record in board.register.of(Meeting)
        if record.content.type is MeetingType.CONGRESS and record.content.held_on > board.today
    ]
    return min(ahead, key=lambda record: (record.content.held_on, record.identity), default=None)


def _closing(board: Board) -> str:
    """Until when proposals to the next congress are taken, as far as the school has said."""
    before = board.register.rulings(board.today).values.submission_closes
    coming = _coming(board)
    if coming is None:
        return f"教代会召开前 {before} 天截止征集；截止以后收到的按意见办理。" if before else ""
    held = coming.content.held_on
    last = coming.content.submission_closed_on or held - timedelta(days=before or 0)
    return f"{coming.content.heading}定于 {held} 召开，提案征集到 {last} 截止；截止以后收到的按意见办理。"


def _seconders(board: Board) -> int:
    return board.register.rulings(board.today).values.seconders or 0


def _watching(channels: Sequence[Channel]) -> Iterator[Channel]:
    """The channels to those who supervise."""
    for channel in channels:
        if any(word in channel.name for word in _WATCHING) or any(word in (channel.note or "") for word in _WATCHERS):
            yield channel


def _steps(board: Board, form: Form, due: Clock) -> Iterator[Step]:
    values = board.register.rulings(board.today).values
    receiver = _receiver(board, form.kind)
    again = f"评价不满意的，{values.second_reply_deadline}内再答复一次。" if values.second_reply_deadline else ""
    if form.kind is Proposal:
        yield Step("收到", f"{receiver}收下，编号，登在“已收 n 件待审查”里。")
        yield Step(
            "审查",
            "提案工作委员会审查：立案（已受理，交部门办）、并案（和别的提案一起办）、转意见，或不立案并说明理由。",
        )
        yield Step("交办", "交给主办部门；从这一天的第二天起数期限。")
        yield Step("答复", f"主办部门 {due.days}内逐条答复，登在本站；到期没有答复的标红，排在首页。")
        yield Step("评价", f"提案人评价满意、基本满意或不满意。{again}")
        return
    yield Step("收到", f"各渠道收到后由{receiver}登记、编号；意见箱以开箱那天为准。")
    yield Step("转交", "转给承办部门；涉及个人的转专门渠道，不登在网上。")
    yield Step("答复", f"从转交的第二天起 {due.days}内答复，登在本站；到期没有答复的标红，排在首页。")
    yield Step("评价", f"署名的可以评价答复。{again}")
