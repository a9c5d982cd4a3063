"""The one gate: who may see what, on which day, decided once, before any page is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from gongkai.records import ActFile, Approvers, Audience, MainFile, StaffPlaylist, Tombstones
from gongkai.records.notice import Notice
from gongkai.records.opinion import Opinion
from gongkai.records.policy import Moment, PolicyBook
from gongkai.records.proposal import (
    Correction,
    Disposition,
    Feedback,
    Person,
    Progress,
    Proposal,
    Reply,
    Review,
    Support,
    Withdrawal,
)
from gongkai.register import Act, Record, Register, frozen
from gongkai.workdays import term_of

CARD_SUBJECT = "（答复后公开全文）"

_KEY = object()

F = TypeVar("F", MainFile, ActFile)


@dataclass(frozen=True)
class Selected:
    """What one audience may see on one day. Only `select` makes it; views accept nothing else.

    `register` holds records from which everything hidden has been removed, and no documents.
    `cards` are proposals whose text is not public yet; `received` counts those not yet reviewed,
    by the session part of their number; `withheld_opinions` counts, per term, the opinions that
    nobody may read, for staff only and never fewer than the policy's minimum.
    """

    register: Register
    audience: Audience
    today: date
    cards: frozenset[str]
    received: tuple[tuple[str, int], ...]
    withheld_opinions: tuple[tuple[str, int], ...]
    key: object = field(repr=False)

    def __post_init__(self) -> None:
        if self.key is not _KEY:
            raise TypeError("only select() may decide what is shown")

    @property
    def is_public(self) -> bool:
        return self.audience is Audience.PUBLIC


def select(register: Register, audience: Audience, today: date) -> Selected:
    """Everything that this audience may see on this day, and nothing else."""
    if audience is Audience.WITHHELD:
        raise ValueError("nothing is built for nobody")
    shown: dict[str, Record[MainFile]] = {}
    cards: set[str] = set()
    received: dict[str, int] = {}
    for identity, record in register.records.items():
        visible = _begun(record, audience, today)
        if visible is None:
            continue
        if isinstance(visible.content, Proposal):
            if not _is_reviewed(visible):
                session = "-".join(visible.number.split("-")[:2])
                received[session] = received.get(session, 0) + 1
                continue
            if not _may_read(visible, register, audience, today):
                cards.add(identity)
                visible = _card(visible)
        shown[identity] = visible
    selected = replace(
        register,
        policy=_without_hidden_waivers(register.policy, shown),
        records=frozen(shown),
        broken=frozenset(),
        documents=MappingProxyType({}),
        settings=MappingProxyType({}),
        roster=None,
        approvers=Approvers(),
        tombstones=_withdrawn(register.tombstones.shown_to(audience), today),
        playlist=register.playlist.public() if audience is Audience.PUBLIC else register.playlist,
        staff_playlist=StaffPlaylist() if audience is Audience.PUBLIC else register.staff_playlist,
    )
    withheld = () if audience is Audience.PUBLIC else _withheld_opinions(register, today)
    return Selected(selected, audience, today, frozenset(cards), tuple(sorted(received.items())), withheld, _KEY)


def _withdrawn(tombstones: Tombstones, today: date) -> Tombstones:
    """Those that had been withdrawn by this day."""
    entries = tuple(each for each in tombstones.entries if each.withdrawn_on <= today)
    return tombstones.model_copy(update={"entries": entries})


def text_of(record: Record[MainFile], register: Register, audience: Audience, today: date) -> Record[MainFile] | None:
    """One record as `select` shows it with its text; None where nothing, or only a number or a card, is shown."""
    visible = _begun(record, audience, today)
    if visible is None or not isinstance(visible.content, Proposal):
        return visible
    return visible if _is_reviewed(visible) and _may_read(visible, register, audience, today) else None


def _begun(record: Record[MainFile], audience: Audience, today: date) -> Record[MainFile] | None:
    """What this audience may see of a record by its own words and dates."""
    if record.content.audience.width < audience.width or not _has_begun(record.content, today):
        return None
    return _visible(record, audience, today)


def _is_reviewed(record: Record[Any]) -> bool:
    return bool(record.one(Review) or record.one(Withdrawal))


def _without_hidden_waivers(book: PolicyBook, shown: Mapping[str, object]) -> PolicyBook:
    """The policy, in which no waiver names a record that is not shown."""
    waivers = book.policy.waivers
    kept = tuple(each for each in waivers if each.record is None or each.record in shown)
    return book if kept == waivers else replace(book, policy=book.policy.model_copy(update={"waivers": kept}))


def _has_begun(content: MainFile, today: date) -> bool:
    if content.published_on and content.published_on > today:
        return False
    return not (isinstance(content, Notice) and content.first > today)


def _visible(record: Record[MainFile], audience: Audience, today: date) -> Record[MainFile]:
    """The record without narrower acts, staff-only fields and expired names."""
    content = _stripped(record.content, audience)
    if isinstance(content, Notice) and content.last < today and content.names:
        content = content.model_copy(update={"names": ()})
    acts = (_visible_act(record, act, audience) for act in record.acts)
    return replace(record, content=content, acts=tuple(act for act in acts if act))


def _visible_act(record: Record[MainFile], act: Act[ActFile], audience: Audience) -> Act[ActFile] | None:
    """The act as this audience may see it; of a narrower reply its public summary remains, if it has one."""
    if record.audience(act).width >= audience.width:
        return replace(act, content=_stripped(act.content, audience))
    if isinstance(act.content, Reply) and act.content.summary:
        return replace(act, content=act.content.model_copy(update={"text": "", "answers": (), "figures": ()}))
    return None


def _stripped(content: F, audience: Audience) -> F:
    return content.public() if audience is Audience.PUBLIC else content


def _may_read(record: Record[Any], register: Register, audience: Audience, today: date) -> bool:
    """Whether the moment has come at which this audience may read the proposal's text (公开时点)."""
    moments = register.rulings(today).values.moments
    if moments is None:
        return True
    moment = moments.for_public if audience is Audience.PUBLIC else moments.for_staff
    if moment is Moment.REVIEWED:
        return True
    if record.one(Withdrawal):
        return False
    review = record.one(Review)
    rejected = review and review.content.disposition is Disposition.REJECTED and review.content.told_proposer_on
    if record.one(Reply) or rejected:
        return True
    if review and review.content.merged_into:
        lead = register.get(review.content.merged_into, Proposal)
        return bool(lead and any(_visible_act(lead, reply, audience) for reply in lead.all(Reply)))
    return False


def _card(record: Record[Any]) -> Record[MainFile]:
    """Number, category, lead department and dates; no word of the text."""
    content: Proposal = record.content
    blank = {
        "subject": f"{content.category}类提案" + ("（已撤回）" if record.one(Withdrawal) else CARD_SUBJECT),
        "grounds": "",
        "suggestions": "",
        "proposer": Person.model_construct(delegation="", name=None, name_is_public=False, is_delegate=True),
        "seconders": (),
        "figures": (),
        "attachments": (),
        "original": None,
    }
    acts = tuple(_dates_only(act) for act in record.acts if not isinstance(act.content, Correction))
    return replace(record, content=content.model_copy(update=blank), acts=acts, attachments=())


_WORDS: Mapping[str, object] = MappingProxyType(
    {"reason": None, "comment": None, "text": "", "note": "", "summary": None, "answers": (), "figures": ()}
)
"""What an act says beside its dates, and what stands there when it may not be read."""


def _dates_only(act: Act[ActFile]) -> Act[ActFile]:
    """The act without its words; a delay, an extension and a handover tell the public why one waits."""
    if not isinstance(act.content, Review | Withdrawal | Support | Reply | Feedback | Progress):
        return act
    hidden = {name: value for name, value in _WORDS.items() if getattr(act.content, name, None)}
    return replace(act, content=act.content.model_copy(update=hidden)) if hidden else act


def _withheld_opinions(register: Register, today: date) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for record in register.of(Opinion):
        if record.content.audience is Audience.WITHHELD and record.content.day and record.content.day <= today:
            term = term_of(record.content.day, register.terms)
            name = term.name if term else "学期之外"
            counts[name] = counts.get(name, 0) + 1
    minimum = register.rulings(today).values.opinion_minimum or 1
    return tuple((name, count) for name, count in sorted(counts.items()) if count >= minimum)
