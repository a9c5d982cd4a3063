"""Scripts and styles without what only people need, so that the whole player stays within its budget of bytes.

A script loses its comments and its white space, every `const` becomes `let`, and the names it declares become short
ones: everywhere the same name the same way, so that what is one stays one and what is two stays two. Nothing else is
touched. The sources keep to a plain style – strings in double quotes, no templates, every statement ended – and a test
holds the syntax tree of the squeezed player against that of its sources.

Own code, since of the libraries rjsmin and minify-html keep names, which is 1.9 kB too much, and tdewolff-minify, which
would do, has no wheel for every system.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from itertools import count, pairwise, product

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<string>"(?:[^"\\\n]|\\.)*")|(?P<word>[A-Za-z_$][\w$]*)|(?P<number>\.?\d[\w.]*)"""
    r"|(?P<sign>=>|\.\.\.|[=!]==?|[<>]=?|&&|\|\||\+\+|--|[+*/%-]=|>>>?|<<|[^\s\w])",
    re.DOTALL,
)
_PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*")
_NAME = re.compile(r"[A-Za-z_$][\w$]*").fullmatch
_RUN_TOGETHER = re.compile(r"[\w$]{2}|\+\+|--|[\w$]\.\d").fullmatch
_BEFORE_PATTERN = frozenset(
    ("(", ",", "=", ":", "[", "!", "&&", "||", "?", "{", "}", ";", "+", "=>", "return", "===", "!==")
)
"""After these a slash begins a pattern; after anything else it divides."""

_BEFORE_OBJECT = frozenset(("(", ",", "=", ":", "[", "?", "&&", "||", "return", "const", "let", "var"))
"""After these a curly bracket opens an object; after anything else a block."""

_KEPT = frozenset(("kiosk", "self", "document", "location", "arguments", "undefined"))
_LETTERS = "etnriaoscludpmhgfyvbwkxqjzETNRIAOSCLUDPMHGFYVBWKXQJZ"
"""The letters that words are made of come first: what repeats packs smaller."""
_WORDS = frozenset(
    re.findall(
        r"\w+",
        "const let var function class of in instanceof typeof void return new delete case default if else for while do "
        "switch try catch finally throw break continue this null true false",
    )
)


def script(text: str) -> str:
    """The script in one line."""
    tokens = tuple(_tokens(text))
    places = tuple(_places(tokens))
    declared = _declared(tokens, places) - _KEPT
    used = Counter(token for token, place in zip(tokens, places, strict=True) if token in declared and place.is_named)
    short = dict(zip(sorted(used, key=lambda name: (-used[name], name)), _free(tokens), strict=False))
    return _joined([_renamed(token, place, short) for token, place in zip(tokens, places, strict=True)]) + "\n"


def style(text: str) -> str:
    """The stylesheet in one line."""
    bare = re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    return re.sub(r":\s+", ":", re.sub(r"\s+", " ", bare)).replace(";}", "}").strip() + "\n"


def _tokens(text: str) -> Iterator[str]:
    at, before = 0, ";"
    while at < len(text):
        found = _TOKEN.match(text, at)
        if text[at] == "/" and before in _BEFORE_PATTERN and not (found and found["comment"]):
            found = _PATTERN.match(text, at)
        if not found:
            at += 1
            continue
        if found.lastgroup != "comment":
            before = found.group()
            yield before
        at = found.end()


def _is_name(token: str) -> bool:
    return bool(_NAME(token)) and token not in _WORDS


def _names(tokens: Sequence[str]) -> set[str]:
    return {token for token in set(tokens) if _is_name(token)}


class _Place(Enum):
    """What a word is where it stands."""

    NAME = "a name, or no word at all"
    PROPERTY = "the name of a property: after a point, before a colon, or of a method"
    BOTH = "a name that is also the property's, as in {day, hours}"

    @property
    def is_named(self) -> bool:
        return self is not _Place.PROPERTY


def _places(tokens: Sequence[str]) -> Iterator[_Place]:
    opened: list[bool] = []
    for before, token, after in zip((";", *tokens), tokens, (*tokens[1:], ";"), strict=False):
        is_entry = bool(opened) and opened[-1] and before in ("{", ",")
        if before == "." or (is_entry and after in (":", "(")):
            yield _Place.PROPERTY
        else:
            yield _Place.BOTH if is_entry and after in (",", "}", "=") and _is_name(token) else _Place.NAME
        if token in ("(", "[", "{"):
            opened.append(token == "{" and before in _BEFORE_OBJECT)
        elif token in (")", "]", "}"):
            opened.pop()


def _declared(tokens: Sequence[str], places: Sequence[_Place]) -> set[str]:
    """Names in places where only a declaration can stand."""
    found: set[str] = set()
    for at, (token, after) in enumerate(pairwise(tokens)):
        if token in ("const", "let", "var"):
            found |= _left_sides(tokens, at + 1)
        elif token == "=>":
            found |= _names(_back_to_opening(tokens, at - 1) if tokens[at - 1] == ")" else [tokens[at - 1]])
        elif (token in ("function", "catch") and tokens[at - 1] != ".") or (
            places[at] is _Place.PROPERTY and after == "(" and tokens[at - 1] != "."
        ):
            found |= _names(tokens[at + 1 : tokens.index(")", at)])
    return found


def _left_sides(tokens: Sequence[str], at: int) -> set[str]:
    """The names that a declaration gives: all that stand before an equals sign, or before the next comma."""
    found: set[str] = set()
    depth, is_value = 0, False
    while depth >= 0 and not (depth == 0 and tokens[at] in (";", "of", "in")):
        token = tokens[at]
        depth += (token in "([{") - (token in ")]}")
        if depth == 0 and token in ("=", ","):
            is_value = token == "="
        elif not is_value and _is_name(token):
            found.add(token)
        at += 1
    return found


def _back_to_opening(tokens: Sequence[str], at: int) -> Sequence[str]:
    depth, first = 1, at
    while depth:
        first -= 1
        depth += (tokens[first] == ")") - (tokens[first] == "(")
    return tokens[first:at]


def _renamed(token: str, place: _Place, short: Mapping[str, str]) -> str:
    if place is _Place.PROPERTY or token not in short:
        return "let" if token == "const" else token
    return f"{token}:{short[token]}" if place is _Place.BOTH else short[token]


def _free(tokens: Sequence[str]) -> Iterator[str]:
    """Short names that nothing in the script is called by."""
    taken = _names(tokens) | _WORDS
    for length in count(1):
        for letters in product(_LETTERS, repeat=length):
            if (name := "".join(letters)) not in taken:
                yield name


def _joined(tokens: Sequence[str]) -> str:
    """The tokens with a space only where two would run together."""
    written = [tokens[0]]
    for before, token in pairwise(tokens):
        written.append(" " if _RUN_TOGETHER(before[-1] + token[0]) else "")
        written.append(token)
    return "".join(written).replace(";}", "}")
