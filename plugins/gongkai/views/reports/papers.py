"""Papers that are written by nobody: reports and forms made from records, with the same numbers as the pages.

A paper is its sections, each with sentences and perhaps a table, and the lines on which people sign the
printed sheet. What a paper says is its own module's business; how it looks is decided here, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from gongkai.render.escaping import escaped
from gongkai.render.pages import Heading, Output, Page
from gongkai.render.tables import Table, files_of, shelved
from gongkai.render.templates import day, render
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.fingerprints import whole_fingerprint
from gongkai.views.record_pages import whole

REPORTS = "reports/"
"""Where all papers lie."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a paper; a section without a table may say everything in sentences."""

    ident: str
    title: str
    sentences: tuple[str | Markup, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: what it is called, whom it is put before, what it says, who signs it.

    `name` is its last word in the address; `kind` and `about` are how the list of papers calls it.
    """

    name: str
    kind: str
    about: str
    title: str
    purpose: str | Markup
    parts: tuple[Part, ...]
    signatures: tuple[str, ...]

    @property
    def address(self) -> str:
        return f"{REPORTS}{self.name}/"


def page_of(board: Board, paper: Paper) -> Iterator[Output]:
    """The page of a paper, made to be printed, and its tables as files."""
    origin = f"本文书由{counted(board)}的记录在 {day(board.today)} 自动生成，数字与网页一致，不能手工改动。"
    mark = f"{paper.name}　指纹 {whole_fingerprint(board)}"
    tables = shelved((part.table for part in paper.parts if part.table), paper.name)
    html = render(
        "paper.html.jinja",
        paper.address,
        paper=paper,
        school=board.register.school.name,
        origin=f"{origin}指纹 {whole_fingerprint(board)}。",
        tables={each.ident: each for each in tables},
        parts=tuple((part, tuple(_kept_whole(each) for each in part.sentences)) for part in paper.parts),
    )
    sections = tuple(Heading(part.ident, part.title) for part in paper.parts)
    yield Page(paper.address, paper.title, html, f"{paper.title}，{origin}", sections, mark=mark)
    yield from files_of(paper.address, tables)


def _kept_whole(sentence: str | Markup) -> Markup:
    return sentence if isinstance(sentence, Markup) else whole(sentence)


def told(counts: Iterable[tuple[str, int]], unit: str = "件") -> str:
    """Counts in a row: 立案 8 件，并案 2 件."""
    return "，".join(f"{name} {count} {unit}" for name, count in counts)


def link(address: str, words: str) -> Markup:
    """A link from a paper, all of which lie equally deep, to another page of the site."""
    return Markup(f'<a href="../../{escaped(address)}">{escaped(words)}</a>')


def on(value: date | None) -> date | str:
    """A day in a table; where there is none yet, the table says so."""
    return value or "—"
