"""The search page in a real browser: what is typed, chosen and pressed, and what is found."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import pytest
from gongkai.views.search.folding import PARTING
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.board_tree import board
from tests.conftest import ServeFolder, WriteTree
from tests.search_pages import HOSTILE, answered, results, site, told
from tests.site import ROOT


@pytest.fixture
def folder(write_tree: WriteTree) -> Path:
    """The folder of the small site."""
    return write_tree(site(board(write_tree))) / "site"


@pytest.fixture
def address(folder: Path, serve_folder: ServeFolder) -> str:
    """Where the search page of the small site is served."""
    return f"{serve_folder(folder)}search/"


FOUND = {
    "食堂": ["013", "014", "012", "001"],
    "职工代表大会": ["014"],
    "务中心": ["014"],
    "后食堂": ["012"],
    "菜单 价格": ["013"],
    "2026年": ["013"],
    "菜单 图书": [],
    "够": ["001"],
    "工会法": [],
    "会法": [],
    "wifi": ["014"],
    "邝守册": ["012"],
    "05-03-012": ["012"],
    "050312": ["012"],
    "0503012": ["012"],
    "05 03 012": ["012"],
    "０５－０３－０１２": ["012"],
    "1,480.00": ["012", "001"],
    "1480.00": ["012", "001"],
    "1480": ["012", "001"],
    "１，４８０": ["012", "001"],
    "134人": ["002"],
    "臺灣": ["002"],
    "台湾": ["002"],
    "學校": ["002"],
    "圖書 靜讀": ["001"],
    "第五屆三次": ["014"],
    "5届3次": ["014"],
    "操场照明<img": ["014"],
    "5-3-12": ["012"],
    "食堂？": ["013", "014", "012", "001"],
    "《图书角》": ["001"],
    "“菜单”，价格": ["013"],
    "二〇二六年": ["013"],
    "图书角怎么静读": ["001"],
    "照明食堂": ["014"],
    "照明图书": [],
}
"""What is typed, and the pages that must be found, in their order."""


def test_what_is_there_is_found(address: str, page: Tab) -> None:
    """Title before text, newest first, across words, spellings and line breaks; and nothing that is not there."""
    tabs = answered(page, [f"{address}?q={quote(query)}" for query in FOUND])
    assert {query: results(tab) for query, tab in zip(FOUND, tabs, strict=True)} == FOUND


def test_a_hit_within_a_longer_number_is_told_apart(address: str, page: Tab) -> None:
    """1480 is 1,480.00; that 21480.00 holds the same digits is said."""
    page.goto(f"{address}?q=1480")
    assert told(page) == "找到 2 条"
    lines = page.locator("#gk-results > li").all_inner_texts()
    assert lines[1] == "下面几条只在更长的数里有这几个数字"
    assert page.locator("#gk-results mark").first.inner_text() == "1,480"


def test_a_number_that_no_record_has_is_told_at_once(address: str, page: Tab) -> None:
    """The number typed apart is said to be no record's before any page is read; what holds its digits comes after."""
    page.goto(f"{address}?q=99 01 001")
    assert told(page) == "没有编号 99-01-001 的记录。"
    page.goto(f"{address}?q=05 03 012")
    assert "没有编号" not in told(page) + page.locator("#gk-results").inner_text()


def test_a_synonym_is_shown_after_and_said(address: str, page: Tab) -> None:
    """Who asks for 饭堂 sees it first, then what says 食堂, under a line that says so."""
    page.goto(f"{address}?q=饭堂")
    assert told(page) == "找到 4 条，也找了“食堂”"
    assert results(page) == ["001", "013", "014", "012"]
    assert page.locator("#gk-results > li").nth(1).inner_text() == "下面是也找了“食堂”的结果"


def test_words_that_stand_apart_are_said_to(address: str, page: Tab) -> None:
    """Where no page says it in one run, those that say its words somewhere are shown, under a line that says so."""
    page.goto(f"{address}?q=照明食堂")
    assert told(page) == "找到 1 条"
    line = page.locator("#gk-results > li").first
    assert line.inner_text() == "没有一处连着写“照明食堂”，下面是同时有“照明”“食堂”的"
    page.goto(f"{address}?q=食堂怎么")
    assert told(page) == "找到 3 条"
    assert page.locator("#gk-results > li").first.inner_text() == "没有一处连着写“食堂怎么”，下面是有“食堂”的"
    page.goto(f"{address}?q=没有食堂字")
    assert told(page) == "没有找到。换一个更短的词，或少写一个词、放宽范围再试。"
    page.goto(f"{address}?q=没有食堂")
    assert told(page) == "没有找到。换一个更短的词，或少写一个词、放宽范围再试。"
    assert page.locator("#gk-facets").is_hidden()


def test_a_day_is_found_however_it_is_written(address: str, page: Tab) -> None:
    """Days and amounts are also sought as pages write them."""
    page.goto(f"{address}?q=2026-03")
    assert told(page) == "没有找到。换一个更短的词，或少写一个词、放宽范围再试。"
    page.goto(f"{address}?q=1480元")
    assert told(page) == "找到 2 条，也找了“1480”"


def test_marks_stand_where_the_text_spells_it_otherwise(address: str, page: Tab) -> None:
    """Traditional, full-width and grouped spellings are marked as the page writes them."""
    for query, marks in {"台湾研": ["臺灣研"], "wifi": ["ＷｉＦｉ"], "1480": ["1,480", "1480"]}.items():
        page.goto(f"{address}?q={query}")
        told(page)
        page.wait_for_selector("#gk-results mark")
        assert page.locator("#gk-results mark").all_inner_texts() == marks


def test_nothing_found_says_what_to_try(address: str, page: Tab) -> None:
    """The status line, which screen readers announce, says so and helps."""
    page.goto(f"{address}?q=没有这几个字")
    assert told(page) == "没有找到。换一个更短的词，或少写一个词、放宽范围再试。"
    assert page.locator("#gk-found").get_attribute("role") == "status"


def test_facets_narrow_and_count_and_stand_in_the_address(address: str, page: Tab) -> None:
    """Each choice says how many it leaves; the address carries all; the back button takes one step back."""
    page.goto(f"{address}?q=食堂")
    told(page)
    year = page.locator("select[name=year]")
    assert year.locator("option").all_inner_texts() == ["全部", "2026（3）"]
    assert page.locator("select[name=department] option").all_inner_texts() == ["全部", "总务处（3）", "图书馆（1）"]
    assert page.locator("select[name=overdue]").is_hidden()
    page.locator("select[name=department]").select_option("图书馆")
    expect(page.locator("#gk-results a")).to_have_count(1)
    assert page.evaluate("decodeURIComponent(location.search)") == "?q=食堂&department=图书馆"
    assert year.locator("option").all_inner_texts() == ["全部"] or not year.is_visible()
    page.reload()
    told(page)
    assert results(page) == ["001"]
    page.go_back()
    expect(page.locator("#gk-results a")).to_have_count(4)
    assert page.evaluate("decodeURIComponent(location.search)") == "?q=食堂"
    assert page.locator("select[name=department]").input_value() == ""


def test_a_facet_alone_lists_the_newest(address: str, page: Tab) -> None:
    """Without words the records of a year stand newest first; all choices are taken back at once."""
    page.goto(f"{address}?year=2026")
    assert told(page) == "找到 3 条"
    assert results(page) == ["014", "012", "013"]
    page.get_by_role("button", name="全部显示").click()
    page.wait_for_url(address)
    expect(page.locator("#gk-results a")).to_have_count(0)


def test_typing_waits_for_the_composed_word(address: str, page: Tab) -> None:
    """While Chinese is being composed nothing is searched, not by Enter either; then the address keeps it."""
    page.goto(address)
    page.wait_for_selector("#gk-facets:not([hidden])")
    field = page.locator("#gk-find")
    field.dispatch_event("compositionstart")
    field.fill("jing du")
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)
    assert results(page) == []
    assert page.evaluate("location.search") == ""
    field.fill("静读")
    field.dispatch_event("compositionend")
    page.wait_for_selector("#gk-results mark")
    assert results(page) == ["001"]
    assert page.evaluate("decodeURIComponent(location.search)") == "?q=静读"
    assert page.locator("#gk-results mark").all_inner_texts() == ["静读"]


def test_results_are_reached_by_keyboard_and_are_only_text(address: str, page: Tab) -> None:
    """Arrows walk, a slash and Escape lead back, Escape again empties; markup in a title stays what was typed."""
    page.goto(f"{address}?q=操场")
    told(page)
    page.locator("#gk-find").focus()
    page.keyboard.press("ArrowDown")
    assert HOSTILE in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "gk-find"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "gk-find"
    page.keyboard.press("Escape")
    expect(page.locator("#gk-results a")).to_have_count(0)
    assert page.evaluate("location.search") == ""
    assert page.locator("#gk-results img").count() == 0
    assert page.title() == "搜索"


def test_enter_opens_a_result(address: str, page: Tab) -> None:
    """A result is a link: Enter on it opens the page."""
    page.goto(f"{address}?q=静读")
    told(page)
    page.locator("#gk-find").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/proposals/05-02-001/")


def test_a_missing_shard_is_said_and_tried_again(address: str, page: Tab) -> None:
    """When the network fails the reader is told what to do, and doing it works once the network is back."""
    page.route("**/grams-*.js", lambda route: route.abort())
    page.goto(f"{address}?q=食堂")
    assert told(page) == "检索数据没有取到，请检查网络后再按“搜索”。"
    page.unroute("**/grams-*.js")
    page.locator(".gk-find").get_by_role("button", name="搜索").click()
    expect(page.locator("#gk-results a")).to_have_count(4)


def test_it_works_from_a_disk(folder: Path, page: Tab) -> None:
    """Opened from a folder, hits come by their titles; pairs are exact, longer words are said to be unverified."""
    index = (folder / "search/index.html").as_uri()
    page.goto(f"{index}?q=食堂")
    assert told(page) == "找到 4 条，也找了“饭堂”"
    assert results(page) == ["013", "014", "012", "001"]
    page.goto(f"{index}?q=服务中心")
    assert told(page) == "约 1 条（从磁盘打开，没有逐条核对原文）"
    page.locator("#gk-find").fill("菜单")
    expect(page.locator("#gk-results a")).to_have_count(1)


def test_without_script_the_lists_are_offered(address: str, page: Tab) -> None:
    """A reader without script is led to the lists."""
    context = page.context.browser
    assert context
    silent = context.new_context(java_script_enabled=False)
    tab = silent.new_page()
    tab.goto(f"{address}?q=食堂")
    assert "搜索要用到脚本" in tab.locator("noscript").inner_text()
    assert tab.locator("#gk-facets").is_hidden()
    silent.close()


QUERIES = json.loads((ROOT / "benchmarks" / "search_queries.json").read_text("utf-8"))


def test_the_fixed_queries_are_answered_on_the_demo(demo_site: Path, serve_folder: ServeFolder, page: Tab) -> None:
    """Every expected page is among the results, every result says the text that was meant, and none is left out."""
    search = f"{serve_folder(demo_site)}search/"
    wrong = []
    tabs = answered(page, [f"{search}?q={quote(each['query'])}" for each in QUERIES])
    for each, tab in zip(QUERIES, tabs, strict=True):
        while "先列" in told(tab) and tab.locator("#gk-results a").count() < 200:
            tab.locator("#gk-further").evaluate("button => button.hidden || button.click()")
            tab.wait_for_timeout(20)
        found = tab.locator("#gk-results a").evaluate_all("links => links.map(a => new URL(a.href).pathname.slice(1))")
        missing = [address for address in each["pages"] if address not in found]
        if missing or (not each["pages"] and found):
            wrong.append((each["query"], missing, found[:5]))
    assert wrong == []


def test_a_fingerprint_is_found_however_it_is_typed(demo_site: Path, serve_folder: ServeFolder, page: Tab) -> None:
    """With its stroke or without, in any case, said to be one: the record whose sheet bears it comes first."""
    records = json.loads((demo_site / "data" / "manifest.json").read_text("utf-8"))["records"]
    signs = {identity: each["digest"][:8] for identity, each in sorted(records.items())}
    lettered = [(identity, each) for identity, each in signs.items() if not each.isdecimal()][::60]
    digits = [(identity, each) for identity, each in signs.items() if each.isdecimal()][:1]
    asked = {
        typed: identity
        for identity, each in (*lettered, *digits, ("meetings/05-03", signs["meetings/05-03"]))
        for typed in (each, f"{each[:4]}-{each[4:]}".upper(), f"{each[:4]}–{each[4:]}", f"指纹：{each[:4]} {each[4:]}")
    }
    search = f"{serve_folder(demo_site)}search/"
    tabs = answered(page, [f"{search}?q={quote(typed)}" for typed in asked])
    first = {
        typed: tab.locator("#gk-results a").first.get_attribute("href") for typed, tab in zip(asked, tabs, strict=True)
    }
    assert first == {typed: f"../{identity}/" for typed, identity in asked.items()}


def test_the_scripts_speak_of_the_same_marks_as_the_index() -> None:
    """What parts words is written twice, once for each language; both say the same."""
    script = (files("gongkai") / "assets" / "search-index.js").read_text("utf-8")
    written = (
        script.split("const PARTING = /[\\s")[1]
        .split("]+/;")[0]
        .replace("\\\\", "\0")
        .replace("\\", "")
        .replace("\0", "\\")
    )
    assert set(written) == set(PARTING)
