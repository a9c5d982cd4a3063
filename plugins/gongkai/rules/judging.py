"""By the policy of which day a record is judged."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.records import ActFile
from gongkai.records.opinion import Opinion
from gongkai.records.organisation import Organisation
from gongkai.records.proposal import Proposal, Review
from gongkai.register import Act, Record


def judged_on(record: Record[Any], act: Act[ActFile] | None = None) -> date | None:
    """A proposal by the day it was assigned, else submitted; an opinion by the day it was passed on,
    else received; a body by the last day of its term; anything else by its own day. An act is judged with
    its record. A day mistyped before the submission itself does not make a record historic."""
    content = record.content
    kind = type(content)
    day: date | None = content.day
    if kind is Proposal:
        review = record.one(Review)
        assigned = review.content.assigned_on if review else None
        return max(assigned, content.submitted_on) if assigned else day
    if kind is Opinion:
        days = [day for day in (content.day, content.handling.on if content.handling else None) if day]
        return max(days, default=None)
    if kind is Organisation:
        return content.tenure.last or day
    return day
