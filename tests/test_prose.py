"""Record text becomes safe, well-formed HTML, and nothing else can come out of it."""

import re
from html.parser import HTMLParser

import pytest
from gongkai.render import prose
from hypothesis import given, settings
from hypothesis import strategies as st

PAGES = {"proposals/05-03-012": ("/proposals/05-03-012/", "延长晚餐供餐时间"), "evil": ("javascript:1", "x")}


class _Tags(HTMLParser):
    """Collects what a browser would see as tags and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(attrs)))


def _tags(markup: str) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    parser = _Tags()
    parser.feed(markup)
    parser.close()
    return parser.seen


def test_paragraphs_without_markup() -> None:
    """An empty line divides paragraphs, and a line end between Chinese characters leaves no space."""
    assert prose.to_html("第一段，\n接着写。\n\n第二段 page 2\nof 3。") == (
        "<p>第一段，接着写。</p>\n<p>第二段 page 2\nof 3。</p>"
    )


def test_empty_text_is_empty() -> None:
    """No words make no markup."""
    assert prose.to_html(" \n\u3000\n") == ""
    assert prose.plain("") == ""


@pytest.mark.parametrize(
    "text",
    [
        "甲一。\n\u3000\u3000乙二。",
        "\u3000\u3000甲一。\n\u3000\u3000乙二。",
        "甲一。\n\n乙二。",
        "    甲一。\n\n    乙二。",
    ],
)
def test_chinese_indentation_begins_a_paragraph(text: str) -> None:
    """Paragraphs begun with wide or with plain spaces are paragraphs, never code."""
    assert prose.to_html(text) == "<p>甲一。</p>\n<p>乙二。</p>"


def test_chinese_numbering_begins_a_paragraph() -> None:
    """Articles of a regulation typed line by line stay apart."""
    assert prose.to_html("总则\n一、公开。\n（二）公正。\n第十二条 公平。") == (
        "<p>总则</p>\n<p>一、公开。</p>\n<p>（二）公正。</p>\n<p>第十二条 公平。</p>"
    )


def test_lists_emphasis_and_quotes() -> None:
    """The usual Markdown works, also amid Chinese punctuation."""
    assert prose.to_html("办理**两项，**如下：\n\n3. 甲\n4. 乙\n\n> 引文\n\n- 丙\n- ~~丁~~") == (
        "<p>办理<strong>两项，</strong>如下：</p>\n"
        '<ol start="3">\n<li>甲</li>\n<li>乙</li>\n</ol>\n'
        "<blockquote>\n<p>引文</p>\n</blockquote>\n"
        "<ul>\n<li>丙</li>\n<li><del>丁</del></li>\n</ul>"
    )


def test_headings_rank_below_those_of_the_page() -> None:
    """The highest heading a text uses becomes h3, and no rank is left out."""
    assert prose.to_html("## 甲\n#### 乙\n###### 丙\n正文") == "<h3>甲</h3>\n<h4>乙</h4>\n<h5>丙</h5>\n<p>正文</p>"
    assert prose.to_html("# 甲\n## 乙\n### 丙\n#### 丁") == "<h3>甲</h3>\n<h4>乙</h4>\n<h5>丙</h5>\n<h5>丁</h5>"


def test_right_aligned_columns_get_a_class_and_no_style() -> None:
    """Alignment survives as a class, because inline styles are forbidden on every page."""
    markup = prose.to_html("| 项目 | 金额 | 备注 |\n| :--- | ---: | :-: |\n| 蔬菜 | 1,234.50 | 周一 |")
    assert markup == (
        '<table>\n<thead>\n<tr>\n<th scope="col">项目</th>\n<th class="gk-num" scope="col">金额</th>\n'
        '<th scope="col">备注</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>蔬菜</td>\n'
        '<td class="gk-num">1,234.50</td>\n<td>周一</td>\n</tr>\n</tbody>\n</table>'
    )


def test_references_become_links_where_a_page_exists() -> None:
    """A known record is linked by its title, an unknown one is named and not linked."""
    text = "见 [[proposals/05-03-012]]，[[proposals/05-03-099]]。"
    assert prose.to_html(text, PAGES.get) == (
        '<p>见 <a href="/proposals/05-03-012/" rel="noopener">延长晚餐供餐时间</a>，proposals/05-03-099。</p>'
    )
    assert prose.to_html(text) == "<p>见 proposals/05-03-012，proposals/05-03-099。</p>"
    assert prose.plain(text, PAGES.get) == "见 延长晚餐供餐时间，proposals/05-03-099。"


def test_a_hostile_title_or_address_of_a_link_stays_harmless() -> None:
    """What the link callback returns is treated as record text too."""
    assert prose.to_html("[[a/b]]", lambda identity: ("javascript:alert(1)", "<script>x</script>")) == (
        '<p><a rel="noopener">&lt;script&gt;x&lt;/script&gt;</a></p>'
    )


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("[甲](https://a.example/x)", '<p><a href="https://a.example/x" rel="noopener">甲</a></p>'),
        ("[甲](../b/)", '<p><a href="../b/" rel="noopener">甲</a></p>'),
        ("[甲](javascript:alert(1))", '<p><a rel="noopener">甲</a></p>'),
        ("[甲](data:text/html,x)", '<p><a rel="noopener">甲</a></p>'),
        ('![图](a.svg "t")', '<p><a href="a.svg" rel="noopener">图</a></p>'),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<b onclick=x>甲</b>", "<p>&lt;b onclick=x&gt;甲&lt;/b&gt;</p>"),
        ("</title>{{ x }}", "<p>&lt;/title&gt;{{ x }}</p>"),
        ("甲 < 5% & 乙 > 3", "<p>甲 &lt; 5% &amp; 乙 &gt; 3</p>"),
        ("# 甲 { #id onclick=x }", "<h3>甲 { #id onclick=x }</h3>"),
        ("```html\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("甲 `<b>` 乙", "<p>甲 <code>&lt;b&gt;</code> 乙</p>"),
    ],
)
def test_nothing_active_comes_through(text: str, markup: str) -> None:
    """Scripts, handlers, strange schemes and raw tags end as text or not at all."""
    assert prose.to_html(text) == markup


def test_bidirectional_controls_are_removed() -> None:
    """A line shows the order of characters it holds."""
    assert prose.to_html("甲\u202e乙\u2066丙\x00") == "<p>甲乙丙</p>"
    assert prose.inline("甲\u202e<b>\n 乙") == "甲&lt;b&gt; 乙"


def test_plain_words_only() -> None:
    """Search and descriptions see words, not marks."""
    assert prose.plain("## 甲\n\n**乙**<b>，\n丙 & 丁\n\n| 戊 | 己 |\n|---|---|\n| 1 | 2 |") == (
        "甲 乙<b>，丙 & 丁 戊 己 1 2"
    )
    assert prose.plain("甲，\n乙。\n\n丙") == "甲，乙。 丙"


EXHAUSTING = {
    "brackets": "[" * 20_000,
    "pictures": "![" * 20_000,
    "spread brackets": ("a[" * 20_000),
    "stars": "*" * 20_000,
    "quotes": ">" * 300 + "甲",
    "spaced quotes": "> " * 300 + "甲",
    "nested list": "\n".join(" " * 4 * n + "- 甲" for n in range(300)),
    "list in line": "- " * 300 + "甲",
    "headings": "# 甲\n" * 10_000,
    "long line": "甲" * 20_001 + "**乙**",
    "long text": "甲 **乙**\n\n" * 10_000,
}


@pytest.mark.parametrize("text", EXHAUSTING.values(), ids=EXHAUSTING.keys())
def test_texts_built_to_exhaust_are_shown_as_paragraphs(text: str) -> None:
    """Beyond the bounds the words are shown, escaped, and the parser is not asked."""
    markup = prose.to_html(text)
    assert {tag for tag, _ in _tags(markup)} == {"p"}
    assert prose.plain(text).startswith(text.strip()[:1])


def test_texts_within_the_bounds_are_parsed() -> None:
    """Eight levels of quotation, an ordinary form with a line to fill in and a long table are no attack."""
    table = "| 甲 | 乙 |\n|---|--:|\n" + "| 一 | 2 |\n" * 1_000
    assert "<table>" in prose.to_html(table)
    assert prose.to_html("> " * 8 + "甲").count("<blockquote>") == 8
    assert "<strong>" in prose.to_html("签字：" + "_" * 60 + " **甲**")


_PLAIN_LIKE = st.text(
    alphabet=st.sampled_from(list("甲乙，。「」“”（）1２.、-+=: \n\n\u3000abc!?\"'/%第条一二")), max_size=60
)


@settings(max_examples=500, deadline=None)
@given(_PLAIN_LIKE)
def test_the_short_way_yields_the_same_html(text: str) -> None:
    """Text that needs no parser is given exactly the HTML the parser would give it."""
    cleaned = prose._clean(text)
    if cleaned and prose._is_plain(cleaned):
        assert prose.to_html(text) == prose._reader().read(cleaned, PAGES.get)


_MARKS = [
    "[",
    "]",
    "(",
    ")",
    "![",
    "*",
    "**",
    "_",
    "`",
    "```",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "    ",
    "|",
    "---",
    "#",
]
_MARKS += [
    "<",
    "</p>",
    "<script>",
    "<img src=x onerror=1>",
    "javascript:",
    "&",
    "&lt;",
    "\\",
    "~~",
    "甲",
    "a",
    '"',
    "'",
]
_MARKS += [
    "[[evil]]",
    "[[proposals/05-03-012]]",
    ":--:|",
    "--:",
    "\x02",
    "\x03",
    "{:.x}",
    "style=",
    "<style>",
    "\u3000",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_MARKS), max_size=40).map("".join))
def test_whatever_is_typed_only_listed_tags_come_out(text: str) -> None:
    """No combination of marks brings out a tag, attribute or scheme that is not on the list."""
    for tag, attributes in _tags(prose.to_html(text, PAGES.get)):
        assert tag in prose._TAGS
        for name, value in attributes:
            assert name in {"href", "rel", "scope", "start", "class"}
            if name == "class":
                assert value == "gk-num"
            if name == "href":
                assert not re.match(r"\s*(?!https?:)[a-z]+:", value or "", re.IGNORECASE)


def test_one_text_leaves_no_trace_in_the_next() -> None:
    """Definitions and links of one record do not reach another."""
    prose.to_html("[甲][b] [[proposals/05-03-012]]\n\n[b]: https://a.example/", PAGES.get)
    assert prose.to_html("[甲][b] [[proposals/05-03-012]]") == "<p>[甲][b] proposals/05-03-012</p>"
