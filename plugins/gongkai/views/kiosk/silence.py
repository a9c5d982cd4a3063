"""静默榜 on the wall: what the catalogue owes and has not been disclosed, never a ranking of departments."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gongkai.render import charts
from gongkai.render.icons import chip
from gongkai.render.templates import day
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.kiosk.drafting import Draft
from gongkai.views.kiosk.drawings import drawn
from gongkai.views.kiosk.splitting import Block, Form
from gongkai.views.record_pages import whole
from gongkai.views.silence import charts as silence_charts
from gongkai.views.silence.pages import waiting

MOST = 8


def drafts(board: Board) -> Iterator[Draft]:
    """One slide where the school has a catalogue with a rhythm."""
    year = board.school_years[0]
    counts = year.tally
    missing = waiting(board)
    if not (counts.owed or counts.not_yet_due or missing):
        return
    numbers = (counts.in_time, counts.late, counts.missing, counts.not_yet_due)
    frame = charts.Frame("silence", "公开进度", whole(silence_charts.sentence(year, counts, current=True)), "期")
    parts = tuple(
        charts.Bar(part.name, Decimal(count), f"{count} 期")
        for part, count in zip(silence_charts.PARTS, numbers, strict=True)
    )
    fills = tuple(part.fill for part in silence_charts.PARTS)
    yield Draft(
        ident="silence",
        group="silence",
        title="公开进度（待补）",
        kicker=f"公开目录　{counted(board)}的事项",
        blocks=(
            drawn(charts.strip(parts, frame, fills)),
            *(
                Block(
                    Form.ROW,
                    f"{each.matter} {each.period}",
                    chip=chip("missing"),
                    note=f"{f'应在{day(each.due)}前公开，' if each.due else ''}已过 {each.days} 天",
                )
                for each in missing[:MOST]
            ),
            *(
                (Block(Form.TEXT, f"待补的一共 {len(missing)} 期，这里列出最早到期的 {MOST} 期。"),)
                * (len(missing) > MOST)
            ),
        ),
        address="silence/",
        hint="扫码看公开进度全图",
    )
