"""A long list: its rows, its filters that work from the address, and its totals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from gongkai.register import Record
from gongkai.render.icons import Chip, light, sprite
from gongkai.render.pages import Page
from gongkai.render.templates import render
from gongkai.views.board import Board

YEAR = "年份"
STATE = "状态"
DEPARTMENT = "部门"


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
    numbers: tuple[str, ...]


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
    chart: Markup | None = None
    columns: tuple[str, ...] = ()
    totals: tuple[Total, ...] = ()
    noun: str = "件"
    groups: tuple[str, ...] = ()
    """The headings under which rows stand, in this order, the newest first under each."""


def page_of(listing: Listing) -> Page:
    """The page of a list, newest first; thousands of rows stay light."""
    keys = tuple(key for key, _ in listing.filters)
    ranks = {group: rank for rank, group in enumerate(listing.groups)}
    newest_first = sorted(
        listing.rows, key=lambda row: (ranks.get(row.group, len(ranks)), -row.on.toordinal(), row.href)
    )
    html = render(
        "list.html.jinja",
        listing.address,
        listing=listing,
        filters=tuple((key, key, options) for key, options in listing.filters),
        rows=tuple((row, tuple(zip(keys, row.keys, strict=True)), light(row.chip)) for row in newest_first),
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
