"""A whole published history: every planted slip is named with its day and place, a harmless history says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from gongkai.git.commits import first_parent
from gongkai.git.revisions import Kind, Revision, is_shallow, revision
from gongkai.history.closed.audit import Audit, PublishedMoment, audit
from gongkai.history.closed.audit import moments as published
from gongkai.history.registers import Registers, registers_of

from tests.planted_history import (
    ANSWERED,
    AWARD,
    CONGRESS,
    LEDGER,
    OTHER_LEDGER,
    TOMBSTONES,
    WAITING,
    WAITING_REVIEW,
    Commit,
    R,
    beginning,
    branch_of,
    commit,
    correction,
    harmless,
    planted,
    rewritten,
    slips,
    tombstone,
)
from tests.repositories import Repository
from tests.school import FINANCE, REPLY, RESOLUTION, REVIEW

FOUND: dict[str, tuple[str, ...]] = {
    "silent edit of a closed month": ("06-22 H01 error finances/2026/office-2026-03.yml:14:9",),
    "a total": ("06-22 H01 error finances/2026/office-2026-03.yml:15:5",),
    "a row more": ("06-22 H01 error finances/2026/office-2026-03.yml:15:5",),
    "a row less": ("06-22 H01 error finances/2026/office-2026-03.yml:11:3",),
    "an adjustment that touched the books": ("06-22 H01 error finances/2026/office-2026-03/finance.yml:15:5",),
    "an amount changed out of sight": (
        "06-22 H08 notice finances/2026/office-2026-03.yml:2:7",
        "07-06 H01 error finances/2026/office-2026-03.yml:14:9",
    ),
    "a correction of another row": ("06-22 H01 error finances/2026/office-2026-03/finance.yml:14:9",),
    "a correction of one digit": ("06-22 H01 error finances/2026/office-2026-03/finance.yml:14:9",),
    "a back-dated reply in a back-dated commit": ("06-22 H11 error proposals/2026/05-03-013/reply-1.md:2:5",),
    "a vote": ("06-22 H01 error meetings/2026/05-03/resolution-1.md:13:7",),
    "a verdict": ("06-22 H01 error meetings/2026/05-03/resolution-1.md:17:7",),
    "a deadline": ("06-22 H01 error proposals/2026/05-03-012/reply-1.md:8:40",),
    "a day of assignment": ("06-22 H01 error proposals/2026/05-03-013/review.md:7:7",),
    "the end of a notice": ("05-21 H01 error notices/2026/title-2026-1.md:7:4",),
    "a name struck from a notice": (
        "05-21 H01 error notices/2026/title-2026-1.md:9:3",
        "05-21 H01 error notices/2026/title-2026-1.md:9:5",
    ),
    "a disposition": ("06-22 H01 error proposals/2026/05-03-013/review.md:2:5",),
    "an outcome": ("06-22 H01 error proposals/2026/05-03-012/reply-1.md:8:17",),
    "the words of a reply": ("06-22 H01 error proposals/2026/05-03-012/reply-1.md:10:1",),
    "the judgement of a delegate": ("06-22 H01 error proposals/2026/05-03-012/feedback-1.md:3:5",),
    "a softened proposal": ("06-22 H02 error proposals/2026/05-03-012/proposal.md:15:1",),
    "a softened proposal nobody saw yet": ("06-29 H02 warning proposals/2026/05-03-014.md:4:5",),
    "a reply that vanished": (
        "06-22 H03 error proposals/2026/05-03-012/feedback-1.md:2:1",
        "06-22 H03 error proposals/2026/05-03-012/reply-1.md:2:1",
    ),
    "a reply replaced": ("06-22 H04 error proposals/2026/05-03-012/reply-1.md:2:1",),
    "a reply that came back as another": (
        "06-22 H03 error proposals/2026/05-03-012/reply-1.md:2:1",
        "06-29 H04 error proposals/2026/05-03-012/reply-1.md:2:1",
    ),
    "a deleted proposal": ("06-22 H05 error proposals/2026/05-03-013/proposal.md:2:1",),
    "a deleted statement": ("06-22 H05 error finances/2026/office-2026-03.yml:1:1",),
    "a reused number": (
        "06-22 H05 error finances/2026/office-2026-03.yml:1:1",
        "06-29 H06 error finances/2026/office-2026-03.yml:1:1",
    ),
    "a number reused at once": ("06-22 H06 error finances/2026/office-2026-03.yml:1:1",),
    "a number of the withdrawn": (
        "06-22 H05 error notices/2026/title-2026-1.md:2:1",
        "06-29 H06 error notices/2026/title-2026-1.md:2:1",
    ),
    "a reused file number": (
        "06-22 H01 error proposals/2026/05-03-012/review.md:4:6",
        "06-22 H01 error proposals/2026/05-03-013/review.md:4:6",
        "06-22 H06 error proposals/2026/05-03-013/review.md:4:6",
    ),
    "a changed number": ("06-22 H07 error finances/2026/office-2026-3.yml:1:1",),
    "a narrowed audience": ("06-22 H08 error opinions/2026/mail-2026-001.md:2:7",),
    "an act for fewer": ("06-22 H08 error proposals/2026/05-03-012/reply-1.md:2:7",),
    "a widened audience": ("06-29 H09 warning opinions/2026/mail-2026-002.md:2:7",),
    "a name made public": ("06-22 H10 warning proposals/2026/05-03-012/proposal.md:7:31",),
    "a back-dated reply": ("06-29 H11 error proposals/2026/05-03-013/reply-1.md:2:5",),
    "a back-dated extension": ("06-29 H11 error proposals/2026/05-03-013/extension-1.md:2:5",),
    "a future act": ("06-22 H12 error proposals/2026/05-03-013/reply-1.md:2:5",),
    "a changed threshold": ("06-22 H13 error policy.yml:8:17",),
    "a threshold for days gone by": ("06-22 H13 warning policy.yml:58:8",),
    "a later beginning": ("06-22 H13 error policy.yml:2:7",),
    "a rewritten correction": ("06-29 H14 error finances/2026/office-2026-03/correction-1.md:7:5",),
    "a deleted correction": ("06-29 H14 error finances/2026/office-2026-03/correction-1.md:2:1",),
    "a rewritten tombstone": ("06-29 H15 error tombstones.yml:2:5",),
}
"""What is said of each planted slip, and nothing else: the day, the code, its level, the place."""


def audit_of(registers: Registers, until: str = "HEAD", since: str | None = None) -> Audit:
    """The audit of a repository: its first-parent history up to a commit, from `since` on where one is given."""
    last = first_parent(registers.git, until)[-1:]
    if not last:
        return Audit((), None, complete=False)
    later = registers.at(Revision(until, last[0].oid, Kind.COMMIT)).register
    return audit(published(registers, until, since), later, complete=not is_shallow(registers.git))


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registers]:
    """All slips, each on a branch of its own, in one repository."""
    repository = planted(tmp_path_factory.mktemp("planted"))
    with registers_of([repository.folder / R], repository.folder) as opened:
        yield opened


def audited(repository: Repository) -> Audit:
    with registers_of([repository.folder / R], repository.folder) as opened:
        return audit_of(opened)


def told(audit: Audit) -> tuple[str, ...]:
    return tuple(
        f"{each.on:%m-%d} {each.finding.code.code} {each.finding.level.value} "
        f"{str(each.finding.location).removeprefix(f'{R}/')}"
        for each in audit.slips
    )


def test_a_harmless_history_says_nothing(tmp_path: Path) -> None:
    """Sixteen moments with replies, corrections, moved folders, other ways of typing, a merge: not a word."""
    assert len(harmless()) >= 12
    assert [
        (each.on, each.finding.message) for each in audited(commit(Repository.new(tmp_path), harmless())).slips
    ] == []


@pytest.mark.parametrize("name", slips())
def test_every_planted_slip_is_found(registers: Registers, name: str) -> None:
    """One slip, its code, its level, its day, its place."""
    slip = slips()[name]
    found = told(audit_of(registers, branch_of(name)))
    assert found == FOUND[name]
    assert any(each.split()[1:3] == [slip.code, slip.level] for each in found)


def test_each_finding_says_its_day_and_the_terminal_may_name_the_commit(registers: Registers) -> None:
    """Who reads the finding knows when it happened; author and address are nowhere."""
    found = audit_of(registers, branch_of("a vote"))
    (slip,) = found.slips
    assert found.findings[0].message == "2026-06-22：“resolution-1 表决 赞成”公布以后从“52”变成了“62”，没有更正。"
    assert registers.git.text("rev-parse", branch_of("a vote")).startswith(slip.name)
    assert len(slip.name) == 10
    assert "林某" not in str(slip.finding)


def test_what_is_put_right_later_is_no_more_than_a_notice(tmp_path: Path) -> None:
    """A silent edit is taken back, a vanished reply restored: history cannot be changed, but it was cured."""
    edit = {LEDGER: FINANCE.replace("2000.00", "2100.00"), f"{ANSWERED}/reply-1.md": None}
    back = {LEDGER: FINANCE, f"{ANSWERED}/reply-1.md": REPLY}
    found = audited(
        commit(Repository.new(tmp_path), (beginning(), Commit("2026-06-22", edit), Commit("2026-06-29", back)))
    )
    assert told(found) == (
        "06-22 H01 notice finances/2026/office-2026-03.yml:14:9",
        "06-22 H03 notice proposals/2026/05-03-012/reply-1.md:2:1",
    )
    assert found.slips[0].finding.message.endswith("没有更正。后来已经改回。")


def test_what_is_corrected_later_is_cured(tmp_path: Path) -> None:
    """The correction comes weeks after the silent edit; so does the entry for the deleted notice."""
    folder = LEDGER.removesuffix(".yml")
    mended = FINANCE.replace("2000.00", "2100.00").replace("6159.50", "6059.50")
    steps = (
        beginning(),
        Commit("2026-06-22", {LEDGER: mended, AWARD: None}),
        Commit(
            "2026-07-13",
            {
                LEDGER: None,
                f"{folder}/finance.yml": mended,
                f"{folder}/correction-1.md": correction("支出 维修费 金额", "2000.00", "2100.00", on="2026-07-13"),
                TOMBSTONES: tombstone("notices/title-2026-1"),
            },
        ),
    )
    assert told(audited(commit(Repository.new(tmp_path / "all"), steps))) == ()
    assert told(audited(commit(Repository.new(tmp_path / "part"), steps[:2]))) == (
        "06-22 H01 error finances/2026/office-2026-03.yml:14:9",
        "06-22 H01 error finances/2026/office-2026-03.yml:15:5",
        "06-22 H05 error notices/2026/title-2026-1.md:2:1",
    )


def test_a_value_that_passes_through_a_broken_file_is_still_seen(tmp_path: Path) -> None:
    """A statement that could not be read was never published; what it says when it can be read again is compared."""
    steps = (
        beginning(),
        Commit("2026-06-22", {LEDGER: FINANCE.replace("期间: 2026-03", "期间: 三月")}),
        Commit("2026-06-29", {LEDGER: FINANCE.replace("2000.00", "2100.00")}),
    )
    found = audited(commit(Repository.new(tmp_path), steps))
    assert told(found) == ("06-29 H01 error finances/2026/office-2026-03.yml:14:9",)


def test_what_a_branch_did_and_undid_was_never_published(tmp_path: Path) -> None:
    """Only what was merged counts, on the day on which it was merged."""
    repository = commit(Repository.new(tmp_path), (beginning(),))
    repository.git("checkout", "-q", "-b", "change")
    repository.commit({LEDGER: None}, on="2026-06-10")
    repository.commit(
        {LEDGER: FINANCE, f"{CONGRESS}/resolution-1.md": RESOLUTION.replace("赞成: 52", "赞成: 62")}, on="2026-06-12"
    )
    repository.git("checkout", "-q", "main")
    repository.merge("change", "合并", on="2026-06-22")
    assert told(audited(repository)) == FOUND["a vote"]


def test_a_shallow_clone_says_from_where_it_sees(tmp_path: Path) -> None:
    """The first moment of a cut-off history is no beginning, and nothing is concluded from it."""
    repository = commit(Repository.new(tmp_path / "whole"), harmless())
    shallow = audited(repository.clone(tmp_path / "shallow", "--depth=3"))
    assert (shallow.complete, shallow.slips) == (False, ())
    assert shallow.gap == "这份仓库只取了一部分历史：2026-06-21 以前公布过什么，这里看不到，没有核对。"
    assert audited(repository).gap == ""


def test_a_rewritten_history_is_consistent_with_itself(tmp_path: Path) -> None:
    """No step shows what was rewritten behind everybody's back: only a manifest from before can, by `verify`."""
    repository, before = rewritten(tmp_path)
    assert told(audited(repository)) == ()
    assert repository.git("rev-parse", "HEAD") != before
    assert repository.git("diff", "--stat", before, "HEAD").splitlines()[-1].strip().startswith("1 file changed")


def test_a_number_is_remembered_over_the_whole_history(tmp_path: Path) -> None:
    """Number and file number were free for months; they mean something else now."""
    other = f"{WAITING}/review.md"
    steps = (
        beginning(),
        Commit("2026-06-22", {LEDGER: None, other: WAITING_REVIEW.replace("立案号: 2\n", "")}),
        Commit("2026-07-20", {f"{R}/finances/2026/office-2026-05.yml": OTHER_LEDGER}),
        Commit("2026-09-21", {LEDGER: OTHER_LEDGER, f"{ANSWERED}/review.md": REVIEW.replace("立案号: 1", "立案号: 2")}),
    )
    assert told(audited(commit(Repository.new(tmp_path), steps))) == (
        "06-22 H05 error finances/2026/office-2026-03.yml:1:1",
        "06-22 H01 error proposals/2026/05-03-013/review.md:2:1",
        "09-21 H06 error finances/2026/office-2026-03.yml:1:1",
        "09-21 H01 error proposals/2026/05-03-012/review.md:4:6",
        "09-21 H06 error proposals/2026/05-03-012/review.md:4:6",
    )


def test_a_record_that_comes_back_as_it_was_is_no_reuse(tmp_path: Path) -> None:
    """A folder that was lost for a week and restored."""
    steps = (beginning(), Commit("2026-06-22", {LEDGER: None}), Commit("2026-06-29", {LEDGER: FINANCE}))
    assert told(audited(commit(Repository.new(tmp_path), steps))) == (
        "06-22 H05 notice finances/2026/office-2026-03.yml:1:1",
    )


@pytest.mark.parametrize(
    ("published", "level"),
    [("2026-06-22", "error"), ("", "warning")],
    ids=["a commit in between", "nothing in between"],
)
def test_a_reply_for_a_day_gone_by(tmp_path: Path, published: str, level: str) -> None:
    """Due on 4 June, entered on 29 June for 30 May: an error where the board was published as overdue meanwhile."""
    between = (Commit(published, {}),) if published else ()
    late = {f"{WAITING}/reply-1.md": REPLY.replace("2026-04-10", "2026-05-30")}
    found = audited(commit(Repository.new(tmp_path), (beginning(), *between, Commit("2026-06-29", late))))
    assert told(found) == (f"06-29 H11 {level} proposals/2026/05-03-013/reply-1.md:2:5",)


@pytest.mark.parametrize("entered", ["2026-06-05", "2026-06-11"])
def test_a_reply_entered_within_a_week(tmp_path: Path, entered: str) -> None:
    """Papers go round: what was answered in time may be entered up to a week after it was due."""
    late = {f"{WAITING}/reply-1.md": REPLY.replace("2026-04-10", "2026-05-30")}
    assert told(audited(commit(Repository.new(tmp_path), (beginning(), Commit(entered, late))))) == ()


def test_a_record_that_comes_back_changed_is_compared_with_what_it_was(tmp_path: Path) -> None:
    """Deleted in one commit and put back in the next with another amount: gone, and silently edited."""
    back = FINANCE.replace("2000.00", "2100.00")
    steps = (beginning(), Commit("2026-06-22", {LEDGER: None}), Commit("2026-06-29", {LEDGER: back}))
    assert told(audited(commit(Repository.new(tmp_path), steps))) == (
        "06-22 H05 error finances/2026/office-2026-03.yml:1:1",
        "06-29 H01 error finances/2026/office-2026-03.yml:14:9",
    )


def test_a_folder_that_is_not_here_was_not_withdrawn(registers: Registers) -> None:
    """Where a submodule of records is missing for a while nothing is said to have vanished."""
    whole = registers.at(revision(registers.git, "main")).register
    empty = replace(whole, records={}, broken=frozenset())
    history = (
        PublishedMoment(date(2026, 6, 1), whole),
        PublishedMoment(date(2026, 6, 8), empty, gaps=(R,)),
        PublishedMoment(date(2026, 6, 15), whole),
    )
    assert audit(history, whole).slips == ()
    assert {each.finding.code.code for each in audit((history[0], replace(history[1], gaps=())), whole).slips} == {
        "H05"
    }


@pytest.mark.parametrize(("entered", "expected"), [("2026-05-22", 0), ("2026-06-22", 1)])
def test_a_day_filled_in_long_after_it(tmp_path: Path, entered: str, expected: int) -> None:
    """By the day of announcement it was in time; that day was still blank when it had long passed."""
    file = f"{CONGRESS}/resolution-1.md"
    first = beginning()
    blank = Commit(first.on, {**first.files, file: RESOLUTION.replace("公布日期: 2026-03-16\n", "")})
    told_on = RESOLUTION.replace("公布日期: 2026-03-16", "公布日期: 2026-05-18")
    steps = (
        (blank, Commit("2026-06-15", {}), Commit(entered, {file: told_on}))
        if expected
        else (blank, Commit(entered, {file: told_on}))
    )
    found = told(audited(commit(Repository.new(tmp_path), steps)))
    assert found == ("06-22 H11 warning meetings/2026/05-03/resolution-1.md:18:7",) * expected
