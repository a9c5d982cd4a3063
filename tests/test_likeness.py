"""Near-identical replies: found, told once, never between answers that only share their phrases."""

from __future__ import annotations

from datetime import date

import pytest
from gongkai.derive.likeness import alike
from gongkai.records import Audience
from gongkai.select import select
from gongkai.views import Board, likeness
from gongkai.views.statistics import pages as statistics

from tests.only_pages import only_pages
from tests.submissions import FOLDER, OTHER, act, answered, judged, opened, proposal, reply, review

TODAY = date(2026, 5, 20)
FORM = (
    "经与食堂商定，所提问题已列入本学期后勤改进安排，由食堂管理员逐项落实，四月底前完成，"
    "结果在公示栏公布，欢迎各位代表继续监督。\n"
)


def _school(first: str, second: str, day: str = "2026-04-09") -> dict[str, str]:
    """Two proposals, each filed and answered in time."""
    return {
        **answered(reply_1=reply(text=first), feedback_1=""),
        f"{OTHER}/proposal.md": proposal(subject="增加清淡窗口"),
        f"{OTHER}/review.md": review(立案号="2"),
        f"{OTHER}/reply-1.md": reply(day, text=second),
    }


def _told(tree: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(str(each.location), each.level.value, each.message) for each in judged(tree) if each.code.code == "C75"]


@pytest.mark.parametrize(
    ("second", "share"),
    [
        (FORM, 100),
        (FORM.replace("四月", "五月"), 89),
        (FORM.replace("，", "。").replace("4", "5"), 100),
        (FORM.replace("经与食堂商定，", ""), 88),
    ],
)
def test_a_form_letter_is_told_at_the_later_reply(second: str, share: int) -> None:
    """The same words, the same but for a month, for punctuation, for its first clause.

    The form has 56 letters, so 54 runs of three: a month changes three of them (51 of 57 are common),
    without the first clause six are missing (48 of 54).
    """
    expected = (
        f"{OTHER}/reply-1.md:2:1",
        "notice",
        f"与 {FOLDER}/reply-1 几乎相同，约 {share}% 的文字一样。",
    )
    assert _told(_school(FORM, second)) == [expected]


@pytest.mark.parametrize(
    "second",
    [
        "清淡窗口设在二楼三号窗，每餐两个少油少盐的菜，由食堂管理员逐项落实，欢迎各位代表继续监督。\n",
        "经与食堂商定，三号窗口自四月十三日起改为清淡窗口，菜单每周一贴在窗口，结果在公示栏公布，欢迎各位代表继续监督。\n",
    ],
)
def test_shared_phrases_are_no_likeness(second: str) -> None:
    """Replies of one department begin and end alike; what they say between is their own."""
    assert _told(_school(FORM, second)) == []


def test_short_replies_may_be_the_same() -> None:
    """Below forty letters there are not many ways to say it."""
    short = "路灯已于四月三日修好，由总务处每周巡查一次。\n"
    assert _told(_school(short, short)) == []


def test_a_second_answer_may_repeat_the_first() -> None:
    """Only replies to different proposals are compared."""
    unsatisfied = act(日期="2026-04-15", 评价="不满意", 凭据="签字表（纸质）", 意见="没有说明时间")
    tree = answered(reply_1=reply(text=FORM), feedback_1=unsatisfied, reply_2=reply("2026-05-06", text=FORM))
    assert _told(tree) == []


def test_what_the_entries_say_counts_as_well() -> None:
    """A form letter hidden in 逐条 is found like one in the prose."""
    entries = f"[{{建议: 1, 结果: 已解决, 说明: {FORM.strip()}}}]"
    tree = _school("", "")
    for folder in (FOLDER, OTHER):
        tree[f"{folder}/reply-1.md"] = reply(answers=entries, text="")
    assert [place for place, _, _ in _told(tree)] == [f"{OTHER}/reply-1.md:2:1"]


def test_many_form_letters_are_each_told_once() -> None:
    """Of five alike four repeat an earlier one."""
    tree = _school(FORM, FORM)
    for n in range(3, 6):
        folder = f"proposals/05-01-00{n}"
        tree |= {
            f"{folder}/proposal.md": proposal(subject=f"第{n}件事"),
            f"{folder}/review.md": review(立案号=str(n)),
            f"{folder}/reply-1.md": reply(text=FORM.replace("四月", f"{'五六七'[n - 3]}月")),
        }
    found = alike(opened(tree).register)
    assert [(each.record.number, each.other.number) for each in found] == [
        (f"05-01-00{n}", "05-01-001") for n in range(2, 6)
    ]


def test_only_the_staff_edition_lists_them() -> None:
    """The public has no such page and no word of it on the statistics."""
    register = opened(_school(FORM, FORM)).register
    staff, public = (Board(select(register, audience, TODAY)) for audience in (Audience.STAFF, Audience.PUBLIC))
    [page] = likeness.pages(staff)
    assert page.address == "statistics/replies/"
    assert "05-01-002 增加清淡窗口" in page.html
    assert "约 100%" in page.html
    assert list(likeness.pages(public)) == []
    assert "相似" in only_pages(statistics.pages(staff))[0].html
    assert "相似" not in only_pages(statistics.pages(public))[0].html
