"""The school's days, one letter each, so that a wall without network knows a school day from a holiday."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.render.templates import day
from gongkai.views.kiosk.model import DayKind
from gongkai.workdays import Term, is_declared, is_known_year, is_teaching_day, is_workday

LENGTH = 400
"""So many days are told: a year and a little more, after which a set of slides is too old to be believed."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A letter for each day, and in `doubts` what of it is only a guess, in sentences."""

    letters: str
    doubts: tuple[str, ...]


def calendar(first: date, terms: tuple[Term, ...]) -> Calendar:
    """The school's days from `first` on."""
    days = tuple(first + timedelta(days=offset) for offset in range(LENGTH))
    return Calendar("".join(kind_of(each, terms) for each in days), tuple(_doubts(days, terms)))


def kind_of(on: date, terms: tuple[Term, ...]) -> DayKind:
    """What a day is: off by the State Council's calendar, worked in the school's holidays, or taught.

    A Saturday worked for a holiday (调休) is a school day where it lies in a term. A half-year of which no term is
    declared is taken to be taught on every working day, as deadlines count it: a wall must not fall silent because
    nobody has entered the next term yet.
    """
    if not is_workday(on):
        return DayKind.OFF
    return DayKind.TEACHING if is_teaching_day(on, terms) else DayKind.WORKING


def _doubts(days: tuple[date, ...], terms: tuple[Term, ...]) -> Iterator[str]:
    years = sorted({each.year for each in days if not is_known_year(each.year)})
    if years:
        yield f"{'、'.join(map(str, years))} 年放假安排未收录，按周一至周五推算，暂定。"
    if not terms:
        yield "学校没有登记学期，工作日都按教学日算。"
    elif unknown := next((each for each in days if not is_declared(each, terms)), None):
        yield f"{day(unknown)}起的校历未登记，工作日都按教学日算，暂定。"
