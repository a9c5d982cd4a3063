"""The one place that asks what day it is; both doors come here, and nobody else."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from gongkai.settings import Settings, day_option

CHINA = timezone(timedelta(hours=8))


class Origin(StrEnum):
    """Who says what day it is."""

    TYPED = "--today"
    ENVIRONMENT = "GONGKAI_TODAY"
    PINNED = "mkdocs.yml"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Today:
    """The day that counts as today, and who says so."""

    day: date
    origin: Origin


def today_of(settings: Settings, typed: str | None = None) -> Today:
    """What was typed, else GONGKAI_TODAY, else the day that the site pins, else the day in China.

    Raises BadSettings for a day that cannot be read.
    """
    if given := day_option(typed):
        return Today(given, Origin.TYPED)
    if given := day_option(os.environ.get("GONGKAI_TODAY")):
        return Today(given, Origin.ENVIRONMENT)
    if settings.today:
        return Today(settings.today, Origin.PINNED)
    return Today(datetime.now(CHINA).date(), Origin.CALENDAR)
