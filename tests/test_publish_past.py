"""`gongkai publish` again and again: each site tells what the releases before it showed, and proves to be whole."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gongkai import build
from gongkai.cli import main
from gongkai.history.past.releases import NOT_IN_GIT, NOT_IN_HISTORY
from gongkai.publication import making
from gongkai.publication.leading import dead_links
from gongkai.release import verify
from gongkai.release.sources import Folder
from gongkai.views import VIEWS

from tests.repositories import Repository
from tests.submissions import act, reply
from tests.test_only_git_knew import contents
from tests.test_past_releases import NOTICE, answered, at
from tests.test_timelines import HOME

CONFIG = "site_name: 样例\nplugins:\n  - gongkai: {records: [disclosures]}\n"
SITE = Path("../www/site")
NAME = "欧知禾"
OLD = "食堂两个窗口的供餐时间已延长到 19:10，由食堂管理员值守。\n"
TWICE = "阅览室已添二十个座位，借阅办法照旧，开放到晚上九点。\n"
PERSONAL = "已请三栋二〇六的住户搬走杂物，通道每天有人看管。\n"
TOMBSTONE = """撤下登记:
  - 编号: proposals/05-01-003
    标题: 增设教师阅览座位
    首次公开: 2026-05-04
    撤下: 2026-05-06
    理由: 与另一件重复
    批准: 校长
"""


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A school with an answer that will be corrected, one that says too much, one filed twice, a list of names."""
    monkeypatch.setenv("GONGKAI_RELEASE_KEY", "k" * 40)
    monkeypatch.delenv("GONGKAI_TODAY", raising=False)
    left_out = (
        "manual reference guide feeds reports calendars intake intake_forms social_images policy badges bundle "
        "statistics trends likeness lookback silence clocks systems accountability access names filings "
        "resolution_book inspection"
    )
    shown = tuple(view for view in VIEWS if view.__module__.rpartition(".")[2] not in left_out.split())
    monkeypatch.setattr(build, "VIEWS", shown)
    monkeypatch.setattr(making, "dead_links", lambda *_: iter(()))
    monkeypatch.setattr("os.fsync", lambda _descriptor: None)
    repository = Repository.new(tmp_path / "school")
    monkeypatch.chdir(repository.folder)
    notice = NOTICE.format(title="高级教师推荐人选公示").replace("2026-12-31", "2026-05-05")
    answers = {**answered(1, OLD), **answered(2, PERSONAL), **answered(3, TWICE, "增设教师阅览座位")}
    first = {**answers, "disclosures/notices/2026-01/notice.md": notice}
    repository.commit({**HOME, "mkdocs.yml": CONFIG, **first}, "只有git知道", on="2026-05-04")
    return repository


def publish(today: str, *more: str) -> Result:
    return CliRunner().invoke(main, ("publish", str(SITE), "--today", today, *more), prog_name="gongkai")


def published(today: str, *more: str) -> str:
    result = publish(today, *more)
    assert result.exit_code == 0, result.output
    assert verify(Folder(SITE.resolve())).is_whole
    return result.output


def text(address: str) -> str:
    return (SITE / address / "index.html").read_text("utf-8")


def amend(repository: Repository) -> str:
    """Correct one answer, take personal data out of another, withdraw the third."""
    misprint = {"位置": "reply-1 正文", "原值": "两个窗口", "新值": "三个窗口", "理由": "数错", "批准": "校长"}
    personal = {"位置": "reply-1 正文", "新值": "有关住户", "理由": "认得出", "批准": "校长"}
    return repository.commit(
        {
            f"{at(1)}/reply-1.md": reply(text=OLD.replace("两个", "三个")),
            f"{at(1)}/correction-1.md": act(日期="2026-05-06", 类型="公布笔误", **misprint),
            f"{at(2)}/reply-1.md": reply(text="已请有关住户搬走杂物，通道每天有人看管。\n"),
            f"{at(2)}/correction-1.md": act(日期="2026-05-06", 类型="撤回个人信息", **personal),
            **dict.fromkeys(answered(3, TWICE)),
            "disclosures/tombstones.yml": TOMBSTONE,
        },
        "改动只有git知道",
        on="2026-05-06",
    )


def test_a_school_that_only_publishes_has_a_page_for_each_release(school: Repository) -> None:
    """The old words stand at the first release; an equal one shares its page; nothing withdrawn is anywhere."""
    first = school.head()
    published("2026-05-04")
    assert not (SITE / "releases").exists()
    published("2026-05-05")
    second = amend(school)
    school.git("branch", "fenzhi-zhiyou-git")
    published("2026-05-06")
    published("2026-05-07")
    listed = text("releases")
    assert [f"2026-05-0{n}" in listed for n in (4, 5, 6, 7)] == [True, True, True, False]
    assert "1–2" in listed
    assert sorted(path.name for path in (SITE / "releases").iterdir() if path.is_dir()) == ["2026-05-04", "2026-05-06"]
    assert "两个窗口" in text("releases/2026-05-04/proposals/05-01-001")
    assert "从这一天到2026年5月5日，2 次发布公布的记录都一样" in text("releases/2026-05-04")
    assert "releases/2026-05-04/proposals/05-01-001/" in text("proposals/05-01-001")
    assert not (SITE / "releases/2026-05-04/proposals/05-01-002").exists()
    assert "不再公布" in text("releases/2026-05-06")
    assert "座位" not in text("releases/2026-05-04") + text("releases/2026-05-06")
    files = {path: path.read_bytes() for path in SITE.resolve().rglob("*") if path.is_file()}
    secrets = (NAME, "三栋二〇六", TWICE[:10], "只有git知道", "zhiyou-git", "clerk@school.example", "林某")
    whole = [each for path, data in files.items() for each in contents(path.name, data)]
    known = [each.encode() for each in (*secrets, first[:10], second[:10])]
    assert [(name, secret) for name, data in whole for secret in known if secret in data] == []
    sites = {path.relative_to(SITE.resolve()).as_posix(): data for path, data in files.items()}
    past = [(name, data) for name, data in sites.items() if name.startswith("releases/")]
    assert [each.message for each in dead_links(past, sites, "") if "releases" in each.message] == []
    _is_the_same_again(files)


def _is_the_same_again(files: dict[Path, bytes]) -> None:
    """On the same day the site becomes the same: it tells only of days that are over."""
    published("2026-05-07")  # the list of changes is now one since this very day
    assert "和现在公布的一模一样，没有再换。" in published("2026-05-07")
    told = {path.name for path in SITE.resolve().rglob("releases/*") if path.is_dir()}
    assert told == {path.parent.name for path in files if path.parent.parent.name == "releases"}


def test_releases_whose_state_is_lost_are_told_without_it(school: Repository) -> None:
    """What was published before it was committed, and a history that was rewritten, each say so; publishing goes on."""
    published("2026-05-04")
    school.git("commit", "-q", "--amend", "-m", "改写", on="2026-05-04")
    school.write({f"{at(1)}/feedback-1.md": act(日期="2026-05-05", 评价="满意", 方式="面复", 凭据="签字表")})
    published("2026-05-05")
    school.commit({}, on="2026-05-06")
    published("2026-05-06")
    published("2026-05-07")
    listed = text("releases")
    assert NOT_IN_HISTORY.rstrip("。") in listed
    assert NOT_IN_GIT.rstrip("。") in listed
    assert [path.name for path in (SITE / "releases").iterdir() if path.is_dir()] == ["2026-05-06"]


def test_a_build_that_is_not_published_tells_of_no_ledger(school: Repository, tmp_path: Path) -> None:
    """Only the door of publishing knows where the ledger is."""
    published("2026-05-04")
    published("2026-05-05")
    made = CliRunner().invoke(main, ("build", "--to", str(tmp_path / "made"), "--today", "2026-05-06"))
    assert made.exit_code == 0, made.output
    assert not (tmp_path / "made" / "releases").exists()
    assert (SITE / "releases").is_dir()
    lines = (SITE.parent / "site.releases" / "ledger.jsonl").read_text("utf-8").splitlines()
    assert [date.fromisoformat(json.loads(line)["date"]).day for line in lines] == [4, 5]
