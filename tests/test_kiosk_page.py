"""The kiosk's own files: small, old enough for any box, one page that is whole without script."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from dataclasses import replace
from datetime import date, datetime, time
from hashlib import sha256
from importlib.resources import files as package_files
from pathlib import Path

import pytest
from gongkai.records import Audience
from gongkai.views.kiosk import bundle, squeezing
from gongkai.views.kiosk.attributes import attributes
from gongkai.views.kiosk.model import DayKind, Level, When
from gongkai.views.kiosk.school_days import LENGTH, calendar, kind_of
from gongkai.workdays import Term
from lxml import html as lxml_html
from playwright.sync_api import Browser

from tests.kiosk_pages import ANSWER, LONG, NOTICE, SLIDES, small_board, with_picture, written
from tests.web_tools import WEB, needed

SOURCES = package_files("gongkai") / "assets" / "kiosk"
TOO_NEW_FOR_SCRIPTS = (
    "replaceChildren", "queueMicrotask", "globalThis", "structuredClone", "ResizeObserver",
    "BroadcastChannel", "toggleAttribute", ".flat(", ".flatMap(", ".fromEntries(", ".finally(", ".allSettled(",
    ".replaceAll(", ".at(", ".hasOwn(", ".description", ".trimStart(", ".trimEnd(", "Intl.",
)  # fmt: skip
"""What browsers have had only since Chromium 61, which a hallway's box may show."""
TOO_NEW_FOR_STYLES = re.compile(
    r"@(?:layer|container|supports|import)|:(?:has|is|where|focus-visible)\b|oklch|color-mix|&|\d[ds]vh|url\(http"
    r"|(?<![\w-])(?:inset|aspect-ratio|gap|row-gap|column-gap)\s*:|(?<![\w-])(?:min|max|clamp)\("
)


def _source(name: str) -> str:
    return (SOURCES / name).read_text("utf-8")


def _made(audience: Audience = Audience.PUBLIC) -> dict[str, bytes]:
    return {asset.address: asset.content for asset in bundle.files_of(small_board(audience), SLIDES)}


@pytest.mark.parametrize("broken", [False, True])
def test_every_script_is_ecmascript_2015_and_squeezing_changes_only_names(broken: bool) -> None:
    """acorn, strict to the year, reads the sources and what is served as the same program; it would see a change."""
    node = needed("node")
    sources = [_source(f"{name}.js") for name in (*bundle.SCRIPTS, "sw")]
    pairs = [[source, squeezing.script(source)] for source in sources]
    if broken:
        pairs = [
            ["const a = x => x?.y;", "let a=b=>b?.y"],
            ["const a = 1; b(a);", "let c=1;c(c)"],
            ["b(1); b(2);", "c(1);c(2)"],
            ["const a = 1, b = 2; c(a, b);", "let e=1,t=2;c(t,e)"],
            ["c({a: 1});", "c({b:1})"],
        ]
    done = subprocess.run(
        [node, WEB / "same-program.js"],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    found = json.loads(done.stdout)
    if broken:
        assert found == ["Unexpected token (1:17)", "c is two", "b", "a is two", "name: a / b"]
    else:
        assert found == [""] * len(sources)


def test_names_are_shortened_and_properties_are_not() -> None:
    """A name that is also a property is written as both; strings and patterns stay as they are."""
    source = """// A comment.
(function (kiosk) {
  const found = /["//]+/g, words = "a // b";
  kiosk.told = (given, {day, hours: [first]}) => ({found, given, day: given.day + +first, half: 4 / 2 / 1,
    said() { return words; }});
})(self.kiosk = self.kiosk || {});
"""
    assert squeezing.script(source) == (
        '(function(kiosk){let n=/["//]+/g,r="a // b";kiosk.told=(e,{day:i,hours:[t]})=>({found:n,given:e,'
        "day:e.day+ +t,half:4/2/1,said(){return r}})})(self.kiosk=self.kiosk||{});\n"
    )


def test_no_script_or_style_asks_for_a_newer_browser() -> None:
    """No interface and no style that came after Chromium 61; two are asked for before they are used."""
    scripts = {name: _source(f"{name}.js") for name in (*bundle.SCRIPTS, "sw")}
    assert [(name, word) for name, text in scripts.items() for word in TOO_NEW_FOR_SCRIPTS if word in text] == []
    assert "picture.decode ? picture.decode() : " in scripts["stage"]
    assert [
        text.count("AbortController")
        for text in scripts.values()
        if "self.AbortController && new AbortController" in text
    ] == [2]
    assert [name for name, text in scripts.items() if "innerHTML" in text or "insertAdjacentHTML" in text] == []
    styles = {name: re.sub(r"/\*.*?\*/", "", _source(f"{name}.css"), flags=re.DOTALL) for name in bundle.STYLES}
    assert [(name, word) for name, text in styles.items() for word in TOO_NEW_FOR_STYLES.findall(text)] == []


def test_the_player_stays_within_its_budget() -> None:
    """Scripts and styles together at most 40,000 bytes, and 15,000 as they are sent."""
    made = _made()
    named = {name.rpartition("/")[2]: content for name, content in made.items()}
    worker = named["sw.js"].split(b"\n", 1)[1]  # its first line is not code: the sums of the files of this set
    code = [*(content for name, content in named.items() if name.startswith("kiosk-")), worker]
    assert len(code) == 3
    assert sum(map(len, code)) <= 40_000
    assert len(gzip.compress(b"".join(code), 9)) <= 15_000


def test_every_file_is_known_by_its_hash() -> None:
    """The manifest names the page by its sum and length, script and style by theirs, in at most 400 bytes."""
    made = _made()
    page = made["kiosk/index.html"]
    manifest = json.loads(made["kiosk/manifest.json"])
    script, style = manifest["script"], manifest["style"]
    assert manifest == {
        "format": "gongkai-kiosk",
        "version": 1,
        "audience": "社会",
        "day": "2026-11-20",
        "page": sha256(page).hexdigest(),
        "bytes": len(page),
        "script": f"kiosk-{sha256(made[f'kiosk/{script}']).hexdigest()[:8]}.js",
        "style": f"kiosk-{sha256(made[f'kiosk/{style}']).hexdigest()[:8]}.css",
        "pictures": [],
    }
    assert len(made["kiosk/manifest.json"]) <= 400
    assert made["kiosk/current.js"].decode() == f'kiosk.newest("{sha256(page).hexdigest()}");\n'
    assert sorted(made) == sorted(
        f"kiosk/{name}" for name in ("index.html", "manifest.json", "current.js", "sw.js", script, style)
    )
    assert made == _made()


def test_the_page_needs_nothing_from_elsewhere() -> None:
    """Its policy allows its own folder only; no inline style, handler or script, and every address is a file's name."""
    page = lxml_html.document_fromstring(_made()["kiosk/index.html"])
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "worker-src 'self'; base-uri 'none'; form-action 'none'"
    )
    assert page.xpath("//meta[@http-equiv]/@content") == [policy]
    assert page.xpath("//@style | //style | //script[not(@src)]") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    named = [each.get("src") or each.get("href") or "" for each in page.iter("script", "link", "img", "a")]
    assert [name for name in named if not re.fullmatch(r"kiosk-[0-9a-f]{8}\.(js|css)", name)] == ["../proposals/"]


def test_a_slide_says_when_it_is_shown() -> None:
    """The player reads days, minutes, hours and kinds of days from the element; what sets no limit is not written."""
    when = When(
        Level.WINDOW,
        date(2026, 11, 16),
        datetime.fromisoformat("2026-11-24T18:00"),
        ((time(7, 20), time(8, 20)), (time(21), time(6))),
        (1, 5),
        (DayKind.TEACHING, DayKind.WORKING),
        weight=2,
        pinned=True,
        always=True,
    )
    assert attributes(replace(LONG, when=when)) == {
        "data-ident": "money-1",
        "data-group": "money",
        "data-title": "十月工会经费",
        "data-seconds": "8",
        "data-level": "window",
        "data-weight": "2",
        "data-pinned": "1",
        "data-always": "1",
        "data-from": "2026-11-16",
        "data-until": "2026-11-24T18:00",
        "data-times": "07:20-08:20,21:00-06:00",
        "data-weekdays": "1,5",
        "data-days": "T,W",
        "data-part": "1/2",
    }
    assert attributes(NOTICE)["data-ident"] == "notices/title-2026-1"
    assert "data-from" not in attributes(ANSWER)


def test_the_calendar_knows_terms_holidays_and_make_up_days() -> None:
    """Lessons on the working days of a term, worked Saturdays too; none on its other days, nor on holidays."""
    terms = (Term("第一学期", date(2026, 9, 1), date(2027, 1, 22)),)
    days = {
        date(2026, 11, 20): "T",
        date(2026, 11, 21): "H",
        date(2026, 10, 1): "H",
        date(2026, 10, 10): "T",
        date(2027, 1, 25): "W",
        date(2027, 1, 22): "T",
        date(2027, 2, 1): "T",
    }
    assert {day: str(kind_of(day, terms)) for day in days} == days
    assert kind_of(date(2027, 1, 25), ()) is DayKind.TEACHING
    letters = calendar(date(2026, 11, 20), terms).letters
    assert len(letters) == LENGTH == 400
    assert letters[:8] == "THHTTTTT"


def test_hostile_texts_are_texts() -> None:
    """A title with markup, quotes and marks of direction is shown as typed, without the marks."""
    title = "<script>alert(1)</script>\"'&\u202e=cmd"
    page = bundle.page_of(small_board(), (replace(ANSWER, title=title, kicker=title, sign=title),), "k.js", "k.css")
    root = lxml_html.document_fromstring(page.decode())
    assert root.xpath("//script[not(@src)]") == []
    shown = title.replace("\u202e", "")
    assert root.xpath("string(//h2)") == shown
    assert root.xpath("//section/@data-title") == [shown]


def test_only_the_public_wall_has_codes_and_only_the_staff_wall_is_marked() -> None:
    """对内栏 says 内部公开 in the bar over every slide, has no code and no address of a site; 对外栏 has both codes."""
    public, staff = (_made(audience)["kiosk/index.html"].decode() for audience in (Audience.PUBLIC, Audience.STAFF))
    assert public.count('class="gk-qr"') == 3
    assert 'data-audience="社会"' in public
    assert "内部公开" not in public
    assert staff.count('class="gk-qr"') == 0
    assert 'data-audience="教职工"' in staff
    assert '<p class="internal">内部公开</p>' in staff.partition("<main")[0]
    assert "school.example" not in staff


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 720)])
def test_without_script_it_is_a_page_to_read(chromium: Browser, tmp_path: Path, width: int, height: int) -> None:
    """Every slide with its full text, one below the other, no wider than the screen; paper shows it too."""
    made = written(tmp_path, (*SLIDES, with_picture("pictures/none.png")))
    context = chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto((made / "index.html").as_uri())
    for slide in SLIDES:
        assert page.locator(f"#{slide.ident} h2").is_visible()
    assert page.locator(f"#{ANSWER.ident} .more").is_visible()
    boxes = page.locator("section.slide").all()
    tops = [box["y"] for each in boxes if (box := each.bounding_box())]
    assert len(tops) == len(boxes) == 6
    assert tops == sorted(tops)
    widest = max(
        box["x"] + box["width"] for each in page.locator("h1, h2, p, svg").all() if (box := each.bounding_box())
    )
    assert widest <= width
    page.emulate_media(media="print")
    assert page.locator(f"#{ANSWER.ident} .more").is_visible()
    context.close()


def test_a_kiosk_is_part_of_every_build(demo_site: Path) -> None:
    """The demo's wall stands in kiosk/ and is what its manifest says."""
    manifest = json.loads((demo_site / "kiosk" / "manifest.json").read_text("utf-8"))
    page = (demo_site / "kiosk" / "index.html").read_bytes()
    assert manifest["page"] == sha256(page).hexdigest()
    assert all((demo_site / "kiosk" / manifest[name]).is_file() for name in ("script", "style"))
    assert all((demo_site / "kiosk" / "pictures" / name).is_file() for name in manifest["pictures"])
