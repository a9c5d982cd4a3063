"""Writing YAML: the one place where our data becomes text that `source` reads back unchanged."""

from __future__ import annotations

import re
from typing import Any

from gongkai.source.nodes import compose
from gongkai.source.slips import scan

_PLAIN = re.compile(r"[\w（《〔“][^\n\t]*$|-[0-9]+(?:\.[0-9]+)?\Z|—\Z")
_PLAIN_KEY = re.compile(r"\w+\Z")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def quoted(value: str) -> str:
    """A text as a YAML scalar, in double quotes only where it must be."""
    if _PLAIN.match(value) and value.isprintable() and value == value.strip() and not re.search(r":(\s|$)|\s#", value):
        line = f"k: {value}"
        composed = compose(line)
        if composed.complete and not composed.problems and composed.data == {"k": value} and not scan(line, ()):
            return value
    return _in_quotes(value)


def _in_quotes(value: str) -> str:
    return '"' + "".join(_ESCAPES.get(char) or _visible(char) for char in value) + '"'


def _visible(char: str) -> str:
    if char.isprintable() or char == "\u3000":
        return char
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"  # half of a surrogate pair cannot be written in any encoding
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def _key(key: object) -> str:
    text = str(key)
    return text if _PLAIN_KEY.match(text) else _in_quotes(text)


def to_yaml(data: Any, indent: int = 0) -> str:
    """Mappings, lists and texts as block YAML with LF line ends, keys in the given order."""
    pad = "  " * indent
    if isinstance(data, dict):
        return "".join(f"{pad}{_key(key)}:{_after_colon(value, indent)}" for key, value in data.items())
    if isinstance(data, list | tuple):
        return "".join(f"{pad}-{_after_dash(value, indent)}" for value in data)
    return f"{pad}{quoted(str(data))}\n"


def _after_colon(value: Any, indent: int) -> str:
    if value is None:
        return "\n"
    if isinstance(value, dict | list | tuple):
        if not value:
            return " {}\n" if isinstance(value, dict) else " []\n"
        return "\n" + to_yaml(value, indent + 1)
    return f" {quoted(str(value))}\n"


def _after_dash(value: Any, indent: int) -> str:
    if isinstance(value, dict | list | tuple) and value:
        return " " + to_yaml(value, indent + 1).lstrip(" ")
    return _after_colon(value, indent)
