"""决议: the verdict, how it follows from the votes, the text, and what was done about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.derive.congresses import executions
from gongkai.records.meeting import Meeting, Resolution
from gongkai.register import Act, Record
from gongkai.render.prose import to_html
from gongkai.render.tables import Column, Kind, Table, ungrouped
from gongkai.render.templates import day
from gongkai.sheets.courses import course, titled, widths_of
from gongkai.sheets.document import (
    Block,
    Bullets,
    Facts,
    Grid,
    Heading,
    Paragraph,
    Sheet,
    Signature,
    Style,
    Verdict,
)
from gongkai.sheets.marks import mark_of
from gongkai.sheets.prose import blocks_of
from gongkai.views.board import Board
from gongkai.views.meetings import resolutions
from gongkai.views.record_pages import whole

FORM = "决议"


def sheets(board: Board, record: Record[Any], style: Style = Style.NOTICE) -> Iterator[Sheet]:
    """One sheet for each resolution of a meeting; of other records there is none."""
    if isinstance(record.content, Meeting):
        for act in record.all(Resolution):
            yield sheet(board, record, act, style)


def number_of(meeting: Record[Any], act: Act[Any]) -> str:
    """By which number a resolution goes on paper."""
    return f"{meeting.number}-决议{act.n}"


def sheet(board: Board, meeting: Record[Meeting], act: Act[Resolution], style: Style = Style.NOTICE) -> Sheet:
    """The sheet of one resolution."""
    content = act.content
    official = style is Style.OFFICIAL
    return Sheet(
        form=FORM,
        title=content.subject,
        blocks=tuple(_official(board, meeting, act) if official else _plain(board, meeting, act)),
        mark=mark_of(board, meeting, number=number_of(meeting, act), identity=act.identity),
        records=(meeting.identity,),
        template="official" if official else "notice",
        style=style,
        more=titled(content.subject, widths_of(style), kicker=f"{meeting.content.heading}决议"),
    )


def _plain(board: Board, meeting: Record[Meeting], act: Act[Resolution]) -> Iterator[Block]:
    content = act.content
    made = resolutions.decision(board, act)
    yield Verdict(made.chip, whole(made.sentence))
    yield Facts(tuple(_facts(meeting, content)))
    if made.tally:
        yield votes(tuple(resolutions.chain(made.tally)))
    if content.text:
        yield Heading("决议全文")
        yield from blocks_of(to_html(content.text, board.links(f"{act.identity}/")))
    reasons = tuple(resolutions.reasons(board, meeting, act, made.tally))
    if reasons:
        yield Heading("结论怎样得出")
        yield Bullets(tuple((Paragraph(whole(words)),) for words in reasons), is_numbered=True)
    yield from _not_adopted(content)
    yield from course(resolutions.course(board, content, executions(meeting, act)), "执行情况")


def _official(board: Board, meeting: Record[Meeting], act: Act[Resolution]) -> Iterator[Block]:
    """The text itself, with the vote as its last sentence; signed by the meeting on its day."""
    content = act.content
    made = resolutions.decision(board, act)
    yield from blocks_of(to_html(content.text, board.links(f"{act.identity}/")))
    yield Paragraph(whole(f"{made.chip.word}。{made.sentence}"))
    yield Signature(meeting.content.heading, day(content.on or meeting.content.held_on), has_seal_room=True)


def _facts(meeting: Record[Meeting], content: Resolution) -> Iterator[tuple[str, str]]:
    yield "会议", f"{meeting.content.heading}，{day(content.on or meeting.content.held_on)}"
    form = f"，{content.vote.form.value}表决" if content.vote else ""
    yield "职权", f"{content.power.value}{form}"
    if content.announced_on:
        yield "公布", day(content.announced_on)
    if content.responsible or content.report_by:
        due = f"{day(content.report_by)}前报告执行情况" if content.report_by else ""
        yield "执行", "，".join(words for words in (content.responsible, due) if words)


def votes(chain: tuple[tuple[str, str], ...]) -> Grid:
    """The numbers of a vote beside each other, from the delegates to those needed."""
    columns = tuple(Column(name, Kind.NUMBER) for name, _ in chain)
    row = tuple(int(count) for _, count in chain)
    table = Table("votes", "表决", columns, ungrouped((row,)), under_heading=True)
    return Grid(table, widths=(1 / len(chain),) * len(chain))


def _not_adopted(content: Resolution) -> Iterator[Block]:
    if content.not_adopted:
        yield Heading("未采纳意见与说明")
        columns = (Column("意见", Kind.SENTENCE), Column("没有采纳的说明", Kind.SENTENCE))
        rows = ungrouped(((each.opinion, each.reason) for each in content.not_adopted), in_order=True)
        yield Grid(Table("not-adopted", "未采纳意见与说明", columns, rows, under_heading=True), widths=(0.5, 0.5))
