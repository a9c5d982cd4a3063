"""The play log as proof that a notice was displayed, and the page that says how the wall is doing."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import kiosk_wall
from tests.kiosk_wall import Site, fetched, gone, passing, playing, served, with_files

HEADS = ["日期", "时段", "编号", "标题", "首次开始", "末次结束", "播放次数", "累计秒数", "时间可信"]
SET = kiosk_wall.wall("2026-11-20", ("职称评审结果公示", "怎样说话"))
KEY = "gongkai /kiosk/ "


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    """One server for all tests."""
    with served(SET) as site:
        yield site


@pytest.fixture
def site(server: Site) -> Iterator[Site]:
    """A server with one set."""
    with with_files(server, SET) as site:
        yield site


@pytest.fixture
def wall(chromium: Browser, site: Site) -> Iterator[Page]:
    """A wall that plays it."""
    with playing(chromium, site) as page:
        yield page


def _rows(page: Page) -> list[list[str]]:
    text = page.evaluate("kiosk.log.csv()")
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == text.count("\n")
    heads, *rows = csv.reader(io.StringIO(text[1:]))
    assert heads == HEADS
    return rows


def _ms(time: str) -> str:
    return f"Date.parse('{time}+08:00')"


def _show(page: Page, ident: str, start: str, end: str, title: str = "公示") -> None:
    told = json.dumps({"ident": ident, "number": ident, "title": title})
    page.evaluate(f"kiosk.log.shown({told}, {_ms(start)}, {_ms(end)})")


def test_what_was_shown_is_told_by_hour(wall: Page) -> None:
    """First, last, how often, how long; a slide over the full hour counts in both, but once."""
    _show(wall, "a", "2026-11-20T08:00:00", "2026-11-20T08:00:18")
    _show(wall, "a", "2026-11-20T08:30:00", "2026-11-20T08:30:18.400")
    _show(wall, "a", "2026-11-20T08:59:50", "2026-11-20T09:00:08")
    _show(wall, "b", "2026-11-20T23:59:55", "2026-11-21T00:00:05")
    assert _rows(wall) == [
        ["2026-11-20", "08 时", "a", "公示", "08:00:00", "09:00:00", "3", "46", "是"],
        ["2026-11-20", "09 时", "a", "公示", "09:00:00", "09:00:08", "0", "8", "是"],
        ["2026-11-20", "23 时", "b", "公示", "23:59:55", "23:59:59", "1", "5", "是"],
        ["2026-11-21", "00 时", "b", "公示", "00:00:00", "00:00:05", "0", "5", "是"],
    ]


def test_a_clock_that_was_set_meanwhile_adds_no_time(wall: Page) -> None:
    """Backwards, or far forwards: the showing counts, its length is not invented."""
    _show(wall, "a", "2026-11-20T08:00:00", "2026-11-20T07:00:00")
    _show(wall, "a", "2015-01-01T08:00:00", "2026-11-20T07:10:00")
    assert _rows(wall) == [["2026-11-20", "07 时", "a", "公示", "07:00:00", "07:10:00", "2", "0", "是"]]


def test_the_log_of_an_unsure_clock_says_so(chromium: Browser, site: Site) -> None:
    """What was shown while nobody knew the time is kept apart."""
    site.answers = {"manifest.json": gone}
    with playing(chromium, site, time="2015-01-01T08:00:00+08:00") as page:
        _show(page, "a", "2015-01-01T08:00:00", "2015-01-01T08:00:10")
        assert _rows(page) == [["2015-01-01", "08 时", "a", "公示", "08:00:00", "08:00:10", "1", "10", "否"]]


HOSTILE = (
    ("=1+1", "'=1+1"),
    ("  @SUM(A1)", "'  @SUM(A1)"),
    ("\u200b-2", "'\u200b-2"),
    ("＝cmd", "'＝cmd"),
    ('他说"好",好', '他说"好",好'),
    ("两\r\n行", "两\r\n行"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("长" * 1000, "长" * 200),
)


def test_no_cell_becomes_a_formula(wall: Page) -> None:
    """Titles arrive in a spreadsheet as they are, and none of them calculates."""
    for at, (title, _) in enumerate(HOSTILE):
        _show(wall, f"n{at}", f"2026-11-20T08:0{at}:00", f"2026-11-20T08:0{at}:10", title)
    text = wall.evaluate("kiosk.log.csv()")
    rows = list(csv.reader(io.StringIO(text[1:], newline="")))[1:]
    assert [row[3] for row in rows] == [cell for _, cell in HOSTILE]


def test_fifteen_days_of_a_notice_are_proved(chromium: Browser, site: Site) -> None:
    """The show itself, some minutes of each day, over reloads and a night without power: every day is in the table."""
    with playing(chromium, site, time="2026-11-20T07:59:00+08:00") as page:
        site.answers = {"manifest.json": gone}
        for day in range(15):
            passing(page, 200)
            if day == 4:
                page.reload()
            if day < 14:
                page.clock.fast_forward(86_400_000 - 200_000)
        rows = [row for row in _rows(page) if row[2] == "2026-000"]
    days = [(date(2026, 11, 20) + timedelta(days=day)).isoformat() for day in range(15)]
    assert sorted({row[0] for row in rows}) == days
    for each in days:
        of_day = [row for row in rows if row[0] == each]
        assert {row[3] for row in of_day} == {"职称评审结果公示"}
        assert sum(int(row[6]) for row in of_day) >= 9
        assert 85 <= sum(int(row[7]) for row in of_day) <= 110
        assert {row[8] for row in of_day} == {"是"}


def test_the_log_is_bounded(wall: Page) -> None:
    """At most 90 days and two megabytes, the oldest gone first; the days that stay are whole."""
    wall.evaluate("""() => {
        const first = Date.parse("2026-11-20T06:00:00+08:00");
        for (let day = 0; day < 100; day++) for (let at = 0; at < 120; at++) {
            const from = first + day * 864e5 + at % 15 * 36e5, ident = "n" + at % 8;
            kiosk.log.shown({ident, number: ident, title: "关于公示的公示".repeat(20)}, from, from + 9e3);
        }
    }""")
    rows = _rows(wall)
    days = sorted({row[0] for row in rows})
    assert (len(days), days[-1]) == (90, "2027-02-27")
    assert len(rows) == 90 * 15 * 8
    wall.evaluate("""() => {
        const first = Date.parse("2027-03-01T06:00:00+08:00");
        for (let day = 0; day < 30; day++) for (let at = 0; at < 900; at++) {
            const from = first + day * 864e5 + at * 1e3, ident = "m" + at;
            kiosk.log.shown({ident, number: ident, title: "很长的题目".repeat(20)}, from, from + 1e3);
        }
    }""")
    rows = _rows(wall)
    stored = wall.evaluate("Object.keys(localStorage).map(key => key + localStorage[key]).join('')")
    assert len(stored.encode()) <= 2_000_000
    assert max(row[0] for row in rows) == "2027-03-30"
    assert len({row[0] for row in rows}) == len(re.findall(rf"{KEY}log-", stored))


@pytest.mark.parametrize(
    "damage",
    [
        {"log": "{{{"},
        {"log": '"x"', "log-2026-11-20": "[]"},
        {"log": '[["2026-11-20",5],null,7]', "log-2026-11-20": '{"a":1,"s0":["x",2],"b":[1,2,null]}'},
        {"log": "[]", "log-2026-11-20": "\x00\x00", "troubles": '{"a":1}', "failed": '"x"', "set": "7"},
    ],
)
def test_a_damaged_store_starts_anew(wall: Page, damage: dict[str, str]) -> None:
    """Whatever stands in the store, the wall plays, goes on counting and gives its table."""
    for key, value in damage.items():
        wall.evaluate("([key, value]) => localStorage.setItem(key, value)", [KEY + key, value])
    wall.reload()
    passing(wall, 60)
    assert wall.inner_text(".layer.on h2")
    wall.evaluate("kiosk.log.trouble('a', 'b')")
    assert [row[2] for row in _rows(wall) if row[2].startswith("2026")] == ["2026-000", "2026-001"]


def test_troubles_are_counted_and_bounded(wall: Page) -> None:
    """The same one in a row is one line with a number; the newest thirty are kept, over a reload too."""
    wall.evaluate("for (let n = 0; n < 50; n++) for (let m = 0; m < 3; m++) kiosk.log.trouble('屏' + n, '坏了')")
    found = wall.evaluate("kiosk.log.troubles()")
    assert (len(found), found[0][1:], found[-1][1]) == (30, ["屏49", "坏了", 3], "屏20")
    passing(wall, 130)
    wall.reload()
    assert "屏49" in [ident for _, ident, _, _ in wall.evaluate("kiosk.log.troubles()")]


def test_the_health_page_says_how_the_wall_is_doing(wall: Page, site: Site) -> None:
    """For whom, of when, which set, the last contact, what failed and why, the clock, the log, the program."""
    passing(wall, 60)
    fetched(wall)
    site.answers = {"index.html": kiosk_wall.flipped}
    site.files = kiosk_wall.wall("2026-11-21", ("新",))
    fetched(wall)
    page_sum = json.loads(SET["manifest.json"])["page"]
    wall.evaluate("location.hash = '#health'")
    wall.wait_for_selector(".health")
    terms = wall.eval_on_selector_all(".health dt", "all => all.map(each => each.textContent)")
    words = wall.eval_on_selector_all(".health dd", "all => all.map(each => each.textContent)")
    told = dict(zip(terms, words, strict=True))
    assert told["给谁看"] == "社会"
    assert told["数据"] == f"数据截至 11月20日，指纹 {page_sum[:4]}-{page_sum[4:8]}".upper()
    assert told["取数据"] == "联网，断网时不能重启；没有传完整，或传坏了；上次连上：刚才"
    assert told["时钟"] == "正常"
    assert told["跳过的屏"] == "没有"
    minutes = wall.evaluate("Math.floor(performance.now() / 60000)")
    assert told["已运行"] == f"{minutes // 60} 小时 {minutes % 60} 分钟"
    assert told["程序"] == json.loads(SET["manifest.json"])["script"]
    assert told["11-20 10:01"] == "取新数据 没有传完整，或传坏了"
    assert wall.get_attribute("[role=dialog]", "aria-label") == "本屏状况"
    site.answers = {}
    wall.click("text=现在取一次")
    wall.wait_for_selector(".health >> text=换上了新的一套")
    passing(wall, 80)
    assert wall.query_selector(".health") is None


def test_the_log_is_exported_as_a_file(wall: Page, tmp_path: Path) -> None:
    """A button on the health page gives the table, with the mark by which Excel knows Chinese."""
    passing(wall, 25)
    wall.evaluate("kiosk.health.open()")
    with wall.expect_download() as download:
        wall.click("text=导出播放记录")
    assert download.value.suggested_filename == "播放记录-2026-11-20.csv"
    file = tmp_path / "log.csv"
    download.value.save_as(file)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf" + ",".join(HEADS).encode())
    assert "2026-000,职称评审结果公示,10:00:" in file.read_text("utf-8-sig")


def test_health_opens_by_holding_the_bar(wall: Page) -> None:
    """Three seconds on the top bar open it; a short touch opens the reading view as anywhere else."""
    passing(wall, 2)
    wall.hover("#bar")
    wall.mouse.down()
    passing(wall, 5)
    assert wall.query_selector(".health")
    wall.mouse.up()
    assert wall.query_selector(".health")
    wall.click("text=返回轮播")
    wall.hover("#bar")
    wall.mouse.down()
    passing(wall, 1)
    wall.mouse.up()
    passing(wall, 5)
    assert wall.query_selector(".health") is None


def test_the_health_page_asks_before_it_restarts(wall: Page, site: Site) -> None:
    """Without a network the page is not left: the reload itself would put up the browser's error page."""
    passing(wall, 2)
    wall.evaluate("self.same = true")
    wall.evaluate("kiosk.health.open()")
    for name in ("*", "index.html", json.loads(SET["manifest.json"])["script"]):
        site.answers = {name: gone}
        assert wall.evaluate("new Promise(kiosk.supply.reachable)") is False
    wall.click("text=重新启动")
    wall.wait_for_timeout(200)
    assert wall.evaluate("same")
    site.answers = {}
    with wall.expect_event("load"):
        wall.click("text=重新启动")
