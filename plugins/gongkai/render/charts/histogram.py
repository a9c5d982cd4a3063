"""How often what happened, in spans; a line marks a limit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from gongkai.render.charts.frame import Frame, Sheet, figure
from gongkai.render.charts.labels import Label, written
from gongkai.render.charts.shapes import legend, line, part, patterns, share, titled
from gongkai.render.charts.stacked import Part

_TALL = 9.0
_ROOM = 0.86


@dataclass(frozen=True, slots=True)
class Mark:
    """A limit: after how many spans it stands, parts of one included, and its words."""

    after: float
    words: str


def histogram(
    spans: tuple[tuple[str, str], ...],
    counts: tuple[tuple[int, ...], ...],
    parts: tuple[Part, ...],
    frame: Frame,
    mark: Mark | None = None,
) -> Markup:
    """A column for each span – its word under it and its name in full – divided into its parts."""
    if any(len(row) != len(parts) for row in counts) or len(counts) != len(spans):
        raise ValueError("every span has a number for every part")
    most = max((sum(row) for row in counts), default=0)
    key, top = legend(frame.ident, ((each.name, each.fill) for each in parts)) if len(parts) > 1 else ("", 0.2)
    if mark:
        top += 1.7
    plot = top + 1.4
    slot = 100 / max(len(spans), 1)
    body, labels, axis = patterns(frame.ident, (each.fill for each in parts)) + key, [], []
    for place, ((word, name), row) in enumerate(zip(spans, counts, strict=True)):
        x, y, drawn = slot * place + slot * (1 - _ROOM) / 2, plot + _TALL, ""
        for value, each in zip(row, parts, strict=True):
            height = share(Decimal(value), Decimal(most)) * _TALL / 100
            y -= height
            drawn += part(frame.ident, each.fill, x, y, slot * _ROOM, height) if height else ""
        told = "，".join(f"{each.name} {value}" for value, each in zip(row, parts, strict=True))
        body += titled(f"{name}：{told}", drawn)
        labels.append(Label(str(sum(row)), x + slot * _ROOM / 2, y - 0.4))
        axis.append(Label(word, slot * (place + 0.5), plot + _TALL + 1.3, "gk-chart__period"))
    body += line("gk-chart__zero", 0, plot + _TALL, 100, plot + _TALL) + written(labels) + written(axis)
    if mark:
        where = mark.after * slot
        body += line("gk-chart__limit", where, top - 0.2, where, plot + _TALL)
        body += written([Label(mark.words, where, top - 0.6, "gk-chart__note")])
    cells = tuple(
        (name, *map(str, row), *((str(sum(row)),) if len(parts) > 1 else ()))
        for (_, name), row in zip(spans, counts, strict=True)
    )
    sums = tuple(sum(row[n] for row in counts) for n in range(len(parts)))
    foot = ("合计", *map(str, sums), *((str(sum(sums)),) if len(parts) > 1 else ()))
    head = (frame.rows, *(each.name for each in parts), *(("合计",) if len(parts) > 1 else ()))
    return figure(frame, body if most else "", plot + _TALL + 1.7, Sheet(head, cells, (foot,)))
