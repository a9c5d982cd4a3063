"""Figures that real schools published (F1–F18, names removed): the checker judges as arithmetic does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from gongkai.findings import Finding
from gongkai.load import load
from gongkai.records.declarations import labels
from gongkai.records.fields import parse_quantity
from gongkai.rules import check
from gongkai.source import Document, parse
from pydantic_core import PydanticCustomError

from tests.conftest import WriteTree

TODAY = date(2026, 11, 20)
SAMPLE = files("gongkai.rules") / "sample"

# The sample school, as it would have been since before the oldest of these figures.
SCHOOL = (SAMPLE / "school.yml").read_text("utf-8")
CATALOGUE = (SAMPLE / "catalogue.yml").read_text("utf-8")
POLICY = (SAMPLE / "policy.yml").read_text("utf-8").replace("2025-09-01", "2015-09-01")
INCOME_INCLUDES_CARRY = POLICY.replace("动用结余计入收入: 否", "动用结余计入收入: 是")


@dataclass(frozen=True)
class Case:
    """One published set of figures as a record, what is said of it, and which of its numbers bind nothing.

    `free` leads from a number's key path, as `/`-joined text, to the reason why one more in its last
    place is not an error.
    """

    path: str
    text: str
    findings: tuple[str, ...] = ()
    policy: str = POLICY
    free: Mapping[str, str] = field(default_factory=dict)


def briefing(figures: str) -> str:
    return f"公开范围: 社会\n目录项: 教代会/会议与决议\n类型: 校情发布会\n日期: 2026-09-03\n数字:\n{figures}"


PART = "“其中”只要不大于整体；多一还在整体之内"
NOT_BOUND = "没有别的数与它相联"

F1 = """公开范围: 社会
目录项: 财务/收支
类别: 工会经费
名称: 会费留存说明
期间: 2025-10
收入:
  - {科目: 会费, 金额: 1480}
支出:
  - {科目: 职工活动, 金额: 1480}
会费: {实缴人数: 185, 每人: 10, 上缴: 2, 留存: 8}
数字:
  - {名称: 人数, 值: 185, 单位: 人}
  - {名称: 每月留存, 值: 1480, 单位: 元, 由: {积: [人数, 8]}}
  - {名称: 全年留存, 值: 17760, 单位: 元, 由: [{积: [人数, 8, 12]}, {积: [每月留存, 12]}]}
编制: 工会出纳
审核: 工会会计
"""

F2 = """公开范围: 社会
目录项: 财务/收支
类别: 预算
期间: 2024
单位: 万元
收入:
  - {科目: 一般公共预算拨款, 金额: 744.03}
  - {科目: 政府性基金预算拨款, 金额: 0}
  - {科目: 国有资本经营预算拨款, 金额: 0}
  - {科目: 事业收入, 金额: 10}
  - {科目: 上年结转, 金额: 23}
收入合计: 777.03
支出:
  - {科目: 教育支出, 金额: 614.70}
  - {科目: 社会保障和就业支出, 金额: 69.58}
  - {科目: 卫生健康支出, 金额: 36.60}
  - {科目: 住房保障支出, 金额: 33.15}
  - {科目: 结转下年, 金额: 23}
支出合计: 777.03
数字:
  - {名称: 较上年增加, 值: 40.17, 单位: 万元, 由: {合计: [17.17, 23]}}
编制: 财务室
审核: 校长
"""

F3 = """公开范围: 社会
目录项: 财务/收支
类别: 食堂
期间: 2025-2026学年第一学期
收入合计: 2409998.97
支出合计: 2397371.21
结余: 12627.76
食堂:
  经营方式: 自营
  学生伙食: {收入: 2087580, 支出: 2070052.33, 盈余: 17527.67, 盈余率: 0.84%}
编制: 食堂会计
审核: 总务主任
"""

F4 = """公开范围: 社会
目录项: 财务/收支
类别: 工会经费
名称: 2021年工会经费预算
期间: 2021
上年结转: 2139904.21
动用以前年度结余: 178104.41
结转余额: 1961799.80
收入:
  - {科目: 拨缴经费, 金额: 1200000.00}
  - {科目: 上级补助, 金额: 50000.00}
收入合计: 1428104.41
支出:
  - {科目: 职工活动, 金额: 928104.41}
  - {科目: 维权支出, 金额: 500000.00}
支出合计: 1428104.41
编制: 工会出纳
审核: 工会会计
"""

F5 = """公开范围: 社会
目录项: 财务/收支
类别: 工会经费
期间: 2023
单位: 万元
收入合计: 226.54
支出合计: 237.54
结余: -11.00
赤字说明: 动用以前年度结余
编制: 工会出纳
审核: 工会会计
经审: {审核人: 工会经费审查委员会, 日期: 2024-01-15, 意见: 收支真实}
报告: {对象: 会员代表大会, 日期: 2024-03-05}
"""

F6 = briefing("""\
  - {名称: 收到, 值: 34, 单位: 件, 由: {合计: [立案, 转意见, 不立案]}}
  - {名称: 立案, 值: 7, 单位: 件}
  - {名称: 转意见, 值: 18, 单位: 件}
  - {名称: 不立案, 值: 9, 单位: 件}
""")

F7 = briefing("""\
  - {名称: 收到, 值: 81, 单位: 件, 由: {合计: [立案, 不立案]}}
  - {名称: 立案, 值: 67, 单位: 件}
  - {名称: 不立案, 值: 14, 单位: 件}
  - {名称: 其中撤回, 值: 1, 单位: 件, 由: {其中: 不立案}}
""")

F8 = briefing("""\
  - {名称: 收到, 值: 68, 单位: 件, 由: {合计: [立案, 转意见, 不立案]}}
  - {名称: 立案, 值: 29, 单位: 件}
  - {名称: 立案含合并, 值: 15, 单位: 件, 由: {其中: 立案}}
  - {名称: 转意见, 值: 36, 单位: 件}
  - {名称: 转意见含合并, 值: 34, 单位: 件, 由: {其中: 转意见}}
  - {名称: 不立案, 值: 3, 单位: 件}
""")

F9 = briefing("""\
  - {名称: 收到, 值: 74, 单位: 件, 由: [{合计: [立案, 转意见]}, {合计: [教学, 后勤, 管理, 其他]}]}
  - {名称: 立案, 值: 52, 单位: 件}
  - {名称: 并案后, 值: 50, 单位: 件, 由: {其中: 立案}}
  - {名称: 转意见, 值: 22, 单位: 件}
  - {名称: 教学, 值: 46, 单位: 件}
  - {名称: 后勤, 值: 16, 单位: 件}
  - {名称: 管理, 值: 10, 单位: 件}
  - {名称: 其他, 值: 2, 单位: 件}
""")

F10 = briefing("""\
  - {名称: 部门, 值: 13, 单位: 个}
  - {名称: 提案, 值: 40, 单位: 件, 由: {合计: [已落实, 正在落实, 无法落实]}}
  - {名称: 已落实, 值: 24, 单位: 件}
  - {名称: 正在落实, 值: 12, 单位: 件}
  - {名称: 无法落实, 值: 4, 单位: 件}
  - {名称: 落实率, 值: 60%, 由: {比率: [已落实, 提案]}}
""")

F12 = briefing("""\
  - {名称: 代表, 值: 48, 单位: 人, 由: {合计: [中层, 教职工]}}
  - {名称: 中层, 值: 16, 单位: 人}
  - {名称: 教职工, 值: 32, 单位: 人}
  - {名称: 女代表, 值: 16, 单位: 人, 由: {其中: 代表}}
  - {名称: 女代表比例, 值: 33%, 由: {比率: [女代表, 代表]}}
  - {名称: 青年代表, 值: 10, 单位: 人, 由: {其中: 代表}}
  - {名称: 青年代表比例, 值: 21%, 由: {比率: [青年代表, 代表]}}
""")

F13 = briefing("""\
  - {名称: 应签单位, 值: 50, 单位: 家}
  - {名称: 签订单位, 值: 43, 单位: 家, 由: {其中: 应签单位}}
  - {名称: 签订率, 值: 86%, 由: {比率: [签订单位, 应签单位]}}
""")

F14 = briefing("""\
  - {名称: 探望患病职工, 值: 16, 单位: 人次}
  - {名称: 其中女工, 值: 8, 单位: 人次, 由: {其中: 探望患病职工}}
""")

F15 = briefing("""\
  - {名称: 提案, 值: 92, 单位: 件, 由: {合计: [A类, B类, C类]}}
  - {名称: A类, 值: 22, 单位: 件}
  - {名称: B类, 值: 68, 单位: 件}
  - {名称: C类, 值: 2, 单位: 件}
  - {名称: A类占比, 值: 23.91%, 由: {比率: [A类, 提案]}}
  - {名称: B类占比, 值: 73.91%, 由: {比率: [B类, 提案]}}
  - {名称: C类占比, 值: 2.17%, 由: {比率: [C类, 提案]}}
  - {名称: 各类占比之和, 值: 100.00%, 由: {合计: [A类占比, B类占比, C类占比]}}
""")

F16 = briefing("""\
  - 名称: 留言
    值: "3,059"
    单位: 条
    由:
      - {合计: [上半年, 下半年]}
      - {合计: [咨询, 建议, 其他]}
  - {名称: 上半年, 值: "1,904", 单位: 条}
  - {名称: 下半年, 值: "1,155", 单位: 条}
  - {名称: 咨询, 值: "1,160", 单位: 条}
  - {名称: 建议, 值: "1,859", 单位: 条}
  - {名称: 其他, 值: 40, 单位: 条}
  - {名称: 答复, 值: "3,055", 单位: 条, 由: {其中: 留言}}
  - {名称: 答复率, 值: 99.87%, 由: {比率: [答复, 留言]}}
""")

F17 = briefing("""\
  - {名称: 群众反映, 值: 49, 单位: 件, 由: {合计: [办结, 未办结]}}
  - {名称: 办结, 值: 48, 单位: 件}
  - {名称: 未办结, 值: 1, 单位: 件}
  - {名称: 办结率, 值: 99%, 由: {比率: [办结, 群众反映]}}
""")

MEETING = "meetings/briefing-2026-1.yml"
CASES: dict[str, Case] = {
    "F1": Case("finances/union-2025-10.yml", F1, free={"支出/0/金额": NOT_BOUND}),
    "F2": Case("finances/budget-2024.yml", F2),
    "F3": Case("finances/canteen-2025-2026-1.yml", F3),
    "F4": Case("finances/union-budget-2021.yml", F4, policy=INCOME_INCLUDES_CARRY),
    "F5": Case("finances/union-2023.yml", F5),
    "F6": Case(MEETING, F6),
    "F7": Case(MEETING, F7, free={"数字/3/值": PART}),
    "F8": Case(MEETING, F8, free={"数字/2/值": PART, "数字/4/值": PART}),
    "F9": Case(MEETING, F9, free={"数字/2/值": PART}),
    "F10": Case(MEETING, F10, free={"数字/0/值": NOT_BOUND}),
    "F12": Case(MEETING, F12),
    "F13": Case(MEETING, F13),
    "F14": Case(MEETING, F14, free={"数字/0/值": "整体多一，部分仍在其内", "数字/1/值": PART}),
    "F15": Case(MEETING, F15),
    "F16": Case(MEETING, F16),
}

OBJECTIONS: dict[str, Case] = {
    "F1-17670": Case(
        "finances/union-2025-10.yml",
        F1.replace("17760", "17670"),
        (("finances/union-2025-10.yml:14:19 C34 错误 “全年留存”写 17,670，按“由” 185×8×12 重算为 17,760，相差 -90。"),),
    ),
    "F4-policy-says-no": Case(
        "finances/union-budget-2021.yml",
        F4,
        (
            (
                "finances/union-budget-2021.yml:12:7 C35 错误 “收入合计”写 1,428,104.41，"
                "把动用的以前年度结余算在内；本校规则不把它算作收入，重算为 1,250,000.00，相差 178,104.41。"
            ),
        ),
    ),
    "F5-without-note": Case(
        "finances/union-2023.yml",
        F5.replace("赤字说明: 动用以前年度结余\n", ""),
        ("finances/union-2023.yml:8:5 C39 错误 “结余”是 -11.00，为负，没有说明。",),
    ),
    "F7-counted-again": Case(
        MEETING,
        F7.replace("值: 81", "值: 82").replace("[立案, 不立案]", "[立案, 不立案, 其中撤回]"),
        (f"{MEETING}:6:46 C34 错误 “收到”的合计里，“其中撤回”已经包含在另一项里，加了两次。",),
    ),
    "F7-one-too-many": Case(
        MEETING,
        F7.replace("值: 81", "值: 82"),
        (f"{MEETING}:6:17 C34 错误 “收到”写 82，按“由” 67+14 重算为 81，相差 1。",),
    ),
    "F14-17-of-16": Case(
        MEETING,
        F14.replace("值: 8,", "值: 17,"),
        (f"{MEETING}:7:19 C34 错误 “其中女工”写 17，大于它所在的“探望患病职工” 16，多 1。",),
    ),
    "F17": Case(
        MEETING,
        F17,
        ((f"{MEETING}:9:18 C37 错误 “办结率”写 99%，按“由” 48÷49 重算为 98%，相差 1 个百分点（未舍入 97.96%）。"),),
    ),
}


def findings(case: Case, write_tree: WriteTree, text: str = "") -> tuple[Finding, ...]:
    tree = {
        "school.yml": SCHOOL,
        "catalogue.yml": CATALOGUE,
        "policy.yml": case.policy,
        case.path: text or case.text,
    }
    folder = write_tree(tree)
    loaded = load([folder], folder)
    return (*loaded.findings, *check(loaded.register, TODAY))


def said(found: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(
        f"{str(each.location).removeprefix('./')} {each.code.code} {each.level.label} {each.message}" for each in found
    )


@pytest.mark.parametrize("name", CASES)
def test_right_figures_are_agreed_with(name: str, write_tree: WriteTree) -> None:
    """Figures that agree with themselves yield no finding of any rule."""
    assert said(findings(CASES[name], write_tree)) == ()


@pytest.mark.parametrize("name", OBJECTIONS)
def test_wrong_figures_are_objected_to_once(name: str, write_tree: WriteTree) -> None:
    """Figures that do not agree yield one finding, at the number, with both numbers and the difference."""
    case = OBJECTIONS[name]
    assert said(findings(case, write_tree)) == case.findings


def test_f17_is_agreed_with_once_the_rate_is_right(write_tree: WriteTree) -> None:
    """48 of 49 is 98 % in whole percent and 97.96 % in hundredths: both may be printed."""
    case = OBJECTIONS["F17"]
    for rate in ("98%", "97.96%", "97.959%"):
        assert findings(case, write_tree, F17.replace("99%", rate)) == ()


CONGRESS = """公开范围: 社会
目录项: 教代会/会议与决议
类型: 教代会
日期: 2026-03-20
召集: 校工会
应到: {due}
实到: {present}
列席: {observers}
代表总数: {total}
材料送达日期: 2026-03-10
提案截止日期: 2026-03-05
议程:
  - {{事项: 学校工作报告, 职权: 听取报告}}
  - {{事项: 上次提案办理情况报告, 职权: 审议提案办理}}
  - {{事项: 教职工考核办法, 职权: 讨论通过}}
会前报告: {{日期: 2026-03-02, 报送: 上级教育工会}}
会后备案: {{日期: 2026-03-27, 报送: 上级教育工会}}
"""

RESOLUTION = """---
事项: 教职工考核办法
职权: 讨论通过
表决:
  方式: 举手
  赞成: {yes}
  反对: {no}
  弃权: {abstained}
口径: {{分母: {base}, 要求: {majority}}}
宣布结论: 通过
公布日期: 2026-03-23
责任部门: 工会
---
"""


def congress(write_tree: WriteTree, **numbers: object) -> tuple[str, ...]:
    """What is said of a congress with one vote; F11's numbers where none are given."""
    given: dict[str, object] = {
        "total": 31,
        "due": 31,
        "present": 31,
        "observers": 1,
        "yes": 31,
        "no": 0,
        "abstained": 0,
    }
    given |= {"base": "应到", "majority": "一致通过"}
    case = Case("meetings/05-03/meeting.yml", CONGRESS.format(**{**given, **numbers}))
    write_tree({"meetings/05-03/resolution-1.md": RESOLUTION.format(**{**given, **numbers})})
    return said(findings(case, write_tree))


BASES = ("代表总数", "应到", "出席")
MAJORITIES = ("过半数", "半数以上", "三分之二以上", "一致通过")


def test_f11_everybody_in_favour_passes_under_every_standard(write_tree: WriteTree) -> None:
    """31 of 31 on a show of hands meets every majority of every base; one who sits in does not vote."""
    for base in BASES:
        for majority in MAJORITIES:
            assert congress(write_tree, base=base, majority=majority) == ()
    assert congress(write_tree, observers=2) == ()


@pytest.mark.parametrize("name", ["total", "due", "present", "yes"])
def test_f11_one_less_is_objected_to(name: str, write_tree: WriteTree) -> None:
    """Any of the four numbers one less contradicts the others, once; 列席 alone binds nothing."""
    assert len(congress(write_tree, **{name: 30})) == 1


def f18(write_tree: WriteTree, present: int, base: str, majority: str) -> tuple[str, ...]:
    rest = {"no": present - 48, "yes": 48, "observers": 0}
    return congress(write_tree, total=100, due=100, present=present, base=base, majority=majority, **rest)


@pytest.mark.parametrize("base", ["代表总数", "应到"])
def test_f18_48_of_100_delegates_is_no_majority(base: str, write_tree: WriteTree) -> None:
    """48 of 100 does not pass, whatever the majority, if all delegates are the base."""
    for majority in MAJORITIES:
        found = f18(write_tree, 90, base, majority)
        assert len(found) == 1
        assert found[0].startswith("meetings/05-03/resolution-1.md:10:7 C21 错误 ")


def test_f18_48_passes_by_those_present_only_if_they_are_few_enough(write_tree: WriteTree) -> None:
    """By those present, 48 is half of 96 and more than half of 95, and no more."""
    assert f18(write_tree, 96, "出席", "半数以上") == ()
    assert f18(write_tree, 95, "出席", "过半数") == ()
    assert len(f18(write_tree, 97, "出席", "半数以上")) == 1
    assert len(f18(write_tree, 96, "出席", "过半数")) == 1


def test_f15_rounded_shares_need_not_add_up_to_a_hundred(write_tree: WriteTree) -> None:
    """Three rounded shares may miss their sum by half a unit each: 99.98 to 100.00, but not 100.01."""
    case = CASES["F15"]
    for total in ("99.98%", "99.99%", "100.00%"):
        assert findings(case, write_tree, F15.replace("100.00%", total)) == ()
    assert said(findings(case, write_tree, F15.replace("100.00%", "100.01%"))) == (
        (
            f"{MEETING}:13:21 C34 错误 “各类占比之和”写 100.01%，按“由” 23.91%+73.91%+2.17% 重算为 99.99%，"
            "相差 0.02 个百分点。"
        ),
    )


NUMBERLESS = ("期间", "日期", "格式")


def printed_numbers(data: Any, keys: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every number in a record file, with its key path."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in NUMBERLESS:
                yield from printed_numbers(value, (*keys, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from printed_numbers(value, (*keys, index))
    elif isinstance(data, str):
        try:
            parse_quantity(data)
        except PydanticCustomError:
            return
        yield keys, data


def document(case: Case) -> Document:
    found, problems = parse(case.text, case.path, labels())
    assert found is not None
    assert problems == ()
    return found


def one_more(number: str) -> str:
    """The number with one more in its last place; a negative one moves towards zero."""
    quantity = parse_quantity(number)
    value = quantity.value + quantity.value.__class__((0, (1,), -quantity.decimals))
    return f"{value:f}{quantity.sign}"


BOUND = [
    pytest.param(name, keys, number, id=f"{name}-{'/'.join(map(str, keys))}")
    for name, case in CASES.items()
    for keys, number in printed_numbers(document(case).data)
    if "/".join(map(str, keys)) not in case.free
]


@pytest.mark.parametrize(("name", "keys", "number"), BOUND)
def test_one_more_in_the_last_place_is_one_finding(
    name: str, keys: tuple[str | int, ...], number: str, write_tree: WriteTree
) -> None:
    """Wherever arithmetic binds a number, one more in its last place is objected to, exactly once."""
    case = CASES[name]
    found = findings(case, write_tree, changed(case, keys, number))
    assert len(found) == 1, said(found)


FREE = [(name, keys) for name, case in CASES.items() for keys in case.free]


@pytest.mark.parametrize(("name", "path"), FREE)
def test_numbers_that_bind_nothing_may_change(name: str, path: str, write_tree: WriteTree) -> None:
    """The numbers listed as free, each with its reason, really are."""
    case = CASES[name]
    numbers = {"/".join(map(str, keys)): (keys, number) for keys, number in printed_numbers(document(case).data)}
    keys, number = numbers[path]
    assert said(findings(case, write_tree, changed(case, keys, number))) == ()


def changed(case: Case, keys: tuple[str | int, ...], number: str) -> str:
    place = document(case).place(keys, value=True)
    lines = case.text.split("\n")
    line = lines[place.line - 1]
    start = place.column - 1
    tail, count = re.subn(re.escape(number), one_more(number), line[start:], count=1)
    assert count == 1
    lines[place.line - 1] = line[:start] + tail
    return "\n".join(lines)
