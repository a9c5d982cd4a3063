"""YAML events to plain data, and back from a key path to the character where it was typed.

Events are used, not libyaml's composer: 30,000 balanced brackets crash that, and 306 bytes of
anchors make two million nodes of it. Scalars stay as typed: `0123`, `12:30` and `no` are texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml
from yaml._yaml import CParser  # libyaml, shipped in every PyYAML wheel; the pure parser is 8 times slower
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from gongkai.findings import Code
from gongkai.source import codes

Value: TypeAlias = "str | list[Any] | dict[str, Any] | None"
"""A YAML value as typed: a text (empty where nothing follows a key), a list, or a mapping with text keys.

None is an empty file.
"""

KeyPath: TypeAlias = "tuple[str | int, ...]"
"""The way from the root of a file to a value: keys and 0-based list positions."""

MAX_DEPTH = 30
MAX_NODES = 20_000

QUOTE = "给值加上半角双引号，或换一种写法。"


@dataclass(frozen=True, slots=True)
class Problem:
    """What YAML itself objects to, at an offset of the text."""

    code: Code
    at: int
    message: str
    cure: str


@dataclass(frozen=True, slots=True)
class Composed:
    """The data of a YAML text (None where it could not be read to the end) and the problems met."""

    data: Value
    problems: tuple[Problem, ...]
    complete: bool


def compose(text: str) -> Composed:
    """Read one YAML document; problems are collected, and only a syntax error or a limit ends the reading."""
    builder = _Builder()
    try:
        complete = _feed(builder, text, None)
    except yaml.YAMLError as error:
        builder.problems.append(_syntax(error, text))
        complete = False
    except UnicodeEncodeError as error:  # half of a surrogate pair; no decoder gives one, a caller might
        builder.problems.append(Problem(codes.YAML_SYNTAX, error.start, *_INVISIBLE))
        complete = False
    root = builder.root if complete else None
    return Composed(_without_merges(root) if builder.merges else root, tuple(builder.problems), complete)


def _without_merges(value: Value) -> Value:
    """The same without merge keys, which have been objected to."""
    if isinstance(value, dict):
        return {key: _without_merges(each) for key, each in value.items() if key != "<<"}
    return [_without_merges(each) for each in value] if isinstance(value, list) else value


def spans(text: str) -> dict[KeyPath, tuple[int, int]]:
    """For each key path of a readable text: the offsets of its key and of its value (the same in lists)."""
    places: dict[KeyPath, tuple[int, int]] = {}
    _feed(_Builder(), text, places)
    return places


class _Builder:
    """The stack of open collections while events come in."""

    __slots__ = ("merges", "problems", "root", "stack")

    def __init__(self) -> None:
        self.merges = False
        self.root: Value = None
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []

    def problem(self, code: Code, at: int, message: str, cure: str) -> None:
        self.problems.append(Problem(code, at, message, cure))


class _Open:
    __slots__ = ("key", "key_at", "path", "value", "waiting")

    def __init__(self, value: Any, path: KeyPath) -> None:
        self.value = value
        self.path = path
        self.key: str | None = None
        self.key_at = 0
        self.waiting = True  # a mapping waits for a key


def _feed(  # noqa: PLR0912, PLR0915 - one loop: a call for each event would double the time
    builder: _Builder, text: str, places: dict[KeyPath, tuple[int, int]] | None
) -> bool:
    parser = CParser(text)
    next_event = parser.get_event
    stack = builder.stack
    nodes = documents = 0
    while True:
        event: Any = next_event()
        kind = event.__class__
        if kind is ScalarEvent:
            nodes += 1
            value = event.value
            if event.anchor is not None or event.tag is not None:
                _trick(builder, event)
            top = stack[-1] if stack else None
            if top is not None and top.__class__ is _Open and top.value.__class__ is dict and top.waiting:
                _key(builder, top, value, event)
                continue
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            nodes += 1
            if event.anchor is not None or event.tag is not None:
                _trick(builder, event)
            value = {} if kind is MappingStartEvent else []
            if stack and stack[-1].value.__class__ is dict and stack[-1].waiting:
                builder.problem(codes.YAML_SYNTAX, event.start_mark.index, "键只能是一个词，不能是列表或表格。", QUOTE)
                return False
            if len(stack) >= MAX_DEPTH:
                message = f"嵌套超过 {MAX_DEPTH} 层。"
                builder.problem(
                    codes.TOO_LARGE, event.start_mark.index, message, "检查括号是否多打了，或把内容分成几条。"
                )
                return False
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            stack.pop()
            continue
        elif kind is AliasEvent:
            nodes += 1
            _trick(builder, event)
            if stack and stack[-1].value.__class__ is dict and stack[-1].waiting:
                _key(builder, stack[-1], f"*{event.anchor}", event)
                continue
            value = f"*{event.anchor}"
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                cure = "删去多余的“---”，一个文件只写一份。"
                builder.problem(codes.YAML_SYNTAX, event.start_mark.index, "文件里有第二份 YAML。", cure)
                return False
            continue
        elif kind is StreamEndEvent:
            return True
        else:
            continue
        if nodes > MAX_NODES:
            builder.problem(
                codes.TOO_LARGE,
                event.start_mark.index,
                f"文件里的值超过 {MAX_NODES} 个。",
                "把表分成几条记录。",
            )
            return False
        at: int = event.start_mark.index if places is not None else 0
        if not stack:
            builder.root = value
            path: KeyPath = ()
            if places is not None:
                places[path] = (at, at)
        else:
            top = stack[-1]
            if top.value.__class__ is dict:
                key = top.key or ""
                top.value.setdefault(key, value)
                top.waiting = True
                path = (*top.path, key) if places is not None else ()
                if places is not None:
                    places.setdefault(path, (top.key_at, at))
            else:
                path = (*top.path, len(top.value)) if places is not None else ()
                top.value.append(value)
                if places is not None:
                    places.setdefault(path, (at, at))
        if kind is not ScalarEvent and kind is not AliasEvent:
            stack.append(_Open(value, path))


def _key(builder: _Builder, top: _Open, key: str, event: Any) -> None:
    at = event.start_mark.index
    if key == "<<":
        builder.merges = True
        builder.problem(codes.YAML_TRICK, at, "用了合并键“<<”。", "把要用的内容原样写出来。")
    elif key in top.value:
        builder.problem(codes.DUPLICATE_KEY, at, f"“{key}”在同一处写了两次。", "留下一个；若是两项，改成列表。")
    top.key, top.key_at, top.waiting = key, at, False


def _trick(builder: _Builder, event: Any) -> None:
    message = "用了 YAML 的锚点、别名或标签（& * !）。"
    builder.problem(codes.YAML_TRICK, event.start_mark.index, message, "把内容原样写出来；若是文字，加上半角双引号。")


_INVISIBLE = ("这里有看不见的控制字符。", "删去这个字符，或重新输入这一行。")
_INVISIBLE_CHARACTER = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What libyaml refuses to read; it says that there is one, not where."""

_STRAY_COLON = "mapping values are not allowed"
_TOO_DEEP = ("这一行的缩进比上一行深。", "同一层的键左边对齐；确是上一行的值的，给整个值加上半角双引号。")
_INDENTED_KEY = re.compile(r" +[^\s:\-][^:\n]*")

_SENTENCES = (
    ("escape c", "双引号里的“\\”后面写法不对。", "要写“\\”本身就写两个，或改用半角单引号。"),
    ("invalid Unicode character", "双引号里的“\\”后面写法不对。", "要写“\\”本身就写两个，或改用半角单引号。"),
    ("could not find expected ':'", "这一行像是一个键，但缺少冒号。", "写成“键: 值”，冒号半角，后面空一格。"),
    (_STRAY_COLON, "这里不应出现冒号加空格。", "给整个值加上半角双引号，或检查缩进。"),
    (
        "did not find expected key",
        "缩进不齐，或这里不是一个键。",
        "同一层的键左边对齐；值里有冒号、引号时给整个值加半角双引号。",
    ),
    ("<document start>", "这一行比上面的键靠左。", "同一层的键左边对齐。"),
    ("did not find expected '-' indicator", "列表的“-”没有对齐。", "同一列表的每个“-”左边对齐。"),
    ("found character that cannot start any token", "这个符号不能作值的开头。", "给整个值加上半角双引号。"),
    ("found unexpected end of stream", "引号或括号没有配对，一直到文件末尾。", "补上右引号或右括号。"),
    ("did not find expected ',' or '}'", "花括号里的写法有误。", "各项之间用半角逗号加空格，最后有“}”。"),
    ("did not find expected ',' or ']'", "方括号里的写法有误。", "各项之间用半角逗号加空格，最后有“]”。"),
    (
        "block sequence entries are not allowed",
        "“-”前面不能有别的内容。",
        "列表另起一行写，或给值加上半角双引号。",
    ),
)


def _syntax(error: yaml.YAMLError, text: str) -> Problem:
    if isinstance(error, yaml.reader.ReaderError):
        match = _INVISIBLE_CHARACTER.search(text)
        return Problem(codes.YAML_SYNTAX, match.start() if match else 0, *_INVISIBLE)
    start = getattr(error, "context_mark", None)
    if start and getattr(error, "context", "") == "while scanning a quoted scalar":
        message, cure = "引号没有配对。", "在值的末尾补上同样的半角引号，或两头都不用引号。"
        return Problem(codes.UNCLOSED_QUOTE, start.index, message, cure)
    mark = getattr(error, "problem_mark", None) or start
    at = min(mark.index, len(text)) if mark else 0
    problem = str(getattr(error, "problem", "") or "")
    for part, message, cure in _SENTENCES:
        if part in problem:
            if part == _STRAY_COLON and _INDENTED_KEY.fullmatch(text, text.rfind("\n", 0, at) + 1, at):
                return Problem(codes.YAML_SYNTAX, at, *_TOO_DEEP)
            return Problem(codes.YAML_SYNTAX, at, message, cure)
    return Problem(
        codes.YAML_SYNTAX, at, "YAML 在这里读不下去了。", "对照“gongkai new”生成的样子检查缩进、冒号和引号。"
    )
