"""A finding made ready for any eye: masked, on one line, with its line of text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from gongkai.findings import Finding, Severity
from gongkai.personal import find, mask
from gongkai.rules.manual import page
from gongkai.source import Document


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding ready for any eye: masked, with its line of text and where the caret stands.

    `column` counts characters, `byte_column` bytes of UTF-8; None where the text of the file is not at hand.
    `is_new` is None where nothing was compared; `stops` says whether the check fails because of it.
    """

    level: Severity
    code: str
    slug: str
    path: str
    line: int
    column: int
    message: str
    cure: str
    why: str
    excerpt: str
    caret: int
    record: str
    fingerprint: str
    title: str = ""
    field: str = ""
    byte_column: int | None = None
    is_new: bool | None = None
    stops: bool = False

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def is_debt(self) -> bool:
        """Whether it was there before, so that nobody has to cure it now (旧账)."""
        return self.is_new is False

    @property
    def words(self) -> str:
        """What is wrong and what to do, in one line; a debt says that it is one."""
        return f"{'（旧账）' if self.is_debt else ''}{self.message} 改法：{self.cure}"


def present(findings: Iterable[Finding], documents: Mapping[str, Document]) -> tuple[Shown, ...]:
    """Findings as they may be shown; every text that could repeat a record is masked here."""
    return tuple(_shown(finding, documents.get(finding.location.path)) for finding in findings)


def _shown(finding: Finding, document: Document | None) -> Shown:
    place = finding.location
    manual = page(finding.code.code)
    text = _line(document, place.line)
    excerpt, caret = _excerpt(text if finding.code.is_quoted else "", place.column)
    return Shown(
        level=finding.level,
        code=finding.code.code,
        slug=finding.code.slug,
        path=harmless(place.path),
        line=place.line,
        column=place.column,
        message=harmless(finding.message),
        cure=harmless(finding.cure),
        why=manual.why if manual else "",
        excerpt=excerpt,
        caret=caret,
        record=harmless(finding.record),
        fingerprint=harmless(finding.fingerprint),
        title=finding.code.title,
        field=harmless(finding.field),
        byte_column=None if text is None else len(text[: place.column - 1].encode("utf-8", "replace")) + 1,
        stops=finding.level is Severity.ERROR,
    )


_BREAK = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What nobody sees, what turns the direction of writing, and what cannot be written in UTF-8 or in XML."""


def harmless(text: str) -> str:
    """A text on one line, masked, without a character that acts instead of being seen.

    It is masked twice: a number may be held together, or apart, by what is taken out.
    """
    plain = _UNSEEN.sub("\ufffd", _BREAK.sub(" ", mask(text)))
    return mask(plain)


_WIDTH = 72


def _line(document: Document | None, line: int) -> str | None:
    if document is None:
        return None
    lines = document.text.split("\n")
    return lines[line - 1] if line <= len(lines) else None


def _excerpt(text: str | None, column: int) -> tuple[str, int]:
    """The line of text around a column, and the width of what stands before the caret.

    A line that holds personal data is not shown at all: a masked line would still tell too much.
    """
    if not text or find(text):
        return "", 0
    start = max(0, min(column - 1 - _WIDTH // 2, len(text) - _WIDTH))
    cut = text[start : start + _WIDTH]
    before = ("…" if start else "") + cut[: column - 1 - start]
    shown = ("…" if start else "") + cut + ("…" if start + _WIDTH < len(text) else "")
    shown = "".join(char if char.isprintable() else " " for char in shown)
    return shown, sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in before)


def distinct(shown: Iterable[Shown]) -> Iterator[tuple[Shown, str]]:
    """Each with a fingerprint that is its own and stays when lines move: equal ones are numbered in their order.

    Hosts take two findings with one fingerprint for one finding.
    """
    counts: Counter[str] = Counter()
    for each in shown:
        counts[each.fingerprint] += 1
        told = f"{each.fingerprint}#{counts[each.fingerprint]}"
        yield each, sha256(told.encode()).hexdigest()[:32]
