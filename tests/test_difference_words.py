"""Prose word by word: one word is one word, both sides come back, and no length of text takes long."""

from __future__ import annotations

from itertools import pairwise

import pytest
from gongkai.history.differences.changes import Piece, Sign
from gongkai.history.differences.words import compared, shortened, unspaced, words
from hypothesis import given, settings
from hypothesis import strategies as st


def _shown(pieces: tuple[Piece, ...]) -> str:
    marks = {Sign.SAME: "{}", Sign.OLD: "[-{}-]", Sign.NEW: "[+{}+]"}
    return "".join(marks[piece.sign].format(piece.text) for piece in pieces)


def _side(pieces: tuple[Piece, ...], left_out: Sign) -> str:
    return "".join(piece.text for piece in pieces if piece.sign is not left_out)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("供餐延长到 19:10。", "供餐延长到 19:40。", "供餐延长到 [-19:10-][+19:40+]。"),
        ("共计 1,480.00 元。", "共计 1,460.00 元。", "共计 [-1,480.00-][+1,460.00+] 元。"),
        ("占 37.5%，不多。", "占 38.5%，不多。", "占 [-37.5%-][+38.5%+]，不多。"),
        ("工会、总务处、教务处", "工会、教务处、德育处", "工会、[-总务处、-]教务处[+、德育处+]"),
        ("第一段。\n\n第二段。", "第一段。\n\n新的一段。\n\n第二段。", "第一段。\n\n[+新的一段。\n\n+]第二段。"),
        ("", "全文都是新的。", "[+全文都是新的。+]"),
        ("全文都删去了。", "", "[-全文都删去了。-]"),
        ("值班师傅两名，周一至周四", "值班师傅三名，周一至周五", "值班师傅[-两名-][+三名+]，周一至[-周四-][+周五+]"),
    ],
)
def test_words_that_changed_are_shown_whole(old: str, new: str, shown: str) -> None:
    """A word, a number with its sign, an item of a list or a paragraph."""
    assert _shown(compared(old, new)) == shown


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("供餐延长\n到七点。", "供餐延长到七点。"),
        ("供餐  到 19:10", "供餐到19:10 "),
        ("one\ntwo", "one two"),
        ("", " "),
    ],
)
def test_space_alone_is_no_change(old: str, new: str) -> None:
    """Line ends and blanks beside Chinese say nothing."""
    assert compared(old, new) == ()


def test_a_blank_between_numbers_says_something() -> None:
    """1 480 is not 1480, nor is “to day” today."""
    assert _shown(compared("共 1 480 元", "共 1480 元")) == "共 [-1 480-][+1480+] 元"


def test_one_sign_that_stayed_between_two_exchanged_words_goes_with_them() -> None:
    """Nobody reads a single comma between two changes as the same."""
    assert (
        _shown(compared("改善照明，加装座椅", "增设路灯，修缮看台")) == "[-改善照明，加装座椅-][+增设路灯，修缮看台+]"
    )


def test_what_stayed_is_shortened_beside_each_change() -> None:
    """Some characters before and after a change are enough to find it; no number is cut in two."""
    pieces = compared(
        "甲乙丙丁戊己庚辛壬癸，收到 12,345.60 元，用去三元。子丑寅卯辰巳午未申酉戌亥",
        "甲乙丙丁戊己庚辛壬癸，收到 12,345.60 元，用去四元。子丑寅卯辰巳午未申酉戌亥",
    )
    assert _shown(shortened(pieces, around=8)) == "…12,345.60 元，用去[-三元-][+四元+]。子丑寅卯辰巳午…"


def test_short_stretches_are_not_shortened() -> None:
    """Where a cut would save two characters, nothing is cut."""
    pieces = (Piece(Sign.SAME, "一二三四五六七八九十甲乙丙"), Piece(Sign.NEW, "丁"))
    assert shortened(pieces, around=12) == pieces


PROSE = st.text(st.sampled_from("供餐延长到教师食堂的，。；\n 12.:，abc%"), max_size=80)


@settings(deadline=None)
@given(old=PROSE, new=PROSE)
def test_the_pieces_give_both_sides_back(old: str, new: str) -> None:
    """Without what went the pieces are the new text; without what came they are the old one, but for space."""
    pieces = compared(old, new)
    if not pieces:
        assert unspaced(old) == unspaced(new)
        return
    assert _side(pieces, Sign.OLD) == new.strip()
    assert "".join(_side(pieces, Sign.NEW).split()) == "".join(old.split())
    assert all(piece.text for piece in pieces)
    assert all(one.sign is not other.sign for one, other in pairwise(pieces))


@settings(deadline=None)
@given(text=PROSE)
def test_a_text_differs_in_nothing_from_itself(text: str) -> None:
    """No words are shown where none changed, and words joined are the text."""
    assert compared(text, text) == ()
    assert "".join(word.text for word in words(text)) == text.lstrip()


def test_long_prose_is_compared_by_its_rarer_words() -> None:
    """Of two long texts of the same common words the ones that are rare are found again."""
    common = "学校的工作和教师的生活，" * 60
    old, new = f"旧：{common}食堂{common}旧的", f"新：{common}食堂{common}新的"
    assert len(words(old)) > 300
    assert _shown(compared(old, new)) == f"[-旧-][+新+]：{common}食堂{common}[-旧-][+新+]的"
