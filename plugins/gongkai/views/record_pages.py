"""What every record page rests on: audience, filing, attachments, corrections; and how it becomes a Page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from urllib.parse import quote

from markupsafe import Markup, escape

from gongkai.derive.clock import Kind
from gongkai.derive.clocks import by_record
from gongkai.frame.linked_data import CHAPTERS
from gongkai.once import once
from gongkai.records import Audience
from gongkai.records.base import Posting
from gongkai.records.proposal import Correction, CorrectionType
from gongkai.register import Act, Record, Register
from gongkai.render.escaping import escaped
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Heading, Page, root_of
from gongkai.render.pieces import unfold
from gongkai.render.prose import inline
from gongkai.render.templates import day, render
from gongkai.views import changes
from gongkai.views.alternates import alternates
from gongkai.views.board import Board
from gongkai.views.clean_text import clean
from gongkai.views.fingerprints import fingerprint
from gongkai.views.linked_data import days, thing
from gongkai.views.matters import matters
from gongkai.views.receipts import of_clock

Fact: TypeAlias = tuple[str, str | Markup]
"""A term and what is said of it."""

_WHOLE = re.compile(
    # A set of signs stands first, since for one the search is three times as fast.
    r"([−\d](?:(?<=\d)(?:\d{3}年\d{1,2}月\d{1,2}日|\d?月\d{1,2}日)"
    r"|(?:(?<=\d)|\d)[\d,.]*%?\s?(?:个?(?:工作日|自然日|教学日)|[元万天票人件项份餐次月年]+)?))"
)

AUDIENCES = {Audience.PUBLIC: "向社会公开", Audience.STAFF: "向教职工公开"}


def whole(sentence: str) -> Markup:
    """A computed sentence whose dates, and numbers with their units, are not parted at a line's end."""
    parts = _WHOLE.split(sentence)
    parts[::2] = map(escaped, parts[::2])
    parts[1::2] = [f'<span class="gk-nowrap">{escaped(part)}</span>' for part in parts[1::2]]
    return Markup("".join(parts))


@dataclass(frozen=True, slots=True)
class Outline:
    """What a record page is beside its HTML; `sections` are ident, words, and whether it is there."""

    address: str
    title: str
    description: str
    source: str
    sections: tuple[tuple[str, str, object], ...]
    entry: Entry
    within: tuple[tuple[str, str], ...] = ()
    """The pages between the list of its kind and this one, by address and name."""


def record_page(board: Board, outline: Outline, template: str, values: Mapping[str, Any]) -> Page:
    """The page of a record, cleaned wherever its words may be shown."""
    marks = (*internal(board), *pending_marks(board, outline.source))
    html = render(template, outline.address, internal=marks, trail=_trail(outline), **values)
    past = changes.section(board, outline.source)
    shown = board.register.find(outline.source)
    published, modified = days(*shown, board.today) if shown else (None, None)
    return Page(
        address=outline.address,
        title=inline(outline.title).unescape(),
        body=Markup(clean(f"{html}{past}")),
        description=inline(outline.description).unescape(),
        sections=(
            *(Heading(ident, name) for ident, name, there in outline.sections if there),
            *((changes.HEADING,) if past else ()),
        ),
        source=outline.source,
        is_record=True,
        entry=replace(outline.entry, words=clean(outline.entry.words)) if outline.entry.words else outline.entry,
        alternates=alternates(shown[0]) if shown else (),  # those of an act are its record's
        published=published,
        modified=modified,
        thing=thing(board, *shown) if shown else None,
        within=outline.within,
        mark=f"{outline.entry.number}　指纹 {fingerprint(board, outline.source)}" if shown else "",
    )


def _trail(outline: Outline) -> tuple[tuple[str, str], ...]:
    """The way up from a record: the list of its kind, then what lies between, by link and name."""
    folder = outline.address.partition("/")[0]
    root = root_of(outline.address)
    chapter = (f"{folder}/", CHAPTERS.get(folder, outline.entry.kind))
    return tuple((root + address, name) for address, name in (chapter, *outline.within))


def internal(board: Board) -> tuple[Chip, ...]:
    """What marks every page of the staff build."""
    return () if board.selected.is_public else (chip("internal"),)


def pending_marks(board: Board, identity: str) -> Iterator[Chip]:
    """What marks the pages of a record whose publication somebody has yet to approve, until that is cured."""
    pending = board.past.pending if board.past else {}
    for each in pending.get("/".join(identity.split("/")[:2]), ()):
        step = f"{each.step}（{each.post}）"
        if each.waived_until:
            yield chip("waived", f"暂免：{step}，至{day(each.waived_until)}")
        else:
            yield chip("unapproved", f"尚缺：{step}")


def facts(board: Board, record: Record[Any], address: str) -> Iterator[Fact]:
    """Who may see a record and what it rests on."""
    content = record.content
    yield "公开范围", AUDIENCES[content.audience]
    if content.audience_reason:
        yield "限制公开理由", content.audience_reason
    if content.catalogue_item:
        item, page = matters(board.register).get(content.catalogue_item, (None, "catalogue/"))
        words = escaped(content.catalogue_item.replace("/", " / "))
        yield "目录项", Markup(f'<a href="{root_of(address)}{escaped(page)}">{words}</a>')
        if item and item.basis:
            yield "公开依据", item.basis
    if content.filing_number or content.filed_on:
        yield "材料备案", "，".join(part for part in (content.filing_number, day(content.filed_on)) if part)
    if content.made_on:
        yield "形成日期", day(content.made_on)
    if content.published_on:
        yield "发布日期", day(content.published_on)
    yield from _deadlines(board, record)
    if content.posted:
        yield "张贴", whole("；".join(_posting(posting) for posting in content.posted))
    if content.handler:
        yield "经办", content.handler
    if content.supervision:
        seen = content.supervision
        yield "监督意见", f"{seen.note}（{seen.by}，{day(seen.on)}）"
    if content.original:
        yield "原件", content.original
    if record.attachments:
        anchor = Markup('<a href="./{}">{}</a>')
        yield (
            "附件",
            Markup("　").join(anchor.format(quote(file.name), file.title) for file in record.attachments),
        )
    yield other_forms(record, address)
    yield signed(board, record.identity, address)


def other_forms(record: Record[Any], address: str) -> Fact:
    """The links to the data and feeds of a record."""
    root = root_of(address)
    links = (f'<a href="{root}{quote(form.address)}">{escaped(form.title)}</a>' for form in alternates(record))
    return "数据与订阅", Markup("　".join(links))


def signed(board: Board, identity: str, address: str) -> Fact:
    """The fingerprint of a record, by which a sheet or a photograph of it is known as this record."""
    signs = f'<span class="gk-nowrap">{escaped(fingerprint(board, identity))}</span>'
    return "指纹", Markup(f'{signs}　<a href="{root_of(address)}data/#fingerprint">怎样核对张贴件</a>')


def _deadlines(board: Board, record: Record[Any]) -> Iterator[Fact]:
    """By when the catalogue owed what this record discloses, and how that day was counted."""
    own = by_record(board.register, board.today, board.selected.audience).get(record.identity, ())
    owed = {clock.due: clock for clock in own if clock.kind in (Kind.MONTHLY, Kind.DISCLOSURE)}
    for due, clock in owed.items():
        yield "公开期限", Markup(f"{escaped(day(due))}{unfold(of_clock(board, clock))}")


def _posting(posting: Posting) -> str:
    until = f"至{day(posting.last)}" if posting.last else "起"
    return f"{posting.board}，{day(posting.first)}{until}"


@dataclass(frozen=True, slots=True)
class Change:
    """One correction as a page shows it: never the new value without the old, unless that was personal.

    `row` is the line of a later statement in which an adjustment of the books stands; `other` leads from
    either page to the other one, and `booked` says that this is the later one.
    """

    type: str
    on: str
    where: str
    old: str
    new: str
    reason: str
    approved_by: str
    other: Markup
    ident: str
    row: str = ""
    booked: bool = False


def corrections(board: Board, record: Record[Any], address: str) -> tuple[Change, ...]:
    """Every correction of a record, in order, and every adjustment of another's books that it holds."""
    own = (_change(board, act, act.content.other, address) for act in record.all(Correction))
    booked = (
        replace(_change(board, act, origin, address), booked=True, ident=f"adjustment-{n}")
        for n, (origin, act) in enumerate(_adjustments(board.register).get(record.identity, ()), 1)
    )
    return (*own, *booked)


def _change(board: Board, act: Act[Correction], other: str | None, address: str) -> Change:
    content = act.content
    is_personal = content.type is CorrectionType.PERSONAL
    return Change(
        content.type.value,
        day(content.on),
        content.where,
        "" if is_personal else content.old or "",
        content.new or "",
        content.reason,
        content.approved_by,
        reference(board, other, address) if other else Markup(),
        f"correction-{act.n}",
        (content.row or "") if content.type is CorrectionType.BOOKS else "",
    )


@once
def _adjustments(register: Register) -> Mapping[str, tuple[tuple[str, Act[Correction]], ...]]:
    """By the record that holds the adjusting row: which record was adjusted, and the act that says so."""
    found: dict[str, list[tuple[str, Act[Correction]]]] = {}
    for record in register.records.values():
        for act in record.all(Correction):
            if act.content.type is CorrectionType.BOOKS and act.content.other:
                found.setdefault(act.content.other, []).append((record.identity, act))
    return {identity: tuple(pairs) for identity, pairs in found.items()}


def reference(board: Board, identity: str, address: str) -> Markup:
    """A link to a record's page by its title, or the identity alone where there is no such page."""
    found = board.links(address)(identity)
    return Markup('<a href="{}">{}</a>').format(*found) if found else escape(identity)


def joined(*parts: str | None) -> str:
    """Some words in a row, the empty ones left out."""
    return "，".join(part for part in parts if part)
