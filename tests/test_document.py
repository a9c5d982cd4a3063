"""One file: front matter, prose sections, limits, and the place of every key and value."""

import pytest
from gongkai.source import Document, parse, read, to_yaml
from gongkai.source.document import yaml_part
from hypothesis import given
from hypothesis import strategies as st

LABELS = frozenset({"案由", "主办", "公开范围", "提案人", "姓名"})


def _document(text: str, path: str = "a.yml") -> Document:
    document, findings = parse(text, path, LABELS)
    assert findings == ()
    assert document is not None
    return document


def _found(data: bytes, path: str = "a.yml") -> list[str]:
    return [f"{each.location} {each.code.code}" for each in read(data, path, LABELS)[1]]


PROPOSAL = """---
案由: 𠮷祥食堂  # 注释
提案人: {代表团: 高一, 姓名: 甲}
附议人:
  - {代表团: 高二, 姓名: 乙}
  - 代表团: 高三
    姓名: >-
      丙
---
前言

## 案据

18:40 下课。

```text
## 不是标题
```

## 建议 ##
1. 延长。
"""


@pytest.mark.parametrize(
    ("keys", "key_place", "value_place"),
    [
        (("案由",), "2:1", "2:5"),
        (("提案人", "姓名"), "3:16", "3:20"),
        (("附议人", 0), "5:5", "5:5"),
        (("附议人", 0, "姓名"), "5:15", "5:19"),
        (("附议人", 1, "代表团"), "6:5", "6:10"),
        (("附议人", 1, "姓名"), "7:5", "7:9"),
        (("案据",), "12:1", "14:1"),
        (("建议",), "20:1", "21:1"),
        (("没有",), "2:1", "2:1"),
        (("提案人", "没有"), "3:7", "3:7"),
        (("附议人", 1, "没有"), "6:5", "6:5"),
        (("附议人", 9, "姓名"), "5:5", "5:5"),
        (("案由", "没有"), "2:5", "2:5"),
        ((), "2:1", "2:1"),
    ],
)
def test_places_of_keys_and_values(keys: tuple[str | int, ...], key_place: str, value_place: str) -> None:
    """Line and column of the key or value; a missing key leads to its mapping's first key."""
    for text in (PROPOSAL, PROPOSAL.replace("\n", "\r\n"), "\ufeff" + PROPOSAL):
        document, findings = read(text.encode(), "a.md", LABELS)
        assert findings == ()
        assert document is not None
        assert str(document.place(keys)) == f"a.md:{key_place}"
        assert str(document.place(keys, value=True)) == f"a.md:{value_place}"


def test_places_are_those_of_the_text_as_typed() -> None:
    """Slips mended in memory before a value on the same line do not shift its column."""
    document, _ = parse("提案人：{代表团：高一，姓名：甲，𠮷:  乙}\n", "a.yml", {"提案人", "代表团", "姓名"})
    assert document is not None
    assert str(document.place(("提案人", "姓名"), value=True)) == "a.yml:1:16"


def test_sections_and_the_text_before_them() -> None:
    """Level-2 headings divide the prose; a heading in a code block does not."""
    before, sections = _document(PROPOSAL, "a.md").sections()
    assert before == "前言\n\n"
    assert [(each.title, each.text) for each in sections] == [
        ("案据", "18:40 下课。\n\n```text\n## 不是标题\n```"),
        ("建议", "1. 延长。"),
    ]


@pytest.mark.parametrize("fence", ["---\n", "---  \n", "---\r\n", "--- \t\r\n"])
def test_front_matter_fences_may_end_in_blanks(fence: str) -> None:
    """Trailing spaces and Windows line ends are no fault; `---` inside the prose is a rule."""
    document, findings = read(f"{fence}案由: 甲\n{fence}正文\n\n---\n还是正文\n".encode(), "a.md", LABELS)
    assert findings == ()
    assert document is not None
    assert document.data == {"案由": "甲"}
    assert document.body == "正文\n\n---\n还是正文\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "文件开头没有前置信息。"),
        ("案由: 甲\n", "文件开头没有前置信息。"),
        ("\n---\n案由: 甲\n---\n", "文件开头没有前置信息。"),
        ("---", "前置信息没有结束的“---”。"),
        ("---\n", "前置信息没有结束的“---”。"),
        ("---\n案由: 甲 --- 乙\n", "前置信息没有结束的“---”。"),
    ],
)
def test_front_matter_that_is_missing_or_open(text: str, message: str) -> None:
    """Said at the first line, with what to type."""
    document, (finding,) = parse(text, "a.md", LABELS)
    assert document is None
    assert (str(finding.location), finding.code.code, finding.message) == ("a.md:1:1", "S08", message)


@pytest.mark.parametrize(
    ("text", "data", "body"),
    [
        ("---\n---\n正文\n", "", "正文\n"),
        ("---\n案由: 甲\n---\n正文\n---\n", "案由: 甲\n", "正文\n---\n"),
        ("---\n案由: 甲\n---", "案由: 甲\n", ""),
        ("---\n案由: 甲\n...\n正文\n---\n", "案由: 甲\n", "正文\n---\n"),
        ("---\n案由: 甲\n...乙\n---\n正文\n", "案由: 甲\n...乙\n", "正文\n"),
        ("---\n案由: 甲\n--- \n正文\n---\n", "案由: 甲\n", "正文\n---\n"),
        ("---\n----\n---乙\n---\n正文\n", "----\n---乙\n", "正文\n"),
    ],
)
def test_where_front_matter_ends(text: str, data: str, body: str) -> None:
    """At the first line of `---` or `...` alone; a longer row of dashes, or one with words, is none."""
    start, end, body_at = yaml_part(text, "a.md") or (0, 0, 0)
    assert (text[start:end], text[body_at:]) == (data, body)


def test_an_empty_table_is_an_empty_document() -> None:
    """Whether that is enough is for the model to say."""
    assert _document("").data is None
    assert _document("# 只有注释\n").data is None
    assert str(_document("").place(("案由",))) == "a.yml:1:1"


def test_files_lines_and_values_have_limits() -> None:
    """Too large a file, a line of ten million characters and 300 KB are findings."""
    assert _found(b"x" * 10_000_000) == ["a.yml:1:1 S04"]
    assert _found(b"a: 1\n" * 60_000) == ["a.yml:1:1 S04"]
    assert _found("案由: 甲\n主办: ".encode() + b"x" * 20_000) == ["a.yml:2:20001 S04"]


def test_every_fault_of_a_file_is_found_in_one_run() -> None:
    """Encoding, slips, duplicate keys and tricks together, each at its place, after a BOM and with CRLF."""
    text = "公开范围：社会\r\n案由: “双减”\r\n主办:甲\r\n案由: 乙\r\n姓名: &x\r\n  丙: 丁\r\n"
    assert _found(b"\xef\xbb\xbf" + text.encode()) == [
        "a.yml:1:5 S10",
        "a.yml:2:5 S12",
        "a.yml:3:4 S20",
        "a.yml:4:1 S06",
        "a.yml:5:5 S07",
    ]
    assert _found(text.encode("utf-16"))[0] == "a.yml:1:1 S02"


def test_invisible_line_ends_do_not_shift_line_numbers() -> None:
    """U+2028 and U+0085 are line ends for YAML only: lines are counted as editors count them."""
    assert _found("案由: 甲\u2028乙\x85丙\n主办：丁\n".encode()) == [
        "a.yml:1:6 S25",
        "a.yml:1:8 S25",
        "a.yml:2:3 S10",
    ]


KEYS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=6)
VALUES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


@given(
    st.dictionaries(
        KEYS.filter(lambda key: key != "<<"), st.lists(VALUES, min_size=1, max_size=3), min_size=1, max_size=5
    )
)
def test_place_points_at_exactly_the_text(data: dict[str, list[str]]) -> None:
    """For random mappings, line and column lead to the first character of key and value."""
    text = to_yaml(data)
    document = _document(text)
    lines = text.split("\n")
    for key, items in data.items():
        place = document.place((key,))
        assert lines[place.line - 1][place.column - 1 :] == to_yaml({key: None}).rstrip("\n")
        for index, item in enumerate(items):
            place = document.place((key, index), value=True)
            assert lines[place.line - 1][place.column - 1 :] == to_yaml(item).rstrip("\n")
