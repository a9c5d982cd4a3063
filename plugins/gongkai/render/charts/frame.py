"""What stands around every drawing: the sentence above it, its name for screen readers, its numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from markupsafe import Markup

from gongkai.render.escaping import escaped

NOTHING = "这里还没有数据。"


@dataclass(frozen=True, slots=True)
class Frame:
    """A chart's words: `ident` once on a page, `title` its name, `sentence` what it shows.

    Of the table below it, `unit` is that of every number, `scope` whose numbers they are, `rows` what
    its rows are, and `value` the head of its numbers where the chart has no named series.
    """

    ident: str
    title: str
    sentence: str
    unit: str = ""
    scope: str = ""
    rows: str = "项目"
    value: str = "数"


@dataclass(frozen=True, slots=True)
class Bar:
    """One labelled quantity, with the words that stand at it; `exact` those of the table, if others."""

    label: str
    value: Decimal
    shown: str
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of quantities, one for each thing or period; None where there is none.

    `shown` are the words that stand at them, `exact` those of the table, if others.
    """

    name: str
    values: tuple[Decimal | None, ...]
    shown: tuple[str, ...]
    exact: tuple[str, ...] = ()

    def told(self, place: int) -> str:
        """The exact words of one place; a dash where there is nothing to tell."""
        return (self.exact or self.shown)[place] or "—"


Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The numbers of a drawing as a table: the first cell of a row is its name, `foot` is its sum."""

    head: Cells
    rows: tuple[Cells, ...]
    foot: tuple[Cells, ...] = ()


def figure(frame: Frame, body: str, height: float, sheet: Sheet) -> Markup:
    """The sentence, the drawing and the table; without anything to draw, the sentence alone."""
    caption = f"<figcaption>{escaped(frame.sentence)}</figcaption>"
    if not body:
        return Markup(f'<figure class="gk-chart">{caption}<p class="gk-empty">{NOTHING}</p></figure>')
    name = escaped(frame.ident)
    return Markup(
        f'<figure class="gk-chart">{caption}'
        f'<svg class="gk-chart__drawing" role="img" width="100%" height="{height:.2f}em"'
        f' aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escaped(frame.title)}</title>'
        f'<desc id="{name}-desc">{escaped(_description(sheet))}</desc>'
        f"{body}</svg>{_folded(frame, sheet)}</figure>"
    )


def _description(sheet: Sheet) -> str:
    """Every number in words; the table's head names them where there is more than one."""
    names = sheet.head[1:]
    if len(names) == 1:
        return "；".join(f"{row[0]} {row[1]}" for row in sheet.rows)
    told = [[f"{name} {cell}" for name, cell in zip(names, row[1:], strict=True)] for row in sheet.rows]
    return "；".join([f"{row[0]}：{'，'.join(cells)}" for row, cells in zip(sheet.rows, told, strict=True)])


def _folded(frame: Frame, sheet: Sheet) -> str:
    ident = f"{escaped(frame.ident)}-data"
    unit = f'<span class="gk-unit">单位：{escaped(frame.unit)}</span>' if frame.unit else ""
    scope = f'<p class="gk-chart__scope">{escaped(frame.scope)}</p>' if frame.scope else ""
    head = "".join(
        f'<th scope="col"{"" if place == 0 else _NUMBER}>{escaped(name)}</th>' for place, name in enumerate(sheet.head)
    )
    foot = f"<tfoot>{_rows(sheet.foot)}</tfoot>" if sheet.foot else ""
    return (
        f'<details class="gk-details gk-chart__data"><summary>看这张图的数字'
        f'<span class="gk-hidden">：{escaped(frame.title)}</span></summary><div class="gk-details__body">'
        f'<div class="gk-scroll" tabindex="0" role="group" aria-labelledby="{ident}"><table class="gk-table">'
        f'<caption id="{ident}">{escaped(frame.title)}{unit}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{_rows(sheet.rows)}</tbody>{foot}</table></div>{scope}</div></details>"
    )


_NUMBER = ' class="gk-num"'


def _rows(rows: tuple[Cells, ...]) -> str:
    written = []
    for name, *numbers in rows:
        cells = [f'<td class="gk-num">{escaped(number)}</td>' for number in numbers]
        written.append(f'<tr><th scope="row">{escaped(name)}</th>{"".join(cells)}</tr>')
    return "".join(written)


@lru_cache(maxsize=4096)
def width(words: str) -> float:
    """About how wide some words are, in em: a Chinese character is square, a Latin one little more than half."""
    return sum(1 if ord(letter) > 0x2E7F else 0.3 if letter in ",. " else 0.58 for letter in words)


def shorten(words: str, room: float) -> str:
    """The words, cut to so many Chinese characters; two Latin letters take the room of one."""
    if len(words) <= room:
        return words
    taken = 0
    for place, letter in enumerate(words):
        taken += 2 if ord(letter) > 0x2E7F else 1
        if taken > room * 2:
            return words[: max(place - 1, 1)] + "…"
    return words
