"""What a screen reader hears: the tree of roles and names of four pages, kept like any other golden."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.conftest import ServeFolder, Snapshot


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("home", ""),
        ("record", "proposals/05-03-008/"),
        ("statement", "finances/canteen-2026-06/"),
        ("search", "search/?q=静读"),
    ],
)
def test_a_screen_reader_hears_these_names(
    demo_site: Path, serve_folder: ServeFolder, page: Page, snapshot: Snapshot, name: str, address: str
) -> None:
    """Landmarks, headings, links, tables and the state of what is folded, in the order in which they are read."""
    page.goto(f"{serve_folder(demo_site)}{address}")
    if "?" in address:
        page.wait_for_selector("#gk-results a")
    tree = page.locator("body").aria_snapshot()
    # Addresses are held by other tests; here it is what is heard that counts.
    tree = re.sub(r"\n *- /url: .*", "", tree)
    snapshot(f"heard-{name}.txt", f"{tree}\n")


def test_money_is_heard_as_it_is_written(demo_site: Path, serve_folder: ServeFolder, page: Page) -> None:
    """An amount is one word of figures, in a cell whose row and column have names; the unit is in the caption."""
    page.goto(f"{serve_folder(demo_site)}finances/canteen-2026-06/")
    table = page.locator(".gk-money").first
    heard = table.aria_snapshot()
    assert "元" in table.locator("caption").inner_text()
    amounts = re.findall(r'cell "(-?[\d,]+\.\d\d)"', heard)
    assert len(amounts) > 5
    assert "rowheader" in heard
    assert "columnheader" in heard
    assert "510,972.00 元" in page.locator("main").aria_snapshot()
