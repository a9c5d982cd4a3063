"""Figures about proposals that a sentence quotes: “五届三次教代会收到提案 14 件，立案 8 件，答复率 100%”.

Recognising them is deliberately timid. A sentence must speak of 提案 or 立案, of one 届次 at most, and of
nothing that could narrow what is counted (a category, a department, “截至”); what is not surely a figure
about all proposals of one session is not a quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.records.fields import Quantity, Session, parse_quantity, parse_session

RATES = ("立案率", "答复率", "办复率", "按期答复率", "按时答复率", "满意率")
COUNTS = ("收到", "征集", "立案", "并案", "转意见", "不立案", "撤回")

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_SESSION = re.compile(rf"第?({_NUMERAL})届(?:教职工代表大会|教代会)?第?({_NUMERAL})次(?:会议|教代会)?")
_SENTENCE = re.compile(r"[^。；;！？!?\n]+")
_NUMBER = r"(?P<number>\d+(?:\.\d+)?) ?"
_CLAIM = re.compile(
    rf"(?:(?P<rate>{'|'.join(sorted(RATES, key=len, reverse=True))})(?:为|是|达|达到)? ?{_NUMBER}(?P<percent>[%％])"
    rf"|(?P<count>{'|'.join(sorted(COUNTS, key=len, reverse=True))})(?:了|到|的)?(?:代表)?(?:提案)?(?:共|共计)? ?"
    r"(?P<pieces>\d+) ?件(?!以上|以下|左右|次))"
)
_LETTERS_BEFORE = re.compile(r"(?:非常|大会|未|应|再|可|拟|不予)$")
_NARROWING = re.compile(
    r"届|[年月周]|学期|日前|新|类|方面|[处室馆科组团部站队]|中心|校区|学段|年级|重点|优秀|联名|集体|个人|截[至止]|累计|历年|以来|预计|计划"
    r"|目标|力争|要求|应当|不低于|以上|超过|[两各历]次|意见箱|来信|测评|问卷|调查|评议|首轮|第一轮|复核"
)
_HARMLESS = re.compile(
    r"\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日|全部|处理|部分|教代会|教职工代表大会|提案工作委员会|提案委员会"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A figure in a sentence: what is counted, what is said, of which session if it is named, and where."""

    name: str
    value: Quantity
    words: str
    session: Session | None
    at: int


def quotes(text: str) -> Iterator[Quote]:
    """Every figure about all proposals of one session that a text surely quotes."""
    if "提案" not in text and "立案" not in text:
        return
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0]
        if ("提案" in words or "立案" in words) and not words.lstrip().startswith("#"):
            yield from _quotes(words, sentence.start())


def _quotes(words: str, start: int) -> Iterator[Quote]:
    named = {found for match in _SESSION.finditer(words) if (found := _session(match))}
    if len(named) > 1:
        return
    for claim in _CLAIM.finditer(words):
        before = _SESSION.sub("", words[: claim.start()])
        if _LETTERS_BEFORE.search(before) or _NARROWING.search(_HARMLESS.sub("", before)):
            continue
        number = f"{claim['number']}%" if claim["rate"] else claim["pieces"]
        name = claim["rate"] or claim["count"]
        yield Quote(name, parse_quantity(number), claim[0], next(iter(named), None), start + claim.start())


def _session(match: re.Match[str]) -> Session | None:
    try:
        return parse_session(f"{match[1]}届{match[2]}次")
    except ValueError:
        return None
