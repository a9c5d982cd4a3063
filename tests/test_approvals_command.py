"""`gongkai approvals`: what a reviewer reads in the terminal, what a program gets, and when it fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gongkai.cli import main

from tests.approvals_school import AFTER, BOOKS, RECORD, RULES, books, school
from tests.repositories import Repository
from tests.school import small_school

APPROVERS = """审批人:
  - {岗位: 工会主席, 属于: 工会, 账号: {平台: GitHub, 用户名: qinghe-union}}
  - {岗位: 校长, 账号: {平台: GitHub, 用户名: qinghe-head}}
"""
WAIVER = "暂免:\n  - {种类: 财务, 步: 审核, 负责: 党支部书记, 理由: 工会换届, 自: 2026-05-01, 至: 2026-06-30}\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ("approvals", *arguments), prog_name="gongkai")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own folder as the current one, on the day of mkdocs.yml."""
    monkeypatch.delenv("GONGKAI_TODAY", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _changed(
    folder: Path, message: str = "改", more: str = RULES, approvers: str = APPROVERS
) -> tuple[Repository, str]:
    """The school with one change of its books, and the commit before it."""
    made = school(folder, more, approvers)
    base = made.head()
    made.commit({BOOKS: books("改")}, message, AFTER)
    return made, base


def test_published_records_that_lack_a_step_are_listed_with_their_cure(here: Path) -> None:
    """What lacks, what was given, and the line to write; once it is written, nothing lacks."""
    made, _ = _changed(here, "改\n\n审核: 工会主席")
    found = run()
    assert found.exit_code == 1
    assert found.output == (
        "已公布、还缺审批的记录：1 条。\n"
        "\n"
        "finances/office-2026-03  2026年3月收支月报（财务）\n"
        "  尚缺：批准（校长）\n"
        "  已有：审核：工会主席（未验签）\n"
        "\n"
        "补上：由这个岗位的人提交（登记了签名的要签名），提交说明的最后一段写：\n"
        "  批准: 校长 finances/office-2026-03\n"
    )
    made.commit({}, f"补批\n\n批准: 校长 {RECORD}", "2026-05-12")
    found = run()
    assert (found.exit_code, found.output) == (0, "已公布的记录，要审批的都审批过了。\n")


def test_a_change_tells_who_must_approve(here: Path) -> None:
    """The posts, what does not count, and that an account may do it too."""
    made, base = _changed(here, "改\n\n批准: 总务主任")
    found = run("main~1", "main")
    assert found.exit_code == 1
    assert found.output == (
        "这次改动要审批的记录 1 条，还缺审批的 1 条。\n"
        "\n"
        "finances/office-2026-03  2026年3月收支月报（财务）\n"
        "  尚缺：审核（工会）、批准（校长）\n"
        "\n"
        "不算的：\n"
        f"  “批准: 总务主任”（提交 {made.head()[:8]}）没有用："
        "财务要的是审核（工会）、批准（校长），没有一步由总务主任做。\n"
        "\n"
        "补上：由这个岗位的人提交（登记了签名的要签名），提交说明的最后一段写：\n"
        "  审核: 工会\n"
        "  批准: 校长\n"
        "在代码托管平台上审查的，由这个岗位的账号点批准也可以（CI 用 --approvals 传入）。\n"
    )
    assert run(base, base).output == "这次改动没有要审批的记录。\n"


def test_reviews_from_ci_complete_a_change(here: Path) -> None:
    """The file is given with --approvals; HEAD is meant where no second revision is typed."""
    made, base = _changed(here)
    entry = {"host": "github", "state": "approved", "commit": made.head(), "submitted": "2026-05-11T10:00:00Z"}
    listed = [{**entry, "account": account} for account in ("qinghe-union", "qinghe-head")]
    (here / "approvals.json").write_text(json.dumps(listed), "utf-8")
    found = run(base, "--approvals", "approvals.json")
    assert found.exit_code == 0
    assert found.output == (
        "这次改动要审批的记录 1 条，审批齐了。\n"
        "\n"
        "finances/office-2026-03  2026年3月收支月报（财务）\n"
        "  已有：审核：工会主席（平台上批准）；批准：校长（平台上批准）\n"
    )


def test_programs_get_posts_and_never_accounts(here: Path) -> None:
    """The JSON may end in a comment on a host: it holds what is needed, given and pending, and no account."""
    made, base = _changed(here, more=RULES + WAIVER)
    entry = {"host": "github", "state": "approved", "commit": made.head(), "submitted": "2026-05-11T10:00:00Z"}
    listed = [{**entry, "account": account} for account in ("somebody", "qinghe-head")]
    (here / "approvals.json").write_text(json.dumps(listed), "utf-8")
    found = run(base, "HEAD", "--approvals", "approvals.json", "--format", "json")
    assert found.exit_code == 0
    waived = {"step": "审核", "whose": "工会", "waived_until": "2026-06-30"}
    granted = {"step": "批准", "whose": "校长", "post": "校长", "proof": "reviewed"}
    waiver = {"record": None, "kind": "财务", "step": "审核", "owner": "党支部书记", "reason": "工会换届"}
    assert json.loads(found.output) == {
        "scope": "change",
        "complete": True,
        "records": [
            {
                "record": RECORD,
                "kind": "财务",
                "title": "2026年3月收支月报",
                "basis": "样例学校校务公开审核办法",
                "granted": [granted],
                "pending": [waived],
            }
        ],
        "waivers": [{**waiver, "since": "2026-05-01", "until": "2026-06-30"}],
    }
    assert "qinghe" not in found.output


def test_waivers_are_listed_with_their_owner(here: Path) -> None:
    """A waived step is no failure until it runs out."""
    _changed(here, "改\n\n批准: 校长", RULES + WAIVER)
    found = run()
    assert found.exit_code == 0
    assert "  暂免：审核（工会），到 2026-06-30 为止\n" in found.output
    assert (
        "现在有效的暂免 1 项：\n  财务 的审核：2026-05-01 至 2026-06-30，党支部书记负责。理由：工会换届\n"
        in found.output
    )
    assert run("--today", "2026-07-01").exit_code == 1


def test_a_school_without_rules_is_told_how_to_write_them(here: Path) -> None:
    """Nothing lacks."""
    _changed(here, more="")
    found = run()
    assert found.exit_code == 0
    assert found.output == "学校还没有定审批规则。写法见 policy.yml 的“审批”，或 gongkai new policy --print。\n"


def test_a_shallow_clone_says_what_it_cannot_know(here: Path) -> None:
    """Nothing is guessed of what came before."""
    made, _ = _changed(here / "whole")
    made.clone(here / "shallow", "--depth=1")
    found = run("--config", "shallow/mkdocs.yml")
    assert found.exit_code == 0
    assert "这是浅克隆，较早的历史不在这里，那时公布的没有核对。取全：git fetch --unshallow。" in found.output


def test_wrong_uses_are_told_in_chinese(here: Path) -> None:
    """No repository, an unknown revision, the work tree, a file of approvals without a change."""
    for name, text in small_school().items():
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(text, "utf-8")
    found = run()
    assert found.exit_code == 2
    assert "不在 git 仓库里，没有历史" in found.output
    _changed(here)
    found = run("mian")
    assert found.exit_code == 2
    assert "没有“mian”这个版本。是不是“main”？" in found.output
    found = run("main", "工作区")
    assert found.exit_code == 2
    assert "审批只看提交，看不到“工作区”。先提交，再写分支名、标签或提交号。" in found.output
    found = run("--approvals", "a.json")
    assert found.exit_code == 2
    assert "--approvals 要和版本一起写" in found.output
    found = run("main", "--approvals", "a.json")
    assert found.exit_code == 2
    assert "读不到 a.json。检查 --approvals 后面写的文件名。" in found.output
