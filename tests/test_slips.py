"""The slips of a Chinese writer: each at its own place, and nothing that is good YAML."""

import pytest
from gongkai.records.declarations import labels
from gongkai.source import find_slips, parse
from gongkai.source.edits import Edit, Origins, disjoint, mend
from gongkai.source.slips import scan
from hypothesis import given
from hypothesis import strategies as st

LABELS = labels()


def _found(text: str) -> list[str]:
    document, findings = parse(text, "a.yml", LABELS)
    assert document is not None
    return [f"{each.location.line}:{each.location.column} {each.code.code}" for each in findings]


def _data(text: str) -> object:
    document, _ = parse(text, "a.yml", LABELS)
    assert document is not None
    return document.data


@pytest.mark.parametrize(
    ("text", "found", "data"),
    [
        ("案由：延长\n", ["1:3 S10"], {"案由": "延长"}),
        ("𠮷: x\n案由 ：延长\n", ["2:4 S10"], {"𠮷": "x", "案由": "延长"}),
        ("案由：\n  - 甲\n", ["1:3 S10"], {"案由": ["甲"]}),
        (
            "附议人:\n  - 姓名：乙\n    代表团: 高一\n",
            ["2:7 S10"],
            {"附议人": [{"姓名": "乙", "代表团": "高一"}]},
        ),
        (
            "提案人：{代表团：高一，姓名:林同}\n",
            ["1:4 S10", "1:9 S10", "1:12 S11", "1:16 S20"],
            {"提案人": {"代表团": "高一", "姓名": "林同"}},
        ),
        ("协办: [工会，总务处]\n", ["1:8 S11"], {"协办": ["工会", "总务处"]}),
        (
            "协办: [\n  工会，\n  总务处\n]\n主办：x\n",
            ["2:5 S11", "5:3 S10"],
            {"协办": ["工会", "总务处"], "主办": "x"},
        ),
        (
            "提案人: {\n  代表团：高一,\n  姓名: 甲}\n",
            ["2:6 S10"],
            {"提案人": {"代表团": "高一", "姓名": "甲"}},
        ),
        ("案由: “延长供餐”\n", ["1:5 S12"], {"案由": "延长供餐"}),
        ("提案人: {姓名: “甲”}\n", ["1:11 S12"], {"提案人": {"姓名": "甲"}}),
        ("日期: ２０２６年３月６日\n", ["1:5 S13"], {"日期": "2026年3月6日"}),
        ("数: {数: ４５, 按: 自然日}\n", ["1:8 S13"], {"数": {"数": "45", "按": "自然日"}}),
        ("数: {数: ４，５００．００, 按: 自然日}\n", ["1:8 S13"], {"数": {"数": "4500.00", "按": "自然日"}}),
        ("数: {数: 4，500, 按: 自然日}\n", ["1:8 S13"], {"数": {"数": "4500", "按": "自然日"}}),
        (
            "提案人: {代表团:\u3000高一,\u3000姓名: 林同}\n",
            ["1:11 S14", "1:15 S14"],
            {"提案人": {"代表团": "高一", "姓名": "林同"}},
        ),
        (
            "支出:\n  - 科目: 甲\n    明细:\n      - 乙\n  －丙\n",
            ["5:3 S22"],
            {"支出": [{"科目": "甲", "明细": ["乙"]}, "丙"]},
        ),
        ("协办:\n  - 甲\n  － 乙\n  —丙\n", ["3:3 S22", "4:3 S22"], {"协办": ["甲", "乙", "丙"]}),
        ("\u3000案由: 甲\n", ["1:1 S14"], {"案由": "甲"}),
        ("案由:\u3000甲\n主办:\xa0乙\n", ["1:4 S14", "2:4 S14"], {"案由": "甲", "主办": "乙"}),
        ("协办:\n\t- 甲\n\t- 乙\n", ["2:1 S15", "3:1 S15"], {"协办": ["甲", "乙"]}),
        ("案由:\t甲\n", ["1:4 S15"], {"案由": "甲"}),
        ('案由: "第一行\n主办: 乙\n', ["1:5 S16"], {"案由": "第一行", "主办": "乙"}),
        ('案由: "第一\n  二行\n主办: 乙\n', ["1:5 S16"], {"案由": "第一 二行", "主办": "乙"}),
        ('案由: "双减" 政策\n主办: 乙\n', ["1:9 S16"], {"案由": '"双减" 政策', "主办": "乙"}),
        ("案由: 食堂 #2 窗口\n", ["1:8 S17"], {"案由": "食堂 #2 窗口"}),
        ('案由: "食堂"#2\n', ["1:9 S17"], {"案由": "食堂"}),
        ("案由: *食堂\n主办: @乙\n", ["1:5 S18", "2:5 S18"], {"案由": "*食堂", "主办": "@乙"}),
        ("案由: [关于]食堂\n", ["1:5 S18"], {"案由": "[关于]食堂"}),
        ("协办: [*甲, 乙]\n", ["1:6 S18"], {"协办": ["*甲", "乙"]}),
        ("会费: {每人: 1,480.00, 上缴: 2}\n", ["1:11 S19"], {"会费": {"每人": "1480.00", "上缴": "2"}}),
        ("积: [1,480.00, 3]\n", ["1:6 S19"], {"积": ["1480.00", "3"]}),
        ("案由:甲\n", ["1:4 S20"], {"案由": "甲"}),
        ("案由: 甲: 乙\n主办: 丙\n", ["1:6 S21"], {"案由": "甲: 乙", "主办": "丙"}),
        ("案由: 甲:\n主办: 丙\n", ["1:6 S21"], {"案由": "甲:", "主办": "丙"}),
        ("协办:\n  -甲\n  -乙\n", ["2:3 S22", "3:3 S22"], {"协办": ["甲", "乙"]}),
        (
            "提案人: {代表团: 甲\n主办：乙\n",
            ["1:6 S23", "2:3 S10"],
            {"提案人": {"代表团": "甲"}, "主办": "乙"},
        ),
        ("协办: [甲, [乙]\n主办: 丙\n", ["1:5 S23"], {"协办": ["甲", ["乙"]], "主办": "丙"}),
        ("案由: 食堂 # 二号窗口\n", ["1:8 S24"], {"案由": "食堂"}),
        ("\u200b案由: 甲\n", ["1:1 S25"], {"案由": "甲"}),
        ("案由: 甲\u2028乙\n主办：丙\n", ["1:6 S25", "2:3 S10"], {"案由": "甲 乙", "主办": "丙"}),
        ("案由: 甲\x85乙\n", ["1:6 S25"], {"案由": "甲 乙"}),
    ],
)
def test_a_slip_is_found_where_it_was_typed_and_mended_in_memory(
    text: str, found: list[str], data: dict[str, object]
) -> None:
    """The exact line and column, and the rest of the file still read."""
    assert _found(text) == found
    assert _data(text) == data


@pytest.mark.parametrize(
    "text",
    [
        "案由: 一，二：三；“四”、五\n",
        "案由: “双减”政策\n",
        "协办:\n  - 甲，\n    — 乙\n",
        "提案人: {代表团: 高一，乙组}\n",
        "案由: “双减”和“五项管理”\n",
        "去向: 立案                 # 立案 | 并案 | 转意见\n",
        "期间: 2026-03              # 也可 2026-01至2026-02\n",
        "会费: {实缴人数: 185, 每人: 10}   # 不等时须有 差额说明\n",
        "日期: 2026-03-06 # 交办\n",
        "# 案由：注释里什么都行 #x\n案由: 甲\n",
        "案由: 第一行\n  第二行：还是同一句\n  主办：也是\n主办: 乙\n",
        '案由: "第一行\n  第二行: 还是"\n主办: 乙\n',
        "案由: '一: 二 #三'\n",
        "案由: |\n  主办：块里不算\n  # 也不算\n  \t制表符\n主办: 乙\n",
        "案由: >-\n  一: 二\n主办: 乙\n",
        "- |\n  主办：块\n- 乙\n",
        "案由: 18:40 下课\n",
        "案由: http://example.org/a#b\n",
        "协办: 工会\n",
        "协办:\n- 工会\n- 总务处\n",
        "协办:\n  - 工会：牵头\n  - 总务处\n",
        "未采纳意见:\n  - {意见: 提高系数，增加补贴, 说明: 总量受限，暂不采纳}\n",
        '提案人: {代表团: "高一，理科：组"}\n',
        "数字:\n  - {名称: 收到, 值: 68, 由: {合计: [68,120,300]}}\n",
        "期末: -260.00\n案由: C# 与 C++\n",
        "金额: 1,480.00\n",
        "协办: [\n  工会,\n  总务处  # 牵头\n]\n",
        "协办: []\n提案人: {}\n",
        "案由: 甲 & 乙 * 丙 ! 丁 100% @ 戊\n",
        "案由: 甲\n\n\n主办: 乙\n",
        "说明: 😀👨\u200d👩 好\n",
        "案由: 关于 [食堂] 的建议\n",
    ],
)
def test_good_yaml_is_left_alone(text: str) -> None:
    """No false alarm on anything a school may rightly write."""
    assert _found(text) == []


def test_several_slips_and_a_later_fault_are_all_reported() -> None:
    """Mended slips do not hide a syntax error further down."""
    document, findings = parse("案由：甲\n主办:乙\n类别: 丙\n  丁: 戊\n", "a.yml", LABELS)
    assert document is None
    assert [str(each.location) + " " + each.code.code for each in findings] == [
        "a.yml:1:3 S10",
        "a.yml:2:4 S20",
        "a.yml:4:4 S05",
    ]


def test_a_doubtful_slip_is_blamed_only_if_mending_it_helps() -> None:
    """Prose with a full-width colon is not accused because another line is wrong."""
    assert _found("协办:\n  - 工会：牵头\n案由: 甲: 乙\n") == ["3:6 S21"]


def test_the_message_says_what_to_type() -> None:
    """What is wrong, then what to type instead."""
    (slip,) = find_slips("案由：延长\n", LABELS)
    assert (slip.message, slip.cure) == ("“案由”后面是全角冒号“：”。", "改成半角冒号加空格：“案由: ”。")


def test_a_file_full_of_slips_is_not_read_further() -> None:
    """Two hundred findings of one file are enough."""
    document, findings = parse("案由：甲\n" * 500, "a.yml", LABELS)
    assert document is None
    assert len(findings) == 200


ALPHABET = [
    *"：:，,“”‘’\"'#- \n[]{}０1\t\u3000\u200b.&*!|>%@`?甲",
    "案由",
    "主办: ",
    "\n  - ",
    ": ",
    "{",
    "  # ",
    "\n",
]


@given(st.lists(st.sampled_from(ALPHABET), max_size=14).map("".join))
def test_the_shortcut_overlooks_nothing(text: str) -> None:
    """A text taken for clean at a glance has no slip on closer reading, unless YAML refuses it anyway."""
    document, _ = parse(text, "a.yml", LABELS)
    if not find_slips(text, LABELS) and document is not None:
        assert [slip for slip in scan(text, LABELS) if slip.certain] == []


@given(st.lists(st.sampled_from(ALPHABET), max_size=30).map("".join), st.data())
def test_edits_lead_back_to_where_a_character_stood(text: str, data: st.DataObject) -> None:
    """A character that no edit touched is found again at its old offset."""
    spans = data.draw(
        st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, 3), st.sampled_from(["", " ", ": "])))
    )
    edits = disjoint(Edit(start, min(len(text), start + length), new) for start, length, new in spans)
    mended, origins = mend(text, edits), Origins(edits)
    touched = {offset for edit in edits for offset in range(edit.start, edit.end)}
    found = {origins.of(offset) for offset in range(len(mended))}
    assert set(range(len(text))) - touched <= found
    for edit in edits:
        assert 0 <= edit.start <= edit.end <= len(text)
