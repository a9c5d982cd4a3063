"""Documents to typed records: every objection of a model at its own key or value, in Chinese."""

import re
from typing import Any

import pytest
from gongkai.records import KINDS, SETTINGS, Policy
from gongkai.records.declarations import declared, labels, models
from gongkai.records.decode import decode
from gongkai.records.finance import Finance
from gongkai.records.notice import Notice
from gongkai.records.proposal import Feedback, Proposal, Review
from gongkai.source import parse, to_yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

PROPOSAL = """---
公开范围: 社会
案由: 延长晚餐供餐时间
类别: 后勤与基建
提交日期: 2026年3月6日
提案人: {代表团: 高一年级, 姓名: 林同, 公开姓名: 否}
附议人:
  - {代表团: 高一年级, 姓名: 周禾}
  - {代表团: 教辅, 姓名: 沈可}
---
## 案据
晚自习教师 18:40 下课。
## 建议
1. 供餐延长到 19:10。
"""


def _said(text: str, model: type[BaseModel], path: str = "a.md") -> list[str]:
    document, findings = parse(text, path, labels())
    more: tuple[Any, ...] = ()
    if document is not None:
        _, more = decode(document, model)
    return [
        f"{each.location.line}:{each.location.column} {each.code.code} {each.message}" for each in (*findings, *more)
    ]


def test_a_good_proposal_has_no_objections() -> None:
    """The example of the format is typed as it stands."""
    document, _ = parse(PROPOSAL, "a.md", labels())
    assert document is not None
    content, findings = decode(document, Proposal)
    assert findings == ()
    assert content is not None
    assert (content.subject, str(content.submitted_on)) == ("延长晚餐供餐时间", "2026-03-06")
    assert content.suggestions == "1. 供餐延长到 19:10。"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("案由: 延", "案油: 延", ["2:1 M02 缺少“案由”。", "3:1 M01 不认识的键“案油”。"]),
        ("类别: 后勤与基建\n", "", ["2:1 M02 缺少“类别”。"]),
        ("{代表团: 教辅, 姓名: 沈可}", "{姓名: 沈可}", ["9:6 M02 缺少“代表团”。"]),
        ("类别: 后勤与基建", "类别:", ["4:1 M04 “类别”没有填写。"]),
        ("公开范围: 社会", "公开范围:", ["2:1 M04 “公开范围”没有填写。"]),
        ("公开范围: 社会", "公开范围: 公众", ["2:7 M05 “公开范围”写的是“公众”。"]),
        ("公开姓名: 否", "公开姓名: no", ["6:32 M03 “公开姓名”写的是“no”，看不懂。可以写：是、否。"]),
        ("2026年3月6日", "2026-02-30", ["5:7 M03 “提交日期”写的是“2026-02-30”，没有这一天。"]),
        (
            "2026年3月6日",
            "三月六日",
            ["5:7 M03 “提交日期”写的是“三月六日”，看不懂。可以写：2026-03-06、2026年3月6日、2026/3/6。"],
        ),
        ("2026年3月6日", "２０２６年３月６日", ["5:7 S13 数字是全角的。"]),
        (
            "提案人: {代表团: 高一年级, 姓名: 林同, 公开姓名: 否}",
            "提案人: 林同",
            ["6:6 M06 “提案人”这里要写成“键: 值”。"],
        ),
        ("- {代表团: 教辅, 姓名: 沈可}", "- 代表团：教辅", ["9:8 S10 “代表团”后面是全角冒号“：”。"]),
        (
            "案由: 延长晚餐供餐时间",
            "案由: [延长]",
            ["3:5 M03 “案由”只写一个值，不写成列表或表格。可以写：一段文字。"],
        ),
        ("## 案据", "开头的话\n## 案据", ["11:1 M08 第一个二级标题之前有文字。"]),
        ("## 案据", "##案据", ["11:1 M07 “##案据”不是二级标题。"]),
        ("## 建议", "＃＃\u3000建议：", ["13:1 M07 “＃＃\u3000建议：”不是二级标题。"]),
        ("## 建议", "### 建议", ["13:1 M07 “### 建议”不是二级标题。"]),
        ("## 案据", "## 案剧", ["11:1 M07 不认识的标题“案剧”。"]),
        ("## 案据", "## 建议", ["13:1 M07 标题“建议”写了两次。"]),
        ("类别: 后", "建议: 一\n类别: 后", ["4:1 M01 “建议”是正文，不写在前置信息里。"]),
    ],
)
def test_each_objection_stands_at_its_key_or_value(old: str, new: str, said: list[str]) -> None:
    """One change, one sentence, the exact line and column."""
    assert _said(PROPOSAL.replace(old, new, 1), Proposal) == said


def test_slips_and_model_errors_come_in_one_run() -> None:
    """A mended slip does not hide that another value is wrong."""
    text = PROPOSAL.replace("案由: ", "案由：").replace("社会", "大家").replace("类别: 后勤与基建", '类别: "后勤" 类')
    assert _said(text, Proposal) == [
        "3:3 S10 “案由”后面是全角冒号“：”。",
        "4:9 S16 右引号后面还有文字。",
        "2:7 M05 “公开范围”写的是“大家”。",
    ]


def test_a_table_and_a_list_are_not_taken_for_a_record() -> None:
    """An empty file, a list and a sentence are said to be what they are."""
    assert _said("", Finance, "a.yml") == ["1:1 M06 文件是空的。"]
    assert _said("- 甲\n", Finance, "a.yml") == ["1:1 M06 文件最外层要写成“键: 值”。"]


def test_prose_where_there_is_none_to_be() -> None:
    """An act without prose says so at the prose."""
    text = "---\n日期: 2026-05-01\n评价: 满意\n凭据: 签字表（纸质）\n---\n\n多写的话\n"
    assert _said(text, Feedback) == ["7:1 M08 这种文件没有正文。"]


def test_a_body_takes_all_prose_with_its_headings() -> None:
    """Where the prose is one field, headings are the writer's own."""
    document, _ = parse("---\n去向: 立案\n日期: 2026-05-01\n---\n## 说明\n好\n", "review.md", labels())
    assert document is not None
    content, findings = decode(document, Review)
    assert findings == ()
    assert content is not None
    assert content.note == "## 说明\n好"


def test_a_list_of_one_may_be_written_without_the_list() -> None:
    """The objection then stands at the value itself."""
    assert _said(
        "---\n标题: 甲\n公开范围: 社会\n起: 2026-05-01\n止: 2026-05-05\n名单: {部门: 语文组}\n---\n", Notice
    ) == ["6:6 M02 缺少“姓名”。"]


def test_sentences_never_carry_control_characters() -> None:
    """A value with an escape sequence cannot paint the reader's terminal."""
    (said,) = _said(PROPOSAL.replace("社会", '"\\e[31m社会"'), Proposal)
    assert said == "2:7 M05 “公开范围”写的是“ [31m社会”。"


def test_settings_are_decoded_the_same_way() -> None:
    """A misspelt threshold is named in its place."""
    text = "采用:\n  - 自: 2024-09-01\n    依据: 办法\n    阈值:\n      附议人: 2\n"
    assert _said(text, Policy, "policy.yml") == ["5:7 M01 不认识的键“附议人”。"]


ODD: st.SearchStrategy[Any] = st.sampled_from(
    ["", "x", "是", "2026-13-01", "９" * 5000, "1,23", "a：b", "\u202e", [], {}, ["x"]]
)
TREE = st.recursive(
    ODD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(labels())), inner, max_size=4),
    max_leaves=6,
)


@settings(max_examples=40)
@given(st.sampled_from([*KINDS, *SETTINGS.values()]), st.data())
def test_no_value_crashes_a_model_and_every_objection_is_chinese(model: type[BaseModel], data: st.DataObject) -> None:
    """Whatever stands under a known key: objections, each inside the file, none in English."""
    keys = [field.label for field in declared(model) if not (field.in_prose or field.is_body)]
    values = data.draw(st.dictionaries(st.sampled_from(keys), TREE, min_size=1))
    text = to_yaml(values)
    document, findings = parse(text, "a.yml", labels())
    assert findings == ()
    assert document is not None
    _, objections = decode(document, model)
    for each in objections:
        assert re.search("[\u4e00-\u9fff]", each.message)
        assert "Value error" not in each.message
        assert "Input should" not in each.message
        assert 1 <= each.location.line <= text.count("\n") + 1
        assert each.message.isprintable()


def test_labels_are_one_language() -> None:
    """Every key of every model is Chinese (ICP apart) and has a meaning for the field reference."""
    for model in models():
        for field in declared(model):
            assert any("\u4e00" <= char <= "\u9fff" for char in field.label), (model, field.label)
            assert field.meaning, (model, field.label)
