"""Which sheets a record gets: every form that fits it, unless one is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.records.meeting import Resolution
from gongkai.register import Record
from gongkai.sheets import ledgers, notices, pages, posters, proposals, reports, resolutions
from gongkai.sheets.document import Paper, Sheet, Style
from gongkai.views.board import Board

_Family = Callable[[Board, Record[Any], Style], Iterator[Sheet]]

_FAMILIES: dict[str, _Family] = {
    "公示": notices.sheets,
    "提案": proposals.sheets,
    "决议": resolutions.sheets,
    "台账": ledgers.sheets,
    "报告": reports.sheets,
}

POSTER = "海报"
REPORTS = "报告"
"""Also what asks for every report, of which some are about no single record."""

FORMS = (*_FAMILIES, pages.FORM, POSTER)
"""Every form by the word that asks for it."""

STYLES = {style.value: style for style in Style}
PAPERS = {paper.label: paper for paper in Paper}


@dataclass(frozen=True, slots=True)
class Wish:
    """How sheets are wanted: in which form, every one that fits when empty; in which style, on which paper."""

    form: str = ""
    style: Style = Style.NOTICE
    paper: Paper | None = None
    """Of a poster; A3 unless asked for."""


def sheets_of(board: Board, identities: Iterable[str], wish: Wish) -> Iterator[Sheet]:
    """The sheets of these records and acts, each once; of a record that no form fits there is none."""
    seen: set[str] = set()
    for identity in identities:
        for sheet in _of_one(board, identity, wish):
            if sheet.name not in seen:
                seen.add(sheet.name)
                yield sheet


def _of_one(board: Board, identity: str, wish: Wish) -> Iterator[Sheet]:
    found = board.register.find(identity)
    if found is None:
        return
    record, act = found
    own = resolutions.number_of(record, act) if act and isinstance(act.content, Resolution) else ""
    yield from (sheet for sheet in _of_record(board, record, wish) if own in ("", sheet.mark.number))


def _of_record(board: Board, record: Record[Any], wish: Wish) -> Iterator[Sheet]:
    if wish.form == POSTER:
        yield from posters.sheets(board, record, wish.style, wish.paper or Paper.A3)
        return
    made = [
        sheet
        for name, family in _FAMILIES.items()
        if wish.form in ("", name)
        for sheet in family(board, record, wish.style)
    ]
    yield from made
    if wish.form == pages.FORM or not (made or wish.form or board.is_card(record)):
        yield from pages.sheets(board, record, wish.style)


def reports_of(board: Board, typed: str, wish: Wish) -> tuple[Sheet, ...]:
    """The report of this name, or all of them; nothing where the word means something else."""
    if typed == REPORTS:
        return tuple(reports.every(board, wish.style))
    return tuple(sheet for sheet in reports.every(board, wish.style) if sheet.mark.number == typed)
