"""The books: 材料备案 with its checks and its register, and the register of resolutions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from gongkai.derive.resolutions import Standing
from gongkai.findings import Finding
from gongkai.load import load
from gongkai.records import Audience
from gongkai.rules.paper_filings import RULES
from gongkai.views import filings
from gongkai.views.board import Board
from gongkai.views.meetings import book as resolution_book
from gongkai.views.meetings import resolutions

from tests.board_tree import FILES, board
from tests.conftest import WriteTree
from tests.only_pages import only_pages

SCHOOL = "格式: 1\n校名: 样例学校\n部门: [{名称: 工会}]\n"
POLICY = """采用:
  - 自: 2025-09-01
    依据: 样例学校公开材料备案办法
    阈值:
      备案种类: [公示, 财务]
      备案号格式: 材备-\\d{4}-\\d{2}
"""
NOTICE = """---
公开范围: 社会
备案号: 材备-2026-07
备案日期: 2026-05-05
标题: 采购成交结果公示
起: 2026-05-06
止: 2026-05-08
---
三家报价。
"""

Judge = Callable[..., list[Finding]]


@pytest.fixture
def judge(write_tree: Callable[[Mapping[str, str | bytes]], Path]) -> Judge:
    """What the rules about filing say of some records."""

    def check(*notices: str, policy: str = POLICY, **others: str) -> list[Finding]:
        files = {f"notices/procure-2026-{n}.md": text for n, text in enumerate(notices, 1)}
        files |= {f"{name.replace('__', '/')}.yml": text for name, text in others.items()}
        folder = write_tree({"school.yml": SCHOOL, "policy.yml": policy, "catalogue.yml": "目录: []\n", **files})
        register = load([folder], folder).register
        assert not register.broken
        return [finding for rule in RULES for finding in rule.check(register, date(2026, 5, 20))]

    return check


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(each.code.code, str(each.location).rpartition("/")[2], each.message) for each in findings]


def test_a_filed_paper_is_clean(judge: Judge) -> None:
    """Number in the school's form, filed the day before it was put up."""
    assert judge(NOTICE) == []


@pytest.mark.parametrize(
    ("missing", "place", "message"),
    [
        (
            "备案号: 材备-2026-07\n备案日期: 2026-05-05\n",
            "2:1",
            "公示公开前要在公开材料登记簿上备案，这里没有材料备案号。",
        ),
        ("备案号: 材备-2026-07\n", "3:7", "写了备案日期，没有写材料备案号。"),
        ("备案日期: 2026-05-05\n", "3:6", "材料备案号“材备-2026-07”没有写备案日期。"),
    ],
)
def test_number_and_day_are_both_asked_for_once(judge: Judge, missing: str, place: str, message: str) -> None:
    """One finding, whichever of the two is missing."""
    assert told(judge(NOTICE.replace(missing, ""))) == [("C102", f"procure-2026-1.md:{place}", message)]


def test_only_the_kinds_that_the_school_names_are_asked(judge: Judge) -> None:
    """A kind that is not in 备案种类, an older paper, one that nobody may read and one still to come owe no number."""
    bare = NOTICE.replace("备案号: 材备-2026-07\n备案日期: 2026-05-05\n", "")
    assert judge(bare, policy=POLICY.replace("[公示, 财务]", "财务")) == []
    assert judge(bare.replace("2026-05", "2025-05")) == []
    assert judge(bare.replace("公开范围: 社会", "公开范围: 不公开")) == []
    assert judge(bare.replace("起: 2026-05-06\n止: 2026-05-08", "起: 2026-05-21\n止: 2026-05-25")) == []
    assert judge(bare, policy="预设: 初中\n") == []
    (advised,) = judge(bare, policy=POLICY.replace("    阈值", "    状态: 建议\n    阈值"))
    assert advised.advisory


def test_a_number_belongs_to_one_paper(judge: Judge) -> None:
    """Blanks, case and full width make no second number; the one filed later is objected to."""
    twice = NOTICE.replace("材备-2026-07", "材备－2026－ 07").replace("备案日期: 2026-05-05", "备案日期: 2026-05-04")
    assert told(judge(NOTICE, twice)) == [
        ("C103", "procure-2026-1.md:3:6", "材料备案号“材备-2026-07”已经用在 notices/procure-2026-2 上。")
    ]


def test_the_form_of_a_number(judge: Judge) -> None:
    """A number out of form is told where it stands; a pattern that is none asks for nothing."""
    odd = NOTICE.replace("材备-2026-07", "材备2026-7")
    assert told(judge(odd)) == [("C103", "procure-2026-1.md:3:6", "材料备案号“材备2026-7”不合本校的备案号格式。")]
    assert judge(odd, policy=POLICY.replace("\\d{2}", "(\\d")) == []


def test_a_paper_is_filed_once_it_can_exist(judge: Judge) -> None:
    """A month's statement not before the month's end, a meeting not before its day, nothing tomorrow."""
    month = "公开范围: 社会\n类别: 收支月报\n期间: 2026-04\n备案号: 材备-2026-08\n备案日期: {}\n"
    (finding,) = judge(finances__a=month.format("2026-04-29"))
    assert finding.message == "备案日期 2026-04-29 早于这份材料所说的 2026-04-30，那时还没有这份材料。"
    assert (finding.location.line, finding.location.column) == (5, 7)
    assert judge(finances__a=month.format("2026-04-30")) == []
    (finding,) = judge(finances__a=month.format("2026-05-21"))
    assert finding.message == "备案日期 2026-05-21 在今天（2026-05-20）以后。"
    assert judge(finances__a=month.format("2026-05-20")) == []
    meeting = "公开范围: 社会\n类型: 恳谈会\n日期: 2026-05-12\n备案号: 材备-2026-09\n备案日期: 2026-05-11\n"
    assert [each.code.code for each in judge(meetings__talk=meeting)] == ["C103"]


def test_the_kinds_to_be_filed_are_kinds_of_record(judge: Judge) -> None:
    """A name that no kind has would silently ask for nothing, so it is told where it stands."""
    (finding,) = judge(NOTICE, policy=POLICY.replace("[公示, 财务]", "[公示栏, 财务]"))
    assert told([finding]) == [("C103", "policy.yml:5:14", "没有叫“公示栏”的记录种类。")]


def test_what_is_about_days_to_come_is_filed_before_them(judge: Judge) -> None:
    """A budget, prices, a year's plan of the union's money and a notice are filed first."""
    paper = "公开范围: 社会\n类别: {}\n期间: 2026\n备案号: 材备-2026-0{}\n备案日期: 2026-01-20\n"
    ahead = {
        f"finances__{name}": paper.format(kind, n)
        for n, (name, kind) in enumerate((("budget", "预算"), ("fees", "收费"), ("union", "工会经费")), 1)
    }
    assert judge(NOTICE, **ahead) == []


FILED = {
    "notices/award-2026-1.md": FILES["notices/award-2026-1.md"].replace(
        "标题:", "备案号: 材备-2026-11\n备案日期: 2026-10-08\n目录项: 教代会/提案\n经办: 工会干事\n标题:"
    ),
    "finances/2026/union-2026-10.yml": FILES["finances/2026/union-2026-10.yml"]
    + "备案号: 材备-2026-12\n备案日期: 2026-11-10\n编制: 工会会计\n审核: 经审委员\n",
    "finances/2026/books-2026-10.yml": FILES["finances/2026/books-2026-10.yml"]
    + "备案号: 材备-2026-13\n备案日期: 2026-11-10\n",
    "finances/2025/union-2025-12.yml": "类别: 工会经费\n公开范围: 社会\n期间: 2025-12\n备案号: 材备-2025-90\n",
    "meetings/05-03/meeting.yml": FILES["meetings/05-03/meeting.yml"]
    + "会前报告: {日期: 2026-10-01, 报送: 区教育工会, 方式: 呈报表, 批复: 同意}\n",
}


def pages(shown: Board) -> dict[str, str]:
    made = only_pages((*filings.pages(shown), *resolution_book.pages(shown)))
    return {page.address: str(page.html) for page in made}


def test_the_register_of_papers(write_tree: WriteTree) -> None:
    """By day and number: who filed what under which number, who may see it, who handled and checked it."""
    html = pages(board(write_tree, extra=FILED))["filings/"]
    rows = [re.sub(r"<[^>]+>", "|", row) for row in re.findall(r"<tr><td.*?</tr>", html, re.DOTALL)]
    assert [[part for part in row.split("|") if part.strip()] for row in rows] == [
        ["1", "2026-10-08", "材备-2026-11", "优秀教师人选公示", "工会", "社会", "工会干事", "—"],
        ["2", "2026-11-10", "材备-2026-12", "2026年10月工会经费收支", "工会", "社会", "工会会计", "经审委员"],
    ]
    assert "2026年10月1日，报区教育工会，呈报表，批复：同意" in html
    for words in ("材料备案", "会议备案", "网站备案"):
        assert f">{words}</h2>" in html or f"年{words}</h2>" in html


def test_earlier_years_have_their_own_pages(write_tree: WriteTree) -> None:
    """2025 is one page away; a paper without a filing day is dated by itself and marked."""
    found = pages(board(write_tree, extra=FILED))
    assert list(found) == ["filings/", "filings/2025/", "resolutions/"]
    assert '<a href="../filings/2025/">2025年 1 件</a>' in found["filings/"]
    assert "材备-2025-90" in found["filings/2025/"]
    assert ">待补</td>" in found["filings/2025/"]


def test_staff_papers_stay_out_of_the_public_register(write_tree: WriteTree) -> None:
    """材备-2026-13 is in the staff edition alone."""
    assert "材备-2026-13" not in pages(board(write_tree, extra=FILED))["filings/"]
    assert "材备-2026-13" in pages(board(write_tree, Audience.STAFF, FILED))["filings/"]


def resolution(subject: str, more: str = "", verdict: str = "通过", power: str = "讨论通过") -> str:
    return f"---\n事项: {subject}\n职权: {power}\n宣布结论: {verdict}\n{more}---\n同意。\n"


def regulation(version: str, passed: str, more: str = "") -> str:
    return (
        f"---\n公开范围: 社会\n名称: 考勤办法\n版本: {version}\n状态: 正式\n印发日期: {version}\n"
        f"批准机关: 教代会\n通过决议: {passed}\n标签: 考核\n{more}---\n第一条。\n"
    )


RESOLVED = {
    "meetings/04-01/meeting.yml": "公开范围: 社会\n类型: 教代会\n日期: 2025-03-20\n",
    "meetings/04-01/resolution-1.md": resolution("旧考勤办法"),
    "meetings/04-01/resolution-2.md": resolution("旧绩效办法"),
    "meetings/04-01/resolution-3.md": resolution("没有通过的办法", verdict="未通过"),
    "meetings/04-01/resolution-4.md": resolution("工作报告", power="听取报告"),
    "meetings/05-03/resolution-2.md": resolution("新考勤办法"),
    "meetings/05-03/resolution-3.md": resolution("新绩效办法", "替代: meetings/04-01/resolution-2\n"),
    "meetings/05-03/resolution-4.md": resolution(
        "没有通过的替代", "替代: meetings/05-03/resolution-3\n", verdict="未通过"
    ),
    "regulations/attendance-2025.md": regulation("2025-04-01", "meetings/04-01/resolution-1"),
    "regulations/attendance-2026.md": regulation(
        "2026-11-01", "meetings/05-03/resolution-2", "替代: regulations/attendance-2025\n"
    ),
}


def test_which_resolutions_hold(write_tree: WriteTree) -> None:
    """Replaced by the resolution that says so, or by that of the newer version of a regulation; else in force."""
    shown = board(write_tree, extra=RESOLVED)
    assert {
        identity.removeprefix("meetings/"): (held.standing, held.replaced_by)
        for identity, held in shown.resolutions.items()
    } == {
        "04-01/resolution-1": (Standing.REPLACED, "meetings/05-03/resolution-2"),
        "04-01/resolution-2": (Standing.REPLACED, "meetings/05-03/resolution-3"),
        "04-01/resolution-3": (Standing.NOT_PASSED, ""),
        "04-01/resolution-4": (Standing.NOTED, ""),
        "05-03/resolution-1": (Standing.IN_FORCE, ""),
        "05-03/resolution-2": (Standing.IN_FORCE, ""),
        "05-03/resolution-3": (Standing.IN_FORCE, ""),
        "05-03/resolution-4": (Standing.NOT_PASSED, ""),
    }


def test_a_version_that_is_still_to_come_replaces_nothing_yet(write_tree: WriteTree) -> None:
    """Until the new version takes effect, the old resolution holds."""
    later = regulation("2026-12-01", "meetings/05-03/resolution-2", "替代: regulations/attendance-2025\n")
    shown = board(write_tree, extra={**RESOLVED, "regulations/attendance-2026.md": later})
    assert shown.resolutions["meetings/04-01/resolution-1"].standing is Standing.IN_FORCE


def test_the_register_of_resolutions(write_tree: WriteTree) -> None:
    """Newest first, each with its verdict, how it stands, and what replaced it; a link to either page."""
    shown = board(write_tree, extra=RESOLVED)
    html = pages(shown)["resolutions/"]
    assert "决议 8 项，现行 3 项，被替代 2 项。" in html
    row = next(row for row in html.split("<tr ") if "旧绩效办法" in row)
    assert 'data-年份="2025" data-状态="被替代"' in row
    assert '<a href="../meetings/05-03/resolution-3/">新绩效办法</a>' in row
    assert ">四届一次</a>" in row
    meeting = shown.register.records["meetings/04-01"]
    old = {page.address: str(page.html) for page in only_pages(resolutions.pages(shown, meeting))}  # type: ignore[arg-type]
    assert "新绩效办法</a>替代" in old["meetings/04-01/resolution-2/"]
