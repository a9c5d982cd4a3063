"""The byte gate of `gongkai publish`: what a site must not say, links that lead nowhere, what is no part of it."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from gongkai.findings import Finding
from gongkai.publication.leading import dead_links
from gongkai.publication.scanning import Sought, leaks, places
from gongkai.publication.strays import strays

HIDDEN = frozenset({"段一苇", "二楼东侧的房间改作心理咨询室使用"})
URL = "https://school.example/board/"


def _leaks(files: Mapping[str, bytes], **changed: object) -> list[tuple[str, str]]:
    sought = Sought(HIDDEN, **changed)  # type: ignore[arg-type]
    return [(each.code.code, each.location.path) for each in leaks(files.items(), sought)]


def _zipped(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("names.csv", text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("a/index.html", "<p>推荐 段一苇 为人选</p>".encode()),
        ("a/index.html", "<p>推荐：段<b>一</b>苇。</p>".encode()),
        ("a/index.html", "<p>推荐：段&#19968;苇。</p>".encode()),
        ("a/index.html", "<p>推荐：段\u200b一\u2060苇。</p>".encode()),
        ("a/index.html", "<img alt='段一苇'>".encode()),
        ("a/index.html", b'<a href="?q=%E6%AE%B5%E4%B8%80%E8%8B%87">'),
        ("a/index.html", '<script type="application/ld+json">{"name":"段\\u4e00苇"}</script>'.encode()),
        ("a/index.html", "<p>二楼东侧的房间改作<em>心理咨询室</em>使用。</p>".encode()),
        ("search/index.json", b'["\\u6bb5\\u4e00\\u82c7"]'),
        ("a.js", 'x="二楼东侧的房间改作心理咨询室使用"'.encode()),
        ("data/names.zip", _zipped("段一苇,语文组")),
        ("names.csv.gz", gzip.compress("段一苇,语文组".encode())),
        ("feed.xml", "<title>段一苇</title>".encode()),
        ("calendars/a.ics", "SUMMARY:段一\r\n 苇\r\n".encode()),
        ("a.unknown", b"\x00\x01" + "段一苇 ".encode()),
        ("%E6%AE%B5%E4%B8%80%E8%8B%87.txt", b""),
    ],
    ids=range(16),
)
def test_a_hidden_value_is_found_however_it_is_written(address: str, data: bytes) -> None:
    """Tags within a word, entities, invisible signs, addresses, archives, folded lines: each file is named once."""
    assert _leaks({"index.html": b"<p>clean</p>", address: data}) == [("G01", address)]
    assert places([("index.html", b"clean"), (address, data)], HIDDEN) == (address,)


def test_a_name_within_a_longer_word_is_none() -> None:
    """段一苇 is no word of its own in 阶段一苇草; a number that two cells make together is nobody's."""
    assert _leaks({"index.html": "<p>阶段一苇草</p><td>138</td><td>0013</td><td>8000</td>".encode()}) == []


def test_personal_data_and_staff_walls_are_found(tmp_path: Path) -> None:
    """A mobile number in any page, and the wall for staff whatever it is called."""
    files = {"a.html": b"<p>13800138000</p>", "b.html": '<body class="k" data-audience="教职工">'.encode()}
    assert _leaks(files) == [("G02", "a.html"), ("G01", "b.html")]


def test_what_was_gated_before_and_the_manual_are_not_looked_at() -> None:
    """A file that the edition gave has been through the gate; a sample of the manual may be called like somebody."""
    files = {"a.txt": "段一苇".encode(), "rules/C01/index.html": "<p>段一苇</p>".encode()}
    passed = frozenset({("a.txt", "段一苇".encode())})
    assert _leaks(files, passed=passed, manual={"rules/C01/index.html"}) == []
    assert _leaks(files, passed={("a.txt", b"other")}) == [("G01", "a.txt"), ("G01", "rules/C01/index.html")]
    assert _leaks(files, is_public=False) == []


def test_what_is_found_is_not_repeated() -> None:
    """Neither message nor cure holds the name."""
    for finding in leaks([("a.html", "<p>段一苇</p>".encode())], Sought(HIDDEN)):
        assert "段一苇" not in finding.message + finding.cure


def _dead(files: Mapping[str, str], site_url: str = URL) -> list[Finding]:
    return list(dead_links(((name, text.encode()) for name, text in files.items()), files, site_url))


def test_links_that_lead_somewhere() -> None:
    """Folders, files, anchors, queries, the site's whole address, other hosts, escaped names, sets of pictures."""
    page = (
        '<a href="../">上</a><a href="../b/#x">b</a><a href="?q=1">q</a><a href="#x">x</a><a href=".">.</a>'
        f'<a href="{URL}b/">b</a><a href="/board/b">b</a><a href="/board/">home</a><a href="mailto:a@b.example">m</a>'
        '<a href="https://other.example/nothing">o</a><img src="../%E5%9B%BE.png" srcset="../图.png 1x, ../b/ 2x">'
    )
    files = {"index.html": "", "a/index.html": page, "b/index.html": "", "图.png": "", "s.css": "x{src:url(图.png)}"}
    assert _dead(files) == []


def test_links_that_lead_nowhere() -> None:
    """Each missing address is told once, with the first page that names it and how many do."""
    files = {
        "index.html": '<a href="c/">c</a><img src="no.png"><form action="/elsewhere/">',
        "a/index.html": '<a href="../c/index.html">c</a><a href="../c/">c</a><a href="../../up/">u</a>',
        "s.css": "x{background:url('gone.woff2')}",
    }
    told = [(each.location.path, each.message) for each in _dead(files)]
    assert told == [
        ("a/index.html", "这里的链接通不到：网站里没有“../up”。"),
        ("index.html", "这里的链接通不到：网站里没有“/elsewhere/”。"),
        ("index.html", "这里的链接通不到：网站里没有“c”（共 2 处）。"),
        ("a/index.html", "这里的链接通不到：网站里没有“c/index.html”。"),
        ("s.css", "这里的链接通不到：网站里没有“gone.woff2”。"),
        ("index.html", "这里的链接通不到：网站里没有“no.png”。"),
    ]


def test_files_that_are_no_part_of_a_site(tmp_path: Path) -> None:
    """Repositories, keys, ledgers, settings, backups, maps and links out are named; what belongs to a site is not."""
    kinds = {
        ".git/config": "版本库",
        "a/.gitignore": "版本库",
        ".env": "环境变量或密钥",
        "release-key": "环境变量或密钥",
        "a/server.pem": "环境变量或密钥",
        "ledger.jsonl": "发布台账",
        "a/approvers.yml": "学校的设置",
        "mkdocs.yml": "学校的设置",
        "index.html~": "编辑器或系统留下的文件",
        "a/.index.md.swp": "编辑器或系统留下的文件",
        "a/Thumbs.db": "编辑器或系统留下的文件",
        "a/main.js.map": "程序源码的对照表",
        ".hidden": "隐藏的文件",
    }
    for name in (*kinds, "index.html", ".gongkai-build", ".nojekyll", ".well-known/security.txt", "a/map.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "out").symlink_to("/etc")
    found = {each.location.path: each.message for each in strays(tmp_path)}
    expected = {name: f"这是{kind}，不能放进网站。" for name, kind in {**kinds, "out": "通到别处的链接"}.items()}
    assert found == expected
