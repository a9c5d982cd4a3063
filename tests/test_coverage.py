"""What the catalogue owes: which period is disclosed, late, missing, exempt or not yet due."""

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from gongkai.derive.coverage import ItemCoverage, State, coverage, first_day
from gongkai.findings import Finding, Severity
from gongkai.load import load
from gongkai.records import Audience
from gongkai.register import Register
from gongkai.rules.school import RULES
from gongkai.select import select

SCHOOL = """格式: 1
校名: 样例学校
部门: [{名称: 教学处, 自: 2025-09-01, 曾用名: [{名称: 教导处, 至: 2025-08-31}]}, {名称: 工会}]
四个第一: {第一责任人: 书记, 第一执行人: 校长, 第一监督人: 主席, 第一评价人: 教职工, 评价渠道: 意见箱}
学期:
  - {名称: 上学期, 起: 2025-09-01, 止: 2026-01-30}
  - {名称: 下学期, 起: 2026-03-02, 止: 2026-07-10}
"""
POLICY = """启用日期: 2025-09-01
采用:
  - 自: 2025-09-01
    依据: 样例学校校务公开实施办法
    阈值:
      月报截止日: 15
      公开时限: {数: 20, 按: 工作日}
"""
CATALOGUE = """目录:
  - 名称: 财务
    事项:
      - {名称: 月报, 频次: 每月, 豁免月份: [2], 公开范围: 社会, 责任部门: 工会, 依据: 办法}
      - {名称: 收费, 频次: 每学期, 时限: 10, 公开范围: 社会, 责任部门: 工会, 依据: 办法}
      - {名称: 预算, 频次: 每年, 公开范围: 社会, 责任部门: 工会, 依据: 办法}
  - 名称: 会议
    事项:
      - {名称: 发布会, 频次: 每学年, 公开范围: 社会, 责任部门: 教学处, 依据: 办法}
      - {名称: 联席会, 频次: 每学期, 公开范围: 教职工, 责任部门: 教学处, 依据: 办法}
      - {名称: 制度, 频次: 长期, 公开范围: 社会, 责任部门: 教学处, 依据: 办法}
"""

Keep = Callable[..., Register]


@pytest.fixture
def keep(write_tree: Callable[[Mapping[str, str | bytes]], Path], tmp_path: Path) -> Keep:
    """A register with these records, and no earlier ones, beside the settings of a small school."""

    def build(records: Mapping[str, str] | None = None, **settings: str) -> Register:
        for kind in ("finances", "meetings"):
            shutil.rmtree(tmp_path / kind, ignore_errors=True)
        files = {"school.yml": SCHOOL, "policy.yml": POLICY, "catalogue.yml": CATALOGUE}
        files |= {f"{name}.yml": text for name, text in settings.items()}
        folder = write_tree({**files, **(records or {})})
        loaded = load([folder], folder)
        return loaded.register

    return build


def statement(period: str, item: str = "财务/月报", published: str = "") -> str:
    day = f"发布日期: {published}\n" if published else ""
    return f"类别: 收支月报\n公开范围: 社会\n目录项: {item}\n期间: {period}\n{day}"


def meeting(day: str, item: str, audience: str = "社会", more: str = "") -> str:
    return f"公开范围: {audience}\n目录项: {item}\n类型: 校情发布会\n日期: {day}\n{more}"


def states(register: Register, name: str, today: date) -> list[tuple[str, State]]:
    return [(slot.period.label, slot.state) for slot in item(register, name, today).slots]


def item(register: Register, name: str, today: date) -> ItemCoverage:
    return next(found for found in coverage(register, today, Audience.STAFF) if found.name == name)


def findings(register: Register, today: date) -> list[Finding]:
    return [finding for rule in RULES for finding in rule.check(register, today)]


def test_months(keep: Keep) -> None:
    """A month is in time until the 15th of the next, moved past days off; one record may tell several."""
    records = {
        "finances/a.yml": statement("2025-09"),
        "finances/b.yml": statement("2025-10至2025-11", published="2025-12-15"),
        "finances/c.yml": statement("2025-12", published="2026-01-16"),
    }
    register = keep(records)
    # 15 February 2026 is the first Sunday of the Spring Festival holidays, which end on the 23rd.
    assert states(register, "财务/月报", date(2026, 2, 24)) == [
        ("2025年9月", State.IN_TIME),
        ("2025年10月", State.IN_TIME),
        ("2025年11月", State.IN_TIME),
        ("2025年12月", State.LATE),
        ("2026年1月", State.NOT_YET_DUE),
        ("2026年2月", State.EXEMPT),
    ]
    found = item(register, "财务/月报", date(2026, 2, 25))
    assert [slot.period.label for slot in found.missing] == ["2026年1月"]
    assert found.slots[4].due is not None
    assert found.slots[4].due.due == date(2026, 2, 24)
    assert found.slots[4].days_waiting(date(2026, 2, 27)) == 3
    assert (found.slots[3].days_late, found.made, found.owed) == (1, 4, 5)


def test_terms_take_the_holidays_around_them(keep: Keep) -> None:
    """A term is due its own days after its end; a meeting in the holidays counts for either neighbour."""
    assert states(keep(), "财务/收费", date(2026, 2, 9)) == [("上学期", State.NOT_YET_DUE)]
    assert states(keep(), "财务/收费", date(2026, 2, 10)) == [("上学期", State.MISSING)]
    fees = {"finances/fees.yml": statement("2025-2026学年第一学期", "财务/收费")}
    assert states(keep(fees), "财务/收费", date(2026, 3, 2)) == [
        ("上学期", State.IN_TIME),
        ("下学期", State.NOT_YET_DUE),
    ]
    held = {"meetings/joint-1/meeting.yml": meeting("2026-02-20", "会议/联席会", "教职工")}
    assert states(keep(held), "会议/联席会", date(2026, 8, 20)) == [
        ("上学期", State.IN_TIME),
        ("下学期", State.IN_TIME),
    ]


def test_terms_that_nobody_declared_are_halves_of_the_school_year(keep: Keep) -> None:
    """A school without declared terms owes by the halves of September to January and February to August."""
    school = SCHOOL.split("学期:", maxsplit=1)[0]
    labels = [label for label, _ in states(keep(school=school), "财务/收费", date(2026, 3, 1))]
    assert labels == ["2025-2026学年第一学期", "2025-2026学年第二学期"]


def test_years(keep: Keep) -> None:
    """A school year ends in August, a calendar year in December; what began before 启用日期 is not owed."""
    assert states(keep(), "会议/发布会", date(2026, 9, 28)) == [
        ("2025-2026学年", State.NOT_YET_DUE),
        ("2026-2027学年", State.NOT_YET_DUE),
    ]
    # Twenty working days after 31 August 2026: 20 September is worked, the 25th is a holiday.
    assert states(keep(), "会议/发布会", date(2026, 9, 29))[0] == ("2025-2026学年", State.MISSING)
    held = {"meetings/briefing/meeting.yml": meeting("2026-05-20", "会议/发布会")}
    assert states(keep(held), "会议/发布会", date(2026, 9, 29))[0] == ("2025-2026学年", State.IN_TIME)
    assert states(keep(), "财务/预算", date(2026, 12, 31)) == [("2026年", State.NOT_YET_DUE)]


def test_what_is_not_yet_public_is_not_disclosed(keep: Keep) -> None:
    """Neither a future 发布日期, nor a withheld record, nor a meeting to come counts."""
    today = date(2026, 10, 20)
    for text in (
        meeting("2026-05-20", "会议/发布会", more="发布日期: 2026-12-01\n"),
        meeting("2026-05-20", "会议/发布会", "不公开"),
        meeting("2026-11-20", "会议/发布会"),
    ):
        register = keep({"meetings/briefing/meeting.yml": text})
        assert [state for _, state in states(register, "会议/发布会", today)] == [
            State.MISSING,
            State.NOT_YET_DUE,
        ]
    late = meeting("2026-10-10", "会议/发布会", more="补开: 2025-2026学年\n")
    assert states(keep({"meetings/briefing/meeting.yml": late}), "会议/发布会", today)[0][1] is State.IN_TIME


def test_a_selected_register_owes_only_what_its_audience_may_see(keep: Keep) -> None:
    """The public's coverage has no staff matter, and is the same whether or not staff records exist."""
    today = date(2026, 8, 20)
    shared = {"finances/a.yml": statement("2025-09")}
    public = select(keep(shared), Audience.PUBLIC, today)
    assert "会议/联席会" not in {found.name for found in coverage(public.register, today, public.audience)}
    staff_only = {"meetings/joint-1/meeting.yml": meeting("2026-02-20", "会议/联席会", "教职工")}
    both = select(keep({**shared, **staff_only}), Audience.PUBLIC, today)
    assert coverage(both.register, today, both.audience) == coverage(public.register, today, public.audience)
    staff = select(keep({**shared, **staff_only}), Audience.STAFF, today)
    assert coverage(staff.register, today, staff.audience) == coverage(
        keep({**shared, **staff_only}), today, Audience.STAFF
    )


def test_lasting_matters_have_records_but_no_periods(keep: Keep) -> None:
    """长期 and 即时 matters are disclosed once they have any record, and never fall due."""
    found = item(keep({"finances/a.yml": statement("2025-09", "会议/制度")}), "会议/制度", date(2026, 8, 20))
    assert (found.slots, found.records, found.owed) == ((), ("finances/a",), 0)


def test_without_a_first_day_nothing_is_owed(keep: Keep) -> None:
    """A school that has neither 启用日期 nor an adoption owes nothing yet."""
    register = keep(policy="预设: 初中\n")
    assert first_day(register) is None
    assert item(register, "财务/月报", date(2026, 8, 20)).slots == ()


def test_odd_dates_and_lengths_are_survived(keep: Keep) -> None:
    """A mistyped century, a period without end and a 时限 of millions of days neither crash nor hang."""
    today = date(2026, 8, 20)
    endless = {"finances/a.yml": statement("2025-09至9999-11"), "finances/b.yml": statement("0001")}
    policy = POLICY.replace("2025-09-01", "0001-01-01").replace("数: 20", "数: 99999999")
    register = keep(endless, policy=policy, catalogue=CATALOGUE.replace("时限: 10", "时限: 99999999"))
    assert first_day(register) == date(1, 1, 1)
    found = {each.name: each.slots for each in coverage(register, today, Audience.STAFF)}
    assert found["财务/月报"][0].period.label == "2000年1月"
    assert found["财务/月报"][-1].state is State.IN_TIME
    assert found["财务/收费"][-1].state is State.NOT_YET_DUE


def test_each_missing_period_is_a_warning_at_its_item(keep: Keep) -> None:
    """One finding per item and period, at the item's name, with the day it was due."""
    (finding,) = findings(keep({"finances/a.yml": statement("2025-09")}), date(2025, 11, 18))[:1]
    assert finding.code.code == "C31"
    assert (finding.level, finding.advisory) == (Severity.WARNING, False)
    assert str(finding.location).removeprefix("./") == "catalogue.yml:4:14"
    assert finding.message == "“财务/月报”每月公开：2025年10月的没有记录，应在 2025-11-17 前公开，已过 1 天。"
    assert finding.fingerprint.endswith("catalogue.yml:财务/月报 2025年10月")
    advised = findings(keep(policy="启用日期: 2025-09-01\n"), date(2025, 11, 18))
    assert [found.advisory for found in advised] == [True, True]


def test_a_gap_with_another_cause_is_silent(keep: Keep) -> None:
    """A wrong 目录项, a month told twice or an unreadable record is objected to elsewhere, not here again."""
    today = date(2025, 11, 18)
    told = {"finances/a.yml": statement("2025-09"), "finances/b.yml": statement("2025-10", "财务/月抱")}
    assert findings(keep(told), today) == []
    twice = {"finances/a.yml": statement("2025-09"), "finances/b.yml": statement("2025-09")}
    assert findings(keep(twice), today) == []
    broken = {"finances/a.yml": statement("2025-09"), "finances/b.yml": statement("2025-13")}
    assert findings(keep(broken), today) == []


def test_somebody_answers_for_everything(keep: Keep) -> None:
    """The four 第一, a basis, and a department by its present name; each missing one is told at its place."""
    today = date(2025, 9, 2)
    assert findings(keep(), today) == []
    first = [line for line in SCHOOL.splitlines() if not line.startswith("四个第一")]
    (finding,) = findings(keep(school="\n".join(first) + "\n"), today)
    assert (finding.code.code, str(finding.location).removeprefix("./")) == ("C46", "school.yml:1:1")
    (finding,) = findings(keep(catalogue=CATALOGUE.replace("教学处", "教导处", 1)), today)
    assert (finding.location.line, finding.location.column) == (9, 44)
    assert finding.message == "“会议/发布会”的责任部门写的是“教导处”，school.yml 的部门里没有。"
    assert finding.cure == "是不是“教学处”？"
    missing = CATALOGUE.replace(", 责任部门: 教学处, 依据: 办法}", "}", 1)
    assert [finding.message for finding in findings(keep(catalogue=missing), today)] == [
        "“会议/发布会”没有写依据。",
        "“会议/发布会”没有写责任部门。",
    ]
