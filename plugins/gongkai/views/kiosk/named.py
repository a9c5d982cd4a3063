"""A record that the playlist names and that would not have come by itself: its title, its words, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from gongkai.records import ActFile, MainFile
from gongkai.records.declarations import declared
from gongkai.records.finance import Finance
from gongkai.records.notice import Notice
from gongkai.register import Act, Record
from gongkai.views.board import Board
from gongkai.views.kiosk import answers, money, pictures, prose
from gongkai.views.kiosk.drafting import Draft, ident_of, slides_of
from gongkai.views.kiosk.model import Slide
from gongkai.views.kiosk.splitting import Block, Form

GROUP = "named"
"""No group of the playlist: what is named by itself is arranged by itself."""


def slides(board: Board, identity: str) -> tuple[Slide, ...]:
    """The record as slides; none where this audience may not see it, or where its notice period is over or to come."""
    found = board.register.find(identity)
    if found is None or isinstance(found[0].content, Notice):
        return ()
    draft = _draft(board, *found)
    return tuple(slide for each in (draft, *pictures.of(board, draft)) for slide in slides_of(board, each))


def _draft(board: Board, record: Record[Any], act: Act[Any] | None) -> Draft:
    if act is None and isinstance(record.content, Finance):
        return money.draft(board, record)
    if act is None and (answered := _answered(board, record.identity)):
        return replace(answered, group=GROUP, kicker=record.content.label)
    identity = act.identity if act else record.identity
    content: MainFile | ActFile = act.content if act else record.content
    texts = tuple(_texts(content))
    title = board.titles.get(identity, record.content.heading)
    blocks = tuple(block for heading, text in texts for block in _blocks(heading, text))
    return Draft(
        ident=ident_of(identity),
        group=GROUP,
        title=title,
        kicker=content.label,
        blocks=blocks or (Block(Form.TEXT, record.content.heading),),
        address=f"{identity if identity in board.titles else record.identity}/",
        identity=identity,
        number=record.number,
        on=content.day,
        more=prose.readable("\n\n".join(text for _, text in texts)),
    )


def _answered(board: Board, identity: str) -> Draft | None:
    """A submission that has its answer, as new answers are shown."""
    found = (pair for pair in answers.answered(board) if pair[0].record.identity == identity)
    return next((answers.draft(board, case, reply) for case, reply in found), None)


def _texts(content: MainFile | ActFile) -> Iterator[tuple[str, str]]:
    """The prose of a file under its headings; what stands in keys may name people, and is left to the page."""
    for field in declared(type(content)):
        if (field.in_prose or field.is_body) and (text := getattr(content, field.name)):
            yield ("" if field.is_body else field.label), text


def _blocks(heading: str, text: str) -> Iterator[Block]:
    if heading:
        yield Block(Form.HEAD, heading)
    yield from prose.blocks(text)
