"""Working days, terms and deadlines, worked out by hand on the State Council's calendars of 2024 to 2026."""

from datetime import date, timedelta

import pytest
from gongkai.workdays import (
    Deadline,
    Span,
    Term,
    Unit,
    deadline,
    default_terms,
    explain,
    is_known_year,
    is_workday,
    months,
    period_days,
    school_year,
    term_of,
    working_days_between,
)
from hypothesis import given
from hypothesis import strategies as st

AUTUMN = Term("2025-2026学年第一学期", date(2025, 9, 1), date(2026, 1, 23))
SPRING = Term("2025-2026学年第二学期", date(2026, 3, 2), date(2026, 7, 3))
TERMS = (AUTUMN, SPRING)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2024, 2, 4), True),  # Sunday, made up for 春节
        (date(2024, 2, 9), True),  # 除夕 was no holiday in 2024
        (date(2024, 2, 10), False),
        (date(2024, 4, 4), False),  # 清明
        (date(2024, 4, 7), True),  # Sunday, made up
        (date(2024, 10, 12), True),  # Saturday, made up for 国庆
        (date(2025, 1, 28), False),  # 除夕 is a holiday since 2025
        (date(2025, 10, 8), False),
        (date(2025, 10, 11), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2026, 9, 20), True),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
        (date(2030, 10, 1), True),  # a Tuesday of a year nobody knows yet
        (date(2030, 10, 5), False),
    ],
)
def test_workday_follows_holidays_and_make_up_days(day: date, worked: bool) -> None:
    """Holidays are off, make-up weekends are worked, an unknown year is Monday to Friday."""
    assert is_workday(day) is worked


def test_known_years() -> None:
    """The years with an official calendar are told apart from those still to come."""
    assert [is_known_year(year) for year in (2003, 2004, 2026, 2040)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("start", "count", "due", "moved_from", "skipped"),
    [
        (date(2026, 3, 16), 45, date(2026, 4, 30), None, ()),
        (
            date(2026, 3, 16),
            19,
            date(2026, 4, 7),
            date(2026, 4, 4),
            (Span(date(2026, 4, 4), date(2026, 4, 6), "清明节"),),
        ),
        (
            date(2025, 9, 20),
            15,
            date(2025, 10, 9),
            date(2025, 10, 5),
            (
                Span(date(2025, 10, 5), date(2025, 10, 5), "国庆节"),
                Span(date(2025, 10, 6), date(2025, 10, 6), "中秋节"),
                Span(date(2025, 10, 7), date(2025, 10, 8), "国庆节"),
            ),
        ),
        # 4 February 2024 is a Sunday, but worked: nothing moves.
        (date(2024, 1, 30), 5, date(2024, 2, 4), None, ()),
        # The holiday of 2024 ends on a Saturday and the Sunday after it is made up.
        (
            date(2024, 2, 10),
            7,
            date(2024, 2, 18),
            date(2024, 2, 17),
            (Span(date(2024, 2, 17), date(2024, 2, 17), "春节"),),
        ),
        (
            date(2026, 5, 8),
            2,
            date(2026, 5, 11),
            date(2026, 5, 10),
            (Span(date(2026, 5, 10), date(2026, 5, 10), "周末"),),
        ),
    ],
)
def test_natural_days_move_past_the_last_day_off(
    start: date, count: int, due: date, moved_from: date | None, skipped: tuple[Span, ...]
) -> None:
    """The first day is excluded and only the last day moves, to the next working day."""
    assert deadline(start, count, Unit.natural) == Deadline(start, count, Unit.natural, due, moved_from, False, skipped)


@pytest.mark.parametrize(
    ("start", "count", "due", "skipped"),
    [
        # 9 February, then the made-up Sunday 18, then 19 to 21.
        (
            date(2024, 2, 8),
            5,
            date(2024, 2, 21),
            (Span(date(2024, 2, 10), date(2024, 2, 17), "春节"),),
        ),
        # 30 September, 9 and 10, made-up Saturday 11, 13 October.
        (
            date(2025, 9, 29),
            5,
            date(2025, 10, 13),
            (
                Span(date(2025, 10, 1), date(2025, 10, 5), "国庆节"),
                Span(date(2025, 10, 6), date(2025, 10, 6), "中秋节"),
                Span(date(2025, 10, 7), date(2025, 10, 8), "国庆节"),
                Span(date(2025, 10, 12), date(2025, 10, 12), "周末"),
            ),
        ),
        # 9 to 14 February are six (Saturday 14 is made up), 24 to 27 four more.
        (
            date(2026, 2, 6),
            10,
            date(2026, 2, 27),
            (
                Span(date(2026, 2, 7), date(2026, 2, 8), "周末"),
                Span(date(2026, 2, 15), date(2026, 2, 23), "春节"),
            ),
        ),
        (date(2026, 4, 3), 1, date(2026, 4, 7), (Span(date(2026, 4, 4), date(2026, 4, 6), "清明节"),)),
    ],
)
def test_working_days_pass_over_days_off(start: date, count: int, due: date, skipped: tuple[Span, ...]) -> None:
    """Working days skip weekends and holidays, count make-up days, and keep the receipt."""
    assert deadline(start, count, Unit.working) == Deadline(start, count, Unit.working, due, None, False, skipped)


@pytest.mark.parametrize(
    ("start", "count", "due", "moved_from"),
    [
        (date(2026, 3, 17), 1, date(2026, 4, 17), None),
        (date(2026, 1, 31), 1, date(2026, 2, 28), None),  # a made-up Saturday
        (date(2023, 12, 31), 2, date(2024, 2, 29), None),
        (date(2024, 9, 4), 1, date(2024, 10, 8), date(2024, 10, 4)),
        (date(2025, 12, 31), 2, date(2026, 2, 28), None),
        (date(2025, 11, 15), 3, date(2026, 2, 24), date(2026, 2, 15)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(start: date, count: int, due: date, moved_from: date | None) -> None:
    """A month ends on the same day number, on the month's last day where there is none, then moves."""
    counted = deadline(start, count, Unit.month)
    assert (counted.due, counted.moved_from) == (due, moved_from)


def test_teaching_days_lie_in_a_term() -> None:
    """The winter holiday is passed over as one span; the days before and after it count."""
    assert deadline(date(2026, 1, 20), 6, Unit.teaching, TERMS) == Deadline(
        date(2026, 1, 20),
        6,
        Unit.teaching,
        date(2026, 3, 4),
        None,
        False,
        (Span(date(2026, 1, 24), date(2026, 3, 1), "学期之外"),),
    )


def test_teaching_days_without_terms_are_working_days() -> None:
    """A school that declared no terms counts working days."""
    start = date(2026, 1, 20)
    assert deadline(start, 6, Unit.teaching).due == deadline(start, 6, Unit.working).due == date(2026, 1, 28)


def test_teaching_days_beyond_the_declared_terms_are_provisional() -> None:
    """A count that runs into a term nobody declared goes on by working days and says so."""
    counted = deadline(date(2026, 7, 1), 6, Unit.teaching, TERMS)
    assert (counted.due, counted.provisional) == (date(2026, 9, 4), True)
    assert explain(counted) == (
        "7月2日起算，6 个教学日，末日 9月4日（周五，工作日）。不计入：学期之外 7月4日至8月31日。"
        "这一学期的校历未登记，按工作日推算，暂定。"
    )


def test_no_days_at_all() -> None:
    """A count of zero ends on the first day itself, or on the next working day when that is off."""
    assert deadline(date(2026, 3, 16), 0, Unit.working).due == date(2026, 3, 16)
    moved = deadline(date(2026, 4, 4), 0, Unit.working)
    assert (moved.due, moved.moved_from) == (date(2026, 4, 7), date(2026, 4, 4))


def test_a_count_is_never_negative() -> None:
    """A negative count is a mistake of the caller."""
    with pytest.raises(ValueError, match="count must not be negative"):
        deadline(date(2026, 3, 16), -1, Unit.natural)


@pytest.mark.parametrize(
    ("first", "last", "unit", "days"),
    [
        (date(2026, 11, 2), date(2026, 11, 6), Unit.natural, 5),
        (date(2026, 11, 2), date(2026, 11, 6), Unit.working, 5),
        (date(2020, 11, 6), date(2020, 11, 12), Unit.working, 5),
        (date(2026, 2, 13), date(2026, 2, 24), Unit.working, 3),
        (date(2026, 2, 14), date(2026, 2, 14), Unit.natural, 1),
        (date(2026, 3, 1), date(2026, 3, 31), Unit.month, 1),
        (date(2026, 3, 1), date(2026, 3, 30), Unit.month, 0),
        (date(2026, 1, 15), date(2026, 4, 14), Unit.month, 3),
        (date(2026, 3, 2), date(2026, 3, 1), Unit.natural, 0),
    ],
)
def test_a_notice_period_counts_both_ends(first: date, last: date, unit: Unit, days: int) -> None:
    """A 公示期 counts its first and its last day."""
    assert period_days(first, last, unit) == days


def test_working_days_between_excludes_the_first_day() -> None:
    """Of two days the first is not counted, the second is; backwards there is nothing to count."""
    assert working_days_between(date(2025, 9, 29), date(2025, 10, 13)) == 5
    assert working_days_between(date(2026, 3, 16), date(2026, 3, 16)) == 0
    assert working_days_between(date(2026, 3, 17), date(2026, 3, 16)) == 0


def test_school_year_changes_on_the_first_of_september() -> None:
    """31 August belongs to the old school year, 1 September to the new one."""
    assert school_year(date(2025, 8, 31)) == "2024-2025"
    assert school_year(date(2025, 9, 1)) == "2025-2026"


def test_terms() -> None:
    """A day lies in the term that covers it; the halves that stand in for terms leave no day out."""
    assert term_of(date(2026, 1, 23), TERMS) is AUTUMN
    assert term_of(date(2026, 1, 24), TERMS) is None
    assert default_terms("2025-2026") == (
        Term("2025-2026学年第一学期", date(2025, 9, 1), date(2026, 1, 31)),
        Term("2025-2026学年第二学期", date(2026, 2, 1), date(2026, 8, 31)),
    )


def test_months_run_over_the_new_year() -> None:
    """Both ends are included, and December is followed by January."""
    assert months("2025-11", "2026-02") == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert months("2026-03", "2026-03") == ("2026-03",)
    assert months("2026-03", "2026-02") == ()


@pytest.mark.parametrize(
    ("start", "count", "unit", "sentence"),
    [
        (date(2026, 3, 16), 45, Unit.natural, "3月17日起算，45 个自然日，末日 4月30日（周四，工作日）。"),
        (
            date(2026, 3, 16),
            19,
            Unit.natural,
            (
                "3月17日起算，19 个自然日，末日 4月4日（周六，清明节放假），顺延至 4月7日（周二，工作日）。"
                "清明节放假 4月4日至4月6日。"
            ),
        ),
        (
            date(2026, 2, 6),
            10,
            Unit.working,
            (
                "2月7日起算，10 个工作日，末日 2月27日（周五，工作日）。"
                "不计入：春节放假 2月15日至2月23日、周末 2 天。"
                "调休上班、计入：2月14日（周六）。"
            ),
        ),
        (date(2026, 1, 31), 1, Unit.month, "2月1日起算，1 个月，末日 2月28日（周六，调休上班）。"),
        (
            date(2039, 12, 22),
            8,
            Unit.working,
            (
                "12月23日起算，8 个工作日，末日 2040年1月3日（周二，工作日）。不计入：周末 4 天。"
                "2039、2040 年放假安排未收录，按周一至周五推算，暂定。"
            ),
        ),
        (
            date(2026, 5, 8),
            2,
            Unit.natural,
            "5月9日起算，2 个自然日，末日 5月10日（周日，周末），顺延至 5月11日（周一，工作日）。",
        ),
    ],
)
def test_explain_names_what_moved_the_day(start: date, count: int, unit: Unit, sentence: str) -> None:
    """The receipt reads as Chinese: first day, count, last day, and every reason for a shift."""
    assert explain(deadline(start, count, unit)) == sentence


def test_a_deadline_that_runs_into_an_unknown_year_is_provisional() -> None:
    """From the first day judged without an official calendar on, the date is 暂定."""
    assert deadline(date(2039, 3, 1), 10, Unit.natural).provisional
    assert deadline(date(2003, 12, 30), 3, Unit.working).provisional
    assert not deadline(date(2003, 12, 30), 3, Unit.natural).provisional


DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))
COUNTS = st.integers(0, 90)
DAY_UNITS = st.sampled_from([Unit.natural, Unit.working, Unit.teaching])


@given(DAYS, COUNTS, st.sampled_from(Unit), st.sampled_from([(), TERMS]))
def test_every_deadline_is_a_workday(start: date, count: int, unit: Unit, terms: tuple[Term, ...]) -> None:
    """Whatever is counted, the last day is a day on which somebody is there to answer."""
    counted = deadline(start, count, unit, terms)
    assert is_workday(counted.due)
    assert counted.due >= start
    assert not counted.provisional or unit is Unit.teaching or not is_known_year(counted.due.year)


@given(DAYS, COUNTS, st.sampled_from(Unit), st.sampled_from([(), TERMS]))
def test_more_days_never_end_earlier(start: date, count: int, unit: Unit, terms: tuple[Term, ...]) -> None:
    """A longer period ends on the same day or later."""
    assert deadline(start, count, unit, terms).due <= deadline(start, count + 1, unit, terms).due


@given(DAYS, COUNTS, DAY_UNITS, st.sampled_from([(), TERMS]))
def test_receipts_add_up(start: date, count: int, unit: Unit, terms: tuple[Term, ...]) -> None:
    """The days counted and the days passed over are all the days there are, each once."""
    counted = deadline(start, count, unit, terms)
    passed = [span.first + timedelta(n) for span in counted.skipped for n in range(span.days)]
    assert counted.due == start + timedelta(count + len(passed))
    assert passed == sorted(set(passed))


@given(DAYS, st.integers(1, 90))
def test_working_days_are_counted_the_same_both_ways(start: date, count: int) -> None:
    """A deadline of n working days lies n working days away."""
    assert working_days_between(start, deadline(start, count, Unit.working).due) == count
