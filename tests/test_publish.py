"""`gongkai publish`: what it does for a clerk, and that what has run out is taken down whatever else is wrong."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gongkai import build
from gongkai.cli import main
from gongkai.publication import making, publishing
from gongkai.publication.leading import dead_links
from gongkai.publication.restoring import NotRestored, restore
from gongkai.publication.scanning import places
from gongkai.publication.withdrawn import MANUAL
from gongkai.publish import edition
from gongkai.release import verify
from gongkai.release.sources import Folder
from gongkai.render.pages import Page
from gongkai.settings import find
from gongkai.views import SUMMARIES, VIEWS

from tests.repositories import Repository
from tests.school import small_school
from tests.tiny_site import tiny

_CONFIG = """site_name: 样例学校校务公开
site_url: https://school.example/
docs_dir: content
plugins:
  - gongkai: {records: [disclosures], history: false}
"""
REPLY_FILE = "disclosures/proposals/2026/05-03-012/reply-1.md"
NOTICE_FILE = "disclosures/notices/2026/title-2026-1.md"
OPINION_FILE = "disclosures/opinions/2026/mail-2026-001.md"
NARROWER = ("公开范围: 社会\n", "公开范围: 教职工\n限制公开理由: 涉及家长个人\n")
NAME = "段一苇"


@pytest.fixture(autouse=True)
def _lean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the manual, which is most of a small site; the links to it are then no fault of the site."""
    monkeypatch.setenv("GONGKAI_RELEASE_KEY", "k" * 40)
    monkeypatch.delenv("GONGKAI_TODAY", raising=False)
    left_out = "manual reference kiosk.guide feeds reports calendars intake intake_forms social_images policy badges"
    modules = {f"gongkai.views.{name}" for name in left_out.split()}
    monkeypatch.setattr(build, "VIEWS", tuple(view for view in VIEWS if view.__module__ not in modules))
    monkeypatch.setattr(build, "SUMMARIES", ())
    monkeypatch.setattr(making, "dead_links", lambda *_: iter(()))
    monkeypatch.setattr("os.fsync", lambda _descriptor: None)


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small school in a folder of its own, which is the current one; no repository, no theme."""
    folder = tmp_path / "school"
    for name, text in small_school(**{"mkdocs.yml": _CONFIG}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8", newline="\n")
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str, today: str = "2026-05-20") -> Result:
    return CliRunner().invoke(main, ("publish", *arguments, "--today", today), prog_name="gongkai")


def site() -> Path:
    return Path("../www/site").resolve()


def naming(folder: Path) -> list[str]:
    """Every file below a folder that names the person of the notice, in whatever form."""
    files = ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in folder.rglob("*") if path.is_file())
    return list(places(files, frozenset({NAME})))


def is_whole() -> bool:
    return verify(Folder(site())).is_whole


def _edit(path: str, old: str, new: str) -> None:
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), "utf-8", newline="\n")


def test_a_publication_is_told_to_the_clerk(school: Path) -> None:
    """Files, fingerprint, digest, address and the day on which it must be made again; the site is whole and sealed."""
    result = run("../www/site")
    assert result.exit_code == 0
    digest = re.search(r"这次发布的摘要：([0-9a-f]{64})\n", result.output)
    count = sum(path.is_file() for path in site().rglob("*"))
    assert digest
    assert "没有发布密钥" not in result.output
    assert result.output.startswith(f"已发布：第 1 次，{count} 个文件，给社会看。\n指纹：")
    assert "网址：https://school.example/\n" in result.output
    assert result.output.endswith("下次必须重建的日期：2026-05-23（notices/title-2026-1：公示期满，名单撤下）。\n")
    assert site().name == f"1-{digest[1][:8]}"
    assert is_whole()
    assert "notices/title-2026-1/index.html" in naming(site())
    _is_the_same_elsewhere()


def _is_the_same_elsewhere() -> None:
    """In another place every file is the same; in the same place nothing is new the second time."""
    assert run("../other/there").exit_code == 0
    one, other = (Path(place).resolve() for place in ("../www/site", "../other/there"))
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    assert all((one / name).read_bytes() == (other / name).read_bytes() for name in files)
    second = run("../www/site")  # the list of changes is now one since this very day
    assert "第 2 次" in second.output
    assert "和现在公布的一模一样，没有再换。" in run("../www/site").output


def test_refused_records_leave_the_site_as_it_was(school: Path) -> None:
    """The findings are shown, nothing is changed or left about, and what has to come down is said."""
    run("../www/site")
    before = site()
    _edit(REPLY_FILE, "方式: 书面", "方式: 口头")
    result = run("../www/site", today="2026-05-25")
    assert result.exit_code == 1
    assert "错误 M05 “方式”写的是“口头”。" in result.output
    assert "没有发布，../www/site 没有改动。\n公开的网站上还有：1 份记录里有已经期满或撤下的姓名" in result.output
    assert result.output.endswith("不等改好就要撤：gongkai publish ../www/site --scheduled\n")
    assert site() == before
    assert sorted(each.name for each in before.parent.iterdir()) == sorted(
        (before.name, "chain", "ledger.jsonl", ".gitignore", ".gongkai-releases")
    )


def test_an_expired_name_goes_though_the_records_are_refused(school: Path) -> None:
    """From git the records of the last publication are built for today; the new ones are not published, loudly."""
    repository = Repository.new(school)
    repository.commit({})
    assert run("../www/site").exit_code == 0
    _edit(REPLY_FILE, "方式: 书面", "方式: 口头")
    _edit(REPLY_FILE, "二楼窗口延长供餐", "三楼窗口延长供餐")
    _edit(OPINION_FILE, *NARROWER)
    result = run("../www/site", "--scheduled", today="2026-05-25")
    assert result.exit_code == 1
    for words in (
        "错误 M05 “方式”写的是“口头”。",
        "注意：现在的记录没有通过检查：共 错误 ",
        "现在的记录没有公布。改好上面的问题，再发布一次。",
        "已按上次公布的记录、今天的日期重做网站，到期的名单已经撤下：第 2 次",
        "这次撤下了 2 份记录里的内容：notices/title-2026-1、opinions/mail-2026-001。",
        "    https://school.example/notices/title-2026-1/\n",
        "  以前的发布：第 1 次里还有，已经销毁，不能再退回。",
        "    notices/title-2026-1  高级教师岗位推荐人选公示\n",
        "  墙上贴的：",
    ):
        assert words in result.output
    assert NAME not in result.output
    assert naming(Path("../www").resolve()) == []
    assert is_whole()
    page = (site() / "proposals/05-03-012/index.html").read_text("utf-8")
    assert "二楼窗口延长供餐" in page
    assert "三楼" not in page
    assert "<h1>已撤下</h1>" in (site() / "opinions/mail-2026-001/index.html").read_text("utf-8")
    files = ((path.name, path.read_bytes()) for path in site().rglob("*") if path.is_file())
    assert places(files, frozenset({"雨天接送时家长和学生没有避雨的地方"})) == ()
    _edit(REPLY_FILE, "方式: 口头", "方式: 书面")
    _edit(REPLY_FILE, "三楼窗口延长供餐", "二楼窗口延长供餐")
    _edit(OPINION_FILE, *reversed(NARROWER))
    mended = run("../www/site", "--scheduled", today="2026-05-25")
    assert mended.exit_code == 0
    assert "已发布：第 3 次" in mended.output


@pytest.mark.parametrize("broken", [REPLY_FILE, NOTICE_FILE])
def test_without_git_it_is_taken_out_of_the_published_site(school: Path, broken: str) -> None:
    """The page of the notice says so and everything else stays, even where the notice itself cannot be read."""
    run("../www/site")
    _edit(broken, "---\n", "---\n乱: [\n")
    result = run("../www/site", "--scheduled", today="2026-05-25")
    assert result.exit_code == 1
    assert "没法按上次的记录重做，已直接从公开的网站里撤下到期的内容：第 2 次" in result.output
    assert "notices/title-2026-1/" in result.output
    assert NAME not in result.output
    assert naming(Path("../www").resolve()) == []
    assert "<h1>已撤下</h1>" in (site() / "notices/title-2026-1/index.html").read_text("utf-8")
    wall = sha256((site() / "kiosk/index.html").read_bytes()).hexdigest()
    assert wall in (site() / "kiosk/current.js").read_text("utf-8")
    assert "延时窗口" in (site() / "proposals/05-03-012/index.html").read_text("utf-8")
    assert is_whole()
    if broken == NOTICE_FILE:
        again = run("../www/site", "--scheduled", today="2026-05-26")
        assert "公开的网站里没有要撤下的内容，没有动它。" in again.output
        assert again.exit_code == 1


def test_a_commit_is_written_out_as_it_was(tmp_path: Path) -> None:
    """Names in Chinese, line ends, folders below the top, and the records of a repository within the repository."""
    inner = Repository.new(tmp_path / "inner")
    inner.commit({"notices/内部.md": "old"})
    outer = Repository.new(tmp_path / "outer")
    outer.write({"校/disclosures/a.md": b"one\r\ntwo\n", "other.txt": "x"})
    outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.folder), "校/staff")
    commit = outer.commit({})
    Repository(outer.folder / "校" / "staff").commit({"notices/内部.md": "new"})
    outer.commit({"校/disclosures/a.md": None})
    restore(commit, outer.folder / "校", tmp_path / "into")
    found = {
        path.relative_to(tmp_path / "into").as_posix(): path.read_bytes() for path in (tmp_path / "into").rglob("*.md")
    }
    assert found == {"disclosures/a.md": b"one\r\ntwo\n", "staff/notices/内部.md": b"old"}
    with pytest.raises(NotRestored, match="找不到了（浅克隆，或历史被改写过）"):
        restore("1" * 40, outer.folder / "校", tmp_path / "again")


def test_broken_settings_stop_no_taking_down(school: Path) -> None:
    """With mkdocs.yml unreadable the last publication is built from git all the same, and the cause is said."""
    Repository.new(school).commit({})
    run("../www/site")
    Path("mkdocs.yml").write_text("site_name: [\n", "utf-8")
    assert run("../www/site", today="2026-05-25").exit_code == 2
    result = run("../www/site", "--scheduled", today="2026-05-25")
    assert result.exit_code == 1
    assert "注意：mkdocs.yml 的写法有误，读不懂。" in result.output
    assert "到期的名单已经撤下：第 2 次" in result.output
    assert naming(Path("../www").resolve()) == []


def test_time_that_has_passed_stops_no_scheduled_publication(school: Path) -> None:
    """An answer that is overdue refuses the clerk's own publication and is only marked in that of the clock."""
    assert run("../www/site", today="2026-06-10").exit_code == 1
    assert not Path("../www/site").exists()
    result = run("../www/site", "--scheduled", today="2026-06-10")
    assert result.exit_code == 0
    assert "已发布：第 1 次" in result.output


def test_a_closed_amount_is_not_rewritten(school: Path) -> None:
    """What was published and is in git is compared: an amount that is another now needs a 更正."""
    repository = Repository.new(school)
    repository.commit({})
    run("../www/site")
    path = "disclosures/finances/2026/office-2026-03.yml"
    _edit(path, "6000.00", "6001.00")
    _edit(path, "6159.50", "6160.50")
    result = run("../www/site", today="2026-05-21")
    assert result.exit_code == 1
    assert re.search(r"office-2026-03\.yml:\d+:\d+: 错误 H\d\d .*没有更正", result.output)


def test_a_history_that_was_rewritten_is_said(school: Path) -> None:
    """The commit that was published last is no longer an ancestor: the clerk is told so, with the way to look."""
    repository = Repository.new(school)
    repository.commit({})
    published = repository.head()
    run("../www/site")
    repository.git("commit", "-q", "--amend", "--allow-empty", "-m", "改写")
    result = run("../www/site", today="2026-05-21")
    assert f"上次（2026-05-20）发布的提交 {published[:10]} 不在现在的历史里：历史被改写过" in result.output
    repository.git("commit", "-q", "--allow-empty", "-m", "以后")
    assert "不在现在的历史里" not in run("../www/site", today="2026-05-21").output


def test_returning_to_an_earlier_release(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The release before is published again as it was; not once its name has run out, and the list says which."""
    for words, day in (("a", "2026-05-20"), ("b", "2026-05-21")):
        monkeypatch.setattr(publishing, "_as_they_stand", partial(tiny, words))
        run("../www/site", today=day)
    listed = run("../www/site", "--list", today="2026-05-21")
    lines = listed.output.splitlines()
    assert re.fullmatch(r"第 2 次  2026-05-21  发布  1 份记录  指纹 \S{9}  现在公布的", lines[0])
    assert re.fullmatch(r"第 1 次  2026-05-20  发布  1 份记录  指纹 \S{9}  可以退回", lines[1])
    back = run("../www/site", "--rollback", today="2026-05-21")
    assert back.exit_code == 0
    assert back.output.startswith("已退回第 1 次发布：")
    assert (site() / "index.html").read_text("utf-8") == "a"
    assert is_whole()
    late = run("../www/site", "--list", today="2026-05-25").output
    assert "不能退回：1 份记录里有已经期满或撤下的姓名" in late
    assert "现在公布的；1 份记录里有已经期满或撤下的姓名" in late
    refused = run("../www/site", "--rollback", "2", today="2026-05-25")
    assert refused.exit_code == 2
    assert "不能退回第 2 次发布：1 份记录里有已经期满或撤下的姓名" in refused.output
    assert (site() / "index.html").read_text("utf-8") == "a"
    assert run("../www/site", "--rollback", "9", today="2026-05-21").output.startswith("第 9 次发布没有留存。")
    assert run("../www/site", "--rollback", today="2026-05-21").output.startswith("现在公布的是第 1 次，再往前的没有")


def test_releases_with_a_withdrawn_record_are_destroyed(school: Path) -> None:
    """A record that is for staff now takes every release that showed it with it, and the copies are listed."""
    run("../www/site")
    _edit(OPINION_FILE, *NARROWER)
    result = run("../www/site", today="2026-05-21")
    assert result.exit_code == 0, result.output
    assert "这次撤下了 1 份记录里的内容：opinions/mail-2026-001。" in result.output
    assert "以前的发布：第 1 次里还有，已经销毁" in result.output
    assert [each.name[:2] for each in site().parent.glob("*-*") if each.name[0].isdigit()] == ["2-"]


def test_options_that_do_not_go_together(school: Path) -> None:
    """Each objection names the option and says what to write."""
    for arguments, words in (
        (("--list", "--rollback"), "--scheduled、--list、--rollback 只写一个。"),
        (("--keep", "0"), "选项 --keep 写的是“0”。写一个大于 0 的整数，如 5。"),
        (("--rollback", "x"), "选项 --rollback 写的是“x”。写一个大于 0 的整数，如 5。"),
    ):
        result = run("../www/site", *arguments)
        assert result.exit_code == 2
        assert words in result.output
    assert run("../www/site", "--list").output == f"{site()} 还没有发布过。\n"
    assert "这里还没有发布过，没有可以退回的。" in run("../www/site", "--rollback").output


@pytest.fixture
def with_theme(school: Path) -> Path:
    """The small school as `gongkai init` sets it up: with MkDocs and its theme."""
    (school / "mkdocs.yml").write_text(small_school()["mkdocs.yml"], "utf-8")
    return school


@pytest.mark.usefixtures("with_theme")
def test_mkdocs_builds_what_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Day, audience and that time stops nothing reach the build that is started, whatever mkdocs.yml says."""
    monkeypatch.setattr(build, "VIEWS", VIEWS)
    monkeypatch.setattr(build, "SUMMARIES", SUMMARIES)
    monkeypatch.setattr(making, "dead_links", dead_links)
    result = run("../www/staff", "--scheduled", "--audience", "staff", today="2026-06-10")
    assert result.exit_code == 0, result.output
    home = Path("../www/staff/index.html").read_text("utf-8")
    assert "md-container" in home
    assert "内部公开" in home
    assert "2026年6月10日" in home
    assert "给教职工看" in result.output


def test_the_manual_is_known_by_its_addresses(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page of the program's own lies where no name is looked for in earlier releases, and no other does."""
    monkeypatch.setattr(build, "VIEWS", VIEWS)
    outputs = edition(find(school / "mkdocs.yml"), date(2026, 5, 20)).outputs
    pages = {output.address: output.of_program for output in outputs if isinstance(output, Page)}
    assert {address for address, of_program in pages.items() if of_program} == {
        address for address in pages if address.startswith(MANUAL)
    }
