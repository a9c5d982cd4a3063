"""Texts of plain lines are read without a YAML parser: as libyaml reads them, and only where nothing is odd."""

from __future__ import annotations

from pathlib import Path

import pytest
from gongkai.source.document import yaml_part
from gongkai.source.nodes import MAX_DEPTH, MAX_NODES, Value, compose
from gongkai.source.plain import plainly
from gongkai.source.slips import find_slips
from hypothesis import given
from hypothesis import strategies as st

DEMO = Path(__file__).parents[1] / "disclosures"

_INDENT = st.sampled_from(["", "", "", "  ", "  ", "    ", "      ", " ", "\t", "\u3000", "\xa0"])
_DASHES = st.sampled_from(["", "", "", "- ", "- ", "- - ", "-   ", "-", "－ "])
_KEYS = "甲 乙 丙 no 1 2026-01 << -a ? ０ 甲： _ é [a]"
_KEY = st.sampled_from([*_KEYS.split(" "), "a b", "k" * 101])
_COLON = st.sampled_from([": ", ": ", ": ", ":", ":   ", "：", " : ", ":\t"])
_PLAIN = "甲 乙 -5 60% 12:30 a:b a#b — ~ null a，b 𠮷 (a) = << a\\b"
_ODD = '- % b: :b # “甲” 第１ ... --- \' "甲" a"b &a *a !a | > @ ` ? a,b ， , “ ０ a\u200bb'
_SPACED = [
    "- 5",
    "a: b",
    "a #b",
    "? a",
    "a ",
    " a",
    "a\u3000",
    "\u3000",
    "a\x85b",
    "a\x00",
    "\u2028",
    "\ufeff",
    "\ud800",
]
_WORD = st.sampled_from([*_PLAIN.split(" "), *_ODD.split(" "), *_SPACED, "w" * 1100])
_ITEMS = st.lists(st.tuples(_WORD, _WORD), max_size=3)
_COMMA = st.sampled_from([", ", ", ", ", ", ",", " , ", "，", ",  "])
_BRACKETS = st.one_of(
    st.builds(lambda items, comma: "{" + comma.join(map(": ".join, items)) + "}", _ITEMS, _COMMA),
    st.builds(lambda items, comma: "[" + comma.join(value for _, value in items) + "]", _ITEMS, _COMMA),
)
_VALUE = st.one_of(st.just(""), _WORD, st.tuples(_WORD, _WORD).map(" ".join), _BRACKETS)
_END = st.sampled_from(["", "", "", "", " ", "  # 注", " # 注", "  #注", "]", "}"])
_LINE = st.one_of(
    st.tuples(_INDENT, _DASHES, _KEY, _COLON, _VALUE, _END).map("".join),
    st.tuples(_INDENT, _DASHES, _VALUE, _END).map("".join),
)
_BLOCKS = [
    "",
    "# 注",
    "甲: 1",
    "乙:",
    "丙: [a, b]",
    "- 丙: 2",
    "  丁: 3",
    "  - 戊",
    "- 己",
    "- {庚: 4, 辛: 5}",
    "  壬:",
]
_GOOD = st.lists(st.sampled_from([*_BLOCKS, "    癸: 6"]), max_size=4)
_LINES = st.builds(lambda *parts: [line for part in parts for line in part], _GOOD, st.lists(_LINE, max_size=2), _GOOD)
_TEXT = st.builds(lambda lines, end: "\n".join(lines) + end, _LINES, st.sampled_from(["", "\n", "\n\n"]))

_STATEMENT = "类别: 食堂\n收入:\n- 科目: 学生\n  金额: -12.50\n  明细:\n    - {科目: 甲, 金额: 1}\n列: [上年, 本年]\n"
_SIGNS = [*"\t :-#?,[]{}\"'&*!|>%@`\n０：，“\u3000\xa0\u200b", "- ", ": ", "  "]


def _same(text: str) -> bool:
    """Whether libyaml says the same of a text that was read plainly, in the same order, and nobody objects."""
    composed = compose(text)
    said = (composed.complete, composed.problems, find_slips(text, {"甲", "乙", "丙"}))
    return said == (True, (), ()) and repr(composed.data) == repr(plainly(text))


@given(_TEXT)
def test_what_is_read_plainly_is_what_yaml_says(text: str) -> None:
    """A text is read plainly as libyaml reads it and has no slip, or it is not read plainly at all."""
    assert plainly(text) is None or _same(text)


@given(st.integers(0, len(_STATEMENT)), st.integers(0, 60), st.sampled_from(_SIGNS))
def test_one_more_sign_is_not_read_otherwise(at: int, cut: int, sign: str) -> None:
    """A plain text with a piece cut out or put in is still read as libyaml reads it, or not plainly."""
    for changed in (_STATEMENT[:at] + sign + _STATEMENT[at:], _STATEMENT[:at] + _STATEMENT[at + cut :]):
        assert plainly(changed) is None or _same(changed)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("甲: 1\n乙:\n丙: 12:30  # 注\n", {"甲": "1", "乙": "", "丙": "12:30"}),
        (
            "甲:\n- 1\n- -2\n乙:\n  - 丙: 3\n    丁:\n      戊: 4\n",
            {"甲": ["1", "-2"], "乙": [{"丙": "3", "丁": {"戊": "4"}}]},
        ),
        ("- - 1\n  - 2\n- 甲: 3\n", [["1", "2"], {"甲": "3"}]),
        ("# 注\n\n甲: {乙: 1, 丙: 2 份}\n丁: [a, b]\n", {"甲": {"乙": "1", "丙": "2 份"}, "丁": ["a", "b"]}),
        ("- {甲: 1}\n- [2]\n", [{"甲": "1"}, ["2"]]),
    ],
)
def test_plain_lines_are_read(text: str, data: Value) -> None:
    """Keys, items and flat brackets in any nesting are read without libyaml, every value a text."""
    assert plainly(text) == data
    assert _same(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "# 注\n", "甲\n", "甲: 1\n甲: 2\n", "甲: {乙: 1, 乙: 2}\n", "甲: 1\n  乙: 2\n", "甲: |\n  乙\n", "-\n"),
        *('甲: "乙"\n', "甲: &a 乙\n", "甲： 1\n", "甲: １\n", "甲: [乙, [丙]]\n", "甲: [68,120]\n", "---\n甲: 1\n"),
        *("甲: 1\n...\n", "甲:\t1\n", "甲: 乙\n  丙\n", "- " * MAX_DEPTH + "1\n", "甲: " + "1" * MAX_NODES),
    ],
)
def test_the_rest_is_left_to_those_who_know_yaml(text: str) -> None:
    """Nothing that is empty, odd, wrong, nested on one line or over a limit is read plainly."""
    assert plainly(text) is None


def test_most_records_are_plain() -> None:
    """Of the demonstration's files not one in six needs libyaml, and the others say the same to it."""
    texts = []
    for path in sorted(DEMO.rglob("*")):
        if path.suffix in (".md", ".yml") and path.parent.name != "attachments":
            text = path.read_text("utf-8")
            part = yaml_part(text, path.name)
            assert part
            texts.append(text[part[0] : part[1]])
    plain = [text for text in texts if plainly(text) is not None]
    assert len(plain) * 6 > len(texts) * 5
    assert all(_same(text) for text in plain)
