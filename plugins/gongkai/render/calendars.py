"""Calendars as files (RFC 5545): whole days only, the same bytes for the same entries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.render.harmless import harmless

CALENDAR = "text/calendar"

_END = b"END:VCALENDAR\r\n"
_LONGEST = 74
"""Bytes of a line, without the space before a piece that goes on."""
_FOLD = re.compile("\r\n[ \t]")
_ESCAPED = re.compile(r"\\([nN,;\\])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: from its first to its last day, both included; `uid` never changes."""

    uid: str
    first: date
    last: date
    summary: str
    description: str
    category: str
    url: str = ""
    place: str = ""


def component(entry: Entry, today: date) -> bytes:
    """The entry as it stood today; it takes nobody's time, so that no calendar shows its owner as busy.

    Entries are thousands: written here they cost a tenth of what the library that writes the calendar takes.
    """
    end = entry.last + timedelta(days=1) if entry.last < date.max else date.max
    lines = (
        "BEGIN:VEVENT",
        f"SUMMARY:{_escaped(entry.summary)}",
        f"DTSTART;VALUE=DATE:{_written(entry.first)}",
        f"DTEND;VALUE=DATE:{_written(end)}" if end > entry.first else "",  # without an end it lasts its one day
        f"DTSTAMP:{_written(today)}T000000Z",
        f"UID:{_escaped(entry.uid)}",
        f"CATEGORIES:{_escaped(entry.category)}",
        f"DESCRIPTION:{_escaped(entry.description)}",
        f"LOCATION:{_escaped(entry.place)}" if entry.place else "",
        "TRANSP:TRANSPARENT",
        f"URL:{entry.url}" if entry.url else "",
        "END:VEVENT",
    )
    return b"".join(_folded(line.encode()) for line in lines if line)


def _written(day: date) -> str:
    """A day as calendars write it."""
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    """A text as the value of a property."""
    text = harmless(text).replace("\\N", "\n")  # which a reader would take for a line's end
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: bytes) -> bytes:
    """A line in pieces short enough for every reader, none of which parts a character."""
    pieces = []
    while len(line) > _LONGEST:
        end = _LONGEST
        while line[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        end -= line[end - 1] in b"\\^"  # some readers lose an escape that is parted
        pieces.append(line[:end])
        line = line[end:]
    return b"\r\n ".join((*pieces, line)) + b"\r\n"


def calendar(name: str, about: str, components: Sequence[bytes]) -> bytes:
    """A calendar to subscribe to: what it is called, what it is about, its entries."""
    from icalendar import Calendar, vText  # noqa: PLC0415 - half of what the program takes to start

    made = Calendar()
    made.add("prodid", "-//gongkai//gongkai//ZH-CN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for key, value in (("name", name), ("x-wr-calname", name), ("description", about), ("x-wr-caldesc", about)):
        made.add(key, vText(harmless(value)))  # without its type, what no standard names would not be escaped
    made.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "P1D")
    written: bytes = made.to_ical()
    return written.removesuffix(_END) + b"".join(components) + _END


def unfolded(text: str) -> str:
    """The text of a calendar with its long lines in one piece and nothing escaped, as a reader sees it."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], _FOLD.sub("", text))
