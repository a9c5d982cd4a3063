"""时限一览: every clock on which something is still awaited, the most pressing first, each with its receipt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from gongkai.derive.clock import OPEN, Clock, Step
from gongkai.derive.clock import Kind as ClockKind
from gongkai.derive.clocks import clocks
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Output, Page
from gongkai.render.tables import Column, Kind, Table, files_of, shelved, ungrouped
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.receipts import Receipt, of_clock

KIND, STEP, DEPARTMENT = "时限", "步骤", "部门"
IN_FULL = 200
"""So many clocks show every day of their count; of the others a sentence must do, or the page grows heavy."""

MEANINGS = (
    (Step.UNMET, "答复里承诺的日期已过，还没有完成的记录。"),
    (Step.LONG_OPEN, "期限过去很久仍没有办结；多久算久，由学校在规则里定。"),
    (Step.OVERDUE, "期限已过。"),
    (Step.DUE_SOON, "离期限不远，天数由学校在规则里定。"),
    (Step.RUNNING, "还在期限以内。"),
)
_LAST_DAYS = {
    ClockKind.PROMISE: "承诺",
    ClockKind.NOTICE: "公示至",
    ClockKind.AGREEMENT: "到期",
    ClockKind.TERM: "任期至",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One open clock: what is awaited, from whom, until when, and how that day was counted."""

    clock: Clock
    title: str
    address: str
    words: str
    chip: Chip
    receipt: Receipt
    keys: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        """What the last day is called."""
        return _LAST_DAYS.get(self.clock.kind, "期限")


def pages(board: Board) -> Iterator[Output]:
    """The one page of all clocks, and what became of the finished ones as files."""
    found = clocks(board.register, board.today, board.selected.audience)
    waiting = sorted((clock for clock in found if clock.is_open), key=_pressing)
    rows = tuple(_row(board, clock, in_full=n < IN_FULL) for n, clock in enumerate(waiting))
    kinds = tuple(kind.value for kind in ClockKind if any(row.clock.kind is kind for row in rows))
    steps = tuple((step, sum(row.clock.step is step for row in rows), words) for step, words in MEANINGS)
    departments = _departments(board, {row.clock.department for row in rows} - {""})
    done = shelved((_finished(found),), "clocks")
    html = render(
        "clocks.html.jinja",
        "clocks/",
        today=board.today,
        counted=counted(board),
        rows=rows,
        steps=steps,
        filters=(
            (STEP, STEP, tuple(step.value for step, count, _ in steps if count)),
            (KIND, KIND, kinds),
            (DEPARTMENT, DEPARTMENT, departments),
        ),
        done=done[0] if done else None,
    )
    yield Page(
        address="clocks/",
        title="时限一览",
        body=Markup(html),
        description=f"正在走的和已经到期的时限 {len(rows)} 项，每一项都写明期限怎样数出来。",
        entry=Entry("", "时限一览", "期限 将到期 逾期 久未办结 承诺到期未完成 怎么数"),
    )
    yield from files_of("clocks/", done)


def _departments(board: Board, found: set[str]) -> tuple[str, ...]:
    """In the school's own order, as everywhere; names that it does not list come last."""
    listed = [each.name for each in board.register.school.departments if each.name in found]
    return (*listed, *sorted(found.difference(listed)))


def _pressing(clock: Clock) -> tuple[int, int, str, str]:
    return OPEN.index(clock.step), clock.due.toordinal(), clock.record, clock.about


def _row(board: Board, clock: Clock, *, in_full: bool) -> Row:
    record = board.register.records.get(clock.record)
    title, address = subject(board, clock)
    about = clock.about if clock.kind is ClockKind.PROMISE else ""
    label = f"{record.content.label} {record.number}" if record else "公开目录"
    parts = (clock.kind.value, label, about, clock.department and f"由{clock.department}办")
    receipt = of_clock(board, clock)
    keys = ((STEP, clock.step.value), (KIND, clock.kind.value), (DEPARTMENT, clock.department))
    return Row(
        clock,
        title,
        address,
        " · ".join(part for part in parts if part),
        clock_chip(board, clock),
        receipt if in_full else replace(receipt, lines=()),
        keys,
    )


def subject(board: Board, clock: Clock) -> tuple[str, str]:
    """What a clock is about, as (title, address): its record, or the matter that is owed."""
    record = board.register.records.get(clock.record)
    if record is None:
        return clock.about, "catalogue/"
    names_itself = clock.kind in (ClockKind.TERM, ClockKind.ANNOUNCEMENT) and clock.about
    return clock.about if names_itself else record.content.heading, f"{clock.record}/"


_CHIPS = {
    Step.UNMET: ("missed", "到期未完成，已过 {} 天"),
    Step.LONG_OPEN: ("overdue", "久未办结，逾期 {} 天"),
    Step.OVERDUE: ("overdue", "逾期 {} 天"),
    Step.DUE_SOON: ("due-soon", "还有 {} 天"),
    Step.RUNNING: ("under-way", "还有 {} 天"),
    Step.IN_TIME: ("in-time", ""),
    Step.LATE: ("published-late", "迟 {} 天"),
}
_OWN_CHIPS = {
    (ClockKind.NOTICE, Step.RUNNING): ("on-notice", "还有 {} 天"),
    (ClockKind.NOTICE, Step.OVERDUE): ("missing", "期满，结果待登记"),
    (ClockKind.NOTICE, Step.LONG_OPEN): ("missing", "期满，结果待登记"),
    (ClockKind.AGREEMENT, Step.OVERDUE): ("overdue", "已到期 {} 天"),
    (ClockKind.TERM, Step.OVERDUE): ("overdue", "已届满 {} 天"),
}
"""Where a kind of clock has another sign or other words than the rest."""


def clock_chip(board: Board, clock: Clock) -> Chip:
    """How a clock stands, in a chip that counts the days."""
    sign, words = _OWN_CHIPS.get((clock.kind, clock.step)) or _CHIPS[clock.step]
    days = (clock.due - (clock.met_on or board.today)).days
    if clock.step in (Step.DUE_SOON, Step.RUNNING) and not days:
        words = "今天到期"
    return chip(sign, words.format(abs(days)))


def _finished(found: tuple[Clock, ...]) -> Table:
    columns = (Column("时限"), Column("按时", Kind.NUMBER, "项"), Column("迟", Kind.NUMBER, "项"))
    return Table("finished", "已经办完的时限", columns, ungrouped(_done(found)), unit="项", under_heading=True)


def _done(found: tuple[Clock, ...]) -> Iterator[tuple[str, int, int]]:
    """Of each kind, how many were finished in time and how many late."""
    for kind in ClockKind:
        own = [clock for clock in found if clock.kind is kind and not clock.is_open]
        if own:
            late = sum(clock.step is Step.LATE for clock in own)
            yield kind.value, len(own) - late, late
