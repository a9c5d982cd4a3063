"""How a sheet is set: from data alone, the same bytes every time, with its fonts inside, and tables over pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from gongkai.render import typesetting
from gongkai.render.qr_codes import svg_of
from gongkai.render.tables import Column, Group, Kind, Row, Table, ungrouped
from gongkai.render.typefaces import families_of
from gongkai.render.typesetting import TypesettingError
from gongkai.sheets.document import (
    Answer,
    Ask,
    Asks,
    Bullets,
    Facts,
    Figure,
    Grid,
    Heading,
    Mark,
    Paper,
    Paragraph,
    Quote,
    Role,
    Rule,
    Sheet,
    Signature,
    SignLines,
    Style,
    Verbatim,
    Verdict,
)
from gongkai.sheets.encoding import as_json, encoded
from gongkai.sheets.words import Manner, Run

from tests import sheet_files
from tests.site import ROOT

HOSTILE = '#panic() $x$ *星* @ref [括] \\反 <label> ~ `码` // 注 #{1+1} #import "x" _下_ <script>'
SQUASHED = "".join(HOSTILE.split())


def _hostile() -> Sheet:
    """A sheet on which every block says what would be code."""
    columns = (Column(HOSTILE), Column("金额", Kind.MONEY))
    table = Table("t", HOSTILE, columns, ungrouped([(HOSTILE, Decimal(1)), ("字" * 60, Decimal(2))]), unit=HOSTILE)
    manners = tuple(Run(HOSTILE, manner) for manner in (Manner.STRONG, Manner.STATUS, Manner.STRUCK, Manner.QUIET))
    return sheet_files.sheet(
        Heading(HOSTILE),
        Paragraph(HOSTILE),
        Paragraph(manners),
        *(Paragraph(HOSTILE, role) for role in Role),
        Bullets(((Paragraph(HOSTILE),), (Paragraph("word" * 250),)), is_numbered=True, start=3),
        Facts(((HOSTILE, HOSTILE),)),
        Asks((Ask("1", HOSTILE, (Answer(HOSTILE, HOSTILE, HOSTILE),)),)),
        Grid(table, (1,)),
        Verdict(HOSTILE, HOSTILE),
        Quote((Paragraph(HOSTILE),)),
        Verbatim(HOSTILE),
        SignLines((HOSTILE,)),
        Rule(),
        Signature(HOSTILE, HOSTILE),
        title=HOSTILE,
    )


@pytest.fixture(scope="module")
def hostile() -> bytes:
    """The hostile sheet as PDF."""
    return sheet_files.pdf_of(_hostile())


def test_no_text_is_ever_code(hostile: bytes) -> None:
    """What looks like Typst stands on the sheet, sign for sign, in every kind of block."""
    text = sheet_files.text_of(hostile).replace("\u200b", "")
    assert text.count(SQUASHED) >= 20
    assert text.count("word") == 250
    assert pypdf.PdfReader(BytesIO(hostile)).metadata.title == HOSTILE  # type: ignore[union-attr]


def test_nothing_runs_off_the_paper(hostile: bytes) -> None:
    """Not even words of a thousand letters and terms as long as sentences."""
    for page in range(len(sheet_files.page_sizes(hostile))):
        for letter in sheet_files.letters(hostile, page):
            assert letter.left > 15
            assert letter.right < 195


def _rich() -> Sheet:
    """A sheet with a heading, a list, a table, a drawing and a code."""
    table = Table("t", "收支", (Column("科目"), Column("金额", Kind.MONEY)), ungrouped([("办公费", Decimal("1040.5"))]))
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
    around = Mark(
        school="样例学校",
        number="sample-2026-1",
        day=sheet_files.DAY,
        fingerprint="7F3A-91C2",
        period=(date(2026, 11, 18), date(2026, 11, 24)),
        take_down=date(2026, 11, 24),
        phone="0599-5550123",
        address="https://school.example/notices/sample-2026-1/",
        code=str(svg_of("https://school.example/notices/sample-2026-1/", "网页")),
        is_internal=True,
    )
    blocks = (Heading("一、经过"), Paragraph("正文。"), Grid(table), Figure(drawing, "一个黑色方块", "图"))
    return sheet_files.sheet(*blocks, title="样张标题", mark=around)


@pytest.fixture(scope="module")
def rich() -> bytes:
    """The rich sheet as PDF."""
    return sheet_files.pdf_of(_rich())


def test_the_file_is_tagged_and_says_what_it_is(rich: bytes) -> None:
    """PDF/UA-1: a title that is shown, a language, a tree of tags with words for pictures and heads for tables."""
    reader = pypdf.PdfReader(BytesIO(rich))
    root: Any = reader.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == "zh-CN"
    assert reader.metadata is not None
    assert reader.metadata.title == "样张标题"
    assert reader.metadata.author == "样例学校"
    tags = [str(each["/S"]) for each in sheet_files.objects(rich) if "/S" in each and "/P" in each]
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Figure"} <= set(tags)
    told = {str(each["/Alt"]) for each in sheet_files.objects(rich) if "/Alt" in each}
    assert told == {"一个黑色方块"}


def test_the_file_carries_the_day_of_its_data(rich: bytes) -> None:
    """Never the hour at which somebody printed it."""
    metadata: Any = pypdf.PdfReader(BytesIO(rich)).metadata
    assert metadata["/CreationDate"].startswith("D:20261120")
    assert "/ModDate" not in metadata or metadata["/ModDate"].startswith("D:20261120")


def test_fonts_are_inside_and_none_is_of_type_3(rich: bytes, hostile: bytes) -> None:
    """Every print shop can print the file; text stays text, also in drawings."""
    found = sheet_files.fonts(rich) | sheet_files.fonts(hostile)
    assert found
    assert all(font.is_embedded for font in found)
    assert {font.kind for font in found} == {"/Type0"}


def test_the_marks_stand_on_every_page(hostile: bytes, rich: bytes) -> None:
    """Number, fingerprint, data date and page; period, telephone, day to take down and 内部公开 where there are any."""
    pages = len(sheet_files.page_sizes(hostile))
    for page in range(pages):
        text = sheet_files.text_of(hostile, page)
        assert "编号sample-2026-1" in text
        assert "数据截至2026年11月20日指纹7F3A-91C2" in text
        assert f"第{page + 1}/{pages}张" in text
        assert "内部公开" not in text
        assert "撤下" not in text
    text = sheet_files.text_of(rich)
    assert "公示期2026年11月18日至2026年11月24日监督电话0599-5550123" in text
    assert "2026年11月24日后撤下" in text
    assert "内部公开" in text
    assert "https://school.example/notices/sample-2026-1/" in text


@pytest.mark.parametrize("style", list(Style))
def test_the_day_to_take_down_stands_on_every_page(style: Style) -> None:
    """Pages are put up beside each other, and each comes down on its day."""
    around = replace(sheet_files.sheet().mark, take_down=date(2026, 11, 24))
    long = tuple(Paragraph("正文。" * 100) for _ in range(10))
    template = "official" if style is Style.OFFICIAL else "notice"
    pdf = sheet_files.pdf_of(sheet_files.sheet(*long, mark=around, style=style, template=template))
    pages = len(sheet_files.page_sizes(pdf))
    assert pages >= 3
    assert all("2026年11月24日后撤下" in sheet_files.text_of(pdf, page) for page in range(pages))


def test_every_form_and_paper_has_its_own_file() -> None:
    """A poster upright and one lying are two files."""
    names = {sheet_files.sheet(form="海报", paper=paper).name for paper in Paper}
    assert names == {f"sample-2026-1-海报{size}" for size in ("", "-A4横", "-A3", "-A3横")}


def test_each_paper_has_its_size() -> None:
    """In millimetres, upright and sideways."""
    for paper, size in zip(Paper, [(210, 297), (297, 210), (297, 420), (420, 297)], strict=True):
        made = sheet_files.pdf_of(sheet_files.sheet(Paragraph("一行。"), paper=paper))
        assert sheet_files.page_sizes(made) == [size]


def test_the_same_sheet_gives_the_same_bytes(rich: bytes, tmp_path: Path) -> None:
    """Also elsewhere, in another zone, another language and another process."""
    program = (
        "import sys; from tests import sheet_files; from tests.test_typesetting import _rich;"
        "sys.stdout.buffer.write(sheet_files.pdf_of(_rich()))"
    )
    environment = {
        **os.environ,
        "TZ": "America/New_York",
        "LC_ALL": "C",
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "7",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, check=True
    )
    assert done.stdout == rich


def test_an_empty_heading_is_left_out_and_no_level_is_skipped() -> None:
    """PDF/UA allows neither; how a heading looks stays as it was asked for."""
    made = sheet_files.sheet(Heading("", 1), Heading("名单", 3), Heading("附注", 3), Heading("说明", 1))
    found = [(each["level"], each["depth"]) for each in encoded(made)["blocks"]]
    assert found == [(3, 1), (3, 2), (1, 1)]
    tags = {str(each["/S"]) for each in sheet_files.objects(sheet_files.pdf_of(made)) if "/S" in each}
    assert {"/H1", "/H2", "/H3"} <= tags
    assert "/H4" not in tags


def test_what_the_engine_says_is_passed_on() -> None:
    """A template that does not fit its data is a sentence, not a stack trace."""
    press = sheet_files.press()
    with pytest.raises(TypesettingError, match="排版没有成功"):
        press.engine.pdf("notice", b"{}", families_of(press.faces.chains))


def test_without_the_engine_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything but printing works on a machine for which there is no wheel."""
    monkeypatch.setattr(typesetting, "IS_INSTALLED", False)
    with pytest.raises(TypesettingError, match="没有装排版程序 Typst，印不了。运行 pip install typst"):
        typesetting.typesetter()


# Tables over several pages -----------------------------------------------------------------------------------


def _ledger(count: int) -> Sheet:
    """A list of payments: the n-th of n yuan and ten cents; every tenth is of minus one yuan."""
    amounts = [Decimal(-1) if n % 10 == 0 else Decimal(n) + Decimal("0.10") for n in range(1, count + 1)]
    rows = ungrouped((n, f"第{n}笔", amount) for n, amount in enumerate(amounts, 1))
    columns = (Column("序号", Kind.NUMBER), Column("事项"), Column("金额", Kind.MONEY))
    return sheet_files.sheet(Grid(Table("payments", "支出明细", columns, rows, unit="元"), (2,)))


@pytest.fixture(scope="module")
def ledger() -> bytes:
    """A hundred payments as PDF."""
    return sheet_files.pdf_of(_ledger(100))


def _numbers(pdf: bytes, page: int) -> list[int]:
    """The payments on a page."""
    text = sheet_files.text_of(pdf, page)
    return [n for n in range(1, 101) if f"第{n}笔" in text]


def test_every_payment_is_on_one_page_only(ledger: bytes) -> None:
    """The rows run on from page to page; none is lost, doubled or parted."""
    pages = [_numbers(ledger, page) for page in range(len(sheet_files.page_sizes(ledger)))]
    assert len(pages) >= 3
    assert [n for page in pages for n in page] == list(range(1, 101))


def test_the_head_is_repeated_and_says_that_it_goes_on(ledger: bytes) -> None:
    """续表 stands on every page but the first, with the unit and the names of the columns on all."""
    for page in range(len(sheet_files.page_sizes(ledger))):
        text = sheet_files.text_of(ledger, page)
        assert ("续表" in text) is (page > 0)
        assert text.count("支出明细单位：元") == 1
        assert "序号事项金额" in text


def test_subtotals_are_exact_on_every_page(ledger: bytes) -> None:
    """本页小计 is the sum of the page's rows, the running total that of all so far; the last is called 总计.

    Of the first 100: 90 amounts n + 0.10 and ten of −1: 5050 − 550 + 9.00 − 10 = 4,499.00.
    """
    amounts = {n: Decimal(-1) if n % 10 == 0 else Decimal(n) + Decimal("0.10") for n in range(1, 101)}
    running = Decimal(0)
    pages = len(sheet_files.page_sizes(ledger))
    for page in range(pages):
        subtotal = sum((amounts[n] for n in _numbers(ledger, page)), Decimal(0))
        running += subtotal
        name = "总计" if page == pages - 1 else "累计"
        assert f"本页小计{subtotal:,.2f}{name}{running:,.2f}" in sheet_files.text_of(ledger, page)
    assert running == Decimal("4499.00")


def test_figures_stand_flush_right(ledger: bytes) -> None:
    """The last digits of amounts of any length, of the subtotal and of the total stand below each other."""
    edges = {round(sheet_files.where(ledger, words).right, 1) for words in ("1.10", "19.10", "−1.00")}
    total = sheet_files.where(ledger, "总计4,499.00", len(sheet_files.page_sizes(ledger)) - 1)
    assert max(edges) - min(edges) < 0.3
    assert abs(total.right - max(edges)) < 0.3


def test_a_table_on_one_page_has_only_its_total() -> None:
    """本页小计 of the only page would say the same twice; a table that ends with totals of its own gets none."""
    columns = (Column("科目"), Column("金额", Kind.MONEY))
    rows = (Row(("甲", Decimal("0.1"))), Row(("其中：乙", Decimal("0.1")), kind="part"), Row(("丙", Decimal("0.2"))))
    bare = Table("t", "收支", columns, (Group(rows),))
    text = sheet_files.text_of(sheet_files.pdf_of(sheet_files.sheet(Grid(bare, (1,)))))
    assert "总计0.30" in text
    assert "本页小计" not in text
    own = Table("t", "收支", columns, (Group((*rows, Row(("合计", Decimal("0.3")), kind="sum"))),))
    text = sheet_files.text_of(sheet_files.pdf_of(sheet_files.sheet(Grid(own, (1,)))))
    assert "合计0.30" in text
    assert "总计" not in text


def test_money_is_added_without_rounding() -> None:
    """Ten cents a hundred times are ten yuan; large amounts keep their cents."""
    columns = (Column("科目"), Column("金额", Kind.MONEY))
    rows = ungrouped([*(("一角", Decimal("0.1")) for _ in range(100)), ("大额", Decimal("90071992547409.93"))])
    data = encoded(sheet_files.sheet(Grid(Table("t", "收支", columns, rows), (1,))))
    assert data["blocks"][0]["lines"][99]["sums"] == ["10.00"]
    assert data["blocks"][0]["lines"][100]["sums"] == ["90071992547419.93"]


def test_the_data_of_a_sheet_holds_no_fraction_of_a_number() -> None:
    """Amounts reach the template as texts: a floating number would be another amount."""
    data = json.loads(as_json(_ledger(12)))
    for line in data["blocks"][0]["lines"]:
        assert all(isinstance(cell, list) for cell in line["cells"])
        assert all(isinstance(total, str) for total in line["sums"])


def test_tables_within_lists_and_quotes_do_not_share_their_sums() -> None:
    """Each has a key of its own, wherever it lies."""
    table = Table("t", "收支", (Column("科目"), Column("金额", Kind.MONEY)), ungrouped([("甲", Decimal(1))]))
    own = Grid(table, (1,))
    made = sheet_files.sheet(own, Quote((own,)), Bullets(((Paragraph("项"), own),)))
    assert sheet_files.text_of(sheet_files.pdf_of(made)).count("总计1.00") == 3
