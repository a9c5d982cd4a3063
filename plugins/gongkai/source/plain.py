"""The few lines of YAML that nearly every record is made of, read without a YAML parser.

A key with a plain value, an item, brackets on one line: such a text is one regular expression and a
stack, and takes a quarter of the time that libyaml and its events take. What is read here is what
libyaml reads and is free of slips; anything that may be more is left to those who know all of YAML.
"""

from __future__ import annotations

import re
from sys import intern
from typing import Any

from gongkai.source.nodes import MAX_DEPTH, MAX_NODES, Value

_ODD = re.compile(
    "[\x00-\t\x0b-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\ud800-\udfff\ufeff\ufffe\uffff０-９]"
)
"""Control characters, other spaces than the common two, full-width digits: reasons to look closer."""

_FIRST = r"(?:[^\s\-?:：,，\#&*!|>'\"%@`“‘\[\]{}]|-(?=[0-9]))"
"""A character with which no value begins that is anything but a text."""
_KEY = r"\w[^\s:：\#'\"“‘\[\]{}]{0,99}+"
_WORD = rf"{_FIRST}[^\n:：,，\#'\"“‘\[\]{{}}\u3000]{{0,999}}+(?<!\ )"
"""A value between brackets, or a key there: libyaml takes nothing longer than 1,024 characters for a key."""
_LINE = re.compile(
    rf"""
    (\ *+(?:-\ ++)*+)                                         # the indent, with the dashes of items
    (?:({_KEY}):(?:\ ++(?=\S)|(?=\n|\Z)))?+
    (
        \{{{_WORD}:\ {_WORD}(?:,\ {_WORD}:\ {_WORD})*+\}}
        |\[{_WORD}(?:,\ {_WORD})*+\]
        |{_FIRST}(?(2)                                         # after a key, and of an item without one
            [^\n:\#]*+(?:(?::(?=\S)|(?<=\S)\#)[^\n:\#]*+)*+
            |[^\n:：\#'"\[\]{{}}]*+)
    )?+
    (?:(?<=\ \ )\#\ [^\n]*+)?+
    (?:\n|\Z)
    |\ *\#[^\n]*+(?:\n|\Z)
    |(.+)                                                     # whatever else: it ends the reading
    """,
    re.VERBOSE,
)
"""Possessive throughout, as the scanner's: a hostile line is judged in one pass."""


def plainly(text: str) -> Value:
    """What a text of plain lines says; None where it may hold more than such lines."""
    if len(text) > MAX_NODES or _ODD.search(text):
        return None
    root: dict[str, Any] = {}
    top: Any = root  # the innermost open list or mapping, and the column in which its lines begin
    column = -1
    around: list[tuple[int, Any]] = []
    waiting: str | None = ""  # the last key, where nothing stood after its colon
    for prefix, key, typed, odd in _LINE.findall(text):
        dash = prefix.find("-")
        if odd or not (key or (typed and dash >= 0)):
            if odd or typed or dash >= 0:
                return None
            continue  # blank, or a comment
        begin = len(prefix) if dash < 0 else dash
        # A list may begin right under its key, a mapping only further in.
        if waiting is not None and (begin > column or (begin == column and dash >= 0)):
            around.append((column, top))
            inner: Any = {} if dash < 0 else []
            top[waiting] = inner
            column, top = begin, inner
        else:
            while begin < column or (begin == column and dash < 0 and top.__class__ is list):
                column, top = around.pop()
        if begin != column or (dash < 0) is (top.__class__ is list):
            return None
        if not typed or typed[0] not in "[{":
            value: Any = typed.rstrip(" ")
        elif (value := _in_brackets(typed)) is None:
            return None
        while dash >= 0:
            dash = prefix.find("-", dash + 1)
            if dash < 0 and not key:
                top.append(value)
                break
            around.append((column, top))
            inner = {} if dash < 0 else []
            top.append(inner)
            column, top = len(prefix) if dash < 0 else dash, inner
        if key:
            if key in top:
                return None
            top[intern(key)] = value  # the same few hundred in all files: 24 MB less for 10,000 records
        waiting = None if typed else key
        if len(around) > MAX_DEPTH - 2:
            return None
    return root.get("")


def _in_brackets(typed: str) -> list[str] | dict[str, str] | None:
    """The list or mapping on one line; None where a key stands in it twice."""
    items = typed[1:-1].split(", ")
    if typed[0] == "[":
        return items
    found = {intern(key): value for key, value in [item.split(": ") for item in items]}
    return found if len(found) == len(items) else None
