"""Titles on paper are parted at words, into a shape, within their width."""

from __future__ import annotations

import pytest
from gongkai.sheets.titles import broken, fitted, width
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("护眼灯具更换二期采购成交结果公示", ("护眼灯具更换", "二期采购成交结果公示")),
        ("2026-2027学年教研组长备课组长聘任公示", ("2026-2027学年教研组长", "备课组长聘任公示")),
        ("2026年春季学期午餐补助与特殊困难临时救助公示", ("2026年春季学期午餐补助与", "特殊困难临时救助公示")),
        ("2026年“五四”和学年先进集体个人公示", ("2026年“五四”和", "学年先进集体个人公示")),
        ("由学校统一提供人工智能备课工具账号", ("由学校统一提供", "人工智能备课工具账号")),
        ("五届二次教代会提案办理情况公示", ("五届二次教代会提案", "办理情况公示")),
    ],
)
def test_a_title_is_parted_between_its_words(title: str, lines: tuple[str, ...]) -> None:
    """No line ends within 护眼灯具, 2026-2027学年 or 五届二次, and none begins with 和 or 与."""
    assert broken(title, 14) == lines


def test_three_lines_have_a_shape() -> None:
    """Each line of a long title is a piece of it in words, and no line is as short as a word left over."""
    title = "学生电子产品管理规定修订稿征求意见公示"
    assert broken(title, 9) == ("学生电子产品", "管理规定修订稿", "征求意见公示")


def test_a_short_title_stays_whole() -> None:
    """Nothing is parted that fits, and spaces within are single."""
    assert broken("学校2025年 工作报告", 14) == ("学校2025年 工作报告",)


@given(st.text(max_size=60), st.sampled_from((6, 11, 18)))
def test_nothing_of_a_title_is_lost_and_no_line_is_too_wide(title: str, widest: int) -> None:
    """Whatever is typed as a title stands on its lines, in order, and within the width."""
    lines = broken(title, widest)
    assert "".join("".join(lines).split()) == "".join(title.split())
    assert all(width(line) <= widest for line in lines)


def test_a_very_long_title_gets_longer_lines() -> None:
    """Of a thousand characters the last of the widths is taken: 28 to a line, 34 full lines and the rest of them."""
    title = "关于做好青禾学校2026-2027学年第一学期专业技术岗位聘任工作的补充意见" * 28
    chosen, lines = fitted(title[:1000], (11, 15, 28), 4)
    assert (chosen, len(lines)) == (28, 34)
    assert "".join(lines) == title[:1000]
