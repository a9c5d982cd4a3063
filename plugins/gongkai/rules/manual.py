"""The manual pages of the codes: one file is `gongkai explain` text, page on the site and test case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongkai.source import parse

_BLOCK = re.compile(r"^```[a-z]* title=\"(?P<path>[^\"]+)\"\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sample:
    """Files of a small school, beside the shipped sample school, and the day on which they are checked."""

    today: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What the manual says of one code.

    `why` is one sentence for terminals; `text` the Markdown of the page; `failing` must yield this
    code at `place` and nothing else, `passing` must yield nothing. Where a code compares two published
    moments, `before` is the earlier one and the others are what took its place.
    """

    code: str
    why: str
    text: str
    place: str
    failing: Sample | None
    passing: Sample | None
    before: Sample | None = None


@cache
def page(code: str) -> Page | None:
    """The manual page of a code, or None where there is none.

    A page has front matter (为什么, 今天, 位置), the sections 意思, 依据, 怎么改, and the samples:
    files under 共同的文件 belong to both, those under 不通过的样例 and 通过的样例 to one. Files under 以前
    stood published before (on 以前公布), and stand there still in both unless the sample has them with other text or,
    to show that they are gone, empty.
    """
    file = files("gongkai.rules") / "pages" / f"{code}.md"
    if not file.is_file():
        return None
    document, problems = parse(file.read_text("utf-8"), f"{code}.md", ())
    if document is None or problems or not isinstance(document.data, dict):
        raise ValueError(f"{code}.md: {problems}")
    data, body = document.data, document.body
    today = str(data.get("今天") or "2026-05-20")
    sections = {section.title: section.text for section in document.sections()[1]}
    earlier = _files(sections.get("以前", ""))
    shared = {**earlier, **_files(sections.get("共同的文件", ""))}
    samples = []
    for title in ("不通过的样例", "通过的样例"):
        own = _files(sections.get(title, ""))
        merged = {**shared, **own}
        samples.append(
            Sample(today, tuple((path, text) for path, text in merged.items() if text.strip()))
            if own or shared
            else None
        )
    before = Sample(str(data.get("以前公布") or today), tuple(earlier.items())) if earlier else None
    return Page(code, str(data["为什么"]), body.strip(), str(data.get("位置") or ""), samples[0], samples[1], before)


def _files(text: str) -> dict[str, str]:
    return {match["path"]: match["text"] for match in _BLOCK.finditer(text)}
