"""The file beside a statement's page: the page's numbers, cells that no spreadsheet takes for formulas."""

from __future__ import annotations

from gongkai.derive.statements import examine
from gongkai.load import load
from gongkai.records.finance import Finance
from gongkai.register import Record
from gongkai.views import statement_csv

from tests.conftest import WriteTree


def record(write_tree: WriteTree, text: str) -> Record[Finance]:
    folder = write_tree({"finances/ledger-2026-10.yml": text})
    found = load((folder,)).register.get("finances/ledger-2026-10", Finance)
    assert found is not None
    return found


def lines(found: Record[Finance]) -> list[str]:
    (asset,) = statement_csv.file_of(found, examine(found.content))
    assert asset.address == "finances/ledger-2026-10/ledger-2026-10.csv"
    text = asset.content.decode("utf-8")
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
    """Sums as reckoned, negative numbers bare, a formula disarmed, a comma in quotes."""
    assert lines(record(write_tree, LEDGER)) == [
        "部分,层级,编码,科目,金额,单位,说明",
        "收入,1,401,拨款,1480.00,元,",
        "收入,,,收入合计,1480.00,元,",
        "支出,1,,办公费,2600.10,元,含税，两次",
        '支出,2,,"\'=HYPERLINK(""x"")",600.10,元,',
        "支出,2,,耗材,2000.00,元,'-见清单",
        "支出,2,,其中：纸,12.30,元,",
        "支出,2,,其他,—,元,",
        "支出,,,支出合计,2600.10,元,",
        "结余,,,结余（收入减支出）,-1120.10,元,",
        "结余,,,期初结余,100.00,元,",
        "结余,,,期末结余,-1020.10,元,",
        "",
    ]


COLUMNS = """\
公开范围: 社会
类别: 预算
期间: "2026"
列: [上年决算, 本年预算]
支出:
  - {科目: 办公费, 金额: {上年决算: 1, 本年预算: 2}}
分表:
  - {表名: 三公, 单位: 万元, 行: [{科目: 接待, 金额: 0.5}]}
"""


def test_columns_and_further_tables_stand_in_one_file(write_tree: WriteTree) -> None:
    """A table that has not a column leaves it blank; each row names its own unit."""
    found = lines(record(write_tree, COLUMNS))
    assert found[0] == "部分,层级,编码,科目,上年决算,本年预算,金额,单位,说明"
    assert "支出,1,,办公费,1.00,2.00,,元," in found
    assert "三公,1,,接待,,,0.50,万元," in found


FEES = """\
公开范围: 社会
类别: 收费
期间: 2026-2027学年第一学期
收费项目:
  - {项目: 校服, 性质: 代收费, 对象: 新生, 标准: —, 计费单位: 元/套, 自愿: 是, 依据: 办法}
"""


def test_fees_as_rows(write_tree: WriteTree) -> None:
    """What is settled by use says so."""
    assert lines(record(write_tree, FEES)) == [
        "项目,性质,对象,标准,计费单位,自愿,依据,批准机关,结算退费",
        "校服,代收费,新生,据实结算,元/套,是,办法,,",
        "",
    ]


def test_a_statement_without_a_table_has_no_file(write_tree: WriteTree) -> None:
    """A canteen that paused has nothing to download."""
    paused = "公开范围: 社会\n类别: 食堂\n期间: 2026-08\n食堂: {经营方式: 自营, 停供: 是}\n"
    found = record(write_tree, paused)
    assert statement_csv.name_of(found) == ""
    assert tuple(statement_csv.file_of(found, examine(found.content))) == ()
