"""Figures quoted in prose: recognised only where they surely mean all proposals of one session, then compared."""

from __future__ import annotations

import pytest
from gongkai.derive.quotes import quotes

from tests.submissions import FOLDER, OTHER, act, answered, feedback, judged, proposal, reply, review

MEETING = "公开范围: 社会\n目录项: 教代会/会议与决议\n类型: 校情发布会\n日期: {day}\n纪要: {words}\n"
BRIEFING = "meetings/briefing-2026-1.yml"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "五届三次教代会收到提案 14 件，其中立案 8 件，答复率 100%。",
            ["五届三次 收到 14", "五届三次 立案 8", "五届三次 答复率 100%"],
        ),
        ("第五届教代会第三次会议共收到提案 14 件", ["五届三次 收到 14"]),
        ("第五届教职工代表大会第三次会议的提案，不立案1件", ["五届三次 不立案 1"]),
        (
            "本次会议立案 29 件（其中并案 15 件），满意率达到 96.5%",
            ["None 立案 29", "None 并案 15", "None 满意率 96.5%"],
        ),
        ("提案立案率 61.1%，按期答复率为 95%", ["None 立案率 61.1%", "None 按期答复率 95%"]),
        ("五届三次后勤类提案立案 3 件", []),
        ("五届三次提案中，总务处立案 3 件", []),
        ("截至四月底，五届三次提案答复率 90%", []),
        ("五届三次提案累计立案 8 件", []),
        ("五届二次立案 8 件、五届三次立案 9 件提案", []),
        ("上届提案立案 9 件", []),
        ("第5届第3次会议提案立案 9 件", []),
        ("五届三次提案立案 20 件以上", []),
        ("提案尚未立案 3 件，拟立案 2 件", []),
        ("五届三次提案办理满意度测评满意率 90%", []),
        ("意见箱收到来信 12 件，提案另计", []),
        ("校园餐满意率 80.6%", []),
        ("收到 16 件", []),
        ("力争提案答复率 100%", []),
        ("{名称: 收到, 值: 18, 单位: 件, 由: {合计: [立案, 并案]}}", []),
    ],
)
def test_what_is_recognised(sentence: str, expected: list[str]) -> None:
    """Sessions named in words, counts and rates; nothing that a category, a department or a day narrows."""
    assert [f"{quote.session} {quote.name} {quote.value}" for quote in quotes(sentence)] == expected


def _school(words: str, day: str = "2026-05-15", **changed: str) -> dict[str, str]:
    """Two proposals of 五届一次, filed; the first is answered and 满意, the second answered on 20 April."""
    second = {
        f"{OTHER}/proposal.md": proposal(subject="增加清淡窗口", asks="设一个少油少盐的窗口。"),
        f"{OTHER}/review.md": review(立案号="2"),
        f"{OTHER}/reply-1.md": reply("2026-04-20", text="三号窗口从四月二十二日起改为清淡窗口，由食堂管理员值守。\n"),
        f"{OTHER}/feedback-1.md": feedback("2026-04-27", "基本满意"),
    }
    return {**answered(), **second, BRIEFING: MEETING.format(day=day, words=words), **changed}


def _told(tree: dict[str, str]) -> list[tuple[str, str]]:
    return [(str(each.location), each.message) for each in judged(tree)]


def test_a_wrong_count_is_told_with_both_numbers() -> None:
    """At the very words, with the session, the recorded number and the difference."""
    expected = f"{BRIEFING}:5:12", "“收到提案 3 件”与五届一次的记录不一致，按记录为 2 件，相差 +1。"
    assert _told(_school("五届一次教代会收到提案 3 件，立案 2 件。")) == [expected]


def test_a_wrong_rate_is_told_with_part_and_whole() -> None:
    """Two of two are answered."""
    expected = f"{BRIEFING}:5:14", "“答复率 95%”与五届一次的记录不一致，按记录为 2 / 2（100.0%）。"
    assert _told(_school("五届一次教代会提案答复率 95%。")) == [expected]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("五届一次教代会收到提案 2 件，立案 2 件，答复率 100%，满意率 100%。", "2026-05-15"),
        ("五届一次提案满意率 50%。", "2026-05-15"),  # 满意 alone
        ("五届一次提案答复率 50%。", "2026-04-15"),  # on that day one of two was answered
        ("五届一次提案满意率 100%。", "2026-04-20"),  # on that day one was judged
        ("五届一次后勤类提案立案 9 件。", "2026-05-15"),
        ("四届三次教代会收到提案 40 件，答复率 90%。", "2026-05-15"),  # no record of that session
        ("本次会议提案立案 9 件。", "2026-05-15"),  # a briefing has no session of its own
    ],
)
def test_what_may_have_been_meant_is_not_told(words: str, day: str) -> None:
    """As of the paper's day or of today, either way of being satisfied; other sessions are not judged."""
    assert _told(_school(words, day)) == []


def test_a_congress_speaks_of_its_own_or_of_the_last() -> None:
    """Without a session named, a congress may mean its own proposals or those of the last one."""
    head = "公开范围: 社会\n目录项: 教代会/会议与决议\n类型: 校情发布会\n"
    congress = head + "日期: 2026-05-15\n上次会议: meetings/05-01\n纪要: 会议审议提案办理情况：{}。\n"
    before = head + "日期: 2026-03-20\n"
    tree = {**_school("无"), "meetings/05-01/meeting.yml": before}
    good = {"meetings/05-02/meeting.yml": congress.format("立案 2 件")}
    wrong = {"meetings/05-02/meeting.yml": congress.format("立案 3 件")}
    assert _told({**tree, **good}) == []
    assert [message for _, message in _told({**tree, **wrong})] == [
        "“立案 3 件”与五届一次的记录不一致，按记录为 2 件，相差 +1。"
    ]


def test_a_slip_in_the_records_is_not_told_again_in_prose() -> None:
    """A missing answer is the finding; that the sentence no longer fits follows from it."""
    tree = _school("五届一次教代会提案答复率 100%。")
    del tree[f"{OTHER}/reply-1.md"], tree[f"{OTHER}/feedback-1.md"]
    assert [each.code.code for each in judged(tree)] == ["C02"]


def test_a_wrong_table_is_not_told_again_in_prose() -> None:
    """Where 数字 contradict the records, the sentence repeats the same slip."""
    tree = _school("五届一次教代会收到提案 3 件。")
    before = "公开范围: 社会\n目录项: 教代会/会议与决议\n类型: 校情发布会\n日期: 2026-03-20\n"
    figures = before.replace("03-20", "05-14") + "上次会议: meetings/05-01\n数字: [{名称: 收到, 值: 3, 单位: 件}]\n"
    tree |= {"meetings/05-01/meeting.yml": before, "meetings/05-02/meeting.yml": figures}
    assert [each.code.code for each in judged(tree)] == ["C16"]


def test_staff_only_submissions_of_a_public_repository_may_be_counted() -> None:
    """Where hidden proposals lie in another repository, a greater count and any rate may be right."""
    text = "格式: 1\n校名: 样例学校\n部门: [{名称: 总务处}]\n代表团: [文科组, 理科组]\n仓库公开: 是\n"
    tree = _school("五届一次教代会收到提案 3 件，答复率 66.7%，立案 1 件。", **{"school.yml": text})
    assert [each.message for each in judged(tree) if each.code.code == "C100"] == [
        "“立案 1 件”与五届一次的记录不一致，按记录为 2 件，相差 -1。"
    ]


def test_a_delegates_own_words_are_not_checked() -> None:
    """What a proposal quotes is the delegate's, frozen on receipt."""
    words = proposal(asks="五届一次提案立案 9 件，请公布名单。")
    assert "C100" not in {each.code.code for each in judged(_school("无", **{f"{FOLDER}/proposal.md": words}))}


def test_resolutions_and_notices_are_read_as_well() -> None:
    """Every paper of the school counts, also an act in a meeting's folder and the prose of a notice."""
    notice = act(
        "五届一次教代会收到提案 5 件。\n",
        公开范围="社会",
        目录项="人事/公示",
        标题="优秀提案公示",
        事由="其他",
        起="2026-05-11",
        止="2026-05-15",
        异议="{受理: 工会, 电话: 见学校渠道}",
    )
    tree = _school("无", **{"notices/award-2026-1.md": notice})
    assert ("notices/award-2026-1.md", 10) in {
        (each.location.path, each.location.line) for each in judged(tree) if each.code.code == "C100"
    }
