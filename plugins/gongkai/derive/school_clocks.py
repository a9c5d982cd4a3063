"""The clocks of the school itself: notices, resolutions, what the catalogue owes, agreements, terms of office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.agreements import Running, courses
from gongkai.derive.clock import Clock, Kind, Step, step
from gongkai.derive.congresses import due_after, is_congress, tenure
from gongkai.derive.coverage import Slot, State, coverage
from gongkai.derive.tenures import Standing, offices
from gongkai.records import Audience
from gongkai.records.catalogue import Frequency
from gongkai.records.fields import to_chinese
from gongkai.records.meeting import Meeting, Resolution
from gongkai.records.notice import Matter, Notice
from gongkai.records.policy import NoticeDays
from gongkai.register import Register
from gongkai.workdays import period_end


def required(register: Register, notice: Notice) -> NoticeDays | None:
    """How long a notice about this matter must stand: its own rule, else the one for 其他."""
    days = {rule.matter: rule for rule in register.rulings(notice.first).values.notice_days or ()}
    return days.get(notice.matter.value) or days.get(Matter.OTHER.value)


def notices(register: Register, today: date, audience: Audience) -> Iterator[Clock]:
    """公示: it runs to its last day; after that its outcome is awaited."""
    for record in register.of(Notice):
        content = record.content
        if content.last < content.first or content.first > today:
            continue
        rule = required(register, content)
        counted = period_end(content.first, rule.count, rule.unit) if rule else None
        met_on = content.last if content.outcome and content.last < today else None
        how = Step.RUNNING if today <= content.last else step(register, content.last, met_on, today)
        department = content.objection.receiver if content.objection else ""
        yield Clock(
            Kind.NOTICE,
            record.identity,
            "",
            department,
            content.first,
            "notice_days",
            counted,
            content.last,
            met_on,
            how,
        )


def disclosures(register: Register, today: date, audience: Audience) -> Iterator[Clock]:
    """月报、公开时限: what the catalogue owes for a period that is over."""
    for item in coverage(register, today, audience):
        kind = Kind.MONTHLY if item.item.frequency is Frequency.MONTHLY else Kind.DISCLOSURE
        for slot in item.slots:
            if slot.due and slot.state is not State.EXEMPT and (slot.records or slot.due.start < today):
                yield _of_slot(register, kind, item.name, item.item.department or "", slot, today)


def _of_slot(register: Register, kind: Kind, name: str, department: str, slot: Slot, today: date) -> Clock:
    assert slot.due is not None
    done = {State.IN_TIME: Step.IN_TIME, State.LATE: Step.LATE}.get(slot.state)
    return Clock(
        kind,
        slot.records[0] if slot.records else "",
        f"{name} {slot.period}",
        department,
        slot.due.start,
        slot.threshold,
        slot.due,
        slot.due.due,
        slot.disclosed_on,
        done or step(register, slot.due.due, None, today),
    )


def announcements(register: Register, today: date, audience: Audience) -> Iterator[Clock]:
    """决议公布: what the congress resolved is made known to all the staff within days of its close."""
    for record in register.of(Meeting):
        held = record.content.held_on
        rulings = register.rulings(held)
        limit = rulings.values.announce_after
        if limit is None or not is_congress(record.content) or held > today:
            continue
        counted = due_after(record.content, limit, register.terms)
        for act in record.all(Resolution):
            met_on = act.content.announced_on
            if record.audience(act) is Audience.WITHHELD or not (met_on or rulings.adopted("announce_after")):
                continue
            yield Clock(
                Kind.ANNOUNCEMENT,
                record.identity,
                act.content.subject,
                "",
                counted.start,
                "announce_after",
                counted,
                counted.due,
                met_on,
                step(register, counted.due, met_on, today),
            )


_COURSES = {Running.ENDED: Step.OVERDUE, Running.ENDING: Step.DUE_SOON, Running.IN_FORCE: Step.RUNNING}


def agreements(register: Register, today: date, audience: Audience) -> Iterator[Clock]:
    """合同到期: an agreement in force runs to its last day, unless another renews it."""
    for identity, course in courses(register, today).items():
        how = _COURSES.get(course.state)
        if how:
            content = course.record.content
            began = content.effective_on or content.signed_on
            yield Clock(Kind.AGREEMENT, identity, "", "", began, "", None, content.expires_on, None, how)


_STANDINGS = {
    Standing.EXPIRED: Step.OVERDUE,
    Standing.ENDING: Step.DUE_SOON,
    Standing.IN_TERM: Step.RUNNING,
}


def tenures(register: Register, today: date, audience: Audience) -> Iterator[Clock]:
    """届期: the congress and every body in office runs to the end of its term."""
    values = register.rulings(today).values
    if congress := tenure(register, values.term_years):
        soon = (congress.until - today).days <= (values.term_warning or 0)
        how = Step.OVERDUE if today > congress.until else Step.DUE_SOON if soon else Step.RUNNING
        threshold = "" if congress.stated else "term_years"
        first = congress.first
        about = f"第{to_chinese(congress.term)}届教代会"
        began = first.content.held_on
        yield Clock(Kind.TERM, first.identity, about, "", began, threshold, None, congress.until, None, how)
    for office in offices(register, today):
        standing = _STANDINGS.get(office.standing)
        last = office.record.content.tenure.last
        if standing and last:
            identity, began = office.record.identity, office.record.content.tenure.since
            yield Clock(Kind.TERM, identity, "", "", began, "", None, last, None, standing)
