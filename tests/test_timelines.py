"""本页变更 and 历史走势: what a page tells of its past, and everything that it must not tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from gongkai.history.past.remembering import SHALLOW, past
from gongkai.history.registers import registers_of
from gongkai.past import Nature, Past, TrendPoint
from gongkai.publish import edition
from gongkai.records import Audience
from gongkai.render.pages import Page
from gongkai.select import select
from gongkai.settings import find, settings

from tests.repositories import Repository
from tests.school import FINANCE
from tests.submissions import act, proposal, reply, review, setting

TODAY = date(2026, 11, 20)
HOME = {f"disclosures/{name}.yml": setting(name) for name in ("school", "policy", "catalogue")}
CONFIG = "site_name: 样例\nplugins:\n  - gongkai: {records: [disclosures], today: 2026-11-20}\n"
P = "disclosures/proposals/05-01-001"


def school(folder: Path) -> Repository:
    repository = Repository.new(folder)
    repository.commit({**HOME, "mkdocs.yml": CONFIG}, "设置", "2026-01-05")
    return repository


def told(repository: Repository, audience: Audience = Audience.PUBLIC, today: date = TODAY) -> Past:
    """What the pages of the present work tree would tell of their past."""
    folders = [repository.folder / "disclosures"]
    with registers_of(folders, repository.folder) as registers:
        current = registers.at().register
    found = past(folders, repository.folder, current, select(current, audience, today), lambda text: "林同" in text)
    assert found
    return found


def lines(found: Past, identity: str) -> list[tuple[str, str, list[tuple[str, tuple[tuple[str, str], ...], str]]]]:
    """Each amendment as its day, its nature, and its lines."""
    return [
        (each.on.isoformat(), each.nature.value, [(line.place, line.words, line.note) for line in each.lines])
        for each in found.records[identity].amendments
    ]


def test_a_proposal_is_first_shown_with_its_answer(tmp_path: Path) -> None:
    """Submitted in March and answered in April, its text is public from April; what came then is its beginning."""
    repository = school(tmp_path)
    repository.commit({f"{P}/proposal.md": proposal(), f"{P}/review.md": review()}, on="2026-03-13")
    repository.commit({f"{P}/reply-1.md": reply()}, on="2026-04-09")
    repository.commit(
        {f"{P}/feedback-1.md": act(日期="2026-04-20", 评价="满意", 方式="面复", 凭据="签字表")}, on="2026-04-21"
    )
    found = told(repository)
    assert found.records["proposals/05-01-001"].first == date(2026, 4, 9)
    assert lines(found, "proposals/05-01-001") == [("2026-04-21", "新增", [("新增反馈 1", (), "")])]


def test_a_corrected_word_is_shown_old_and_new(tmp_path: Path) -> None:
    """A misprint mended with its 更正 tells both words, and that it was a correction."""
    repository = school(tmp_path)
    old = "食堂两个窗口的供餐时间已延长到 19:10，由食堂管理员值守，菜单每周一公布。\n"
    repository.commit({f"{P}/proposal.md": proposal(), f"{P}/review.md": review()}, on="2026-03-13")
    repository.commit({f"{P}/reply-1.md": reply(text=old)}, on="2026-04-09")
    correction = act(
        日期="2026-05-06",
        类型="公布笔误",
        位置="reply-1 正文",
        原值="两个窗口",
        新值="三个窗口",
        理由="数错",
        批准="校长",
    )
    repository.commit(
        {f"{P}/reply-1.md": reply(text=old.replace("两个", "三个")), f"{P}/correction-1.md": correction},
        on="2026-05-06",
    )
    (amendment,) = told(repository).records["proposals/05-01-001"].amendments
    assert amendment.nature is Nature.CORRECTED
    (line,) = [line for line in amendment.lines if line.words]
    assert line.place == "答复 1 · 正文"
    assert [text for sign, text in line.words if sign == "-"] == ["两个"]
    assert [text for sign, text in line.words if sign == "+"] == ["三个"]


def _named(public: str) -> str:
    proposer = f"提案人: {{代表团: 理科组, 姓名: 沈可, 公开姓名: {public}}}\n"
    return proposal(people=proposer + "附议人: [{代表团: 文科组}, {代表团: 理科组}]\n")


def _judged(public: str) -> str:
    words = "值班师傅很周到，我们组都谢谢他。"
    return act(日期="2026-04-20", 评价="满意", 方式="面复", 凭据="签字表", 意见公开=public, 意见=words)


def _progress(**narrower: str) -> str:
    return act("窗口试运行一周，记录在案备查。\n", **narrower, 日期="2026-04-20", 关于="reply-1 建议1")


PERSONAL = act(日期="2026-05-06", 类型="撤回个人信息", 位置="reply-1 正文", 新值="有关住户", 理由="认得出", 批准="校长")

STAFF = "disclosures/proposals/05-01-002"
BOOKS = "disclosures/finances/2026/office-2026-03.yml"
QUOTING = reply(text="与《三栋住户的来信》一并办理，两个窗口延长供餐到十九点十分。\n")


def _with_attachment(title: str) -> str:
    return proposal().replace("---\n", f"---\n附件: [{{文件: a.txt, 标题: {title}}}]\n", 1)


WITHDRAWALS: Mapping[str, tuple[dict[str, str], dict[str, str | None], str]] = {
    "personal data withdrawn": (
        {f"{P}/reply-1.md": reply(text="已请三栋二〇六的住户搬走杂物，通道每天有人看管。\n")},
        {
            f"{P}/reply-1.md": reply(text="已请有关住户搬走杂物，通道每天有人看管。\n"),
            f"{P}/correction-1.md": PERSONAL,
        },
        "三栋二〇六",
    ),
    "personal data withdrawn by an act for staff": (
        {f"{P}/reply-1.md": reply(text="已请三栋二〇六的住户搬走杂物，通道每天有人看管。\n")},
        {
            f"{P}/reply-1.md": reply(text="已请有关住户搬走杂物，通道每天有人看管。\n"),
            f"{P}/correction-1.md": PERSONAL.replace("---\n", "---\n公开范围: 教职工\n", 1),
        },
        "三栋二〇六",
    ),
    "what an item was called": (
        {BOOKS: FINANCE.replace("  - 科目: 维修费", "  - 科目: 三栋住户慰问费\n    金额: 5.00\n  - 科目: 维修费")},
        {BOOKS: FINANCE},
        "三栋",
    ),
    "what an attachment was called": (
        {f"{P}/proposal.md": _with_attachment("三栋住户的来信"), f"{P}/attachments/a.txt": "来信"},
        {f"{P}/proposal.md": proposal(), f"{P}/attachments/a.txt": None},
        "三栋",
    ),
    "what a record for staff said that is gone": (
        {f"{STAFF}/proposal.md": proposal(subject="三栋住户的来信", audience="教职工"), f"{P}/reply-1.md": QUOTING},
        {f"{STAFF}/proposal.md": None, f"{P}/reply-1.md": reply()},
        "三栋",
    ),
    "a name no longer public": ({f"{P}/proposal.md": _named("是")}, {f"{P}/proposal.md": _named("否")}, "沈可"),
    "words of feedback closed again": (
        {f"{P}/feedback-1.md": _judged("是")},
        {f"{P}/feedback-1.md": _judged("否")},
        "值班师傅",
    ),
    "an act narrowed": (
        {f"{P}/progress-1.md": _progress()},
        {f"{P}/progress-1.md": _progress(公开范围="教职工")},
        "试运行一周",
    ),
    "a text that names somebody who is hidden": (
        {f"{P}/reply-1.md": reply(text="按林同老师的建议，两个窗口延长供餐到十九点十分。\n")},
        {f"{P}/reply-1.md": reply(text="按代表的建议，两个窗口延长供餐到十九点十分。\n")},
        "林同",
    ),
    "a number withdrawn": (
        {f"{P}/reply-1.md": reply(text="有事请打 13800001234，值班室每天有人接听电话。\n")},
        {f"{P}/reply-1.md": reply(text="有事请到值班室，值班室每天有人接听电话。\n")},
        "1234",
    ),
}


@pytest.mark.parametrize("case", WITHDRAWALS)
def test_what_was_withdrawn_is_never_told_again(case: str, tmp_path: Path) -> None:
    """The page says that something changed, and not one word of what stood there."""
    before, after, secret = WITHDRAWALS[case]
    repository = school(tmp_path)
    repository.commit(
        {f"{P}/proposal.md": proposal(), f"{P}/review.md": review(), f"{P}/reply-1.md": reply(), **before},
        on="2026-04-09",
    )
    repository.commit(after, on="2026-05-06")
    found = told(repository)
    assert found.records["proposals/05-01-001"].first == date(2026, 4, 9)
    assert secret not in repr(found.records)


def test_a_change_that_only_staff_see_lacks_nothing_in_public(tmp_path: Path) -> None:
    """Its missing approval would tell the public that something happened which is not for them."""
    repository = school(tmp_path)
    rules = "审批:\n  - {自: 2026-05-01, 依据: 办法, 种类: 提案, 步骤: [{步: 批准, 由: 校长}]}\n"
    whole = {f"{P}/proposal.md": proposal(), f"{P}/review.md": review(), f"{P}/reply-1.md": reply()}
    repository.commit({**whole, "disclosures/policy.yml": setting("policy") + rules}, on="2026-04-09")
    repository.commit({f"{P}/progress-1.md": _progress(公开范围="教职工")}, on="2026-05-06")
    assert dict(told(repository).pending) == {}
    assert list(told(repository, Audience.STAFF).pending) == ["proposals/05-01-001"]


def test_a_draft_that_never_was_public_is_not_told(tmp_path: Path) -> None:
    """What was changed before the day from which the record is shown was read by nobody."""
    repository = school(tmp_path)
    coming = "---\n发布日期: 2026-06-01\n"
    whole = {f"{P}/proposal.md": proposal().replace("---\n", coming, 1), f"{P}/review.md": review()}
    repository.commit(
        {**whole, f"{P}/reply-1.md": reply(text="头一稿说两个窗口，由食堂管理员值守。\n")}, on="2026-04-09"
    )
    repository.commit({f"{P}/reply-1.md": reply(text="第二稿说三个窗口，由食堂管理员值守。\n")}, on="2026-05-06")
    repository.commit({f"{P}/reply-1.md": reply(text="第三稿说四个窗口，由食堂管理员值守。\n")}, on="2026-06-03")
    found = told(repository)
    assert found.records["proposals/05-01-001"].first == date(2026, 6, 1)
    (only,) = found.records["proposals/05-01-001"].amendments
    assert only.on == date(2026, 6, 3)
    assert "头一稿" not in repr(found.records)


def test_a_text_that_was_first_kept_back_is_told_once_it_was_public(tmp_path: Path) -> None:
    """A proposal's words before its answer are a secret no longer when they were shown with it and mended later."""
    repository = school(tmp_path)
    repository.commit(
        {f"{P}/proposal.md": proposal(subject="延长晚餐供餐的时间"), f"{P}/review.md": review()}, on="2026-03-13"
    )
    repository.commit({f"{P}/reply-1.md": reply()}, on="2026-04-09")
    repository.commit({f"{P}/proposal.md": proposal(subject="延长晚餐供餐时间")}, on="2026-05-06")
    (only,) = lines(told(repository), "proposals/05-01-001")
    assert only[2] == [("案由", (("-", "延长晚餐供餐的时间"), ("+", "延长晚餐供餐时间")), "")]


def test_a_record_for_staff_has_no_past_in_public(tmp_path: Path) -> None:
    """What is narrowed to staff is gone from the public's past, and stands in that of staff."""
    repository = school(tmp_path)
    whole = {f"{P}/proposal.md": proposal(), f"{P}/review.md": review(), f"{P}/reply-1.md": reply()}
    repository.commit(whole, on="2026-04-09")
    repository.commit({f"{P}/proposal.md": proposal(audience="教职工")}, on="2026-05-06")
    assert told(repository).records == {}
    assert "proposals/05-01-001" in told(repository, Audience.STAFF).records


def test_months_are_counted_from_the_records_of_their_day(tmp_path: Path) -> None:
    """An answer filed in June and dated April makes April and May no better."""
    repository = school(tmp_path)
    repository.commit({f"{P}/proposal.md": proposal(), f"{P}/review.md": review()}, on="2026-03-13")
    repository.commit({f"{P}/reply-1.md": reply("2026-04-08")}, on="2026-06-10")
    points = told(repository, today=date(2026, 6, 20)).trends
    assert points == (
        TrendPoint(date(2026, 3, 31), 1, 0, 0, 1, 19),
        TrendPoint(date(2026, 4, 30), 1, 0, 0, 1, 49),
        TrendPoint(date(2026, 5, 31), 1, 0, 0, 1, 80),
        TrendPoint(date(2026, 6, 20), 1, 1, 1, 0, None),
    )


def test_a_commit_that_claims_an_earlier_day_improves_no_past_month(tmp_path: Path) -> None:
    """An answer committed in June under a date of April counts from the day of the commit before it."""
    repository = school(tmp_path)
    repository.commit({f"{P}/proposal.md": proposal(), f"{P}/review.md": review()}, on="2026-03-13")
    repository.commit({"README.md": "别的"}, on="2026-06-09")
    repository.commit({f"{P}/reply-1.md": reply("2026-04-08")}, on="2026-04-09")
    found = told(repository, today=date(2026, 6, 20))
    assert [(point.on.month, point.answered) for point in found.trends] == [(3, 0), (4, 0), (5, 0), (6, 1)]
    assert found.records["proposals/05-01-001"].first == date(2026, 6, 9)


def test_a_shallow_clone_says_so(tmp_path: Path) -> None:
    """Where the history is cut off nothing is told of it but that."""
    repository = school(tmp_path / "whole")
    repository.commit({f"{P}/proposal.md": proposal(), f"{P}/review.md": review()}, on="2026-03-13")
    found = told(repository.clone(tmp_path / "shallow", "--depth=1"))
    assert (found.complete, found.gap, dict(found.records), found.trends) == (False, SHALLOW, {}, ())


def test_a_later_commit_changes_no_page_of_an_earlier_day(tmp_path: Path) -> None:
    """Built for a past day, the pages know nothing of what was committed after it."""
    repository = school(tmp_path)
    repository.commit(
        {f"{P}/proposal.md": proposal(), f"{P}/review.md": review(), f"{P}/reply-1.md": reply()}, on="2026-04-09"
    )
    before = told(repository, today=date(2026, 4, 30))
    repository.git("commit", "-q", "--allow-empty", "-m", "以后", on="2026-05-06")
    assert told(repository, today=date(2026, 4, 30)) == before


def test_pages_carry_their_past_and_nothing_that_only_git_knew(tmp_path: Path) -> None:
    """Record page and trends page are built; no name, address, message, branch or id of a commit is in any output."""
    repository = school(tmp_path)
    repository.commit({f"{P}/proposal.md": proposal(), f"{P}/review.md": review()}, "只有git知道的话", "2026-03-13")
    head = repository.commit({f"{P}/reply-1.md": reply()}, "第二句只有git知道的话", "2026-04-09")
    made = edition(find(repository.folder / "mkdocs.yml"), TODAY)
    pages = {output.address: output for output in made.outputs if isinstance(output, Page)}
    assert "2026年4月9日首次公开，以后没有变更。" in str(pages["proposals/05-01-001/"].html)
    assert "逐月走势" in str(pages["trends/"].html)
    for output in made.outputs:
        said = str(output.html) if isinstance(output, Page) else output.content.decode("utf-8", "replace")
        for secret in ("只有git知道", "clerk@school.example", "林某", head[:10]):
            assert secret not in said


def test_history_can_be_switched_off(tmp_path: Path) -> None:
    """With history: false git is not asked."""
    repository = school(tmp_path)
    found = settings(repository.folder, {"records": ["disclosures"], "history": "false"})
    addresses = {output.address for output in edition(found, TODAY).outputs}
    assert "trends/" not in addresses


def test_old_words_become_no_markup(tmp_path: Path) -> None:
    """What stood in a reply before is shown as text, however it was meant."""
    repository = school(tmp_path)
    old = "供餐 <script>alert(1)</script> 延长到 19:10，由 <img src=x onerror=alert(2)> 值守，\u202e菜单每周一公布。\n"
    whole = {f"{P}/proposal.md": proposal(), f"{P}/review.md": review(), f"{P}/reply-1.md": reply(text=old)}
    repository.commit(whole, on="2026-04-09")
    repository.commit(
        {f"{P}/reply-1.md": reply(text="供餐延长到 19:10，由管理员值守，菜单每周一公布。\n")}, on="2026-05-06"
    )
    made = edition(find(repository.folder / "mkdocs.yml"), TODAY)
    (page,) = (each for each in made.outputs if each.address == "proposals/05-01-001/")
    assert isinstance(page, Page)
    html = str(page.html)
    assert "&lt;script&gt;alert" in html
    assert not any(bad in html for bad in ("<script", "<img", "\u202e"))
