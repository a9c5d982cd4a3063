"""Calendars: which days stand in them, in what words; and that another library than ours reads them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from gongkai.derive.agenda import since
from gongkai.gate import readable, search
from gongkai.records import Audience
from gongkai.render.calendars import Entry, calendar, component
from gongkai.render.pages import Asset
from gongkai.views import calendars
from gongkai.views.board import Board
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from tests.board_tree import FILES, TODAY
from tests.conftest import WriteTree
from tests.followed import HOSTILE, demo, small


def _files(board: Board) -> dict[str, bytes]:
    return {asset.address.partition("/")[2]: asset.content for asset in calendars.files(board)}


def _read(data: bytes) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(data.decode())


def _days(data: bytes) -> list[tuple[str, int, str | None]]:
    """The entries as (first day, how many days, title)."""
    return [(str(each.dtstart), (each.end - each.start).days, each.summary) for each in _read(data).events]


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.STAFF])
def test_every_calendar_is_icalendar(audience: Audience) -> None:
    """A strict reader takes each: whole days, an end after the start, one stamp, a name for each entry, no method."""
    files = _files(demo(audience))
    assert list(files) == ["all.ics", "deadlines.ics", "notices.ics", "meetings.ics"]
    for name, data in files.items():
        lines = data.split(b"\r\n")
        assert not any(b"\n" in line or len(line) > 75 for line in lines), name
        assert b"METHOD" not in data
        read = _read(data)
        assert len(read.events) > 5, name
        assert len({each.uid for each in read.events}) == len(read.events)
        for each in read.events:
            assert type(each.dtstart) is date
            assert each.end > each.start
            assert each.dtstamp.isoformat() == "2026-11-20T00:00:00+00:00"
            assert str(each.url).startswith("https://qinghe.example/")
            assert each.transparency == "TRANSPARENT"


def test_all_is_the_three_together() -> None:
    """What stands in one of the three stands in the whole, and nothing else."""
    files = _files(demo(Audience.PUBLIC))
    parts = [each.uid for name in ("deadlines", "notices", "meetings") for each in _read(files[f"{name}.ics"]).events]
    assert sorted(parts) == sorted(each.uid for each in _read(files["all.ics"]).events)


def test_the_days_of_a_small_school(write_tree: WriteTree) -> None:
    """Deadlines on their last day, notices from first to last, meetings; what is done says so."""
    files = _files(small(write_tree))
    assert _days(files["notices.ics"]) == [
        ("2026-10-09", 8, "公示：优秀教师人选公示"),
        ("2026-11-16", 9, "公示：高级教师岗位推荐人选公示"),
    ]
    assert _days(files["meetings.ics"]) == [("2026-10-16", 1, "第五届教职工代表大会第三次会议")]
    assert [each for each in _days(files["deadlines.ics"]) if "公开期限" not in (each[2] or "")] == [
        ("2026-09-20", 1, "意见答复期限：饮水机出水不热（已办结）"),  # ten working days; that Sunday was one
        ("2026-10-16", 1, "答复期限：05-03-001 延长晚餐供餐时间（已办结）"),
        ("2026-10-31", 1, "承诺到期：05-03-001 延长晚餐供餐时间（已办结）"),
        ("2026-11-12", 1, "答复期限：05-03-002 后勤与基建类提案（答复后公开全文）"),
        ("2026-11-26", 1, "意见答复期限：中午开放静读室"),
        ("2031-10-15", 1, "任期届满：第五届教代会"),  # five years from its first meeting
    ]


def test_an_entry_says_how_it_stands(write_tree: WriteTree) -> None:
    """From whom it is awaited and whether it is done; no count of days, which would change every morning."""
    entries = {each.summary: each.description for each in _read(_files(small(write_tree))["deadlines.ics"]).events}
    assert entries["承诺到期：05-03-001 延长晚餐供餐时间（已办结）"] == (
        "提案 05-03-001\n建议 2，由总务处办\n2026年11月10日办结，迟于期限。"
    )
    assert entries["答复期限：05-03-002 后勤与基建类提案（答复后公开全文）"] == (
        "提案 05-03-002\n由总务处办\n期限已过，还没有办结。"
    )


@pytest.mark.parametrize(
    ("today", "first"), [("2026-11-20", "2025-09-01"), ("2026-08-31", "2024-09-01"), ("2026-09-01", "2025-09-01")]
)
def test_calendars_begin_with_the_last_school_year(today: str, first: str) -> None:
    """A school year begins in September; the one before today's is told, those before it are not."""
    assert since(date.fromisoformat(today)).isoformat() == first


def test_what_is_long_over_is_left_out(write_tree: WriteTree) -> None:
    """A deadline of the year before last is told only while it is not met."""
    done = _files(small(write_tree))["deadlines.ics"].decode()
    assert "04-01-001" not in done
    extra = {"proposals/04-01-001/progress-1.md": "---\n关于: reply-1 建议1\n日期: 2025-06-01\n---\n"}
    late = _days(_files(small(write_tree, extra=extra))["deadlines.ics"])
    assert late[0] == ("2025-06-30", 1, "承诺到期：04-01-001 公布校车路线")


def test_names_of_entries_stay(write_tree: WriteTree) -> None:
    """A deadline keeps its name when it is met, extended or called otherwise; so calendars move it, not double it."""
    path = "proposals/05-03-002/proposal.md"
    extra = {
        path: FILES[path].replace("修缮操场照明", "更换操场照明"),
        "proposals/05-03-002/extension-1.md": (
            "---\n日期: 2026-11-02\n延至: 2026-12-02\n理由: 等灯具\n批准: 校长\n---\n"
        ),
    }
    before = _named(small(write_tree), "05-03-002")
    after = _named(small(write_tree, extra=extra), "05-03-002")
    assert before == ("2026-11-12", after[1])
    assert after[0] == "2026-12-02"


def _named(board: Board, number: str) -> tuple[str, str]:
    found = next(each for each in _read(_files(board)["deadlines.ics"]).events if number in (each.summary or ""))
    return str(found.dtstart), found.uid or ""


def test_same_day_same_bytes(write_tree: WriteTree) -> None:
    """Two builds of one day are the same file; without a known site there is no link, and all is still well."""
    shown = small(write_tree)
    assert _files(shown) == _files(shown)
    nowhere = _files(replace(shown, site_url=""))["all.ics"]
    assert b"\r\nURL" not in nowhere
    assert len(_read(nowhere).events) == len(_read(_files(shown)["all.ics"]).events)


def test_the_last_day_of_all_is_a_day_too() -> None:
    """A date after which there is none (9999-12-31, for what has no end) stops no build."""
    entry = Entry("uid", date.max, date.max, "长期", "", "公示")
    assert b"DTSTART;VALUE=DATE:99991231" in component(entry, TODAY)
    assert b"DTEND" not in component(entry, TODAY)
    assert b"DTEND;VALUE=DATE:99991231" in component(replace(entry, first=TODAY), TODAY)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_stays_text(text: str) -> None:
    """No text ends its line, adds a property, reads otherwise than it is written or hides from the gate."""
    shown = re.sub("[\u202a-\u202e\u2066-\u2069\x00\x0b\ud800\ufffe]", "", text)
    entry = Entry("uid", TODAY, TODAY, text, f"{text * 9}END", "公示", "https://qinghe.example/", text)
    data = calendar(text, text, [component(entry, TODAY)])
    [read] = _read(data).events
    assert (read.summary, read.location, read.description) == (shown, shown, f"{shown * 9}END")
    assert unescape(f"{shown * 9}END") in (readable(Asset("calendars/all.ics", data)) or "")


def test_what_only_staff_may_see_is_in_their_calendar_alone(write_tree: WriteTree) -> None:
    """A meeting for staff stands in their edition and not in the public one."""
    meeting = "公开范围: 教职工\n类型: 党政工联席会\n名称: 内部核对码K4联席会\n日期: 2026-12-04\n"
    extra = {"meetings/joint-2026-1.yml": meeting}
    for audience, there in ((Audience.PUBLIC, False), (Audience.STAFF, True)):
        files = _files(small(write_tree, audience, extra))
        assert ("内部核对码K4" in files["all.ics"].decode().replace("\r\n ", "")) is there
        assert "教职工版" not in files["all.ics"].decode() or there


def test_what_is_to_come_is_told(write_tree: WriteTree) -> None:
    """A meeting announced for later, with the last day for proposals and its place."""
    extra = {
        "meetings/05-04.yml": (
            "公开范围: 社会\n类型: 教代会\n名称: 第五届教职工代表大会第四次会议\n日期: 2027-03-19\n"
            "闭会日期: 2027-03-20\n提案截止日期: 2027-03-04\n地点: 报告厅\n"
        )
    }
    data = _files(small(write_tree, extra=extra))["meetings.ics"]
    assert _days(data)[1:] == [
        ("2027-03-04", 1, "提案征集截止：第五届教职工代表大会第四次会议"),
        ("2027-03-19", 2, "第五届教职工代表大会第四次会议"),
    ]
    assert _read(data).events[2].location == "报告厅"


def test_the_gate_reads_calendars_whole() -> None:
    """What is hidden is found although a long line was folded in its midst."""
    entry = Entry("uid", TODAY, TODAY, "甲" * 20 + "内部核对码A1B2C3D4E5", "", "公示")
    asset = Asset("calendars/all.ics", calendar("公示", "公示", [component(entry, TODAY)]))
    assert "内部核对码A1B2C3D4E5" not in asset.content.decode()
    [finding] = search((asset,), frozenset({"内部核对码A1B2C3D4E5"}))
    assert finding.location.path == "calendars/all.ics"


def test_a_calendar_is_bounded(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more entries than a phone can take the latest are told."""
    monkeypatch.setattr(calendars, "MOST", 2)
    assert [day for day, _, _ in _days(_files(small(write_tree))["deadlines.ics"])] == ["2026-11-26", "2031-10-15"]
