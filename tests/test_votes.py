"""The vote chain, the verdict that follows from it, and what the checker says about both."""

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from gongkai.derive.votes import needed, needed_present, roll, tally
from gongkai.findings import Finding, Severity
from gongkai.load import load
from gongkai.records.meeting import Majority, Meeting, Resolution
from gongkai.register import Register
from gongkai.rules import meetings, votes
from gongkai.rules.votes import ballots_not_told, vote_does_not_add_up
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 5, 20)
SCHOOL = "格式: 1\n校名: 样例学校\n部门: [{名称: 工会}]\n"
POLICY = """启用日期: 2025-09-01
采用:
  - 自: 2025-09-01
    依据: 样例学校校务公开实施办法
    阈值:
      会议频次: [{会议: 教代会, 每: 学年}]
      法定人数: 2/3
      表决口径: {分母: 代表总数, 要求: 过半数}
      教师代表比例: 60%
"""
MEETING = """公开范围: 社会
类型: 教代会
日期: 2026-03-20
应到: 98
实到: 92
列席: 4
代表总数: 100
"""
VOTE = """---
事项: 奖励性绩效工资分配办法
职权: 讨论通过
表决:
  方式: 无记名
  代表总数: 100
  应到: 98
  实到: 92
  发出: 92
  收回: 91
  有效: 90
  无效: 1
  赞成: 52
  反对: 30
  弃权: 8
宣布结论: 通过
---
"""
HANDS = """---
事项: 学校章程修订
职权: 讨论通过
表决: {方式: 举手, 代表总数: 31, 应到: 31, 实到: 31, 赞成: 31}
口径: {分母: 出席, 要求: 一致通过}
宣布结论: 通过
---
"""
SMALL = "公开范围: 社会\n类型: 教职工大会\n日期: 2026-03-20\n应到: 31\n实到: 31\n列席: 1\n"
PATH = "meetings/05-03/resolution-1.md"

Meet = Callable[..., Register]


@pytest.fixture
def meet(write_tree: Callable[[Mapping[str, str | bytes]], Path], tmp_path: Path) -> Meet:
    """A register with one meeting and its resolutions, and nothing left of an earlier one."""

    def build(meeting: str, *resolutions: str, policy: str = POLICY) -> Register:
        shutil.rmtree(tmp_path / "meetings", ignore_errors=True)
        files = {"school.yml": SCHOOL, "policy.yml": policy, "catalogue.yml": "目录: []\n"}
        files["meetings/05-03/meeting.yml"] = meeting
        files |= {f"meetings/05-03/resolution-{n}.md": text for n, text in enumerate(resolutions, 1)}
        folder = write_tree(dict(files))
        loaded = load([folder], folder)
        assert not loaded.findings, loaded.findings
        return loaded.register

    return build


def judge(register: Register, today: date = TODAY) -> list[Finding]:
    """Everything that the rules about meetings and votes say."""
    return [finding for rule in (*meetings.RULES, *votes.RULES) for finding in rule.check(register, today)]


def places(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code.code, str(finding.location).removeprefix("./")) for finding in findings]


@pytest.mark.parametrize(
    ("majority", "base", "least"),
    [
        (Majority.MORE_THAN_HALF, 100, 51),
        (Majority.MORE_THAN_HALF, 99, 50),
        (Majority.HALF_OR_MORE, 100, 50),
        (Majority.HALF_OR_MORE, 99, 50),
        (Majority.TWO_THIRDS, 90, 60),
        (Majority.TWO_THIRDS, 91, 61),
        (Majority.TWO_THIRDS, 92, 62),
        (Majority.ALL, 31, 31),
        (Majority.HALF_OR_MORE, 0, 1),
        (Majority.ALL, 0, 1),
    ],
)
def test_needed_votes(majority: Majority, base: int, least: int) -> None:
    """过半数 excludes exactly half, 半数以上 and 三分之二以上 include it, and no vote at all never passes."""
    assert needed(majority, base) == least


@given(base=st.integers(1, 5000))
def test_needed_is_the_least_that_is_enough(base: int) -> None:
    """One vote fewer than needed is not the share that the words ask for."""
    assert 2 * needed(Majority.MORE_THAN_HALF, base) > base >= 2 * (needed(Majority.MORE_THAN_HALF, base) - 1)
    assert 2 * needed(Majority.HALF_OR_MORE, base) >= base > 2 * (needed(Majority.HALF_OR_MORE, base) - 1)
    assert 3 * needed(Majority.TWO_THIRDS, base) >= 2 * base > 3 * (needed(Majority.TWO_THIRDS, base) - 1)


def test_quorum_is_an_exact_fraction() -> None:
    """Two thirds of 98 are 65.33, so 66 must come; of 99 exactly 66."""
    assert needed_present(98, (2, 3)) == 66
    assert needed_present(99, (2, 3)) == 66
    assert needed_present(100, (2, 3)) == 67


def test_a_closed_chain_yields_its_outcome(meet: Meet) -> None:
    """The outcome names base, needed and received votes, judged by the school's standard of that day."""
    register = meet(MEETING, VOTE)
    record = register.of(Meeting)[0]
    found = tally(record, record.all(Resolution)[0], register.rulings(record.content.held_on))
    assert found is not None
    assert found.breaks == ()
    assert not found.own_standard
    outcome = found.outcome
    assert outcome is not None
    assert (outcome.base_name, outcome.base_count, outcome.needed, outcome.got) == ("total", 100, 51, 52)
    assert outcome.passed
    assert outcome.margin == 1
    assert [count for _, count in found.counts] == [100, 98, 92, 92, 91, 90, 1, 52, 30, 8]
    assert judge(register) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("赞成: 52", "赞成: 53", 13, "赞成 53＋反对 30＋弃权 8＝91，比有效 90 多 1。"),
        ("弃权: 8", "弃权: 7", 13, "赞成 52＋反对 30＋弃权 7＝89，比有效 90 少 1。"),
        ("  弃权: 8\n", "", 13, "赞成 52＋反对 30＋弃权 0＝82，比有效 90 少 8。"),
        ("无效: 1", "无效: 2", 10, "有效 90＋无效 2＝92，比收回 91 多 1。"),
        (
            "有效: 90",
            "有效: 91",
            11,
            "有效 91＋无效 1＝92，比收回 91 多 1；赞成 52＋反对 30＋弃权 8＝90，比有效 91 少 1。",
        ),
        (
            "收回: 91",
            "收回: 93",
            10,
            "收回 93，比发出 92 多 1；有效 90＋无效 1＝91，比收回 93 少 2。",
        ),
        ("发出: 92", "发出: 90", 10, "收回 91，比发出 90 多 1。"),
        ("发出: 92", "发出: 93", 9, "发出 93，比实到 92 多 1。"),
    ],
)
def test_one_slip_in_the_ballots_is_one_finding(meet: Meet, old: str, new: str, line: int, message: str) -> None:
    """A single wrong number breaks the chain once, at the number in question, and no verdict is judged."""
    (finding,) = judge(meet(MEETING, VOTE.replace(old, new)))
    assert (finding.code.code, finding.message) == ("C21", message)
    assert finding.location.line == line
    assert finding.location.path.removeprefix("./") == PATH
    assert finding.level is Severity.ERROR


@pytest.mark.parametrize(
    ("old", "new", "line", "column"),
    [("应到: 98", "应到: 97", 7, 7), ("实到: 92", "实到: 91", 8, 7), ("总数: 100", "总数: 99", 6, 9)],
)
def test_a_vote_that_tells_the_roll_otherwise_is_one_finding(
    meet: Meet, old: str, new: str, line: int, column: int
) -> None:
    """A number of the roll that differs from the meeting's own is objected to once, where it differs."""
    findings = judge(meet(MEETING, VOTE.replace(old, new)))
    assert places(findings) == [("C23", f"{PATH}:{line}:{column}")]


def test_the_one_who_differs_from_all_others_is_told(meet: Meet) -> None:
    """Where two votes agree and the meeting differs, the meeting is objected to, once."""
    findings = judge(meet(MEETING.replace("实到: 92", "实到: 93"), VOTE, VOTE))
    assert places(findings) == [("C23", "meetings/05-03/meeting.yml:5:5")]
    assert findings[0].message == "会议写的实到是 93，比各处一致的 92 多 1。"


def test_attendance_may_change_in_a_meeting_of_several_days(meet: Meet) -> None:
    """The votes of a later day may have fewer present, within the same roll."""
    meeting = MEETING.replace("日期: 2026-03-20\n", "日期: 2026-03-20\n闭会日期: 2026-03-21\n")
    assert judge(meet(meeting, VOTE.replace("实到: 92", "实到: 93"))) == []
    findings = judge(meet(meeting, VOTE.replace("实到: 92", "实到: 99")))
    assert [finding.message for finding in findings] == ["实到 99，比应到 98 多 1。"]
    findings = judge(meet(meeting.replace("实到: 92", "实到: 99"), VOTE))
    assert [(finding.code.code, finding.message) for finding in findings] == [("C23", "实到 99，比应到 98 多 1。")]


def test_votes_without_a_roll_of_their_own_take_the_meetings(meet: Meet) -> None:
    """A roll that is told once, by the meeting, serves every vote; its slip is one finding at the meeting."""
    bare = VOTE.replace("  代表总数: 100\n  应到: 98\n  实到: 92\n", "")
    assert judge(meet(MEETING, bare, bare)) == []
    findings = judge(meet(MEETING.replace("实到: 92", "实到: 29"), bare, bare))
    assert places(findings) == [("C21", "meetings/05-03/meeting.yml:5:5")]
    assert findings[0].message == "发出 92，比实到 29 多 63。"


@pytest.mark.parametrize(
    ("standard", "yes", "announced", "clean"),
    [
        ("{分母: 代表总数, 要求: 过半数}", 48, "通过", False),
        ("{分母: 代表总数, 要求: 过半数}", 48, "未通过", True),
        ("{分母: 出席, 要求: 半数以上}", 48, "通过", True),
        ("{分母: 出席, 要求: 过半数}", 48, "通过", False),
        ("{分母: 出席, 要求: 过半数}", 48, "未通过", True),
        ("{分母: 出席, 要求: 过半数}", 49, "通过", True),
        ("{分母: 有效票, 要求: 三分之二以上}", 64, "通过", True),
        ("{分母: 有效票, 要求: 三分之二以上}", 63, "通过", False),
        ("{分母: 代表总数, 要求: 半数以上}", 50, "通过", True),
        ("{分母: 代表总数, 要求: 过半数}", 50, "通过", False),
        ("{分母: 应到, 要求: 过半数}", 50, "通过", True),
        ("{分母: 出席, 要求: 一致通过}", 96, "通过", True),
        ("{分母: 出席, 要求: 一致通过}", 95, "通过", False),
        ("{分母: 发出票, 要求: 半数以上}", 0, "未通过", True),
        ("{分母: 收回票, 要求: 半数以上}", 0, "通过", False),
    ],
)
def test_the_verdict_follows_from_base_and_majority(
    meet: Meet, standard: str, yes: int, announced: str, clean: bool
) -> None:
    """100 delegates, 99 due, 96 voting: exactly half passes or fails by the words and the base."""
    meeting = MEETING.replace("应到: 98", "应到: 99").replace("实到: 92", "实到: 96")
    vote = (
        "---\n事项: 分配办法\n职权: 讨论通过\n表决: {方式: 无记名, 发出: 96, 收回: 96, 有效: 96, 无效: 0, "
        f"赞成: {yes}, 反对: {96 - yes}}}\n口径: {standard}\n宣布结论: {announced}\n---\n"
    )
    findings = judge(meet(meeting, vote))
    assert places(findings) == ([] if clean else [("C21", f"{PATH}:6:7")])


def test_the_verdict_names_every_number(meet: Meet) -> None:
    """The objection to a verdict can be checked with a pencil."""
    vote = VOTE.replace("赞成: 52", "赞成: 48").replace("反对: 30", "反对: 34")
    (finding,) = judge(meet(MEETING, vote))
    assert finding.message == (
        "宣布结论是“通过”；按本校规则（代表总数的过半数），代表总数 100，需要赞成 51，实得 48，差 3，重算为“未通过”。"
    )


def test_a_standard_that_is_only_advised_is_a_notice(meet: Meet) -> None:
    """A verdict by the preset's standard is advisory; by the resolution's own 口径 it is not."""
    vote = VOTE.replace("宣布结论: 通过", "宣布结论: 未通过")
    (finding,) = vote_does_not_add_up(meet(MEETING, vote, policy="启用日期: 2025-09-01\n"), TODAY)
    assert finding.advisory
    own = vote.replace("宣布结论", "口径: {分母: 出席, 要求: 过半数}\n宣布结论")
    (finding,) = vote_does_not_add_up(meet(MEETING, own, policy="启用日期: 2025-09-01\n"), TODAY)
    assert not finding.advisory


def test_a_show_of_hands_has_no_ballots(meet: Meet) -> None:
    """31 of 31 by hands passes under every base; a ballot number among hands is objected to."""
    assert judge(meet(SMALL, HANDS)) == []
    for base in ("代表总数", "应到", "出席", "发出票", "收回票", "有效票"):
        assert judge(meet(SMALL, HANDS.replace("分母: 出席", f"分母: {base}"))) == []
    findings = judge(meet(SMALL, HANDS.replace("赞成: 31", "发出: 31, 收回: 31, 赞成: 31")))
    assert places(findings) == [("C21", f"{PATH}:4:40")]
    assert findings[0].message == "举手表决没有票，却写了发出、收回。"


def test_observers_do_not_vote(meet: Meet) -> None:
    """One hand more than delegates present is an objection that reminds of the observer."""
    (finding,) = judge(meet(SMALL, HANDS.replace("赞成: 31", "赞成: 32")))
    assert finding.message == "赞成 32＋反对 0＋弃权 0＝32，比实到 31 多 1。"
    assert finding.cure.endswith("列席的 1 人没有表决权，不计入。")


def test_hands_that_tell_abstentions_count_everybody(meet: Meet) -> None:
    """With 弃权 written, the hands add up to those present; without it some may not have been counted."""
    told = HANDS.replace("一致通过", "过半数").replace("赞成: 31", "赞成: 28, 反对: 1, 弃权: 1")
    (finding,) = judge(meet(SMALL, told))
    assert finding.message == "赞成 28＋反对 1＋弃权 1＝30，比实到 31 少 1。"
    assert judge(meet(SMALL, told.replace(", 弃权: 1", ""))) == []


@pytest.mark.parametrize(("base", "label"), [("代表总数", "代表总数"), ("有效票", "有效"), ("发出票", "发出")])
def test_a_missing_base_is_asked_for(meet: Meet, base: str, label: str) -> None:
    """A vote whose base nobody wrote yields one finding at the vote, and no crash."""
    vote = (
        "---\n事项: 分配办法\n职权: 讨论通过\n表决: {方式: 记名, 收回: 90, 赞成: 60, 反对: 30}\n"
        f"口径: {{分母: {base}, 要求: 过半数}}\n宣布结论: 通过\n---\n"
    )
    findings = judge(meet(MEETING.replace("代表总数: 100\n", ""), vote))
    assert places(findings) == [("C21", f"{PATH}:4:6")]
    assert findings[0].message == f"没有写“{label}”，而口径按它计算，结论无法重算。"


def test_a_staff_assembly_is_told_whom_to_count(meet: Meet) -> None:
    """A school that meets as a whole has no delegates: the cure says what to write, and writing it is enough."""
    vote = HANDS.replace("代表总数: 31, ", "").replace("出席, 要求: 一致通过", "代表总数, 要求: 过半数")
    (finding,) = judge(meet(SMALL, vote))
    assert finding.message == "没有写“代表总数”，而口径按它计算，结论无法重算。"
    assert finding.cure == (
        "教职工大会没有代表，写“代表总数: 全体教职工人数”；按别的人数算的，在“口径”里写明分母和依据。"
    )
    assert judge(meet(SMALL + "代表总数: 32\n", vote)) == []


def test_a_base_that_several_votes_miss_is_asked_of_the_meeting(meet: Meet) -> None:
    """One line that is gone from the meeting is one finding, there."""
    bare = VOTE.replace("  代表总数: 100\n  应到: 98\n  实到: 92\n", "")
    findings = judge(meet(MEETING.replace("代表总数: 100\n", ""), bare, bare))
    assert places(findings) == [("C21", "meetings/05-03/meeting.yml:1:1")]


def test_untold_ballots_are_a_warning(meet: Meet) -> None:
    """A vote by ballot whose chain has a hole is asked to fill it; the verdict is judged all the same."""
    (finding,) = judge(meet(MEETING, VOTE.replace("  发出: 92\n", "").replace("  无效: 1\n", "")))
    assert (finding.code.code, finding.level) == ("C60", Severity.WARNING)
    assert finding.message == "无记名表决没有写发出、无效，从发出到赞成的票数接不上。"
    assert list(ballots_not_told(meet(MEETING, VOTE), TODAY)) == []


def test_a_matter_that_must_be_voted_has_a_vote_and_a_verdict(meet: Meet) -> None:
    """讨论通过 without a vote, or without a verdict, is one finding each; hearing a report needs neither."""
    bare = "---\n事项: 分配办法\n职权: 讨论通过\n---\n"
    assert places(judge(meet(MEETING, bare))) == [("C21", f"{PATH}:3:5")]
    (finding,) = judge(meet(MEETING, VOTE.replace("宣布结论: 通过\n", "")))
    assert finding.message.startswith("没有写宣布结论；")
    assert judge(meet(MEETING, bare.replace("讨论通过", "听取报告"))) == []


def test_quorum(meet: Meet) -> None:
    """98 due need 66; a congress that has ended must tell both numbers, one to come need not."""
    bare = MEETING.replace("实到: 92", "实到: {}")
    (finding,) = judge(meet(bare.format(65)))
    assert (finding.code.code, finding.location.line, finding.location.column) == ("C20", 5, 5)
    assert finding.message == "应到 98 人，实到 65 人；法定人数是应到的 2/3，至少 66 人，差 1 人。"
    assert judge(meet(bare.format(66))) == []
    untold = MEETING.replace("实到: 92\n", "")
    (finding,) = judge(meet(untold))
    assert finding.message == "没有写实到，看不出到会人数是否达到法定人数（应到的 2/3）。"
    assert judge(meet(untold), date(2026, 3, 20)) == []
    assert judge(meet(untold.replace("教代会", "家长联系会"))) == []


def test_the_roll_adds_up(meet: Meet) -> None:
    """Delegations add up to the total, and committees have as many posts as declared."""
    delegations = "代表团: [{名称: 文科组, 人数: 60}, {名称: 理科组, 人数: 40}]\n"
    committees = "委员会: [{名称: 提案委员会, 人数: 2, 委员: [主任, 委员]}]\n"
    assert judge(meet(MEETING + delegations + committees, VOTE)) == []
    (finding,) = judge(meet(MEETING + delegations.replace("40", "41"), VOTE))
    assert (finding.code.code, finding.message) == ("C23", "各代表团人数合计 101，比代表总数 100 多 1。")
    findings = judge(meet(MEETING.replace("总数: 100", "总数: 101") + delegations, VOTE))
    assert places(findings) == [("C23", "meetings/05-03/meeting.yml:7:7")]
    (finding,) = judge(meet(MEETING + committees.replace("人数: 2", "人数: 3")))
    assert finding.message == "提案委员会的委员列出 2 名，比写明的 3 人少 1。"
    (finding,) = judge(meet(MEETING.replace("应到: 98", "应到: 101")))
    assert (finding.code.code, finding.message) == ("C23", "应到 101，比代表总数 100 多 1。")
    (finding,) = judge(meet(MEETING.replace("应到: 98", "应到: 980")))
    assert finding.code.code == "C23"


def test_composition(meet: Meet) -> None:
    """59 of 100 are below 60%, 60 are not; a part larger than the whole is a slip and not a proportion."""
    composition = "代表构成: {教师: 59, 女: 50, 青年: 20, 管理: 10}\n"
    (finding,) = judge(meet(MEETING + composition))
    assert (finding.code.code, finding.location.line, finding.location.column) == ("C22", 8, 12)
    assert finding.message == "教师代表 59 人，占代表总数 100 人的 59.0%；本校规则是不低于 60%。"
    assert judge(meet(MEETING + composition.replace("59", "60"))) == []
    (finding,) = judge(meet(MEETING + composition.replace("59", "600")))
    assert (finding.code.code, finding.message) == ("C23", "代表构成里的教师 600，比代表总数 100 还多。")
    (finding,) = judge(meet(MEETING + composition.replace("59", "60").replace("女: 50, ", "")))
    assert finding.message == "代表构成没有写女代表人数。"


def test_an_unknown_number_of_the_roll_stays_unknown(meet: Meet) -> None:
    """Nothing is concluded from a number that is told in two ways."""
    register = meet(MEETING, VOTE.replace("总数: 100", "总数: 10"))
    listed = roll(register.of(Meeting)[0])
    assert listed.known("total") is None
    assert listed.doubted == {"total"}
    assert [finding.code.code for finding in judge(register)] == ["C23"]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 8, 31), []),
        (date(2026, 9, 1), ["2025-2026学年没有教代会的记录，差 1 次；要求每学年至少 1 次。"]),
    ],
)
def test_a_year_without_a_congress_is_told_when_it_is_over(meet: Meet, today: date, expected: list[str]) -> None:
    """Not yet due is silent; then one finding per span, where policy.yml asks for the meeting."""
    findings = judge(meet(SMALL.replace("教职工大会", "家长联系会")), today)
    assert [finding.message for finding in findings] == expected
    assert places(findings) == [("C19", "policy.yml:6:14")] * len(expected)


def test_a_staff_assembly_and_a_meeting_held_later_count(meet: Meet) -> None:
    """A small school's assembly stands for the congress; a later meeting may make up for the year missed."""
    after = date(2026, 9, 10)
    assert judge(meet(SMALL), after) == []
    late = MEETING.replace("2026-03-20", "2026-09-05")
    assert [finding.code.code for finding in judge(meet(late), after)] == ["C19"]
    assert judge(meet(late + "补开: 2025-2026学年\n"), after) == []


def test_an_advised_frequency_waits_for_the_first_meeting(meet: Meet) -> None:
    """A school that has adopted no frequency is not reminded of years before its first recorded meeting."""
    policy = "启用日期: 2023-09-01\n"
    assert judge(meet(MEETING, policy=policy), date(2026, 9, 1)) == []
    findings = judge(meet(MEETING.replace("2026", "2025"), policy=policy), date(2026, 9, 1))
    assert [(finding.code.code, finding.advisory) for finding in findings] == [("C19", True)]
