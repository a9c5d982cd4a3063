"""The player of the hallway's screen: it goes on whatever happens, and gives way to whoever touches it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from gongkai.views.kiosk.attributes import attributes
from gongkai.views.kiosk.model import DayKind, Level, When
from playwright.sync_api import Browser, Page

from tests.axe import RULES
from tests.conftest import ServeFolder
from tests.kiosk_pages import (
    ANSWER,
    LONG,
    LONGER,
    NOON,
    NOTICE,
    SLIDES,
    SPEAKING,
    override,
    play,
    play_slowly,
    title,
    titles,
    wall,
    with_picture,
    written,
)
from tests.kiosk_tabs import stop_clock

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcff9fa11e000782027f"
    "3dc848ef0000000049454e44ae426082"
)
SIZES = ((1920, 1080), (1080, 1920), (1280, 720), (3840, 2160))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wall of four slides, one of them in two parts."""
    return written(tmp_path_factory.mktemp("wall"))


def troubles(page: Page) -> list[str]:
    found: list[str] = page.evaluate("kiosk.log.troubles().map(each => each[1] + '：' + each[2]).reverse()")
    return found


def state(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("kiosk.stage.state()")
    return found


# ---- What plays ----

_CHOOSE = """([slides, now, school]) => kiosk.choose(kiosk.read(slides.reduce((main, data, at) => {
    const section = document.createElement("section");
    section.className = "slide";
    section.id = String.fromCharCode(97 + at);
    Object.keys(data).forEach(name => section.setAttribute(name, data[name]));
    main.appendChild(section);
    return main;
}, document.createElement("main"))), now && Date.parse(now), school).map(slide => slide.id).join("")"""
_moment = datetime.fromisoformat
_SCHOOL = {"day": "2026-11-20", "calendarFrom": "2026-11-20", "calendar": "TWH"}

_OVERRIDE = When(Level.OVERRIDE, _moment("2026-11-20T08:00"), _moment("2026-11-20T18:00"))
_EVENT = When(Level.EVENT, date(2026, 11, 20), date(2026, 11, 21))
_WINDOW = When(Level.WINDOW, times=((time(7, 20), time(8, 20)), (time(21), time(6))))
_ALWAYS = When(last=date(2026, 11, 24), always=True)

CHOICES: tuple[tuple[str, str, tuple[When, ...], str], ...] = (
    ("2026-11-20T12:00+08:00", "ab", (When(), When()), "no limit, the order of the document"),
    ("2026-11-24T23:59+08:00", "ab", (When(), When(last=date(2026, 11, 24))), "the last day is included"),
    ("2026-11-25T00:00+08:00", "a", (When(), When(last=date(2026, 11, 24))), "and is over at midnight in China"),
    ("2026-11-19T23:59+08:00", "a", (When(), When(first=date(2026, 11, 20))), "the first day has not begun"),
    ("2026-11-20T00:00+08:00", "ab", (When(), When(first=date(2026, 11, 20))), "the first day has begun"),
    ("2026-11-20T08:00+08:00", "b", (When(), _OVERRIDE), "an override from its minute on, alone"),
    ("2026-11-20T17:59+08:00", "b", (_ALWAYS, _OVERRIDE), "not even a notice beside an override"),
    ("2026-11-20T18:00+08:00", "a", (When(), _OVERRIDE), "which is over at its minute"),
    ("2026-11-21T12:00+08:00", "bc", (When(), _EVENT, _ALWAYS), "an event, and notices beside it"),
    ("2026-11-20T07:20+08:00", "b", (When(), _WINDOW), "a part of the day"),
    ("2026-11-20T08:20+08:00", "a", (When(), _WINDOW), "its end no longer belongs to it"),
    ("2026-11-20T05:59+08:00", "b", (When(), _WINDOW), "a part of the night, over midnight"),
    ("2026-11-20T07:30+08:00", "c", (When(), _WINDOW, _EVENT), "an event goes before a part of the day"),
    ("2026-11-20T12:00+08:00", "ab", (When(), When(weekdays=(5,))), "a Friday"),
    ("2026-11-20T12:00+08:00", "a", (When(), When(weekdays=(1, 2, 3, 4, 6, 7))), "on no other day"),
    ("2026-11-20T12:00+08:00", "ab", (When(), When(days=(DayKind.TEACHING,))), "a day with lessons, by the calendar"),
    ("2026-11-21T12:00+08:00", "a", (When(), When(days=(DayKind.TEACHING,))), "a working day without lessons"),
    ("2026-11-21T12:00+08:00", "ab", (When(), When(days=(DayKind.WORKING,))), "a Saturday that is worked (调休)"),
    ("2026-11-23T12:00+08:00", "ab", (When(), When(days=(DayKind.TEACHING,))), "beyond the calendar: Monday to Friday"),
    ("2026-11-20T12:00+08:00", "cab", (When(), When(), When(pinned=True)), "what is pinned comes first"),
    ("2026-11-20T12:00+08:00", "abcb", (When(), When(weight=2), When()), "twice in a round, apart"),
    ("2026-11-20T12:00+08:00", "abacad", (When(weight=3), When(), When(), When()), "three times, apart"),
    ("", "cad", (When(), When(last=date(2026, 11, 19)), _OVERRIDE, _WINDOW), "without a clock: all that was valid"),
)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Los_Angeles"])
def test_the_choice_follows_the_limits_in_chinas_time(chromium: Browser, folder: Path, zone: str) -> None:
    """Days, minutes, parts of the day, weekdays and kinds of days are China's, whatever zone the machine is in."""
    with wall(chromium, folder, timezone_id=zone) as page:
        for now, expected, whens, why in CHOICES:
            slides = [dict(attributes(replace(SPEAKING, ident=f"s{at}", when=when))) for at, when in enumerate(whens)]
            assert page.evaluate(_CHOOSE, [slides, now, _SCHOOL]) == expected, why


def test_parts_of_one_text_stay_together(chromium: Browser, folder: Path) -> None:
    """A text on two slides that comes twice a round is read from its beginning both times."""
    parts = [dict(attributes(replace(each, when=When(weight=2)))) for each in (LONG, LONGER)]
    slides = [dict(attributes(ANSWER)), *parts, dict(attributes(SPEAKING))]
    with wall(chromium, folder) as page:
        assert page.evaluate(_CHOOSE, [slides, "2026-11-20T12:00+08:00", _SCHOOL]) == "abcdbc"


def test_a_long_round_reminds_of_its_notices(chromium: Browser, folder: Path) -> None:
    """After four minutes without a notice one comes again, each in its turn, so nobody waits for one much longer."""
    notices = [dict(attributes(replace(NOTICE, ident=f"n{at}"))) for at in (1, 2)]
    others = [dict(attributes(replace(SPEAKING, ident=f"s{at}", seconds=40))) for at in range(15)]
    with wall(chromium, folder) as page:
        round_of = partial(page.evaluate, _CHOOSE)
        assert round_of([[*notices, *others], NOON, _SCHOOL]) == "abcdefgh" + "a" + "ijklmn" + "b" + "opq"
        assert round_of([[*notices, *others[:6]], NOON, _SCHOOL]) == "abcdefgh"
        assert round_of([others, NOON, _SCHOOL]) == "abcdefghijklmno"


def test_a_browser_that_shows_something_else_does_not_count(chromium: Browser, folder: Path) -> None:
    """While the page is hidden nothing moves, nothing is logged as shown and nothing is taken for stuck."""
    hide = """isHidden => {
        Object.defineProperty(document, "hidden", {value: isHidden, configurable: true});
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    with wall(chromium, folder) as page:
        page.evaluate("""() => {
            window.shown = [];
            kiosk.log.shown = (told, from, to) => window.shown.push([told.ident, Math.round((to - from) / 1000)]);
        }""")
        play(page, 4)
        page.evaluate(hide, True)
        play(page, 600)
        assert title(page) == ANSWER.title
        page.evaluate(hide, False)
        play(page, 8)
        assert title(page) == NOTICE.title
        assert page.evaluate("window.shown") == [["proposals/05-03-001", 4], ["proposals/05-03-001", 8]]
        assert troubles(page) == []


def test_every_slide_has_its_time_and_its_place(chromium: Browser, folder: Path) -> None:
    """Twelve, ten, eight, eight and nine seconds; then it begins again. Exactly one slide is seen at any time."""
    with wall(chromium, folder) as page:
        assert page.locator("#foot .place").inner_text() == "第 1 / 5 屏"
        assert page.locator("#clock").inner_text() == "11月20日 星期五　12:00"
        assert page.locator("#age").inner_text().startswith("数据截至 11月20日")
        order = [slide.title for slide in (ANSWER, NOTICE, LONG, SPEAKING)]
        assert titles(page, 12 + 10) == order[:3]
        assert page.locator("#foot .place").inner_text() == "第 3 / 5 屏"
        assert titles(page, 8 + 8 + 9) == [*order[2:], order[0]]
        assert page.locator(".layer.on section").get_attribute("data-ident") == "proposals/05-03-001"


def test_nothing_on_the_wall_leads_away(chromium: Browser, folder: Path) -> None:
    """Links within a slide are words on the wall and in the reading view; nothing submits, nothing opens."""
    with wall(chromium, folder) as page:
        before = page.url
        assert page.locator(".layer a").count() == 1
        assert page.locator("a[href], form, iframe").count() == 0
        page.mouse.click(300, 500)
        page.get_by_role("button", name=ANSWER.title).click()
        assert page.locator(".read a").count() == 1
        assert page.locator("a[href]").count() == 0
        page.locator(".read a").click()
        assert page.url == before


def test_a_notice_is_gone_at_its_end_without_a_network(chromium: Browser, tmp_path: Path) -> None:
    """At midnight after its last day it leaves at once, from the wall and from the reading view."""
    with wall(chromium, written(tmp_path, (NOTICE, SPEAKING)), "2026-11-24T23:59:53+08:00") as page:
        assert title(page) == NOTICE.title
        play(page, 7)
        assert title(page) == SPEAKING.title
        assert page.locator("#foot .place").inner_text() == "第 1 / 1 屏"
        page.mouse.click(300, 500)
        assert page.locator(".item b").all_inner_texts() == [SPEAKING.title]


def test_an_override_comes_at_once_and_leaves_by_itself(chromium: Browser, tmp_path: Path) -> None:
    """At its minute everything gives way, the reading view too; at its end the round goes on."""
    until = replace(override(), when=When(Level.OVERRIDE, _moment("2026-11-20T12:01"), _moment("2026-11-20T12:02")))
    with wall(chromium, written(tmp_path, (*SLIDES, until))) as page:
        page.mouse.click(300, 500)
        play(page, 62)
        assert page.locator(".dialog").count() == 0
        assert title(page) == "今天停水"
        play(page, 60)
        assert title(page) in {slide.title for slide in SLIDES}


# ---- For months ----


def test_hours_of_play_cost_no_memory(chromium: Browser, folder: Path) -> None:
    """Three hours of slides, readers and pauses: as many elements and listeners as before, at most 5 % more heap."""
    with wall(chromium, folder, width=640, height=360) as page:
        devtools = page.context.new_cdp_session(page)

        def measured() -> tuple[int, int, int]:
            for _ in range(3):
                play(page, 1800)
                page.mouse.click(300, 500)
                page.get_by_role("button", name=ANSWER.title).click()
                page.keyboard.press("Escape")
                page.keyboard.press("Escape")
            while title(page) != ANSWER.title:
                play(page, 4)
            play(page, 6)
            devtools.send("HeapProfiler.collectGarbage")
            counts = devtools.send("Memory.getDOMCounters")
            return counts["nodes"], counts["jsEventListeners"], devtools.send("Runtime.getHeapUsage")["usedSize"]

        first, last = measured(), measured()
        assert last[:2] == first[:2]
        assert last[2] <= first[2] * 1.05
        assert troubles(page) == []


def test_a_missing_picture_is_skipped_and_after_three_times_left_out_for_a_day(
    chromium: Browser, tmp_path: Path
) -> None:
    """The rest plays on, the log names the slide; a day later it is given another chance."""
    made = written(tmp_path, (ANSWER, with_picture("pictures/gone.png"), SPEAKING))
    with wall(chromium, made) as page:
        assert titles(page, 22, slowly=True) == [ANSWER.title, SPEAKING.title, ANSWER.title]
        assert troubles(page) == ["picture：图片没有装好"]
        play_slowly(page, 42)
        assert page.locator("#foot .place").inner_text().endswith(" / 2 屏")
        assert state(page)["failures"]["picture"][0] == 3
        (made / "pictures").mkdir()
        (made / "pictures" / "gone.png").write_bytes(PIXEL)
        assert "窗口的照片" not in titles(page, 40, slowly=True)
        page.clock.fast_forward("24:00:00")
        assert "窗口的照片" in titles(page, 40, slowly=True)
        assert state(page)["failures"] == {}


def test_a_picture_that_never_comes_is_not_waited_for(chromium: Browser, tmp_path: Path) -> None:
    """After ten seconds the next slide is made ready instead."""
    made = written(tmp_path, (ANSWER, with_picture("pictures/slow.png"), SPEAKING))
    with wall(chromium, made) as page:
        page.evaluate("() => { HTMLImageElement.prototype.decode = () => new Promise(() => 0); }")
        page.clock.run_for(15000)
        assert title(page) == SPEAKING.title
        assert troubles(page) == ["picture：图片太久没有装好"]


def test_a_slide_that_cannot_be_made_is_skipped(chromium: Browser, folder: Path) -> None:
    """An error while a slide is made stops nothing; where all fail, what is seen stays."""
    with wall(chromium, folder) as page:
        page.evaluate("""() => {
            window.cloned = Element.prototype.cloneNode;
            Element.prototype.cloneNode = function (deep) {
                if (this.id === "notice-title-2026-1" || window.isBroken) throw new Error("坏了");
                return window.cloned.call(this, deep);
            };
        }""")
        assert titles(page, 14) == [ANSWER.title, LONG.title]
        assert troubles(page) == ["notices/title-2026-1：做不出来：坏了"]
        page.evaluate("window.isBroken = true")
        assert len(set(titles(page, 300))) == 1
        page.evaluate("() => { Element.prototype.cloneNode = window.cloned; }")
        assert len(set(titles(page, 60))) == 4


def test_the_watchdog_judges_progress_and_its_steps_are_bounded(chromium: Browser, folder: Path) -> None:
    """After a minute without a new slide: repair, rebuild, reload; three reloads at most; a healthy hour forgets."""
    with wall(chromium, folder) as page:
        page.evaluate("""() => {
            window.reloads = 0;
            kiosk.reload = () => { window.reloads += 1; };
            window.choose = kiosk.choose;
            kiosk.choose = () => { throw new Error("坏了"); };
            document.querySelector(".layer").id = "first";
        }""")
        play(page, 70)
        assert state(page)["rescues"] == 0
        play(page, 10)
        assert state(page)["rescues"] == 1
        assert page.locator("#first").count() == 1
        play(page, 60)
        assert page.locator("#first").count() == 0
        assert title(page) == ANSWER.title
        assert page.evaluate("window.reloads") == 0
        play(page, 60)
        assert page.evaluate("window.reloads") == 1
        play(page, 60 * 20)
        assert page.evaluate("window.reloads") == 3
        page.evaluate("() => { kiosk.choose = window.choose; }")
        assert len(set(titles(page, 60))) == 4
        assert state(page)["rescues"] > 0
        play(page, 3700)
        assert state(page)["rescues"] == 0


def test_a_slide_that_stands_long_is_not_stuck(chromium: Browser, tmp_path: Path) -> None:
    """Two minutes for a long table, a round of one slide and a machine that slept are no failures."""
    with wall(chromium, written(tmp_path, (replace(SPEAKING, seconds=120),))) as page:
        play(page, 600)
        page.clock.fast_forward("05:00:00")
        play(page, 100)
        assert state(page)["rescues"] == 0
        assert troubles(page) == []


def test_a_reload_goes_on_where_it_was(chromium: Browser, folder: Path) -> None:
    """The place in the round and what has failed outlast a reload and a cut of the power."""
    with wall(chromium, folder) as page:
        play(page, 24)
        assert title(page) == LONG.title
        page.evaluate("localStorage.setItem('gongkai ' + location.pathname.replace('index.html', '') + ' failed', '7')")
        page.reload()
        play(page, 1)
        assert title(page) == LONG.title
        assert page.locator("#foot .place").inner_text() == "第 3 / 5 屏"


def test_a_box_that_may_not_store_plays_all_the_same(chromium: Browser, folder: Path) -> None:
    """Storage that throws costs the memory over a reload, nothing else."""
    refusing = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(refusing)
    stop_clock(page, NOON)
    page.goto((folder / "index.html").as_uri())
    play(page, 1)
    assert titles(page, 22) == [ANSWER.title, NOTICE.title, LONG.title]
    context.close()


def test_every_night_the_page_is_loaded_anew_if_it_can_be_had(
    chromium: Browser, tmp_path: Path, serve_folder: ServeFolder
) -> None:
    """Between three and four in the morning; while the server is away nothing is reloaded."""
    made = written(tmp_path)
    with wall(chromium, serve_folder(made), "2026-11-21T00:30:00+08:00", service_workers="block") as page:
        page.evaluate("window.isOld = true")
        page.route("**/manifest.json*", lambda route: route.abort())
        page.clock.fast_forward("02:55:00")
        play(page, 300)
        assert page.evaluate("window.isOld")
        page.unroute("**/manifest.json*")
        with page.expect_event("load", timeout=60_000):
            page.clock.fast_forward(61000)
        assert page.evaluate("window.isOld") is None


def test_a_new_set_is_taken_at_the_end_of_a_slide(chromium: Browser, folder: Path, tmp_path: Path) -> None:
    """What is seen stays for its time, then the new set goes on; a set for other people is never taken."""
    other = (written(tmp_path, (SPEAKING, replace(ANSWER, title="改过的标题"))) / "index.html").read_text("utf-8")
    adopt = """([html, audience]) => {
        const page = new DOMParser().parseFromString(html, "text/html");
        const data = Object.assign({}, page.body.dataset, {audience});
        return kiosk.stage.adopt(document.importNode(page.getElementById("slides"), true), data);
    }"""
    with wall(chromium, folder) as page:
        play(page, 4)
        assert page.evaluate(adopt, [other, "教职工"]) is False
        assert page.evaluate(adopt, [other, "社会"]) is True
        play(page, 5)
        assert title(page) == ANSWER.title
        assert titles(page, 20) == [ANSWER.title, SPEAKING.title, "改过的标题"]


# ---- The panel ----


def test_the_picture_moves_a_little_each_minute(chromium: Browser, folder: Path) -> None:
    """Never more than 1.5 % of the smaller side and never more than 24 px; nothing is cut by it."""
    for width, height, most in ((1080, 1920, 16), (3840, 2160, 24), (1280, 720, 11)):
        with wall(chromium, folder, width=width, height=height) as page:
            seen = set()
            for _ in range(12):
                page.clock.fast_forward(59000)
                play(page, 1)
                seen.add(
                    page.evaluate("""() => {
                    const moved = new DOMMatrix(getComputedStyle(document.getElementById("slides")).transform);
                    return [moved.e, moved.f].join();
                }""")
                )
                assert cut(page) == []
            amounts = [abs(float(number)) for pair in seen for number in pair.split(",")]
            assert len(seen) >= 10
            assert 0 < max(amounts) <= most


def test_the_header_changes_its_edge_each_hour(chromium: Browser, folder: Path) -> None:
    """On top in one hour, at the foot in the next; the change comes with a slide."""
    with wall(chromium, folder, "2026-11-20T12:59:50+08:00") as page:
        top = page.evaluate("document.getElementById('bar').getBoundingClientRect().top < innerHeight / 2")
        play(page, 12)
        bar = "document.getElementById('bar').getBoundingClientRect()"
        assert page.evaluate(f"{bar}.top < innerHeight / 2") is not top
        page.clock.fast_forward("01:00:00")
        play(page, 14)
        assert page.evaluate(f"{bar}.top < innerHeight / 2") is top


def test_the_night_is_black_and_ends_with_a_touch(chromium: Browser, tmp_path: Path) -> None:
    """True black over everything in the hours that the playlist names; a touch wakes the screen, no more."""
    made = written(tmp_path, dark="21:00-06:00")
    with wall(chromium, made, "2026-11-20T20:59:50+08:00") as page:
        dark = page.locator(".dark")
        assert not dark.is_visible()
        play(page, 12)
        assert dark.bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 720}
        assert dark.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(0, 0, 0)"
        before = state(page)["done"]
        play(page, 30)
        assert state(page)["done"] == before
        page.mouse.click(300, 500)
        assert not dark.is_visible()
        assert page.locator(".dialog").count() == 0
        page.mouse.click(300, 500)
        assert page.locator(".dialog").count() == 1
        play(page, 420)
        assert dark.is_visible()
        page.clock.fast_forward("09:00:00")
        play(page, 5)
        assert not dark.is_visible()
    with wall(chromium, written(tmp_path, (*SLIDES, override()), dark="21:00-06:00"), "2026-11-20T23:00+08:00") as page:
        play(page, 3)
        assert not page.locator(".dark").is_visible()


@pytest.mark.parametrize("year", [2015, 2040])
def test_a_clock_that_cannot_be_right_stops_nothing(chromium: Browser, tmp_path: Path, year: int) -> None:
    """Everything that was valid at build time plays; no time is claimed, no night falls, and the foot says why."""
    made = written(tmp_path, dark="00:00-23:59")
    with wall(chromium, made, f"{year}-11-20T12:00:00+08:00") as page:
        assert set(titles(page, 50)) == {slide.title for slide in SLIDES}
        assert page.locator("#clock").inner_text() == ""
        assert "本机时间可能不准" in page.locator("#foot").inner_text()
        assert not page.locator(".dark").is_visible()


def test_who_wants_no_motion_gets_none(chromium: Browser, folder: Path) -> None:
    """Slides fade into each other, unless the system asks for less motion: then they simply follow."""
    durations = "each => getComputedStyle(each).transitionDuration"
    with wall(chromium, folder, motion="no-preference") as page:
        assert page.locator(".layer.on").evaluate(durations) == "0.8s"
    with wall(chromium, folder) as page:
        found = page.evaluate(
            "Array.from(document.querySelectorAll('*')).map(each => getComputedStyle(each))"
            ".filter(style => style.transitionDuration !== '0s' || style.animationName !== 'none').length"
        )
        assert found == 0


# ---- Every screen ----

_CUT = """() => {
    const found = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) found.push("scrolls");
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        const parent = walker.currentNode.parentElement;
        if (!parent.checkVisibility({visibilityProperty: true}) || !walker.currentNode.data.trim()) continue;
        for (const line of range.getClientRects()) {
            const frame = (parent.closest("main") || document.body).getBoundingClientRect();
            const [top, bottom] = [line.top + line.height / 5, line.bottom - line.height / 5];
            const isWithin = line.left >= -0.5 && line.right <= innerWidth + 0.5 && top >= 0 && bottom <= innerHeight;
            if (!isWithin || top < frame.top - 1 || bottom > frame.bottom + 1) found.push(walker.currentNode.data);
        }
    }
    return found;
}"""


def cut(page: Page) -> list[str]:
    found: list[str] = page.evaluate(_CUT)
    return found


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_slide_stands_whole_on_every_screen(chromium: Browser, folder: Path, width: int, height: int) -> None:
    """Where the smaller side is 1080: title 76 px, text 42, upright 46, the code 300; nothing cut, no scroll."""
    scale = min(width, height) / 1080
    with wall(chromium, folder, width=width, height=height) as page:
        sizes = page.evaluate("""() => [".layer.on h2", ".layer.on .body p"].map(name =>
            parseFloat(getComputedStyle(document.querySelector(name)).fontSize))""")
        assert [round(size / scale) for size in sizes] == [76, 42 if width > height else 46]
        code = page.locator(".layer.on svg.gk-qr").bounding_box()
        assert code is not None
        assert min(code["width"], code["height"]) >= 300 * scale
        for _ in SLIDES:
            assert cut(page) == []
            play(page, 10)


_START_AXE = """rules => {
    window.found = null;
    axe.run(document, {resultTypes: ["violations"], runOnly: rules, preload: false}).then(result => {
        const told = rule => rule.nodes.map(node => `${rule.id} ${node.target} ${node.html}`);
        window.found = result.violations.flatMap(told);
    });
}"""


def _violations(page: Page) -> list[str]:
    """What axe finds now: it waits for timers itself, so the clock goes on by a few milliseconds until it is done."""
    page.evaluate(AXE_SCRIPT)
    page.evaluate(_START_AXE, RULES)
    found: list[str] | None = None
    while found is None:
        page.clock.run_for(2)
        found = page.evaluate("window.found")
    return found


@pytest.mark.parametrize(("scheme", "width", "height"), [("light", 1920, 1080), ("dark", 1080, 1920)])
def test_axe_finds_nothing_on_the_wall_and_in_the_reading_view(
    chromium: Browser, folder: Path, scheme: str, width: int, height: int
) -> None:
    """The wall, the list, a text in full, the countdown and the loud foot."""
    with wall(chromium, folder, width=width, height=height, scheme=scheme) as page:
        assert _violations(page) == []
        page.evaluate("document.getElementById('foot').classList.add('loud')")
        assert _violations(page) == []
        page.mouse.click(300, 500)
        assert _violations(page) == []
        page.get_by_role("button", name=ANSWER.title).click()
        play(page, 65)
        assert page.locator(".count").is_visible()
        assert _violations(page) == []


# ---- Whoever touches it ----


def test_a_touch_opens_the_list_and_each_text_in_full(chromium: Browser, folder: Path) -> None:
    """By group, with large targets; a text with its parts, its code and its number; back to the same place."""
    with wall(chromium, folder, has_touch=True) as page:
        page.touchscreen.tap(640, 360)
        dialog = page.get_by_role("dialog", name="查看全部内容")
        assert dialog.locator("h3").all_inner_texts() == ["新答复　提案", "公示", "账目", "怎样说话"]
        assert dialog.locator(".item b").all_inner_texts() == [ANSWER.title, NOTICE.title, LONG.title, SPEAKING.title]
        boxes = page.evaluate("""() => Array.from(document.querySelectorAll(".dialog button, .dialog input"))
            .filter(each => each.offsetParent).map(each => each.getBoundingClientRect())
            .map(box => Math.min(box.width, box.height))""")
        assert min(boxes) >= 48
        page.get_by_role("button", name=ANSWER.title).tap()
        assert "再公布菜单" in dialog.locator(".more").inner_text()
        assert dialog.locator(".code .number").inner_text() == "05-03-001"
        assert dialog.locator("svg.gk-qr").is_visible()
        page.get_by_role("button", name="返回目录").tap()
        page.clock.run_for(10)
        assert page.evaluate("document.activeElement.textContent").startswith(ANSWER.title)
        page.get_by_role("button", name=LONG.title).tap()
        assert dialog.locator(".body p").all_inner_texts() == ["第 1 部分", "第 2 部分"]
        page.get_by_role("button", name="返回轮播").tap()
        assert page.locator(".dialog").count() == 0
        assert title(page) == ANSWER.title


def test_what_is_typed_finds_by_number_and_word(chromium: Browser, folder: Path) -> None:
    """Every word must occur, in the number, the title or the text; full-width signs are the same signs."""
    with wall(chromium, folder) as page:
        page.keyboard.press("a")
        field = page.get_by_role("textbox", name="按编号或文字查找")
        for typed, count, found in (
            ("０５-03", "共 1 项，点一项看全文", [ANSWER.title]),
            ("菜单 供餐", "共 1 项，点一项看全文", [ANSWER.title]),
            ("没有这几个字", "共 0 项，点一项看全文", []),
            ("", "共 4 项，点一项看全文", [ANSWER.title, NOTICE.title, LONG.title, SPEAKING.title]),
        ):
            field.fill(typed)
            assert page.locator(".found").inner_text() == count
            assert page.locator(".item b").all_inner_texts() == found


def test_idleness_is_counted_down_and_everything_typed_is_gone(chromium: Browser, folder: Path) -> None:
    """After a minute a countdown of fifteen seconds; a touch stays; otherwise the wall returns and nothing is left."""
    with wall(chromium, folder) as page:
        page.mouse.click(300, 500)
        field = page.locator(".dialog input")
        field.fill("想匿名说的话")
        assert field.get_attribute("autocomplete") == "off"
        handle = field.element_handle()
        play(page, 59)
        assert not page.locator(".count").is_visible()
        play(page, 2)
        assert page.locator(".count b").inner_text() == "14"
        assert page.locator(".count [role=status]").inner_text() == "没有人操作，即将回到轮播"
        page.get_by_role("button", name="继续看").click()
        assert not page.locator(".count").is_visible()
        assert field.input_value() == "想匿名说的话"
        play(page, 74)
        assert page.locator(".dialog").count() == 1
        play(page, 1)
        assert page.locator(".dialog").count() == 0
        assert handle.evaluate("each => each.value") == ""
        assert "想匿名说的话" not in page.content()
        page.mouse.click(300, 500)
        assert page.locator(".dialog input").input_value() == ""
        assert page.locator(".found").inner_text() == "共 4 项，点一项看全文"


def test_the_keyboard_stays_inside_and_comes_out(chromium: Browser, folder: Path) -> None:
    """Any key opens; behind the reading view nothing can be focused; Escape goes to the list, then to the wall."""
    with wall(chromium, folder) as page:
        page.keyboard.press("Shift")
        assert page.locator(".dialog").count() == 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.textContent") == "返回轮播"
        seen = []
        for _ in range(12):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.closest('.dialog, body').className"))
        assert "dialog" in seen
        assert page.evaluate("document.querySelector('#foot button').checkVisibility()") is False
        page.locator(".item").first.focus()
        page.keyboard.press("Enter")
        assert page.locator(".read").count() == 1
        page.keyboard.press("Escape")
        assert page.locator(".list").count() == 1
        page.keyboard.press("Escape")
        assert page.locator(".dialog").count() == 0
        assert title(page) == ANSWER.title
        assert page.get_by_role("button", name="暂停").is_visible()


def test_text_can_be_made_larger_until_the_reader_leaves(chromium: Browser, folder: Path) -> None:
    """Half as large again and back; the next reader begins with the usual size."""
    with wall(chromium, folder) as page:
        page.mouse.click(300, 500)
        size = "parseFloat(getComputedStyle(document.querySelector('.item')).fontSize)"
        sizes = [page.evaluate(size)]
        for name in ("放大文字", "恢复文字"):
            page.get_by_role("button", name=name).click()
            sizes.append(page.evaluate(size))
        assert [round(each / sizes[0], 2) for each in sizes] == [1, 1.5, 1]
        page.get_by_role("button", name="放大文字").click()
        page.keyboard.press("Escape")
        page.mouse.click(300, 500)
        assert page.evaluate(size) == sizes[0]


def test_the_show_can_be_paused_and_goes_on_by_itself(chromium: Browser, folder: Path) -> None:
    """From the wall's foot and from the reading view; a pause that nobody ends is over after five minutes."""
    with wall(chromium, folder) as page:
        page.get_by_role("button", name="暂停").click()
        assert page.locator(".dialog").count() == 0
        assert set(titles(page, 60)) == {ANSWER.title}
        page.mouse.click(300, 500)
        page.get_by_role("button", name="继续轮播").click()
        page.keyboard.press("Escape")
        assert len(set(titles(page, 30))) > 1
        page.get_by_role("button", name="暂停").click()
        held = title(page)
        play(page, 295)
        assert title(page) == held
        play(page, 30)
        assert title(page) != held
        assert page.get_by_role("button", name="暂停").is_visible()
        assert troubles(page) == []


def test_storms_of_touches_harm_nothing(chromium: Browser, folder: Path) -> None:
    """A thousand touches, clicks and keys at random: one dialog at most, and a minute later the wall as it was."""
    with wall(chromium, folder) as page:
        count = "[document.body.children.length, document.querySelectorAll('.layer').length]"
        before = page.evaluate(count)
        page.evaluate("""() => {
            let seed = 7;
            const random = most => { seed = seed * 16807 % 2147483647; return seed % most; };
            const kinds = ["pointerdown", "pointerup", "click", "keydown", "wheel", "contextmenu", "pointercancel"];
            for (let at = 0; at < 1000; at++) {
                const name = kinds[random(kinds.length)];
                const x = random(innerWidth), y = random(innerHeight);
                const target = document.elementFromPoint(x, y) || document.body;
                const key = ["a", "Tab", "Escape", "Enter", "F5"][random(5)];
                const options = {bubbles: true, cancelable: true, clientX: x, clientY: y, key};
                const type = name === "keydown" ? KeyboardEvent : /^pointer/.test(name) ? PointerEvent : MouseEvent;
                target.dispatchEvent(new type(name, options));
                if (document.querySelectorAll(".dialog").length > 1) throw new Error("two dialogs");
            }
        }""")
        play(page, 400)
        assert page.locator(".dialog").count() == 0
        assert page.evaluate(count) == before
        assert len(set(titles(page, 60))) == 4
        assert troubles(page) == []


def test_a_touch_never_hits_what_it_opens(chromium: Browser, folder: Path) -> None:
    """The click that belongs to the opening touch presses no button of the reading view."""
    with wall(chromium, folder, has_touch=True) as page:
        page.mouse.click(300, 500)
        box = page.locator(".item").first.bounding_box()
        assert box is not None
        page.keyboard.press("Escape")
        page.touchscreen.tap(box["x"] + 20, box["y"] + 20)
        assert page.locator(".list").count() == 1
        page.touchscreen.tap(box["x"] + 20, box["y"] + 20)
        assert page.locator(".read").count() == 1


def test_only_what_is_seen_counts_as_shown(chromium: Browser, folder: Path) -> None:
    """The log gets each slide with the moments from and to; what a reader covered is not in it."""
    with wall(chromium, folder) as page:
        page.evaluate("""() => {
            window.shown = [];
            kiosk.log.shown = (told, from, to) => window.shown.push([told.ident, Math.round((to - from) / 1000)]);
        }""")
        play(page, 4)
        page.mouse.click(300, 500)
        play(page, 30)
        page.keyboard.press("Escape")
        play(page, 30)
        shown = page.evaluate("window.shown")
        assert [each[0] for each in shown] == ["proposals/05-03-001"] * 2 + ["notices/title-2026-1", "money-1"]
        assert sum(seconds for ident, seconds in shown if ident.startswith("proposals")) == 12
        assert shown[2][1] == 10
