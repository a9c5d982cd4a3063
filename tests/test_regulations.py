"""Which version of a regulation is in force, and what the checker says where that is unclear."""

from __future__ import annotations

from datetime import date

import pytest
from gongkai.derive.versions import Standing, chain, versions
from gongkai.load import load

from tests.conftest import WriteTree
from tests.decision_tree import REGULATION, RESOLUTION, TODAY, TREE, findings, told

NEW = "regulations/appraisal-2026.md"
OLD = "regulations/appraisal-2019.md"
OLDER = REGULATION.replace("2026年修订", "2019年制定").replace("2026-04-01", "2019-09-01").replace("通过决议", "文号")


def changed(old: str, new: str, text: str = REGULATION) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def standing(write_tree: WriteTree, files: dict[str, str], today: date = TODAY) -> dict[str, Standing]:
    folder = write_tree({**TREE, **files})
    found = versions(load([folder], folder).register, today)
    return {identity.partition("/")[2]: version.standing for identity, version in found.items()}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("状态: 正式", "状态: 正式", Standing.IN_FORCE),
        ("状态: 正式", "状态: 草案", Standing.DRAFT),
        ("状态: 正式", "状态: 征求意见", Standing.CONSULT),
        ("状态: 正式", "状态: 废止", Standing.REPEALED),
        ("状态: 正式", "状态: 正式\n废止日期: 2026-05-20", Standing.REPEALED),
        ("状态: 正式", "状态: 正式\n废止日期: 2026-05-21", Standing.IN_FORCE),
        ("状态: 正式", "状态: 正式\n生效日期: 2026-05-21", Standing.COMING),
        ("状态: 正式", "状态: 试行\n试行至: 2026-05-20", Standing.TRIAL),
        ("状态: 正式", "状态: 试行\n试行至: 2026-05-19", Standing.TRIAL_OVER),
    ],
)
def test_how_a_version_stands(write_tree: WriteTree, old: str, new: str, expected: Standing) -> None:
    """On 2026-05-20, from what the version says and the day alone."""
    assert standing(write_tree, {NEW: changed(old, new)}) == {"appraisal-2026": expected}


def test_a_version_is_replaced_when_the_new_one_begins(write_tree: WriteTree) -> None:
    """Until then the old one holds; a draft replaces nothing."""
    new = changed("标签", "替代: regulations/appraisal-2019\n标签")
    files = {NEW: new, OLD: OLDER}
    assert standing(write_tree, files)["appraisal-2019"] is Standing.REPLACED
    before = standing(write_tree, files, date(2026, 3, 31))
    assert (before["appraisal-2019"], before["appraisal-2026"]) == (Standing.IN_FORCE, Standing.COMING)
    draft = {**files, NEW: new.replace("正式", "草案")}
    assert standing(write_tree, draft)["appraisal-2019"] is Standing.IN_FORCE


def test_a_chain_holds_every_version(write_tree: WriteTree) -> None:
    """From the middle one reaches both ends, the newest first."""
    middle = OLDER.replace("2019年制定", "2022年修订").replace("2019-09-01", "2022-09-01")
    middle = middle.replace("标签", "替代: regulations/appraisal-2019\n标签")
    files = {
        NEW: changed("标签", "替代: regulations/appraisal-2022\n标签"),
        OLD: OLDER,
        "regulations/appraisal-2022.md": middle,
    }
    folder = write_tree({**TREE, **files})
    found = versions(load([folder], folder).register, TODAY)
    numbers = [version.record.number for version in chain(found, "regulations/appraisal-2022")]
    assert numbers == ["appraisal-2026", "appraisal-2022", "appraisal-2019"]


def test_what_touches_interests_was_passed(write_tree: WriteTree) -> None:
    """考核 is one of the school's tags; 学生 is not, and a draft has time."""
    without = changed("通过决议: meetings/05-03/resolution-1\n", "")
    (found,) = findings(write_tree, {NEW: without})
    assert (told([found]), found.message) == (
        [("C28", f"{NEW}:2:1")],
        "标签有“考核”，没有写教代会讨论通过的决议。",
    )
    assert findings(write_tree, {NEW: without.replace("[考核]", "[学生]")}) == []
    assert findings(write_tree, {NEW: without.replace("正式", "草案")}) == []


@pytest.mark.parametrize("rejected", [("通过\n---", "未通过\n---"), ("讨论通过", "听取报告")])
def test_only_a_passed_resolution_counts(write_tree: WriteTree, rejected: tuple[str, str]) -> None:
    """A resolution that failed, or a report that was heard, passes nothing."""
    found = findings(write_tree, {"meetings/05-03/resolution-1.md": RESOLUTION.replace(*rejected)})
    assert told(found) == [("C84", "agreements/female-2026.md:6:7"), ("C28", f"{NEW}:8:7")]


def test_passed_before_it_is_followed(write_tree: WriteTree) -> None:
    """A regulation in force since 2026-03-19 cannot rest on a vote of 2026-03-20."""
    (found,) = findings(write_tree, {NEW: changed("2026-04-01", "2026-03-19")})
    assert (told([found]), found.message) == (
        [("C28", f"{NEW}:8:7")],
        "标签有“考核”，2026-03-19 就开始执行，2026-03-20 才讨论通过。",
    )


def test_two_versions_in_force(write_tree: WriteTree) -> None:
    """The newer one has to say that it replaces the older."""
    old = OLDER.replace("2019-09-01", "2025-09-02").replace("[考核]", "[学生]")
    (found,) = findings(write_tree, {OLD: old})
    assert (told([found]), found.message) == (
        [("C86", f"{NEW}:2:1")],
        "“考核办法”有 2 个版本都在有效期内：regulations/appraisal-2019、regulations/appraisal-2026。",
    )


def test_an_older_version_replaces_nothing_newer(write_tree: WriteTree) -> None:
    """Turned round, it is one objection, at the reference."""
    old = OLDER.replace("2019-09-01", "2025-09-02").replace("[考核]", "[学生]")
    old = old.replace("标签", "替代: regulations/appraisal-2026\n标签")
    (found,) = findings(write_tree, {OLD: old})
    assert (told([found]), found.message) == (
        [("C86", f"{OLD}:9:5")],
        "这一版从 2025-09-02 起，被替代的 regulations/appraisal-2026 却从 2026-04-01 起。",
    )


def test_a_public_version_replaced_in_private(write_tree: WriteTree) -> None:
    """The public would go on following what the staff see replaced."""
    new = changed("标签", "替代: regulations/appraisal-2019\n标签").replace("公开范围: 社会", "公开范围: 教职工")
    old = OLDER.replace("2019-09-01", "2025-09-02")
    (found,) = findings(write_tree, {NEW: new, OLD: old})
    assert (found.code.code, found.location.path) == ("C86", OLD)
    ended = old.replace("标签", "废止日期: 2026-04-01\n标签")
    assert findings(write_tree, {NEW: new, OLD: ended}) == []


def test_somebody_approved_it(write_tree: WriteTree) -> None:
    """A regulation in use says who approved it."""
    assert told(findings(write_tree, {NEW: changed("批准机关: 校务会议\n", "")})) == [("C86", f"{NEW}:2:1")]


def test_a_trial_does_not_lapse_unseen(write_tree: WriteTree) -> None:
    """Over, it is a warning; within sixty days of its end, a notice; before that, nothing."""
    for until, expected in (("2026-05-10", "warning"), ("2026-07-19", "notice"), ("2026-07-20", "")):
        text = changed("状态: 正式", f"状态: 试行\n试行至: {until}")
        assert "".join(str(found.level) for found in findings(write_tree, {NEW: text})) == expected
