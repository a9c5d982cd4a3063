"""What a submission's papers still lack, shared by the rules, so that one slip is told once.

A rule about consequences (a clock, a series, a count) stays silent about a record for which one of
these functions already has something to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.derive.cases import asks_of
from gongkai.findings import Code
from gongkai.once import once
from gongkai.records.opinion import Opinion, Route, Source
from gongkai.records.proposal import (
    Disposition,
    Feedback,
    Handover,
    Progress,
    Proposal,
    Reply,
    Review,
    Withdrawal,
)
from gongkai.register import Act, Record, Register

NO_ANSWER = Code("C01", "no-answer", "没有回音")
NUMBER = Code("C14", "file-number-series", "编号或立案号不连贯")
MERGE = Code("C15", "merge-leads-nowhere", "并案的主案不对")


@dataclass(frozen=True, slots=True)
class Gap:
    """What one file lacks or contradicts: the code that says so, the key, the sentence, the cure."""

    code: Code
    what: Record[Any] | Act[Any]
    keys: tuple[str | int, ...]
    message: str
    cure: str


_LATER = Reply | Feedback | Progress | Handover
"""Acts that only a review sets going."""


@once
def route_gap(record: Record[Any]) -> Gap | None:
    """The first thing that keeps a submission from proving which way it went."""
    kind = type(record.content)
    if kind is Opinion:
        return _handling_gap(record)
    if kind is not Proposal or record.one(Withdrawal):
        return None
    review = record.one(Review)
    if review is None:
        act = next((act for act in record.acts if isinstance(act.content, _LATER)), None)
        if act is None:
            return None
        name = act.identity.rpartition("/")[2]
        message = f"已经有 {name}.md，却没有审查结果 review.md。"
        return Gap(NO_ANSWER, act, (), message, "补上 review.md，写明去向和日期。")
    return _contradiction(review) or _missing(review)


def _handling_gap(record: Record[Opinion]) -> Gap | None:
    content = record.content
    if content.day is None:
        key = "开箱日期" if content.source is Source.BOX else "收到日期"
        message = f"没有{key}，答复期限无从算起。"
        return Gap(NO_ANSWER, record, ("来源",), message, f"补上“{key}: 日期”。")
    handling = content.handling
    if handling is None:
        return None
    message = cure = ""
    if handling.route is Route.KEPT and not handling.reason:
        message, cure = "没有写理由", "在“处理”里补上“理由: …”，写明为什么不能办理。"
    elif handling.route is Route.JOINED and not handling.joined_to:
        message, cure = "没有写并入哪一件", "在“处理”里补上“并入: opinions/编号”。"
    elif handling.route in (Route.SPECIAL, Route.ASSIGNED) and not handling.receiver:
        message, cure = "没有写由谁接收", "在“处理”里补上“接收: 部门或机构名称”。"
    if not message:
        return None
    message = f"去向是“{handling.route.value}”，{message}。"
    return Gap(NO_ANSWER, record, ("处理", "去向"), message, cure)


def _contradiction(review: Act[Review]) -> Gap | None:
    content = review.content
    went = content.disposition
    if content.merged_into and went is not Disposition.MERGED:
        cure = "确是并案的，去向改为“并案”；不是的，删去“并入”。"
        return Gap(MERGE, review, ("并入",), f"去向是“{went.value}”，却写了并入。", cure)
    if content.file_number is not None and went is not Disposition.FILED:
        cure = "已经立案的，去向改为“立案”；没有立案的，删去“立案号”。"
        return Gap(NUMBER, review, ("立案号",), f"去向是“{went.value}”，却写了立案号。", cure)
    return None


def _missing(review: Act[Review]) -> Gap | None:
    content = review.content
    went = content.disposition
    message = cure = ""
    if went is Disposition.MERGED and not content.merged_into:
        message, cure = "去向是“并案”，没有写并入哪一件。", "补上“并入: proposals/主案编号”。"
    elif went in (Disposition.REJECTED, Disposition.OPINION) and not content.reason:
        message, cure = f"去向是“{went.value}”，没有写理由。", "补上“理由: …”，写明为什么这样处理。"
    elif went is Disposition.REJECTED and not content.told_proposer_on:
        message, cure = "不立案没有写明哪天告知了提案人。", "补上“告知提案人: 日期”。"
    elif went in (Disposition.FILED, Disposition.OPINION) and not content.lead:
        message = f"去向是“{went.value}”，没有写由哪个部门主办。"
        cure = "补上“主办: 部门名称”。"
    if message:
        return Gap(NO_ANSWER, review, ("去向",), message, cure)
    if went is Disposition.FILED and content.file_number is None:
        cure = "补上“立案号: …”，接着上一件往下排。"
        return Gap(NUMBER, review, ("去向",), "已经立案，没有立案号。", cure)
    return None


def is_merged(record: Record[Any]) -> bool:
    """Whether this proposal is answered elsewhere, so that its own feedback is about another's reply."""
    review = record.one(Review)
    return bool(review and review.content.merged_into)


@once
def orphans(record: Record[Any]) -> tuple[Act[Any], ...]:
    """Acts about a reply that is not there, one for each missing reply."""
    replies = {reply.n for reply in record.all(Reply)}
    missing: dict[int, Act[Any]] = {}
    if not is_merged(record):
        for feedback in record.all(Feedback):
            missing.setdefault(feedback.n, feedback)
    for progress in record.all(Progress):
        missing.setdefault(progress.content.about[0], progress)
    return tuple(act for n, act in sorted(missing.items()) if n not in replies)


def stray_progress(record: Record[Any]) -> tuple[Act[Progress], ...]:
    """Progress about an ask that its reply does not answer."""
    if not record.all(Progress):
        return ()
    given = {reply.n: {answer.ask for answer in reply.content.answers} for reply in record.all(Reply)}
    return tuple(
        progress
        for progress in record.all(Progress)
        if progress.content.about[0] in given
        and progress.content.about[2]
        and progress.content.about[1:] not in given[progress.content.about[0]]
    )


def own_asks(record: Record[Proposal], register: Register, number: str) -> tuple[str, ...] | None:
    """The asks of a record, or of the one merged into it under this number; None where it cannot be known."""
    owner = register.get(f"proposals/{number}", Proposal) if number else record
    return asks_of(owner) if owner else None


@dataclass(frozen=True, slots=True)
class AskSlip:
    """An entry of 逐条 whose number leads to no ask."""

    reply: Act[Reply]
    index: int
    message: str
    cure: str


def ask_slips(record: Record[Any], register: Register) -> tuple[AskSlip, ...]:
    """Every entry of a proposal's replies that names no ask, or one named already."""
    return _all_ask_slips(register).get(record.identity, ())


@once
def _all_ask_slips(register: Register) -> Mapping[str, tuple[AskSlip, ...]]:
    """The same for each proposal that has any."""
    found: dict[str, tuple[AskSlip, ...]] = {}
    for record in register.of(Proposal):
        if slips := tuple(slip for reply in record.all(Reply) for slip in _ask_slips(record, reply, register)):
            found[record.identity] = slips
    return found


def _ask_slips(record: Record[Proposal], reply: Act[Reply], register: Register) -> Iterator[AskSlip]:
    seen: set[tuple[str, int]] = set()
    for index, answer in enumerate(reply.content.answers):
        number, ask = answer.ask
        own = own_asks(record, register, number)
        if number == record.number:
            message = f"建议 {number}/{ask} 就是本案的建议。"
            yield AskSlip(reply, index, message, f"本案的建议只写序号：建议: {ask}。")
        elif answer.ask in seen:
            label = f"{number}/{ask}" if number else str(ask)
            cure = "检查序号；确是同一条的，合成一项。"
            yield AskSlip(reply, index, f"建议 {label} 答了两次。", cure)
        elif own is None:
            if not register.is_broken(f"proposals/{number}"):
                yield AskSlip(reply, index, f"没有编号是 {number} 的提案。", "检查编号；本案的建议只写序号。")
        elif own and not 1 <= ask <= len(own):
            message = f"没有第 {ask} 条建议，一共 {len(own)} 条。"
            yield AskSlip(reply, index, message, "检查序号；序号按提案“建议”里第一个编号列表。")
        seen.add(answer.ask)
