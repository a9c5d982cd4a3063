"""What the checker says about notices: their length, their channel, their result, their names."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from gongkai.findings import Finding, Severity
from gongkai.load import load
from gongkai.rules.notices import RULES

SCHOOL = "格式: 1\n校名: 样例学校\n部门: [{名称: 工会}]\n渠道: [{名称: 监督电话, 电话: 0599-5550123}]\n"
POLICY = """采用:
  - 自: 2025-09-01
    依据: 样例学校校务公开实施办法
    阈值:
      公示天数: [{事由: 采购, 数: 3, 按: 自然日}, {事由: 其他, 数: 5, 按: 工作日}]
"""
NOTICE = """---
标题: 推荐人选公示
公开范围: 社会
事由: 职称
起: 2026-09-28
止: 2026-10-09
名单: [{姓名: 林同}]
公开个人信息依据: 职称推荐办法
异议: {受理: 工会, 电话: 见学校渠道}
结果: 待批复
---
"""

Judge = Callable[..., list[Finding]]


@pytest.fixture
def judge(write_tree: Callable[[Mapping[str, str | bytes]], Path]) -> Judge:
    """What the rules about notices say of one notice."""

    def check(notice: str, *, school: str = SCHOOL, policy: str = POLICY) -> list[Finding]:
        files = {"school.yml": school, "policy.yml": policy, "catalogue.yml": "目录: []\n"}
        folder = write_tree({**files, "notices/title-2026-1.md": notice})
        register = load([folder], folder).register
        assert not register.broken
        return [finding for rule in RULES for finding in rule.check(register, date(2026, 10, 12))]

    return check


def told(findings: list[Finding]) -> list[tuple[str, int, int]]:
    return [(finding.code.code, finding.location.line, finding.location.column) for finding in findings]


def test_working_days_pass_over_the_holidays(judge: Judge) -> None:
    """28 to 30 September and 8 to 9 October are five working days; one day less is one too few."""
    assert judge(NOTICE) == []
    (finding,) = judge(NOTICE.replace("止: 2026-10-09", "止: 2026-10-08"))
    assert told([finding]) == [("C43", 6, 4)]
    assert finding.message == (
        "公示期 4 个工作日（2026-09-28 至 2026-10-08，首尾都算）；本校规则“其他”至少 5 个工作日，差 1 个。"
    )
    assert (finding.level, finding.advisory) == (Severity.ERROR, False)


def test_only_what_the_school_adopted_is_called_its_own(judge: Judge) -> None:
    """Before the day of adoption the preset speaks: a notice, and not in the school's name."""
    found = judge(NOTICE.replace("2026-09-28", "2024-09-26").replace("2026-10-09", "2024-09-29"))
    (finding,) = [each for each in found if each.code.code == "C43"]
    assert finding.advisory
    assert "；常见做法“其他”至少 5 个工作日" in finding.message


def test_a_matter_has_its_own_length_and_unit(judge: Judge) -> None:
    """Procurement stands three natural days, both ends counted."""
    procurement = NOTICE.replace("职称\n", "采购\n").replace("2026-10-09", "2026-09-30")
    assert judge(procurement) == []
    assert told(judge(procurement.replace("2026-09-30", "2026-09-29"))) == [("C43", 6, 4)]


def test_a_notice_without_end_is_long_enough(judge: Judge) -> None:
    """止: 9999-12-31 means for good, and nobody counts the days."""
    assert judge(NOTICE.replace("2026-10-09", "9999-12-31")) == []


def test_a_period_that_ends_before_it_begins(judge: Judge) -> None:
    """Reversed days are one finding, whatever the policy."""
    findings = judge(NOTICE.replace("2026-10-09", "2026-09-09"))
    assert [finding.message for finding in findings] == ["最后一天 2026-09-09 比第一天 2026-09-28 早。"]


def test_a_length_that_is_advised_or_guessed_stops_nothing(judge: Judge) -> None:
    """An unadopted length is advisory; in a year without official holidays it is at most a warning."""
    short = NOTICE.replace("2026-10-09", "2026-10-08")
    (finding,) = judge(short, policy="启用日期: 2025-09-01\n")
    assert finding.advisory
    future = NOTICE.replace("2026-09-28", "2099-09-28").replace("2026-10-09", "2099-09-30")
    (finding,) = judge(future)
    assert finding.level is Severity.WARNING


@pytest.mark.parametrize(
    ("line", "code", "place"),
    [
        ("异议: {受理: 工会, 电话: 见学校渠道}\n", "C61", (2, 1)),
        ("结果: 待批复\n", "C62", (2, 1)),
        ("公开个人信息依据: 职称推荐办法\n", "C63", (7, 1)),
    ],
)
def test_each_missing_part_is_its_own_finding(judge: Judge, line: str, code: str, place: tuple[int, int]) -> None:
    """A channel for objections, a result, and a basis for names are asked for one by one."""
    assert told(judge(NOTICE.replace(line, ""))) == [(code, *place)]


def test_a_notice_that_still_stands_owes_no_result(judge: Judge) -> None:
    """The result is due on the day after the last day, not before."""
    standing = NOTICE.replace("结果: 待批复\n", "")
    assert judge(standing.replace("2026-10-09", "2026-10-12")) == []
    assert told(judge(standing.replace("2026-10-09", "2026-10-11"))) == [("C62", 2, 1)]


def test_a_channel_of_the_school_exists(judge: Judge) -> None:
    """“见学校渠道” leads to a telephone that the school has declared."""
    assert told(judge(NOTICE, school=SCHOOL.split("渠道", maxsplit=1)[0])) == [("C61", 9, 18)]
