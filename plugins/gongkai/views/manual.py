"""The manual of the checks (检查项): what each code means, why, its cure, and a sample of either kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai import load, source
from gongkai.findings import Code, Severity
from gongkai.personal import mask
from gongkai.records import decode
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.prose import to_html
from gongkai.render.templates import render
from gongkai.rules import CHAPTERS, outputs, past
from gongkai.rules.manual import page as manual_page
from gongkai.views.board import Board

_FIRST_SAMPLE = re.compile(r"^## +(?:共同的文件|以前|不通过的样例|通过的样例)\s*$", re.MULTILINE)

# Quiet signs: a manual is no status, and red on this site says that something is overdue.
_LEVELS = {
    Severity.ERROR: ("not-passed", "错误"),
    Severity.WARNING: ("noted", "警告"),
    Severity.NOTICE: ("not-due", "提示"),
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """Codes about one subject."""

    title: str
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Samples:
    """The files of the two samples, as (path, text); those that both have in common stand apart.

    `before` are those that stood published before, where a code compares two moments.
    """

    before: tuple[tuple[str, str], ...]
    shared: tuple[tuple[str, str], ...]
    failing: tuple[tuple[str, str], ...]
    passing: tuple[tuple[str, str], ...]


def pages(board: Board) -> Iterator[Page]:
    """The listing, and one page for each code."""
    found = chapters()
    yield _listing(found)
    for chapter in found:
        for code in chapter.codes:
            yield _page(code, chapter.title)


def chapters() -> tuple[Chapter, ...]:
    """Every code once, by subject: those of records, then of files, then of outputs."""
    subjects: dict[str, set[Code]] = {}
    for each in CHAPTERS:
        subjects.setdefault(each.SUBJECT, set()).update(rule.code for rule in each.RULES)
    ruled = (Chapter(title, tuple(sorted(codes, key=lambda code: code.code))) for title, codes in subjects.items())
    return (
        *ruled,
        Chapter("文件夹与编号", load.CODES),
        Chapter("字段填写", decode.CODES),
        Chapter("文件写法", source.CODES),
        Chapter("发布前的最后一查", outputs.CODES),
        Chapter("与已经公布的对照", past.CODES),
    )


def level_chip(code: Code) -> Chip:
    """How much a code weighs."""
    return chip(*_LEVELS[code.severity])


def _listing(found: tuple[Chapter, ...]) -> Page:
    shown = tuple(
        (
            f"chapter-{n}",
            chapter.title,
            tuple((code, level_chip(code), _why(code)) for code in chapter.codes),
        )
        for n, chapter in enumerate(found, 1)
    )
    html = render("rules.html.jinja", "rules/", chapters=shown, count=sum(len(each.codes) for each in found))
    return Page(
        address="rules/",
        title="检查项",
        body=html,
        description="记录发布前要通过的每一项检查：编号、意思、级别，各有一页说明和两个样例。",
        of_program=True,
        sections=tuple(Heading(ident, title) for ident, title, _ in shown),
    )


def _why(code: Code) -> str:
    found = manual_page(code.code)
    return found.why if found else ""


def _page(code: Code, chapter: str) -> Page:
    address = f"rules/{code.code}/"
    found = manual_page(code.code)
    # What stands before the first sample is prose; the samples are shown from their parsed files.
    text = to_html(_FIRST_SAMPLE.split(found.text)[0] if found else "")
    why = _why(code)
    html = render(
        "rule.html.jinja",
        address,
        code=code,
        chapter=chapter,
        level=level_chip(code),
        why=why,
        text=text,
        place=found.place if found else "",
        samples=_samples(code.code),
    )
    return Page(
        address=address,
        title=f"{code.code} {code.title}",
        body=html,
        description=why or code.title,
        is_record=True,
        of_program=True,
        entry=Entry(code.code, "检查项", f"{code.slug} {why} {text.striptags()}"),
    )


def _samples(code: str) -> Samples:
    found = manual_page(code)
    failing = found.failing.files if found and found.failing else ()
    passing = found.passing.files if found and found.passing else ()
    before = found.before.files if found and found.before else ()
    failing, passing = (tuple(file for file in files if file not in before) for files in (failing, passing))
    shared = tuple(file for file in failing if file in passing)
    return Samples(
        _masked(before),
        _masked(shared),
        _masked(tuple(file for file in failing if file not in shared)),
        _masked(tuple(file for file in passing if file not in shared)),
    )


def _masked(files: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The files as they may be published: a sample about personal data must not put any on the page."""
    return tuple((mask(path), mask(text).rstrip("\n")) for path, text in files)
