"""Ctrl+P: any page of the site becomes a decent sheet, without the screen's furniture and with a foot on every page."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from tests.conftest import serving

NOTICE, STATEMENT, PROPOSAL = "notices/title-2026-1/", "finances/canteen-2026-06/", "proposals/05-01-013/"
WIDE = "filings/"
PAGES = ("", NOTICE, STATEMENT, PROPOSAL, "proposals/", WIDE)
SITE = "https://qinghe.example/"
PORTRAIT, LANDSCAPE = (595, 842), (842, 595)
MARGIN = 34
"""Twelve millimetres in points: what most printers can reach, and a little more."""

Sheets = list[pypdfium2.PdfPage]


@pytest.fixture(scope="module")
def printed(demo_site: Path, chromium: Browser) -> dict[str, pypdfium2.PdfDocument]:
    """The PDF of each page as a reader's browser prints it."""
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    found = {}
    with serving(demo_site) as address:
        for each in PAGES:
            page.goto(f"{address}{each}")
            found[each] = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    context.close()
    return found


def text(sheet: pypdfium2.PdfPage) -> str:
    return str(sheet.get_textpage().get_text_range())


def words(document: pypdfium2.PdfDocument) -> str:
    return "\n".join(text(sheet) for sheet in document).replace("\r", "")


@pytest.mark.parametrize("address", PAGES)
def test_every_sheet_is_a4_and_nothing_is_cut(printed: dict[str, pypdfium2.PdfDocument], address: str) -> None:
    """No text reaches into the margins; registers lie across the sheet."""
    size = LANDSCAPE if address == WIDE else PORTRAIT
    for sheet in printed[address]:
        width, height = sheet.get_size()
        assert (round(width), round(height)) == size
        inside = sheet.get_textpage()
        for place in range(inside.count_rects()):
            left, _, right, _ = inside.get_rect(place)
            assert left >= MARGIN
            assert right <= width - MARGIN


@pytest.mark.parametrize("address", PAGES)
def test_every_sheet_says_where_it_comes_from(printed: dict[str, pypdfium2.PdfDocument], address: str) -> None:
    """School, address, day of the data and the number of the page stand at the foot of every sheet."""
    count = len(printed[address])
    for number, sheet in enumerate(printed[address], 1):
        foot = text(sheet)
        assert "青禾学校" in foot
        assert f"{SITE}{address}" in foot.replace("\r\n", "")
        assert "数据截至 2026年11月20日" in foot
        assert f"第 {number} / {count} 页" in foot


@pytest.mark.parametrize("address", [NOTICE, STATEMENT, PROPOSAL])
def test_a_record_carries_its_number_and_fingerprint(
    printed: dict[str, pypdfium2.PdfDocument], demo_site: Path, address: str
) -> None:
    """The mark at the foot of every sheet is the fingerprint that the page shows."""
    html = (demo_site / address / "index.html").read_text("utf-8")
    own = html.split('<dt>指纹</dt><dd><span class="gk-nowrap">')[1][:9]
    number = address.split("/")[1]
    for sheet in printed[address]:
        assert number in text(sheet)
        assert f"指纹 {own}" in text(sheet)


@pytest.mark.parametrize("address", PAGES)
def test_the_screens_furniture_stays_on_the_screen(printed: dict[str, pypdfium2.PdfDocument], address: str) -> None:
    """No menu, no search field, no foot of links, no button."""
    said = words(printed[address])
    for word in ("跳转至", "跳到正文", "无障碍说明", "切换至", "我要反映", "回到页面顶部"):
        assert word not in said


def test_a_table_repeats_its_head_and_details_are_unfolded(printed: dict[str, pypdfium2.PdfDocument]) -> None:
    """The head of a statement stands on each of its sheets; how the days were counted is there to read."""
    heads = [place for place, sheet in enumerate(printed[STATEMENT]) if "科目" in text(sheet)]
    assert len(heads) >= 2
    assert "首尾两天都算" in words(printed[NOTICE])
    assert "45 个自然日" in words(printed[PROPOSAL])


def test_the_standing_is_said_in_words(printed: dict[str, pypdfium2.PdfDocument]) -> None:
    """On a black and white sheet a status is a word, never a colour alone."""
    assert "公示中，还有 4 天" in words(printed[NOTICE])
    assert "已答复" in words(printed[PROPOSAL])
    assert "办结" in words(printed["proposals/"])
