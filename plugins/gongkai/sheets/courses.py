"""What several sheets say alike: how a matter went, its states, where it stands in frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gongkai.render.icons import Chip
from gongkai.render.tables import Column, Kind, Table, ungrouped
from gongkai.sheets.document import Block, Facts, Grid, Heading, Paragraph, Role, Style
from gongkai.sheets.titles import fitted
from gongkai.sheets.words import Manner, Run, Words, runs_of, text_of
from gongkai.views.acts import Step
from gongkai.views.record_pages import joined as in_a_row
from gongkai.views.record_pages import whole

FEW = 3
"""So many steps are told line by line; more are a table."""


def course(steps: Iterable[Step], title: str) -> tuple[Block, ...]:
    """Every step with its day, under a heading; nothing where there is none."""
    rows = tuple((step.when, step.name, text_of(step.note)) for step in steps)
    if not rows:
        return ()
    if len(rows) <= FEW:
        return (Heading(title), Facts(tuple((when, whole(in_a_row(name, note))) for when, name, note in rows)))
    columns = (Column("日期", Kind.SHORT), Column("经过"), Column("说明", Kind.SENTENCE))
    table = Table("course", title, columns, ungrouped(rows, in_order=True), under_heading=True)
    return (Heading(title), Grid(table, widths=(0.2, 0.24, 0.56)))


def states(chips: Iterable[Chip]) -> tuple[Run, ...]:
    """Some states in a row."""
    return joined(tuple(chips))


def joined(said: Iterable[Words], between: str = " ") -> tuple[Run, ...]:
    """Some words in a row, with something between each two."""
    found: list[Run] = []
    for each in said:
        if runs := runs_of(each):
            found += [Run(between), *runs] if found else runs
    return tuple(found)


def lines(said: Iterable[str]) -> tuple[Run, ...]:
    """Some words, each on a line of its own."""
    found: list[Run] = []
    for each in said:
        found += [Run("", Manner.BREAK), Run(each)] if found else [Run(each)]
    return tuple(found)


PLAIN_WIDTHS = (19, 24, 32)
"""So many characters go on a line of the title of a plain sheet; more where it would have too many lines."""
OFFICIAL_WIDTHS = (18,)
"""A 公文 has titles in 2号 alone."""
MOST = 4


def widths_of(style: Style) -> tuple[int, ...]:
    """How many characters may go on a line of the title in a style."""
    return OFFICIAL_WIDTHS if style is Style.OFFICIAL else PLAIN_WIDTHS


def titled(title: str, widths: Sequence[int] = PLAIN_WIDTHS, most: int = MOST, **more: Words) -> dict[str, Words]:
    """A title parted at words, with the number of characters on a line by which a template chooses its size."""
    width, parted = fitted(title, widths, most)
    return {"title": lines(parted), "title-width": f"{width}", **more}


def sentences(said: Iterable[Words], role: Role = Role.BODY) -> tuple[Block, ...]:
    """Each sentence as a paragraph."""
    return tuple(Paragraph(each, role) for each in said if runs_of(each))
