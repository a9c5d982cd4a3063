"""Appraisals: a chain of people and papers that never grows, no tallies of office-holders, once a year."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from gongkai.findings import Finding, Severity
from gongkai.load import load
from gongkai.records import Audience
from gongkai.records.appraisal import Appraisal
from gongkai.records.declarations import declared
from gongkai.rules import check
from gongkai.select import select
from gongkai.views import Board
from gongkai.views.appraisals import pages

from tests.conftest import WriteTree
from tests.only_pages import only_pages
from tests.school import small_school

TODAY = date(2026, 5, 20)
POLICY = """启用日期: 2025-01-01
采用:
  - 自: 2025-01-01
    依据: 样例学校民主评议办法
    阈值:
      评议频次:
        - {种类: 民主评议校级, 每: 年, 次: 1}
        - {种类: 家长评学校, 每: 学年, 次: 1}
"""
LEADERS = """公开范围: 教职工
种类: 民主评议校级
年度: 2025
日期: 2025-03-21
在册: 148
代表: 62
参测: 59
发出: 59
收回: 58
有效: 57
"""
PARENTS = """公开范围: 社会
种类: 家长评学校
年度: 2024-2025学年
日期: 2025-06-19
发出: 1200
收回: 1100
有效: 1090
汇总: {满意: 900, 基本满意: 150, 不满意: 30, 不了解: 10}
"""

Judge = Callable[..., list[Finding]]


@pytest.fixture
def judge(write_tree: WriteTree) -> Judge:
    """What is said of the appraisals of a school."""

    def findings(*records: str) -> list[Finding]:
        settings = {
            "school.yml": "格式: 1\n校名: 样例学校\n部门: [{名称: 工会}]\n",
            "policy.yml": POLICY,
            "catalogue.yml": "目录: []\n",
        }
        files = {f"appraisals/a-{n}.yml": record for n, record in enumerate(records, 1)}
        folder = write_tree({**settings, **files})
        loaded = load([folder], folder)
        assert loaded.findings == ()
        return [each for each in check(loaded.register, TODAY) if each.code.code in ("C88", "C90")]

    return findings


def told(findings: list[Finding]) -> list[tuple[str, str, int, int]]:
    return [
        (each.code.code, each.location.path.rpartition("/")[2], each.location.line, each.location.column)
        for each in findings
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("代表: 62", "代表: 149", (6, 5)),
        ("参测: 59", "参测: 63", (7, 5)),
        ("参测: 59", "参测: 58", (8, 5)),
        ("收回: 58", "收回: 60", (9, 5)),
        ("有效: 57", "有效: 59", (10, 5)),
    ],
)
def test_the_chain_never_grows(judge: Judge, old: str, new: str, place: tuple[int, int]) -> None:
    """Each number is at most the one before it, and the first that is not is told."""
    assert judge(LEADERS, PARENTS) == []
    assert told(judge(LEADERS.replace(old, new), PARENTS)) == [("C90", "a-1.yml", *place)]


def test_a_summary_is_the_valid_papers(judge: Judge) -> None:
    """900 + 150 + 30 + 10 are 1,090."""
    [finding] = judge(LEADERS, PARENTS.replace("不满意: 30", "不满意: 31"))
    assert told([finding]) == [("C90", "a-2.yml", 7, 5)]
    assert finding.message == "“有效”写 1,090，按各项相加重算为 1,091，相差 -1。"
    without = PARENTS.replace("有效: 1090\n", "")
    assert told(judge(LEADERS, without)) == [("C90", "a-2.yml", 6, 5)]


def test_votes_on_office_holders_stay_outside(judge: Judge) -> None:
    """Of the appraisal of office-holders only the turnout is told; there is no field for a post at all."""
    tallied = LEADERS + "汇总: {满意: 50, 基本满意: 5, 不满意: 2}\n"
    assert told(judge(tallied, PARENTS)) == [("C90", "a-1.yml", 11, 1)]
    labels = {field.label for field in declared(Appraisal)}
    assert not {"岗位", "姓名", "得票", "票数", "优秀", "称职"} & labels


def test_a_year_without_an_appraisal(judge: Judge) -> None:
    """A year that is over needs its appraisal, of each kind; the years that run do not."""
    [leaders, parents] = judge()
    assert (leaders.message, leaders.level) == (
        "2025年没有民主评议校级的记录，差 1 次；要求每年至少 1 次。",
        Severity.WARNING,
    )
    assert parents.message == "2024-2025学年没有家长评学校的记录，差 1 次；要求每学年至少 1 次。"
    assert told([leaders, parents]) == [("C88", "policy.yml", 7, 11), ("C88", "policy.yml", 8, 11)]


def test_the_pages(write_tree: WriteTree) -> None:
    """The public sees the surveys with their summary; staff see of office-holders the turnout and why no more."""
    files = {"disclosures/appraisals/leaders.yml": LEADERS, "disclosures/appraisals/parents.yml": PARENTS}
    register = load([write_tree({**small_school(), **files}) / "disclosures"]).register
    public = {
        page.address: str(page.html) for page in only_pages(pages(Board(select(register, Audience.PUBLIC, TODAY))))
    }
    assert list(public) == ["appraisals/", "appraisals/parents/"]
    words = re.sub("<[^>]*>", "", public["appraisals/parents/"])
    assert "满意和基本满意 1,050 份，占 1,090 份的 96.3%" in words
    board = Board(select(register, Audience.STAFF, TODAY))
    staff = {page.address: str(page.html) for page in only_pages(pages(board))}
    html = staff["appraisals/leaders/"]
    assert "参测率 59 ÷ 62 ＝ 95.2%" in html
    assert "不写谁得了几票" in html
