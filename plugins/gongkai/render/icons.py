"""The signs of status: each has a shape, a word and a tone, so that nobody needs colour to read it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from markupsafe import Markup

from gongkai.render.escaping import escaped


class Tone(StrEnum):
    """What a status means to the reader at a glance."""

    GOOD = "good"
    """好: answered, in time, passed."""
    WAIT = "wait"
    """待: under way, on notice, or done late."""
    LATE = "late"
    """迟: overdue, or promised and not done."""
    PAPER = "paper"
    """文: a paper to read: finance, regulation, plan."""
    QUIET = "quiet"
    """Nothing to be done: not yet due, withdrawn, merged."""


_SHAPES = {
    "dot": '<circle cx="8" cy="8" r="6"/>',
    "half": '<path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm0 1.8v9.4a4.7 4.7 0 0 0 0-9.4Z"'
    ' fill-rule="evenodd"/>',
    "clock": '<path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm0 1.7a4.8 4.8 0 1 1 0 9.6 4.8 4.8 0 0 1'
    ' 0-9.6ZM7.2 4.6h1.6v3.1l2.2 1.3-.8 1.4-3-1.8Z"/>',
    "triangle": '<path d="M8 1.8 15 14H1Z"/>',
    "tick": '<path d="m2.2 8.4 1.5-1.6 2.9 2.7 5.7-6.3 1.6 1.4-7.2 8Z"/>',
    "cross": '<path d="m3.4 2.2 4.6 4.6 4.6-4.6 1.2 1.2L9.2 8l4.6 4.6-1.2 1.2L8 9.2l-4.6 4.6-1.2-1.2L6.8 8 2.2 3.4Z"/>',
    "square": '<path d="M2 2h12v12H2Zm1.8 1.8v8.4h8.4V3.8Z" fill-rule="evenodd"/>',
    "full": '<path d="M2 2h12v12H2Z"/>',
    "halfsquare": '<path d="M2 2h12v12H2Zm1.7 10.3h8.6V3.7Z" fill-rule="evenodd"/>',
    "lines": '<path d="M2 2h12v12H2Zm1.6 1.6v8.8h8.8V3.6Zm1.2 1.3h6.4v1.3H4.8Zm0 2.5h6.4v1.3H4.8Z'
    'm0 2.5h6.4v1.3H4.8Z" fill-rule="evenodd"/>',
    "arrow": '<path d="M8 1.6 13.4 7l-1.3 1.3-3.2-3.2v9.3H7.1V5.1L3.9 8.3 2.6 7Z"/>',
    "ring": '<path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 1.7a4.3 4.3 0 1 1 0 8.6 4.3 4.3 0 0 1 0-8.6Z"/>',
    "point": '<circle cx="8" cy="8" r="2"/>',
    "slash": '<path d="M11.9 2.6 13.4 4.1 4.1 13.4 2.6 11.9Z"/>',
    "lock": '<path d="M4.6 7V5a3.4 3.4 0 0 1 6.8 0v2H13v7.5H3V7Zm1.7 0h3.4V5a1.7 1.7 0 0 0-3.4 0Z"/>',
}

OUTLINES = frozenset(line for drawing in _SHAPES.values() for line in re.findall(' d="([^"]*)"', drawing))
"""The lines of which the signs are drawn."""

_STATUSES = {
    "answered": ("dot", Tone.GOOD, "已答复"),
    "resolved": ("dot", Tone.GOOD, "已解决"),
    "in-time": ("tick", Tone.GOOD, "按时"),
    "passed": ("tick", Tone.GOOD, "通过"),
    "kept": ("tick", Tone.GOOD, "已兑现"),
    "published": ("full", Tone.GOOD, "按时"),
    "under-way": ("half", Tone.WAIT, "办理中"),
    "solving": ("half", Tone.WAIT, "正在解决"),
    "on-notice": ("clock", Tone.WAIT, "公示中"),
    "due-soon": ("clock", Tone.WAIT, "将到期"),
    "kept-late": ("tick", Tone.WAIT, "已兑现，迟"),
    "published-late": ("halfsquare", Tone.WAIT, "迟"),
    "unapproved": ("halfsquare", Tone.LATE, "尚缺审批"),
    "waived": ("slash", Tone.WAIT, "审批暂免"),
    "overdue": ("triangle", Tone.LATE, "逾期"),
    "missed": ("cross", Tone.LATE, "到期未完成"),
    "missing": ("square", Tone.LATE, "待补"),
    "planned": ("lines", Tone.PAPER, "列入计划"),
    "finance": ("lines", Tone.PAPER, "财务"),
    "meeting": ("lines", Tone.PAPER, "会议"),
    "regulation": ("lines", Tone.PAPER, "制度"),
    "plan": ("lines", Tone.PAPER, "计划"),
    "forwarded": ("arrow", Tone.PAPER, "已向上反映"),
    "noted": ("ring", Tone.QUIET, "留作参考"),
    "not-passed": ("cross", Tone.QUIET, "未通过"),
    "withdrawn": ("ring", Tone.QUIET, "撤回"),
    "merged": ("ring", Tone.QUIET, "并案"),
    "opinion": ("ring", Tone.QUIET, "转意见"),
    "not-filed": ("ring", Tone.QUIET, "不立案"),
    "ended": ("ring", Tone.QUIET, "已结束"),
    "not-due": ("point", Tone.QUIET, "未到期"),
    "exempt": ("slash", Tone.QUIET, "不要求"),
    "occasion": ("dot", Tone.PAPER, "有记录"),
    "policy-stage": ("lines", Tone.PAPER, "政策"),
    "process-stage": ("half", Tone.PAPER, "过程"),
    "result-stage": ("dot", Tone.PAPER, "结果"),
    "internal": ("lock", Tone.PAPER, "内部公开"),
}

STATUSES = tuple(_STATUSES)
"""Every status a chip can show."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A status as it is shown: sign, word and tone."""

    kind: str
    tone: Tone
    word: str
    icon: Markup

    def __html__(self) -> str:
        """The chip on a page; a template that prints a chip prints this."""
        return f'<span class="gk-chip gk-chip--{self.tone}">{self.icon}{escaped(self.word)}</span>'


def icon(shape: str) -> Markup:
    """A sign drawn in the colour of its text; it says nothing to a screen reader, the word beside it does."""
    drawing = _SHAPES[shape]
    return Markup(
        f'<svg class="gk-icon" viewBox="0 0 16 16" width="16" height="16" fill="currentColor"'
        f' aria-hidden="true">{drawing}</svg>'
    )


@lru_cache(maxsize=1024)
def chip(kind: str, word: str = "") -> Chip:
    """The chip of a status, with its usual word unless a fuller one is given (逾期 19 天)."""
    shape, tone, usual = _STATUSES[kind]
    return Chip(kind, tone, word or usual, icon(shape))


def sprite() -> Markup:
    """All signs once, for pages with thousands of rows: each row only points at its own (`light`)."""
    symbols = "".join(
        f'<symbol id="i-{name}" viewBox="0 0 16 16">{drawing}</symbol>' for name, drawing in _SHAPES.items()
    )
    return Markup(f'<svg class="gk-hidden" aria-hidden="true">{symbols}</svg>')


@lru_cache(maxsize=1024)
def light(data: Chip) -> Chip:
    """The same chip with its sign taken from the page's `sprite`."""
    shape = _STATUSES[data.kind][0]
    sign = Markup(f'<svg class="gk-icon"><use href="#i-{shape}"/></svg>')
    return Chip(data.kind, data.tone, data.word, sign)
