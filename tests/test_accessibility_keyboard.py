"""A reader with nothing but a keyboard gets everywhere, sees where that is, and gets out again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import ServeFolder

FOCUSED = "document.activeElement"

# What has the focus: its place, whether anything else lies over its middle, and its outline against its ground.
_SEEN = """() => {
    const part = document.activeElement;
    if (part === document.body) return null;
    const box = part.getClientRects()[0] || part.getBoundingClientRect();
    const inside = (y) => document.elementFromPoint(box.left + Math.min(box.width, 40) / 2, y);
    // What is taller than the window shows no upper edge; what of it is in the window must be seen.
    const edge = box.height > innerHeight - 90 ? Math.max(box.top, 90) : box.top;
    const top = inside(edge + Math.min(box.height, 40) / 2);
    const style = getComputedStyle(part);
    let ground = part.parentElement;
    const clear = (part) => /, 0\\)$|transparent/.test(getComputedStyle(part).backgroundColor);
    while (ground && clear(ground)) ground = ground.parentElement;
    return {
        name: `${part.tagName} ${part.textContent.trim().slice(0, 20)}`,
        seen: !!top && (part.contains(top) || top.contains(part)),
        style: style.outlineStyle,
        width: parseFloat(style.outlineWidth),
        outline: style.outlineColor,
        ground: ground ? getComputedStyle(ground).backgroundColor : "rgb(255, 255, 255)",
    };
}"""


def _luminance(colour: str) -> float:
    channels = [
        int(part) / 255 for part in colour.removeprefix("rgba(").removeprefix("rgb(").rstrip(")").split(",")[:3]
    ]
    red, green, blue = ((each / 12.92) if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_reckoned_as_wcag_does() -> None:
    """Black on white is 21, a colour on itself 1, #767676 on white just over 4.5."""
    assert _contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert _contrast("rgb(9, 9, 9)", "rgb(9, 9, 9)") == 1
    assert _contrast("rgb(118, 118, 118)", "rgb(255, 255, 255)") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("address", ["", "proposals/", "proposals/05-03-008/", "finances/canteen-2026-06/", "404.html"])
def test_the_first_link_leads_past_the_navigation(
    demo_site: Path, serve_folder: ServeFolder, page: Page, address: str
) -> None:
    """On a page of every sort the first Tab offers to skip, Enter moves the focus, and the next Tab is in the text."""
    page.goto(f"{serve_folder(demo_site)}{address}")
    page.keyboard.press("Tab")
    assert "md-skip" in page.evaluate(f"{FOCUSED}.className")
    expect(page.locator(".md-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(f"!!{FOCUSED}.closest('.md-content')")


def test_a_reader_searches_by_keyboard_alone(demo_site: Path, serve_folder: ServeFolder, page: Page) -> None:
    """From home to the field in the header, to the results, into one; the count is announced and “/” leads back."""
    page.goto(serve_folder(demo_site))
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.id") == "gk-search":
            break
    page.keyboard.type("食堂")
    page.keyboard.press("Enter")
    page.wait_for_selector("#gk-results a")
    assert page.locator("#gk-found").get_attribute("role") == "status"
    page.locator("#gk-find").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate(f"!!{FOCUSED}.closest('#gk-results')")
    page.keyboard.press("/")
    assert page.evaluate(f"{FOCUSED}.id") == "gk-find"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/search/" not in url)


def test_a_slash_means_nothing_outside_of_the_results(demo_site: Path, serve_folder: ServeFolder, page: Page) -> None:
    """Someone who dictates or leans on a key is not thrown back into the field."""
    page.goto(f"{serve_folder(demo_site)}search/?q=食堂")
    page.wait_for_selector("#gk-results a")
    page.locator(".md-footer a").first.focus()
    page.keyboard.press("/")
    assert page.evaluate(f"!!{FOCUSED}.closest('.md-footer')")


def test_filters_and_folded_parts_work_by_keyboard(demo_site: Path, serve_folder: ServeFolder, page: Page) -> None:
    """A word narrows the list and the count is announced; a folded part opens by Enter and closes by Space."""
    page.goto(f"{serve_folder(demo_site)}proposals/")
    count = page.locator(".gk-count")
    assert count.get_attribute("aria-live") == "polite"
    before = count.inner_text()
    page.locator(".gk-filters input[name=q]").focus()
    page.keyboard.type("食堂")
    expect(count).not_to_have_text(before)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.type") == "reset"
    page.keyboard.press("Enter")
    expect(count).to_have_text(before)
    folded = page.locator("main details").first
    folded.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert folded.get_attribute("open") is not None
    page.keyboard.press("Space")
    assert folded.get_attribute("open") is None


def test_the_menu_and_the_colours_of_a_phone_work_by_keyboard(
    demo_site: Path, serve_folder: ServeFolder, page: Page
) -> None:
    """The menu opens, is walked through, closes by Esc and when left; the colours change and the focus stays."""
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{serve_folder(demo_site)}finances/")
    menu = page.locator(".gk-menu")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.textContent") == "首页"
    page.keyboard.press("Escape")
    assert (menu.get_attribute("open"), page.evaluate(f"{FOCUSED}.tagName")) == (None, "SUMMARY")
    page.keyboard.press("Enter")
    menu.locator("a").last.focus()
    page.keyboard.press("Tab")
    assert menu.get_attribute("open") is None
    button = page.get_by_role("button", name="换成深色")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect(page.get_by_role("button", name="换成浅色")).to_be_focused()


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize(
    ("address", "width"), [("proposals/", 390), ("proposals/05-03-008/", 1280), ("finances/canteen-2026-06/", 1280)]
)
def test_the_focus_is_seen_never_covered_and_never_caught(
    demo_site: Path, serve_folder: ServeFolder, page: Page, address: str, width: int, scheme: str
) -> None:
    """Every stop has an outline of 3:1 or more, nothing lies over it, and after the last one the page is left."""
    page.set_viewport_size({"width": width, "height": 700})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{serve_folder(demo_site)}{address}")
    page.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        found = page.evaluate(_SEEN)
        if found is None:
            break
        stops.append(found)
    assert found is None, "the focus never left the page"
    assert len(stops) > 10
    assert [each["name"] for each in stops if not each["seen"]] == []
    faint = [
        each
        for each in stops
        if each["style"] == "none" or each["width"] < 2 or _contrast(each["outline"], each["ground"]) < 3
    ]
    assert faint == []
