"""Asks beside answers: only the entries of 逐条 answer, the school's own list says what is a stock phrase."""

from __future__ import annotations

import re
from datetime import date

import pytest
from gongkai.records import Audience
from gongkai.select import select
from gongkai.views import Board
from gongkai.views.proposals import pages as proposals

from tests.submissions import FOLDER, act, answered, feedback, opened, proposal, reply, setting, told

TODAY = date(2026, 5, 20)
THREE = proposal(asks="1. 延长供餐。\n2. 公布菜单。\n3. 增设窗口。")
ENTRIES = "[{建议: 1, 结果: 已解决, 说明: 供餐到七点}, {建议: 3, 结果: 留作参考, 理由: 没有场地}]"

HEADED = """一、延长供餐。已延长到七点十分，由食堂管理员值守。

二、公布菜单。菜单每周一贴在窗口，由总务处核对。

三、增设窗口。二楼没有场地，下学年再议。
"""


def _page(tree: dict[str, str]) -> str:
    board = Board(select(opened(tree).register, Audience.PUBLIC, TODAY))
    return next(str(page.html) for page in proposals.pages(board) if page.address == f"{FOLDER}/")


def _pairs(html: str) -> list[tuple[str, str]]:
    """Each ask with what stands beside it, in plain words."""
    rows = re.findall(r'<tr id="ask-\d+">(.*?)</tr>', html, re.DOTALL)
    cells = (re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows)
    plain = ([re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", cell)) for cell in pair] for pair in cells)
    return [(ask, answer) for ask, answer in plain]


@pytest.mark.parametrize(
    "text",
    [HEADED, HEADED.replace("、", "．"), "1. 已延长。\n2. 已公布菜单，每周一贴在窗口。\n3. 没有场地，下学年再议。\n"],
)
def test_numbers_in_prose_are_never_taken_for_answers(text: str) -> None:
    """Headings 一、二、三 or a numbered list in the reply's text answer nothing: only 逐条 does."""
    tree = answered(proposal=THREE, reply_1=act(text, 日期="2026-04-08", 部门="总务处", 签批="分管副校长"))
    assert told(tree) == ["reply-1.md:2:1 C72 warning"]


def test_prose_does_not_fill_the_gap_of_an_entry() -> None:
    """Two of three asks are answered in 逐条; the third, answered under 二、 only, is missing."""
    tree = answered(proposal=THREE, reply_1=reply(answers=ENTRIES, text=HEADED))
    assert told(tree) == ["reply-1.md:5:1 C72 warning"]


def test_headings_in_a_proposal_are_no_list_of_asks() -> None:
    """Only a list numbered in digits makes asks; 一、二、 is prose, one ask, and owes no 逐条."""
    tree = answered(proposal=proposal(asks=HEADED), reply_1=reply(answers="[{建议: 1, 结果: 已解决}]"))
    assert told(tree) == []


def test_asks_and_answers_stand_side_by_side() -> None:
    """Each ask beside the entry of its number; where there is none the page says so and leads to the text."""
    html = _page(answered(proposal=THREE, reply_1=reply(answers=ENTRIES, text=HEADED)))
    assert _pairs(html) == [
        ("1延长供餐。", "已解决供餐到七点"),
        ("2公布菜单。", "没有逐条答复，见答复全文"),
        ("3增设窗口。", "留作参考理由：没有场地"),
    ]


def test_a_later_reply_answers_beside_the_earlier_one() -> None:
    """After 不满意 the second reply's entry stands beside the ask, the first is kept under it."""
    again = reply("2026-05-06", answers="[{建议: 1, 结果: 已解决, 说明: 供餐到八点}]")
    unsatisfied = feedback(rating="不满意", 意见="七点太早")
    first = reply(answers="[{建议: 1, 结果: 已解决, 说明: 供餐到七点}]")
    [(_, beside)] = _pairs(_page(answered(reply_1=first, feedback_1=unsatisfied, reply_2=again)))
    assert beside.index("供餐到八点") < beside.index("此前的答复") < beside.index("供餐到七点")


@pytest.mark.parametrize(("listed", "expected"), [(False, []), (True, ["reply-1.md:2:1 C04 error"])])
def test_the_stock_phrases_are_the_schools_own(listed: bool, expected: list[str]) -> None:
    """A phrase is stock because policy.yml lists it, not because the program thinks so."""
    words = "您的意见非常宝贵，我们将认真对待，并在今后工作中加以改进。\n"
    policy = setting("policy")
    if listed:
        policy = policy.replace("感谢您的建议]", "您的意见非常宝贵, 我们将认真对待, 并在今后工作中加以改进]")
    assert told({**answered(reply_1=reply(text=words)), "policy.yml": policy}) == expected


def test_a_phrase_listed_later_does_not_judge_earlier_replies() -> None:
    """The list in force when the proposal was assigned is the one that judges its reply."""
    phrases = "[食堂两个窗口的供餐时间已延长到 19:10, 由食堂管理员值守]"
    later = f"  - 自: 2026-04-01\n    依据: 修订的办法\n    阈值: {{套话词表: {phrases}}}\n"
    assert told({**answered(), "policy.yml": setting("policy") + later}) == []
    now = later.replace("2026-04-01", "2026-03-01")
    assert told({**answered(), "policy.yml": setting("policy") + now}) == ["reply-1.md:2:1 C04 error"]
