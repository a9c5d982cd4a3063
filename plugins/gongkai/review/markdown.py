"""A review as Markdown for comments and summaries; no text of a record can become markup, a mention or a command."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from gongkai.history.differences.records import Piece, Sign
from gongkai.review.plain import is_pair, left, only_sign, whole
from gongkai.review.sections import BACKSTAGE, Entry, Line, Report, Section

MARKER = "<!-- gongkai-review -->"
"""Begins a comment, so that the next run finds it and writes in its place."""


def as_markdown(report: Report, *, marker: bool = False) -> str:
    """The report as Markdown; with the marker it is a comment that can be found again."""
    return "\n".join(_lines(report, marker=marker)).rstrip("\n") + "\n"


def _lines(report: Report, *, marker: bool) -> Iterator[str]:
    if marker:
        yield MARKER
    yield "## 发布前审阅\n"
    yield f"**{escaped(report.headline)}**\n"
    if report.following:
        yield f"{escaped(report.following)}\n"
    yield f"### 结论：{escaped(report.verdict.value)}\n"
    for reason in report.reasons:
        yield f"- {escaped(reason)}"
    if report.reasons:
        yield ""
    yield from (f"{escaped(words)}\n" for words in report.about)
    for section in report.sections:
        yield from _section(section, report.full)
    if report.is_cut:
        yield f"{escaped(whole(report))}\n"


def _section(section: Section, full: str) -> Iterator[str]:
    count = f"{section.total or len(section.entries)} {section.unit}"
    is_folded = section.ident in BACKSTAGE
    title = f"{escaped(section.title)}（{count}）"
    yield f"<details><summary>{title}</summary>\n" if is_folded else f"### {title}\n"
    if section.lead:
        yield f"{escaped(section.lead)}\n"
    for entry in section.entries:
        yield from _entry(entry, full)
    if section.cut:
        yield f"- {escaped(left(section.cut, section.unit, full))}"
    yield "\n</details>\n" if is_folded else ""


def _entry(entry: Entry, full: str) -> Iterator[str]:
    place = f"（{escaped(entry.place)}）" if entry.place else ""
    inline = f"，{escaped(left(entry.cut, '行', full))}" if entry.cut and not entry.lines else ""
    yield f"- **{escaped(entry.sign)}** {escaped(entry.title)}{place}{inline}"
    lines = (*entry.lines, *entry.folded)
    if sign := only_sign(lines):
        word, tag = _TAGS[sign]
        yield f"  - 〔{word}〕下面各行："
        yield from (
            f"    - <{tag}>{escaped(piece.text)}</{tag}>{_cut(line)}" for line in lines for piece in line.pieces
        )
    else:
        yield from (f"  - {_words(line)}" for line in lines)
    if entry.cut and entry.lines:
        yield f"  - {escaped(left(entry.cut, '行', full))}"


def _words(line: Line) -> str:
    label = f"{escaped(line.label)}：" if line.label else ""
    if is_pair(line):
        old, new = line.pieces
        return f"{label}<del>{escaped(old.text)}</del> → <ins>{escaped(new.text)}</ins>{_cut(line)}"
    return f"{label}{''.join(map(_piece, line.pieces))}{_cut(line)}"


def _cut(line: Line) -> str:
    return f"…（还有 {line.cut} 字）" if line.cut else ""


_TAGS = {Sign.OLD: ("删", "del"), Sign.NEW: ("增", "ins")}


def _piece(piece: Piece) -> str:
    text = escaped(piece.text)
    if piece.sign is Sign.SAME:
        return text
    word, tag = _TAGS[piece.sign]
    return f"〔{word}〕<{tag}>{text}</{tag}>"


_SYNTAX = re.compile(r"[\\`*_{}\[\]|~$]")
_BLOCK = re.compile(r"[#+\->=:/]|\d+(?=[.)])")
"""What makes a heading, a list, a quotation or a command of a line that begins with it."""
_APART = "&#8288;"
"""A word joiner: it is not seen, and no host takes what follows it for the rest of a reference."""
_REFERENCE = re.compile(
    r"[@#!$%~^&](?=[\w\"'])"  # mentions, issues, requests, snippets, milestones, labels, alerts, epics
    r"|:(?=(?:100|1234|[\w+-]*[A-Za-z][\w+-]*):)"  # small pictures
    r"|(?<=[A-Z])-(?=\d)|\[(?=\[)|:(?=//)|(?<![\w.])[Ww]{3}(?=\.)",
    re.ASCII,
)


def escaped(text: str) -> str:
    """A text that says in Markdown what it says, on one line, whatever is in it."""
    flat = _REFERENCE.sub(lambda found: f"{found.group()}\0", " ".join(text.split()))
    safe = _SYNTAX.sub(r"\\\g<0>", html.escape(flat, quote=False))
    if first := _BLOCK.match(safe):
        end = first.end()
        safe = f"{safe[:end]}\\{safe[end:]}" if first.group().isdigit() else f"\\{safe}"
    return safe.replace("\0", _APART)
