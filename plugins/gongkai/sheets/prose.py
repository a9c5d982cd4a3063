"""HTML that our own views and `render.prose` wrote, as blocks of a sheet: read as a tree, never as Typst.

Links become their words, folded parts are unfolded, and what is only for a screen – navigation, downloads,
buttons – is left out. Words outside every known element are kept as a paragraph: nothing is lost in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from gongkai.render.tables import Column, Content, Group, Kind, Row, Table
from gongkai.sheets.document import (
    Block,
    Bullets,
    Facts,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Quote,
    Role,
    Rule,
    SignLines,
    Verbatim,
)
from gongkai.sheets.drawings import drawing, words_of
from gongkai.sheets.tree import Element, parsed
from gongkai.sheets.words import Run, is_silent, runs_in, text_of

_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_BLOCKS = frozenset(
    (
        *("p", "ul", "ol", "dl", "table", "figure", "blockquote", "pre", "hr", "details", "div", "section", "article"),
        *("header", "footer", "aside", "nav", "main", "form", "svg", *_HEADINGS),
    )
)
_SCREEN_ONLY = ("gk-downloads", "gk-find-place", "gk-trail", "gk-head", "gk-toc", "gk-more", "gk-receipt__days")
"""What leads on from a screen, and the days of a deadline one by one, which the code on the sheet leads to."""
_ROLES = {"gk-lead": Role.LEAD, "gk-note": Role.NOTE, "gk-by": Role.NOTE, "gk-muted": Role.NOTE, "gk-empty": Role.NOTE}


def blocks_of(html: Markup | str) -> tuple[Block, ...]:
    """The blocks of a piece of HTML; its highest heading below a title is of the first level.

    A page's own title is left out, since the sheet has one.
    """
    root = parsed(str(html))
    levels = sorted({_HEADINGS.index(each.tag) for each in root.all(*_HEADINGS[1:]) if not is_silent(each)})
    return tuple(_Reading(levels[0] if levels else 1).blocks(root))


class _Reading:
    """How one piece is read: `top` is the level of its highest heading."""

    def __init__(self, top: int) -> None:
        self._top = top

    def blocks(self, parent: Element) -> Iterator[Block]:
        loose = Element("p")
        for child in parent.children:
            if isinstance(child, Element) and _is_block(child):
                yield from _paragraph(loose)
                loose = Element("p")
                yield from self._block(child)
            else:
                loose.children.append(child)
        yield from _paragraph(loose)

    def _block(self, element: Element) -> Iterator[Block]:
        if (is_silent(element) and element.tag != "svg") or any(map(element.has, _SCREEN_ONLY)):
            return
        match element.tag:
            case "h1" | "nav" | "form":
                return
            case "h2" | "h3" | "h4" | "h5":
                level = min(_HEADINGS.index(element.tag) - self._top + 1, 3)
                if runs := runs_in(element):
                    yield Heading(runs, level)
            case "p":
                yield from _paragraph(element)
            case "ul" | "ol":
                yield from self._list(element)
            case "dl":
                yield Facts(tuple(_facts(element)))
            case "table":
                yield table_of(element)
            case "svg":
                yield from _drawing(element)
            case "blockquote":
                yield Quote(tuple(self.blocks(element)))
            case "pre":
                yield Verbatim(element.text().rstrip("\n"))
            case "hr":
                yield Rule()
            case "details":
                yield from self._unfolded(element)
            case _:
                yield from self._division(element)

    def _division(self, element: Element) -> Iterator[Block]:
        if element.has("gk-paper__signatures"):
            yield SignLines(tuple(text_of(runs_in(each)) for each in element.elements if each.tag == "p"))
        elif any(_is_block(each) for each in element.elements):
            yield from self.blocks(element)
        else:
            yield from _paragraph(element)

    def _list(self, element: Element) -> Iterator[Block]:
        items = tuple(item for each in element.elements if each.tag == "li" and (item := tuple(self.blocks(each))))
        start = element.attributes.get("start", "")
        if items:
            yield Bullets(items, element.tag == "ol", int(start) if start.isascii() and start.isdigit() else 1)

    def _unfolded(self, element: Element) -> Iterator[Block]:
        summary = next((each for each in element.elements if each.tag == "summary"), None)
        if summary and (runs := runs_in(summary)):
            yield Heading(runs, 3)
        rest = [child for child in element.children if child is not summary]
        yield from self.blocks(Element("div", {}, list(rest)))


def _is_block(element: Element) -> bool:
    if element.tag == "svg":
        return not element.has("gk-icon")
    return element.tag in _BLOCKS or any(_is_block(child) for child in element.elements)


def _paragraph(element: Element) -> Iterator[Block]:
    runs = runs_in(element)
    if any(run.text.strip() for run in runs):
        role = next((role for name, role in _ROLES.items() if element.has(name)), Role.BODY)
        yield Paragraph(runs, role)


def _facts(element: Element) -> Iterator[tuple[str, tuple[Run, ...]]]:
    """Every term with what is said of it; several `dd` of one term follow each other."""
    term = ""
    for child in element.all("dt", "dd"):
        if child.tag == "dt":
            term = text_of(runs_in(child))
        else:
            yield term, runs_in(child)
            term = ""


def _drawing(svg: Element) -> Iterator[Block]:
    words = words_of(svg)
    if words:
        yield Figure(drawing(svg), words)


# Tables ------------------------------------------------------------------------------------------------------


def table_of(element: Element) -> Grid:
    """A table of a page: its caption and unit, its columns, its groups and its foot."""
    caption = next((each for each in element.elements if each.tag == "caption"), Element("caption"))
    unit = next((text_of(runs_in(each)) for each in caption.all("span") if each.has("gk-unit")), "")
    rows = list(_rows(element))
    head = [cells for part, cells in rows if part == "thead"]
    body = [cells for part, cells in rows if part == "tbody"]
    foot = [cells for part, cells in rows if part == "tfoot"]
    count = max((_width(cells) for _, cells in rows), default=1)
    if not head:
        head = [[]]
    name = "".join(_outside_unit(caption)).strip()
    return Grid(
        Table(
            ident=element.attributes.get("id", "table"),
            caption=name,
            columns=tuple(_columns(head, body, count)),
            groups=tuple(_groups(body, count)),
            foot=tuple(Row(_contents(cells, count), kind="sum") for cells in foot),
            unit=unit.removeprefix("单位："),
            under_heading=not name or caption.has("gk-hidden") or _is_hidden_name(caption),
        )
    )


def _outside_unit(caption: Element) -> Iterator[str]:
    for child in caption.children:
        if isinstance(child, str):
            yield child
        elif not child.has("gk-unit"):
            yield child.text()


def _is_hidden_name(caption: Element) -> bool:
    return any(each.has("gk-hidden") for each in caption.elements)


def _rows(table: Element) -> Iterator[tuple[str, list[Element]]]:
    """Every row with the part of the table it is in; rows outside a part belong to the body."""
    for part in table.elements:
        within = part.elements if part.tag in ("thead", "tbody", "tfoot") else iter((part,))
        for row in within:
            if row.tag == "tr":
                yield part.tag if part.tag in ("thead", "tfoot") else "tbody", list(_cells(row))


def _cells(row: Element) -> Iterator[Element]:
    return (cell for cell in row.elements if cell.tag in ("th", "td"))


def _span(cell: Element) -> int:
    typed = cell.attributes.get("colspan", "1")
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < int(typed) < 100 else 1


def _width(cells: Iterable[Element]) -> int:
    return sum(_span(cell) for cell in cells)


def _columns(head: list[list[Element]], body: list[list[Element]], count: int) -> Iterator[Column]:
    """The columns; where the head has several rows, the names of a column are read together."""
    spread = [[cell for cell in cells for _ in range(_span(cell))] for cells in head]
    for place in range(count):
        over = list(dict.fromkeys(cells[place] for cells in spread if place < len(cells)))
        below = next((cells[place] for cells in body if len(cells) == count), None)
        name = " ".join(filter(None, (text_of(runs_in(cell)) for cell in over)))
        styles = {name for cell in (*over[-1:], *((below,) if below else ())) for name in _classes(cell)}
        kind = Kind.NUMBER if "gk-num" in styles else Kind.SHORT if "gk-nowrap" in styles else Kind.WORDS
        yield Column(name, Kind.SENTENCE if "gk-long" in styles else kind)


def _classes(cell: Element) -> list[str]:
    return cell.attributes.get("class", "").split()


def _groups(body: list[list[Element]], count: int) -> Iterator[Group]:
    name, rows = "", list[Row]()
    for cells in body:
        if len(cells) == 1 and count > 1 and _span(cells[0]) == count:
            if rows:
                yield Group(tuple(rows), name)
            name, rows = text_of(runs_in(cells[0])), []
        else:
            rows.append(Row(_contents(cells, count)))
    if rows:
        yield Group(tuple(rows), name)


def _contents(cells: list[Element], count: int) -> tuple[Content, ...]:
    """The cells of a row as what they say; one that spans several columns is followed by empty ones."""
    found: list[Content] = []
    for cell in cells:
        found += [Markup(cell.markup()), *(Markup() for _ in range(_span(cell) - 1))]
    return tuple(found[:count]) + tuple(Markup() for _ in range(count - len(found)))
