"""Under which names proposals and their promises are counted: in English for programs, in Chinese for people."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

EDGES = (15, 30, 45, 60, 90)
"""The last day of each span into which the days of handling are sorted; the last span is open."""


def _spans() -> Iterator[tuple[str, str]]:
    yield "days_1", f"{EDGES[0]}天以内"
    for n, (low, high) in enumerate(pairwise(EDGES), 2):
        yield f"days_{n}", f"{low + 1}至{high}天"
    yield f"days_{len(EDGES) + 1}", f"{EDGES[-1]}天以上"


SPANS: Mapping[str, str] = MappingProxyType(dict(_spans()))
"""The spans of days, from the shortest, in English and in Chinese."""

PROPOSAL_MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "received": "收到",
        "filed": "立案",
        "merged": "并案",
        "opinion": "转意见",
        "rejected": "不立案",
        "withdrawn": "撤回",
        "answerable": "应答复",
        "answered": "已答复",
        "open": "在办",
        "overdue": "逾期未答复",
        "in_time": "按期答复",
        "late": "迟答复",
        "unanswered": "到期未答复",
        "not_due": "未到期",
        "timed": "计入按期率",
        **SPANS,
        "first_satisfied": "首轮满意",
        "first_basic": "首轮基本满意",
        "first_unsatisfied": "首轮不满意",
        "first_rated": "计入首轮满意率",
        "final_satisfied": "最终满意",
        "final_basic": "最终基本满意",
        "final_unsatisfied": "最终不满意",
        "final_rated": "计入最终满意率",
        "unrated": "未评价",
    }
)
"""Under which names a proposal may count, in English and in Chinese."""

PROMISE_MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "kept": "按期兑现",
        "kept_late": "迟兑现",
        "unmet": "到期未完成",
        "pending": "未到期",
        "due": "计入按期兑现率",
    }
)
"""Under which names a promise may count."""

SHARES: Mapping[str, tuple[str, tuple[str, ...], str]] = MappingProxyType(
    {
        "answered_rate": ("答复率", ("answered",), "answerable"),
        "in_time_rate": ("按期率", ("in_time",), "timed"),
        "first_satisfaction": ("首轮满意率", ("first_satisfied", "first_basic"), "first_rated"),
        "final_satisfaction": ("最终满意率", ("final_satisfied", "final_basic"), "final_rated"),
        "kept_rate": ("按期兑现率", ("kept",), "due"),
    }
)
"""Every rate: its Chinese name, what is counted above the line, and what below it."""


def span(days: int) -> str:
    """The name of the span in which so many days lie."""
    return f"days_{bisect_left(EDGES, days) + 1}"
