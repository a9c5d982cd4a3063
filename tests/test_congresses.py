"""What the checker says about congresses: their order, their papers before and after, their terms, their deeds."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from gongkai.derive.congresses import days_ahead, tenure
from gongkai.findings import Finding, Severity
from gongkai.load import load
from gongkai.records import Audience
from gongkai.records.meeting import Meeting
from gongkai.rules import congresses, executions, filings, meeting_dates, organisations
from gongkai.select import select
from gongkai.views.board import Board
from gongkai.views.meetings import pages as meetings
from gongkai.workdays import Unit

from tests.only_pages import only_pages

RULES = (
    *congresses.RULES,
    *executions.RULES,
    *filings.RULES,
    *meeting_dates.RULES,
    *organisations.RULES,
)
SCHOOL = "格式: 1\n校名: 样例学校\n部门: [{名称: 工会}]\n"
POLICY = """采用:
  - 自: 2024-09-01
    依据: 样例学校教代会实施细则
    阈值:
      教代会人数线: 80
      会前报告期限: {数: 14, 按: 自然日}
      会后备案期限: {数: 7, 按: 工作日}
      材料送达期限: {数: 5, 按: 工作日}
      决议公布期限: {数: 3, 按: 自然日}
      张贴天数: 15
      届期年数: 3
      届满提醒: 60
"""
FIRST = """公开范围: 社会
类型: 教代会
日期: 2025-03-21
教职工数: 120
议程:
  - {事项: 工作报告, 职权: 听取报告}
会前报告: {日期: 2025-03-07, 报送: 区教育工会}
会后备案: {日期: 2025-03-28, 报送: 区教育工会}
材料送达日期: 2025-03-14
"""
SECOND = """公开范围: 社会
类型: 教代会
日期: 2026-03-20
闭会日期: 2026-03-21
教职工数: 121
议程:
  - {事项: 上次提案办理情况报告, 职权: 审议提案办理}
上次会议: meetings/05-01
会前报告: {日期: 2026-03-06, 报送: 区教育工会}
会后备案: {日期: 2026-03-31, 报送: 区教育工会}
材料送达日期: 2026-03-13
张贴:
  - {栏: 对内公开栏, 起: 2026-03-23, 止: 2026-04-06}
"""
RESOLUTION = """---
事项: 考勤办法
职权: 讨论通过
宣布结论: 通过
公布日期: 2026-03-24
报告日期: 2026-09-30
---
通过。
"""
PROPOSAL = """---
公开范围: 社会
案由: 延长图书馆开放时间
提交日期: 2025-03-01
类别: 后勤与基建
提案人: {代表团: 文科组}
---
## 案据
闭馆太早。
## 建议
延长一小时。
"""
TODAY = date(2026, 5, 20)
Judge = Callable[..., list[Finding]]


@pytest.fixture
def judge(write_tree: Callable[[Mapping[str, str | bytes]], Path]) -> Judge:
    """What the rules about congresses say of the meetings of one congress."""

    def check(*, today: date = TODAY, policy: str = POLICY, **changed: Any) -> list[Finding]:
        texts = {
            "first": ("meetings/05-01/meeting.yml", FIRST),
            "second": ("meetings/05-02/meeting.yml", SECOND),
            "resolution": ("meetings/05-02/resolution-1.md", RESOLUTION),
            "execution": ("meetings/05-02/execution-1.md", ""),
            "proposal": ("proposals/05-01-001.md", PROPOSAL),
            "third": ("meetings/05-03/meeting.yml", ""),
            "extra": ("meetings/05-extra-1/meeting.yml", ""),
        }
        files = {
            "school.yml": SCHOOL,
            "catalogue.yml": "目录: []\n",
            "policy.yml": policy,
        }
        for name, (path, text) in texts.items():
            if new := changed.get(name, text):
                files[path] = new
        folder = write_tree(files)
        register = load([folder], folder).register
        assert not register.broken
        return [finding for rule in RULES for finding in rule.check(register, today)]

    return check


def told(findings: list[Finding]) -> list[tuple[str, str, int, int]]:
    return [
        (each.code.code, Path(each.location.path).stem, each.location.line, each.location.column) for each in findings
    ]


def test_a_well_kept_congress_is_clean(judge: Judge) -> None:
    """14 days before, 5 working days before, 7 working days after, 3 days after, 15 days on the wall: all just met."""
    assert judge() == []


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("2026-03-06, 报送", "2026-03-07, 报送", "C25", (9, 12)),
        ("2026-03-31, 报送", "2026-04-01, 报送", "C25", (10, 12)),
        ("材料送达日期: 2026-03-13", "材料送达日期: 2026-03-16", "C26", (11, 9)),
        ("止: 2026-04-06", "止: 2026-04-05", "C27", (13, 34)),
        ("教职工数: 121", "教职工数: 79", "C24", (2, 5)),
        ("上次会议: meetings/05-01\n", "", "C18", (1, 1)),
        ("职权: 审议提案办理", "职权: 听取报告", "C18", (6, 1)),
        ("会后备案: {日期: 2026-03-31, 报送: 区教育工会}\n", "", "C25", (1, 1)),
        ("会前报告: {日期: 2026-03-06, 报送: 区教育工会}\n", "", "C25", (1, 1)),
        ("材料送达日期: 2026-03-13\n", "", "C26", (1, 1)),
    ],
)
def test_each_day_is_one_finding(judge: Judge, old: str, new: str, code: str, place: tuple[int, int]) -> None:
    """One day more or less than adopted is one finding, where that day is typed."""
    assert SECOND.count(old) == 1
    assert told(judge(second=SECOND.replace(old, new))) == [(code, "meeting", *place)]


def test_what_was_announced_late_is_a_warning_only(judge: Judge) -> None:
    """The 21st closes, three days later is the 24th: the 25th is a day late, and cannot be mended any more."""
    (finding,) = judge(resolution=RESOLUTION.replace("公布日期: 2026-03-24", "公布日期: 2026-03-25"))
    assert told([finding]) == [("C27", "resolution-1", 5, 7)]
    assert finding.level is Severity.WARNING
    assert finding.message == "决议在 2026-03-25 公布，期限是 2026-03-24（闭会后 3 个自然日），迟 1 天。"


def test_what_was_not_announced_is_an_error_once_it_is_due(judge: Judge) -> None:
    """On the last day nothing is owed yet; the day after it is an error."""
    silent = RESOLUTION.replace("公布日期: 2026-03-24\n", "")
    filed = SECOND.replace("2026-03-31, 报送", "2026-03-23, 报送")
    assert judge(resolution=silent, second=filed, today=date(2026, 3, 24)) == []
    (finding,) = judge(resolution=silent, second=filed, today=date(2026, 3, 25))
    assert (finding.code.code, finding.level) == ("C27", Severity.ERROR)


def test_what_is_only_advised_is_not_missed(judge: Judge) -> None:
    """Without adoption nothing is asked that was not recorded; what was recorded is compared, as a notice."""
    bare = SECOND.split("会前报告", maxsplit=1)[0]
    silent = RESOLUTION.replace("公布日期: 2026-03-24\n", "")
    assert judge(policy="启用日期: 2024-09-01\n", second=bare, resolution=silent) == []
    (finding,) = judge(policy="启用日期: 2024-09-01\n", second=SECOND.replace("03-13", "03-18"))
    assert finding.advisory
    assert finding.message == "会议材料在会前 2 个自然日送达，常见做法是至少提前 7 个自然日。"


def test_a_congress_without_proposals_owes_no_report(judge: Judge) -> None:
    """Where nobody proposed anything the time before, nothing is to be reviewed."""
    quiet = SECOND.replace("职权: 审议提案办理", "职权: 听取报告").replace("上次会议: meetings/05-01\n", "")
    assert judge(second=quiet, proposal="") == []


def test_an_extraordinary_congress_is_no_session(judge: Judge) -> None:
    """Called for one matter, it reviews nothing, and the next regular session reports on the session before."""
    called = SECOND.replace("2026-03", "2025-09").replace("2026-04", "2025-10").split("上次会议", maxsplit=1)[0]
    called = called.replace("上次提案办理情况报告, 职权: 审议提案办理", "校区搬迁, 职权: 讨论建议")
    findings = judge(extra=called, policy="启用日期: 2024-09-01\n")
    assert [each.code.code for each in findings] == []


def test_a_small_school_meets_as_a_whole(judge: Judge) -> None:
    """63 people hold a 教职工大会; that fewer are expected is explained in numbers."""
    whole = SECOND.replace("类型: 教代会", "类型: 教职工大会").replace("教职工数: 121", "教职工数: 63\n应到: 61")
    (finding,) = judge(second=whole, first=None, proposal="")
    assert finding.message == "教职工大会由全体教职工参加，应到 61 人，比教职工 63 人少 2 人。"
    explained = whole.replace("应到: 61", "应到: 61\n应到说明: 借调 2 人")
    assert judge(second=explained, first=None, proposal="") == []


def test_one_wrong_date_is_told_once(judge: Judge) -> None:
    """A mistyped year puts many dates out of order; the one that explains them all is named, and no clock runs."""
    findings = judge(second=SECOND.replace("\n日期: 2026-03-20", "\n日期: 2025-04-20"))
    assert told(findings) == [("C96", "meeting", 3, 5)]
    findings = judge(second=SECOND.replace("\n日期: 2026-03-20", "\n日期: 2027-03-20"))
    assert told(findings) == [("C96", "meeting", 3, 5)]


def test_papers_come_before_and_announcing_after(judge: Judge) -> None:
    """The closing day is not before the opening, and a wall poster does not come down before it hung."""
    assert told(judge(second=SECOND.replace("闭会日期: 2026-03-21", "闭会日期: 2026-03-19"))) == [
        ("C96", "meeting", 4, 7)
    ]
    assert told(judge(second=SECOND.replace("止: 2026-04-06", "止: 2026-03-06"))) == [("C96", "meeting", 13, 34)]
    (finding,) = judge(resolution=RESOLUTION.replace("2026-03-24", "2026-03-20"))
    assert finding.message == "公布日期 2026-03-20 早于闭会（2026-03-21）。"


def test_carrying_out_is_reported_by_the_day(judge: Judge) -> None:
    """On the day itself nothing is late; after it one report of any state is enough."""
    assert judge(today=date(2026, 9, 30)) == []
    assert told(judge(today=date(2026, 10, 1))) == [("C93", "resolution-1", 6, 7)]
    report = "---\n日期: 2026-09-28\n关于: resolution-1\n进度: 执行中\n部门: 人事处\n---\n试行一学期。\n"
    assert judge(today=date(2026, 10, 1), execution=report) == []


def _a_year_later(meeting: str) -> str:
    """The same a year on, filed on the seventh working day after a Sunday."""
    later = meeting.replace("2026-", "2027-").replace("2027-03-31", "2027-03-30").split("张贴")[0]
    return later.replace("meetings/05-01", "meetings/05-02")


def test_the_next_congress_hears_of_what_has_no_day(judge: Judge) -> None:
    """A passed matter without 报告日期 is told to the next congress: on its agenda, or by a report before it."""
    passed = RESOLUTION.replace("报告日期: 2026-09-30\n", "")
    third = _a_year_later(SECOND)
    later = date(2027, 5, 20)
    assert judge(resolution=passed) == []
    (finding,) = judge(resolution=passed, third=third, today=later)
    assert told([finding]) == [("C93", "meeting", 6, 1)]
    assert finding.message == "上一次会议（05-02）通过的“考勤办法”，到本次会议没有报告执行情况。"
    heard = third.replace("议程:\n", "议程:\n  - {事项: 决议执行情况, 职权: 监督落实}\n")
    assert judge(resolution=passed, third=heard, today=later) == []
    report = "---\n日期: 2027-03-01\n关于: resolution-1\n进度: 执行中\n部门: 人事处\n---\n试行。\n"
    assert judge(resolution=passed, third=third, today=later, execution=report) == []


def test_a_congress_is_renewed_after_its_years(judge: Judge) -> None:
    """Three years from 21 March 2025 end on 20 March 2028; sixty days before, a notice reminds."""
    done = "---\n日期: 2026-09-28\n关于: resolution-1\n进度: 已完成\n部门: 人事处\n---\n做完。\n"
    assert judge(today=date(2028, 1, 19), execution=done) == []
    (reminder,) = judge(today=date(2028, 1, 20), execution=done)
    assert (reminder.level, reminder.message) == (
        Severity.NOTICE,
        "第五届教代会从 2025-03-21 起 3 年，任期到 2028-03-20，还有 60 天，请准备换届。",
    )
    (over,) = judge(today=date(2028, 3, 21), execution=done)
    assert (over.level, over.location.line) == (Severity.WARNING, 3)
    prolonged = SECOND + "任期至: 2029-03-20\n"
    assert judge(today=date(2028, 3, 21), execution=done, second=prolonged) == []


def test_days_are_counted_backwards_as_forwards() -> None:
    """The day itself is not counted, the event's is; a make-up Saturday is a working day."""
    assert days_ahead(date(2026, 3, 6), date(2026, 3, 20), Unit.natural) == 14
    assert days_ahead(date(2026, 3, 13), date(2026, 3, 20), Unit.working) == 5
    assert days_ahead(date(2026, 2, 20), date(2026, 3, 20), Unit.month) == 1
    assert days_ahead(date(1900, 1, 1), date(2026, 3, 20), Unit.working) == 3660


def test_a_term_begins_with_its_first_meeting_on_record(
    write_tree: Callable[[Mapping[str, str | bytes]], Path],
) -> None:
    """The newest congress counts, from the earliest of its meetings; without years or a day nothing is known."""
    folder = write_tree({"meetings/04-03.yml": FIRST.replace("2025-", "2024-"), "meetings/05-01.yml": FIRST})
    register = load([folder], folder).register
    found = tenure(register, 5)
    assert found is not None
    assert (found.term, found.until) == (5, date(2030, 3, 20))
    assert tenure(register, None) is None


def test_the_page_tells_the_days_before_and_after(write_tree: Callable[[Mapping[str, str | bytes]], Path]) -> None:
    """Beside each paper its distance from the meeting, and what the school asks for, counted out to a day."""
    files = {"policy.yml": POLICY, "meetings/05-02/meeting.yml": SECOND, "meetings/05-02/resolution-1.md": RESOLUTION}
    folder = write_tree({**files, "school.yml": SCHOOL, "catalogue.yml": "目录: []\n"})
    register = load([folder], folder).register
    (record,) = register.of(Meeting)
    html = str(only_pages(meetings.page(Board(select(register, Audience.PUBLIC, TODAY)), record))[0].html)
    for tag in ('<span class="gk-nowrap">', "</span>"):
        html = html.replace(tag, "")
    for words in (
        "2026年3月13日（会前 7 天，本校规则至少提前 5 个工作日）",
        "2026年3月6日，报区教育工会（会前 14 天，本校规则至少提前 14 个自然日）",
        "2026年3月31日，报区教育工会（本校规则闭会后 7 个工作日，到 2026年3月31日为止）",
        "1 项在 2026年3月24日公布（本校规则闭会后 3 个自然日，到 2026年3月24日为止）",
        "对内公开栏，2026年3月23日至2026年4月6日",
    ):
        assert words in html
