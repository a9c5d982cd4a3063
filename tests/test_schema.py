"""`gongkai schema`: an editor accepts whatever the checker accepts, and nothing in it is English."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from gongkai.records.declarations import labels
from gongkai.records.fields import Cell, Count, Day, Figure, Money, Reference, SessionNumber, Share
from gongkai.records.filetypes import FileType, file_type, file_types
from gongkai.schema import schema_of
from gongkai.source import parse
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

ROOT = Path(__file__).parents[1]
TYPES = file_types()
VALIDATORS = {kind.name: Draft202012Validator(schema_of(kind)) for kind in TYPES}


def _as_editor(value: Any) -> Any:
    """A value as an editor's YAML 1.2 reads it: what looks like a number is one."""
    if isinstance(value, dict):
        return {key: _as_editor(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_editor(each) for each in value]
    if isinstance(value, str) and re.fullmatch(r"[-+]?[0-9]+", value):
        return int(value)
    if isinstance(value, str) and re.fullmatch(r"[-+]?[0-9]+\.[0-9]+", value):
        return float(value)
    return value


def _objections(name: str, data: Any) -> list[str]:
    return [f"{'/'.join(map(str, each.absolute_path))}: {each.message}" for each in VALIDATORS[name].iter_errors(data)]


def _type_of(path: Path) -> FileType | None:
    """The type of a file of the demonstration school, by its folder and its name."""
    name = re.sub(r"-\d{1,2}$", "", path.stem)  # the number of an act; a year is part of a record's number
    known = {kind.name: kind for kind in TYPES}
    if name in known:
        return known[name]
    kinds = {kind.kind.folder: kind for kind in TYPES if kind.kind}
    return next((kinds[part] for part in path.parts if part in kinds), None)


def _demo() -> Iterator[tuple[Path, str, Any]]:
    for folder in ("disclosures", "disclosures-staff"):
        for path in sorted((ROOT / folder).rglob("*")):
            kind = _type_of(path.relative_to(ROOT)) if path.suffix in (".yml", ".md") else None
            if kind:
                document, _ = parse(path.read_text("utf-8"), path.name, labels())
                assert document is not None
                yield path, kind.name, document.data


def test_every_demo_file_validates() -> None:
    """Each file of the demonstration school fits its schema, as typed and as an editor reads it."""
    checked = 0
    for path, name, data in _demo():
        assert _objections(name, data) == [], path
        assert _objections(name, _as_editor(data)) == [], path
        checked += 1
    assert checked > 300


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_examples_validate(kind: FileType) -> None:
    """The example of each type, from which the skeletons are made, fits its schema."""
    name = f"{kind.name}{'.md' if kind.is_prose else '.yml'}"
    document, _ = parse((files("gongkai") / "examples" / name).read_text("utf-8"), name, labels())
    assert document is not None
    assert _objections(kind.name, _as_editor(document.data)) == []


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_schema_is_a_schema_and_chinese(kind: FileType) -> None:
    """Each schema is valid 2020-12; what an editor would show of it is Chinese."""
    made = schema_of(kind)
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    shown = re.findall(r'"(?:title|description)": "([^"]*)"', json.dumps(made, ensure_ascii=False))
    assert [text for text in shown if not re.search(r"[\u4e00-\u9fff]", text)] == []
    assert "null" not in json.dumps(made)


REPLY = {"日期": "2026-04-10", "部门": "总务处", "签批": "副校长"}
VOTE = {"方式": "举手", "赞成": 10}
FINANCE = {"公开范围": "社会", "类别": "食堂", "期间": "2026-03"}


@pytest.mark.parametrize("day", ["2026-03-06", "2026年3月6日", "2026/3/6", "2026.3.6", "2026-3-6"])
def test_every_form_of_a_day(day: str) -> None:
    """Days are accepted in each form that the checker documents."""
    assert _objections("reply", {**REPLY, "日期": day}) == []


@pytest.mark.parametrize("money", ["1234.50", "1,234.50", "-260.00", "１，２３４．５０", "−260", 1234.5, 7, "—"])
def test_every_form_of_money(money: Any) -> None:
    """Amounts may be numbers or text, with thousands commas, full-width, negative, or not applicable."""
    assert _objections("finance", {**FINANCE, "收入": {"科目": "会费", "金额": money}}) == []
    assert _objections("finance", {**FINANCE, "收入": [{"科目": "会费", "金额": {"本月": money}}]}) == []


@pytest.mark.parametrize(
    "period",
    ["2026-03", "2026-01至2026-02", 2026, "2026", "2025-2026学年第一学期", "2026-03-01至2026-03-31"],
    ids=repr,
)
def test_every_form_of_a_period(period: Any) -> None:
    """Periods are accepted in each form that the checker documents."""
    assert _objections("finance", {**FINANCE, "期间": period}) == []


@pytest.mark.parametrize("value", [68, "17,760.00", "60%", "23.91%", "5‰", 0.84, "６０％"])
def test_every_form_of_a_figure(value: Any) -> None:
    """Printed figures are accepted as numbers and as printed."""
    assert _objections("reply", {**REPLY, "数字": [{"名称": "率", "值": value, "由": {"比率": ["甲", "乙"]}}]}) == []


@pytest.mark.parametrize(
    "data",
    [
        {**REPLY, "逐条": {"建议": 1, "结果": "已解决"}},
        {**REPLY, "逐条": [{"建议": "05-03-021/2", "结果": "已解决"}]},
        {**REPLY, "数字": [{"名称": "甲", "值": 1, "由": [{"合计": ["乙", 3]}, {"差": ["丙", "1"]}]}]},
        {**REPLY, "数字": [{"名称": "甲", "值": 1, "由": {"合计": "乙"}}]},
    ],
)
def test_one_item_instead_of_a_list(data: Any) -> None:
    """Wherever a list may be written, its one item may stand alone."""
    assert _objections("reply", data) == []


@pytest.mark.parametrize("text", [2026, 3.5, True, "档案3号"])
def test_texts_may_look_like_numbers(text: Any) -> None:
    """A text that an editor takes for a number is still a text."""
    assert (
        _objections("notice", {"公开范围": "社会", "标题": text, "起": "2026-11-02", "止": "2026-11-06", "原件": text})
        == []
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({**REPLY, "日期": "四月十日"}, "日期: '四月十日' does not match"),
        ({**REPLY, "日 期": "2026-04-10"}, ": Additional properties are not allowed"),
        ({**REPLY, "方式": "口头"}, "方式: '口头' is not one of"),
        ({"日期": "2026-04-10", "部门": "总务处"}, ": '签批' is a required property"),
        ({**REPLY, "摘要": None}, "摘要: None is not of type"),
        ({**REPLY, "正文": "供餐延长"}, ": Additional properties are not allowed"),
    ],
)
def test_what_the_checker_objects_to_is_marked(data: Any, expected: str) -> None:
    """An editor marks unreadable days, unknown keys, wrong words, missing or empty keys, prose as a key."""
    found = _objections("reply", data)
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_choices_and_meanings_are_told() -> None:
    """A choice lists its words, and each key carries its meaning, staff-only ones say so."""
    made = schema_of(file_type("会议"))
    assert made["title"] == "会议（meeting.yml）"
    assert made["$defs"]["Audience"] == {"enum": ["社会", "教职工", "不公开"], "type": "string"}
    assert made["properties"]["列席"]["description"] == "列席人数；没有表决权"
    assert made["properties"]["原件"]["description"] == "纸质原件的档号；只在教职工版显示"
    assert made["required"] == ["公开范围", "类型", "日期"]


@given(st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=2), st.booleans())
def test_any_amount_is_accepted(amount: Any, grouped: bool) -> None:
    """Every amount that can be printed, with or without thousands commas, fits."""
    printed = f"{amount:,.2f}" if grouped else f"{amount:.2f}"
    assert _objections("finance", {**FINANCE, "期初": printed}) == []


@given(
    st.dates(),
    st.sampled_from(
        [
            "{0.year:04d}-{0.month:02d}-{0.day:02d}",
            "{0.year:04d}年{0.month}月{0.day}日",
            "{0.year:04d}/{0.month}/{0.day}",
        ]
    ),
)
def test_any_day_is_accepted(day: Any, form: str) -> None:
    """Every day in each of the three forms fits."""
    assert _objections("reply", {**REPLY, "日期": form.format(day)}) == []


FIELDS: dict[str, Any] = {
    "Day": Day,
    "Money": Money,
    "Count": Count,
    "Cell": Cell,
    "Figure": Figure,
    "Share": Share,
    "SessionNumber": SessionNumber,
    "Reference": Reference,
}
CHECKERS = {name: TypeAdapter(field) for name, field in FIELDS.items()}
EDITORS = {name: Draft202012Validator(checker.json_schema()) for name, checker in CHECKERS.items()}

UNDERSTOOD = {
    "Day": (
        "2026-03-06", "2026-3-6", "２０２６－０３－０６", "2026 - 03 - 06", "2026－03-06", "2026/3/6",
        "２０２６／３／６", "2026 / 3 / 6", "2026.3.6", "２０２６．３．６", "2026年3月6日",
        "２０２６年３月６日", "2026 年 3 月 6 日", " 2026-03-06 ", "\u30002026年3月6日\u3000",
    ),
    "Money": (
        "0", "5", "-5", "+5", "−5", "﹣5", "－5", "＋5", "1,234.50", "１，２３４．５０", " 5 ", "\u30005",
        "1234567",
    ),
    "Count": (
        "92", "９２", "1,006", "１，００６", " 7 ", "92.0", "+3",
    ),
    "Cell": (
        "5", "﹣5", "—", "——", "-", "－", "/", " — ", "\u3000——\u3000", " / ",
    ),
    "Figure": (
        "68", "17,760.00", "60%", "60 %", "６０％", "23.91%", "5‰", "﹣5", "﹣5%", "+5.0%", "－５．５‰",
        " 60% ",
    ),
    "Share": (
        "2/3", "２／３", "2 / 3", " 2/3 ", "60%", "６０％", "+60%", "＋６０％", "60 %", "0.6", "０．６",
        "5‰", "1,000‰", "1",
    ),
    "SessionNumber": (
        "五届三次", "第五届第三次", "第五届第三次会议", "第五届 第三次 会议", "5届3次", "5-3", "05-03",
        "5－3", "５－３", "5 - 3", " 5-3 ", "十二届二十次",
    ),
    "Reference": (
        "proposals/05-03-012", " proposals/05-03-012 ", "meetings/05-03/resolution-1",
        "ｐｒｏｐｏｓａｌｓ／０５－０３－０１２", "opinions/box-2026-001", "finances/union_2026.03",
        "proposals/05-03-012/review", "\u3000notices/a\u3000",
    ),
}  # fmt: skip

NOT_UNDERSTOOD = {
    "Day": (
        "3月6日", "26-3-6", "2026-3", "2026-03/06", "2026年3月6", "2026-03-06T00:00", "２０２６－③－０６",
        "",
    ),
    "Money": (
        "1,23", "1,234,56", "12.", ".5", "1e5", "10²", "1 234", "¥5", "5元", "--5", "﹣", "60%", "—", "",
    ),
    "Count": (
        "1,23", "九十二", "9 2", "", "—",
    ),
    "Cell": (
        "— —", "———", "无", "//", "1,23", "",
    ),
    "Figure": (
        "1,23", "12.%", "60%%", "%", "6O%", "2/3", "﹣﹣5", "",
    ),
    "Share": (
        "-60%", "﹣60%", "2/3/4", "2/", "/3", "1.2.3", "60%%", "三分之二", "1234567890/3", "",
    ),
    "SessionNumber": (
        "五届", "第五次", "5-", "5-3-1", "100-1", "5—3", "",
    ),
    "Reference": (
        "提案/1", "proposals", "Proposals/1", "proposals/", "proposals/a b", "a/b/c/d", "a/b/", "a/b/c-",
        "",
    ),
}  # fmt: skip


def _each(forms: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(name, typed) for name, each in forms.items() for typed in each]


def _in_any_width(name_and_form: tuple[str, str]) -> st.SearchStrategy[tuple[str, str]]:
    """The same form with any of its characters full-width, any minus for a minus, and spaces around."""
    name, form = name_and_form
    wide = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
    drawn = [st.sampled_from([char, wide.get(char, char), *("−﹣" if char == "-" else "")]) for char in form]
    space = st.sampled_from(["", " ", "\u3000", "\xa0 "])
    return st.tuples(st.just(name), st.tuples(space, *drawn, space).map("".join))


@pytest.mark.parametrize(("name", "typed"), _each(UNDERSTOOD))
def test_an_editor_accepts_what_the_checker_understands(name: str, typed: str) -> None:
    """Each form that is read, also full-width or with spaces, is marked by no editor."""
    CHECKERS[name].validate_python(typed)
    assert EDITORS[name].is_valid(typed)


@pytest.mark.parametrize(("name", "typed"), _each(NOT_UNDERSTOOD))
def test_an_editor_marks_what_the_checker_does_not_understand(name: str, typed: str) -> None:
    """What the checker will object to is better marked while it is typed."""
    with pytest.raises(ValidationError):
        CHECKERS[name].validate_python(typed)
    assert not EDITORS[name].is_valid(typed)


@settings(max_examples=300)
@given(st.sampled_from(_each(UNDERSTOOD)).flatmap(_in_any_width))
def test_no_width_is_understood_and_marked(name_and_typed: tuple[str, str]) -> None:
    """Whatever mixture of full-width and half-width the checker reads, the editor accepts."""
    name, typed = name_and_typed
    try:
        CHECKERS[name].validate_python(typed)
    except ValidationError:
        return
    assert EDITORS[name].is_valid(typed)
