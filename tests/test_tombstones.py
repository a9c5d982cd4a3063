"""撤下登记: at the address of a withdrawn record stands what it was and why it went, for those who could see it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from gongkai.cli import main
from gongkai.gate import hidden_texts
from gongkai.load import load
from gongkai.publish import Refused, edition
from gongkai.records import Audience
from gongkai.render.pages import Asset, Page
from gongkai.rules import check
from gongkai.select import select
from gongkai.settings import find
from gongkai.source.releases import release
from gongkai.staging import tree
from gongkai.views import Board, filings, notices, open_data, tombstones

from tests.builds import build
from tests.conftest import WriteTree
from tests.repositories import Repository
from tests.school import NOTICE, small_school

TODAY = date(2026, 5, 20)
AT = "disclosures/tombstones.yml"
GONE = """撤下登记:
  - 编号: notices/procure-2026-9
    标题: 食堂餐具采购结果公示
    首次公开: 2026-04-01
    撤下: 2026-04-06
    理由: 与另一份公示重复发布
    批准: 校长
"""
STAFF_ONLY = """  - 编号: finances/union-2026-02
    标题: 工会经费二月收支内部表
    首次公开: 2026-03-10
    撤下: 2026-03-12
    理由: 误用了上一年的内部报表
    批准: 工会主席
    公开范围: 教职工
"""


Outputs = dict[str, Page | Asset]


def board(folder: Path, audience: Audience = Audience.PUBLIC, today: date = TODAY) -> Board:
    return Board(select(load([folder / "disclosures"], folder).register, audience, today))


def gone(folder: Path, audience: Audience = Audience.PUBLIC) -> dict[str, Page]:
    """The pages of what was withdrawn, for an audience."""
    found = tombstones.pages(board(folder, audience))
    return {each.address: each for each in found if isinstance(each, Page)}


def outputs(folder: Path, audience: Audience = Audience.PUBLIC) -> Outputs:
    settings = replace(find(folder / "mkdocs.yml"), audience=audience)
    return {each.address: each for each in edition(settings, TODAY).outputs}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school that withdrew a notice, and for staff a statement."""
    return _written(tmp_path_factory.mktemp("gone"), small_school(**{AT: GONE + STAFF_ONLY}))


@pytest.fixture(scope="module")
def public(folder: Path) -> Outputs:
    return outputs(folder)


def _written(folder: Path, files: Mapping[str, str]) -> Path:
    Repository(folder).write(files)
    return folder


def words(page: Page | Asset) -> str:
    assert isinstance(page, Page)
    return str(page.html)


def content(asset: Page | Asset) -> str:
    assert isinstance(asset, Asset)
    return asset.content.decode("utf-8-sig")


def codes(folder: Path, today: date = TODAY) -> list[str]:
    loaded = load([folder / "disclosures"], folder)
    found = (*loaded.findings, *check(loaded.register, today))
    return [f"{each.code.code} {each.location.line}:{each.location.column} {each.message}" for each in found]


def school(write_tree: WriteTree, tombstones: str = GONE, **more: str) -> Path:
    return write_tree(small_school(**{AT: tombstones, **more}))


# The page


def test_the_old_address_tells_what_stood_there(public: Outputs) -> None:
    """Number, title, from when to when, why, who approved it, and where to ask; nobody shall list the page."""
    page = public["notices/procure-2026-9/"]
    assert isinstance(page, Page)
    for told in (
        "公示 procure-2026-9",
        "食堂餐具采购结果公示",
        "2026年4月1日至2026年4月6日",
        "与另一份公示重复发布",
        "校长",
        'href="../../accountability/"',
    ):
        assert told in words(page)
    assert page.title == "已撤下：食堂餐具采购结果公示（公示 procure-2026-9）"
    assert page.is_gone
    assert 'href="../notices/procure-2026-9/"' in words(public["withdrawn/"])


def test_the_list_is_linked_only_where_there_is_one(public: Outputs, write_tree: WriteTree) -> None:
    """Filings and open data lead to the list; a school that withdrew nothing has neither list nor links."""
    link = 'href="../withdrawn/"'
    pages = [each for each in public.values() if isinstance(each, Page) and link in words(each)]
    assert [each.address for each in pages] == ["filings/", "data/"]
    without = board(write_tree(small_school()))
    found = (*tombstones.pages(without), *filings.pages(without), *open_data.pages(without))
    assert not any("withdrawn/" in words(each) for each in found if isinstance(each, Page))


def test_both_doors_serve_it_and_no_crawler_is_sent_there(write_tree: WriteTree) -> None:
    """`gongkai build` and MkDocs write the page with noindex, and leave it out of the sitemap."""
    folder = school(write_tree)
    staged = dict(tree(edition(find(folder / "mkdocs.yml"), TODAY), Audience.PUBLIC, "", "https://school.example/"))
    assert build(folder).returncode == 0
    for read in (staged.__getitem__, lambda address: (folder / "site" / address).read_bytes()):
        page, sitemap = read("notices/procure-2026-9/index.html").decode(), read("sitemap.xml").decode()
        assert '<meta name="robots" content="noindex">' in page
        assert "与另一份公示重复发布" in page
        assert "https://school.example/withdrawn/" in sitemap
        assert "procure-2026-9" not in sitemap


def test_search_finds_it_by_number(public: Outputs) -> None:
    """Whoever types the number of what is gone is led to the page that says so."""
    files = {name: content(each) for name, each in public.items() if name.startswith("search/data/")}
    cards = "".join(text for name, text in files.items() if "/cards-" in name)
    assert '["notices/procure-2026-9/","已撤下：食堂餐具采购结果公示（公示 procure-2026-9）","2026-04-06"]' in cards
    assert '"#procure2026":["9"' in "".join(text for name, text in files.items() if "/grams-" in name)


# The data


def test_the_data_lists_it(write_tree: WriteTree) -> None:
    """A table of its own, and the reason beside the tombstone of the list of changes; the manifest names no title."""
    notice = "disclosures/notices/2026/procure-2026-9.md"
    folder = write_tree(small_school(**{notice: NOTICE.replace("职称", "采购")}))
    before = {each.address: each for each in open_data.pages(board(folder))}
    manifest = folder / "manifest.json"
    manifest.write_text(content(before["data/manifest.json"]), "utf-8")
    (folder / notice).unlink()
    write_tree({AT: GONE.replace("2026-04-06", "2026-05-21")})
    now = replace(board(folder, today=date(2026, 5, 22)), previous=release(manifest, folder))
    found = {each.address: each for each in open_data.pages(now)}
    assert content(found["data/withdrawn.csv"]).splitlines()[1] == (
        "notices/procure-2026-9,公示,食堂餐具采购结果公示,2026-04-01,2026-05-21,"
        "与另一份公示重复发布,校长,社会,notices/procure-2026-9/"
    )
    tombstone = {"id": "notices/procure-2026-9", "kind": "notices", "address": "notices/procure-2026-9/"}
    assert json.loads(content(found["data/changes.json"]))["removed"] == [
        {
            **tombstone,
            "last_listed": "2026-05-20",
            "title": "食堂餐具采购结果公示",
            "withdrawn_on": "2026-05-21",
            "reason": "与另一份公示重复发布",
            "approved_by": "校长",
        }
    ]
    assert json.loads(content(found["data/manifest.json"]))["removed"] == [{**tombstone, "last_listed": "2026-05-20"}]
    assert 'href="../notices/procure-2026-9/"' in words(found["data/"])


# Who may know


def test_the_public_learns_nothing_of_what_staff_saw(folder: Path, public: Outputs, write_tree: WriteTree) -> None:
    """Without the staff entry the public build has the same bytes; staff see both."""
    assert {"notices/procure-2026-9/", "finances/union-2026-02/"} <= gone(folder, Audience.STAFF).keys()
    assert "finances/union-2026-02/" not in public
    alone = outputs(school(write_tree))
    assert alone.keys() == public.keys()
    assert [address for address, each in alone.items() if each != public[address]] == []


def test_the_gate_looks_for_what_staff_saw(write_tree: WriteTree) -> None:
    """Title and reason of a staff entry, if they ever reached a public page, would stop the build."""
    register = load([school(write_tree, GONE + STAFF_ONLY) / "disclosures"]).register
    hidden = hidden_texts(register, select(register, Audience.PUBLIC, TODAY))
    assert {"工会经费二月收支内部表", "误用了上一年的内部报表"} <= hidden
    assert "食堂餐具采购结果公示" not in hidden


def test_before_its_day_nothing_is_gone(write_tree: WriteTree) -> None:
    """A look at an earlier day shows the entry as little as that day could."""
    register = load([school(write_tree) / "disclosures"]).register
    shown = {day: select(register, Audience.PUBLIC, date(2026, 4, day)).register.tombstones.entries for day in (5, 6)}
    assert [len(entries) for entries in shown.values()] == [0, 1]


def test_a_narrowed_record_stays_for_those_who_may_see_it(write_tree: WriteTree) -> None:
    """Of a notice that only staff may see from now on the public finds the entry, staff the notice."""
    notice = NOTICE.replace("公开范围: 社会", "公开范围: 教职工\n限制公开理由: 涉及个人")
    folder = school(
        write_tree,
        GONE.replace("procure-2026-9", "title-2026-1"),
        **{"disclosures/notices/2026/title-2026-1.md": notice},
    )
    assert codes(folder) == []
    assert gone(folder)["notices/title-2026-1/"].is_gone
    assert "段一苇" not in words(gone(folder)["notices/title-2026-1/"])
    assert gone(folder, Audience.STAFF) == {}


def test_references_lead_to_what_tells_that_it_is_gone(write_tree: WriteTree) -> None:
    """A withdrawal breaks no other record: its references stay, and say so; of a staff entry the public has none."""
    notice = "disclosures/notices/2026/title-2026-1.md"
    said = {notice: NOTICE.replace("现予公示。", "现予公示。另见 [[notices/procure-2026-9]]。")}
    folder = school(write_tree, GONE, **said)
    assert codes(folder) == []
    [page] = [each for each in notices.pages(board(folder)) if each.source == "notices/title-2026-1"]
    assert '<a href="../../notices/procure-2026-9/" rel="noopener">食堂餐具采购结果公示（已撤下）</a>' in words(page)
    school(write_tree, GONE + "    公开范围: 教职工\n", **said)
    assert codes(folder) == ["R10 13:35 没有“notices/procure-2026-9”这条记录。"]


# The rules


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("撤下: 2026-04-06", "撤下: 2026-03-31", "C123 5:9 撤下 2026-03-31 早于首次公开 2026-04-01。"),
        ("撤下: 2026-04-06", "撤下: 2026-05-21", "C123 5:9 撤下写的是 2026-05-21，还没有到。"),
        ("notices/procure", "notes/procure", "C123 2:9 没有“notes”这一种记录，旧网址不会是 notes/procure-2026-9/。"),
        ("批准: 校长", "批准: 校长\n    公开范围: 不公开", "C123 8:11 从来没有公开过的，没有旧网址，不用登记。"),
        ("procure-2026-9", "title-2026-1", "C124 2:9 notices/title-2026-1 登记为已撤下，却还有这条记录。"),
        ("标题: 食堂", "标题: 段一苇", "C125 3:9 “标题”里有名单或署名里的姓名。"),
        ("批准: 校长", "批准: 段一苇", "C125 7:9 “批准”里有名单或署名里的姓名。"),
        ("理由: 与另一份公示重复发布", "理由: 请打 13800001234", "C45 6:12 这里有手机号。"),
        ("    理由: 与另一份公示重复发布\n", "", "M02 2:5 缺少“理由”。"),
    ],
)
def test_what_is_wrong_with_an_entry(write_tree: WriteTree, old: str, new: str, expected: str) -> None:
    """Each slip is told once, at its value."""
    assert codes(school(write_tree, GONE.replace(old, new))) == [expected]


def test_one_number_is_withdrawn_once(write_tree: WriteTree) -> None:
    """The second entry of a number is the wrong one."""
    twice = GONE + GONE.partition("\n")[2]
    assert codes(school(write_tree, twice)) == ["C123 8:9 notices/procure-2026-9 登记了两次。"]


def test_names_are_never_repeated(write_tree: WriteTree) -> None:
    """Neither the sentence nor the line beneath it says the name, in no format."""
    folder = school(write_tree, GONE.replace("标题: 食堂", "标题: 段一苇"))
    for form in ("text", "json", "github", "sarif", "junit", "gitlab", "rdjson"):
        arguments = ("check", "--config", str(folder / "mkdocs.yml"), "--format", form)
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 1
        assert "C125" in result.output
        assert "段一苇" not in result.output


def test_a_public_repository_holds_no_staff_entry(write_tree: WriteTree) -> None:
    """Where everybody can read the repository, what staff alone saw may not be told of in it."""
    folder = school(write_tree, GONE + STAFF_ONLY)
    settings = folder / "disclosures/school.yml"
    settings.write_text(f"仓库公开: 是\n{settings.read_text('utf-8')}", "utf-8")
    told = "R15 14:11 仓库是公开的，这一项撤下登记只给教职工看。"
    assert [each for each in codes(folder) if AT.rpartition("/")[2] in each or "撤下登记" in each] == [told]


def test_a_returned_number_stops_the_build(write_tree: WriteTree) -> None:
    """Two things never stand at one address, however old the record is."""
    notice = NOTICE.replace("2026-05-18", "2021-05-17").replace("2026-05-22", "2021-05-21")
    files = {
        "disclosures/notices/2021/procure-2026-9.md": notice.replace("名单:\n  - {姓名: 段一苇, 部门: 语文组}\n", "")
    }
    folder = school(write_tree, GONE, **files)
    with pytest.raises(Refused) as refused:
        outputs(folder)
    assert [each.code for each in refused.value.shown if each.level.value == "error"] == ["C124"]


# Writing one


def test_new_writes_a_file_to_fill_in(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    """`gongkai new 撤下登记` writes tombstones.yml once, with every key explained."""
    monkeypatch.chdir(write_tree(small_school()))
    result = CliRunner().invoke(main, ("new", "撤下登记"))
    assert result.exit_code == 0, result.output
    text = Path(AT).read_text("utf-8")
    assert text.startswith("#") or "撤下登记:" in text
    assert all(f"{label}:" in text for label in ("编号", "标题", "首次公开", "撤下", "理由", "批准"))
    assert CliRunner().invoke(main, ("new", "撤下登记")).exit_code == 2


HOSTILE = '<script>window.hacked=1</script>&" </p>'


def test_hostile_words_are_only_words(write_tree: WriteTree) -> None:
    """Whatever a title, a reason or a post says, no markup of it reaches a page."""
    tombstone = "撤下登记:\n  - 编号: notices/procure-2026-9\n    首次公开: 2026-04-01\n    撤下: 2026-04-06\n"
    hostile = "".join(f"    {label}: '{HOSTILE}'\n" for label in ("标题", "理由", "批准"))
    found = gone(school(write_tree, tombstone + hostile))
    for address, times in (("notices/procure-2026-9/", 4), ("withdrawn/", 3)):
        assert "<script" not in words(found[address])
        assert words(found[address]).count("&lt;script&gt;window.hacked=1&lt;/script&gt;&amp;&#34; &lt;/p&gt;") == times
