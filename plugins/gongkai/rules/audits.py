"""How often accounts are audited: 帐目审核 every term, 经审 every year, as the school has adopted (C50)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from gongkai.findings import Cause, Code, Finding
from gongkai.records.finance import Audit, Category, Finance
from gongkai.records.policy import Span, Times
from gongkai.register import Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.workdays import school_year

NOT_AUDITED = Code("C50", "not-audited", "到期没有帐目审核或经审", cause=Cause.TIME)

GRACE = timedelta(days=60)
"""An audit looks back: this long after a span has ended nothing is said yet."""

_WHOLE_YEAR = 12

Statement = Record[Finance]


def not_audited(register: Register, today: date) -> Iterator[Finding]:
    """Each past term or year with monthly statements has the audits that the school adopted.

    One audit of any statement of the span counts for all of that category; spans that began before
    the policy did are not judged.
    """
    if not register.whole(Finance):
        return
    for category in (Category.LEDGER, Category.CANTEEN, Category.UNION):
        chosen = [record for record in register.of(Finance) if record.content.category is category]
        yield from _spans(register, today, category, chosen, "ledger_audit", "帐目审核", lambda finance: finance.audit)
        if category is Category.UNION:
            yield from _spans(
                register, today, category, chosen, "union_audit", "经审", lambda finance: finance.union_audit
            )


def _spans(
    register: Register,
    today: date,
    category: Category,
    records: list[Statement],
    threshold: str,
    label: str,
    audit: Callable[[Finance], Audit | None],
) -> Iterator[Finding]:
    spans: dict[tuple[str, date], list[Statement]] = {}
    for record in records:
        period = record.content.period
        times: Times | None = getattr(register.rulings(period.last).values, threshold)
        if times is not None and (span := _span(register, times.per, period.first)):
            spans.setdefault(span, []).append(record)
    start = register.policy.policy.since
    for (name, last), within in sorted(spans.items(), key=lambda item: item[0][1]):
        running = [record for record in within if len(record.content.period.months()) < _WHOLE_YEAR]
        if not running:
            continue  # a budget or final account alone does not show that the span's books are here
        first = min(record.content.period.first for record in running)
        rulings = register.rulings(last)
        times = getattr(rulings.values, threshold)
        # How often is a school's own choice: one that has not chosen is not reminded at every statement.
        if last + GRACE >= today or (start and first < start) or not rulings.adopted(threshold):
            continue
        made = sum(audit(record.content) is not None for record in within)
        if made < times.count:
            latest = max(running, key=lambda record: record.content.period.last)
            message = f"{name}的{category.value}有 {made} 次{label}，本校采用的是至少 {times.count} 次。"
            cure = f"在这一期补上“{label}: {{审核人: …, 日期: …, 意见: …}}”。"
            yield Objector(register, NOT_AUDITED).about(latest, ("期间",), message, cure)


def _span(register: Register, per: Span, day: date) -> tuple[str, date] | None:
    """The term, school year or year that a day belongs to: its name and last day."""
    if per is Span.YEAR:
        return f"{day.year}年", date(day.year, 12, 31)
    if per is Span.SCHOOL_YEAR:
        name = school_year(day)
        return f"{name}学年", date(int(name[-4:]), 8, 31)
    for term in sorted(register.terms, key=lambda term: term.first):
        if day <= _month_end(term.last):
            return (term.name, term.last) if day >= term.first.replace(day=1) else None
    return None


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


SUBJECT = "财务"

RULES = (Rule(NOT_AUDITED, not_audited),)
