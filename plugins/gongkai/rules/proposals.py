"""Rules about proposals as papers: their parts, seconders, numbers, and where merged ones are answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from gongkai.findings import Code, Finding, Location, Severity
from gongkai.records.meeting import Meeting
from gongkai.records.opinion import Opinion, Route
from gongkai.records.proposal import Disposition, Proposal, Review, Withdrawal
from gongkai.register import Act, Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.counts import by_session
from gongkai.rules.dates import date_slips
from gongkai.rules.proofs import MERGE, NUMBER, route_gap

FEW_SECONDERS = Code("C10", "few-seconders", "附议人不够", Severity.WARNING)
SEVERAL_MATTERS = Code("C11", "several-matters", "一件提案里可能有几件事", Severity.NOTICE)
NO_GROUNDS = Code("C12", "part-missing", "提案缺少案据或建议")
FILED_LATE = Code("C13", "late-submission-filed", "截止以后提交的立了案", Severity.WARNING)


def few_seconders(register: Register, today: date) -> Iterator[Finding]:
    """A proposal that is or may be filed has enough seconders: all different delegates, not the proposer."""
    for record in register.of(Proposal):
        review = record.one(Review)
        if route_gap(record) or record.one(Withdrawal):
            continue
        if review is None or review.content.disposition is Disposition.FILED:
            yield from _seconders(record, register)


def _seconders(record: Record[Proposal], register: Register) -> Iterator[Finding]:
    content = record.content
    day = content.submitted_on
    needed = register.rulings(day).values.seconders or 0
    proposer = (content.proposer.delegation, content.proposer.name)
    people = [(person.delegation, person.name) for person in content.seconders]

    def object_to(keys: tuple[str | int, ...], message: str, cure: str, *, value: bool = True) -> Finding:
        objector = Objector(register, FEW_SECONDERS)
        return objector.about(record, keys, message, cure, value=value, threshold="seconders", on=day)

    for index, person in enumerate(content.seconders):
        if person.name and people[index] == proposer:
            yield object_to(("附议人", index), "附议人就是提案人本人。", "换一名附议人。")
        elif person.name and people[index] in people[:index]:
            yield object_to(("附议人", index), "同一名附议人写了两次。", "删去重复的一项，或换一名附议人。")
        elif not person.is_delegate:
            cure = "请正式代表附议；非代表可经代表转提。"
            yield object_to(("附议人", index, "正式代表"), "附议人不是正式代表。", cure)
    if len(people) < needed and not content.by_delegation:
        message = f"附议人 {len(people)} 名，少于本校采用的 {needed} 名。"
        cure = "补足附议人；代表团集体提出的写“集体提案: 是”。"
        yield object_to(("附议人",) if people else ("提案人",), message, cure, value=False)


_SEVERAL = re.compile(r"一是.+二是|[；;].+[；;]|（一）.+（二）")


def several_matters(register: Register, today: date) -> Iterator[Finding]:
    """One proposal, one matter: a subject that lists two is worth splitting."""
    for record in register.of(Proposal):
        if _SEVERAL.search(record.content.subject):
            cure = "一事一案：确是两件事的，请提案人分成两件；是一件事的不用改。"
            yield Objector(register, SEVERAL_MATTERS).about(record, ("案由",), "案由里可能有几件事。", cure)


def part_missing(register: Register, today: date) -> Iterator[Finding]:
    """案由, 案据 and 建议 are all there."""
    for record in register.of(Proposal):
        for label, text in (("案据", record.content.grounds), ("建议", record.content.suggestions)):
            if not text.strip():
                message = f"没有“{label}”，或“{label}”下面没有文字。"
                cure = f"在“---”下面写“## {label}”，另起一行写内容。"
                yield Finding(NO_GROUNDS, Location(record.path), message, cure, record.identity, label)


def filed_late(register: Register, today: date) -> Iterator[Finding]:
    """What came after the closing day is an opinion, not a filed proposal."""
    for number, records in sorted(by_session(register).items()):
        if meeting := register.get(f"meetings/{number}", Meeting):
            filed = [record for record in records if _is_filed(record) and not date_slips(record, today)]
            yield from _filed_late(filed, meeting, register)


def _is_filed(record: Record[Proposal]) -> bool:
    review = record.one(Review)
    filed = review and review.content.disposition is Disposition.FILED and not record.one(Withdrawal)
    return bool(filed and not route_gap(record))


def _filed_late(records: list[Record[Proposal]], meeting: Record[Meeting], register: Register) -> Iterator[Finding]:
    held = meeting.content.held_on
    before = register.rulings(held).values.submission_closes or 0
    stated = meeting.content.submission_closed_on
    closes = stated or held - timedelta(days=before)
    threshold = "" if stated else "submission_closes"
    objector = Objector(register, FILED_LATE)
    late = [record for record in records if record.content.submitted_on > closes]
    if len(late) > 1 and len(late) == len(records):
        key = "提案截止日期" if stated else "日期"
        message = f"本次 {len(late)} 件立案的提案，提交日期都在征集截止（{closes}）以后。"
        cure = f"先检查这里的“{key}”；会前实际截止的日子写进“提案截止日期”。"
        yield objector.about(meeting, (key,), message, cure, threshold=threshold, on=held)
        return
    for record in late:
        message = f"提交日期 {record.content.submitted_on} 在征集截止（{closes}）以后，却立了案。"
        cure = "截止以后的按“转意见”办理；截止日期有变的写进会议的“提案截止日期”。"
        yield objector.about(record, ("提交日期",), message, cure, threshold=threshold, on=held)


_SERIAL = re.compile(r"\d+$")


def file_numbers(register: Register, today: date) -> Iterator[Finding]:
    """Numbers follow the school's pattern; file numbers run from 1 without a gap within a series."""
    objector = Objector(register, NUMBER)
    series: dict[str, list[Act[Review]]] = {}
    doubtful: set[str] = set()
    for record in register.of(Proposal):
        day = record.content.submitted_on
        pattern = register.rulings(day).values.proposal_number
        if pattern and not _matches(pattern, record.number):
            message = f"编号 {record.number} 不合本校的提案编号格式。"
            cure = "文件夹改名，照“届-次-流水号”写，如 05-03-012；格式见 policy.yml 的“提案编号”。"
            yield objector.about(record, (), message, cure, threshold="proposal_number", on=day)
        # Staff-only submissions have a series of their own, so that no gap in the public one speaks.
        name = _SERIAL.sub("", record.number)
        review = record.one(Review)
        if gap := route_gap(record):
            doubtful.add(name)
            if gap.code is NUMBER:
                yield objector.about(gap.what, gap.keys, gap.message, gap.cure)
        elif review and review.content.file_number is not None:
            series.setdefault(name, []).append(review)
    if register.whole(Proposal):
        for name in sorted(series.keys() - doubtful):
            yield from _series(objector, series[name])


def _series(objector: Objector, filed: list[Act[Review]]) -> Iterator[Finding]:
    holders: dict[int, Act[Review]] = {}
    for review in filed:
        number = review.content.file_number or 0
        if number in holders:
            other = holders[number].identity.split("/")[1]
            message = f"立案号 {number} 已经给了 {other}。"
            yield objector.about(review, ("立案号",), message, "每件一个号，从 1 连续往下排。")
        holders.setdefault(number, review)
    missing = [str(number) for number in range(1, len(filed) + 1) if number not in holders]
    if missing and len(holders) == len(filed):
        last = max(holders)
        message = f"立案 {len(filed)} 件，立案号却有 {last}，缺 {'、'.join(missing[:10])}。"
        cure = "立案号从 1 开始，中间不缺；缺的那一件没有入库的补上，写错的改号。"
        yield objector.about(holders[last], ("立案号",), message, cure)


def _matches(pattern: str, number: str) -> bool:
    try:
        return re.fullmatch(pattern, number) is not None
    except re.error:
        return True  # an unreadable pattern is objected to where it is written


def merging(register: Register, today: date) -> Iterator[Finding]:
    """What is merged or joined leads to a record that is itself answered; never in a circle."""
    objector = Objector(register, MERGE)
    for record in register.of(Proposal):
        gap = route_gap(record)
        if gap and gap.code is MERGE:
            yield objector.about(gap.what, gap.keys, gap.message, gap.cure)
        review = record.one(Review)
        target = _merged_into(record)
        if review and target and not gap and (problem := _leads_astray(record, target, register)):
            yield objector.about(review, ("并入",), *problem)
    for opinion in register.of(Opinion):
        target = _merged_into(opinion)
        if target and (problem := _leads_astray(opinion, target, register)):
            yield objector.about(opinion, ("处理", "并入"), *problem)


Submission = Record[Proposal] | Record[Opinion]


def _merged_into(record: Submission) -> str:
    """The identity of the record in which this one is answered, or nothing."""
    content = record.content
    if isinstance(content, Opinion):
        handling = content.handling
        return (handling.joined_to or "") if handling and handling.route is Route.JOINED else ""
    review = record.one(Review)
    merged = review is not None and review.content.disposition is Disposition.MERGED
    return (review.content.merged_into or "") if review and merged else ""


def _leads_astray(record: Submission, target: str, register: Register) -> tuple[str, str] | None:
    """Why the record in which another is to be answered will not answer it, and what to type instead."""
    if register.find(target) is None:
        return None  # a target that does not exist is a reference's affair
    lead = _lead(record, target, register)
    if lead is None:
        kind = "提案" if isinstance(record.content, Proposal) else "意见"
        return f"{target} 不是{kind}。", f"写{kind}的编号，如 {record.content.folder}/编号。"
    if lead is record:
        return "并入了自己。", "写主案的编号。"
    chain = _chain(lead, register)
    if record in chain:
        first = min(chain, key=lambda each: each.identity)
        numbers = "、".join(each.number for each in sorted(chain, key=lambda each: each.identity))
        cure = "选一件作主案，去向改为“立案”或“转意见”，别的并入它。"
        return (f"{numbers} 互相并入，没有一件作主案。", cure) if record is first else None
    last = chain[-1]
    if last is not lead and not _merged_into(last):
        cure = f"改成“并入: {last.identity}”。"
        return f"主案 {lead.number} 自己也并入了 {last.number}。", cure
    return None if last is not lead or route_gap(lead) else _unanswering(lead)


def _lead(record: Submission, target: str, register: Register) -> Submission | None:
    lead = register.get(target, Proposal)
    if lead or isinstance(record.content, Proposal):
        return lead
    return register.get(target, Opinion)


def _chain(lead: Submission, register: Register) -> list[Submission]:
    """The lead, the lead's lead, and so on, until one stands alone or a circle closes."""
    chain: list[Submission] = [lead]
    while target := _merged_into(chain[-1]):
        following = _lead(chain[-1], target, register)
        if following is None or following in chain:
            break
        chain.append(following)
    return chain


def _unanswering(lead: Submission) -> tuple[str, str] | None:
    if isinstance(lead.content, Opinion):
        handling = lead.content.handling
        if handling and handling.route in (Route.SPECIAL, Route.KEPT):
            message = f"{lead.number} 的去向是“{handling.route.value}”，不再答复。"
            return message, "并入去向是“交办”的那一件，或单独办理。"
        return None
    cure = "并入去向是“立案”或“转意见”的那一件，或本案单独办理。"
    if lead.one(Withdrawal):
        return f"主案 {lead.number} 已经撤回，没有人答复。", cure
    review = lead.one(Review)
    if review is None:
        return f"主案 {lead.number} 还没有审查结果。", "先补主案的 review.md。"
    if review.content.disposition is Disposition.REJECTED:
        return f"主案 {lead.number} 的去向是“不立案”，没有人答复。", cure
    return None


SUBJECT = "提案"

RULES = (
    Rule(FEW_SECONDERS, few_seconders),
    Rule(SEVERAL_MATTERS, several_matters),
    Rule(NO_GROUNDS, part_missing),
    Rule(FILED_LATE, filed_late),
    Rule(NUMBER, file_numbers),
    Rule(MERGE, merging),
)
