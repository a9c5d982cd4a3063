"""提案统计: five tables of figures by 届次, 部门, 类别 and 学年, each beside its definition and its list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.derive.measures import SHARES
from gongkai.derive.rates import session
from gongkai.derive.statistics import Dimension, Group, Statistics, statistics
from gongkai.render import tables as shown
from gongkai.render.pages import Entry, Heading, Output, Page
from gongkai.render.spreadsheets import Value
from gongkai.render.tables import files_of, shelved
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.counts import counted, rate_value, rate_words
from gongkai.views.proposals import charts as proposal_charts
from gongkai.views.statistics.lists import PROPOSALS, lists, narrowed, word
from gongkai.views.statistics.terms import DEFINITIONS, MEANINGS, MEDIAN, OVERVIEW, SUBJECTS, Column, Subject

_DIMENSIONS = (Dimension.SESSION, Dimension.DEPARTMENT, Dimension.CATEGORY, Dimension.YEAR)
_SECTIONS = (
    Heading("routes-outcomes", "去向与结果"),
    Heading("days", "办理天数的分布"),
    Heading("sessions", "各次教代会"),
    Heading("carried", "各部门承办"),
    Heading("overview", "概览"),
    Heading("details", "分项数字"),
    Heading("definitions", "定义"),
)
_CHARTS = (
    ("routes", proposal_charts.all_routes),
    ("outcomes", proposal_charts.all_outcomes),
    ("days", proposal_charts.days),
    ("trend", proposal_charts.trend),
    ("departments", proposal_charts.departments),
)
_HEADS = (("answered_rate", "件"), ("in_time_rate", "件"), ("final_satisfaction", "件"), ("kept_rate", "项"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table, with the way to the list of what it counted; empty where there is nothing."""

    value: Value
    href: str

    @property
    def words(self) -> str:
        return str(self.value)


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


def pages(board: Board) -> Iterator[Output]:
    """The page of the statistics with its tables as files, and the two lists of what they counted."""
    found = statistics(board.register, board.today)
    drawn = shelved((_drawn(each) for each in tables(board)), "statistics") if found.whole.count("received") else ()
    yield _page(board, found, drawn)
    yield from files_of("statistics/", drawn)
    yield from lists(board, found)


def _drawn(each: Table) -> shown.Table:
    """A subject's table as it is shown. No department is ranked, so none of the groups is put in order."""
    columns = tuple(_column(column, each.subject.unit) for column in each.subject.columns)
    groups = tuple(shown.Group(tuple(map(_row, lines)), name, in_order=True) for name, lines in each.blocks)
    return shown.Table(
        each.subject.ident,
        each.subject.title,
        (shown.Column("分组"), *columns),
        groups,
        unit=each.subject.unit,
        grouped="口径",
        style="gk-statistics",
    )


def _row(line: Line) -> shown.Row:
    return shown.Row((line.name, *(shown.Cell(cell.value, href=cell.href) for cell in line.cells)))


def _column(column: Column, unit: str) -> shown.Column:
    kind = shown.Kind.PERCENT if column.key in SHARES else shown.Kind.NUMBER
    counted_in = "" if column.key in SHARES else "天" if column.key == MEDIAN else unit
    return shown.Column(column.term, kind, counted_in, f"#def-{column.defined}")


def _page(board: Board, found: Statistics, drawn: tuple[shown.Table, ...]) -> Page:
    html = render(
        "statistics.html.jinja",
        "statistics/",
        today=board.today,
        public=board.selected.is_public,
        past=board.past,
        counted=counted(board),
        total=found.whole.count("received"),
        notes=tuple(_notes(board)),
        heads=tuple(_heads(board, found.whole)),
        overview=drawn[0] if drawn else None,
        charts={name: drawn(board, found) for name, drawn in _CHARTS},
        tables=drawn[1:],
        definitions=DEFINITIONS,
    )
    return Page(
        address="statistics/",
        title="提案统计",
        body=html,
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
        if group.median is None:
            return Cell("—", "")
        return Cell(_half_days(group.median), _address("timed", group))
    if name in SHARES:
        rate = group.share(name)
        return Cell(rate_value(board, rate), _address(SHARES[name][2], group)) if rate.whole else Cell("—", "")
    count = group.count(name)
    return Cell(count, _address(name, group) if count else "")


def _half_days(median: Decimal) -> int | Decimal:
    whole = int(median)
    return whole if median == whole else median.normalize()


def _address(measure: str, group: Group) -> str:
    """The way from the statistics to the list of what a figure counted, narrowed by the address."""
    chosen = {} if group.dimension is Dimension.ALL else {group.dimension.value: group.name}
    if measure != "received":
        folder, key, label = word(measure)
        return narrowed(folder, {**chosen, key: label})
    if group.dimension in (Dimension.ALL, Dimension.SESSION):  # the list of proposals itself knows these
        return narrowed("../proposals/", chosen)
    return narrowed(PROPOSALS, chosen)
