"""数字: the one evaluator of printed figures, and what is said where they do not follow."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from importlib.resources import files

import pytest
from gongkai.derive.exact import exceeds, half_up
from gongkai.derive.figures import evaluate
from gongkai.derive.relations import Fault, Number, Outcome
from gongkai.load import load
from gongkai.records.fields import parse_quantity
from gongkai.records.numbers import NamedFigure
from gongkai.rules.accounts import WRONG_SHARE
from gongkai.rules.figures import wrong_ratios
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import WriteTree
from tests.test_statements import said


def figure(name: str, value: str, unit: str | None = None, follows: object = ()) -> NamedFigure:
    data = {"名称": name, "值": value, "由": follows}
    return NamedFigure.model_validate(data if unit is None else {**data, "单位": unit})


def judge(*figures: NamedFigure) -> tuple[Outcome, ...]:
    return evaluate(figures)


def faults(*figures: NamedFigure) -> list[tuple[str, Fault]]:
    return [(each.figure.name, each.fault) for each in judge(*figures) if each.fault]


@pytest.mark.parametrize(
    ("value", "follows", "right"),
    [
        ("17760", {"积": ["185", "8", "12"]}, True),
        ("17670", {"积": ["185", "8", "12"]}, False),
        ("17,760.00", {"积": ["185", "8", "12"]}, True),
        ("0.13", {"积": ["0.25", "0.5"]}, True),  # 0.125, half up
        ("0.12", {"积": ["0.25", "0.5"]}, False),
        ("-0.13", {"积": ["-0.25", "0.5"]}, True),  # halves away from zero
        ("36000", {"积": ["1800000", "2%"]}, True),
        ("100.1", {"合计": ["50", "50.1"]}, True),
        ("100", {"合计": ["50", "50.1"]}, False),  # a sum is exact, not rounded
        ("100.10", {"合计": ["50", "50.1"]}, True),
        ("-11.00", {"差": ["226.54", "237.54"]}, True),
        ("5", {"差": ["10", "3", "2"]}, True),
        ("60%", {"比率": ["24", "40"]}, True),
        ("33%", {"比率": ["16", "48"]}, True),
        ("33.33%", {"比率": ["16", "48"]}, True),
        ("33.34%", {"比率": ["16", "48"]}, False),
        ("5‰", {"比率": ["1", "200"]}, True),
        ("12.5", {"比率": ["500", "40"]}, True),
        ("0.5%", {"比率": ["9", "2000"]}, True),  # 0.45 %, half up to one decimal
        ("0.4%", {"比率": ["9", "2000"]}, False),
        ("99.99%", {"合计": ["23.91%", "73.91%", "2.17%"]}, True),
        ("100%", {"合计": ["23.91%", "73.91%", "2.17%"]}, True),  # 0.01 off, 3 × 0.005 allowed
        ("100%", {"合计": ["23.9%", "73.9%", "2.0%"]}, False),  # 0.2 off, 3 × 0.05 allowed
        ("1.2%", {"差": ["98.7%", "97.5%"]}, True),
        ("16", {"其中": "16"}, True),
        ("17", {"其中": "16"}, False),
        ("-8", {"其中": "-5"}, False),
        ("3", {"其中": "-5"}, True),
    ],
)
def test_a_relation_is_right_or_wrong(value: str, follows: object, right: bool) -> None:
    """合计 and 差 are exact, 积 and 比率 round half up as printed, 其中 is no more than its whole."""
    (outcome,) = judge(figure("甲", value, None, follows))
    assert (outcome.fault is None) is right
    assert outcome.judged


@pytest.mark.parametrize(
    ("total", "unit", "members", "right"),
    [
        ("1.23", "万元", (("8000", "元"), ("4300", "元")), True),
        ("1.24", "万元", (("8000", "元"), ("4350", "元")), True),  # 1.235, half up
        ("1.23", "万元", (("8000", "元"), ("4350", "元")), False),
        ("12300", "元", (("0.8", "万元"), ("4300", "元")), True),
        ("12301", "元", (("0.8", "万元"), ("4300", "元")), False),
        ("1.23", "万元", (("0.80", "万元"), ("0.43", None)), True),  # no unit: the total's
        ("5.1", "个百分点", (("60.0%", None), ("-54.9%", None)), True),
    ],
)
def test_units_are_converted(total: str, unit: str, members: tuple[tuple[str, str | None], ...], right: bool) -> None:
    """元 and 万元 may be mixed: the sum is converted, then compared at the decimals of the total."""
    names = [f"项{index}" for index in range(len(members))]
    parts = [figure(name, value, own) for name, (value, own) in zip(names, members, strict=True)]
    found = faults(figure("总数", total, unit, {"合计": names}), *parts)
    assert (found == []) is right


def test_ratios_and_products_know_money() -> None:
    """A share of two sums of money is the same in either unit, and people times 元 can be printed in 万元."""
    found = faults(
        figure("占比", "50%", None, {"比率": ["甲", "乙"]}),
        figure("甲", "5000", "元"),
        figure("乙", "1", "万元"),
        figure("人均", "100", "元/人", {"比率": ["乙", "人数"]}),
        figure("人数", "100", "人"),
        figure("合计发放", "50.00", "万元", {"积": ["人数", "甲"]}),
    )
    assert found == []


def test_a_slip_is_one_objection() -> None:
    """The numbers of a failed relation are in doubt, so nothing that uses them is judged."""
    rows = (
        figure("收到", "69", "件", {"合计": ["立案", "转意见", "不立案"]}),
        figure("立案", "29", "件"),
        figure("转意见", "36", "件"),
        figure("不立案", "3", "件"),
        figure("立案率", "43%", None, {"比率": ["立案", "收到"]}),
    )
    outcomes = judge(*rows)
    assert [(each.figure.name, each.fault, each.judged) for each in outcomes] == [
        ("收到", Fault.DIFFERS, True),
        ("立案率", None, False),
    ]
    assert outcomes[0].computed == 68
    assert outcomes[0].difference == 1


def test_a_leaf_that_two_figures_use_is_one_objection() -> None:
    """One wrong 人数 breaks two products; the second is not objected to again."""
    found = faults(
        figure("人数", "186", "人"),
        figure("每月留存", "1480", "元", {"积": ["人数", "8"]}),
        figure("全年留存", "17760", "元", {"积": ["人数", "8", "12"]}),
    )
    assert found == [("每月留存", Fault.DIFFERS)]


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ((figure("甲", "1", None, {"合计": ["乙"]}),), [("甲", Fault.UNKNOWN)]),
        (
            (figure("甲", "1", None, {"合计": ["乙"]}), figure("丙", "1", None, {"合计": ["乙"]})),
            [("甲", Fault.UNKNOWN)],
        ),
        ((figure("甲", "1", None, {"合计": ["甲", "0"]}),), [("甲", Fault.ITSELF)]),
        ((figure("甲", "1", None, {"其中": "甲"}),), [("甲", Fault.ITSELF)]),
        ((figure("甲", "1", None, {"比率": ["1", "0"]}),), [("甲", Fault.ZERO)]),
        ((figure("甲", "1"), figure("甲", "2")), [("甲", Fault.REPEATED)]),
        (
            (figure("甲", "1", None, {"合计": ["乙"]}), figure("乙", "1", None, {"合计": ["甲"]})),
            [("甲", Fault.CIRCULAR)],
        ),
        (
            (
                figure("收入", "10", "元", {"合计": ["拨款", "人数"]}),
                figure("拨款", "5", "元"),
                figure("人数", "5", "人"),
            ),
            [("收入", Fault.UNITS)],
        ),
        (
            (
                figure("不立案", "15", "件", {"合计": ["退回", "撤回"]}),
                figure("退回", "14", "件"),
                figure("撤回", "1", "件", {"其中": "退回"}),
            ),
            [("不立案", Fault.TWICE)],
        ),
        ((figure("甲", "2", None, {"合计": ["乙", "乙"]}), figure("乙", "1")), [("甲", Fault.TWICE)]),
    ],
)
def test_what_cannot_be_recomputed(figures: tuple[NamedFigure, ...], found: list[tuple[str, Fault]]) -> None:
    """Missing and repeated names, rings, zero denominators, mixed units, double counting: once each."""
    assert faults(*figures) == found


def test_a_part_may_name_what_it_is_summed_into() -> None:
    """其中 derives nothing: a total of members that are each part of it is no ring."""
    found = faults(
        figure("收到", "3", "件", {"合计": ["立案", "转意见"]}),
        figure("立案", "1", "件", {"其中": "收到"}),
        figure("转意见", "2", "件", {"其中": "收到"}),
    )
    assert found == []


def test_several_ways_are_one_objection() -> None:
    """A figure that fails both of its ways is objected to once, by the first."""
    ways = [{"合计": ["1", "2"]}, {"差": ["5", "2"]}]
    assert faults(figure("甲", "4", None, ways)) == [("甲", Fault.DIFFERS)]
    assert faults(figure("甲", "3", None, ways)) == []
    assert faults(figure("甲", "3", None, [ways[0], {"差": ["5", "1"]}])) == [("甲", Fault.DIFFERS)]


def test_known_numbers_of_a_statement() -> None:
    """Names of the statement may be used; a figure named like one of its totals must be that total."""
    known = {"收入合计": Number("收入合计", parse_quantity("100.00"), "元")}
    same = frozenset(known)
    share = figure("占比", "20%", None, {"比率": ["20", "收入合计"]})
    assert [each.fault for each in evaluate((share,), known)] == [None]
    copy = figure("收入合计", "0.02", "万元")
    assert [each.fault for each in evaluate((copy,), known, same=same)] == [Fault.DIFFERS]
    assert [each.fault for each in evaluate((figure("收入合计", "0.01", "万元"),), known, same=same)] == [None]
    assert evaluate((copy,), known, doubted=same, same=same) == ()
    assert [each.judged for each in evaluate((share,), known, doubted=same)] == [False]


def test_a_long_row_of_figures_is_no_recursion() -> None:
    """Two thousand figures that each follow from the one before are judged like two."""
    rows = [figure("n0", "0")] + [figure(f"n{i}", str(i), None, {"合计": [f"n{i - 1}", "1"]}) for i in range(1, 2000)]
    outcomes = judge(*rows)
    assert len(outcomes) == 1999
    assert all(outcome.judged and outcome.fault is None for outcome in outcomes)


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=6), st.integers(0, 4))
def test_half_up_is_the_rounding_of_the_hand(value: Decimal, decimals: int) -> None:
    """Our rounding of fractions is the decimal module's ROUND_HALF_UP, for every sign and half."""
    assert half_up(Fraction(value), decimals) == value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@given(st.lists(st.decimals(-(10**9), 10**9, allow_nan=False, places=2), min_size=1, max_size=12))
def test_any_sum_agrees_and_a_cent_more_does_not(values: list[Decimal]) -> None:
    """For whatever members, their exact sum is right and one cent more is wrong by one cent."""
    total = sum(values, Decimal(0))
    names = [f"项{index}" for index in range(len(values))]
    parts = [figure(name, str(value)) for name, value in zip(names, values, strict=True)]
    assert faults(figure("总", str(total), None, {"合计": names}), *parts) == []
    first = judge(figure("总", str(total + Decimal("0.01")), None, {"合计": names}), *parts)[0]
    assert (first.fault, first.difference) == (Fault.DIFFERS, Decimal("0.01"))


def test_a_part_of_the_other_sign_is_always_a_part() -> None:
    """A whole of −5 may contain +3 (and −8); it cannot contain only −8 as a part of the same sign."""
    assert not exceeds(Fraction(3), Fraction(-5))
    assert exceeds(Fraction(-8), Fraction(-5))


BRIEFING = """公开范围: 社会
目录项: 教代会/会议与决议
类型: 校情发布会
日期: 2026-03-06
数字:
{figures}
"""


@pytest.mark.parametrize(
    ("figures", "finding"),
    [
        (
            "  - {名称: 全年留存, 值: 17670, 单位: 元, 由: {积: [185, 8, 12]}}",
            "6:19 C34 错误 “全年留存”写 17,670，按“由” 185×8×12 重算为 17,760，相差 -90。",
        ),
        (
            (
                "  - 名称: 全年支出\n    值: 1.30\n    单位: 万元\n    由:\n      合计: 支出甲\n"
                "  - {名称: 支出甲, 值: 12300, 单位: 元}"
            ),
            "7:8 C34 错误 “全年支出”写 1.30，按“由” 12,300元 重算为 1.23，相差 0.07。",
        ),
        (
            "  - {名称: 结余, 值: 5, 由: {差: [3, -1]}}",
            "6:17 C34 错误 “结余”写 5，按“由” 3-(-1) 重算为 4，相差 1。",
        ),
        (
            "  - {名称: 率, 值: 6‰, 由: {比率: [1, 200]}}",
            "6:16 C37 错误 “率”写 6‰，按“由” 1÷200 重算为 5‰，相差 1‰。",
        ),
        (
            "  - {名称: 甲, 值: 5, 由: {合计: [2, 3], 差: [7, 2]}}",
            "6:22 M03 错误 “由”里要有并且只有一种关系：合计、其中、积、差、比率。",
        ),
        (
            "  - {名称: 率, 值: 5%, 由: {比率: [1, 2, 3]}}",
            "6:23 M03 错误 “由”里的“比率”要写两个数：[分子, 分母]。",
        ),
        (
            "  - {名称: 率, 值: 5%, 由: {比率: [1, 0]}}",
            "6:32 C47 错误 “率”的分母“0”是 0，算不出比率。",
        ),
        (
            "  - {名称: 甲, 值: 5, 由: [{合计: [2, 3]}, {其中: 乙}]}",
            "6:42 C47 错误 “甲”的“由”提到“乙”，这份记录里没有这个名称的数字，或不止一处。",
        ),
        (
            "  - {名称: 甲, 值: 5, 由: {合计: [乙, 2]}}\n  - {名称: 乙, 值: 3, 由: {差: [甲, 2]}}",
            "6:10 C47 错误 几个数字互相推算，绕成一圈：“甲”→“乙”→“甲”。",
        ),
        (
            "  - {名称: 甲, 值: 5}\n  - {名称: 甲, 值: 6}",
            "7:10 C47 错误 名称“甲”在“数字”里用了两次。",
        ),
        (
            "  - {名称: 甲, 值: 5, 由: {合计: 甲}}",
            "6:27 C47 错误 “甲”的“由”里写了它自己。",
        ),
        (
            "  - {名称: 甲, 值: 5, 单位: 元, 由: {合计: [乙, 2]}}\n  - {名称: 乙, 值: 3, 单位: 人}",
            "6:16 C36 错误 “甲”把单位不同的数放在一起算：元、人。",
        ),
    ],
)
def test_what_is_said(figures: str, finding: str, write_tree: WriteTree) -> None:
    """An objection names both numbers and the difference, at the number; one to a name, at the name."""
    path = "meetings/briefing-2026-1.yml"
    assert said(write_tree, {path: BRIEFING.format(figures=figures)}) == (f"{path}:{finding}",)


def test_a_percentage_without_its_sign_is_told_the_sign(write_tree: WriteTree) -> None:
    """38 of 126 is 30.2 %: 30.2 without the sign is no wrong division."""
    figures = "  - {名称: 率, 值: 30.2, 由: {比率: [38, 126]}}"
    folder = write_tree({"meetings/briefing-2026-1.yml": BRIEFING.format(figures=figures)})
    (found,) = wrong_ratios(load([folder], folder).register, WRONG_SHARE)
    assert found.cure == "是百分比的，带上 %：30.2%。"


def test_acts_have_figures_too(write_tree: WriteTree) -> None:
    """A printed figure in an act is recomputed like one in a main file."""
    folder = "meetings/briefing-2026-1"
    execution = (
        "---\n日期: 2026-04-01\n关于: resolution-1\n进度: 执行中\n部门: 总务处\n"
        "数字:\n  - {名称: 完成率, 值: 51%, 由: {比率: [1, 2]}}\n---\n"
    )
    resolution = "---\n事项: 更换课桌\n职权: 其他\n责任部门: 总务处\n---\n"
    found = said(
        write_tree,
        {
            f"{folder}/meeting.yml": BRIEFING.replace("数字:\n{figures}\n", ""),
            f"{folder}/resolution-1.md": resolution,
            f"{folder}/execution-1.md": execution,
        },
    )
    place = f"{folder}/execution-1.md:7:18"
    assert f"{place} C37 错误 “完成率”写 51%，按“由” 1÷2 重算为 50%，相差 1 个百分点。" in found


def test_the_shipped_pages_exist() -> None:
    """Every code of this chapter has its page."""
    pages = files("gongkai.rules") / "pages"
    codes = ("C34", "C35", "C36", "C37", "C38", "C39", "C40", "C42", "C47", "C48", "C49")
    assert [code for code in codes if not (pages / f"{code}.md").is_file()] == []
