"""Same records, same day, same bytes – in another time zone, with another hash seed, in another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from gongkai.release import seal
from gongkai.staging import MARK

from tests.builds import build, files_of, run_anew
from tests.conftest import WriteTree
from tests.school import small_school
from tests.sealed_sites import sealed_site


def test_two_builds_have_the_same_bytes(write_tree: WriteTree) -> None:
    """Time zone, locale and hash seed change nothing but the times in MkDocs' own sitemap."""
    folder = write_tree(small_school())
    sites = []
    for zone, seed, language in (
        ("Pacific/Kiritimati", "1", "C.UTF-8"),
        ("America/Los_Angeles", "4242", "zh_CN.UTF-8"),
    ):
        environment = {"TZ": zone, "PYTHONHASHSEED": seed, "LANG": language, "LC_ALL": "C.UTF-8"}
        done = run_anew("mkdocs", folder, "build", **environment)
        assert done.returncode == 0, done.stderr
        sites.append(files_of(folder / "site"))
    assert sites[0].keys() == sites[1].keys()
    assert [name for name in sites[0] if sites[0][name] != sites[1][name]] == []


def test_the_folder_and_the_order_of_writing_do_not_matter(tmp_path: Path) -> None:
    """The same files, written in reverse order elsewhere, make the same site."""
    tree = small_school()
    sites = []
    for name, items in (("one", list(tree.items())), ("elsewhere", list(reversed(tree.items())))):
        for path, text in items:
            target = tmp_path / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
        assert build(tmp_path / name).returncode == 0
        seal(tmp_path / name / "site")
        sites.append(files_of(tmp_path / name / "site"))
    assert sites[0] == sites[1]


def test_two_sealed_builds_have_the_same_bytes(tmp_path: Path) -> None:
    """Built and sealed after the same release under another zone, locale, umask, seed, folder and order of files."""
    tree = small_school() | {"release-key": "0123456789abcdef" * 2}
    given = (
        ("one", 0o022, {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C"}),
        ("另一个 文件夹", 0o077, {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "4242", "LC_ALL": "zh_CN.UTF-8"}),
    )
    running = []
    for number, (name, mask, environment) in enumerate(given):
        for path, text in list(tree.items())[:: -1 if number else 1]:
            target = tmp_path / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
        before = sealed_site(tmp_path / name / "public", day=date(2026, 5, 1))
        (tmp_path / name / "public" / MARK).write_text("社会\n", "utf-8")
        assert before.n == 1
        command = [sys.executable, "-m", "gongkai.cli", "build", "--to", "public"]
        running.append(subprocess.Popen(command, cwd=tmp_path / name, env={**os.environ, **environment}, umask=mask))
    assert [each.wait() for each in running] == [0, 0]
    one, other = (files_of(tmp_path / name / "public") for name, _, _ in given)
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    assert json.loads(one["data/release.json"])["n"] == 2


@pytest.mark.parametrize("day", ["2026-05-20", "2026-05-21"])
def test_today_is_an_input(write_tree: WriteTree, day: str) -> None:
    """The wall clock is never asked when a day is given: the day shown is the day given."""
    folder = write_tree(small_school())
    assert build(folder, GONGKAI_TODAY=day).returncode == 0
    home = (folder / "site" / "index.html").read_text("utf-8")
    year, month, last = day.split("-")
    assert f"{year}年{int(month)}月{int(last)}日" in home
