"""已撤下: a page at the address of each record that was withdrawn, and the list of them all."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from gongkai.derive.withdrawn import kind_of, withdrawn
from gongkai.frame.linked_data import CHAPTERS
from gongkai.records.tombstones import Tombstone
from gongkai.render.icons import chip
from gongkai.render.pages import Entry, Output, Page, root_of
from gongkai.render.tables import Cell, Column, Kind, Table, files_of, shelved, ungrouped
from gongkai.render.templates import day, render
from gongkai.views.board import Board
from gongkai.views.clean_text import clean
from gongkai.views.record_pages import internal

ADDRESS = "withdrawn/"
TITLE = "撤下登记"


def pages(board: Board) -> Iterator[Output]:
    """The page of each that is gone, and their list where there are any."""
    found = withdrawn(board.register)
    for entry in found:
        yield _page(board, entry)
    if found:
        yield from _list(found)


def _number(entry: Tombstone) -> str:
    return entry.identity.partition("/")[2]


def _page(board: Board, entry: Tombstone) -> Page:
    address = f"{entry.identity}/"
    root = root_of(address)
    folder = entry.identity.partition("/")[0]
    kind, number = kind_of(entry), _number(entry)
    trail = ((f"{root}{folder}/", CHAPTERS.get(folder, kind)), (f"{root}{ADDRESS}", TITLE))
    facts = (
        ("种类和编号", f"{kind} {number}"),
        ("标题", entry.title),
        ("公开的时间", f"{day(entry.first_published)}至{day(entry.withdrawn_on)}"),
        ("撤下的理由", entry.reason),
        ("批准", entry.approved_by),
    )
    html = render(
        "tombstone.html.jinja",
        address,
        internal=internal(board),
        trail=trail,
        number=number,
        kind=kind,
        chips=(chip("ended", "已撤下"),),
        entry=entry,
        facts=facts,
    )
    title = clean(f"已撤下：{entry.title}（{kind} {number}）")
    return Page(
        address=address,
        title=title,
        body=Markup(clean(html)),
        description=clean(f"{kind} {number} 已于{day(entry.withdrawn_on)}撤下：{entry.reason}"),
        sections=(),
        is_record=True,
        is_gone=True,
        entry=Entry(number, kind, entry.title, entry.withdrawn_on.isoformat(), "已撤下"),
        within=((ADDRESS, TITLE),),
        mark=number,
    )


def _list(found: tuple[Tombstone, ...]) -> Iterator[Output]:
    columns = (
        Column("种类", Kind.SHORT),
        Column("编号", Kind.SHORT),
        Column("标题", Kind.SENTENCE),
        Column("首次公开", Kind.DATE),
        Column("撤下", Kind.DATE),
        Column("理由", Kind.SENTENCE),
        Column("批准", Kind.SHORT),
    )
    root = root_of(ADDRESS)
    rows = (
        (
            kind_of(entry),
            _number(entry),
            Cell(clean(entry.title), href=f"{root}{entry.identity}/"),
            entry.first_published,
            entry.withdrawn_on,
            clean(entry.reason),
            clean(entry.approved_by),
        )
        for entry in found
    )
    table = Table("withdrawn", "已撤下的记录", columns, ungrouped(rows), counted=f"{len(found)} 份", heads=2)
    tables = shelved((table,), "withdrawn")
    html = render("withdrawn.html.jinja", ADDRESS, table=tables[0], count=len(found))
    yield Page(
        address=ADDRESS,
        title=TITLE,
        body=html,
        description=f"公开以后撤下的 {len(found)} 份记录：编号、标题、公开的起止、理由和批准的岗位。",
        entry=Entry("", "说明", "撤下登记 已撤下 删除"),
    )
    yield from files_of(ADDRESS, tables)
