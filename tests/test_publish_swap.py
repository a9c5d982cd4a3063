"""`gongkai publish` puts a site in its place: whole when killed at any step, one at a time, over nothing foreign."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from gongkai.publication import ledger, publishing, swapping
from gongkai.publication.ledger import Action, Line
from gongkai.publication.lock import LOCK, Owner, alone
from gongkai.publication.swapping import prepare
from gongkai.publication.target import NotPublished, Target, target_of
from gongkai.records import Audience
from gongkai.settings import settings
from gongkai.staging import ReplacementError, check_target

from tests.killed_publications import OWNER, job, publish, roll_back, state
from tests.site import ROOT

EXPECTED = {
    "first": {"nothing", "new"},
    "next": {"old", "new"},
    "taken over": {"old", "new"},
    "returned": {"old", "older"},
    "without links": {"old", "nothing", "new"},
}
"""On each occasion what a reader may find after a kill."""


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """What publishes a tiny site in place of a whole one stays with the test."""
    monkeypatch.setattr(publishing, "_as_they_stand", publishing._as_they_stand)
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has neither fork nor SIGKILL")
def test_killed_at_any_step_the_site_is_whole(tmp_path: Path) -> None:
    """By SIGKILL before each step on the disk: the old site or the new; the next publication clears everything up.

    Only where links cannot be made the site may be away for one step.
    """
    program = [sys.executable, "-m", "tests.killed_publications", str(tmp_path)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert {occasion: set(each["seen"]) for occasion, each in found.items()} == EXPECTED
    for occasion, each in found.items():
        assert each["problems"] == []
        assert each["steps"] >= 10
        assert each["seen"].get("nothing", 0) <= 1 or occasion == "first"


def test_a_reader_finds_one_site_or_the_other(tmp_path: Path) -> None:
    """While the site is replaced twenty times, no page is missing, and a page and its style belong together."""
    publish(tmp_path, "0")
    link = tmp_path / "www" / "site"
    stop, wrong, reads = Event(), list[str](), 0

    def read() -> None:
        nonlocal reads
        while not stop.is_set():
            folder = os.open(link, os.O_RDONLY)  # as a server that answers one visit
            try:
                words, style = (_read_at(folder, name) for name in ("index.html", "style.css"))
            except OSError as error:
                wrong.append(str(error))
                continue
            finally:
                os.close(folder)
            reads += 1
            if style != f"/* {words} */":
                wrong.append(f"{words}: {style}")

    reader = Thread(target=read)
    reader.start()
    for n in range(1, 21):
        publish(tmp_path, str(n))
    stop.set()
    reader.join()
    assert wrong == []
    assert reads > 20
    assert state(Target(link, Audience.PUBLIC)) == "20"


def _read_at(folder: int, name: str) -> str:
    descriptor = os.open(name, os.O_RDONLY, dir_fd=folder)
    with os.fdopen(descriptor, encoding="utf-8") as file:
        return file.read()


def test_releases_are_kept_and_pruned(tmp_path: Path) -> None:
    """Five are kept, the present one among them; the same site again is no new release."""
    for n in range(8):
        publish(tmp_path, str(n))
    publish(tmp_path, "7")
    target = job(tmp_path, "").target
    assert [folder.name.partition("-")[0] for folder in target.folders()] == ["4", "5", "6", "7", "8"]
    assert [line.n for line in ledger.lines(target.store)] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert (target.store / ledger.LEDGER).stat().st_mode & 0o777 == 0o600


def test_the_chain_goes_on_after_a_return(tmp_path: Path) -> None:
    """After a return to the second release the next one is the fourth, and follows the third."""
    for words in ("a", "b", "c"):
        publish(tmp_path, words)
    target = job(tmp_path, "").target
    roll_back(tmp_path)
    assert state(target) == "b"
    publish(tmp_path, "d")
    assert state(target) == "d"
    last = ledger.lines(target.store)[-2:]
    assert [(line.n, line.action) for line in last] == [(2, Action.ROLLBACK), (4, Action.PUBLISH)]
    chain = swapping.last_chain(target)
    assert chain
    assert [link.n for link in chain.links] == [1, 2, 3, 4]
    roll_back(tmp_path)
    publish(tmp_path, "d")
    assert state(target) == "d"
    assert target.led_to().startswith("4-")


def test_files_are_readable_whatever_the_mask(tmp_path: Path) -> None:
    """A strict umask of the clerk's makes no site that the web server cannot read."""
    before = os.umask(0o077)
    try:
        publish(tmp_path, "a")
    finally:
        os.umask(before)
    target = job(tmp_path, "").target
    for path in (target.store, *(target.store / target.led_to()).rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


def test_a_second_publication_is_told_who_is_at_it(tmp_path: Path) -> None:
    """The owner, the machine and the time are named; nothing is touched."""
    publish(tmp_path, "a")
    target = job(tmp_path, "").target
    other = Owner("周某", "office", 4711, "2026-05-20 09:30")
    message = re.escape("周某@office（进程 4711）从 2026-05-20 09:30 起正在发布到")
    with alone(target, other), pytest.raises(NotPublished, match=message):
        publish(tmp_path, "b")
    assert state(target) == "a"
    publish(tmp_path, "b")
    assert not (target.store / LOCK).exists()


def test_the_lock_of_a_dead_publication_is_taken_over(tmp_path: Path) -> None:
    """One that was killed on this machine is said and taken over; one on another machine people have to look at."""
    target = job(tmp_path, "").target
    prepare(target)
    dead = Owner("周某", "office", 9, "2026-05-19 16:00")
    for host in ("office", "elsewhere"):
        (target.store / LOCK).write_text(json.dumps(asdict(replace(dead, host=host))), "utf-8")
        if host == "office":
            with alone(target, OWNER) as told:
                assert told == (
                    "上一次发布（周某@office（进程 9）从 2026-05-19 16:00 起）没有做完就停了，由这次接手收尾。"
                )
            continue
        with pytest.raises(NotPublished, match=r"确认那边早已停了的，删去 .*/lock 再来。$"), alone(target, OWNER):
            pass


def _refused(typed: Path, base: Path, audience: str = "public") -> str:
    found = settings(base, {"audience": audience, "records": ["disclosures"]})
    with pytest.raises(NotPublished) as refusal:
        target_of(typed, found)
    return str(refusal.value)


def test_only_what_was_made_here_is_replaced(tmp_path: Path) -> None:
    """Files, foreign folders, foreign links, dangling links and foreign releases are refused, and stay as they are."""
    base = tmp_path / "school"
    base.mkdir()
    (tmp_path / "file").write_text("x", "utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("x", "utf-8")
    (tmp_path / "link").symlink_to("full")
    (tmp_path / "dangling").symlink_to("nothing")
    (tmp_path / "free.releases").mkdir()
    (tmp_path / "free.releases" / "x").write_text("x", "utf-8")
    assert "是一个文件，不是文件夹" in _refused(tmp_path / "file", base)
    assert "里的内容不是 gongkai 生成的，没有动它" in _refused(tmp_path / "full", base)
    assert "是一个通到别处的链接" in _refused(tmp_path / "link", base)
    assert "是一个通到别处的链接" in _refused(tmp_path / "dangling", base)
    assert "free.releases 里已经有别的内容，没有动它" in _refused(tmp_path / "free", base)
    (tmp_path / "wall").mkdir()
    (tmp_path / "wall" / ".gongkai-kiosk").write_text("教职工\n", "utf-8")
    assert "是走廊屏的文件夹，不是网站" in _refused(tmp_path / "wall", base)


def test_the_schools_own_folders_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The root, the home, the repository, what holds it, and anything within the records, the pages or .git."""
    base = tmp_path / "home" / "school"
    (base / "disclosures").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert "这是磁盘的根或者您的主文件夹" in _refused(Path("/"), base)
    assert "这是磁盘的根或者您的主文件夹" in _refused(tmp_path / "home", base)
    assert "就是学校自己的文件夹" in _refused(base, base)
    assert "就是学校自己的文件夹" in _refused(base / "x" / "..", base)
    assert "里面有学校自己的文件夹" in _refused(tmp_path, base)
    assert "那里放的是记录或自己写的网页" in _refused(base / "disclosures" / "site", base)
    assert "那里放的是记录或自己写的网页" in _refused(base / "content" / "site", base)
    assert "在 .git 里面" in _refused(base / ".git" / "site", base)
    assert target_of(base / "site", settings(base, {})).link == base / "site"


def test_no_other_command_writes_into_a_release(tmp_path: Path) -> None:
    """`gongkai build --to` refuses the published place, for the release behind the link is sealed."""
    publish(tmp_path, "a")
    with pytest.raises(
        ReplacementError, match=r"是 gongkai publish 发布的网站，不能直接改写。用 gongkai publish 更新它"
    ):
        check_target(tmp_path / "www" / "site", Audience.PUBLIC)


def test_a_damaged_chain_is_taken_from_an_older_release(tmp_path: Path) -> None:
    """Taking down must go on: the chain is kept in every release, and any one that can be read will do."""
    publish(tmp_path, "a")
    target = job(tmp_path, "").target
    (target.store / "chain" / "data" / "releases.json").write_text("{", "utf-8")
    publish(tmp_path, "b")
    chain = swapping.last_chain(target)
    assert chain
    assert [link.n for link in chain.links] == [1, 2]


def test_audiences_are_never_mixed(tmp_path: Path) -> None:
    """A place of the public's is refused for staff, before and after it is a link; a build for others too."""
    publish(tmp_path, "a")
    school, place = tmp_path / "school", tmp_path / "www" / "site"
    assert "是给“社会”看的网站，这次是给“教职工”看的。" in _refused(place, school, "staff")
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / ".gongkai-build").write_text("教职工\n", "utf-8")
    assert "是给“教职工”看的网站，这次是给“社会”看的。" in _refused(tmp_path / "built", school)


def test_a_torn_line_of_the_ledger_is_cut_off(tmp_path: Path) -> None:
    """What a killed program wrote half is no line, and the next one stands whole after the last whole one."""
    line = Line(1, 1, "1-00000000", Action.PUBLISH, "2026-05-20", "社会", 1, 1, "0", "0")
    ledger.append(tmp_path, line)
    with (tmp_path / ledger.LEDGER).open("ab") as file:
        file.write(b'{"line": 2, "n"')
    assert ledger.lines(tmp_path) == (line,)
    ledger.append(tmp_path, replace(line, line=2))
    ledger.append(tmp_path, replace(line, line=2))
    assert [each.line for each in ledger.lines(tmp_path)] == [1, 2]
