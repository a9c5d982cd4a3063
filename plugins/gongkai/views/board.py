"""What every view is given: the selected records, and what is derived from them once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from gongkai.derive.cases import Case, cases
from gongkai.derive.coverage import ItemCoverage, coverage
from gongkai.derive.resolutions import Held, resolutions
from gongkai.derive.silence import SchoolYear, school_years
from gongkai.past import Past
from gongkai.records import MainFile
from gongkai.records.meeting import Resolution
from gongkai.register import Record, Register
from gongkai.render.pages import root_of
from gongkai.render.prose import Link
from gongkai.render.repository import IssueForm
from gongkai.select import Selected
from gongkai.source.releases import Release

Shown = TypeVar("Shown", bound=MainFile)


@dataclass(frozen=True, eq=False)
class Board:
    """One audience's board on one day; two boards are the same only if they are one.

    `site_url` is where the site will stand, with its final slash; empty while the school has not said.
    `issues` is where its repository takes a new issue, if it has named one. `previous` is the release before,
    with which this one is compared; `past` is what git knows of what is shown, if it was asked. `asked` are the
    records whose pages alone are wanted; None where those of all are.
    """

    selected: Selected
    site_url: str = ""
    issues: IssueForm | None = None
    previous: Release | None = None
    past: Past | None = None
    asked: frozenset[str] | None = None
    kept: dict[object, Any] = field(default_factory=dict, init=False, repr=False)
    """What follows from the board, by what derives it (once.py)."""

    @property
    def register(self) -> Register:
        return self.selected.register

    @property
    def today(self) -> date:
        return self.selected.today

    def paged(self, kind: type[Shown]) -> tuple[Record[Shown], ...]:
        """The records of a kind that get a page."""
        return tuple(each for each in self.register.of(kind) if self.has_page(each))

    def has_page(self, record: Record[Any]) -> bool:
        """Whether a record gets a page."""
        return self.asked is None or record.identity in self.asked

    @cached_property
    def cases(self) -> Mapping[str, Case]:
        """Every submission that may be shown, as a case, by identity."""
        return {case.record.identity: case for case in cases(self.register, self.today)}

    @cached_property
    def coverage(self) -> tuple[ItemCoverage, ...]:
        """Every matter of the catalogue that this audience may see, with its periods."""
        return coverage(self.register, self.today, self.selected.audience)

    @cached_property
    def school_years(self) -> tuple[SchoolYear, ...]:
        """The catalogue's periods by school year, newest first."""
        return school_years(self.register, self.coverage, self.today)

    @cached_property
    def resolutions(self) -> Mapping[str, Held]:
        """Every resolution in the order of their days, with how it stands, by identity."""
        return {held.act.identity: held for held in resolutions(self.register, self.today)}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of every page that shows a record, by identity."""
        return dict(self._titles())

    def _titles(self) -> Iterator[tuple[str, str]]:
        for identity, record in self.register.records.items():
            yield identity, record.content.heading
            for resolution in record.all(Resolution):
                yield resolution.identity, resolution.content.subject

    def links(self, address: str) -> Link:
        """How prose on the page at this address links to records that may be shown."""
        root = root_of(address)

        def link(identity: str) -> tuple[str, str] | None:
            gone = self.register.tombstones.of(identity)
            title = self.titles.get(identity) or (f"{gone.title}（已撤下）" if gone else None)
            return (f"{root}{identity}/", title) if title else None

        return link

    def absolute(self, address: str) -> str:
        """The whole address of a page or file, for what is read away from the site; empty where it is not known."""
        return f"{self.site_url}{address}" if self.site_url else ""

    def is_card(self, record: Record[Any]) -> bool:
        """Whether only the card of a proposal may be shown."""
        return record.identity in self.selected.cards
