"""Statements recomputed: sums by level and column, carried balances, series, dues, margins, signatures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from gongkai.load import load
from gongkai.records.declarations import labels
from gongkai.rules import check
from gongkai.source import parse

from tests.conftest import WriteTree
from tests.test_real_figures import one_more, printed_numbers

SAMPLE = files("gongkai.rules") / "sample"
SETTINGS = {name: (SAMPLE / name).read_text("utf-8") for name in ("school.yml", "catalogue.yml", "policy.yml")}
TODAY = date(2026, 6, 20)


def said(write_tree: WriteTree, records: Mapping[str, str], today: date = TODAY) -> tuple[str, ...]:
    """What every rule says of these records in the sample school."""
    folder = write_tree({**SETTINGS, **records})
    loaded = load([folder], folder)
    found = (*loaded.findings, *check(loaded.register, today))
    return tuple(
        f"{str(each.location).removeprefix('./')} {each.code.code} {each.level.label} {each.message}" for each in found
    )


UNION_WINTER = """公开范围: 社会
目录项: 财务/收支
类别: 工会经费
期间: 2026-01至2026-02
期初: 2000.00
收入:
  - {科目: 会费, 金额: 2960.00}
  - {科目: 拨缴经费, 金额: 3000.00}
收入合计: 5960.00
支出:
  - 科目: 职工活动
    金额: 4000.00
    明细:
      - {科目: 文体活动, 金额: 2500.00}
      - {科目: 职工教育, 金额: 1500.00}
  - {科目: 职工服务, 金额: 760.00}
支出合计: 4760.00
结余: 1200.00
期末: 3200.00
会费: {实缴人数: 185, 每人: 10, 上缴: 2, 留存: 8, 月数: 2}
编制: 工会出纳
审核: 工会会计
批准: 工会主席
"""

UNION_MARCH = """公开范围: 社会
目录项: 财务/收支
类别: 工会经费
期间: 2026-03
期初: 3200.00
收入:
  - {科目: 会费, 金额: 1480.00}
  - {科目: 拨缴经费, 金额: 6000.00}
支出:
  - {科目: 职工活动, 金额: 2040.00}
  - {科目: 职工服务, 金额: 8900.00}
期末: -260.00
会费: {实缴人数: 185, 每人: 10, 上缴: 2, 留存: 8}
赤字说明: 四月拨缴到账后补足
编制: 工会出纳
审核: 工会会计
批准: 工会主席
"""

UNION_APRIL = """公开范围: 社会
目录项: 财务/收支
类别: 工会经费
期间: 2026-04
期初: -260.00
收入:
  - {科目: 会费, 金额: 1480.00}
  - {科目: 拨缴经费, 金额: 6000.00}
支出:
  - {科目: 职工活动, 金额: 1000.00}
期末: 6220.00
会费: {实缴人数: 185, 每人: 10, 上缴: 2, 留存: 8}
编制: 工会出纳
审核: 工会会计
"""

CANTEEN_MARCH = """公开范围: 社会
目录项: 财务/收支
类别: 食堂
期间: 2026-03
列: [本月, 本学期累计]
期初: 12000.00
收入:
  - 科目: 伙食收入
    金额: {本月: 200000.00, 本学期累计: 200000.00}
    明细:
      - {科目: 学生伙食收入, 金额: {本月: 150000.00, 本学期累计: 150000.00}}
      - {科目: 教职工伙食收入, 金额: {本月: 50000.00, 本学期累计: 50000.00}}
  - {科目: 其他收入, 金额: {本月: —, 本学期累计: —}}
收入合计: {本月: 200000.00, 本学期累计: 200000.00}
支出:
  - 科目: 原材料
    金额: {本月: 140000.00, 本学期累计: 140000.00}
    明细:
      - {科目: 猪肉, 其中: 是, 金额: {本月: 30000.00, 本学期累计: 30000.00}}
  - {科目: 燃料, 金额: {本月: 9000.00, 本学期累计: 9000.00}}
  - {科目: 人工, 金额: {本月: 50000.00, 本学期累计: 50000.00}}
支出合计: {本月: 199000.00, 本学期累计: 199000.00}
结余: {本月: 1000.00, 本学期累计: 1000.00}
期末: 13000.00
食堂:
  经营方式: 自营
  学生伙食: {收入: 150000.00, 支出: 149250.00, 盈余: 750.00, 盈余率: 0.50%}
  用餐:
    - {对象: 学生, 人数: 500, 标准: 15, 天数: 20, 金额: 150000.00}
  盈亏率: 0.50%
  盈亏率口径: 累计
编制: 食堂会计
审核: 总务主任
"""

TREE = {
    "finances/2026/union-2026-01.yml": UNION_WINTER,
    "finances/2026/union-2026-03.yml": UNION_MARCH,
    "finances/2026/union-2026-04.yml": UNION_APRIL,
    "finances/2026/canteen-2026-03.yml": CANTEEN_MARCH,
}

FREE = {
    "finances/2026/canteen-2026-03.yml 支出/0/明细/0/金额/本月": "其中：多一仍不大于整体",
    "finances/2026/canteen-2026-03.yml 支出/0/明细/0/金额/本学期累计": "其中：多一仍不大于整体",
}


def cells() -> list[Any]:
    found = []
    for path, text in TREE.items():
        document, problems = parse(text, path, labels())
        assert document is not None
        assert problems == ()
        for keys, number in printed_numbers(document.data):
            name = f"{path} {'/'.join(map(str, keys))}"
            if name not in FREE:
                found.append(pytest.param(path, keys, number, id=name.rpartition("/2026/")[2]))
    return found


def replaced(path: str, keys: tuple[str | int, ...], number: str) -> dict[str, str]:
    document, _ = parse(TREE[path], path, labels())
    assert document is not None
    place = document.place(keys, value=True)
    lines = TREE[path].split("\n")
    line, start = lines[place.line - 1], place.column - 1
    lines[place.line - 1] = line[:start] + re.sub(re.escape(number), one_more(number), line[start:], count=1)
    return {**TREE, path: "\n".join(lines)}


def test_ordinary_statements_are_clean(write_tree: WriteTree) -> None:
    """A combined winter statement, two months after it and a canteen with two columns yield nothing."""
    assert said(write_tree, TREE) == ()


@pytest.mark.parametrize(("path", "keys", "number"), cells())
def test_one_changed_number_is_one_finding(
    path: str, keys: tuple[str | int, ...], number: str, write_tree: WriteTree
) -> None:
    """One more in any bound number is objected to once, though sums, dues, carries and chains use it."""
    found = said(write_tree, replaced(path, keys, number))
    assert len(found) == 1, found


MARCH = "finances/2026/union-2026-03.yml"
APRIL = "finances/2026/union-2026-04.yml"
WINTER = "finances/2026/union-2026-01.yml"
CANTEEN = "finances/2026/canteen-2026-03.yml"


@pytest.mark.parametrize(
    ("path", "old", "new", "finding"),
    [
        (
            WINTER,
            "金额: 1500.00",
            "金额: 1500.10",
            "12:9 C34 错误 “职工活动”写 4,000.00，按明细相加重算为 4,000.10，相差 -0.10。",
        ),
        (
            WINTER,
            "收入合计: 5960.00",
            "收入合计: 5690.00",
            "9:7 C34 错误 “收入合计”写 5,690.00，按各行相加重算为 5,960.00，相差 -270.00。",
        ),
        (
            WINTER,
            "金额: 760.00",
            "金额: —",
            "17:7 C34 错误 “支出合计”写 4,760.00，按各行相加重算为 4,000.00，相差 760.00。",
        ),
        (
            WINTER,
            "    金额: 4000.00\n",
            "    金额: —\n",
            "12:9 C34 错误 “职工活动”写 —，按明细相加重算为 4,000.00，相差 -4,000.00。",
        ),
        (
            WINTER,
            "结余: 1200.00",
            "结余: 1300.00",
            "18:5 C34 错误 “结余”写 1,300.00，按收入减支出重算为 1,200.00，相差 100.00。",
        ),
        (
            WINTER,
            "期末: 3200.00",
            "期末: 3300.00",
            "19:5 C35 错误 “期末”写 3,300.00，按期初加收入减支出重算为 3,200.00，相差 100.00。",
        ),
        (
            MARCH,
            "期初: 3200.00",
            "期初: 3000.00",
            "5:5 C35 错误 “期初”写 3,000.00，上一份（2026年1月至2月）的“期末”是 3,200.00，相差 -200.00。",
        ),
        (
            MARCH,
            "赤字说明: 四月拨缴到账后补足\n",
            "",
            "12:5 C39 错误 “期末”是 -260.00，为负，没有说明。",
        ),
        (
            MARCH,
            "每人: 10",
            "每人: 12",
            "13:21 C40 错误 “每人”写 12，按上缴加留存重算为 10，相差 2。",
        ),
        (
            MARCH,
            "每人: 10, 上缴: 2, 留存: 8",
            "每人: 11, 上缴: 3, 留存: 8",
            "13:21 C40 错误 会费“每人”写 11，本校的会费标准是 10，相差 1。",
        ),
        (
            MARCH,
            "留存: 8}",
            "留存: 8, 留存入账: 1500}",
            "13:45 C40 错误 “留存入账”写 1,500，按实缴人数×留存×月数重算为 1,480，相差 20。",
        ),
        (MARCH, "编制: 工会出纳\n审核: 工会会计\n", "", "1:1 C42 错误 财务记录没有写“编制”、“审核”。"),
        (
            MARCH,
            "{科目: 拨缴经费, 金额: 6000.00}",
            "{科目: 拨缴经费}",
            "8:6 C48 错误 这一行没有金额，也没有明细。",
        ),
        (
            MARCH,
            "金额: 6000.00",
            "金额: {本月: 6000.00}",
            "8:21 C48 错误 金额分了栏（“本月”），却没有写“列”。",
        ),
        (
            MARCH,
            "科目: 职工服务",
            "科目: 职工服务（万元）",
            "11:10 C36 错误 这里写着“万元”，这张表的“单位”是元。",
        ),
        (
            CANTEEN,
            "支出合计: {本月: 199000.00",
            "支出合计: {本月: 198000.00",
            "22:12 C34 错误 “支出合计”的“本月”栏写 198,000.00，按各行相加重算为 199,000.00，相差 -1,000.00。",
        ),
        (
            CANTEEN,
            "{本月: 30000.00",
            "{本月: 300000.00",
            ("19:34 C34 错误 其中“猪肉”的“本月”栏写 300,000.00，大于它所在的“原材料” 140,000.00，多 160,000.00。"),
        ),
        (
            CANTEEN,
            "盈余: 750.00",
            "盈余: 705.00",
            "27:44 C34 错误 “学生伙食盈余”写 705.00，按收入减支出重算为 750.00，相差 -45.00。",
        ),
        (
            CANTEEN,
            "盈余率: 0.50%",
            "盈余率: 5.00%",
            "27:57 C37 错误 “学生伙食盈余率”写 5.00%，按盈余÷收入重算为 0.50%，相差 4.50 个百分点。",
        ),
        (
            CANTEEN,
            "  盈亏率: 0.50%",
            "  盈亏率: 0.05%",
            "30:8 C37 错误 “盈亏率”写 0.05%，按盈余÷收入重算为 0.50%，相差 -0.45 个百分点。",
        ),
        (
            CANTEEN,
            "人数: 500",
            "人数: 501",
            "29:45 C34 错误 “学生用餐金额”写 150,000.00，按人数×标准×天数重算为 150,300.00，相差 -300.00。",
        ),
        (
            CANTEEN,
            "列: [本月, 本学期累计]",
            "列: [本月, 本学期类计]",
            "5:9 C48 错误 “列”里的“本学期类计”没有一行用到，表里写的是“本学期累计”。",
        ),
        (
            CANTEEN,
            "{本月: 9000.00, 本学期累计",
            "{本月: 9000.00, 学期累计",
            "20:32 C48 错误 栏名“学期累计”没有写在“列”里。",
        ),
        (
            CANTEEN,
            "{本月: 9000.00, 本学期累计: 9000.00}",
            "{本月: 9000.00}",
            "20:14 C48 错误 这一行没有填“本学期累计”栏。",
        ),
        (
            CANTEEN,
            "{本月: 9000.00, 本学期累计: 9000.00}",
            "9000.00",
            "20:18 C48 错误 这张表有几栏（“本月”、“本学期累计”），这里只写了一个数，不知道是哪一栏。",
        ),
        (
            CANTEEN,
            "  学生伙食: {收入: 150000.00, 支出: 149250.00, 盈余: 750.00, 盈余率: 0.50%}\n",
            "",
            "25:1 C49 错误 自营食堂没有单列学生伙食。",
        ),
        (
            CANTEEN,
            "经营方式: 自营",
            "经营方式: 承包",
            "26:9 C49 错误 经营方式是承包，没有写“供餐单位”、“餐费标准”。",
        ),
    ],
)
def test_what_is_said_and_where(path: str, old: str, new: str, finding: str, write_tree: WriteTree) -> None:
    """Each slip is named with both numbers and the difference, at its innermost place, and nowhere else."""
    assert TREE[path].count(old) == 1
    assert said(write_tree, {**TREE, path: TREE[path].replace(old, new)}) == (f"{path}:{finding}",)


def test_an_explained_difference_of_dues_is_fine(write_tree: WriteTree) -> None:
    """差额说明 answers for members who paid late; the sums still have to hold."""
    text = UNION_APRIL.replace("实缴人数: 185", "实缴人数: 184").replace("留存: 8}", "留存: 8, 差额说明: 补缴上月一人}")
    assert said(write_tree, {**TREE, APRIL: text}) == ()


SUMMER = """公开范围: 社会
目录项: 财务/收支
类别: 收支月报
期间: {period}
期初: {opening}
收入:
  - {{科目: 拨款, 金额: 100.00}}
支出:
  - {{科目: 公用, 金额: 40.00}}
期末: {closing}
编制: 会计
审核: 主任
"""


def ledgers(*entries: tuple[str, str, str, str]) -> dict[str, str]:
    return {
        f"finances/ledger-{number}.yml": SUMMER.format(period=period, opening=opening, closing=closing)
        for number, period, opening, closing in entries
    }


def test_a_series_goes_on_after_the_summer(write_tree: WriteTree) -> None:
    """No statement for July and August: September still opens with what June closed with."""
    june, september = ("2026-06", "2026-06", "0.00", "60.00"), ("2026-09", "2026-09", "60.00", "120.00")
    today = date(2026, 9, 30)
    assert said(write_tree, ledgers(june, september), today) == ()
    wrong = ("2026-09", "2026-09", "50.00", "110.00")
    assert said(write_tree, ledgers(june, wrong), today) == (
        ("finances/ledger-2026-09.yml:5:5 C35 错误 “期初”写 50.00，上一份（2026年6月）的“期末”是 60.00，相差 -10.00。"),
    )


def test_a_missing_month_is_not_a_broken_chain(write_tree: WriteTree) -> None:
    """Where May is missing altogether, June's opening cannot be judged; only the gap is told."""
    april, june = ("2026-04", "2026-04", "0.00", "60.00"), ("2026-06", "2026-06", "95.00", "155.00")
    assert said(write_tree, ledgers(april, june)) == (
        "finances/ledger-2026-06.yml:4:5 C32 警告 缺 2026-05 的月报：上一份是 2026年4月，这一份是 2026年6月。",
    )


def test_a_month_that_could_not_be_read_is_not_a_broken_chain(write_tree: WriteTree) -> None:
    """An unreadable August may be why September does not open with June's balance."""
    june, september = ("2026-06", "2026-06", "0.00", "60.00"), ("2026-09", "2026-09", "50.00", "110.00")
    broken = {"finances/ledger-2026-08.yml": "公开范围: 社会\n"}
    found = said(write_tree, {**ledgers(june, september), **broken}, date(2026, 9, 30))
    assert [each for each in found if " C35 " in each] == []


def test_series_are_told_apart_by_number(write_tree: WriteTree) -> None:
    """Two ledgers of the same month with different stems do not chain into one another."""
    first = {"finances/ledger-a-2026-04.yml": SUMMER.format(period="2026-04", opening="0.00", closing="60.00")}
    other = {"finances/ledger-b-2026-05.yml": SUMMER.format(period="2026-05", opening="9.00", closing="69.00")}
    assert said(write_tree, {**first, **other}) == ()


def test_a_correction_explains_a_broken_chain(write_tree: WriteTree) -> None:
    """If April's 期末 was misprinted as 56 and is corrected to 60, May may have been opened with 56."""
    text = SUMMER.format(period="2026-04", opening="0.00", closing="60.00")
    may = SUMMER.format(period="2026-05", opening="56.00", closing="116.00")
    correction = (
        "---\n日期: 2026-05-20\n类型: 公布笔误\n位置: finance.yml 期末\n原值: 56.00\n新值: 60.00\n"
        "理由: 录入时看错一位\n批准: 校长\n---\n"
    )
    tree = {"finances/ledger-2026-04/finance.yml": text, "finances/ledger-2026-05.yml": may}
    chained = (
        "finances/ledger-2026-05.yml:5:5 C35 错误 “期初”写 56.00，上一份（2026年4月）的“期末”是 60.00，相差 -4.00。"
    )
    assert said(write_tree, tree) == (chained,)
    assert said(write_tree, {**tree, "finances/ledger-2026-04/correction-1.md": correction}) == ()


def test_a_chain_between_units(write_tree: WriteTree) -> None:
    """12,346 元 goes on as 1.23 万元; as 12,346 万元 it is a slip of the unit."""
    april = SUMMER.format(period="2026-04", opening="12286.00", closing="12346.00")
    may = (
        "公开范围: 社会\n目录项: 财务/收支\n类别: 收支月报\n期间: 2026-05\n单位: 万元\n期初: {}\n"
        "编制: 会计\n审核: 主任\n"
    )
    path = "finances/ledger-2026-05.yml"
    tree = {"finances/ledger-2026-04.yml": april}
    assert said(write_tree, {**tree, path: may.format("1.23")}) == ()
    assert said(write_tree, {**tree, path: may.format("1.24")}) == (
        f"{path}:6:5 C35 错误 “期初”写 1.24，上一份（2026年4月）的“期末”是 1.23，相差 0.01。",
    )
    assert said(write_tree, {**tree, path: may.format("12346.0000")}) == (
        f"{path}:6:5 C36 错误 “期初”写 12,346.0000，和上一份的“期末” 1.2346 正好差一万倍。",
    )


def test_a_paused_canteen_is_continuous(write_tree: WriteTree) -> None:
    """A month of 停供 has no rows; its balance is carried on."""
    paused = (
        "公开范围: 社会\n目录项: 财务/收支\n类别: 食堂\n期间: 2026-04\n期初: 13000.00\n期末: 13000.00\n"
        "食堂: {经营方式: 自营, 停供: 是}\n编制: 食堂会计\n审核: 总务主任\n"
    )
    assert said(write_tree, {**TREE, "finances/2026/canteen-2026-04.yml": paused}) == ()
    wrong = paused.replace("期末: 13000.00", "期末: 12000.00")
    assert said(write_tree, {**TREE, "finances/2026/canteen-2026-04.yml": wrong}) == (
        (
            "finances/2026/canteen-2026-04.yml:6:5 C35 错误 "
            "“期末”写 12,000.00，按期初加收入减支出重算为 13,000.00，相差 -1,000.00。"
        ),
    )


CANTEEN_MONTH = """公开范围: 社会
目录项: 财务/收支
类别: 食堂
期间: {period}
收入合计: {income}
支出合计: {expense}
食堂:
  经营方式: 自营
  学生伙食: {{收入: 1000, 支出: 1000, 盈余: 0}}
  盈亏率: {margin}
  盈亏率口径: 累计
编制: 食堂会计
审核: 总务主任
"""


def canteen(period: str, income: int, expense: int, margin: str) -> dict[str, str]:
    text = CANTEEN_MONTH.format(period=period, income=income, expense=expense, margin=margin)
    return {f"finances/canteen-{period}.yml": text}


def test_a_cumulative_margin_adds_up_the_term(write_tree: WriteTree) -> None:
    """March 1,000−980 and April 3,000−2,980: 1 % so far; a third way to count it is wrong."""
    march = canteen("2026-03", 1000, 980, "2.00%")
    assert said(write_tree, {**march, **canteen("2026-04", 3000, 2980, "1.00%")}) == ()
    assert said(write_tree, {**march, **canteen("2026-04", 3000, 2980, "0.67%")}) == (
        ("finances/canteen-2026-04.yml:10:8 C37 错误 “盈亏率”写 0.67%，按盈余÷收入重算为 1.00%，相差 -0.33 个百分点。"),
    )


def test_a_margin_without_its_span_may_be_of_either(write_tree: WriteTree) -> None:
    """Where 盈亏率口径 is not written, the month's own margin and the term's so far are both right."""
    march = canteen("2026-03", 1000, 980, "2.00%")
    for margin, found in (("0.67%", 0), ("1.00%", 0), ("0.76%", 1)):
        april = canteen("2026-04", 3000, 2980, margin)
        unnamed = {path: text.replace("  盈亏率口径: 累计\n", "") for path, text in april.items()}
        assert len(said(write_tree, {**march, **unnamed})) == found


def test_the_margin_is_judged_at_the_end_of_the_term(write_tree: WriteTree) -> None:
    """3 % in one month is nothing; 3 % over the term is a warning, silenced by its 增减说明."""
    tree = {**canteen("2026-03", 1000, 970, "3.00%")}
    for period in ("2026-04", "2026-05", "2026-06"):
        tree |= canteen(period, 1000, 970, "3.00%")
    today = date(2026, 7, 12)
    assert said(write_tree, tree, today) == ()
    july = canteen("2026-07", 1000, 970, "3.00%")
    assert said(write_tree, {**tree, **july}, today) == (
        "finances/canteen-2026-07.yml:10:8 C38 警告 食堂学期累计盈亏率是 3.00%，本校规则的上限是 2%。",
    )
    explained = {path: text + "增减说明: 结余下学期降价退还\n" for path, text in july.items()}
    assert said(write_tree, {**tree, **explained}, today) == ()


BUDGET = """公开范围: 社会
目录项: 财务/收支
类别: 预算
期间: 2026
单位: 万元
列: [上年决算, 本年预算]
收入:
  - {科目: 拨款, 金额: {上年决算: 100.00, 本年预算: 110.00}}
支出:
  - {科目: 人员, 金额: {上年决算: 90.00, 本年预算: 105.00}}
  - {科目: 公用, 金额: {上年决算: 10.00, 本年预算: 15.00}}
编制: 会计
审核: 校长
"""


def test_a_budget_that_spends_more_needs_its_source(write_tree: WriteTree) -> None:
    """120 of 110 needs a note, or enough carry-over used; 8 is not enough."""
    path = "finances/budget-2026.yml"
    finding = f"{path}:9:1 C39 错误 支出比收入多 10.00，没有说明用什么弥补。"
    assert said(write_tree, {path: BUDGET}) == (finding,)
    assert said(write_tree, {path: BUDGET + "动用以前年度结余: 10.00\n"}) == ()
    assert said(write_tree, {path: BUDGET + "动用以前年度结余: 8.00\n"}) == (finding,)
    assert said(write_tree, {path: BUDGET + "赤字说明: 动用历年结余\n"}) == ()


PERCENT = """公开范围: 社会
目录项: 财务/收支
类别: 预算
期间: 2026
单位: 万元
列: [上年决算, 本年预算, 增减%]
收入:
  - 科目: 拨款
    金额: {上年决算: 100.00, 本年预算: 110.00, 增减%: 10.00%}
    明细:
      - {科目: 人员, 金额: {上年决算: 80.00, 本年预算: 88.00, 增减%: 10.00}}
      - {科目: 公用, 金额: {上年决算: 20.00, 本年预算: 22.00, 增减%: 10.00％}}
收入合计: {上年决算: 100.00, 本年预算: 110.00, 增减%: 10.00%}
支出:
  - {科目: 人员, 金额: {上年决算: 100.00, 本年预算: 110.00, 增减%: —}}
结余: {上年决算: 0.00, 本年预算: 0.00, 增减%: —}
编制: 会计
审核: 校长
"""


def test_percentages_in_a_column_are_not_added_up(write_tree: WriteTree) -> None:
    """10 % and 10 % are not 20 %; the money beside them is still added up."""
    path = "finances/budget-2026.yml"
    assert said(write_tree, {path: PERCENT}) == ()
    assert said(write_tree, {path: PERCENT.replace("本年预算: 22.00", "本年预算: 23.00")}) == (
        f"{path}:9:30 C34 错误 “拨款”的“本年预算”栏写 110.00，按明细相加重算为 111.00，相差 -1.00。",
    )


def test_a_cell_is_objected_to_by_its_column(write_tree: WriteTree) -> None:
    """A percentage among amounts, and a blank cell."""
    path = "finances/budget-2026.yml"
    found = said(write_tree, {path: PERCENT.replace("本年预算: 22.00", "本年预算: 22%")})
    assert found == (f"{path}:12:42 M03 错误 “本年预算”这一栏写了百分比；栏名里要有 %，如“本年预算%”，“列”里也照改。",)
    found = said(write_tree, {path: PERCENT.replace("本年预算: 22.00", "本年预算: ")})
    assert found == (f"{path}:12:36 M04 错误 “本年预算”这一栏没有填写。",)


QUARTERS = """公开范围: 社会
目录项: 财务/收支
类别: 决算
期间: 2025
列: [第一季度, 第二季度, 合计]
收入:
  - {科目: 拨款, 金额: {第一季度: 10, 第二季度: 20, 合计: 30}}
  - {科目: 利息, 金额: {第一季度: 1, 第二季度: —, 合计: 1}}
收入合计: {第一季度: 11, 第二季度: 20, 合计: 31}
编制: 会计
审核: 校长
"""


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            "第一季度: 10",
            "第一季度: 12",
            "7:43 C34 错误 “拨款”的“合计”栏写 30，按其他各栏相加重算为 32，相差 -2。",
        ),
        ("合计: 30", "合计: 33", "7:43 C34 错误 “拨款”的“合计”栏写 33，按其他各栏相加重算为 30，相差 3。"),
        (
            "合计: 31",
            "合计: 32",
            "9:32 C34 错误 “收入合计”的“合计”栏写 32，按其他各栏相加重算为 31，相差 1。",
        ),
    ],
)
def test_columns_add_up_across(old: str, new: str, finding: str, write_tree: WriteTree) -> None:
    """With a 合计 column a changed cell is one objection, though its row and its column both fail."""
    path = "finances/final-2025.yml"
    assert said(write_tree, {path: QUARTERS}) == ()
    found = said(write_tree, {path: QUARTERS.replace(old, new)})
    assert found == (f"{path}:{finding}",)


def test_figures_may_name_what_the_statement_says(write_tree: WriteTree) -> None:
    """数字 of a statement name its totals and 科目, and in a table with columns 科目/栏."""
    figures = (
        "数字:\n  - {名称: 会费占比, 值: 19.8%, 由: {比率: [会费, 收入合计]}}\n"
        "  - {名称: 期末, 值: -0.03, 单位: 万元}\n"
    )
    assert said(write_tree, {**TREE, MARCH: UNION_MARCH + figures}) == ()
    wrong = UNION_MARCH + figures.replace("-0.03", "-0.02").replace("19.8%", "19.7%")
    assert said(write_tree, {**TREE, MARCH: wrong}) == (
        (
            f"{MARCH}:19:19 C37 错误 “会费占比”写 19.7%，按“由” 1,480.00÷7,480.00 重算为 19.8%，"
            "相差 -0.1 个百分点（未舍入 19.786%）。"
        ),
        f"{MARCH}:20:17 C34 错误 “期末”写 -0.02，按本表重算为 -0.03，相差 0.01。",
    )
    columns = "数字:\n  - {名称: 猪肉占比, 值: 21%, 由: {比率: [猪肉/本学期累计, 原材料]}}\n"
    assert said(write_tree, {**TREE, CANTEEN: CANTEEN_MARCH + columns}) == ()


def test_further_tables_repeat_the_totals(write_tree: WriteTree) -> None:
    """收入总表 in 元 has the total of the main table in 万元."""
    path = "finances/budget-2026.yml"
    balanced = BUDGET.replace("本年预算: 105.00", "本年预算: 95.00")
    table = (
        "分表:\n  - 表名: 表二 收入总表\n    单位: 元\n    行:\n      - {科目: 拨款, 金额: 1100000}\n"
        "    合计: 1100000\n"
    )
    assert said(write_tree, {path: balanced + table}) == ()
    wrong = table.replace("1100000", "1010000")
    assert said(write_tree, {path: balanced + wrong}) == (
        (f"{path}:19:9 C36 错误 “表二 收入总表合计”写 1,010,000，按主表的“收入合计”换算为 1,100,000，相差 -90,000。"),
    )


def test_fees_name_a_hotline_not_signatures(write_tree: WriteTree) -> None:
    """收费 needs its items and a 监督电话; an administrative charge needs who approved it."""
    path = "finances/fees-2026.yml"
    text = (
        "公开范围: 社会\n目录项: 财务/收支\n类别: 收费\n期间: 2025-2026学年第二学期\n"
        "监督电话: 0599-5550123\n收费项目:\n"
        "  - {项目: 住宿费, 性质: 行政事业性收费, 对象: 住校生, 标准: 300, 计费单位: 元/生·学期, "
        "自愿: 是, 依据: 样例文件, 批准机关: 样例机关}\n"
    )
    assert said(write_tree, {path: text}) == ()
    assert said(write_tree, {path: text.replace("监督电话: 0599-5550123\n", "")}) == (
        f"{path}:1:1 C42 错误 收费公示没有写监督电话。",
    )
    assert said(write_tree, {path: text.replace(", 批准机关: 样例机关", "")}) == (
        f"{path}:7:19 C49 错误 行政事业性收费没有写批准机关。",
    )


def test_a_yearly_union_account_is_audited_and_reported(write_tree: WriteTree) -> None:
    """A year of union money needs 经审 and 报告; its budget does not."""
    path = "finances/union-2025.yml"
    text = (
        "公开范围: 社会\n目录项: 财务/收支\n类别: 工会经费\n期间: 2025\n收入合计: 10\n支出合计: 9\n"
        "编制: 工会出纳\n审核: 工会会计\n"
    )
    today = date(2026, 3, 1)
    assert said(write_tree, {path: text}, today) == (f"{path}:1:1 C42 错误 工会年度决算没有写“经审”、“报告”。",)
    assert said(write_tree, {path: text + "名称: 2025年工会经费预算\n"}, today) == ()


def test_odd_statements_do_not_crash_a_rule(write_tree: WriteTree) -> None:
    """Empty statements, zero income and a single mapping for a list are judged, or not, but never crash."""
    base = "公开范围: 社会\n目录项: 财务/收支\n期间: 2026-03\n编制: 会计\n审核: 主任\n"
    tree = {
        "finances/a-2026-03.yml": base + "类别: 收支月报\n",
        "finances/b-2026-03.yml": base + "类别: 收支月报\n结余: 5\n期初: 1\n期末: 6\n",
        "finances/c-2026-03.yml": base + "类别: 收支月报\n收入: {科目: 拨款, 金额: 5}\n收入合计: 5\n",
        "finances/d-2026-03.yml": base + "类别: 收支月报\n列: 本月\n收入: {科目: 拨款, 金额: 5}\n",
        "finances/e-2026-03.yml": base
        + "类别: 食堂\n食堂:\n  经营方式: 自营\n  盈亏率: 0%\n"
        + "  学生伙食: {收入: 0, 支出: 0, 盈余: 0, 盈余率: 0%}\n",
    }
    assert said(write_tree, tree) == (
        "finances/b-2026-03.yml:9:5 C35 错误 “期末”写 6，按期初加收入减支出重算为 1，相差 5。",
    )
