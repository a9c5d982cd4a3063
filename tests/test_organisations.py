"""Bodies: members add up, terms end and are renewed, and the page says so by post."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from gongkai.derive.renewal import next_renewal
from gongkai.findings import Finding, Severity
from gongkai.load import load
from gongkai.records import Audience
from gongkai.render.pages import Page
from gongkai.rules import check
from gongkai.rules.organisations import RULES
from gongkai.select import select
from gongkai.views import Board, accountability, organisations

from tests.conftest import WriteTree

SCHOOL = """格式: 1
校名: 样例学校
部门: [{名称: 工会}]
四个第一: {第一责任人: 书记, 第一执行人: 校长, 第一监督人: 工会主席, 第一评价人: 教职工, 评价渠道: 测评表}
"""
POLICY = "采用:\n  - {自: 2020-01-01, 依据: 章程, 阈值: {届满提醒: 90}}\n"
FOURTH = """公开范围: 社会
名称: 第四届工会委员会
类别: 工会委员会
负责: 工会主席
人数: 3
成员:
  - {职务: 主席, 岗位: 工会主席}
  - {岗位: 教研组长, 人数: 2}
届期: {自: 2021-04-10, 至: 2026-04-09}
批复: {单位: 区教育工会, 日期: 2021-04-20, 文号: 示例1号}
职责: [按月公布工会经费]
联系渠道: 教工之家
"""
FIFTH = (
    FOURTH.replace("第四届", "第五届").replace("2026-04-09", "2031-04-09").replace("2021-", "2026-")
    + "上一届: organisations/union-4\n产生方式: 会员代表大会选举\n"
    + "张贴: [{栏: 对内公开栏, 起: 2026-04-13, 止: 2026-04-30}, {栏: 对外公开栏, 起: 2026-05-06}]\n"
)
Judge = Callable[..., list[Finding]]


@pytest.fixture
def tree(write_tree: WriteTree) -> Callable[[Mapping[str, str]], Path]:
    """A school with these organisations, by number."""

    def write(bodies: Mapping[str, str]) -> Path:
        files = {"school.yml": SCHOOL, "policy.yml": POLICY, "catalogue.yml": "目录: []\n"}
        return write_tree({**files, **{f"organisations/{number}.yml": text for number, text in bodies.items()}})

    return write


@pytest.fixture
def judge(tree: Callable[[Mapping[str, str]], Path]) -> Judge:
    """What the rules about organisations say on a day."""

    def check(today: date, **bodies: str) -> list[Finding]:
        folder = tree({name.replace("_", "-"): text for name, text in bodies.items()})
        register = load([folder], folder).register
        assert not register.broken
        return [finding for rule in RULES for finding in rule.check(register, today)]

    return check


def said(findings: list[Finding]) -> list[tuple[str, str, str, int, int]]:
    return [
        (each.code.code, each.level.value, each.message, each.location.line, each.location.column) for each in findings
    ]


def test_members_add_up(judge: Judge) -> None:
    """Seats alike count as often as they say; the head may stand in the list or beside it."""
    day = date(2025, 1, 1)
    assert judge(day, union_4=FOURTH) == []
    message = "成员列出 3 人，比写明的 4 人少 1。"
    assert said(judge(day, union_4=FOURTH.replace("人数: 3", "人数: 4"))) == [("C94", "error", message, 5, 5)]
    beside = FOURTH.replace("  - {职务: 主席, 岗位: 工会主席}\n", "")
    assert judge(day, union_4=beside) == []
    assert judge(day, union_4=beside.replace("人数: 3", "人数: 2")) == []
    assert judge(day, union_4=beside.replace("人数: 3", "人数: 4")) != []


def test_a_term_ends_on_its_last_day(judge: Judge) -> None:
    """Ninety days before, a notice reminds; the day after the last, it is over."""
    assert judge(date(2026, 1, 8), union_4=FOURTH) == []
    (reminder,) = judge(date(2026, 1, 9), union_4=FOURTH)
    assert reminder.level is Severity.NOTICE
    assert "还有 90 天" in reminder.message
    assert said(judge(date(2026, 4, 10), union_4=FOURTH)) == [
        ("C29", "warning", "第四届工会委员会任期到 2026-04-09，已过 1 天，还没有换届的记录。", 9, 24)
    ]


@pytest.mark.parametrize("line", ["撤销日期: 2026-03-01\n", ""])
def test_who_was_followed_or_dissolved_is_not_missed(judge: Judge, line: str) -> None:
    """A successor names it as 上一届, or it was dissolved; then nothing is asked."""
    bodies = {"union_4": FOURTH + line} if line else {"union_4": FOURTH, "union_5": FIFTH}
    assert judge(date(2026, 6, 1), **bodies) == []


def test_a_term_that_ends_before_it_begins_is_a_slip(judge: Judge, tree: Callable[[Mapping[str, str]], Path]) -> None:
    """A mistyped year is told as a date, not as a term that is over."""
    mistyped = FOURTH.replace("至: 2026-04-09", "至: 2020-04-09")
    assert judge(date(2026, 6, 1), union_4=mistyped) == []
    folder = tree({"union-4": mistyped})
    found = [each for each in check(load([folder], folder).register, date(2026, 6, 1)) if each.code.code != "R08"]
    assert [(each.code.code, each.message) for each in found] == [
        ("C05", "届期的“至” 2020-04-09 早于“自” 2021-04-10。")
    ]


def test_a_term_may_be_prolonged_or_have_no_end(judge: Judge) -> None:
    """延期至 moves the end; a standing group has none."""
    prolonged = FOURTH.replace("至: 2026-04-09", "至: 2026-04-09, 延期至: 2026-10-09")
    assert judge(date(2026, 6, 1), union_4=prolonged) == []
    assert [each.location.column for each in judge(date(2026, 10, 10), union_4=prolonged)] == [41]
    assert judge(date(2099, 1, 1), union_4=FOURTH.replace(", 至: 2026-04-09", "")) == []


def test_the_builder_is_told_of_the_end(tree: Callable[[Mapping[str, str]], Path]) -> None:
    """The day after the last day in office the page reads otherwise; a term without end never does."""
    lasting = FOURTH.replace(", 至: 2026-04-09", "")
    folder = tree({"union-4": FOURTH, "group-1": lasting, "group-2": FOURTH.replace("2026-04-09", "9999-12-31")})
    renewal = next_renewal(load([folder]).register, date(2026, 1, 1), Audience.PUBLIC)
    assert renewal is not None
    assert (renewal.day, renewal.record) == (date(2026, 4, 10), "organisations/union-4")


def _pages(folder: Path, today: date) -> dict[str, Page]:
    board = Board(select(load([folder], folder).register, Audience.PUBLIC, today))
    return {page.address: page for page in (*organisations.pages(board), *accountability.pages(board))}


def test_the_page_names_posts_term_and_origin(tree: Callable[[Mapping[str, str]], Path]) -> None:
    """Members by post with their sum, the days left, how chosen and confirmed, and the way to the one before."""
    pages = _pages(tree({"union-4": FOURTH, "union-5": FIFTH}), date(2026, 6, 1))
    html = str(pages["organisations/union-5/"].html)
    bare = html.replace('<span class="gk-nowrap">', "").replace("</span>", "")
    assert "对内公开栏，2026年4月13日至2026年4月30日；对外公开栏，2026年5月6日起" in bare
    for words in ("教研组长", "合计", "会员代表大会选举", "区教育工会", "示例1号", "教工之家", "任期内"):
        assert words in html
    assert '<span class="gk-nowrap">1773 天</span>' in html  # 29 days of June, 5 years less 2 months, 1 leap day
    assert '<a href="../../organisations/union-4/">第四届工会委员会</a>' in html
    before = str(pages["organisations/union-4/"].html)
    assert "已换届" in before
    assert '<a href="../../organisations/union-5/">第五届工会委员会</a>' in before


def test_the_four_first_lead_to_the_bodies_in_office(tree: Callable[[Mapping[str, str]], Path]) -> None:
    """Only those in office stand beside the four 第一; the list has them all."""
    pages = _pages(tree({"union-4": FOURTH, "union-5": FIFTH}), date(2026, 6, 1))
    html = str(pages["accountability/"].html)
    assert '<a href="../organisations/union-5/">第五届工会委员会</a>' in html
    assert "第四届工会委员会" not in html
    listed = str(pages["organisations/"].html)
    assert "机构" in listed
    assert "第四届工会委员会" in listed
    assert "现任 1 个" in listed
