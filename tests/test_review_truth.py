"""What a review says of the site is what two real builds show, page by page and file by file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from gongkai.cli import main

from tests.builds import files_of
from tests.repositories import Repository
from tests.reviewed import CHANGE, published
from tests.school import OPINION

NEW_MAIL = "disclosures/opinions/2026/mail-2026-002.md"
CONFIG = """site_name: 青禾学校
plugins:
  - gongkai:
      today: 2026-05-20
      history: false
"""
TOMBSTONES = """撤下登记:
  - {编号: opinions/mail-2025-009, 标题: 旧信, 首次公开: 2025-05-10, 撤下: 2025-06-20, 理由: 来信人要求, 批准: 校长}
"""
LETTER_GONE = """\
  - 编号: opinions/mail-2026-001
    标题: 请在校门口设遮雨棚
    首次公开: 2026-05-10
    撤下: 2026-05-20
    理由: 来信人要求
    批准: 校长
"""
SEALED = {"SHA256SUMS", "sitemap.xml", "sitemap.xml.gz", "data/release.json", "data/releases.json"}
"""What every publication writes anew, whatever it publishes."""


@dataclass(frozen=True)
class Compared:
    """What the review says, and the files of both sites that were really built."""

    said: Mapping[str, Any]
    old: Mapping[str, bytes]
    new: Mapping[str, bytes]

    @property
    def different(self) -> set[str]:
        return {each for each in self.old.keys() | self.new.keys() if self.old.get(each) != self.new.get(each)}


def _gongkai(*arguments: str) -> str:
    return CliRunner().invoke(main, arguments, prog_name="gongkai").output


def _built(folder: Path) -> dict[str, bytes]:
    _gongkai("build", "--to", str(folder), "--scheduled")
    return files_of(folder)


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    """An answer, an amount put right, a name more, a letter withdrawn and another that came."""
    repository = Repository.new(tmp_path_factory.mktemp("学校"))
    withdrawn = "disclosures/tombstones.yml"
    repository.commit({**published(), "mkdocs.yml": CONFIG, withdrawn: TOMBSTONES}, "开始公开", "2026-05-10")
    letter = OPINION.replace("遮雨棚", "自行车棚")
    more = {withdrawn: TOMBSTONES + LETTER_GONE, NEW_MAIL: letter}
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("GONGKAI_TODAY", raising=False)
        patched.chdir(repository.folder)
        sites = tmp_path_factory.mktemp("网站")
        old = _built(sites / "old")
        repository.commit({**CHANGE, **more}, "这一周", "2026-05-20")
        said = json.loads(_gongkai("review", "HEAD~1", "--format", "json"))
        return Compared(said, old, _built(sites / "new"))


def test_every_page_and_file_that_differs_is_named_and_no_other(compared: Compared) -> None:
    """The report names exactly the pages and files in which the sites differ, but for what every publication seals."""
    pages = {f"{each['address']}index.html" for each in compared.said["pages"]}
    files = {each["address"] for each in compared.said["files"]}
    different = {each for each in compared.different if not each.startswith("assets/")}
    assert pages | files == different - SEALED
    assert not pages & files


def test_what_comes_and_goes_comes_and_goes(compared: Compared) -> None:
    """A page said to be new was not there; one said to be withdrawn says only that it was."""
    changes = {f"{each['address']}index.html": each["change"] for each in compared.said["pages"]}
    added = {page for page, change in changes.items() if change == "added"}
    assert added == {page for page in changes if page not in compared.old}
    assert added == {"lookback/2025-2026/index.html", "opinions/mail-2026-002/index.html"}
    assert [page for page, change in changes.items() if change == "removed"] == ["opinions/mail-2026-001/index.html"]
    left = compared.new["opinions/mail-2026-001/index.html"].decode()
    assert "已撤下" in left
    assert "请在校门东侧" not in left
    assert changes.keys() - added <= compared.old.keys() & compared.new.keys()


def test_lines_said_to_come_and_go_are_those_of_the_pages(compared: Compared) -> None:
    """Each line that is newly read stands on the new page alone, each that is gone stood on the old one alone."""
    page = next(each for each in compared.said["pages"] if each["address"] == "finances/office-2026-03/")
    old, new = (site["finances/office-2026-03/index.html"].decode() for site in (compared.old, compared.new))
    assert "1,140.50" in "".join(page["lines_new"])
    assert "1,140.50" in new
    assert "1,140.50" not in old
    withdrawn = next(each for each in compared.said["pages"] if each["address"] == "opinions/mail-2026-001/")
    assert withdrawn["record"] == "opinions/mail-2026-001"
    assert not withdrawn["follows"]


def test_the_one_line_counts_what_the_builds_show(compared: Compared) -> None:
    """Pages, figures and clocks: one letter came, three records changed, one went; four clocks turned."""
    assert compared.said["headline"].startswith("本次将新增 2、修改 3、撤下 1 页；")
    turned = [(each["turn"], each["record"]) for each in compared.said["clocks"]]
    assert sorted(turned) == [
        ("started", "opinions/mail-2026-002"),
        ("started", "proposals/05-03-012"),
        ("stopped", "opinions/mail-2026-001"),
        ("stopped", "proposals/05-03-012"),
    ]
