"""目录.html: everything that an edition holds, by kind and year, in HTML that needs neither script nor style."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from gongkai.publish import Edition
from gongkai.records import KINDS
from gongkai.render.pages import Asset, Page
from gongkai.render.templates import environment

_LABELS = {kind.folder: kind.label for kind in KINDS}
_UNDATED = "没有日期"


@dataclass(frozen=True, slots=True)
class Line:
    """One page with the papers attached to it."""

    address: str
    title: str
    day: str
    papers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The pages of one kind, by year, the newest year first."""

    ident: str
    label: str
    years: tuple[tuple[str, tuple[Line, ...]], ...]

    @property
    def count(self) -> int:
        return sum(len(lines) for _, lines in self.years)


def contents(edition: Edition, today: date, *, is_staff: bool) -> str:
    """The whole page."""
    pages = [output for output in edition.outputs if isinstance(output, Page)]
    papers = _papers(edition)
    parts = tuple(_parts([page for page in pages if page.is_record], papers))
    general = tuple(
        Line(_link(page.address), page.title, "", ()) for page in pages if not page.is_record and page.address
    )
    template = environment().get_template("contents.html.jinja")
    return template.render(name=edition.footer["name"], today=today, staff=is_staff, parts=parts, general=general)


def _papers(edition: Edition) -> dict[str, list[str]]:
    """What is attached to each record, by the address of the folder in which it lies."""
    found: dict[str, list[str]] = {}
    for output in edition.outputs:
        if isinstance(output, Asset) and output.is_attached:
            folder, _, name = output.address.rpartition("/")
            found.setdefault(f"{folder}/", []).append(name)
    return found


def _parts(pages: list[Page], papers: dict[str, list[str]]) -> Iterator[Part]:
    kinds: dict[str, dict[str, list[Line]]] = {}
    for page in pages:
        day = page.entry.date if page.entry else ""
        kind = page.address.partition("/")[0]
        line = Line(
            _link(page.address),
            page.title,
            day,
            tuple((quote(f"{page.address}{name}"), name) for name in sorted(papers.get(page.address, ()))),
        )
        kinds.setdefault(kind, {}).setdefault(day[:4] or _UNDATED, []).append(line)
    order = [*_LABELS, *sorted(kinds.keys() - _LABELS.keys())]
    for kind in order:
        if years := kinds.get(kind):
            ordered = sorted(years, key=lambda year: (year != _UNDATED, year), reverse=True)
            yield Part(kind, _LABELS.get(kind, kind), tuple((year, _newest_first(years[year])) for year in ordered))


def _newest_first(lines: list[Line]) -> tuple[Line, ...]:
    by_address = sorted(lines, key=lambda line: line.address)
    return tuple(sorted(by_address, key=lambda line: line.day, reverse=True))


def _link(address: str) -> str:
    return quote(f"{address}index.html")
