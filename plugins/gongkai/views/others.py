"""The default page and list of a kind that has none of its own: every declared field, every act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape
from pydantic import BaseModel

from gongkai.records import KINDS, MainFile
from gongkai.records.activity import Activity
from gongkai.records.agreement import Agreement
from gongkai.records.appraisal import Appraisal
from gongkai.records.asset import Asset
from gongkai.records.decision import Decision
from gongkai.records.declarations import declared
from gongkai.records.finance import Finance
from gongkai.records.meeting import Meeting
from gongkai.records.notice import Notice
from gongkai.records.opinion import Opinion
from gongkai.records.organisation import Organisation
from gongkai.records.plan import Plan
from gongkai.records.proposal import Proposal
from gongkai.records.regulation import Regulation
from gongkai.records.welfare import Welfare
from gongkai.register import Record
from gongkai.render.icons import chip
from gongkai.render.pages import Entry, Page
from gongkai.render.prose import Link, plain, to_html
from gongkai.render.templates import day, money
from gongkai.views import figures
from gongkai.views.board import Board
from gongkai.views.listing import Listing, page_of, row_of, years
from gongkai.views.record_pages import Outline, corrections, facts, record_page

DESIGNED: tuple[type[MainFile], ...] = (
    Proposal,
    Opinion,
    Meeting,
    Finance,
    Notice,
    Decision,
    Agreement,
    Regulation,
    Welfare,
    Activity,
    Appraisal,
    Asset,
    Organisation,
    Plan,
)
"""The kinds that have pages of their own design."""


def pages(board: Board) -> Iterator[Page]:
    """The list and the record pages of every kind without a design of its own."""
    for kind in KINDS:
        if kind not in DESIGNED:
            yield from pages_of(board, kind)


def pages_of(board: Board, kind: type[MainFile]) -> Iterator[Page]:
    """The list and the record pages of one kind."""
    records = board.register.of(kind)
    rows = tuple(row_of(record, "", chip("regulation", kind.label)) for record in records if record.content.day)
    lead = f"本版收录的{kind.label} {len(records)} 件。"
    yield page_of(Listing(f"{kind.folder}/", kind.label, lead, (years(rows, 0),), rows))
    for record in board.paged(kind):
        yield page(board, record)


def page(board: Board, record: Record[Any]) -> Page:
    """One record as its model declares it."""
    content = record.content
    address = f"{record.identity}/"
    link = board.links(address)
    on = content.day.isoformat() if content.day else ""
    prose = tuple(_prose(content, link))
    values = {
        "record": record,
        "chips": (),
        "lead": (day(content.day),) if content.day else (),
        "fields": tuple(_fields(content)),
        "prose": prose,
        "acts": tuple((act, tuple(_fields(act.content)), tuple(_prose(act.content, link))) for act in record.acts),
        "facts": tuple(facts(board, record, address)),
        "changes": corrections(board, record, address),
        "sheets": figures.sheets(record),
    }
    outline = Outline(
        address=address,
        title=f"{content.heading}（{content.label} {record.number}）",
        description=f"{content.heading}：{content.label}，{on}",
        source=record.identity,
        sections=(("content", "内容", True), ("basis", "本页依据", True)),
        entry=Entry(record.number, content.label, _words(content), on),
    )
    return record_page(board, outline, "other.html.jinja", values)


_COMMON = frozenset(MainFile.model_fields)


def _fields(content: BaseModel) -> Iterator[tuple[str, Markup]]:
    """Each field that says something, beside its label; what every kind has stands among the page's facts."""
    for field in declared(type(content)):
        value = getattr(content, field.name)
        if field.name in _COMMON or field.in_prose or field.is_body or value in (None, (), "", False):
            continue
        yield field.label, shown(value)


def _prose(content: BaseModel, link: Link) -> Iterator[tuple[str, Markup]]:
    for field in declared(type(content)):
        text = getattr(content, field.name)
        if (field.in_prose or field.is_body) and text:
            yield field.label, to_html(text, link)


def shown(value: object) -> Markup:
    """A value as people read it, whatever its type."""
    if isinstance(value, bool):
        return Markup("是" if value else "否")
    if isinstance(value, date):
        return escape(day(value))
    if isinstance(value, Decimal):
        return escape(money(value))
    if isinstance(value, tuple):
        return Markup("<ul>{}</ul>").format(
            Markup("").join(Markup("<li>{}</li>").format(shown(each)) for each in value)
        )
    if isinstance(value, BaseModel):
        parts = (Markup("{}：{}").format(label, inner) for label, inner in _fields(value))
        return Markup("；").join(parts)
    return escape(str(value))


def _words(content: BaseModel) -> str:
    texts = (getattr(content, field.name) for field in declared(type(content)))
    return " ".join(plain(text) for text in texts if type(text) is str and text)
