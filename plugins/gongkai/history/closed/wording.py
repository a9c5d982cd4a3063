"""What is said of a change: where, what stood there, what stands there now, and the correction to type."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from gongkai.history.closed.facts import Fact, shown
from gongkai.personal import mask
from gongkai.records.finance import Amounts
from gongkai.records.notice import Listed
from gongkai.records.proposal import Feedback, Person

_LONGEST = 24
_AROUND = 12
_STOPS = "，。；、：！？（）“” "
_QUOTED = 80
HIDDEN = "（不在这里重复）"
NOTHING = "没有"
"""What a correction writes as the old value of what was not there."""


def place_of(fact: Fact, file: str) -> str:
    """Where a value stands, in the words that 位置 takes."""
    labels = [label for label in fact.labels if label not in fact.rows] if is_secret(fact) else list(fact.labels)
    return " ".join((file, *labels) if file else labels)


def row_said(fact: Fact) -> str:
    """A row that came or went: what it is called, with its figure."""
    row = fact.new if fact.old is None else fact.old
    amount = next((shown(value) for name in _FIGURES if (value := _figure(row, name)) is not None), "")
    return f"{shown(row)} {amount}".strip()


_FIGURES = ("amount", "value", "count", "cases", "total")


def _figure(row: Any, name: str) -> Any:
    value = getattr(row, name, None) if isinstance(row, BaseModel) else None
    return next((cell for _, cell in value.cells if cell is not None), None) if isinstance(value, Amounts) else value


def is_secret(fact: Fact) -> bool:
    """Whether a value names a person, or says what its author did not want to be published."""
    if fact.owner in (Person, Listed) or any(isinstance(each, Person | Listed) for each in (fact.old, fact.new)):
        return True
    return fact.owner is Feedback and fact.name == "comment"


def both(fact: Fact) -> tuple[str, str]:
    """The old and the new value as they may be shown; of a long text the words that differ."""
    if is_secret(fact):
        return tuple(HIDDEN if value is not None else "" for value in (fact.old, fact.new))  # type: ignore[return-value]
    if fact.is_row:
        said = mask(row_said(fact))
        return ("", said) if fact.added else (said, "")
    old, new = shown(fact.old), shown(fact.new)
    if max(len(old), len(new)) > _LONGEST or "\n" in old + new:
        old, new = differing(old, new)
    return mask(old), mask(new)


def differing(old: str, new: str) -> tuple[str, str]:
    """The parts of two texts between what they begin and what they end with alike, with a few words around."""
    old, new = (" ".join(text.split()) for text in (old, new))
    shorter = min(len(old), len(new))
    first = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    last = next((n for n in range(shorter - first) if old[-1 - n] != new[-1 - n]), shorter - first)
    before, after = old[:first], old[len(old) - last :] if last else ""
    first -= min(first, next((n for n, sign in enumerate(reversed(before)) if sign in _STOPS), _AROUND))
    last -= min(last, next((n for n, sign in enumerate(after) if sign in _STOPS), _AROUND))
    return old[first : len(old) - last].strip(), new[first : len(new) - last].strip()


def correction_to_type(identity: str, where: str, old: str, new: str) -> str:
    """The command and the keys of the correction that would account for a change."""
    said = f"位置: {where} / 原值: {_to_type(old)} / 新值: {_to_type(new)}"
    return f"gongkai new correction {identity}，写 类型: 公布笔误 / {said} / 理由: … / 批准: …"


def _to_type(text: str) -> str:
    """What stands in a correction; a long text is named, for a part of it with dots would not be the text."""
    return text if len(text) <= _QUOTED else f"（从“{text[:_AROUND]}”起的全文）"


def removal_to_type(identity: str, where: str) -> str:
    """The command and the keys of the correction that takes personal data away."""
    return f"gongkai new correction {identity}，写 类型: 撤回个人信息 / 位置: {where} / 理由: … / 批准: …"


def quoted(text: str) -> str:
    """A value in a sentence."""
    return f"“{_short(text)}”" if text else "没有写"


def restored(text: str) -> str:
    """How to put back what stood there."""
    return f"恢复{quoted(text)}" if len(text) <= _QUOTED else "恢复原来的文字"


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


def first_difference(fact: Fact) -> str:
    """Of a text that changed the line in which the change begins, by which it is found in its file."""
    if not isinstance(fact.old, str) or not isinstance(fact.new, str):
        return ""
    shorter = min(len(fact.old), len(fact.new))
    first = next((n for n in range(shorter) if fact.old[n] != fact.new[n]), max(0, shorter - 1))
    return fact.new[fact.new.rfind("\n", 0, first) + 1 :].partition("\n")[0].strip()


def told(value: Any) -> str:
    """A value as it may be shown, without its place."""
    return mask(_short(shown(value)))
