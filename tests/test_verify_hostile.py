"""Copies made to mislead or to break the program: each ends in a verdict or a sentence."""

from __future__ import annotations

import json
import random
import shutil
import struct
import warnings
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from click.testing import CliRunner
from gongkai.archive import Archive, write
from gongkai.cli import main
from gongkai.publish import edition
from gongkai.records import Audience
from gongkai.release import CHAIN, PAPERS, RELEASE, SUMS, Chain, Manifest, seal
from gongkai.release.reading import MisreadError, chain_of, manifest_of
from gongkai.release.sources import Unverifiable
from gongkai.release.zipped import ARCHIVE_SUMS
from gongkai.settings import find
from gongkai.source.releases import MANIFEST

from tests.conftest import ServeFolder, WriteTree, serving
from tests.school import small_school
from tests.sealed_sites import sealed_site, three, told, verdict

PAGE = "proposals/05-03-012/index.html"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return three(tmp_path_factory.mktemp("releases"))[1]


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return shutil.copytree(original, tmp_path / "site")


def files_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def zipped(folder: Path, prefix: str = "", *more: tuple[str | ZipInfo, bytes]) -> Path:
    """A zip of a folder, and further entries as they are given."""
    target = folder.with_suffix(".zip")
    with warnings.catch_warnings(), ZipFile(target, "w", ZIP_DEFLATED) as file:
        warnings.simplefilter("ignore")
        for name, data in files_of(folder):
            file.writestr(f"{prefix}{name}", data)
        for each, data in more:
            file.writestr(each, data)
    return target


# Zips ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "site/", "a/b/"])
def test_a_zip_of_a_site_is_verified_where_it_lies(folder: Path, prefix: str) -> None:
    """At its top or in a folder, whole or not; nothing is written beside it."""
    target = zipped(folder, prefix)
    found = verdict(target)
    assert told(found) == []
    assert found.files == 7
    (folder / PAGE).write_bytes(b"")
    assert told(verdict(zipped(folder, prefix))) == [("empty", PAGE)]
    assert {path.name for path in folder.parent.iterdir()} == {"site", "site.zip"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", ("zip-escape", "../../etc/passwd")),
        ("/etc/passwd", ("zip-escape", "/etc/passwd")),
        ("..\\x", ("zip-escape", "..\\x")),
        ("C:/x", ("zip-escape", "C:/x")),
        ("a//b", ("zip-escape", "a//b")),
        ("index.html", ("zip-twice", "index.html")),
        ("new/", ("empty-folder", "new/")),
        (".hidden", ("added", ".hidden")),
        ("__MACOSX/._x", ("added", "__MACOSX/._x")),
    ],
)
def test_what_a_zip_holds_besides_is_named(folder: Path, name: str, expected: tuple[str, str]) -> None:
    """A way out of the folder, a name twice, folders and files that are not in the list."""
    entry = ZipInfo(name)
    entry.filename = name
    assert told(verdict(zipped(folder, "", (entry, b"")))) == [expected]


def test_a_link_in_a_zip(folder: Path) -> None:
    """Its target is never looked at."""
    entry = ZipInfo("link")
    entry.external_attr = 0o120777 << 16
    assert told(verdict(zipped(folder, "", (entry, b"/etc/passwd")))) == [("link", "link")]


def test_names_in_the_encoding_of_an_old_windows(folder: Path) -> None:
    """A zip that does not say its encoding is read as UTF-8, or as GB18030."""
    target = folder.with_suffix(".zip")
    for encoding in ("utf-8", "gb18030"):
        name = "名单 一.pdf"
        with ZipFile(target, "w") as file:
            for path, data in files_of(folder):
                stand_in = path.replace(name, "x" * len(name.encode(encoding)))
                file.writestr(stand_in, data)
        raw = target.read_bytes().replace(b"x" * len(name.encode(encoding)), name.encode(encoding))
        target.write_bytes(raw)
        assert told(verdict(target)) == []


def test_a_bomb_is_not_unpacked(folder: Path) -> None:
    """A file that shrank beyond reason is named by its sizes, whether the list has it or not."""
    with ZipFile(folder.with_suffix(".zip"), "w", ZIP_DEFLATED) as file:
        for name, data in files_of(folder):
            file.writestr(name, bytes(3_000_000) if name == PAGE else data)
        file.writestr("bomb", bytes(3_000_000))
    found = verdict(folder.with_suffix(".zip"))
    assert told(found) == [("zip-bomb", PAGE), ("zip-bomb", "bomb"), ("unreadable", PAGE), ("added", "bomb")]
    assert "字节解压成 3000000 字节" in found.remarks[0].detail


def test_a_zip_that_lies_about_its_sizes(folder: Path) -> None:
    """A declared size that is too small stops the reading; it is no way around the limits."""
    target = folder.with_suffix(".zip")
    with ZipFile(target, "w", ZIP_DEFLATED) as file:
        for name, data in files_of(folder):
            file.writestr(name, bytes(3_000_000) if name == PAGE else data)
    data = target.read_bytes().replace(struct.pack("<I", 3_000_000), struct.pack("<I", 300))
    target.write_bytes(data)
    assert [code for code, _ in told(verdict(target))] in (["changed"], ["unreadable"], ["truncated"])


def test_methods_and_passwords_that_cannot_be_read(folder: Path) -> None:
    """An unusual method and an encrypted file are said to be that."""
    target = folder.with_suffix(".zip")
    with ZipFile(target, "w") as file:
        for name, data in files_of(folder):
            file.writestr(name, data, ZIP_BZIP2 if name == PAGE else None)
    found = verdict(target)
    assert [(each.what.code, each.detail) for each in found.remarks] == [("unreadable", "用了少见的压缩方法")]


def test_broken_zips_end_in_words(folder: Path) -> None:
    """Every zip with bytes changed or cut off gives a verdict or a sentence, never an error of the program."""
    whole = zipped(folder).read_bytes()
    chance = random.Random(6)
    target = folder.with_suffix(".zip")
    ends = {"whole": 0, "wrong": 0, "refused": 0}
    for number in range(300):
        data = bytearray(whole[: chance.randrange(len(whole))] if number % 3 == 0 else whole)
        for _ in range(chance.randrange(1, 8) if data else 0):
            data[chance.randrange(len(data))] = chance.randrange(256)
        target.write_bytes(data)
        try:
            ends["whole" if verdict(target).is_whole else "wrong"] += 1
        except Unverifiable as refusal:
            ends["refused"] += str(refusal).endswith("。")
    assert ends["wrong"] > 20
    assert ends["refused"] > 50


def test_an_archive_is_verified_by_its_own_sums(write_tree: WriteTree) -> None:
    """`build --archive`: whole, its sums as printed in its text, and against the release of its day."""
    root = write_tree(small_school())
    day = date(2026, 5, 20)
    made = edition(find(root / "mkdocs.yml"), day)
    target = root / "a.zip"
    write(Archive(made, Audience.PUBLIC, day), target)
    found = verdict(target)
    assert told(found) == []
    assert "里面没有发布链" in found.notes[-1]
    assert told(verdict(target, fingerprint=found.fingerprint[:8])) == []
    assert told(verdict(target, fingerprint="00000000")) == [("fingerprint", "0000-0000")]
    shutil.unpack_archive(target, root / "unpacked")
    inside = next((root / "unpacked").iterdir())
    assert told(verdict(inside)) == []
    site = shutil.copytree(inside, root / "site", ignore=shutil.ignore_patterns(ARCHIVE_SUMS))
    seal(site)
    assert told(verdict(target, site / RELEASE)) == []
    sealed_site(root / "other", school="别的学校")
    assert told(verdict(target, root / "other" / RELEASE)) == [("school", MANIFEST)]
    sealed_site(root / "same", school="样例学校", day=day)
    assert ("record", MANIFEST) in told(verdict(target, root / "same" / RELEASE))
    sums = (inside / ARCHIVE_SUMS).read_text("utf-8")
    (inside / "index.html").rename(inside / "index.htm")
    (inside / ARCHIVE_SUMS).write_text(sums.replace("  index.html", "  index.htm"), "utf-8")
    assert ("sums-other", ARCHIVE_SUMS) in told(verdict(inside))


# JSON ----------------------------------------------------------------------------------------------------------

NASTY = {
    "nothing": b"",
    "not utf-8": b"\xff\xfe\x00",
    "deep": b"[" * 200_000,
    "deep objects": b'{"a":' * 100_000,
    "a number": b"7",
    "a list": b"[]",
    "not a number": b'{"format":"gongkai-release","version":NaN}',
    "a fraction": b'{"format":"gongkai-release","version":1.0}',
    "a long number": b'{"format":"gongkai-release","version":' + b"9" * 10_000 + b"}",
    "a truth for a number": b'{"format":"gongkai-release","version":true}',
    "twice": b'{"format":"gongkai-release","format":"gongkai-release"}',
    "half a character": b'{"format":"gongkai-release","version":1,"school":"\\ud800"}',
    "a null": b"null",
    "zeros": bytes(1000),
    "page": b"<!doctype html>",
}


@pytest.mark.parametrize("paper", [RELEASE, CHAIN])
@pytest.mark.parametrize("name", NASTY)
def test_nasty_json_is_no_list(folder: Path, name: str, paper: str) -> None:
    """Whatever stands there, the paper is named, and everything else is verified all the same."""
    (folder / paper).write_bytes(NASTY[name])
    (folder / PAGE).unlink()
    found = told(verdict(folder))
    assert ("paper", paper) in found
    assert ("missing", PAGE) in found


def test_a_paper_too_large_is_not_read_through(folder: Path) -> None:
    """The limit holds before anything is parsed."""
    with (folder / RELEASE).open("r+b") as file:
        file.truncate(40_000_000)
    assert ("paper", RELEASE) in told(verdict(folder))


def test_every_change_of_a_byte_in_a_paper_is_noticed(folder: Path) -> None:
    """Not one byte of the three papers can be other without a remark."""
    chance = random.Random(7)
    for paper in sorted(PAPERS):
        data = (folder / paper).read_bytes()
        for place in (*range(0, len(data), max(1, len(data) // 60)), len(data) - 1):
            changed = bytearray(data)
            changed[place] ^= 1 << chance.randrange(8)
            (folder / paper).write_bytes(changed)
            assert not verdict(folder).is_whole, (paper, place)
        (folder / paper).write_bytes(data)
    assert verdict(folder).is_whole


def test_parts_exchanged_for_anything_are_refused(folder: Path) -> None:
    """Any value in any place of a list gives a list or an objection, nothing else."""
    values: tuple[object, ...] = (None, True, 1, -1, "", "x", "0" * 64, [], {}, [{}], {"": ""})
    for paper, read in ((RELEASE, manifest_of), (CHAIN, chain_of)):
        told_json = json.loads((folder / paper).read_text("utf-8"))
        for path in list(_paths(told_json)):
            for value in values:
                changed = json.loads(json.dumps(told_json))
                _put(changed, path, value)
                with suppress(MisreadError):
                    assert isinstance(read(json.dumps(changed).encode()), Manifest | Chain)


def _paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _paths(inner, (*path, key))


def _put(value: object, path: tuple[str | int, ...], new: object) -> None:
    for key in path[:-1]:
        value = value[key]  # type: ignore[index]
    value[path[-1]] = new  # type: ignore[index]


def test_a_chain_made_to_be_slow_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would have to be summed is counted first; beyond all reason it is named, and the rest is verified."""
    monkeypatch.setattr("gongkai.release.chains.MOST_WORK", 2)
    assert told(verdict(folder)) == [("paper", CHAIN)]


def test_an_older_copy_that_is_nonsense_is_refused(folder: Path, tmp_path: Path) -> None:
    """What cannot be compared with is no proof of anything: the sentence says what to write."""
    (tmp_path / "x.json").write_bytes(NASTY["deep"])
    with pytest.raises(Unverifiable, match=r"不是发布清单，不能用来比。写以前留的 data/release[.]json"):
        verdict(folder, tmp_path / "x.json")
    with pytest.raises(Unverifiable, match=r"里没有完整的 data/release[.]json，不能用来比。"):
        verdict(folder, tmp_path)


# Addresses -----------------------------------------------------------------------------------------------------


def test_a_site_that_is_served_here_is_verified(folder: Path, serve_folder: ServeFolder) -> None:
    """Whole, changed, missing; what was added cannot be seen from outside, and that is said."""
    address = serve_folder(folder)
    found = verdict(address)
    assert told(found) == []
    assert found.files == 7
    assert "看不出服务器上有没有多放文件" in found.notes[0]
    (folder / "added.html").write_bytes(b"x")
    (folder / PAGE).write_bytes(b"<!doctype html>")
    (folder / "404.html").unlink()
    assert told(verdict(address)) == [("truncated", PAGE), ("missing", "404.html")]
    assert told(verdict(address.rstrip("/"), folder / RELEASE)) == told(verdict(address))
    with pytest.raises(Unverifiable, match="没有封存过"):
        verdict(f"{address}data/")


@pytest.mark.parametrize(
    "address",
    [
        "https://school.example/",
        "http://school.example/",
        "http://127.0.0.1.school.example/",
        "http://127.0.0.1@school.example/",
        "http://localhost:80@school.example/",
        "http://user@localhost/",
        "http://[::2]/",
        "http://10.0.0.1/",
        "http://127.0.0.2/",
        "http://2130706433/",
        "file:///etc/passwd",
        "ftp://localhost/",
        "http:///x",
        "://",
    ],
)
def test_no_other_machine_is_asked(address: str) -> None:
    """Only the three names of this machine; whatever else is typed is refused before any connection."""
    with pytest.raises(Unverifiable, match=r"不在这台电脑上。核对不联网：先把网站整个下载下来"):
        verdict(address)


@pytest.mark.parametrize("address", ["http://[::1", "http://localhost:99999/", "http://localhost:x/"])
def test_what_is_no_address_says_so(address: str) -> None:
    """A port that is none, a bracket that stays open."""
    with pytest.raises(Unverifiable, match="不是网址。写成"):
        verdict(address)


def test_nobody_answers(tmp_path: Path) -> None:
    """The sentence names host and port, and how to start a server."""
    with serving(tmp_path) as address:
        pass
    with pytest.raises(Unverifiable, match="端口没有回答。先在这台电脑上启动网站"):
        verdict(address)


class _Misleading(BaseHTTPRequestHandler):
    """Sends everybody elsewhere, breaks off, or talks without end."""

    def do_GET(self) -> None:
        if self.path.endswith(SUMS):
            self.send_response(302)
            self.send_header("Location", "http://school.example/")
            self.end_headers()
        elif self.path.endswith(CHAIN):
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            self.wfile.write(b"{")
        elif self.path.endswith(RELEASE):
            self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * 1000)
        else:
            self.wfile.write(b"nonsense\r\n" * 10)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the parent's name for it
        """Say nothing."""


def test_a_server_that_misleads() -> None:
    """It is not followed elsewhere; what breaks off or is no answer is named, and the program ends in words."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Misleading) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        found = verdict(f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()
        thread.join()
    assert ("unreadable", SUMS) in told(found)
    assert "服务器让人转到别的网址，没有跟去" in [each.detail for each in found.remarks]
    assert ("paper", RELEASE) in told(found)


# Names ---------------------------------------------------------------------------------------------------------


def test_a_file_name_that_is_no_text(folder: Path) -> None:
    """Bytes that are no UTF-8 on a disk are told by their numbers, and nothing fails on the way out."""
    (folder.joinpath("x\udcff")).write_bytes(b"")
    assert told(verdict(folder)) == [("added", "x\\udcff")]
    done = CliRunner().invoke(main, ["verify", str(folder)])
    assert done.exit_code == 1
    assert "x\\udcff" in done.output


def test_sums_that_name_files_elsewhere_open_nothing(folder: Path) -> None:
    """A list cannot make the program read outside of the copy."""
    sums = (folder / SUMS).read_text("utf-8")
    (folder / SUMS).write_text(f"{'0' * 64}  ../../secret\n{'0' * 64}  /etc/passwd\n{sums}", "utf-8")
    found = told(verdict(folder))
    assert [code for code, _ in found] == ["sums", "sums", "sums-other"]


def test_many_remarks_are_counted_in_words_and_all_in_json(folder: Path) -> None:
    """Text names the first twenty of a sort and says how many more; the JSON holds every one."""
    for number in range(50):
        (folder / f"{number:02}.html").write_bytes(b"x")
    run = CliRunner()
    text = run.invoke(main, ["verify", str(folder)]).output
    assert "多了文件（50 处）" in text
    assert "  另有 30 处，全部用 --format json 看。" in text
    assert len(json.loads(run.invoke(main, ["verify", str(folder), "--format", "json"]).output)["remarks"]) == 50
