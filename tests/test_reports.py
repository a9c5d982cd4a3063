"""Papers that nobody writes: their sentences and tables, with every number counted by hand from `board_tree`."""

from __future__ import annotations

import re

from gongkai.records import Audience
from gongkai.views.board import Board
from gongkai.views.reports import pages as reports

from tests.board_tree import FILES, board
from tests.conftest import WriteTree
from tests.only_pages import only_pages

TAG = re.compile("<[^>]+>")
WITHHELD = """---
公开范围: 不公开
来源: 意见箱
开箱日期: DAY
署名: 匿名
内容性质: 涉及个人
标题: 一件意见
处理: {去向: 转专门渠道, 接收: 工会, 日期: DAY}
---
## 摘要
转专门渠道处理。
"""


def _papers(shown: Board) -> dict[str, str]:
    return {page.address: str(page.html) for page in only_pages(reports.pages(shown))}


def _text(html: str) -> str:
    return re.sub(r"\s+", " ", TAG.sub("", html))


def _rows(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", html.split("<tbody>", 1)[1], re.DOTALL)
    return [[_text(cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def test_there_is_a_paper_for_each_session_year_and_congress(write_tree: WriteTree) -> None:
    """The list leads to each, the newest first; years before the school adopted its policy have no report."""
    papers = _papers(board(write_tree))
    assert list(papers) == [
        "reports/",
        "reports/proposals-05-03/",
        "reports/proposals-04-01/",
        "reports/annual-2026-2027/",
        "reports/congress-05-03/",
    ]
    for address in list(papers)[1:]:
        assert f'href="../{address}"' in papers["reports/"]


def test_the_handling_report_counts_what_the_records_say(write_tree: WriteTree) -> None:
    """Five were reviewed or withdrawn; two answered by a department or told why, one with its lead, one late."""
    text = _text(_papers(board(write_tree))["reports/proposals-05-03/"])
    assert "五届三次教代会提案办理情况报告 提请下一次教代会审议。" in text
    for sentence in (
        "收到并经审查的提案（向社会公开的）5 件，其中立案 2 件，并案 1 件，不立案并说明理由 1 件，提案人撤回 1 件。",
        "应答复 4 件，已答复 3 件，答复率 75.0%；在办 1 件，其中逾期未答复 1 件。",
        "立案和转意见、期限已到或已经答复的 2 件：按期答复 1 件，迟答复 0 件，到期未答复 1 件；",
        # 19 days from 1 September to the 20th, 53 from 28 September to today: the mean of both is 36.
        "从交办到首次答复（未答复的算到今天）用时的中位数是 36 天。",
        "首轮评价 1 件：满意 1 件，基本满意 0 件，不满意 0 件；满意和基本满意占 1 / 1。",
        "答复里写明期限的承诺 1 项：按期兑现 0 项，迟兑现 1 项，到期未完成 0 项，还没到期 0 项。按期兑现率 0 / 1。",
    ):
        assert sentence in text


def test_the_handling_report_lists_every_case(write_tree: WriteTree) -> None:
    """A row for each, whatever became of it; what may not be read yet stands there without its words."""
    assert _rows(_papers(board(write_tree))["reports/proposals-05-03/"]) == [
        ["05-03-001", "延长晚餐供餐时间", "立案", "总务处", "2026-09-20", "办结", "满意"],
        ["05-03-002", "后勤与基建类提案（答复后公开全文）", "立案", "总务处", "—", "逾期 8 天", "—"],
        ["05-03-003", "更换校徽", "不立案", "—", "—", "不立案", "—"],
        ["05-03-004", "后勤与基建类提案（已撤回）", "撤回", "—", "—", "撤回", "—"],
        ["05-03-006", "晚餐时增加座位", "并案", "总务处", "2026-09-20", "已答复", "—"],
    ]


def test_the_report_names_the_congress_that_examines_it(write_tree: WriteTree) -> None:
    """The meeting that says it follows the session is the one the report is put before."""
    after = "公开范围: 社会\n类型: 教代会\n日期: 2026-11-12\n名称: 第五届第四次会议\n上次会议: meetings/05-03\n"
    html = _papers(board(write_tree, extra={"meetings/05-04.yml": after}))["reports/proposals-05-03/"]
    assert '提请<a href="../../meetings/05-04/">第五届第四次会议</a>审议。' in html


def test_an_extraordinary_congress_does_not_examine_the_report(write_tree: WriteTree) -> None:
    """A meeting called for one matter between two sessions is passed over."""
    between = "公开范围: 社会\n类型: 教代会\n日期: 2026-11-05\n名称: 临时会议\n"
    after = "公开范围: 社会\n类型: 教代会\n日期: 2026-11-12\n名称: 第五届第四次会议\n"
    extra = {"meetings/extra-2026-1.yml": between, "meetings/05-04.yml": after}
    html = _papers(board(write_tree, extra=extra))["reports/proposals-05-03/"]
    assert '提请<a href="../../meetings/05-04/">第五届第四次会议</a>审议。' in html


def test_the_annual_report_sums_up_the_school_year(write_tree: WriteTree) -> None:
    """What was disclosed, what is owed, what was answered, decided, shown and corrected since September."""
    text = _text(_papers(board(write_tree))["reports/annual-2026-2027/"])
    for sentence in (
        "2026-2027学年校务公开工作报告（截至今天）",
        "本学年向社会公开的记录 7 件：财务 1 件，会议 1 件，公示 2 件，意见 2 件，提案 1 件。",
        "向社会公开的意见 2 件，已有回音 1 件，办理中 1 件。 来源：意见箱 1 件，校长信箱 1 件。",
        "财务公开 1 件：工会经费 1 件。",
        "公示 2 件：评优评先 1 件，职称 1 件。",
        "没有公布后的更正。",
    ):
        assert sentence in text, sentence


def test_the_form_says_what_is_still_to_come(write_tree: WriteTree) -> None:
    """Numbers of delegates, the resolution with its verdict, and the filings that nobody has entered."""
    text = _text(_papers(board(write_tree))["reports/congress-05-03/"])
    assert "第五届教职工代表大会第三次会议呈报表" in text
    assert "代表总数 100 人，应到 98 人，实到 92 人。" in text
    assert "绩效工资分配办法讨论通过通过—" in text
    assert "会前报告：待补。 会后备案（会议）：待补。" in text


def test_withheld_opinions_are_counted_in_their_own_school_year(write_tree: WriteTree) -> None:
    """The report of 2026-2027 does not repeat what was withheld in a term of the year before."""
    terms = "学期: [{名称: 上学期, 起: 2026-03-01, 止: 2026-07-10}, "
    extra = {"school.yml": FILES["school.yml"].replace("学期: [", terms)}
    for month in ("05", "10"):
        for n in range(1, 6):
            extra[f"opinions/held-2026-{month}{n}.md"] = WITHHELD.replace("DAY", f"2026-{month}-0{n}")
    text = _text(_papers(board(write_tree, Audience.STAFF, extra))["reports/annual-2026-2027/"])
    assert "另有不公开的意见：2026-2027学年第一学期 5 件" in text
    assert "上学期" not in text


def test_staff_matters_stay_out_of_public_papers(write_tree: WriteTree) -> None:
    """The staff's account book is counted for staff alone."""
    internal = "内部账册"
    assert internal in FILES["finances/2026/books-2026-10.yml"]
    assert not any(internal in html for html in _papers(board(write_tree)).values())
    staff = _text(_papers(board(write_tree, Audience.STAFF))["reports/annual-2026-2027/"])
    assert "财务公开 2 件：工会经费 2 件。" in staff
    assert internal in staff
