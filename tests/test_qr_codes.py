"""The codes on walls and sheets: a camera reads from them exactly what was put in."""

import io
import re
from xml.etree import ElementTree

import pytest
import zxingcpp
from gongkai.render.qr_codes import QUIET, svg_of
from PIL import Image
from playwright.sync_api import Page

ADDRESS = "https://school.example.edu.cn/gongkai/proposals/05-03-012/"

FRAME = """<!doctype html><meta charset="utf-8"><style>
body{{margin:0;padding:40px;background:#14181c}} .gk-qr{{display:block;width:{width}px;background:#fff}}
</style>{drawing}"""


@pytest.mark.parametrize(
    ("text", "width"),
    [
        (ADDRESS, 300),
        ("http://10.0.0.8/kiosk/notices/title-2026-1/", 240),
        ("https://example.edu.cn/" + "a" * 200 + "/", 420),
        ("校务公开：提案 05-03-012", 240),
    ],
    ids=["usual", "intranet", "long", "chinese"],
)
def test_a_camera_reads_what_was_put_in(page: Page, text: str, width: int) -> None:
    """A screenshot of the drawing, on a dark page, decodes to the text."""
    page.set_content(FRAME.format(drawing=svg_of(text, "扫码看全文"), width=width))
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        found = zxingcpp.read_barcodes(picture.convert("L"))
    assert [each.text for each in found] == [text]


def test_the_quiet_zone_and_the_level_are_those_of_the_standard(page: Page) -> None:
    """Four light modules stand on each side, and the code mends errors at level M."""
    drawing = svg_of(ADDRESS, "扫码看全文")
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', drawing)[0])
    starts = [tuple(map(float, found)) for found in re.findall(r"M(\d+) ([\d.]+)h", drawing)]
    ends = [int(x) + int(length) for x, length in re.findall(r"M(\d+) [\d.]+h(\d+)", drawing)]
    assert (min(x for x, _ in starts), min(y for _, y in starts)) == (QUIET, QUIET + 0.5)
    assert (max(ends), max(y for _, y in starts)) == (size - QUIET, size - QUIET - 0.5)
    page.set_content(FRAME.format(drawing=drawing, width=300))
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        found = zxingcpp.read_barcodes(picture.convert("L"))
    assert found[0].ec_level == "M"


def test_the_drawing_is_one_path_without_styles() -> None:
    """It passes a content security policy that forbids inline styles, and its title is escaped."""
    drawing = svg_of(ADDRESS, '<script>"&')
    root = ElementTree.fromstring(drawing)
    assert [child.tag for child in root] == ["title", "path"]
    assert root[0].text == '<script>"&'
    assert "style" not in drawing
    assert root.attrib["class"] == "gk-qr"


def test_the_same_text_gives_the_same_bytes() -> None:
    """Two builds of one board do not differ."""
    assert svg_of(ADDRESS, "扫码看全文") == svg_of(ADDRESS, "扫码看全文")
