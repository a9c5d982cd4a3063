"""What the player is told of a slide: attributes of its element, read by `assets/kiosk/choose.js`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from gongkai.views.kiosk.model import Slide, When


def attributes(slide: Slide) -> Mapping[str, str]:
    """The attributes of a slide; what sets no limit is not written."""
    first, parts = slide.part
    told = {
        "ident": slide.identity or slide.ident,
        "number": slide.number,
        "group": slide.group,
        "title": slide.title,
        "seconds": str(slide.seconds),
        **dict(_limits(slide.when)),
        "of": slide.same_as,
        "part": f"{first}/{parts}" if parts > 1 else "",
    }
    return {f"data-{name}": value for name, value in told.items() if value}


def _limits(when: When) -> Iterator[tuple[str, str]]:
    yield "level", when.level
    yield "weight", str(when.weight) if when.weight > 1 else ""
    yield "pinned", "1" if when.pinned else ""
    yield "always", "1" if when.always else ""
    yield "from", _moment(when.first)
    yield "until", _moment(when.last)
    yield "times", ",".join(f"{since:%H:%M}-{until:%H:%M}" for since, until in when.times)
    yield "weekdays", ",".join(map(str, when.weekdays))
    yield "days", ",".join(when.days)


def _moment(value: date | datetime | None) -> str:
    """A day, or a minute in China: 2026-11-20, 2026-11-20T18:00."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if value else ""
