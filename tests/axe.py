"""axe-core on pages of a built site, at several widths and in both schemes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

WIDTHS = (390, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""The rules that can find in dark what they did not find in light: the page is the same but for its colours."""

# Everything folded is unfolded. Of rows that are built alike, two stay: axe looks at each single one.
_PREPARE = """() => {
    document.querySelectorAll("details").forEach(part => { part.open = true; });
    const shape = part => `${part.tagName}.${part.getAttribute("class")}.${part.getAttribute("role")}`;
    document.querySelectorAll("ul, ol, dl, tbody, .gk-matters").forEach(list => {
        const seen = {};
        for (const row of [...list.children]) {
            const built = [row, ...row.querySelectorAll("*")].map(shape).join();
            seen[built] = (seen[built] || 0) + 1;
            if (seen[built] > 2) row.remove();
        }
    });
}"""
# Started apart from the call, so that the tabs, each a process of its own, work side by side.
_START = """([type, values]) => {
    const options = {resultTypes: ["violations"], runOnly: {type, values}, preload: false};
    window.checked = new Promise(done => setTimeout(() => done(axe.run(document, options))));
}"""
_FOUND = """async () => (await window.checked).violations.flatMap(each => each.nodes.map(node =>
    `${each.id} ${node.target} ${node.html.slice(0, 120)} ${node.failureSummary.replace(/\\s+/g, " ").slice(0, 160)}`
))"""


def violations(chromium: Browser, site: str, addresses: Iterable[str]) -> Iterator[str]:
    """Every violation, as `width scheme address rule element …`."""
    with ExitStack() as stack:
        tabs = tuple(_tab(chromium, stack, width) for width in WIDTHS)
        for address in addresses:
            for page in tabs:
                page.emulate_media(color_scheme="light")
                page.goto(f"{site}{address}")
                if "?" in address:
                    page.wait_for_load_state("networkidle")
                page.evaluate(_PREPARE)
                page.evaluate(AXE_SCRIPT)
            yield from _checked(tabs, f"light {address or '/'}", "tag", RULES)
            for page in tabs:
                page.emulate_media(color_scheme="dark")
                page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
            yield from _checked(tabs, f"dark {address or '/'}", "rule", OF_COLOUR)


def _checked(tabs: tuple[Page, ...], where: str, kind: str, rules: list[str]) -> Iterator[str]:
    for page in tabs:
        page.evaluate(_START, [kind, rules])
    for page, width in zip(tabs, WIDTHS, strict=True):
        yield from (f"{width} {where} {found}" for found in page.evaluate(_FOUND))


def _tab(chromium: Browser, stack: ExitStack, width: int) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", locale="zh-CN")
    stack.callback(context.close)
    return context.new_page()
