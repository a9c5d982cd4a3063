"""Which item of a list is which item of another.

By what it is called, then by likeness; where it stands says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from pydantic import BaseModel

from gongkai.history.differences.values import written
from gongkai.records.declarations import declared
from gongkai.records.notice import Listed
from gongkai.records.policy import AllowedPersonal
from gongkai.records.proposal import Answer, Person

_CALLED = (
    "科目",
    "建议",
    "名称",
    "项目",
    "表名",
    "文件",
    "标题",
    "栏",
    "岗位",
    "工作",
    "事项",
    "会议",
    "事由",
    "种类",
    "对象",
    "类别",
    "编号",
    "步",
    "意见",
    "自",
    "代表团",
    "部门",
)
"""The fields that say what an item is called, the best first; 姓名 is none, for names are never shown as such."""

_APART = ("编码", "职务", "起")
"""What tells items of the same name apart."""

_LONG = 20
"""A name of more characters is a text: its item is known by its place."""

_LIKE = 0.5
_MOST = 400
"""So many pairs are looked at for likeness; beyond that what has no name in common is another item."""

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")

Pairs = Iterator[tuple[T | None, T | None]]


def name_of(item: BaseModel) -> str:
    """What an item is called in its file; empty where nothing names it."""
    if isinstance(item, AllowedPersonal | Listed):
        return ""
    fields = {each.label: each.name for each in declared(type(item))}
    for label in _CALLED:
        if label in fields and (name := written(getattr(item, fields[label]))):
            return name
    return ""


def called(items: Sequence[BaseModel]) -> tuple[str, ...]:
    """What each item of a list is called, each name once: with its code or its place where others are called so."""
    names = [_spoken(item, place) for place, item in enumerate(items, 1)]
    counts = Counter(names)
    apart = [_with_code(item, name) if counts[name] > 1 else name for item, name in zip(items, names, strict=True)]
    counts = Counter(apart)
    seen: Counter[str] = Counter()
    result = []
    for name in apart:
        seen[name] += 1
        result.append(f"{name}（第 {seen[name]} 处）" if counts[name] > 1 else name)
    return tuple(result)


def _spoken(item: BaseModel, place: int) -> str:
    name = name_of(item)
    if isinstance(item, Answer):
        return f"建议 {name}"
    return name if 0 < len(name) < _LONG else f"第 {place} 项"


def _with_code(item: BaseModel, name: str) -> str:
    for each in declared(type(item)):
        if each.label in _APART and (code := written(getattr(item, each.name))):
            return f"{name}（{code}）"
    return name


def paired(old: Sequence[M], new: Sequence[M]) -> Pairs[M]:
    """The items of both lists that differ, each beside what it was; None where there is no other."""
    left, right = _without_equal(old, new)
    for one, other in _same_name(left, right):
        yield one, other
        left.remove(one)
        right.remove(other)
    yield from _by_likeness(left, right, likeness)


def paired_texts(old: Sequence[str], new: Sequence[str]) -> Pairs[str]:
    """The texts of both lists that differ, each beside what it was."""
    left, right = _without_equal(old, new)
    yield from _by_likeness(left, right, _ratio)


def _without_equal(old: Sequence[T], new: Sequence[T]) -> tuple[list[T], list[T]]:
    staying = Counter(old) & Counter(new)
    return _less(old, staying), _less(new, staying)


def _less(items: Sequence[T], staying: Counter[T]) -> list[T]:
    left = staying.copy()
    rest = []
    for item in items:
        if left[item] > 0:
            left[item] -= 1
        else:
            rest.append(item)
    return rest


def _same_name(left: Sequence[M], right: Sequence[M]) -> list[tuple[M, M]]:
    """Items called alike; of several, those that have most else in common."""
    waiting: dict[str, list[M]] = {}
    for item in right:
        if name := _known_by(item):
            waiting.setdefault(name, []).append(item)
    found = []
    for item in left:
        if candidates := waiting.get(_known_by(item)):
            best = max(candidates, key=lambda other: likeness(item, other))
            candidates.remove(best)
            found.append((item, best))
    return found


def _known_by(item: BaseModel) -> str:
    if isinstance(item, Person):
        return f"{item.delegation}\n{item.name}"
    return name_of(item)


def _by_likeness(left: Sequence[T], right: Sequence[T], like: Callable[[T, T], float]) -> Pairs[T]:
    scores = []
    if len(left) * len(right) <= _MOST:
        pairs = ((i, j, like(one, other)) for i, one in enumerate(left) for j, other in enumerate(right))
        scores = sorted(((-score, i, j) for i, j, score in pairs if score >= _LIKE))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in scores:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    for i, one in enumerate(left):
        yield one, right[partner[i]] if i in partner else None
    yield from ((None, other) for j, other in enumerate(right) if j not in taken)


def likeness(one: BaseModel, other: BaseModel) -> float:
    """How much of what is written in either of two items is the same, from 0 to 1."""
    if type(one) is not type(other):
        return 0.0
    scores = []
    for name, info in type(one).model_fields.items():
        own, its = getattr(one, name), getattr(other, name)
        blank = info.get_default(call_default_factory=True)
        if own == blank == its:
            continue
        both_texts = isinstance(own, str) and isinstance(its, str)
        scores.append(1.0 if own == its else _ratio(own, its) if both_texts else 0.0)
    return sum(scores) / len(scores) if scores else 1.0


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one[:200], other[:200], autojunk=False)
    return matcher.ratio() if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= _LIKE else 0.0
