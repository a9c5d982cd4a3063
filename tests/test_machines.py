"""What machines find on a page: addresses, days, linked data, sharing cards, and the files that crawlers ask for."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from defusedxml import ElementTree
from gongkai.frame import Site
from gongkai.frame.head import description, head, missing
from gongkai.frame.linked_data import script
from gongkai.frame.missed import missed, root_on
from gongkai.frame.sitemap import for_crawlers
from gongkai.load import load
from gongkai.records import KINDS, Audience
from gongkai.render import social_image as drawing
from gongkai.render.pages import Alternate, Entry, Page
from gongkai.render.social_image import SIZE, social_image
from gongkai.select import select
from gongkai.views import Board
from gongkai.views.linked_data import days, thing
from markupsafe import Markup
from PIL import Image
from playwright.sync_api import Page as Tab

from tests.conftest import ServeFolder, WriteTree
from tests.school import small_school
from tests.site import ROOT

URL = "https://school.example/board/"
SITE = Site("样例学校校务公开", "样例学校", URL, pictures=frozenset({"assets/gongkai/social/site.png"}))
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _page(**changes: Any) -> Page:
    values: dict[str, Any] = {
        "address": "proposals/05-03-012/",
        "title": "延长晚餐供餐时间",
        "body": Markup("<h1>延长晚餐供餐时间</h1>"),
        "description": "延长晚餐供餐时间：立案，已答复",
        "is_record": True,
        "entry": Entry("05-03-012", "提案", ""),
    }
    return Page(**(values | changes))


def _graph(html: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(found) == 1
    data = json.loads(found[0])
    assert data["@context"] == "https://schema.org"
    return list(data["@graph"])


def _metas(html: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html)
    return {name: unescape(content) for name, content in found}


# ---- The head of one page ----


def test_the_head_of_a_record_says_where_what_and_when() -> None:
    """Canonical address, description with the number, other forms, sharing card, days as the record has them."""
    form = Alternate("proposals/05-03-012/record.json", "application/json", "本记录的数据")
    text = str(head(_page(published=date(2026, 3, 10), modified=date(2026, 4, 8), alternates=(form,)), SITE))
    assert f'<link rel="canonical" href="{URL}proposals/05-03-012/">' in text
    where = f"{URL}proposals/05-03-012/record.json"
    assert f'<link rel="alternate" type="application/json" href="{where}" title="本记录的数据">' in text
    assert _metas(text) == {
        "description": "延长晚餐供餐时间：立案，已答复（05-03-012）",
        "og:type": "article",
        "og:site_name": "样例学校校务公开",
        "og:locale": "zh_CN",
        "og:title": "延长晚餐供餐时间",
        "og:description": "延长晚餐供餐时间：立案，已答复（05-03-012）",
        "article:published_time": "2026-03-10",
        "article:modified_time": "2026-04-08",
        "og:url": f"{URL}proposals/05-03-012/",
        "og:image": f"{URL}assets/gongkai/social/site.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "样例学校校务公开：延长晚餐供餐时间",
        "twitter:card": "summary_large_image",
    }
    subject, path = _graph(text)
    assert subject["datePublished"] == "2026-03-10"
    assert subject["dateModified"] == "2026-04-08"
    assert subject["publisher"] == {"@id": f"{URL}#school"}
    assert subject["encoding"][0]["contentUrl"] == f"{URL}proposals/05-03-012/record.json"
    assert [step["item"] for step in path["itemListElement"]] == [
        URL,
        f"{URL}proposals/",
        f"{URL}proposals/05-03-012/",
    ]


def test_the_path_names_what_lies_between_the_list_and_the_page() -> None:
    """The same steps as the way up that the page itself shows."""
    graph = _graph(str(head(_page(within=(("proposals/?a=b", "五届三次"),)), SITE)))
    steps = graph[1]["itemListElement"]
    assert [step["name"] for step in steps][1:3] == ["提案", "五届三次"]
    assert steps[2]["item"] == f"{URL}proposals/?a=b"


def test_without_an_address_of_the_site_nothing_claims_one() -> None:
    """No canonical, no og:url, no picture; other forms are named by the way to them."""
    form = Alternate("proposals/05-03-012/record.json", "application/json", "本记录的数据")
    text = str(head(_page(alternates=(form,)), Site("样例学校校务公开", "样例学校")))
    assert "canonical" not in text
    assert "og:url" not in text
    assert "og:image" not in text
    assert 'href="../../proposals/05-03-012/record.json"' in text
    assert "http" not in re.sub(r"https://schema\.org", "", text)


def test_the_staff_site_asks_not_to_be_listed() -> None:
    """Every page of a staff build says noindex; a public one does not."""
    staff = Site("样例学校校务公开", "样例学校", URL, is_staff=True)
    assert _metas(str(head(_page(), staff)))["robots"] == "noindex"
    assert "robots" not in _metas(str(head(_page(), SITE)))
    assert _metas(str(missing(SITE)))["robots"] == "noindex"


HOSTILE = "</script><script>alert(1)</script>\"'&<!--\u2028\u202e林同"


def test_hostile_words_stay_words() -> None:
    """A title may hold tags, quotes and marks of direction: none ends the block, an attribute or the line."""
    text = str(head(_page(title=HOSTILE, description=HOSTILE, thing={"@type": "Question", "text": HOSTILE}), SITE))
    assert text.count("<script") == 1
    assert text.count("</script>") == 1
    assert "<!--" not in text
    assert "\u202e" not in text
    assert _graph(text)[0]["text"] == HOSTILE.replace("\u202e", "")
    assert _metas(text)["og:title"] == HOSTILE.replace("\u202e", "")


def test_a_page_without_description_is_described_by_its_text() -> None:
    """The first words between the tags, and the number of a record, once."""
    page = _page(description="", is_record=False, body=Markup("<h1>公开目录</h1>\n<p>每个事项\n一行。</p>"))
    assert description(page) == "公开目录 每个事项 一行。"
    assert description(_page(description="提案 05-03-012 已答复")) == "提案 05-03-012 已答复"


def test_the_home_page_is_the_site_with_its_search_and_its_school() -> None:
    """WebSite with SearchAction, and the school that publishes it."""
    website, school = _graph(script(_page(address="", is_record=False), SITE))
    assert website["@type"] == "WebSite"
    assert website["publisher"] == {"@id": school["@id"]}
    assert website["potentialAction"]["target"]["urlTemplate"] == f"{URL}search/?q={{search_term_string}}"
    assert (school["@type"], school["name"], school["url"]) == ("School", "样例学校", URL)


# ---- What a record is, and its days ----


@pytest.fixture(scope="module")
def demo() -> Board:
    register = load((ROOT / "disclosures",), ROOT).register
    return Board(select(register, Audience.PUBLIC, date(2026, 11, 20)), URL)


def _thing(demo: Board, identity: str) -> Mapping[str, Any]:
    found = demo.register.find(identity)
    assert found
    return thing(demo, *found)


def test_each_kind_has_its_type(demo: Board) -> None:
    """Submissions are questions, meetings events, statements reports, the rest documents."""
    types: dict[str, set[str]] = {kind.folder: set() for kind in KINDS}
    for identity, record in demo.register.records.items():
        types[record.content.folder].add(_thing(demo, identity)["@type"])
    assert types == {
        "proposals": {"Question", "CreativeWork"},  # what is no more than a card asks nothing in public
        "opinions": {"Question"},
        "meetings": {"Event"},
        "finances": {"Report"},
        "welfare": {"Report"},
        "activities": {"Report"},
        "appraisals": {"Report"},
        "assets": {"Report"},
        "notices": {"DigitalDocument"},
        "decisions": {"DigitalDocument"},
        "agreements": {"DigitalDocument"},
        "regulations": {"DigitalDocument"},
        "organisations": {"DigitalDocument"},
        "plans": {"DigitalDocument"},
    }
    assert _thing(demo, "meetings/05-03/resolution-1")["isBasedOn"] == {"@id": f"{URL}meetings/05-03/#subject"}


def test_a_proposal_is_a_question_with_the_answers_it_got(demo: Board) -> None:
    """One answer for each reply; it is the accepted one only where the proposer was satisfied with it."""
    for record in demo.register.records.values():
        if record.content.folder != "proposals" or demo.is_card(record):
            continue
        told = thing(demo, record, None)
        replies = [act for act in record.acts if act.identity.rpartition("/")[2].startswith("reply-")]
        answers = [*told.get("suggestedAnswer", ()), *([told["acceptedAnswer"]] if "acceptedAnswer" in told else ())]
        assert told["answerCount"] == len(replies)
        assert [answer["dateCreated"] for answer in answers] == [f"{act.content.day}" for act in replies]
        assert all(0 < len(answer["text"]) <= 200 for answer in answers)


def _board(write_tree: WriteTree, files: Mapping[str, str | bytes]) -> Board:
    root = write_tree(files)
    return Board(select(load((root / "disclosures",), root).register, Audience.PUBLIC, date(2026, 5, 20)), URL)


def test_the_days_of_a_page_are_those_of_its_acts(demo: Board, write_tree: WriteTree) -> None:
    """By hand: handed in on 3-06, reviewed on 3-12, answered on 4-10, judged on 4-17."""
    small = _board(write_tree, small_school())
    record = small.register.records["proposals/05-03-012"]
    assert days(record, None, date(2026, 5, 20)) == (date(2026, 3, 6), date(2026, 4, 17))
    assert days(record, None, date(2026, 4, 12)) == (date(2026, 3, 6), date(2026, 4, 10))
    assert thing(small, record, None)["dateCreated"] == "2026-03-06"
    statement = small.register.records["finances/office-2026-03"]
    assert days(statement, None, date(2026, 11, 20)) == (None, None)  # its period says nothing of its disclosure
    told = demo.register.records["finances/canteen-2026-03"]
    assert told.content.published_on == date(2026, 4, 13)
    assert days(told, None, date(2026, 11, 20)) == (date(2026, 4, 13), date(2026, 4, 13))


# ---- The files that crawlers ask for ----


def test_the_sitemap_has_the_day_of_the_act_and_never_that_of_the_build() -> None:
    """A page of no day has none; addresses are whole, in order and encoded."""
    made = {asset.address: asset.content for asset in for_crawlers(SITE, [("规/", None), ("a/&/", date(2026, 4, 8))])}
    assert sorted(made) == ["robots.txt", "sitemap.xml", "sitemap.xml.gz"]
    assert made["robots.txt"].decode() == f"User-agent: *\nAllow: /\n\nSitemap: {URL}sitemap.xml\n"
    urls = [
        (url.findtext(f"{NAMESPACE}loc"), url.findtext(f"{NAMESPACE}lastmod"))
        for url in ElementTree.fromstring(made["sitemap.xml"])
    ]
    assert urls == [(f"{URL}a/%26/", "2026-04-08"), (f"{URL}%E8%A7%84/", None)]
    assert gzip.decompress(made["sitemap.xml.gz"]) == made["sitemap.xml"]
    assert made["sitemap.xml.gz"][4:8] == b"\0\0\0\0"


def test_a_large_site_has_an_index_of_sitemaps() -> None:
    """No sitemap holds more than it may; the index names each."""
    made = {asset.address: asset.content for asset in for_crawlers(SITE, [(f"{n}/", None) for n in range(5)], most=2)}
    assert [name for name in sorted(made) if name.endswith(".xml")] == [
        "sitemap-1.xml",
        "sitemap-2.xml",
        "sitemap-3.xml",
        "sitemap.xml",
    ]
    index = ElementTree.fromstring(made["sitemap.xml"])
    assert [each.findtext(f"{NAMESPACE}loc") for each in index] == [f"{URL}sitemap-{n}.xml" for n in (1, 2, 3)]
    assert len(fromstring(made["sitemap-3.xml"])) == 1


def test_crawlers_are_told_what_is_so() -> None:
    """A staff site sends them away; a site of no address has no sitemap to name."""
    staff = Site("x", "x", URL, is_staff=True)
    assert [(a.address, a.content) for a in for_crawlers(staff, [])] == [
        ("robots.txt", b"User-agent: *\nDisallow: /\n")
    ]
    assert [a.address for a in for_crawlers(Site("x", "x"), [])] == ["robots.txt"]


# ---- Pictures ----


def test_the_picture_is_small_and_the_same_twice() -> None:
    """1200 × 630, at most 60 kB, and equal bytes for equal words."""
    social_image.cache_clear()
    first = social_image("青禾学校", "校务公开", "提案答复率 94%", "已答复 50 件，应答复 52 件")
    social_image.cache_clear()
    assert social_image("青禾学校", "校务公开", "提案答复率 94%", "已答复 50 件，应答复 52 件") == first
    assert len(first) <= 60_000
    with Image.open(_file(first)) as image:
        assert image.size == SIZE == (1200, 630)
    assert social_image("青禾学校", "校务公开", "提案答复率 95%", "已答复 50 件，应答复 52 件") != first


def test_without_a_chinese_font_there_are_no_words_and_no_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the words, the picture is then the same plain one; so it is where one sign is missing."""
    long = social_image("一所名字特别特别特别特别特别特别特别特别特别特别长的学校" * 3, "提案", "1", "2")
    assert len(long) <= 60_000
    unknown = social_image("青禾\U000f0000学校", "提案", "1", "2")
    monkeypatch.setattr(drawing, "_font", lambda size: None)
    social_image.cache_clear()
    plain = social_image("青禾学校", "提案", "1", "2")
    assert plain == social_image("别的学校", "财务", "3", "4") == unknown
    social_image.cache_clear()


def _file(data: bytes) -> Any:
    from io import BytesIO  # noqa: PLC0415  # beside its only use

    return BytesIO(data)


# ---- The page for addresses that lead nowhere ----


def test_the_way_to_the_root_is_the_same_at_any_depth() -> None:
    """A site in a folder of its host is found from its folder, any other from the root."""
    assert root_on(SITE) == "/board/"
    assert root_on(Site("x", "x")) == "/"
    html = str(missed(SITE))
    assert 'action="/board/search/" method="get"' in html
    assert all(link.startswith("/board/") for link in re.findall(r'(?:href|action|script)="([^"]*)"', html))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("proposals/05-03-999/", "05-03-999"),
        ("05-03-012", "05-03-012"),
        ("meetings/05-09/resolution-1/", "05-09"),
        ("%E9%A3%9F%E5%A0%82%E6%94%B6%E6%94%AF.html", "食堂收支"),
        ("finances/canteen-2020-01/record.json", "canteen-2020-01"),
        ("a/%E9%A3", ""),
        ("%3Cscript%3Ealert(1)%3C%2Fscript%3E", "script>"),
    ],
)
def test_a_missed_address_becomes_words_to_search_for(
    demo_site: Path, page: Tab, serve_folder: ServeFolder, address: str, words: str
) -> None:
    """The last part of the address that means something stands in the form; nothing of it becomes markup."""
    root = serve_folder(demo_site)
    lost = (demo_site / "404.html").read_text("utf-8")
    page.route(f"{root}{address}", lambda route: route.fulfill(status=404, body=lost, content_type="text/html"))
    page.goto(f"{root}{address}")
    field = page.locator("#gk-missed")
    if words:
        page.wait_for_function("document.querySelector('#gk-missed').value !== ''")
    assert field.input_value() == words
    assert page.locator(".md-content script").count() == 0
    if address == "05-03-012":
        page.locator(".gk-missed button").click()
        page.wait_for_url(f"{root}search/?q=05-03-012")


# ---- The whole demo ----


@pytest.fixture(scope="module")
def pages(demo_site: Path) -> dict[str, str]:
    return {
        path.relative_to(demo_site).as_posix().removesuffix("index.html"): path.read_text("utf-8")
        for path in sorted(demo_site.rglob("*.html"))
        if path.relative_to(demo_site).parts[0] not in ("embed", "kiosk")
    }


def test_every_page_says_what_it_is(pages: dict[str, str]) -> None:
    """Language, canonical address, one description that no other page has, a card, and linked data that parse."""
    told: dict[str, str] = {}
    for address, html in pages.items():
        assert '<html lang="zh-CN"' in html, address
        description_of = _metas(html)["description"]
        assert description_of not in told, (address, told[description_of])
        told[description_of] = address
        if address == "404.html":
            continue
        assert f'<link rel="canonical" href="https://qinghe.example/{address}">' in html
        assert _metas(html)["og:image"].startswith("https://qinghe.example/assets/gongkai/social/")
        graph = _graph(html)
        for node in graph:
            assert node["@type"]
            assert node.get("name") or node["@type"] == "BreadcrumbList", address
        for image in re.findall(r'property="og:image" content="https://qinghe\.example/([^"]+)"', html):
            assert image.endswith(".png")


def test_pictures_of_the_demo_are_there(demo_site: Path, pages: dict[str, str]) -> None:
    """Each picture that a page names exists and keeps within 60 kB."""
    named = {_metas(html)["og:image"] for address, html in pages.items() if address != "404.html"}
    for image in named:
        assert (demo_site / image.removeprefix("https://qinghe.example/")).stat().st_size <= 60_000


def test_the_sitemap_of_the_demo_names_every_page_and_the_days_that_the_pages_name(
    demo_site: Path, pages: dict[str, str]
) -> None:
    """Record pages are in it with the day of their last act; the day of the build is nowhere."""
    listed = {
        url.findtext(f"{NAMESPACE}loc"): url.findtext(f"{NAMESPACE}lastmod")
        for url in ElementTree.fromstring((demo_site / "sitemap.xml").read_bytes())
    }
    shown = {address: _metas(html) for address, html in pages.items() if _metas(html).get("robots") != "noindex"}
    assert pages.keys() - shown == {"404.html", "notices/procure-2026-9/"}
    assert listed == {
        f"https://qinghe.example/{address}": metas.get("article:modified_time") for address, metas in shown.items()
    }
    assert listed["https://qinghe.example/proposals/05-03-001/"]
    assert listed["https://qinghe.example/"] is None
    assert "Sitemap: https://qinghe.example/sitemap.xml" in (demo_site / "robots.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("proposals/2026/05-03-012/", "proposals/2025/05-03-012/"),
        ("延长晚餐供餐时间", "食堂"),
        ("总务处", "后勤处"),
        ("2026-03-06", "2026-03-05"),
    ],
)
def test_an_address_depends_on_kind_and_number_alone(old: str, new: str, write_tree: WriteTree) -> None:
    """The permanent address: another year's folder, title, department or day does not move a page."""
    tree = small_school()
    moved = {path.replace(old, new): str(text).replace(old, new) for path, text in tree.items()}
    assert moved != tree
    made = _board(write_tree, moved)
    assert [identity for identity in made.register.records if identity.startswith("proposals/")] == [
        "proposals/05-03-012"
    ]
