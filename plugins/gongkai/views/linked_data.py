"""What a record is in schema.org's words, and on which days it was disclosed and last acted upon."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from gongkai.derive.events import act_day
from gongkai.records.asset import Asset
from gongkai.records.finance import Finance
from gongkai.records.meeting import Execution, Meeting
from gongkai.records.notice import Notice
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Feedback, Proposal, Rating, Reply
from gongkai.records.regulation import Regulation
from gongkai.records.welfare import Welfare
from gongkai.register import Act, Record
from gongkai.render.pages import root_of
from gongkai.render.prose import plain
from gongkai.views.board import Board
from gongkai.views.matters import matters

Node = dict[str, Any]

EXCERPT = 200
"""How many characters of a text stand for it; the whole stands on the page."""

_REPORTS = ("finances", "welfare", "activities", "appraisals", "assets")


def days(record: Record[Any], act: Act[Any] | None, today: date) -> tuple[date | None, date | None]:
    """The first and the last day on which something about a page's matter became public, as the record says it.

    A statement is dated by its period, which is no day of disclosure: without 发布日期 or an act it has none.
    """
    content = record.content
    about = (act, *_about(record, act)) if act else record.acts
    found = [day for each in about if (day := act_day(record, each))]
    if act is None and content.told_period is None and content.day:
        found.append(content.day)
    if content.published_on:
        found.append(content.published_on)
    found = [day for day in found if day <= today]
    if not found:
        return None, None
    first = content.published_on if act is None and content.published_on in found else min(found)
    return first, max(found)


def _about(record: Record[Any], act: Act[Any]) -> Iterator[Act[Any]]:
    name = act.identity.rpartition("/")[2]
    yield from (each for each in record.all(Execution) if each.content.about == name)


def thing(board: Board, record: Record[Any], act: Act[Any] | None) -> Mapping[str, Any]:
    """The type and properties of the matter that a page shows."""
    content = record.content
    if isinstance(content, Meeting) and act is None:
        return _event(board, record)
    made: Node = {"@type": "Report" if content.folder in _REPORTS else "DigitalDocument"}
    made |= {"identifier": act.identity if act else record.number, "genre": (act or record).content.label}
    if content.made_on:
        made["dateCreated"] = content.made_on.isoformat()
    if content.catalogue_item:
        made["about"] = {"@type": "Thing", "name": content.catalogue_item}
        item, _ = matters(board.register).get(content.catalogue_item, (None, ""))
        if item and item.basis:
            made["isBasedOn"] = {"@type": "CreativeWork", "name": item.basis}
    if act:
        return made | {"isBasedOn": {"@id": f"{_where(board, act.identity)}{record.identity}/#subject"}}
    tell = _TELL.get(type(content))
    return made | tell(board, record) if tell else made


def _where(board: Board, identity: str) -> str:
    return board.site_url or root_of(f"{identity}/")


def _event(board: Board, record: Record[Meeting]) -> Node:
    content = record.content
    school = {"@id": f"{_where(board, record.identity)}#school"}
    return {
        "@type": "Event",
        "identifier": record.number,
        "startDate": content.held_on.isoformat(),
        "endDate": (content.closed_on or content.held_on).isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {"@type": "Place", "name": content.place or board.register.school.name},
        "organizer": school,
    }


def _question(board: Board, record: Record[Proposal] | Record[Opinion]) -> Node:
    """A submission as a question, each reply as an answer; accepted is what its proposer called satisfactory."""
    content = record.content
    asked = content.day
    made: Node = {"dateCreated": asked.isoformat()} if asked else {}
    if board.is_card(record):
        return {"@type": "CreativeWork", **made}
    texts = (content.grounds, content.suggestions) if isinstance(content, Proposal) else (content.summary,)
    replies = record.all(Reply)
    answers = [_answer(board, record, reply) for reply in replies]
    made |= {"@type": "Question", "text": _excerpt(*texts), "answerCount": len(answers)}
    last = replies[-1] if replies else None
    if last and any(act.n == last.n and act.content.rating is Rating.SATISFIED for act in record.all(Feedback)):
        made["acceptedAnswer"] = answers.pop()
    return made | ({"suggestedAnswer": answers} if answers else {})


def _answer(board: Board, record: Record[Any], reply: Act[Reply]) -> Node:
    content = reply.content
    return {
        "@type": "Answer",
        "text": _excerpt(content.summary or content.text),
        "dateCreated": content.on.isoformat(),
        "author": {"@type": "Organization", "name": content.department},
        "url": f"{_where(board, record.identity)}{record.identity}/",
    }


def _excerpt(*texts: str) -> str:
    """How some texts begin; a text beyond that is not read."""
    words = ""
    for text in texts:
        if len(words) <= EXCERPT:
            words = f"{words} {plain(text[: 3 * EXCERPT])}".strip()
    return words if len(words) <= EXCERPT else f"{words[: EXCERPT - 1]}…"


def _statement(_board: Board, record: Record[Finance] | Record[Welfare]) -> Node:
    period = record.content.period
    return {"temporalCoverage": f"{period.first.isoformat()}/{period.last.isoformat()}"}


def _notice(_board: Board, record: Record[Notice]) -> Node:
    content = record.content
    return {"temporalCoverage": f"{content.first.isoformat()}/{content.last.isoformat()}"}


def _regulation(board: Board, record: Record[Regulation]) -> Node:
    """A school's own rules are no law, so they are documents: with version, state, and what they replace."""
    content = record.content
    made: Node = {"version": content.version, "creativeWorkStatus": content.state.value}
    where = _where(board, record.identity)
    earlier = [{"@id": f"{where}{each}/#subject"} for each in content.replaces if each in board.register.records]
    return made | ({"isBasedOn": earlier} if earlier else {})


_TELL: dict[type, Callable[[Board, Any], Node]] = {
    Proposal: _question,
    Opinion: _question,
    Finance: _statement,
    Welfare: _statement,
    Notice: _notice,
    Regulation: _regulation,
    Asset: lambda board, record: {"dateCreated": record.content.counted_on.isoformat()},
}
