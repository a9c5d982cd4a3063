"""公文式: the measures of GB/T 9704-2012, taken in millimetres from the PDF.

Not measured, because no record has them: 发文机关标志, 发文字号, the red rule, 主送机关, 抄送. The rules' widths of
版记 (0.35 mm) and the place of the page number (7 mm) stand in the standard's text as two open templates quote it;
they were not compared with the printed standard.
"""

from __future__ import annotations

from ctypes import byref, c_int, create_string_buffer
from dataclasses import replace
from statistics import median

import pypdfium2
import pytest
from gongkai.records.notice import Notice
from gongkai.sheets import notices
from gongkai.sheets.document import Sheet, Signature, Style

from tests.demo_board import demo_board
from tests.sheet_files import Letter, letters, page_sizes, pdf_of, text_of, where

POINT = 25.4 / 72
CELL = 156 / 28
PITCH = 225 / 22
LEFT, TOP, RIGHT, BOTTOM = 28, 37, 184, 262
"""The edges of the 版心 on the sheet."""

TEXT = (
    "一、工作要求。各处室按照分工落实。\n\n"
    + "根据学校章程和教职工代表大会决议现将有关工作安排予以公布请全体教职工监督并提出意见和建议" * 36
    + "\n\n（一）公开范围。向社会公开。\n\n二、办理时限\n\n按本校规则办理并在期满后公布结果。"
)


def _notice(number: str, **changed: object) -> Sheet:
    record = demo_board().register.get(f"notices/{number}", Notice)
    assert record
    (made,) = notices.sheets(
        demo_board(), replace(record, content=record.content.model_copy(update=changed)), Style.OFFICIAL
    )
    return made


@pytest.fixture(scope="module")
def long() -> bytes:
    """A notice of several pages with headings of two levels."""
    return pdf_of(_notice("procure-2026-2", text=TEXT))


@pytest.fixture(scope="module")
def short() -> bytes:
    """The demo's notice with a list of names, on one page."""
    return pdf_of(_notice("title-2026-1"))


def _body(pdf: bytes, page: int) -> list[list[Letter]]:
    """The characters of each line of the 版心, from left to right; marks at a character's foot are left out."""
    lines: dict[int, list[Letter]] = {}
    for letter in letters(pdf, page):
        if TOP - 2 < letter.top < BOTTOM and letter.text not in "，。、：":
            lines.setdefault(int(((letter.top + letter.bottom) / 2 - TOP) / PITCH), []).append(letter)
    return [sorted(lines[place], key=lambda each: each.left) for place in sorted(lines)]


def test_the_paper_is_a4(long: bytes) -> None:
    """Every page is 210 by 297 mm."""
    assert set(page_sizes(long)) == {(210, 297)}


def test_the_text_begins_at_the_top_edge_and_the_binding_edge(long: bytes) -> None:
    """天头 37 ± 1 mm and 订口 28 ± 1 mm, measured to the ink of the second page."""
    lines = _body(long, 1)
    assert min(each.top for each in lines[0]) == pytest.approx(TOP, abs=1)
    assert min(line[0].left for line in lines) == pytest.approx(LEFT, abs=1)


def test_a_page_has_twenty_two_lines_of_twenty_eight_characters(long: bytes) -> None:
    """The second page is full: 22 lines, each of 28 characters, between the edges of the 版心."""
    lines = _body(long, 1)
    assert [len(line) for line in lines] == [28] * 22
    assert max(line[-1].right for line in lines) == pytest.approx(RIGHT, abs=0.6)
    assert max(each.bottom for each in lines[-1]) < BOTTOM


def test_lines_and_characters_stand_on_the_grid(long: bytes) -> None:
    """Line pitch 225/22 mm (29 pt), character pitch 156/28 mm, and characters of 16 pt in them."""
    lines = _body(long, 1)
    middles = [median((each.top + each.bottom) / 2 for each in line) for line in lines]
    assert (middles[-1] - middles[0]) / 21 == pytest.approx(PITCH, abs=0.02)
    assert pytest.approx(29, abs=0.05) == PITCH / POINT
    steps = [after.left - before.left for before, after in zip(lines[3], lines[3][1:], strict=False)]
    assert sum(steps) / len(steps) == pytest.approx(CELL, abs=0.05)
    assert _size(long, 1, lines[3][0]) == pytest.approx(16, abs=0.01)


def _size(pdf: bytes, page: int, wanted: Letter) -> float:
    """The size of a character's font in points."""
    document = pypdfium2.PdfDocument(pdf)
    words = document[page].get_textpage()
    height = document[page].get_height()
    for place in range(words.count_chars()):
        left, _, _, high = words.get_charbox(place)
        if abs(left * POINT - wanted.left) < 0.01 and abs((height - high) * POINT - wanted.top) < 0.01:
            return float(pypdfium2.raw.FPDFText_GetFontSize(words.raw, place))
    raise AssertionError(wanted)


def test_the_title_is_in_22_points_and_centred(long: bytes) -> None:
    """标题 in 2号, as far from the left edge of the 版心 as from the right, beginning at its top."""
    title = where(long, "护眼灯具更换二期采购成交结果公示")
    assert _size(long, 0, letters(long)[[each.text for each in letters(long)].index("护")]) == pytest.approx(
        22, abs=0.01
    )
    assert title.left - LEFT == pytest.approx(RIGHT - title.right, abs=1)
    assert title.top == pytest.approx(TOP, abs=1)


def test_a_paragraph_begins_two_characters_in(long: bytes) -> None:
    """The first line of a paragraph is indented by two cells, the following line not at all."""
    first = where(long, "根据学校章程和教职工")
    assert first.left - LEFT == pytest.approx(2 * CELL, abs=0.6)
    assert where(long, "一、工作要求").left - LEFT == pytest.approx(2 * CELL, abs=0.6)


def test_numbered_words_are_set_in_hei_and_kai(long: bytes) -> None:
    """一、 up to its full stop is in another face than what follows; so is 二、 that is a line by itself."""
    faces = _faces(long)
    assert faces["要"] != faces["学"]
    assert faces["限"] == faces["要"]


def _faces(pdf: bytes) -> dict[str, str]:
    """The font in which each character is set where it first stands."""
    found: dict[str, str] = {}
    for page in pypdfium2.PdfDocument(pdf):
        words = page.get_textpage()
        for place in range(words.count_chars()):
            name, flags = create_string_buffer(200), c_int()
            pypdfium2.raw.FPDFText_GetFontInfo(words.raw, place, name, 200, byref(flags))
            found.setdefault(words.get_text_range(place, 1), name.value.decode())
    return found


def test_the_page_number_stands_outside_below_the_text(long: bytes) -> None:
    """— 1 — seven millimetres below the 版心: on odd pages one character from the right, on even from the left."""
    odd, even = where(long, "—1—", 0), where(long, "—2—", 1)
    assert (odd.top + odd.bottom) / 2 == pytest.approx(BOTTOM + 7, abs=0.6)
    assert RIGHT - odd.right == pytest.approx(14 * POINT, abs=1)
    assert even.left - LEFT == pytest.approx(14 * POINT, abs=1)
    dash = next(each for each in letters(long) if each.text == "—")
    assert (dash.top + dash.bottom) / 2 == pytest.approx(BOTTOM + 7, abs=0.6)


def test_the_day_of_the_signature_is_two_characters_right_of_the_name(short: bytes) -> None:
    """7.3.5.2 where the day is longer than 署名: the day ends two characters from the right and 署名 moves with it."""
    name, day = _part(short, "青禾学校", "2026年11月16日")
    assert RIGHT - day.right == pytest.approx(2 * CELL, abs=1)
    assert day.left - name.left == pytest.approx(2 * CELL, abs=0.8)
    assert day.bottom - name.bottom == pytest.approx(PITCH, abs=0.4)


def _part(pdf: bytes, first: str, second: str) -> tuple[Letter, Letter]:
    """Where two neighbouring words stand, each by itself."""
    found = letters(pdf)
    start = "".join(each.text for each in found).index(first + second)
    parts = (found[start : start + len(first)], found[start + len(first) : start + len(first) + len(second)])
    boxes = (
        Letter(
            word,
            min(each.left for each in part),
            min(each.top for each in part),
            max(each.right for each in part),
            max(each.bottom for each in part),
        )
        for word, part in zip((first, second), parts, strict=True)
    )
    one, other = boxes
    return one, other


def test_a_name_longer_than_the_day_stands_two_characters_from_the_right() -> None:
    """7.3.5.2 in its first case: 署名 has the indent, the day begins two characters to the right of its beginning."""
    made = _notice("procure-2026-2")
    who = "青禾学校教职工代表大会提案工作委员会"
    signed = tuple(replace(each, name=who) if isinstance(each, Signature) else each for each in made.blocks)
    name, day = _part(pdf_of(replace(made, blocks=signed)), who, "2026年11月18日")
    assert RIGHT - name.right == pytest.approx(2 * CELL, abs=0.8)
    assert day.left - name.left == pytest.approx(2 * CELL, abs=0.8)


def test_there_is_room_for_a_stamp_and_no_stamp(short: bytes) -> None:
    """Nothing stands within 15 mm below the day; no word asks for a seal, and no bracket for a number."""
    _, day = _part(short, "青禾学校", "2026年11月16日")
    below = [each for each in letters(short) if day.bottom < each.top < day.bottom + 15]
    assert below == []
    text = text_of(short)
    assert not any(word in text for word in ("盖章", "印章", "〔", "〕", "文号", "签发人", "此页无正文"))


def test_every_page_can_be_matched_to_its_record(long: bytes) -> None:
    """Number, fingerprint, day of the data, which of how many pages and the day it comes off stand on each page."""
    pages = len(page_sizes(long))
    for page in range(pages):
        text = text_of(long, page)
        assert "编号procure-2026-2" in text
        assert "数据截至2026年11月20日" in text
        assert f"第{page + 1}/{pages}张" in text
        assert "2026年11月23日" in text


def test_numbers_have_no_spaces_around_them_and_days_no_zeros(short: bytes) -> None:
    """2026年11月16日, 共7个工作日: as a 公文 writes them, in the words of the notice."""
    text = text_of(short)
    assert "公示期为2026年11月16日至2026年11月24日，首尾两天都算，共7个工作日。" in text
    assert "请在2026年11月24日以前向校纪检委员提出。方式：实名书面。监督电话：0599-5550118。" in text
