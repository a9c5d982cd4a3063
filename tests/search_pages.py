"""A few pages to search, served as the site serves them; what they say can be counted by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from gongkai.render.pages import Asset, Entry, Page
from gongkai.views import assets
from gongkai.views.board import Board
from gongkai.views.search import pages as search
from markupsafe import Markup, escape
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.board_tree import board
from tests.conftest import WriteTree

HOSTILE = "<img src=x onerror=document.title='bad'>"
FRAME = (
    '<!doctype html><meta http-equiv="Content-Security-Policy" content="script-src \'self\'"><meta charset="utf-8">'
    "<title>{}</title><article>{}</article>"
)
SCRIPT = '<script src="../assets/gongkai/gongkai.js"></script>'


def page(number: str, title: str, words: str, day: str = "2026-03-06", department: str = "总务处") -> Page:
    entry = Entry(number, "提案", "", day, "已答复", department)
    html = Markup("<h1>{}</h1><h2>案据</h2><dl><dt>公开范围</dt><dd>向社会公开</dd></dl>").format(title)
    html += Markup("").join(Markup("<p>{}</p>").format(line) for line in words.split("\n"))
    address = f"proposals/{number}/"
    return Page(address, f"{title}（提案 {number}）", html, source=address[:-1], is_record=True, entry=entry)


PAGES = (
    page("05-03-012", "延长晚餐供餐时间", "晚自习后 食堂已停止供餐。收入 1,480.00 元\n邝守册"),
    page("05-03-013", "公布食堂菜单", "请公布菜单与价格，2026 年起", "2026-03-04"),
    page(
        "05-03-014", f"操场照明{HOSTILE}", "教职工代表大会讨论过的服务中心 ＷｉＦｉ…… 食堂附近\n五届三次", "2026-03-08"
    ),
    page("05-02-001", "图书角", "一间静读室，书要够；饭堂，支出21480.00元", "", "图书馆"),
    page("05-02-002", "臺灣研學", "共 5，134 人；学校\n工会\n法", "2025-03-01", "图书馆"),
)


def outputs(write_tree: WriteTree, found: Iterable[Page] = PAGES) -> tuple[Asset, ...]:
    return tuple(search.outputs(board(write_tree), found))


def data(found: Iterable[Asset]) -> dict[str, Any]:
    """What the files of an index say, by name."""
    read = {}
    for asset in found:
        match = re.fullmatch(r'gongkaiSearch\("([a-z0-9-]+)",(.*)\);\n', asset.content.decode(), re.DOTALL)
        assert match
        read[match[1]] = json.loads(match[2])
    return read


def site(shown: Board, found: tuple[Page, ...] = PAGES) -> dict[str, str | bytes]:
    """The search page with its files and the pages that it finds."""
    (own,) = search.pages(shown)
    files: dict[str, str | bytes] = {
        f"site/{asset.address}": asset.content for asset in (*assets.files_of(shown), *search.outputs(shown, found))
    }
    files |= {f"site/{each.address}index.html": FRAME.format(escape(each.title), each.html) for each in found}
    return files | {"site/search/index.html": FRAME.format("搜索", own.html) + SCRIPT}


def told(tab: Tab) -> str:
    """What is said of the results, once it is said."""
    expect(tab.locator("#gk-found")).not_to_be_empty()
    tab.wait_for_load_state("networkidle")
    return tab.locator("#gk-found").inner_text()


def answered(page: Tab, addresses: Sequence[str]) -> Iterator[Tab]:
    """Each address in its turn, open in a tab and answered; six tabs wait side by side until no request is left."""
    tabs = (page, *(page.context.new_page() for _ in range(5)))
    for start in range(0, len(addresses), len(tabs)):
        opened = tuple(zip(tabs, addresses[start : start + len(tabs)], strict=False))
        for tab, address in opened:
            tab.goto(address)
        for tab, _ in opened:
            told(tab)
            yield tab


def results(tab: Tab) -> list[str]:
    """The last three digits of every result's number; from a disk the links name the files."""
    links = [link.get_attribute("href") or "" for link in tab.locator("#gk-results a").all()]
    return [link.removesuffix("index.html")[-4:-1] for link in links]
