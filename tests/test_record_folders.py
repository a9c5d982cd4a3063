"""Folders of records that mkdocs.yml names no more, or by another name, were published all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from gongkai.cli import main
from gongkai.git.running import Git
from gongkai.history.folders import ever_named

from tests.repositories import Repository
from tests.school import FINANCE, NOTICE, small_school

MORE = "more/notices/2026/title-2026-2.md"
SECOND = NOTICE.replace("高级教师岗位", "一级教师岗位")


def config(*folders: str) -> str:
    return (
        f"site_name: 青禾学校\nplugins:\n  - gongkai:\n      records: [{', '.join(folders)}]\n      today: 2026-05-25\n"
    )


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A published board with its records in two folders."""
    made = Repository.new(tmp_path / "学校")
    tree = {**small_school(), MORE: SECOND, "mkdocs.yml": config("disclosures", "more")}
    made.commit(tree, "开始公开", "2026-05-20")
    monkeypatch.chdir(made.folder)
    return made


def slips(*arguments: str) -> list[str]:
    said = CliRunner().invoke(main, ("check", *arguments), prog_name="gongkai").output
    return [line for line in said.splitlines() if " H" in line and ("错误" in line or "警告" in line)]


@pytest.mark.parametrize("arguments", [("--since", "HEAD~1"), ("--history",)])
def test_a_folder_that_is_named_no_more_takes_its_records_from_the_readers(
    school: Repository, arguments: tuple[str, ...]
) -> None:
    """To strike a folder from mkdocs.yml is to withdraw every record in it, and is said of each."""
    school.commit({"mkdocs.yml": config("disclosures")}, "改设置", "2026-05-22")
    (said,) = slips(*arguments)
    assert "H05" in said
    assert "notices/title-2026-2 公布过，现在不见了，也没有登记撤下。" in said


@pytest.mark.parametrize("arguments", [("--since", "HEAD~1"), ("--history",)])
def test_a_folder_of_another_name_is_the_same_folder(school: Repository, arguments: tuple[str, ...]) -> None:
    """Moving all records says nothing; what is changed on the way is found."""
    school.git("mv", "disclosures", "records")
    school.commit({"mkdocs.yml": config("records", "more")}, "改名", "2026-05-22")
    assert slips(*arguments) == []
    school.git("reset", "-q", "--hard", "HEAD~1")
    school.git("mv", "disclosures", "records")
    edit = {"records/finances/2026/office-2026-03.yml": FINANCE.replace("2000.00", "2100.00")}
    school.commit({"mkdocs.yml": config("records", "more"), **edit}, "改名", "2026-05-22")
    (said,) = slips(*arguments)
    assert "H01" in said


def test_every_folder_that_was_ever_named_is_looked_into(school: Repository) -> None:
    """The present ones first, then those of before; a mkdocs.yml that cannot be read names none."""
    now = school.folder / "disclosures"
    school.commit({"mkdocs.yml": "plugins: ["}, "打坏", "2026-05-22")
    assert ever_named(Git(school.folder), school.folder, (now,)) == (now, school.folder / "more")
