"""`gongkai build --to`: a whole site in one step, and never anything half-published."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from gongkai.cli.starting import introduction, start
from gongkai.publish import Edition, edition
from gongkai.records import Audience
from gongkai.settings import Settings, settings
from gongkai.staging import MARK, ReplacementError, check_target, publish, tree

from tests.builds import files_of

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("school") / "school"
    start(folder)
    return folder


@pytest.fixture(scope="module")
def made(base: Path) -> Edition:
    return edition(settings(base, {}), TODAY)


def _site(made: Edition, base: Path) -> dict[str, bytes]:
    return dict(tree(made, Audience.PUBLIC, introduction(base)))


class _Links(HTMLParser):
    """Every address that a page leads to or loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src", "action") and value]


def test_every_page_stands_in_its_shell(made: Edition, base: Path) -> None:
    """A page has title, language, security policy, navigation and footer, and no inline script or style."""
    site = _site(made, base)
    text = site["proposals/01-01-001/index.html"].decode()
    assert text.startswith('<!doctype html>\n<html lang="zh-CN" dir="ltr">\n')
    assert re.search(r"<title>[^<]*给阅览室加装护眼台灯[^<]* - 示例学校</title>", text)
    assert "default-src &#39;none&#39;; script-src &#39;self&#39;; style-src &#39;self&#39;;" in text
    assert '<link rel="stylesheet" href="../../assets/gongkai/gongkai.css">' in text
    assert "第一责任人：党支部书记" in text
    for address, content in site.items():
        if address.endswith(".html"):
            assert not re.search(rb"<style|<script(?![^>]*\b(?:src|type)=)|\sstyle=|\son[a-z]+=", content), address


def test_every_page_ends_with_the_same_foot(made: Edition, base: Path) -> None:
    """Where to speak up, the data, the day; addresses from the page itself."""
    text = _site(made, base)["proposals/01-01-001/index.html"].decode()
    foot = text[text.index("<footer") :]
    for address, words in (("intake/opinion/", "我要反映"), ("data/", "开放数据"), ("access/", "无障碍说明")):
        assert f'<a href="../../{address}">{words}</a>' in foot
    assert f"数据截至 {made.footer['today']}" in foot


def test_the_tree_has_the_heads_of_the_theme(made: Edition, base: Path) -> None:
    """Canonical address, sharing card, linked data, sitemap and the page that searches are the same in both doors."""
    site = dict(tree(made, Audience.PUBLIC, introduction(base), "https://school.example/board/"))
    text = site["proposals/01-01-001/index.html"].decode()
    assert '<link rel="canonical" href="https://school.example/board/proposals/01-01-001/">' in text
    assert '<script type="application/ld+json">{"@context":"https://schema.org"' in text
    assert "<loc>https://school.example/board/proposals/01-01-001/</loc><lastmod>" in site["sitemap.xml"].decode()
    lost = site["404.html"].decode()
    assert '<form class="gk-find gk-missed" action="/board/search/" method="get"' in lost
    assert 'href="/board/assets/gongkai/gongkai.css"' in lost
    assert "canonical" not in lost


def test_no_page_asks_another_host(made: Edition, base: Path) -> None:
    """Nothing that a page loads lies on another host."""
    for address, content in _site(made, base).items():
        if address.endswith(".html"):
            assert not re.search(rb'(?:src|<link[^>]* href)="(?:https?:)?//', content), address


def test_links_lead_somewhere(made: Edition, base: Path) -> None:
    """Every relative link of every page leads to a file of the site."""
    site = _site(made, base)
    broken = []
    for address, content in site.items():
        if not address.endswith(".html"):
            continue
        parser = _Links()
        parser.feed(content.decode())
        for link in parser.found:
            target = link.split("#")[0].split("?")[0]
            if not target or re.match(r"[a-z]+:", target):
                continue
            parts: list[str] = address.split("/")[:-1]
            for part in target.split("/"):
                if part == "..":
                    parts.pop()
                elif part not in (".", ""):
                    parts.append(part)
            path = "/".join(parts)
            if path not in site and f"{path}/index.html".lstrip("/") not in site:
                broken.append((address, link))
    assert broken == []


def test_home_page_has_the_schools_own_words(made: Edition, base: Path) -> None:
    """The introduction of content/index.md stands in the home page, and no placeholder remains."""
    home = _site(made, base)["index.html"].decode()
    assert "条条有答复，件件有回音。" in home
    assert "gongkai: introduction" not in home


def test_tree_is_the_same_twice(base: Path, made: Edition) -> None:
    """The same records on the same day give the same bytes."""
    again: Settings = settings(base, {})
    assert _site(edition(again, TODAY), base) == _site(made, base)


def test_staff_build_says_so(base: Path) -> None:
    """A staff build is marked on every page and asks not to be indexed."""
    made = edition(settings(base, {"audience": "staff"}), TODAY)
    for address, content in tree(made, Audience.STAFF):
        if address.endswith(".html") and not address.startswith("embed/"):
            marked = '<p class="internal">内部公开</p>' if address.startswith("kiosk/") else "示例学校 · 内部公开"
            assert marked in content.decode()
            assert '<meta name="robots" content="noindex">' in content.decode()


FILES = (("index.html", b"new"), (MARK, "社会\n".encode()))


def test_a_build_replaces_an_earlier_one_whole(tmp_path: Path) -> None:
    """Pages that are no longer made are gone, and nothing is left beside the folder."""
    target = tmp_path / "site"
    publish((*FILES, ("old/index.html", b"old")), target, Audience.PUBLIC)
    assert publish(FILES, target, Audience.PUBLIC) == 2
    assert files_of(target) == dict(FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    """An empty folder is taken as it is, and one that is missing is made with its parents."""
    publish(FILES, tmp_path, Audience.PUBLIC)
    assert files_of(tmp_path) == dict(FILES)
    publish(FILES, tmp_path / "deep" / "site", Audience.PUBLIC)


def test_a_failed_build_leaves_the_old_site(tmp_path: Path) -> None:
    """When a page cannot be made half-way, what was published stays and nothing lies about."""
    target = tmp_path / "site"
    publish(FILES, target, Audience.PUBLIC)

    def broken() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"half"
        raise OSError("磁盘满了")

    with pytest.raises(OSError, match=r"磁盘满了"):
        publish(broken(), target, Audience.PUBLIC)
    assert files_of(target) == dict(FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_foreign_folders_are_refused(tmp_path: Path) -> None:
    """A folder with somebody's files, a file, and a build for another audience are left alone."""
    (tmp_path / "notes.txt").write_text("私人文件", "utf-8")
    with pytest.raises(ReplacementError, match=r"里已经有别的内容，没有动它。换一个空的或还没有的文件夹。$"):
        publish(FILES, tmp_path, Audience.PUBLIC)
    with pytest.raises(ReplacementError, match=r"notes.txt 是一个文件，不是文件夹。换一个名字。$"):
        check_target(tmp_path / "notes.txt", Audience.PUBLIC)
    target = tmp_path / "site"
    publish(FILES, target, Audience.PUBLIC)
    with pytest.raises(
        ReplacementError, match=r"里是给“社会”看的，这次要生成给“教职工”看的。两种版本放在不同的文件夹。$"
    ):
        check_target(target, Audience.STAFF)
    assert (tmp_path / "notes.txt").read_text("utf-8") == "私人文件"
