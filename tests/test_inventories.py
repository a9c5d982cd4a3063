"""Registers of property: count times price, totals, and what the counting found; and their page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from gongkai.findings import Finding
from gongkai.load import load
from gongkai.records import Audience
from gongkai.records.asset import Asset
from gongkai.records.declarations import declared
from gongkai.rules import check
from gongkai.select import select
from gongkai.views import Board
from gongkai.views.inventories import pages

from tests.conftest import WriteTree
from tests.only_pages import only_pages
from tests.school import small_school

TODAY = date(2026, 5, 20)
REGISTER = """公开范围: 社会
标题: 2025年工会资产清册
盘点日期: 2025-12-24
登记:
  - 编码: gh-001
    名称: 乒乓球台
    数量: 4
    单价: 1680.00
    金额: 6720.00
    保管岗位: 工会文体委员
    登记日期: 2016-09-20
  - 编码: gh-002
    名称: 折叠椅
    数量: 80
    单位: 把
    单价: 78.50
    金额: 6280.00
    实盘: 78
    差异说明: 两把外借
    保管岗位: 工会出纳
    登记日期: 2017-04-11
数量合计: 84
金额合计: 13000.00
"""
PATH = "assets/2025/register-2025.yml"

Judge = Callable[[str], list[Finding]]


@pytest.fixture
def judge(write_tree: WriteTree) -> Judge:
    """What is said of one register."""

    def findings(register: str) -> list[Finding]:
        settings = {
            "school.yml": "格式: 1\n校名: 样例学校\n部门: [{名称: 工会}]\n",
            "policy.yml": "启用日期: 2020-09-01\n",
            "catalogue.yml": "目录: []\n",
        }
        folder = write_tree({**settings, PATH: register})
        loaded = load([folder], folder)
        assert loaded.findings == ()
        return [each for each in check(loaded.register, TODAY) if each.record]

    return findings


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        (
            "6720.00",
            "6700.00",
            (9, 9),
            "“乒乓球台的金额”写 6,700.00，按数量×单价重算为 6,720.00，相差 -20.00。",
        ),
        ("78.50", "78.00", (17, 9), "“折叠椅的金额”写 6,280.00，按数量×单价重算为 6,240.00，相差 +40.00。"),
        ("13000.00", "13100.00", (23, 7), "“金额合计”写 13,100.00，按各项相加重算为 13,000.00，相差 +100.00。"),
        ("数量合计: 84", "数量合计: 83", (22, 7), "“数量合计”写 83，按各项相加重算为 84，相差 -1。"),
        ("    差异说明: 两把外借\n", "", (18, 9), "“折叠椅”账面 80，实盘 78，没有写差异说明。"),
    ],
)
def test_one_slip_one_finding(judge: Judge, old: str, new: str, place: tuple[int, int], message: str) -> None:
    """4 × 1,680 and 80 × 78.50 make 13,000; a wrong line is not told again at the total."""
    assert judge(REGISTER) == []
    [finding] = judge(REGISTER.replace(old, new))
    assert (finding.code.code, finding.location.line, finding.location.column) == ("C89", *place)
    assert finding.message == message


def test_a_code_stands_for_one_line(judge: Judge) -> None:
    """A code entered twice is told at the second line, with what it stood for before."""
    [finding] = judge(REGISTER.replace("gh-002", "gh-001"))
    assert (finding.code.code, finding.location.line, finding.location.column) == ("C89", 12, 9)
    assert finding.message == "编码 gh-001 已经给了“乒乓球台”。"


def test_what_need_not_be_written(judge: Judge) -> None:
    """Totals may be left to the program, and a count that agrees is not written."""
    assert judge(REGISTER.replace("数量合计: 84\n金额合计: 13000.00\n", "")) == []


def test_there_is_no_field_for_a_person_or_a_serial_number() -> None:
    """Things are kept by posts, under the school's own code."""
    [lines] = [field.model for field in declared(Asset) if field.label == "登记"]
    assert lines is not None
    labels = {field.label for field in declared(lines)}
    assert not {"姓名", "保管人", "使用人", "序列号", "出厂编号"} & labels


def test_the_page(write_tree: WriteTree) -> None:
    """Every line, the totals, and what was found to differ."""
    folder = write_tree({**small_school(), f"disclosures/{PATH}": REGISTER})
    board = Board(select(load([folder / "disclosures"], folder).register, Audience.PUBLIC, TODAY))
    shown = {page.address: str(page.html) for page in only_pages(pages(board))}
    html = shown["assets/register-2025/"]
    for words in ("乒乓球台", "80 把", "6,280.00", "13,000.00", "实盘 78：两把外借", "金额等于数量乘单价"):
        assert words in html
    assert "登记 2 项 84 件，账面金额 13,000.00 元" in shown["assets/"]
