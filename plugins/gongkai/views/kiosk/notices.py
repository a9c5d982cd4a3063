"""公示 on the wall: every notice that is up today, on each of its days, and gone after the last one even offline.

A wall is more exposed than a page: whoever passes reads it, and a photograph keeps it. So names stand there only
while the notice runs, only where the notice says on what ground they are made public, and never those of people
who are helped (资助), of whom the text and the numbers must do.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from gongkai.records.notice import Listed, Matter, Notice
from gongkai.register import Record
from gongkai.render.icons import chip
from gongkai.render.templates import day
from gongkai.views.board import Board
from gongkai.views.home import on_notice
from gongkai.views.kiosk import prose
from gongkai.views.kiosk.drafting import Draft, ident_of
from gongkai.views.kiosk.model import When
from gongkai.views.kiosk.splitting import Block, Form, width
from gongkai.views.notices import appeal

_SIDE = 12.0
NAMELESS = "名单不上屏，见这项公示的网页。"


def drafts(board: Board) -> Iterator[Draft]:
    """One for each notice to which one may object today, the next to end first."""
    for record in on_notice(board):
        content = record.content
        yield Draft(
            ident=ident_of(record.identity),
            group="notice",
            title=content.title,
            kicker="公示",
            blocks=tuple(_blocks(content)),
            address=f"{record.identity}/",
            hint="扫码看公示全文",
            identity=record.identity,
            number=record.number,
            chip=chip("on-notice", f"公示中，到 {content.last.month}月{content.last.day}日"),
            who=content.objection.receiver + "受理异议" if content.objection else "",
            on=content.first,
            more=_more(record),
            when=When(first=content.first, last=content.last, always=True),
        )


def shown_names(content: Notice) -> tuple[Listed, ...]:
    """The names that may hang on a wall."""
    return content.names if content.personal_basis and content.matter is not Matter.AID else ()


def _blocks(content: Notice) -> Iterator[Block]:
    yield Block(Form.SUM, appeal(content).striptags())
    if content.objection and (place := "，".join(filter(None, (content.objection.place, content.objection.form)))):
        yield Block(Form.TEXT, f"异议受理：{place}。")
    names = shown_names(content)
    if names:
        yield Block(Form.HEAD, f"名单（{len(names)} 人）")
        for listed in names:
            fits = width(_of(listed)) <= _SIDE
            yield (
                Block(Form.LINE, listed.name, side=_of(listed))
                if fits
                else Block(Form.ROW, listed.name, note=_of(listed))
            )
    elif content.names:
        yield Block(Form.TEXT, NAMELESS)
    yield from prose.blocks(content.text)


def _of(listed: Listed) -> str:
    return "，".join(filter(None, (listed.department, listed.item)))


def _more(record: Record[Notice]) -> Markup:
    content = record.content
    names = Markup().join(
        Markup("<li>{}</li>").format("，".join(filter(None, (listed.name, _of(listed)))))
        for listed in shown_names(content)
    )
    return Markup("<p>{}至{}公示。{}</p>{}{}").format(
        day(content.first),
        day(content.last),
        appeal(content).striptags(),
        prose.readable(content.text),
        Markup("<h3>名单</h3><ul>{}</ul>").format(names) if names else "",
    )
