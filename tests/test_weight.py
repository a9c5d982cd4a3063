"""Light: what a record page costs a reader beyond the cached assets, what is shipped, and that nothing jumps."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import ServeFolder

RECORDS = (
    *("proposals", "opinions", "meetings", "finances", "notices", "decisions", "regulations"),
    *("agreements", "plans", "organisations", "welfare", "activities", "appraisals", "assets"),
)
LIMIT = 60_000
"""Bytes over the wire for a record page, compressed, with everything that it alone asks for."""

SHIFTS = """
window.shift = 0;
new PerformanceObserver(function (list) {
  list.getEntries().forEach(function (entry) { window.shift += entry.value; });
}).observe({ type: "layout-shift", buffered: true });
"""


def _record_pages(site: Path) -> list[Path]:
    return [path for kind in RECORDS for path in sorted((site / kind).glob("*/**/index.html"))]


def test_a_record_page_is_small(demo_site: Path) -> None:
    """No record of the demo weighs more than 60 kB; it loads nothing but the assets that all pages share."""
    pages = _record_pages(demo_site)
    assert len(pages) > 300
    for path in pages:
        data = path.read_bytes()
        assert len(gzip.compress(data, 6)) <= LIMIT, path
        loaded = re.findall(rb'<(?:script|img|source|iframe|video|audio)[^>]* src="([^"]+)"', data)
        loaded += re.findall(rb'<link rel="(?:stylesheet|preload|icon)"[^>]* href="([^"]+)"', data)
        assert [each for each in loaded if not each.lstrip(b"./").startswith(b"assets/")] == [], path


def test_only_what_a_page_asks_for_is_shipped(demo_site: Path) -> None:
    """No maps of sources, no search that is switched off, no second copy of anything."""
    assets = [path for path in (demo_site / "assets").rglob("*") if path.is_file() and path.name != "index.html"]
    names = [path.relative_to(demo_site).as_posix() for path in assets]
    theme = [name for name in names if not name.startswith("assets/gongkai/") and name.split("/")[1] in _FOLDERS]
    assert [re.sub(r"\.[0-9a-f]{8}\.", ".", name) for name in sorted(theme)] == [
        "assets/images/favicon.png",
        "assets/javascripts/bundle.min.js",
        "assets/stylesheets/main.min.css",
        "assets/stylesheets/palette.min.css",
    ]
    contents = [path.read_bytes() for path in assets]
    assert len(set(contents)) == len(contents)


_FOLDERS = ("images", "javascripts", "stylesheets")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "address", ["", "proposals/05-03-001/", "proposals/", "finances/canteen-2026-03/", "meetings/05-03/resolution-1/"]
)
def test_nothing_moves_while_a_page_loads(
    chromium: Browser, demo_site: Path, serve_folder: ServeFolder, address: str, width: int
) -> None:
    """The layout shift of home, record, list, statement and resolution is nought, to the third place."""
    context = chromium.new_context(locale="zh-CN", viewport={"width": width, "height": 900})
    context.add_init_script(SHIFTS)
    page = context.new_page()
    page.goto(f"{serve_folder(demo_site)}{address}", wait_until="load")
    page.wait_for_timeout(500)
    shift = page.evaluate("window.shift")
    context.close()
    assert shift < 0.001
