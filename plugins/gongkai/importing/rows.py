"""Rows of a statement with their levels (一级、二级、三级) become rows with details."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.importing.drafts import KeyPath, Place

Problem = tuple[Place, str, str]
"""Where, what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A filled row of a table: its values and the cell of every column; a doubtful one was objected to."""

    values: Mapping[str, str]
    places: Mapping[str, Place]
    doubtful: bool = False


_KEYS = ("科目", "金额", "编码", "其中", "说明")


def nested(
    lines: Sequence[Line], levels: Sequence[str], data: dict[str, Any], cells: dict[KeyPath, Place]
) -> list[Problem]:
    """Put the rows into 收入 and 支出 of the data; a row without a row above it is a problem."""
    problems: list[Problem] = []
    stack: list[KeyPath] = []
    side = ""
    for index, line in enumerate(lines):
        name, level = line.values.get("收支", ""), line.values.get("层级", "")
        if not name or not level:
            stack = []
            continue
        depth = levels.index(level)
        if depth and name != side:
            message = f"这一行是{level}“{name}”，上面的大项却不是“{name}”。"
            problems.append((line.places["收支"], message, f"先写{name}的一级科目，再写它下面的{level}。"))
            continue
        if depth > len(stack):
            if not _is_doubtful_above(lines, index):
                message = f"这一行是{level}，上面没有{levels[depth - 1]}。"
                problems.append((line.places["层级"], message, f"在它上面补{levels[depth - 1]}，或改这一行的层级。"))
            continue
        stack = stack[:depth]
        where = (*stack[-1], "明细") if stack else (name,)
        rows = _rows(data, where)
        path = (*where, len(rows))
        rows.append({key: line.values[key] for key in _KEYS if key in line.values})
        cells[path] = line.places["科目"]
        cells |= {(*path, key): line.places[key] for key in _KEYS}
        stack.append(path)
        side = name
        below = lines[index + 1].values.get("层级", "") if index + 1 < len(lines) else ""
        has_details = below in levels and levels.index(below) > depth
        if "金额" not in line.values and not has_details and not line.doubtful:
            problems.append((line.places["金额"], "“金额”没有填。", "没有发生填 0，不适用填 —；没有这一项就删去整行。"))
    return problems


def _is_doubtful_above(lines: Sequence[Line], index: int) -> bool:
    """Whether the row above was objected to already, so that what hangs on it is no second slip."""
    return index > 0 and lines[index - 1].doubtful


def _rows(data: dict[str, Any], where: KeyPath) -> list[dict[str, Any]]:
    """The list of rows at a path, made if it is not there yet."""
    owner: Any = data
    for key in where[:-1]:
        owner = owner[key]
    rows: list[dict[str, Any]] = owner.setdefault(where[-1], [])
    return rows
