"""Approvals without a history: how rules, trailers and CI's file are written, and what the pages show of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from gongkai import gate
from gongkai.build import build
from gongkai.findings import Finding
from gongkai.history.approvals.reviews import BadApprovals, Review, ReviewState, read_reviews, reviews
from gongkai.history.approvals.trailers import Trailer, misplaced, trailers
from gongkai.load import load
from gongkai.past import Past, Pending
from gongkai.records import Approvers, Audience
from gongkai.records.approvals import Host, Step, rule_of, waiver_of
from gongkai.records.policy import Policy
from gongkai.register import Register
from gongkai.render.pages import Asset, Output, Page
from gongkai.rules import check
from gongkai.select import select
from gongkai.views import approvals
from gongkai.views.board import Board
from gongkai.views.finances import pages as finances
from gongkai.views.policy import pages as policy

from tests.board_tree import FILES, board
from tests.conftest import WriteTree

TODAY = date(2026, 11, 20)

RULES = """审批:
  - 自: 2026-09-01
    依据: 校务公开审批办法
    种类: [财务, 会议]
    步骤:
      - {步: 审核, 由: 工会}
      - {步: 批准, 由: 校长}
  - {自: 2026-09-01, 依据: 校务公开审批办法, 种类: 其余, 步骤: {步: 批准, 由: 党组织}}
  - {自: 2026-11-01, 依据: 修订的审批办法, 种类: 会议, 步骤: {步: 批准, 由: 工会主席}}
"""
WAIVERS = """暂免:
  - {种类: 财务, 步: 审核, 负责: 党支部书记, 理由: 工会换届, 自: 2026-10-01, 至: 2026-12-31}
"""
APPROVERS = """审批人:
  - 岗位: 工会主席
    属于: 工会
    签名: [SHA256:xQr0Y3pCqmTn8dJtKfWb2LhVs9uEo5AgRiZy7NkM4cI, 9f2c 41d7 a3b8 05e6 7c1d 4e90 b2f8 63a5 d7c0 18e4]
    账号: [{平台: GitHub, 用户名: qinghe-union}, {平台: Gitee, 用户名: qhgh}]
"""


# Trailers


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("改\n\n审核: 工会主席", [("审核", "工会主席", ())]),
        ("改\r\n\r\n审核：工会主席\r\n批准 ： 校长\r\n", [("审核", "工会主席", ()), ("批准", "校长", ())]),
        ("改\n\n正文一段。\n\nSigned-off-by: a <a@b.example>\n经办: 会计\nco-authored-by: c", [("经办", "会计", ())]),
        ("改\n\n批准: 校长\n\nSigned-off-by: a <a@b.example>\n", [("批准", "校长", ())]),
        ("改\n\n批准: 校长、党支部书记", [("批准", "校长", ()), ("批准", "党支部书记", ())]),
        (
            "改\n\n批准: 校长\n  finances/office-2026-03 notices/a-1",
            [("批准", "校长", ("finances/office-2026-03", "notices/a-1"))],
        ),
        ("批准: 校长", []),
        ("改\n\n昨天开会，工会主席说\n审核: 工会主席\n然后散会。", []),
        ("改\n\n批准: 校长\n\n其实还没有批。", []),
        ("改\n\n见批准: 校长", []),
        ("改\n\n批准:", []),
        ("", []),
    ],
)
def test_only_lines_of_the_last_paragraph_are_approvals(
    message: str, expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    """Colons of either width, git's own trailers around, continued lines; never a title, never prose."""
    assert trailers(message) == tuple(Trailer(Step(step), post, records) for step, post, records in expected)


def test_lines_elsewhere_can_be_told() -> None:
    """What looks like an approval and does not count is found, so that somebody can say so."""
    message = "批准: 校长\n\n审核: 工会\n后来又改。\n\n经办: 会计"
    assert misplaced(message) == (Trailer(Step.APPROVED, "校长"), Trailer(Step.CHECKED, "工会"))


# What CI passes in

ONE = '{"account": "@Lin", "host": "GitHub", "state": "APPROVED", "commit": "%s", "submitted": "%s"}'
AT = "2026-05-11T09:00:00+08:00"
OID = "a" * 40


def test_the_newest_word_of_an_account_wins() -> None:
    """Names of accounts know no case; comments say neither yes nor no; instants are compared, not texts."""
    later = ONE.replace("@Lin", "lin").replace("APPROVED", "changes_requested") % (OID, "2026-05-11T02:00:00Z")
    comment = ONE.replace("APPROVED", "commented") % (OID, "2026-05-12T09:00:00+08:00")
    (found,) = reviews(f"[{later}, {ONE % (OID, AT)}, {comment}]", "a.json")
    assert (found.account, found.host, found.state) == ("lin", Host.GITHUB, ReviewState.CHANGES_REQUESTED)
    assert reviews("[]", "a.json") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"account": "a",]', "a.json:1:18 这里不是 JSON 的写法。"),
        ('{"a": 1}', "a.json 最外层要是列表"),
        ("[1]", "a.json 第 1 项要是花括号里的几项"),
        (f"[{ONE % (OID, AT)}, {{}}]", "a.json 第 2 项没有写 account。"),
        ('[{"account": 1}]', "a.json 第 1 项的 account 要写成带引号的文字。"),
        (f"[{ONE % ('abc', AT)}]", "a.json 第 1 项的 commit 要写完整的提交号（40 位），不写短号或分支名。"),
        (f"[{ONE % (OID, '昨天')}]", "a.json 第 1 项的 submitted 写的是“昨天”。写成带时区的时刻"),
        (f"[{ONE % (OID, '2026-05-11T09:00:00')}]", "写成带时区的时刻，如 2026-11-20T09:30:00+08:00。"),
        (
            "[" + ONE.replace("GitHub", "svn") % (OID, AT) + "]",
            "host 写的是“svn”。可以写：github、gitlab、gitea、gitee。",
        ),
        ("[" + ONE.replace("APPROVED", "ok") % (OID, AT) + "]", "可以写：approved、changes_requested、dismissed。"),
        ("[" * 100_000, "a.json 的括号套得太深。"),
    ],
)
def test_slips_in_the_file_of_ci_are_named_with_their_place(text: str, said: str) -> None:
    """A sentence that says where and what to write, never a stack trace."""
    with pytest.raises(BadApprovals, match=r".") as told:
        reviews(text, "a.json")
    assert said in str(told.value)


def test_a_file_of_approvals_that_cannot_be_read(tmp_path: Path) -> None:
    """Missing, or in another encoding."""
    with pytest.raises(BadApprovals, match="检查 --approvals 后面写的文件名"):
        read_reviews(tmp_path / "none.json")
    (tmp_path / "gbk.json").write_bytes('["批准"]'.encode("gb18030"))
    with pytest.raises(BadApprovals, match="不是 UTF-8 编码"):
        read_reviews(tmp_path / "gbk.json")
    (tmp_path / "good.json").write_bytes(b"\xef\xbb\xbf[" + (ONE % (OID, AT)).encode() + b"]")
    assert [type(each) for each in read_reviews(tmp_path / "good.json")] == [Review]


# Rules and waivers


def _policy(text: str, write_tree: WriteTree) -> tuple[Register, tuple[Finding, ...]]:
    root = write_tree(
        {f"r/{name}": words for name, words in {**FILES, "policy.yml": FILES["policy.yml"] + text}.items()}
    )
    loaded = load([root / "r"], root)
    return loaded.register, (*loaded.findings, *check(loaded.register, TODAY))


def test_the_newest_rule_for_a_kind_holds_and_others_for_the_rest(write_tree: WriteTree) -> None:
    """会议 changed in November; 公示 is among 其余; nothing held in August."""
    found: Policy = _policy(RULES, write_tree)[0].policy.policy

    def steps(kind: str, day: date) -> list[str]:
        rule = rule_of(found.approvals, kind, day)
        return [str(step) for step in rule.steps] if rule else []

    assert steps("会议", date(2026, 10, 31)) == ["审核（工会）", "批准（校长）"]
    assert steps("会议", TODAY) == ["批准（工会主席）"]
    assert steps("公示", TODAY) == ["批准（党组织）"]
    assert steps("财务", date(2026, 8, 31)) == []


def test_of_two_waivers_the_longer_is_invoked(write_tree: WriteTree) -> None:
    """One of a record and one of its kind; both ends are in."""
    more = "  - {编号: finances/union-2026-10, 步: 审核, 负责: 校长, 理由: 审核中, 自: 2026-11-01, 至: 2027-01-31}\n"
    waivers = _policy(RULES + WAIVERS + more, write_tree)[0].policy.policy.waivers

    def until(day: date, identity: str = "finances/union-2026-10") -> date | None:
        found = waiver_of(waivers, identity, "财务", Step.CHECKED, day)
        return found.until if found else None

    assert until(TODAY) == date(2027, 1, 31)
    assert until(TODAY, "finances/books-2026-10") == date(2026, 12, 31)
    assert until(date(2027, 1, 31)) == date(2027, 1, 31)
    assert until(date(2027, 2, 1)) is None
    assert waiver_of(waivers, "finances/union-2026-10", "财务", Step.APPROVED, TODAY) is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("至: 2026-12-31", "至: 2027-10-03", "policy.yml:24:60 M03 “至”写的是 2027-10-03，离“自”2026-10-01 超过一年"),
        ("至: 2026-12-31", "至: 2026-09-30", "“至”写的是 2026-09-30，比“自”2026-10-01 早。"),
        (", 至: 2026-12-31", "", "M02 缺少“至”。"),
        ("种类: 财务, 步: 审核, 负责", "步: 审核, 负责", "24:6 M03 “种类”和“编号”写一个，也只写一个"),
        (
            "种类: 财务, 步: 审核",
            "种类: 财务, 编号: finances/union-2026-10, 步: 审核",
            "“编号”和“种类”写一个，也只写一个",
        ),
        ("种类: 财务, 步: 审核", "种类: 财务, 步: 复核", "M05 “步”写的是“复核”。"),
        ("种类: 财务, 步: 审核", "种类: 财物, 步: 审核", "C127 没有叫“财物”的记录种类。"),
        (
            "种类: 财务, 步: 审核",
            "编号: finances/union-2026-11, 步: 审核",
            "C127 没有“finances/union-2026-11”这条记录。",
        ),
        ("种类: 财务, 步: 审核", "种类: 公示, 步: 审核", "C127 没有规则要公示经过审核，不用暂免。"),
        ("种类: [财务, 会议]", "种类: [财务, 财务]", "C127 “财务”从 2026-09-01 起的审批写了两次"),
        ("{步: 批准, 由: 校长}", "{步: 审核, 由: 工会}", "C127 “审核（工会）”在这一条里写了两次。"),
        ("{步: 批准, 由: 校长}", "{步: 批准, 由: 工会}", "C130 审核和批准都由工会做，等于只看了一遍。"),
        ("由: 校长}", "由: 副校长}", "C128 批准由“副校长”做"),
        ("至: 2026-12-31", "至: 2026-11-19", "C126 财务暂免审核，到 2026-11-19 为止，已过 1 天。"),
    ],
)
def test_slips_of_rules_and_waivers_are_told(write_tree: WriteTree, old: str, new: str, said: str) -> None:
    """Each at its place; without the slip nothing is said."""
    text = RULES + WAIVERS
    assert text.count(old) == 1
    _, findings = _policy(text.replace(old, new), write_tree)
    told = [
        f"{each.location} {each.code.code} {each.message}" for each in findings if each.location.path == "r/policy.yml"
    ]
    assert len(told) == 1, told
    assert said in told[0].removeprefix("r/")


def test_rules_that_are_right_are_not_objected_to(write_tree: WriteTree) -> None:
    """Neither are rules that newer ones have replaced, whoever they named."""
    old = "  - {自: 2025-09-01, 依据: 旧办法, 种类: [财务, 会议, 其余], 步骤: {步: 批准, 由: 督导室}}\n"
    _, findings = _policy(RULES + old + WAIVERS, write_tree)
    assert [each for each in findings if each.location.path == "r/policy.yml"] == []


def _with_approvers(write_tree: WriteTree, text: str, more: str = RULES) -> tuple[Register, list[str]]:
    files = {**FILES, "policy.yml": FILES["policy.yml"] + more, "approvers.yml": text}
    root = write_tree({f"r/{name}": words for name, words in files.items()})
    loaded = load([root / "r"], root)
    findings = (*loaded.findings, *check(loaded.register, TODAY))
    mine = [each for each in findings if each.location.path in ("r/policy.yml", "r/approvers.yml")]
    return loaded.register, [f"{each.location} {each.code.code} {each.message}" for each in mine]


def test_one_key_under_the_two_posts_of_a_rule(write_tree: WriteTree) -> None:
    """The posts are named, the key is not."""
    both = APPROVERS + "  - {岗位: 校长, 账号: {平台: GitHub, 用户名: Qinghe-Union}}\n"
    assert _with_approvers(write_tree, both)[1] == [
        "r/policy.yml:20:20 C130 审核和批准的“工会”“校长”在 approvers.yml 里登记了同一把钥匙或同一个账号。"
    ]


def test_a_fingerprint_that_is_none_is_not_repeated(write_tree: WriteTree) -> None:
    """The sentence says what a fingerprint looks like."""
    _, told = _with_approvers(write_tree, APPROVERS.replace("SHA256:xQr0", "MD5:xQr0"))
    assert len(told) == 1
    assert told[0].startswith("r/approvers.yml:4:10 M03 “签名”")
    assert "xQr0" not in told[0]


def test_a_public_repository_holds_no_approvers(write_tree: WriteTree) -> None:
    """Their keys and accounts belong into the private one."""
    files = {**FILES, "approvers.yml": APPROVERS, "school.yml": FILES["school.yml"] + "仓库公开: 是\n"}
    root = write_tree({f"r/{name}": words for name, words in files.items()})
    register = load([root / "r"], root).register
    told = [
        (each.code.code, each.message) for each in check(register, TODAY) if each.location.path == "r/approvers.yml"
    ]
    assert told == [("R15", "仓库是公开的，这份文件里有审批人的签名和账号。")]


# What is shown


def _outputs(shown: Board) -> dict[str, Any]:
    found = build(shown.selected, past=shown.past)
    return {each.address: each.html if isinstance(each, Page) else each.content for each in found}


PAST = Past(
    True,
    pending={
        "finances/books-2026-10": (Pending("批准", "校长"),),
        "finances/union-2026-10": (Pending("审核", "工会", date(2026, 12, 31), "工会换届"), Pending("批准", "校长")),
    },
)


def _board(write_tree: WriteTree, audience: Audience = Audience.PUBLIC, past: Past | None = PAST) -> Board:
    extra = {"policy.yml": FILES["policy.yml"] + RULES + WAIVERS, "approvers.yml": APPROVERS}
    return replace(board(write_tree, audience, extra), past=past)


def _html(outputs: Iterable[Output], address: str) -> str:
    (page,) = [each for each in outputs if isinstance(each, Page) and each.address == address]
    return str(page.html)


def _page(shown: Board) -> str:
    return _html(approvals.pages(shown), "approvals/")


def test_the_page_tells_who_approves_and_what_lacks(write_tree: WriteTree) -> None:
    """Rules of today, earlier ones, the one public record, the waiver with owner, reason and end."""
    html = _page(_board(write_tree))
    assert '<th scope="row">财务</th><td class="gk-long">审核（工会） → 批准（校长）</td>' in html
    assert '<th scope="row">会议</th><td class="gk-long">批准（工会主席）</td>' in html
    assert "还缺审批的记录 <strong>1</strong> 条；有效的暂免 <strong>1</strong> 项。" in html
    row = '<a href="../finances/union-2026-10/">2026年10月工会经费收支</a></th><td class="gk-nowrap">财务</td>'
    assert f"{row}<td>批准（校长）</td><td>审核（工会），至2026年12月31日</td>" in html
    assert "books-2026-10" not in html
    assert '<td>党支部书记</td><td class="gk-long">工会换届</td>' in html


def test_staff_see_their_own_records_too(write_tree: WriteTree) -> None:
    """The books are for staff."""
    html = _page(_board(write_tree, Audience.STAFF))
    assert "还缺审批的记录 <strong>2</strong> 条" in html
    assert "books-2026-10" in html


def test_without_history_the_page_says_so(write_tree: WriteTree) -> None:
    """It shows rules and waivers, and claims nothing of the records; a gap is told in its own words."""
    html = _page(_board(write_tree, past=None))
    assert "本版没有读取 git 的提交历史，看不出哪些记录还缺审批。" in html
    assert "还缺审批的记录：本版没有读取提交历史，不知道；有效的暂免" in html
    gap = _page(_board(write_tree, past=Past(False, "浅克隆，只有 2026-11-01 以后的历史。")))
    assert '<p class="gk-note">浅克隆，只有 2026-11-01 以后的历史。</p>' in gap


def test_a_school_without_rules_has_an_empty_page(write_tree: WriteTree) -> None:
    """Nothing is counted, nothing lacks."""
    html = _page(replace(board(write_tree), past=Past(True)))
    assert "学校还没有定审批规则。" in html
    assert "<strong>" not in html


def test_a_record_is_marked_until_it_is_cured(write_tree: WriteTree) -> None:
    """Beside the title of its page; without anything pending there is no mark."""
    marked, cured = (
        _html(finances.pages(shown), "finances/union-2026-10/")
        for shown in (_board(write_tree), _board(write_tree, past=Past(True)))
    )
    head = marked[: marked.index("<h1>")]
    assert "尚缺：批准（校长）</span>" in head
    assert "暂免：审核（工会），至2026年12月31日</span>" in head
    assert "尚缺" not in cured
    assert "暂免" not in cured


def test_the_page_of_the_rules_counts_waivers(write_tree: WriteTree) -> None:
    """Three rules, one waiver in force."""
    (page,) = policy.pages(_board(write_tree))
    assert "审核、批准的规则 3 条，有效的暂免 1 项：见" in str(page.html)


def test_nothing_of_the_approvers_is_selected(write_tree: WriteTree) -> None:
    """Not for the public, not for staff; nor does the public see a waiver of a record that it may not see."""
    of_books = "编号: finances/books-2026-10, 步: 审核, 负责: 校长, 理由: 内部账册正在审计复核"
    hidden = f"  - {{{of_books}, 自: 2026-11-01, 至: 2026-12-01}}\n"
    extra = {"policy.yml": FILES["policy.yml"] + RULES + WAIVERS + hidden, "approvers.yml": APPROVERS}
    for audience, count in ((Audience.PUBLIC, 1), (Audience.STAFF, 2)):
        shown = board(write_tree, audience, extra)
        assert shown.register.approvers == Approvers()
        assert len(shown.register.policy.policy.waivers) == count
    assert "内部账册正在审计复核" not in _page(board(write_tree, Audience.PUBLIC, extra))


def test_the_gate_looks_for_keys_and_accounts(write_tree: WriteTree) -> None:
    """A build in which one of them stands is refused; a short name is looked for as an account only."""
    root = write_tree({f"r/{name}": text for name, text in {**FILES, "approvers.yml": APPROVERS}.items()})
    register = load([root / "r"], root).register
    selected = select(register, Audience.PUBLIC, TODAY)
    hidden = gate.hidden_texts(register, selected)

    def leaks(text: str) -> bool:
        return bool(gate.search([Asset("x.txt", text.encode())], hidden))

    assert not gate.search(tuple(build(selected)), hidden)
    assert leaks("由 qinghe-union 合并")
    assert leaks("谢谢 @qhgh 。")
    assert not leaks("qhgh 是什么")
    assert leaks("xQr0Y3pCqmTn8dJtKfWb2LhVs9uEo5AgRiZy7NkM4cI")
    assert leaks("key 9F2C41D7A3B805E67C1D4E90B2F863A5D7C018E4")
    assert leaks("key 9f2c41d7a3b805e67c1d4e90b2f863a5d7c018e4")


def test_the_public_build_has_the_same_bytes_without_approvers(write_tree: WriteTree) -> None:
    """Whether a school keeps the file says nothing to anybody."""
    with_file = _outputs(_board(write_tree))
    without = _outputs(
        replace(board(write_tree, Audience.PUBLIC, {"policy.yml": FILES["policy.yml"] + RULES + WAIVERS}), past=PAST)
    )
    assert with_file == without
