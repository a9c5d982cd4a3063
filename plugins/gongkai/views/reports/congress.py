"""教代会呈报表: what is reported to the body above before a congress, and filed with it afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from gongkai.derive.congresses import is_congress
from gongkai.records.meeting import Meeting, Resolution
from gongkai.register import Record
from gongkai.render.tables import Column, Kind, Table, ungrouped
from gongkai.render.templates import day
from gongkai.views.board import Board
from gongkai.views.meetings.pages import filing_words
from gongkai.views.record_pages import joined
from gongkai.views.reports.papers import Paper, Part, link, on, told

KIND = "教代会呈报表"


def papers(board: Board) -> Iterator[Paper]:
    """One form for each congress or staff assembly, the newest first."""
    meetings = [record for record in board.register.of(Meeting) if is_congress(record.content)]
    for record in sorted(meetings, key=lambda each: each.content.held_on, reverse=True):
        yield _paper(record)


def _paper(record: Record[Meeting]) -> Paper:
    content = record.content
    return Paper(
        name=f"congress-{record.number}",
        kind=KIND,
        about=content.heading,
        title=f"{content.heading}呈报表",
        purpose=Markup("会前报告、会后备案用；本次会议见{}。").format(link(f"{record.identity}/", content.heading)),
        parts=(
            Part("meeting", "一、会议", tuple(_meeting(content))),
            Part("delegates", "二、代表", tuple(_delegates(content)), _delegations(content)),
            Part("agenda", "三、议程", (), _agenda(content)),
            Part("resolutions", "四、决议", (), _resolutions(record)),
            Part("filings", "五、会前报告与会后备案", tuple(_filings(content))),
        ),
        signatures=("学校工会（盖章）", "学校党组织（盖章）", "上级工会意见", "日期"),
    )


def _meeting(content: Meeting) -> Iterator[str]:
    when = day(content.held_on)
    if content.closed_on and content.closed_on != content.held_on:
        when += f"至{day(content.closed_on)}"
    yield joined(when, content.place, content.convener and f"由{content.convener}召集") + "。"
    if content.materials_sent_on:
        yield f"会议材料于{day(content.materials_sent_on)}送达代表。"
    if content.submission_closed_on:
        yield f"提案征集于{day(content.submission_closed_on)}截止。"


def _delegates(content: Meeting) -> Iterator[str]:
    numbers = (
        ("教职工", content.staff_total),
        ("代表总数", content.delegates_total),
        ("应到", content.due),
        ("实到", content.present),
        ("列席", content.observers),
    )
    known = [(name, count) for name, count in numbers if count is not None]
    if known:
        yield f"{told(known, '人')}。"
    if content.composition:
        made_of = content.composition
        counts = (
            ("教师", made_of.teachers),
            ("女", made_of.women),
            ("青年", made_of.young),
            ("管理人员", made_of.managers),
        )
        yield f"代表中{told([(name, count) for name, count in counts if count is not None], '人')}。"


def _delegations(content: Meeting) -> Table | None:
    if not content.delegations:
        return None
    rows = ungrouped((each.name, each.count) for each in content.delegations)
    return Table("delegations", "各代表团", (Column("代表团"), Column("代表", Kind.NUMBER, "人")), rows, unit="人")


def _agenda(content: Meeting) -> Table:
    rows = (
        (n, each.item, each.power.value if each.power else "—", each.document or "—")
        for n, each in enumerate(content.agenda, 1)
    )
    columns = (Column("序号", Kind.NUMBER), Column("事项"), Column("职权"), Column("材料"))
    return Table("items", "议程", columns, ungrouped(rows, in_order=True), heads=1)


def _resolutions(record: Record[Meeting]) -> Table:
    rows = (
        (
            link(f"{act.identity}/", act.content.subject),
            act.content.power.value,
            act.content.verdict.value if act.content.verdict else "—",
            on(act.content.announced_on),
        )
        for act in record.all(Resolution)
    )
    columns = (Column("事项"), Column("职权"), Column("结论"), Column("公布日期", Kind.DATE))
    return Table("decided", "决议", columns, ungrouped(rows))


def _filings(content: Meeting) -> Iterator[str]:
    for words, filing in (("会前报告", content.reported), ("会后备案（会议）", content.filed)):
        yield f"{words}：{filing_words(filing)}。" if filing else f"{words}：待补。"
