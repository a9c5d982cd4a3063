"""Slips inside `[…]` and `{…}`: what stands between brackets, commas and colons."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator

from gongkai.source import codes
from gongkai.source.edits import Edit, Slip

_QUOTED = re.compile(r"([\[{,:，：]\s*+)(\"(?:[^\"\\]|\\.)*+\"|'(?:[^']|'')*+')", re.DOTALL)
_TRAILING_COMMENT = re.compile(r"(?<=\s)#[^\n]*")
_BRACKET = re.compile(r"[\[\]{}]")
_KEY = r"[^\s{},，:：\[\]]++"
_COMMA = re.compile(
    r"，(?P<gap>[ \t\u3000\xa0]*+)(?P<break>\n?)\s*+"
    rf"(?:(?P<key>{_KEY})\s*+(?P<colon>[:：])|(?P<close>[\]}}]))?"
)
_FULL_COLON = re.compile(rf"(?<=[{{,，])\s*+(?P<key>{_KEY})\s*(?P<colon>：[ \t\u3000\xa0]*+)")
_TIGHT_COLON = re.compile(rf"(?<=[{{,，])\s*+(?P<key>{_KEY}):(?=[^\s,}}\]])")
_WIDE_GAP = re.compile(
    rf"(?<=[{{,，])\s*+(?P<key>{_KEY}):(?P<after>[ \t]*+[\u3000\xa0][ \t\u3000\xa0]*+)"
    r"|(?<=[{,])(?P<before>[ \t]*+[\u3000\xa0][ \t\u3000\xa0]*+)"
)
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?!\d)(?P<decimals>\.\d+)?")
_FULL_NUMBER = re.compile(
    r"(?<=[\[{,:，])\s*+(?P<number>[-+＋－]?[\d０-９][\d０-９．.\-－/／年月日%％]*+)(?=\s*+[,，}\]])"
)
_FULL_THOUSANDS = re.compile(
    r"(?<=:)\s*+(?P<number>[-+＋－]?[\d０-９]{1,3}(?:，[\d０-９]{3})++(?:[.．][\d０-９]++)?+)(?=\s*+[,}\]])"
)
_WRAPPED = re.compile(r"(?<=[\[{,:，])\s*+(?P<value>[“‘][^“”‘’\"\n,，]*+[”’])(?=\s*+[,，}\]])")
_RESERVED = re.compile(r"(?<=[\[{,:，])\s*+(?P<value>[*&!%@`|>][^\n,，\[\]{}:\"']*+)(?=[,，}\]])")
_HALF = str.maketrans("０１２３４５６７８９．，－／％＋", "0123456789.,-/%+")


def blanked(value: str) -> str:
    """The text with quoted items and comments blanked out, so that what is in them is no sign."""
    blank = _QUOTED.sub(lambda match: match[1] + "\0" * len(match[2]), value)
    return _TRAILING_COMMENT.sub(lambda match: "\0" * len(match[0]), blank) if "#" in blank and "\n" in blank else blank


def closing(bare: str) -> int | None:
    """The offset after the bracket that closes the first one."""
    depth = 0
    for match in _BRACKET.finditer(bare):
        depth += 1 if match[0] in "[{" else -1
        if depth == 0:
            return match.end()
    return None


def opened(bare: str) -> int:
    """How many more brackets are opened than closed."""
    return sum(1 if match[0] in "[{" else -1 for match in _BRACKET.finditer(bare))


def missing_closers(bare: str) -> tuple[str, int]:
    """The brackets that are missing, and the end of the text before which they belong."""
    waiting: list[str] = []
    for match in _BRACKET.finditer(bare):
        if match[0] in "[{":
            waiting.append("]" if match[0] == "[" else "}")
        elif waiting:
            waiting.pop()
    return "".join(reversed(waiting)), len(bare.rstrip("\0 \n"))


def flow_slips(bare: str, at: int, labels: Collection[str]) -> Iterator[Slip]:
    """Slips in brackets that begin at offset `at`; quoted parts have been blanked out."""
    edits: tuple[Edit, ...]
    brackets = _Brackets(bare)
    yield from _commas(bare, at, labels, brackets)
    for match in _FULL_COLON.finditer(bare):
        if match["key"] in labels and brackets.around(match.start("key")) == "{":
            edits = (Edit(at + match.start("colon"), at + match.end("colon"), ": "),)
            message, cure = (
                f"“{match['key']}”后面是全角冒号“：”。",
                f"改成半角冒号加空格：“{match['key']}: ”。",
            )
            yield Slip(codes.FULL_WIDTH_COLON, at + match.start("colon"), message, cure, edits, safe=True)
    for match in _TIGHT_COLON.finditer(bare):
        if match["key"] in labels and brackets.around(match.start("key")) == "{":
            edits = (Edit(at + match.end(), at + match.end(), " "),)
            message, cure = f"“{match['key']}:”后面缺一个空格。", "冒号后面加一个空格。"
            yield Slip(codes.NO_SPACE_AFTER_COLON, at + match.end(), message, cure, edits, safe=True)
    yield from _wide_gaps(bare, at, labels, brackets)
    for match in _THOUSANDS.finditer(bare):
        if brackets.around(match.start()) == "[" and not match["decimals"]:
            continue  # [68,120] is a list of two
        plain = match[0].replace(",", "")
        cure = f"去掉逗号写成 {plain}，或给整个数加上半角双引号。"
        edits = (Edit(at + match.start(), at + match.end(), plain),)
        message = f"括号里的 {match[0]} 会在逗号处断成两截。"
        yield Slip(codes.THOUSANDS_COMMA, at + match.start() + match[0].index(","), message, cure, edits)
    grouped = {match.start("number"): match["number"] for match in _FULL_THOUSANDS.finditer(bare)}
    inside = {start + index for start, number in grouped.items() for index in range(len(number))}
    for start, number in grouped.items():
        half = number.translate(_HALF).replace(",", "")
        cure = f"改成半角，不带逗号：{half}。"
        edits = (Edit(at + start, at + start + len(number), half),)
        yield Slip(codes.FULL_WIDTH_DIGIT, at + start, "数字或千分位逗号是全角的。", cure, edits, safe=True)
    for match in _FULL_NUMBER.finditer(bare):
        if match.start("number") in inside:
            continue
        if digit := re.search(r"[０-９]", match["number"]):
            half = match["number"].translate(_HALF)
            edits = (Edit(at + match.start("number"), at + match.end("number"), half),)
            offset = at + match.start("number") + digit.start()
            yield Slip(codes.FULL_WIDTH_DIGIT, offset, "数字是全角的。", f"改成半角：{half}。", edits, safe=True)
    for match in _RESERVED.finditer(bare):
        start, end = at + match.start("value"), at + match.start("value") + len(match["value"].rstrip())
        message = f"值以“{match['value'][0]}”开头，YAML 会把它当作记号。"
        edits = (Edit(start, start, '"'), Edit(end, end, '"'))
        yield Slip(codes.RESERVED_START, start, message, "给这个值加上半角双引号。", edits)
    for match in _WRAPPED.finditer(bare):
        start, end = at + match.start("value"), at + match.end("value")
        cure = "去掉两头的全角引号；若引号是文字的一部分，外面再加一对半角双引号。"
        message = "整个值被全角引号包住，引号不会被读成值的一部分。"
        yield Slip(
            codes.FULL_WIDTH_QUOTE,
            start,
            message,
            cure,
            (Edit(start, start + 1, '"'), Edit(end - 1, end, '"')),
        )


def _wide_gaps(bare: str, at: int, labels: Collection[str], brackets: _Brackets) -> Iterator[Slip]:
    """Full-width spaces after the colon of a key, or before a key: YAML takes them for part of the key."""
    for match in _WIDE_GAP.finditer(bare):
        after = match["key"] is not None
        if brackets.around(match.start()) != "{" or (after and match["key"] not in labels):
            continue
        start, end = match.span("after" if after else "before")
        sign = f"{match['key']}:" if after else bare[start - 1]
        edits = (Edit(at + start, at + end, " "),)
        yield Slip(
            codes.FULL_WIDTH_SPACE, at + start, f"“{sign}”后面是全角空格。", "改成一个半角空格。", edits, safe=True
        )


def _commas(bare: str, at: int, labels: Collection[str], brackets: _Brackets) -> Iterator[Slip]:
    """Full-width commas between items; in a mapping only where a key follows, else they are prose."""
    for match in _COMMA.finditer(bare):
        key = match["key"]
        is_key = bool(key) and (match["colon"] == ":" or key in labels)
        in_mapping = brackets.around(match.start()) == "{"
        if in_mapping and not is_key and not match["close"]:
            continue
        mark = "" if match["close"] else "," if match["break"] else ", "
        edits = (Edit(at + match.start(), at + match.end("gap"), mark),)
        cure = "改成半角逗号加空格“, ”；若逗号是文字的一部分，给那一项加上半角双引号。"
        message = "括号里的各项之间是全角逗号“，”。"
        yield Slip(codes.FULL_WIDTH_COMMA, at + match.start(), message, cure, edits, safe=in_mapping)


class _Brackets:
    """Which bracket a character stands in."""

    __slots__ = ("_inner", "_starts")

    def __init__(self, bare: str) -> None:
        self._starts: list[int] = []
        self._inner: list[str] = []
        open_now: list[str] = []
        for match in _BRACKET.finditer(bare):
            if match[0] in "[{":
                open_now.append(match[0])
            elif open_now:
                open_now.pop()
            self._starts.append(match.end())
            self._inner.append(open_now[-1] if open_now else "")

    def around(self, offset: int) -> str:
        """`[` or `{`, whichever was opened last before this character and is still open."""
        index = bisect_right(self._starts, offset) - 1
        return self._inner[index] if index >= 0 else ""
