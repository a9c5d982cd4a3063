"""The search: every pair of neighbouring characters is found, in small files, also in a real browser."""

from __future__ import annotations

import gzip
import json
import re
from importlib.resources import files
from typing import Any

from gongkai.render.pages import Asset, Entry, Page
from gongkai.views import assets, search
from gongkai.views.search import DIGITS, grams, index_of, outputs, packed, texts_of, tidy
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from playwright.sync_api import Page as Tab

from tests.board_tree import board
from tests.conftest import ServeFolder, WriteTree

HOSTILE = "<img src=x onerror=document.title='bad'>"


def _page(number: str, title: str, words: str, day: str = "2026-03-06") -> Page:
    entry = Entry(number, "提案", words, day, "已答复", "总务处")
    return Page(f"proposals/{number}/", title, Markup(""), entry=entry)


PAGES = (
    _page(
        "05-03-012",
        "延长晚餐供餐时间（提案 05-03-012）",
        "晚自习后 食堂已停止供餐。收入 1,480.00 元",
        "2026-03-06",
    ),
    _page("05-03-013", "公布食堂菜单（提案 05-03-013）", "请公布菜单与价格", "2026-03-04"),
    _page(
        "05-03-014",
        f"操场照明{HOSTILE}（提案 05-03-014）",
        "教职工代表大会讨论过的服务中心 ＷｉＦｉ…… 食堂附近",
        "2026-03-08",
    ),
    _page("05-02-001", "图书角（提案 05-02-001）", "一间静读室，书要够", ""),
)


def _data(found: tuple[Asset, ...]) -> dict[str, Any]:
    read = {}
    for asset in found:
        match = re.fullmatch(r'gongkaiSearch\("([a-z0-9-]+)",(.*)\);\n', asset.content.decode(), re.DOTALL)
        assert match
        read[match[1]] = json.loads(match[2])
    return read


def _unpacked(text: str) -> list[int]:
    numbers: list[int] = []
    last, gap, scale = -1, 0, 1
    for letter in text:
        digit = DIGITS.index(letter)
        gap += digit % 32 * scale
        scale *= 32
        if digit >= 32:
            last += gap + 1
            numbers.append(last)
            gap, scale = 0, 1
    return numbers


def test_the_newest_page_comes_first() -> None:
    """The order of the index is that of the results: newest first, undated last."""
    found = [text.address for text in texts_of(PAGES)]
    assert found == [
        "proposals/05-03-014/",
        "proposals/05-03-012/",
        "proposals/05-03-013/",
        "proposals/05-02-001/",
    ]


def test_every_pair_of_every_page_leads_to_it() -> None:
    """Nothing that is shown is missing from the index, and nothing else is in it."""
    texts = texts_of(PAGES)
    index = index_of(texts)
    held = {gram: _unpacked(told.split("|")[0]) for shard in index.shards for gram, told in shard.items()}
    for n, text in enumerate(texts):
        for run in text.searched.split():
            for place in range(len(run) - 1):
                assert n in held[run[place : place + 2]]
    assert all(gram in texts[n].searched for gram, numbers in held.items() for n in numbers)


def test_titles_are_told_apart() -> None:
    """After the bar stand the pages that hold a pair in their title."""
    index = index_of(texts_of(PAGES))
    told = index.shards[index.place("食堂")]["食堂"]
    assert [_unpacked(part) for part in told.split("|")] == [[0, 1, 2], [2]]


def test_a_frequent_character_is_spread_over_shards_of_its_own() -> None:
    """No shard grows with the number of records: the pairs of a frequent character part by their second."""
    letters = [chr(0x4E00 + n) for n in range(400)]
    pages = [_page(f"05-03-{n:03d}", "提案", "".join(f"第{letter}" for letter in letters)) for n in range(60)]
    index = index_of(texts_of(pages))
    start, count = index.frequent["第"]
    assert start >= index.ordinary
    assert count == -(-(400 * 60) // search.SHARD_IDS)
    assert {index.place(f"第{letter}") for letter in letters} == set(range(start, start + count))
    assert all(f"第{letter}" in index.shards[index.place(f"第{letter}")] for letter in letters)


@given(st.lists(st.integers(0, 200_000), unique=True).map(sorted))
def test_numbers_survive_packing(numbers: list[int]) -> None:
    """What is packed is read back the same."""
    assert _unpacked(packed(numbers)) == numbers


@given(st.text(max_size=80))
def test_every_neighbour_is_a_gram(text: str) -> None:
    """Any two characters in a row, if no space parts them, and the last of each run."""
    found = grams(text)
    for run in text.split():
        assert {run[place : place + 2] for place in range(len(run) - 1)} <= found
        assert run[-1] in found


def test_chinese_is_searched_without_its_line_breaks() -> None:
    """A break or space between Chinese characters is no part of the text; between Latin words it stays."""
    assert tidy("晚自习后\n 食堂 Wi Fi\t密码") == "晚自习后食堂Wi Fi密码"


def test_the_files_are_the_same_whatever_the_order() -> None:
    """Same pages, same bytes; the blocks hold every text once, each where the list of starts says."""
    first, second = tuple(outputs(PAGES)), tuple(outputs(tuple(reversed(PAGES))))
    assert first == second
    data = _data(first)
    starts = data["about"]["starts"]
    texts = [text for n in range(len(starts)) for text in data[f"texts-{n}"]]
    assert [text[0] for text in texts] == [text.address for text in texts_of(PAGES)]
    assert len([name for name in data if name.startswith("grams-")]) == len(index_of(texts_of(PAGES)).shards)


def test_line_separators_do_not_break_a_script() -> None:
    """U+2028 and U+2029 are written as escapes: older readers of scripts end the line there."""
    found = tuple(outputs((_page("1", "甲\u2028乙", "丙\u2029丁"),)))
    assert not any("\u2028".encode() in asset.content or "\u2029".encode() in asset.content for asset in found)


def test_the_script_is_small_and_builds_no_markup() -> None:
    """What a reader loads once is small, and no text ever becomes markup."""
    script = (files("gongkai") / "assets" / "search.js").read_bytes()
    assert len(gzip.compress(script)) < 3_500
    assert not re.search(rb"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(|https?:", script)


def _site(write_tree: WriteTree, serve_folder: ServeFolder) -> str:
    shown = board(write_tree)
    (own,) = search.pages(shown)
    written = {f"site/{asset.address}": asset.content for asset in (*assets.files_of(shown), *outputs(PAGES))}
    policy = "script-src 'self'"
    frame = f'<!doctype html><meta http-equiv="Content-Security-Policy" content="{policy}"><meta charset="utf-8">'
    frame += f'<title>搜索</title>{own.html}<script src="../assets/gongkai/gongkai.js"></script>'
    return serve_folder(write_tree({**written, "site/search/index.html": frame}) / "site")


def _results(tab: Tab) -> list[str]:
    return [link.get_attribute("href") or "" for link in tab.locator("#gk-results a").all()]


def test_a_browser_finds_by_any_two_characters(write_tree: WriteTree, serve_folder: ServeFolder, page: Tab) -> None:
    """From the address: title before text, newest first; across words, numbers, widths; several words."""
    address = _site(write_tree, serve_folder)
    expected = {
        "食堂": ["013", "014", "012"],
        "职工代表大会": ["014"],
        "务中心": ["014"],
        "05-03-012": ["012"],
        "1,480": ["012"],
        "wifi": ["014"],
        "后食堂": ["012"],
        "菜单 价格": ["013"],
        "菜单 图书": [],
        "够": ["001"],
        "食": ["013", "014", "012"],
    }
    for query, numbers in expected.items():
        page.goto(f"{address}search/?q={query}")
        page.wait_for_function("document.getElementById('gk-found').textContent !== ''")
        assert [found[-4:-1] for found in _results(page)] == numbers, query
    page.goto(f"{address}search/?q=没有这几个字")
    page.wait_for_function("document.getElementById('gk-found').textContent !== ''")
    assert page.locator("#gk-found").inner_text() == "没有找到。换一个更短的词，或少写一个词再试。"


def test_typing_waits_for_the_composed_word(write_tree: WriteTree, serve_folder: ServeFolder, page: Tab) -> None:
    """While Chinese is being composed nothing is searched; then it is, and the address keeps it."""
    page.goto(f"{_site(write_tree, serve_folder)}search/")
    page.wait_for_function("'gongkaiSearch' in window")
    field = page.locator("#gk-find")
    field.dispatch_event("compositionstart")
    field.fill("shi tang")
    page.wait_for_timeout(400)
    assert _results(page) == []
    field.fill("静读")
    field.dispatch_event("compositionend")
    page.wait_for_selector("#gk-results a")
    assert [found[-4:-1] for found in _results(page)] == ["001"]
    assert page.evaluate("decodeURIComponent(location.search)") == "?q=静读"
    assert page.locator("#gk-results mark").all_inner_texts() == ["静读"]
    assert page.locator("#gk-found").inner_text() == "找到 1 条"


def test_results_are_reached_by_keyboard_and_are_only_text(
    write_tree: WriteTree, serve_folder: ServeFolder, page: Tab
) -> None:
    """Arrow keys walk the results, a slash leads back; markup in a title stays what was typed."""
    page.goto(f"{_site(write_tree, serve_folder)}search/?q=操场")
    page.wait_for_selector("#gk-results a")
    page.locator("#gk-find").focus()
    page.keyboard.press("ArrowDown")
    assert HOSTILE in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "gk-find"
    assert page.locator("#gk-results img").count() == 0
    assert page.title() == "搜索"
