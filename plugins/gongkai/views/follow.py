"""订阅: what can be followed and how, in words for somebody who has never heard of a feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from gongkai.derive.agenda import since
from gongkai.derive.channels import NEWEST
from gongkai.records.proposal import Proposal
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import render
from gongkai.views import calendars, embed, feeds
from gongkai.views.alternates import EVERYTHING
from gongkai.views.badges import Badge, badges
from gongkai.views.board import Board
from gongkai.views.headlines import answered, kept

ADDRESS = "follow/"
SECTIONS = (
    ("which", "选哪一种"),
    ("calendars", "日历"),
    ("feeds", "订阅源"),
    ("sites", "徽章与嵌入"),
    ("counted", "数字怎么算"),
)
UNKNOWN_SITE = "https://本站的网址/"
"""Stands in what is to be copied while the school has not said where its site will be."""
FEW = 16
"""A longer list of feeds is folded."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to subscribe to: `whole` is the address to be copied, `app` the one that a phone's calendar opens."""

    title: str
    about: str
    address: str
    whole: str
    app: str = ""
    json: str = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A few lines to be copied into another site, with what they show."""

    ident: str
    title: str
    badge: Badge | None
    code: str


def pages(board: Board) -> Iterator[Page]:
    """The one page about subscribing."""
    html = render(
        "follow.html.jinja",
        ADDRESS,
        known=bool(board.site_url),
        public=board.selected.is_public,
        newest=NEWEST,
        calendars=tuple(_calendar(board, book) for book in calendars.BOOKS),
        since=since(board.today),
        most=calendars.MOST,
        groups=(
            ("全部", _rows(board, (feeds.everything(board),))),
            ("按种类", _rows(board, feeds.of_kinds(board))),
            ("按部门", _rows(board, feeds.of_departments(board))),
        ),
        few=FEW,
        example=_example(board),
        snippets=tuple(_snippets(board)),
        width=embed.WIDTH,
        height=embed.HEIGHT,
        figures=(answered(board), kept(board)),
    )
    yield Page(
        address=ADDRESS,
        title="订阅",
        body=Markup(html),
        description="有新的公开内容时自动收到：日历、订阅源，还有给学校主站用的徽章和嵌入代码。",
        sections=tuple(Heading(ident, title) for ident, title in SECTIONS),
        entry=Entry("", "订阅", "订阅 日历 RSS Atom 提醒 徽章 嵌入 关注 手机"),
        alternates=EVERYTHING,
    )


def _whole(board: Board, address: str) -> str:
    return f"{board.site_url or UNKNOWN_SITE}{address}"


def _calendar(board: Board, book: calendars.Book) -> Row:
    whole = _whole(board, book.address)
    app = f"webcal:{whole.partition(':')[2]}" if board.site_url else ""
    return Row(book.title, book.about, book.address, whole, app)


def _rows(board: Board, channels: Iterable[feeds.Channel]) -> tuple[Row, ...]:
    return tuple(
        Row(
            channel.title,
            "",
            f"{channel.place}.xml",
            _whole(board, f"{channel.place}.xml"),
            "",
            f"{channel.place}.json",
        )
        for channel in channels
    )


def _example(board: Board) -> tuple[str, str] | None:
    """The proposal submitted last, as (address, title), to show where its own feed stands."""
    found = board.register.of(Proposal)
    if not found:
        return None
    last = max(found, key=lambda record: (record.content.submitted_on, record.identity))
    return f"{last.identity}/", f"{last.number} {last.content.subject}"


def _snippets(board: Board) -> Iterator[Snippet]:
    name = board.register.school.name
    for badge in badges(board):
        picture = Markup('<img src="{}" alt="{}" height="26">').format(
            _whole(board, badge.address), f"{name}{badge.label}"
        )
        code = Markup('<a href="{}">{}</a>').format(_whole(board, ""), picture)
        yield Snippet(badge.name, f"徽章：{badge.label}", badge, str(code))
    code = Markup('<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>').format(
        _whole(board, embed.ADDRESS), f"{name}校务公开：答复与承诺", embed.WIDTH, embed.HEIGHT
    )
    yield Snippet("embed", "嵌入：两个数字一小块", None, str(code))
