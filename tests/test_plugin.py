"""The MkDocs door: what a refused build leaves behind, what `serve` shows, what may not collide."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from tests.attachment_files import cell, xlsx
from tests.builds import build, files_of
from tests.conftest import WriteTree
from tests.school import REVIEW, small_school

PROPOSAL_FOLDER = "disclosures/proposals/2026/05-03-012"


def test_a_clean_school_becomes_a_site(small_site: Path) -> None:
    """The home page holds the school's introduction, and each record stands at its number's address."""
    home = (small_site / "index.html").read_text("utf-8")
    assert "这里是学校自己的介绍。" in home
    assert "gongkai: introduction" not in home
    assert "<title>样例学校校务公开</title>" in home
    page = (small_site / "proposals/05-03-012/index.html").read_text("utf-8")
    assert "<title>延长晚餐供餐时间（提案 05-03-012） - 样例学校校务公开</title>" in page
    assert '<link rel="canonical" href="https://school.example/proposals/05-03-012/">' in page
    assert "gongkai-slot" not in page
    assert "林同" not in page


@pytest.mark.parametrize("heading", ["# 样例学校\n\n", "样例学校\n========\n\n", "#样例学校\n"])
def test_the_introduction_brings_no_second_heading(write_tree: WriteTree, heading: str) -> None:
    """A first-level heading at the top of content/index.md gives way to the board's own; lower ones stay."""
    folder = write_tree(small_school() | {"content/index.md": f"{heading}欢迎来看。\n\n## 怎样找\n\n用搜索。\n"})
    assert build(folder).returncode == 0
    home = (folder / "site/index.html").read_text("utf-8")
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", home) == ["条条有答复，件件有回音"]
    assert "欢迎来看。" in home
    assert "怎样找" in home
    lost = (folder / "site/404.html").read_text("utf-8")
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", lost) == ["没有找到这一页"]
    assert "Not found" not in lost


def test_an_overdue_answer_refuses_the_build_and_leaves_the_old_site(built_school: Path) -> None:
    """The sentence names file, line, column and cure; not one byte of the old site changes."""
    folder = built_school
    before = files_of(folder / "site")
    (folder / PROPOSAL_FOLDER / "reply-1.md").unlink()
    (folder / PROPOSAL_FOLDER / "feedback-1.md").unlink()
    done = build(folder)
    assert done.returncode == 1
    assert f"{PROPOSAL_FOLDER}/review.md:7:7: 错误 C02 答复期限 2026-04-30 已过 20 天，还没有答复。" in done.stderr
    assert "补上答复 reply-1.md；一时答复不了，补 delay-1.md（逾期说明），写明签批、原因和新期限。" in done.stderr
    assert "Traceback" not in done.stderr
    assert files_of(folder / "site") == before


def test_a_signed_delay_lets_the_build_through(write_tree: WriteTree) -> None:
    """逾期说明 with a new date still ahead: the site builds and marks the proposal 逾期."""
    tree = small_school()
    del tree[f"{PROPOSAL_FOLDER}/reply-1.md"], tree[f"{PROPOSAL_FOLDER}/feedback-1.md"]
    tree[f"{PROPOSAL_FOLDER}/delay-1.md"] = (
        "---\n日期: 2026-05-06\n签批: 分管副校长\n原因: 等待上级批复\n新期限: 2026-06-05\n---\n"
    )
    folder = write_tree(tree)
    done = build(folder)
    assert done.returncode == 0, done.stderr
    assert "逾期 20 天" in (folder / "site/proposals/05-03-012/index.html").read_text("utf-8")


def test_an_unknown_audience_aborts(write_tree: WriteTree) -> None:
    """A build for nobody known stops with a sentence and makes no site."""
    tree = small_school()
    tree["mkdocs.yml"] = tree["mkdocs.yml"].replace("today:", "audience: everybody, today:")
    folder = write_tree(tree)
    done = build(folder)
    assert done.returncode == 1
    assert "audience 写的是“everybody”。可以写：public（社会）、staff（教职工）。" in done.stderr
    assert not (folder / "site").exists()


def test_a_hand_written_page_may_not_take_a_generated_address(write_tree: WriteTree) -> None:
    """content/proposals.md would stand at /proposals/, where the list stands."""
    folder = write_tree(small_school(**{"content/proposals.md": "# 提案\n"}))
    done = build(folder)
    assert done.returncode == 1
    assert "content/proposals.md 和生成的页面 proposals/ 用了同一个地址。" in done.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("content/proposals/05-03-012.md", "content/proposals/05-03-012.md 和生成的页面 proposals/05-03-012/"),
        (
            "content/assets/gongkai/gongkai.css",
            "content/assets/gongkai/gongkai.css 和生成的文件 assets/gongkai/gongkai.css",
        ),
    ],
)
def test_nothing_that_the_school_wrote_is_written_over(name: str, said: str, write_tree: WriteTree) -> None:
    """Record pages and assets are written past MkDocs; a file at their address is a refusal all the same."""
    done = build(write_tree(small_school(**{name: "# x\n"})))
    assert done.returncode == 1
    assert f"{said} 用了同一个地址。给 content/ 里的文件换个名字。" in done.stderr


def test_an_own_page_of_a_chinese_name_has_one_address(write_tree: WriteTree) -> None:
    """MkDocs has encoded its address already; the sitemap and the page's head do not encode it again."""
    folder = write_tree(small_school(**{"content/说明.md": "# 说明\n"}))
    assert build(folder).returncode == 0
    whole = "https://school.example/%E8%AF%B4%E6%98%8E/"
    assert f"<loc>{whole}</loc>" in (folder / "site/sitemap.xml").read_text("utf-8")
    assert f'<link rel="canonical" href="{whole}">' in (folder / "site/说明/index.html").read_text("utf-8")


def test_links_to_what_is_generated_are_no_mistakes(write_tree: WriteTree) -> None:
    """A hand-written page may lead to a record, a list and a file of the board; a link to nothing stops --strict."""
    links = "[提案](proposals/05-03-012/index.md)、[清单](proposals/index.md)、[样式](assets/gongkai/gongkai.css)"
    folder = write_tree(small_school(**{"content/guide.md": f"# 怎样看\n\n{links}\n"}))
    done = build(folder, "--strict")
    assert done.returncode == 0, done.stderr
    guide = (folder / "site/guide/index.html").read_text("utf-8")
    assert 'href="../proposals/05-03-012/"' in guide
    assert 'href="../assets/gongkai/gongkai.css"' in guide
    assert '<meta name="description" content="怎样看' in guide
    assert "https://school.example/guide/" in (folder / "site/sitemap.xml").read_text("utf-8")
    (folder / "content/guide.md").write_text("# 怎样看\n\n[没有](proposals/99-99-999/index.md)\n", "utf-8")
    assert build(folder, "--strict").returncode == 1


def test_the_same_school_gives_the_same_site(built_school: Path) -> None:
    """Every byte, the sitemap and its compressed form included: no file knows when it was made."""
    before = files_of(built_school / "site")
    assert build(built_school, SOURCE_DATE_EPOCH="946684800").returncode == 0
    assert files_of(built_school / "site") == before


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"content/logo.svg": "<svg/>"}, "content/logo.svg:1:1: 错误 G03 这种文件打开时会运行，不能放进公开的网站。"),
        ({"content/old.html": "<p>x</p>"}, "content/old.html:1:1: 错误 G03 这种文件打开时会运行"),
        ({"content/a.js": "x()"}, "content/a.js:1:1: 错误 G03 这种文件打开时会运行"),
        ({"content/a.md": "# a\n\n<script>x()</script>\n"}, "content/a.md:1:1: 错误 G03 自己写的网页里有会运行"),
        ({"content/a.md": "# a\n\n![图](https://other.example/a.png)\n"}, "别的网站的图片或文件。"),
        ({"content/index.md": "欢迎<b onclick='x()'>看</b>。\n"}, "content/index.md:1:1: 错误 G03"),
    ],
)
def test_active_content_of_the_school_is_not_published(files: dict[str, str], said: str, write_tree: WriteTree) -> None:
    """Files that run, and markup that runs or asks another host, are refused, and the old site stands."""
    folder = write_tree({**small_school(), **files, "site/index.html": "上一次的网站"})
    done = build(folder)
    assert done.returncode == 1
    assert said in done.stderr
    assert (folder / "site/index.html").read_text("utf-8") == "上一次的网站"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "extra_javascript: [https://other.example/a.js]\n",
            "要从别的网站取文件：https://other.example/a.js。下载下来，放进 theme 的 custom_dir。",
        ),
        (
            "extra: {analytics: {provider: google, property: G-0}}\n",
            "mkdocs.yml 里的 extra.analytics 会把读者的访问报给别的网站。本站不统计读者，请删去这一项。",
        ),
    ],
)
def test_nothing_of_other_hosts_is_brought_in(write_tree: WriteTree, written: str, said: str) -> None:
    """mkdocs.yml cannot bring in another site's script or style, or have the readers counted by one."""
    tree = small_school()
    tree["mkdocs.yml"] = str(tree["mkdocs.yml"]) + written
    done = build(write_tree(tree))
    assert done.returncode == 1
    assert said in done.stderr


def test_a_logo_of_another_host_is_refused(write_tree: WriteTree) -> None:
    """Neither the school's sign nor the little one of the tab is fetched from elsewhere."""
    tree = small_school()
    settings = str(tree["mkdocs.yml"])
    assert "name: material" in settings
    tree["mkdocs.yml"] = settings.replace("name: material", "name: material\n  logo: https://other.example/a.svg", 1)
    done = build(write_tree(tree))
    assert done.returncode == 1
    assert "要从别的网站取文件：https://other.example/a.svg。" in done.stderr


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"content/contact.md": "# 联系\n\n打 13800001111 找工会。\n"},
            "content/contact.md:3:1: 错误 G02 自己写的网页里有手机号。",
        ),
        (
            {"content/13800001111.md": "# 联系\n"},
            "content/［手机号］.md:1:1: 错误 G02 网页的文件名或文件夹名里有个人信息。",
        ),
        ({"content/list.csv": "工会,13800001111\n"}, "content/list.csv:1:1: 错误 G02 自己写的网页里有手机号。"),
        (
            {"content/list.csv": "部门,电话\n工会,13800001111\n".encode("gb18030")},
            "content/list.csv:2:1: 错误 G02 自己写的网页里有手机号。",
        ),
        (
            {"content/list.txt": "工会 13800001111\n".encode("utf-16")},
            "content/list.txt:1:1: 错误 G02 自己写的网页里有手机号。",
        ),
        (
            {"content/list.xlsx": xlsx(f'<row r="1">{cell("A1", "13800001111")}</row>')},
            "content/list.xlsx:1:1: 错误 G02 网站文件里有手机号：工作表“名单”A 列第 1 行。",
        ),
        (
            {"content/list.xls": b"13800001111"},
            "content/list.xls:1:1: 错误 G02 看不了里面有没有个人信息：程序读不了 .xls 文件，不能公布。",
        ),
    ],
)
def test_a_hand_written_page_may_not_hold_personal_data(
    files: dict[str, str | bytes], said: str, write_tree: WriteTree
) -> None:
    """The gate reads what the school wrote beside its records, documents too, and repeats no number."""
    folder = write_tree({**small_school(), **files})
    done = build(folder)
    assert done.returncode == 1
    assert said in done.stderr
    assert "13800001111" not in done.stderr
    assert not (folder / "site").exists()


def test_the_environment_names_the_day_before_the_option_does(built_school: Path) -> None:
    """GONGKAI_TODAY outweighs `today` in mkdocs.yml: ten days on, the names have left the notice."""
    notice = built_school / "site/notices/title-2026-1/index.html"
    assert "段一苇" in notice.read_text("utf-8")
    assert build(built_school, GONGKAI_TODAY="2026-05-23").returncode == 0
    assert "段一苇" not in notice.read_text("utf-8")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A real `mkdocs serve`; yields its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "-a", f"127.0.0.1:{port}"]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        address = f"http://127.0.0.1:{port}/"
        try:
            _until(lambda: _answers(address), process)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=10) as response:  # our own server on the loopback
            return bool(response.status == 200)
    except OSError:
        return False


def _until(condition: object, process: subprocess.Popen[bytes], seconds: int = 60) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, "mkdocs serve ended"
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.2)


def test_serve_keeps_the_last_good_state_under_a_banner(write_tree: WriteTree, page: Page) -> None:
    """Saving a wrong record refreshes the browser: the old pages stay under a banner that says where and what."""
    folder = write_tree(small_school())
    review = folder / PROPOSAL_FOLDER / "review.md"
    with serving(folder) as address:
        page.goto(f"{address}proposals/05-03-012/")
        page.get_by_role("heading", name="延长晚餐供餐时间").wait_for()
        assert page.locator(".gk-findings").count() == 0
        review.write_text(REVIEW.replace("主办: 总务处", "主办：总务处"), "utf-8")
        page.locator(".gk-findings").wait_for(timeout=30_000)
        banner = page.locator(".gk-findings").inner_text()
        assert f"{PROPOSAL_FOLDER}/review.md:5:3" in banner
        assert "“主办”后面是全角冒号“：”。" in banner
        assert page.locator("h1").first.inner_text() == "延长晚餐供餐时间"
        review.write_text(REVIEW, "utf-8")
        page.locator(".gk-findings").wait_for(state="detached", timeout=30_000)


def test_serve_shows_the_findings_when_the_first_load_fails(write_tree: WriteTree, page: Page) -> None:
    """With no good state yet there is a page of findings, and it turns into the site once mended."""
    broken = small_school(**{f"{PROPOSAL_FOLDER}/review.md": REVIEW.replace("去向: 立案", "去向: 通过")})
    folder = write_tree(broken)
    with serving(folder) as address:
        page.goto(address)
        assert "“去向”写的是“通过”。" in page.locator(".gk-findings").inner_text()
        assert page.locator("h1").first.inner_text() == "还没有可以显示的内容"
        (folder / PROPOSAL_FOLDER / "review.md").write_text(REVIEW, "utf-8")
        page.get_by_text("这里是学校自己的介绍。").wait_for(timeout=30_000)


def test_record_pages_stay_out_of_the_navigation(small_site: Path) -> None:
    """No page's navigation names a record: a page's size cannot depend on how many records there are."""
    for path in small_site.rglob("index.html"):
        for nav in re.findall(r"<nav.*?</nav>", path.read_text("utf-8"), re.DOTALL):
            assert not re.search(r'href="[^"]*(05-03-012|title-2026-1|office-2026-03)', nav)


@pytest.mark.parametrize("option", ["records: 5", "today: '2026-13-01'", "colour: red"])
def test_wrong_options_are_explained(write_tree: WriteTree, option: str) -> None:
    """A wrong option is a Chinese sentence or MkDocs' own configuration error, never a traceback."""
    tree = small_school()
    tree["mkdocs.yml"] = re.sub(r"gongkai: \{.*\}", f"gongkai: {{{option}}}", tree["mkdocs.yml"])
    done = build(write_tree(tree))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
