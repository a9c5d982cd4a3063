"""The gate: whatever a site would say that it must not is found, wherever and however it is written."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from gongkai.gate import search
from gongkai.personal import find
from gongkai.personal.skimming import may_tell
from gongkai.render.archives import zip_of
from gongkai.render.pages import Alternate, Asset, Entry, Output, Page
from gongkai.render.spreadsheets import csv_of
from gongkai.render.workbooks import Sheet, xlsx_of
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

NAME = "段一苇"
LONG = "二楼东侧的房间改作心理咨询室使用"
HIDDEN = frozenset({NAME, LONG, "甲&乙公司的合作合同"})
MOBILE = "13800001234"
IDENTITY = "99010119900307100X"
CLEAN = "<p>提案 12 件，2025年11月11日答复。</p>"


def page(html: str = CLEAN, **changed: object) -> Page:
    return Page("a/", "标题", Markup(html), **changed)  # type: ignore[arg-type]


def found(output: Output, *others: Output) -> list[tuple[str, str]]:
    return [(each.code.code, each.location.path) for each in search((page(), output, *others, page(CLEAN)), HIDDEN)]


@pytest.mark.parametrize(
    "html",
    [
        f"<p>推荐 {NAME} 为人选</p>",
        f"<p>推荐：<b>{NAME}</b></p>",
        f'<img alt="{NAME}">',
        f'<a title="a>b {NAME}">x</a>',
        f"<a title='{NAME}'>{NAME}</a>",
        "<p>段&#19968;苇</p>",
        "<p>段\u200b一\u2060苇</p>",
        '<a data-x="&#x6bb5;一苇">',
        f"<p>{LONG}</p>",
        "<p>甲&amp;乙公司的合作合同</p>",
        '<script type="application/json">{"段\\u4e00苇": 1}</script>',
    ],
)
def test_a_hidden_text_in_a_page(html: str) -> None:
    """Between tags, in attributes, in escapes, among signs that nobody sees."""
    assert found(page(html)) == [("G01", "a/")]


@pytest.mark.parametrize(
    "output",
    [
        page(description=NAME),
        page(entry=Entry("1", "提案", f"找 {NAME}")),
        page(thing={"about": {NAME: 1}}),
        page(thing={"about": [{"name": NAME}]}),
        page(alternates=(Alternate("a/x.csv", "text/csv", NAME),)),
        Asset("a.json", json.dumps({NAME: 1}, ensure_ascii=False).encode()),
        Asset("a.json", json.dumps({"a": [NAME]}).encode()),
        Asset("a.json", json.dumps({"a": f"提案人：\n{NAME}\n附议人"}, ensure_ascii=False).encode()),
        Asset("a.csv", csv_of([("姓名",), (NAME,)])),
        Asset("a.xlsx", xlsx_of([Sheet("表", [("姓名", Decimal(1)), (NAME, None)])])),
        Asset("a.xlsx", xlsx_of([Sheet("表", [("甲&乙公司的合作合同",)])])),
        Asset("a.xlsx", xlsx_of([Sheet(NAME, [("科目",)])])),
        Asset("a.zip", zip_of({f"{NAME}.csv": b"1"})),
        Asset("a.zip", zip_of({"b.csv": NAME.encode()})),
        Asset("a.xml", f"<title>{NAME}</title>".encode()),
        Asset("a.ics", "SUMMARY:段一\r\n 苇\r\n".encode()),
        Asset("a.svg", f"<desc>{NAME}</desc>".encode()),
        Asset("a.js", f'x({{"{NAME}":[1]}})'.encode(), in_pairs=True),
        Asset("a.txt", f"\ufeff{NAME}".encode(), is_attached=True),
    ],
    ids=range(19),
)
def test_a_hidden_name_in_any_output(output: Output) -> None:
    """In what a page carries beside its text, in keys, cells, sheets, members of archives, feeds, calendars."""
    assert found(output) == [("G01", output.address)]


def test_a_file_of_an_archive_is_passed_over_only_where_it_is_published_as_it_is() -> None:
    """The same name beside the archive with other contents excuses nothing; the file itself is told by itself."""
    archive = Asset("data/a.zip", zip_of({"b.csv": NAME.encode()}))
    assert found(archive, Asset("data/b.csv", b"x")) == [("G01", "data/a.zip")]
    assert found(archive, Asset("b.csv", NAME.encode())) == [("G01", "data/a.zip"), ("G01", "b.csv")]
    assert found(archive, Asset("data/b.csv", NAME.encode())) == [("G01", "data/b.csv")]


@pytest.mark.parametrize(
    "html",
    [
        f"<p>电话{MOBILE}。</p>",
        f'<a href="tel:{MOBILE}">',
        '<a href="?q=%31%33800001234">',
        "<p>1380000&#49;234</p>",
        "<p>１３８００００１２３４</p>",
        "<p>138－0000－1234</p>",
        "<p>138 0000 1234</p>",
        '<path d="M138 0000 1234"/>',
        "<p>990101<br>19900307<br>100X</p>",
        '<p>990101/19900307<span class="x"> 100X</span></p>',
        "<p>99010119900307<wbr>100X</p>",
        "<p>990101\n19900307\n100X</p>",
        '<tr><th scope="row">出生日期</th><td class="a"><data value="1990-03-07">1990年3月7日</data></td></tr>',
        f'<th>护照号码</th><td class="{"x" * 70}">E12345678</td>',
        '<th>卡号</th><td class="gk-num">4000000000001232</td>',
        '<th>身份证</th><td class="gk-num">990101900307123</td>',
        "<dt>家庭住址</dt><dd>青石路12号3栋502室</dd>",
        "<p>家 庭 住 址：青石路12号3栋502室</p>",
        "<p>lin@mail.example</p>",
        "<p>lin @ mail . example</p>",
        "<p>闽A·12345</p>",
        "<p>微　信号：lin_tong_2020</p>",
        "<p>＋</p><p>家 庭地址：青石路12号3栋502室</p>",
    ],
)
def test_personal_data_in_a_page(html: str) -> None:
    """Numbers parted by tags or escapes, words whose datum stands in the next cell."""
    assert found(page(html)) == [("G02", "a/")]


@pytest.mark.parametrize(
    "output",
    [
        page(thing={"telephone": MOBILE}),
        Asset("a.json", json.dumps({MOBILE: 1}).encode()),
        Asset("a.csv", csv_of([("电话",), (MOBILE,)])),
        Asset("a.xlsx", xlsx_of([Sheet("表", [("电话",), (int(MOBILE),)])])),
        Asset("a.zip", zip_of({"b.csv": MOBILE.encode()})),
        Asset("a.html", f"<p>{IDENTITY}</p>".encode()),
    ],
    ids=range(6),
)
def test_personal_data_in_any_output(output: Output) -> None:
    """A number in a key, in a typed cell, in an archive."""
    assert found(output) == [("G02", output.address)]


def test_what_is_no_secret_passes() -> None:
    """The program's manual may quote a name; numbers of neighbouring cells, digests and drawings are nobody's."""
    manual = page(f"<p>{NAME} {MOBILE}</p>", of_program=True)
    cells = Asset("a.xlsx", xlsx_of([Sheet("表", [(138, 1234), (5678, None)])]))
    rest = (
        page(f"<p>{NAME}</p>"),
        Asset("a.csv", csv_of([("138", "0000"), ("1234", "")])),
        cells,
        Asset("a.json", b'{"digest":"3f13800001234abc","@type":"Question"}'),
        page('<path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 1.7a4.3 4.3 0 1 1 0 8.6 4.3 4.3 0 0 1 0-8.6Z"/>'),
    )
    assert search((manual, *rest), HIDDEN) == ()


PIECES = """
0 1 9 138 0000 1234 13800001234 990101 19900307 100X 1237 990101900307123 4000000000001232 62 - － . ． / ~ 、 ( * ＊ ＋
<br> <b> </td><td> <i·title='>'> &nbsp; &#49; &amp;#49; %31 %2531 \\u0031 \\- \u200b １ ① 𝟏 出生 出 生 日期 1990-03-07
1990年3月7日 护照 E12345678 卡号 身份证 家庭 住址 家 庭 住 址 青石路12号3栋502室 微信 微 信 号 lin_tong QQ Ｑ 12345 lin
@ ＠ %40 mail.example 闽A 12345 学籍号 G ： : " = a f
"""
WRITTEN = st.sampled_from((*PIECES.split(), " ", "\n", "\t", "\u3000", "\u00a0"))


@given(st.lists(WRITTEN, max_size=9).map("".join))
def test_the_quick_look_misses_nothing(text: str) -> None:
    """Where it sees nothing, a close reading finds nothing certain: in the text, nor without its tags."""
    for read in (text, re.sub("<[^>]*>", "\n", text)):
        if any(trace.certain for trace in find(read)):
            assert may_tell(text)
