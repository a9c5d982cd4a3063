"""A long list: its rows, its filters that work from the address, and its totals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from gongkai.records import KINDS
from gongkai.register import Record
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
        rows=tuple((row, tuple(zip(keys, row.keys, strict=True)), light(row.chip), head(row)) for row in newest_first),
        by_year=by_year,
        long=LONG,
        sprite=sprite(),
    )
    return Page(address=listing.address, title=listing.title, html=html, description=listing.lead)


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
