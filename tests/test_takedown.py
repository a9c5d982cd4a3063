"""Off the wall: which sheets come down today, what to type once they are down, and the rules about hanging."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from gongkai.cli import main
from gongkai.load import load
from gongkai.rules import postings
from gongkai.rules.base import Check
from gongkai.sheets.takedown import State, Takedown, takedown
from gongkai.sheets.takedown_words import told

from tests.conftest import WriteTree
from tests.school import MEETING, NOTICE, small_school
from tests.site import ROOT

FILE = "disclosures/notices/2026/title-2026-1.md"


def hung(entries: str) -> str:
    """The notice of 18 to 22 May, hung as told."""
    return NOTICE.replace("异议:", f"张贴: [{entries}]\n异议:")


def found(root: Path, day: date) -> Takedown:
    return takedown(load([root / "disclosures"], root).register, day, lambda identity: "7F3A-91C2")


@pytest.mark.parametrize(
    ("day", "state", "reason"),
    [
        (date(2026, 5, 18), State.SOON, "公示期到 2026年5月22日，还有 4 天"),
        (date(2026, 5, 22), State.TODAY, "公示期到 2026年5月22日，今天贴满"),
        (date(2026, 5, 25), State.OVERDUE, "公示期到 2026年5月22日，过了 3 天"),
    ],
)
def test_a_notice_comes_down_after_its_last_day(write_tree: WriteTree, day: date, state: State, reason: str) -> None:
    """The last day counts, a weekend before it is announced, and what hangs on is overdue."""
    root = write_tree(small_school(**{FILE: hung("{栏: 对外公开栏, 起: 2026-05-18}")}))
    (each,) = found(root, day).hanging
    assert (each.state, each.reason, each.last) == (state, reason, date(2026, 5, 22))
    assert (each.place, each.fingerprint) == (f"{FILE}:11", "7F3A-91C2")


def test_a_notice_that_hung_before_gets_no_second_key(write_tree: WriteTree) -> None:
    """Taken down too early and put up again: the entry is added to those that the file has."""
    root = write_tree(small_school(**{FILE: hung("{栏: 对外公开栏, 起: 2026-05-18, 止: 2026-05-19}")}))
    said = told(found(root, date(2026, 5, 21)))
    assert f"贴出以后在 {FILE} 的“张贴”里加上：{{栏: " in said
    assert "里写：张贴" not in said


def test_a_written_last_day_counts_where_it_comes_first(write_tree: WriteTree) -> None:
    """Who wrote down beforehand when a sheet goes is reminded on that day, and has nothing to type any more."""
    root = write_tree(small_school(**{FILE: hung("{栏: 对外公开栏, 起: 2026-05-18, 止: 2026-05-20}")}))
    (each,) = found(root, date(2026, 5, 20)).hanging
    assert (each.state, each.reason, each.edit) == (State.TODAY, "登记的最后一天是 2026年5月20日，今天贴满", None)
    assert found(root, date(2026, 5, 21)).hanging == ()


def test_each_wall_has_its_own_list(write_tree: WriteTree) -> None:
    """A sheet that is down on one wall and forgotten on the other is on the list of the other only."""
    entries = "{栏: 对外公开栏, 起: 2026-05-18, 止: 2026-05-22}, {栏: 对内公开栏, 起: 2026-05-18}"
    root = write_tree(small_school(**{FILE: hung(entries)}))
    down = found(root, date(2026, 5, 25))
    assert down.walls == ("对内公开栏",)
    assert [each.record.number for each in down.on("对内公开栏")] == ["title-2026-1"]


def test_resolutions_may_make_room_after_the_days_of_the_policy(write_tree: WriteTree) -> None:
    """Nobody must take a resolution down; after fifteen days, the first counted, it may."""
    posted = f"{MEETING}张贴: [{{栏: 对内公开栏, 起: 2026-03-16}}]\n"
    root = write_tree(small_school(**{"disclosures/meetings/2026/05-03/meeting.yml": posted}))
    assert found(root, date(2026, 3, 29)).hanging == ()
    (each,) = found(root, date(2026, 3, 30)).hanging
    assert (each.state, each.reason) == (State.FREE, "决议已经贴了 15 天，够 15 天了")


def test_a_withdrawn_record_comes_down_at_once(write_tree: WriteTree) -> None:
    """What is no longer public must not hang, whatever its period says."""
    text = hung("{栏: 对外公开栏, 起: 2026-05-18}").replace("公开范围: 社会", "公开范围: 不公开")
    (each,) = found(write_tree(small_school(**{FILE: text})), date(2026, 5, 19)).hanging
    assert (each.state, each.reason) == (State.OVERDUE, "公开范围已经改为不公开")


def test_running_notices_without_posting_are_named_where_a_school_records_postings(write_tree: WriteTree) -> None:
    """A school that never writes down where papers hang is not asked; one that does is reminded."""
    day = date(2026, 5, 20)
    root = write_tree(small_school())
    assert found(root, day).unrecorded == ()
    posted = f"{MEETING}张贴: [{{栏: 对内公开栏, 起: 2026-03-16, 止: 2026-04-03}}]\n"
    write_tree({"disclosures/meetings/2026/05-03/meeting.yml": posted})
    (each,) = found(root, day).unrecorded
    assert (each.record.identity, each.walls) == ("notices/title-2026-1", ("公开栏",))
    assert found(root, date(2026, 5, 23)).unrecorded == ()


def test_the_command_says_what_to_take_down_and_what_to_type(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list names wall, number, title, since when, until when, the signs on the sheet, and the line to change."""
    monkeypatch.chdir(write_tree(small_school(**{FILE: hung("{栏: 对外公开栏, 起: 2026-05-18}")})))
    done = CliRunner().invoke(main, ["print", "--takedown", "--today", "2026-05-25"])
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[:3] == ["撤下单，2026年5月25日：", "", "对外公开栏：1 张今天要撤"]
    assert lines[3] == "  早该撤下  title-2026-1  高级教师岗位推荐人选公示"
    assert lines[4].startswith("      2026年5月18日贴出，公示期到 2026年5月22日，过了 3 天，指纹 ")
    assert lines[5:] == [
        "",
        "撤下以后，在文件的“张贴”里写上最后一天“止”：",
        f"  {FILE}:11（title-2026-1，对外公开栏）",
        "      {栏: 对外公开栏, 起: 2026-05-18} 改成 {栏: 对外公开栏, 起: 2026-05-18, 止: 2026-05-25}",
        "  “止”写真正撤下的那天；早就撤下、只是没有登记的，写当时的日期。",
    ]
    nothing = CliRunner().invoke(main, ["print", "--takedown", "--today", "2026-05-01"])
    assert nothing.output == "2026年5月1日：今天没有要撤下的张贴件。\n"


def test_the_demo_has_sheets_to_take_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the demo's day one sheet is overdue and two are due, on their walls; the staff's own records count too."""
    register = load([ROOT / "disclosures", ROOT / "disclosures-staff"], ROOT).register
    down = takedown(register, date(2026, 11, 20), lambda identity: "")
    told = {(wall, each.record.number): each.state for wall in down.walls for each in down.on(wall)}
    assert {pair for pair, state in told.items() if state is State.OVERDUE} == {("对内公开栏", "proposals-2026-2")}
    assert {pair for pair, state in told.items() if state is State.TODAY} == {
        ("对内公开栏", "library-2026"),
        ("对外公开栏", "parents-2026-2"),
    }
    assert told["对外公开栏", "canteen-2026-09"] is State.FREE
    assert [each.record.number for each in down.unrecorded] == ["title-2026-1"]


@pytest.mark.parametrize(
    ("rule", "entries", "day", "message"),
    [
        (
            postings.hung_too_briefly,
            "{栏: 甲栏, 起: 2026-05-18, 止: 2026-05-20}, {栏: 乙栏, 起: 2026-05-19, 止: 2026-05-22}",
            date(2026, 5, 25),
            ["公示期 2026-05-18 至 2026-05-22，贴得最全的“乙栏”也缺 1 天，是 2026-05-18。"],
        ),
        (
            postings.hung_too_briefly,
            "{栏: 甲栏, 起: 2026-05-18, 止: 2026-05-20}, {栏: 甲栏, 起: 2026-05-21, 止: 2026-05-22}",
            date(2026, 5, 25),
            [],
        ),
        (postings.hung_too_briefly, "{栏: 甲栏, 起: 2026-05-20}", date(2026, 5, 25), []),
        (
            postings.still_hanging,
            "{栏: 甲栏, 起: 2026-05-18}",
            date(2026, 6, 22),
            ["公示期满已 31 天，“甲栏”的张贴还没有写“止”。"],
        ),
        (postings.still_hanging, "{栏: 甲栏, 起: 2026-05-18}", date(2026, 6, 21), []),
        (
            postings.hung_too_early,
            "{栏: 甲栏, 起: 2026-05-16}",
            date(2026, 5, 25),
            ["贴出的日期 2026-05-16 早于公示期的第一天 2026-05-18。"],
        ),
        (
            postings.hung_too_early,
            "{栏: 甲栏, 起: 2027-05-18}",
            date(2026, 5, 25),
            ["贴出的日期 2027-05-18 在今天（2026-05-25）以后。"],
        ),
        (postings.hung_too_early, "{栏: 甲栏, 起: 2026-05-18}", date(2026, 5, 25), []),
    ],
)
def test_the_rules_about_hanging(
    write_tree: WriteTree, rule: Check, entries: str, day: date, message: list[str]
) -> None:
    """A notice hangs on one wall for all its days, comes down within the grace, and never hangs too early."""
    root = write_tree(small_school(**{FILE: hung(entries)}))
    register = load([root / "disclosures"], root).register
    assert [each.message for each in rule(register, day)] == message
