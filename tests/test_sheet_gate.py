"""What may not be seen never becomes a sheet or a slide: each way of getting it there, tried."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from gongkai import press
from gongkai.cli import main
from gongkai.publish import Refused, edition
from gongkai.records import Audience
from gongkai.render.pages import Asset
from gongkai.render.tables import Column, Table, ungrouped
from gongkai.settings import find
from gongkai.sheets.composing import Wish, sheets_of
from gongkai.sheets.document import Grid, Mark, Paragraph, Sheet
from gongkai.sheets.printing import assets

from tests.conftest import WriteTree
from tests.school import NOTICE, OPINION, PROPOSAL, REPLY, small_school

DAY = date(2026, 5, 20)
NOTICE_FILE = "disclosures/notices/2026/title-2026-1.md"
OPINION_FILE = "disclosures/opinions/2026/mail-2026-001.md"
IDENTITY_NUMBER = "11010519491231002X"
INTERNAL = "内部核对码QH7F3K2M9P"


LATER = NOTICE.replace("起: 2026-05-18", "起: 2026-05-25").replace("止: 2026-05-22", "止: 2026-05-29")


def desk(root: Path, audience: Audience = Audience.PUBLIC, day: date = DAY) -> press.Desk:
    settings = find(root / "mkdocs.yml")
    return press.desk(type(settings)(settings.base, settings.records, audience, day, settings.site_url), day)


def said(made: press.Desk) -> str:
    """Every word on the sheets of every record of a desk."""
    sheets = tuple(sheets_of(made.board, tuple(made.board.titles), Wish("")))
    assert sheets
    return b"\n".join(asset.content for asset in assets(sheets)).decode()


def wall(root: Path, day: date = DAY, audience: Audience = Audience.PUBLIC) -> str:
    """Every word of the kiosk's slides."""
    settings = find(root / "mkdocs.yml")
    own = type(settings)(settings.base, settings.records, audience, day, settings.site_url)
    outputs = edition(own, day).outputs
    (page,) = (each for each in outputs if isinstance(each, Asset) and each.address == "kiosk/index.html")
    return page.content.decode()


def sheet(*blocks: Paragraph | Grid, title: str = "公示") -> Sheet:
    return Sheet("公示", title, blocks, Mark("样例学校", "title-2026-1", DAY), ("notices/title-2026-1",))


HIDDEN = small_school(
    **{
        "disclosures/proposals/2026/05-03-012/proposal.md": PROPOSAL.replace(
            "提案人: {代表团: 文科组, 姓名: 林同, 公开姓名: 否}", "提案人: {代表团: 文科组, 姓名: 林同舟, 公开姓名: 否}"
        ).replace("案由:", f"原件: 档号{INTERNAL}\n案由:"),
        OPINION_FILE: OPINION.replace("公开范围: 社会", "公开范围: 不公开").replace("遮雨棚", "遮雨棚子的密件"),
    }
)
"""A school with a name, a file number and an opinion that nobody may see."""


def table(words: str) -> Grid:
    return Grid(Table("t", "名单", (Column("姓名"),), ungrouped(((words,),))))


@pytest.mark.parametrize(
    "bad",
    [
        sheet(Paragraph(f"联系人证件号 {IDENTITY_NUMBER}。")),
        sheet(Paragraph("联系电话 13912345678。")),
        sheet(Paragraph(f"存于档号{INTERNAL}。")),
        sheet(Paragraph("提案人：林同舟。")),
        sheet(title=f"档号{INTERNAL}"),
        sheet(table("林同舟")),
        sheet(Paragraph("雨天接送时家长和学生没有避雨的地方，请在校门东侧设遮雨棚子的密件。")),
    ],
    ids=["identity number", "telephone", "file number", "name", "title", "cell", "withheld opinion"],
)
def test_the_gate_stops_a_sheet_whatever_made_it(write_tree: WriteTree, bad: Sheet) -> None:
    """Even if some template one day prints what it must not, no sheet comes out; the same words stop a page."""
    made = desk(write_tree(HIDDEN))
    press.gated((sheet(Paragraph("按职称推荐办法，现予公示。")),), made)
    with pytest.raises(Refused):
        press.gated((bad,), made)


def test_no_sheet_and_no_slide_says_what_is_hidden(write_tree: WriteTree) -> None:
    """Of all records together, sheets and slides for the public hold no hidden name, number or opinion."""
    root = write_tree(HIDDEN)
    for words in (said(desk(root)), wall(root)):
        assert "供餐" in words
        for secret in ("林同舟", INTERNAL, "密件"):
            assert secret not in words


def test_an_identity_number_in_a_notice_stops_everything(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A notice that holds one is refused before a sheet or a slide exists, and the number is not repeated."""
    root = write_tree(
        small_school(**{NOTICE_FILE: NOTICE.replace("现予公示。", f"证件号{IDENTITY_NUMBER}，现予公示。")})
    )
    monkeypatch.chdir(root)
    done = CliRunner().invoke(main, ["print", "title-2026-1", "--to", "out"])
    assert done.exit_code == 1
    assert "没有排印，out 没有改动。" in done.output
    assert IDENTITY_NUMBER not in done.output
    assert not (root / "out").exists()
    with pytest.raises(Refused):
        edition(find(root / "mkdocs.yml"), DAY)


@pytest.mark.parametrize(
    ("files", "typed", "day"),
    [
        ({NOTICE_FILE: NOTICE.replace("公开范围: 社会", "公开范围: 教职工")}, "title-2026-1", "2026-05-20"),
        ({OPINION_FILE: OPINION.replace("公开范围: 社会", "公开范围: 不公开")}, "mail-2026-001", "2026-05-20"),
        ({}, "title-2026-1", "2026-05-23"),
        ({NOTICE_FILE: LATER}, "title-2026-1", "2026-05-20"),
    ],
    ids=["for staff", "withheld", "expired", "not begun"],
)
def test_the_command_writes_nothing_of_what_it_refuses(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], typed: str, day: str
) -> None:
    """Asked for by its number, it is refused with a sentence, the exit code says so, and no file is there."""
    root = write_tree(small_school(**files))
    monkeypatch.chdir(root)
    done = CliRunner().invoke(main, ["print", typed, "--to", "out", "--today", day])
    assert done.exit_code == 1, done.output
    assert done.output.startswith(f"{typed}：")
    assert not list(root.glob("out/*.pdf"))


def test_names_leave_the_wall_with_the_period(write_tree: WriteTree) -> None:
    """On the last day the name is on slide and sheet, on the next day on neither, though it stays in the file."""
    root = write_tree(small_school())
    last, after = date(2026, 5, 22), date(2026, 5, 23)
    assert "段一苇" in said(desk(root, day=last))
    assert "段一苇" not in said(desk(root, day=after))
    assert "段一苇" not in wall(root, after)
    assert "高级教师岗位推荐人选公示" in wall(root, last)


def test_a_record_for_staff_is_on_the_wall_inside_only(write_tree: WriteTree) -> None:
    """The public's slides and sheets do not know it; those for staff show it and are marked."""
    inside = NOTICE.replace("公开范围: 社会", "公开范围: 教职工").replace("高级教师岗位推荐人选", "中层干部任前")
    root = write_tree(small_school(**{NOTICE_FILE: inside}))
    assert "中层干部任前" not in said(desk(root))
    assert "中层干部任前" not in wall(root)
    staff = desk(root, Audience.STAFF)
    assert "中层干部任前" in said(staff)
    assert all(each.mark.is_internal for each in sheets_of(staff.board, ("notices/title-2026-1",), Wish("")))
    shown = wall(root, audience=Audience.STAFF)
    assert "中层干部任前" in shown
    assert "内部公开" in shown


def test_a_reply_for_staff_is_on_no_sheet_for_the_public(write_tree: WriteTree) -> None:
    """Beside the public answer, one narrowed to the staff is printed inside only."""
    narrow = REPLY.replace("日期: 2026-04-10", "公开范围: 教职工\n日期: 2026-04-09").replace("两名", "甲乙两名")
    folder = "disclosures/proposals/2026/05-03-012"
    root = write_tree(small_school(**{f"{folder}/reply-1.md": narrow, f"{folder}/reply-2.md": REPLY}))
    for words in (said(desk(root)), wall(root)):
        assert "值班师傅甲乙两名" not in words
    assert "值班师傅甲乙两名" in said(desk(root, Audience.STAFF))
