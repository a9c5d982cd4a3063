"""Clocks that are wrong, that jump, or that a server puts right: the slides go on, and at their own pace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page

from tests import kiosk_wall
from tests.kiosk_wall import Site, fetched, gone, passing, playing, served, shown

CHINA = timezone(timedelta(hours=8))
SET = kiosk_wall.wall("2026-11-20", ("甲", "乙", "丙"))
UNSURE = "本机时间可能不准"
MENDED = "本机时间不准，已按服务器校正"


def _header(time: str) -> str:
    return format_datetime(datetime.fromisoformat(time).replace(tzinfo=CHINA).astimezone(UTC), usegmt=True)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A server with one set."""
    with served(SET) as site:
        yield site


@pytest.fixture(scope="module")
def wall(chromium: Browser, site: Site) -> Iterator[Page]:
    """A wall whose clock each test sets anew; it has heard nothing of a server."""
    site.answers = {"manifest.json": gone}
    with playing(chromium, site) as page:
        yield page


def _reason(page: Page) -> str:
    return str(page.evaluate("kiosk.clock.reason()"))


def _is_sure(page: Page) -> bool:
    return bool(page.evaluate("kiosk.clock.sure()"))


def _minute(page: Page) -> str:
    return str(page.evaluate("kiosk.clock.minute(kiosk.clock.now())"))


CASES: tuple[tuple[str, str | None, str, str], ...] = (
    # the device, the server, what the wall goes by, what it says of it
    ("2026-11-20T10:00", None, "2026-11-20T10:00", ""),
    ("2026-11-20T00:00", None, "2026-11-20T00:00", ""),
    ("2026-11-19T23:59", None, "2026-11-19T23:59", UNSURE),
    ("2015-01-01T08:00", None, "2015-01-01T08:00", UNSURE),
    ("2040-06-01T08:00", None, "2040-06-01T08:00", UNSURE),
    ("2027-12-24T23:59", None, "2027-12-24T23:59", ""),
    ("2027-12-25T00:01", None, "2027-12-25T00:01", UNSURE),
    ("2015-01-01T08:00", "2026-11-21T09:30", "2026-11-21T09:30", MENDED),
    ("2040-06-01T08:00", "2026-11-21T09:30", "2026-11-21T09:30", MENDED),
    ("2026-11-21T17:30", "2026-11-21T09:30", "2026-11-21T09:30", MENDED),
    ("2026-11-21T09:34", "2026-11-21T09:30", "2026-11-21T09:34", ""),
    ("2026-11-21T09:36", "2026-11-21T09:30", "2026-11-21T09:30", MENDED),
    ("2026-11-21T09:30", "2015-01-01T08:00", "2026-11-21T09:30", ""),
    ("2026-11-21T09:30", "2040-01-01T08:00", "2026-11-21T09:30", ""),
    ("2015-01-01T08:00", "2015-01-01T08:00", "2015-01-01T08:00", UNSURE),
    ("2040-06-01T08:00", "2040-06-01T08:02", "2040-06-01T08:00", ""),
    ("2026-11-21T09:30", "yesterday", "2026-11-21T09:30", ""),
)


@pytest.mark.parametrize(("device", "server", "minute", "reason"), CASES)
def test_which_time_the_wall_goes_by(
    chromium: Browser, wall: Page, site: Site, device: str, server: str | None, minute: str, reason: str
) -> None:
    """The device's time if the data's day bears it out, the server's if it differs by more than five minutes.

    A server that is itself wild corrects nothing; one that agrees with the device makes even very old data sure.
    """
    wall.clock.set_system_time(f"{device}:00+08:00")
    wall.reload()
    if server:
        header = _header(server) if server[0] == "2" else server
        wall.evaluate("header => kiosk.clock.hear(header, performance.now())", header)
    assert (_minute(wall), _reason(wall)) == (minute, reason)
    assert _is_sure(wall) == (reason != UNSURE)


@pytest.mark.parametrize("device", ["2015-01-01T08:00", "2040-06-01T08:00"])
def test_the_server_is_believed_only_with_a_manifest_of_ours(wall: Page, site: Site, device: str) -> None:
    """The date of a login page is nobody's; that of the school's own server corrects the wall."""
    wall.clock.set_system_time(f"{device}:00+08:00")
    wall.reload()
    site.date = _header("2026-11-20T12:10")
    site.answers = {"manifest.json": kiosk_wall.instead(b"<h1>login</h1>")}
    fetched(wall)
    assert _reason(wall) == UNSURE
    site.answers = {}
    fetched(wall)
    assert (_minute(wall), _reason(wall)) == ("2026-11-20T12:10", MENDED)
    passing(wall, 1)
    assert "12:10" in wall.inner_text("#clock")
    site.answers = {"manifest.json": gone}


JUMPS = ("2015-01-01T08:00", "2040-06-01T08:00", "2026-11-20T10:30", "2026-11-23T10:00", "2026-11-20T08:00")


@pytest.mark.parametrize("to", JUMPS)
def test_a_clock_that_is_set_neither_stops_nor_hurries_the_show(wall: Page, to: str) -> None:
    """Each slide has its ten seconds, before, while and after the clock jumps."""
    wall.clock.set_system_time("2026-11-20T10:00:00+08:00")
    wall.reload()
    passing(wall, 5)
    turns = []
    before = shown(wall)
    for second in range(62):
        if second == 20:
            wall.clock.set_system_time(f"{to}:00+08:00")
        passing(wall, 1)
        if shown(wall) != before:
            turns.append(second)
            before = shown(wall)
    assert [later - earlier for earlier, later in pairwise(turns)] == [10] * (len(turns) - 1)
    assert len(turns) >= 5
    assert wall.evaluate("kiosk.log.troubles().filter(each => each[2].includes('画面停住了')).length") == 0


@pytest.mark.parametrize(
    ("to", "minute", "reason"),
    [
        ("2015-01-01T08:00", "2026-11-20T10:01", "本机时间跳变，从跳变前接着走"),
        ("2040-06-01T08:00", "2026-11-20T10:01", "本机时间跳变，从跳变前接着走"),
        ("2026-11-23T10:00", "2026-11-23T10:01", ""),
    ],
)
def test_a_jump_to_where_no_clock_can_be_is_not_followed(wall: Page, to: str, minute: str, reason: str) -> None:
    """The wall counts on from before; to a time that can be, as after hearing from a time server, it follows."""
    wall.clock.set_system_time("2026-11-20T10:00:00+08:00")
    wall.reload()
    passing(wall, 2)
    wall.clock.set_system_time(f"{to}:00+08:00")
    passing(wall, 62)
    assert (_minute(wall), _reason(wall)) == (minute, reason)
    assert _is_sure(wall)


def test_an_unsure_clock_shows_what_the_day_of_the_data_allows(chromium: Browser) -> None:
    """Of 2015 and of 2040, without a server: what was over when the data were made is not shown, all else is, and the
    wall says that its time may be wrong instead of telling it."""
    over = 'data-from="2026-11-01" data-until="2026-11-19"'
    due = 'data-from="2026-11-18" data-until="2026-11-30"'
    files = kiosk_wall.wall("2026-11-20", ("甲", "乙"), attributes=due)
    gone_by = kiosk_wall.wall("2026-11-20", ("甲", "乙"), attributes=over)
    with served({**files, "over.html": gone_by["index.html"]}) as site:
        site.answers = {"manifest.json": gone}
        for time in ("2015-01-01T08:00:00+08:00", "2040-06-01T08:00:00+08:00"):
            with playing(chromium, site, time=time) as page:
                passing(page, 3)
                assert shown(page) == "甲"
                assert page.inner_text("#clock") == ""
                assert page.inner_text("#age") == f"数据截至 11月20日　{UNSURE}"
                page.goto("http://kiosk.test/kiosk/over.html")
                passing(page, 3)
                assert page.query_selector(".layer.on h2") is None
