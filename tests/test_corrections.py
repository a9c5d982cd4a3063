"""Corrections: what was published is closed, and a correction agrees with what stands there now."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from gongkai.derive.corrections import amount
from gongkai.records import Audience
from gongkai.render.pages import Page
from gongkai.select import select
from gongkai.views.board import Board
from gongkai.views.finances import pages as finances
from markupsafe import Markup

from tests.submissions import act, judged, opened

TODAY = date(2026, 5, 20)
MARCH, APRIL = "finances/ledger-2026-03", "finances/ledger-2026-04.yml"
STATEMENT = """类别: 收支月报
公开范围: 社会
目录项: 财务/收支
期间: 2026-03
单位: 元
期初: 0.00
收入:
  - {科目: 拨款, 金额: 5000.00}
支出:
  - {科目: 办公, 金额: 4200.00}
期末: 800.00
编制: 出纳
审核: 会计
批准: 校长
"""
NEXT = (
    STATEMENT.replace("2026-03", "2026-04")
    .replace("期初: 0.00", "期初: 800.00")
    .replace("4200.00}", "4000.00}\n  - {科目: 补记三月办公, 金额: 120.00}")
    .replace("期末: 800.00", "期末: 1680.00")
)


def correction(**changed: str) -> str:
    """A misprint corrected: the closing balance was printed as 880.00."""
    keys = {
        "日期": "2026-05-12",
        "类型": "公布笔误",
        "位置": "期末",
        "原值": "880.00",
        "新值": "800.00",
        "理由": "录入时看错一位",
        "批准": "校长",
    }
    return act(**{key: value for key, value in {**keys, **changed}.items() if value})


def tree(*corrections: str, **files: str) -> dict[str, str]:
    """The statement of March with these corrections, and that of April."""
    acts = {f"{MARCH}/correction-{n}.md": text for n, text in enumerate(corrections, 1)}
    return {f"{MARCH}/finance.yml": STATEMENT, APRIL: NEXT, **acts, **files}


def said(files: dict[str, str]) -> list[str]:
    """What is said of corrections, by file, line and code."""
    return [
        f"{str(finding.location).rpartition('/')[2]} {finding.code.code} {finding.message}"
        for finding in judged(files, TODAY)
    ]


BOOKS = {
    "类型": "账务调整",
    "位置": "支出中“办公”的金额",
    "原值": "4200.00",
    "新值": "4320.00",
    "对应记录": "finances/ledger-2026-04",
    "对应科目": "补记三月办公",
}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1,200.50 元", Decimal("1200.50")),
        ("-3", Decimal(-3)),
        ("１２件", Decimal(12)),
        ("NaN", None),
        ("Infinity", None),
        ("1e999999999", None),
        ("1_000", None),
        ("5 月 3 日", None),
    ],
)
def test_a_number_is_what_a_person_would_call_one(typed: str, number: Decimal | None) -> None:
    """Digits with a sign, commas, a point and a unit; words that only a computer counts with are words."""
    assert amount(typed) == number


def test_a_misprint_that_agrees_with_the_statement_is_clean() -> None:
    """The new value stands where the correction says; thousands commas and 元 make no difference."""
    assert said(tree(correction())) == []
    assert said(tree(correction(原值="1,880.00 元", 新值='"800.00 元"'))) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"原值": ""}, "correction-1.md:3:5 C98 更正没有写原值。"),
        ({"新值": ""}, "correction-1.md:3:5 C98 更正没有写新值。"),
        ({"新值": "880"}, "correction-1.md:6:5 C98 新值与原值相同。"),
        ({"原值": "800.00", "新值": "808.00"}, "correction-1.md:6:5 C98 位置所指的那一项，现在写的还是原值。"),
        ({"新值": "808.00"}, "correction-1.md:6:5 C98 位置所指的文件里，找不到这个新值。"),
        ({"位置": "correction-7 的理由"}, "correction-1.md:4:5 C98 位置里写的文件不在这条记录里。"),
    ],
)
def test_each_way_to_disagree_is_told_once(changed: dict[str, str], told: str) -> None:
    """A correction without its values, without a change, or beside another value than stands there now."""
    assert said(tree(correction(**changed))) == [told]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-04-09", "更正日期 2026-04-09 早于发布日期 2026-04-10。"),
        ("2026-05-21", "日期 2026-05-21 在今天（2026-05-20）以后。"),
    ],
)
def test_a_correction_follows_what_it_corrects(day: str, told: str) -> None:
    """Nothing is corrected before it was published, nor tomorrow."""
    published = {f"{MARCH}/finance.yml": STATEMENT + "发布日期: 2026-04-10\n"}
    assert said({**tree(correction(日期="2026-04-10")), **published}) == []
    assert said({**tree(correction(日期=day)), **published}) == [f"correction-1.md:2:5 C05 {told}"]


def test_the_place_leads_to_its_own_row() -> None:
    """4200 stands in the file, but the row that 位置 names still says the old value."""
    wrong = correction(位置="收入中“拨款”的金额", 原值="5000.00", 新值="4200.00")
    assert said(tree(wrong)) == ["correction-1.md:6:5 C98 位置所指的那一项，现在写的还是原值。"]


def test_a_second_correction_of_the_same_place_begins_where_the_first_ended() -> None:
    """The first new value is the second old value; only the last one must stand in the file."""
    first, second = correction(新值="808.00"), correction(原值="808.00", 新值="800.00", 日期="2026-05-13")
    assert said(tree(first, second)) == []
    broken = correction(原值="809.00", 新值="800.00", 日期="2026-05-13")
    assert said(tree(first, broken)) == ["correction-1.md:6:5 C98 同一处后来又更正过，下一次的原值不是这个新值。"]


def test_withdrawn_personal_data_is_not_written_again() -> None:
    """撤回个人信息 has no old value."""
    personal = {"类型": "撤回个人信息", "位置": "说明", "新值": "一名职工"}
    assert said(tree(correction(**personal, 原值=""))) == []
    assert said(tree(correction(**personal, 原值="某楼某室"))) == [
        "correction-1.md:5:5 C98 撤回个人信息，不能把撤下的内容再写成原值。"
    ]


def test_an_adjustment_leaves_the_closed_statement_and_stands_as_a_row_in_a_later_one() -> None:
    """4320 less 4200 is the 120 booked in April; March still says 4200."""
    assert said(tree(correction(**BOOKS))) == []
    rewritten = tree(correction(**{**BOOKS, "原值": "4100.00", "新值": "4220.00"}))
    assert said(rewritten) == ["correction-1.md:5:5 C98 账务调整不改已经公布的数，这份报表里却找不到原值。"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"对应记录": "", "对应科目": ""}, "correction-1.md:3:5 C99 账务调整没有写对应记录。"),
        ({"对应科目": ""}, "correction-1.md:9:7 C99 账务调整没有写对应科目。"),
        ({"对应科目": "补记办公"}, "correction-1.md:10:7 C99 对应记录里没有这个科目。"),
        ({"对应记录": MARCH}, "correction-1.md:9:7 C99 对应记录的期间不在这份报表之后。"),
        (
            {"新值": "4330.00"},
            "correction-1.md:10:7 C99 “补记三月办公”记的是 120.00，新值减原值是 130.00，相差 10.00。",
        ),
    ],
)
def test_an_adjustment_without_its_row_is_told_once(changed: dict[str, str], told: str) -> None:
    """No statement, no row, an earlier statement, or another amount."""
    assert said(tree(correction(**{**BOOKS, **changed}))) == [told]


def test_both_pages_show_an_adjustment_and_lead_to_each_other() -> None:
    """The closed page tells the difference, the later page tells what its row adjusts."""
    register = opened(tree(correction(**BOOKS))).register
    outputs = finances.pages(Board(select(register, Audience.PUBLIC, TODAY)))
    shown = {page.address: str(page.html) for page in outputs if isinstance(page, Page)}
    words = {address: Markup(html).striptags() for address, html in shown.items()}
    closed, later = f"{MARCH}/", "finances/ledger-2026-04/"
    assert "已公布“4200.00”，应为“4320.00”。已公布的数不改，差额记入" in words[closed]
    assert 'href="../../finances/ledger-2026-04/"' in shown[closed]
    assert "本表“补记三月办公”一行，调整" in words[later]
    assert f'href="../../{MARCH}/"' in shown[later]
