"""The pages: one file per family, each a function from the board to outputs; a new one is a name in VIEWS."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gongkai.render.pages import Output
from gongkai.views import (
    accountability,
    assets,
    catalogue,
    finances,
    home,
    lists,
    manual,
    meetings,
    notices,
    opinions,
    others,
    policy,
    proposals,
    reference,
    search,
)
from gongkai.views.board import Board

View = Callable[[Board], Iterable[Output]]

VIEWS: tuple[View, ...] = (
    home.pages,
    lists.pages,
    catalogue.pages,
    accountability.pages,
    policy.pages,
    manual.pages,
    reference.pages,
    search.pages,
    proposals.pages,
    opinions.pages,
    meetings.pages,
    finances.pages,
    notices.pages,
    others.pages,
    assets.files_of,
)

__all__ = ["VIEWS", "Board", "View"]
