"""Meetings: how often they take place, who was there, and whether their rolls add up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.coverage import Stretch, first_day, middle, stretches
from gongkai.derive.votes import Roll, needed_present, roll
from gongkai.findings import Cause, Code, Finding, Location, Severity
from gongkai.records.catalogue import Frequency
from gongkai.records.meeting import Composition, Meeting, MeetingType, Resolution
from gongkai.records.policy import MeetingTimes, Span, share_text
from gongkai.register import Act, Record, Register
from gongkai.rules import votes
from gongkai.rules.base import Objector, Rule

TOO_FEW_MEETINGS = Code("C19", "too-few-meetings", "会议次数没有达到本校的要求", cause=Cause.TIME)
NO_QUORUM = Code("C20", "no-quorum", "到会人数不足法定人数")
DELEGATES_OUT_OF_PROPORTION = Code("C22", "delegates-out-of-proportion", "代表构成与要求的比例不一致", Severity.WARNING)
ROLL_DOES_NOT_ADD_UP = Code("C23", "roll-does-not-add-up", "代表人数、委员人数前后对不上")

_RHYTHM = {
    Span.TERM: Frequency.TERMLY,
    Span.SCHOOL_YEAR: Frequency.YEARLY,
    Span.YEAR: Frequency.CALENDAR_YEARLY,
}
# A school too small for delegates meets as a whole; that meeting stands for the congress.
_ALSO_COUNTS = {MeetingType.CONGRESS: (MeetingType.ASSEMBLY,)}
_ROLL_LABELS = {"total": "代表总数", "due": "应到", "present": "实到"}


def too_few_meetings(register: Register, today: date) -> Iterator[Finding]:
    """Each kind of meeting takes place as often as the school requires, once a span has ended."""
    start = first_day(register)
    if start is None or not register.whole(Meeting):
        return
    meetings = [record.content for record in register.of(Meeting)]
    for frequency in _RHYTHM.values():
        for stretch in stretches(frequency, start, today, register.terms):
            end = stretch.period.last
            rulings = register.rulings(end)
            for times in rulings.values.meetings or ():
                if _RHYTHM[times.per] is not frequency or end >= today:
                    continue
                kinds = (times.type, *_ALSO_COUNTS.get(times.type, ()))
                held = [content for content in meetings if content.type in kinds]
                adopted = rulings.adopted("meetings")
                # What is only advised is not missed by a school that had not begun to record such meetings.
                if not adopted and all(content.held_on > end for content in held):
                    continue
                count = sum(_counts_for(content, stretch) for content in held)
                if count < times.count:
                    yield _too_few(register, times, stretch, count, advisory=not adopted)


def _counts_for(content: Meeting, stretch: Stretch) -> bool:
    if content.makes_up:
        return stretch.period.covers(middle(content.makes_up))
    return stretch.holds(content.held_on)


def _too_few(register: Register, times: MeetingTimes, stretch: Stretch, count: int, *, advisory: bool) -> Finding:
    label, kind = stretch.period.label, times.type.value
    recorded = f"只有 {count} 次{kind}的记录" if count else f"没有{kind}的记录"
    required = f"要求每{times.per.value}至少 {times.count} 次"
    message = f"{label}{recorded}，差 {times.count - count} 次；{required}。"
    cure = f"开过的，把记录补进 meetings/；没有开的，补开以后在那次会议里写“补开: {label}”。"
    place = _where_asked(register, times, stretch.period.last)
    return Finding(TOO_FEW_MEETINGS, place, message, cure, field=f"{kind} {label}", advisory=advisory)


def _where_asked(register: Register, times: MeetingTimes, day: date) -> Location:
    """The line of policy.yml that asks for the meeting; its beginning where only a preset does."""
    path = register.settings.get("policy.yml", "policy.yml")
    in_force = [
        (entry.since, index, entry.thresholds.meetings.index(times))
        for index, entry in enumerate(register.policy.policy.adopted)
        if entry.since <= day and entry.thresholds.meetings and times in entry.thresholds.meetings
    ]
    if not in_force:
        return Location(path)
    _, index, position = max(in_force)
    return register.place(path, "采用", index, "阈值", "会议频次", position)


def no_quorum(register: Register, today: date) -> Iterator[Finding]:
    """Enough delegates were there, wherever delegates decide."""
    objector = Objector(register, NO_QUORUM)
    for record in register.of(Meeting):
        content = record.content
        is_congress = content.type is MeetingType.CONGRESS
        share = register.rulings(content.held_on).values.quorum
        if share is None or not (is_congress or record.all(Resolution)):
            continue
        listed = roll(record)
        if {"due", "present"} & (listed.doubted | _contradicted(register, record)):
            continue
        lacking = [_ROLL_LABELS[name] for name in ("due", "present") if getattr(listed, name) is None]
        if listed.due is not None and listed.present is not None:
            needed = needed_present(listed.due, share)
            if listed.present >= needed:
                continue
            message = (
                f"应到 {listed.due} 人，实到 {listed.present} 人；法定人数是应到的 {share_text(share)}，"
                f"至少 {needed} 人，差 {needed - listed.present} 人。"
            )
            cure = "对照签到名单核对“应到”和“实到”（实到不含列席）；人数确实不够的，重新召集会议再表决。"
            what, keys = _told_at(record, "present")
        elif is_congress and (content.closed_on or content.held_on) < today:
            unknown = f"看不出到会人数是否达到法定人数（应到的 {share_text(share)}）"
            message = f"没有写{'、'.join(lacking)}，{unknown}。"
            cure = f"照签到名单写{'、'.join(f'“{label}: 人数”' for label in lacking)}。"
            what, keys = record, (lacking[0],)
        else:
            continue
        yield objector.about(what, keys, message, cure, threshold="quorum", on=content.held_on)


def _told_at(record: Record[Meeting], name: str) -> tuple[Record[Meeting] | Act[Resolution], tuple[str, ...]]:
    """Where a number of the roll was typed: in the meeting, else in its first resolution that has it."""
    label = _ROLL_LABELS[name]
    own = "delegates_total" if name == "total" else name
    if getattr(record.content, own) is None:
        for act in record.all(Resolution):
            if act.content.vote and getattr(act.content.vote, name) is not None:
                return act, ("表决", label)
    return record, (label,)


def _contradicted(register: Register, record: Record[Meeting]) -> frozenset[str]:
    """The numbers of the roll that some vote contradicts."""
    breaks = [broken for _, found in votes.tallied(register, record) if found for broken in found.breaks]
    return frozenset(name for broken in breaks for link in broken.links for name in link.names)


def delegates_out_of_proportion(register: Register, _today: date) -> Iterator[Finding]:
    """Teachers, women, young people and managers are among the delegates as the school requires."""
    objector = Objector(register, DELEGATES_OUT_OF_PROPORTION)
    for record in register.of(Meeting):
        content = record.content
        composition = content.composition
        total = roll(record).known("total")
        if content.type is not MeetingType.CONGRESS or composition is None:
            continue
        if total is not None and _larger_parts(composition, total):
            continue
        values = register.rulings(content.held_on).values
        for name, threshold, share, is_least in (
            ("teachers", "teacher_share", values.teacher_share, True),
            ("women", "women_share", values.women_share, True),
            ("young", "young_share", values.young_share, True),
            ("managers", "manager_share", values.manager_share, False),
        ):
            label = Composition.model_fields[name].alias or name
            count: int | None = getattr(composition, name)
            keys = ("代表构成", label)
            if name in ("women", "young") and not count:
                message = f"代表构成里没有{label}代表。" if count == 0 else f"代表构成没有写{label}代表人数。"
                cure = f"在“代表构成”里写“{label}: 人数”；确实没有的，下次增补代表时调整。"
                yield objector.about(record, keys, message, cure)
            elif share and total and count is not None:
                over = count * share[1] - total * share[0]
                if over < 0 if is_least else over > 0:
                    whose = objector.whose(threshold, content.held_on)
                    message = (
                        f"{label}代表 {count} 人，占代表总数 {total} 人的 {_percent(count, total)}；"
                        f"{whose}是不{'低' if is_least else '高'}于 {share_text(share)}。"
                    )
                    cure = f"对照代表名册核对“{label}”和“代表总数”；人数无误的，下次增补代表时调整。"
                    yield objector.about(record, keys, message, cure, threshold=threshold, on=content.held_on)


def _percent(count: int, total: int) -> str:
    """One decimal, rounded half up, in whole numbers throughout."""
    tenths = (count * 2000 + total) // (2 * total)
    return f"{tenths // 10}.{tenths % 10}%"


def _larger_parts(composition: Composition, total: int) -> tuple[str, ...]:
    """The parts of the delegates that are more than all of them."""
    counts = {name: getattr(composition, name) for name in Composition.model_fields}
    return tuple(name for name, count in counts.items() if count is not None and count > total)


def roll_does_not_add_up(register: Register, _today: date) -> Iterator[Finding]:
    """The roll, its delegations, the resolutions and the committees tell the same numbers."""
    objector = Objector(register, ROLL_DOES_NOT_ADD_UP)
    for record in register.of(Meeting):
        listed = roll(record)
        yield from _told_differently(objector, record, listed)
        for broken in listed.breaks:
            what, keys = _told_at(record, broken.blamed)
            yield objector.about(what, keys, votes.said(broken), votes.cure(record.content, broken))
        yield from _parts(objector, record, listed)
        for index, committee in enumerate(record.content.committees):
            posts = len(committee.posts)
            if posts and posts != committee.declared:
                difference = posts - committee.declared
                more = f"多 {difference}" if difference > 0 else f"少 {-difference}"
                message = f"{committee.name}的委员列出 {posts} 名，比写明的 {committee.declared} 人{more}。"
                cure = "对照选举或确认的结果：每名委员写一项岗位，或改正“人数”。"
                yield objector.about(record, ("委员会", index, "人数"), message, cure)


def _told_differently(objector: Objector, record: Record[Meeting], listed: Roll) -> Iterator[Finding]:
    for dispute in listed.disputes:
        label = _ROLL_LABELS[dispute.name]
        difference = dispute.found - dispute.agreed
        more = f"多 {difference}" if difference > 0 else f"少 {-difference}"
        if dispute.by_delegations:
            message = f"各代表团人数合计 {dispute.found}，比代表总数 {dispute.agreed} {more}。"
            cure = "对照代表名册，改正写错的代表团人数或“代表总数”。"
            yield objector.about(record, ("代表团",), message, cure, value=False)
        elif dispute.teller is None:
            message = f"会议写的{label}是 {dispute.found}，比各处一致的 {dispute.agreed} {more}。"
            cure = f"对照代表名册和签到名单；各处无误的，写“{label}: {dispute.agreed}”。"
            yield objector.about(record, (label,), message, cure)
        else:
            message = f"表决里的{label}是 {dispute.found}，比同一次会议写的 {dispute.agreed} {more}。"
            cure = "对照代表名册和签到名单，两处写成一致；中途离会的人仍算实到，少发的票在“发出”里反映。"
            yield objector.about(dispute.teller, ("表决", label), message, cure)


def _parts(objector: Objector, record: Record[Meeting], listed: Roll) -> Iterator[Finding]:
    """No part of the delegates is larger than the whole; when several are, the whole is the slip."""
    total = listed.known("total")
    composition = record.content.composition
    larger = _larger_parts(composition, total) if composition and total is not None else ()
    labels = {name: Composition.model_fields[name].alias or name for name in larger}
    if larger:
        counts = "、".join(f"{label} {getattr(composition, name)}" for name, label in labels.items())
        message = f"代表构成里的{counts}，比代表总数 {total} 还多。"
        cure = "对照代表名册，改正“代表构成”或“代表总数”里写错的数。"
        keys = ("代表总数",) if len(larger) > 1 else ("代表构成", labels[larger[0]])
        yield objector.about(record, keys, message, cure)


SUBJECT = "会议与表决"

RULES = (
    Rule(TOO_FEW_MEETINGS, too_few_meetings),
    Rule(NO_QUORUM, no_quorum),
    Rule(DELEGATES_OUT_OF_PROPORTION, delegates_out_of_proportion),
    Rule(ROLL_DOES_NOT_ADD_UP, roll_does_not_add_up),
)
