"""New findings against old ones: what a change adds stops, what was there before is a debt that may only shrink."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gongkai.cli import main
from gongkai.findings import Cause, Code, Finding, Location, Severity
from gongkai.history.debt import Between, findings_between
from gongkai.load import load
from gongkai.rules import check
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import WriteTree
from tests.repositories import Repository
from tests.school import FINANCE, NOTICE, small_school

WRONG = Code("C05", "dates-contradict", "日期前后矛盾")
LATE = Code("C33", "late", "公开晚了", Severity.WARNING, Cause.TIME)


def _finding(
    code: Code = WRONG, line: int = 1, *, record: str = "notices/a", field: str = "止", item: str = ""
) -> Finding:
    return Finding(code, Location(f"{record}.md", line), "写错了。", "改。", record, field, item=item)


def _counts(between: Between) -> tuple[int, int, int]:
    return len(between.new), len(between.old), len(between.solved)


# Two lists of findings


def test_moved_lines_make_nothing_new() -> None:
    """The same rule, record and field on another line, with other words, is the same finding."""
    old = [_finding(line=3)]
    new = [replace(_finding(line=40), message="这次差 5 天。")]
    assert findings_between(old, new) == Between((), tuple(new), ())


def test_more_of_the_same_is_new() -> None:
    """Twice before and three times now is one new; the one that was there with the same words is not it."""
    old = [_finding(line=3), replace(_finding(line=9), message="另一处。")]
    third = replace(_finding(line=5), message="第三处。")
    between = findings_between(old, [_finding(line=4), third, replace(_finding(line=10), message="另一处。")])
    assert _counts(between) == (1, 2, 0)
    assert between.new == (third,)


def test_fewer_of_the_same_are_solved() -> None:
    """What is no longer found is told as solved, and nothing is new."""
    old = [_finding(line=3), _finding(line=9), _finding(LATE)]
    assert _counts(findings_between(old, old[:1])) == (0, 1, 2)


def test_heavier_is_new_and_not_solved() -> None:
    """A warning that became an error stops; lighter than before it stays a debt."""
    error, warning = _finding(), _finding().lowered(Severity.WARNING)
    assert _counts(findings_between([warning], [error])) == (1, 0, 0)
    assert _counts(findings_between([error], [warning])) == (0, 1, 0)
    assert _counts(findings_between([error, warning], [warning, error])) == (0, 2, 0)
    assert _counts(findings_between([warning, warning], [error])) == (1, 0, 1)


@pytest.mark.parametrize(
    "other",
    [_finding(record="notices/b"), _finding(field="起"), _finding(item="支出/水费"), _finding(LATE)],
    ids=["record", "field", "item", "rule"],
)
def test_another_place_is_another_finding(other: Finding) -> None:
    """Another record, field, item of a list or rule: one solved, one new, though the count is the same."""
    assert _counts(findings_between([_finding()], [other])) == (1, 0, 1)


def test_debts_are_counted_by_code() -> None:
    """The heaviest first, one line for each code and level."""
    old = [_finding(LATE), _finding(), _finding(record="notices/b"), _finding(LATE).lowered(Severity.NOTICE)]
    assert findings_between(old, old).debts == (
        (WRONG, Severity.ERROR, 2),
        (LATE, Severity.WARNING, 1),
        (LATE, Severity.NOTICE, 1),
    )


FINDINGS = st.lists(
    st.builds(
        lambda record, field, item, line, severity: replace(
            _finding(line=line, record=record, field=field, item=item), severity=severity
        ),
        st.sampled_from(["notices/a", "notices/b"]),
        st.sampled_from(["", "止"]),
        st.sampled_from(["", "支出/甲"]),
        st.integers(1, 3),
        st.sampled_from(list(Severity)),
    ),
    max_size=6,
)


@given(FINDINGS, FINDINGS)
def test_nothing_is_lost_or_counted_twice(old: list[Finding], new: list[Finding]) -> None:
    """Each finding of now is new or old, no more are old than there were, and nothing is new against itself."""
    between = findings_between(old, new)
    assert sorted(map(id, (*between.new, *between.old))) == sorted(map(id, new))
    assert len(between.old) + len(between.solved) <= len(old)
    assert len(new) - len(old) <= len(between.new)
    assert _counts(findings_between(new, new)) == (0, len(new), 0)
    assert _counts(findings_between([], new)) == (len(new), 0, 0)


# Findings of real records


def _between(write_tree: WriteTree, old: dict[str, str], new: dict[str, str]) -> Between:
    moments = []
    for name, files in (("old", old), ("new", new)):
        root = write_tree({f"{name}/{path}": text for path, text in files.items()}) / name
        loaded = load([root / "disclosures"], root)
        moments.append(((*loaded.findings, *check(loaded.register, date(2026, 5, 20))), loaded.register.documents))
    return findings_between(moments[0][0], moments[1][0], moments[0][1], moments[1][1])


OFFICE = "disclosures/finances/2026/office-2026-03.yml"
TITLE = "disclosures/notices/2026/title-2026-1.md"


def _words(findings: Sequence[Finding]) -> list[str]:
    return [f"{each.code.code} {each.location.line} {each.field}" for each in findings]


def test_wrong_rows_are_told_apart_by_their_names(write_tree: WriteTree) -> None:
    """One row is mended and another spoilt: the count is the same, and yet one is new."""
    first = FINANCE.replace("1,040.50", "约一千")
    second = FINANCE.replace("2000.00", "约两千")
    between = _between(write_tree, small_school(**{OFFICE: first}), small_school(**{OFFICE: second}))
    assert _words(between.new) == ["M03 14 金额"]
    assert _words(between.solved) == ["M03 12 金额"]


def test_rows_that_moved_are_old(write_tree: WriteTree) -> None:
    """A row inserted before a wrong one moves it down the list, not into the new ones."""
    wrong = FINANCE.replace("2000.00", "约两千")
    moved = wrong.replace("支出:\n", "支出:\n  - 科目: 水费\n    金额: 1.00\n").replace("约两千", "两千左右")
    between = _between(write_tree, small_school(**{OFFICE: wrong}), small_school(**{OFFICE: moved}))
    assert _words(between.new) == []
    assert _words(between.old) == ["M03 16 金额"]


def test_a_folder_for_tidiness_makes_nothing_new(write_tree: WriteTree) -> None:
    """A record that moves to the folder of another year is the same record, with the same slips."""
    wrong = NOTICE.replace("事由: 职称", "事由: 职务").replace("目录项: 人事", "目录项：人事")
    old = small_school(**{TITLE: wrong})
    new = {path.replace("notices/2026/", "notices/2025-2026/"): text for path, text in old.items()}
    between = _between(write_tree, old, new)
    assert _counts(between) == (0, 2, 0)


def test_slips_without_a_field_are_told_apart_by_their_lines(write_tree: WriteTree) -> None:
    """A full-width colon is mended and another one typed elsewhere in the file: one solved, one new."""
    old = NOTICE.replace("事由: 职称", "事由：职称")
    new = NOTICE.replace("目录项: 人事/公示", "目录项：人事/公示")
    between = _between(write_tree, small_school(**{TITLE: old}), small_school(**{TITLE: new}))
    assert _words(between.new) == ["S10 3 "]
    assert _words(between.solved) == ["S10 5 "]


def test_personal_data_is_no_old_debt_in_another_line(write_tree: WriteTree) -> None:
    """A number taken out of one sentence and put into another is new, though rule and record are the same."""
    old = NOTICE.replace("现予公示。", "现予公示。\n\n有事请打 13800001234。")
    new = NOTICE.replace("现予公示。", "现予公示，电话 13800001234。")
    between = _between(write_tree, small_school(**{TITLE: old}), small_school(**{TITLE: new}))
    assert [each.code.code for each in between.new] == ["C45"]


# The command, in a real repository

SECOND = "disclosures/notices/2026/title-2026-2.md"
WRONG_NOTICE = NOTICE.replace("事由: 职称", "事由: 职务")


@pytest.fixture(scope="module")
def branched(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A school with two old errors on main, and a branch that mends one of them and adds another."""
    repository = Repository.new(tmp_path_factory.mktemp("branched") / "school")
    repository.commit(
        small_school(**{TITLE: WRONG_NOTICE, OFFICE: FINANCE.replace("2000.00", "约两千")}), on="2026-05-01"
    )
    repository.git("switch", "-q", "-c", "change")
    repository.commit({OFFICE: FINANCE, SECOND: f"\n{WRONG_NOTICE}".lstrip()}, on="2026-05-02")
    repository.git("switch", "-q", "main")
    repository.commit(
        {"content/index.md": "# 别的\n", "disclosures/opinions/2026/mail-2026-009.md": "坏的"}, on="2026-05-03"
    )
    repository.git("switch", "-q", "change")
    return repository


def _run(repository: Repository, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.chdir(repository.folder)
    monkeypatch.delenv("GONGKAI_TODAY", raising=False)
    return CliRunner().invoke(main, ("check", *arguments), prog_name="gongkai")


def test_only_what_the_branch_adds_stops(branched: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new one is told in full, the old one in a line; what main got meanwhile is nobody's fault here."""
    result = _run(branched, monkeypatch, "--since", "main")
    assert result.exit_code == 1
    assert result.output.startswith(f"{SECOND}:5:5: 错误 M05 “事由”写的是“职务”。\n    事由: 职务\n")
    assert TITLE not in result.output
    assert result.output.split("\n\n")[-1].split("\n")[:4] == [
        "和“main”相比，新增 错误 1 处。",
        "旧账 1 条，不算不通过，只减不增（不写 --since 就逐条列出）：",
        "  错误 M05 值不在可选的词里：1 条",
        "已消除 1 条。",
    ]


def test_programs_are_told_what_is_new(branched: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON says `new`, GitHub marks only the new one as an error, JUnit fails only for it."""
    told = json.loads(_run(branched, monkeypatch, "--since", "main", "--format", "json").output)
    assert {(each["path"], each["new"]) for each in told} == {(SECOND, True), (TITLE, False)}
    lines = _run(branched, monkeypatch, "--since", "main", "--format", "github").output.splitlines()
    assert [line.split(",")[0] for line in lines] == [f"::error file={SECOND}", f"::notice file={TITLE}"]
    junit = _run(branched, monkeypatch, "--since", "main", "--format", "junit").output
    assert '<testsuites name="gongkai check" tests="2" failures="1" errors="0">' in junit


def test_old_errors_alone_do_not_stop(branched: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against itself a branch adds nothing: it passes with its debts told, and -q is silent."""
    result = _run(branched, monkeypatch, "--since", "HEAD")
    assert result.exit_code == 0
    assert result.output.startswith(
        "和“HEAD”相比，没有新增的问题。\n旧账 2 条，不算不通过，只减不增（不写 --since 就逐条列出）：\n"
    )
    assert _run(branched, monkeypatch, "--since", "HEAD", "-q").output == ""
    assert _run(branched, monkeypatch).exit_code == 1


def test_time_that_passed_makes_nothing_new(branched: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both sides are judged on the same day: a deadline that has passed meanwhile is as late on main."""
    for day in ("2026-05-20", "2027-05-20"):
        told = json.loads(_run(branched, monkeypatch, "--since", "main", "--today", day, "--format", "json").output)
        assert [each["path"] for each in told if each["new"]] == [SECOND]


@pytest.mark.parametrize("typed", ["nothing-like-this", "--help-me"])
def test_unknown_versions_are_named(branched: Repository, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    """A version that is not there is said in Chinese, and nothing is compared."""
    result = _run(branched, monkeypatch, f"--since={typed}")
    assert result.exit_code == 2
    assert typed in result.output


@pytest.mark.parametrize("typed", ["", " "])
def test_an_empty_version_is_none(branched: Repository, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    """A variable that a workflow left empty must not make every error an old one."""
    result = _run(branched, monkeypatch, "--since", typed)
    assert (result.exit_code, result.output.split("\n")[0]) == (
        2,
        "--since 后面没有写版本。写分支名、标签或提交号，如 main。",
    )


def test_without_a_repository_it_is_said(
    tmp_path: Path, write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--since` and `--history` need git; without it they say so, and the plain check works."""
    write_tree(small_school())
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    repository = Repository(tmp_path)
    for option in ("--since=main", "--history"):
        result = _run(repository, monkeypatch, option)
        assert result.exit_code == 2
        assert "git" in result.output
    assert _run(repository, monkeypatch).exit_code == 0


@pytest.fixture(scope="module")
def rewritten(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A school that changed a published amount on main without a 更正, and then wrote something harmless."""
    repository = Repository.new(tmp_path_factory.mktemp("rewritten") / "school")
    repository.commit(small_school(), on="2026-05-01")
    changed = FINANCE.replace("2000.00", "1000.00").replace("6159.50", "7159.50")
    repository.commit({OFFICE: changed}, on="2026-05-02")
    repository.commit({"content/index.md": "# 别的\n"}, on="2026-05-03")
    repository.git("switch", "-q", "-c", "change")
    return repository


def test_closed_figures_are_new_whatever_was_found(rewritten: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against the commit before it the silent change stops; against the one after it there is nothing to say."""
    result = _run(rewritten, monkeypatch, "--since", "HEAD~2")
    assert result.exit_code == 1
    assert " 错误 H01 " in result.output
    assert _run(rewritten, monkeypatch, "--since", "main").exit_code == 0


def test_the_whole_history_is_looked_through(rewritten: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--history` finds what any commit did, in words or as data; with `--since` it is a debt of before."""
    result = _run(rewritten, monkeypatch, "--history")
    assert result.exit_code == 1
    assert " 错误 H01 2026-05-02：" in result.output
    told = json.loads(_run(rewritten, monkeypatch, "--history", "--since", "main", "--format", "json").output)
    assert {(each["code"], each["new"]) for each in told} == {("H01", False)}


def test_a_shallow_clone_says_what_it_cannot_see(
    rewritten: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is guessed of what was not fetched."""
    clone = rewritten.clone(tmp_path / "clone", "--depth=1")
    result = _run(clone, monkeypatch, "--history")
    assert result.exit_code == 0
    assert "注意：这份仓库只取了一部分历史：" in result.output
