"""Approvals in real histories: what is given, by whom it is known to be given, and what does not count."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from gongkai.git.commits import first_parent
from gongkai.history.approvals.assessing import Granted
from gongkai.history.approvals.panels import Proof
from gongkai.history.approvals.recorded import approved_by
from gongkai.history.approvals.reviews import Review, ReviewState
from gongkai.history.registers import registers_of
from gongkai.past import Pending
from gongkai.publish import edition
from gongkai.records.approvals import Host, Step
from gongkai.render.pages import Page
from gongkai.settings import find

from tests.approvals_school import (
    AFTER,
    BOOKS,
    HANDLED,
    RECORD,
    RULES,
    TODAY,
    books,
    key,
    lacking,
    policy,
    proposed,
    published,
    school,
    sign,
)
from tests.repositories import Repository

BOTH = ["审核（工会）", "批准（校长）"]
WAIVER = "暂免:\n  - {种类: 财务, 步: 审核, 负责: 党支部书记, 理由: 工会换届, 自: 2026-05-01, 至: 2026-06-30}\n"


def test_what_was_published_before_the_rule_is_free(tmp_path: Path) -> None:
    """Rules never judge what stood before them, and a record that nobody changes stays free."""
    made = school(tmp_path)
    made.commit({BOOKS: books("四月里补写")}, "补写说明", "2026-04-30")
    assert published(made) == {}
    made.commit({"disclosures/notices/2026/office-2026-1.md": _notice()}, "公示", AFTER)
    assert published(made) == {}  # 公示 is in no rule


def _notice() -> str:
    days = "起: 2026-05-18\n止: 2026-05-22\n"
    return f"---\n公开范围: 社会\n标题: 图书馆闭馆\n{days}异议: {{受理: 图书馆, 电话: 见学校渠道}}\n---\n"


def test_a_change_stays_marked_until_both_steps_are_done(tmp_path: Path) -> None:
    """Each step counts by itself; a later commit that names the record cures it; the next change opens it again."""
    made = school(tmp_path)
    made.commit({BOOKS: books("五月改")}, "改说明", AFTER)
    assert lacking(published(made)[RECORD]) == BOTH
    made.commit({}, f"补审\n\n审核：工会主席 {RECORD}", "2026-05-12")
    assert published(made) == {RECORD: (Pending("批准", "校长"),)}
    made.commit({}, f"补批\n\n批准: 校长（{RECORD}）\n\nSigned-off-by: 林某 <clerk@school.example>", "2026-05-13")
    assert published(made) == {}
    made.commit({BOOKS: books("五月再改")}, "再改\n\n批准: 校长", "2026-05-14")
    assert lacking(published(made)[RECORD]) == ["审核（工会）"]


def test_a_later_approval_of_something_else_cures_nothing(tmp_path: Path) -> None:
    """Trailers without a number are about what their own commit brings."""
    made = school(tmp_path)
    made.commit({BOOKS: books("五月改")}, "改说明", AFTER)
    meeting = "disclosures/meetings/2026/05-03/meeting.yml"
    text = (made.folder / meeting).read_text("utf-8")
    made.commit({meeting: text.replace("列席: 3", "列席: 4")}, "改列席\n\n审核: 工会\n批准: 校长", "2026-05-12")
    assert list(published(made)) == [RECORD]


def test_moving_files_is_no_change_of_content(tmp_path: Path) -> None:
    """A record under another year's folder says the same as before."""
    made = school(tmp_path)
    text = (made.folder / BOOKS).read_text("utf-8")
    made.commit({BOOKS: None, BOOKS.replace("2026/", "三月/"): text}, "搬家", AFTER)
    assert published(made) == {}


def test_a_merge_is_approved_by_its_own_message_or_by_what_it_brings(tmp_path: Path) -> None:
    """The branch's last state was approved in the branch, and the merge carries the other step."""
    made = school(tmp_path)
    made.git("checkout", "-q", "-b", "work")
    made.commit({BOOKS: books("分支里写")}, "写\n\n审核: 工会主席\nCo-authored-by: 周某 <b@school.example>", AFTER)
    made.git("checkout", "-q", "main")
    made.merge("work", "合并\n\n批准: 校长", "2026-05-12")
    assert published(made) == {}


def test_an_approval_has_not_seen_what_came_after_it(tmp_path: Path) -> None:
    """A trailer in the branch before the last change is told as expired."""
    made = school(tmp_path)
    base = made.head()
    made.git("checkout", "-q", "-b", "work")
    early = made.commit({BOOKS: books("先写")}, "先写\n\n审核: 工会", AFTER)
    head = made.commit({BOOKS: books("后改")}, "后改\n\n批准: 校长", AFTER)
    (record,) = proposed(made, base, head).records
    assert record.granted == (Granted(Step.APPROVED, "校长", "校长", Proof.UNSIGNED),)
    assert record.missing == (Pending("审核", "工会"),)
    assert record.told == (f"“审核: 工会”（提交 {early[:8]}）已过期：此后内容又改过，改动后要重新看。",)
    made.git("checkout", "-q", "main")
    made.merge("work", "合并", "2026-05-12")
    assert published(made) == {RECORD: (Pending("审核", "工会"),)}


def test_a_branch_behind_the_main_one_is_asked_about_its_own_changes_only(tmp_path: Path) -> None:
    """What main has meanwhile is no part of the change."""
    made = school(tmp_path)
    made.git("checkout", "-q", "-b", "work")
    head = made.commit({"disclosures/notices/2026/office-2026-1.md": _notice()}, "公示", AFTER)
    made.git("checkout", "-q", "main")
    base = made.commit({BOOKS: books("主线上改")}, "改", AFTER)
    assert proposed(made, base, head).records == ()
    assert proposed(made, base, head).is_complete


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    """Three new keys: the union chair's, the principal's, and a stranger's."""
    folder = tmp_path_factory.mktemp("keys")
    return {name: key(folder, name) for name in ("union", "principal", "stranger")}


def _approvers(keys: dict[str, tuple[Path, str]]) -> str:
    return f"""审批人:
  - {{岗位: 工会主席, 属于: 工会, 签名: "{keys["union"][1]}", 账号: {{平台: GitHub, 用户名: qinghe-union}}}}
  - {{岗位: 校长, 签名: "{keys["principal"][1]}", 账号: {{平台: GitHub, 用户名: qinghe-head}}}}
"""


def test_where_keys_are_declared_only_they_count(tmp_path: Path, keys: dict[str, tuple[Path, str]]) -> None:
    """A signature by the post's own key is verified; none, a stranger's and another post's are told."""
    made = school(tmp_path, approvers=_approvers(keys))
    base = made.head()
    made.write({BOOKS: books("改")})
    sign(made, keys["union"][0], "改\n\n审核: 工会主席")
    unsigned = made.commit({}, "再看\n\n批准: 校长", AFTER)
    strange = sign(made, keys["stranger"][0], "再看\n\n批准: 校长")
    other = sign(made, keys["union"][0], "再看\n\n批准: 校长")
    (record,) = proposed(made, base, other).records
    assert record.granted == (Granted(Step.CHECKED, "工会", "工会主席", Proof.SIGNED),)
    assert record.missing == (Pending("批准", "校长"),)
    assert record.told == (
        f"“批准: 校长”（提交 {unsigned[:8]}）未验签，不算：提交没有签名。",
        f"“批准: 校长”（提交 {strange[:8]}）未验签，不算：签名的钥匙不是登记给校长的。",
        f"“批准: 校长”（提交 {other[:8]}）未验签，不算：签名的钥匙不是登记给校长的。",
    )
    final = sign(made, keys["principal"][0], "定\n\n批准: 校长")
    assert proposed(made, base, final).is_complete
    assert published(made) == {RECORD: (Pending("批准", "校长"),)}  # pushed as it is, no commit said it of the record
    sign(made, keys["principal"][0], f"补批\n\n批准: 校长 {RECORD}")
    assert published(made) == {}


def test_a_forged_commit_does_not_count(tmp_path: Path, keys: dict[str, tuple[Path, str]]) -> None:
    """A signature taken from another commit does not fit, whosever it is."""
    made = school(tmp_path, approvers=_approvers(keys))
    base = made.head()
    made.write({BOOKS: books("改")})
    head = sign(made, keys["principal"][0], "改")
    raw = made.git("cat-file", "commit", head).replace("\n\n改", "\n\n改\n\n批准: 校长")
    (tmp_path / "forged").write_bytes((raw + "\n").encode())
    forged = made.git("hash-object", "-t", "commit", "-w", "forged")
    (record,) = proposed(made, base, forged).records
    assert record.told == (f"“批准: 校长”（提交 {forged[:8]}）未验签，不算：提交的签名是坏的。",)


def test_who_handled_it_does_not_approve_it(tmp_path: Path, keys: dict[str, tuple[Path, str]]) -> None:
    """One key under two posts is one person; the second step does not count."""
    own = keys["union"][1]
    both = f'审批人:\n  - {{岗位: 会计, 签名: "{own}"}}\n  - {{岗位: 校长, 签名: "{own}"}}\n'
    made = school(tmp_path, HANDLED, both)
    base = made.head()
    made.write({BOOKS: books("改")})
    head = sign(made, keys["union"][0], "改\n\n经办: 会计\n批准: 校长")
    (record,) = proposed(made, base, head).records
    assert [each.step for each in record.granted] == [Step.HANDLED]
    assert record.missing == (Pending("批准", "校长"),)
    assert record.told == (f"“批准: 校长”（提交 {head[:8]}）和经办是同一个人，批准不算，要另一个人做。",)


def test_a_post_without_a_holder_on_that_day_cannot_approve(tmp_path: Path, keys: dict[str, tuple[Path, str]]) -> None:
    """Keys were declared once, so nothing unsigned counts after the holder has left."""
    gone = f'审批人: [{{岗位: 校长, 签名: "{keys["principal"][1]}", 至: 2026-04-30}}]\n'
    made = school(tmp_path, approvers=gone)
    base = made.head()
    made.write({BOOKS: books("改")})
    head = sign(made, keys["principal"][0], "改\n\n审核: 工会\n批准: 校长")
    (record,) = proposed(made, base, head).records
    assert record.missing == (Pending("批准", "校长"),)
    assert record.told == (f"“批准: 校长”（提交 {head[:8]}）未验签，不算：登记的钥匙那天都不在任期里。",)


def test_trailers_that_no_rule_asks_for_are_told(tmp_path: Path) -> None:
    """The wrong post, the wrong step, a record that did not change, a line above the last paragraph."""
    made = school(tmp_path)
    base = made.head()
    message = "改\n\n批准: 校长\n\n说明一句。\n\n批准: 总务主任\n审核: 校长\n审核: 工会 finances/none-2026-01"
    head = made.commit({BOOKS: books("改")}, message, AFTER)
    verdict = proposed(made, base, head)
    where = f"（提交 {head[:8]}）"
    assert lacking(verdict.records[0].missing) == BOTH
    assert verdict.told == (
        f"“批准: 总务主任”{where}没有用：财务要的是审核（工会）、批准（校长），没有一步由总务主任做。",
        f"“审核: 校长”{where}没有用：财务由校长做的是批准。",
        f"“审核: 工会”{where}没有用：finances/none-2026-01 不在这次改动里，或不要审批。",
        f"“批准: 校长”{where}没有写在提交说明的最后一段，不算。前面空一行，单独成段。",
    )


def test_a_change_does_not_excuse_itself(tmp_path: Path, keys: dict[str, tuple[Path, str]]) -> None:
    """Rules, approvers and waivers that come with the change hold from the next one on."""
    made = school(tmp_path, approvers=_approvers(keys))
    base = made.head()
    stranger = _approvers(keys).replace(keys["principal"][1], keys["stranger"][1])
    files = {BOOKS: books("改"), "disclosures/approvers.yml": stranger, "disclosures/policy.yml": policy(WAIVER)}
    made.write(files)
    head = sign(made, keys["stranger"][0], "改\n\n批准: 校长")
    (record,) = proposed(made, base, head).records
    assert record.missing == (Pending("审核", "工会"), Pending("批准", "校长"))


def test_a_waived_step_is_pending_and_not_missing(tmp_path: Path) -> None:
    """It is shown with its end; the day after, it lacks."""
    made = school(tmp_path, RULES + WAIVER)
    made.commit({BOOKS: books("改")}, "改\n\n批准: 校长", AFTER)
    held = Pending("审核", "工会", datetime(2026, 6, 30, tzinfo=UTC).date(), "工会换届")
    assert published(made) == {RECORD: (held,)}
    over = published(made, datetime(2026, 7, 1, tzinfo=UTC).date())
    assert over == {RECORD: (Pending("审核", "工会"),)}


def test_a_record_that_nobody_may_read_needs_nobody(tmp_path: Path) -> None:
    """不公开 is not published; taking a record back from the public is."""
    made = school(tmp_path)
    hidden = books("改").replace("公开范围: 社会", "公开范围: 不公开")
    base = made.commit({BOOKS.replace("03.yml", "04.yml"): hidden.replace("2026-03", "2026-04")}, "不公开的", AFTER)
    assert published(made) == {}
    head = made.commit({BOOKS: hidden}, "收回", AFTER)
    assert [each.required.identity for each in proposed(made, base, head).records] == [RECORD]
    gone = made.commit({BOOKS: None}, "删去", AFTER)
    assert proposed(made, head, gone).records == ()


def _review(account: str, commit: str, state: str = "approved", minute: int = 0) -> Review:
    moment = datetime(2026, 5, 11, 9, minute, tzinfo=UTC)
    return Review(Host.GITHUB, account, ReviewState(state), commit, moment)


@pytest.fixture
def reviewed(tmp_path: Path, keys: dict[str, tuple[Path, str]]) -> tuple[Repository, str, str, str]:
    """A change of two commits: the repository, its base, the first and the last head."""
    made = school(tmp_path, approvers=_approvers(keys))
    base = made.head()
    made.git("checkout", "-q", "-b", "work")
    first = made.commit({BOOKS: books("先写")}, "先写", AFTER)
    return made, base, first, made.commit({BOOKS: books("后改")}, "后改", AFTER)


def test_reviews_on_a_host_count_for_the_head_they_saw(reviewed: tuple[Repository, str, str, str]) -> None:
    """An account is known by its post; an approval of an older head is expired; strangers do not count."""
    made, base, first, head = reviewed
    reviews = [_review("Qinghe-Union", head), _review("qinghe-head", first), _review("somebody", head)]
    (record,) = proposed(made, base, head, reviews).records
    assert record.granted == (Granted(Step.CHECKED, "工会", "工会主席", Proof.REVIEWED),)
    assert record.missing == (Pending("批准", "校长"),)
    expired = f"校长在 GitHub 上的批准（账号 qinghe-head）已过期：批准的是 {first[:8]}，此后又有改动，改动后要重新看。"
    stranger = "GitHub 账号 somebody 的批准不算：approvers.yml 里没有登记这个账号，或已不在任。"
    assert record.told == (expired, stranger)
    assert proposed(made, base, head, [_review("qinghe-union", head), _review("qinghe-head", head)]).is_complete


def test_a_review_of_the_branch_counts_for_its_test_merge(reviewed: tuple[Repository, str, str, str]) -> None:
    """CI may have checked out the merge that the host made to try."""
    made, base, _, head = reviewed
    made.git("checkout", "-q", "--detach", "main")
    merge = made.merge("work", "试合并")
    assert proposed(made, base, merge, [_review("qinghe-union", head), _review("qinghe-head", head)]).is_complete


def test_who_asked_for_changes_or_was_dismissed_has_not_approved(reviewed: tuple[Repository, str, str, str]) -> None:
    """Both are told, and both steps lack."""
    made, base, _, head = reviewed
    reviews = [_review("qinghe-union", head, "changes_requested"), _review("qinghe-head", head, "dismissed")]
    (record,) = proposed(made, base, head, reviews).records
    assert lacking(record.missing) == BOTH
    assert record.told == (
        "工会主席在 GitHub 上要求修改（账号 qinghe-union）。",
        "校长在 GitHub 上的批准（账号 qinghe-head）已被撤销，不算。",
    )


def test_the_first_known_commit_of_a_shallow_clone_is_not_judged(tmp_path: Path) -> None:
    """What it changed, nobody here can tell."""
    made = school(tmp_path / "whole")
    made.commit({BOOKS: books("改")}, "改", AFTER)
    shallow = made.clone(tmp_path / "shallow", "--depth=1")
    assert list(published(made)) == [RECORD]
    assert published(shallow) == {}


def test_posts_that_approved_are_told_and_persons_never(tmp_path: Path) -> None:
    """A page may say who approved a commit: by posts that the records name, in the order of the steps."""
    made = school(tmp_path)
    made.git("checkout", "-q", "-b", "work")
    made.commit({BOOKS: books("写")}, "写\n\n审核: 工会主席 周某某\n批准: 林同", AFTER)
    made.git("checkout", "-q", "main")
    merge = made.merge("work", "合并\n\n批准: 校长", "2026-05-12")
    made.commit({}, f"补\n\n批准: 校长 {RECORD}", "2026-05-13")
    with registers_of((made.folder / "disclosures",), made.folder) as registers:
        assert approved_by(registers, first_parent(registers.git)) == {merge: ("审核：工会主席", "批准：校长")}
        assert approved_by(registers, ()) == {}


def test_a_build_marks_what_git_knows_to_lack(tmp_path: Path) -> None:
    """From a commit to the chip on the record's page; with the approval both are gone."""
    made = school(tmp_path)
    made.commit({BOOKS: books("改")}, "改\n\n审核: 工会", AFTER)
    marked = _built(made)
    assert "尚缺：批准（校长）" in marked[f"{RECORD}/"]
    assert "还缺审批的记录 <strong>1</strong> 条" in marked["approvals/"]
    made.commit({}, f"补批\n\n批准: 校长 {RECORD}", "2026-05-12")
    cured = _built(made)
    assert "尚缺：" not in cured[f"{RECORD}/"]
    assert "要审批的都审批过了" in cured["approvals/"]


def _built(made: Repository) -> dict[str, str]:
    """The pages of the public edition, by address."""
    pages = edition(find(made.folder / "mkdocs.yml"), TODAY).outputs
    return {page.address: str(page.html) for page in pages if isinstance(page, Page)}


def test_the_rules_themselves_need_approval_where_a_rule_says_so(
    tmp_path: Path, keys: dict[str, tuple[Path, str]]
) -> None:
    """设置: whoever changes who may approve is asked for approval; 其余 does not mean the settings."""
    own = "  - {自: 2026-05-01, 依据: 办法, 种类: 设置, 步骤: {步: 批准, 由: 校长}}\n"
    made = school(tmp_path, RULES.replace("[财务, 会议]", "其余") + own)
    base = made.head()
    made.commit({"disclosures/approvers.yml": _approvers(keys)}, "登记审批人", AFTER)
    assert published(made) == {"approvers.yml": (Pending("批准", "校长"),)}
    (record,) = proposed(made, base, made.head()).records
    assert (record.required.kind, record.required.title) == ("设置", "审批人")
    sign(made, keys["principal"][0], "补批\n\n批准: 校长 approvers.yml", "2026-05-12")
    assert published(made) == {}
    made.commit({"disclosures/policy.yml": policy("")}, "不要规则了", "2026-05-13")
    assert published(made) == {"policy.yml": (Pending("批准", "校长"),)}
