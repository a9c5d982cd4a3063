"""Meetings on the wall: the next one with its agenda, and when each of the school's assemblies was and will be held."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.records.meeting import Meeting
from gongkai.register import Record
from gongkai.render.icons import chip
from gongkai.render.templates import day
from gongkai.views.board import Board
from gongkai.views.home import assembly
from gongkai.views.kiosk import prose
from gongkai.views.kiosk.drafting import Draft, ident_of
from gongkai.views.kiosk.model import When
from gongkai.views.kiosk.splitting import Block, Form

RECENT = 60
"""Minutes hang on the staff's wall for so many days."""


def drafts(board: Board) -> Iterator[Draft]:
    """The next meeting, where one is announced, and the assemblies."""
    ahead = [record for record in board.register.of(Meeting) if record.content.held_on >= board.today]
    if ahead:
        yield _next(min(ahead, key=lambda record: (record.content.held_on, record.identity)))
    kinds = board.register.school.assemblies
    if kinds:
        yield Draft(
            ident="meetings",
            group="meeting",
            title="几种会，多久开一次",
            kicker="会议",
            blocks=tuple(Block(Form.ROW, kind.value, note=assembly(board, kind).words) for kind in kinds),
            address="meetings/",
            hint="扫码看会议与决议",
        )


def _next(record: Record[Meeting]) -> Draft:
    content = record.content
    until = f"至{day(content.closed_on)}" if content.closed_on and content.closed_on > content.held_on else ""
    place = f"，{content.place}" if content.place else ""
    blocks = [Block(Form.SUM, f"{day(content.held_on)}{until}{place}。")]
    if content.submission_closed_on:
        blocks.append(Block(Form.TEXT, f"提案征集到{day(content.submission_closed_on)}截止。"))
    if content.agenda:
        blocks.append(Block(Form.HEAD, "议程"))
        blocks += [Block(Form.ITEM, each.item, label=f"{n}.") for n, each in enumerate(content.agenda, 1)]
    return Draft(
        ident=ident_of(record.identity),
        group="meeting",
        title=content.heading,
        kicker="下次会议",
        blocks=tuple(blocks),
        address=f"{record.identity}/",
        hint="扫码看会议材料",
        identity=record.identity,
        number=record.number,
        chip=chip("not-due", "将召开"),
        who=f"{content.convener}召集" if content.convener else "",
        when=When(last=content.closed_on or content.held_on),
    )


def minutes(board: Board) -> Iterator[Draft]:
    """For staff: the minutes of the newest meeting of each kind, while they are new."""
    newest: dict[str, Record[Meeting]] = {}
    for record in board.register.of(Meeting):
        age = (board.today - record.content.held_on).days
        if record.content.minutes and 0 <= age <= RECENT:
            last = newest.get(record.content.type.value)
            if last is None or last.content.held_on <= record.content.held_on:
                newest[record.content.type.value] = record
    for record in sorted(newest.values(), key=lambda each: (-each.content.held_on.toordinal(), each.identity)):
        content = record.content
        yield Draft(
            ident=ident_of(record.identity),
            group="minutes",
            title=content.heading,
            kicker="会议纪要",
            blocks=prose.blocks(content.minutes or ""),
            address=f"{record.identity}/",
            identity=record.identity,
            number=record.number,
            chip=chip("meeting", content.type.value),
            who=f"{content.convener}召集" if content.convener else "",
            on=content.held_on,
            more=prose.readable(content.minutes or ""),
        )
