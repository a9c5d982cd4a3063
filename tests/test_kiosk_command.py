"""`gongkai kiosk`: a trial in the browser, and sticks that are always whole, whatever happens to the program."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gongkai import gate, stick
from gongkai.cli import main
from gongkai.cli.starting import start
from gongkai.records import Audience
from gongkai.rules.outputs import HIDDEN
from gongkai.rules.privacy import NOTHING_DECLARED
from gongkai.stick import ABOUT, MARK, NEWEST, START, SUMS, NotFilled, Wall, fill, folder_of
from gongkai.views.kiosk.marks import made_for
from playwright.sync_api import Page

from tests.kiosk_wall import wall as slides


def _wall(day: str, *titles: str, audience: Audience = Audience.PUBLIC) -> Wall:
    files = slides(day, titles or ("甲",), audience.value)
    return Wall("青禾学校", audience, date.fromisoformat(day), files)


def _present(root: Path) -> Path:
    found = re.search(r"url=([^/]+)/index\.html", (root / START).read_text("utf-8"))
    assert found
    return root / found[1]


def _is_whole(folder: Path) -> bool:
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    listed = {line[66:]: line[:64] for line in lines}
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != SUMS
    }
    return listed == found


# the stick


def test_a_stick_has_a_start_the_set_its_sums_and_instructions(tmp_path: Path) -> None:
    """The start leads to the set, every file has its sum, and the instructions open in Notepad."""
    wall = _wall("2026-11-20")
    (tmp_path / "别的.txt").write_text("私人文件", "utf-8")
    assert fill(wall, tmp_path) == tmp_path / "走廊屏" / START
    root = tmp_path / "走廊屏"
    assert sorted(path.name for path in root.iterdir()) == sorted((wall.name, MARK, START, NEWEST, ABOUT))
    assert _present(root) == root / wall.name
    assert _is_whole(root / wall.name)
    assert (root / MARK).read_text("utf-8") == "社会\n"
    assert (root / NEWEST).read_text("utf-8") == f'kiosk.newest("{wall.sum}", "{wall.name}");\n'
    about = (root / ABOUT).read_bytes()
    assert about.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in about
    assert f"sha256sum -c {SUMS}" in about.decode()
    assert (tmp_path / "别的.txt").read_text("utf-8") == "私人文件"


def test_two_sets_are_kept(tmp_path: Path) -> None:
    """The present set and the one before it stay, the older ones go; the folder itself can be typed too."""
    days = ("2026-11-18", "2026-11-19", "2026-11-20")
    walls = [_wall(day) for day in days]
    for wall in walls[:2]:
        fill(wall, tmp_path)
    root = tmp_path / "走廊屏"
    fill(walls[2], root)
    fill(walls[2], root)
    assert [path.name for path in sorted(root.glob("2*"))] == [walls[1].name, walls[2].name]
    assert _present(root) == root / walls[2].name
    fill(walls[1], tmp_path)
    assert _present(root) == root / walls[1].name
    assert [path.name for path in sorted(root.glob("2*"))] == [walls[1].name, walls[2].name]


def test_a_damaged_set_is_made_anew(tmp_path: Path) -> None:
    """A set that a bad stick has spoilt is not believed to be there."""
    wall = _wall("2026-11-20")
    root = fill(wall, tmp_path).parent
    (root / wall.name / "index.html").write_bytes(b"half")
    fill(wall, tmp_path)
    assert _is_whole(root / wall.name)
    assert sorted(path.name for path in root.iterdir()) == sorted((wall.name, MARK, START, NEWEST, ABOUT))


def test_a_stick_for_staff_says_so(tmp_path: Path) -> None:
    """The name of the folder and the instructions say 内部公开."""
    root = fill(_wall("2026-11-20", audience=Audience.STAFF), tmp_path).parent
    assert root.name == "走廊屏-内部公开"
    assert "【内部公开】" in (root / ABOUT).read_text("utf-8-sig")
    assert "--audience staff" in (root / ABOUT).read_text("utf-8-sig")


@pytest.mark.parametrize(("first", "second"), [(Audience.PUBLIC, Audience.STAFF), (Audience.STAFF, Audience.PUBLIC)])
def test_the_two_walls_never_share_a_stick(tmp_path: Path, first: Audience, second: Audience) -> None:
    """What is for staff is never put where something for the public lies, nor the other way round."""
    root = fill(_wall("2026-11-20", audience=first), tmp_path).parent
    said = rf"是给“{first.value}”看的，这次是给“{second.value}”看的。两种走廊屏放在不同的 U 盘或文件夹，免得挂错地方。$"
    for target in (tmp_path, root):
        with pytest.raises(NotFilled, match=said):
            folder_of(target, second)


def test_what_was_not_made_here_is_left_alone(tmp_path: Path) -> None:
    """A folder of the same name with other things, a file, and a site that is published are refused."""
    (tmp_path / "走廊屏").mkdir()
    (tmp_path / "走廊屏" / "照片.jpg").write_bytes(b"x")
    with pytest.raises(NotFilled, match=r"走廊屏 里已经有别的内容，没有动它。给它换个名字，或换一个文件夹。$"):
        fill(_wall("2026-11-20"), tmp_path)
    assert [path.name for path in (tmp_path / "走廊屏").iterdir()] == ["照片.jpg"]
    with pytest.raises(NotFilled, match=r"照片.jpg 是一个文件，不是文件夹。写 U 盘或文件夹的位置。$"):
        fill(_wall("2026-11-20"), tmp_path / "走廊屏" / "照片.jpg")
    site = tmp_path / "site"
    (site / "deep").mkdir(parents=True)
    (site / ".gongkai-build").write_text("社会\n", "utf-8")
    with pytest.raises(NotFilled, match=r"site 是生成的网站，下次生成时会整个换掉。走廊屏放到别的文件夹。$"):
        fill(_wall("2026-11-20", audience=Audience.STAFF), site / "deep")
    assert not list((site / "deep").iterdir())


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (28, "写不下，盘满了。删去一些文件再来；原来的一套没有动。"),
        (30, "写不进去，没有写的权限。看看 U 盘有没有写保护，或换一个文件夹；原来的一套没有动。"),
        (5, "看看 U 盘是不是松了或已拔下，再来一次；原来的一套没有动。"),
    ],
)
def test_a_disk_that_refuses_leaves_the_old_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    """Full, write-protected or pulled out in the middle: the set before plays on, and the message says what to do."""
    root = fill(_wall("2026-11-19"), tmp_path).parent
    old = _present(root)
    written: list[Path] = []

    def refusing(file: Path, data: bytes) -> None:
        written.append(file)
        if len(written) == 3:
            raise OSError(number, os.strerror(number))
        file.write_bytes(data)

    monkeypatch.setattr(stick, "_write", refusing)
    with pytest.raises(NotFilled) as refused:
        fill(_wall("2026-11-20"), tmp_path)
    assert str(refused.value).startswith(str(root))
    assert str(refused.value).endswith(said)
    assert _present(root) == old
    assert _is_whole(old)


def test_what_was_written_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick that swallows bytes is noticed before the new set takes over."""
    root = fill(_wall("2026-11-19"), tmp_path).parent
    old = _present(root)

    def losing(file: Path, data: bytes) -> None:
        file.write_bytes(data[:-1] if file.name == "index.html" else data)

    monkeypatch.setattr(stick, "_write", losing)
    with pytest.raises(NotFilled, match=r"的内容读出来不一样，盘可能坏了。换一个 U 盘；原来的一套没有动。$"):
        fill(_wall("2026-11-20"), tmp_path)
    assert _present(root) == old


def test_no_room_is_seen_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The free space is asked for first."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
    with pytest.raises(NotFilled, match=r"写不下，盘满了。删去一些文件再来；原来的一套没有动。$"):
        fill(_wall("2026-11-20"), tmp_path)
    assert not (tmp_path / "走廊屏" / START).exists()


STEPS = ("_write", "_replace", "_is_whole", "_prune", "_sweep")


def _killing(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Stop the program for good at its n-th step, in the middle of what that step does."""
    count = 0

    def counted(act: Callable[..., object]) -> Callable[..., object]:
        def acting(*given: object) -> object:
            nonlocal count
            count += 1
            if count != step:
                return act(*given)
            if act.__name__ == "_write" and isinstance(given[0], Path) and isinstance(given[1], bytes):
                given[0].write_bytes(given[1][: len(given[1]) // 2])
            raise KeyboardInterrupt

        return acting

    for name in STEPS:
        monkeypatch.setattr(stick, name, counted(getattr(stick, name)))


def test_killed_at_any_step_the_old_or_the_new_set_stands(tmp_path: Path) -> None:
    """Whatever step is the last one, the start leads to a whole set, and the next run ends the work."""
    old, new = _wall("2026-11-19"), _wall("2026-11-20")
    seen: set[str] = set()
    for step in range(1, 100):
        target = tmp_path / str(step)
        root = fill(old, target).parent
        with pytest.MonkeyPatch.context() as patched:
            _killing(patched, step)
            try:
                fill(new, target)
            except KeyboardInterrupt:
                assert _is_whole(_present(root)), step
                seen.add(_present(root).name)
            else:
                break
        fill(new, target)
        assert _present(root) == root / new.name
        assert sorted(path.name for path in root.iterdir()) == sorted((old.name, new.name, MARK, START, NEWEST, ABOUT))
    assert seen == {old.name, new.name}
    assert step > 15


def test_killed_by_the_system_it_leaves_a_whole_set(tmp_path: Path) -> None:
    """A real process, filling without end, is killed with the signal that nobody can catch."""
    program = (
        "import sys; from pathlib import Path; from gongkai.stick import fill\n"
        "from tests.test_kiosk_command import _wall\n"
        "walls = [_wall(f'2026-11-{day:02}') for day in range(10, 20)]\n"
        "print('go', flush=True)\n"
        "while True:\n    for wall in walls: fill(wall, Path(sys.argv[1]))\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    child = subprocess.Popen(command, cwd=Path(__file__).parent.parent, stdout=subprocess.PIPE)
    assert child.stdout
    assert child.stdout.readline() == b"go\n"
    while not (tmp_path / "走廊屏" / START).exists():
        time.sleep(0.05)
    time.sleep(0.1)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert _is_whole(_present(tmp_path / "走廊屏"))


def test_a_filled_stick_plays_from_the_disk(page: Page, tmp_path: Path) -> None:
    """The start leads to the slides; a new set put on the stick is played without anybody touching the screen."""
    start_file = fill(_wall("2026-11-20", "第一套"), tmp_path)
    page.clock.install(time="2026-11-20T10:00:00+08:00")
    page.goto(start_file.as_uri())
    page.clock.run_for(30_000)
    page.wait_for_selector(".layer.on >> text=第一套")
    fill(_wall("2026-11-21", "第二套"), tmp_path)
    for _ in range(4):
        page.clock.run_for(61_000)
        page.wait_for_timeout(50)
    page.wait_for_selector(".layer.on >> text=第二套")
    assert "2026-11-21-" in page.url
    assert "第一套" in page.evaluate("kiosk.log.csv()")


# the public site


@pytest.mark.parametrize("name", ["manifest.json", "index.html"])
def test_a_wall_for_staff_in_the_public_site_is_refused(name: str) -> None:
    """Whoever copies the staff's screen among the school's own pages is told so before anything is published."""
    objections = {
        audience: [
            (finding.code.code, finding.location.path, finding.message, finding.cure)
            for finding in gate.own_pages([(f"content/wall/{name}", text.decode())], NOTHING_DECLARED)
            if finding.code is HIDDEN
        ]
        for audience, text in ((each, slides("2026-11-20", ("甲",), each)[name]) for each in ("社会", "教职工"))
    }
    message = "这是给教职工看的走廊屏（对内栏），不能放进对外的网站。"
    cure = "移出这个文件夹；对内栏用 gongkai kiosk --audience staff --to 装进 U 盘。"
    assert objections == {"社会": [], "教职工": [("G01", f"content/wall/{name}", message, cure)]}


def test_no_other_text_is_taken_for_a_wall() -> None:
    """A text about the format, damaged data and lists are not."""
    for text in ("", "gongkai-kiosk", '["gongkai-kiosk"]', '{"format": "gongkai-kiosk"', '{"x": "gongkai-kiosk"}'):
        assert made_for(text) == ""


# the command


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh school folder, made by `gongkai init`, as the current folder."""
    monkeypatch.delenv("GONGKAI_TODAY", raising=False)
    folder = tmp_path / "school"
    start(folder)
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ("kiosk", *arguments), prog_name="gongkai")


def test_the_command_fills_a_stick(school: Path, tmp_path: Path) -> None:
    """It says what is on it, how to start it and that it can be pulled out; the slides are those of the school."""
    result = run("--to", str(tmp_path / "usb"), "--today", "2026-11-20")
    root = tmp_path / "usb" / "走廊屏"
    assert result.output == (
        f"已装好对外栏，数据截至 2026-11-20：{root}\n"
        "怎样启动：打开 start.html；自动启动的办法写在“怎样启动.txt”里。\n"
        "可以拔下了，请先“安全弹出”。\n"
    )
    assert result.exit_code == 0
    page = (_present(root) / "index.html").read_text("utf-8")
    assert 'data-audience="社会" data-day="2026-11-20"' in page
    assert _is_whole(_present(root))


def test_the_command_fills_a_stick_for_staff(school: Path, tmp_path: Path) -> None:
    """The set for staff goes into a folder that says so, and never onto the stick of the public."""
    result = run("--to", str(tmp_path / "usb"), "--audience", "staff", "--today", "2026-11-20")
    assert "已装好对内栏（内部公开），数据截至 2026-11-20：" in result.output
    assert "这一套含只向教职工公开的内容，请妥善保管。\n" in result.output
    refused = run("--to", str(tmp_path / "usb"), "--today", "2026-11-20")
    assert refused.exit_code == 2
    assert refused.output.endswith(
        "走廊屏-内部公开 是给“教职工”看的，这次是给“社会”看的。两种走廊屏放在不同的 U 盘或文件夹，免得挂错地方。\n"
    )


def test_wrong_records_leave_the_stick(school: Path, tmp_path: Path) -> None:
    """When the check fails the findings are told and the stick is as it was."""
    file = school / "disclosures/notices/2026/procure-2026-1.md"
    file.write_text(file.read_text("utf-8").replace("事由: 采购", "事由: 采够"), "utf-8", newline="\n")
    result = run("--to", str(tmp_path / "usb"), "--today", "2026-11-20")
    assert result.exit_code == 1
    assert "M05 “事由”写的是“采够”。" in result.output
    assert result.output.endswith("共 错误 1 处。\n记录没有通过检查，走廊屏没有生成，U 盘没有改动。\n")
    assert not (tmp_path / "usb").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--port", "八千"), "选项 --port 写的是“八千”。写 1 到 65535 之间的数，如 8091。"),
        (("--port", "70000"), "选项 --port 写的是“70000”。写 1 到 65535 之间的数，如 8091。"),
        (("--port", "8091", "--to", "usb"), "--to 和 --port 只写一个：装进 U 盘不用端口。"),
        (("--audience", "parents"), "选项 --audience 写的是“parents”。可以写：public、staff。"),
        (("--to", "mkdocs.yml"), "mkdocs.yml 是一个文件，不是文件夹。写 U 盘或文件夹的位置。"),
    ],
)
def test_wrong_use_is_said_in_words(school: Path, arguments: tuple[str, ...], said: str) -> None:
    """Each wrong option has a sentence with its cure, and no stack trace."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_port_in_use_is_said_in_words(school: Path) -> None:
    """Another program on the port is named as the cause, another port as the cure."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run("--port", str(port), "--today", "2026-11-20")
    assert result.exit_code == 2
    assert f"端口 {port} 用不了，可能有别的程序正在用。换一个：gongkai kiosk --port 8090\n" in result.output


def _get(address: str) -> tuple[int, str, str]:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


@pytest.fixture
def trial(school: Path) -> Iterator[str]:
    """The address of `gongkai kiosk --audience staff`, running."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gongkai.cli", "kiosk", "--audience", "staff", "--port", str(port)]
    child = subprocess.Popen(
        [*command, "--today", "2026-11-20"],
        cwd=school,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # Tests that were started in the background ignore Ctrl+C, and would hand that down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - nothing is locked here
    )
    assert child.stdout
    first = child.stdout.readline()
    assert first == f"走廊屏（对内栏（内部公开），数据截至 2026-11-20）：http://127.0.0.1:{port}/staff/kiosk/\n"
    yield f"http://127.0.0.1:{port}/"
    child.send_signal(signal.SIGINT)
    assert (
        child.stdout.read() == "用浏览器打开上面的网址，按 F11 全屏。只有这台电脑看得到；按 Ctrl+C 结束。\n已结束。\n"
    )
    assert child.wait() == 0
    child.stdout.close()


def test_the_trial_serves_the_screen_and_nothing_else(trial: str) -> None:
    """The slides with their types, the way to them from the top, and a sentence everywhere else."""
    code, kind, text = _get(trial)
    assert (code, kind) == (200, "text/html; charset=utf-8")
    assert 'data-audience="教职工"' in text
    assert _get(f"{trial}staff/kiosk/manifest.json?1")[:2] == (200, "application/json")
    assert _get(f"{trial}staff/kiosk/sw.js")[:2] == (200, "text/javascript; charset=utf-8")
    for address in ("proposals/", "staff/kiosk/../../mkdocs.yml", "kiosk/"):
        code, _, text = _get(trial + address)
        assert (code, "这里只有<a" in text) == (404, True)
