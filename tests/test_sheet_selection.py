"""What is chosen for paper: a record by a number typed carelessly, what is on notice, this month's board."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from gongkai.examination import examine
from gongkai.records import Audience
from gongkai.register import Register
from gongkai.select import select
from gongkai.settings import find
from gongkai.sheets.selection import Selection, of_this_month, on_notice, selection
from gongkai.sheets.typed import lead_to
from gongkai.views.board import Board

from tests.conftest import WriteTree
from tests.school import NOTICE, OPINION, small_school
from tests.site import ROOT

DAY = date(2026, 5, 20)
DEMO_DAY = date(2026, 11, 20)


def whole(root: Path, day: date = DAY) -> Register:
    return examine(find(root / "mkdocs.yml"), day).register


def asked(root: Path, *typed: str, audience: Audience = Audience.PUBLIC, day: date = DAY) -> Selection:
    register = whole(root, day)
    return selection(Board(select(register, audience, day)), register, typed)


def refusal(root: Path, typed: str, audience: Audience = Audience.PUBLIC) -> str:
    found = asked(root, typed, audience=audience)
    assert found.chosen == ()
    (refused,) = found.refused
    return refused.sentence


@pytest.fixture(scope="module")
def demo() -> Register:
    return whole(ROOT, DEMO_DAY)


@pytest.mark.parametrize(
    "typed",
    [
        "05-03-012",
        "05-03-12",
        "050312",
        "0503012",
        "05 03 12",
        "05 03 012",
        "０５－０３－０１２",
        "提案05-03-012",
        "（提案 05-03-012）",
        "05/03/012",
        "proposals/05-03-012",
        "/proposals/05-03-012/",
        "https://school.example/board/proposals/05-03-012/index.html?x=1#basis",
    ],
)
def test_a_number_is_understood_as_it_is_typed(write_tree: WriteTree, typed: str) -> None:
    """Width, strokes, spaces, zeros, the word before it and the whole address make no difference."""
    found = asked(write_tree(small_school()), typed)
    assert [each.identity for each in found.chosen] == ["proposals/05-03-012"]
    assert found.refused == ()


@pytest.mark.parametrize(
    "typed", ["meetings/05-03/resolution-1", "05-03/resolution-1", "05-03决议1", "05-03 决议 1", "05-03 第1项决议"]
)
def test_a_resolution_is_asked_for_by_its_meeting(write_tree: WriteTree, typed: str) -> None:
    """A resolution has no number of its own; that of the meeting and its place will do."""
    assert lead_to(whole(write_tree(small_school())), typed) == ("meetings/05-03/resolution-1",)


def test_each_is_chosen_once_and_in_order(write_tree: WriteTree) -> None:
    """Somebody who types a record twice gets one sheet."""
    found = asked(write_tree(small_school()), "05-03", "05-03-012", "公示", "title-2026-1", "050312")
    assert [each.identity for each in found.chosen] == ["meetings/05-03", "proposals/05-03-012", "notices/title-2026-1"]


def test_unknown_ones_are_told_what_is_near(write_tree: WriteTree) -> None:
    """A slip of the hand is answered with what there is; nonsense with where numbers stand."""
    root = write_tree(small_school())
    near = "没有这个编号的记录。是不是：title-2026-1（高级教师岗位推荐人选公示）？"
    assert refusal(root, "ttle-2026-1") == f"ttle-2026-1：{near}"
    nowhere = "没有这个编号的记录。编号在网页标题后面的括号里，也可以在网站上搜索；要印多份，写 本月、公示 或 报告。"
    assert refusal(root, "../../etc/passwd") == f"../../etc/passwd：{nowhere}"
    assert refusal(root, "13800001111") == f"［手机号］：{nowhere}"


def test_a_number_of_two_kinds_is_asked_back(write_tree: WriteTree) -> None:
    """A number that two kinds use is never guessed."""
    root = write_tree(small_school(**{"disclosures/opinions/2026/title-2026-1.md": OPINION}))
    assert refusal(root, "title-2026-1") == (
        "title-2026-1：有 2 份记录用这个编号。写全其中一份：notices/title-2026-1、opinions/title-2026-1。"
    )


def test_what_is_on_notice(demo: Register) -> None:
    """Every running notice of the demo, the one that ends first before the others."""
    board = Board(select(demo, Audience.PUBLIC, DEMO_DAY))
    assert [(each.identity, each.reason, each.walls) for each in on_notice(board)] == [
        ("notices/procure-2026-2", "公示中，到 2026年11月23日", ("对外公开栏",)),
        ("notices/title-2026-1", "公示中，到 2026年11月24日", ("对内公开栏",)),
        ("notices/consult-2026-2", "公示中，到 2026年11月27日", ("对外公开栏",)),
    ]


def test_the_months_board(demo: Register) -> None:
    """Notices, resolutions made known, answers, what else is new, the statements: each with its walls."""
    board = Board(select(demo, Audience.PUBLIC, DEMO_DAY))
    found = {each.identity: each for each in of_this_month(board)}
    assert len(found) == 18
    assert list(found)[:4] == [
        "notices/procure-2026-2",
        "notices/title-2026-1",
        "notices/consult-2026-2",
        "meetings/05-03/resolution-1",
    ]
    assert found["meetings/05-03/resolution-1"].reason == "2026年11月2日公布的决议"
    assert found["proposals/05-03-001"].reason == "2026年11月16日答复"
    assert found["finances/canteen-2026-10"].reason == "2026年10月的收支"
    assert found["opinions/box-2026-003"].walls == ("对内公开栏", "对外公开栏")
    assert all(each.walls for each in found.values())
    assert "finances/union-2026-10" not in found


def test_the_staff_edition_prints_for_the_wall_inside(demo: Register) -> None:
    """It adds what only staff may see, and leaves to the public edition what hangs outside."""
    inside = {each.identity: each for each in of_this_month(Board(select(demo, Audience.STAFF, DEMO_DAY)))}
    assert "finances/union-2026-10" in inside
    assert "notices/consult-2026-2" not in inside
    assert {wall for each in inside.values() for wall in each.walls} == {"对内公开栏"}


# The gate: nothing that the public may not see can be asked for ----------------------------------------------


def test_a_record_for_staff_is_refused_to_the_public(write_tree: WriteTree) -> None:
    """By its number the public edition refuses it and says how it is printed; the staff edition takes it."""
    inside = NOTICE.replace("公开范围: 社会", "公开范围: 教职工\n限制公开理由: 干部任前")
    root = write_tree(small_school(**{"disclosures/notices/2026/title-2026-1.md": inside}))
    assert refusal(root, "title-2026-1") == (
        "title-2026-1：只向教职工公开，社会版不印。贴对内公开栏的，加上 --audience staff，纸上会标明内部公开。"
    )
    found = asked(root, "title-2026-1", audience=Audience.STAFF)
    assert [each.identity for each in found.chosen] == ["notices/title-2026-1"]
    assert asked(root, "公示").chosen == ()


def test_a_withheld_record_is_refused_to_everybody(write_tree: WriteTree) -> None:
    """What is 不公开 goes onto no wall, inside or outside."""
    withheld = OPINION.replace("公开范围: 社会", "公开范围: 不公开").replace("同意公开: 是", "同意公开: 否")
    root = write_tree(small_school(**{"disclosures/opinions/2026/mail-2026-001.md": withheld}))
    words = "mail-2026-001：公开范围是不公开，不印。只存档案，不上墙；该公开的，先按程序改“公开范围”。"
    assert refusal(root, "mail-2026-001") == words
    assert refusal(root, "mail-2026-001", Audience.STAFF) == words


def test_an_expired_notice_is_refused(write_tree: WriteTree) -> None:
    """The day after its period nobody can print it any more, and its names are on no sheet."""
    root = write_tree(small_school())
    last = asked(root, "title-2026-1", day=date(2026, 5, 22))
    assert [each.identity for each in last.chosen] == ["notices/title-2026-1"]
    over = asked(root, "title-2026-1", "公示", day=date(2026, 5, 23))
    assert over.chosen == ()
    (refused,) = over.refused
    assert refused.cause == "公示期到 2026年5月22日，已经满了，不再印。"
    assert refused.cure == "还贴着的请撤下，用 gongkai print --takedown 看该撤哪些。"


def test_what_has_not_begun_is_refused(write_tree: WriteTree) -> None:
    """A notice of tomorrow and a proposal that nobody has reviewed are not there to print."""
    later = NOTICE.replace("起: 2026-05-18", "起: 2026-05-25").replace("止: 2026-05-22", "止: 2026-05-29")
    files = small_school(**{"disclosures/notices/2026/title-2026-1.md": later})
    files = {name: text for name, text in files.items() if "/05-03-012/" not in name or name.endswith("proposal.md")}
    root = write_tree(files)
    assert refusal(root, "title-2026-1") == (
        "title-2026-1：2026年5月25日才公开，今天还不印。要提前备好，用 --today 2026-05-25 按那一天印。"
    )
    assert refusal(root, "05-03-012") == "05-03-012：还没有审查，不公布。审查立案以后再印。"
