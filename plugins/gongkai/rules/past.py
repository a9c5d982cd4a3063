"""The codes of what history objects to: the board of an earlier day beside that of the next.

The objections themselves are raised in the room `history`, which alone holds two registers at once.
"""

from __future__ import annotations

from gongkai.findings import Code, Severity

CHANGED = Code("H01", "published-value-changed", "已公布的内容改了，没有更正")
REWRITTEN = Code("H02", "submission-rewritten", "提案原文改了")
ACT_REMOVED = Code("H03", "act-vanished", "已公布的一步不见了")
ACT_REPLACED = Code("H04", "act-replaced", "同一个序号换了内容")
REMOVED = Code("H05", "record-vanished", "记录撤下了，没有登记")
REUSED = Code("H06", "number-reused", "用过的编号换了内容")
RENUMBERED = Code("H07", "number-changed", "编号改了")
NARROWED = Code("H08", "audience-narrowed", "公开范围收窄了，没有更正")
WIDENED = Code("H09", "audience-widened", "公开范围放宽了，没有更正", Severity.WARNING)
NAMED = Code("H10", "consent-added", "原来不公开的姓名或意见改为公开", Severity.WARNING, is_quoted=False)
BACKDATED = Code("H11", "act-backdated", "补录的日期早于已公布的状态", Severity.WARNING)
AHEAD = Code("H12", "act-dated-ahead", "公布时日期还没有到")
REJUDGED = Code("H13", "past-rejudged", "规则的改动影响已公布的评判")
CORRECTION_CHANGED = Code("H14", "correction-rewritten", "公布过的更正改了")
TOMBSTONE_CHANGED = Code("H15", "tombstone-rewritten", "公布过的撤下登记改了")

CODES = (
    CHANGED,
    REWRITTEN,
    ACT_REMOVED,
    ACT_REPLACED,
    REMOVED,
    REUSED,
    RENUMBERED,
    NARROWED,
    WIDENED,
    NAMED,
    BACKDATED,
    AHEAD,
    REJUDGED,
    CORRECTION_CHANGED,
    TOMBSTONE_CHANGED,
)
