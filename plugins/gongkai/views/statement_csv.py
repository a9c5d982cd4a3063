"""The tables of a statement as a file for spreadsheets: the same numbers as on its page, without their commas."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.derive.statements import Statement
from gongkai.derive.tables import Amount, Line, Table
from gongkai.records.finance import Finance
from gongkai.register import Record
from gongkai.render.pages import Asset
from gongkai.render.spreadsheets import csv_of
from gongkai.render.templates import money
from gongkai.views.statement import foot

Cells = tuple[str, ...]

_CHARGES = ("项目", "性质", "对象", "标准", "计费单位", "自愿", "依据", "批准机关", "结算退费")


def name_of(record: Record[Finance]) -> str:
    """What the file is called; empty where there is no table, or an attachment has that name."""
    content = record.content
    name = f"{record.number}.csv"
    has_table = content.income or content.expense or content.tables or content.charges
    return name if has_table and all(file.name != name for file in record.attachments) else ""


def file_of(record: Record[Finance], statement: Statement) -> Iterator[Asset]:
    """The file beside the page of a statement, where it has one."""
    if name := name_of(record):
        rows = _charges(record.content) if record.content.charges else _rows(statement)
        yield Asset(f"{record.identity}/{name}", csv_of(rows))


def _rows(statement: Statement) -> Iterator[Cells]:
    """Every table below the other: part, level, code, account, an amount per column, unit, note."""
    columns = tuple(
        dict.fromkeys((*statement.columns, *(name for table in statement.tables for name in table.columns)))
    )
    unit = statement.finance.unit.value
    yield ("部分", "层级", "编码", "科目", *(column or "金额" for column in columns), "单位", "说明")
    for side, table in (("收入", statement.income), ("支出", statement.expense)):
        if not table.empty:
            yield from _table(side, table, f"{side}合计", columns, unit)
    for row in foot(statement):
        amounts = dict(zip(statement.columns, row.cells, strict=True))
        yield ("结余", "", "", str(row.name), *(_plain(amounts.get(column, "")) for column in columns), unit, "")
    for table, source in zip(statement.tables, statement.finance.tables, strict=True):
        yield from _table(source.name, table, "合计", columns, (source.unit or statement.finance.unit).value)


def _table(part: str, table: Table, total: str, columns: Cells, unit: str) -> Iterator[Cells]:
    for line in table.lines:
        row = line.row
        account = f"其中：{row.account}" if row.part_only else row.account
        amounts = _amounts(table, line.amounts, columns)
        yield (part, _level(line), row.code or "", account, *amounts, unit, row.note or "")
    if not table.empty:
        yield (part, "", "", total, *_amounts(table, table.total, columns), unit, "")


def _level(line: Line) -> str:
    return str(line.level + 1)


def _amounts(table: Table, amounts: tuple[Amount, ...], columns: Cells) -> Cells:
    """The amounts under the columns of the file; a column that a table has not is blank."""
    known = dict(zip(table.columns, amounts, strict=True))
    return tuple(
        _plain(money(amount.value)) if (amount := known.get(column)) and amount.known else "" for column in columns
    )


def _plain(shown: str) -> str:
    """A number as the page shows it, without its commas."""
    return shown.replace(",", "").replace("−", "-")


def _charges(content: Finance) -> Iterator[Cells]:
    yield _CHARGES
    for each in content.charges:
        yield (
            each.item,
            each.nature.value,
            each.payers,
            "据实结算" if each.amount is None else _plain(money(each.amount)),
            each.unit,
            "是" if each.voluntary else "否",
            each.basis,
            each.approved_by or "",
            each.settlement or "",
        )
