"""Proposals as papers, references between records, audiences, names and personal data."""

from datetime import date

import pytest
from gongkai.findings import Severity

from tests.submissions import (
    FOLDER,
    GOOD_TEXT,
    OTHER,
    TODAY,
    act,
    answered,
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

PROPOSER = "提案人: {代表团: 理科组}\n"
MEETING = "公开范围: 社会\n目录项: 教代会/会议与决议\n类型: 校情发布会\n日期: 2026-03-20\n"


def filed(number: str, **changed: str) -> dict[str, str]:
    """Another filed and answered proposal."""
    folder = f"proposals/{number}"
    acts = {"proposal": proposal(), "review": review(立案号="2"), "reply-1": reply()} | changed
    return {f"{folder}/{name}.md": text for name, text in acts.items()}


def messages(tree: dict[str, str], today: date = TODAY) -> list[str]:
    return [finding.message for finding in judged(tree, today)]


def cures(tree: dict[str, str]) -> list[str]:
    return [finding.cure for finding in judged(tree)]


# --- seconders, parts, closing day ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "expected", "message"),
    [
        ("提案人: {代表团: 理科组}\n", "proposal.md:7:1", "附议人 0 名，少于本校采用的 2 名。"),
        (
            "提案人: {代表团: 理科组}\n附议人: {代表团: 文科组}\n",
            "proposal.md:8:1",
            "附议人 1 名，少于本校采用的 2 名。",
        ),
        (
            PROPOSER.replace("}", ", 姓名: 林同}") + "附议人: [{代表团: 理科组, 姓名: 林同}, {代表团: 文科组}]\n",
            "proposal.md:8:7",
            "附议人就是提案人本人。",
        ),
        (
            PROPOSER + "附议人: [{代表团: 理科组, 姓名: 周禾}, {代表团: 理科组, 姓名: 周禾}]\n",
            "proposal.md:8:27",
            "同一名附议人写了两次。",
        ),
        (
            "提案人: {代表团: 理科组}\n附议人: [{代表团: 理科组}, {代表团: 文科组, 正式代表: 否}]\n",
            "proposal.md:8:36",
            "附议人不是正式代表。",
        ),
    ],
)
def test_seconders(people: str, expected: str, message: str) -> None:
    """Enough, all different, none the proposer, all delegates; each slip is told once, as a warning."""
    tree = answered(proposal=proposal(people=people))
    assert told(tree) == [f"{expected} C10 warning"]
    assert messages(tree) == [message]


def test_few_seconders_are_the_reason_for_an_opinion() -> None:
    """A submission turned into an opinion, or put forward by a delegation, owes no seconders."""
    alone = proposal(people="提案人: {代表团: 理科组}\n")
    turned = review("转意见", 理由="附议不足", 主办="总务处")
    assert told(answered(proposal=alone, review=turned)) == []
    together = proposal(people="提案人: {代表团: 理科组}\n集体提案: 是\n")
    assert told(answered(proposal=together)) == []


def test_one_proposal_one_matter_is_only_a_hint() -> None:
    """A subject that counts up matters is noticed; one that merely lists places is not."""
    assert told(answered(proposal=proposal(subject="一是延长供餐，二是增设车棚"))) == ["proposal.md:4:5 C11 notice"]
    assert told(answered(proposal=proposal(subject="改善食堂、车棚、操场的照明"))) == []


def test_the_closing_day_binds_filed_proposals_only() -> None:
    """Fifteen days before 20 March is 5 March; a later submission may be an opinion but is not filed."""
    late = answered(proposal=proposal(submitted="2026-03-06"))
    meeting = {"meetings/05-01.yml": MEETING}
    assert told({**late, **meeting}) == ["proposal.md:6:7 C13 warning"]
    assert messages({**late, **meeting}) == ["提交日期 2026-03-06 在征集截止（2026-03-05）以后，却立了案。"]
    assert told({**late, "meetings/05-01.yml": MEETING + "提案截止日期: 2026-03-06\n"}) == []
    assert told(late) == []  # the meeting is not recorded yet
    turned = review("转意见", 理由="截止以后提交", 主办="总务处")
    assert told({**late, f"{FOLDER}/review.md": turned, **meeting}) == []


def test_a_mistyped_meeting_day_is_told_once() -> None:
    """Where every filed proposal seems late, the meeting's own day is what to look at."""
    tree = {
        **answered(),
        **filed("05-01-002"),
        "meetings/05-01.yml": MEETING.replace("2026-03-20", "2026-01-20"),
    }
    assert told(tree) == ["meetings/05-01.yml:4:5 C13 warning"]


# --- numbers -------------------------------------------------------------------------------------


def test_a_number_follows_the_schools_pattern() -> None:
    """Another pattern is objected to at the proposal, unless it is the school's own."""
    tree = {path.replace("05-01-001", "2026-012"): text for path, text in answered().items()}
    assert told(tree) == ["proposals/2026-012/proposal.md:2:1 C14 error"]
    own = setting("policy").replace(r"(?P<届>\d{2})-(?P<次>\d{2})-n?\d{3}", r"\d{4}-\d{3}")
    assert told({**tree, "policy.yml": own}) == []


@pytest.mark.parametrize(
    ("numbers", "expected", "message"),
    [
        (("1", "2", "3"), [], ""),
        (("3", "1", "2"), [], ""),
        (("1", "2", "4"), ["proposals/05-01-003/review.md:4:6 C14 error"], "立案 3 件，立案号却有 4，缺 3。"),
        (("1", "40", "3"), [f"{OTHER}/review.md:4:6 C14 error"], "立案 3 件，立案号却有 40，缺 2。"),
        (("2", "3", "4"), ["proposals/05-01-003/review.md:4:6 C14 error"], "立案 3 件，立案号却有 4，缺 1。"),
        (("1", "1", "3"), [f"{OTHER}/review.md:4:6 C14 error"], "立案号 1 已经给了 05-01-001。"),
    ],
)
def test_file_numbers_run_from_one(numbers: tuple[str, ...], expected: list[str], message: str) -> None:
    """A gap, a number too high and a number twice are each told once in their series."""
    tree: dict[str, str] = {}
    for serial, number in enumerate(numbers, 1):
        tree |= filed(f"05-01-{serial:03}", review=review(立案号=number))
    assert told(tree) == [line.replace(f"{FOLDER}/", "") for line in expected]
    assert messages(tree) == ([message] if message else [])


def test_staff_submissions_have_a_series_of_their_own() -> None:
    """Number 1 of the staff series is no second number 1, and its absence leaves no gap."""
    inner = filed("05-01-n001", proposal=proposal(audience="教职工"), review=review())
    assert told({**answered(), **inner}) == []
    assert told({**answered(), **filed("05-01-002")}) == []


def test_a_series_with_an_unreadable_record_is_not_judged() -> None:
    """The missing number may stand in the file that could not be read."""
    tree = {**answered(), **filed("05-01-003", review=review(立案号="3"))}
    assert told(tree) == ["proposals/05-01-003/review.md:4:6 C14 error"]
    broken = filed("05-01-002", review=review(立案号="第二"))
    assert {finding.code.code for finding in judged({**tree, **broken})} == {"M03"}


def test_a_filed_proposal_has_a_number() -> None:
    """Its absence is told at 去向, and opens no gap before the next."""
    without = review().replace("立案号: 1\n", "")
    assert told({**answered(review=without), **filed("05-01-002")}) == ["review.md:2:5 C14 error"]


# --- merging -------------------------------------------------------------------------------------


def merged(into: str) -> str:
    return review("并案", 并入=into, 告知提案人="2026-03-11")


def alone(number: str, papers: str) -> dict[str, str]:
    return {f"proposals/{number}/proposal.md": proposal(), f"proposals/{number}/review.md": papers}


LEAD = answered(reply_1=reply(answers="[{建议: 1, 结果: 已解决}, {建议: 05-01-002/1, 结果: 已解决}]"), feedback_1="")
REFUSED = review("不立案", 理由="属于上级职权", 告知提案人="2026-03-11")


@pytest.mark.parametrize(
    ("tree", "expected", "message"),
    [
        (alone("05-01-002", merged(OTHER)), f"{OTHER}/review.md:4:5", "并入了自己。"),
        (
            {**alone("05-01-001", REFUSED), **alone("05-01-002", merged(FOLDER))},
            f"{OTHER}/review.md:4:5",
            "主案 05-01-001 的去向是“不立案”，没有人答复。",
        ),
        (
            {**alone("05-01-001", merged(OTHER)), **alone("05-01-002", merged(FOLDER))},
            "review.md:4:5",
            "05-01-001、05-01-002 互相并入，没有一件作主案。",
        ),
        (
            {**LEAD, **alone("05-01-002", merged(FOLDER)), **alone("05-01-003", merged(OTHER))},
            "proposals/05-01-003/review.md:4:5",
            "主案 05-01-002 自己也并入了 05-01-001。",
        ),
        (
            {
                **alone("05-01-001", merged("opinions/mail-1")),
                "opinions/mail-1.md": opinion(day="2026-05-18").replace("04-20", "05-18"),
            },
            "review.md:4:5",
            "opinions/mail-1 不是提案。",
        ),
    ],
)
def test_a_merge_ends_where_somebody_answers(tree: dict[str, str], expected: str, message: str) -> None:
    """Into itself, into a refused one, in a circle, over a merged one, into another kind: each told once."""
    assert told(tree) == [f"{expected} C15 error"]
    assert messages(tree) == [message]


def test_a_chain_is_cured_by_naming_its_end() -> None:
    """The cure is the line to type."""
    tree = {**LEAD, **alone("05-01-002", merged(FOLDER)), **alone("05-01-003", merged(OTHER))}
    assert cures(tree) == ["改成“并入: proposals/05-01-001”。"]


def test_a_withdrawn_lead_answers_nobody() -> None:
    """When the lead is withdrawn, what was merged into it needs another."""
    withdrawn = {f"{FOLDER}/withdrawal-1.md": act(日期="2026-03-20", 凭据="撤回申请（纸质）")}
    tree = {**alone("05-01-001", review()), **withdrawn, **alone("05-01-002", merged(FOLDER))}
    assert told(tree) == [f"{OTHER}/review.md:4:5 C15 error"]
    assert messages(tree) == ["主案 05-01-001 已经撤回，没有人答复。"]


def test_who_leads_into_a_circle_is_not_blamed() -> None:
    """A third proposal merged into one of two that merge into each other adds no finding."""
    circle = {**alone("05-01-001", merged(OTHER)), **alone("05-01-002", merged(FOLDER))}
    assert told({**circle, **alone("05-01-003", merged(OTHER))}) == ["review.md:4:5 C15 error"]


def test_a_joined_opinion_leads_to_one_that_is_answered() -> None:
    """An opinion that is only kept answers no other."""
    joined = opinion("{去向: 合并答复, 日期: 2026-04-20, 并入: opinions/mail-1}")
    kept = opinion("{去向: 留存参考, 日期: 2026-04-20, 理由: 已在计划中}")
    tree = {"opinions/mail-1.md": kept, "opinions/mail-2.md": joined}
    assert told(tree) == ["opinions/mail-2.md:8:36 C15 error"]
    assert told({**tree, "opinions/mail-1.md": joined}) == ["opinions/mail-1.md:8:36 C15 error"]
    into_proposal = joined.replace("opinions/mail-1", FOLDER)
    assert told({**answered(), "opinions/mail-2.md": into_proposal}) == []


# --- printed figures -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("{名称: 收到, 值: 3}", []),
        ("{名称: 收到, 值: 2}", []),  # the public ones alone
        ("{名称: 收到, 值: 4}", ["“收到”写 4，按记录数为 3，相差 +1。"]),
        ("{名称: 立案, 值: 2}", []),
        ("{名称: 立案, 值: 3}", []),  # with the one merged into it
        ("{名称: 立案, 值: 5}", ["“立案”写 5，按记录数为 2，相差 +3。"]),
        ("{名称: 不立案, 值: 1}", ["“不立案”写 1，按记录数为 0，相差 +1。"]),
        ("{名称: 满意率, 值: 100%}", []),
        ("{名称: 满意率, 值: 66.7%}", ["“满意率”写 66.7%，按反馈记录为 1/1。"]),
    ],
)
def test_printed_figures_follow_from_the_records(figure: str, expected: list[str]) -> None:
    """Counts and rates of a session, by the public records or by all; the difference is worked out."""
    inner = filed("05-01-n001", proposal=proposal(audience="教职工"), review=review())
    tree = {**LEAD, **alone("05-01-002", merged(FOLDER)), **inner, f"{FOLDER}/feedback-1.md": feedback()}
    meeting = {"meetings/05-01.yml": MEETING + f"数字: [{figure}]\n"}
    assert messages({**tree, **meeting}) == expected


def test_no_feedback_is_not_in_the_denominator() -> None:
    """One satisfied, one dissatisfied, one silent: 50%, not 33.3%."""
    unsatisfied = feedback(rating="不满意", 意见="不够用")
    tree = {
        **answered(),
        **filed("05-01-002", **{"feedback-1": unsatisfied, "reply-2": reply("2026-05-08")}),
        **filed("05-01-003", review=review(立案号="3"), **{"feedback-1": feedback(rating="未反馈")}),
    }
    right = {"meetings/05-01.yml": MEETING + "数字: [{名称: 满意率, 值: 50%}]\n"}
    wrong = {"meetings/05-01.yml": MEETING + "数字: [{名称: 满意率, 值: 33.3%}]\n"}
    assert told({**tree, **right}) == []
    assert told({**tree, **wrong}) == ["meetings/05-01.yml:5:19 C09 error"]


# --- dictionaries --------------------------------------------------------------------------------


def test_a_department_is_called_as_it_was_on_that_day() -> None:
    """教导处 until 31 August 2025, 教学处 from then on; the cure is the name of that day."""
    policy = {"policy.yml": setting("policy").replace("2025-09-01", "2024-09-01")}
    old = {
        "proposal": proposal(submitted="2025-03-04"),
        "review": review(日期="2025-03-10", 交办日期="2025-03-12", 主办="教导处"),
        "reply_1": reply("2025-04-08").replace("总务处", "教导处"),
        "feedback_1": "",
    }
    assert told({**answered(**old), **policy}) == []
    new = {**old, "review": old["review"].replace("教导处", "教学处")}
    assert told({**answered(**new), **policy}) == ["review.md:5:5 C17 error"]
    assert messages({**answered(**new), **policy}) == ["2025-03-10 这一天，“教学处”用的是另一个名称。"]
    assert cures({**answered(**new), **policy}) == ["写“教导处”；改名的日子有误的，改 school.yml。"]
    late = answered(review=review(主办="教导处"))
    assert cures(late) == ["写“教学处”；改名的日子有误的，改 school.yml。"]


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ({"support-1": act(日期="2026-03-25", 部门="工会", 签批="工会主席")}, []),
        (
            {"support-1": act(日期="2026-03-25", 部门="德育处", 签批="德育处主任")},
            ["“德育处”不是审查写的协办部门。"],
        ),
        (
            {"handover-1": act(日期="2026-03-18", 由="德育处", 转="财务处", 理由="经费由财务处管", 批准="工会主席")},
            ["“德育处”不是当时的主办部门。"],
        ),
        (
            {"support-1": act(日期="2026-03-11", 部门="工会", 签批="工会主席")},
            ["日期 2026-03-11 早于交办（2026-03-12）。"],
        ),
    ],
)
def test_who_supports_and_who_hands_over(acts: dict[str, str], expected: list[str]) -> None:
    """An opinion comes from a department that was asked, after it was asked; only the lead hands a matter over."""
    files = {f"{FOLDER}/{name}.md": text for name, text in acts.items()}
    assert messages({**answered(review=review(协办="[工会]")), **files}) == expected


@pytest.mark.parametrize(
    ("changed", "expected", "cure"),
    [
        ({"review": review(主办="总务 处")}, "review.md:5:5", "是不是“总务处”？新部门先登记到 school.yml。"),
        (
            {"review": review(协办="[工会, 图书馆]")},
            "review.md:7:10",
            "可以写：教学处、德育处、总务处、财务处、工会。新部门先登记到 school.yml。",
        ),
        (
            {"proposal": proposal().replace("后勤与基建", "后勤基建")},
            "proposal.md:5:5",
            "是不是“后勤与基建”？",
        ),
        (
            {"proposal": proposal(people="提案人: {代表团: 理科}\n附议人: [{代表团: 理科组}, {代表团: 文科组}]\n")},
            "proposal.md:7:12",
            "是不是“理科组”？",
        ),
        (
            {"proposal": proposal(people="提案人: {代表团: 理科组}\n附议人: [{代表团: 理科组}, {代表团: 文科}]\n")},
            "proposal.md:8:25",
            "是不是“文科组”？",
        ),
    ],
)
def test_names_are_written_as_registered(changed: dict[str, str], expected: str, cure: str) -> None:
    """Departments, categories and delegations; the nearest registered name is offered."""
    assert told(answered(**changed)) == [f"{expected} C17 error"]
    assert cures(answered(**changed)) == [cure]


# --- references ----------------------------------------------------------------------------------


def test_a_reference_leads_somewhere() -> None:
    """In a key and in prose, at its own place; a record that exists but cannot be read is not missing."""
    prose = reply(text="见 [[proposals/05-01-009]]，供餐时间已延长到 19:10，四月起执行。\n")
    assert told(answered(reply_1=prose)) == ["reply-1.md:7:5 R10 error"]
    assert messages(answered(reply_1=prose)) == ["没有“proposals/05-01-009”这条记录。"]
    key = alone("05-01-001", merged("proposals/05-09-001"))
    assert told(key) == ["review.md:4:5 R10 error"]
    broken = {"proposals/05-01-009/proposal.md": "---\n案由: 甲\n---\n"}
    assert all(finding.code.code != "R10" for finding in judged({**answered(reply_1=prose), **broken}))
    to_act = prose.replace("proposals/05-01-009", f"{FOLDER}/feedback-1")
    assert told(answered(reply_1=to_act)) == []


def test_what_is_hidden_is_not_referred_to() -> None:
    """One finding for each hidden target, naming the other places."""
    prose = reply(text="见 [[proposals/05-01-n001]]，供餐时间已延长到 19:10，四月起执行。\n")
    inner = filed("05-01-n001", proposal=proposal(audience="教职工"), review=review())
    tree = {**answered(reply_1=prose), **filed("05-01-002", **{"reply-1": prose}), **inner}
    assert told(tree) == ["reply-1.md:7:5 R11 error"]
    (message,) = messages(tree)
    assert message == (
        "这里向“社会”公开，引用的 proposals/05-01-n001 只到“教职工”。"
        "同样的引用还有：proposals/05-01-002/reply-1.md:7:5。"
    )
    staff_reply = prose.replace("---\n", "---\n公开范围: 教职工\n", 1)
    extra = answered(reply_2=staff_reply.replace("04-08", "04-09"))
    assert told({**extra, **inner}) == []


def test_an_audience_is_no_wider_than_allowed() -> None:
    """By the catalogue, by the main file, by the nature of an opinion."""
    item = answered(proposal=proposal().replace("教代会/提案", "人事/内部事项"))
    assert told(item) == ["proposal.md:2:7 R12 error"]
    inner = proposal(audience="教职工")
    wide = reply().replace("---\n", "---\n公开范围: 社会\n", 1)
    assert told(answered(proposal=inner, reply_1=wide)) == ["reply-1.md:2:7 R12 error"]
    personal = opinion(day="2026-05-18").replace("04-20", "05-18").replace("普通", "涉及个人")
    assert told({"opinions/mail-1.md": personal}) == ["opinions/mail-1.md:2:7 R12 error"]
    assert told({"opinions/mail-1.md": personal.replace("公开范围: 社会", "公开范围: 不公开")}) == []


def test_a_catalogue_item_is_known() -> None:
    """The nearest item is offered."""
    tree = answered(proposal=proposal().replace("教代会/提案", "教代会/提议"))
    assert told(tree) == ["proposal.md:3:6 R13 error"]
    assert cures(tree) == ["是不是“教代会/提案”？新的事项先登记到 catalogue.yml。"]


def test_nothing_hidden_lies_in_a_public_repository() -> None:
    """A narrower record, a narrower act, an unpublished name or comment; each at its own key."""
    public = {"school.yml": setting("school") + "仓库公开: 是\n"}
    assert told({**answered(), **public}) == []
    named = "提案人: {代表团: 理科组}\n附议人:\n  - {代表团: 理科组}\n  - {代表团: 文科组, 姓名: 周禾}\n"
    assert told({**answered(proposal=proposal(people=named)), **public}) == ["proposal.md:10:16 R15 error"]
    assert told({**answered(proposal=proposal(audience="教职工")), **public}) == ["proposal.md:2:7 R15 error"]
    comment = feedback(rating="基本满意", 意见="还要排队")
    assert told({**answered(feedback_1=comment), **public}) == ["feedback-1.md:5:1 R15 error"]
    open_comment = feedback(rating="基本满意", 意见="还要排队", 意见公开="是")
    assert told({**answered(feedback_1=open_comment), **public}) == []
    narrow = feedback().replace("---\n", "---\n公开范围: 教职工\n", 1)
    assert told({**answered(feedback_1=narrow), **public}) == ["feedback-1.md:2:7 R15 error"]


def test_an_act_is_about_something() -> None:
    """Progress in a merged folder and execution of no resolution have nothing they are about."""
    progress = act(关于="reply-1", 完成日期="2026-05-06", 佐证="照片")
    tree = {**LEAD, **alone("05-01-002", merged(FOLDER)), f"{OTHER}/progress-1.md": progress}
    assert told(tree) == [f"{OTHER}/progress-1.md:2:5 R16 error"]
    assert cures(tree) == ["已经并案的，落实进展写在主案的文件夹里。"]
    execution = act(日期="2026-05-06", 关于="resolution-2", 进度="执行中", 部门="总务处")
    meeting = {"meetings/05-01/meeting.yml": MEETING, "meetings/05-01/execution-1.md": execution}
    assert told(meeting) == ["meetings/05-01/execution-1.md:3:5 R16 error"]


# --- names on lists ------------------------------------------------------------------------------

NOTICE = """---
公开范围: 社会
目录项: 人事/公示
标题: 推荐人选公示
事由: 评优评先
起: 2026-05-18
止: 2026-05-22
名单:
  - {姓名: 林同}
  - {姓名: "林同舟"}
公开个人信息依据: 评优推荐办法
异议: {受理: 工会, 电话: 见学校渠道}
结果: 待批复
---
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("推荐人选公示", "推荐林同公示", ["4:7"]),
        ("结果: 待批复", "结果: 林同舟无异议", ["13:5"]),
        ("结果: 待批复\n---\n", "结果: 待批复\n---\n经林同舟和林同本人申报。\n", ["15:2", "15:6"]),
        ("{姓名: 林同}", "{姓名: 林同, 项目: 林同的推荐}", ["9:18"]),
        ("推荐人选公示", "推荐人选公示（林校长）", []),
    ],
)
def test_a_listed_name_stands_in_the_list_only(old: str, new: str, expected: list[str]) -> None:
    """In a title, a result, prose, another field: each place once, a longer name not twice."""
    tree = {"notices/award-2026-1.md": NOTICE.replace(old, new)}
    assert told(tree) == [f"notices/award-2026-1.md:{place} R14 error" for place in expected]
    assert not any("林同" in finding.message + finding.cure for finding in judged(tree))


def test_a_list_of_one_may_be_written_without_the_list() -> None:
    """A single mapping under 名单 is the list itself."""
    tree = NOTICE.replace('  - {姓名: 林同}\n  - {姓名: "林同舟"}\n', "  姓名: 林同\n")
    assert told({"notices/award-2026-1.md": tree}) == []


def test_the_record_of_the_outcome_names_nobody() -> None:
    """The result of a notice outlives its list, so it is searched as well."""
    tree = {
        "notices/award-2026-1.md": NOTICE.replace("待批复", "meetings/05-01"),
        "meetings/05-01.yml": MEETING + "纪要: 同意推荐林同。\n",
    }
    assert told(tree) == ["meetings/05-01.yml:5:9 R14 error"]


# --- personal data -------------------------------------------------------------------------------

MOBILE = "138" + "00005551"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"请打 {MOBILE} 找管理员。", "C45 error"),
        (f"请打 {MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]} 找管理员。", "C45 error"),
        ("请打 １３８００００５５５１ 找管理员。", "C45 error"),
        ("请打 1380000**51 找管理员。", "C74 warning"),
    ],
)
def test_personal_data_is_told_without_being_repeated(text: str, expected: str) -> None:
    """Full-width digits and gaps do not hide a number; the finding gives kind and place only."""
    tree = answered(reply_1=reply(text=GOOD_TEXT + text + "\n"))
    assert told(tree) == [f"reply-1.md:8:4 {expected}"]
    (finding,) = judged(tree)
    assert "手机号" in finding.message
    assert "5551" not in finding.message + finding.cure
    assert "５５５１" not in finding.message + finding.cure


def test_personal_data_hides_neither_in_a_key_nor_in_a_name() -> None:
    """In front matter, in an attachment's registered name, and in a folder's name, which is told once."""
    assert told(answered(feedback_1=feedback(方式="面复", 意见=f"{MOBILE} 找我"))) == ["feedback-1.md:6:5 C45 error"]
    attached = proposal().replace("---\n## 案据", f"附件: [{{文件: {MOBILE}.txt, 标题: 照片}}]\n---\n## 案据")
    tree = {**answered(proposal=attached), f"{FOLDER}/attachments/{MOBILE}.txt": "照片"}
    assert told(tree) == ["proposal.md:9:11 C45 error"]
    folder = {path.replace(FOLDER, f"proposals/{MOBILE}/05-01-001"): text for path, text in answered().items()}
    findings = [finding for finding in judged(folder) if finding.code.code == "C45"]
    assert [finding.message for finding in findings] == ["文件名或文件夹名里有手机号。"]


def test_a_declared_hotline_is_clean() -> None:
    """A mobile number among the school's channels is public; so is one with an exception, until its day."""
    text = answered(reply_1=reply(text=f"{GOOD_TEXT}请打 {MOBILE} 找管理员。\n"))
    hotline = setting("school").replace("电话: 0599-5550123", f"电话: {MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}")
    assert told({**text, "school.yml": hotline}) == []
    exception = f"个人信息例外:\n  - {{文字: {MOBILE}, 理由: 值班手机, 批准: 校长, 至: 2026-05-20}}\n"
    policy = {"policy.yml": setting("policy") + exception}
    assert told({**text, **policy}) == []
    assert {finding.code.code for finding in judged({**text, **policy}, date(2026, 5, 21))} == {"C45"}


def test_an_exception_covers_what_is_no_number() -> None:
    """A school's own car may be named where an exception says so."""
    plate = "闽A" + "12E45"
    text = answered(reply_1=reply(text=f"{GOOD_TEXT}接送用车 {plate}。\n"))
    assert told(text) == ["reply-1.md:8:6 C45 error"]
    exception = f"个人信息例外:\n  - {{文字: {plate}, 理由: 公务用车, 批准: 校长, 至: 2026-12-31}}\n"
    assert told({**text, "policy.yml": setting("policy") + exception}) == []


def test_age_excuses_no_personal_data() -> None:
    """In historic records everything is a notice, except personal data."""
    history = {"policy.yml": setting("policy").replace("启用日期: 2025-09-01", "启用日期: 2026-05-01")}
    tree = answered(reply_1=reply(text=f"{GOOD_TEXT}请打 {MOBILE} 找管理员。\n"))
    assert told({**tree, **history}) == ["reply-1.md:8:4 C45 error"]
    levels = {finding.level for finding in judged({**answered(reply_1=""), **history})}
    assert levels == {Severity.NOTICE}


def test_odd_records_crash_no_rule() -> None:
    """References to nothing, empty texts and missing meetings together still give findings, not errors."""
    tree = {
        **alone("05-01-001", merged("proposals/x")),
        **filed(
            "05-01-002",
            **{"reply-1": reply(answers="[{建议: 0, 结果: 已解决}, {建议: x/9, 结果: 留作参考}]")},
        ),
        "opinions/mail-1.md": opinion("{去向: 合并答复, 日期: 2026-04-20}"),
        "notices/award-2026-1.md": NOTICE.replace("起: 2026-05-18", "起: 2026-06-18"),
    }
    assert opened(tree).register.broken == frozenset()
    assert {"R10", "C01", "C73"} <= {finding.code.code for finding in judged(tree)}
