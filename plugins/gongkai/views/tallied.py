"""Pages of counts and amounts: one sentence, a drawing, tables, and why there is no more to see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from gongkai.derive.rates import Rate
from gongkai.register import Record
from gongkai.render.icons import Chip
from gongkai.render.pages import Entry, Output
from gongkai.render.tables import Table, files_of, shelved
from gongkai.views import figures
from gongkai.views.board import Board
from gongkai.views.record_pages import Fact, Outline, corrections, facts, record_page, whole

NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class Tallied:
    """What such a page says beside what every record says."""

    total: str
    chips: tuple[Chip, ...] = ()
    chart: Markup = NOTHING
    tables: tuple[Table, ...] = ()
    checked: str = ""
    why: tuple[str, ...] = ()
    """Why the page tells no more than this."""
    text: Markup = NOTHING
    heading: str = "说明"
    """What the text is about."""
    particulars: tuple[Fact, ...] = ()
    signatures: tuple[tuple[str, str], ...] = ()


def tallied_page(board: Board, record: Record[Any], shown: Tallied, words: str, status: str = "") -> Iterator[Output]:
    """The page of one record of counts and amounts, and its tables as files."""
    content = record.content
    address = f"{record.identity}/"
    changes, sheets = corrections(board, record, address), figures.sheets(record)
    tables = shelved(shown.tables, record.number, (file.name for file in record.attachments))
    values = {
        "record": record,
        "shown": shown,
        "tables": tables,
        "total": whole(shown.total),
        "why": tuple(whole(sentence) for sentence in shown.why),
        "facts": (*shown.particulars, *facts(board, record, address)),
        "changes": changes,
        "sheets": sheets,
    }
    outline = Outline(
        address=address,
        title=f"{content.heading}（{content.label} {record.number}）",
        description=f"{content.heading}：{shown.total}",
        source=record.identity,
        sections=(
            ("changes", "更正", changes),
            *((table.ident, table.caption, True) for table in tables),
            ("why", "为什么只有这些", shown.why),
            ("text", shown.heading, shown.text),
            ("figures", "数字", sheets),
            ("signatures", "签字", shown.signatures),
            ("basis", "本页依据", True),
        ),
        entry=Entry(record.number, content.label, f"{content.heading} {words}", content.day.isoformat(), status),
    )
    yield record_page(board, outline, "tallied.html.jinja", values)
    yield from files_of(address, tables)


def signed(pairs: Iterable[tuple[str, str | None]]) -> tuple[tuple[str, str], ...]:
    """The posts that signed, the others left out."""
    return tuple((name, who) for name, who in pairs if who)


def percent(part: int, of: int) -> str:
    """A share in per cent with one decimal; of nothing there is none."""
    return f"{Rate(part, of).percent}%" if of else "—"


def number(value: int | Decimal | None) -> str:
    """A count with thousands commas; a dash where it was left out."""
    return "—" if value is None else f"{value:,}"
