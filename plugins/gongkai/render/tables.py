"""A table as readers see it and as spreadsheet programs read it: one object, so that both say the same.

The page is written by the macro `table` of `templates/_tables.html.jinja` and by `table_html.py`, the files
by `files_of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from markupsafe import Markup

from gongkai.render.icons import Chip
from gongkai.render.pages import Asset
from gongkai.render.spreadsheets import Value, csv_of
from gongkai.render.workbooks import Sheet, xlsx_of

FILTERED = 12
"""A table with more rows than this offers a field to look for some of them."""


class Kind(Enum):
    """What the cells of a column hold; the value is their class in the stylesheet."""

    WORDS = ("words", "")
    SHORT = ("short", "gk-nowrap")
    """A code, a word or two: never parted at a line's end."""
    SENTENCE = ("sentence", "gk-long")
    DATE = ("date", "gk-nowrap")
    NUMBER = ("number", "gk-num")
    MONEY = ("money", "gk-num")
    PERCENT = ("percent", "gk-num")

    @property
    def style(self) -> str:
        return self.value[1]

    @property
    def is_number(self) -> bool:
        return self in (Kind.NUMBER, Kind.MONEY, Kind.PERCENT)


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, what its cells hold, and the unit that files write behind its name.

    `href` leads to what the head means.
    """

    name: str
    kind: Kind = Kind.WORDS
    unit: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and, where this is more than the value by itself, how the page shows it."""

    value: Value
    shown: str | Markup | Chip | None = None
    href: str = ""


Content: TypeAlias = Value | Markup | Chip | Cell
"""What may stand in a row: a value, or something shown whose words are the value."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. What `code` and `note` say stands within the row's name on the page, and by itself in a file.

    `level` is how deep the row lies below the outermost ones. A row of the kind `sum` or `part` is a total
    of those before it, or a part of the one above. By `keys` the filters of the whole page find a row.
    """

    cells: tuple[Content, ...]
    level: int = 0
    kind: str = ""
    code: str = ""
    note: str = ""
    ident: str = ""
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, under a name where there are several groups; the page may show a `title` for it.

    Rows `in_order` keep it: what the school does not rank, no button ranks.
    """

    rows: tuple[Row, ...]
    name: str = ""
    title: str = ""
    in_order: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A way to take a table along: its address beside the page, what it is, what it is called once saved."""

    address: str
    form: str
    name: str


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, groups of rows, and totals at the foot; beside the caption stands the unit, or what is counted.

    `heads` is the place of the column that names each row. `grouped` is what the names of the groups are
    called in a file. A table `under_heading` of the same words does not show its caption twice. The rows
    of one that `has_filters` are found by the filters of its page.
    """

    ident: str
    caption: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    foot: tuple[Row, ...] = ()
    unit: str = ""
    counted: str = ""
    heads: int = 0
    grouped: str = "分组"
    style: str = ""
    under_heading: bool = False
    has_filters: bool = False
    files: tuple[File, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(group.rows for group in self.groups)

    @property
    def is_levelled(self) -> bool:
        """Whether rows lie below others; such a table is never sorted, or details would leave their whole."""
        return any(row.level or row.kind == "part" for group in self.groups for row in group.rows)

    @property
    def is_sortable(self) -> bool:
        in_order = all(group.in_order or len(group.rows) < 3 for group in self.groups)
        return not (in_order or self.is_levelled)

    @property
    def is_long(self) -> bool:
        """Whether it takes a field to find a row."""
        return not self.has_filters and sum(len(group.rows) for group in self.groups) > FILTERED

    @property
    def is_wide(self) -> bool:
        numbers = sum(column.kind.is_number for column in self.columns)
        return len(self.columns) > 5 or (numbers > 2 and any(column.kind is Kind.MONEY for column in self.columns))


def lines(rows: Iterable[Row | tuple[Content, ...]]) -> tuple[Row, ...]:
    """Rows, where a row may be nothing but its cells."""
    return tuple(row if isinstance(row, Row) else Row(row) for row in rows)


def ungrouped(rows: Iterable[Row | tuple[Content, ...]], *, in_order: bool = False) -> tuple[Group, ...]:
    """The rows of a table that has no groups."""
    return (Group(lines(rows), in_order=in_order),)


_CENTS = Decimal("0.01")


def machine_number(value: int | Decimal, kind: Kind) -> int | Decimal:
    """A number with as many decimals as are shown: of money at least two."""
    if kind is not Kind.MONEY:
        return value
    amount = Decimal(value)
    if amount.same_quantum(_CENTS):  # nearly every amount has two decimals, and this is how to tell it soonest
        return amount
    exponent = amount.as_tuple().exponent
    return amount if isinstance(exponent, int) and exponent <= -2 else amount.quantize(_CENTS)


# In files ----------------------------------------------------------------------------------------------------


def value_of(content: Content) -> Value:
    """What a cell says by itself, without how it is shown."""
    if isinstance(content, Cell):
        return content.value
    if isinstance(content, Chip):
        return content.word
    return content.striptags() if isinstance(content, Markup) else content


def rows_of(shown_table: Table) -> tuple[tuple[Value, ...], ...]:
    """The table as rows for a file: its head, its rows group by group, its foot.

    Codes, levels, notes and the names of groups have columns of their own, where the table has any.
    """
    return tuple(cells for cells, _ in _lines(shown_table))


def _lines(each: Table) -> Iterator[tuple[tuple[Value, ...], bool]]:
    """Every row for a file, and whether it is a total."""
    rows = tuple(row for group in each.groups for row in group.rows)
    named = any(group.name for group in each.groups)
    levelled = any(row.level for row in rows)
    coded = any(row.code for row in rows)
    noted = any(row.note for row in rows)
    extra = ((named, each.grouped), (levelled, "层级"), (coded, "编码"))
    before = tuple(name for has, name in extra if has)
    yield (*before, *(_head(column) for column in each.columns), *(("说明",) if noted else ())), False
    kinds = tuple(column.kind for column in each.columns)

    def line(row: Row, group: str, *, is_total: bool) -> tuple[Value, ...]:
        level = None if is_total or row.kind == "sum" else row.level + 1
        own = ((named, group), (levelled, level), (coded, row.code))
        cells = (_typed(value_of(content), kind) for content, kind in zip(row.cells, kinds, strict=True))
        return (*(value for has, value in own if has), *cells, *((row.note,) if noted else ()))

    for group in each.groups:
        for row in group.rows:
            yield line(row, group.name, is_total=False), row.kind == "sum"
    for row in each.foot:
        yield line(row, "", is_total=True), True


def _head(column: Column) -> str:
    return f"{column.name}（{column.unit}）" if column.unit and column.unit not in column.name else column.name


def _typed(value: Value, kind: Kind) -> Value:
    return machine_number(value, kind) if isinstance(value, int | Decimal) else value


def shelved(tables: Iterable[Table], name: str, taken: Iterable[str] = ()) -> tuple[Table, ...]:
    """Tables with their files: each as CSV, all of a page together as one workbook.

    The files lie beside the page, and their names begin with `name`, or with another where attachments
    have `taken` it.
    """
    every = tuple(each for each in tables if not each.is_empty)
    stem = name
    files = tuple(file.casefold() for file in taken)
    while any(file.startswith(stem.casefold()) and file.endswith((".csv", ".xlsx")) for file in files):
        stem += "-table"
    book = every[0].caption if every else ""
    several = "（本页各表）" if len(every) > 1 else ""
    return tuple(
        replace(
            each,
            files=(
                File(f"{stem}-{each.ident}.csv", "CSV", f"{_safe(each.caption)}.csv"),
                File(f"{stem}.xlsx", f"XLSX{several}", f"{_safe(book)}.xlsx"),
            ),
        )
        for each in every
    )


def files_of(address: str, tables: Iterable[Table]) -> Iterator[Asset]:
    """The files of the tables of the page at this address."""
    sheets = []
    book = ""
    for each in tables:
        csv, xlsx = each.files
        lines = tuple(_lines(each))
        rows = tuple(cells for cells, _ in lines)
        yield Asset(f"{address}{csv.address}", csv_of(rows))
        strong = frozenset(place for place, (_, is_total) in enumerate(lines) if is_total)
        sheets.append(Sheet(each.caption, rows, strong))
        book = xlsx.address
    if sheets:
        yield Asset(f"{address}{book}", xlsx_of(sheets))


def _safe(words: str) -> str:
    """A name that every system takes for a file."""
    kept = "".join(char if char.isalnum() or char in "（）()-_、" else " " for char in words)
    return "-".join(kept.split())[:60] or "table"
