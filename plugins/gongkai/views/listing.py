"""A long list: its rows, its filters that work from the address, and its totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from gongkai.records import KINDS
from gongkai.register import Record
from gongkai.render.escaping import escaped
from gongkai.render.icons import Chip, light, sprite
from gongkai.render.pages import Page
from gongkai.render.tables import Cell, Column, Kind, Table, shelved, ungrouped
from gongkai.render.templates import render
from gongkai.views.board import Board

YEAR = "年份"
STATE = "状态"
DEPARTMENT = "部门"
LONG = 400
"""Of a longer list the browser draws only the rows in sight."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list; `keys` are its values for the filters, in the order of the list's filters."""

    on: date
    href: str
    title: str
    words: str
    chip: Chip
    keys: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """One session with how its proposals went: its name and one number for each column."""

    name: str
    numbers: tuple[int | str, ...]


def row_of(record: Record[Any], words: str, state: Chip, *keys: str) -> Row:
    """The line of a record under its own day and heading, filtered by its year and then by `keys`."""
    content = record.content
    return Row(content.day, f"{record.number}/", content.heading, words, state, (str(content.day.year), *keys))


Filter = tuple[str, tuple[str, ...]]
"""A key of the address and the words that may follow it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list page: what it is, its totals in words and drawings, its filters and its rows."""

    address: str
    title: str
    lead: str
    filters: tuple[Filter, ...]
    rows: tuple[Row, ...]
    how: str = ""
    notes: tuple[str, ...] = ()
    charts: tuple[Markup, ...] = ()
    columns: tuple[str, ...] = ()
    totals: tuple[Total, ...] = ()
    noun: str = "件"
    groups: tuple[str, ...] = ()
    """The headings under which rows stand, in this order, the newest first under each."""
    speak: tuple[str, str] | None = None
    """Where one writes such a thing oneself: the address and the words that lead there."""

    @property
    def data(self) -> str:
        """What the files with the data of this list are called; empty where it is not of one kind."""
        name = self.address.rstrip("/")
        return name if name in _FOLDERS else ""


_FOLDERS = frozenset(kind.folder for kind in KINDS)


def tables_of(listing: Listing) -> tuple[Table, ...]:
    """How the proposals of each session went, where there is more than one session to compare."""
    if len(listing.totals) < 2:
        return ()
    columns = (
        Column("届次"),
        *(Column(name, Kind.NUMBER, "件") for name in ("公开", *listing.columns)),
        Column("已答复 / 应答复", Kind.NUMBER),
    )
    rows = ungrouped((Cell(total.name, href=f"?届次={total.name}"), *total.numbers) for total in listing.totals)
    table = Table("sessions", "各次教代会公开的提案", columns, rows, unit="件")
    return shelved((table,), listing.address.strip("/").replace("/", "-"))


def page_of(listing: Listing) -> Page:
    """The page of a list, newest first; thousands of rows stay light."""
    keys = tuple(key for key, _ in listing.filters)
    ranks = {group: rank for rank, group in enumerate(listing.groups)}
    newest_first = sorted(
        listing.rows, key=lambda row: (ranks.get(row.group, len(ranks)), -row.on.toordinal(), row.href)
    )
    by_year = not any(row.group for row in listing.rows) and len({row.on.year for row in listing.rows}) > 1

    def head(row: Row) -> str:
        return f"{row.on.year}年" if by_year else row.group

    html = render(
        "list.html.jinja",
        listing.address,
        listing=listing,
        tables=tables_of(listing),
        filters=tuple((key, key, options) for key, options in listing.filters),
        rows=_lines(newest_first, keys, head, _opening(listing, by_year=by_year)),
        count=len(newest_first),
        long=LONG,
        sprite=sprite(),
    )
    return Page(address=listing.address, title=listing.title, body=html, description=listing.lead)


def _opening(listing: Listing, *, by_year: bool) -> str:
    """The line over the rows of a group, with a place for its name."""
    level = 3 if listing.charts else 2
    style = "gk-rows__group gk-rows__group--year" if by_year else "gk-rows__group"
    return f'<li class="{style}"><h{level}>{{}}</h{level}></li>\n'


def _lines(rows: Iterable[Row], keys: tuple[str, ...], head: Callable[[Row], str], opening: str) -> Markup:
    """The rows under the heads of their groups. Python and not a template, which takes four times as long."""
    found: list[str] = []
    names = tuple(f' data-{escaped(key)}="' for key in keys)
    last = ""
    for row in rows:
        group = head(row)
        if group and group != last:
            last = group
            found.append(opening.format(escaped(group)))
        own = "".join(f'{name}{escaped(value)}"' for name, value in zip(names, row.keys, strict=True))
        words = f"<small>{escaped(row.words)}</small>" if row.words else ""
        found.append(
            f'<li{own}><time>{row.on.isoformat()}</time><span><a href="{escaped(row.href)}">{escaped(row.title)}</a>'
            f"{words}</span>{escaped(light(row.chip))}</li>\n"
        )
    return Markup("".join(found))


def years(rows: tuple[Row, ...], place: int) -> Filter:
    found = {year for row in rows for year in row.keys[place].split("|")}
    return YEAR, tuple(sorted(found, reverse=True))


def ordered(key: str, order: Iterable[str], rows: tuple[Row, ...], place: int) -> Filter:
    """The options of a filter that some row has, in their own order, unknown ones last."""
    found = {row.keys[place] for row in rows} - {""}
    known = [str(word) for word in order if word in found]
    return key, (*known, *sorted(found - set(known)))


def departments(board: Board, rows: tuple[Row, ...], place: int) -> Filter:
    return ordered(DEPARTMENT, (each.name for each in board.register.school.departments), rows, place)
