"""What may change without a 更正 after it was published, each with the reason; everything else is closed.

A field that nobody has thought of here is closed: neither may its value change, nor may a row of it come or
go. Only a blank that a main file leaves may be filled later, because a blank claims nothing. A signed act
(答复、反馈、延期……) says what its signer signed, and so do the delegate's own words: there even a blank
stays blank.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from pydantic import BaseModel

from gongkai.history.closed.facts import Fact, shown
from gongkai.records.activity import Activity
from gongkai.records.agreement import Performance
from gongkai.records.base import ActFile, Attachment, MainFile, RecordFile
from gongkai.records.finance import Finance
from gongkai.records.meeting import Execution, Meeting, Resolution
from gongkai.records.notice import Notice
from gongkai.records.numbers import NamedFigure
from gongkai.records.opinion import Opinion
from gongkai.records.organisation import Organisation
from gongkai.records.plan import FiveHaves, Plan, PlanItem
from gongkai.records.proposal import Feedback, Person, Progress, Proposal, Review
from gongkai.records.regulation import Regulation, RegulationState

Fields = Mapping[type[BaseModel], Mapping[str, str]]
"""For each model the attributes, with the reason why they are here."""


def _fields(**of: str) -> Mapping[str, str]:
    return MappingProxyType(of)


FREE: Fields = MappingProxyType(
    {
        MainFile: _fields(
            audience="moved audiences have a code of their own",
            audience_reason="says to staff why; what is shown moves with the audience",
            catalogue_item="files the record in the catalogue, whose items are renamed now and then",
            stages="sorts the record; nothing is judged by it",
            original="the archive renumbers its shelves",
            posted="sheets go up and come down; the rules about hanging look at them",
        ),
        ActFile: _fields(audience="moved audiences have a code of their own"),
        Attachment: _fields(checked_on="a person looks again"),
        NamedFigure: _fields(follows="how a figure follows is evaluated anew at each check"),
        Review: _fields(is_key="which proposals are 重点 is decided after the review"),
        Proposal: _fields(category="the committee sorts a proposal after it was handed in"),
        Finance: _fields(sealed="the paper is stamped after it was published"),
        Organisation: _fields(
            members="people in posts change within a term; each change is listed on the page",
            head="people in posts change within a term; each change is listed on the page",
            declared="follows from the members",
            duties="a standing body is given other duties",
            contact="rooms and hours change",
        ),
        PlanItem: _fields(evidence="what shows that it was done comes afterwards"),
        FiveHaves: _fields(
            plan="names a paper",
            rules="names a paper",
            ledger="names a paper",
            inspection="names a paper",
            assessment="names a paper",
        ),
        Regulation: _fields(tags="sorts the regulation; nothing is promised by it"),
    }
)
"""May take any value, or none, at any time."""

GROWING: Fields = MappingProxyType(
    {
        RecordFile: _fields(figures="a further figure is evaluated like the others"),
        MainFile: _fields(attachments="a further paper takes nothing away"),
        Meeting: _fields(
            committees="elected bodies are told of when they are complete",
            delegations="numbers of delegations are told of when they are complete",
        ),
        Resolution: _fields(
            not_adopted="reasons are owed, and may be given later",
            replaces="what it replaces may be found later",
        ),
        Review: _fields(support="a further department may be asked to help"),
        Plan: _fields(items="work is added during the year"),
    }
)
"""Lists to which items may be added."""

LATER: Fields = MappingProxyType(
    {
        Review: _fields(
            file_number="given after the review",
            lead="given after the review",
            leader="given after the review",
            assigned_on="assigned days after the review",
            told_proposer_on="told days after the review",
            signed_by="signed days after the review",
            merged_into="found when the lead is reviewed",
        ),
        Resolution: _fields(
            announced_on="announced days after the meeting",
            responsible="assigned days after the meeting",
            report_by="assigned days after the meeting",
        ),
        Progress: _fields(evidence="the photograph comes after the work"),
        Execution: _fields(evidence="the paper comes after the work"),
        Performance: _fields(meeting="the meeting is entered after the report"),
    }
)
"""Blanks of signed acts that the next step fills."""


def _pending(change: Fact) -> bool:
    """The outcome of a notice that had none yet."""
    return shown(change.old) == "待批复"


_FORWARD = tuple(RegulationState)


def _onward(change: Fact) -> bool:
    """A version that went on its way: 草案、征求意见、试行、正式、废止."""
    return change.new is not None and _FORWARD.index(change.old) < _FORWARD.index(change.new)


def _explained(change: Fact) -> bool:
    """Work moved to another month, with the note that says so."""
    return isinstance(change.row, PlanItem) and bool(change.row.note)


WHEN: Mapping[tuple[type[BaseModel], str], Callable[[Fact], bool]] = MappingProxyType(
    {
        (Notice, "outcome"): _pending,
        (Regulation, "state"): _onward,
        (PlanItem, "month"): _explained,
        (PlanItem, "responsible"): _explained,
        (PlanItem, "note"): _explained,
    }
)
"""Values that may change under a condition."""


def is_ahead(content: BaseModel, on: date) -> bool:
    """Whether a main file only announces what is still to come, and may be postponed and added to."""
    return isinstance(content, Meeting | Activity) and content.held_on > on


def is_free(change: Fact, file: type[BaseModel]) -> bool:
    """Whether a change of a file of this type needs no 更正."""
    if _declares(FREE, change):
        return True
    when = WHEN.get((change.owner, change.name))
    if when and change.old is not None and when(change):
        return True
    if not change.added:
        return False
    if change.is_row:
        return _declares(GROWING, change) and not _is_submission(change, file)
    if issubclass(file, ActFile):
        return _declares(LATER, change)
    return not _is_submission(change, file)


def _is_submission(change: Fact, file: type[BaseModel]) -> bool:
    return issubclass(file, Proposal) and change.top in FROZEN


CONSENT: frozenset[tuple[type[BaseModel], str]] = frozenset(
    {(Person, "name_is_public"), (Feedback, "comment_is_public"), (Opinion, "consent")}
)
"""Consent to be named or quoted: given anew it is asked about, taken back it is followed at any time."""

FROZEN = frozenset(
    {"subject", "submitted_on", "proposer", "seconders", "by_delegation", "grounds", "suggestions", "figures"}
)
"""What a delegate handed in; nobody edits it, whether it was published yet or not."""


def _declares(fields: Fields, change: Fact) -> bool:
    return any(change.name in fields.get(model, ()) for model in change.owner.__mro__ if issubclass(model, BaseModel))
