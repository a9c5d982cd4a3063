"""What a correction (更正) says beside what its record says now: a closed value changes only with its proof."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from gongkai.derive.exact import EXACT
from gongkai.records.finance import Finance
from gongkai.records.proposal import Correction, CorrectionType
from gongkai.register import Act, Record, Register
from gongkai.source import Document


class Slip(StrEnum):
    """What is wrong with a correction by itself, or beside the record it corrects."""

    NO_OLD = "old value missing"
    NO_NEW = "new value missing"
    REPEATED = "the personal data is written again as the old value"
    SAME = "old and new are the same"
    NO_FILE = "the place names a file that is not there"
    NOT_MADE = "the place still says the old value"
    ABSENT = "the file does not say the new value"
    REWRITTEN = "a closed statement no longer says what was published"
    CHAIN = "the next correction of the same place begins elsewhere"


class Missing(StrEnum):
    """What an adjustment of the books lacks in the statement of the current month."""

    TARGET = "no other record named"
    STATEMENT = "the other record is no statement"
    LATER = "the other statement is not of a later period"
    ROW = "no row named"
    NO_SUCH_ROW = "the statement has no such row"
    AMOUNT = "the row is not the difference"


GONE = "删去"
"""What a correction writes as the new value of what is not there any more."""

_ACT = re.compile(r"(?<![a-z])([a-z]+(?:-\d+)?)(?:\.md|\.yml)?(?![a-z-])")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")


def slip(record: Record[Any], act: Act[Correction], register: Register) -> Slip | None:
    """The first thing wrong with a correction, as far as its record's own files tell."""
    content = act.content
    if content.type is CorrectionType.PERSONAL:
        return Slip.REPEATED if content.old else None
    if not content.old:
        return Slip.NO_OLD
    if not content.new:
        return Slip.NO_NEW
    if _same(content.old, content.new):
        return Slip.SAME
    file = corrected_file(record, content)
    if file is None:
        return Slip.NO_FILE
    document = register.documents.get(file.path)
    if document is None:
        return None
    if content.type is CorrectionType.BOOKS:
        return None if _says((document.text,), content.old) else Slip.REWRITTEN
    return _printed(record, act, document)


def _printed(record: Record[Any], act: Act[Correction], document: Document) -> Slip | None:
    """公布笔误: the place says the new value now, or what the next correction of it found there."""
    content = act.content
    old, new = content.old or "", content.new or ""
    place = _bare(content.where)
    later = (other for other in record.all(Correction) if other.n > act.n and _bare(other.content.where) == place)
    after = next(later, None)
    if after:
        return None if _same(after.content.old or "", new) else Slip.CHAIN
    if _bare(new) == GONE:
        return None  # that nothing else went is seen beside the published moment before
    candidates = _candidates(document, content.where)
    if not _says(candidates, new) and _says(candidates, old):
        return Slip.NOT_MADE
    return None if _says((document.text,), new) else Slip.ABSENT


def corrected_file(record: Record[Any], content: Correction) -> Record[Any] | Act[Any] | None:
    """The file that 位置 names: an act by its name, else the main file; None where there is no such act."""
    acts = type(record.content).acts
    for match in _ACT.finditer(content.where):
        if match[1].partition("-")[0] in acts:
            return record.act(match[1])
    return record


def _candidates(document: Document, where: str) -> tuple[str, ...]:
    """The values that 位置 most likely means: those whose key and whose row it names."""
    place = _bare(where)
    best: tuple[int, list[str]] = (1, [document.text])
    for key, labels, text in _scalars(document.data, "", ()):
        rank = 2 * (bool(key) and _bare(key) in place) + any(label in place for label in labels) + 1
        if rank > best[0]:
            best = (rank, [text])
        elif rank == best[0] and rank > 1:
            best[1].append(text)
    return tuple(best[1])


def _scalars(data: Any, key: str, labels: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Every single value with its key and the words by which its row is known (科目、建议 1)."""
    if isinstance(data, dict):
        own = tuple(_label(name, value) for name, value in data.items() if isinstance(value, str) and value)
        for name, value in data.items():
            yield from _scalars(value, name, (*labels, *own) if key else labels)
    elif isinstance(data, list):
        for each in data:
            yield from _scalars(each, key or "-", labels)
    elif isinstance(data, str):
        yield key, labels, data


def _label(name: str, value: str) -> str:
    """The words by which a row is known: what its value says, a bare number only with its key (建议1)."""
    return _bare(name + value) if amount(value) is not None or len(value) < 2 else _bare(value)


def _says(texts: tuple[str, ...], value: str) -> bool:
    """Whether one of the texts says a value: the same number, or the same words."""
    number = amount(value)
    if number is not None:
        return any(number == found for text in texts for found in _numbers(text))
    return any(_bare(value) in _bare(text) for text in texts)


def _same(one: str, other: str) -> bool:
    numbers = amount(one), amount(other)
    return numbers[0] == numbers[1] if None not in numbers else _bare(one) == _bare(other)


def _numbers(text: str) -> Iterator[Decimal]:
    for match in _NUMBER.finditer(unicodedata.normalize("NFKC", text)):
        yield Decimal(match[0].replace(",", ""))


def amount(text: str | None) -> Decimal | None:
    """The number that a value is, if it is nothing but a number with its unit."""
    bare = _bare(text or "").replace(",", "")
    for unit in ("万元", "元", "件", "人", "票", "天", "册", "%"):
        bare = bare.removesuffix(unit)
    return Decimal(bare) if _PLAIN.fullmatch(bare) else None


def _bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What an adjustment lacks; `expected` and `found` are amounts where the row is not the difference."""

    missing: Missing
    expected: Decimal | None = None
    found: Decimal | None = None


def unadjusted(record: Record[Any], content: Correction, register: Register) -> Adjusted | None:
    """What keeps an adjustment of the books from standing as a row in a later statement; None if nothing."""
    if content.other is None:
        return Adjusted(Missing.TARGET)
    target = register.records.get(content.other)
    if target is None:
        return None  # a reference to nothing is told as such
    if not isinstance(target.content, Finance) or not isinstance(record.content, Finance):
        return Adjusted(Missing.STATEMENT)
    if target.content.period.first <= record.content.period.last:
        return Adjusted(Missing.LATER)
    return _unbooked(target.content, content)


def _unbooked(finance: Finance, content: Correction) -> Adjusted | None:
    """What is wrong with the row that should hold the difference."""
    if not content.row:
        return Adjusted(Missing.ROW)
    rows = [row for _, row in finance.rows() if row.account == content.row]
    if not rows:
        return Adjusted(Missing.NO_SUCH_ROW)
    old, new = amount(content.old), amount(content.new)
    booked = [value for row in rows for _, value in (row.amount.cells if row.amount else ()) if value is not None]
    if old is None or new is None or not booked:
        return None
    expected = EXACT.subtract(new, old)
    if any(abs(value) == abs(expected) for value in booked):
        return None
    return Adjusted(Missing.AMOUNT, expected, booked[0])
