"""New slides on the wall: whole or not at all, whatever the network, the server or the disk do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests import kiosk_wall
from tests.kiosk_tabs import tab
from tests.kiosk_wall import (
    Answer,
    Handler,
    Site,
    cut,
    endless,
    fetched,
    flipped,
    gone,
    instead,
    passing,
    playing,
    served,
    shown,
    silent,
    status,
    truncated,
    with_files,
)

TAKEN = "换上了新的一套"
OLD = kiosk_wall.wall("2026-11-20", ("甲", "乙"))
NEW = kiosk_wall.wall("2026-11-21", ("丙", "丁"))
PORTAL = b"<!doctype html><title>login</title>"


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    """One server for all tests."""
    with served(OLD) as site:
        yield site


@pytest.fixture
def site(server: Site) -> Iterator[Site]:
    """A server with the old set."""
    with with_files(server, OLD) as site:
        yield site


@pytest.fixture
def wall(chromium: Browser, site: Site) -> Iterator[Page]:
    """A wall in a school's own network, playing the old set."""
    with playing(chromium, site) as page:
        passing(page, 1)
        assert fetched(page) == TAKEN
        yield page


def _note(page: Page) -> dict[str, Any]:
    return dict(page.evaluate("kiosk.supply.note()"))


def _plays(page: Page, titles: set[str]) -> None:
    """The wall goes round through these slides and no others."""
    seen = set()
    for _ in range(5):
        passing(page, 6)
        seen.add(shown(page))
    assert seen == titles


def _with_manifest(files: dict[str, bytes], **changes: object) -> dict[str, bytes]:
    manifest = {**json.loads(files["manifest.json"]), **changes}
    return {**files, "manifest.json": json.dumps(manifest, ensure_ascii=False).encode()}


def test_the_sum_is_sha256(wall: Page) -> None:
    """The sum made by hand is the standard's: nothing, abc, a million a, Chinese, every edge of a block, > 64 kB."""
    assert wall.evaluate("isSecureContext") is False
    texts = ["", "abc", "校务公开" * 30, *("x" * length for length in (55, 56, 63, 64, 65, 119, 120, 70_001))]
    told = wall.evaluate("texts => texts.map(text => kiosk.supply.sha256(new TextEncoder().encode(text)))", texts)
    assert told == [sha256(text.encode()).hexdigest() for text in texts]
    million = wall.evaluate("kiosk.supply.sha256(new Uint8Array(1e6).fill(97))")
    assert million == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"


def test_a_new_set_takes_over_when_a_slide_has_ended(wall: Page, site: Site) -> None:
    """What is read stays until its time is over; then the new set plays, without the page being left."""
    wall.evaluate("self.same = true")
    passing(wall, 3)
    before = shown(wall)
    site.files = NEW
    assert fetched(wall) == TAKEN
    passing(wall, 1)
    assert shown(wall) == before
    passing(wall, 15)
    _plays(wall, {"丙", "丁"})
    assert wall.evaluate("same")
    assert _note(wall)["page"] == sha256(NEW["index.html"]).hexdigest()
    assert wall.evaluate("document.body.dataset.day") == "2026-11-21"
    assert fetched(wall) == "已是最新"


DAMAGES: tuple[tuple[str, Answer, str], ...] = (
    ("manifest.json", gone, "连不上，或中途断了"),
    ("manifest.json", status(404), "服务器回答 404"),
    ("manifest.json", status(500), "服务器回答 500"),
    ("manifest.json", instead(PORTAL), "来的是网页，可能要先登录上网"),
    ("manifest.json", truncated, "清单读不懂"),
    ("manifest.json", cut, "连不上，或中途断了"),
    ("manifest.json", endless, "太大，没有收下"),
    ("manifest.json", instead(b""), "清单读不懂"),
    ("manifest.json", instead(b"null"), "清单读不懂"),
    ("manifest.json", instead(b'["gongkai-kiosk"]'), "清单读不懂"),
    ("index.html", gone, "连不上，或中途断了"),
    ("index.html", status(404), "服务器回答 404"),
    ("index.html", status(503), "服务器回答 503"),
    ("index.html", instead(PORTAL), "没有传完整，或传坏了"),
    ("index.html", truncated, "没有传完整，或传坏了"),
    ("index.html", cut, "连不上，或中途断了"),
    ("index.html", flipped, "没有传完整，或传坏了"),
    ("index.html", endless, "太大，没有收下"),
    ("index.html", instead(OLD["index.html"]), "没有传完整，或传坏了"),
)


def test_no_damage_on_the_way_reaches_the_wall(wall: Page, site: Site) -> None:
    """Whatever comes instead of the new set, the old one plays on and the reason is told; then the new one comes."""
    old = _note(wall)["page"]
    site.files = NEW
    for name, answer, words in DAMAGES:
        site.answers = {name: answer}
        assert fetched(wall) == words, (name, answer)
        assert _note(wall)["page"] == old
    _plays(wall, {"甲", "乙"})
    told = {words for _, _, words, _ in wall.evaluate("kiosk.log.troubles()")}
    assert told == {words for _, _, words in DAMAGES}
    site.answers = {}
    assert fetched(wall) == TAKEN
    passing(wall, 15)
    _plays(wall, {"丙", "丁"})


@pytest.mark.parametrize("name", ["manifest.json", "index.html"])
def test_a_server_that_never_answers_is_not_waited_for(wall: Page, site: Site, name: str) -> None:
    """After a minute the wall gives up, having played on all the while."""
    site.files, site.answers = NEW, {name: silent}
    wall.evaluate("void (self.coming = kiosk.supply.poll())")
    wall.wait_for_timeout(100)
    assert wall.evaluate("kiosk.supply.poll()") == "正在取"
    _plays(wall, {"甲", "乙"})
    passing(wall, 40)
    assert wall.evaluate("coming") == "太慢，没有等到"
    assert _note(wall)["page"] == sha256(OLD["index.html"]).hexdigest()


def test_a_manifest_that_is_not_ours_is_refused(wall: Page, site: Site) -> None:
    """Another audience, another format, another version and senseless values change nothing."""
    cases: tuple[tuple[dict[str, object], str], ...] = (
        ({"audience": "教职工"}, "是另一种公开栏，没有收下"),
        ({"format": "other"}, "清单读不懂"),
        ({"version": 2}, "清单读不懂"),
        ({"page": "../../etc"}, "清单读不懂"),
        ({"day": "明天"}, "清单读不懂"),
        ({"bytes": 10**9}, "清单读不懂"),
        ({"bytes": "many"}, "清单读不懂"),
        ({"bytes": 1000}, "太大，没有收下"),
        ({"page": "0" * 64}, "没有传完整，或传坏了"),
    )
    for changes, words in cases:
        site.files = _with_manifest(NEW, **changes)
        assert fetched(wall) == words, changes
    for files in (
        kiosk_wall.wall("2026-11-21", ()),
        _with_manifest(kiosk_wall.wall("2026-11-21", ("己",), "教职工"), audience="社会"),
    ):
        site.files = files
        assert fetched(wall) == "新的一套放不上去"
    _plays(wall, {"甲", "乙"})


def test_an_older_day_is_taken_only_when_the_server_stands_by_it(wall: Page, site: Site) -> None:
    """A stale copy that flickers up changes nothing; the tenth time in a row, or by hand, it is meant."""
    site.files = NEW
    assert fetched(wall) == TAKEN
    waits = "服务器上的较旧，再等等"
    site.files = OLD
    assert [fetched(wall) for _ in range(9)] == [waits] * 9
    site.files = NEW
    assert fetched(wall) == "已是最新"
    site.files = OLD
    assert [fetched(wall) for _ in range(9)] == [waits] * 9
    assert fetched(wall) == TAKEN
    site.files = NEW
    assert fetched(wall) == TAKEN
    site.files = OLD
    assert wall.evaluate("kiosk.supply.poll(true)") == TAKEN


def test_failures_are_asked_about_less_and_less(wall: Page) -> None:
    """1, 2, 4, 8, then every 16 minutes; one success in between does not forget them, three do."""
    wall.evaluate("""() => {
        Math.random = () => 0.5;
        self.asked = [];
        self.fetch = () => {
            asked.push(Math.round(performance.now() / 60000));
            return Promise.reject(new TypeError("gone"));
        };
    }""")
    assert fetched(wall) == "连不上，或中途断了"
    passing(wall, 60 * 64)
    times = wall.evaluate("asked")
    assert [later - earlier for earlier, later in pairwise(times)] == [1, 2, 4, 8, 16, 16, 16]
    assert wall.evaluate("kiosk.supply.age().words") == "数据截至 11月20日　离线 1 小时"


def test_a_flapping_network_is_no_trouble_to_the_wall(wall: Page) -> None:
    """Half an hour of answers and failures by turns: the slides follow each other as ever."""
    wall.evaluate("""() => {
        const fetch = self.fetch;
        let count = 0;
        Math.random = () => 0.5;
        self.fetch = (...given) => ++count % 2 ? Promise.reject(new TypeError("gone")) : fetch(...given);
        self.turns = 0;
        const turned = kiosk.frame.turned;
        kiosk.frame.turned = () => { turns++; turned(); };
    }""")
    passing(wall, 1800)
    assert wall.evaluate("turns") == pytest.approx(180, abs=20)


def test_storage_that_is_full_or_forbidden_stops_nothing(chromium: Browser, site: Site) -> None:
    """Without anywhere to keep things the wall plays and changes sets; the health page says what is lost."""
    with playing(chromium, site) as page:
        page.evaluate("""() => {
            Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
        }""")
        passing(page, 1)
        site.files = NEW
        assert fetched(page) == TAKEN
        passing(page, 200)
        _plays(page, {"丙", "丁"})
        assert page.evaluate("kiosk.log.note().isKept") is False
        page.evaluate("kiosk.health.open()")
        assert "存不下，关机就没有了" in page.inner_text(".health")


@pytest.mark.parametrize(("flaw", "titles"), [("", {"丙", "丁"}), ("<!-- -->", {"甲", "乙"})])
def test_a_kept_set_is_checked_again_before_it_plays(
    chromium: Browser, site: Site, flaw: str, titles: set[str]
) -> None:
    """A browser that starts with an older page goes on with the newer set it has kept, unless that was touched."""
    with playing(chromium, site) as page:
        kept = {"page": sha256(NEW["index.html"]).hexdigest(), "text": NEW["index.html"].decode() + flaw}
        page.evaluate("kept => kiosk.kept.set('set', kept)", kept)
        site.answers = {"manifest.json": gone}
        page.reload()
        passing(page, 1)
        passing(page, 20)
        _plays(page, titles)


def _picture(colour: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8), colour).save(file, "PNG")
    return file.getvalue()


def test_pictures_are_checked_and_need_no_second_loading(wall: Page, site: Site) -> None:
    """A set with a wrong picture does not take over; a right one is shown even when the server is gone."""
    site.files = kiosk_wall.wall("2026-11-21", ("丙",), pictures=(_picture("red"),))
    name = next(name for name in site.files if name.startswith("pictures/"))
    for answer, words in (
        (flipped, "图片传坏了"),
        (status(404), "服务器回答 404"),
        (instead(_picture("blue")), "图片传坏了"),
    ):
        site.answers = {name: answer}
        assert fetched(wall) == words
    site.answers = {}
    assert fetched(wall) == TAKEN
    site.answers = {"*": gone}
    passing(wall, 15)
    for _ in range(3):
        passing(wall, 6)
        if image := wall.query_selector(".layer.on img"):
            break
    assert image
    assert image.evaluate("image => [image.naturalWidth, image.src.slice(0, 22)]") == [8, "data:image/png;base64,"]


def test_a_new_player_starts_the_page_anew_once(chromium: Browser, site: Site) -> None:
    """When the script has changed and is there, the page is loaded again; a stale cache cannot make that a loop."""
    changed = kiosk_wall.wall("2026-11-21", ("丙",), more_script=b"self.isFresh = true;\n")
    script = json.loads(changed["manifest.json"])["script"]
    loads: list[str] = []

    def stale(handler: Handler, data: bytes) -> None:
        """Gives the old page to whoever loads it, and the new one to whoever asks with a stamp."""
        if "?" not in handler.path:
            loads.append(handler.path)
        handler.whole(data if "?" in handler.path else OLD["index.html"])

    with playing(chromium, site) as page:
        passing(page, 1)
        site.files = {**OLD, **changed}
        site.answers = {script: flipped}
        assert fetched(page) == "新的程序传坏了"
        site.answers = {"index.html": stale}
        with page.expect_event("load"):
            page.evaluate("void kiosk.supply.poll()")
        passing(page, 1)
        assert [fetched(page), fetched(page)] == ["已是最新"] * 2
        page.wait_for_timeout(200)
        assert len(loads) == 1
        site.answers = {}
        page.reload()
        assert page.evaluate("isFresh")


def _ready(page: Page, files: dict[str, bytes]) -> None:
    """Until the service worker keeps this set, a slide ending now and then."""
    wanted = sha256(files["index.html"]).hexdigest()
    for _ in range(1000):
        if _note(page)["kept"] == wanted:
            return
        page.evaluate("kiosk.supply.boundary()")
        page.wait_for_timeout(50)
    pytest.fail("no worker took over")


def test_with_a_service_worker_the_wall_starts_without_a_network(chromium: Browser, site: Site) -> None:
    """A whole set is kept and starts cold; a damaged one never replaces it; the set before stays; nothing mixes."""
    with playing(chromium, site, trusted=True) as page:
        passing(page, 1)
        fetched(page)
        _ready(page, OLD)
        site.answers = {"*": gone}
        page.reload()
        passing(page, 1)
        _plays(page, {"甲", "乙"})

        changed = kiosk_wall.wall("2026-11-21", ("丙",), more_script=b"self.isFresh = true;\n")
        script = json.loads(changed["manifest.json"])["script"]
        site.files, site.answers = changed, {script: flipped}
        assert fetched(page) in (TAKEN, "已是最新")  # on a slow machine the wall has asked by itself before we do
        page.wait_for_timeout(300)
        site.answers = {"*": gone}
        page.reload()
        passing(page, 1)
        assert page.evaluate("self.isFresh") is None
        assert page.evaluate("caches.keys().then(names => names.length)") == 1
        _plays(page, {"丙"})  # the kept text is newer than the worker's page

        site.answers = {}
        assert fetched(page) == "已是最新"
        _ready(page, changed)
        with page.expect_event("load"):
            page.evaluate("void kiosk.supply.poll()")
        site.answers = {"*": gone}
        page.reload()
        passing(page, 1)
        assert page.evaluate("isFresh") is True
        assert shown(page) == "丙"
        assert page.evaluate("caches.keys().then(names => names.length)") == 2
        assert page.evaluate("navigator.serviceWorker.controller.scriptURL.endsWith('/kiosk/sw.js')")


def test_the_worker_takes_over_only_with_the_set_that_plays(chromium: Browser, site: Site) -> None:
    """While the wall has not changed to the new set, the new worker waits."""
    with playing(chromium, site, trusted=True) as page:
        passing(page, 1)
        fetched(page)
        _ready(page, OLD)
        site.files, site.answers = NEW, {"manifest.json": gone}
        page.evaluate("navigator.serviceWorker.getRegistration().then(found => found.update())")
        while not page.evaluate("navigator.serviceWorker.getRegistration().then(found => !!found.waiting)"):
            page.wait_for_timeout(20)
        page.evaluate("kiosk.supply.boundary()")
        page.wait_for_timeout(200)
        assert _note(page)["kept"] == sha256(OLD["index.html"]).hexdigest()
        site.answers = {}
        assert fetched(page) == TAKEN
        _ready(page, NEW)


def test_a_folder_on_a_disk_is_played_and_watched(chromium: Browser, tmp_path: Path) -> None:
    """Started from a disk the wall plays; a folder copied over it is taken when it has been there for a while."""

    def put(files: dict[str, bytes]) -> None:
        for name, data in files.items():
            (tmp_path / "kiosk" / name).parent.mkdir(exist_ok=True)
            (tmp_path / "kiosk" / name).write_bytes(data)

    with tab(chromium, "2026-11-21T09:00:00+08:00") as page:

        def minute() -> None:
            """The wall asks once a minute, by a script that it throws away when it has come, or has not."""
            passing(page, 60)
            while page.evaluate("document.querySelectorAll('script[src*=current]').length"):
                page.wait_for_timeout(20)

        put(OLD)
        page.goto((tmp_path / "kiosk" / "index.html").as_uri())
        passing(page, 1)
        minute()
        assert shown(page) in ("甲", "乙")
        assert _note(page)["page"] == sha256(OLD["index.html"]).hexdigest()
        (tmp_path / "kiosk" / "current.js").write_bytes(b"kiosk.newest(")
        minute()
        (tmp_path / "kiosk" / "current.js").unlink()
        minute()
        assert shown(page) in ("甲", "乙")
        put(NEW)
        minute()
        assert shown(page) in ("甲", "乙")
        with page.expect_event("load"):
            passing(page, 60)
        passing(page, 1)
        assert shown(page) in ("丙", "丁")
        shutil.rmtree(tmp_path / "kiosk")
        minute()
        minute()
        assert shown(page) in ("丙", "丁")
        assert page.evaluate("kiosk.supply.age().words") == "数据截至 11月21日"


def test_the_age_of_the_data_is_always_told(chromium: Browser, site: Site) -> None:
    """The day, how long the wall has been alone, and beyond the limit of the school a banner."""
    site.answers = {"manifest.json": gone}
    with playing(chromium, site) as page:
        passing(page, 60)
        assert page.evaluate("kiosk.supply.age()") == {"words": "数据截至 11月20日", "banner": ""}
        passing(page, 35 * 60)
        assert page.evaluate("kiosk.supply.age().words") == "数据截至 11月20日　离线 36 分钟"
        page.clock.fast_forward(3 * 86_400_000)
        assert page.evaluate("kiosk.supply.age()") == {"words": "数据截至 11月20日　离线 72 小时", "banner": ""}
        page.clock.fast_forward(86_400_000)
        passing(page, 1)
        banner = "内容停在 11月20日，已 4 天没有更新"
        assert page.evaluate("kiosk.supply.age().banner") == banner
        assert banner in page.inner_text("#foot")
