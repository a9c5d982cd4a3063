"""The pages: one file per family, each a function from the board to outputs; a new one is a name in VIEWS."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gongkai.render.pages import Output, Page
from gongkai.views import (
    access,
    accountability,
    activities,
    agreements,
    appraisals,
    assets,
    badges,
    calendars,
    catalogue,
    clocks,
    decisions,
    embed,
    feeds,
    filings,
    finances,
    follow,
    home,
    inspection,
    intake,
    inventories,
    likeness,
    lists,
    lookback,
    manual,
    matters,
    meetings,
    names,
    notices,
    open_data,
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
    social_images,
    statistics,
    systems,
    welfare,
)
from gongkai.views.board import Board
from gongkai.views.kiosk import bundle, guide

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
    access.pages,
    guide.pages,
    policy.pages,
    manual.pages,
    reference.pages,
    statistics.pages,
    likeness.pages,
    search.pages,
    intake.pages,
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
    open_data.pages,
    others.pages,
    follow.pages,
    feeds.files,
    calendars.files,
    badges.files,
    embed.files,
    bundle.files,
    assets.files_of,
    social_images.files_of,
)

Summary = Callable[[Board, tuple[Page, ...]], Iterable[Output]]

# Made of the pages themselves, so they can hold nothing that no page shows.
SUMMARIES: tuple[Summary, ...] = (search.outputs,)

__all__ = ["SUMMARIES", "VIEWS", "Board", "Summary", "View"]
