"""Text may be large, spaced out, turned, still and in the system's own colours, and nothing gets lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import ServeFolder
from tests.page_types import page_types

# What sticks out to the right, unless it scrolls or is cut within something of its own; what is laid out only when
# it comes near counts as well.
_SIDEWAYS = """() => {
    const page = document.documentElement;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { content-visibility: visible !important; }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    if (page.scrollWidth <= page.clientWidth) return [];
    const out = [...document.querySelectorAll("body *")].filter(part => {
        const box = part.getBoundingClientRect();
        return box.width && box.right > page.clientWidth + 1;
    });
    return out.slice(0, 3).map(part => part.outerHTML.slice(0, 90));
}"""
# WCAG 1.4.12: at least these, all at once.
_SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
# Text that is cut off: its box hides what does not fit.
_CUT = """() => [...document.querySelectorAll("body *")].filter(part => {
    const style = getComputedStyle(part);
    if (!part.clientWidth || style.clipPath !== "none" || !part.textContent.trim()) return false;
    const wide = style.overflowX === "hidden" && part.scrollWidth > part.clientWidth + 1;
    const high = style.overflowY === "hidden" && part.scrollHeight > part.clientHeight + 1;
    return wide || high;
}).map(part => part.outerHTML.slice(0, 90))"""

SAMPLES = ("", "proposals/", "proposals/05-03-008/", "finances/canteen-2026-06/", "silence/", "search/?q=食堂")


def test_nothing_scrolls_sideways_at_320_pixels(demo_site: Path, serve_folder: ServeFolder, page: Page) -> None:
    """As at 1280 px and 400 %: on no type of page, upright or turned, folded parts open."""
    site = serve_folder(demo_site)
    found = {}
    for address in page_types(demo_site):
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(f"{site}{address}")
        page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
        upright = page.evaluate(_SIDEWAYS)
        page.set_viewport_size({"width": 640, "height": 320})
        if wide := upright or page.evaluate(_SIDEWAYS):
            found[address] = wide
    assert found == {}


@pytest.mark.parametrize("width", [320, 1280])
def test_text_may_be_spaced_out(demo_site: Path, serve_folder: ServeFolder, page: Page, width: int) -> None:
    """With the lines, words and letters of WCAG 1.4.12 nothing is cut off and nothing scrolls sideways."""
    page.set_viewport_size({"width": width, "height": 800})
    site = serve_folder(demo_site)
    for address in SAMPLES:
        page.goto(f"{site}{address}")
        page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
        # Set through the script's own interface, which the page's policy does not judge as it would a <style>.
        page.evaluate(
            "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
            " document.adoptedStyleSheets = [sheet]; }",
            _SPACED,
        )
        assert (address, page.evaluate(_CUT), page.evaluate(_SIDEWAYS)) == (address, [], [])


def test_nothing_moves_where_motion_is_unwanted(demo_site: Path, serve_folder: ServeFolder, page: Page) -> None:
    """With reduced motion no element has a transition or an animation."""
    page.emulate_media(reduced_motion="reduce")
    site = serve_folder(demo_site)
    for address in SAMPLES:
        page.goto(f"{site}{address}")
        moving = page.evaluate(
            "() => [...document.querySelectorAll('*')].filter(part => { const style = getComputedStyle(part); return"
            " parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none'; }).length"
        )
        assert (address, moving, page.evaluate("document.getAnimations().length")) == (address, 0, 0)


def test_the_colours_of_the_system_are_respected(demo_site: Path, serve_folder: ServeFolder, chromium: Browser) -> None:
    """In forced colours every chip keeps an edge, its sign is in the colour of text, the focus is seen."""
    context = chromium.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto(f"{serve_folder(demo_site)}proposals/05-03-008/")
    chip = page.locator(".gk-chip").first
    edge, sign, words = chip.evaluate(
        "part => [getComputedStyle(part).borderTopStyle, getComputedStyle(part.querySelector('svg')).fill,"
        " getComputedStyle(part).color]"
    )
    assert edge == "solid"
    assert sign == words
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    context.close()
