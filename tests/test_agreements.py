"""Collective agreements: the order of their steps, their days, their end."""

from __future__ import annotations

from datetime import date

import pytest
from gongkai.derive.agreements import Running, courses, earliest_effect
from gongkai.derive.renewal import next_renewal
from gongkai.findings import Severity
from gongkai.load import load
from gongkai.records import Audience

from tests.conftest import WriteTree
from tests.decision_tree import AGREEMENT, RESOLUTION, TREE, findings, told

FILE = "agreements/female-2026.md"


def changed(old: str, new: str, text: str = AGREEMENT) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def test_fifteen_days_after_submission() -> None:
    """Submitted on the 27th of March: fifteen days on is the 11th of April."""
    assert earliest_effect(date(2026, 3, 27)) == date(2026, 4, 11)


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("通过决议: meetings/05-03/resolution-1\n", "", "2:1", "没有写教代会或全体教职工讨论通过的决议。"),
        ("2026-03-24", "2026-03-19", "7:7", "2026-03-19 签订，2026-03-20 才讨论通过。"),
        ("2026-03-27", "2026-03-23", "8:7", "2026-03-23 报送，2026-03-24 才签订。"),
        ("2026-04-11", "2026-04-10", "9:7", "2026-03-27 报送，2026-04-10 生效，不满 15 日。"),
        ("报送日期: 2026-03-27\n", "", "2:1", "写了生效日期，没有写哪天报送劳动行政部门。"),
        ("2028-04-10", "2026-04-10", "10:7", "到期日期 2026-04-10 不在生效以后。"),
    ],
)
def test_one_step_missing_or_out_of_order(write_tree: WriteTree, old: str, new: str, place: str, message: str) -> None:
    """Each slip is one objection, where it was typed."""
    (found,) = findings(write_tree, {FILE: changed(old, new)})
    assert (told([found]), found.level, found.message) == ([("C84", f"{FILE}:{place}")], Severity.ERROR, message)


def test_a_report_that_was_heard_passes_no_agreement(write_tree: WriteTree) -> None:
    """Only 讨论通过, and only if it passed."""
    heard = {"meetings/05-03/resolution-1.md": RESOLUTION.replace("讨论通过", "听取报告")}
    assert ("C84", f"{FILE}:6:7") in told(findings(write_tree, heard))


def test_submitted_late(write_tree: WriteTree) -> None:
    """Ten days after the 24th of March is the 3rd of April, a Friday; the 7th is four days late."""
    text = changed("2026-03-27", "2026-04-07").replace("2026-04-11", "2026-04-22")
    (found,) = findings(write_tree, {FILE: text})
    assert (told([found]), found.level) == ([("C85", f"{FILE}:8:7")], Severity.WARNING)
    assert found.message == "2026-03-24 签订，本校规则最迟 2026-04-03 报送劳动行政部门，2026-04-07 才报送，迟 4 天。"


def test_not_yet_submitted(write_tree: WriteTree) -> None:
    """On the last day nothing is said; a day later it is."""
    text = changed("报送日期: 2026-03-27\n生效日期: 2026-04-11\n", "")
    assert findings(write_tree, {FILE: text}, date(2026, 4, 3)) == []
    (found,) = findings(write_tree, {FILE: text}, date(2026, 4, 4))
    assert found.message == "2026-03-24 签订，本校规则最迟 2026-04-03 报送劳动行政部门，已过 1 天。"


@pytest.mark.parametrize(
    ("today", "state", "level"),
    [
        (date(2026, 4, 10), Running.COMING, ""),
        (date(2026, 4, 11), Running.IN_FORCE, ""),
        (date(2028, 2, 9), Running.IN_FORCE, ""),
        (date(2028, 2, 10), Running.ENDING, "notice"),
        (date(2028, 4, 10), Running.ENDING, "notice"),
        (date(2028, 4, 11), Running.ENDED, "warning"),
    ],
)
def test_how_it_stands(write_tree: WriteTree, today: date, state: Running, level: str) -> None:
    """Sixty days before 2028-04-10 is 2028-02-10 (19 in February, 31 in March, 10 in April)."""
    folder = write_tree(TREE)
    register = load([folder], folder).register
    assert courses(register, today)["agreements/female-2026"].state is state
    found = [each for each in findings(write_tree, {}, today) if each.code.code == "C85"]
    assert "".join(str(each.level) for each in found) == level


def test_a_renewal_ends_the_reminder(write_tree: WriteTree) -> None:
    """The next agreement names the one that it renews."""
    following = (
        AGREEMENT.replace("2028-04-10", "2030-04-10")
        .replace("2026-03-24", "2028-03-01")
        .replace("2026-03-27", "2028-03-02")
        .replace("2026-04-11", "2028-04-11")
        .replace("到期日期", "续签: agreements/female-2026\n到期日期")
    )
    files = {"agreements/female-2028.md": following}
    today = date(2028, 5, 1)
    assert [found for found in findings(write_tree, files, today) if found.code.code == "C85"] == []
    folder = write_tree({**TREE, **files})
    assert courses(load([folder], folder).register, today)["agreements/female-2026"].state is Running.RENEWED


def test_an_agreement_without_its_resolution_still_runs_out(write_tree: WriteTree) -> None:
    """Old agreements seldom cite who passed them; their end is told all the same."""
    text = changed("通过决议: meetings/05-03/resolution-1\n", "")
    found = findings(write_tree, {FILE: text}, date(2028, 4, 11))
    assert told(found) == [("C84", f"{FILE}:2:1"), ("C85", f"{FILE}:9:7")]
    assert found[1].message == "2028-04-10 已经到期 1 天，没有续签的记录。"


@pytest.mark.parametrize(
    ("today", "day", "record"),
    [
        (date(2026, 3, 30), date(2026, 4, 1), "regulations/appraisal-2026"),
        (date(2026, 4, 5), date(2026, 4, 11), "agreements/female-2026"),
        (date(2026, 5, 20), date(2028, 2, 10), "agreements/female-2026"),
        (date(2028, 2, 10), date(2028, 4, 11), "agreements/female-2026"),
    ],
)
def test_the_board_must_be_built_anew(write_tree: WriteTree, today: date, day: date, record: str) -> None:
    """A static site does not know by itself that an agreement begins, nears its end or is over."""
    folder = write_tree(TREE)
    following = next_renewal(load([folder], folder).register, today, Audience.PUBLIC)
    assert following
    assert (following.day, following.record) == (day, record)


def test_days_at_the_edge_of_the_calendar(write_tree: WriteTree) -> None:
    """A mistyped century is objected to or let be, and never a crash."""
    for first, last in (("9999-12-30", "9999-12-31"), ("2026-03-24", "0001-01-01")):
        text = changed("报送日期: 2026-03-27\n生效日期: 2026-04-11\n", "")
        text = text.replace("2026-03-24", first).replace("2028-04-10", last)
        assert {found.code.code for found in findings(write_tree, {FILE: text})} <= {"C84", "C85"}
        folder = write_tree({**TREE, FILE: text})
        next_renewal(load([folder], folder).register, date(2026, 5, 20), Audience.PUBLIC)
