"""Answers to proposals and opinions: clocks, rounds, promises, and what the checker says of them."""

from datetime import date

import pytest
from gongkai.derive.cases import Process, PromiseState, asks
from gongkai.findings import Severity
from gongkai.records import Audience
from gongkai.records.proposal import Outcome
from gongkai.select import select

from tests.submissions import (
    FOLDER,
    GOOD_TEXT,
    OTHER,
    TODAY,
    act,
    answered,
    case_of,
    feedback,
    judged,
    opened,
    opinion,
    proposal,
    reply,
    review,
    setting,
    told,
)

WAITING = answered(reply_1="", feedback_1="")
UNSATISFIED = feedback(rating="不满意", 意见="只延长了一个窗口")


def extension(on: str, until: str) -> str:
    return act(日期=on, 延至=until, 理由="等待验收", 批准="分管副校长")


def delay(on: str, until: str) -> str:
    return act(日期=on, 签批="分管副校长", 原因="灶具改造等待验收", 新期限=until)


TYPO = act(
    日期="2026-03-01",
    类型="公布笔误",
    位置="案由",
    原值="延长晚歺供餐时间",
    新值="延长晚餐供餐时间",
    理由="错字",
    批准="工会主席",
)


def messages(tree: dict[str, str], today: date = TODAY) -> list[str]:
    return [finding.message for finding in judged(tree, today)]


# --- the clock -----------------------------------------------------------------------------------


def test_an_answered_proposal_is_clean() -> None:
    """Nothing is said of a proposal that was filed, answered and judged in order."""
    assert told(answered()) == []


def test_the_day_of_assignment_is_not_counted_and_a_sunday_end_moves() -> None:
    """45 days after 12 March 2026 is Sunday 26 April; the answer is due on Monday, late on Tuesday."""
    assert case_of(WAITING).rounds[0].due == date(2026, 4, 27)
    assert told(WAITING, date(2026, 4, 27)) == ["review.md:6:7 C03 warning"]
    assert messages(WAITING, date(2026, 4, 27)) == ["答复期限就是今天（2026-04-27）。"]
    (finding,) = judged(WAITING, date(2026, 4, 28))
    assert (str(finding.location), finding.code.code, finding.level) == (
        f"{FOLDER}/review.md:6:7",
        "C02",
        Severity.ERROR,
    )
    assert finding.message == "答复期限 2026-04-27 已过 1 天，还没有答复。"
    assert finding.cure == ("补上答复 reply-1.md；一时答复不了，补 delay-1.md（逾期说明），写明签批、原因和新期限。")
    assert finding.record == f"{FOLDER}/review"


def test_the_reminder_begins_with_the_policys_days() -> None:
    """Ten days before 27 April is the 17th; on the 16th nothing is said yet."""
    assert told(WAITING, date(2026, 4, 16)) == []
    assert messages(WAITING, date(2026, 4, 17)) == ["答复期限 2026-04-27，还剩 10 天。"]


def test_a_submission_without_review_counts_from_its_own_day() -> None:
    """45 days after 4 March is Saturday 18 April, so Monday the 20th; the review is what is missing."""
    tree = answered(review="", reply_1="", feedback_1="")
    assert case_of(tree).process is Process.OVERDUE
    assert case_of(tree, today=date(2026, 4, 20)).process is Process.RECEIVED
    (finding,) = judged(tree, date(2026, 4, 21))
    assert (str(finding.location), finding.message) == (
        f"{FOLDER}/proposal.md:6:7",
        "答复期限 2026-04-20 已过 1 天，还没有审查结果。",
    )
    assert finding.cure == "补上审查结果 review.md；来不及时补 delay-1.md，写明签批、原因和新期限。"


def test_an_extension_counts_only_if_it_was_given_in_time() -> None:
    """Given on the last day it moves the day to 15 May; given one day later it moves nothing."""
    in_time = {**WAITING, f"{FOLDER}/extension-1.md": extension("2026-04-27", "2026-05-15")}
    assert told(in_time, date(2026, 5, 4)) == []
    assert messages(in_time, date(2026, 5, 16)) == ["答复期限 2026-05-15 已过 1 天，还没有答复。"]
    late = {**WAITING, f"{FOLDER}/extension-1.md": extension("2026-04-28", "2026-05-15")}
    assert messages(late, date(2026, 4, 28)) == [
        "答复期限 2026-04-27 已过 1 天，还没有答复。extension-1 是期限过后才批的，不能顺延。"
    ]


def test_only_as_many_extensions_count_as_the_policy_allows() -> None:
    """The sample school allows one: the second is named as the reason why the day stands."""
    tree = {
        **WAITING,
        f"{FOLDER}/extension-1.md": extension("2026-04-20", "2026-05-06"),
        f"{FOLDER}/extension-2.md": extension("2026-05-05", "2026-05-29"),
    }
    assert messages(tree, date(2026, 5, 7)) == [
        "答复期限 2026-05-06 已过 1 天，还没有答复。extension-2 超出了最多延期 1 次，不能顺延。"
    ]


def test_a_statement_of_delay_holds_until_its_new_day() -> None:
    """A delay from 28 April to 20 May holds the build open for 23 days, and the case stays overdue."""
    tree = {**WAITING, f"{FOLDER}/delay-1.md": delay("2026-04-28", "2026-05-20")}
    assert told(tree, date(2026, 5, 20)) == []
    case = case_of(tree, today=date(2026, 5, 20))
    assert (case.process, case.overdue_days(date(2026, 5, 20))) == (Process.OVERDUE, 23)
    (finding,) = judged(tree, date(2026, 5, 21))
    assert finding.message == "逾期说明的新期限 2026-05-20 已过 1 天，还没有答复。"
    assert "补 delay-2.md（逾期说明）" in finding.cure


def test_a_statement_of_delay_within_the_term_is_no_delay() -> None:
    """Before the last day has passed one asks for an extension; the finding says so."""
    tree = {**WAITING, f"{FOLDER}/delay-1.md": delay("2026-04-27", "2026-06-20")}
    assert messages(tree, date(2026, 4, 28)) == [
        "答复期限 2026-04-27 已过 1 天，还没有答复。delay-1 写在期限以内，期限以内要写 extension（延期）。"
    ]


def test_a_late_answer_builds_but_is_not_in_time() -> None:
    """An answer one day after 27 April is no finding; it counts as late."""
    assert told(answered(reply_1=reply("2026-04-28"), feedback_1="")) == []
    assert case_of(answered(reply_1=reply("2026-04-28"))).rounds[0].in_time is False
    assert case_of(answered(reply_1=reply("2026-04-27"))).rounds[0].in_time is True
    assert case_of(answered()).rounds[0].days_taken(TODAY) == 27  # 12 March to 8 April


def test_a_handover_with_a_new_day_restarts_the_clock() -> None:
    """45 days after 1 April is Saturday 16 May, so Monday the 18th; the place is the handover's own day."""
    keys = {"日期": "2026-03-20", "由": "总务处", "转": "工会", "理由": "属于工会的事", "批准": "校长"}
    tree = {**WAITING, f"{FOLDER}/handover-1.md": act(**keys, 交办日期="2026-04-01")}
    assert case_of(tree).department == "工会"
    assert told(tree, date(2026, 5, 18)) == ["handover-1.md:7:7 C03 warning"]
    assert told(tree, date(2026, 5, 19)) == ["handover-1.md:7:7 C02 error"]
    same = {**WAITING, f"{FOLDER}/handover-1.md": act(**keys)}
    assert told(same, date(2026, 4, 28)) == ["review.md:6:7 C02 error"]


def test_an_opinion_counts_working_days() -> None:
    """Ten working days after Monday 20 April pass over the May holiday and end on Thursday 7 May."""
    tree = {"opinions/mail-2026-001.md": opinion()}
    case = case_of(tree, "opinions/mail-2026-001")
    assert case.rounds[0].due == date(2026, 5, 7)
    assert told(tree, date(2026, 5, 8)) == ["opinions/mail-2026-001.md:8:27 C02 error"]
    silent = {"opinions/mail-2026-001.md": opinion("", "2026-04-20")}
    (finding,) = judged(silent, date(2026, 5, 8))
    assert str(finding.location) == "opinions/mail-2026-001.md:4:7"
    assert finding.cure == (
        "补上“处理”（去向、接收、日期）或答复 reply-1.md；来不及时补 delay-1.md，写明原因和新期限。"
    )


# --- rounds --------------------------------------------------------------------------------------


def test_dissatisfaction_opens_a_second_round() -> None:
    """One month after 15 April is Friday 15 May; on the 16th the second answer is late, at the feedback."""
    tree = answered(feedback_1=UNSATISFIED)
    case = case_of(tree, today=date(2026, 5, 15))
    assert [each.due for each in case.rounds] == [date(2026, 4, 27), date(2026, 5, 15)]
    assert (case.process, case.answered) == (Process.REOPENED, False)
    assert told(tree, date(2026, 5, 15)) == ["feedback-1.md:2:5 C03 warning"]
    assert told(tree, date(2026, 5, 16)) == ["feedback-1.md:2:5 C08 error"]
    assert messages(tree, date(2026, 5, 16)) == ["答复期限 2026-05-15 已过 1 天，还没有再次答复。"]


def test_a_second_answer_closes_the_second_round() -> None:
    """The second round ends with its own feedback; a third is opened by a second 不满意."""
    second = {"feedback_1": UNSATISFIED, "reply_2": reply("2026-05-11")}
    assert case_of(answered(**second)).process is Process.ANSWERED
    assert told(answered(**second)) == []
    assert case_of(answered(**second, feedback_2=feedback("2026-05-13"))).process is Process.CLOSED
    again = answered(**second, feedback_2=feedback("2026-05-13", "不满意", 意见="仍要排队"))
    assert len(case_of(again).rounds) == 3
    assert told(again) == []


def test_dissatisfaction_without_a_word_is_told_once() -> None:
    """Without its comment the feedback is to be mended first; the late second answer is not told as well."""
    tree = answered(feedback_1=feedback(rating="不满意"))
    assert told(tree) == ["feedback-1.md:3:5 C71 error"]
    assert told(tree, date(2026, 5, 14)) == ["feedback-1.md:3:5 C71 error"]


def test_a_hidden_comment_may_be_kept_out_of_a_public_repository() -> None:
    """Where the repository is public a withheld comment may not lie in it, so its absence is no objection."""
    tree = {**answered(feedback_1=feedback(rating="不满意"), reply_2=reply("2026-05-11"))}
    assert told({**tree, "school.yml": setting("school") + "仓库公开: 是\n"}) == []


# --- C01: each way to end has its proof ----------------------------------------------------------


@pytest.mark.parametrize(
    ("went", "keys", "message"),
    [
        ("不立案", {}, "去向是“不立案”，没有写理由。"),
        ("不立案", {"理由": "属于上级职权"}, "不立案没有写明哪天告知了提案人。"),
        ("转意见", {"主办": "总务处"}, "去向是“转意见”，没有写理由。"),
        ("转意见", {"理由": "截止以后提交"}, "去向是“转意见”，没有写由哪个部门主办。"),
        ("并案", {"告知提案人": "2026-03-11"}, "去向是“并案”，没有写并入哪一件。"),
    ],
)
def test_each_route_has_its_own_proof(went: str, keys: dict[str, str], message: str) -> None:
    """What a route owes is told once, at 去向."""
    tree = answered(review=review(went, **keys), reply_1="", feedback_1="")
    assert told(tree) == ["review.md:2:5 C01 error"]
    assert messages(tree) == [message]


@pytest.mark.parametrize(
    "tree",
    [
        answered(review=review("不立案", 理由="属于上级职权", 告知提案人="2026-03-11"), reply_1="", feedback_1=""),
        answered(review=review("转意见", 理由="截止以后提交", 主办="总务处")),
        {**WAITING, f"{FOLDER}/withdrawal-1.md": act(日期="2026-03-20", 凭据="撤回申请（纸质）")},
        {"opinions/box-1.md": opinion("{去向: 转专门渠道, 接收: 校纪检, 日期: 2026-04-20}")},
        {"opinions/box-1.md": opinion("{去向: 留存参考, 日期: 2026-04-20, 理由: 已在计划中}")},
    ],
)
def test_a_proven_end_needs_no_reply(tree: dict[str, str]) -> None:
    """Refused with reason, turned into an answered opinion, withdrawn in writing, passed on or kept."""
    assert told(tree) == []


@pytest.mark.parametrize(
    ("handling", "message"),
    [
        ("{去向: 留存参考, 日期: 2026-04-20}", "去向是“留存参考”，没有写理由。"),
        ("{去向: 转专门渠道, 日期: 2026-04-20}", "去向是“转专门渠道”，没有写由谁接收。"),
        ("{去向: 合并答复, 日期: 2026-04-20}", "去向是“合并答复”，没有写并入哪一件。"),
    ],
)
def test_each_route_of_an_opinion_has_its_own_proof(handling: str, message: str) -> None:
    """An opinion that is not answered says why, or who took it."""
    tree = {"opinions/mail-2026-001.md": opinion(handling)}
    assert told(tree) == ["opinions/mail-2026-001.md:8:10 C01 error"]
    assert messages(tree) == [message]


def test_an_opinion_without_any_date_has_no_clock() -> None:
    """Without a day of receipt nobody could ever be late, so the day is asked for."""
    text = opinion("").replace("收到日期: 2026-04-17\n", "").replace("校长信箱", "意见箱")
    tree = {"opinions/box-1.md": text}
    assert told(tree) == ["opinions/box-1.md:3:5 C01 error"]
    assert messages(tree) == ["没有开箱日期，答复期限无从算起。"]


def test_a_deleted_reply_is_told_once() -> None:
    """With its feedback left behind the missing file itself is named; without, the deadline is."""
    assert told(answered(reply_1="")) == ["feedback-1.md:2:1 R16 error"]
    assert messages(answered(reply_1="")) == ["有 feedback-1.md，却没有它所反馈的 reply-1.md。"]
    assert told(answered(reply_1="", feedback_1="")) == ["review.md:6:7 C02 error"]
    progress = act(关于="reply-1 建议1", 完成日期="2026-05-06", 佐证="照片")
    assert told(answered(reply_1="", progress_1=progress)) == ["feedback-1.md:2:1 R16 error"]
    assert told(answered(reply_1="", feedback_1="", progress_1=progress)) == ["progress-1.md:2:5 R16 error"]


def test_a_deleted_review_is_told_once() -> None:
    """Answers without a review: the review is asked for, and neither series nor clock is questioned."""
    assert told(answered(review="")) == ["reply-1.md:2:1 C01 error"]
    assert messages(answered(review="")) == ["已经有 reply-1.md，却没有审查结果 review.md。"]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("立案", "转意见", "review.md:4:6 C14 error"),
        ("立案", "并案", "review.md:4:6 C14 error"),
        ("立案", "不立案", "review.md:4:6 C14 error"),
        ("转意见", "立案", "review.md:2:5 C14 error"),
        ("转意见", "并案", "review.md:2:5 C01 error"),
        ("转意见", "不立案", "review.md:2:5 C01 error"),
        ("不立案", "立案", "review.md:2:5 C01 error"),
        ("不立案", "转意见", "review.md:2:5 C01 error"),
        ("不立案", "并案", "review.md:2:5 C01 error"),
        ("并案", "立案", "review.md:4:5 C15 error"),
        ("并案", "转意见", "review.md:4:5 C15 error"),
        ("并案", "不立案", "review.md:4:5 C15 error"),
    ],
)
def test_one_wrong_route_is_told_once(was: str, now: str, expected: str) -> None:
    """A mistaken 去向 contradicts the rest of its review; nothing that follows from it is told as well."""
    reviews = {
        "立案": review(),
        "转意见": review("转意见", 理由="截止以后提交", 主办="总务处", 交办日期="2026-03-12"),
        "不立案": review("不立案", 理由="属于上级职权", 告知提案人="2026-03-11"),
        "并案": review("并案", 并入=OTHER, 告知提案人="2026-03-11"),
    }
    done = was in ("立案", "转意见")
    changed = reviews[was].replace(f"去向: {was}", f"去向: {now}")
    tree = answered(review=changed, reply_1=reply() if done else "", feedback_1=feedback() if done else "")
    number = "2" if was == "立案" else "1"
    lead = reply(answers="[{建议: 1, 结果: 已解决}, {建议: 05-01-001/1, 结果: 已解决}]")
    other = {
        f"{OTHER}/proposal.md": proposal(),
        f"{OTHER}/review.md": review(立案号=number),
        f"{OTHER}/reply-1.md": lead,
        "meetings/05-01.yml": "公开范围: 社会\n类型: 校情发布会\n日期: 2026-03-20\n"
        "数字: [{名称: 收到, 值: 2}, {名称: 不立案, 值: 0}, {名称: 立案, 值: 1}]\n",
    }
    figures = other["meetings/05-01.yml"].replace("立案, 值: 1", f"立案, 值: {2 if was == '立案' else 1}")
    if was == "不立案":
        figures = figures.replace("不立案, 值: 0", "不立案, 值: 1")
    other["meetings/05-01.yml"] = figures
    clean = answered(review=reviews[was], reply_1=reply() if done else "", feedback_1=feedback() if done else "")
    assert told({**clean, **other}) == []
    assert told({**tree, **other}) == [expected]


def test_a_public_matter_has_a_public_answer() -> None:
    """The only answer may not be narrowed; a further public one mends it."""
    narrow = reply().replace("---\n", "---\n公开范围: 教职工\n", 1)
    assert told(answered(reply_1=narrow)) == ["reply-1.md:2:7 C01 error"]
    assert messages(answered(reply_1=narrow)) == ["向社会公开的事项，唯一的答复却不向社会公开。"]
    assert told(answered(reply_1=narrow, reply_2=reply("2026-04-09"))) == []
    second = {"feedback_1": UNSATISFIED, "reply_2": narrow.replace("04-08", "05-11")}
    assert told(answered(**second)) == ["reply-2.md:2:7 C01 error"]
    assert told(answered(reply_2=narrow.replace("04-08", "04-09"))) == []
    staff = proposal(audience="教职工")
    assert told(answered(proposal=staff, reply_1=narrow)) == []


# --- merged --------------------------------------------------------------------------------------

MERGED = {
    f"{OTHER}/proposal.md": proposal(subject="推迟食堂关门", asks="1. 推迟关门。\n2. 公布菜单。"),
    f"{OTHER}/review.md": review("并案", 并入=FOLDER, 告知提案人="2026-03-11"),
}
LEAD = reply(
    answers="[{建议: 1, 结果: 已解决}, {建议: 05-01-002/1, 结果: 已解决}, "
    "{建议: 05-01-002/2, 结果: 留作参考, 理由: 菜单每日不同}]"
)


def test_a_merged_proposal_is_answered_in_the_lead() -> None:
    """Its asks are written 05-01-002/2 in the lead's reply; its outcome is the least settled of them."""
    tree = {**answered(reply_1=LEAD), **MERGED}
    case = case_of(tree, OTHER)
    assert case.lead is not None
    assert (case.lead.identity, case.answered, case.process) == (FOLDER, True, Process.ANSWERED)
    assert case.outcome is Outcome.REFERENCE
    assert case_of(tree).outcome is Outcome.RESOLVED
    assert told(tree) == []
    closed = {**tree, f"{OTHER}/feedback-1.md": feedback()}
    assert case_of(closed, OTHER).process is Process.CLOSED
    assert told(closed) == []


def test_an_ask_of_a_merged_proposal_is_not_forgotten() -> None:
    """What the lead's reply leaves out is told at the lead's reply, with the number to type."""
    partly = reply(answers="[{建议: 1, 结果: 已解决}, {建议: 05-01-002/1, 结果: 已解决}]")
    tree = {**answered(reply_1=partly), **MERGED}
    assert told(tree) == ["reply-1.md:5:1 C72 warning"]
    (finding,) = judged(tree)
    assert finding.message == "建议 05-01-002/2 没有逐条答复。"
    assert "{建议: 05-01-002/2, 结果: …, 说明: …}" in finding.cure


def test_the_proposer_of_a_merged_proposal_is_told() -> None:
    """Once the lead is answered, the day on which the merged proposer was told must be written."""
    silent = {f"{OTHER}/review.md": review("并案", 并入=FOLDER)}
    assert told({**answered(reply_1=LEAD), **MERGED, **silent}) == [f"{OTHER}/review.md:4:5 C01 error"]
    assert told({**WAITING, **MERGED, **silent}, date(2026, 3, 20)) == []


def test_an_unanswered_lead_is_told_once() -> None:
    """The lead's missing answer is the lead's finding; the merged proposal waits with it."""
    assert told({**WAITING, **MERGED}) == ["review.md:6:7 C02 error"]
    assert case_of({**WAITING, **MERGED}, OTHER).process is Process.HANDLING


def test_a_joined_opinion_is_answered_in_another() -> None:
    """合并答复: answered as soon as the other is."""
    joined = opinion("{去向: 合并答复, 日期: 2026-04-20, 并入: opinions/mail-2026-001}")
    tree = {
        "opinions/mail-2026-001/opinion.md": opinion(),
        "opinions/mail-2026-001/reply-1.md": reply("2026-04-30"),
        "opinions/mail-2026-002.md": joined,
    }
    assert told(tree) == []
    assert case_of(tree, "opinions/mail-2026-002").answered is True


# --- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "expected", "message"),
    [
        (
            {"proposal": proposal(submitted="2026-04-20")},
            "proposal.md:6:7",
            "提交日期 2026-04-20 晚于审查（2026-03-10）。",
        ),
        (
            {"proposal": proposal(submitted="2062-03-04")},
            "proposal.md:6:7",
            "提交日期 2062-03-04 在今天（2026-05-20）以后。",
        ),
        ({"review": review(日期="2025-03-10")}, "review.md:3:5", "日期 2025-03-10 早于提交（2026-03-04）。"),
        ({"review": review(日期="2026-05-10")}, "review.md:3:5", "日期 2026-05-10 晚于交办（2026-03-12）。"),
        (
            {"review": review(交办日期="2026-01-12")},
            "review.md:6:7",
            "交办日期 2026-01-12 早于审查（2026-03-10）。",
        ),
        (
            {"review": review(交办日期="2026-12-12")},
            "review.md:6:7",
            "交办日期 2026-12-12 在今天（2026-05-20）以后。",
        ),
        ({"reply_1": reply("2026-03-11")}, "reply-1.md:2:5", "日期 2026-03-11 早于交办（2026-03-12）。"),
        (
            {"reply_1": reply("2026-04-28")},
            "feedback-1.md:2:5",
            "日期 2026-04-15 早于 reply-1（2026-04-28）。",
        ),
        ({"reply_1": reply("2027-04-08")}, "reply-1.md:2:5", "日期 2027-04-08 在今天（2026-05-20）以后。"),
        (
            {"feedback_1": feedback("2025-04-15")},
            "feedback-1.md:2:5",
            "日期 2025-04-15 早于提交（2026-03-04）。",
        ),
        (
            {"correction_1": TYPO},
            "correction-1.md:2:5",
            "日期 2026-03-01 早于提交（2026-03-04）。",
        ),
    ],
)
def test_one_shifted_date_is_told_once(changed: dict[str, str], expected: str, message: str) -> None:
    """The date that contradicts most others is the one named; nothing computed from it is told as well."""
    tree = answered(**changed)
    assert told(tree) == [f"{expected} C05 error"]
    assert messages(tree) == [message]


def test_a_shifted_date_of_an_open_proposal_does_not_also_run_out() -> None:
    """A day of assignment typed two months too early makes no overdue answer."""
    tree = {**WAITING, f"{FOLDER}/review.md": review(交办日期="2026-01-12")}
    assert told(tree, date(2026, 3, 20)) == ["review.md:6:7 C05 error"]


def test_a_reply_dated_after_its_own_promises_is_told_at_the_reply() -> None:
    """A reply moved beyond feedback and promise contradicts both, so it is the one to mend."""
    promised = "[{建议: 1, 结果: 列入计划, 承诺: 延长供餐时间, 期限: 2026-04-20}]"
    done = act(关于="reply-1 建议1", 完成日期="2026-04-20", 佐证="照片")
    assert told(answered(reply_1=reply("2026-05-08", promised), progress_1=done)) == ["reply-1.md:2:5 C05 error"]
    early = promised.replace("2026-04-20", "2025-04-20")
    assert told(answered(reply_1=reply(answers=early))) == ["reply-1.md:5:40 C05 error"]


def test_the_second_answer_does_not_precede_what_it_answers() -> None:
    """reply-2 answers feedback-1; feedback that did not ask again may come after a further reply."""
    tree = answered(feedback_1=UNSATISFIED, reply_2=reply("2026-04-10"))
    assert told(tree) == ["feedback-1.md:2:5 C05 error"]
    assert told(answered(reply_2=reply("2026-04-10"))) == []


def test_progress_written_down_late_need_not_follow_the_order_of_days() -> None:
    """Progress without a day of its own may record an earlier completion after a later one."""
    two = reply(
        answers="[{建议: 1, 结果: 列入计划, 承诺: 甲, 期限: 2026-05-01}, "
        "{建议: 2, 结果: 列入计划, 承诺: 乙, 期限: 2026-05-01}]"
    )
    asked = proposal(asks="1. 甲事。\n2. 乙事。")
    first = act(关于="reply-1 建议1", 完成日期="2026-04-30", 佐证="照片")
    second = act(关于="reply-1 建议2", 完成日期="2026-04-20", 佐证="照片")
    assert told(answered(proposal=asked, reply_1=two, progress_1=first, progress_2=second)) == []


def test_an_opinion_is_not_passed_on_before_it_came() -> None:
    """The day of passing on starts the clock, so it is checked like every other."""
    tree = {"opinions/mail-2026-001.md": opinion("{去向: 交办, 接收: 总务处, 日期: 2026-01-20}")}
    assert told(tree) == ["opinions/mail-2026-001.md:8:27 C05 error"]


# --- what a reply says ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected", "message"),
    [
        ("已收悉，正在研究。\n", "C04 error", "答复里除了套话没有别的内容。"),
        ("", "C04 error", "答复没有写正文，“逐条”里也没有说明。"),
        ("好的。\n", "C04 error", "答复只有 2 个字。"),
        ("感谢您的建议！已经延长供餐时间。\n", "C70 warning", "除去套话，答复只有 8 个字，少于 15 个。"),
    ],
)
def test_stock_phrases_are_no_answer(text: str, expected: str, message: str) -> None:
    """What counts is what is left when spaces, punctuation and the school's stock phrases are gone."""
    tree = answered(reply_1=reply(text=text))
    assert told(tree) == [f"reply-1.md:2:1 {expected}"]
    assert messages(tree) == [message]


def test_the_answer_may_stand_in_the_entries() -> None:
    """Words in 逐条 count as much as prose."""
    said = "[{建议: 1, 结果: 已解决, 说明: 二楼窗口自四月十三日起供餐到十九点十分}]"
    assert told(answered(reply_1=reply(answers=said, text=""))) == []


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{建议: 1, 结果: 正在解决}", "结果是“正在解决”，没有写期限。"),
        ("{建议: 1, 结果: 列入计划, 承诺: 增设窗口}", "结果是“列入计划”，没有写期限。"),
        ("{建议: 1, 结果: 留作参考}", "结果是“留作参考”，没有写理由。"),
        ("{建议: 1, 结果: 已向上反映}", "结果是“已向上反映”，没有写反映给谁。"),
    ],
)
def test_each_outcome_owes_its_particulars(entry: str, message: str) -> None:
    """A date, a reason, or to whom it was passed up; told at the outcome."""
    tree = answered(reply_1=reply(answers=f"[{entry}]"))
    assert told(tree) == ["reply-1.md:5:18 C06 error"]
    assert messages(tree) == [message]


def test_progress_owes_its_proof() -> None:
    """A moved day owes a reason, a finished promise its evidence."""
    promised = reply(answers="[{建议: 1, 结果: 列入计划, 承诺: 延长供餐, 期限: 2026-06-30}]")
    moved = act(关于="reply-1 建议1", 日期="2026-05-06", 新期限="2026-07-10")
    assert told(answered(reply_1=promised, progress_1=moved)) == ["progress-1.md:4:6 C06 error"]
    done = act(关于="reply-1 建议1", 完成日期="2026-05-06")
    assert told(answered(reply_1=promised, progress_1=done)) == ["progress-1.md:3:7 C06 error"]


# --- asks ----------------------------------------------------------------------------------------

THREE = proposal(
    asks="为此建议：\n\n1. 延长供餐。\n2. 公布菜单，\n   每周一次。\n3、增设窗口。\n\n以上。\n\n1. 不是建议。"
)


def test_asks_are_the_items_of_the_first_ordered_list() -> None:
    """Items may run over lines; later lists and prose are no asks; without a list the whole text is one."""
    assert asks("为此建议：\n\n1. 甲\n2. 乙，\n   丙\n3、丁\n\n以上。\n\n1. 戊") == ("甲", "乙， 丙", "丁")
    assert asks("\n延长供餐。\n") == ("延长供餐。",)
    assert asks(" \n") == ()


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ("[{建议: 1, 结果: 已解决}, {建议: 2, 结果: 已解决}]", ["reply-1.md:5:1 C72 warning"]),
        (
            "[{建议: 1, 结果: 已解决}, {建议: 2, 结果: 已解决}, {建议: 4, 结果: 已解决}]",
            ["reply-1.md:5:47 C73 error"],
        ),
        (
            "[{建议: 1, 结果: 已解决}, {建议: 2, 结果: 已解决}, {建议: 2, 结果: 已解决}]",
            ["reply-1.md:5:47 C73 error"],
        ),
        (
            "[{建议: 1, 结果: 已解决}, {建议: 2, 结果: 已解决}, {建议: 05-01-001/3, 结果: 已解决}]",
            ["reply-1.md:5:47 C73 error"],
        ),
        (
            "[{建议: 1, 结果: 已解决}, {建议: 2, 结果: 已解决}, {建议: 05-09-001/1, 结果: 已解决}]",
            ["reply-1.md:5:47 C73 error"],
        ),
        ("[{建议: 1, 结果: 已解决}, {建议: 2, 结果: 已解决}, {建议: 3, 结果: 已解决}]", []),
    ],
)
def test_every_ask_has_one_answer(entries: str, expected: list[str]) -> None:
    """A missing answer, a wrong number, a number twice: each is told once."""
    assert told(answered(proposal=THREE, reply_1=reply(answers=entries))) == expected


def test_an_answer_without_its_proposal_text_is_not_blamed() -> None:
    """Where 建议 is empty the proposal is at fault, not the number in the reply."""
    tree = answered(proposal=proposal(asks=""))
    assert told(tree) == ["proposal.md:1:1 C12 error"]


# --- promises ------------------------------------------------------------------------------------

PROMISE = reply(answers="[{建议: 1, 结果: 列入计划, 承诺: 延长供餐, 期限: 2026-04-15}]")


def progress(**keys: str) -> str:
    return act(关于="reply-1 建议1", **keys)


@pytest.mark.parametrize(
    ("acts", "due", "state", "late"),
    [
        ({}, "2026-04-15", PromiseState.UNMET, 0),
        ({"progress_1": progress(完成日期="2026-04-15", 佐证="照片")}, "2026-04-15", PromiseState.KEPT, 0),
        (
            {"progress_1": progress(完成日期="2026-04-25", 佐证="照片")},
            "2026-04-15",
            PromiseState.KEPT_LATE,
            10,
        ),
        (
            {"progress_1": progress(日期="2026-04-10", 新期限="2026-05-30", 理由="等验收")},
            "2026-05-30",
            PromiseState.PENDING,
            0,
        ),
        (
            {
                "progress_1": progress(日期="2026-04-10", 新期限="2026-04-20", 理由="等验收"),
                "progress_2": progress(日期="2026-04-26", 完成日期="2026-04-26", 佐证="照片"),
            },
            "2026-04-20",
            PromiseState.KEPT_LATE,
            6,
        ),
    ],
)
def test_what_became_of_a_promise(acts: dict[str, str], due: str, state: PromiseState, late: int) -> None:
    """Unmet, kept, kept late by so many days, moved and pending, moved and kept late."""
    (promise,) = case_of(answered(reply_1=PROMISE, **acts)).promises
    assert (str(promise.first_due), str(promise.due)) == ("2026-04-15", due)
    assert (promise.state, promise.days_late) == (state, late)


def test_an_unmet_promise_is_told_after_the_grace() -> None:
    """Thirty days after 15 April is 15 May; the finding comes on the 16th, at the promised day."""
    tree = answered(reply_1=PROMISE)
    assert told(tree, date(2026, 5, 15)) == []
    (finding,) = judged(tree, date(2026, 5, 16))
    assert (str(finding.location), finding.code.code, finding.level) == (
        f"{FOLDER}/reply-1.md:5:38",
        "C07",
        Severity.WARNING,
    )
    assert finding.message == "承诺的期限 2026-04-15 已过 31 天，没有完成或改期的记录。"
    assert finding.cure == ("补 progress-1.md：关于: reply-1 建议1，写完成日期和佐证；没办完就写新期限和理由。")


def test_a_moved_promise_is_told_where_it_was_moved() -> None:
    """Moved to 20 April and silent since, it is 30 days late on 20 May and told on the 21st."""
    tree = answered(reply_1=PROMISE, progress_1=progress(日期="2026-04-10", 新期限="2026-04-20", 理由="等验收"))
    assert told(tree, date(2026, 5, 20)) == []
    assert told(tree, date(2026, 5, 21)) == ["progress-1.md:4:6 C07 warning"]


def test_a_kept_promise_counts_as_resolved() -> None:
    """列入计划 that was done is 已解决; until then it is not."""
    assert case_of(answered(reply_1=PROMISE)).outcome is Outcome.PLANNED
    done = answered(reply_1=PROMISE, progress_1=progress(完成日期="2026-04-25", 佐证="照片"))
    assert case_of(done).outcome is Outcome.RESOLVED


def test_progress_about_the_wrong_ask_is_told_once() -> None:
    """A mistyped number makes no unmet promise as well."""
    tree = answered(reply_1=PROMISE, progress_1=progress(完成日期="2026-04-25", 佐证="照片").replace("建议1", "建议2"))
    assert told(tree) == ["progress-1.md:2:5 R16 error"]
    assert messages(tree) == ["reply-1 的“逐条”里没有这条建议。"]


# --- what a finding weighs -----------------------------------------------------------------------


def test_a_scheduled_build_never_stops_for_time() -> None:
    """What only time has caused is a warning in the daily build; a missing act stays an error."""
    assert [finding.level for finding in judged(WAITING, scheduled=True)] == [Severity.WARNING]
    deleted = judged(answered(reply_1=""), scheduled=True)
    assert [finding.level for finding in deleted] == [Severity.ERROR]


def test_marking_in_red_turns_time_into_warnings() -> None:
    """With 逾期处理: 标红 an overdue answer builds; an unproven refusal does not."""
    marked = {"policy.yml": setting("policy").replace("逾期处理: 停建", "逾期处理: 标红")}
    assert told({**WAITING, **marked}) == ["review.md:6:7 C02 warning"]
    refused = answered(review=review("不立案", 理由="属于上级职权"), reply_1="", feedback_1="")
    assert told({**refused, **marked}) == ["review.md:2:5 C01 error"]


def test_a_threshold_not_adopted_yields_notices() -> None:
    """Days that the school has only been advised to take are told, and stop nothing."""
    advised = {"policy.yml": setting("policy").replace("    阈值:", "    状态: 建议\n    阈值:")}
    assert told({**WAITING, **advised}) == ["review.md:6:7 C02 notice"]
    assert told({**WAITING, **advised}, date(2026, 4, 20)) == ["review.md:6:7 C03 notice"]
    stock = answered(reply_1=reply(text="已收悉，正在研究。\n"))
    assert told({**stock, **advised}) == ["reply-1.md:2:1 C04 notice"]


def test_a_change_of_policy_never_judges_the_past_anew() -> None:
    """Fifteen days from 1 April on: what was assigned in March keeps its 45, what came later has 15."""
    change = "  - 自: 2026-04-01\n    依据: 修订的办法\n    阈值: {答复期限: {数: 15, 按: 自然日}}\n"
    policy = {"policy.yml": setting("policy") + change}
    assert case_of({**WAITING, **policy}).rounds[0].due == date(2026, 4, 27)
    later = {**WAITING, **policy, f"{FOLDER}/review.md": review(交办日期="2026-04-01")}
    assert case_of(later).rounds[0].due == date(2026, 4, 16)


def test_historic_records_yield_notices_only() -> None:
    """What was assigned before the policy's first day is history."""
    history = {"policy.yml": setting("policy").replace("启用日期: 2025-09-01", "启用日期: 2026-04-01")}
    assert told({**WAITING, **history}) == ["review.md:6:7 C02 notice"]


def test_a_year_without_a_calendar_only_warns() -> None:
    """Where the last day lies in a year whose holidays nobody knows, the count is provisional."""
    tree = {
        f"{FOLDER}/proposal.md": proposal(submitted="2026-12-01"),
        f"{FOLDER}/review.md": review(日期="2026-12-03", 交办日期="2026-12-04"),
    }
    case = case_of(tree, today=date(2027, 3, 1))
    assert case.rounds[0].deadline.provisional is True
    assert case.rounds[0].due == date(2027, 1, 18)
    assert told(tree, date(2027, 3, 1)) == ["review.md:6:7 C02 warning"]


def test_a_card_keeps_its_clock_and_loses_its_words() -> None:
    """Before the answer the public sees a card: the same days, no word of the text."""
    register = opened(WAITING).register
    shown = select(register, Audience.PUBLIC, TODAY)
    assert shown.cards == {FOLDER}
    card = shown.register.records[FOLDER]
    assert "延长" not in repr(card)
    assert case_of(WAITING).overdue_days(TODAY) == 23
    assert select(opened(answered()).register, Audience.PUBLIC, TODAY).cards == frozenset()
    assert GOOD_TEXT.strip() in repr(
        select(opened(answered()).register, Audience.PUBLIC, TODAY).register.records[FOLDER]
    )
