"""One printing: the records loaded, checked, selected, made into sheets and gated; all of it, or a refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from gongkai import gate
from gongkai.collector import collector_paused
from gongkai.examination import examine
from gongkai.publish import Refused
from gongkai.register import Register
from gongkai.report import present
from gongkai.rules.privacy import declared
from gongkai.select import select
from gongkai.settings import Settings
from gongkai.sheets.document import Sheet
from gongkai.sheets.printing import assets
from gongkai.views.board import Board


@dataclass(frozen=True)
class Desk:
    """What sheets are made from: one audience's board on one day, and the register before anything was left out."""

    board: Board
    whole: Register


@collector_paused()
def desk(settings: Settings, today: date) -> Desk:
    """Load, check and select; raises Refused."""
    examined = examine(settings, today)
    if examined.has_errors:
        raise Refused(examined.findings, examined.shown())
    return Desk(Board(select(examined.register, settings.audience, today), settings.site_url), examined.register)


@collector_paused()
def printing(settings: Settings, today: date, choose: Callable[[Desk], Iterable[Sheet]]) -> tuple[Sheet, ...]:
    """The sheets that `choose` makes; raises Refused where one would say what must not be seen."""
    made = desk(settings, today)
    sheets = tuple(choose(made))
    gated(sheets, made)
    return sheets


def gated(sheets: Iterable[Sheet], made: Desk) -> None:
    """Raise Refused if the data of a sheet hold what its readers may not see: personal details for nobody."""
    selected = made.board.selected
    hidden = gate.hidden_texts(made.whole, selected) if selected.is_public else frozenset()
    if leaks := gate.search(assets(sheets), hidden, declared(made.whole, selected.today)):
        raise Refused(leaks, present(leaks, {}))
