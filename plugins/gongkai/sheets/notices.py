"""公示: what is put up for objection, on one sheet for the wall or set as an official paper.

The 公文式 has no 发文机关标志, no 发文字号 and no seal: a record of a notice has none, so none is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.records.notice import Listed, Matter, Notice
from gongkai.register import Record
from gongkai.render.prose import to_html
from gongkai.render.tables import Column, Kind, Row, Table, ungrouped
from gongkai.render.templates import day
from gongkai.sheets.courses import OFFICIAL_WIDTHS, titled
from gongkai.sheets.document import Block, Facts, Grid, Heading, Paragraph, Sheet, Signature, Style
from gongkai.sheets.marks import hotline, mark_of
from gongkai.sheets.prose import blocks_of
from gongkai.views.board import Board
from gongkai.views.notices import SEE_CHANNELS, length_words, name_columns
from gongkai.views.record_pages import whole

FORM = "公示"
WIDTHS = (15, 20, 28)
"""So many characters go on a line of the title, which is larger than that of other sheets."""
ABREAST = 5
"""So many names stand beside each other where nothing else is told of those on the list."""


def sheets(board: Board, record: Record[Any], style: Style = Style.NOTICE) -> Iterator[Sheet]:
    """The sheet of a notice; of other records there is none."""
    content = record.content
    if not isinstance(content, Notice):
        return
    official = style is Style.OFFICIAL
    yield Sheet(
        form=FORM,
        title=content.title,
        blocks=tuple(_official(board, record) if official else _plain(board, record)),
        mark=mark_of(board, record, period=(content.first, content.last), phone=phone(board, content)),
        records=(record.identity,),
        template="official" if official else "notice",
        style=style,
        more=titled(content.title, OFFICIAL_WIDTHS if official else WIDTHS, kicker=kicker(content)),
    )


def kicker(content: Notice) -> str:
    """What a notice is about, above its title."""
    return f"{content.matter.value}公示" if content.matter is not Matter.OTHER else "公示"


def phone(board: Board, content: Notice) -> str:
    """Whom to call about a notice; where it refers to the school's channels, the number that stands there."""
    own = content.objection.phone if content.objection else ""
    return hotline(board) if own in ("", SEE_CHANNELS) else own


def _text(board: Board, record: Record[Notice]) -> tuple[Block, ...]:
    return blocks_of(to_html(record.content.text, board.links(f"{record.identity}/")))


def _plain(board: Board, record: Record[Notice]) -> Iterator[Block]:
    content = record.content
    yield from _text(board, record)
    if content.names:
        yield Heading(f"名单（{len(content.names)} 人）", 2)
        yield names(content)
    yield Facts(tuple((term, whole(words)) for term, words in _facts(board, content)))
    yield Signature(board.register.school.name, day(content.first))


def _official(board: Board, record: Record[Notice]) -> Iterator[Block]:
    content = record.content
    yield from _text(board, record)
    if content.names:
        yield Paragraph(whole(f"名单共 {len(content.names)} 人："))
        yield names(content)
    yield Paragraph(whole(f"公示期为{_span(content)}，首尾两天都算，共 {length_words(board, content)}。"))
    yield Paragraph(whole(_appeal(board, content)))
    yield Signature(board.register.school.name, day(content.first), has_seal_room=True)


def _span(content: Notice) -> str:
    return f"{day(content.first)}至{day(content.last)}"


def _said(content: Notice) -> str:
    return "意见" if content.matter is Matter.CONSULTATION else "异议"


def _appeal(board: Board, content: Notice) -> str:
    """To whom one may object, how and where, as one sentence."""
    objection = content.objection
    number = phone(board, content)
    call = f"监督电话：{number}。" if number else ""
    if objection is None:
        return f"公示期间如有{_said(content)}，请在{day(content.last)}以前提出。{call}"
    form = f"方式：{objection.form}。" if objection.form else ""
    place = f"地点：{objection.place}。" if objection.place else ""
    return f"公示期间如有{_said(content)}，请在{day(content.last)}以前向{objection.receiver}提出。{form}{place}{call}"


def _facts(board: Board, content: Notice) -> Iterator[tuple[str, str]]:
    yield "公示期", f"{_span(content)}，共 {length_words(board, content)}"
    objection = content.objection
    number = phone(board, content)
    if objection:
        by = f"，{objection.form}" if objection.form else ""
        yield f"有{_said(content)}", f"请在{day(content.last)}以前向{objection.receiver}提出{by}"
        if objection.place:
            yield "地点", objection.place
    if number:
        yield "监督电话", number
    if content.names and content.personal_basis:
        yield "公示依据", content.personal_basis


def names(content: Notice) -> Grid:
    """The list of those concerned: a table where more is told than names, else the names in rows."""
    told = tuple(name_columns(content))
    if len(told) == 1:
        return _abreast(tuple(listed.name for listed in content.names))
    columns = (Column("序号", Kind.NUMBER), *(Column(name) for name in told))
    rows = (Row((n, *_line(listed, told))) for n, listed in enumerate(content.names, 1))
    return Grid(Table("names", "名单", columns, ungrouped(rows, in_order=True), heads=1, under_heading=True))


def _line(listed: Listed, told: tuple[str, ...]) -> tuple[str, ...]:
    own = {"姓名": listed.name, "部门": listed.department or "", "项目": listed.item or ""}
    return tuple(own[name] for name in told)


def _abreast(people: tuple[str, ...]) -> Grid:
    across = min(ABREAST, len(people))
    padded = (*people, *("" for _ in range(-len(people) % across)))
    rows = tuple(Row(padded[start : start + across]) for start in range(0, len(padded), across))
    columns = tuple(Column("姓名") for _ in range(across))
    table = Table("names", "名单", columns, ungrouped(rows, in_order=True), under_heading=True)
    return Grid(table, widths=(1 / across,) * across)
