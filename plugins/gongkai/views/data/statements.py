"""Statements as tables: one line for each row and column, and the totals that follow from them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from gongkai.derive.series import by_identity
from gongkai.derive.statements import Statement
from gongkai.derive.tables import Amount
from gongkai.derive.tables import Table as Section
from gongkai.records.finance import Finance, MoneyUnit, is_percentage
from gongkai.register import Record
from gongkai.views.board import Board
from gongkai.views.data.submissions import record_column
from gongkai.views.data.tables import NO, YES, Column, Row, Table, Type, plain

INCOME, EXPENSE = "收入", "支出"
ONLY = "金额"
"""What the one column of a statement without columns is called."""
_UNITS = tuple(each.value for each in MoneyUnit)
_WHERE = Column("section", "部分", meaning="收入、支出，或分表的表名", required=True)
_COLUMN = Column("column", "栏", meaning=f"表里有几栏时是栏名，如 本月、本年累计；只有一栏的写“{ONLY}”", required=True)
_UNIT = Column("unit", "单位", meaning="金额的单位；百分比一栏是 %", choices=(*_UNITS, "%"), required=True)


def tables() -> Iterator[Table]:
    """Rows and totals."""
    yield Table(
        "finance-rows",
        "财务·各行",
        "每张表的每一行、每一栏各占一行；有明细的行由明细相加，“其中”行不参加相加",
        Finance,
        (
            record_column(Finance),
            _WHERE,
            Column("place", "位置", meaning="行在表里的位置，如 2.1 是第 2 行的第 1 条明细", required=True),
            Column("level", "层级", Type.WHOLE, "1 是最上一级；最上一级相加得合计", required=True),
            Column("code", "编码", meaning="科目编码"),
            Column("account", "科目", meaning="科目或项目的名称", required=True),
            Column("part_only", "其中", Type.YES_NO, "“其中”行：是上一级的一部分，不参加相加", required=True),
            _COLUMN,
            Column("amount", "金额", Type.NUMBER, "不适用的为空", unit="见“单位”"),
            _UNIT,
            Column("amount_is_derived", "金额由程序算出", Type.YES_NO, "是：学校没有写，由明细相加", required=True),
            Column("note", "说明", meaning="这一行的说明"),
            Column("basis", "依据", meaning="决定这笔支出的记录"),
        ),
        ("record", "section", "place", "column"),
        _rows,
    )
    yield Table(
        "finance-totals",
        "财务·合计与结余",
        "每张表、每一栏的合计，和本期的期初、期末",
        Finance,
        (
            record_column(Finance),
            _WHERE,
            Column(
                "item",
                "项目",
                meaning="合计、结余、期初、期末",
                choices=("合计", "结余", "期初", "期末"),
                required=True,
            ),
            _COLUMN,
            Column(
                "amount",
                "金额",
                Type.NUMBER,
                "不能算出的为空",
                "合计是最上一级各行相加（“其中”行不加）；结余是收入减支出；期末是期初加结余",
                unit="见“单位”",
            ),
            _UNIT,
            Column("amount_is_derived", "金额由程序算出", Type.YES_NO, "否：学校写了这个数，程序已核对", required=True),
        ),
        ("record", "section", "item", "column"),
        _totals,
        is_derived=True,
    )


def _statement(board: Board, record: Record[Finance]) -> Statement:
    return by_identity(board.register)[record.identity].statement


def _sections(statement: Statement) -> Iterator[tuple[str, Section, str]]:
    """Every part of a statement with its name and unit; sub-tables of one name are told apart by a number."""
    finance = statement.finance
    seen: dict[str, int] = {}
    named = ((INCOME, statement.income, finance.unit), (EXPENSE, statement.expense, finance.unit))
    further = zip(finance.tables, statement.tables, strict=True)
    for name, section, unit in (*named, *((each.name, made, each.unit or finance.unit) for each, made in further)):
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}（{seen[name]}）", section, unit.value


def _rows(board: Board, record: Record[Any]) -> Iterator[Row]:
    for name, section, unit in _sections(_statement(board, record)):
        name = str(plain(name))  # noqa: PLW2901  # the same name, cleaned
        for line in section.lines:
            row = line.row
            place = ".".join(str(part + 1) for part in line.keys[len(section.keys) :] if isinstance(part, int))
            code, account, note = (plain(text) for text in (row.code, row.account, row.note))
            part = YES if row.part_only else NO
            for column, amount in zip(section.columns, line.amounts, strict=True):
                if amount.known:
                    own = "%" if is_percentage(column) else unit
                    made = NO if amount.written or amount.value is None else YES
                    head = (record.identity, name, place, line.level + 1, code, account, part, plain(column) or ONLY)
                    yield (*head, amount.value, own, made, note, row.basis)


def _totals(board: Board, record: Record[Any]) -> Iterator[Row]:
    statement = _statement(board, record)
    for name, section, unit in _sections(statement):
        if not section.empty:
            for column, amount in zip(section.columns, section.total, strict=True):
                yield from _total(record, str(plain(name)), "合计", column, amount, unit)
    unit = statement.finance.unit.value
    if not (statement.income.empty and statement.expense.empty):
        for column, amount in zip(statement.columns, statement.balance, strict=True):
            yield from _total(record, "", "结余", column, amount, unit)
    main = statement.columns[statement.main] if statement.main is not None else ""
    for item, carried in (("期初", statement.opening), ("期末", statement.closing)):
        if carried:
            yield from _total(record, "", item, main, carried, unit)


def _total(record: Record[Any], section: str, item: str, column: str, amount: Amount, unit: str) -> Iterator[Row]:
    if amount.known and amount.value is not None and not is_percentage(column):
        value: Decimal = amount.value
        yield (
            record.identity,
            section or "本表",
            item,
            plain(column) or ONLY,
            value,
            unit,
            NO if amount.written else YES,
        )
