"""`gongkai verify`: each way of tampering with a copy has its name, and an untouched one is called whole."""

from __future__ import annotations

import json
import os
import shutil
import unicodedata
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from gongkai.cli import main
from gongkai.release import CHAIN, RELEASE, SUMS, as_json, as_text, chain_at
from gongkai.release.model import canonical
from gongkai.release.reading import chain_of, manifest_of
from gongkai.release.remarks import What
from gongkai.source.releases import MANIFEST

from tests.conftest import WriteTree
from tests.school import small_school
from tests.sealed_sites import RECORDS, sealed_site, site, three, told, verdict

PAGE = "proposals/05-03-012/index.html"
OTHER = "opinions/05-001/index.html"


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    return three(tmp_path_factory.mktemp("releases"))


@pytest.fixture
def releases(originals: tuple[Path, Path, Path], tmp_path: Path) -> tuple[Path, Path, Path]:
    """Copies of three releases, to be tampered with."""
    first, second, third = (shutil.copytree(each, tmp_path / each.name) for each in originals)
    return first, second, third


def test_an_untouched_copy_is_whole(releases: tuple[Path, Path, Path]) -> None:
    """Which release it is, its fingerprint, how many files; and what this cannot show."""
    found = verdict(releases[2])
    assert found.is_whole
    assert found.files == 7
    lines = as_text(found).splitlines()
    assert lines[0].startswith("样例学校，给“社会”看，第 3 次发布（2026-11-01），指纹 ")
    assert lines[2] == "核对了 7 个文件，0.0 MB。"
    assert lines[3] == "结论：完好。"
    assert lines[4].startswith("这份副本前后一致。要排除整份被重做过，")
    told_json = json.loads(as_json(found))
    assert (told_json["verdict"], told_json["whole"], told_json["release"]["n"]) == ("完好", True, 3)


# Files ---------------------------------------------------------------------------------------------------------


def _flip(folder: Path) -> None:
    data = bytearray((folder / PAGE).read_bytes())
    data[20] ^= 1
    (folder / PAGE).write_bytes(data)


def _swap(folder: Path) -> None:
    one, other = (folder / PAGE).read_bytes(), (folder / OTHER).read_bytes()
    (folder / PAGE).write_bytes(other)
    (folder / OTHER).write_bytes(one)


def _rename(old: str, new: str) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        (folder / new).parent.mkdir(exist_ok=True)
        (folder / old).rename(folder / new)

    return tamper


FULL = "proposals/05-03-012/名单 一.pdf"

TAMPERED: dict[str, tuple[Callable[[Path], Any], list[tuple[str, str]]]] = {
    "a flipped bit": (_flip, [("changed", PAGE)]),
    "an emptied file": (lambda folder: (folder / PAGE).write_bytes(b""), [("empty", PAGE)]),
    "a truncated page": (lambda folder: (folder / PAGE).write_bytes(b"<!doctype html>"), [("truncated", PAGE)]),
    "a truncated pdf": (lambda folder: (folder / FULL).write_bytes(b"%PDF-1.7"), [("truncated", FULL)]),
    "two pages swapped": (_swap, [("swapped", OTHER), ("swapped", PAGE)]),
    "a dropped file": (lambda folder: (folder / PAGE).unlink(), [("missing", PAGE)]),
    "an added file": (lambda folder: (folder / "new.html").write_bytes(b"x"), [("added", "new.html")]),
    "a hidden file": (lambda folder: (folder / "data/.x").write_bytes(b"x"), [("added", "data/.x")]),
    "a system's file": (lambda folder: (folder / "Thumbs.db").write_bytes(b"x"), [("added", "Thumbs.db")]),
    "an added folder": (lambda folder: (folder / "a/b").mkdir(parents=True), [("empty-folder", "a/b/")]),
    "an added link": (lambda folder: (folder / "x").symlink_to("index.html"), [("link", "x")]),
    "a link to a folder": (lambda folder: (folder / "x").symlink_to("/"), [("link", "x")]),
    "a pipe": (lambda folder: os.mkfifo(folder / "x"), [("special", "x")]),
    "a renamed file": (_rename(PAGE, "proposals/05-03-013/index.html"), [("renamed", PAGE)]),
    "another case": (_rename(PAGE, "proposals/05-03-012/Index.html"), [("case", PAGE)]),
    "a twin in case": (
        lambda folder: (folder / "INDEX.html").write_bytes(b"<p>forged</p></html>"),
        [("twin", "INDEX.html")],
    ),
    "a dropped mark of a folder": (lambda folder: shutil.rmtree(folder / "assets"), [("missing", "assets/empty.css")]),
    "no sums": (lambda folder: (folder / SUMS).unlink(), [("missing", SUMS)]),
    "no list": (lambda folder: (folder / RELEASE).unlink(), [("missing", RELEASE)]),
    "no chain": (lambda folder: (folder / CHAIN).unlink(), [("missing", CHAIN)]),
    "wrong audience": (
        lambda folder: (folder / ".gongkai-build").write_text("教职工\n", "utf-8"),
        [("audience", ".gongkai-build")],
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_with_files_is_named(releases: tuple[Path, Path, Path], name: str) -> None:
    """What happened and to which file, and nothing else."""
    tamper, expected = TAMPERED[name]
    tamper(releases[1])
    assert told(verdict(releases[1])) == expected


def test_a_file_replaced_by_a_link_is_a_link(releases: tuple[Path, Path, Path]) -> None:
    """It is not followed, even where it leads to the very same content, and not told a second time as missing."""
    page = releases[1] / PAGE
    page.rename(releases[1].parent / "elsewhere.html")
    page.symlink_to(releases[1].parent / "elsewhere.html")
    assert told(verdict(releases[1])) == [("link", PAGE)]


def test_names_that_look_alike(tmp_path: Path) -> None:
    """A name composed otherwise is told from one that is new, and a second one beside the first is a twin."""
    composed, apart = "é.txt", unicodedata.normalize("NFD", "é.txt")
    sealed_site(tmp_path / "one", pages={composed: "x"})
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    (tmp_path / "one" / composed).rename(tmp_path / "one" / apart)
    found = verdict(tmp_path / "one")
    assert told(found) == [("spelling", composed)]
    (tmp_path / "two" / apart).write_bytes(b"y")
    assert told(verdict(tmp_path / "two")) == [("twin", apart)]


def test_every_way_has_its_words() -> None:
    """Each has a title, a meaning and a cure, and no two the same title."""
    assert len({what.title for what in What}) == len(What)
    for what in What:
        assert what.meaning
        assert not what.meaning.endswith("。")
        assert what.cure.endswith("。")


def test_the_verdict_in_words(releases: tuple[Path, Path, Path]) -> None:
    """What is wrong, where, what it means and what to do, each once, in the order of what matters."""
    _flip(releases[0])
    (releases[0] / "new.html").write_bytes(b"x")
    text = as_text(verdict(releases[0]))
    start = text.index("内容变了（1 处）")
    assert text[start:].startswith(
        "内容变了（1 处）：和发布时不是同一份内容。\n"
        f"  {PAGE}\n"
        "  怎么办：从网站重新下载这个文件；网站上的就是这样，请告诉学校。\n"
        "\n"
        "多了文件（1 处）：发布时没有这个文件，不要当作学校公布的。\n"
        "  new.html\n"
        "  怎么办：删去；是自己或系统放进来的，不要紧。\n"
        "\n"
        "结论：不符，共 2 处。"
    )


def test_a_name_cannot_forge_a_line(releases: tuple[Path, Path, Path]) -> None:
    """Line ends and signs that turn a line around are spelt out."""
    (releases[0] / "x\n结论：完好。\u202e").write_bytes(b"")
    assert r"  x\u000a结论：完好。\u202e" in as_text(verdict(releases[0])).splitlines()


# Lists and the chain -------------------------------------------------------------------------------------------


def test_files_and_sums_of_two_releases(releases: tuple[Path, Path, Path]) -> None:
    """A page of an older release is known where that release is at hand; older sums are known by the chain alone."""
    first, second, third = releases
    shutil.copy(first / "index.html", third / "index.html")
    assert told(verdict(third)) == [("changed", "index.html")]
    assert told(verdict(third, first)) == [("other-release", "index.html")]
    shutil.copy(second / SUMS, third / SUMS)
    found = verdict(third)
    assert ("sums-other", SUMS) in told(found)
    assert "是第 2 次发布（2026-10-01）的" in as_text(found)


def test_lists_of_two_releases(releases: tuple[Path, Path, Path]) -> None:
    """An older release.json beside a newer chain, a newer one beside an older chain, an older list of the data."""
    first, second, third = releases
    shutil.copy(second / RELEASE, third / RELEASE)
    found = as_text(verdict(third))
    assert (
        "data/release.json：它是第 2 次发布（2026-10-01）的，data/releases.json 已经到第 3 次发布（2026-11-01）"
        in found
    )
    older = (first / CHAIN).read_bytes()
    shutil.copy(second / CHAIN, first / CHAIN)
    assert ("other-release", RELEASE) in told(verdict(first))
    (second / CHAIN).write_bytes(older)
    assert ("other-release", CHAIN) in told(verdict(second))


def test_open_data_of_another_release(releases: tuple[Path, Path, Path]) -> None:
    """Sums recomputed over a list of records from another day: the list of the release contradicts it."""
    first, second, _ = releases
    shutil.copy(first / MANIFEST, second / MANIFEST)
    _sums_again(second)
    assert told(verdict(second)) == [
        ("other-release", MANIFEST),
        ("record", MANIFEST),
        ("sums-other", SUMS),
    ]


def _sums_again(folder: Path) -> None:
    """What somebody does who edits a file and then mends the sums."""
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    names = [line[66:] for line in lines]
    text = "".join(f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / SUMS).write_text(text, "utf-8")


def _told_again(folder: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    """What somebody does who knows our format well: edits a release and recomputes everything in this one copy."""
    release = json.loads((folder / RELEASE).read_text("utf-8"))
    chain = json.loads((folder / CHAIN).read_text("utf-8"))
    release["files"] = sha256((folder / SUMS).read_bytes()).hexdigest()
    edit(release)
    bare = {name: value for name, value in release.items() if name not in ("records", "digest")}
    bare["fingerprint"] = bare["fingerprint"]["commitment"]
    release["digest"] = sha256(canonical(bare)).hexdigest()
    own = {name: value for name, value in release.items() if name != "records"}
    chain["links"][-1] = {**own, "changes": chain["links"][-1]["changes"]}
    (folder / RELEASE).write_bytes(canonical(release) + b"\n")
    (folder / CHAIN).write_bytes(canonical(chain) + b"\n")


def test_a_release_made_again_is_found_by_an_independent_copy(
    releases: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    """Somebody edits a page and recomputes every sum: whole in itself, and another than what was released."""
    _, second, third = releases
    kept = shutil.copytree(third, tmp_path / "kept")
    _flip(third)
    _sums_again(third)
    _told_again(third, lambda release: None)
    assert told(verdict(third)) == []
    assert told(verdict(third, second)) == []
    found = verdict(third, kept)
    assert told(found) == [("forked", CHAIN), ("changed", PAGE)] or told(found) == [("forked", CHAIN)]
    assert "从第 3 次发布（2026-11-01）起不同" in as_text(found)
    assert told(verdict(third, kept / RELEASE)) == told(verdict(third, kept / CHAIN)) == [("forked", CHAIN)]


FORGED: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "number": (lambda release: release.update(n=7), "forged-number"),
    "day": (lambda release: release.update(date="2026-09-15"), "reordered"),
    "school": (lambda release: release.update(school="冒名学校"), "school"),
    "audience": (lambda release: release.update(audience="教职工"), "audience"),
    "link before": (lambda release: release.update(previous="0" * 64), "broken"),
    "root": (lambda release: release.update(records_root="0" * 64), "broken"),
    "fingerprint": (lambda release: release["fingerprint"].update(digest="0" * 32), "broken"),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_does_not_follow_is_named_even_when_recomputed(releases: tuple[Path, Path, Path], name: str) -> None:
    """A forged number, day, school, audience, link, root or fingerprint, with every digest recomputed."""
    edit, expected = FORGED[name]
    _told_again(releases[2], edit)
    assert (expected, CHAIN) in told(verdict(releases[2]))


def test_an_entry_exchanged_in_the_list(releases: tuple[Path, Path, Path]) -> None:
    """A record's digest is bound by its commitment, the commitment to its record by the root."""
    release = json.loads((releases[0] / RELEASE).read_text("utf-8"))
    records = release["records"]
    records["opinions/05-001"]["digest"] = "0" * 32
    (releases[0] / RELEASE).write_bytes(canonical(release) + b"\n")
    assert told(verdict(releases[0])) == [("record", RELEASE), ("record", MANIFEST)]
    names = ("opinions/05-001", "proposals/05-03-012")
    original = json.loads((releases[1] / RELEASE).read_text("utf-8"))
    records = original["records"]
    records[names[0]], records[names[1]] = records[names[1]], records[names[0]]
    (releases[1] / RELEASE).write_bytes(canonical(original) + b"\n")
    assert ("paper", RELEASE) in told(verdict(releases[1]))


def _edit_chain(folder: Path, edit: Callable[[list[dict[str, Any]]], Any]) -> None:
    chain = json.loads((folder / CHAIN).read_text("utf-8"))
    edit(chain["links"])
    (folder / CHAIN).write_bytes(canonical(chain) + b"\n")


EDITED: dict[str, tuple[Callable[[list[dict[str, Any]]], Any], str]] = {
    "turned round": (lambda links: links.reverse(), "reordered"),
    "reordered": (lambda links: links.insert(0, links.pop(1)), "reordered"),
    "one taken out": (lambda links: links.pop(1), "forged-number"),
    "the first taken out": (lambda links: links.pop(0), "forged-number"),
    "one twice": (lambda links: links.append(links[-1]), "forged-number"),
    "changes emptied": (lambda links: links[1]["changes"].clear(), "broken"),
    "changes invented": (lambda links: links[0]["changes"].update({"plans/2026-1": "0" * 64}), "broken"),
    "a digest exchanged": (lambda links: links[1].update(files="0" * 64), "paper"),
    "something added": (lambda links: links[1].update(extra=1), "paper"),
}


@pytest.mark.parametrize("name", EDITED)
def test_an_edited_chain_is_named(releases: tuple[Path, Path, Path], name: str) -> None:
    """Links in another order, one taken out, one twice, what changed emptied or invented, a digest exchanged."""
    edit, expected = EDITED[name]
    _edit_chain(releases[2], edit)
    assert (expected, CHAIN) in told(verdict(releases[2]))


@pytest.mark.parametrize("paper", [RELEASE, CHAIN])
def test_a_list_written_otherwise_is_named(releases: tuple[Path, Path, Path], paper: str) -> None:
    """The same content with other blanks is not the file that was released."""
    file = releases[0] / paper
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")), indent=1), "utf-8")
    found = verdict(releases[0])
    assert told(found) == [("paper", paper)]
    assert found.remarks[0].detail == "空白、次序或换行被动过，内容没有变"


def test_an_older_release_in_place_of_a_newer(releases: tuple[Path, Path, Path], tmp_path: Path) -> None:
    """A roll-back is whole in itself; any newer copy, list or chain shows it, and so does a newer fingerprint."""
    _, second, third = releases
    for newer in (third, third / RELEASE, third / CHAIN):
        found = verdict(second, newer)
        assert told(found) == [("rolled-back", CHAIN)]
        assert "这里是第 2 次发布（2026-10-01），您手里已经有第 3 次发布（2026-11-01）" in as_text(found)
    assert told(verdict(third, second)) == []
    assert "和您手里的副本（到第 2 次发布（2026-10-01））是同一条链。" in verdict(third, second).notes


def test_a_fork_is_found_where_it_begins(tmp_path: Path) -> None:
    """Two sites that went on differently from the same release."""
    sealed_site(tmp_path / "one")
    sealed_site(tmp_path / "left", tmp_path / "one", pages={"a": "x"})
    sealed_site(tmp_path / "right", tmp_path / "one", pages={"a": "y"})
    sealed_site(tmp_path / "later", tmp_path / "right", pages={"a": "z"})
    assert told(verdict(tmp_path / "left", tmp_path / "one")) == []
    for newer in ("right", "later"):
        found = verdict(tmp_path / "left", tmp_path / newer / CHAIN)
        assert told(found) == [("forked", CHAIN)]
        assert "从第 2 次发布（2026-11-20）起不同" in as_text(found)


def test_another_schools_or_audiences_copy(tmp_path: Path) -> None:
    """A copy of another school, and one for staff, are said to be that."""
    sealed_site(tmp_path / "one")
    sealed_site(tmp_path / "school", school="别的学校")
    sealed_site(tmp_path / "staff", audience="教职工")
    assert [code for code, _ in told(verdict(tmp_path / "one", tmp_path / "school" / RELEASE))] == ["school"]
    assert [code for code, _ in told(verdict(tmp_path / "one", tmp_path / "staff" / RELEASE))] == ["audience"]


def test_a_list_of_records_kept_beside_the_records(releases: tuple[Path, Path, Path], tmp_path: Path) -> None:
    """An older data/manifest.json says which release it is of; another one of the same day is a fork."""
    first, second, third = releases
    assert verdict(second, first / MANIFEST).notes == ("您手里的清单就是第 1 次发布（2026-09-01）的。",)
    other = site(
        tmp_path / "other",
        records=RECORDS | {"plans/2026-1": "x"},
        day=chain_of((second / CHAIN).read_bytes()).links[1].day,
    )
    assert told(verdict(second, other / MANIFEST)) == [("forked", CHAIN)]
    assert "链上没有可以和它比的一次" in verdict(third, first / MANIFEST).notes[0]


def test_fingerprints(releases: tuple[Path, Path, Path]) -> None:
    """That of this release, of an earlier one, of a record, and of nothing here."""
    first, second, third = releases
    chain = chain_at(second)
    assert chain is not None
    old, new = (step.whole.digest[:8] for step in chain.steps)
    record = manifest_of((second / RELEASE).read_bytes()).records["opinions/05-001"].digest[:8]
    signs = f"{new[:4]}-{new[4:]}".upper()
    assert verdict(second, fingerprint=new).notes == (f"指纹 {signs} 就是这一次发布的。",)
    assert (
        "是第 1 次发布（2026-09-01）的；这里是后来的第 2 次发布（2026-10-01）。"
        in verdict(second, fingerprint=old).notes[0]
    )
    assert "是一份记录的：opinions/05-001" in verdict(second, fingerprint=record).notes[0]
    assert told(verdict(first, fingerprint=new))[0][0] == "fingerprint"
    found = verdict(third, fingerprint=old)
    assert told(found)[0][0] == "fingerprint"
    assert "有 2 次发布撤下过个人信息，指纹已经不留" in as_text(found)


# The command ---------------------------------------------------------------------------------------------------


def test_the_command_ends_with_its_verdict(releases: tuple[Path, Path, Path]) -> None:
    """0 for a whole copy, 1 for one that is not, 2 where nothing can be said."""
    run = CliRunner()
    whole = run.invoke(main, ["verify", str(releases[2]), "--against", str(releases[1])])
    assert (whole.exit_code, "结论：完好。" in whole.output) == (0, True)
    (releases[2] / PAGE).unlink()
    wrong = run.invoke(main, ["verify", str(releases[2]), "--format", "json"])
    assert (wrong.exit_code, json.loads(wrong.output)["remarks"][0]["what"]) == (1, "missing")
    for typed, message in (
        (["nowhere"], "没有“nowhere”。写网站的文件夹、zip 存档，或本机的网址"),
        ([str(releases[2] / PAGE.rpartition("/")[0])], "里没有 SHA256SUMS，没有封存过，核对不了。"),
        ([str(releases[1] / SUMS)], "不是网站的文件夹，也不是 zip 文件。"),
        ([str(releases[1]), "--against", str(releases[1] / PAGE)], "不是网站的文件夹，也不是 zip 文件。"),
        ([str(releases[1]), "--fingerprint", "7F3A"], "选项 --fingerprint 写的是“7F3A”。指纹是八位"),
        (["https://school.example/"], "不在这台电脑上。核对不联网：先把网站整个下载下来"),
    ):
        failed = run.invoke(main, ["verify", *typed])
        assert (failed.exit_code, message in failed.output) == (2, True), failed.output


def test_a_built_site_is_sealed_and_goes_on_from_the_one_before(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`build --to` seals; the same again is the same release, a later day in the same folder is the next one."""
    root = write_tree(small_school())
    monkeypatch.chdir(root)
    monkeypatch.setenv("GONGKAI_RELEASE_KEY", "k" * 40)
    run = CliRunner()
    for day in ("2026-05-20", "2026-05-20"):
        made = run.invoke(main, ["build", "--to", "site", "--today", day])
        assert made.exit_code == 0, made.output
        assert "发布密钥" not in made.output
        chain = chain_at(root / "site")
        assert chain is not None
        assert [link.n for link in chain.links] == [1]
    shutil.copytree("site", "kept")
    monkeypatch.delenv("GONGKAI_RELEASE_KEY")
    unkeyed = run.invoke(main, ["build", "--to", "site", "--today", "2026-05-26"])
    assert "没有发布密钥，个人信息撤下以后" in unkeyed.output
    chain = chain_at(root / "site")
    assert chain is not None
    assert [(link.n, link.day.isoformat()) for link in chain.links] == [(1, "2026-05-20"), (2, "2026-05-26")]
    assert told(verdict(root / "site", root / "kept")) == []
    signs = f"{chain.steps[-1].whole.digest[:4]}-{chain.steps[-1].whole.digest[4:8]}".upper()
    page = (root / "site/data/index.html").read_text("utf-8")
    assert f'这一版的指纹是 <strong class="gk-nowrap">{signs}</strong>' in page
    assert f"gongkai verify 文件夹 --fingerprint {signs}" in page
    assert told(verdict(root / "site", root / "kept" / MANIFEST)) == []
