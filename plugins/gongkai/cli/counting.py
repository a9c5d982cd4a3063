"""The command that counts: figures, the numbers of the statistics page for terminals and programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence

import click
from rich.cells import cell_len

from gongkai.cli.chinese import Command
from gongkai.cli.program import audience_option, config_option, format_option, print_data, settings_of, today_option
from gongkai.derive.measures import PROMISE_MEASURES, PROPOSAL_MEASURES, SHARES
from gongkai.derive.rates import Rate
from gongkai.derive.statistics import Dimension, Group, statistics
from gongkai.examination import examine
from gongkai.personal import mask
from gongkai.select import Selected, select
from gongkai.settings import AUDIENCES
from gongkai.today import today_of
from gongkai.views.board import Board
from gongkai.views.counts import counted, days_words, may_be_told
from gongkai.views.statistics.pages import Table, tables

_MEASURES = (*PROPOSAL_MEASURES, *PROMISE_MEASURES)
_NAMES = {
    Dimension.ALL: "all",
    Dimension.SESSION: "session",
    Dimension.DEPARTMENT: "department",
    Dimension.CATEGORY: "category",
    Dimension.YEAR: "school_year",
}


@click.command(cls=Command, options_metavar="[选项]", help="打印提案统计：和网站的提案统计页同样的数字。")
@audience_option()
@format_option("json", "csv", json="连同数到的编号")
@today_option
@config_option
def figures(audience: str | None, form: str, today: str | None, config: str | None) -> None:
    found = settings_of(config, audience=audience)
    day = today_of(found, today).day
    examined = examine(found, day)
    if examined.has_errors:
        click.echo("注意：记录里还有错误，改好以后数字可能会变。先用 gongkai check 查看。", err=True)
    selected = select(examined.register, found.audience, day)
    if form == "text":
        click.echo(_as_text(Board(selected)))
    else:
        print_data(_as_json(selected) if form == "json" else _as_csv(selected))


def _as_text(board: Board) -> str:
    total = statistics(board.register, board.today).whole.count("received")
    head = f"提案统计：只数{counted(board)}的提案，共 {total} 件，数据截至 {board.today}。"
    return "\n\n".join((head, *(_tabulated(table) for table in tables(board))))


def _tabulated(table: Table) -> str:
    heading = ("", *(column.term for column in table.subject.columns))
    rows = [("", heading)]
    for name, lines in table.blocks:
        rows += [(name, (mask(line.name), *(cell.words for cell in line.cells))) for line in lines]
    widths = [max(cell_len(cells[place]) for _, cells in rows) for place in range(len(heading))]
    return "\n".join((f"{table.subject.title}（{table.subject.unit}）", *_lines(rows, widths)))


def _lines(rows: Sequence[tuple[str, tuple[str, ...]]], widths: Sequence[int]) -> Iterator[str]:
    """Each row under its block's name, the first cell to the left, the numbers to the right."""
    block = ""
    for name, cells in rows:
        if name != block:
            block = name
            yield f"{name}："
        first, *numbers = (cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True))
        aligned = (" " * (len(cell) - len(cell.rstrip())) + cell.rstrip() for cell in numbers)
        yield "  ".join(("", first, *aligned)).rstrip()


def _as_json(selected: Selected) -> str:
    """Every group with its counts, its rates (null below the school's minimum) and the identities counted."""
    groups = [
        {
            "dimension": _NAMES[group.dimension],
            "name": mask(group.name),
            "counts": {measure: group.count(measure) for measure in _MEASURES},
            "rates": {name: _rate(selected, group.share(name)) for name in SHARES},
            "median_days": days_words(group.median) or None,
            "records": {measure: list(group.counted.get(measure, ())) for measure in _MEASURES},
        }
        for group in statistics(selected.register, selected.today).groups
    ]
    audience = next(name for name, each in AUDIENCES.items() if each is selected.audience)
    about = {"audience": audience, "today": selected.today.isoformat(), "groups": groups}
    return json.dumps(about, ensure_ascii=False, indent=2)


def _rate(selected: Selected, rate: Rate) -> dict[str, int | str | None]:
    told = may_be_told(selected.register, selected.today, rate)
    return {"part": rate.part, "whole": rate.whole, "percent": str(rate.percent) if told else None}


def _as_csv(selected: Selected) -> str:
    """A line for each group: its counts, its rates in per cent where they may be told, its median of days."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("dimension", "name", *_MEASURES, *SHARES, "median_days"))
    for group in statistics(selected.register, selected.today).groups:
        writer.writerow((_NAMES[group.dimension], mask(group.name), *_numbers(selected, group)))
    return text.getvalue().rstrip("\n")


def _numbers(selected: Selected, group: Group) -> Iterator[int | str]:
    yield from (group.count(measure) for measure in _MEASURES)
    for name in SHARES:
        yield _rate(selected, group.share(name))["percent"] or ""
    yield days_words(group.median)
