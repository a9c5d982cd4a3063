"""What a reader reads on a page: its text in lines, and the lines that two versions do not share."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

_UNREAD = re.compile(r"<!--.*?-->|<(script|style|select|template|nav|h1)\b.*?</\1>", re.DOTALL)
_DRAWING = re.compile(r"<svg\b(?:(?!<svg\b).)*?</svg>", re.DOTALL)
_BREAKS = re.compile(
    r"</?(?:address|article|aside|blockquote|br|caption|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6]|"
    r"header|hr|li|main|nav|ol|option|p|pre|section|select|summary|table|tbody|tfoot|thead|tr|ul)\b[^>]*>"
)
_CELL = re.compile(r"</t[dh]>\s*(?=<t[dh]\b)")
_NEIGHBOURS = re.compile(r"(</(?:a|b|em|small|span|strong|time)>)(?=<(?:a|b|em|small|span|strong|time)\b)")
_TERM = re.compile(r"</dt>\s*<dd\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_BLANK = re.compile(r"\s+")
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)


def lines_of(markup: str) -> tuple[str, ...]:
    """The text of a page, a line for each paragraph, list item or row of a table."""
    markup = _UNREAD.sub("", markup)
    while "<svg" in markup and (bare := _DRAWING.sub("", markup)) != markup:  # a chart holds further drawings
        markup = bare
    markup = _ROW.sub(lambda row: f"<tr>{_TAG.sub('', _CELL.sub(' ｜ ', _flat(row.group())))}</tr>", markup)
    plain = _TAG.sub("", _BREAKS.sub("\n", _TERM.sub("：", _apart(markup))))
    lines = (_BLANK.sub(" ", html.unescape(line)).strip(" ｜") for line in plain.split("\n"))
    # A table under a heading is often called as the heading is.
    return tuple(line for line, _ in groupby(filter(None, lines)))


def _flat(row: str) -> str:
    """The blocks within a row of a table, on one line."""
    return _BREAKS.sub(" ", _apart(row))


def _apart(markup: str) -> str:
    """Neighbours that only a style sets apart, with a blank between them."""
    return _NEIGHBOURS.sub(r"\1 ", _BLANK.sub(" ", markup))


def only_in(lines: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """The lines that others do not have, as often as they do not have them, in order."""
    return tuple(_surplus(lines, Counter(others)))


def _surplus(lines: Iterable[str], left: Counter[str]) -> Iterator[str]:
    for line in lines:
        if left[line]:
            left[line] -= 1
        else:
            yield line
