"""Pages and prose as blocks of a sheet: nothing lost in silence, nothing of the screen on paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from gongkai import press
from gongkai.render.charts.bars import bars
from gongkai.render.charts.frame import Bar, Frame
from gongkai.render.icons import chip
from gongkai.render.pages import Page
from gongkai.render.prose import to_html
from gongkai.settings import find
from gongkai.sheets.document import (
    Block,
    Bullets,
    Facts,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Quote,
    Role,
    Rule,
    SignLines,
    Verbatim,
)
from gongkai.sheets.encoding import encoded
from gongkai.sheets.prose import blocks_of
from gongkai.sheets.words import Manner, Run, data_of, runs_of, text_of
from gongkai.views.record_pages import whole
from gongkai.views.reports import pages as reports
from markupsafe import Markup, escape

from tests import sheet_files
from tests.site import ROOT


def _plain(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    """The kind and the words of every block that has words."""
    return [(type(each).__name__, text_of(each.words)) for each in blocks if isinstance(each, Heading | Paragraph)]


def test_prose_of_a_record_becomes_blocks() -> None:
    """Headings, paragraphs, lists within lists, quotes, rules and lines kept as they are."""
    text = "## 案据\n\n第一段。\n\n- 甲\n- 乙\n    1. 子\n\n> 引\n\n---\n\n```\n原  样\n```\n"
    heading, first, points, quote, rule, verbatim = blocks_of(to_html(text))
    assert heading == Heading((Run("案据"),), 1)
    assert first == Paragraph((Run("第一段。"),))
    assert isinstance(points, Bullets)
    assert not points.is_numbered
    assert points.items[0] == (Paragraph((Run("甲"),)),)
    assert isinstance(points.items[1][1], Bullets)
    assert points.items[1][1].is_numbered
    assert quote == Quote((Paragraph((Run("引"),)),))
    assert isinstance(rule, Rule)
    assert verbatim == Verbatim("原  样")


def test_a_list_begins_where_its_author_said() -> None:
    """Numbers that continue those of a page before stay what they are."""
    (points,) = blocks_of(to_html("3. 三\n4. 四\n"))
    assert isinstance(points, Bullets)
    assert (points.is_numbered, points.start) == (True, 3)


def test_links_are_words_and_marks_are_manners() -> None:
    """No address behind a word, no blue; strong, struck, whole and status stay."""
    html = Markup('<p>见<a href="../../x/">决议</a>，<strong>要紧</strong><del>旧</del>{}，{}<br>次行</p>')
    (paragraph,) = blocks_of(html.format(whole("限 7 个工作日"), escape(chip("overdue", "逾期 3 天"))))
    assert isinstance(paragraph, Paragraph)
    assert paragraph.words == (
        Run("见决议，"),
        Run("要紧", Manner.STRONG),
        Run("旧", Manner.STRUCK),
        Run("限 "),
        Run("7 个工作日", Manner.WHOLE),
        Run("，"),
        Run("逾期 3 天", Manner.STATUS),
        Run("", Manner.BREAK),
        Run("次行"),
    )


def test_what_is_for_the_screen_only_is_left_out() -> None:
    """Navigation, downloads, buttons, what is read aloud, signs and scripts."""
    html = (
        '<h1>题</h1><nav>路径</nav><p class="gk-downloads">下载</p><div class="gk-find-place"></div>'
        '<h2 class="gk-hidden">听</h2><p hidden>藏</p><button>按</button><script>alert(1)</script>'
        '<p>留<svg class="gk-icon"><path d="M0 0"/></svg>下</p><input value="x">'
    )
    assert _plain(blocks_of(html)) == [("Paragraph", "留下")]


def test_folded_parts_are_unfolded_and_loose_words_kept() -> None:
    """A summary becomes a heading; words outside every element become a paragraph."""
    html = "散字<details><summary>怎么算</summary><p>逐日数。</p></details><div>单放</div>尾"
    assert _plain(blocks_of(html)) == [
        ("Paragraph", "散字"),
        ("Heading", "怎么算"),
        ("Paragraph", "逐日数。"),
        ("Paragraph", "单放"),
        ("Paragraph", "尾"),
    ]


def test_the_highest_heading_of_a_piece_is_of_the_first_level() -> None:
    """However deep it lies on its page."""
    blocks = blocks_of("<h3>甲</h3><h4>乙</h4><h5>丙</h5>")
    assert [each.level for each in blocks if isinstance(each, Heading)] == [1, 2, 3]
    assert [each.level for each in blocks_of("<h2>甲</h2><h4>丙</h4>") if isinstance(each, Heading)] == [1, 3]


def test_a_list_of_terms_becomes_facts() -> None:
    """Each term with what is said of it, also where pairs lie in a division of their own."""
    (facts,) = blocks_of("<dl><div><dt>受理</dt><dd>纪检</dd></div><dt>电话</dt><dd>1</dd><dd>2</dd></dl>")
    assert facts == Facts((("受理", (Run("纪检"),)), ("电话", (Run("1"),)), ("", (Run("2"),))))


TABLE = """<table class="gk-table" id="t"><caption><span>收支表</span><span class="gk-unit">单位：元</span></caption>
<thead><tr><th rowspan="2">科目</th><th colspan="2" class="gk-num">金额</th></tr>
<tr><th></th><th class="gk-num">上年</th><th class="gk-num">本年</th></tr></thead>
<tbody><tr class="gk-table__group"><th colspan="3">一、收入</th></tr>
<tr><th>拨款</th><td class="gk-num"><data value="1">1,000.00</data></td><td class="gk-num">—</td></tr>
<tr><th>说明</th><td colspan="2">两栏合写</td></tr></tbody>
<tfoot><tr><th>合计</th><td class="gk-num">1,000.00</td><td class="gk-num">0.00</td></tr></tfoot></table>"""


def test_a_table_keeps_its_caption_unit_groups_spans_and_foot() -> None:
    """Cells that span columns are followed by empty ones; figures stay on the right."""
    (grid,) = blocks_of(TABLE)
    assert isinstance(grid, Grid)
    table = grid.table
    assert (table.caption, table.unit) == ("收支表", "元")
    assert [column.name for column in table.columns] == ["科目", "金额 上年", "金额 本年"]
    assert [column.kind.is_number for column in table.columns] == [False, True, True]
    (group,) = table.groups
    assert group.name == "一、收入"
    data = encoded(sheet_files.sheet(grid))["blocks"][0]
    assert [line.get("cells") for line in data["lines"]] == [
        None,
        [["拨款"], ["1,000.00"], ["—"]],
        [["说明"], ["两栏合写"], []],
    ]
    assert [line["cells"] for line in data["foot"]] == [[["合计"], ["1,000.00"], ["0.00"]]]


def test_a_chart_becomes_a_drawing_with_the_words_that_say_the_same() -> None:
    """The sentence above it, the drawing as text and lines in a font that is inside, and its numbers as a table."""
    items = (Bar("财政拨款", Decimal(6), "6.00 万元"), Bar("办公费", Decimal(-1), "−1.00 万元"))
    blocks = blocks_of(bars(items, Frame("money", "收支", "拨款比去年多。", unit="万元")))
    sentence, figure, heading, grid = blocks
    assert isinstance(sentence, Paragraph)
    assert text_of(sentence.words) == "拨款比去年多。"
    assert isinstance(figure, Figure)
    assert figure.words == "收支：财政拨款 6.00 万元；办公费 −1.00 万元"
    assert isinstance(heading, Heading)
    assert isinstance(grid, Grid)
    pdf = sheet_files.pdf_of(sheet_files.sheet(figure))
    assert "6.00万元" in sheet_files.text_of(pdf)
    assert {font.kind for font in sheet_files.fonts(pdf)} == {"/Type0"}
    picture = sheet_files.pictures(pdf)[0].convert("RGB")
    colours = {colour for _, colour in picture.getcolors(1 << 20) or ()}
    assert (0x17, 0x49, 0x5A) in colours


def test_the_lines_on_which_people_sign_are_kept() -> None:
    """The papers of the site end with them."""
    html = '<div class="gk-paper__signatures"><p>工会主席<span class="gk-paper__line"></span></p><p>日期</p></div>'
    assert blocks_of(html) == (SignLines(("工会主席", "日期")),)


def test_small_print_has_a_role_of_its_own() -> None:
    """The classes of the site say what a sentence is for."""
    blocks = blocks_of('<p class="gk-lead">要点</p><p class="gk-note">注</p><p>文</p>')
    assert [each.role for each in blocks if isinstance(each, Paragraph)] == [Role.LEAD, Role.NOTE, Role.BODY]


@pytest.mark.parametrize("length", [29, 30, 1000])
def test_a_word_longer_than_a_line_may_part(length: int) -> None:
    """Latin letters of thirty and more get places to part, eight by eight; Chinese parts anywhere."""
    (found,) = data_of("w" * length)
    assert found.replace("\u200b", "") == "w" * length
    assert found.count("\u200b") == (0 if length < 30 else -(-length // 8) - 1)
    assert data_of("字" * length) == ["字" * length]


def test_words_of_any_kind_become_runs() -> None:
    """Plain text is never read as HTML; a chip is its word; spaces at the ends go."""
    assert runs_of("<b>不是粗体</b>") == (Run("<b>不是粗体</b>"),)
    assert runs_of(chip("kept")) == (Run("已兑现", Manner.STATUS),)
    assert runs_of(Markup("  <b>甲</b>  乙 ")) == (Run("甲", Manner.STRONG), Run(" 乙"))
    assert runs_of("") == ()


def test_what_the_stylesheet_keeps_apart_stays_apart() -> None:
    """Neighbours in a lead, and a name with the day behind it, do not run into one word."""
    lead, step = blocks_of(
        '<p class="gk-lead"><span>职称公示</span><span>5 天</span></p><p><b>答复</b><time>3月</time></p>'
    )
    assert text_of(lead.words) == "职称公示 5 天"  # type: ignore[union-attr]
    assert text_of(step.words) == "答复 3月"  # type: ignore[union-attr]


def test_the_whole_page_of_a_report_becomes_blocks() -> None:
    """Every sentence, table and line to sign on; the numbers are those of the page."""
    settings = find(ROOT / "mkdocs.yml")
    board = press.desk(settings, date(2026, 11, 20)).board
    page = next(each for each in reports.pages(board) if each.address == "reports/proposals-05-02/")
    assert isinstance(page, Page)
    blocks = blocks_of(page.html)
    headings = [text_of(each.words) for each in blocks if isinstance(each, Heading)]
    assert headings == ["一、收到与去向", "二、答复", "三、评价", "四、承诺落实", "五、逐件清单"]
    (grid,) = (each for each in blocks if isinstance(each, Grid))
    assert page.html.count("<tr>") == 1 + sum(len(group.rows) for group in grid.table.groups)
    said = "".join(text_of(each.words) for each in blocks if isinstance(each, Paragraph))
    assert all(text in said for text in ("收到并经审查的提案", "应答复", "按期兑现率"))
    assert SignLines(("提案工作委员会", "工会主席", "日期")) in blocks
