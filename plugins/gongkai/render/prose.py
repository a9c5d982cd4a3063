"""Record text as HTML: the only door through which words of a record become markup.

Python-Markdown without raw HTML makes the tree, nh3 lets through a short list of harmless tags. Most texts
hold no Markdown at all; they take a short way that yields the same HTML. Texts built to exhaust the parser
are shown as plain paragraphs.
"""

import html
import re
from collections.abc import Callable
from functools import cache
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

Link = Callable[[str], tuple[str, str] | None]
"""Where a record identity leads: its address and the words to show, or None for plain words."""

LONGEST_TEXT = 64 * 1024
LONGEST_LINE = 20_000
DEEPEST_INDENT = 32
DEEPEST_NEST = 8
MOST_MARKS = {"`": 1_000, "*": 4_000, "_": 4_000, "<": 1_000, "~": 1_000}
LONGEST_RUN = 100
MOST_RULED_LINES = 400
MOST_BRACKET_READING = 2_000_000  # after each "[" the parser looks for its "]" to the end of the block

_TAGS = {
    *(
        "p",
        "br",
        "hr",
        "strong",
        "em",
        "del",
        "ul",
        "ol",
        "li",
        "blockquote",
        "code",
        "pre",
        "h3",
        "h4",
        "h5",
        "a",
    ),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"*": set[str](), "a": {"href"}, "th": {"scope"}, "ol": {"start"}}
_CLASSES = {"th": {"gk-num"}, "td": {"gk-num"}}

# Bidirectional controls can make a line read differently from what it holds; other control characters have no
# place in a text, and Python-Markdown uses two of them as its own marks.
_UNWANTED = re.compile(
    "[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")

# Chinese writers begin a paragraph with wide spaces or with 一、 （一） 第一条, seldom with an empty line.
_CHINESE_PARAGRAPH = re.compile(
    r"\n[ \t]*\u3000+"
    r"|\n(?=[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十百零]{1,5}[编章节条])"
)
_WIDE = (
    "\u2e80-\u303f\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60"
    "\u2018\u2019\u201c\u201d\u2026\U00020000-\U0003ffff"
)
# A line end between two Chinese characters is no space, though HTML would show one.
_WIDE_LINE_END = re.compile(rf"(?<=[{_WIDE}])([*_~]*)\n([*_~]*)(?=[{_WIDE}])")
_MARK = re.compile(r"[\\`*_{}\[\]<>&#|~\t\xa0]")
_MARKED_LINE = re.compile(r"[^\S\n]|[-+=]|\d+\.")
_PARAGRAPH_END = re.compile(r"\n{2,}")
_QUOTE_DEPTH = re.compile(rf"^(?:[ ]{{0,3}}>[ ]?){{{DEEPEST_NEST + 1}}}", re.MULTILINE)
_LIST_DEPTH = re.compile(rf"^[ ]*(?:(?:[-+*]|\d+\.)[ ]+){{{DEEPEST_NEST + 1}}}", re.MULTILINE)
_INDENT_DEPTH = re.compile(rf"^[ ]{{{DEEPEST_INDENT + 1}}}", re.MULTILINE)
# Lines that may be headings or rules; the parser reads the rest of the block anew after each.
_RULED_LINE = re.compile(r"^[ ]*(?:#.*|[-=*_+> ]+)$", re.MULTILINE)
_RUN = re.compile(rf"([\[\]!*_`~>(<&#|\\])\1{{{LONGEST_RUN}}}")


def to_html(text: str, link: Link = lambda identity: None) -> Markup:
    """The paragraphs, lists and tables of a record's text, safe to put into any page."""
    text = _clean(text)
    if not text:
        return Markup()
    if _is_plain(text) or not _is_bounded(text):
        return Markup("\n".join(f"<p>{html.escape(block, quote=False)}</p>" for block in _blocks(text)))
    return _reader().read(text, link)


def inline(text: str) -> Markup:
    """A single line of a record, such as its title, with nothing in it read as markup."""
    return escape(" ".join(_clean(text).split()))


def plain(text: str, link: Link = lambda identity: None) -> str:
    """The words alone, for search and for descriptions."""
    text = _clean(text)
    if _is_plain(text) or not _is_bounded(text):
        return " ".join(" ".join(_blocks(text)).split())
    words = nh3.clean(_reader().read(text, link), tags=set())
    return " ".join(html.unescape(words).split())


def _clean(text: str) -> str:
    # Spaces before the first line stay: they may be the indentation of a list.
    if text.isprintable():  # one line without a control character: nearly every text is
        return text.rstrip()
    if not text.replace("\n", "").isprintable():
        text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return text.rstrip().lstrip("\n\u3000")


def _blocks(text: str) -> list[str]:
    if "\n" not in text:
        return [text] if text.strip() else []
    blocks = _PARAGRAPH_END.split(_CHINESE_PARAGRAPH.sub("\n\n", text))
    return [_WIDE_LINE_END.sub(r"\1\2", block) for block in blocks if block.strip()]


def _is_plain(text: str) -> bool:
    whole = _CHINESE_PARAGRAPH.sub("\n\n", text) if "\n" in text else text
    # Lines are looked at one by one: anchors in one pattern would make the search eight times as slow.
    return (
        len(text) <= LONGEST_TEXT
        and not _MARK.search(whole)
        and not any(_MARKED_LINE.match(line) or line[-1:].isspace() for line in whole.split("\n"))
    )


def _is_bounded(text: str) -> bool:
    """Whether the parser will be done with the text quickly, whoever wrote it."""
    return (
        len(text) <= LONGEST_TEXT
        and all(len(line) <= LONGEST_LINE for line in text.split("\n"))
        and all(text.count(mark) <= most for mark, most in MOST_MARKS.items())
        and all(block.count("[") * len(block) <= MOST_BRACKET_READING for block in _PARAGRAPH_END.split(text))
        and sum(1 for _ in _RULED_LINE.finditer(text)) <= MOST_RULED_LINES
        and not any(pattern.search(text.expandtabs(4)) for pattern in (_RUN, _QUOTE_DEPTH, _LIST_DEPTH, _INDENT_DEPTH))
    )


@cache
def _reader() -> "_Reader":
    return _Reader()


class _Reader:
    """One Markdown parser for all texts, because building one costs more than reading a text."""

    def __init__(self) -> None:
        self._parser = Markdown(
            extensions=[TableExtension(use_align_attribute=True), SaneListExtension(), FencedCodeExtension()],
            output_format="html",
        )
        # Raw HTML stays text. Mail addresses would be written as entities, to no use. Indented code would
        # swallow paragraphs that begin with four spaces, which in Chinese is how a paragraph begins.
        self._parser.preprocessors.deregister("html_block")
        for name in ("html", "automail"):
            self._parser.inlinePatterns.deregister(name)
        self._parser.parser.blockprocessors.deregister("code")
        self._references = _Reference(r"\[\[([a-z]+/[\w./-]{1,120})\]\]", self._parser)
        self._parser.preprocessors.register(_Paragraphs(self._parser), "chinese-paragraphs", 22)
        self._parser.inlinePatterns.register(self._references, "reference", 175)
        self._parser.inlinePatterns.register(SimpleTagInlineProcessor(r"(~~)(?!~)(.+?)~~", "del"), "del", 65)
        self._parser.treeprocessors.register(_JoinLines(self._parser), "join-lines", 30)
        self._parser.treeprocessors.register(_Tidy(self._parser), "tidy", 5)

    def read(self, text: str, link: Link) -> Markup:
        self._references.link = link
        markup = self._parser.reset().convert(text)
        return Markup(
            nh3.clean(
                markup,
                tags=_TAGS,
                attributes=_ATTRIBUTES,
                allowed_classes=_CLASSES,
                url_schemes={"http", "https"},
                link_rel="noopener",
            ).strip()
        )


class _Paragraphs(Preprocessor):
    """Begins a paragraph where a Chinese writer does; fenced code has been taken out before."""

    def run(self, lines: list[str]) -> list[str]:
        return _CHINESE_PARAGRAPH.sub("\n\n", "\n".join(lines)).split("\n")


class _Reference(InlineProcessor):
    """`[[proposals/05-03-012]]` as a link to that record's page."""

    link: Link = staticmethod(lambda identity: None)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is Python-Markdown's
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str, int, int]:
        target = self.link(m.group(1))
        if target is None:
            return m.group(1), m.start(0), m.end(0)
        anchor = Element("a", href=target[0])
        anchor.text = target[1]
        return anchor, m.start(0), m.end(0)


class _JoinLines(Treeprocessor):
    """Takes line ends between Chinese characters out of paragraphs, before emphasis and links are read."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and element.tag not in ("code", "pre"):
                element.text = _WIDE_LINE_END.sub(r"\1\2", element.text)
            if element.tail:
                element.tail = _WIDE_LINE_END.sub(r"\1\2", element.tail)


class _Tidy(Treeprocessor):
    """Fits headings under those of the page, names the alignment of columns, and offers pictures as links."""

    def run(self, root: Element) -> None:
        levels = sorted({element.tag for element in root.iter() if re.fullmatch("h[1-6]", element.tag)})
        headings = {tag: f"h{min(rank, 5)}" for rank, tag in enumerate(levels, start=3)}
        for element in root.iter():
            if element.tag in headings:
                element.tag = headings[element.tag]
            elif element.tag in ("th", "td"):
                if element.attrib.pop("align", None) == "right":
                    element.set("class", "gk-num")
                if element.tag == "th":
                    element.set("scope", "col")
            elif element.tag == "img":
                element.tag = "a"
                element.text = element.get("alt") or "图片"
                element.set("href", element.get("src", ""))
