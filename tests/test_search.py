"""The index of the search: what is in it, in how many bytes, and nothing else."""

from __future__ import annotations

import gzip
import json
import re
from importlib.resources import files

import pytest
from gongkai.render.pages import Entry
from gongkai.views.search.facets import FACETS, FIRST, by_kind
from gongkai.views.search.folding import characters, folded, needed, parted
from gongkai.views.search.grams import grams
from gongkai.views.search.index import DIGITS, LONGER, index_of, packed, squeezed
from gongkai.views.search.synonyms import SYNONYMS
from gongkai.views.search.texts import Text, texts_of, tidy, words_of
from hypothesis import given
from hypothesis import strategies as st

from tests.board_tree import board
from tests.conftest import WriteTree
from tests.search_pages import PAGES, data, outputs, page
from tests.site import ROOT


def _unpacked(text: str) -> list[int]:
    numbers: list[int] = []
    last, at = -1, 0
    while at < len(text):
        letters, base = 1, 0
        while text[at] == LONGER:
            base += len(DIGITS) ** letters
            letters += 1
            at += 1
        gap = sum(DIGITS.index(letter) * len(DIGITS) ** n for n, letter in enumerate(text[at : at + letters]))
        at += letters
        last += base + gap + 1
        numbers.append(last)
    return numbers


def _held(texts: tuple[Text, ...]) -> dict[str, list[list[str]]]:
    """From every gram to the addresses of the pages that hold it, and of those that do in the title."""
    held = {}
    numbered = [text.address for text in by_kind(texts)]
    for shard in index_of(texts).shards:
        for start, (lasts, told) in shard.items():
            for last, each in zip(lasts, told.split(" "), strict=True):
                among = numbered
                held[start + last] = [among := [among[n] for n in _unpacked(part)] for part in each.split("|")]
    return held


def _text(address: str, title: str, words: str, *, kind: str = "提案", fingerprint: str = "") -> Text:
    entry = Entry(address, kind, "", "2026-03-06", "", "")
    return Text(address, title, entry, words, is_verified=True, fingerprint=fingerprint)


def test_the_newest_page_comes_first(write_tree: WriteTree) -> None:
    """The order of the index is that of the results: newest first, undated last."""
    found = [text.address for text in texts_of(board(write_tree), PAGES)]
    assert [address[-4:-1] for address in found] == ["014", "012", "013", "002", "001"]


def test_every_pair_of_every_page_leads_to_it(write_tree: WriteTree) -> None:
    """Nothing that is shown is missing from the index, and nothing else is in it."""
    texts = {text.address: text for text in texts_of(board(write_tree), PAGES)}
    held = _held(tuple(texts.values()))
    for address, text in texts.items():
        for gram in grams([f"{text.title}\n{text.words}"]):
            assert address in held[gram][0]
        for gram in grams([text.title]):
            assert address in held[gram][1]
    for gram, (addresses, *_) in held.items():
        if not gram.startswith("#"):
            assert all(gram.strip() in folded(f"{texts[each].title}\n{texts[each].words}") for each in addresses), gram


def test_titles_are_told_apart() -> None:
    """After the bar stands which of the pages before it hold a pair in their title, also where it ends there alone."""
    held = _held((_text("甲", "照明", "食堂"), _text("乙", "食堂", "明天"), _text("丙", "照明", "明天")))
    assert held["食堂"] == [["甲", "乙"], ["乙"]]
    assert held["照明"] == [["甲", "丙"], ["甲", "丙"]]
    assert held["明天"] == [["乙", "丙"]]
    assert held["明 "] == [["甲", "丙"], ["甲", "丙"]]


def test_grams_number_the_pages_kind_by_kind() -> None:
    """The kind of most pages first, as in its column; the pages of a kind stay in the order of the results."""
    texts = (
        _text("甲", "账", "", kind="财务"),
        _text("乙", "灯", ""),
        _text("丙", "账", "", kind="财务"),
        _text("丁", "账", ""),
        _text("戊", "灯", ""),
    )
    assert [text.address for text in by_kind(texts)] == ["乙", "丁", "戊", "甲", "丙"]
    (shard,) = index_of(texts).shards
    assert [_unpacked(part) for part in shard["账"][1].split("|")] == [[1, 3, 4], [0, 1, 2]]


def test_a_fingerprint_of_digits_is_found_as_a_number() -> None:
    """Typed without its stroke it reads as one; any other fingerprint is found as the page says it."""
    held = _held((_text("甲", "", "", fingerprint="2031-9042"), _text("乙", "", "", fingerprint="7F3A-91C2")))
    assert held["#20319042"] == [["甲"]]
    assert [gram for gram in held if gram.startswith("#")] == ["#20319042", "#乙", "#甲"]


def test_labels_and_workings_are_not_searched() -> None:
    """What every page of a kind repeats, and how a deadline was counted day by day, is no text of the record."""
    markup = (
        '<h1>延长供餐</h1><h2 id="a">案据</h2><dl><dt>公开范围</dt><dd>向社会</dd></dl><svg><title>图</title></svg>'
        '<p>收入 <span class="gk-nowrap">1,480.00 元</span>，<strong>按期</strong></p><h3>小标题</h3>'
        '<details class="gk-details gk-receipt"><summary>期限</summary><p>逐日</p></details>'
        "<td>甲</td><td>乙 &amp; 丙</td>"
    )
    assert words_of(markup).split("\n") == ["延长供餐", "向社会", "收入1,480.00元，按期", "小标题", "甲", "乙&丙"]


@given(st.lists(st.integers(0, 2_000_000), unique=True).map(sorted))
def test_numbers_survive_packing(numbers: list[int]) -> None:
    """What is packed is read back the same."""
    assert _unpacked(packed(numbers)) == numbers


@given(st.text(alphabet="食堂服务中心0123 ，-", max_size=60))
def test_every_neighbour_is_a_gram(text: str) -> None:
    """Any two characters in a row that no space or mark parts, and a lone one with a space."""
    found = grams([text]).keys()
    for run in re.split("[ ,]+", folded(text)):
        assert {run[place : place + 2] for place in range(len(run) - 1)} <= found
        assert not run or any(gram[0] == run[-1] for gram in found)


def test_three_digits_are_a_gram() -> None:
    """Pairs of digits are in every statement; three in a row tell amounts and numbers apart."""
    assert grams(["1,480.00"]).keys() >= {"148", "480"}
    assert grams(["年1"]).keys() == {"年1", "1 "}


def test_a_gram_tells_every_text_that_holds_it_once() -> None:
    """However it is spelt there; what something follows anywhere in a text is no gram with a space."""
    found = grams(["臺北，台北", "", "台上 台", "去台"])
    assert found == {"台北": [0], "北 ": [0], "台上": [2], "上 ": [2], "去台": [3], "台 ": [3]}


def test_a_character_that_reads_as_several_is_spelt_out() -> None:
    """Square metres, numbers in circles and digits of full width are found by what one types."""
    assert grams(["㎡⑫３４"]).keys() == {"m2", "21", "12", "23", "34", "4 ", "212", "123", "234"}
    assert grams(["㈠甲", "\ud800𠀀"]).keys() == {"一 ", "甲 ", "\ud800𠀀", "𠀀 "}


def test_usual_characters_read_as_one() -> None:
    """What the grams rely on: ASCII, Chinese characters and their marks stand for one character and for no digit."""
    marks = (*range(0x3000, 0x3040), *range(0xFF01, 0xFF10), *range(0xFF1A, 0xFF21))
    usual = [chr(code) for code in (*range(0x80), *range(0x4E00, 0xA000), *marks)]
    assert all(len(parted(letter)) == 1 for letter in usual)
    assert not any(parted(letter).isdecimal() for letter in usual if letter not in "0123456789")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("１，４８０．００", "1,480.00"),
        ("1,480,000.00", "1480000.00"),
        ("5，134 人", "5,134 人"),
        ("臺灣學校校務公開預算", "台湾学校校务公开预算"),
        ("第五屆三次", "第五届三次"),
        ("〇一二 贰叁", "零一二 二三"),
        ("ＷｉＦｉ", "wifi"),
        ("伍老师 陆校长", "伍老师 陆校长"),
    ],
)
def test_spellings_become_one(typed: str, plain: str) -> None:
    """Width, case, traditional characters, numerals of bills, commas within amounts; surnames stay."""
    assert folded(typed) == plain


def test_only_needed_characters_are_sent() -> None:
    """The browser is told of the variants of characters that stand in this site's index."""
    assert "臺台" in needed("台学")
    assert "學学" in needed("台学")
    assert "務务" not in needed("台学")
    assert all(len(variant) == len(plain) == 1 for variant, plain in characters().items())


def test_a_number_is_found_as_it_is_typed() -> None:
    """Without strokes, with or without the serial's leading zero, and with its kind."""
    assert squeezed("05-03-012") == {"#0503012", "#050312"}
    assert squeezed("canteen-2026-03") == {"#canteen202603"}
    assert squeezed("") == set()


def test_chinese_is_searched_without_its_line_breaks() -> None:
    """A space between Chinese characters is no part of the text; between Latin words it stays."""
    assert tidy("晚自习后  食堂 Wi Fi\t密码") == "晚自习后食堂Wi Fi密码"


def test_the_files_are_the_same_whatever_the_order(write_tree: WriteTree) -> None:
    """Same pages, same bytes; the cards hold every title once, in the order of the numbers."""
    first = outputs(write_tree)
    assert first == outputs(write_tree, tuple(reversed(PAGES)))
    read = data(first)
    assert [card[0] for card in read["cards-0"]] == [text.address for text in texts_of(board(write_tree), PAGES)]
    assert len([name for name in read if name.startswith("grams-")]) == len(read["about"]["starts"])


def test_every_facet_has_a_character_for_each_page(write_tree: WriteTree) -> None:
    """A page's place in a column leads to its value; years come newest first, other values the most frequent first."""
    columns = data(outputs(write_tree))["facets"]
    assert list(columns) == list(FACETS)
    values = {
        name: [column["values"][ord(letter) - FIRST] for letter in column["pages"]] for name, column in columns.items()
    }
    assert values["year"] == ["2026", "2026", "2026", "2025", ""]
    assert values["session"] == ["五届三次"] * 3 + ["五届二次"] * 2
    assert columns["year"]["values"] == ["", "2026", "2025"]
    assert columns["department"]["values"] == ["", "总务处", "图书馆"]


def test_the_overdue_are_a_facet(write_tree: WriteTree) -> None:
    """A page whose case waits past its day has the value 逾期: the small school's own cases say which."""
    shown = board(write_tree)
    late = {identity for identity, case in shown.cases.items() if case.overdue_days(shown.today)}
    pages = [
        page(identity.split("/")[1], "某事", "某事") for identity in shown.cases if identity.startswith("proposals/")
    ]
    found = {text.address[:-1] for text in texts_of(shown, pages) if text.is_overdue}
    assert found == {identity for identity in late if identity.startswith("proposals/")}
    assert found


def test_line_separators_do_not_break_a_script(write_tree: WriteTree) -> None:
    """U+2028 and U+2029 are written as escapes: older readers of scripts end the line there."""
    found = outputs(write_tree, (page("1", "甲\u2028乙", "丙\u2029丁"),))
    assert not any("\u2028".encode() in asset.content or "\u2029".encode() in asset.content for asset in found)


def test_synonyms_are_simplified_and_stand_in_one_row_only() -> None:
    """A word that meant two things would lead to pages about something else."""
    words = [word for row in SYNONYMS for word in row]
    assert len(set(words)) == len(words)
    assert [folded(word) for word in words] == words
    assert all(len(row) > 1 for row in SYNONYMS)


def test_the_scripts_are_small_and_build_no_markup() -> None:
    """What a reader loads once is small, and no text ever becomes markup."""
    scripts = [(files("gongkai") / "assets" / name).read_bytes() for name in ("search.js", "search-index.js")]
    assert sum(len(gzip.compress(script)) for script in scripts) < 11_400
    for script in scripts:
        assert not re.search(rb"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|https?:", script)


def test_the_theme_ships_no_index_of_its_own() -> None:
    """mkdocs.yml names its plugins, and the theme's search is not among them."""
    assert "- search" not in (ROOT / "mkdocs.yml").read_text("utf-8")


def test_the_fixed_queries_are_well_formed() -> None:
    """Each says what is asked, why, which text is meant, and pages that must be found."""
    queries = json.loads((ROOT / "benchmarks" / "search_queries.json").read_text("utf-8"))
    assert len({each["query"] for each in queries}) == len(queries) > 20
    assert all(set(each) == {"query", "why", "text", "pages"} for each in queries)
