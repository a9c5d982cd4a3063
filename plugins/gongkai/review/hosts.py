"""A review as the hosts of repositories take it: a comment within their limits, annotations, a summary."""

from __future__ import annotations

from dataclasses import replace

from gongkai.findings import Severity
from gongkai.report import Shown, as_github
from gongkai.review.limits import GITHUB_ANNOTATIONS, GITHUB_COMMENT, GITHUB_SUMMARY, GITLAB_NOTE, fitting
from gongkai.review.markdown import as_markdown
from gongkai.review.model import ELSEWHERE, Review
from gongkai.review.sections import Report


def github_comment(report: Report) -> str:
    """A comment on a pull request, to be found again by its first line."""
    return fitting(report, _comment, GITHUB_COMMENT)


def gitlab_note(report: Report) -> str:
    """A note on a merge request, to be found again by its first line."""
    return fitting(report, _comment, GITLAB_NOTE)


def _comment(report: Report) -> str:
    return as_markdown(report, marker=True)


def github_summary(report: Report) -> str:
    """What a job shows of itself: the whole report where it fits."""
    return fitting(report, as_markdown, GITHUB_SUMMARY, whole=True)


def github_annotations(review: Review, full: str = "") -> str:
    """The new findings as workflow commands, the heaviest first; the last says how many are not shown."""
    order = list(Severity)
    told = (each for each in (*review.findings.closed, *review.findings.new) if each.path != ELSEWHERE)
    found = sorted(told, key=lambda each: order.index(each.level))
    if len(found) <= GITHUB_ANNOTATIONS:
        return as_github(found)
    shown = found[: GITHUB_ANNOTATIONS - 1]
    return as_github((*shown, _rest(found[len(shown)], len(found) - len(shown), full)))


def _rest(first: Shown, count: int, full: str) -> Shown:
    where = f"见完整报告 {full}" if full else "见 gongkai review 的报告"
    message = f"还有 {count} 条发现没有逐条标出，{where}。"
    return replace(first, message=message, cure="一条一条改，改好一批再看下一批。")
