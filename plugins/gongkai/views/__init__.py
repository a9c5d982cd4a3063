"""The pages: a module or a room per family, each a function from the board to outputs; a new one is a name in VIEWS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from gongkai.render.pages import Output, Page
from gongkai.views import (
    accountability,
    activities,
    agreements,
    appraisals,
    approvals,
    assets,
    badges,
    calendars,
    catalogue,
    clocks,
    decisions,
    embed,
    feeds,
    filings,
    follow,
    home,
    inspection,
    inventories,
    likeness,
    lists,
    lookback,
    manual,
    matters,
    names,
    notices,
    open_data,
    opinions,
    organisations,
    others,
    plans,
    reference,
    regulations,
    social_images,
    tombstones,
    trends,
    welfare,
)
from gongkai.views.access import pages as access
from gongkai.views.board import Board
from gongkai.views.finances import pages as finances
from gongkai.views.intake import pages as intake
from gongkai.views.kiosk import bundle, guide
from gongkai.views.meetings import book as resolution_book
from gongkai.views.meetings import pages as meetings
from gongkai.views.past import releases as past_releases
from gongkai.views.policy import pages as policy
from gongkai.views.proposals import pages as proposals
from gongkai.views.reports import pages as reports
from gongkai.views.search import pages as search
from gongkai.views.silence import pages as silence
from gongkai.views.statistics import pages as statistics
from gongkai.views.systems import pages as systems

View = Callable[[Board], Iterable[Output]]

RECORDS: tuple[View, ...] = (
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
    others.pages,
)
"""The views that make the records' own pages."""

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
    approvals.pages,
    manual.pages,
    reference.pages,
    statistics.pages,
    trends.pages,
    likeness.pages,
    search.pages,
    intake.pages,
    *RECORDS,
    names.pages,
    inspection.pages,
    reports.pages,
    open_data.pages,
    tombstones.pages,
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


def _past_releases(board: Board, pages: tuple[Page, ...]) -> Iterator[Output]:
    return past_releases.outputs(board, pages, lambda then: (each for view in RECORDS for each in view(then)))


# Made of the pages themselves, so they can hold nothing that no page shows.
SUMMARIES: tuple[Summary, ...] = (search.outputs, _past_releases)

__all__ = ["SUMMARIES", "VIEWS", "Board", "Summary", "View"]
