"""回头看: school year by school year, which promises were kept, moved or missed, and what a second answer changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from gongkai.derive.cases import Case, Promise, Round
from gongkai.derive.lookback import Promised, Verdicts, Year, years
from gongkai.derive.submission_clocks import of_round
from gongkai.render.icons import Chip
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import day, render
from gongkai.views.answers import promise_chip
from gongkai.views.board import Board
from gongkai.views.clocks import clock_chip
from gongkai.views.counts import counted, rate_words
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
    """Satisfaction after the first answer beside that after the last, in words."""

    first: str
    final: str
    counts: tuple[tuple[str, int, int], ...]


def pages(board: Board) -> Iterator[Page]:
    """The overview, and one page for each school year."""
    found = years(board.cases.values())
    html = render(
        "lookback.html.jinja",
        "lookback/",
        counted=counted(board),
        years=tuple((year, _rates(board, year)) for year in found),
        keeping=tuple(rate_words(board, year.promises.rate) for year in found),
    )
    yield Page(
        address="lookback/",
        title="回头看",
        html=Markup(html),
        description="每个学年回头看一次：承诺兑现了多少，改期和没有完成的各有多少，不满意的重新办理得怎样。",
        entry=Entry("", "回头看", "承诺 兑现 改期 到期未完成 满意率 重新办理"),
    )
    for year in found:
        yield _page(board, year)


def _page(board: Board, year: Year) -> Page:
    groups = tuple(_groups(board, year))
    reopened = tuple(_reopened(board, case, each) for case, each in year.reopened)
    name = f"{year.name} 学年"
    html = render(
        "lookback_year.html.jinja",
        f"lookback/{year.name}/",
        name=name,
        counted=counted(board),
        year=year,
        keeping=rate_words(board, year.promises.rate),
        groups=groups,
        rates=_rates(board, year),
        reopened=reopened,
    )
    found = year.promises
    return Page(
        address=f"lookback/{year.name}/",
        title=f"{name}回头看",
        html=Markup(html),
        description=f"{name}应兑现的承诺 {found.rate.whole} 项，按期兑现 {found.rate.part} 项，"
        f"到期未完成 {len(found.unmet)} 项。",
        sections=(
            *(Heading(group.ident, group.title) for group in groups),
            Heading("satisfaction", "满意率：首次与最终"),
            Heading("reopened", "不满意，重新办理"),
        ),
    )


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


def _rate(board: Board, verdicts: Verdicts) -> str:
    return rate_words(board, verdicts.rate) if verdicts.rate.whole else "—"


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
