"""The pieces of which every page of a record has dozens.

Python and not templates, as the rows of tables are: in a template the pages of proposals take a seventh longer.
The templates import them from `_parts.html.jinja` and `_records.html.jinja` like the macros that stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from gongkai.render.escaping import escaped

_SCHOOL_YEAR = re.compile("[0-9]{4}-[0-9]{4}学年")


def heading(title: str) -> Markup:
    """A title whose school year is not parted at a line's end: 2025-2026学年 and what follows."""
    return Markup(_SCHOOL_YEAR.sub(r'<span class="gk-nowrap">\g<0></span>', escaped(title)))


def section(words: str, ident: str = "", level: int = 2) -> Markup:
    """A heading with its rule."""
    own = f' id="{escaped(ident)}"' if ident else ""
    return Markup(f'<h{level} class="gk-section"{own}>{escaped(words)}</h{level}>')


def facts(items: Iterable[tuple[str, Any]]) -> Markup:
    """A list of terms with their values."""
    found = [
        f'<div class="gk-facts__item"><dt>{escaped(term)}</dt><dd>{escaped(value)}</dd></div>\n'
        for term, value in items
    ]
    return Markup(f'<dl class="gk-facts">\n{"".join(found)}</dl>')


def basis(items: Iterable[tuple[str, Any]], title: str = "本页依据", ident: str = "basis") -> Markup:
    """What a page rests on."""
    return Markup(
        f'<section class="gk-card gk-basis-card" aria-labelledby="{escaped(ident)}">\n'
        f"{section(title, ident)}\n{facts(items)}\n</section>"
    )


def top(
    trail: Iterable[tuple[str, str]],
    number: str,
    internal: Iterable[Any],
    chips: Iterable[Any],
    title: str,
    lead: Iterable[Any],
) -> Markup:
    """The way up and the number, chips, title, what stands under it; `internal` marks the staff build."""
    way = [
        f'<a href="{escaped(address)}">{escaped(name)}</a><span class="gk-trail__sign" aria-hidden="true">›</span>'
        for address, name in trail
    ]
    signs = "".join(map(escaped, (*internal, *chips)))
    under = "".join([f'<span class="gk-lead__item">{escaped(item)}</span>' for item in lead])
    return Markup(
        f'<div class="gk-head"><nav class="gk-trail" aria-label="所在位置">{"".join(way)}'
        f'<span aria-current="page">{escaped(number)}</span></nav>{signs}</div>\n<h1>{heading(title)}</h1>\n'
        + (f'<p class="gk-lead">{under}</p>' if under else "")
    )


def unfold(data: Any, summary: str = "期限怎么数") -> Markup:
    """How a deadline was counted (views/receipts.py Receipt), unfolded into its days."""
    sentences = [f"<p>{escaped(sentence)}</p>\n" for sentence in data.sentences]
    return Markup(
        f'<details class="gk-details gk-receipt"><summary>{escaped(summary)}</summary>'
        f'<div class="gk-details__body">\n{"".join(sentences)}{_days(data.lines) if data.lines else ""}</div></details>'
    )


def _days(lines: Iterable[Any]) -> str:
    rows = []
    for line in lines:
        kind = f' class="gk-receipt__{escaped(line.kind)}"' if line.kind else ""
        cells = (
            f'<td>{escaped(line.when)}</td><td>{escaped(line.words)}</td><td class="gk-num">{escaped(line.total)}</td>'
        )
        rows.append(f"<tr{kind}>{cells}</tr>\n")
    return (
        '<table class="gk-receipt__days">\n<caption class="gk-hidden">逐日计数</caption>\n'
        '<thead><tr><th scope="col">日期</th><th scope="col">怎么算</th><th scope="col" class="gk-num">累计</th></tr>'
        f"</thead>\n<tbody>\n{''.join(rows)}</tbody>\n</table>"
    )


def course(steps: Iterable[Any], title: str = "办理经过") -> Markup:
    """How it went (views/acts.py Step); a state is done, now, late or ahead."""
    found = []
    for item in steps:
        ident = f' id="{escaped(item.ident)}"' if item.ident else ""
        note = f'<div class="gk-step__note">{escaped(item.note)}</div>' if item.note else ""
        found.append(
            f'<li class="gk-step gk-step--{escaped(item.state)}"{ident}>\n'
            f'<p class="gk-step__head"><strong>{escaped(item.name)}</strong>'
            f'<span class="gk-step__when">{escaped(item.when)}</span></p>\n'
            f"{note}{unfold(item.receipt) if item.receipt else ''}</li>\n"
        )
    return Markup(f'{section(title, "course")}\n<ol class="gk-timeline">\n{"".join(found)}</ol>')
