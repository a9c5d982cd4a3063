"""No page has anything that axe-core finds fault with, on a phone and a desk, in light and in dark."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.axe import violations
from tests.conftest import ServeFolder
from tests.page_types import page_types


def test_axe_finds_nothing_on_any_type_of_page(demo_site: Path, serve_folder: ServeFolder, chromium: Browser) -> None:
    """WCAG 2.0 to 2.2 A and AA and good practice: 0 violations at 390 and 1280 px, all unfolded; in dark, of colour."""
    assert list(violations(chromium, serve_folder(demo_site), page_types(demo_site))) == []
