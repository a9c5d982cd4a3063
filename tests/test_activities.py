"""Activities: planned before, for most of those invited, with prizes of a decent size, and often enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from gongkai.findings import Finding, Severity
from gongkai.load import load
from gongkai.records import Audience
from gongkai.rules import check
from gongkai.select import select
from gongkai.views import Board
from gongkai.views.activities import pages

from tests.conftest import WriteTree
from tests.only_pages import only_pages
from tests.school import small_school

TODAY = date(2026, 11, 20)
SCHOOL = """格式: 1
校名: 样例学校
部门: [{名称: 工会}]
学期:
  - {名称: 2025-2026学年第一学期, 起: 2025-09-01, 止: 2026-01-30}
  - {名称: 2025-2026学年第二学期, 起: 2026-03-02, 止: 2026-07-10}
  - {名称: 2026-2027学年第一学期, 起: 2026-09-01, 止: 2027-01-29}
"""
POLICY = """启用日期: 2026-03-01
采用:
  - 自: 2026-03-01
    依据: 样例学校工会活动办法
    阈值:
      活动参与面: 2/3
      活动奖品: {最低: 1500, 最高: 3000}
      活动先报计划: 是
"""
ACTIVITY = """---
公开范围: 社会
标题: 教职工健步走
类别: 文体活动
日期: 2026-04-17
会员数: 100
参加人数: 67
计划日期: 2026-04-16
奖品总额: 1500.00
支出合计: 2000.00
---
全程五公里。
"""

Judge = Callable[..., list[Finding]]


@pytest.fixture
def judge(write_tree: WriteTree) -> Judge:
    """What is said of one activity."""

    def findings(activity: str | None, *, policy: str = POLICY, today: date = TODAY) -> list[Finding]:
        settings = {"school.yml": SCHOOL, "policy.yml": policy, "catalogue.yml": "目录: []\n"}
        record = {"activities/2026/activity-2026-1.md": activity} if activity else {}
        folder = write_tree({**settings, **record})
        loaded = load([folder], folder)
        assert loaded.findings == ()
        codes = ("C87", "C88", "C89")
        return [each for each in check(loaded.register, today) if each.code.code in codes]

    return findings


def told(findings: list[Finding]) -> list[tuple[str, int, int]]:
    return [(each.code.code, each.location.line, each.location.column) for each in findings]


def test_exactly_enough_is_enough(judge: Judge) -> None:
    """67 of 100 are two thirds, 1,500 is the lower end, and the plan is a day old."""
    assert judge(ACTIVITY) == []


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        (
            "参加人数: 67",
            "参加人数: 66",
            (7, 7),
            "会员 100 人，参加 66 人；本校规则参与面不低于 2/3，至少 67 人，差 1 人。",
        ),
        ("1500.00", "1499.99", (9, 7), "奖品总额 1,499.99 元，低于本校规则的范围（每次 1,500–3,000 元）。"),
        (
            "1500.00\n支出合计: 2000.00",
            "3000.01\n支出合计: 4000.00",
            (9, 7),
            "奖品总额 3,000.01 元，高于本校规则的范围（每次 1,500–3,000 元）。",
        ),
        ("2026-04-16", "2026-04-17", (8, 7), "计划日期 2026-04-17 不早于活动日期 2026-04-17。"),
        ("计划日期: 2026-04-16\n", "", (2, 1), "没有写计划日期，看不出是先报计划后活动。"),
    ],
)
def test_one_step_beyond_the_rules(judge: Judge, old: str, new: str, place: tuple[int, int], message: str) -> None:
    """One person, one cent or one day too few is a warning at its place."""
    [finding] = judge(ACTIVITY.replace(old, new))
    assert told([finding]) == [("C87", *place)]
    assert finding.message == message
    assert finding.level is Severity.WARNING


def test_an_activity_without_prizes(judge: Judge) -> None:
    """No prizes are no low prizes."""
    assert judge(ACTIVITY.replace("奖品总额: 1500.00\n", "")) == []
    assert judge(ACTIVITY.replace("1500.00", "0.00")) == []


def test_what_the_school_has_not_adopted(judge: Judge) -> None:
    """The advised share is a notice; an own share that asks for less is kept."""
    [finding] = judge(ACTIVITY.replace(": 67", ": 60"), policy="启用日期: 2026-03-01\n")
    assert finding.level is Severity.NOTICE
    assert "；常见做法参与面不低于 2/3" in finding.message
    assert judge(ACTIVITY.replace(": 67", ": 60"), policy=POLICY.replace("2/3", "60%")) == []


@pytest.mark.parametrize(
    ("old", "new", "place"), [("参加人数: 67", "参加人数: 101", (7, 7)), ("2000.00", "1400.00", (9, 7))]
)
def test_a_part_greater_than_its_whole_is_one_finding(judge: Judge, old: str, new: str, place: tuple[int, int]) -> None:
    """More came than were invited, or prizes cost more than everything."""
    assert told(judge(ACTIVITY.replace(old, new))) == [("C89", *place)]


OFTEN = POLICY + "      活动频次: {每: 学期, 次: 1}\n"


def test_a_term_without_an_activity(judge: Judge) -> None:
    """A term that is over needs its activity; the one that runs does not, nor one before the first day."""
    [finding] = judge(None, policy=OFTEN)
    assert told([finding]) == [("C88", 9, 7)]
    assert finding.message == "2025-2026学年第二学期没有工会活动的记录，差 1 次；要求每学期至少 1 次。"
    assert judge(None, policy=OFTEN, today=date(2026, 7, 10)) == []
    assert judge(ACTIVITY, policy=OFTEN) == []


def test_what_is_only_advised_is_not_missed(judge: Judge) -> None:
    """A school that records no activities is not told that it lacks them."""
    assert judge(None, policy="启用日期: 2025-09-01\n") == []


def test_the_page(write_tree: WriteTree) -> None:
    """The share of those invited, as a bar and in words, and what the school asks for."""
    folder = write_tree({**small_school(), "disclosures/activities/2026/activity-2026-1.md": ACTIVITY})
    (folder / "disclosures/policy.yml").write_text(POLICY, "utf-8")
    board = Board(select(load([folder / "disclosures"], folder).register, Audience.PUBLIC, TODAY))
    shown = {page.address: str(page.html) for page in only_pages(pages(board))}
    html = shown["activities/activity-2026-1/"]
    for words in ("参与面 <span", "67%", "参与面达到 2/3", "没有参加", "33 人", "1,500.00 元", "全程五公里。"):
        assert words in html
    assert "参加 67 人，参与面 67.0%" in shown["activities/"]
