"""A table as a page and as files: one object, the same numbers, no cell that a program runs."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from gongkai.gate import readable
from gongkai.render.icons import chip
from gongkai.render.pages import Asset
from gongkai.render.spreadsheets import Percent, Value, cell, csv_of
from gongkai.render.tables import (
    Cell,
    Column,
    Content,
    Group,
    Kind,
    Row,
    Table,
    files_of,
    lines,
    rows_of,
    shelved,
    ungrouped,
)
from gongkai.render.templates import environment
from gongkai.render.workbooks import Sheet, text_of, xlsx_of
from markupsafe import Markup

HOSTILE = (
    '=cmd|"/c calc"!A1',
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "＝HYPERLINK(1)",
    "＋1",
    "＠a",
    "－1+1",
    "\t=1",
    "\r=1",
    "\n=1",
)


def html_of(table: Table) -> str:
    return str(environment().get_template("_tables.html.jinja").module.table(table))  # type: ignore[attr-defined]


def opened(content: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a part that the reader would have to guess at
        return openpyxl.load_workbook(io.BytesIO(content))


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


LEDGER = Table(
    "statement",
    "2026年3月收支表",
    (Column("科目"), Column("金额", Kind.MONEY, "元")),
    (
        Group(lines([Row(("拨款", Decimal(1480)), code="401"), Row(("收入合计", Decimal(1480)), kind="sum")]), "收入"),
        Group(
            (
                Row((Cell("办公费", Markup("办公费<br>含税")), Decimal("2600.10")), note="含税"),
                Row(("纸", Decimal("-12.3")), level=1),
                Row(("其中：笔", "—"), level=2, kind="part"),
            ),
            "支出",
            "二、支出",
        ),
    ),
    (Row(("结余", Decimal("-1120.1"))),),
    "元",
    grouped="部分",
)


def test_a_number_stands_on_the_page_for_people_and_for_programs() -> None:
    """Money has commas and two decimals for readers, none and a point for programs; a dash is no number."""
    html = html_of(LEDGER)
    assert '<td class="gk-num"><data value="1480.00">1,480.00</data></td>' in html
    assert '<td class="gk-num"><data value="-12.30">−12.30</data></td>' in html
    assert '<td class="gk-num">—</td>' in html


def test_head_groups_rows_and_foot_are_marked_as_what_they_are() -> None:
    """A caption with the unit, a scope for every head, the name of a group over its rows, totals in the foot."""
    html = html_of(LEDGER)
    assert (
        '<caption id="statement-caption"><span>2026年3月收支表</span><span class="gk-unit">单位：元</span></caption>'
        in html
    )
    assert '<th scope="col">科目</th><th scope="col" class="gk-num">金额</th>' in html
    assert '<tr class="gk-table__group"><th scope="rowgroup" colspan="2">二、支出</th></tr>' in html
    assert '<th scope="row" class="gk-level-1">纸</th>' in html
    assert re.search(r"<tfoot>\s*<tr><th scope=\"row\">结余</th>", html)


def test_files_say_in_columns_what_the_page_says_within_the_name() -> None:
    """Groups, levels, codes and notes have columns of their own; sums lie on no level."""
    assert rows_of(LEDGER) == (
        ("部分", "层级", "编码", "科目", "金额（元）", "说明"),
        ("收入", 1, "401", "拨款", Decimal("1480.00"), ""),
        ("收入", None, "", "收入合计", Decimal("1480.00"), ""),
        ("支出", 1, "", "办公费", Decimal("2600.10"), "含税"),
        ("支出", 2, "", "纸", Decimal("-12.30"), ""),
        ("支出", 3, "", "其中：笔", "—", ""),
        ("", None, "", "结余", Decimal("-1120.10"), ""),
    )


def test_every_value_is_what_it_is_in_csv_and_workbook() -> None:
    """Numbers are numbers in the workbook with the decimals of the page, days are days, shares are shares."""
    columns = tuple(Column(str(place)) for place in range(6))
    row: tuple[Content, ...] = (1480, Decimal("85.50"), Percent(Decimal("85.7")), date(2026, 4, 10), None, chip("kept"))
    assets = tuple(files_of("x/", shelved((Table("t", "表", columns, ungrouped([row])),), "n")))
    assert [asset.address for asset in assets] == ["x/n-t.csv", "x/n.xlsx"]
    assert csv_rows(assets[0].content)[1] == ["1480", "85.50", "85.7%", "2026-04-10", "", chip("kept").word]
    cells = opened(assets[1].content)["表"][2]
    assert [cell.value for cell in cells[:2]] == [1480, 85.5]
    assert (cells[2].value, cells[2].number_format) == (0.857, "0.0%")
    assert cells[3].value.date() == date(2026, 4, 10)
    assert (cells[0].number_format, cells[1].number_format) == ("#,##0", "#,##0.00")
    assert cells[4].value is None


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_becomes_a_formula(hostile: str) -> None:
    """In CSV a quote stands before it; in a workbook it is a text, whatever it begins with; on a page it is escaped."""
    table = Table("t", "表", (Column("甲"), Column("乙")), ungrouped([("行", hostile)]))
    assert csv_rows(csv_of(rows_of(table)))[1][1] == f"'{hostile}"
    cell = opened(xlsx_of([Sheet("表", rows_of(table))]))["表"]["B2"]
    assert cell.data_type == "s"
    assert cell.value.replace("\r\n", "\n").strip() == hostile.strip()


@pytest.mark.parametrize("blank", [" ", "\u3000", "\u200b", "\ufeff \u00a0"])
def test_a_formula_does_not_hide_behind_a_blank(blank: str) -> None:
    """Programs pass over a blank at the head of a cell; a plain text keeps it."""
    assert cell(f"{blank}=1+1") == f"'{blank}=1+1"
    assert cell(f"{blank}甲=乙") == f"{blank}甲=乙"


def test_markup_in_a_cell_is_text_in_every_form() -> None:
    """A tag in a text is escaped on the page and a plain text elsewhere; a link leaves only its words."""
    rows: list[tuple[Content, ...]] = [("<script>alert(1)</script>", Markup('<a href="x">甲&amp;乙</a>'))]
    table = Table("t", "表", (Column("一"), Column("二")), ungrouped(rows))
    assert "<script>" not in html_of(table)
    assert rows_of(table)[1] == ("<script>alert(1)</script>", "甲&乙")
    sheet = opened(xlsx_of([Sheet("表", rows_of(table))]))["表"]
    assert sheet["A2"].value == "<script>alert(1)</script>"


def test_a_plain_number_stays_one() -> None:
    """A negative amount, a share and a date are no formulas."""
    row: list[tuple[Value, ...]] = [(Decimal("-12.30"), Percent(Decimal("-3.5")), date(2026, 1, 2))]
    assert csv_of(row).decode("utf-8-sig") == "-12.30,-3.5%,2026-01-02\r\n"


def test_what_no_spreadsheet_can_hold_is_written_as_text() -> None:
    """Sixteen digits would lose one; before March 1900 calendars differ; control signs are no XML."""
    rows: list[tuple[Value, ...]] = [
        ("甲",),
        (10**15,),
        (Decimal("12345678901234.56"),),
        (date(1899, 12, 31),),
        ("a\x00b",),
        ("长" * 40_000,),
    ]
    cells = [row[0].value for row in opened(xlsx_of([Sheet("表", rows)]))["表"].iter_rows(min_row=2)]
    assert cells[:4] == ["1000000000000000", "12345678901234.56", "1899-12-31", "a�b"]
    assert len(cells[4]) == 32_767
    assert cells[4].endswith("长…")


def test_sheets_have_names_that_excel_takes() -> None:
    """Forbidden signs go, thirty-one characters are the most, and no two are alike."""
    names = ("收支[一]：a/b", "收支[一]：a/b", "长" * 40, "长" * 40, "''", "History?")
    found = opened(xlsx_of([Sheet(name, [("甲",)]) for name in names])).sheetnames
    assert found == ["收支 一 ：a b", "收支 一 ：a b 2", "长" * 31, "长" * 29 + " 2", "表", "History"]


def test_a_workbook_keeps_its_head_in_sight_and_prints_it_on_every_page() -> None:
    """The first row is frozen and repeated, sums are bold."""
    (_, asset) = files_of("", shelved((LEDGER,), "n"))
    sheet = opened(asset.content)["2026年3月收支表"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    bold = [sheet.cell(row, 5).font.b for row in range(1, 8)]
    assert bold == [True, False, True, False, False, False, True]
    assert sheet.column_dimensions["D"].width > sheet.column_dimensions["B"].width


def test_the_same_table_gives_the_same_bytes() -> None:
    """No part of a workbook holds a time, and its parts are all of one day."""
    made = xlsx_of([Sheet("表", rows_of(LEDGER))])
    assert made == xlsx_of([Sheet("表", rows_of(LEDGER))])
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("docProps" in part.filename for part in archive.infolist())


def test_the_gate_reads_workbooks() -> None:
    """A text that must not be published is found in a cell and in the name of a sheet."""
    asset = Asset("x.xlsx", xlsx_of([Sheet("内部甲", [("科目",), ("<内部乙>&",)])]))
    found = readable(asset)
    assert found == text_of(asset.content).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert "内部甲" in found
    assert "<内部乙>&" in found


def test_names_of_files_are_safe_and_never_those_of_attachments() -> None:
    """The address is the record's number, the name once saved is the caption without signs that systems refuse."""
    table = Table("t", '2026年：收/支 "表" <\u202e>', (Column("甲"),), ungrouped([("一",)]))
    (shown,) = shelved((table,), "canteen-2026-03")
    assert [(file.address, file.name) for file in shown.files] == [
        ("canteen-2026-03-t.csv", "2026年-收-支-表.csv"),
        ("canteen-2026-03.xlsx", "2026年-收-支-表.xlsx"),
    ]
    (shown,) = shelved((table,), "canteen-2026-03", ("canteen-2026-03.XLSX", "canteen-2026-03.pdf"))
    assert shown.files[1].address == "canteen-2026-03-table.xlsx"
    (shown,) = shelved((table,), "canteen-2026-03", ("canteen-2026-03.pdf",))
    assert shown.files[1].address == "canteen-2026-03.xlsx"


def test_an_empty_table_is_left_out() -> None:
    """Where nothing is shown there is nothing to download."""
    empty = Table("t", "表", (Column("甲"),), ungrouped([]))
    assert shelved((empty,), "n") == ()
    assert tuple(files_of("x/", ())) == ()


def test_what_lies_below_another_row_is_not_sorted_away_from_it() -> None:
    """A table with levels, with rows in an order of their own, or with two rows offers no sorting."""

    def table(*rows: Row, in_order: bool = False) -> Table:
        return Table("t", "表", (Column("甲"),), ungrouped(rows, in_order=in_order))

    one, two, three = (Row((word,)) for word in "甲乙丙")
    assert table(one, two, three).is_sortable
    assert not table(one, two).is_sortable
    assert not table(one, two, three, in_order=True).is_sortable
    assert not table(one, two, Row(("丁",), level=1)).is_sortable
    assert not table(one, two, Row(("其中：丁",), kind="part")).is_sortable
    assert "data-gk-sort" not in html_of(LEDGER)
    assert "data-gk-sort" in html_of(table(one, two, three))


def test_only_a_long_table_offers_to_look_for_a_row() -> None:
    """Twelve rows are seen at a glance, thirteen are not; a page with filters of its own needs no more."""
    columns = (Column("甲"),)
    assert not Table("t", "表", columns, ungrouped([("一",)] * 12)).is_long
    assert Table("t", "表", columns, ungrouped([("一",)] * 13)).is_long
    assert not Table("t", "表", columns, ungrouped([("一",)] * 13), has_filters=True).is_long
