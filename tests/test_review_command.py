"""`gongkai review` in a real repository: what it compares, what it writes, how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner, Result
from gongkai.cli import main, terminal
from gongkai.records import Audience
from gongkai.review import sides
from gongkai.review.markdown import MARKER
from gongkai.review.sides import Board, side

from tests.approvals_school import RULES
from tests.repositories import Repository
from tests.reviewed import CHANGE, DAY, LEDGER_FOLDER, MAIL, examined, published
from tests.school import NOTICE

LATER = "disclosures/notices/2026/title-2026-2.md"
NOTES = f"{LEDGER_FOLDER}/finance.yml"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ("review", *arguments), prog_name="gongkai")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A published board, a branch with the planted change, and a main branch that has moved on since."""
    made = Repository.new(tmp_path_factory.mktemp("复核"))
    files = published()
    made.commit({**files, "disclosures/policy.yml": files["disclosures/policy.yml"] + RULES}, "开始公开", "2026-04-10")
    made.git("checkout", "-q", "-b", "答复")
    made.commit(CHANGE, "答复提案\n\n审核: 工会\n", "2026-05-20")
    made.git("checkout", "-q", "main")
    made.commit({LATER: NOTICE.replace("高级教师", "一级教师").replace("段一苇", "钟离尚")}, "公示", "2026-05-19")
    return made


@pytest.fixture
def here(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    """The repository as the current folder, on its main branch, without changes."""
    monkeypatch.delenv("GONGKAI_TODAY", raising=False)
    monkeypatch.chdir(repository.folder)
    yield repository
    repository.git("reset", "-q", "--hard")
    repository.git("clean", "-qfd")


def test_a_branch_is_compared_with_where_it_parted(here: Repository, tmp_path: Path) -> None:
    """A comment, the whole in a file, a summary and annotations in one run; main's own progress is no change."""
    full, summary = tmp_path / "报告.json", tmp_path / "summary.md"
    summary.write_text("前一步。\n", "utf-8")
    given = ("--format", "github", "--to", str(full), "--summary", str(summary), "--annotations")
    done = run("main", "答复", *given)
    assert done.exit_code == 1
    assert done.stdout.startswith(f"{MARKER}\n## 发布前审阅\n\n**本次将新增 1、修改 3、撤下 1 页；")
    assert "从“main 的分岔点”到“答复”，两边都按 2026年5月20日 算；公众看的网站。" in done.stdout
    assert "，见完整报告 报告.json" in done.stdout
    found = json.loads(full.read_text("utf-8"))
    assert [each["id"] for each in found["records"]] == [
        "finances/office-2026-03",
        "notices/title-2026-1",
        "opinions/mail-2026-001",
        "proposals/05-03-012",
    ]
    asked = [(each["step"], each["post"], each["state"]) for each in found["approvals"]]
    assert asked == [("审核", "工会", "已由工会审核（未验签）"), ("批准", "校长", "尚缺")]
    assert summary.read_text("utf-8").startswith("前一步。\n## 发布前审阅\n")
    assert len(done.stderr.strip().split("\n")) <= 10
    assert "::error file=disclosures/" in done.stderr
    for text in (done.output, full.read_text("utf-8"), summary.read_text("utf-8")):
        assert "clerk@school.example" not in text
        assert "林某" not in text
        assert here.git("rev-parse", "答复")[:8] not in text
        assert "title-2026-2" not in text


def test_the_work_tree_is_compared_with_main(here: Repository) -> None:
    """Without arguments it is what is not committed yet against the published branch; a harmless change passes."""
    (here.folder / "content/index.md").write_text("# 欢迎\n\n开放日改到周六。\n", "utf-8")
    done = run()
    assert done.exit_code == 0
    assert done.stdout.startswith(
        "本次将新增 0、修改 1、撤下 0 页；改动的数字 0 个；启动/停止时钟 0 个；涉及个人信息 0 处；"
        "新增发现 0、已消除 0\n"
        "\n结论：旧账没有清，网站还不会更新。\n"
    )
    assert "\n从“main”到“工作区”，两边都按 2026年5月20日 算；公众看的网站。\n" in done.stdout
    assert (
        "\n【自己写的网页和网站设置】1 个\n  修改  index.md（content/index.md）\n"
        "      - 这里是学校自己的介绍。\n      + 开放日改到周六。\n"
    ) in done.stdout


def test_what_is_staged_and_cannot_be_read(here: Repository, tmp_path: Path) -> None:
    """A file that cannot be read is a new error, and the report comes all the same, also of the index."""
    (here.folder / MAIL).write_text("---\n公开范围: [社会\n---\n", "utf-8")
    here.git("add", "-A")
    done = run("HEAD", ":暂存", "--to", str(tmp_path / "全.md"))
    assert done.exit_code == 1
    assert "撤下  意见：请在校门口设遮雨棚（意见 mail-2026-001）（opinions/mail-2026-001/）" in done.stdout
    assert "到“暂存区”" in done.stdout
    assert (tmp_path / "全.md").read_text("utf-8").startswith("## 发布前审阅\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("mian",), "没有“mian”这个版本。是不是“main”？"),
        (("main", "答夏"), "没有“答夏”这个版本。是不是“答复”？"),
        (("--to", "报告"), "--to 的文件名要以 .html、.md、.json 或 .txt 结尾。"),
        (("--format", "pdf"), "可以写：text、markdown、html、json、github、gitlab"),
        (("--approvals", "没有.json", "HEAD"), "读不到 没有.json。检查 --approvals 后面写的文件名。"),
    ],
)
def test_wrong_use(here: Repository, arguments: tuple[str, ...], message: str) -> None:
    """What was mistyped is named, with what can be typed instead."""
    del here
    done = run(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no history there is nothing to compare with, and the report says so in Chinese."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    for name, text in published().items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    done = run()
    assert done.exit_code == 2
    assert "不在 git 仓库里，没有历史。" in done.stderr


def test_no_published_branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no branch has a usual name the command asks for one."""
    made = Repository.new(tmp_path)
    made.commit(published(), "开始", "2026-04-10")
    made.git("branch", "-m", "发布")
    monkeypatch.chdir(tmp_path)
    done = run()
    assert done.exit_code == 2
    assert "不知道和哪个版本比：没有叫 main 的分支。写上原来的版本，如 gongkai review HEAD~1。" in done.stderr


def test_records_with_errors_may_fail_to_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pages cannot be made of wrong records the side says so; of good records that is the program's own error."""

    def fail(*_: object) -> NoReturn:
        raise ZeroDivisionError

    monkeypatch.setattr(sides, "build", fail)
    wrong = examined(tmp_path, published())
    assert wrong.has_errors
    found = side("这次改动", wrong, Board(Audience.PUBLIC, DAY), own={})
    assert (found.site, found.obstacle) == (None, "有错误的记录排不成网页（ZeroDivisionError）")
    good = examined(tmp_path / "b", {})
    with pytest.raises(ZeroDivisionError):
        side("这次改动", type(good)(good.register, ()), Board(Audience.PUBLIC, DAY), own={})


def test_colours_change_no_word() -> None:
    """On a terminal the same words stand, what came in green and what went in red."""
    plain = "本次将新增 1 页\n\n结论：可以。\n【时钟】1 个\n      + 新的一行\n      〔删：旧〕〔增：新〕\n  还有 3 份\n"
    text = terminal.reviewed(plain)
    assert text.plain == plain
    painted = {text.plain[span.start : span.end].strip(): str(span.style) for span in text.spans}
    assert painted == {
        "本次将新增 1 页": "bold",
        "结论：可以。": "bold",
        "【时钟】": "bold",
        "+ 新的一行": "green",
        "〔增：新〕": "green",
        "〔删：旧〕": "red",
        "还有 3 份": "yellow",
    }
