"""How dates, money, figures, periods and session numbers are read, and what is said when they are not."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from gongkai.records.declarations import labels
from gongkai.records.decode import decode
from gongkai.records.fields import (
    DATE_PATTERN,
    NUMBER_PATTERN,
    Count,
    Reference,
    Session,
    Share,
    Text,
    YesNo,
    chinese_number,
    excerpt,
    parse_cell,
    parse_date,
    parse_decimal,
    parse_period,
    parse_quantity,
    parse_session,
    to_chinese,
)
from gongkai.records.notice import Notice
from gongkai.source import parse
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

WIDE = str.maketrans("0123456789.,-/", "０１２３４５６７８９．，－／")


def _refused(parse: Callable[[object], object], typed: object) -> tuple[str, str]:
    with pytest.raises(PydanticCustomError) as caught:
        parse(typed)
    return caught.value.type, caught.value.message()


@given(st.dates(min_value=date(1000, 1, 1)))
def test_dates_are_read_in_every_form_that_offices_write(day: date) -> None:
    """2026-03-06, 2026年3月6日, 2026/3/6, 2026.3.6, with or without zeros, half-width or full-width."""
    y, m, d = day.year, day.month, day.day
    for form in (
        f"{y}-{m:02}-{d:02}",
        f"{y}年{m}月{d}日",
        f"{y}/{m}/{d}",
        f"{y}.{m}.{d}",
        f"{y} 年 {m} 月 {d} 日",
    ):
        assert parse_date(form) == day
        assert parse_date(form.translate(WIDE)) == day
        assert re.search(DATE_PATTERN, form)
        assert re.search(DATE_PATTERN, form.translate(WIDE))


@pytest.mark.parametrize("typed", ["3月6日", "26-3-6", "2026-3", "2026-03-06T00:00", "昨天", "2026-③-06", " ", ["x"]])
def test_what_is_no_date_is_said_with_what_was_typed(typed: object) -> None:
    """The sentence shows what was typed and what is accepted."""
    shown = f"写的是“{typed}”，看不懂" if isinstance(typed, str) else "只写一个值，不写成列表或表格"
    accepted = "2026-03-06、2026年3月6日、2026/3/6"
    assert _refused(parse_date, typed) == ("misread", f"{shown}。可以写：{accepted}。")


def test_days_that_do_not_exist_are_said_to() -> None:
    """30 February is no slip of the pen that could be guessed."""
    assert _refused(parse_date, "2026-02-30") == ("no_such_day", "写的是“2026-02-30”，没有这一天。")
    assert _refused(parse_date, "0000-01-01") == ("no_such_day", "写的是“0000-01-01”，没有这一天。")
    assert _refused(parse_date, "") == ("empty", "没有填写。")


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_money_survives_every_printed_form(amount: Decimal) -> None:
    """Plain, with thousands commas and full-width: the same exact decimal, no float in between."""
    for form in (f"{amount:.2f}", f"{amount:,.2f}"):
        minus = (form.replace("-", sign) for sign in "−﹣")
        for typed in (form, form.translate(WIDE), *minus, f" {form} "):
            assert parse_decimal(typed) == amount
            assert re.search(NUMBER_PATTERN, typed)
        assert str(parse_decimal(form)).lstrip("-") == f"{abs(amount):.2f}"


@pytest.mark.parametrize(
    "typed",
    [
        "1,23",
        "1,234,56",
        "12.",
        ".5",
        "1e5",
        "10²",
        "①",
        "1 234",
        "¥5",
        "5万元",
        "1,23元",
        "--5",
        "9" * 31,
        "٣",
        "1\n2",
    ],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    """Nothing is guessed about money."""
    kind, message = _refused(parse_decimal, typed)
    assert kind == "misread"
    assert message.endswith("看不懂。可以写：1234.50、1,234.50、-260.00。")


@pytest.mark.parametrize(
    ("typed", "number", "unit"),
    [("1,480.00元", "1,480.00", "元"), ("400 元/生·学期", "400", "元/生·学期"), ("９２人", "92", "人")],
)
def test_a_number_with_its_unit_is_told_to_go_without(typed: str, number: str, unit: str) -> None:
    """What to type is the same number; 5万元 is not told so, being another number of yuan."""
    accepted = f"写的是“{typed}”，看不懂。可以写：{number}，不带“{unit}”。"
    assert _refused(parse_decimal, typed) == ("misread", accepted)
    assert _refused(parse_quantity, typed) == ("misread", accepted)


def test_there_is_no_negative_zero() -> None:
    """-0.00 is printed as 0.00."""
    assert str(parse_decimal("-0.00")) == "0.00"


@pytest.mark.parametrize("typed", ["—", "－", "-", "——", "/", " — "])
def test_a_cell_may_say_that_it_has_no_figure(typed: str) -> None:
    """不适用 is neither blank nor zero."""
    assert parse_cell(typed) is None
    assert parse_cell("0") == 0
    assert _refused(parse_cell, "")[0] == "empty"


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=3),
    st.integers(0, 3),
    st.sampled_from(["", "%", "‰"]),
)
def test_figures_print_as_they_were_read(number: Decimal, places: int, sign: str) -> None:
    """Decimals and sign of proportion are part of a figure."""
    printed = f"{number:,.{places}f}{sign}"
    if not Decimal(f"{number:.{places}f}"):
        printed = printed.lstrip("-")
    quantity = parse_quantity(printed)
    assert str(quantity) == printed
    assert quantity.decimals == places
    assert quantity.prints(quantity.exact)


def test_ratios_round_half_up() -> None:
    """2/3 prints as 66.67%, 1/8 as 13% and not as 12%."""
    assert parse_quantity("66.67%").prints(Fraction(2, 3))
    assert not parse_quantity("66.66%").prints(Fraction(2, 3))
    assert parse_quantity("13%").prints(Fraction(1, 8))
    assert not parse_quantity("12%").prints(Fraction(1, 8))


def test_a_figure_is_shown_whole_when_it_is_not_understood() -> None:
    """The sign that was typed is part of what is shown."""
    accepted = "68、17,760.00、60%、23.91%、5‰"
    assert _refused(parse_quantity, "6O%") == ("misread", f"写的是“6O%”，看不懂。可以写：{accepted}。")
    assert _refused(parse_quantity, "%")[0] == "misread"


@given(st.integers(1, 99), st.integers(1, 99))
def test_session_numbers_are_read_in_three_forms(term: int, meeting: int) -> None:
    """五届三次, 第五届第三次 and 5-3, for 1 to 99."""
    a, b = to_chinese(term), to_chinese(meeting)
    forms = (
        f"{a}届{b}次",
        f"第{a}届第{b}次",
        f"第{a}届第{b}次会议",
        f"{term}-{meeting}",
        f"{term:02}-{meeting:02}",
    )
    for form in (*forms, f"{term}届{meeting}次", f"{term}-{meeting}".translate(WIDE)):
        assert parse_session(form) == Session(term, meeting)
    assert str(Session(term, meeting)) == forms[0]
    assert chinese_number(a) == term


@pytest.mark.parametrize(
    "typed",
    ["五届", "0-1", "100-1", "零届一次", "十十届一次", "五百届一次", "5²-1", "第五次", "9" * 5000 + "届1次"],
)
def test_what_is_no_session_is_refused(typed: str) -> None:
    """The sentence shows the three forms."""
    kind, message = _refused(parse_session, typed)
    assert kind == "misread"
    assert message.endswith("可以写：五届三次、第五届第三次、5-3。")


@pytest.mark.parametrize(
    ("typed", "first", "last", "label"),
    [
        ("2026-03", date(2026, 3, 1), date(2026, 3, 31), "2026年3月"),
        ("２０２６年２月", date(2026, 2, 1), date(2026, 2, 28), "2026年2月"),
        ("2026-01至2026-02", date(2026, 1, 1), date(2026, 2, 28), "2026年1月至2月"),
        ("2025-12～2026-01", date(2025, 12, 1), date(2026, 1, 31), "2025年12月至2026年1月"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        ("2026年度", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        ("2025-2026学年", date(2025, 9, 1), date(2026, 8, 31), "2025-2026学年"),
        ("2025-2026学年第一学期", date(2025, 9, 1), date(2026, 1, 31), "2025-2026学年第一学期"),
        ("2025-2026学年第2学期", date(2026, 2, 1), date(2026, 8, 31), "2025-2026学年第二学期"),
        ("2026-03-01至2026-03-15", date(2026, 3, 1), date(2026, 3, 15), "2026年3月1日至2026年3月15日"),
    ],
)
def test_periods(typed: str, first: date, last: date, label: str) -> None:
    """A month, months, a year, a school year, a term, days; both ends included."""
    period = parse_period(typed)
    assert (period.first, period.last, str(period)) == (first, last, label)
    assert period.covers(first)
    assert period.covers(last)


@pytest.mark.parametrize(
    "typed",
    ["2026-13", "2026-02至2026-01", "2025-2027学年", "0000", "9999-12", "去年", "2026-03-05至2026-03-01"],
)
def test_what_is_no_period_is_refused(typed: str) -> None:
    """Also where the parts are dates but the whole makes no sense."""
    assert _refused(parse_period, typed)[0] == "misread"


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Count, "９２", 92),
        (Count, "1,006", 1006),
        (Count, "0092", 92),
        (YesNo, "是", True),
        (Text, "  甲 ", "甲"),
        (Text, "甲\n乙\n", "甲\n乙"),
        (Share, "2/3", (2, 3)),
        (Share, "60%", (3, 5)),
        (Share, "0.6", (3, 5)),
        (Reference, "meetings/05-03/resolution-1", "meetings/05-03/resolution-1"),
    ],
)
def test_small_fields(kind: Any, typed: str, value: object) -> None:
    """Counts, yes and no, texts, shares and references."""
    assert TypeAdapter(kind).validate_python(typed) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Count, "-1"),
        (Count, "1.5"),
        (YesNo, "yes"),
        (Text, ["x"]),
        (Share, "1/0"),
        (Share, "-60%"),
        (Share, "9" * 5000 + "/1"),
        (Reference, "提案/1"),
    ],
)
def test_small_fields_refuse_in_chinese(kind: Any, typed: object) -> None:
    """Never a Python message, never a crash."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(typed)
    (detail,) = caught.value.errors()
    assert detail["type"] == "misread"
    assert detail["msg"].startswith(("写的是“", "只写一个值"))


@pytest.mark.parametrize(
    "kind", [Count, YesNo, Text, Share, Reference], ids=["Count", "YesNo", "Text", "Share", "Reference"]
)
def test_nothing_typed_is_empty_not_misread(kind: Any) -> None:
    """A blank is not a wrong value."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python("")
    assert [detail["type"] for detail in caught.value.errors()] == ["empty"]


@pytest.mark.parametrize("mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ids=ascii)
def test_a_text_with_a_mark_that_turns_the_line_is_refused(mark: str) -> None:
    """What a page shows must read as the file holds it; a joiner of letters turns nothing."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Text).validate_python(f"增加{mark}预算")
    (detail,) = caught.value.errors()
    assert (detail["type"], detail["msg"]) == ("misread", "里有看不见的方向控制符，删去它。")
    assert TypeAdapter(Text).validate_python("增加\u200d预算") == "增加\u200d预算"


@pytest.mark.parametrize("control", "\0\x07\x0b\x1b\x7f\x85\x9f\ufdd0\ufffe\uffff", ids=ascii)
def test_a_text_with_a_control_character_is_refused(control: str) -> None:
    """An escape such as "\\0" must not bring into a page, a feed or a table what none of them may hold."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Text).validate_python(f"增加{control}预算")
    (detail,) = caught.value.errors()
    assert (detail["type"], detail["msg"]) == ("misread", "里有看不见的控制字符，删去它。")
    assert TypeAdapter(Text).validate_python("增加\n预算\t表") == "增加\n预算\t表"


def test_a_mark_by_an_escape_is_shown_at_its_value() -> None:
    """No line shows it and no scanner of lines sees it, so the finding names the key and the place."""
    text = '---\n公开范围: 社会\n标题: "采购\\u202e公示"\n起: 2026-05-11\n止: 2026-05-13\n---\n中选。\n'
    document, slips = parse(text, "a.md", labels())
    assert document is not None
    _, (finding,) = decode(document, Notice)
    assert slips == ()
    assert (finding.location.line, finding.location.column, finding.code.code) == (3, 5, "M03")
    assert finding.message == "“标题”里有看不见的方向控制符，删去它。"


def test_excerpts_are_short_and_visible() -> None:
    """Forty characters, one line, no escape sequences."""
    assert excerpt("甲\n\x1b[31m乙\u202e") == "甲  [31m乙 "
    assert excerpt("甲" * 50) == "甲" * 40 + "…"
