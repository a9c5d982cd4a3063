"""What we write as YAML is read back unchanged, and looks like a person wrote it."""

import pytest
from gongkai.source import parse, quoted, to_yaml
from hypothesis import example, given
from hypothesis import strategies as st

ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
AWKWARD = st.text(
    st.sampled_from(list("：:#“”\"'\\- \n\t\r[]{},，&*!|>%@`0１\x00\x07\u200b\u2028\ufeff𠮷😀案由")),
    max_size=12,
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("延长晚餐供餐时间", "延长晚餐供餐时间"),
        ("2026-03-06", "2026-03-06"),
        ("关于“双减”政策", "关于“双减”政策"),
        ("时间 18:40", "时间 18:40"),
        ("", '""'),
        (" 前面有空格", '" 前面有空格"'),
        ("食堂 #2 窗口", '"食堂 #2 窗口"'),
        ("关于: 食堂", '"关于: 食堂"'),
        ("“双减”", '"“双减”"'),
        ("１２", '"１２"'),
        ('他说"好"', '他说"好"'),
        ('"好"', '"\\"好\\""'),
        ("一\n二", '"一\\n二"'),
        ("零\u200b宽", '"零\\u200b宽"'),
        ("-1", "-1"),
        ("-260.00", "-260.00"),
        ("- 1", '"- 1"'),
        ("—", "—"),
        ("\ud800", '"\ufffd"'),
    ],
)
def test_quotes_stand_only_where_they_must(text: str, written: str) -> None:
    """Plain where YAML and our own scanner leave it alone, in double quotes otherwise."""
    assert quoted(text) == written


@example("0\n")
@given(ANY_TEXT | AWKWARD)
def test_any_text_survives_as_value_item_and_key(text: str) -> None:
    """Writing and reading back gives the same text in every position, without any finding."""
    data = {"案由": text, "协办": [text, "x"], "提案人": {"姓名": text, "列": [[text]]}}
    document, findings = parse(to_yaml(data), "a.yml", {"案由", "协办", "姓名", "列", "提案人"})
    assert findings == ()
    assert document is not None
    assert document.data == data
    if text and text != "<<":
        keyed, findings = parse(to_yaml({text: "x"}), "a.yml", {"案由"})
        assert findings == ()
        assert keyed is not None
        assert keyed.data == {text: "x"}


def test_nested_data_is_block_yaml_in_the_given_order() -> None:
    """Mappings and lists are written one item a line."""
    data = {"乙": [{"a": "1", "b": None}, [], ["x"]], "甲": {}}
    assert to_yaml(data) == "乙:\n  - a: 1\n    b:\n  - []\n  - - x\n甲: {}\n"
