"""Which slides there are: chosen from what this audience may see, in the order in which they come."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.views.board import Board
from gongkai.views.kiosk import (
    answers,
    appraisals,
    figures,
    meetings,
    money,
    notices,
    pictures,
    promises,
    silence,
    speaking,
    waiting,
)
from gongkai.views.kiosk.drafting import Draft, slides_of
from gongkai.views.kiosk.model import Slide

_FAMILIES: tuple[Callable[[Board], Iterator[Draft]], ...] = (
    figures.drafts,
    notices.drafts,
    answers.drafts,
    waiting.drafts,
    promises.drafts,
    money.drafts,
    silence.drafts,
    figures.news,
    meetings.drafts,
)
_FOR_STAFF = (appraisals.drafts, meetings.minutes)
_ALWAYS = (speaking.accountability, speaking.channels)


def slides(board: Board) -> tuple[Slide, ...]:
    """Every slide of this audience's wall; the last ones are there even where the school has no record yet."""
    families = (*_FAMILIES, *(() if board.selected.is_public else _FOR_STAFF), *_ALWAYS)
    drafts = (draft for family in families for own in family(board) for draft in (own, *pictures.of(board, own)))
    return tuple(slide for draft in drafts for slide in slides_of(board, draft))
