"""Charts as inline SVG: widths in per cent and type in pixels, so that they fit a phone without shrinking.

Colours, patterns and type come from the stylesheet by class; so the drawings follow dark mode and print.
Each chart stands in a figure under one sentence that says what it shows, and describes all its values.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

_LABEL_EM = 17
_BAR_ROW = 46
_COLUMNS_HEIGHT = 240
_KEY_HEIGHT = 32
_LABEL_HEIGHT = 22
_STRIP_HEIGHT = 28
_STRIP_ROW = 28
_GROUP_ROW = 24
_GROUP_BAR = 14
_GROUP_ROOM = Decimal(62)  # per cent of the width; the rest is for the values
_NARROWEST = 320  # pixels: the chart's width on a small phone
_DIGIT = Decimal("6.6")  # pixels: a digit of a value label


@dataclass(frozen=True, slots=True)
class Bar:
    """One labelled quantity, with the words in which it is shown (1,234.50 元)."""

    label: str
    value: Decimal
    shown: str


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of quantities, one for each period; None where the period has none."""

    name: str
    values: tuple[Decimal | None, ...]
    shown: tuple[str, ...]


def bars(items: tuple[Bar, ...], *, ident: str, title: str, sentence: str) -> Markup:
    """Quantities of several things side by side, each bar under its label and value."""
    low, high = _span(item.value for item in items)
    zero = _percent(-low, high - low)
    parts: list[str] = []
    for row, item in enumerate(items):
        top = row * _BAR_ROW
        length = _percent(abs(item.value), high - low)
        start = zero - length if item.value < 0 else zero
        tone = "gk-chart__bar gk-chart__bar--below" if item.value < 0 else "gk-chart__bar"
        parts.append(
            f"<g><title>{escape(item.label)} {escape(item.shown)}</title>"
            f'<text x="0" y="{top + 17}">{escape(shorten(item.label, _LABEL_EM))}</text>'
            f"{_value(item.shown, '100', top + 17, 'end')}"
            f'<rect class="{tone}" x="{_show(start)}%" y="{top + 24}" width="{_show(length)}%" height="12"/>'
            f'<line class="gk-chart__zero" x1="{_show(zero)}%" x2="{_show(zero)}%"'
            f' y1="{top + 23}" y2="{top + 37}"/></g>'
        )
    height = len(items) * _BAR_ROW
    words = "；".join(f"{item.label} {item.shown}" for item in items)
    return _figure("".join(parts) if items else "", height, ident, title, sentence, words)


def columns(periods: tuple[str, ...], series: tuple[Series, ...], *, ident: str, title: str, sentence: str) -> Markup:
    """One or two quantities through up to twelve periods, as columns from a zero line."""
    if len(series) > 2 or len(periods) > 12 or any(len(row.values) != len(periods) for row in series):
        raise ValueError("columns show one or two series of at most twelve periods each")
    if not periods or not series:
        return _figure("", 0, ident, title, sentence, "")
    low, high = _span(value for row in series for value in row.values if value is not None)
    head = _LABEL_HEIGHT + (_KEY_HEIGHT if len(series) > 1 else 0)
    foot = _LABEL_HEIGHT * (2 if low < 0 else 1) + 4
    room = _COLUMNS_HEIGHT - head - foot
    zero = head + _percent(high, high - low) * room / 100
    group = Decimal(100) / len(periods)
    filled = group * Decimal("0.72" if len(periods) > 5 else "0.5")
    width = filled / len(series)
    parts = [_key(series)] if len(series) > 1 else []
    labelled = _labelled(series, len(periods))
    for place, period in enumerate(periods):
        left = group * place + (group - filled) / 2
        words = "，".join(f"{row.name} {row.shown[place]}" for row in series if row.shown[place])
        parts.append(f"<g><title>{escape(period)}：{escape(words)}</title>")
        taken = Decimal(-100)
        for order, row in enumerate(series):
            value = row.values[place]
            if value is None:
                continue
            length = _percent(abs(value), high - low) * room / 100
            top = zero if value < 0 else zero - length
            x = left + width * order
            parts.append(
                f'<rect class="gk-chart__column gk-chart__column--{order + 1}" x="{_show(x)}%"'
                f' y="{_show(top)}" width="{_show(width - Decimal("0.4"))}%" height="{_show(length)}"/>'
            )
            if (order, place) in labelled:
                y = top + length + 14 if value < 0 else top - 6
                if abs(y - taken) < 14 and len(periods) > 6:
                    y = taken - 14
                taken = y
                middle = x + width / 2
                parts.append(_value(row.shown[place], _show(middle), _show(y), _anchor(middle)))
        name = escape(shorten(period, max(3, 24 // len(periods))))
        parts.append(
            f'<text class="gk-chart__period" x="{_show(group * place + group / 2)}%"'
            f' y="{_COLUMNS_HEIGHT - 8}" text-anchor="middle">{name}</text></g>'
        )
    parts.append(f'<line class="gk-chart__zero" x1="0" x2="100%" y1="{_show(zero)}" y2="{_show(zero)}"/>')
    description = "；".join(
        f"{row.name}：" + "，".join(f"{p} {s}" for p, s in zip(periods, row.shown, strict=True) if s) for row in series
    )
    return _figure("".join(parts), _COLUMNS_HEIGHT, ident, title, sentence, description)


def grouped(labels: tuple[str, ...], series: tuple[Series, ...], *, ident: str, title: str, sentence: str) -> Markup:
    """Two quantities of several things, one bar under the other, each value at its bar's end."""
    if len(series) > 2 or any(len(row.values) != len(labels) for row in series):
        raise ValueError("grouped bars show one or two series with a value for each label")
    low, high = _span(value for row in series for value in row.values if value is not None)
    zero = _percent(-low, high - low) * _GROUP_ROOM / 100
    block = 30 + _GROUP_ROW * len(series)
    parts = [_key(series)] if labels else []
    for place, label in enumerate(labels):
        top = _KEY_HEIGHT + place * block
        values = "，".join(f"{row.name} {row.shown[place]}" for row in series)
        parts.append(
            f"<g><title>{escape(label)}：{escape(values)}</title>"
            f'<text x="0" y="{top + 17}">{escape(shorten(label, _LABEL_EM))}</text>'
        )
        for order, row in enumerate(series):
            value, y = row.values[place], top + 25 + order * _GROUP_ROW
            length = _percent(abs(value or Decimal(0)), high - low) * _GROUP_ROOM / 100
            start, end = (zero - length, zero) if (value or 0) < 0 else (zero, zero + length)
            if value is not None:
                parts.append(
                    f'<rect class="gk-chart__column gk-chart__column--{order + 1}" x="{_show(start)}%"'
                    f' y="{y}" width="{_show(length)}%" height="{_GROUP_BAR}"/>'
                )
            parts.append(
                f'<text class="gk-chart__value" x="{_show(end)}%" dx="8" y="{y + 12}">{escape(row.shown[place])}</text>'
            )
        foot = top + 25 + _GROUP_ROW * len(series)
        parts.append(
            f'<line class="gk-chart__zero" x1="{_show(zero)}%" x2="{_show(zero)}%"'
            f' y1="{top + 23}" y2="{foot - 6}"/></g>'
        )
    description = "；".join(
        f"{label}：" + "，".join(f"{row.name} {row.shown[place]}" for row in series if row.shown[place])
        for place, label in enumerate(labels)
    )
    return _figure("".join(parts), _KEY_HEIGHT + len(labels) * block, ident, title, sentence, description)


def strip(parts: tuple[Bar, ...], *, ident: str, title: str, sentence: str) -> Markup:
    """How a whole divides: one band, and under it a line for each part with its own pattern."""
    if any(part.value < 0 for part in parts):
        raise ValueError("a part of a whole cannot be negative")
    whole = sum((part.value for part in parts), Decimal(0))
    drawn: list[str] = []
    start = Decimal(0)
    for order, part in enumerate(parts):
        length = _percent(part.value, whole)
        pattern = f"gk-chart__part gk-chart__part--{order % 6 + 1}"
        fill = f'fill="url(#{escape(ident)}-p{order % 6 + 1})"'
        row = _STRIP_HEIGHT + 10 + order * _STRIP_ROW
        drawn.append(
            f"<g><title>{escape(part.label)} {escape(part.shown)}</title>"
            f'<rect class="{pattern}" {fill} x="{_show(start)}%" y="1" width="{_show(length)}%"'
            f' height="{_STRIP_HEIGHT - 2}"/>'
            f'<rect class="{pattern}" {fill} x="1" y="{row + 4}" width="18" height="18"/>'
            f'<text x="30" y="{row + 18}">{escape(shorten(part.label, _LABEL_EM))}</text>'
            f"{_value(part.shown, '100', row + 18, 'end')}</g>"
        )
        start += length
    if whole == 0:
        drawn.append(f'<rect class="gk-chart__hollow" x="0" y="1" width="100%" height="{_STRIP_HEIGHT - 2}"/>')
    words = "；".join(f"{part.label} {part.shown}" for part in parts)
    height = _STRIP_HEIGHT + 10 + len(parts) * _STRIP_ROW
    body = _patterns(ident, min(len(parts), 6)) + "".join(drawn) if parts else ""
    return _figure(body, height, ident, title, sentence, words)


def shorten(words: str, room: int) -> str:
    """The words, cut to so many Chinese characters; two Latin letters take the room of one."""
    taken = 0
    for place, letter in enumerate(words):
        taken += 2 if ord(letter) > 0x2E7F else 1
        if taken > room * 2:
            return words[: max(place - 1, 1)] + "…"
    return words


def _figure(body: str, height: int, ident: str, title: str, sentence: str, words: str) -> Markup:
    name = escape(ident)
    caption = f"<figcaption>{escape(sentence)}</figcaption>"
    if not body:
        return Markup(f'<figure class="gk-chart">{caption}<p class="gk-empty">这里还没有数据。</p></figure>')
    return Markup(
        f'<figure class="gk-chart">{caption}'
        f'<svg class="gk-chart__drawing" role="img" width="100%" height="{height}"'
        f' aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(words)}</desc>'
        f"{body}</svg></figure>"
    )


def _patterns(ident: str, count: int) -> str:
    """Six fills that differ without colour: full, stripes, dots, light stripes, lattice, hollow."""
    inside = (
        '<rect class="gk-chart__ink" width="8" height="8"/>',
        '<path class="gk-chart__stroke" d="M-2 2 2-2M0 8 8 0M6 10 10 6"/>',
        '<circle class="gk-chart__ink" cx="4" cy="4" r="2"/>',
        '<path class="gk-chart__stroke" d="M0 4H8"/>',
        '<path class="gk-chart__stroke" d="M0 4H8M4 0V8"/>',
        "",
    )
    patterns = (
        f'<pattern id="{escape(ident)}-p{n + 1}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect class="gk-chart__ground" width="8" height="8"/>{inside[n]}</pattern>'
        for n in range(count)
    )
    return f"<defs>{''.join(patterns)}</defs>"


def _key(series: tuple[Series, ...]) -> str:
    parts = []
    x = 0
    for order, row in enumerate(series):
        name = shorten(row.name, 8)
        parts.append(
            f'<rect class="gk-chart__column gk-chart__column--{order + 1}" x="{x + 1}" y="5"'
            f' width="14" height="14"/><text x="{x + 22}" y="17">{escape(name)}</text>'
        )
        x += 22 + 15 * len(name) + 24
    return "".join(parts)


def _labelled(series: tuple[Series, ...], periods: int) -> frozenset[tuple[int, int]]:
    """Which values are written at their columns: all where a small phone has room, else the highest and,
    of a single series, the lowest.
    """
    room = Decimal(_NARROWEST) / (periods * len(series))
    if all(len(shown) * _DIGIT <= room for row in series for shown in row.shown):
        return frozenset((order, place) for order in range(len(series)) for place in range(periods))
    chosen = set()
    for order, row in enumerate(series):
        present = [(value, place) for place, value in enumerate(row.values) if value is not None]
        if present:
            chosen.add((order, max(present, key=lambda pair: (pair[0], -pair[1]))[1]))
            if len(series) == 1:
                chosen.add((order, min(present)[1]))
    return frozenset(chosen)


def _value(shown: str, x: str, y: int | str, anchor: str) -> str:
    return f'<text class="gk-chart__value" x="{x}%" y="{y}" text-anchor="{anchor}">{escape(shown)}</text>'


def _anchor(x: Decimal) -> str:
    if x < 8:
        return "start"
    return "end" if x > 92 else "middle"


def _span(values: Iterable[Decimal]) -> tuple[Decimal, Decimal]:
    """From the lowest to the highest value, zero always among them, and never without extent."""
    present = (Decimal(0), *values)
    low, high = min(present), max(present)
    return (low, high) if low < high else (Decimal(0), Decimal(1))


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return part * 100 / whole if whole else Decimal(0)


def _show(number: Decimal) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
