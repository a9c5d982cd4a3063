"""回头看: school year by school year, which promises were kept, moved or missed, and what a second answer changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from gongkai.derive.cases import Case, Promise, Round
from gongkai.derive.lookback import Promised, Verdicts, Year, years
from gongkai.derive.submission_clocks import of_round
from gongkai.render.icons import Chip
from gongkai.render.pages import Entry, Heading, Output, Page
from gongkai.render.spreadsheets import Percent
from gongkai.render.tables import Cell, Column, Content, Kind, Row, Table, files_of, shelved, ungrouped
from gongkai.render.templates import day, render
from gongkai.views import promise_charts
from gongkai.views.answers import promise_chip
from gongkai.views.board import Board
from gongkai.views.clocks import clock_chip
from gongkai.views.counts import counted, rate_value, rate_words
from gongkai.views.receipts import Receipt, of_clock
from gongkai.views.record_pages import joined, whole


@dataclass(frozen=True, slots=True)
class Line:
    """One promise, or one further time of asking: what, where, how it stands, and what was said of it."""

    title: str
    address: str
    words: Markup
    chip: Chip
    notes: tuple[str, ...] = ()
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Promises that ended alike; `empty` stands where there are none."""

    ident: str
    title: str
    lines: tuple[Line, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Rates:
    """Satisfaction after the first answer beside that after the last."""

    first: Percent | str
    final: Percent | str
    counts: tuple[tuple[str, int, int], ...]


def pages(board: Board) -> Iterator[Output]:
    """The overview, and one page for each school year, with their tables as files."""
    found = years(board.cases.values())
    tables = shelved((_overview(board, found),), "lookback")
    html = render(
        "lookback.html.jinja",
        "lookback/",
        counted=counted(board),
        table=tables[0] if tables else None,
        keeping=tuple(rate_words(board, year.promises.rate) for year in found),
        chart=promise_charts.by_year(board, found),
    )
    yield Page(
        address="lookback/",
        title="回头看",
        body=Markup(html),
        description="每个学年回头看一次：承诺兑现了多少，改期和没有完成的各有多少，不满意的重新办理得怎样。",
        entry=Entry("", "回头看", "承诺 兑现 改期 到期未完成 满意率 重新办理"),
    )
    yield from files_of("lookback/", tables)
    for year in found:
        yield from _page(board, year)


def _overview(board: Board, found: tuple[Year, ...]) -> Table:
    counts = ("承诺", "按期兑现", "迟兑现", "到期未完成", "未到期", "改过期")
    columns = (
        Column("学年"),
        *(Column(name, Kind.NUMBER, "项") for name in counts),
        Column("首次满意率", Kind.PERCENT),
        Column("最终满意率", Kind.PERCENT),
        Column("重新办理", Kind.NUMBER, "件"),
    )
    rows = ungrouped(_totals(board, year) for year in found)
    return Table("years", "各学年的承诺与满意率", columns, rows, unit="项、件")


def _totals(board: Board, year: Year) -> tuple[Content, ...]:
    promises, rates = year.promises, _rates(board, year)
    states = (promises.kept, promises.late, promises.unmet, promises.pending, year.moved)
    name = Cell(year.name, href=f"./{year.name}/")
    return (name, year.count, *map(len, states), rates.first, rates.final, len(year.reopened))


def _satisfaction(rates: Rates) -> Table:
    columns = (Column("评价"), Column("首次", Kind.NUMBER, "件"), Column("最终", Kind.NUMBER, "件"))
    foot = (Row(("满意率", rates.first, rates.final)),)
    rows = ungrouped(rates.counts, in_order=True)
    return Table("satisfaction", "首次评价与最终评价", columns, rows, foot, "件", under_heading=True)


def _page(board: Board, year: Year) -> Iterator[Output]:
    groups = tuple(_groups(board, year))
    reopened = tuple(_reopened(board, case, each) for case, each in year.reopened)
    name = f"{year.name} 学年"
    tables = shelved((_satisfaction(_rates(board, year)),), f"lookback-{year.name}")
    html = render(
        "lookback_year.html.jinja",
        f"lookback/{year.name}/",
        name=name,
        counted=counted(board),
        year=year,
        keeping=rate_words(board, year.promises.rate),
        chart=promise_charts.kept(board, year.promises) if year.count else "",
        groups=groups,
        table=tables[0],
        reopened=reopened,
    )
    found = year.promises
    yield Page(
        address=f"lookback/{year.name}/",
        title=f"{name}回头看",
        body=Markup(html),
        description=f"{name}应兑现的承诺 {found.rate.whole} 项，按期兑现 {found.rate.part} 项，"
        f"到期未完成 {len(found.unmet)} 项。",
        sections=(
            *(Heading(group.ident, group.title) for group in groups),
            Heading("satisfaction", "满意率：首次与最终"),
            Heading("reopened", "不满意，重新办理"),
        ),
    )
    yield from files_of(f"lookback/{year.name}/", tables)


def _groups(board: Board, year: Year) -> Iterator[Group]:
    found = year.promises
    yield _group(board, "unmet", "到期未完成", found.unmet, "没有到期未完成的承诺。")
    yield _group(board, "late", "迟兑现", found.late, "没有迟兑现的承诺。")
    yield _group(board, "kept", "按期兑现", found.kept, "还没有兑现的承诺。")
    yield _group(board, "pending", "未到期", found.pending, "没有未到期的承诺。")
    yield _group(board, "moved", "其中改过期的", year.moved, "没有改过期的承诺。")


def _group(board: Board, ident: str, title: str, pairs: tuple[Promised, ...], empty: str) -> Group:
    in_order = sorted(pairs, key=lambda pair: (pair[1].due, pair[0].record.identity, pair[1].ask))
    return Group(ident, title, tuple(_line(case, promise) for case, promise in in_order), empty)


def _line(case: Case, promise: Promise) -> Line:
    record = case.record
    words = joined(
        f"{record.content.label} {record.number} {record.content.heading}",
        promise.reply.content.department,
        f"承诺 {day(promise.first_due)}前" if promise.first_due != promise.due else f"期限 {day(promise.due)}",
        f"{day(promise.done_on)}办完" if promise.done_on else "",
    )
    return Line(
        promise.text or record.content.heading,
        f"{record.identity}/",
        whole(words),
        promise_chip(promise),
        tuple(_moves(promise)),
    )


def _moves(promise: Promise) -> Iterator[str]:
    """Every time the day was put off, with its reason."""
    for act in promise.progress:
        if act.content.moved_to:
            when = day(act.content.on) if act.content.on else ""
            yield joined(f"{when}改期至 {day(act.content.moved_to)}", f"理由：{act.content.reason or '没有写'}")


def _rates(board: Board, year: Year) -> Rates:
    first, final = year.first, year.final
    counts = (
        ("满意", first.satisfied, final.satisfied),
        ("基本满意", first.basic, final.basic),
        ("不满意", first.unsatisfied, final.unsatisfied),
    )
    return Rates(_rate(board, first), _rate(board, final), counts)


def _rate(board: Board, verdicts: Verdicts) -> Percent | str:
    return rate_value(board, verdicts.rate) if verdicts.rate.whole else "—"


def _reopened(board: Board, case: Case, each: Round) -> Line:
    record = case.record
    clock = of_round(board.register, case, each, board.today)
    words = joined(
        f"{record.content.label} {record.number}",
        case.department,
        f"{day(each.began)}评价不满意，第 {each.n} 次答复期限 {day(each.due)}",
        f"{day(each.reply.content.on)}答复" if each.reply else "",
        f"再次评价：{each.feedback.content.rating.value}" if each.feedback else "",
    )
    mark = clock_chip(board, clock)
    return Line(record.content.heading, f"{record.identity}/", whole(words), mark, receipt=of_clock(board, clock))
