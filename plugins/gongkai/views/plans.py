"""Plans as a calendar of months (月历): what was done leads to its evidence, what lacks it says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from gongkai.derive.plans import MonthOfPlan, Planned, Progress, months_of, planned
from gongkai.records.declarations import declared
from gongkai.records.plan import FiveHaves, Plan
from gongkai.register import Record
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Page
from gongkai.views import figures
from gongkai.views.board import Board
from gongkai.views.listing import Listing, Row, page_of, row_of, years
from gongkai.views.record_pages import Fact, Outline, corrections, facts, record_page, reference, whole

_CHIPS = {
    Progress.DONE: "kept",
    Progress.MISSING: "missing",
    Progress.NOW: "under-way",
    Progress.AHEAD: "not-due",
    Progress.MOVED: "noted",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One item of a month as the calendar shows it."""

    ident: str
    chip: Chip
    work: str
    responsible: str
    note: str
    evidence: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One month of the calendar; `is_now` marks the month of the day on which the board was made."""

    title: str
    is_now: bool
    items: tuple[Shown, ...]


def pages(board: Board) -> Iterator[Page]:
    """The list of plans, and one calendar for each."""
    records = board.register.of(Plan)
    rows = tuple(_row(board, record) for record in records)
    lead = f"本版收录的工作计划 {len(records)} 份。每项工作是否完成，由佐证的记录得出，不用填写。"
    yield page_of(Listing("plans/", "工作计划", lead, (years(rows, 0),), rows, noun="份"))
    for record in board.paged(Plan):
        yield page(board, record)


def _row(board: Board, record: Record[Plan]) -> Row:
    content = record.content
    counts = Counter(each.progress for each in planned(content, board.today))
    missing = counts[Progress.MISSING]
    words = f"{len(content.items)} 项，已完成 {counts[Progress.DONE]} 项"
    state = chip("missing", f"待补佐证 {missing} 项") if missing else chip("plan")
    return row_of(record, words, state)


def page(board: Board, record: Record[Plan]) -> Page:
    """The calendar of one plan."""
    content = record.content
    address = f"{record.identity}/"
    items = planned(content, board.today)
    values = {
        "record": record,
        "chips": tuple(_chips(items)),
        "lead": tuple(whole(words) for words in _lead(content, items)),
        "months": tuple(_sheet(board, month, address) for month in months_of(content, board.today)),
        "five": tuple(_five(board, content.five, address)) if content.five else (),
        "facts": tuple(facts(board, record, address)),
        "changes": corrections(board, record, address),
        "sheets": figures.sheets(record),
    }
    outline = Outline(
        address=address,
        title=f"{content.heading}（工作计划 {record.number}）",
        description=f"{content.heading}：{_summary(items)}",
        source=record.identity,
        sections=(
            ("changes", "更正", values["changes"]),
            ("months", "月历", True),
            ("five", "五有", values["five"]),
            ("basis", "本页依据", True),
        ),
        entry=Entry(
            number=record.number,
            kind=content.label,
            words=f"{content.heading} {' '.join(item.work for item in content.items)}",
            date=content.day.isoformat(),
            department=content.department or "",
        ),
    )
    return record_page(board, outline, "plan.html.jinja", values)


def _chips(items: tuple[Planned, ...]) -> Iterator[Chip]:
    missing = sum(each.progress is Progress.MISSING for each in items)
    if missing:
        yield chip("missing", f"待补佐证 {missing} 项")


def _lead(content: Plan, items: tuple[Planned, ...]) -> Iterator[str]:
    yield str(content.period)
    if content.department:
        yield content.department
    yield _summary(items)


def _summary(items: tuple[Planned, ...]) -> str:
    """22 项工作：已完成 17 项，已调整 1 项，本月 1 项，未到 3 项."""
    counts = Counter(each.progress for each in items)
    order = (Progress.DONE, Progress.MISSING, Progress.MOVED, Progress.NOW, Progress.AHEAD)
    parts = (f"{progress.value} {counts[progress]} 项" for progress in order if counts[progress])
    return f"{len(items)} 项工作：{'，'.join(parts)}"


def _sheet(board: Board, month: MonthOfPlan, address: str) -> Sheet:
    today = board.today
    is_now = (month.year, month.month) == (today.year, today.month)
    return Sheet(f"{month.month}月", is_now, tuple(_shown(board, each, address) for each in month.items))


def _shown(board: Board, each: Planned, address: str) -> Shown:
    item = each.item
    return Shown(
        ident=f"item-{each.position + 1}",
        chip=chip(_CHIPS[each.progress], each.progress.value),
        work=item.work,
        responsible=item.responsible or "",
        note=item.note or "",
        evidence=tuple(reference(board, identity, address) for identity in item.evidence),
    )


def _five(board: Board, five: FiveHaves, address: str) -> Iterator[Fact]:
    """Each of the five with the paper it names; a record's identity becomes a link."""
    for field in declared(FiveHaves):
        words = getattr(five, field.name)
        yield f"有{field.label}", reference(board, words, address) if words else "还没有写明"
