"""The tables of a statement as files: the page's numbers, each table by itself, all of them in one workbook."""

from __future__ import annotations

import io

import openpyxl
from gongkai.derive.statements import examine
from gongkai.load import load
from gongkai.records.finance import Finance
from gongkai.register import Record
from gongkai.render.tables import files_of
from gongkai.views.finances import tables as statement_tables

from tests.conftest import WriteTree

HERE = "finances/ledger-2026-10"


def files(write_tree: WriteTree, text: str, attachments: tuple[str, ...] = ()) -> dict[str, bytes]:
    folder = write_tree(
        {f"{HERE}/finance.yml": text, **dict.fromkeys((f"{HERE}/attachments/{name}" for name in attachments), "甲")}
    )
    found = load((folder,)).register.get(HERE, Finance)
    assert found is not None
    return made(found)


def made(found: Record[Finance]) -> dict[str, bytes]:
    tables = statement_tables.tables_of(found, examine(found.content), lambda _: None)
    return {asset.address.removeprefix(f"{HERE}/"): asset.content for asset in files_of(f"{HERE}/", tables.values())}


def rows(content: bytes) -> list[str]:
    text = content.decode("utf-8")
    assert text.startswith("\ufeff")
    return text.removeprefix("\ufeff").split("\r\n")


LEDGER = """\
公开范围: 社会
类别: 收支月报
期间: 2026-10
期初: 100.00
收入:
  - {科目: 拨款, 金额: "1,480.00", 编码: "401"}
支出:
  - 科目: 办公费
    说明: 含税，两次
    明细:
      - {科目: =HYPERLINK("x"), 金额: 600.10}
      - {科目: 耗材, 金额: 2000, 说明: -见清单}
      - {科目: 纸, 金额: 12.3, 其中: 是}
      - {科目: 其他, 金额: —}
"""


def test_a_statement_as_rows(write_tree: WriteTree) -> None:
    """Sums as reckoned, negative numbers bare, a formula disarmed, a comma in quotes, the unit in the head."""
    assert rows(files(write_tree, LEDGER)["ledger-2026-10-statement.csv"]) == [
        "部分,层级,编码,科目,金额（元）,说明",
        "收入,1,401,拨款,1480.00,",
        "收入,,,收入合计,1480.00,",
        "支出,1,,办公费,2600.10,含税，两次",
        '支出,2,,"\'=HYPERLINK(""x"")",600.10,',
        "支出,2,,耗材,2000.00,'-见清单",
        "支出,2,,其中：纸,12.30,",
        "支出,2,,其他,—,",
        "支出,,,支出合计,2600.10,",
        ",,,结余（收入减支出）,-1120.10,",
        ",,,期初结余,100.00,",
        ",,,期末结余,-1020.10,",
        "",
    ]


def test_a_statement_as_a_workbook(write_tree: WriteTree) -> None:
    """The same numbers, as numbers; what looks like a formula is a text."""
    content = files(write_tree, LEDGER)["ledger-2026-10.xlsx"]
    sheet = openpyxl.load_workbook(io.BytesIO(content))["2026年10月收支月报表"]
    assert [cell.value for cell in sheet["E"]] == [
        "金额（元）",
        *(1480, 1480, 2600.1, 600.1, 2000, 12.3, "—", 2600.1, -1120.1, 100, -1020.1),
    ]
    assert (sheet["D5"].value, sheet["D5"].data_type) == ('=HYPERLINK("x")', "s")


COLUMNS = """\
公开范围: 社会
类别: 预算
期间: "2026"
列: [上年决算, 本年预算, 增减%]
支出:
  - {科目: 办公费, 金额: {上年决算: 1, 本年预算: 2, 增减%: 100}}
分表:
  - {表名: 三公, 单位: 万元, 行: [{科目: 接待, 金额: 0.5}]}
"""


def test_every_table_has_its_own_file_and_all_share_a_workbook(write_tree: WriteTree) -> None:
    """A further table has its own unit; a percentage has none."""
    found = files(write_tree, COLUMNS)
    assert list(found) == ["ledger-2026-10-statement.csv", "ledger-2026-10-table-1.csv", "ledger-2026-10.xlsx"]
    assert rows(found["ledger-2026-10-statement.csv"])[:2] == [
        "部分,科目,上年决算（元）,本年预算（元）,增减%",
        "支出,办公费,1.00,2.00,100.00",
    ]
    assert rows(found["ledger-2026-10-table-1.csv"])[:3] == ["科目,金额（万元）", "接待,0.50", "合计,0.50"]
    assert openpyxl.load_workbook(io.BytesIO(found["ledger-2026-10.xlsx"])).sheetnames == ["2026年预算表", "三公"]


FEES = """\
公开范围: 社会
类别: 收费
期间: 2026-2027学年第一学期
收费项目:
  - {项目: 校服, 性质: 代收费, 对象: 新生, 标准: —, 计费单位: 元/套, 自愿: 是, 依据: 办法}
"""


def test_fees_as_rows(write_tree: WriteTree) -> None:
    """The columns of the page; what is settled by use says so."""
    assert rows(files(write_tree, FEES)["ledger-2026-10-charges.csv"]) == [
        "项目,对象,标准,计费单位,性质,自愿,依据,结算退费",
        "校服,新生,据实结算,元/套,代收费,自愿,办法,",
        "",
    ]


def test_a_statement_without_a_table_has_no_file(write_tree: WriteTree) -> None:
    """A canteen that paused has nothing to download."""
    paused = "公开范围: 社会\n类别: 食堂\n期间: 2026-08\n食堂: {经营方式: 自营, 停供: 是}\n"
    assert files(write_tree, paused) == {}


def test_an_attachment_keeps_its_name(write_tree: WriteTree) -> None:
    """A workbook that the school itself attached under the record's number is not overwritten."""
    listed = "附件:\n  - {文件: ledger-2026-10.xlsx, 标题: 收费一览}\n"
    found = files(write_tree, FEES + listed, ("ledger-2026-10.xlsx",))
    assert list(found) == ["ledger-2026-10-table-charges.csv", "ledger-2026-10-table.xlsx"]
