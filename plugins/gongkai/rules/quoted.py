"""Figures about proposals that papers quote in their sentences, against the records of that session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.derive.cases import Case, cases
from gongkai.derive.quotes import COUNTS, Quote, quotes
from gongkai.derive.rates import Rate, session
from gongkai.derive.readings import holds
from gongkai.derive.readings import today as as_of_today
from gongkai.findings import Code, Finding, Severity
from gongkai.records.fields import Session
from gongkai.records.finance import Finance
from gongkai.records.meeting import Meeting
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Feedback, Proposal, Rating
from gongkai.register import Act, Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.counts import contradicted
from gongkai.rules.dates import date_slips
from gongkai.rules.proofs import orphans, route_gap

MISQUOTED = Code("C100", "misquoted-figure", "正文里的提案数字与记录不一致", Severity.WARNING)

_CURE = "先核对各件提案的记录；记录没错的，改这里的数字。数的范围不同的（如只数某一类），在句子里写明。"


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A quote, the file it stands in, and the sessions it may be about."""

    record: Record[Any]
    what: Record[Any] | Act[Any]
    quote: Quote
    sessions: tuple[Session, ...]


def misquoted(register: Register, today: date) -> Iterator[Finding]:
    """A sentence says of the proposals of a session what no reading of the records bears out."""
    if not register.whole(Proposal) or contradicted(register):
        return  # where a printed table is wrong already, the sentence repeats the same slip
    found = tuple(_quoted(register))
    kept = _sessions(register, today) if found else {}
    objector = Objector(register, MISQUOTED)
    for each in found:
        known = tuple(kept[number] for number in each.sessions if number in kept)
        if not known or any(_in_doubt(case, today) for own in known for case in own):
            continue
        if register.school.repository_is_public and _may_count_hidden(each.quote, known[0]):
            continue
        days = tuple(day for day in (each.what.content.day, each.record.content.day) if day and day <= today)
        if not any(holds(each.quote, own, tuple(dict.fromkeys(days)), register) for own in known):
            number = next(number for number in each.sessions if number in kept)
            message = f"“{each.quote.words}”与{number}的记录不一致，按记录为 {_told(each.quote, known[0])}。"
            document = register.documents[each.what.path]
            yield objector.at(document.at(each.quote.at), message, _CURE, record=each.what.identity)


def _in_doubt(case: Case, today: date) -> bool:
    """Whether a proposal's own papers are to be mended first, so that what follows from them is no second slip."""
    record, last = case.record, case.last
    late = last is not None and last.reply is None and today > last.limit
    unsaid = any(act.content.rating is Rating.UNSATISFIED and not act.content.comment for act in record.all(Feedback))
    return late or unsaid or bool(route_gap(record) or orphans(record) or date_slips(record, today))


def _quoted(register: Register) -> Iterator[_Quoted]:
    """Every quote in a paper that the school itself wrote; a proposal says what its delegate says."""
    for record in register.records.values():
        if type(record.content) in (Proposal, Opinion, Finance):
            continue
        own = _own_sessions(record)
        for what in record.files:
            document = register.documents.get(what.path)
            for quote in quotes(document.text) if document else ():
                if sessions := ((quote.session,) if quote.session else own):
                    yield _Quoted(record, what, quote, sessions)


def _own_sessions(record: Record[Any]) -> tuple[Session, ...]:
    """A congress speaks of its own proposals, or of those of the last one, on which it hears a report."""
    if not isinstance(record.content, Meeting):
        return ()
    numbers = (record.number, (record.content.previous or "").rpartition("/")[2])
    return tuple(found for number in numbers if (found := session(f"{number}-0")))


def _sessions(register: Register, today: date) -> dict[Session, tuple[Case, ...]]:
    kept: dict[Session, list[Case]] = {}
    for case in cases(register, today):
        found = session(case.record.number) if isinstance(case.record.content, Proposal) else None
        if found:
            kept.setdefault(found, []).append(case)
    return {number: tuple(own) for number, own in kept.items()}


def _may_count_hidden(quote: Quote, known: tuple[Case, ...]) -> bool:
    """Staff-only submissions lie in another repository, and may be counted in a rate or a greater count."""
    return quote.name not in COUNTS or quote.value.value > as_of_today(quote, known).part


def _told(quote: Quote, known: tuple[Case, ...]) -> str:
    rate: Rate = as_of_today(quote, known)
    if quote.name in COUNTS:
        return f"{rate.part} 件，相差 {quote.value.value - rate.part:+}"
    return f"{rate.part} / {rate.whole}（{rate.percent}%）"


SUBJECT = "提案"

RULES = (Rule(MISQUOTED, misquoted),)
