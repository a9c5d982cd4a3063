"""What the search reads of a page: the words it shows, without the labels that every page of its kind repeats.

The browser reads a page in the same way (`wordsOf` in search-index.js) to verify a hit and to show its surroundings,
so the words need not be sent a second time.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.derive.rates import session
from gongkai.render.pages import Entry, Page
from gongkai.views.board import Board
from gongkai.views.fingerprints import fingerprints

# A character taken is never given back (*+), and a piece is found by its first character: a third of the time.
_LABELS = re.compile(
    r'<(svg|thead|h2|dt|caption|summary|nav(?! class="gk-trail"))\b[^<]*+(?:<(?!/\1>)[^<]*+)*+</\1>'
    r'|<details class="gk-details gk-(?:receipt|chart__data|past__all)"[^<]*+(?:<(?!/details>)[^<]*+)*+</details>'
)
_KEPT_WHOLE = re.compile(r'<span class="gk-nowrap">([^<]*+)</span>')
_WITHIN_A_LINE = re.compile(r"</?+(?:a|strong|em|b|del|code|data|time|mark|abbr)\b[^>]*+>")
_TAGS = re.compile(r"<[^>]*+>\s*+(?:<[^>]*+>\s*+)*+")
_LOOSE_SPACE = re.compile(r" (?:(?<=[^\x00-\x7f] )|(?=[^\x00-\x7f]))")


@dataclass(frozen=True, slots=True)
class Text:
    """What the search knows of one page, found by its title and its words, line by line.

    `is_verified` tells that the words stand on the page itself, so that the browser can read them there;
    `is_manual` that the program says them in every school, `is_gone` that they tell of what was withdrawn.
    """

    address: str
    title: str
    entry: Entry
    words: str
    is_verified: bool
    session: str = ""
    is_overdue: bool = False
    fingerprint: str = ""
    is_manual: bool = False
    is_gone: bool = False


def texts_of(board: Board, found: Iterable[Page]) -> tuple[Text, ...]:
    """The pages' texts, newest first, then the manual, last those that are no records: a page's place is its number."""
    texts = [_text(board, page, page.entry) for page in found if page.entry]
    return tuple(sorted(texts, key=_order))


def _order(text: Text) -> tuple[bool, bool, bool, tuple[int, ...], str]:
    day = tuple(-int(part) for part in text.entry.date.split("-")) if text.entry.date else (0,)
    return not text.is_verified, text.is_manual, text.is_gone, day, text.address


def _text(board: Board, page: Page, entry: Entry) -> Text:
    is_verified = page.is_record or page.of_program
    words = words_of(str(page.html)) if is_verified else f"{entry.number}\n{tidy(entry.words)}"
    case = board.cases.get(page.source)
    return Text(
        page.address,
        " ".join(page.title.split()),
        entry,
        words,
        is_verified,
        _session(page.source),
        bool(case and case.overdue_days(board.today)),
        fingerprints(board).get(page.source, ""),
        page.of_program,
        page.is_gone,
    )


def _session(source: str) -> str:
    """The meeting of the congress at which a proposal or a resolution was made."""
    kind, _, rest = source.partition("/")
    return str(session(rest.partition("/")[0]) or "") if kind in {"proposals", "meetings"} else ""


def words_of(markup: str) -> str:
    """The words of a page's HTML, a line for each block of it."""
    text = _LABELS.sub("\n", markup)
    text = _WITHIN_A_LINE.sub("", _KEPT_WHOLE.sub(r"\1", text))
    return tidy(html.unescape(_TAGS.sub("\n", text)))


def tidy(words: str) -> str:
    """The words with single spaces and no empty lines, and no space where Chinese is written without."""
    lines = [" ".join(line.split()) for line in words.split("\n")]
    return _LOOSE_SPACE.sub("", "\n".join(filter(None, lines)))
