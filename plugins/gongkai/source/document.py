"""One file of a record: its data, its prose sections, and the place of each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from gongkai.findings import Finding, Location, ordered
from gongkai.source import codes
from gongkai.source.edits import Edit, Origins, Slip, disjoint, mend
from gongkai.source.encoding import decode
from gongkai.source.nodes import Composed, KeyPath, Value, compose, spans
from gongkai.source.plain import plainly
from gongkai.source.slips import find_slips, scan

MAX_BYTES = 256 * 1024
MAX_LINE = 20_000
MAX_SLIPS = 200
MAX_ATTEMPTS = 20

_OPEN = re.compile(r"---[ \t]*(?:\n|\Z)")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)
_HEADING = re.compile(r"^## +(?P<title>.*?)\s*#*\s*$")
_CODE_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")


@dataclass(frozen=True, slots=True)
class Section:
    """A level-2 heading of a prose file and the text under it, with the offsets at which they begin."""

    title: str
    text: str
    at: int
    body_at: int


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be read. `text` is decoded, with LF line ends and without BOM.

    `data` is what the YAML says, `body` the prose after the front matter (empty for tables).
    """

    path: str
    text: str
    data: Value
    yaml_at: int
    yaml_end: int
    body_at: int
    edits: tuple[Edit, ...] = ()

    @property
    def body(self) -> str:
        return self.text[self.body_at :]

    def sections(self) -> tuple[str, tuple[Section, ...]]:
        """The prose before the first level-2 heading, and the sections; headings in code blocks are prose."""
        return _sections(self.body, self.body_at)

    def place(self, keys: KeyPath = (), *, value: bool = False) -> Location:
        """Where the key (or, asked for, the value) at this path was typed.

        A prose section is found by its title. A path that does not exist leads to the first key of
        the nearest mapping that does.
        """
        places, firsts = _places(self.text[self.yaml_at : self.yaml_end], self.edits)
        if keys and keys not in places and (section := self._section(keys[0])):
            return self.at(section.body_at if value else section.at)
        known: KeyPath = keys
        while known and known not in places:
            known = known[:-1]
        if known == keys and keys:
            return self.at(self.yaml_at + places[keys][1 if value else 0])
        if known in firsts:
            return self.at(self.yaml_at + firsts[known])
        return self.at(self.yaml_at + places[known][1]) if known else Location(self.path)

    def item(self, keys: KeyPath) -> str:
        """What the items of lists on the way to a key are called, wherever in their lists they stand; empty without."""
        names: list[str] = []
        value = self.data
        for depth, key in enumerate(keys):
            if isinstance(value, dict) and isinstance(key, str):
                value = value.get(key)
                names.append(key)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
                inner = keys[depth + 1] if depth + 1 < len(keys) else None
                names.append(_called(value, inner))
            else:
                break
        last = next((n for n in range(len(keys) - 1, -1, -1) if isinstance(keys[n], int)), -1)
        return "/".join(names[: last + 1])

    def _section(self, title: str | int) -> Section | None:
        return next((each for each in self.sections()[1] if each.title == title), None)

    def at(self, offset: int) -> Location:
        """The line and column of an offset in `text`."""
        starts = _line_starts(self.text)
        line = bisect_right(starts, offset)
        return Location(self.path, line, offset - starts[line - 1] + 1)


def _called(item: Value, besides: str | int | None) -> str:
    """What an item of a list is called: its first text, but not the one under the key that is spoken of."""
    if isinstance(item, dict):
        return next((text for key, text in item.items() if isinstance(text, str) and key != besides), "")
    return item if isinstance(item, str) else ""


def read(data: bytes, path: str, labels: Collection[str]) -> tuple[Document | None, tuple[Finding, ...]]:
    """Decode and parse one file; `path` is how findings name it."""
    if len(data) > MAX_BYTES:
        message = f"文件超过 {MAX_BYTES // 1024} KB，没有读入。"
        return None, (
            Finding(codes.TOO_LARGE, Location(path), message, "大表分成几条记录；图片和原件放进 attachments/。"),
        )
    decoded = decode(data, path, labels)
    found = (decoded.finding,) if decoded.finding else ()
    if decoded.text is None:
        return None, found
    document, more = parse(decoded.text, path, labels)
    return document, (*found, *more)


def parse(text: str, path: str, labels: Collection[str]) -> tuple[Document | None, tuple[Finding, ...]]:
    """Parse the text of a `.yml` or `.md` file into a document, mending slips in memory as it goes."""
    if len(text) > MAX_LINE:
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > MAX_LINE:
                message = f"这一行有 {len(line)} 个字，超过 {MAX_LINE} 个。"
                place = Location(path, number, MAX_LINE + 1)
                return None, (Finding(codes.TOO_LARGE, place, message, "分成几行或几段。"),)
    part = yaml_part(text, path)
    if part is None:
        what = "前置信息没有结束的“---”。" if _OPEN.match(text) else "文件开头没有前置信息。"
        cure = "第一行写“---”，接着写各个键，再用一行“---”结束，下面才是正文。"
        return None, (Finding(codes.NO_FRONT_MATTER, Location(path), what, cure),)
    start, end, body_at = part
    source = text[start:end]
    if (data := plainly(source)) is not None:
        return Document(path, text, data, start, end, body_at), ()
    reading = _read_yaml(source, labels)
    complete = reading.composed.complete and len(reading.slips) <= MAX_SLIPS
    document = Document(path, text, reading.composed.data, start, end, body_at, reading.edits)
    origins = Origins(reading.edits)
    findings = [
        Finding(slip.code, document.at(start + slip.at), slip.message, slip.cure) for slip in reading.slips[:MAX_SLIPS]
    ]
    findings += [
        Finding(problem.code, document.at(start + origins.of(problem.at)), problem.message, problem.cure)
        for problem in reading.composed.problems
    ]
    return (document if complete else None), ordered(tuple(findings))


def yaml_part(text: str, path: str) -> tuple[int, int, int] | None:
    """Where the YAML of a file begins and ends, and where its prose begins; None without front matter."""
    if not path.endswith(".md"):
        return 0, len(text), len(text)
    # As nearly every file has it, found three times as fast as by the patterns.
    end = text.find("\n---", 3) if text.startswith("---\n") else -1
    if end >= 0 and text.startswith("\n", end + 4) and text.find("\n...", 3, end) < 0:
        return 4, end + 1, end + 5
    opening = _OPEN.match(text)
    close = _CLOSE.search(text, opening.end()) if opening else None
    return (opening.end(), close.start(), close.end()) if opening and close else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was made of a YAML text: the slips to report, the edits that mended them, the result."""

    slips: tuple[Slip, ...]
    edits: tuple[Edit, ...]
    composed: Composed


def _read_yaml(source: str, labels: Collection[str]) -> _Reading:
    slips = find_slips(source, labels)
    reading = _with_certain(source, slips)
    if reading.composed.complete or len(reading.slips) > MAX_SLIPS:
        return reading
    if not slips:  # clean at a glance, but YAML stumbles: look closer
        slips = scan(source, labels)
        reading = _with_certain(source, slips)
    doubtful = [slip for slip in slips if not slip.certain]
    return _without_echo(source, _helped(source, reading, doubtful))


def _with_certain(source: str, slips: tuple[Slip, ...]) -> _Reading:
    certain = tuple(slip for slip in slips if slip.certain)
    if len(certain) > MAX_SLIPS:
        return _Reading(certain, (), Composed(None, (), False))
    edits = disjoint(edit for slip in certain for edit in slip.edits)
    return _Reading(certain, edits, compose(mend(source, edits)))


def _helped(source: str, reading: _Reading, doubtful: list[Slip]) -> _Reading:
    """Try what may be slips, the nearest before the place where YAML stumbles first; keep those that help."""
    for _ in range(MAX_ATTEMPTS):
        if reading.composed.complete or not reading.composed.problems:
            break
        stumble = _stumble(reading)
        tried = next((slip for slip in reversed(doubtful) if slip.at <= stumble), None)
        if tried is None:
            break
        doubtful.remove(tried)
        edits = disjoint((*reading.edits, *tried.edits))
        attempt = _Reading((*reading.slips, tried), edits, compose(mend(source, edits)))
        if attempt.composed.complete:
            return attempt
        if _stumble(attempt) > stumble:
            reading = attempt
    return reading


def _stumble(reading: _Reading) -> int:
    """The offset in the text as typed at which reading ended."""
    return Origins(reading.edits).of(reading.composed.problems[-1].at)


def _without_echo(source: str, reading: _Reading) -> _Reading:
    """Drop the last problem where a reported slip, on that line or not surely mended, must be its cause."""
    problems = reading.composed.problems
    if reading.composed.complete or not problems or problems[-1].code is codes.TOO_LARGE:
        return reading
    stumble = _stumble(reading)
    line = source.rfind("\n", 0, stumble) + 1
    causes = [
        slip
        for slip in reading.slips
        if slip.code.severity == "error"
        and slip.at <= stumble
        and (slip.at >= line or not slip.edits or slip.code in (codes.TAB, codes.FULL_WIDTH_SPACE))
    ]
    if not causes:
        return reading
    composed = reading.composed
    return _Reading(reading.slips, reading.edits, Composed(composed.data, composed.problems[:-1], False))


_Places: TypeAlias = tuple[dict[KeyPath, tuple[int, int]], dict[KeyPath, int]]


@lru_cache(maxsize=64)
def _places(source: str, edits: tuple[Edit, ...]) -> _Places:
    """The places of keys and values by path, and the place of the first thing inside each path."""
    origins = Origins(edits)
    places = {path: (origins.of(key), origins.of(value)) for path, (key, value) in spans(mend(source, edits)).items()}
    firsts: dict[KeyPath, int] = {}
    for path, (key, _) in places.items():
        if path:
            firsts[path[:-1]] = min(key, firsts.get(path[:-1], key))
    return places, firsts


@lru_cache(maxsize=64)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer("\n", text)))


def _sections(body: str, body_at: int) -> tuple[str, tuple[Section, ...]]:
    if "## " not in body:
        return body, ()
    marks: list[tuple[int, int, str]] = []
    fence = ""
    at = 0
    for line in body.split("\n"):
        if line.startswith("## "):
            if not fence and (heading := _HEADING.match(line)):
                marks.append((at, at + len(line) + 1, heading["title"]))
        elif mark := _CODE_FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        at += len(line) + 1
    if not marks:
        return body, ()
    ends = [start for start, _, _ in marks[1:]] + [len(body)]
    sections = []
    for (start, after, title), stop in zip(marks, ends, strict=True):
        text = body[after:stop].strip("\n")
        blank = len(body[after:stop]) - len(body[after:stop].lstrip("\n")) if text else 0
        sections.append(Section(title, text, body_at + start, body_at + min(after + blank, len(body))))
    return body[: marks[0][0]], tuple(sections)
