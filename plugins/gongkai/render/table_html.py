"""The rows of a table as a page shows them. Python and not a template: nothing on a page has more small pieces."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup

from gongkai.render.escaping import escaped
from gongkai.render.icons import Chip
from gongkai.render.spreadsheets import Percent, Value, plain
from gongkai.render.tables import Cell, Content, Kind, Row, Table, machine_number

_DEEPEST = 4
"""The stylesheet sets no row further in than this."""


def rows(table: Table, lines: Iterable[Row]) -> Markup:
    """Some rows of a table, in its body or at its foot."""
    columns = tuple((column.kind, _class(column.kind.style)) for column in table.columns)
    found: list[str] = []
    for row in lines:
        found.append(f"<tr{_attributes(row)}>")
        for place, (content, (kind, style)) in enumerate(zip(row.cells, columns, strict=True)):
            if place == table.heads:
                named = _class(f"gk-level-{min(row.level, _DEEPEST)}") if row.level else style
                found.append(f'<th scope="row"{named}>{_inner(content, kind)}</th>')
            else:
                found.append(f"<td{style}>{_inner(content, kind)}</td>")
        found.append("</tr>\n")
    return Markup("".join(found))


def shown(content: Content, kind: Kind = Kind.WORDS) -> Markup:
    """A cell as the page shows it; a number stands in `<data>`, a day in `<time>`, for programs to read."""
    return Markup(_inner(content, kind))


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _attributes(row: Row) -> str:
    """By what a row is found and set; most rows have nothing of it."""
    if not (row.ident or row.kind or row.level or row.keys):
        return ""
    ident = f' id="{escaped(row.ident)}"' if row.ident else ""
    level = f' data-level="{row.level}"' if row.level else ""
    keys = "".join(f' data-{escaped(key)}="{escaped(value)}"' for key, value in row.keys)
    return f"{ident}{_class(f'gk-table__{row.kind}') if row.kind else ''}{level}{keys}"


def _inner(content: Content, kind: Kind) -> str:
    if isinstance(content, Cell):
        inner = _valued(content.value, content.shown, kind)
        return f'<a href="{escaped(content.href)}">{inner}</a>' if content.href else inner
    if isinstance(content, (Chip, Markup)):  # a tuple: a union takes longer, and cells are many
        return escaped(content)
    return _valued(content, None, kind)


def _valued(value: Value, words: str | Markup | Chip | None, kind: Kind) -> str:
    if value is None or isinstance(value, str):
        return escaped((value if words is None else words) or "")
    # What a program reads of a number or a day is digits, a sign and a point: there is nothing to escape.
    if isinstance(value, date):
        day = value.isoformat()
        return f'<time datetime="{day}">{day if words is None else escaped(words)}</time>'
    if isinstance(value, Percent):
        read, seen = plain(value.value), str(value)
    else:
        number = machine_number(value, kind)
        read, seen = plain(number), f"{number:,}"
    return f'<data value="{read}">{seen.replace("-", "−") if words is None else escaped(words)}</data>'
