"""Badges, the fragment for other sites and the page about subscribing: the home page's numbers, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin

import html5lib
import pytest
from gongkai.records import Audience
from gongkai.views import badges, embed, follow, home
from gongkai.views.board import Board
from lxml import etree
from playwright.sync_api import Page

from tests.board_tree import FILES
from tests.conftest import ServeFolder, WriteTree
from tests.followed import SITE, demo, small

SVG = {"s": "http://www.w3.org/2000/svg"}
BOTH = pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.STAFF])


def _badge(board: Board, name: str) -> etree._Element:
    return etree.fromstring({asset.address: asset.content for asset in badges.files(board)}[f"badge/{name}.svg"])


def _words(badge: etree._Element) -> list[str | None]:
    return [each.text for each in badge.iterfind(".//s:text", SVG)]


def _embedded(board: Board) -> str:
    return next(asset.content.decode() for asset in embed.files(board) if asset.address.endswith(".html"))


def _home(board: Board) -> str:
    return next(str(page.html) for page in home.pages(board))


def _page(board: Board) -> str:
    return next(str(page.html) for page in follow.pages(board))


def test_the_badges_of_a_small_school(write_tree: WriteTree) -> None:
    """Three of four proposals are answered; one proposal and one opinion wait, the proposal too long."""
    shown = small(write_tree)
    assert _words(_badge(shown, "answered")) == ["提案答复率", "75.0%"]
    drawn = _badge(shown, "open")
    assert _words(drawn) == ["等待答复", "2 件"]
    assert drawn.findtext("s:title", None, SVG) == "青禾学校等待答复 2 件"
    assert (drawn.findtext("s:desc", None, SVG) or "").endswith(
        "还没有答复的 2 件，其中逾期 1 件。数据截至2026年11月20日。"
    )


def test_a_rate_of_too_few_is_told_in_counts(write_tree: WriteTree) -> None:
    """Below the school's own minimum the badge counts, as the home page does."""
    extra = {"policy.yml": FILES["policy.yml"].replace("比率最少件数: 3", "比率最少件数: 5")}
    shown = small(write_tree, extra=extra)
    assert _words(_badge(shown, "answered")) == ["提案已答复", "3 / 4"]
    assert "答复率 3 / 4" in _home(shown)
    assert "答复率 3 / 4" in _embedded(shown)


@BOTH
def test_the_numbers_are_those_of_the_home_page(audience: Audience) -> None:
    """The rate of the badge, both figures of the fragment and their definitions stand on the home page too."""
    shown = demo(audience)
    html = unescape(_home(shown))
    rate = _words(_badge(shown, "answered"))[1]
    assert f"答复率 {rate}。" in html
    embedded = _embedded(shown)
    assert f"答复率 {rate}<" in embedded
    pattern = r'gk-figure__label">(.*?)</p>.*?gk-figure__number">(.*?)</span>\s*<span class="gk-figure__unit">(.*?)<'
    figures = {label: (value, unit) for label, value, unit in re.findall(pattern, html, re.DOTALL)}
    found = re.findall(r"<dt>(.*?)</dt><dd><strong>(.*?)</strong> ([^<]*)<", embedded)
    assert len(found) == 2
    for label, value, unit in found:
        assert figures[label] == (value, unit)
        assert f"{label}：{value} {unit}" in _page(shown)
    for how in re.findall(r"分母：[^<]*", unescape(_page(shown))):
        assert how in html


@BOTH
@pytest.mark.parametrize("name", ["answered", "open"])
def test_a_badge_is_a_picture_and_nothing_more(audience: Audience, name: str) -> None:
    """It is well formed, has a title and a description, asks nobody for anything and runs nothing."""
    drawn = _badge(demo(audience), name)
    assert drawn.get("role") == "img"
    for key, part in (("aria-labelledby", "title"), ("aria-describedby", "desc")):
        assert drawn.find(f"s:{part}[@id='{drawn.get(key)}']", SVG) is not None
    assert {each.tag.partition("}")[2] for each in drawn.iter()} == {
        *("svg", "title", "desc", "rect", "path", "g", "text")
    }
    names = {name for each in drawn.iter() for name in each.attrib}
    assert not any(str(name).startswith("on") or "href" in str(name) or name == "style" for name in names)


def test_the_fragment_is_html(write_tree: WriteTree) -> None:
    """A parser that follows the standard strictly takes it; no script, no style of its own, no address of others."""
    text = _embedded(small(write_tree))
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    assert {each.tag for each in tree.iter() if isinstance(each.tag, str)} == {
        *("html", "head", "meta", "title", "link", "body", "main", "h1", "dl", "div", "dt", "dd", "strong", "span"),
        *("p", "a"),
    }
    assert {link.get("target") for link in tree.iter("a")} == {"_top"}
    assert [link.get("href") for link in tree.iter("a")] == ["../follow/#counted", "../"]
    assert not re.search(r'https?://|style="|<style', text)
    assert 'id="counted"' in _page(small(write_tree))


def test_what_is_to_be_copied_is_whole(write_tree: WriteTree) -> None:
    """The code for other sites names this site; a school that has not said where it will be is told to fill it in."""
    shown = small(write_tree)
    codes = [unescape(code) for code in re.findall(r"<pre[^>]*><code>(.*?)</code>", _page(shown))]
    assert codes[0] == (
        '<a href="https://qinghe.example/"><img src="https://qinghe.example/badge/answered.svg"'
        ' alt="青禾学校提案答复率" height="26"></a>'
    )
    assert codes[2] == (
        '<iframe src="https://qinghe.example/embed/" title="青禾学校校务公开：答复与承诺"'
        ' width="360" height="200" loading="lazy"></iframe>'
    )
    assert "本站的网址" not in _page(shown)
    nowhere = _page(replace(shown, site_url=""))
    assert "webcal:" not in nowhere
    assert "https://本站的网址/badge/answered.svg" in nowhere


def test_a_phone_opens_the_calendar_itself(write_tree: WriteTree) -> None:
    """The link for phones is the calendar's address in the scheme by which calendars are subscribed to."""
    assert 'href="webcal://qinghe.example/calendars/all.ics"' in _page(small(write_tree))


def test_a_school_is_named_as_text(write_tree: WriteTree) -> None:
    """A hostile name of the school stays text in the picture, in the fragment and in the code to be copied."""
    name = "<script>window.hacked=1</script>\"'学校"
    extra = {
        "school.yml": FILES["school.yml"].replace("校名: 青禾学校", f"校名: '{name.replace(chr(39), chr(39) * 2)}'")
    }
    shown = small(write_tree, extra=extra)
    assert _badge(shown, "answered").findtext("s:title", None, SVG) == f"{name}提案答复率 75.0%"
    assert html5lib.parse(_embedded(shown), namespaceHTMLElements=False).findtext(".//h1") == f"{name}校务公开"
    code = unescape(re.findall(r"<pre[^>]*><code>(.*?)</code>", _page(shown))[0])
    picture = html5lib.parseFragment(code, namespaceHTMLElements=False).find("a/img")
    assert picture is not None
    assert picture.get("alt") == f"{name}提案答复率"


def test_every_address_on_the_page_is_there(demo_site: Path) -> None:
    """Feeds, calendars, badges, sections: nothing that one is told to subscribe to is missing."""
    html = (demo_site / "follow" / "index.html").read_text("utf-8")
    inside = html[html.index('id="which"') :]
    told = re.findall(rf"<code[^>]*>({SITE}[^<]*)</code>", inside)
    assert len(told) > 25
    links = [urljoin(f"{SITE}follow/", unescape(link)) for link in re.findall(r'(?:href|src)="([^"]*)"', inside)]
    for link in (*told, *(link for link in links if link.startswith(SITE))):
        path = unquote(link.removeprefix(SITE).partition("#")[0].partition("?")[0])
        assert (demo_site / path / "index.html" if path.endswith("/") or not path else demo_site / path).is_file(), link


def test_the_pictures_show_in_a_browser(demo_site: Path, serve_folder: ServeFolder, page: Page) -> None:
    """Under the site's own policy the badges and the fragment load, and the fragment fits its frame."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{serve_folder(demo_site)}follow/")
    page.locator("iframe").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    widths = page.evaluate("[...document.querySelectorAll('main img, article img')].map(each => each.naturalWidth)")
    assert len(widths) == 2
    assert all(width > 80 for width in widths)
    frame = next(frame for frame in page.frames if frame.url.endswith("embed/index.html"))
    assert "答复率" in frame.locator("main").inner_text()
    fits = "document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"
    assert frame.evaluate(fits)
    assert said == []
