"""Who answers for disclosure (四个第一), how to judge it, and every channel by which to speak up."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.records.organisation import Organisation
from gongkai.records.school import School
from gongkai.register import Record
from gongkai.render.icons import Chip
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.organisations import current


def pages(board: Board) -> Iterator[Page]:
    """The page of the four 第一."""
    school = board.register.school
    bodies = current(board)
    html = render(
        "accountability.html.jinja", "accountability/", school=school, posts=tuple(posts(school)), bodies=bodies
    )
    names = " ".join(channel.name for channel in school.channels)
    yield Page(
        address="accountability/",
        title="四个第一与渠道",
        body=html,
        description="校务公开由谁负责、谁执行、谁监督、谁评价，教职工怎样评价，有话向哪里说。",
        sections=tuple(_sections(bodies)),
        entry=Entry("", "说明", f"四个第一 {names}"),
    )


def _sections(bodies: tuple[tuple[Record[Organisation], Chip], ...]) -> Iterator[Heading]:
    yield Heading("judge", "怎样评价")
    if bodies:
        yield Heading("bodies", "机构")
    yield Heading("channels", "渠道")


def posts(school: School) -> Iterator[tuple[str, str, str, str]]:
    """Sign, title, post and duty, in the order party, administration, union, staff."""
    named = school.accountability
    if named is None:
        return
    yield "党", "第一责任人", named.party, "对校务公开负总责"
    yield "政", "第一执行人", named.executive, "组织公开，落实答复与整改"
    yield "工", "第一监督人", named.supervisor, "监督公开是否真实、及时、完整"
    yield "评", "第一评价人", named.judges, "评价公开得好不好，提案办得怎么样"
