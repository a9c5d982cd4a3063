"""Working days, school terms, and deadlines that show how they were counted."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

import chinese_calendar
from chinese_calendar.constants import holidays

ONE_DAY = timedelta(days=1)
WEEKEND = "周末"
OUTSIDE_TERM = "学期之外"
HOLIDAY_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
KNOWN_YEARS: frozenset[int] = frozenset(day.year for day in holidays)


class Unit(StrEnum):
    """What a threshold counts."""

    natural = "自然日"
    working = "工作日"
    teaching = "教学日"
    month = "月"


@dataclass(frozen=True, slots=True)
class Term:
    """A school term from its first to its last day, both included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row that a count passed over for one reason, both ends included."""

    first: date
    last: date
    reason: str

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a period of days or months, with the receipt of the count.

    For days of any unit `due` = `start` + `count` + the days of `skipped`. `moved_from` is the counted last
    day when it was no working day. `provisional` (暂定): a day was judged without an official calendar.
    """

    start: date
    count: int
    unit: Unit
    due: date
    moved_from: date | None
    provisional: bool
    skipped: tuple[Span, ...]


def is_known_year(year: int) -> bool:
    """Whether the State Council's holidays and make-up days of this year are on record."""
    return year in KNOWN_YEARS


@lru_cache(maxsize=16_384)
def is_workday(day: date) -> bool:
    """Whether the day is worked: holidays and make-up days of a known year, else Monday to Friday."""
    if day.year in KNOWN_YEARS:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def is_make_up(day: date) -> bool:
    """Whether the day is a Saturday or Sunday that is worked to make up for a holiday (调休上班)."""
    return day.weekday() >= 5 and is_workday(day)


def working_days_between(a: date, b: date) -> int:
    """The working days after `a` up to and including `b`; none when `b` is not later."""
    return sum(map(is_workday, _days(a + ONE_DAY, b)))


def period_days(first: date, last: date, unit: Unit) -> int:
    """The length of a period that counts both its ends, as a notice period does."""
    if last < first:
        return 0
    if unit is Unit.natural:
        return (last - first).days + 1
    if unit is Unit.month:
        end = last + ONE_DAY
        whole = (end.year - first.year) * 12 + end.month - first.month
        return whole if _add_months(first, whole) <= end else whole - 1
    return sum(map(is_workday, _days(first, last)))


def deadline(start: date, count: int, unit: Unit, terms: tuple[Term, ...] = ()) -> Deadline:
    """The last day of “count 日内”: the first day is not counted, a last day off moves to the next workday.

    A month ends on the same day number, or on the month's last day where there is none (民法典第二百零二条).
    A teaching day is a working day within a term; without declared terms every working day is one.
    """
    if count < 0:
        raise ValueError("count must not be negative")
    return _deadline(start, count, unit, terms if unit is Unit.teaching else ())


@lru_cache(maxsize=4096)
def _deadline(start: date, count: int, unit: Unit, declared: tuple[Term, ...]) -> Deadline:
    # Ten thousand submissions begin on the same few hundred days.
    if unit in (Unit.natural, Unit.month) or count == 0:
        counted = _add_months(start, count) if unit is Unit.month else start + count * ONE_DAY
        due = _next_workday(counted)
        passed = list(_days(counted, due - ONE_DAY))
        provisional = not (is_known_year(counted.year) and is_known_year(due.year))
        moved_from = counted if due != counted else None
        return Deadline(start, count, unit, due, moved_from, provisional, tuple(_spans(passed, ())))
    due, left, passed = start, count, []
    provisional = False
    while left:
        due += ONE_DAY
        provisional = provisional or not is_known_year(due.year) or not is_declared(due, declared)
        if is_teaching_day(due, declared):
            left -= 1
        else:
            passed.append(due)
    return Deadline(start, count, unit, due, None, provisional, tuple(_spans(passed, declared)))


def period_end(first: date, count: int, unit: Unit) -> Deadline:
    """The earliest last day of a period of so many days that counts both its ends, as a notice period does.

    Nobody is given longer here, so a last day off is not moved.
    """
    before = first - ONE_DAY
    if unit is Unit.natural or count == 0:
        due = before + count * ONE_DAY
        return Deadline(before, count, unit, due, None, False, ())
    return deadline(before, count, unit)


def school_year(day: date) -> str:
    """The school year of a day, `2025-2026`; it changes on 1 September."""
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}-{first + 1}"


@lru_cache(maxsize=256)
def default_terms(school_year: str) -> tuple[Term, Term]:
    """The two halves of a school year that stand in until the school declares its terms.

    They leave no day out, so that every record belongs to a term and each working day counts.
    """
    first, last = map(int, school_year.split("-"))
    return (
        Term(f"{school_year}学年第一学期", date(first, 9, 1), date(last, 1, 31)),
        Term(f"{school_year}学年第二学期", date(last, 2, 1), date(last, 8, 31)),
    )


def term_of(day: date, terms: tuple[Term, ...]) -> Term | None:
    """The term that the day lies in, or none in the holidays."""
    return next((term for term in terms if term.first <= day <= term.last), None)


def months(first: str, last: str) -> tuple[str, ...]:
    """Every month from first to last, both included, as `2026-01`."""
    start, end = (int(text[:4]) * 12 + int(text[5:7]) - 1 for text in (first, last))
    return tuple(f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1))


def explain(deadline: Deadline) -> str:
    """The count as Chinese sentences that a reader can follow on a wall calendar."""
    start, due = deadline.start, deadline.due
    unit = f"{deadline.count} 个{deadline.unit.value}"
    kind = "调休上班" if is_make_up(due) else "工作日" if is_workday(due) else _day_off_reason(due)
    last = f"{_label(due, start)}（{_weekday(due)}，{kind}）"
    if deadline.moved_from:
        moved = deadline.moved_from
        reason = deadline.skipped[0].reason
        name = reason if reason in (WEEKEND, OUTSIDE_TERM) else f"{reason}放假"
        last = f"{_label(moved, start)}（{_weekday(moved)}，{name}），顺延至 {last}"
    sentences = [f"{_label(start + ONE_DAY, start)}起算，{unit}，末日 {last}。"]
    holiday_spans = [span for span in deadline.skipped if span.reason != WEEKEND]
    weekend_days = sum(span.days for span in deadline.skipped if span.reason == WEEKEND)
    if deadline.unit in (Unit.working, Unit.teaching) and deadline.skipped:
        parts = [_span_label(span, start) for span in holiday_spans]
        if weekend_days:
            parts.append(f"{WEEKEND} {weekend_days} 天")
        sentences.append(f"不计入：{'、'.join(parts)}。")
    elif holiday_spans:
        sentences.append(f"{'、'.join(_span_label(span, start) for span in holiday_spans)}。")
    if deadline.unit in (Unit.working, Unit.teaching):
        passed = {day for span in deadline.skipped for day in _days(span.first, span.last)}
        make_up = [day for day in _days(start + ONE_DAY, due) if is_make_up(day) and day not in passed]
        if make_up:
            days = "、".join(f"{_label(day, start)}（{_weekday(day)}）" for day in make_up)
            sentences.append(f"调休上班、计入：{days}。")
    if deadline.provisional:
        unknown = [year for year in range(start.year, due.year + 1) if not is_known_year(year)]
        if unknown:
            years = "、".join(f"{year}" for year in unknown)
            sentences.append(f"{years} 年放假安排未收录，按周一至周五推算，暂定。")
        else:
            sentences.append("这一学期的校历未登记，按工作日推算，暂定。")
    return "".join(sentences)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + offset * ONE_DAY for offset in range((last - first).days + 1))


def _next_workday(day: date) -> date:
    while not is_workday(day):
        day += ONE_DAY
    return day


def _add_months(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_declared(day: date, terms: tuple[Term, ...]) -> bool:
    """Whether the school's terms speak about this half of the school year."""
    if not terms or term_of(day, terms):
        return True
    first_half, second_half = default_terms(school_year(day))
    half = first_half if day <= first_half.last else second_half
    return any(term.first <= half.last and half.first <= term.last for term in terms)


def is_teaching_day(day: date, terms: tuple[Term, ...]) -> bool:
    """Whether there are lessons on a day; in a half-year without declared terms every working day is taken for one."""
    return is_workday(day) and (not terms or term_of(day, terms) is not None or not is_declared(day, terms))


@lru_cache(maxsize=16_384)
def _day_off_reason(day: date) -> str:
    if is_workday(day):
        return OUTSIDE_TERM
    name = chinese_calendar.get_holiday_detail(day)[1] if is_known_year(day.year) else None
    return HOLIDAY_NAMES.get(name, name) if isinstance(name, str) else WEEKEND


def _spans(passed: list[date], terms: tuple[Term, ...]) -> Iterator[Span]:
    """Group the days passed over into runs of one reason; outside terms it is one, on holidays too."""

    def key(item: tuple[int, date]) -> tuple[int, str]:
        position, day = item
        outside = bool(terms) and term_of(day, terms) is None and is_declared(day, terms)
        return day.toordinal() - position, OUTSIDE_TERM if outside else _day_off_reason(day)

    for (_, reason), group in groupby(enumerate(passed), key):
        run = [day for _, day in group]
        yield Span(run[0], run[-1], reason)


def _weekday(day: date) -> str:
    return "周" + "一二三四五六日"[day.weekday()]


def _label(day: date, start: date) -> str:
    year = f"{day.year}年" if day.year != start.year else ""
    return f"{year}{day.month}月{day.day}日"


def _span_label(span: Span, start: date) -> str:
    name = span.reason if span.reason == OUTSIDE_TERM else f"{span.reason}放假"
    if span.first == span.last:
        return f"{name} {_label(span.first, start)}"
    return f"{name} {_label(span.first, start)}至{_label(span.last, start)}"
