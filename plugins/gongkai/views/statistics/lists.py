"""The lists that the statistics counted: every proposal and promise once, found by the words it counts under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from urllib.parse import quote

from gongkai.derive.cases import PromiseState
from gongkai.derive.measures import PROMISE_MEASURES, PROPOSAL_MEASURES
from gongkai.derive.statistics import Dimension, Standing, Statistics
from gongkai.render.icons import chip
from gongkai.render.pages import Page
from gongkai.views.answers import promise_chip
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.listing import Filter, Listing, Row, page_of
from gongkai.views.states import case_chip

PROPOSALS = "proposals/"
PROMISES = "promises/"
"""Where the two lists are, seen from the statistics."""

_PLACES = (Dimension.SESSION, Dimension.DEPARTMENT, Dimension.CATEGORY, Dimension.YEAR)
_ROUTES = ("filed", "merged", "opinion", "rejected", "withdrawn")
_JUDGEMENTS = tuple(name for name in PROPOSAL_MEASURES if name.startswith(("first_", "final_", "unrated")))
_ANSWERS = tuple(name for name in PROPOSAL_MEASURES if name not in ("received", *_ROUTES, *_JUDGEMENTS))
_KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (("去向", _ROUTES), ("答复", _ANSWERS), ("评价", _JUDGEMENTS))
"""Under which key of the list's address each measure of a proposal is found."""
_KEY = {measure: key for key, measures in _KEYS for measure in measures}


def word(measure: str) -> tuple[str, str, str]:
    """How a measure is found: in which list, under which key, by which word."""
    if measure in PROMISE_MEASURES:
        return PROMISES, "兑现", PROMISE_MEASURES[measure]
    return PROPOSALS, _KEY[measure], PROPOSAL_MEASURES[measure]


def narrowed(folder: str, chosen: Mapping[str, str]) -> str:
    """The address of a list that shows only what is chosen; Chinese stays readable."""
    words = "&".join(f"{key}={_escaped(value)}" for key, value in chosen.items())
    return f"{folder}?{words}" if words else folder


def _escaped(value: str) -> str:
    return "".join(letter if ord(letter) > 0x7F else quote(letter, safe="") for letter in value)


def lists(board: Board, found: Statistics) -> Iterator[Page]:
    """The list of the counted proposals, and that of the counted promises."""
    yield page_of(_proposals(board, found))
    yield page_of(_promises(board, found))


def _proposals(board: Board, found: Statistics) -> Listing:
    rows = tuple(_proposal_row(board, standing) for standing in found.proposals)
    filters = (*_places(found), *((key, _words(found.whole.counted, key_measures)) for key, key_measures in _KEYS))
    return Listing(
        "statistics/proposals/",
        "提案统计的清单",
        f"提案统计里每个数字数到的提案，{counted(board)} {len(rows)} 件。从统计表点进来时，只列出那个数字数到的。",
        filters,
        rows,
        how="每件提案只列一次；“去向”“答复”“评价”里的每个词，就是统计表里的一列，定义写在提案统计页。",
    )


def _promises(board: Board, found: Statistics) -> Listing:
    rows = tuple(_promise_row(standing) for standing in found.promises)
    measures = tuple(PROMISE_MEASURES)
    words = tuple(PROMISE_MEASURES[measure] for measure in measures if measure in found.whole.counted)
    return Listing(
        "statistics/promises/",
        "承诺统计的清单",
        f"提案统计里数到的承诺，{counted(board)} {len(rows)} 项。日期是承诺的期限，改过期的按改后的。",
        (*_places(found), ("兑现", words)),
        rows,
        how="部门、届次、类别和学年按提案算；并案的提案，主案答复里针对它的承诺算在它名下。",
        noun="项",
    )


def _places(found: Statistics) -> Iterator[Filter]:
    for dimension in _PLACES:
        yield dimension.value, tuple(group.name for group in found.of(dimension))


def _words(counted_: Mapping[str, tuple[str, ...]], measures: Iterable[str]) -> tuple[str, ...]:
    return tuple(PROPOSAL_MEASURES[measure] for measure in measures if measure in counted_)


def _proposal_row(board: Board, standing: Standing) -> Row:
    record = standing.case.record
    words = [record.number, standing.case.route, standing.case.department]
    if standing.days is not None:
        words.append(f"{standing.days} 天")
    chosen = ("|".join(_own(standing, measures)) for _, measures in _KEYS)
    return Row(
        record.content.day or date.min,
        f"../../{record.identity}/",
        record.content.heading,
        " · ".join(part for part in words if part),
        case_chip(standing.case, board.today),
        (*(standing.places[dimension] for dimension in _PLACES), *chosen),
    )


def _own(standing: Standing, measures: tuple[str, ...]) -> Iterator[str]:
    return (PROPOSAL_MEASURES[measure] for measure in standing.measures if measure in measures)


def _promise_row(standing: Standing) -> Row:
    promise = standing.promise
    assert promise is not None
    record = standing.case.record
    about = f"{record.number} {record.content.heading}"
    mark = chip("not-due") if promise.state is PromiseState.PENDING else promise_chip(promise)
    places = (standing.places[dimension] for dimension in _PLACES)
    words = "|".join(PROMISE_MEASURES[measure] for measure in standing.measures)
    return Row(promise.due, f"../../{record.identity}/", promise.text or about, about, mark, (*places, words))
