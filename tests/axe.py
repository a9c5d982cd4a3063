"""axe-core on pages of a built site, at several widths and in both schemes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, ViewportSize

Scheme = Literal["light", "dark"]
AROUND: Final[tuple[tuple[int, Scheme], ...]] = ((390, "light"), (390, "dark"), (1280, "dark"), (1280, "light"))
"""Every width in every scheme, each unlike the one before in one thing only: to lay a page out anew is what costs."""
THEME: Final[dict[Scheme, str]] = {"light": "default", "dark": "slate"}
"""What the theme calls the schemes."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = "color-contrast"
OF_COLOUR = [CONTRAST, "link-in-text-block"]
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
# The contrast of a text is reckoned from its colour and size and from the grounds that it stands on. Texts alike in all
# of these at every width and in both schemes, by their computed styles, are judged twice in all the pages; what holds
# only further ones leaves the page. (A tab keeps what it has seen from one page of a site to the next.) What opens over
# the page moves into it: on what is covered axe does not judge.
_LOOK = """() => {
    const said = part => part.matches("input, select, textarea")
        || [...part.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    window.texts ||= [...document.body.querySelectorAll("*")].filter(said).map(part => ({part, look: ""}));
    const grounds = new Map([[null, ""]]);
    const ground = part => {
        if (!grounds.has(part)) {
            const {backgroundColor, backgroundImage, opacity, position, filter, mixBlendMode} = getComputedStyle(part);
            const own = [backgroundColor, backgroundImage, opacity, position, filter, mixBlendMode].join();
            const isClear = own === "rgba(0, 0, 0, 0),none,1,static,none,normal";
            grounds.set(part, ground(part.parentElement) + (isClear ? "" : "/" + own));
        }
        return grounds.get(part);
    };
    for (const text of window.texts) {
        const {color, fontSize, fontWeight, textShadow, textDecorationLine, visibility} = getComputedStyle(text.part);
        const isDrawn = text.part.getClientRects().length && visibility === "visible";
        const around = getComputedStyle(text.part.parentElement).color;
        const own = [text.part.tagName, color, fontSize, fontWeight, textShadow, textDecorationLine, around];
        text.look += isDrawn ? "|" + own.join() + ground(text.part) : "|";
    }
}"""
_KEEP_NEW = """() => {
    const seen = JSON.parse(sessionStorage.getItem("seen") || "{}");
    const kept = new Set();
    for (const {part, look} of window.texts) {
        seen[look] = (seen[look] || 0) + 1;
        if (seen[look] <= 2) for (let each = part; each; each = each.parentElement) kept.add(each);
    }
    sessionStorage.setItem("seen", JSON.stringify(seen));
    [...document.body.querySelectorAll("*")].forEach(part => kept.has(part) || part.remove());
    document.querySelectorAll("details > *").forEach(part => { part.style.position = "static"; });
    return kept.size > 0;
}"""
_TELL = """name => {
    const isThemed = document.body.hasAttribute("data-md-color-scheme");
    if (isThemed) document.body.setAttribute("data-md-color-scheme", name);
    return isThemed;
}"""
# What a page shows in a frame is a page type of its own.
_FOUND = """async options => {
    const own = {resultTypes: ["violations"], preload: false, iframes: false};
    const {violations} = await axe.run(document, {...own, ...options});
    return violations.flatMap(({id, nodes}) => nodes.map(({target, html, failureSummary}) =>
        [id, target, html.slice(0, 120), failureSummary.slice(0, 160)].join(" ").replace(/\\s+/g, " ")
    ));
}"""
_WHOLE = {"runOnly": {"type": "tag", "values": RULES}, "rules": {CONTRAST: {"enabled": False}}}
_COLOURS = {"runOnly": {"type": "rule", "values": OF_COLOUR}}


def violations(chromium: Browser, site: str, addresses: Iterable[str]) -> Iterator[str]:
    """Every violation, as `width scheme address rule element …`."""
    context = chromium.new_context(reduced_motion="reduce", locale="zh-CN")
    context.add_init_script(AXE_SCRIPT)
    page = context.new_page()
    for address in addresses:
        page.goto(f"{site}{address}")
        if "?" in address:
            page.wait_for_load_state("networkidle")
        page.evaluate(_PREPARE)
        for width, scheme in AROUND:
            _show(page, width, scheme)
            if scheme == "light":
                yield from _found(page, f"{width} light {address or '/'}", _WHOLE)
            page.evaluate(_LOOK)
        if page.evaluate(_KEEP_NEW):
            for width, scheme in reversed(AROUND):
                _show(page, width, scheme)
                yield from _found(page, f"{width} {scheme} {address or '/'}", _COLOURS)
    context.close()


def _show(page: Page, width: int, scheme: Scheme) -> None:
    size = ViewportSize(width=width, height=900)
    if page.viewport_size != size:
        page.set_viewport_size(size)
    # The theme answers a change of the system's colours some time later, with a choice of its own: it is told alone.
    if not page.evaluate(_TELL, THEME[scheme]):
        page.emulate_media(color_scheme=scheme)


def _found(page: Page, where: str, options: dict[str, Any]) -> Iterator[str]:
    yield from (f"{where} {found}" for found in page.evaluate(_FOUND, options))
