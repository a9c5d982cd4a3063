"""The parts of a package that need no reader of their own: slides, notes, charts, properties, links, caches."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.attachments.package import Package
from gongkai.attachments.reading import Found, Passage, Unseen

_BLOCKS = frozenset({"p", "si", "is", "text"})
"""Elements whose text runs on: a number may be split over several runs of different looks."""

_SAID = frozenset({
    *("v", "descr", "title", "name", "displayName", "author", "userName", "userId", "Target", "alt"),
    *("tooltip", "prompt", "promptTitle", "error", "errorTitle", "displayText"),
})  # fmt: skip
"""Attributes in which something is said to people; the others hold measures and identifiers."""

_AUTHORS = frozenset({"creator", "lastModifiedBy", "Manager", "author", "displayName", "userName"})

_PLACES = (
    ("docProps/", "文件属性"),
    ("ppt/slides/slide", "第 {n} 张幻灯片"),
    ("ppt/notesSlides/", "第 {n} 页备注"),
    ("ppt/comments", "幻灯片的批注"),
    ("xl/pivotCache/", "数据透视表的缓存"),
    ("xl/externalLinks/", "外部链接的缓存"),
    ("xl/persons/", "批注人"),
    ("xl/threadedComments/", "批注"),
    ("xl/comments", "批注"),
    ("xl/workbook", "工作簿的名称和设置"),
    ("/charts/", "图表的数据"),
    ("/drawings/", "文本框和图形"),
    ("/diagrams/", "图示"),
    ("_rels/", "链接"),
    ("customXml/", "附带的数据"),
)
_NUMBER = re.compile(r"(\d+)\.xml")
_LOOKS = re.compile(r"(?:^|/)(?:theme|styles|numbering|fontTable|webSettings|tableStyles|presProps|viewProps)\w*[./]")
_OWN_NAME = re.compile("[0-9]{4}|[^ -~]")
"""A part that no office program has named so by itself."""

_ENCLOSED = (".htm", ".html", ".mht", ".mhtml", ".rtf", ".txt", ".doc", ".xls")
_TEXTLESS = (".bin", ".odttf", ".fntdata", ".wdp")


def others(package: Package, done: frozenset[str]) -> Found:
    """Everything in a package that no other reader has read."""
    from gongkai.attachments import embedded  # noqa: PLC0415  # files within files: the room reads itself

    names = (name.rpartition("/")[2] for name in package.names)
    yield Passage("里面文件的名称", "\n\n".join(filter(_OWN_NAME.search, names)))
    yield Passage("压缩包的附注", package.comment)
    for name in package.names:
        if name in done or _LOOKS.search(name):
            continue
        low = name.lower()
        if low.endswith((".xml", ".rels", ".vml")):
            yield from paragraphs(package, name, _place(name))
        elif "/embeddings/" in low or "/media/" in low or low.endswith(_ENCLOSED):
            yield from embedded(package.bytes_of(name), name.rpartition("/")[2], package.depth + 1)
        elif not low.endswith(_TEXTLESS):
            yield Unseen(f"里面的“{name.rpartition('/')[2]}”")


def paragraphs(package: Package, name: str, place: str) -> Iterator[Passage]:
    """The texts of an XML part, each paragraph as one."""
    open_blocks: list[list[str]] = []
    for event, tag, element in package.events(name):
        if event == "start":
            if tag in _BLOCKS:
                open_blocks.append([])
            for key, value in element.attrib.items():
                word = key.rpartition("}")[2]
                if len(value) > 1 and (word in _SAID or tag == "docVar" or name.startswith("customXml/")):
                    yield Passage(place, value, author=word in _AUTHORS)
            continue
        text = element.text or ""
        if text.strip():
            if open_blocks:
                open_blocks[-1].append(text)
            else:
                yield Passage(place, text, author=tag in _AUTHORS)
        if tag in _BLOCKS and (whole := "".join(open_blocks.pop())):
            yield Passage(place, whole)


def _place(name: str) -> str:
    number = _NUMBER.search(name)
    words = next((words for part, words in _PLACES if part in name), f"文件里的“{name.rpartition('/')[2]}”")
    return words.format(n=number[1] if number else "")
