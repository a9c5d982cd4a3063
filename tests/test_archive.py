"""`gongkai build --archive`: a zip that is read from a disk, whole, the same every time, safe to unpack anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote
from zipfile import ZipFile, ZipInfo

import pytest
from gongkai.archive import ABOUT, INDEX, SUMS, Archive, check_target, safe, target_of, write
from gongkai.cli import main
from gongkai.publish import Edition, edition
from gongkai.records import Audience
from gongkai.render.pages import Asset, Entry, Page
from gongkai.rules.privacy import NOTHING_DECLARED
from gongkai.settings import find
from gongkai.staging import MARK, ReplacementError
from markupsafe import Markup
from playwright.sync_api import Page as Tab
from playwright.sync_api import Request, expect

from tests.conftest import WriteTree
from tests.school import small_school
from tests.site import ROOT

TODAY = date(2026, 11, 20)
FOOTER = {"name": "青禾学校", "icp": "", "police": "", "accountability": ""}


def _archive(*outputs: Page | Asset, audience: Audience = Audience.PUBLIC) -> Archive:
    return Archive(Edition(outputs, (), FOOTER, NOTHING_DECLARED), audience, TODAY)


HOME = Page("", "首页", Markup('<p><a href="proposals/">提案</a> href="proposals/"</p>'))


def _read(path: Path) -> dict[str, bytes]:
    """Every file of an archive by its path within its folder."""
    with ZipFile(path) as opened:
        return {name.partition("/")[2]: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo school's public archive."""
    found = replace(find(ROOT / "mkdocs.yml"), previous=None)
    target = tmp_path_factory.mktemp("archive") / "a.zip"
    write(Archive(edition(found, TODAY), Audience.PUBLIC, TODAY, "欢迎。", found.site_url), target)
    return target


@pytest.fixture(scope="module")
def unpacked(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive as somebody unpacks it, in a folder whose name is awkward."""
    folder = tmp_path_factory.mktemp("stick") / "U 盘 #1"
    with ZipFile(demo) as opened:
        opened.extractall(folder)
    return folder / "校务公开-2026-11-20"


class _Links(HTMLParser):
    """Every address that a page leads to or loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src", "action", "data-gk-script") and value]


def _broken(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    for name, content in files.items():
        if not name.endswith(".html"):
            continue
        parser = _Links()
        parser.feed(content.decode())
        for link in parser.found:
            path = unquote(link.split("#")[0].split("?")[0])
            if path and not re.match(r"[a-z]+:", link) and normpath(join(name, "..", path)) not in files:
                yield name, link


def test_every_link_leads_to_a_file_in_it(demo: Path) -> None:
    """No link of any page of the demo's archive leads to a folder, or out of it, or to nothing."""
    files = _read(demo)
    assert len(files) > 1000
    assert list(_broken(files)) == []


def test_only_links_are_rewritten(tmp_path: Path) -> None:
    """A link to a folder leads to its page; the same letters in a sentence stay; queries and anchors are kept."""
    listing = Page(
        "proposals/",
        "提案",
        Markup(
            '<p><a href="../">首</a><a href="../opinions/?状态=逾期#a">意</a>'
            '<a href="#b">本页</a><a href="?状态=逾期">筛</a>'
            '<a href="https://qinghe.example/x/">外</a><a href="a.csv">数</a></p><form action="../search/"></form>'
        ),
    )
    write(_archive(HOME, listing), tmp_path / "a.zip")
    files = _read(tmp_path / "a.zip")
    assert '<p><a href="proposals/index.html">提案</a> href="proposals/"</p>' in files["index.html"].decode()
    assert (
        '<p><a href="../index.html">首</a><a href="../opinions/index.html?状态=逾期#a">意</a><a href="#b">本页</a>'
        '<a href="?状态=逾期">筛</a><a href="https://qinghe.example/x/">外</a><a href="a.csv">数</a></p>'
        '<form action="../search/index.html"></form>'
    ) in files["proposals/index.html"].decode()


def test_it_is_read_from_a_disk(page: Tab, unpacked: Path) -> None:
    """Home, list, record, attachment and search work without a server, without a failed or a foreign request."""
    asked: list[str] = []
    failed: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    page.goto((unpacked / "index.html").as_uri())
    expect(page.get_by_text("这是 2026年11月20日的存档")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Songti SC"')
    page.locator(".gk-more").get_by_role("link", name="提案", exact=True).first.click()
    assert page.locator("#list > li").count() > 30
    page.locator("#list a").first.click()
    assert page.locator("h1").count() == 1
    attached = next(unpacked.rglob("*.pdf"), None) or next(unpacked.rglob("*.xlsx"))
    record = attached.parent / "index.html"
    page.goto(record.as_uri())
    href = page.locator(f'a[href$="{attached.name}"], a[href$="{page.evaluate("encodeURI", attached.name)}"]').first
    assert Path(unquote(page.evaluate("link => link.pathname", href.element_handle()))) == attached
    page.goto((unpacked / "search" / "index.html").as_uri() + "?q=食堂")
    first = page.locator("#gk-results a").first
    expect(first).to_be_visible()
    first.click()
    assert page.url.endswith("/index.html")
    assert "食堂" in page.locator("body").inner_text()
    assert failed == []
    assert {url.partition(":")[0] for url in asked} == {"file"}


def test_the_index_leads_to_everything(demo: Path) -> None:
    """目录.html names every page and every attachment once, without script and without style."""
    files = _read(demo)
    text = files[INDEX].decode()
    assert not re.search(r"<script|<style|<link|\sstyle=|\sclass=", text)
    listed = [unquote(link) for link in re.findall(r'href="([^"#]+)"', text)]
    pages = {name for name in files if name.endswith("/index.html") and b'http-equiv="refresh"' not in files[name]}
    unlisted = {"embed/index.html", "kiosk/index.html"}  # a frame for other sites, and the screen of a hallway
    assert pages - unlisted <= set(listed)
    assert len(listed) == len(set(listed))
    assert '<h2 id="proposals">提案</h2>\n<h3>2026 年（' in text
    with_papers = [name for name in listed if name.endswith((".pdf", ".csv", ".xlsx", ".docx", ".png"))]
    assert with_papers


def test_the_index_is_by_kind_and_year(tmp_path: Path) -> None:
    """The newest year and the newest record first, attachments under their record, the rest under 栏目."""

    def record(number: str, day: str) -> Page:
        return Page(
            f"opinions/{number}/", f"意见<{number}>", Markup(""), is_record=True, entry=Entry("", "意见", "", day)
        )

    paper = Asset("opinions/a/照片 1.png", b"", is_attached=True)
    write(
        _archive(HOME, record("a", "2025-03-01"), paper, record("b", "2026-01-02"), record("c", "2026-05-04")),
        tmp_path / "a.zip",
    )
    text = _read(tmp_path / "a.zip")[INDEX].decode()
    order = ["2026 年（2 页）", "意见&lt;c&gt;", "意见&lt;b&gt;", "2025 年（1 页）", "意见&lt;a&gt;", "附件："]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert '<a href="opinions/a/%E7%85%A7%E7%89%87%201.png">照片 1.png</a>' in text


def test_the_sums_are_right(demo: Path) -> None:
    """Every file has its sum, and the text says the sum of the sums."""
    files = _read(demo)
    lines = (line.split("  ", 1) for line in files[SUMS].decode().splitlines())
    sums = {name: digest for digest, name in lines}
    assert sums == {name: sha256(files[name]).hexdigest() for name in files.keys() - {SUMS, ABOUT, MARK}}
    about = files[ABOUT].decode("utf-8-sig")
    assert sha256(files[SUMS]).hexdigest() in about
    assert f"2026年11月20日的校务公开网站的一份完整副本，共 {len(sums)} 个文件" in about
    assert "内部公开" not in about
    assert about.replace("\r\n", "").count("\n") == 0


def test_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    """Names, times, rights and order depend on nothing but the edition."""
    paper = Asset("opinions/a/照片.png", b"x" * 1000, is_attached=True)
    for name in ("a.zip", "b.zip"):
        write(_archive(HOME, paper), tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with ZipFile(tmp_path / "a.zip") as opened:
        entries = opened.infolist()
    assert {(entry.date_time, entry.external_attr, entry.create_system) for entry in entries} == {
        ((2026, 11, 20, 0, 0, 0), 0o100644 << 16, 3)
    }


def test_windows_can_unpack_it(demo: Path) -> None:
    """Names are marked as UTF-8, lie in one folder, and are short, unreserved and different in any case."""
    with ZipFile(demo) as opened:
        entries: list[ZipInfo] = opened.infolist()
    names = [entry.filename for entry in entries]
    assert all(entry.flag_bits & 0x800 for entry in entries)
    assert {name.partition("/")[0] for name in names} == {"校务公开-2026-11-20"}
    assert max(map(len, names)) < 200
    assert len({name.lower() for name in names}) == len(names)
    assert not [name for name in names if re.search(r'[<>:"|?*\\]|[. ](?:/|$)', name)]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("opinions/a/照片.png", "opinions/a/照片.png"),
        ("opinions/con/index.html", "opinions/_con/index.html"),
        ("opinions/a/AUX.pdf", "opinions/a/_AUX.pdf"),
        ('opinions/a/何时?"开":会|.pdf', "opinions/a/何时__开__会_.pdf"),
        ("opinions/a/末尾. /x.csv", "opinions/a/末尾_/x.csv"),
    ],
)
def test_names_are_made_safe(address: str, name: str) -> None:
    """What Windows refuses is replaced, everything else stays."""
    assert safe(address) == name


def test_a_long_name_is_cut_and_stays_its_own(tmp_path: Path) -> None:
    """Two long names with one beginning become two short ones, and the pages lead to them."""
    first, second = (f"opinions/a/{'长' * 230}{n}.pdf" for n in "12")
    assert len(safe(first)) < 200
    assert safe(first) != safe(second)
    assert safe(first).endswith(".pdf")
    page = Page("opinions/a/", "甲", Markup(f'<a href="{"长" * 230}1.pdf">附件</a>'), is_record=True)
    papers = (Asset(first, b"1", is_attached=True), Asset(second, b"2", is_attached=True))
    write(_archive(page, *papers), tmp_path / "a.zip")
    files = _read(tmp_path / "a.zip")
    assert {first, second}.isdisjoint(files)
    assert [content for name, content in files.items() if name.endswith(".pdf")] == [b"1", b"2"]
    assert [link for _, link in _broken(files) if link.endswith(".pdf")] == []
    text = files["opinions/a/index.html"].decode()
    assert unquote(text.split('">附件</a>')[0].split('href="')[-1]) in {name.rpartition("/")[2] for name in files}


def test_what_only_a_server_needs_is_left_out(demo: Path) -> None:
    """No page for lost addresses, no words to crawlers."""
    assert not [name for name in _read(demo) if re.fullmatch(r"404\.html|robots\.txt|sitemap.*", name)]


def test_the_staff_archive_says_what_it_is(tmp_path: Path) -> None:
    """Its suggested name, its folder, its pages, its index and its text say 内部公开."""
    archive = _archive(HOME, audience=Audience.STAFF)
    assert archive.name == "青禾学校校务公开-2026-11-20-内部公开.zip"
    target = target_of(tmp_path, archive.name)
    write(archive, target)
    assert target.name == archive.name
    with ZipFile(target) as opened:
        assert {name.partition("/")[0] for name in opened.namelist()} == {"校务公开-2026-11-20-内部公开"}
    files = _read(target)
    for name in ("index.html", INDEX):
        assert "内部公开" in files[name].decode()
    assert "【内部公开】" in files[ABOUT].decode("utf-8-sig")


def test_only_an_own_archive_is_replaced(tmp_path: Path) -> None:
    """A foreign zip, a file that is none, and one for the other audience stay as they are."""
    foreign, text, own = (tmp_path / name for name in ("foreign.zip", "text.zip", "own.zip"))
    with ZipFile(foreign, "w") as opened:
        opened.writestr("a.txt", "a")
    text.write_text("报销单", "utf-8")
    write(_archive(HOME, audience=Audience.STAFF), own)
    before = {path: path.read_bytes() for path in (foreign, text, own)}
    for path, words in (
        (foreign, "已经有了，不是这里生成的存档，没有动它。换一个名字。"),
        (text, "已经有了，不是这里生成的存档，没有动它。换一个名字。"),
        (own, "是给“教职工”看的存档，这次要生成给“社会”看的。两种存档用不同的名字。"),
    ):
        with pytest.raises(ReplacementError, match=re.escape(words)):
            write(_archive(HOME), path)
    assert {path: path.read_bytes() for path in before} == before
    check_target(own, Audience.STAFF)
    write(_archive(HOME, HOME.__class__("x/", "新", Markup("新")), audience=Audience.STAFF), own)
    assert "x/index.html" in _read(own)
    with pytest.raises(ReplacementError, match="不是 zip 文件，也不是已有的文件夹"):
        target_of(tmp_path / "a.rar", "b.zip")


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full half-way, the old archive stands and no part of the new one lies about."""
    target = tmp_path / "a.zip"
    write(_archive(HOME), target)
    before = target.read_bytes()

    def full(self: ZipFile, entry: ZipInfo, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ZipFile, "writestr", full)
    with pytest.raises(OSError, match="No space"):
        write(_archive(HOME, replace(HOME, title="新")), target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_the_command_says_what_it_made(
    write_tree: WriteTree, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file, how many files, for whom, how to read it; in a folder it finds its own name."""
    folder = write_tree(small_school())
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as ended:
        main(["build", "--archive", ".", "--today", "2026-05-20"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    (made,) = folder.glob("*.zip")
    assert re.fullmatch(r".+校务公开-2026-05-20\.zip", made.name)
    count = len(_read(made))
    assert said.startswith(f"已把 {count} 个文件打成存档，给社会看：{made.name}\n")
    assert said.endswith("怎样看：解压以后打开 index.html。\n")
    with pytest.raises(SystemExit):
        main(["build", "--archive", "x.zip", "--audience", "staff", "--today", "2026-05-20"])
    said = capsys.readouterr().out
    assert "文件名里最好写明，如" in said
    assert "校务公开-2026-05-20-内部公开.zip。" in said
