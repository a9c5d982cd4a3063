"""The fingerprint: one on page, data and search, stable where only a name or a posting changes, found again later."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from gongkai.cli import main
from gongkai.examination import examine
from gongkai.publish import edition
from gongkai.records import Audience
from gongkai.render.pages import Page
from gongkai.select import select
from gongkai.settings import find
from gongkai.sheets.matching import matches, near, typed_signs, whole_matches
from gongkai.source.releases import release
from gongkai.views.board import Board
from gongkai.views.fingerprints import fingerprint, fingerprints, signs, whole_fingerprint
from playwright.sync_api import Page as Tab

from tests.conftest import ServeFolder, WriteTree
from tests.school import MEETING, NOTICE, REPLY, small_school
from tests.site import ROOT

DAY = date(2026, 5, 20)
NOTICE_FILE = "disclosures/notices/2026/title-2026-1.md"


def board(root: Path, audience: Audience = Audience.PUBLIC, day: date = DAY) -> Board:
    register = examine(find(root / "mkdocs.yml"), day).register
    return Board(select(register, audience, day), "https://school.example/")


def changed(write_tree: WriteTree, identity: str, file: str, text: str) -> tuple[str, str]:
    """The fingerprint of a record before and after one of its files has changed."""
    before = write_tree({f"before/{name}": each for name, each in small_school().items()})
    after = write_tree({f"after/{name}": each for name, each in small_school(**{file: text}).items()})
    return fingerprint(board(before / "before"), identity), fingerprint(board(after / "after"), identity)


def test_it_is_the_beginning_of_the_digest_in_the_manifest_and_on_the_page(write_tree: WriteTree) -> None:
    """Page, manifest and function tell the same eight signs; a resolution has those of its meeting."""
    root = write_tree(small_school())
    outputs = {each.address: each for each in edition(find(root / "mkdocs.yml"), DAY).outputs}
    manifest = json.loads(outputs["data/manifest.json"].content)  # type: ignore[union-attr]
    shown = board(root)
    assert len(manifest["records"]) == 5
    for identity, entry in manifest["records"].items():
        own = fingerprint(shown, identity)
        assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}", own)
        assert own == signs(entry["digest"])
        page = outputs[f"{identity}/"]
        assert isinstance(page, Page)
        assert f'<span class="gk-nowrap">{own}</span>' in page.html
        assert page.mark == f"{identity.partition('/')[2]}　指纹 {own}"
    meeting = fingerprint(shown, "meetings/05-03")
    assert fingerprint(shown, "meetings/05-03/resolution-1") == meeting
    resolution = outputs["meetings/05-03/resolution-1/"]
    assert isinstance(resolution, Page)
    assert meeting in resolution.html


def test_what_is_not_shown_has_none(write_tree: WriteTree) -> None:
    """An unknown record, and one only for staff, have no fingerprint for the public."""
    root = write_tree(small_school(**{NOTICE_FILE: NOTICE.replace("公开范围: 社会", "公开范围: 教职工")}))
    assert fingerprint(board(root), "notices/title-2026-1") == ""
    assert fingerprint(board(root), "notices/no-such") == ""
    assert fingerprint(board(root, Audience.STAFF), "notices/title-2026-1") != ""


def test_a_word_changes_it(write_tree: WriteTree) -> None:
    """One other word in a reply is another state of the proposal."""
    file = "disclosures/proposals/2026/05-03-012/reply-1.md"
    before, after = changed(write_tree, "proposals/05-03-012", file, REPLY.replace("值班师傅", "值守师傅"))
    assert before != after


@pytest.mark.parametrize(
    ("identity", "file", "text"),
    [
        (
            "notices/title-2026-1",
            NOTICE_FILE,
            NOTICE.replace("异议:", "张贴: [{栏: 对外公开栏, 起: 2026-05-18}]\n异议:"),
        ),
        ("notices/title-2026-1", NOTICE_FILE, NOTICE.replace("段一苇", "段二苇")),
        (
            "meetings/05-03",
            "disclosures/meetings/2026/05-03/meeting.yml",
            f"{MEETING}张贴: [{{栏: 对内公开栏, 起: 2026-03-16}}]\n",
        ),
    ],
    ids=["posting", "name", "posting of a meeting"],
)
def test_a_posting_or_a_name_does_not(write_tree: WriteTree, identity: str, file: str, text: str) -> None:
    """The sheet on the wall stays that of its record when somebody writes down that it hangs, or a name goes."""
    before, after = changed(write_tree, identity, file, text)
    assert before == after != ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7F3A-91C2", "7f3a91c2"),
        ("7f3a91c2", "7f3a91c2"),
        ("７Ｆ３Ａ－９１Ｃ２", "7f3a91c2"),
        ("指纹：7F3A 91C2", "7f3a91c2"),
        ("OISZ-91c2", "015291c2"),
        ("7F3A", "7f3a"),
        ("7F3A-91C2-1", ""),
        ("提案", ""),
        ("", ""),
    ],
)
def test_it_is_read_as_it_is_typed(typed: str, meant: str) -> None:
    """Case, width, strokes and letters that look like digits make no difference; what is none is none."""
    assert typed_signs(typed) == meant


def test_a_paper_that_counts_many_records_has_the_fingerprint_of_all(write_tree: WriteTree) -> None:
    """Its page and the head of the manifest agree; one changed record makes it another, and the old one is known."""
    root = write_tree(small_school())
    first = board(root)
    own = whole_fingerprint(first)
    files = {each.address: each for each in edition(find(root / "mkdocs.yml"), DAY).outputs}
    content = files["data/manifest.json"].content  # type: ignore[union-attr]
    told = json.loads(content)
    lines = "".join(f"{identity} {entry['digest']}\n" for identity, entry in sorted(told["records"].items()))
    assert told["digest"] == sha256(lines.encode()).hexdigest()[:32]
    assert own == signs(told["digest"])
    (paper,) = [each for address, each in files.items() if address == "reports/proposals-05-03/"]
    assert isinstance(paper, Page)
    assert f"指纹 {own}。" in paper.html
    assert paper.mark == f"proposals-05-03　指纹 {own}"
    (root / "2026-05-20.json").write_bytes(content)
    earlier = release(root / "2026-05-20.json", root)
    assert list(whole_matches(first, own, [earlier])) == [(own, None)]
    write_tree({"disclosures/proposals/2026/05-03-012/reply-1.md": REPLY.replace("值班师傅", "值守师傅")})
    later = board(root)
    assert whole_fingerprint(later) != own
    assert list(whole_matches(later, own, [earlier])) == [(own, DAY)]


def test_a_photographed_sheet_leads_to_its_record(write_tree: WriteTree) -> None:
    """Whole or in part it finds the record; after a change the earlier state; one sign misread, the likely one."""
    root = write_tree(small_school())
    first = board(root)
    own = fingerprint(first, "proposals/05-03-012")
    manifest = root / "2026-05-20.json"
    files = {each.address: each for each in edition(find(root / "mkdocs.yml"), DAY).outputs}
    manifest.write_bytes(files["data/manifest.json"].content)  # type: ignore[union-attr]
    earlier = release(manifest, root)
    for typed in (own, own.lower().replace("-", ""), own[:7]):
        (found,) = matches(first, typed, [earlier])
        assert (found.identity, found.is_current) == ("proposals/05-03-012", True)
    write_tree({"disclosures/proposals/2026/05-03-012/reply-1.md": REPLY.replace("值班师傅", "值守师傅")})
    later = board(root)
    (found,) = matches(later, own, [earlier])
    assert (found.identity, found.since, found.now) == (
        "proposals/05-03-012",
        DAY,
        fingerprint(later, "proposals/05-03-012"),
    )
    misread = own[:-1] + ("0" if own[-1] != "0" else "1")
    assert matches(first, misread, []) == ()
    assert near(first, misread) == (("proposals/05-03-012", own),)
    assert matches(first, own[:3], []) == ()


def test_the_command_names_the_record(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    """`gongkai print --match` says which record it is and whether it is still the same; unknown ones get hints."""
    root = write_tree(small_school())
    monkeypatch.chdir(root)
    own = fingerprints(board(root))["notices/title-2026-1"]
    done = CliRunner().invoke(main, ["print", "--match", own.lower()])
    assert done.exit_code == 0
    assert done.output == (
        f"{own}  公示 title-2026-1  高级教师岗位推荐人选公示\n"
        "    https://school.example/notices/title-2026-1/\n"
        "    和现在公布的是同一稿。\n"
    )
    over = CliRunner().invoke(main, ["print", "--match", own, "--today", "2026-05-23"])
    assert "    公示期到 2026年5月22日，已经满了。还贴着的请撤下：gongkai print --takedown\n" in over.output
    missed = CliRunner().invoke(main, ["print", "--match", "0000-0000"])
    assert missed.exit_code == 1
    assert missed.output.startswith("0000-0000：没有记录是这个指纹，留存的发布清单里也没有。\n")
    wrong = CliRunner().invoke(main, ["print", "--match", "食堂"])
    assert wrong.exit_code == 2
    assert "选项 --match 写的是“食堂”。" in wrong.output


def test_a_sheet_from_the_earlier_release_of_the_demo_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kept list of 2026-10-31 tells that what hangs has changed since."""
    monkeypatch.chdir(ROOT)
    earlier = release(ROOT / "disclosures/releases/2026-10-31.json", ROOT)
    done = CliRunner().invoke(main, ["print", "--match", signs(earlier.records["proposals/05-03-001"])])
    assert done.exit_code == 0
    assert "是 2026年10月31日发布时的那一稿，以后改过：现在的指纹是 " in done.output


def test_the_search_finds_it(demo_site: Path, serve_folder: ServeFolder, page: Tab) -> None:
    """With or without its stroke, in any case, or in part, it leads to the record; a wrong one is told to be one."""
    register = examine(replace(find(ROOT / "mkdocs.yml")), date(2026, 11, 20)).register
    own = fingerprint(Board(select(register, Audience.PUBLIC, date(2026, 11, 20))), "notices/title-2026-1")
    address = serve_folder(demo_site)
    for typed in (own, own.lower().replace("-", ""), f"指纹 {own}", own[:7]):
        page.goto(f"{address}search/?q={typed}")
        page.wait_for_selector("#gk-results a")
        hrefs = [link.get_attribute("href") or "" for link in page.locator("#gk-results a").all()]
        assert hrefs[0].endswith("notices/title-2026-1/"), typed
    page.goto(f"{address}search/?q=F0F0-F0F1")
    page.wait_for_function("document.getElementById('gk-found').textContent")
    assert page.locator("#gk-found").inner_text().startswith("没有这个指纹")


def test_the_staff_edition_has_its_own(write_tree: WriteTree) -> None:
    """What only staff may read counts in the fingerprint of the staff edition, and never in that of the public."""
    inside = REPLY.replace("日期: 2026-04-10", "公开范围: 教职工\n日期: 2026-04-10")
    file = "disclosures/proposals/2026/05-03-012/reply-1.md"
    root = write_tree(small_school(**{file: inside}))
    public, staff = board(root), board(root, Audience.STAFF)
    assert fingerprint(public, "opinions/mail-2026-001") == fingerprint(staff, "opinions/mail-2026-001")
    assert fingerprint(public, "proposals/05-03-012") != fingerprint(staff, "proposals/05-03-012")
