"""年度校务公开工作报告: for each school year, what was disclosed, answered, decided and corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from gongkai.derive.coverage import State
from gongkai.derive.silence import Row, SchoolYear
from gongkai.derive.statistics import Dimension, Group, statistics
from gongkai.records.finance import Finance
from gongkai.records.meeting import Meeting, Resolution
from gongkai.records.notice import Notice
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Correction
from gongkai.register import Record
from gongkai.render.tables import Column, Content, Kind, Table, ungrouped
from gongkai.views.board import Board
from gongkai.views.counts import counted, rate_words
from gongkai.views.reports.papers import Paper, Part, link, on, told
from gongkai.workdays import school_year

KIND = "年度校务公开工作报告"


def papers(board: Board) -> Iterator[Paper]:
    """One report for each school year, the newest first; the present year's is as far as today."""
    records: dict[str, list[Record[Any]]] = {}
    for record in board.register.records.values():
        if record.content.day and record.content.day <= board.today:
            records.setdefault(school_year(record.content.day), []).append(record)
    handled = {group.name: group for group in statistics(board.register, board.today).of(Dimension.YEAR)}
    for year in board.school_years:
        if year.name in records:
            yield _paper(board, year, tuple(records[year.name]), handled.get(f"{year.name}学年"))


def _paper(board: Board, year: SchoolYear, records: tuple[Record[Any], ...], group: Group | None) -> Paper:
    so_far = "（截至今天）" if year.name == school_year(board.today) else ""
    kinds = Counter(record.content.label for record in records)
    return Paper(
        name=f"annual-{year.name}",
        kind=KIND,
        about=f"{year.name}学年{so_far}",
        title=f"{year.name}学年校务公开工作报告{so_far}",
        purpose="提请教代会听取和审议。",
        parts=(
            Part(
                "overview",
                "一、公开了什么",
                (f"本学年{counted(board)}的记录 {len(records)} 件：{told(kinds.items())}。",),
            ),
            Part("catalogue", "二、公开目录的执行", tuple(_coverage(year)), _items(year)),
            Part("proposals", "三、教职工提案", tuple(_proposals(board, group))),
            Part("opinions", "四、意见和来信", tuple(_opinions(board, year.name, records))),
            Part("meetings", "五、会议和决议", (), _meetings(records)),
            Part("money", "六、财务和公示", tuple(_money(records))),
            Part("corrections", "七、更正和备案", tuple(_corrections(records))),
        ),
        signatures=("党组织负责人", "校长", "工会主席", "日期"),
    )


def _coverage(year: SchoolYear) -> Iterator[str]:
    tally = year.tally
    yield (
        f"按周期公开的事项到期应公开 {tally.owed} 次：按时 {tally.in_time} 次，迟公开 {tally.late} 次，"
        f"待补 {tally.missing} 次；未到期 {tally.not_yet_due} 次不计。"
    )
    silent = [row.matter.name for row in year.rows if any(cell.slot.state is State.MISSING for cell in row.cells)]
    if silent:
        yield f"待补的事项：{'、'.join(silent)}。"


_COUNTED = (("按时", "次"), ("迟公开", "次"), ("待补", "次"), ("记录", "件"))


def _items(year: SchoolYear) -> Table:
    numbers = (Column(name, Kind.NUMBER, unit) for name, unit in _COUNTED)
    columns = (Column("事项"), Column("责任部门"), Column("频次", Kind.SHORT), *numbers)
    return Table("items", "各事项的公开情况", columns, ungrouped(map(_item, year.rows)), unit="次")


def _item(row: Row) -> tuple[Content, ...]:
    states = Counter(cell.slot.state for cell in row.cells)
    own = {each for cell in row.cells for each in cell.slot.records}
    own.update(each for occasion in row.occasions for each in occasion.records)
    item = row.matter.item
    counts = (states[State.IN_TIME], states[State.LATE], states[State.MISSING])
    numbers = counts if row.cells else ("—",) * 3
    return (row.matter.name, item.department or "—", item.frequency.value, *numbers, len(own))


def _proposals(board: Board, group: Group | None) -> Iterator[str]:
    if group is None:
        yield "本学年没有可以公开的提案。"
        return
    yield (
        f"收到并经审查 {group.count('received')} 件，应答复 {group.count('answerable')} 件，"
        f"已答复 {group.count('answered')} 件，答复率 {rate_words(board, group.share('answered_rate'))}。"
    )
    if group.count("timed"):
        yield f"按期答复 {group.count('in_time')} 件，按期率 {rate_words(board, group.share('in_time_rate'))}。"
    if group.count("final_rated"):
        share = rate_words(board, group.share("final_satisfaction"))
        yield f"评价 {group.count('final_rated')} 件，满意和基本满意占 {share}。"
    if group.count("due"):
        yield (
            f"到期或已兑现的承诺 {group.count('due')} 项，按期兑现 {group.count('kept')} 项，"
            f"迟兑现 {group.count('kept_late')} 项，到期未完成 {group.count('unmet')} 项。"
        )


def _opinions(board: Board, year: str, records: Iterable[Record[Any]]) -> Iterator[str]:
    cases = [board.cases[each.identity] for each in records if isinstance(each.content, Opinion)]
    answered = sum(case.answered for case in cases)
    if cases:
        yield f"{counted(board)}的意见 {len(cases)} 件，已有回音 {answered} 件，办理中 {len(cases) - answered} 件。"
        sources = Counter(case.record.content.source.value for case in cases)
        yield f"来源：{told(sources.items())}。"
    else:
        yield "本学年没有可以公开的意见。"
    own = {term.name for term in board.register.terms if school_year(term.first) == year}
    for term, count in board.selected.withheld_opinions:
        if term in own:
            yield f"另有不公开的意见：{term} {count} 件，已转专门渠道或单独答复。"


def _meetings(records: Iterable[Record[Any]]) -> Table:
    meetings = sorted(
        (record for record in records if isinstance(record.content, Meeting)),
        key=lambda record: (record.content.held_on, record.identity),
    )
    rows = (
        (
            link(f"{meeting.identity}/", meeting.content.heading),
            meeting.content.type.value,
            on(meeting.content.held_on),
            len(meeting.all(Resolution)),
        )
        for meeting in meetings
    )
    columns = (Column("会议"), Column("类型"), Column("日期", Kind.DATE), Column("决议（项）", Kind.NUMBER))
    return Table("held", "本学年的会议", columns, ungrouped(rows))


def _money(records: tuple[Record[Any], ...]) -> Iterator[str]:
    statements = Counter(each.content.category.value for each in records if isinstance(each.content, Finance))
    matters = Counter(each.content.matter.value for each in records if isinstance(each.content, Notice))
    for noun, counts in (("财务公开", statements), ("公示", matters)):
        yield f"{noun} {counts.total()} 件：{told(counts.items())}。" if counts else f"{noun} 0 件。"


def _corrections(records: tuple[Record[Any], ...]) -> Iterator[str]:
    types = Counter(act.content.type.value for record in records for act in record.all(Correction))
    yield f"公布后的更正 {types.total()} 处：{told(types.items(), '处')}。" if types else "没有公布后的更正。"
    yield f"写有材料备案号的 {sum(bool(record.content.filing_number) for record in records)} 件。"
