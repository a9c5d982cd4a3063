"""The slips of a Chinese writer in YAML, found line by line where they were typed.

libyaml stumbles over a full-width colon lines later, or reads on and says nothing. So this scanner
goes first, reports each slip at its own place, and proposes the edit that mends it; the parser then
reads the mended text, and the rest of the file is still checked in the same run.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from gongkai.source import codes
from gongkai.source.edits import Edit, Slip
from gongkai.source.flows import blanked, closing, flow_slips, missing_closers, opened

# One line in which nothing can be a slip: blank, a comment, or a key or list item with a plain value
# or brackets without anything full-width. Possessive throughout: a hostile line is judged in one pass.
_INVISIBLE = re.compile("[\x85\xad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
"""Pasted in from a web page or Word; three of them are line breaks for YAML and for no editor."""

_COMMENT_END = r"(?:\ {2,}+\#\ [^\n]*+)?+"
_CLEAN = re.compile(
    rf"""(?:
    \ *+(?:-\ ++)*+
    (?:
        (?:
            (?:[^\s\-?:：\#"'“‘\[\]{{}}*&!%@`|>,０-９]|-(?=\d))[^\n:：\#"'\[\]{{}}\t]*+
            (?::\ *+(?=\n|\Z)|:\ ++(?=[^\s:\-?]|-\d))?+
        )?+
        (?:(?<=[:\ ])
            (?:
                [\[{{](?:[^\n，：“‘"'０-９,\#:\ \t\u3000]|:\ |,\ |\ ++(?![\n\#]|\Z))*+(?<=[\]}}])\ *+
                |(?:[^\n\s"'“‘\[\]{{}}*&!%@`|>,\#０-９\-?]|-(?=\d))
                (?:[^\n\t０-９:\#\ ]|:(?=[^\s])|(?<=[^\s])\#|\ ++(?!\#))*+
            )
        )?+
        {_COMMENT_END}
        |\#[^\n]*+
    )?+\ *+(?:\n|\Z)
    )*+\Z""",
    re.VERBOSE,
)
_LINE = re.compile(r"(?P<indent>[ \t\u3000\xa0]*+)(?P<dashes>(?:-(?:[ \t\u3000\xa0]++|$))*+)(?P<rest>.*+)")
_PAIR = re.compile(
    r"(?P<key>[^\s:：#\"'\[\]{},][^:：#\[\]{}\"']*+)(?P<colon>[:：])(?P<gap>[ \t\u3000\xa0]*+)(?P<value>.*+)"
)
_WIDE_DASH = re.compile(r"([－—–])[ \t\u3000\xa0]*(?=\S)")
_BLOCK = re.compile(r"[|>][+-]?[1-9]?[+-]?\s*(?:#.*)?$")
_ANCHOR = re.compile(r"&[\w-]++\s*+(?:$|[\[{])", re.ASCII)
"""Before a list or mapping an anchor cannot have been meant as text."""
_CLOSED = {'"': re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL), "'": re.compile(r"'(?:[^']|'')*+'")}
_COMMENT = re.compile(r"\s*+(?:(?<=\s)#.*)?$")
_WRAPPED = re.compile(r"[“‘][^“”‘’\"]*+[”’]$")
_NUMBER_LIKE = re.compile(r"[-+＋－]?[\d０-９][\d０-９．.，,\-－/／年月日%％]*+$")
_FULL_DIGITS = str.maketrans("０１２３４５６７８９．，－／％＋", "0123456789.,-/%+")
_HASH = re.compile(r"(?<!\S)#(?P<after>\s|$)?")
_INNER_COLON = re.compile(r":(?=\s|$)")
_SPACES = {"\u3000": "全角空格", "\xa0": "不间断空格"}
QUOTE_IT = "给整个值加上半角双引号。"


def find_slips(text: str, labels: Collection[str]) -> tuple[Slip, ...]:
    """Every slip in a YAML text, in order; `labels` are the keys that our records know."""
    return () if _CLEAN.match(text) and not _INVISIBLE.search(text) else scan(text, labels)


def scan(text: str, labels: Collection[str]) -> tuple[Slip, ...]:
    """The same without the shortcut for texts whose every line is plain."""
    return tuple(sorted((*_invisible(text), *_scan(text, labels)), key=lambda slip: slip.at))


def _invisible(text: str) -> Iterator[Slip]:
    for match in _INVISIBLE.finditer(text):
        breaks = match[0] in "\x85\u2028\u2029"
        name = "换行符" if breaks else "字符"
        message = f"这里有一个看不见的{name}（U+{ord(match[0]):04X}）。"
        edits = (Edit(match.start(), match.end(), " " if breaks else ""),)
        yield Slip(codes.INVISIBLE, match.start(), message, "删去它，或重新输入这一行。", edits, safe=True)


@dataclass(slots=True)
class _Line:
    at: int
    indent: int
    dashes: str
    rest: str
    pair: re.Match[str] | None

    @property
    def column(self) -> int:
        return self.indent + len(self.dashes)

    @property
    def start(self) -> int:
        return self.at + self.indent + len(self.dashes)

    @property
    def owner(self) -> int:
        """The column that further lines of this line's value must stand right of."""
        return self.column if self.pair or not self.dashes else self.indent + len(self.dashes.rstrip()) - 1


def _lines(text: str) -> list[_Line]:
    lines = []
    at = 0
    for line in text.split("\n"):
        match = _LINE.match(line)
        assert match
        indent, dashes, rest = match.groups()
        lines.append(_Line(at, len(indent), dashes, rest, _PAIR.match(rest)))
        at += len(line) + 1
    return lines


def _scan(text: str, labels: Collection[str]) -> Iterator[Slip]:
    lines = _lines(text)
    block: int | None = None  # the indent of the key whose block scalar we are in
    owner: int | None = None  # the column of the last key or item that has a value on its own line
    items: set[int] = set()  # the indents of the lists that this line may go on with
    bare = False  # the last key has nothing after its colon
    done = 0  # brackets have been read up to here
    for number, line in enumerate(lines):
        if line.at < done or (not line.rest.strip() and not line.dashes):
            continue
        if block is not None and line.indent > block:
            continue
        block = None
        if line.rest.startswith("#") and not line.dashes:
            continue
        if owner is not None and not line.dashes and line.indent > owner:
            continue  # a further line of the value above
        yield from _indent_slips(text, line)
        if bare and not line.dashes and re.match(r"-[^\s\-\d.]", line.rest):
            yield Slip(
                codes.NO_SPACE_AFTER_DASH,
                line.start,
                "列表的“-”后面缺一个空格。",
                f"在“-”后面加一个空格：“- {line.rest[1:13]}”。",
                (Edit(line.start + 1, line.start + 1, " "),),
                safe=True,
            )
            continue
        if (dash := _WIDE_DASH.match(line.rest)) and (bare or line.indent in items):
            edits = (Edit(line.start, line.start + dash.end(), "- "),)
            yield Slip(
                codes.NO_SPACE_AFTER_DASH,
                line.start,
                f"列表的“-”写成了“{dash[1]}”。",
                "改成半角的“-”加一个空格。",
                edits,
                safe=True,
            )
            continue
        items = {indent for indent in items if indent < line.indent} | ({line.indent} if line.dashes else set())
        pair, slip = _colon(line, lines[number + 1] if number + 1 < len(lines) else None, labels)
        if slip:
            yield slip
        value, at = (pair["value"], line.start + pair.start("value")) if pair else (line.rest, line.start)
        bare = bool(pair) and not value.strip()
        owner = line.owner if value.strip() and (pair or line.dashes) else None
        if _BLOCK.match(value):
            block, owner = (line.column if pair else line.indent), None
        elif value[:1] in ("[", "{"):
            end = _flow_end(lines, number, value, line.owner)
            done = end
            yield from _bracket_slips(text[at:end].rstrip(), at, labels)
        elif value[:1] in _CLOSED:
            done = _value_end(lines, number, line.owner)
            yield from _quote_slips(text[at:done].rstrip(), at, value[0])
        elif value.strip():
            yield from _value_slips(value.rstrip(), at, bool(line.dashes or pair))


def _value_end(lines: list[_Line], number: int, owner: int) -> int:
    """Where the lines end that a value may go over."""
    end = number + 1
    while end < len(lines) and (not lines[end].rest.strip() or lines[end].indent > owner):
        end += 1
    return lines[end - 1].start + len(lines[end - 1].rest)


def _flow_end(lines: list[_Line], number: int, value: str, owner: int) -> int:
    """Where the lines end that the brackets opened by this value may reach."""
    end = lines[number].start + len(lines[number].rest)
    depth = opened(blanked(value))
    for line in lines[number + 1 :]:
        if depth <= 0 or (line.rest.strip() and line.indent <= owner and line.rest[0] not in "]}"):
            break
        end = line.start + len(line.rest)
        depth += opened(blanked(line.rest))
    return end


def _indent_slips(text: str, line: _Line) -> Iterator[Slip]:
    for offset in range(line.at, line.start):
        edits = (Edit(offset, offset + 1, "  "),)
        if text[offset] == "\t":
            yield Slip(codes.TAB, offset, "缩进用了制表符（Tab）。", "改用空格缩进，每层两个。", edits)
        elif text[offset] in _SPACES:
            message, cure = f"缩进用了{_SPACES[text[offset]]}。", "改用半角空格缩进，每层两个。"
            yield Slip(codes.FULL_WIDTH_SPACE, offset, message, cure, edits, safe=True)


def _colon(line: _Line, following: _Line | None, labels: Collection[str]) -> tuple[re.Match[str] | None, Slip | None]:
    """The key of this line, if it is one, and what is wrong with its colon."""
    pair = line.pair
    if pair is None:
        return None, None
    key, gap, value = pair["key"].rstrip(), pair["gap"], pair["value"]
    at = line.start + pair.start("colon")
    end = line.start + pair.start("value")
    mended = (Edit(at, end, ": " if value else ":"),)
    if pair["colon"] == "：":
        known = key in labels and (not line.dashes or _is_sibling(line, following))
        message, cure = f"“{key}”后面是全角冒号“：”。", f"改成半角冒号加空格：“{key}: ”。"
        slip = Slip(codes.FULL_WIDTH_COLON, at, message, cure, mended, known, known)
        return (pair if known else None), slip
    if not gap and value:
        if key not in labels:
            return None, None
        message, cure = f"“{key}:”后面缺一个空格。", f"冒号后面加一个空格：“{key}: {value[:12]}”。"
        return pair, Slip(codes.NO_SPACE_AFTER_COLON, at + 1, message, cure, mended, safe=True)
    odd = next((index for index, char in enumerate(gap) if char != " "), None)
    if odd is not None:
        code = codes.TAB if gap[odd] == "\t" else codes.FULL_WIDTH_SPACE
        message = f"“{key}:”后面是{_SPACES.get(gap[odd], '制表符（Tab）')}。"
        return pair, Slip(code, at + 1 + odd, message, "改成一个半角空格。", mended, safe=True)
    return pair, None


def _is_sibling(line: _Line, following: _Line | None) -> bool:
    return bool(following and following.pair and not following.dashes and following.indent == line.column)


def _bracket_slips(value: str, at: int, labels: Collection[str]) -> Iterator[Slip]:
    """Slips of a value that begins with a bracket; it may go over several lines."""
    bare = blanked(value)
    end = closing(bare)
    if end is None:
        closers, where = missing_closers(bare)
        message = f"“{value[0]}”没有配对的右括号。"
        cure = f"在这一项的末尾补上“{closers[-1]}”。"
        edits = (Edit(at + where, at + where, closers),)
        yield Slip(codes.UNCLOSED_BRACKET, at, message, cure, edits, certain=False)
    elif not _COMMENT.match(bare, end) and "\n" not in bare[:end]:
        message = f"值以“{value[0]}”开头，YAML 会当成列表或表格，后面的文字读不进去。"
        yield Slip(codes.RESERVED_START, at, message, QUOTE_IT, _quote(value, at))
        return
    yield from flow_slips(bare[:end], at, labels)


def _value_slips(value: str, at: int, is_value: bool) -> Iterator[Slip]:
    first = value[0]
    if first in "“‘" and _WRAPPED.match(value):
        edits = (Edit(at, at + 1, '"'), Edit(at + len(value) - 1, at + len(value), '"'))
        cure = "去掉两头的全角引号；若引号是文字的一部分，外面再加一对半角双引号。"
        message = "整个值被全角引号包住，引号不会被读成值的一部分。"
        yield Slip(codes.FULL_WIDTH_QUOTE, at, message, cure, edits)
    elif first in "*&!%@`,]}|>" and not _ANCHOR.match(value):
        message = f"值以“{first}”开头，YAML 会把它当作记号。"
        yield Slip(codes.RESERVED_START, at, message, QUOTE_IT, _quote(value, at))
    elif is_value:
        yield from _plain_slips(value, at)


def _quote_slips(value: str, at: int, mark: str) -> Iterator[Slip]:
    closed = _CLOSED[mark].match(value)
    if not closed:
        message = f"引号 {mark} 没有配对。"
        cure = f"在值的末尾补上同样的半角引号 {mark}，或两头都不用引号。"
        edits = (Edit(at + len(value), at + len(value), mark),)
        yield Slip(codes.UNCLOSED_QUOTE, at, message, cure, edits, certain=False)
    elif value.startswith("#", closed.end()):
        message = "右引号后面的“#”会使后面的文字被当作注释丢掉。"
        cure = "注释前面空两格；若是文字，引号要包住整个值。"
        yield Slip(codes.SWALLOWED, at + closed.end(), message, cure)
    elif not _COMMENT.match(value.partition("\n")[0] if "\n" not in closed[0] else value, closed.end()):
        cure = "引号要包住整个值；值里面的引号用中文引号“”。"
        whole = _quote(value, at)
        yield Slip(codes.UNCLOSED_QUOTE, at + closed.end(), "右引号后面还有文字。", cure, whole, certain=False)


def _plain_slips(value: str, at: int) -> Iterator[Slip]:
    hash_sign = _HASH.search(value)
    body = value[: hash_sign.start()] if hash_sign else value
    if hash_sign and hash_sign["after"] is None:
        message = "“#”前面有空格，从这里到行尾会被当作注释丢掉。"
        yield Slip(codes.SWALLOWED, at + hash_sign.start(), message, QUOTE_IT, _quote(value, at))
        return
    if hash_sign and body == body.rstrip() + " " and not _NUMBER_LIKE.match(body.strip()):
        message = "从“#”到行尾是注释，不会公布。"
        cure = "若是要公布的文字，给整个值加上半角双引号；若真是注释，“#”前面空两格。"
        yield Slip(codes.ONE_SPACE_COMMENT, at + hash_sign.start(), message, cure)
    if colon := _INNER_COLON.search(body):
        message = "值里又出现“冒号加空格”，YAML 会当成另一个键。"
        cure = "给整个值加上半角双引号，或把值里的冒号写成全角“：”。"
        edits = _quote(body.rstrip(), at)
        yield Slip(codes.COLON_IN_VALUE, at + colon.start(), message, cure, edits, certain=False)
    elif (digit := re.search(r"[０-９]", body)) and _NUMBER_LIKE.match(body.strip()):
        edits = (Edit(at, at + len(body), body.translate(_FULL_DIGITS)),)
        cure = f"改成半角：{body.translate(_FULL_DIGITS).strip()}。"
        yield Slip(codes.FULL_WIDTH_DIGIT, at + digit.start(), "数字是全角的。", cure, edits, safe=True)


def _quote(value: str, at: int) -> tuple[Edit, ...]:
    mark = '"' if '"' not in value and "\\" not in value else "'"
    if mark in value:
        return ()
    return (Edit(at, at, mark), Edit(at + len(value), at + len(value), mark))
