"""迎检, 姓名一览: pages for staff alone, their lines, their export, and what they never say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from gongkai.cli import main
from gongkai.records import Audience
from gongkai.render.pages import Page
from gongkai.render.spreadsheets import cell, csv_of
from gongkai.views import inspection, names
from gongkai.views.board import Board

from tests.board_tree import FILES, board
from tests.conftest import WriteTree

UNION = "finances/2026/union-2026-10.yml"
SIGNED = """编制: 工会出纳
审核: 工会会计
批准: 工会主席
原件: 2026-GH-10
备案号: 备2026-031
张贴: [{栏: 对内公开栏, 起: 2026-11-10, 止: 2026-11-25}]
"""
LISTED = "名单: [{姓名: 林同}, {姓名: 段一苇}]\n公开个人信息依据: 职称推荐办法\n"
EXTRA = {
    UNION: FILES[UNION] + SIGNED,
    "notices/title-2026-1.md": FILES["notices/title-2026-1.md"].replace("事由:", LISTED + "事由:"),
    "notices/award-2026-1.md": FILES["notices/award-2026-1.md"].replace("事由:", LISTED + "事由:"),
}


def _outputs(shown: Board) -> dict[str, str]:
    return {
        output.address: str(output.html) if isinstance(output, Page) else output.content.decode("utf-8-sig")
        for output in inspection.pages(shown)
    }


def test_the_public_edition_has_neither(write_tree: WriteTree) -> None:
    """Inspection and the overview of names are made for staff alone."""
    public = board(write_tree, extra=EXTRA)
    assert list(inspection.pages(public)) == []
    assert list(names.pages(public)) == []


def test_a_line_shows_the_original_the_wall_and_who_signed(write_tree: WriteTree) -> None:
    """What is typed is said to be typed; nothing is called verified."""
    html = _outputs(board(write_tree, Audience.STAFF, EXTRA))["inspection/2026-2027/"]
    row = re.search(r"<tr><th scope=\"row\"><a href=\"[^\"]*union-2026-10/\".*?</tr>", html, re.DOTALL)
    assert row
    text = re.sub(r"<[^>]+>", " ", row[0])
    assert "2026-GH-10" in text
    assert re.sub(r"\s+", "", text).endswith(
        "对内公开栏11-10至11-25编制工会出纳已填；审核工会会计已填；批准工会主席已填"
    )
    assert html.count("gk-signed--verified") == 1  # the legend's


def test_a_record_of_two_months_is_one_paper(write_tree: WriteTree) -> None:
    """It stands in the list once for each month, and counts once wherever papers are counted."""
    before = _outputs(board(write_tree, Audience.STAFF, EXTRA))["inspection/2026-2027/"]
    both = {**EXTRA, UNION: EXTRA[UNION].replace("期间: 2026-10", "期间: 2026-09至2026-10")}
    made = _outputs(board(write_tree, Audience.STAFF, both))
    html = made["inspection/2026-2027/"]
    assert (before.count("finances/union-2026-10/"), html.count("finances/union-2026-10/")) == (1, 2)
    count = re.search(r"材料 (\d+) 件", before)
    assert count
    assert f"材料 {count[1]} 件" in html
    assert f"：{count[1]} 件材料" in made["inspection/"]


def test_a_gap_tells_its_period_and_its_day(write_tree: WriteTree) -> None:
    """September's statement is missing; October's day has not come for the internal book."""
    files = _outputs(board(write_tree, Audience.STAFF, EXTRA))
    rows = [line.split(",") for line in files["inspection/2026-2027.csv"].splitlines()]
    assert rows[0] == list(inspection.COLUMNS)
    gaps = [(row[0], row[1], row[2], row[8]) for row in rows if row[8] == "记录"]
    assert ("财务/经费月报", "工会", "2026年9月", "记录") in gaps
    assert ("财务/内部账册", "工会", "2026年9月", "记录") in gaps
    assert not any(period == "2026年10月" for _, _, period, _ in gaps)


def test_what_is_in_no_matter_is_listed_too(write_tree: WriteTree) -> None:
    """A notice that names no matter of the catalogue is no gap, but an inspector must find it."""
    files = _outputs(board(write_tree, Audience.STAFF, EXTRA))
    rows = [line.split(",") for line in files["inspection/2026-2027.csv"].splitlines()]
    unlisted = [row[3] for row in rows if row[0] == "未归入公开目录"]
    assert "高级教师岗位推荐人选公示（notices/title-2026-1）" in unlisted
    assert not any("union-2026-10" in title for title in unlisted)


def test_the_overview_counts_people_without_repeating_them(write_tree: WriteTree) -> None:
    """The notice that runs is listed with its ground and last day; the one that has ended is not."""
    (page,) = names.pages(board(write_tree, Audience.STAFF, EXTRA))
    assert isinstance(page, Page)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", str(page.html)))
    assert "高级教师岗位推荐人选公示 公示名单 2 向社会公开 职称推荐办法 2026年11月24日" in text
    assert "优秀教师人选公示" not in text
    assert "提案人 1 向教职工公开 提案署名 不自动到期" in text
    assert "段一苇" not in str(page.html)


def test_the_command_finds_a_name_in_every_file(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the file to change, also where the pages have taken the name down already."""
    root = write_tree({f"disclosures/{name}": text for name, text in {**FILES, **EXTRA}.items()})
    (root / "mkdocs.yml").write_text(
        "site_name: x\nplugins:\n  - gongkai: {records: [disclosures], today: 2026-11-20}\n", "utf-8"
    )
    monkeypatch.chdir(Path(root))
    result = CliRunner().invoke(main, ["names", "段一苇"], prog_name="gongkai")
    assert result.exit_code == 0
    assert result.output == (
        "notices/award-2026-1  公示名单  段一苇  已从所有页面撤下  依据：职称推荐办法；2026-10-16 到期\n"
        "    disclosures/notices/award-2026-1.md\n"
        "notices/title-2026-1  公示名单  段一苇  社会版、教职工版显示  依据：职称推荐办法；2026-11-24 到期\n"
        "    disclosures/notices/title-2026-1.md\n"
        "共 2 处，2 条记录。\n"
    )
    nobody = CliRunner().invoke(main, ["names", "查无此人"], prog_name="gongkai")
    assert nobody.output == "没有找到。共 0 处，0 条记录。\n"


def test_the_command_repeats_no_number(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mobile in the name of a folder is masked where the command tells the file."""
    files = {f"disclosures/{name}": text for name, text in {**FILES, **EXTRA}.items()}
    files["disclosures/notices/13800001111/title-2026-1.md"] = files.pop("disclosures/notices/title-2026-1.md")
    root = write_tree(files)
    (root / "mkdocs.yml").write_text("site_name: x\nplugins:\n  - gongkai: {today: 2026-11-20}\n", "utf-8")
    monkeypatch.chdir(Path(root))
    output = CliRunner().invoke(main, ["names", "段一苇"], prog_name="gongkai").output
    assert "title-2026-1.md" in output
    assert "13800001111" not in output


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("-1234.50", "-1234.50"),
        ("0.1", "0.1"),
        ("-1+2", "'-1+2"),
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("＋86", "'＋86"),
        ("@sum", "'@sum"),
        ("\t1", "'\t1"),
        ("平常文字", "平常文字"),
    ],
)
def test_no_cell_becomes_a_formula(typed: str, written: str) -> None:
    """A plain decimal stays bare, also below zero; what a spreadsheet would calculate is quoted."""
    assert cell(typed) == written


def test_a_control_character_in_a_cell_is_replaced() -> None:
    """No program ends the file at it, and a sign behind it does not come to stand first."""
    assert csv_of([["\0=1+1", "二\x07楼", "\ud800"]]).decode("utf-8-sig") == "\ufffd=1+1,二\ufffd楼,\ufffd\r\n"


def test_csv_is_marked_for_excel() -> None:
    """UTF-8 with its mark, lines ended as Excel ends them, a comma in a cell quoted."""
    assert csv_of([("甲", "1,5"), ("乙", "=2")]) == '\ufeff甲,"1,5"\r\n乙,\'=2\r\n'.encode()
