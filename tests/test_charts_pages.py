"""Charts on the pages of the demo school, in a real browser: legible on a phone, on paper and by night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.conftest import ServeFolder

PAGES = (
    "finances/",
    "finances/final-2025/",
    "finances/budget-2026/",
    "finances/canteen-2026-10/",
    "statistics/",
    "silence/",
    "silence/2023-2024/",
    "promises/",
    "lookback/",
    "lookback/2025-2026/",
    "proposals/",
    "welfare/2025-2026-1/",
    "appraisals/parents-2026/",
)

_CLASHES = """() => {
  const clashes = [];
  document.querySelectorAll("svg.gk-chart__drawing").forEach((drawing) => {
    const boxes = Array.from(drawing.querySelectorAll("text"))
      .filter((text) => text.textContent && getComputedStyle(text).display !== "none")
      .map((text) => [text.textContent, text.getBoundingClientRect()]);
    boxes.forEach(([words, box], n) => {
      if (box.left < 0 || box.right > document.documentElement.clientWidth) clashes.push("outside: " + words);
      boxes.slice(n + 1).forEach(([others, other]) => {
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (across > 1 && down > 6) clashes.push(words + " over " + others);
      });
    });
  });
  return clashes;
}"""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_words_of_a_chart_touch_or_leave_the_page(
    demo_site: Path, serve_folder: ServeFolder, page: Page, width: int
) -> None:
    """On a small phone, a larger one and a desk every label is by itself and inside."""
    root = serve_folder(demo_site)
    page.set_viewport_size({"width": width, "height": 900})
    for address in PAGES:
        page.goto(f"{root}{address}", wait_until="load")
        assert page.locator("svg.gk-chart__drawing").count() >= 1, address
        assert page.evaluate(_CLASHES) == [], address


def test_paper_shows_the_numbers_of_every_chart(demo_site: Path, serve_folder: ServeFolder, page: Page) -> None:
    """Printed without a script the table stands open under its chart, and every mark is ink."""
    page.goto(f"{serve_folder(demo_site)}statistics/", wait_until="load")
    tables = page.locator(".gk-chart__data table")
    assert not tables.first.is_visible()
    page.emulate_media(media="print")
    heights = tables.evaluate_all("all => all.map((table) => table.getBoundingClientRect().height)")
    assert len(heights) == 5
    assert min(heights) > 40
    fills = page.locator(".gk-chart__part--full").evaluate_all("all => all.map((each) => getComputedStyle(each).fill)")
    assert set(fills) == {"rgb(0, 0, 0)"}


def test_a_chart_grows_with_its_type(demo_site: Path, serve_folder: ServeFolder, page: Page) -> None:
    """Three times the type, as on a wall, is three times the height."""
    page.goto(f"{serve_folder(demo_site)}promises/", wait_until="load")
    measure = "all => all[0].getBoundingClientRect().height"
    drawing = page.locator("svg.gk-chart__drawing")
    before = drawing.evaluate_all(measure)
    drawing.first.evaluate("svg => { svg.style.fontSize = '42px' }")
    assert drawing.evaluate_all(measure) == pytest.approx(3 * before, rel=0.01)


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_charts_follow_light_and_dark(demo_site: Path, serve_folder: ServeFolder, page: Page, scheme: str) -> None:
    """The words of a chart have the colour of the page's own words, by day and by night."""
    page.goto(f"{serve_folder(demo_site)}statistics/", wait_until="load")
    page.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
    fill, ink = page.evaluate(
        """() => [
          getComputedStyle(document.querySelector(".gk-chart__head")).fill,
          getComputedStyle(document.querySelector(".md-typeset h1")).color,
        ]"""
    )
    assert fill == ink


@pytest.mark.parametrize("address", PAGES)
def test_every_chart_has_its_words_and_its_numbers(demo_site: Path, address: str) -> None:
    """A sentence, a name, a description and a table for each drawing; no id twice on a page, no style in a drawing."""
    html = (demo_site / address / "index.html").read_text("utf-8")
    figures = re.findall(r'<figure class="gk-chart">.*?</figure>', html, re.DOTALL)
    assert figures
    idents = re.findall(r'\sid="?([^"\s>]+)', html)
    assert [ident for ident in set(idents) if idents.count(ident) > 1] == []
    for figure in figures:
        assert re.search(r"<figcaption>.+。</figcaption>", figure, re.DOTALL)
        assert re.search(r'<svg [^>]*role="img"[^>]*aria-labelledby="(\S+)-title \1-desc"', figure)
        assert re.search(r"<desc [^>]*>[^<]+</desc>", figure)
        assert '<tbody><tr><th scope="row">' in figure
        assert not re.search(r"<[^>]*\s(style|on\w+)=", figure)
