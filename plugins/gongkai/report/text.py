"""Findings in words, for people."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.findings import Finding, Severity
from gongkai.report.presenting import Shown


def as_text(shown: Shown) -> str:
    """A finding for people, without colour."""
    lines = [f"{shown.place}: {shown.level.label} {shown.code} {shown.message}"]
    if shown.excerpt:
        lines += [f"    {shown.excerpt}", f"    {' ' * shown.caret}^"]
    lines.append(f"    改法：{shown.cure}")
    if shown.why:
        lines.append(f"    为什么：{shown.why}（gongkai explain {shown.code}）")
    return "\n".join(lines)


def summary(findings: Iterable[Finding]) -> str:
    """How many of each level, in one Chinese sentence."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.level] += 1
    if not any(counts.values()):
        return "没有发现问题。"
    return "共 " + "，".join(f"{level.label} {count} 处" for level, count in counts.items() if count) + "。"
