"""提案统计: five tables of figures by 届次, 部门, 类别 and 学年, each beside its definition and its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from gongkai.derive.measures import SHARES, SPANS
from gongkai.derive.rates import session
from gongkai.derive.statistics import Dimension, Group, Statistics, statistics
from gongkai.render.charts import Series, columns
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.counts import counted, rate_words
from gongkai.views.statistics_lists import PROPOSALS, lists, narrowed, word
from gongkai.views.statistics_terms import DEFINITIONS, MEANINGS, MEDIAN, OVERVIEW, SUBJECTS, Subject

_DIMENSIONS = (Dimension.SESSION, Dimension.DEPARTMENT, Dimension.CATEGORY, Dimension.YEAR)
_SECTIONS = (
    Heading("overview", "概览"),
    Heading("days", "办理天数的分布"),
    Heading("details", "分项数字"),
    Heading("definitions", "定义"),
)
_HEADS = (("answered_rate", "件"), ("in_time_rate", "件"), ("final_satisfaction", "件"), ("kept_rate", "项"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table, with the way to the list of what it counted; empty where there is nothing."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one group."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One subject, and the lines of every dimension under its name."""

    subject: Subject
    blocks: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """One of the figures at the top, for the whole board."""

    label: str
    value: str
    how: str
    address: str
    link: str


def pages(board: Board) -> Iterator[Page]:
    """The page of the statistics, and the two lists of what they counted."""
    found = statistics(board.register, board.today)
    yield _page(board, found)
    yield from lists(board, found)


def _page(board: Board, found: Statistics) -> Page:
    overview, *details = tables(board)
    html = render(
        "statistics.html.jinja",
        "statistics/",
        today=board.today,
        public=board.selected.is_public,
        counted=counted(board),
        total=found.whole.count("received"),
        notes=tuple(_notes(board)),
        heads=tuple(_heads(board, found.whole)),
        overview=overview,
        chart=_days_chart(board, found),
        tables=details,
        definitions=DEFINITIONS,
    )
    return Page(
        address="statistics/",
        title="提案统计",
        html=html,
        description="按届次、部门、类别、学年数清提案的去向、答复、快慢、评价和承诺，每个数字都连到定义和清单。",
        sections=_SECTIONS,
        entry=Entry("", "说明", " ".join(each.term for _, definitions in DEFINITIONS for each in definitions)),
    )


def _notes(board: Board) -> Iterator[str]:
    for number, count in board.selected.received:
        name = session(f"{number}-0")
        yield f"{name or number}另有已收 {count} 件，等待审查，审查后计入。"
    minimum = board.register.rulings(board.today).values.rate_minimum or 1
    if minimum > 1:
        yield f"分母不到 {minimum} 件的只写件数，不写比率。"


def _heads(board: Board, whole: Group) -> Iterator[Head]:
    for name, unit in _HEADS:
        label, _, below = SHARES[name]
        rate = whole.share(name)
        told = f"{rate.part} / {rate.whole} {unit}"
        how = f"{MEANINGS[name]}现在是 {told}。"
        words = rate_words(board, rate) if rate.whole else "—"
        yield Head(label, words, how, f"statistics/{_address(below, whole)}" if rate.whole else "statistics/", told)


def tables(board: Board) -> tuple[Table, ...]:
    """Every table with its figures, the overview first."""
    found = statistics(board.register, board.today)
    return tuple(_table(board, found, subject) for subject in (OVERVIEW, *SUBJECTS))


def _table(board: Board, found: Statistics, subject: Subject) -> Table:
    names = tuple(column.key for column in subject.columns)
    blocks = (
        (f"按{dimension.value}", tuple(_line(board, group, names) for group in found.of(dimension)))
        for dimension in _DIMENSIONS
    )
    return Table(subject, (("", (_line(board, found.whole, names),)), *blocks))


def _line(board: Board, group: Group, names: Iterable[str]) -> Line:
    return Line(group.name, tuple(_cell(board, group, name) for name in names))


def _cell(board: Board, group: Group, name: str) -> Cell:
    if name == MEDIAN:
        return Cell(days_words(group.median), _address("timed", group)) if group.days else Cell("—", "")
    if name in SHARES:
        rate = group.share(name)
        return Cell(rate_words(board, rate), _address(SHARES[name][2], group)) if rate.whole else Cell("—", "")
    count = group.count(name)
    return Cell(str(count), _address(name, group)) if count else Cell("0", "")


def days_words(median: Decimal | None) -> str:
    """A number of days, to the half."""
    return f"{median.normalize():f}" if median is not None else ""


def _address(measure: str, group: Group) -> str:
    """The way from the statistics to the list of what a figure counted, narrowed by the address."""
    chosen = {} if group.dimension is Dimension.ALL else {group.dimension.value: group.name}
    if measure != "received":
        folder, key, label = word(measure)
        return narrowed(folder, {**chosen, key: label})
    if group.dimension in (Dimension.ALL, Dimension.SESSION):  # the list of proposals itself knows these
        return narrowed("../proposals/", chosen)
    return narrowed(PROPOSALS, chosen)


def _days_chart(board: Board, found: Statistics) -> Markup | None:
    """How long answers took, and how long the overdue ones have been waited for."""
    if found.whole.median is None:
        return None
    answered, waiting = Counter[str](), Counter[str]()
    for standing in found.proposals:
        for span in SPANS.keys() & set(standing.measures):
            (waiting if "unanswered" in standing.measures else answered)[span] += 1
    series = [_series("已答复", answered)] + ([_series("到期未答复", waiting)] if waiting else [])
    median = days_words(found.whole.median)
    sentence = f"{counted(board)}的提案中，{found.whole.count('timed')} 件计入办理天数，中位数 {median} 天。"
    words = tuple(name.removesuffix("天") for name in SPANS.values())
    return columns(words, tuple(series), ident="days-chart", title="提案办理天数的分布", sentence=sentence)


def _series(name: str, counts: Counter[str]) -> Series:
    values = tuple(counts[span] for span in SPANS)
    return Series(name, tuple(Decimal(value) for value in values), tuple(f"{value} 件" for value in values))
