"""The checks, in chapters by family; a new rule is a function in a chapter, an entry of its RULES and a page."""

from __future__ import annotations

from datetime import date

from gongkai.findings import Cause, Code, Finding, Severity, ordered
from gongkai.records.policy import WhenOverdue
from gongkai.register import Register
from gongkai.rules import (
    accounts,
    activities,
    agreements,
    answers,
    approvals,
    asks,
    attached,
    audits,
    between,
    congresses,
    corrections,
    counts,
    decisions,
    dictionary,
    executions,
    extensions,
    filings,
    finances,
    funds,
    likeness,
    listed,
    meeting_dates,
    meetings,
    notices,
    organisations,
    paper_filings,
    plans,
    playlist,
    postings,
    privacy,
    proposals,
    quoted,
    references,
    regulations,
    reports,
    rhythms,
    rostered,
    school,
    spending,
    stages,
    tallies,
    timeliness,
    tombstones,
    votes,
    welfare,
)
from gongkai.rules.base import Rule
from gongkai.rules.judging import judged_on

CHAPTERS = (
    answers,
    extensions,
    between,
    asks,
    likeness,
    proposals,
    dictionary,
    counts,
    quoted,
    meetings,
    reports,
    votes,
    meeting_dates,
    congresses,
    filings,
    executions,
    organisations,
    plans,
    accounts,
    finances,
    audits,
    funds,
    decisions,
    spending,
    regulations,
    agreements,
    welfare,
    activities,
    rhythms,
    tallies,
    notices,
    postings,
    playlist,
    school,
    timeliness,
    stages,
    paper_filings,
    approvals,
    references,
    listed,
    corrections,
    privacy,
    attached,
    rostered,
    tombstones,
)
"""The chapters of rules, in the order of the manual, where those of one SUBJECT stand together; a test
fails when one is not named here."""

RULES: tuple[Rule, ...] = tuple(rule for chapter in CHAPTERS for rule in chapter.RULES)


def check(register: Register, today: date, *, scheduled: bool = False) -> tuple[Finding, ...]:
    """Every objection of every rule, settled and in order.

    A `scheduled` build never stops because time has passed: then, and where the policy says so,
    such objections are warnings. Records older than the policy's first day (历史资料), and
    thresholds that the school has not adopted, yield notices.
    """
    marks_only = scheduled or register.policy.policy.when_overdue is WhenOverdue.MARK
    settled = (_settled(finding, register, marks_only) for rule in RULES for finding in rule.check(register, today))
    return ordered(tuple(settled))


def _settled(finding: Finding, register: Register, marks_only: bool) -> Finding:
    if finding.code.cause is Cause.TIME and marks_only:
        finding = finding.lowered(Severity.WARNING)
    if finding.advisory or (not _always(finding.code) and _is_historic(finding, register)):
        return finding.lowered(Severity.NOTICE)
    return finding


def _always(code: Code) -> bool:
    """Personal data is never excused by age."""
    return code in privacy.ALWAYS or code in welfare.ALWAYS


def _is_historic(finding: Finding, register: Register) -> bool:
    start = register.policy.policy.since
    found = register.find(finding.record) if finding.record and start else None
    day = judged_on(found[0], found[1]) if found else None
    return bool(start and day and day < start)
