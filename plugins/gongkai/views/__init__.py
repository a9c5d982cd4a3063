"""The pages: one file per family, each a function from the board to outputs; a new one is a name in VIEWS."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gongkai.render.pages import Output
from gongkai.views import (
    accountability,
    activities,
    agreements,
    appraisals,
    assets,
    catalogue,
    clocks,
    decisions,
    filings,
    finances,
    home,
    inspection,
    inventories,
    likeness,
    lists,
    lookback,
    manual,
    matters,
    meetings,
    names,
    notices,
    opinions,
    organisations,
    others,
    plans,
    policy,
    proposals,
    reference,
    regulations,
    reports,
    resolution_book,
    search,
    silence,
    statistics,
    systems,
    welfare,
)
from gongkai.views.board import Board

View = Callable[[Board], Iterable[Output]]

VIEWS: tuple[View, ...] = (
    home.pages,
    lists.pages,
    catalogue.pages,
    clocks.pages,
    lookback.pages,
    matters.pages,
    silence.pages,
    filings.pages,
    resolution_book.pages,
    systems.pages,
    accountability.pages,
    policy.pages,
    manual.pages,
    reference.pages,
    statistics.pages,
    likeness.pages,
    search.pages,
    proposals.pages,
    opinions.pages,
    meetings.pages,
    finances.pages,
    notices.pages,
    decisions.pages,
    agreements.pages,
    regulations.pages,
    organisations.pages,
    plans.pages,
    welfare.pages,
    activities.pages,
    appraisals.pages,
    inventories.pages,
    names.pages,
    inspection.pages,
    reports.pages,
    others.pages,
    assets.files_of,
)

__all__ = ["VIEWS", "Board", "View"]
