"""Votes: whether the numbers of a vote fit together and the announced verdict follows from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from gongkai.derive.votes import ROLL, Break, Link, Tally, tally
from gongkai.findings import Code, Finding, Severity
from gongkai.once import once
from gongkai.records.meeting import BallotForm, Meeting, MeetingType, Power, Resolution, Verdict, Vote
from gongkai.register import Act, Record, Register
from gongkai.rules.base import Objector, Rule

VOTE_DOES_NOT_ADD_UP = Code("C21", "vote-does-not-add-up", "表决数字对不上，或与宣布的结论不一致")
BALLOTS_NOT_TOLD = Code("C60", "ballots-not-told", "投票表决没有写全票数", Severity.WARNING)

VOTED = (Power.PASS, Power.ELECT)
LABELS = {name: field.alias or name for name, field in Vote.model_fields.items()}


def vote_does_not_add_up(register: Register, _today: date) -> Iterator[Finding]:
    """The numbers of each vote fit together, and the announced verdict follows from them.

    A verdict is judged only where the chain closes: one wrong number is one objection.
    """
    objector = Objector(register, VOTE_DOES_NOT_ADD_UP)
    for record in register.of(Meeting):
        yield from _survey(objector, record)
        tallies = tallied(register, record)
        against = [(act, found) for act, found in tallies if found and _contradicts_attendance(act, found)]
        if len(against) > 1:
            # Several votes contradict the meeting's attendance: that is the slip, once.
            for broken in against[0][1].breaks[:1]:
                yield objector.about(record, ("实到",), said(broken), cure(record.content, broken))
            contradicting = {act.identity for act, _ in against}
            tallies = tuple(pair for pair in tallies if pair[0].identity not in contradicting)
        # Several votes that want the same number of the roll want it of the meeting, once.
        untold = Counter(found.missing_base for _, found in tallies if found and found.missing_base in ROLL)
        asked: set[str] = set()
        for act, found in tallies:
            if found is None:
                yield from _no_vote(objector, act)
            elif found.stray_ballots:
                yield _stray_ballots(objector, act, found)
            elif found.breaks:
                for broken in found.breaks:
                    keys = ("表决", LABELS[broken.blamed])
                    yield objector.about(act, keys, said(broken), cure(record.content, broken))
            elif found.missing_base:
                what = record if untold[found.missing_base] > 1 else act
                if what is act or found.missing_base not in asked:
                    asked.add(found.missing_base)
                    yield _base_untold(objector, record, what, found.missing_base)
            else:
                yield from _verdict(objector, record, act, found)


def tallied(register: Register, record: Record[Meeting]) -> tuple[tuple[Act[Resolution], Tally | None], ...]:
    """The resolutions of a meeting with their votes, judged by the policy of its day."""
    return _all_tallied(register)[record.identity]


@once
def _all_tallied(register: Register) -> Mapping[str, tuple[tuple[Act[Resolution], Tally | None], ...]]:
    found: dict[str, tuple[tuple[Act[Resolution], Tally | None], ...]] = {}
    for record in register.of(Meeting):
        rulings = register.rulings(record.content.held_on)
        found[record.identity] = tuple((act, tally(record, act, rulings)) for act in record.all(Resolution))
    return found


def said(broken: Break) -> str:
    """The contradiction as a sentence: both numbers of each link and their difference."""
    return "；".join(_said(link) for link in broken.links) + "。"


def _said(link: Link) -> str:
    counts = zip(link.parts, link.part_counts, strict=True)
    parts = "＋".join(f"{LABELS[name]} {count}" for name, count in counts)
    shown = f"{parts}＝{link.found}" if len(link.parts) > 1 else parts
    more = f"多 {link.difference}" if link.difference > 0 else f"少 {-link.difference}"
    return f"{shown}，比{LABELS[link.whole]} {link.whole_count} {more}"


def cure(content: Meeting, broken: Break) -> str:
    """Which numbers to compare with the paper; a hint where observers may have been counted."""
    names = dict.fromkeys(name for link in broken.links for name in link.names)
    labels = "、".join(f"“{LABELS[name]}”" for name in names)
    first = broken.links[0]
    observers = content.observers or 0
    counted_in = first.whole in ("due", "present") and 0 < first.difference <= observers
    hint = f"列席的 {observers} 人没有表决权，不计入。" if counted_in else ""
    return f"对照签到名单和计票记录，改正{labels}中写错的数。{hint}"


def _contradicts_attendance(act: Act[Resolution], found: Tally) -> bool:
    """Whether a vote contradicts the attendance that it takes from the meeting."""
    vote = act.content.vote
    if vote is None or vote.present is not None or not found.breaks:
        return False
    return found.breaks[0].links[0].whole == "present"


def _no_vote(objector: Objector, act: Act[Resolution]) -> Iterator[Finding]:
    if act.content.power in VOTED:
        message = f"职权是“{act.content.power.value}”，没有写表决。"
        what = "写“表决:”，下面逐行写方式、代表总数、应到、实到和各项票数"
        yield objector.about(act, ("职权",), message, f"{what}；没有表决的，职权改写“听取报告”或“讨论建议”。")


def _base_untold(
    objector: Objector, record: Record[Meeting], what: Record[Meeting] | Act[Resolution], name: str
) -> Finding:
    label = LABELS[name]
    message = f"没有写“{label}”，而口径按它计算，结论无法重算。"
    keys = ("表决", label) if isinstance(what, Act) else (label,)
    how = f"写“{label}: 数”。"
    if name == "total" and record.content.type is MeetingType.ASSEMBLY:
        # Everybody takes part, so the school has no delegates to count.
        how = f"教职工大会没有代表，写“{label}: 全体教职工人数”；按别的人数算的，在“口径”里写明分母和依据。"
    return objector.about(what, keys, message, how)


def _survey(objector: Objector, record: Record[Meeting]) -> Iterator[Finding]:
    """No more judgements than sheets that came back, no more of these than were handed out."""
    survey = record.content.survey
    if survey is None:
        return
    judged = survey.satisfied + survey.basic + survey.unsatisfied
    if judged > survey.returned:
        parts = f"满意 {survey.satisfied}＋基本满意 {survey.basic}＋不满意 {survey.unsatisfied}"
        message = f"{parts}＝{judged}，比收回 {survey.returned} 多 {judged - survey.returned}。"
    elif survey.returned > survey.issued:
        excess = survey.returned - survey.issued
        message = f"收回 {survey.returned}，比发出 {survey.issued} 多 {excess}。"
    else:
        return
    what = "对照满意度测评的统计表，改正写错的张数；一张测评表只计一次。"
    yield objector.about(record, ("满意度", "收回"), message, what)


def _stray_ballots(objector: Objector, act: Act[Resolution], found: Tally) -> Finding:
    labels = "、".join(LABELS[name] for name in found.stray_ballots)
    message = f"举手表决没有票，却写了{labels}。"
    what = "删去这几行；是投票的，把“方式”改为“无记名”或“记名”。"
    return objector.about(act, ("表决", LABELS[found.stray_ballots[0]]), message, what, value=False)


def _verdict(objector: Objector, record: Record[Meeting], act: Act[Resolution], found: Tally) -> Iterator[Finding]:
    outcome = found.outcome
    announced = act.content.verdict
    if outcome is None or (announced is None and act.content.power not in VOTED):
        return
    right = Verdict.PASSED if outcome.passed else Verdict.FAILED
    if announced is right:
        return
    whose = "决议写明的口径" if found.own_standard else objector.whose("vote", record.content.held_on)
    lacking = f"，差 {-outcome.margin}" if outcome.margin < 0 else ""
    counted = (
        f"按{whose}（{outcome.base.value}的{outcome.majority.value}），"
        f"{LABELS[outcome.base_name]} {outcome.base_count}，需要赞成 {outcome.needed}，"
        f"实得 {outcome.got}{lacking}，重算为“{right.value}”。"
    )
    said_before = f"宣布结论是“{announced.value}”" if announced else "没有写宣布结论"
    what = f"写“宣布结论: {right.value}”。"
    if announced:
        what = f"对照计票记录核对票数；票数无误的，{what[:-1]}；口径另有规定的，写明“口径”和依据。"
    yield objector.about(
        act,
        ("宣布结论",),
        f"{said_before}；{counted}",
        what,
        threshold="" if found.own_standard else "vote",
        on=record.content.held_on,
    )


def ballots_not_told(register: Register, _today: date) -> Iterator[Finding]:
    """A vote by ballot tells how many ballots were handed out, returned and valid."""
    objector = Objector(register, BALLOTS_NOT_TOLD)
    for record in register.of(Meeting):
        for act, found in tallied(register, record):
            if found and found.missing_ballots and not found.breaks and not found.missing_base:
                labels = "、".join(LABELS[name] for name in found.missing_ballots)
                message = f"{found.form.value}表决没有写{labels}，从发出到赞成的票数接不上。"
                what = f"照计票记录补写{labels}；是举手的，把“方式”改为“{BallotForm.HANDS.value}”。"
                yield objector.about(act, ("表决", "方式"), message, what)


SUBJECT = "会议与表决"

RULES = (
    Rule(VOTE_DOES_NOT_ADD_UP, vote_does_not_add_up),
    Rule(BALLOTS_NOT_TOLD, ballots_not_told),
)
