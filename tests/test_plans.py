"""Plans: months follow the plan's year, done is what has a record, and what is past says so."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from gongkai.derive.plans import months_of, next_turn, planned
from gongkai.derive.renewal import next_renewal
from gongkai.findings import Finding
from gongkai.load import load
from gongkai.records import Audience
from gongkai.records.plan import Plan
from gongkai.register import Record
from gongkai.render.pages import Page
from gongkai.rules.plans import RULES
from gongkai.select import select
from gongkai.views import Board, plans

from tests.conftest import WriteTree

MEETING = "公开范围: 社会\n类型: 教代会\n日期: 2026-03-20\n名称: 五届二次教代会\n"
PLAN = """公开范围: 社会
年度: 2025-2026学年
部门: 工会
计划项:
  - {月份: 9, 工作: 开学收费公示, 责任: 财务处}
  - {月份: 11月, 工作: 消防演练, 调整说明: 改在十二月}
  - {月份: 3, 工作: 召开教代会, 责任: 工会, 佐证: meetings/05-02}
  - {月份: 5, 工作: 民主评议}
  - {月份: 6, 工作: 学期末测评}
五有: {计划: 本页, 制度: meetings/05-02}
"""
POLICY = "采用:\n  - {自: 2020-01-01, 依据: 章程, 阈值: {佐证宽限: 10}}\n"
Tree = Callable[..., Path]


@pytest.fixture
def tree(write_tree: WriteTree) -> Tree:
    """A school with one plan and one meeting."""

    def write(plan: str = PLAN, policy: str = POLICY) -> Path:
        files: Mapping[str, str] = {
            "school.yml": "格式: 1\n校名: 样例学校\n部门: [{名称: 工会}]\n",
            "policy.yml": policy,
            "catalogue.yml": "目录: []\n",
            "meetings/05-02.yml": MEETING,
            "plans/plan-2025.yml": plan,
        }
        return write_tree(files)

    return write


def _plan(folder: Path) -> Record[Plan]:
    (record,) = load([folder], folder).register.of(Plan)
    return record


def _findings(folder: Path, today: date) -> list[Finding]:
    register = load([folder], folder).register
    return [finding for rule in RULES for finding in rule.check(register, today)]


def test_progress_follows_from_the_evidence(tree: Tree) -> None:
    """A past month without a record lacks it; with one it is done; moved, now and ahead are their own."""
    content = _plan(tree()).content
    states = [each.progress.value for each in planned(content, date(2026, 5, 20))]
    assert states == ["待补佐证", "已调整", "已完成", "本月", "未到"]


def test_a_school_year_runs_from_september(tree: Tree) -> None:
    """Nine is this September, three is next March; twelve months stand there, also those without work."""
    months = months_of(_plan(tree()).content, date(2026, 5, 20))
    assert [(month.year, month.month) for month in months] == [
        *((2025, month) for month in range(9, 13)),
        *((2026, month) for month in range(1, 9)),
    ]
    assert [month.month for month in months if month.items] == [9, 11, 3, 5, 6]


def test_evidence_is_asked_for_when_the_month_is_over(tree: Tree) -> None:
    """The last day of September and ten days of grace are still in time; the eleventh is not."""
    folder = tree()
    assert _findings(folder, date(2025, 10, 10)) == []
    (finding,) = _findings(folder, date(2025, 10, 11))
    assert (finding.location.line, finding.location.column, finding.advisory) == (5, 17, False)
    assert finding.message == "2025年9月的“开学收费公示”，还没有写佐证。"
    assert [each.location.line for each in _findings(folder, date(2026, 6, 11))] == [5, 8]


def test_without_adoption_it_is_only_a_notice(tree: Tree) -> None:
    """A school that has not adopted 佐证宽限 is reminded, no more."""
    (finding,) = _findings(tree(policy="启用日期: 2025-09-01\n"), date(2025, 10, 1))
    assert finding.advisory


def test_the_board_changes_when_a_month_begins_or_ends(tree: Tree) -> None:
    """The next day on which an open item reads otherwise: June begins, then it is over."""
    content = _plan(tree()).content
    assert next_turn(content, date(2026, 5, 20)) == date(2026, 6, 1)
    assert next_turn(content, date(2026, 6, 1)) == date(2026, 7, 1)
    assert next_turn(content, date(2026, 7, 1)) is None


def test_the_builder_is_told_of_it(tree: Tree) -> None:
    """The next day on which the site must be built anew is that day."""
    renewal = next_renewal(load([tree()]).register, date(2026, 5, 20), Audience.PUBLIC)
    assert renewal is not None
    assert (renewal.day, renewal.record) == (date(2026, 6, 1), "plans/plan-2025")


@pytest.mark.parametrize("month", ["13", "0", "三月", "2026-03"])
def test_a_month_is_one_of_twelve(tree: Tree, month: str) -> None:
    """Anything else is a finding of the reader, at its place."""
    folder = tree(PLAN.replace("月份: 9", f"月份: {month}"))
    (finding,) = load([folder], folder).findings
    assert (finding.code.code, finding.location.line, finding.location.column) == ("M03", 5, 10)


def test_a_plan_of_centuries_is_a_page_like_any_other(tree: Tree) -> None:
    """A mistyped year neither overflows nor fills a page with empty months."""
    content = _plan(tree(PLAN.replace("2025-2026学年", "2025-09-01至9999-12-31"))).content
    assert len(months_of(content, date(2026, 5, 20))) == 5
    assert next_turn(content, date(9999, 12, 31) - timedelta(days=900)) is None


def _pages(folder: Path) -> dict[str, Page]:
    board = Board(select(load([folder], folder).register, Audience.PUBLIC, date(2026, 5, 20)))
    return {page.address: page for page in plans.pages(board)}


def test_the_calendar_leads_to_the_evidence(tree: Tree) -> None:
    """Done items link to their records, past ones say 待补佐证, the month of today is marked."""
    html = str(_pages(tree())["plans/plan-2025/"].html)
    assert '<a href="../../meetings/05-02/">五届二次教代会</a>' in html
    assert html.count("gk-month--now") == 1
    assert "待补佐证 1 项" in html
    assert "改在十二月" in html
    assert "5 项工作：已完成 1 项，待补佐证 1 项，已调整 1 项，本月 1 项，未到 1 项" in html.replace(
        '<span class="gk-nowrap">', ""
    ).replace("</span>", "")
    assert "还没有写明" in html  # 台帐、检查、考核


def test_the_list_tells_what_is_lacking(tree: Tree) -> None:
    """Each plan in one line with how many items are done and how many lack their record."""
    html = str(_pages(tree())["plans/"].html)
    assert "2025-2026学年工作计划" in html
    assert "5 项，已完成 1 项" in html
    assert "待补佐证 1 项" in html
