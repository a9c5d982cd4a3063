"""Clocks and their receipts: what is awaited until when, counted by hand day by day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from gongkai.derive.clock import Clock, Kind, Step
from gongkai.derive.clocks import by_record, clocks
from gongkai.derive.extensions import Refusal
from gongkai.derive.receipts import Use, runs
from gongkai.load import load
from gongkai.records import Audience
from gongkai.views.receipts import lines
from gongkai.workdays import Term, Unit, deadline, period_end

from tests.submissions import FOLDER, act, answered, case_of, judged, reply, review, setting

WriteTree = Callable[[Mapping[str, str | bytes]], Path]

WAITING = answered(reply_1="", feedback_1="")


def clocks_of(write_tree: WriteTree, files: Mapping[str, str], today: date) -> tuple[Clock, ...]:
    """Every clock of a sample school with these records."""
    settings = {f"{name}.yml": setting(name) for name in ("school", "policy", "catalogue")}
    folder = write_tree({**settings, **files})
    loaded = load([folder], folder)
    assert not loaded.register.broken
    return clocks(loaded.register, today, Audience.STAFF)


def extension(on: str, until: str) -> str:
    return act(日期=on, 延至=until, 理由="等待验收", 批准="分管副校长")


# --- receipts ------------------------------------------------------------------------------------


def test_a_receipt_of_working_days_names_every_run_of_days() -> None:
    """Ten working days from Tuesday 22 September 2026: the Mid-Autumn and National Day holidays fall within."""
    counted = deadline(date(2026, 9, 22), 10, Unit.working)
    assert [(run.first.isoformat()[5:], run.last.isoformat()[5:], run.use, run.total) for run in runs(counted)] == [
        ("09-22", "09-22", Use.BEGINNING, 0),
        ("09-23", "09-24", Use.COUNTED, 2),
        ("09-25", "09-27", Use.SKIPPED, 2),
        ("09-28", "09-30", Use.COUNTED, 5),
        ("10-01", "10-07", Use.SKIPPED, 5),
        ("10-08", "10-09", Use.COUNTED, 7),
        ("10-10", "10-10", Use.MAKE_UP, 8),
        ("10-11", "10-11", Use.SKIPPED, 8),
        ("10-12", "10-13", Use.COUNTED, 10),
    ]
    words = [(line.when, line.words, line.total) for line in lines(counted)]
    assert words[2] == ("9月25日（五）至9月27日（日）", "中秋节放假，不计 3 天", "")
    assert words[6] == ("10月10日（六）", "调休上班，计入", "8")
    assert words[-1] == ("10月12日（一）至10月13日（二）", "计入 2 天，期满", "10")


def test_a_receipt_of_natural_days_shows_the_moved_end() -> None:
    """45 days after 12 March 2026 is Sunday 26 April; the period ends on Monday."""
    counted = deadline(date(2026, 3, 12), 45, Unit.natural)
    assert [(line.when, line.words, line.total) for line in lines(counted)] == [
        ("3月12日（四）", "起算的这一天不算", ""),
        ("3月13日（五）至4月26日（日）", "计入 45 天", "45"),
        ("4月26日（日）", "期满逢周末，向后顺延", ""),
        ("4月27日（一）", "顺延到这一天期满", ""),
    ]


def test_teaching_days_pause_between_terms() -> None:
    """Three teaching days from the last Thursday of one term reach into the next: the holidays do not count."""
    terms = (
        Term("2025-2026学年第二学期", date(2026, 3, 2), date(2026, 7, 10)),
        Term("2026-2027学年第一学期", date(2026, 9, 1), date(2027, 1, 29)),
    )
    counted = deadline(date(2026, 7, 9), 3, Unit.teaching, terms)
    words = [(line.when, line.words) for line in lines(counted)]
    assert words == [
        ("7月9日（四）", "起算的这一天不算"),
        ("7月10日（五）", "计入"),
        ("7月11日（六）至8月31日（一）", "学期之外，不计 52 天"),
        ("9月1日（二）至9月2日（三）", "计入 2 天，期满"),
    ]


def test_a_period_that_counts_both_ends_is_not_moved() -> None:
    """Five natural days from Wednesday end on Sunday; five working days end on Tuesday."""
    assert period_end(date(2026, 11, 18), 5, Unit.natural).due == date(2026, 11, 22)
    assert period_end(date(2026, 11, 18), 5, Unit.working).due == date(2026, 11, 24)


def test_a_mistyped_century_does_not_fill_a_page() -> None:
    """A receipt of many thousand days is only its beginning."""
    assert len(runs(deadline(date(2026, 1, 5), 5000, Unit.working))) == 1


# --- extensions ----------------------------------------------------------------------------------


def test_an_extension_counts_only_before_the_deadline_and_within_the_limit() -> None:
    """Due on 27 April: the first extension counts, the second is one too many."""
    tree = {
        **WAITING,
        f"{FOLDER}/extension-1.md": extension("2026-04-20", "2026-05-20"),
        f"{FOLDER}/extension-2.md": extension("2026-05-11", "2026-06-20"),
    }
    (first,) = case_of(tree).rounds
    assert first.due == date(2026, 5, 20)
    assert [(refused.extension.n, refused.why) for refused in first.refused] == [(2, Refusal.TOO_MANY)]
    (finding,) = [each for each in judged(tree, date(2026, 5, 12)) if each.code.code == "C97"]
    assert finding.message == "extension-2 超出了最多延期 1 次，不能顺延。原来的期限是 2026-05-20。"


def test_an_extension_to_an_earlier_day_or_beyond_the_longest_time_moves_nothing() -> None:
    """Neither to the day that already holds nor beyond 180 days from 12 March."""
    earlier = {**WAITING, f"{FOLDER}/extension-1.md": extension("2026-04-20", "2026-04-25")}
    beyond = {**WAITING, f"{FOLDER}/extension-1.md": extension("2026-04-20", "2026-12-31")}
    for tree, why in ((earlier, Refusal.NOT_LATER), (beyond, Refusal.TOO_LONG)):
        (first,) = case_of(tree).rounds
        assert (first.due, first.refused[0].why) == (date(2026, 4, 27), why)


def test_a_late_extension_of_an_overdue_answer_is_told_once() -> None:
    """While the answer is owed the overdue finding says so; once it is there, the extension is spoken of."""
    tree = {**WAITING, f"{FOLDER}/extension-1.md": extension("2026-05-06", "2026-05-30")}
    assert [finding.code.code for finding in judged(tree)] == ["C02"]
    answered_late = {**tree, f"{FOLDER}/reply-1.md": reply(day="2026-05-18")}
    assert [finding.code.code for finding in judged(answered_late)] == ["C97"]


# --- clocks --------------------------------------------------------------------------------------


def test_the_steps_of_an_answer_follow_the_days(write_tree: WriteTree) -> None:
    """Due on Monday 27 April 2026, warned of ten days before, overdue from the 28th."""
    for today, step in (
        (date(2026, 4, 16), Step.RUNNING),
        (date(2026, 4, 17), Step.DUE_SOON),
        (date(2026, 4, 27), Step.DUE_SOON),
        (date(2026, 4, 28), Step.OVERDUE),
    ):
        (clock,) = clocks_of(write_tree, WAITING, today)
        assert (clock.kind, clock.step, clock.due) == (Kind.ANSWER, step, date(2026, 4, 27))


def test_what_is_open_long_after_its_deadline_has_a_step_of_its_own(write_tree: WriteTree) -> None:
    """久未办结 begins on the thirtieth day after the deadline, if the school has said so."""
    policy = setting("policy").replace("      将到期提醒: 10\n", "      将到期提醒: 10\n      久未办结: 30\n")
    tree = {**WAITING, "policy.yml": policy}
    assert [clock.step for clock in clocks_of(write_tree, tree, date(2026, 5, 26))] == [Step.OVERDUE]
    assert [clock.step for clock in clocks_of(write_tree, tree, date(2026, 5, 27))] == [Step.LONG_OPEN]


def test_supporting_departments_have_a_month_until_the_lead_answers(write_tree: WriteTree) -> None:
    """会办 runs from the assignment where the school has adopted it; the lead's answer ends it."""
    policy = setting("policy").replace(
        "      将到期提醒: 10\n", "      将到期提醒: 10\n      会办期限: {数: 1, 按: 月}\n"
    )
    tree = {
        **WAITING,
        "policy.yml": policy,
        f"{FOLDER}/review.md": review(协办="[工会, 德育处]"),
        f"{FOLDER}/support-1.md": act(日期="2026-04-08", 部门="工会", 签批="工会主席"),
    }
    found = [clock for clock in clocks_of(write_tree, tree, date(2026, 4, 14)) if clock.kind is Kind.SUPPORT]
    assert [(clock.department, clock.due.isoformat(), clock.step) for clock in found] == [
        ("工会", "2026-04-13", Step.IN_TIME),
        ("德育处", "2026-04-13", Step.OVERDUE),
    ]
    replied = {**tree, f"{FOLDER}/reply-1.md": reply(day="2026-04-14")}
    after = [clock for clock in clocks_of(write_tree, replied, date(2026, 4, 15)) if clock.kind is Kind.SUPPORT]
    assert [clock.department for clock in after] == ["工会"]


def test_a_promise_starts_the_second_clock(write_tree: WriteTree) -> None:
    """On the promised day the promise falls due; the day after it is unmet."""
    tree = answered(reply_1=reply(answers="[{建议: 1, 结果: 列入计划, 承诺: 延长供餐, 期限: 2026-05-29}]"))
    before = {clock.kind: clock for clock in clocks_of(write_tree, tree, date(2026, 5, 29))}
    after = {clock.kind: clock for clock in clocks_of(write_tree, tree, date(2026, 5, 30))}
    assert (before[Kind.PROMISE].step, after[Kind.PROMISE].step) == (Step.DUE_SOON, Step.UNMET)
    assert before[Kind.ANSWER].step is Step.IN_TIME


def test_clocks_are_found_by_record(write_tree: WriteTree) -> None:
    """The clocks of a record are those that name it."""
    settings = {f"{name}.yml": setting(name) for name in ("school", "policy", "catalogue")}
    folder = write_tree({**settings, **WAITING})
    register = load([folder], folder).register
    found = by_record(register, date(2026, 4, 20), Audience.STAFF)
    assert list(found) == [FOLDER]
